"""Amounts in running text: numbers, ranges, units, sizes of containers, weights of one."""

from decimal import Decimal

import pytest

from flows.amounts import Measured, chosen, read_amounts
from flows.numerals import read_numerals
from flows.readings import Assumption
from flows.typed import line_of


def measured(text: str, language: str = "nl") -> Measured:
    line, numerals = read_numerals(line_of(text), language)
    found, line = read_amounts(line, numerals, language)
    amount, _, _ = chosen(found, line, language)
    assert amount is not None
    return amount


def said(text: str, language: str = "nl") -> tuple[str, str]:
    amount = measured(text, language)
    return (f"{amount.value.normalize():f}", amount.unit)


def ends(text: str, language: str = "nl") -> tuple[str, str, str]:
    amount = measured(text, language)
    low, value, high = (f"{end.normalize():f}" for end in (amount.low, amount.value, amount.high))
    return low, value, high


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1.500 kg", "1500", "kg"),
        ("1,5 ton", "1.5", "t"),
        ("1 500 kg", "1500", "kg"),
        ("anderhalve kuub", "1.5", "m3"),
        ("een halve ton", "0.5", "t"),
        ("½ ton", "0.5", "t"),
        ("1½ ton", "1.5", "t"),
        ("1/2 ton", "0.5", "t"),
        ("twaalf stoelen", "12", "piece"),
        ("tweehonderdvijftig kg", "250", "kg"),
        ("drieëntwintig deuren", "23", "piece"),
        ("een dozijn stoelen", "12", "piece"),
        ("3 dozijn glazen", "36", "piece"),
        ("20 paar schoenen", "20", "piece"),
        ("2 pond koffie", "1", "kg"),
        ("5 mwh", "5000", "kWh"),
        ("2 hectare", "20000", "m2"),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, value: str, unit: str) -> None:
    assert said(text) == (value, unit)


@pytest.mark.parametrize(
    ("language", "text", "value", "unit"),
    [
        ("en", "half a tonne", "0.5", "t"),
        ("en", "a dozen desks", "12", "piece"),
        ("en", "two dozen chairs", "24", "piece"),
        ("en", "2 dozen chairs", "24", "piece"),
        ("nl", "2 dozen boeken", "2", "box"),
        ("en", "a hundred and twenty bricks", "120", "piece"),
        ("en", "twenty-five desks", "25", "piece"),
        ("de", "anderthalb Tonnen", "1.5", "t"),
        ("de", "fünfundzwanzig Tische", "25", "piece"),
        ("de", "eine Tonne", "1", "t"),
        ("de", "5 Zentner", "250", "kg"),
    ],
)
def test_number_words_belong_to_their_language(language: str, text: str, value: str, unit: str) -> None:
    assert said(text, language) == (value, unit)


@pytest.mark.parametrize(
    ("language", "text", "low", "value", "high"),
    [
        ("nl", "10-15 ton", "10", "12.5", "15"),
        ("nl", "10 à 15 ton", "10", "12.5", "15"),
        ("nl", "2 a 3 kuub", "2", "2.5", "3"),
        ("nl", "10 tot 15 ton", "10", "12.5", "15"),
        ("nl", "tussen de 10 en 15 ton", "10", "12.5", "15"),
        ("nl", "1 ton tot 1,5 ton", "1", "1.25", "1.5"),
        ("de", "10 bis 15 Tonnen", "10", "12.5", "15"),
        ("en", "10 to 15 tonnes", "10", "12.5", "15"),
        ("nl", "ca. 40 stuks", "32", "40", "48"),
        ("nl", "± 10 ton", "8", "10", "12"),
        ("nl", "10 ton of zo", "8", "10", "12"),
        ("nl", "ruim 10 ton", "10", "10", "12"),
        ("nl", "bijna 10 ton", "8", "10", "10"),
        ("nl", "max 5 ton", "0", "5", "5"),
        ("nl", "tot 5 ton", "0", "5", "5"),
        ("nl", "minstens 5 ton", "5", "5", "10"),
        ("nl", "een paar stoelen", "2", "3", "4"),
        ("en", "several fridges", "3", "5", "8"),
    ],
)
def test_a_range_is_read_or_assumed(language: str, text: str, low: str, value: str, high: str) -> None:
    assert ends(text, language) == (low, value, high)


def test_an_assumed_range_is_marked_and_a_said_one_is_not() -> None:
    assert Assumption.RANGE in measured("ca. 5 ton").assumed
    assert Assumption.RANGE not in measured("4-6 ton").assumed


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("2 x 1100 liter", "2", "container_1100"),
        ("3x240l", "3", "container_240"),
        ("3 containers van 240 l", "3", "container_240"),
        ("2 rolcontainers (660 l)", "2", "container_660"),
        ("een 6 m3 container", "1", "skip_6"),
        ("container van 10 kuub", "1", "skip_10"),
        ("rolcontainer 660 papier", "1", "container_660"),
        ("container puin 6 m3", "1", "skip_6"),
        ("4 kliko's", "4", "container_240"),
        ("2 minicontainers 140", "2", "container_140"),
        ("2 containers van 500 liter", "1000", "L"),
        ("mulde 7 m3", "7", "m3"),
        ("4 vaten van 60 liter", "240", "L"),
        ("4 vaten", "4", "drum_200"),
        ("3 ibc's", "3", "ibc"),
        ("3x 240L glascontainers", "3", "container_240"),
    ],
)
def test_containers_have_their_size_or_the_usual_one(text: str, value: str, unit: str) -> None:
    assert said(text) == (value, unit)


@pytest.mark.parametrize("text", ["2 rolcontainers", "2 containers", "3 kliko's", "4 vaten olie"])
def test_a_size_that_nobody_said_is_an_assumption(text: str) -> None:
    assert Assumption.CONTAINER_SIZE in measured(text).assumed


def test_a_container_without_a_number_is_one_and_that_is_an_assumption() -> None:
    amount = measured("rolcontainer karton")

    assert amount.value == 1
    assert amount.assumed == (Assumption.CONTAINER_SIZE, Assumption.COUNT)


@pytest.mark.parametrize(
    ("text", "unit", "kg"),
    [
        ("20 bigbags à 500 kg", "bigbag", 500),
        ("20 zakken koffiedik van 25 kg per stuk", "bag", 25),
        ("60 deuren, 20 kg per stuk", "piece", 20),
        ("3 pallets van 1,2 ton", "pallet_load", 1200),
    ],
)
def test_the_weight_of_one_is_no_amount_of_its_own(text: str, unit: str, kg: int) -> None:
    amount = measured(text)

    assert (amount.unit, amount.each_kg) == (unit, Decimal(kg))


def test_a_total_in_mass_counts_before_what_it_weighs() -> None:
    assert said("5 bakken, samen 300 kg") == ("300", "kg")


def test_two_amounts_of_different_things_are_asked() -> None:
    line, numerals = read_numerals(line_of("5 ton karton en 3 ton folie"), "nl")
    found, line = read_amounts(line, numerals, "nl")

    assert chosen(found, line, "nl")[2]
