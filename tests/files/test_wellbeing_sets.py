"""Sets of indicators in a file: read whole, or refused with row and column."""

import pytest

from circulair.files.wellbeing_sets import read_set
from circulair.files.wellbeing_tables import Place, WellbeingRefusedError, Wrong
from flows.wellbeing import Better

HEAD = "edition;code;theme;name_nl;unit;better_when;source\n"
FUN = "2031;M1;Verzonnen;Plezier;%;higher;verzonnen\n"


def test_a_set_is_read_with_its_direction_and_its_source() -> None:
    [one] = read_set((HEAD + FUN).encode("utf-8-sig"))
    assert (one.edition, one.code, one.unit, one.better) == ("2031", "M1", "%", Better.HIGHER)
    assert one.source == "verzonnen"


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (HEAD.replace("unit", "geluk") + FUN, Place(0, "geluk", Wrong.UNKNOWN_COLUMN)),
        (HEAD.replace("unit", "code") + FUN, Place(0, "code", Wrong.DOUBLED_COLUMN)),
        (HEAD.replace("source", "part") + FUN, Place(0, "source", Wrong.MISSING_COLUMN)),
        (HEAD + FUN.replace("Plezier", ""), Place(1, "name_nl", Wrong.NOT_FILLED)),
        (HEAD + FUN.replace("higher", "up"), Place(1, "better_when", Wrong.UNKNOWN_DIRECTION, "up")),
        (HEAD + FUN.replace("2031", "2" * 21), Place(1, "edition", Wrong.TOO_LONG)),
        (HEAD + "2031;M1\n", Place(1, "", Wrong.RAGGED)),
        (HEAD + FUN + FUN.replace("M1", "M2"), Place(2, "code", Wrong.TWICE, "M2")),
        (HEAD, Place(0, "", Wrong.EMPTY)),
    ],
)
def test_what_is_wrong_with_a_set_is_said_with_its_place(content: str, place: Place) -> None:
    with pytest.raises(WellbeingRefusedError) as refused:
        read_set(content.encode())
    assert place in refused.value.places
