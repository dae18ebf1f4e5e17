"""One line in: what is read from what people type, and how many of our own sentences are read right."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circulair.files.lines import read_expected
from flows.line import Reading, read_line
from flows.proofreading import FIELDS, proofread
from flows.readings import Assumption, Doubt, Fact
from flows.rhythm import Rhythm
from flows.streams import Side
from flows.units import Quantity

TODAY = date(2027, 3, 1)
"""A Monday, in week 9."""

LINES = Path(__file__).parents[1] / "data" / "lines.csv"


def read(text: str, language: str = "nl") -> Reading:
    return read_line(text, language, TODAY)


def quantity(value: str, unit: str, period: str) -> Quantity:
    return Quantity(Decimal(value), unit, period)


def test_three_hundred_lines_in_three_languages_are_read_right() -> None:
    lines = read_expected(LINES)
    tally = proofread(lines, TODAY)

    assert len(lines) >= 300
    assert tally.share >= 0.95
    assert {field: share for field, share in tally.by_field().items() if share < 0.9} == {}


def test_batches_2_and_3_were_each_written_when_the_grammar_before_them_was_done() -> None:
    batches = [line.batch for line in read_expected(LINES)]

    assert {batch: batches.count(batch) for batch in set(batches)} == {"1": 203, "2": 98, "3": 28}


def test_proofreading_names_each_field_that_was_missed() -> None:
    [line] = [line for line in read_expected(LINES) if line.text == "elke week 2 rolcontainers karton"]
    tally = proofread([line, line], TODAY)

    assert (tally.lines, tally.whole, tally.misses) == (2, 2, ())
    assert tally.by_field() == dict.fromkeys(FIELDS, 1)


def test_one_line_holds_all_three_answers() -> None:
    reading = read("wij zoeken schoon karton, 2 rolcontainers van 1100 liter per week tot eind maart")

    assert reading.side is Side.NEED
    assert reading.rest == "schoon karton"
    assert reading.quantity == quantity("2", "container_1100", "week")
    assert reading.timing.end == date(2027, 3, 31)
    assert reading.assumed == (Assumption.FULL,)
    assert reading.doubts == ()


def test_each_fact_knows_the_words_that_say_it() -> None:
    reading = read("Wij zoeken ca. 5 ton puin per maand, tot eind juni")

    assert reading.words(Fact.SIDE) == "Wij zoeken"
    assert reading.words(Fact.AMOUNT) == "ca. 5 ton"
    assert reading.words(Fact.PERIOD) == "per maand"
    assert reading.words(Fact.UNTIL) == "tot eind juni"


def test_a_rhythm_that_is_no_period_of_ours_becomes_one_and_stays_as_typed() -> None:
    reading = read("elke 2 weken 3 containers karton")

    assert reading.quantity == quantity("1.5", "container_1100", "week")
    assert reading.rhythm is not None
    assert reading.rhythm == Rhythm(Decimal(1), Decimal(2), "week")
    assert reading.words(Fact.PERIOD) == "elke 2 weken"


def test_without_a_word_on_how_often_nothing_recurs_and_that_is_said() -> None:
    reading = read("2 rolcontainers karton")

    assert reading.quantity == quantity("2", "container_1100", "once")
    assert Assumption.ONCE in reading.assumed


def test_a_side_that_nobody_said_is_an_assumption() -> None:
    assert Assumption.SIDE in read("karton, 2 ton").assumed
    assert not read("karton, 2 ton").side_said
    assert read("karton over, 2 ton").side_said


def test_what_is_no_longer_needed_is_on_offer() -> None:
    assert read("10 bureaus hebben wij niet meer nodig").side is Side.OFFER
    assert read("wij hebben 10 bureaus nodig").side is Side.NEED


def test_both_sides_in_one_line_are_asked() -> None:
    assert Doubt.SIDE in read("wij zoeken karton en bieden folie aan").doubts


@pytest.mark.parametrize("text", ["1.5 ton glas", "1,500 kg glas"])
def test_a_number_that_may_mean_two_is_asked_and_never_guessed(text: str) -> None:
    reading = read(text)

    assert Doubt.NUMBER in reading.doubts
    assert reading.quantity is None
    assert reading.amount is not None
    assert len(reading.amount.readings) == 2


def test_the_same_figures_are_clear_in_the_language_that_writes_them_so() -> None:
    assert read("1.5 tonnes of glass", "en").quantity == quantity("1.5", "t", "once")
    assert read("1,5 ton glas").quantity == quantity("1.5", "t", "once")


def test_a_skip_of_unknown_size_is_asked() -> None:
    reading = read("2 afzetcontainers puin")

    assert reading.quantity is None
    assert reading.doubts == (Doubt.CONTAINER,)


def test_pallets_alone_are_pallets_and_asked_while_those_under_something_carry_it() -> None:
    alone, loaded = read("30 pallets per maand"), read("30 pallets tegels")

    assert alone.quantity == quantity("30", "pallet_piece", "month")
    assert alone.doubts == (Doubt.PALLET,)
    assert loaded.quantity == quantity("30", "pallet_load", "once")
    assert loaded.doubts == ()


@pytest.mark.parametrize(
    "text",
    [
        "bel 06-12345678 voor 5 ton puin",
        "5 ton puin, € 20 per stuk",
        "5 ton puin uit 1970",
        "5 ton puin binnen 20 km",
        "5 ton puin 6161 AB Geleen",
        "5 ton puin van 0 tot 30 mm",
    ],
)
def test_telephones_prices_years_distances_and_sizes_are_no_amounts(text: str) -> None:
    assert read(text).quantity == quantity("5", "t", "once")


@given(st.text(max_size=120), st.sampled_from(["nl", "en", "de"]))
def test_whatever_somebody_types_is_read_without_a_fault(text: str, language: str) -> None:
    reading = read(text, language)

    assert all(0 <= said.span.start < said.span.end <= len(reading.text) for said in reading.said)


WORDS = (
    "elke week 2 3,5 1.5 tot eind maart per ton karton container van 240 l à 10-15 vanaf half 1 april zoek"
    " over om de vol kg stuks pallet dozijn ca. max 29 februari 31 juni week 53"
)


@given(st.lists(st.sampled_from(WORDS.split()), max_size=14))
def test_words_in_any_order_are_read_without_a_fault(words: list[str]) -> None:
    reading = read(" ".join(words))

    assert reading.spread is None or reading.spread.low <= reading.spread.high
