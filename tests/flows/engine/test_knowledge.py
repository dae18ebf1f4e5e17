"""The written knowledge: every code is known by name, every name says where it belongs and why."""

import csv
from collections import Counter
from pathlib import Path

import pytest

import flows
from flows.engine.phrases import REPORTED, TERMS, Channel, load_phrases
from flows.eural import load_eural
from flows.materials import LANGUAGES, load_materials

WHY = {
    "everyday",
    "trade",
    "process",
    "contents",
    "abbreviation",
    "brand",
    "dialect",
    "flemish",
    "misspelling",
}
"""Why people call a waste so."""


def rows() -> list[dict[str, str]]:
    found = []
    for path in sorted(TERMS.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found += list(csv.DictReader(file))
    return found


def test_every_code_leads_to_a_material_and_every_material_to_its_codes_or_a_reason() -> None:
    led = {code for material in load_materials() for code in material.eural}
    assert {entry.code for entry in load_eural()} - led == set()
    assert [one.slug for one in load_materials() if bool(one.eural) == bool(one.no_code_reason)] == []


def test_the_list_of_waste_is_whole_and_its_mirrors_look_back() -> None:
    eural = load_eural()
    assert len(eural) == 842
    assert sum(entry.hazardous for entry in eural) == 408
    pairs = [(one.code, other) for one in eural for other in one.mirror]
    assert [(code, other) for code, other in pairs if code not in eural[other].mirror] == []


def test_every_code_has_everyday_names_in_three_languages() -> None:
    named = {(row["code"], row["language"]) for row in rows()}
    assert {(entry.code, language) for entry in load_eural() for language in LANGUAGES} - named == set()


def test_every_name_says_its_code_its_material_and_why() -> None:
    materials, codes = load_materials(), load_eural()
    assert [row for row in rows() if row["code"] not in codes or row["material"] not in materials] == []
    assert {row["why"] for row in rows()} == WHY
    assert len(rows()) > 3000


def test_no_name_stands_twice_under_a_code() -> None:
    counted = Counter((row["code"], row["language"], row["term"].casefold()) for row in rows())
    assert [name for name, number in counted.items() if number > 1] == []


def test_what_was_reported_says_where() -> None:
    with REPORTED.open(encoding="utf-8", newline="") as file:
        reported = list(csv.DictReader(file))
    assert [row for row in reported if not row["source"]] == []
    codes = {entry.code for entry in load_eural()}
    assert [row for row in reported if set(row["codes"].split(";")) - codes] == []


def test_phrases_come_in_order_those_that_were_reported_last() -> None:
    channels = [phrase.channel for phrase in load_phrases()]
    assert channels == sorted(channels)
    assert set(channels) == set(Channel)


@pytest.mark.parametrize("group", ["building-parts", "furniture", "energy", "water", "space", "capacity"])
def test_the_tree_reaches_beyond_waste(group: str) -> None:
    assert group in load_materials()


def test_the_tree_has_hundreds_of_materials() -> None:
    assert len(list(load_materials())) >= 400
    assert Path(flows.__file__).parent / "data" / "terms" == TERMS
