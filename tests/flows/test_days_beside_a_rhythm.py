"""Days that are no first or last day: the day of a collection, how long it lasts, before the end of what."""

from datetime import date
from decimal import Decimal

import pytest

from flows.line import Reading, read_line
from flows.readings import Assumption
from flows.streams import Availability
from flows.units import Quantity

TODAY = date(2026, 11, 27)


def read(text: str, language: str = "nl") -> Reading:
    return read_line(text, language, TODAY)


@pytest.mark.parametrize(
    ("language", "text", "value", "period"),
    [
        ("nl", "4 kratten brood om de week, ophalen kan op dinsdag", "2", "week"),
        ("nl", "4 kratten brood per week, ophalen op maandag", "4", "week"),
        ("nl", "4 kratten brood per dag, ophalen op vrijdag", "4", "day"),
        ("nl", "4 kratten brood per dag, ma t/m vr", "4", "working_day"),
        ("nl", "4 kratten brood in het weekend", "4", "week"),
        ("en", "4 crates of bread every day, collection on Friday", "4", "day"),
        ("de", "4 Kisten Brot pro Tag, Abholung am Freitag", "4", "day"),
    ],
)
def test_the_weekday_of_a_collection_ends_nothing(language: str, text: str, value: str, period: str) -> None:
    reading = read(text, language)
    assert reading.quantity == Quantity(Decimal(value), "crate", period)
    assert reading.availability == Availability()


def test_a_weekday_without_a_rhythm_is_a_day() -> None:
    assert read("20 stoelen, ophalen op dinsdag").timing.end == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("language", "text", "first", "last"),
    [
        ("nl", "30 m2 kantoor voor een half jaar vanaf januari", date(2027, 1, 1), date(2027, 7, 1)),
        ("nl", "30 m2 kantoor vanaf januari, voor een half jaar", date(2027, 1, 1), date(2027, 7, 1)),
        ("nl", "30 m2 kantoor voor drie maanden", TODAY, date(2027, 2, 27)),
        ("en", "an office for six months from 1 March 2027", date(2027, 3, 1), date(2027, 9, 1)),
    ],
)
def test_how_long_counts_from_the_day_that_is_said(language: str, text: str, first: date, last: date) -> None:
    assert read(text, language).availability == Availability(first, last)


@pytest.mark.parametrize(
    ("language", "text", "last"),
    [
        ("nl", "100 pallets, weg voor het eind van het jaar", date(2026, 12, 31)),
        ("nl", "100 pallets, weg voor eind maart", date(2027, 3, 31)),
        ("nl", "100 pallets, weg voor maart", date(2027, 2, 28)),
        ("en", "100 pallets, gone before the end of the year", date(2026, 12, 31)),
        ("de", "100 Paletten vor Ende März", date(2027, 3, 31)),
    ],
)
def test_before_the_end_of_something_is_until_its_end(language: str, text: str, last: date) -> None:
    assert read(text, language).timing.end == last


@pytest.mark.parametrize(
    ("language", "text", "value", "unit", "period"),
    [
        ("nl", "elke eerste maandag van de maand 2 dozen boeken", "2", "box", "month"),
        ("nl", "2 dozen boeken, de laatste vrijdag van de maand", "2", "box", "month"),
        ("en", "2 boxes of books every first Monday of the month", "2", "box", "month"),
        ("de", "jeden ersten Montag im Monat 2 Schachteln Bücher", "2", "box", "month"),
        ("nl", "bierbostel, 400 kg per brouwsel, 2 brouwsels per week", "800", "kg", "week"),
        ("nl", "6 m3 puin per project, 4 projecten per jaar", "24", "m3", "year"),
        ("en", "400 kg of spent grain per brew, 2 brews a week", "800", "kg", "week"),
        ("de", "3 t Treber pro Charge, 2 Chargen pro Woche", "6", "t", "week"),
        ("nl", "400 kg bierbostel per week, 2 brouwsels", "400", "kg", "week"),
    ],
)
def test_days_of_the_month_and_batches_are_rhythms(
    language: str, text: str, value: str, unit: str, period: str
) -> None:
    assert read(text, language).quantity == Quantity(Decimal(value), unit, period)


@pytest.mark.parametrize(
    ("language", "text", "rest"),
    [
        ("nl", "twee bakken oud brood per dag, niet in augustus", "oud brood"),
        ("nl", "5 zakken brood dagelijks behalve zondag", "brood"),
        ("nl", "5 kg koffiedik per dag, behalve in de vakantie", "koffiedik"),
        ("en", "20 kg of bread a day, not on Sundays", "bread"),
        ("de", "3 Säcke Kaffeesatz pro Woche, außer in den Ferien", "Kaffeesatz"),
    ],
)
def test_days_with_nothing_are_told_and_not_counted_with(language: str, text: str, rest: str) -> None:
    reading = read(text, language)
    assert (reading.rest.strip(" ,"), reading.availability) == (rest, Availability())
    assert Assumption.EXCEPT in reading.assumed


@pytest.mark.parametrize("text", ["3 m3 hout, niet geverfd", "20 ton puin, niet later dan 1 maart"])
def test_what_is_not_of_days_without_it_is_no_exception(text: str) -> None:
    assert Assumption.EXCEPT not in read(text).assumed


@pytest.mark.parametrize(
    ("language", "text", "first", "last"),
    [
        ("nl", "20 ton puin, niet later dan 1 maart", None, date(2027, 3, 1)),
        ("nl", "20 ton puin, niet voor 1 maart", date(2027, 3, 1), None),
        ("nl", "20 ton puin, voor 1 maart", None, date(2027, 2, 28)),
        ("en", "20 t of rubble, not before 1 March", date(2027, 3, 1), None),
        ("de", "20 t Bauschutt, nicht vor dem 1. März", date(2027, 3, 1), None),
    ],
)
def test_not_before_and_not_later_bound_it(
    language: str, text: str, first: date | None, last: date | None
) -> None:
    assert read(text, language).availability == Availability(first, last)
