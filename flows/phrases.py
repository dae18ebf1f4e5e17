"""Phrases: the words in which people say units, periods, days, sides and how sure they are."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

from flows.dates import MONTH_NUMBER
from flows.errors import UnknownCodeError

DATA = Path(__file__).parent / "data" / "phrases.csv"

GAP = "…"
"""What stands in a phrase for the words that it is put around."""

LANGUAGES = ("nl", "en", "de")

BEGIN = r"(?<![^\W\d_])"
END = r"(?![^\W_])(?!-[^\W\d_])(?!'[^\W\d_]{2})"
"""Where a word begins and ends: 5kg is five kilos, but "t-shirts" begins with no tonne."""

SHARED_LETTERS = {"unit": 4, "adverb": 6, "month": 3, "weekday": 6}
"""Kinds of words known in every language, from so many letters on; shorter ones mean other things."""

COMMON = {
    "nl": "de het een en van voor met wij we ons onze ik zijn is uit per elke niet ook naar op te aan bij",
    "en": "the a an and of for with we our i are is from per every not also to on at by some any old new",
    "de": "der die das ein eine und von für mit wir unser ich sind ist aus pro jede nicht auch zu auf bei",
}
"""Words by which a language is told from its neighbours."""

WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")


class Meaning(NamedTuple):
    """What a phrase stands for: a code of its kind and how many of them."""

    code: str
    factor: Decimal


@dataclass(frozen=True, slots=True)
class Phrases:
    """All phrases of one language by kind, those of its neighbours behind them."""

    language: str
    by_kind: Mapping[str, Mapping[str, Meaning]]

    def pattern(self, *kinds: str, codes: Iterable[str] = (), but: Iterable[str] = ()) -> str:
        """Return a pattern of any phrase of these kinds (of these codes, but not of those words)."""
        return _pattern(self.language, kinds, frozenset(codes), frozenset(but))

    def apart(self, kind: str) -> tuple[re.Pattern[str], ...]:
        """Return the patterns of the phrases of a kind that stand around others: "kunnen … gebruiken"."""
        pairs = (phrase.split(GAP) for phrase in sorted(self.by_kind[kind]) if GAP in phrase)
        return tuple(
            re.compile(
                rf"(?P<head>{_bounded(head.strip())})(?:\s+[^\s]+){{1,9}}?\s+(?P<tail>{_bounded(tail.strip())})"
            )
            for head, tail in pairs
        )

    def meaning(self, kind: str, phrase: str) -> Meaning:
        """Return what a phrase of a kind stands for."""
        return self.by_kind[kind][" ".join(phrase.split())]


@cache
def _pattern(language: str, kinds: tuple[str, ...], codes: frozenset[str], but: frozenset[str]) -> str:
    by_kind = phrases_of(language).by_kind
    words = {
        word
        for kind in kinds
        for word, meaning in by_kind[kind].items()
        if (not codes or meaning.code in codes) and GAP not in word and word not in but
    }
    return "(?:" + "|".join(_alternatives(words)) + ")"


def _alternatives(words: Iterable[str]) -> Iterator[str]:
    """Yield a pattern for all words that begin and end alike, as words of a text do."""
    alike: dict[tuple[str, str], list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        ends = (BEGIN if word[0].isalpha() else "", END if word[-1].isalnum() else "")
        alike.setdefault(ends, []).append(re.escape(word).replace(r"\ ", r"\s+"))
    yield from (f"{begin}(?:{'|'.join(group)}){end}" for (begin, end), group in sorted(alike.items()))


def _bounded(word: str) -> str:
    """Return a pattern of one phrase."""
    return "".join(_alternatives([word]))


@cache
def phrases_of(language: str) -> Phrases:
    """Return the phrases of a language: nl, en or de."""
    if language not in LANGUAGES:
        raise UnknownCodeError("language", language)
    by_kind: dict[str, dict[str, Meaning]] = {}
    for own in (False, True):
        for kind, word, meaning in _rows(language, own=own):
            by_kind.setdefault(kind, {})[word] = meaning
    months = {name: Meaning(str(number), Decimal(1)) for name, number in MONTH_NUMBER.items()}
    by_kind["month"] = months | by_kind["month"]
    return Phrases(language, by_kind)


def _rows(language: str, *, own: bool) -> Iterator[tuple[str, str, Meaning]]:
    """Yield kind, phrase and meaning of the own words, or of the neighbours' that mean the same here."""
    for row in _table():
        meaning = Meaning(row["code"], Decimal(row["factor"]))
        for spoken in LANGUAGES:
            least = 1 if own else SHARED_LETTERS.get(row["kind"], LONG)
            for word in row[spoken].split(";") if (spoken == language) is own else ():
                if len(word) >= least:
                    yield row["kind"], word, meaning


LONG = 10**6
"""More letters than any word has."""


@cache
def _table() -> tuple[dict[str, str], ...]:
    with DATA.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def spoken_in(text: str, preferred: str) -> str:
    """Return the language of a line: the preferred one, unless only another or one far more speaks in it."""
    words = [word.casefold() for word in WORD.findall(text)]
    known = {language: sum(word in _own_words(language) for word in words) for language in LANGUAGES}
    best = max(LANGUAGES, key=lambda language: (known[language], language == preferred))
    own = known.get(preferred, -1)
    return best if known[best] > own + (own > 0) else preferred


@cache
def _own_words(language: str) -> frozenset[str]:
    """Return the words that only this language has."""
    words = {spoken: set(_said(spoken)) | set(COMMON[spoken].split()) for spoken in LANGUAGES}
    others = set().union(*(words[spoken] for spoken in LANGUAGES if spoken != language))
    return frozenset(words[language] - others)


def _said(language: str) -> Iterator[str]:
    for row in _table():
        for phrase in row[language].split(";"):
            yield from WORD.findall(phrase)
