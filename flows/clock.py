"""The time of the day, in minutes after midnight, and the window between two such times."""

import re
from dataclasses import dataclass

from flows.errors import FlowsError, OutOfRangeError

DAY_MINUTES = 24 * 60

CLOCK = re.compile(r"(\d{1,2})(?:[:.uh](\d{2}))?(?: ?(?:uur|uhr|u|h))?", re.ASCII | re.IGNORECASE)
"""8, 8:30, 08.30, 8u30, 8 uur."""


class ClockFormatError(FlowsError):
    """A text is no time of the day."""

    code = "clock.format"

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return f"{self.text!r} is no time of the day; write 8:30"


class ClockOrderError(FlowsError):
    """A window closes before it opens, or at once."""

    code = "clock.order"

    def __init__(self, start: int, end: int) -> None:
        super().__init__(start, end)
        self.start, self.end = start, end

    def __str__(self) -> str:
        return f"a window from {clock(self.start)} to {clock(self.end)} is never open"


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """When something is open on a day, in minutes after midnight; by default all day."""

    start: int = 0
    end: int = DAY_MINUTES

    def __post_init__(self) -> None:
        for name in ("start", "end"):
            if not 0 <= getattr(self, name) <= DAY_MINUTES:
                raise OutOfRangeError(name, getattr(self, name), f"from 0 to {DAY_MINUTES} minutes")
        if self.end <= self.start:
            raise ClockOrderError(self.start, self.end)


def read_clock(text: str) -> int:
    """Return the minutes after midnight of a time such as 8:30; raise ClockFormatError for another text."""
    found = CLOCK.fullmatch(text.strip())
    minutes = 60 * int(found[1]) + int(found[2] or 0) if found else DAY_MINUTES + 1
    if found is None or int(found[2] or 0) > 59 or minutes > DAY_MINUTES:
        raise ClockFormatError(text.strip())
    return minutes


def clock(minutes: int) -> str:
    """Return minutes after midnight as 08:30."""
    return f"{minutes // 60:02}:{minutes % 60:02}"
