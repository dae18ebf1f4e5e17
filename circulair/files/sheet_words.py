"""The words of sheets in three languages: names of columns, units, periods and what else is chosen."""

import csv
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from circulair.files.sheet_faults import CellWordError

DATA = Path(__file__).parent / "data"
LANGUAGES = ("nl", "en", "de")
MOST_CHOICES_NAMED = 8


@dataclass(frozen=True, slots=True)
class Words:
    """What one code is called: by us in each language, and what else people write for it."""

    kind: str
    code: str
    shown: dict[str, str]
    also: tuple[str, ...]


def plain(text: str) -> str:
    """Return a word as it is compared: small letters, single spaces, no marks at its ends."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split()).strip(" *:.")


@cache
def table() -> tuple[Words, ...]:
    """Return every code with its words, in order."""
    with (DATA / "sheet_words.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Words(
                row["kind"],
                row["code"],
                {language: row[language] for language in LANGUAGES},
                tuple(word for word in row["also"].split(";") if word),
            )
            for row in csv.DictReader(file)
        )


@cache
def codes(kind: str) -> dict[str, Words]:
    """Return the codes of a kind with their words, in the order in which they are offered."""
    return {words.code: words for words in table() if words.kind == kind}


@cache
def meanings(kind: str) -> dict[str, str]:
    """Return the code of every word of a kind in any language; what we write wins over what others may."""
    found: dict[str, str] = {}
    for words in codes(kind).values():
        for word in (words.code, *words.shown.values()):
            found.setdefault(plain(word), words.code)
    for words in codes(kind).values():
        for word in words.also:
            found.setdefault(plain(word), words.code)
    return found


def shown(kind: str, code: str, language: str) -> str:
    """Return the word that we write for a code."""
    return codes(kind)[code].shown[language]


def meaning(kind: str, text: str) -> str | None:
    """Return the code that a word means, None where nobody knows it."""
    return meanings(kind).get(plain(text))


def read_word(kind: str, text: str, language: str) -> str:
    """Return the code that a cell means, or say which words it may hold."""
    code = meaning(kind, text)
    if code is None:
        choices = [words.shown[language] for words in codes(kind).values()]
        raise CellWordError(text[:60], tuple(choices[:MOST_CHOICES_NAMED]))
    return code


def is_marked(text: str) -> bool:
    """Tell whether a row is an example or an explanation of the template, by the start of its text."""
    start = text.lstrip().casefold()
    marks = (word.casefold() for words in codes("skipped").values() for word in words.shown.values())
    return any(start.startswith(mark) for mark in marks)


def language_of(headings: list[str], page: str) -> str:
    """Return the language in which most headings are written; the page's where several fit as well."""
    written = {plain(heading) for heading in headings}
    known = {
        language: sum(plain(words.shown[language]) in written for words in codes("column").values())
        for language in LANGUAGES
    }
    best = max(known.values())
    return page if known.get(page) == best else next(one for one in LANGUAGES if known[one] == best)
