"""Phrases: every name by which a waste is known to us, with its Eural codes and its material."""

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from flows.eural import load_eural
from flows.materials import LANGUAGES, load_materials
from flows.recognition import plain_of

DATA = Path(__file__).parent.parent / "data"
TERMS = DATA / "terms"
REPORTED = DATA / "reported_names.csv"

PLAIN_WORD = re.compile(r"[a-z0-9]+")


class Channel(IntEnum):
    """Where a phrase comes from; each is trusted by its own weight."""

    NAME = 0  # the list of waste itself
    MATERIAL = 1  # names and synonyms in our tree of materials
    TERM = 2  # everyday names that we wrote for each code
    REPORTED = 3  # what firms called a waste when they reported it under a code


KNOWLEDGE = (Channel.NAME, Channel.MATERIAL, Channel.TERM)


@dataclass(frozen=True, slots=True)
class Phrase:
    """One name of a waste; the first of its codes is the likeliest, ``material`` may be unknown ("")."""

    text: str
    language: str
    codes: tuple[str, ...]
    material: str
    channel: Channel


def plain_text(text: str) -> str:
    """Return a text in small letters and digits, words parted by single blanks, no accents."""
    return " ".join(PLAIN_WORD.findall(plain_of(text)))


def load_phrases() -> tuple[Phrase, ...]:
    """Return all phrases that ship with CirculAIR, those that were reported last."""
    return tuple(phrase for phrases in (_names(), _materials(), _terms(), _reported()) for phrase in phrases)


def fingerprint() -> str:
    """Return a digest of all data that phrases come from, so that a kept index knows when it is stale."""
    digest = hashlib.sha256()
    files = (*sorted(TERMS.glob("*.csv")), REPORTED, DATA / "eural.csv", DATA / "materials.csv")
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _names() -> Iterator[Phrase]:
    for entry in load_eural():
        for language, name in zip(LANGUAGES, (entry.name_nl, entry.name_en, entry.name_de), strict=True):
            yield Phrase(name, language, (entry.code,), "", Channel.NAME)


def _materials() -> Iterator[Phrase]:
    for material in load_materials():
        spoken = [(language, material.name(language)) for language in LANGUAGES]
        for language, text in dict.fromkeys([*spoken, *material.synonyms]):
            yield Phrase(text, language, material.eural, material.slug, Channel.MATERIAL)


def _terms() -> Iterator[Phrase]:
    for path in sorted(TERMS.glob("*.csv")):
        for row in _rows(path):
            yield Phrase(row["term"], row["language"], (row["code"],), row["material"], Channel.TERM)


def _reported() -> Iterator[Phrase]:
    for row in _rows(REPORTED):
        yield Phrase(row["text"], row["language"], tuple(row["codes"].split(";")), "", Channel.REPORTED)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
