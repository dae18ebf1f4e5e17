"""Postcodes, house numbers and KVK numbers."""

import pytest

from flows.addresses import (
    BranchNumberError,
    HouseNumber,
    HouseNumberFormatError,
    KvkFormatError,
    PostcodeFormatError,
    RsinError,
    read_house_number,
    read_kvk,
    read_postcode,
)
from tests.bad_inputs import BadInput, row_id, rows


@pytest.mark.parametrize("row", rows("postcode", "accept"), ids=row_id)
def test_a_postcode_is_written_in_one_manner(row: BadInput) -> None:
    assert read_postcode(row.typed) == row.accepted_as


@pytest.mark.parametrize("row", rows("postcode", "reject"), ids=row_id)
def test_what_is_no_postcode_is_refused(row: BadInput) -> None:
    with pytest.raises(PostcodeFormatError):
        read_postcode(row.typed)


@pytest.mark.parametrize("text", ["6161 \u0131\u0131", "6161 \ufb01"])
def test_letters_that_become_latin_in_capitals_are_no_postcode(text: str) -> None:
    with pytest.raises(PostcodeFormatError):
        read_postcode(text)


@pytest.mark.parametrize("row", rows("kvk", "accept"), ids=row_id)
def test_a_kvk_number_keeps_its_noughts(row: BadInput) -> None:
    assert read_kvk(row.typed) == row.accepted_as


@pytest.mark.parametrize("row", rows("kvk", "reject"), ids=row_id)
def test_what_is_no_kvk_number_is_refused(row: BadInput) -> None:
    with pytest.raises(KvkFormatError):
        read_kvk(row.typed)


def test_other_numbers_in_the_kvk_box_are_named() -> None:
    with pytest.raises(BranchNumberError):
        read_kvk("000012345678")
    with pytest.raises(RsinError):
        read_kvk("123456782")


@pytest.mark.parametrize(
    ("text", "number", "shown"),
    [
        ("12", HouseNumber(12), "12"),
        (" 12 ", HouseNumber(12), "12"),
        ("12a", HouseNumber(12, "A"), "12-A"),
        ("12-A", HouseNumber(12, "A"), "12-A"),
        ("12 bis", HouseNumber(12, "BIS"), "12-BIS"),
        ("12-3", HouseNumber(12, "3"), "12-3"),
        ("12 A-3", HouseNumber(12, "A-3"), "12-A-3"),
    ],
)
def test_a_house_number_may_have_an_addition(text: str, number: HouseNumber, shown: str) -> None:
    assert (read_house_number(text), str(number)) == (number, shown)


@pytest.mark.parametrize("text", ["", "0", "012", "-3", "123456", "A", "\u0661", "12 $", "12 " + "a" * 50])
def test_what_is_no_house_number_is_refused(text: str) -> None:
    with pytest.raises(HouseNumberFormatError):
        read_house_number(text)
