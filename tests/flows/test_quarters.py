"""Quarters: which one a day lies in, which are over, and how periods are written."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from flows.quarters import (
    PeriodFormatError,
    Quarter,
    finished,
    from_to,
    over_between,
    quarter_of,
    quarters_of,
)


@given(some.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_day_lies_in_its_quarter_and_the_last_finished_one_is_over(day: date) -> None:
    now = quarter_of(day)
    assert now.first <= day <= now.last
    assert finished(day).last <= day < finished(day).following.last
    assert now.following.first - now.last == timedelta(days=1)


def test_on_its_last_day_a_quarter_is_finished() -> None:
    assert finished(date(2026, 12, 31)) == Quarter(2026, 4)
    assert finished(date(2026, 12, 30)) == Quarter(2026, 3)


@given(some.integers(1, 9999), some.integers(1, 4))
def test_what_is_written_is_read(year: int, number: int) -> None:
    quarter = Quarter(year, number)
    assert quarters_of(quarter.code) == (quarter,)
    assert quarters_of(quarter.year_so_far) == tuple(Quarter(year, one) for one in range(1, number + 1))


@pytest.mark.parametrize(
    "text", ["", "2026-Q5", "2026/Q3", "2026-Q3/Q2", "26-Q1", "2026-Q1/Q3 ", "0000", "٢٠٢٦"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(PeriodFormatError, match="is not written like"):
        quarters_of(text)


@pytest.mark.parametrize(
    ("begin", "until", "names"),
    [
        (date(2027, 1, 31), date(2027, 3, 31), []),
        (date(2027, 1, 31), date(2027, 4, 1), ["2027-Q1"]),
        (date(2026, 12, 31), date(2027, 8, 1), ["2026-Q4", "2027-Q1", "2027-Q2"]),
        (date(2027, 8, 1), date(2027, 1, 1), []),
    ],
)
def test_only_quarters_that_are_over_are_counted(begin: date, until: date, names: list[str]) -> None:
    assert [one.code for one in over_between(begin, until)] == names


def test_from_one_day_to_another_the_quarters_of_both_are_told() -> None:
    told = from_to(date(2026, 11, 30), date(2027, 4, 1))
    assert [one.code for one in told] == ["2026-Q4", "2027-Q1", "2027-Q2"]
    assert from_to(date(2027, 1, 31), date(2027, 3, 31)) == [Quarter(2027, 1)]
