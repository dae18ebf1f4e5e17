"""What a text says of hazard: outright, denied, or soiled without a word by what."""

import csv

import numpy as np
import pytest

from flows.engine.classify import told_apart
from flows.engine.evidence import hazards_said, twins
from flows.engine.hazard_said import DATA, Said, said
from flows.engine.lexicon import code_index
from flows.engine.likeness import Floats
from flows.engine.phrases import plain_text
from flows.eural import load_eural
from flows.materials import LANGUAGES

HAZARDOUS, HARMLESS, SOILED, NOTHING = (
    Said(hazardous=True), Said(harmless=True), Said(soiled=True), Said(),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("grond (ga)", HAZARDOUS),
        ("gas", NOTHING),
        ("grond (ba)", HARMLESS),
        ("asbesthoudende platen", HAZARDOUS),
        ("asbestvrije platen", HARMLESS),
        ("asfalt, niet teerhoudend", HARMLESS),
        ("kabels die geen olie, koolteer of andere stoffen bevatten", HARMLESS),
        ("verontreinigde grond", SOILED),
        ("niet verontreinigde grond", HARMLESS),
        ("grond verontreinigd met min. olie", Said(hazardous=True, soiled=True)),
        ("C-hout", HAZARDOUS),
        ("schone bakstenen", HARMLESS),
        ("schoonmaakmiddel", NOTHING),
        ("niet schone grond", NOTHING),
        ("zonder puin, schone grond", HARMLESS),
        ("nicht ungefährlicher Schlamm", NOTHING),
        ("non-hazardous sludge", HARMLESS),
        ("hazardous sludge", HAZARDOUS),
        ("starch", NOTHING),
        ("Bauschutt mit gefährlichen Stoffen", HAZARDOUS),
        ("nicht gefährlicher Bauschutt", HARMLESS),
        ("Holz, unbehandelt", HARMLESS),
        ("", NOTHING),
    ],
)
def test_words_are_heard_and_denied(text: str, told: Said) -> None:
    assert said(plain_text(text)) == told


def test_every_word_stands_once_in_a_language_as_texts_are_compared() -> None:
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["text"] == plain_text(row["text"]) for row in rows)
    assert {row["says"] for row in rows} == set(Said._fields)
    assert {row["language"] for row in rows} == set(LANGUAGES)
    assert {(row["written"], row["grade"]) for row in rows} == {("word", "D"), ("beginning", "D")}
    assert len({(row["language"], row["text"]) for row in rows}) == len(rows)


def test_only_hazardous_codes_hear_it() -> None:
    heard = hazards_said(HAZARDOUS)
    marked = [bool(value) for value in heard["hazardous.hazardous"]]
    assert marked == [entry.hazardous for entry in load_eural()]
    assert not heard["hazardous.harmless"].any()


def test_twins_are_of_one_family_and_others_are_not() -> None:
    family, index = twins(), code_index()
    for entry in load_eural():
        assert {family[index[code]] for code in entry.mirror} <= {family[index[entry.code]]}
    assert family[index["170504"]] == family[index["170503"]] != family[index["170506"]]


def chances(**told: float) -> Floats:
    found = np.zeros(len(code_index()), np.float32)
    for code, value in told.items():
        found[code_index()[code.removeprefix("c")]] = value
    return found


def test_twins_are_told_apart_by_what_is_often_reported_and_others_stay() -> None:
    first = chances(c170503=0.4, c170504=0.2, c200201=0.3, c170101=0.1)
    often = chances(c170503=0.1, c170504=0.3, c200201=0.6)
    settled = told_apart(first, often)
    expected = chances(c170503=0.15, c170504=0.45, c200201=0.3, c170101=0.1)
    assert settled == pytest.approx(expected)
    assert float(settled.sum()) == pytest.approx(1)
