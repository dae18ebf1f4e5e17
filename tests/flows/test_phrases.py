"""The words that lines are read by: data without doubles, and corrections that touch no material."""

import csv

import pytest

from flows.errors import UnknownCodeError
from flows.materials import LANGUAGES, load_materials
from flows.phrases import DATA, phrases_of, spoken_in
from flows.recognition import words_of
from flows.spelling import corrected, parted
from flows.typed import line_of
from flows.units import DIMENSION_OF, TIMES_A_YEAR


def rows() -> list[dict[str, str]]:
    with DATA.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_has_two_meanings_of_one_kind(language: str) -> None:
    said = [(row["kind"], word) for row in rows() for word in row[language].split(";") if word]

    assert sorted({pair for pair in said if said.count(pair) > 1}) == []


def test_every_unit_and_period_is_one_of_ours_or_a_container_without_its_size() -> None:
    open_units = {"pallet", "drum", "roll", "mini", "skip", "any", "length", "kW"}

    assert {row["code"] for row in rows() if row["kind"] == "unit"} <= DIMENSION_OF.keys() | open_units
    assert {row["code"] for row in rows() if row["kind"] == "period"} <= TIMES_A_YEAR.keys() | {"hour"}


def test_a_neighbours_long_words_are_known_but_not_its_short_ones() -> None:
    dutch = phrases_of("nl")

    assert dutch.meaning("unit", "rollcontainer").code == "roll"
    assert "bin" not in dutch.by_kind["unit"]
    assert "bin" not in phrases_of("de").by_kind["unit"]


def test_a_word_means_what_it_means_in_its_own_language() -> None:
    assert phrases_of("nl").meaning("unit", "dozen").code == "box"
    assert phrases_of("en").meaning("numeral", "dozen").code == "12"


def test_a_language_without_phrases_is_refused() -> None:
    with pytest.raises(UnknownCodeError):
        phrases_of("fr")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("wir suchen saubere LDPE-Folie, 5 t im Monat", "de"),
        ("looking for 200 kg of clean cardboard a week", "en"),
        ("elke week 2 rolcontainers karton", "nl"),
        ("karton", "nl"),
    ],
)
def test_a_line_tells_its_language(text: str, language: str) -> None:
    assert spoken_in(text, "nl") == language
    assert spoken_in(text, "") == language


@pytest.mark.parametrize(
    ("typed", "read"),
    [("omgeveer 3", "ongeveer 3"), ("rolcontianers", "rolcontainers"), ("kwartaaal", "kwartaal")],
)
def test_a_long_word_with_one_slip_is_read_as_it_was_meant(typed: str, read: str) -> None:
    assert corrected(line_of(typed), "nl").read == read


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_of_a_material_is_corrected(language: str) -> None:
    names = sorted({word.typed.lower() for one in load_materials() for word in words_of(one.name(language))})

    assert [name for name in names if corrected(line_of(name), language).read != line_of(name).read] == []


def test_a_word_for_a_container_lets_go_of_what_is_in_it() -> None:
    assert parted(line_of("2 glascontainers"), "nl").read == "2 glas containers"
    assert parted(line_of("2 rolcontainers"), "nl").read == "2 rolcontainers"
