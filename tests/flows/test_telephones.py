"""Telephone numbers: what can be dialled is kept as it was written, the rest is asked again."""

import pytest

from flows.telephones import TelephoneFormatError, dialled, read_telephone, rung
from flows.texts import TextTooLongError


@pytest.mark.parametrize(
    ("written", "rings"),
    [
        ("046 477 12 34", "+31464771234"),
        ("06-12345678", "+31612345678"),
        ("(046) 477.12.34", "+31464771234"),
        ("٠٤٦ ٤٧٧ ١٢ ٣٤", "+31464771234"),
        ("+31 (0)46 477 12 34", "+31464771234"),
        ("0031 46 4771234", "+31464771234"),
        ("+49 2456/12 34", "+4924561234"),
    ],
)
def test_a_number_is_kept_as_written_and_rings(written: str, rings: str) -> None:
    assert read_telephone(f"  {written} ") == written
    assert dialled(written) == rung(written) == rings


@pytest.mark.parametrize(
    "written",
    [
        "477 12 34",
        "046",
        "call me",
        "046 477 12 34 ext 5",
        "+31 46 477 12 34 567",
        "046-BAKKERS",
        "0+46477",
    ],
)
def test_what_cannot_be_dialled_is_asked_again(written: str) -> None:
    with pytest.raises(TelephoneFormatError):
        read_telephone(written)


@pytest.mark.parametrize("written", ["", "call me"])
def test_what_is_no_number_rings_nowhere(written: str) -> None:
    assert rung(written) == ""


def test_a_text_too_long_for_a_number_is_refused() -> None:
    with pytest.raises(TextTooLongError):
        read_telephone("0" * 25)
