"""Quarters, in which public figures are added up, and a year so far as several of them."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from flows.errors import FlowsError

IN_YEAR = 4
MONTHS = 3

WRITTEN = re.compile(r"([0-9]{4})(?:-Q([1-4]))?(?:/Q([2-4]))?")


class PeriodFormatError(FlowsError):
    """A period is not written as a quarter, as quarters or as a year."""

    code = "period.format"

    def __init__(self, value: str) -> None:
        super().__init__(value)
        self.value = value

    def __str__(self) -> str:
        return f"period {self.value!r} is not written like 2026-Q3, 2026-Q1/Q3 or 2026"


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """Three months of a year, numbered from one to four."""

    year: int
    number: int

    @property
    def first(self) -> date:
        """Return its first day."""
        return date(self.year, MONTHS * (self.number - 1) + 1, 1)

    @property
    def last(self) -> date:
        """Return its last day."""
        return self.following.first - timedelta(days=1)

    @property
    def following(self) -> "Quarter":
        """Return the quarter after it."""
        return Quarter(self.year + self.number // IN_YEAR, self.number % IN_YEAR + 1)

    @property
    def code(self) -> str:
        """Return how it is written: 2026-Q3."""
        return f"{self.year:04}-Q{self.number}"

    @property
    def year_so_far(self) -> str:
        """Return how the year up to its end is written: 2026-Q1, 2026-Q1/Q3, or 2026."""
        if self.number == IN_YEAR:
            return f"{self.year:04}"
        return self.code if self.number == 1 else f"{self.year:04}-Q1/Q{self.number}"


def quarter_of(day: date) -> Quarter:
    """Return the quarter in which a day lies."""
    return Quarter(day.year, (day.month - 1) // MONTHS + 1)


def finished(day: date) -> Quarter:
    """Return the last quarter that is over at the end of a day."""
    now = quarter_of(day)
    if day == now.last:
        return now
    return quarter_of(now.first - timedelta(days=1))


def over_between(begin: date, until: date) -> list[Quarter]:
    """Return the quarters from that of one day on that are over before another, the oldest first."""
    found, one = [], quarter_of(begin)
    while one.following.first <= until:
        found.append(one)
        one = one.following
    return found


def from_to(first: date, last: date) -> list[Quarter]:
    """Return the quarters from that of one day to that of another, both among them, the oldest first."""
    return over_between(first, quarter_of(last).following.first)


@cache
def quarters_of(period: str) -> tuple[Quarter, ...]:
    """Return the quarters of a period: 2026-Q3, 2026-Q1/Q3 or 2026. Raises PeriodFormatError."""
    found = WRITTEN.fullmatch(period)
    if found is None or (found[2] is None and found[3] is not None) or found[1] == "0000":
        raise PeriodFormatError(period)
    begin, end = int(found[2] or 1), int(found[3] or found[2] or IN_YEAR)
    if end < begin:
        raise PeriodFormatError(period)
    return tuple(Quarter(int(found[1]), number) for number in range(begin, end + 1))
