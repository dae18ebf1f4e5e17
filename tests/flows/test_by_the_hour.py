"""What is told by the hour: power, steam and water, counted for whole days, which is said as assumed."""

from datetime import date
from decimal import Decimal

import pytest

from flows.line import Reading, read_line
from flows.readings import Assumption, Doubt
from flows.units import Quantity


def read(text: str, language: str = "nl") -> Reading:
    return read_line(text, language, date(2027, 3, 1))


@pytest.mark.parametrize(
    ("language", "text", "value", "unit", "period"),
    [
        ("nl", "restwarmte van de bakkerij, 30 kW", "720", "kWh", "day"),
        ("nl", "2 MW restwarmte", "48000", "kWh", "day"),
        ("nl", "stoom, 5 GJ per uur", "120", "GJ", "day"),
        ("nl", "40 m3/h koelwater", "960", "m3", "day"),
        ("nl", "40 kuub per uur koelwater", "960", "m3", "day"),
        ("nl", "5 m3 water per uur, op werkdagen", "120", "m3", "working_day"),
        ("nl", "200 kW warmte, 3 dagen per week", "14400", "kWh", "week"),
        ("nl", "200 kW warmte op werkdagen", "4800", "kWh", "working_day"),
        ("nl", "elke 2 uur 1 m3 spoelwater", "12", "m3", "day"),
        ("en", "waste heat, 500 kW", "12000", "kWh", "day"),
        ("en", "2 t of steam an hour", "48", "t", "day"),
        ("de", "3 Megawatt Abwärme", "72000", "kWh", "day"),
        ("de", "10 m3 Wasser pro Stunde", "240", "m3", "day"),
    ],
)
def test_it_is_counted_for_whole_days_and_says_so(
    language: str, text: str, value: str, unit: str, period: str
) -> None:
    reading = read(text, language)
    assert reading.quantity == Quantity(Decimal(value), unit, period)
    assert Assumption.HOURS in reading.assumed
    assert Assumption.ONCE not in reading.assumed


@pytest.mark.parametrize(
    ("text", "value", "unit", "period"),
    [
        ("300 kW per jaar stroom", "300", "kWh", "year"),
        ("20 kWh warmte per dag", "20", "kWh", "day"),
        ("een heftruck, 2 uur per week", "2", "hour", "week"),
    ],
)
def test_other_amounts_stay_as_they_were(text: str, value: str, unit: str, period: str) -> None:
    reading = read(text)
    assert reading.quantity == Quantity(Decimal(value), unit, period)
    assert Assumption.HOURS not in reading.assumed


@pytest.mark.parametrize(
    ("language", "text", "rest"),
    [
        ("nl", "30 kW restwarmte van 60 graden", "restwarmte"),
        ("nl", "30 kW restwarmte, ca. 35-40 °C", "restwarmte"),
        ("en", "30 kW waste heat at 80 degrees Celsius", "waste heat"),
        ("de", "30 kW Abwärme bei 80 Grad", "Abwärme"),
    ],
)
def test_a_temperature_is_no_amount(language: str, text: str, rest: str) -> None:
    reading = read(text, language)
    assert reading.quantity == Quantity(Decimal(720), "kWh", "day")
    assert Doubt.AMOUNTS not in reading.doubts
    assert reading.rest.strip(" ,") == rest
