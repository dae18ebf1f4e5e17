"""Dates read day first, in figures and in words of three languages."""

from datetime import date

import pytest

from flows.dates import AmbiguousDateError, DateFormatError, PastError, read_date, still_to_come
from flows.errors import OutOfRangeError
from flows.streams import Availability, DateOrderError
from tests.bad_inputs import BadInput, row_id, rows

LAST_OF_MARCH = date(2027, 3, 31)
TODAY = date(2026, 3, 1)


@pytest.mark.parametrize("row", rows("date", "accept"), ids=row_id)
def test_a_date_is_read_day_first(row: BadInput) -> None:
    assert read_date(row.typed, "nl") == date.fromisoformat(row.accepted_as)


@pytest.mark.parametrize("row", rows("date", "reject"), ids=row_id)
def test_what_is_no_date_is_refused(row: BadInput) -> None:
    with pytest.raises(DateFormatError):
        read_date(row.typed, "nl")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("2027-03-31", "nl"),
        ("31-3-2027", "nl"),
        ("31/3/2027", "en"),
        ("31.03.2027", "de"),
        ("31 maart 2027", "nl"),
        (" 31  Maart 2027 ", "nl"),
        ("31 mrt. 2027", "nl"),
        ("31 March 2027", "en"),
        ("31. März 2027", "de"),
        ("31. Ma\u0308rz 2027", "de"),
        ("31 maart 2027", "en"),
    ],
)
def test_one_day_has_many_spellings(text: str, language: str) -> None:
    assert read_date(text, language) == LAST_OF_MARCH


def test_on_an_english_page_figures_that_could_be_either_are_asked() -> None:
    with pytest.raises(AmbiguousDateError) as asked:
        read_date("4/3/2027", "en")
    assert asked.value.readings == (date(2027, 3, 4), date(2027, 4, 3))


def test_the_same_day_and_month_is_no_question() -> None:
    assert read_date("3/3/2027", "en") == date(2027, 3, 3)


@pytest.mark.parametrize(
    "text", ["3/31/2027", "31-3/2027", "31 foo 2027", "31 maart", "1899-12-31", "2101-01-01", ""]
)
def test_other_texts_are_no_dates(text: str) -> None:
    with pytest.raises(DateFormatError):
        read_date(text, "en")


@pytest.mark.parametrize("text", ["1900-01-01", "2100-12-31", "2028-02-29"])
def test_the_ends_of_the_years_we_know_and_leap_days_are_dates(text: str) -> None:
    assert read_date(text, "nl").isoformat() == text


def test_a_stream_cannot_end_before_it_begins() -> None:
    with pytest.raises(DateOrderError):
        Availability(date(2026, 6, 1), date(2026, 5, 1))


def test_a_stream_of_one_day_is_a_day_because_first_and_last_day_both_count() -> None:
    one_day = Availability(date(2026, 5, 1), date(2026, 5, 1))
    assert still_to_come(one_day, TODAY) == one_day


def test_a_stream_that_is_over_is_not_registered() -> None:
    with pytest.raises(PastError):
        still_to_come(Availability(date(2020, 1, 1), date(2020, 2, 1)), TODAY)


def test_a_stream_that_ends_today_can_still_be_had() -> None:
    assert still_to_come(Availability(end=TODAY), TODAY).end == TODAY


def test_a_stream_of_a_century_is_a_slip_of_the_year() -> None:
    with pytest.raises(OutOfRangeError):
        still_to_come(Availability(date(2026, 1, 1), date(2126, 1, 1)), TODAY)


def test_a_stream_may_have_no_end() -> None:
    assert still_to_come(Availability(date(2020, 1, 1)), TODAY).end is None
