"""What a text itself says of hazard: it is heard, but decides nothing, since the owner is asked."""

import csv
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parent.parent / "data" / "hazard_words.csv"

DENIALS = frozenset(
    ("niet", "geen", "zonder", "non", "not", "no", "without", "nicht", "kein", "keine", "ohne"),
)

HARMLESS = "harmless"

REACH = 3
"""How many words behind a denial are denied: *geen olie, koolteer*."""

FREE_OF = ("vrij", "vrije", "free", "frei", "freie", "freier", "freies", "freien")
"""How a word ends that says what is not in it: *teervrij*."""


class Said(NamedTuple):
    """Whether a text says that a thing is hazardous, that it is not, or that it is soiled and not by what."""

    hazardous: bool = False
    harmless: bool = False
    soiled: bool = False


class Cue(NamedTuple):
    """Words that say something of hazard; the last is the beginning of a word unless it is ``whole``."""

    words: tuple[str, ...]
    whole: bool
    says: str

    def stands(self, words: Sequence[str], at: int) -> bool:
        """Return whether a text says this from its word ``at`` on."""
        *first, last = self.words
        here = words[at : at + len(self.words)]
        if len(here) < len(self.words) or here[:-1] != first:
            return False
        return here[-1] == last if self.whole else here[-1].startswith(last)


def said(plain: str) -> Said:
    """Return what a plain text says of hazard; hazard that is denied is none, and *not clean* says nothing.

    >>> said("teerhoudend asfalt"), said("asfalt niet teerhoudend")
    (Said(hazardous=True, harmless=False, soiled=False), Said(hazardous=False, harmless=True, soiled=False))
    >>> said("verontreinigde grond").soiled, said("teervrij asfalt").harmless
    (True, True)
    """
    told = frozenset(_told(plain.split()))
    return Said(*(one in told for one in Said._fields))


def _told(words: Sequence[str]) -> Iterator[str]:
    for at, word in enumerate(words):
        denied = word.endswith(FREE_OF) or not DENIALS.isdisjoint(words[max(0, at - REACH) : at])
        not_so = not DENIALS.isdisjoint(words[max(0, at - 1) : at])
        for cue in _cues():
            if cue.stands(words, at) and not (not_so and cue.says == HARMLESS):
                yield HARMLESS if denied else cue.says


@cache
def _cues() -> tuple[Cue, ...]:
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(Cue(tuple(row["text"].split()), row["written"] == "word", row["says"]) for row in rows)
