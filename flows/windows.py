"""Windows: the first and last day that words such as "eind maart" or "week 12" stand for, as arithmetic."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from flows.dates import DateFormatError

ONE_DAY = timedelta(days=1)

SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 2)}
"""First and last month, as meteorologists count."""

MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}

Days = tuple[date, date]
DaysOfYear = Callable[[int], Days]
"""The first and last day in a given year; a ValueError where that year has no such days."""


@dataclass(frozen=True, slots=True)
class Window:
    """The first and the last day that an expression stands for.

    ``exact`` is a day or a part of a month, which has a clear end; a whole month, week or season has not,
    where somebody says "until" it. ``dated`` says that the year, or the day it counts from, was said.
    """

    first: date
    last: date
    exact: bool = True
    dated: bool = False


def coming(days_of: DaysOfYear, today: date, *, exact: bool = True) -> Window:
    """Return the first window of a year that is not over."""
    for year in range(today.year - 1, today.year + 9):
        found = in_year(days_of, year)
        if found is not None and found[1] >= today:
            return Window(*found, exact)
    raise DateFormatError(str(today))


def in_year(days_of: DaysOfYear, year: int) -> Days | None:
    """Return the days in a year, None where it has none such: the 29th of February, week 53."""
    try:
        return days_of(year)
    except ValueError:
        return None


def in_said_year(days_of: DaysOfYear, year: str | None, today: date, *, exact: bool = True) -> Window:
    """Return the window of a year that was said ("2027", "'27"), else the next one to come."""
    if year is None:
        return coming(days_of, today, exact=exact)
    found = in_year(days_of, 2000 + int(year[-2:]))
    if found is None:
        raise DateFormatError(year)
    return Window(*found, exact, dated=True)


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return (date(year, month, 28) + timedelta(days=4)).replace(day=1) - ONE_DAY


def months(year: int, first: int, last: int) -> Days:
    """Return the days from one month to another, which lies in the next year if it is the earlier one."""
    return date(year, first, 1), month_end(year + (last < first), last)


def week(year: int, number: int) -> Days:
    """Return the days of an ISO week."""
    return date.fromisocalendar(year, number, 1), date.fromisocalendar(year, number, 7)


def part_of_month(year: int, month: int, part: str) -> Days:
    """Return the first ten days of a month, its fifteenth, or its days from the twenty-first on."""
    if part == "end":
        return date(year, month, 21), month_end(year, month)
    first, last = {"begin": (1, 10), "middle": (15, 15)}[part]
    return date(year, month, first), date(year, month, last)


def part_of_year(year: int, part: str) -> Days:
    """Return the first or the last three months of a year, or its middle day."""
    first, last = {"begin": ((1, 1), (3, 31)), "middle": ((7, 1), (7, 1)), "end": ((10, 1), (12, 31))}[part]
    return date(year, *first), date(year, *last)


def part_of(days: Days, part: str) -> Days:
    """Return the first third of some days, the one in the middle, or their last third."""
    first, last = days
    third = (last - first) / 3
    middle = first + (last - first) / 2
    return {"begin": (first, first + third), "middle": (middle, middle), "end": (last - third, last)}[part]


def span(today: date, kind: str, *, following: bool) -> Days:
    """Return the first and last day of this week, month, quarter or year, or of the following one."""
    if kind == "week":
        monday = today + timedelta(days=(7 if following else 0) - today.weekday())
        return monday, monday + timedelta(days=6)
    length = MONTHS_IN[kind]
    counted = 12 * today.year + today.month - 1
    start = counted - counted % length + (length if following else 0)
    end = start + length - 1
    return date(start // 12, start % 12 + 1, 1), month_end(end // 12, end % 12 + 1)


def moved(today: date, kind: str, count: int) -> date:
    """Return the day that lies so many hours, days, weeks, months, quarters or years ahead."""
    if kind == "hour":
        return today + timedelta(hours=count)
    if kind not in MONTHS_IN:
        return today + timedelta(days=count * (7 if kind in ("week", "school_week") else 1))
    counted = 12 * today.year + today.month - 1 + count * MONTHS_IN[kind]
    year, month = counted // 12, counted % 12 + 1
    return date(year, month, min(today.day, month_end(year, month).day))


def a_year_later(day: date) -> date:
    """Return the same day a year later, the 28th of February for the 29th."""
    return date(day.year + 1, day.month, min(day.day, month_end(day.year + 1, day.month).day))
