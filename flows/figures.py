"""Figures: numbers with the range that a line says or that "about" and "at most" make us assume."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from flows.numerals import MARK, Numeral, Numerals
from flows.phrases import phrases_of
from flows.typed import Line

ABOUT = Decimal("0.2")
"""How far "about" may be off, either way: our assumption."""

ROOM = Decimal(2)
"""How many times as much "at least" may come to: our assumption."""

MULTIPLIERS = (12, 100, 1000)
"""Dozens, hundreds and thousands, which multiply the number before them."""

SIGNS = {"nl": r"-|tot|of|tot\s+en\s+met|t/m|/", "en": r"-|to|or", "de": r"-|bis|oder"}
"""What stands between the ends of a range, each with its own unit or without."""

EACH_OR_TO = r"à|á|(?<=\s)a"
"""A sign that stands between the ends of a range; between things and a weight it says "of so much each"."""

ANDS = {"nl": "en", "en": "and", "de": "und"}
BETWEEN = r"(?<![^\W\d_])(?:tussen|between|zwischen)(?:\s+de)?\s+$"
OPENING = r"(?<![^\W\d_])(?:van|from|von|tussen|between|zwischen)(?:\s+de)?\s+$"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number from low to high, and from where to where in a line it is said.

    ``assumed`` tells that the range was not said; ``readings`` are the numbers that may be meant.
    """

    low: Decimal
    value: Decimal
    high: Decimal
    start: int
    end: int
    readings: tuple[Decimal, ...] = ()
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Patterns:
    """The patterns of one language by which the words around a number are read."""

    about: re.Pattern[str]
    range: re.Pattern[str]
    ands: re.Pattern[str]


def figure_at(line: Line, numerals: Numerals, at: int, language: str) -> Figure:
    """Return the number that begins at a place, with its range and the words before it that belong to it."""
    patterns = patterns_of(language)
    figure = ranged(line, numerals, at, patterns)
    words = patterns.about.search(line.read, 0, figure.start)
    if words is None:
        return figure
    how = phrases_of(language).meaning("about", words["about"]).code
    if figure.low != figure.high and not figure.assumed:
        return placed(figure, words.start())
    return with_range(how, figure, words.start())


def ranged(line: Line, numerals: Numerals, at: int, patterns: Patterns) -> Figure:
    """Return a number, or the range of it and the next where the signs between them say so."""
    first, end = numeral_at(line, numerals, at)
    between = re.search(BETWEEN, line.read[:at])
    sign = (patterns.ands if between else patterns.range).match(line.read, end)
    if sign is None:
        return Figure(first.low, first.value, first.high, at, end, first.readings, first.rough)
    second, end = numeral_at(line, numerals, sign.end())
    low, high = sorted((first.value, second.value))
    opening = re.search(OPENING, line.read[:at])
    start = opening.start() if opening else at
    return Figure(low, (low + high) / 2, high, start, end, first.readings or second.readings)


def numeral_at(line: Line, numerals: Numerals, at: int) -> tuple[Numeral, int]:
    """Return the number that begins at a place and where it ends; "3 dozijn" is one number."""
    end = at + 1
    while end < len(line.read) and line.read[end] == MARK and end not in numerals:
        end += 1
    gap = re.compile(rf"\s+(?={MARK})").match(line.read, end)
    many = numerals.get(gap.end()) if gap else None
    if gap is None or many is None or many.value not in MULTIPLIERS or not numerals[at].value < many.value:
        return numerals[at], end
    if not line.typed[line.origin[gap.end()]].isalpha():
        return numerals[at], end
    _, end = numeral_at(line, numerals, gap.end())
    numeral = numerals[at]
    return Numeral(numeral.low * many.value, numeral.value * many.value, numeral.high * many.value), end


def with_range(how: str, figure: Figure, start: int) -> Figure:
    """Return a figure with the range that we assume of "about", "over", "almost", "at most" or "at least"."""
    value = figure.value
    low, high = {
        "about": (value * (1 - ABOUT), value * (1 + ABOUT)),
        "over": (value, value * (1 + ABOUT)),
        "under": (value * (1 - ABOUT), value),
        "most": (Decimal(0), value),
        "least": (value, value * ROOM),
    }[how]
    return Figure(low, value, high, start, figure.end, figure.readings, assumed=True)


def placed(figure: Figure, start: int) -> Figure:
    """Return a figure that is said from an earlier place on."""
    return Figure(figure.low, figure.value, figure.high, start, figure.end, figure.readings, figure.assumed)


@cache
def patterns_of(language: str) -> Patterns:
    """Return the patterns of a language."""
    phrases = phrases_of(language)
    matter = phrases.pattern("unit", codes=("kg", "t", "m3", "L"))
    about, unit, joint = phrases.pattern("about"), phrases.pattern("unit"), ANDS[language]
    return Patterns(
        about=re.compile(rf"(?P<about>{about})[\s:]*(?:{about}[\s:]*)?(?:(?:de|het|een|zo'n|a|an|the)\s+)?$"),
        range=re.compile(
            rf"\s*(?:(?:{unit}\s*)?(?:{SIGNS[language]})|(?:{matter}\s*)?(?:{EACH_OR_TO}))\s*(?={MARK})"
        ),
        ands=re.compile(rf"\s*(?:{unit}\s*)?(?:{SIGNS[language]}|{joint})\s*(?={MARK})"),
    )
