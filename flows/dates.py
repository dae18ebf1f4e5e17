"""Dates as people type them: day first or ISO, in words of three languages; the impossible is refused."""

import re
import unicodedata
from datetime import date, timedelta

from flows.errors import FlowsError, OutOfRangeError
from flows.streams import Availability

EARLIEST_YEAR, LATEST_YEAR = 1900, 2100

LONGEST = timedelta(days=30 * 366)
"""No stream is promised for longer than thirty years; a longer one is a slip of the year."""

MONTHS = (
    ("januari", "january", "januar", "jänner", "jan"),
    ("februari", "february", "februar", "feb"),
    ("maart", "march", "märz", "mrt", "mar", "mär"),
    ("april", "apr"),
    ("mei", "may", "mai"),
    ("juni", "june", "jun"),
    ("juli", "july", "jul"),
    ("augustus", "august", "aug"),
    ("september", "sept", "sep"),
    ("oktober", "october", "okt", "oct"),
    ("november", "nov"),
    ("december", "dezember", "dec", "dez"),
)
"""The names of the months in Dutch, English and German; no name means two months."""

MONTH_NUMBER = {name: number for number, names in enumerate(MONTHS, start=1) for name in names}

ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
DAY_FIRST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
IN_WORDS = re.compile(r"([0-9]{1,2})\.? ([^\W\d_]{3,9})\.? ([0-9]{4})")


class DateFormatError(FlowsError):
    """A text is no date, or one that does not exist."""

    code = "date.format"

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return f"{self.text!r} is no date between {EARLIEST_YEAR} and {LATEST_YEAR}; type day, month, year"


class AmbiguousDateError(FlowsError):
    """A date in figures on an English page can be read with the day or the month first."""

    code = "date.ambiguous"

    def __init__(self, text: str, readings: tuple[date, date]) -> None:
        super().__init__(text, readings)
        self.text, self.readings = text, readings

    def __str__(self) -> str:
        return f"{self.text!r} may be {self.readings[0]} or {self.readings[1]}; write the month as a word"


class PastError(FlowsError):
    """A stream is over before it is registered."""

    code = "dates.past"

    def __init__(self, end: date, today: date) -> None:
        super().__init__(end, today)
        self.end, self.today = end, today

    def __str__(self) -> str:
        return f"{self.end} lies before today, {self.today}; give a last day that is still to come"


def read_date(text: str, language: str) -> date:
    """Return the date that a text says: 2027-03-31, 31-3-2027, 31/3/2027, 31 maart 2027, 31. März 2027.

    Figures are day first. On an English page, where some put the month first, what could be either is asked.
    """
    typed = unicodedata.normalize("NFC", " ".join(text.split()).casefold())
    if match := ISO.fullmatch(typed):
        return existing(text, int(match[1]), int(match[2]), int(match[3]))
    if match := DAY_FIRST.fullmatch(typed):
        return day_first(text, language, (int(match[1]), int(match[3]), int(match[4])))
    match = IN_WORDS.fullmatch(typed)
    if match is None or match[2] not in MONTH_NUMBER:
        raise DateFormatError(text)
    return existing(text, int(match[3]), MONTH_NUMBER[match[2]], int(match[1]))


def day_first(text: str, language: str, parts: tuple[int, int, int]) -> date:
    """Return the date of day, month and year in figures."""
    day, month, year = parts
    read = existing(text, year, month, day)
    if language == "en" and day <= 12 and day != month:
        raise AmbiguousDateError(text, (read, date(year, day, month)))
    return read


def existing(text: str, year: int, month: int, day: int) -> date:
    """Return a date if there is such a day in the years we know."""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise DateFormatError(text)
    try:
        return date(year, month, day)
    except ValueError as impossible:
        raise DateFormatError(text) from impossible


def still_to_come(availability: Availability, today: date) -> Availability:
    """Return when a new listing's stream can be had if that is not over and no slip of the year."""
    start, end = availability.start or today, availability.end
    if end is not None and end < today:
        raise PastError(end, today)
    if end is not None and end - start > LONGEST:
        raise OutOfRangeError("end", end, f"at most thirty years after {start}")
    return availability
