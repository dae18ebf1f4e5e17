"""Cells of what moved: who stands in which, and what each may say alone."""

from dataclasses import replace
from decimal import Decimal

import pytest

from flows.disclosure import Reason
from flows.quarters import Quarter
from flows.town_cells import ELSEWHERE, TOWN, Slot, Standing, slots_of, sums_of
from tests.moved import FIRST, moved, pairs

ONE = moved(1, "a", "b", "10")


def periods(*closed: Quarter) -> set[str]:
    rows = [replace(ONE, quarter=quarter) for quarter in closed]
    return {slot.period for slot in slots_of(rows, closed)}


def test_a_first_quarter_is_its_year_so_far() -> None:
    assert periods(FIRST) == {"2026-Q1"}


def test_several_quarters_at_once_give_one_year_so_far() -> None:
    assert periods(*(Quarter(2026, number) for number in (1, 2, 3))) == {
        "2026-Q1",
        "2026-Q2",
        "2026-Q3",
        "2026-Q1/Q3",
    }


def test_a_whole_year_is_called_by_its_number() -> None:
    assert {"2025", "2026-Q1"} <= periods(*(Quarter(2025, number) for number in (1, 2, 3, 4)), FIRST)


@pytest.mark.parametrize(
    ("change", "slots"),
    [
        ({}, {("Centrum", ""), (TOWN, ""), ("Centrum", "Zuid")}),
        ({"end": "Centrum"}, {("Centrum", ""), (TOWN, "")}),
        ({"end": ELSEWHERE}, {("Centrum", ""), (TOWN, "")}),
        ({"start": ELSEWHERE}, set()),
    ],
)
def test_what_leaves_the_town_is_no_line_and_what_comes_from_outside_is_in_no_cell(
    change: dict[str, str], slots: set[tuple[str, str]]
) -> None:
    found = slots_of([replace(ONE, **change)], [FIRST])  # type: ignore[arg-type]  # fields of text only
    assert {(slot.start, slot.end) for slot in found} == slots


def test_several_exchanges_of_one_giver_are_one_giver() -> None:
    rows = [replace(one, giver="the same") for one in pairs([20] * 6)]
    standing = Standing(Slot("2026-Q1", "plastics", TOWN), tuple(rows), tuple(rows))
    assert standing.total == 120
    assert standing.may_say() == (Reason.TOO_FEW, ())


def test_whoever_gives_and_takes_has_both_as_a_secret() -> None:
    back = moved(2, "b", "a", "4")
    own = {what: inside for owner, what, inside in sums_of([ONE, back], []) if owner == "a"}
    assert own["giver all"] == {ONE}
    assert own["receiver all"] == {back}
    assert sum((one.tonnes for one in own["giver 2026-Q1"]), Decimal(0)) == 10
