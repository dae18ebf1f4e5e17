"""What a yearly amount comes to until its last day."""

from datetime import date
from decimal import Decimal

import pytest

from flows.quantities import until_its_end
from flows.streams import Availability

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("start", "end", "tonnes"),
    [
        (None, date(2027, 4, 2), "1.33"),
        (date(2026, 1, 1), date(2027, 4, 2), "1.33"),
        (date(2027, 3, 24), date(2027, 4, 2), "0.1"),
        (date(2026, 1, 1), TODAY, "0.01"),
        (None, date(2027, 11, 19), "3.64"),
    ],
)
def test_tonnes_a_year_count_by_the_days_that_are_left(start: date, end: date, tonnes: str) -> None:
    assert until_its_end(Decimal("3.65"), Availability(start, end), TODAY) == Decimal(tonnes)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (TODAY, None),
        (None, None),
        (None, date(2026, 11, 20)),
        (None, date(2027, 11, 20)),
        (None, date(2031, 1, 1)),
    ],
)
def test_without_a_last_day_within_a_year_there_is_no_total(start: date | None, end: date | None) -> None:
    assert until_its_end(Decimal("3.65"), Availability(start, end), TODAY) is None
