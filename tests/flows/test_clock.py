"""Times of the day and windows between them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.clock import ClockFormatError, ClockOrderError, TimeWindow, clock, read_clock
from flows.errors import OutOfRangeError


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("8:30", 510), ("08.30", 510), ("8u30", 510), ("8 uur", 480), ("8", 480), ("24:00", 1440), ("0:00", 0)],
)
def test_a_time_is_read_as_people_write_it(text: str, minutes: int) -> None:
    assert read_clock(text) == minutes


@pytest.mark.parametrize("text", ["", "8:60", "24:01", "25", "half nine", "8:5", "-8:00", "8:30:00", "٨:٣٠"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ClockFormatError):
        read_clock(text)


@given(st.integers(0, 1440))
def test_a_time_that_is_written_is_read_as_the_same(minutes: int) -> None:
    assert read_clock(clock(minutes)) == minutes


@pytest.mark.parametrize(("start", "end"), [(600, 600), (601, 600)])
def test_a_window_that_is_never_open_is_refused(start: int, end: int) -> None:
    with pytest.raises(ClockOrderError, match=r"from 10:0\d to 10:00 is never open"):
        TimeWindow(start, end)


def test_a_window_lies_within_a_day() -> None:
    with pytest.raises(OutOfRangeError):
        TimeWindow(0, 1441)
