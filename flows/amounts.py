"""Amounts in running text: a number or range, a unit, the size of a container, the weight of one."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from flows.containers import MASS_IN_KG, USUAL, WEIGHED_EACH, measure_of, unit_of, unit_of_size
from flows.figures import ABOUT, Figure, figure_at
from flows.numerals import MARK, Numerals, articles_before
from flows.phrases import phrases_of
from flows.readings import Assumption
from flows.typed import Line, Span

VOLUMES = ("L", "m3")

ONE_PACKAGE = (
    r"(?<![^\W_])(?:pallet|palette|zak|bag|sack|krat|crate|kiste|doos|box|schachtel|emmer|bucket|eimer|vat|drum|fass)"
    r"(?![^\W_])"
)
"""One package, as it is named without a number: "pallet of paint tins"."""

ROUNDABOUT = r"(?:ca\.?|ongeveer|circa|about|approx\.?|etwa|rund)?"

NO_THING = (
    r"(?:per|pro|x|of|en|and|und|or|a|an|in|op|tot|van|voor|met|for|from|to|the|de|het|der|die|das|im|ab|bis|ca"
    r"|te|om|is|at|zijn|sind|are|until|vanaf|wij|we|i|ik|wir)(?![^\W_])"
)
"""Words behind a number that are nothing one counts."""


@dataclass(frozen=True, slots=True)
class Measured:
    """An amount that was said: a number from low to high, in which unit, and the words that say it.

    ``word`` is what was said for the unit ("pallet", "roll"; empty for a bare number), ``unit`` our code,
    empty where it has to be asked; ``each_kg`` what one weighs; ``readings`` the numbers that may be meant.
    """

    low: Decimal
    value: Decimal
    high: Decimal
    unit: str
    word: str
    span: Span
    each_kg: Decimal | None = None
    readings: tuple[Decimal, ...] = ()
    assumed: tuple[Assumption, ...] = ()

    def times(self, factor: Decimal) -> "Measured":
        """Return so many times the amount."""
        return replace(self, low=self.low * factor, value=self.value * factor, high=self.high * factor)

    def roughly(self) -> "Measured":
        """Return the amount with the range that "or so" makes us assume; one that has a range keeps it."""
        if self.low != self.high:
            return self
        wide = replace(self, low=self.value * (1 - ABOUT), high=self.value * (1 + ABOUT))
        return wide.assuming(Assumption.RANGE)

    def assuming(self, *more: Assumption) -> "Measured":
        """Return the amount with something more that was assumed of it."""
        return replace(self, assumed=(*self.assumed, *more))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A line whose numbers are marked, those numbers, and the language it is read in."""

    line: Line
    numerals: Numerals
    language: str

    @property
    def grammar(self) -> dict[str, re.Pattern[str]]:
        """Return the patterns by which amounts are read in this language."""
        return grammar_of(self.language)

    def code(self, phrase: str) -> str:
        """Return what a word for a unit stands for."""
        return phrases_of(self.language).meaning("unit", phrase).code

    def factor(self, phrase: str) -> Decimal:
        """Return how many of our unit a word for a unit stands for."""
        return phrases_of(self.language).meaning("unit", phrase).factor

    def match(self, name: str, place: int) -> re.Match[str] | None:
        """Return what a pattern matches at a place."""
        return self.grammar[name].match(self.line.read, place)

    def number(self, match: re.Match[str], group: str) -> Decimal:
        """Return the number at a group of marks."""
        return self.numerals[match.start(group)].value


def read_amounts(line: Line, numerals: Numerals, language: str) -> tuple[tuple[Measured, ...], Line]:
    """Return the amounts of a line whose numbers are marked, and the line without the words that say them."""
    line, articles = articles_before(line, language, phrases_of(language).pattern("unit"))
    sentence = Sentence(line, {**numerals, **articles}, language)
    found: list[Measured] = []
    sized = sized_without_count(sentence)
    if sized:
        found.append(one_container(sentence, sized))
        sentence = replace(sentence, line=sentence.line.without(*sized.span()))
    place = 0
    while (at := sentence.line.read.find(MARK, place)) >= 0:
        figure = figure_at(sentence.line, sentence.numerals, at, language)
        measured, end = measured_at(sentence, figure)
        place = max(end, at + 1)
        if measured is not None:
            if behind := sentence.match("or_so", end):
                measured, end = measured.roughly(), behind.end()
            found.append(measured)
            ending = sentence.match("of_what", end)
            sentence = replace(
                sentence, line=sentence.line.without(figure.start, ending.end() if ending else end)
            )
    lone = sentence.grammar["lone"].search(sentence.line.read) or sentence.grammar["one_of"].search(
        sentence.line.read
    )
    if lone and (
        (len(found) == 1 and found[0].unit in VOLUMES) or not [one for one in found if one.unit or one.word]
    ):
        found = [one_container(sentence, lone), *found]
        sentence = replace(sentence, line=sentence.line.without(*lone.span()))
    elif lone and found and found[0].word in USUAL:  # "3x 240 l glascontainers" names them behind their size
        sentence = replace(sentence, line=sentence.line.without(*lone.span("box")))
    return tuple(found), sentence.line


def measured_at(sentence: Sentence, figure: Figure) -> tuple[Measured | None, int]:
    """Return the amount that a number begins, and where it ends."""
    ways = (
        ("times_size", of_size),
        ("size_of_box", one_of_size),
        ("box", of_boxes),
        ("unit", of_unit),
        ("noun", of_things),
    )
    for name, reader in ways:
        match = sentence.match(name, figure.end)
        if match:
            return reader(sentence, figure, match)
    return built(sentence, figure, figure.end, ""), figure.end


def built(sentence: Sentence, figure: Figure, end: int, unit: str, word: str = "") -> Measured:
    """Return an amount of a figure in a unit; one of a size we have no unit for is its plain volume."""
    span = sentence.line.span(figure.start, end)
    measure, _, size = unit.partition(":")
    assumed = (Assumption.RANGE,) if figure.assumed else ()
    measured = Measured(
        figure.low, figure.value, figure.high, measure, word, span, readings=figure.readings, assumed=assumed
    )
    return measured.times(Decimal(size)) if size else measured


def of_size(sentence: Sentence, figure: Figure, match: re.Match[str]) -> tuple[Measured, int]:
    """Read "2 x 1100 liter", "2 240 l kliko's"."""
    word = sentence.code(match["box"]) if match["box"] else "any"
    size = sentence.number(match, "size") * sentence.factor(match["volume"])
    unit = unit_of_size(size, sentence.code(match["volume"]), word)
    return built(sentence, figure, match.end(), unit, word), match.end()


def one_of_size(sentence: Sentence, figure: Figure, match: re.Match[str]) -> tuple[Measured, int]:
    """Read "een 6 m3 container": the number is the size of one."""
    word = sentence.code(match["box"])
    size = figure.value * sentence.factor(match["volume"])
    one = Figure(Decimal(1), Decimal(1), Decimal(1), figure.start, figure.end, figure.readings)
    unit = unit_of_size(size, sentence.code(match["volume"]), word)
    return built(sentence, one, match.end(), unit, word), match.end()


def of_boxes(sentence: Sentence, figure: Figure, match: re.Match[str]) -> tuple[Measured, int]:
    """Read "3 containers van 240 l", "2 rolcontainers 1100", "4 kliko's"."""
    word = sentence.code(match["box"])
    if match["size"]:
        size = sentence.number(match, "size")
        measure = sentence.code(match["volume"]) if match["volume"] else measure_of(size, word)
        if measure in VOLUMES:
            return built(sentence, figure, match.end(), unit_of_size(size, measure, word), word), match.end()
        if measure in MASS_IN_KG:
            kg = size * MASS_IN_KG[measure] * sentence.factor(match["volume"])
            return replace(usual(sentence, figure, match.end(), word), each_kg=kg), match.end()
    return usual(sentence, figure, match.end("box"), word), match.end("box")


def usual(sentence: Sentence, figure: Figure, end: int, word: str) -> Measured:
    """Return an amount of containers whose size was not said: of the usual one, where there is one."""
    measured = built(sentence, figure, end, unit_of(word), word)
    return measured.assuming(Assumption.CONTAINER_SIZE) if measured.unit else measured


def of_unit(sentence: Sentence, figure: Figure, match: re.Match[str]) -> tuple[Measured, int]:
    """Read "5 t", "20 big bags à 500 kg", "3 vaten van 60 liter"."""
    word = sentence.code(match["unit"])
    measured = built(sentence, figure, match.end(), unit_of(word), word).times(sentence.factor(match["unit"]))
    if word == "drum":
        measured = measured.assuming(Assumption.CONTAINER_SIZE)
    each = sentence.match("each", match.end())
    if each is None or measured.unit not in WEIGHED_EACH:
        return measured, match.end()
    measure, size = (
        sentence.code(each["unit"]),
        sentence.number(each, "number") * sentence.factor(each["unit"]),
    )
    if measure in MASS_IN_KG:
        span = sentence.line.span(figure.start, each.end())
        return replace(measured, each_kg=size * MASS_IN_KG[measure], span=span), each.end()
    unit = unit_of_size(size, measure, word)
    return built(sentence, figure, each.end(), unit, word), each.end()


def of_things(sentence: Sentence, figure: Figure, _noun: re.Match[str]) -> tuple[Measured, int]:
    """Read "60 binnendeuren": the things stay in the line, for they are the material."""
    return built(sentence, figure, figure.end, "piece"), figure.end


def sized_without_count(sentence: Sentence) -> re.Match[str] | None:
    """Return a container that is named with its size but without a number: "rolcontainer 660"."""
    big = big_words(sentence.language)
    for match in sentence.grammar["sized"].finditer(sentence.line.read):
        counted = re.search(rf"{MARK}\s*(?:[x×]\s*)?-?\s*{big}$", sentence.line.read[: match.start()])
        sized = match["volume"] or measure_of(sentence.number(match, "size"), sentence.code(match["box"]))
        if sized and not counted:
            return match
    return None


def one_container(sentence: Sentence, match: re.Match[str]) -> Measured:
    """Return the one container or load of a line that names it without a number, or with its size only."""
    word = sentence.code(match["box"])
    one = Figure(Decimal(1), Decimal(1), Decimal(1), *match.span())
    if "size" in match.re.groupindex:
        measured, _ = of_boxes(sentence, one, match)
        return measured.assuming(Assumption.COUNT)
    if word in USUAL:
        return usual(sentence, one, match.end(), word).assuming(Assumption.COUNT)
    return built(sentence, one, match.end(), unit_of(word), word).assuming(Assumption.COUNT)


def chosen(found: tuple[Measured, ...], line: Line, language: str) -> tuple[Measured | None, Line, bool]:
    """Return the amount that counts of several, the line without it, and whether it has to be asked which.

    "20 stoelen van 8 kg per stuk" is a count and its weight; else a weight counts before what it weighs.
    """
    if len(found) < 2:
        return (found[0] if found else None), line, False
    if Assumption.COUNT in found[0].assumed and not found[1].unit and not found[1].word:
        return counted(found[0], found[1]), line, False
    first, second = found[0], found[1]
    masses = [one for one in found if one.unit in MASS_IN_KG]
    each = said_of_each(first, second, line, language) if masses[:1] == [second] else None
    if second.unit in VOLUMES and (sized := of_said_size(first, second, line, language)):
        return sized
    if each and (first.unit in WEIGHED_EACH or first.word in USUAL):
        kg = second.value * MASS_IN_KG[second.unit]
        return replace(first, each_kg=kg), replace(line, taken=(*line.taken, each)), False
    if len(masses) == 1 and len(found) == 2:
        return masses[0], line, False
    named = [one for one in found if one.word] or list(found)
    return named[0], line, len(named) > 1


def counted(container: Measured, number: Measured) -> Measured:
    """Return containers that were named apart from their number: "kliko's met schillen, 4 per week"."""
    kept = tuple(one for one in container.assumed if one is not Assumption.COUNT)
    return replace(
        container, low=number.low, value=number.value, high=number.high, assumed=(*kept, *number.assumed)
    )


def of_said_size(
    first: Measured, second: Measured, line: Line, language: str
) -> tuple[Measured, Line, bool] | None:
    """Return the containers of "1 container hout van 10 m3", None where that is an amount of its own."""
    each = said_of_each(first, second, line, language)
    unit = unit_of_size(second.value, second.unit, first.word)
    open_size = first.word in USUAL and (not first.unit or Assumption.CONTAINER_SIZE in first.assumed)
    if not (each and first.unit in WEIGHED_EACH) and not (open_size and (each or ":" not in unit)):
        return None
    measure, _, size = unit.partition(":")
    kept = tuple(one for one in first.assumed if one is not Assumption.CONTAINER_SIZE)
    sized = replace(first, unit=measure, assumed=kept)
    taken = (*line.taken, each) if each else line.taken
    return (sized.times(Decimal(size)) if size else sized), replace(line, taken=taken), False


def said_of_each(first: Measured, second: Measured, line: Line, language: str) -> Span | None:
    """Return the words that say a weight of each of the things counted before it, None where it is of all."""
    grammar = grammar_of(language)
    before = grammar["before_each"].search(line.typed[first.span.end : second.span.start].lower())
    behind = grammar["behind_each"].match(line.typed[second.span.end :].lower())
    if not before and not behind:
        return None
    start = first.span.end + before.start() if before else second.span.start
    return Span(start, second.span.end + (behind.end() if behind else 0))


@cache
def big_words(language: str) -> str:
    """Return a pattern of what may stand between a number and its unit: "3 grote containers"."""
    return rf"(?:{phrases_of(language).pattern('big')}\s+)?"


@cache
def grammar_of(language: str) -> dict[str, re.Pattern[str]]:
    """Return the patterns of a language by name."""
    phrases = phrases_of(language)
    unit, of, each = (phrases.pattern(kind) for kind in ("unit", "of", "each"))
    bins = phrases.pattern("unit", codes=USUAL)
    boxes = phrases.pattern("unit", codes=(*USUAL, "ibc", "drum"))
    volume, measure = (
        phrases.pattern("unit", codes=codes) for codes in (VOLUMES, (*VOLUMES, "kg", "t", "g"))
    )
    lone = phrases.pattern("unit", codes=(*USUAL, "ibc", "bigbag", "load"))
    number, big = rf"{MARK}+", big_words(language)
    held = rf"(?:{of}\s*)?{ROUNDABOUT}\s*"
    of_size = rf"(?P<size>{number})\s*-?\s*(?P<volume>{volume})"
    of_any_size = rf"(?P<size>{number})\s*-?\s*(?P<volume>{measure})?"
    patterns = {
        "times_size": rf"(?:\s*[x×]\s*|\s+{held}|\s*stuks\s+{held}){of_size}[\s-]*(?P<box>{boxes})?",
        "size_of_box": rf"\s*-?\s*(?P<volume>{volume}|(?:l|liter|litre|m3)(?=-))[\s-]*(?P<box>{boxes})",
        "box": rf"(?:\s*[x×])?\s*-?\s*{big}(?P<box>{bins})"
        rf"(?:\s*\(?\s*{held}{of_any_size}\s*(?:{each})?\s*\)?)?",
        "sized": rf"(?P<box>{bins})\s*\(?\s*{held}(?P<size>{number})\s*-?\s*"
        rf"(?:(?P<volume>{volume})|(?!\s*{unit}))\s*\)?",
        "unit": rf"(?:\s*[x×])?\s*-?\s*{big}(?P<unit>{unit})\.?",
        "each": rf"\s*\(?\s*(?:{of})\s*{ROUNDABOUT}\s*(?P<number>{number})\s*(?P<unit>{measure})"
        rf"\s*(?:{each})?\s*\)?",
        "noun": rf"\s*(?:[x×]\s*)?(?P<noun>(?!{NO_THING})[^\W\d_]+)",
        "lone": rf"(?P<box>{lone})",
        "one_of": rf"(?P<box>{ONE_PACKAGE})\s*(?=(?:met|vol|of|full\s+of|mit|voll|von)(?![^\W_]))",
        "of_what": r"\s*(?:of|van|von|aan)(?=\s+[^\W\d_])",
        "or_so": r"\s*,?\s*(?:of\s+zo|ofzo|or\s+so|oder\s+so|ongeveer|circa|ca\.?)(?![^\W\d_])",
        "before_each": rf"(?:{of})\s*{ROUNDABOUT}\s*$",
        "behind_each": rf"\s*(?:{each})",
    }
    return {name: re.compile(pattern) for name, pattern in patterns.items()}
