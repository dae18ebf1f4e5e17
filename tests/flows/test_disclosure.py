"""What one cell may say, and the classes in which it says it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from flows.disclosure import (
    AreaCycleError,
    Bounds,
    Contribution,
    Reason,
    at_most,
    basic_areas,
    decade,
    dominated,
    in_order,
    plain,
    step,
)
from flows.errors import OutOfRangeError

FIGURES = some.decimals("0.000001", "999999999", places=6)


def tonnes(*figures: int) -> list[Decimal]:
    return [Decimal(figure) for figure in figures]


@pytest.mark.parametrize(
    ("figures", "reason", "narrowest"),
    [
        ((50, 20, 10, 10, 10), Reason.ENOUGH, "100"),
        ((5, 5, 5, 5, 5, 0), Reason.ENOUGH, "25"),
    ],
)
def test_a_cell_says_no_more_than_who_stands_in_it_allows(
    figures: tuple[int, ...], reason: Reason, narrowest: str
) -> None:
    bounds, why = at_most(sum(tonnes(*figures), Decimal(0)), tonnes(*figures))[1][-1]
    assert (str(bounds), why) == (narrowest, reason)


@pytest.mark.parametrize("figures", [(90,), (25, 25, 25, 25), (25, 25, 25, 25, 0), (0, 0, 0, 0, 0)])
def test_fewer_than_five_who_have_something_are_hidden(figures: tuple[int, ...]) -> None:
    assert at_most(sum(tonnes(*figures), Decimal(0)), tonnes(*figures)) == (Reason.TOO_FEW, ())


def test_where_two_make_up_nearly_all_nothing_is_told_and_not_why() -> None:
    assert at_most(Decimal(100), tonnes(60, 25, 5, 5, 5)) == (Reason.WOULD_TELL, ())


def test_what_everybody_in_it_shows_with_consent_is_exact() -> None:
    exact = Bounds(Decimal(100), Decimal(100))
    assert at_most(Decimal(100), [])[1] == ((exact, Reason.CONSENT),)


def test_the_two_largest_dominate_from_85_percent_on() -> None:
    assert dominated(tonnes(60, 25, 5, 5, 5))
    assert not dominated(tonnes(60, 24, 6, 5, 5))


@given(FIGURES)
def test_the_classes_hold_their_figure_and_lie_within_each_other(figure: Decimal) -> None:
    wide, narrow = decade(figure), step(figure)
    assert wide is not None
    assert narrow is not None
    assert wide.low <= narrow.low <= figure < narrow.high <= wide.high
    assert wide.high == 10 * wide.low
    assert narrow.high / narrow.low in {Decimal(2), Decimal("2.5")}


@given(FIGURES, FIGURES)
def test_two_figures_of_one_class_have_the_same_bounds(one: Decimal, other: Decimal) -> None:
    bounds = step(one)
    assert bounds is not None
    assert (step(other) == bounds) == (bounds.low <= other < bounds.high)


def test_nought_lies_in_no_class() -> None:
    assert decade(Decimal(0)) is None
    assert step(Decimal(0)) is None


@pytest.mark.parametrize(
    ("bounds", "text", "informative"),
    [
        (Bounds(Decimal("12.50"), Decimal("12.50")), "12.5", True),
        (Bounds(Decimal("1E+2"), Decimal("1E+3")), "100-1000", True),
        (Bounds(Decimal("0.01"), Decimal("0.1")), "0.01-0.1", True),
        (Bounds(Decimal(1), Decimal(11)), "1-11", False),
        (Bounds(Decimal(0), Decimal(10)), "0-10", False),
        (Bounds(Decimal(0), Decimal(0)), "0", True),
    ],
)
def test_bounds_are_written_plainly(bounds: Bounds, text: str, *, informative: bool) -> None:
    assert str(bounds) == text
    assert bounds.informative is informative


def test_numbers_have_no_needless_noughts() -> None:
    assert [plain(Decimal(text)) for text in ("100", "1.10", "1E+3", "0.0", "1E-7")] == [
        "100", "1.1", "1000", "0", "0.0000001"
    ]  # fmt: skip


def test_names_are_sorted_with_numbers_by_value() -> None:
    assert in_order(["10", "2", "2026-Q2", "2026-Q10", "b", "a2", "a10"]) == [
        "2", "10", "2026-Q2", "2026-Q10", "a2", "a10", "b"
    ]  # fmt: skip


def test_areas_may_overlap_and_be_made_of_others() -> None:
    areas = basic_areas({"Stad": ["Oost", "Zuid"], "Oost": ["Centrum", "Kluis"], "Hart": ["Centrum"]})
    assert areas == {
        "Centrum": {"Centrum"},
        "Hart": {"Centrum"},
        "Kluis": {"Kluis"},
        "Oost": {"Centrum", "Kluis"},
        "Stad": {"Centrum", "Kluis", "Zuid"},
        "Zuid": {"Zuid"},
    }


def test_an_area_that_names_itself_alone_is_a_basic_one() -> None:
    assert basic_areas({"Zuid": ["Zuid"]}) == {"Zuid": {"Zuid"}}


@pytest.mark.parametrize(
    "named", [{"a": ["a", "b"]}, {"a": ["b"], "b": ["a"]}, {"a": ["b"], "b": ["c", "d"], "c": ["a"]}]
)
def test_an_area_is_not_made_of_itself(named: dict[str, list[str]]) -> None:
    with pytest.raises(AreaCycleError, match="is made of itself"):
        basic_areas(named)


def test_areas_within_areas_are_found_once_each() -> None:
    named = {f"{level}": [f"{level + 1}", f"{level + 1}"] for level in range(100)}
    assert basic_areas(named)["0"] == {"100"}


@pytest.mark.parametrize("figure", ["-1", "NaN", "Infinity", "1000000001", "1E-31"])
def test_tonnes_that_cannot_be_are_refused(figure: str) -> None:
    with pytest.raises(OutOfRangeError, match="tonnes"):
        Contribution("1", "firm", "hdpe", "Zuid", Decimal(figure))
