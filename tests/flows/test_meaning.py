"""What a reading comes to once its material is known: tonnes, grades, and what has to be asked."""

from datetime import date
from decimal import Decimal

import pytest

from flows.choices import Choices, units_offered, with_choices
from flows.line import read_line
from flows.meaning import Understood, understood
from flows.readings import Assumption, Doubt
from flows.streams import Grade, Range


def meaning(text: str, material: str | None, choices: Choices | None = None) -> Understood:
    reading = read_line(text, "nl", date(2027, 3, 1))
    return understood(with_choices(reading, choices or Choices()), material)


def tonnes(text: str, material: str) -> Range:
    amount = meaning(text, material).amount
    assert amount is not None
    return amount.tonnes


def test_two_containers_of_cardboard_a_week_are_nine_tonnes_a_year() -> None:
    told = meaning("elke week 2 rolcontainers van 1100 liter karton", "cardboard")

    assert told.amount is not None
    assert told.amount.tonnes.likely == Decimal("9.152")
    assert (told.amount.recurring, told.grade, told.doubts) == (True, Grade.CONVERTED, ())


def test_a_size_that_was_assumed_makes_the_weight_an_assumption() -> None:
    assert meaning("elke week 2 rolcontainers karton", "cardboard").grade is Grade.ASSUMED


def test_a_range_goes_over_the_range_of_the_weight() -> None:
    assert tonnes("10-15 ton gft", "garden-waste") == Range(Decimal(10), Decimal("12.5"), Decimal(15))
    assert tonnes("2 à 4 kuub puin", "rubble").likely == 3
    assert tonnes("2 à 4 kuub puin", "rubble").high == Decimal("7.6")


def test_half_full_is_half_the_weight() -> None:
    full, half = tonnes("kliko papier 240 l", "paper"), tonnes("halfvolle kliko papier 240 l", "paper")

    assert half.likely * 2 == full.likely


def test_the_weight_that_was_told_counts_before_that_of_the_table() -> None:
    assert tonnes("60 binnendeuren van 25 kg per stuk", "interior-doors").likely == Decimal("1.5")
    assert tonnes("4 kliko's van 50 kg papier", "paper").likely == Decimal("0.2")


def test_a_bare_number_counts_objects_but_not_matter() -> None:
    doors, sand = meaning("binnendeuren, 60", "interior-doors"), meaning("zand, 60", "sand")

    assert doors.amount is not None
    assert doors.amount.tonnes.likely == Decimal("1.08")
    assert Doubt.UNIT not in doors.doubts
    assert (sand.quantity, Doubt.UNIT in sand.doubts) == (None, True)


@pytest.mark.parametrize(
    ("text", "material", "doubt"),
    [
        ("5 m3 schors", "bark", Doubt.DENSITY),
        ("5 stuks zand", "sand", Doubt.PIECE_WEIGHT),
        ("3 vrachten puin", "rubble", Doubt.LOAD_WEIGHT),
        ("3 kliko's swill", "swill", Doubt.HEAVY),
        ("1 kliko van 60 kg eps", "eps", Doubt.ODD_DENSITY),
        ("500000 ton puin", "rubble", Doubt.TOO_MUCH),
    ],
)
def test_what_cannot_be_weighed_or_looks_odd_is_asked(text: str, material: str, doubt: Doubt) -> None:
    assert doubt in meaning(text, material).doubts


def test_without_a_material_there_are_no_tonnes_but_a_question() -> None:
    told = meaning("5 ton qwerty", None)

    assert (told.amount, told.doubts) == (None, (Doubt.MATERIAL,))


def test_space_and_heat_have_no_tonnes_and_are_not_asked() -> None:
    assert meaning("100 m2 winkelruimte", "shop-unit").doubts == ()


def test_a_click_replaces_what_was_assumed() -> None:
    told = meaning(
        "2 rolcontainers karton",
        "cardboard",
        Choices(unit="container_240", period="week", fill=Decimal("0.5")),
    )

    assert told.quantity is not None
    assert (told.quantity.unit, told.quantity.period, told.reading.fill) == (
        "container_240",
        "week",
        Decimal("0.5"),
    )
    assert set(told.reading.assumed) == {Assumption.SIDE, Assumption.NO_END}


def test_a_click_says_which_number_was_meant() -> None:
    told = meaning("1.5 ton glas", "glass", Choices(value=Decimal("1.5")))

    assert told.quantity is not None
    assert (told.quantity.value, told.doubts) == (Decimal("1.5"), ())


@pytest.mark.parametrize(
    "choices",
    [Choices(value=Decimal(7)), Choices(unit="kg"), Choices(period="decade"), Choices(fill=Decimal(2))],
)
def test_an_answer_that_was_not_offered_changes_nothing(choices: Choices) -> None:
    reading = read_line("1.5 ton glas", "nl", date(2027, 3, 1))

    assert with_choices(reading, choices) == reading


def test_only_sizes_that_the_word_may_mean_are_offered() -> None:
    today = date(2027, 3, 1)

    assert "skip_10" in units_offered(read_line("2 afzetcontainers puin", "nl", today))
    assert units_offered(read_line("2 ton puin", "nl", today)) == ()
