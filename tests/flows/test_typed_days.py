"""Days as people fill them in: without a year, with a short one, in figures or with a month's name."""

from datetime import date, timedelta

import pytest

from flows.dates import DateFormatError
from flows.day_words import typed_day

TODAY = date(2026, 11, 26)
COMING = date(2027, 3, 31)


@pytest.mark.parametrize("language", ["nl", "en", "de"])
@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31 maart", COMING),
        (" 31  Maart ", COMING),
        ("31 March", COMING),
        ("31. März", COMING),
        ("31 mrt 2027", COMING),
        ("31/3", COMING),
        ("1/3/27", date(2027, 3, 1)),
        ("1-3-2027", date(2027, 3, 1)),
        ("1/3", date(2027, 3, 1)),
        ("26 november", TODAY),
        ("25 november", date(2027, 11, 25)),
        ("29-2", date(2028, 2, 29)),
    ],
)
def test_a_day_is_read_day_first_and_is_the_next_such_day(text: str, language: str, day: date) -> None:
    assert typed_day(text, language, TODAY) == day


def test_a_question_that_looks_back_means_the_last_such_day() -> None:
    assert typed_day("31 maart", "nl", TODAY, back=True) == date(2026, 3, 31)
    assert typed_day("26-11", "nl", TODAY, back=True) == TODAY
    assert typed_day("27-11", "nl", TODAY, back=True) == date(2025, 11, 27)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("eind maart", date(2027, 3, 21), COMING),
        ("end of March", date(2027, 3, 21), COMING),
        ("Ende März 2028", date(2028, 3, 21), date(2028, 3, 31)),
        ("begin 2027", date(2027, 1, 1), COMING),
        ("morgen", date(2026, 11, 27), date(2026, 11, 27)),
        ("the day after tomorrow", date(2026, 11, 28), date(2026, 11, 28)),
        ("volgende vrijdag", date(2026, 11, 27), date(2026, 11, 27)),
        ("vandaag", TODAY, TODAY),
        ("Heute", TODAY, TODAY),
    ],
)
def test_clear_words_for_days_are_read_as_in_a_line(text: str, first: date, last: date) -> None:
    assert typed_day(text, "nl", TODAY) == last
    assert typed_day(text, "en", TODAY, first=True) == first


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("vandaag", 0),
        ("gisteren", 1),
        ("eergisteren", 2),
        ("yesterday", 1),
        ("gestern", 1),
        ("vorgestern", 2),
    ],
)
def test_a_question_that_looks_back_knows_the_days_just_past(text: str, days: int) -> None:
    assert typed_day(text, "nl", TODAY, back=True) == TODAY - timedelta(days=days)


def test_a_question_that_looks_back_wants_one_day() -> None:
    with pytest.raises(DateFormatError):
        typed_day("eind maart", "nl", TODAY, back=True)


@pytest.mark.parametrize(
    "text",
    [
        "3-4-25",
        "31-2",
        "31 februari",
        "31-2-27",
        "maart",
        "volgende maand",
        "deze zomer",
        "2027",
        "3/31",
        "31 foo",
        "",
    ],
)
def test_what_is_no_one_day_is_asked(text: str) -> None:
    with pytest.raises(DateFormatError):
        typed_day(text, "en", TODAY)
