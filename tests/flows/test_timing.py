"""From when and until when: words for days, counted from a Monday in week 9."""

from datetime import date

import pytest

from flows.readings import Assumption, Doubt
from flows.timing import Timing, read_timing
from flows.typed import line_of

TODAY = date(2027, 3, 1)


def read(text: str, language: str = "nl", today: date = TODAY) -> Timing:
    return read_timing(line_of(text), language, today)[0]


def days(timing: Timing) -> tuple[str, str]:
    return (str(timing.start or ""), str(timing.end or ""))


@pytest.mark.parametrize(
    ("language", "text", "start", "end"),
    [
        ("nl", "tot eind maart", "", "2027-03-31"),
        ("nl", "vanaf week 12", "2027-03-22", ""),
        ("nl", "voor 1 juni", "", "2027-05-31"),
        ("nl", "t/m 15-4", "", "2027-04-15"),
        ("nl", "begin 2028", "2028-01-01", "2028-03-31"),
        ("nl", "volgende week", "2027-03-08", "2027-03-14"),
        ("nl", "per direct", "2027-03-01", ""),
        ("nl", "deze zomer", "2027-06-01", "2027-08-31"),
        ("nl", "1 t/m 15 april", "2027-04-01", "2027-04-15"),
        ("nl", "van week 20 t/m 26", "2027-05-17", "2027-07-04"),
        ("nl", "na 1 mei", "2027-05-02", ""),
        ("nl", "met kerst", "2027-12-24", "2027-12-26"),
        ("nl", "eind van de maand", "2027-03-21", "2027-03-31"),
        ("nl", "volgende week woensdag", "2027-03-10", "2027-03-10"),
        ("nl", "overmorgen", "2027-03-03", "2027-03-03"),
        ("nl", "binnen 2 weken", "", "2027-03-15"),
        ("nl", "over een maand", "2027-04-01", ""),
        ("nl", "de komende 3 maanden", "2027-03-01", "2027-06-01"),
        ("nl", "van november tot en met februari", "2027-11-01", "2028-02-29"),
        ("nl", "2027-05-03", "2027-05-03", "2027-05-03"),
        ("nl", "31-12-27", "2027-12-31", "2027-12-31"),
        ("nl", "het derde kwartaal", "2027-07-01", "2027-09-30"),
        ("nl", "winter 2027", "2027-12-01", "2028-02-29"),
        ("en", "until the end of June", "", "2027-06-30"),
        ("en", "Q2 2027", "2027-04-01", "2027-06-30"),
        ("en", "by Friday", "", "2027-03-05"),
        ("en", "between 10 and 20 May", "2027-05-10", "2027-05-20"),
        ("en", "from June to August", "2027-06-01", "2027-08-31"),
        ("en", "on June 1st", "2027-06-01", "2027-06-01"),
        ("de", "ab Mitte Mai", "2027-05-15", ""),
        ("de", "vom 1. April bis 15. Mai", "2027-04-01", "2027-05-15"),
        ("de", "bis Ende des Monats", "", "2027-03-31"),
        ("de", "eine Woche lang", "2027-03-01", "2027-03-08"),
        ("de", "ab KW 20", "2027-05-17", ""),
    ],
)
def test_words_for_days_are_read(language: str, text: str, start: str, end: str) -> None:
    assert days(read(text, language)) == (start, end)


def test_a_month_without_a_year_is_the_next_one_to_come() -> None:
    assert days(read("in maart")) == ("2027-03-01", "2027-03-31")
    assert days(read("in februari")) == ("2028-02-01", "2028-02-29")


def test_until_a_month_ends_before_it_and_is_marked_as_an_assumption() -> None:
    timing = read("until December", "en")

    assert days(timing) == ("", "2027-11-30")
    assert timing.assumed == (Assumption.UNTIL,)


def test_bis_a_month_takes_the_month_in() -> None:
    assert days(read("bis Mai", "de")) == ("", "2027-05-31")


def test_a_day_that_has_passed_is_asked() -> None:
    assert read("tot 1 februari 2027").doubts == (Doubt.PAST,)


def test_days_that_run_backwards_are_asked() -> None:
    assert read("vanaf 1 mei 2027, uiterlijk 1 april 2027").doubts == (Doubt.ORDER,)
    assert read("vanaf 1 mei 2027, uiterlijk 1 januari 2027").doubts == (Doubt.PAST, Doubt.ORDER)


@pytest.mark.parametrize("text", ["31-2-2027", "tot 31 juni 2027"])
def test_a_day_that_does_not_exist_is_asked(text: str) -> None:
    assert Doubt.DATE in read(text).doubts


def test_figures_that_may_have_the_month_first_are_asked_in_english_only() -> None:
    assert read("until 5/6/2027", "en").doubts == (Doubt.DATE,)
    assert days(read("tot 5/6/2027")) == ("", "2027-06-05")


def test_soon_is_no_day() -> None:
    assert read("binnenkort").doubts == (Doubt.VAGUE,)
    assert days(read("binnenkort")) == ("", "")


def test_until_further_notice_has_no_end() -> None:
    assert read("tot nader order").endless


@pytest.mark.parametrize(
    "text", ["elke week 2 kratten", "per kwartaal 3 ton", "elke maandag 4 emmers", "om de week 1 zak"]
)
def test_what_comes_back_is_no_day(text: str) -> None:
    assert days(read(text)) == ("", "")


def test_the_words_are_taken_out_of_the_line() -> None:
    _, line = read_timing(line_of("karton tot eind maart over"), "nl", TODAY)

    assert line.read.split() == ["karton", "over"]


def test_the_29th_of_february_is_that_of_the_next_leap_year() -> None:
    assert days(read("op 29 februari")) == ("2028-02-29", "2028-02-29")
