"""Numerals: figures and number words in running text, found with what they may mean."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from flows.errors import FlowsError
from flows.numbers import AmbiguousNumberError, read_number
from flows.phrases import phrases_of
from flows.typed import Line

MARK = "#"
"""What stands for each character of a number once it was found."""

ONES = {
    "nl": "een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien"
    " zeventien achttien negentien",
    "en": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen",
    "de": "ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn"
    " siebzehn achtzehn neunzehn",
}
TENS = {
    "nl": "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
}
HUNDRED = {"nl": "honderd", "en": "hundred", "de": "hundert"}
THOUSAND = {"nl": "duizend", "en": "thousand", "de": "tausend"}

COUNTED = re.compile(r"[0-9]\s+$")
"""Before "paar": 20 pairs, not 20 and a few."""

HALVES = {"½": "0.5", "¼": "0.25", "¾": "0.75"}

DIGITS = re.compile(
    r"(?:(?<![^\W_])|(?<=[0-9]x)|(?<=[0-9]×))"
    r"(?:(?P<whole>[0-9]+)?\s?(?P<sign>[½¼¾])|(?P<over>[1-9])/(?P<under>[234])(?![0-9/]|\s*[0-9])"
    r"|(?P<spaced>[0-9]{1,3}(?:\s[0-9]{3})+(?![0-9])(?:,[0-9]+)?)|(?P<plain>[0-9]+(?:[.,'][0-9]+)*))"
)
ORDINAL = re.compile(r"(?:e|de|ste|th|nd|rd)(?![^\W_])|st(?![^\W_])(?<=1st)")
SIZES = frozenset({"120", "140", "240", "360", "660", "770", "1100"})
"""Litres of bins: after another number they are a size, no thousands."""

ASIDE = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b0[0-9][0-9 -]{7,}[0-9]",  # a telephone number
        r"(?:€|\beur(?:o)?s?\s)\s?[0-9][0-9.,]*(?:,-)?|[0-9][0-9.,]*\s?(?:€|eur(?:o)?s?\b|,-|ct\b|cent\b)",
        r"\b[0-9]{1,2}[:.][0-9]{2}\s?(?:uur|u|h|uhr|am|pm)\b|\b[0-9]{1,2}:[0-9]{2}\b",
        r"(?:om|tot|voor|na|um|bis|vor|at|until|van)\s[0-9]{1,2}\s?(?:uur|uhr|am|pm)\b(?!\s*(?:per|pro))",
        r"(?<=[a-z])\s?(?:19|20)[0-9]{2}(?=\s*(?:$|[,.;)]))(?<!\bin\s[0-9]{4})",  # a year of building
        r"(?:bouwjaar|uit|anno|from|built in|aus|baujahr|jaren|jaar)\s'?(?:19|20)?[0-9]{2}(?![0-9.,])"
        r"(?=\s*(?:$|[,.;)]|[^\W\d_]{4}))",
        r"[0-9]+\s?(?:jaar|jr|years?|jahre?)[\s-](?:oud|oude|old|alte?)\b",
        r"\b(?:maat|size|größe|klasse|class|type|typ|nr\.?|nummer|number|dkr|pet|pp|pe|hr|din|euro)[\s-][0-9]+\b",
        r"[0-9]{1,4}(?:[.,][0-9]+)?\s?[x×*]\s?[0-9]{1,4}(?:[.,][0-9]+)?(?:\s?[x×*]\s?[0-9]{1,4}(?:[.,][0-9]+)?)?\s?(?:cm|mm|m|meter|metres?|inch|\")(?![^\W_])",
        r"(?<![0-9])[1-9][0-9]{1,2}[x×][1-9][0-9]{1,3}(?![0-9]|\s?(?:l|liter|litre|kg|m3))",
        r"[0-9]+(?:[.,][0-9]+)?\s?(?:cm|mm|km|inch|micron|µm?|gr?/m2|watt|volt|w|v|ah|°c|graden|grad)(?![^\W_])(?:\s(?:straal|omtrek|radius))?",
        r"[0-9]+(?:[.,][0-9]+)?\s?%",
    )
)
"""Numbers that are no amounts: prices, times, sizes, ages, distances, shares."""

POSTCODE = re.compile(r"\b[1-9][0-9]{3} ?(?!KG|ST|TO)[A-Z]{2}\b")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as it was said: exact, or from low to high; ``readings`` where it is not clear which."""

    low: Decimal
    value: Decimal
    high: Decimal
    readings: tuple[Decimal, ...] = ()

    @property
    def rough(self) -> bool:
        """Return whether the word itself gives only a range."""
        return self.low != self.high


def roughly(three: str) -> Numeral:
    """Return a number that a word says roughly: the least, the likely and the most that we assume of it."""
    low, value, high = (Decimal(number) for number in three.split())
    return Numeral(low, value, high)


Numerals = Mapping[int, Numeral]
"""Numbers by the place at which they begin in a line."""


def exact(value: Decimal | str) -> Numeral:
    """Return a number that was said exactly."""
    number = Decimal(value)
    return Numeral(number, number, number)


def read_numerals(line: Line, language: str) -> tuple[Line, Numerals]:
    """Return a line in which every number of something is marked, and those numbers by place."""
    line = without_asides(line)
    found: dict[int, Numeral] = {}
    for start, end, numeral in (*_figures(line, language), *_words(line, language)):
        if MARK not in line.read[start:end]:
            line = line.put(start, end, MARK * (end - start))
            found[start] = numeral
    return line, found


def without_asides(line: Line) -> Line:
    """Return a line without the numbers that are no amounts."""
    for match in POSTCODE.finditer(line.typed):
        places = [place for place, origin in enumerate(line.origin) if match.start() <= origin < match.end()]
        line = line.silent(places[0], places[-1] + 1) if places else line
    for pattern in ASIDE:
        for match in pattern.finditer(line.read):
            line = line.silent(*match.span())
    return line


def _figures(line: Line, language: str) -> Iterator[tuple[int, int, Numeral]]:
    place = 0
    while match := DIGITS.search(line.read, place):
        end = match.end()
        if match["spaced"] and match["spaced"].split()[-1] in SIZES:
            end = match.start() + len(match["spaced"].split()[0])
        place = max(end, place + 1)
        if not ORDINAL.match(line.read, end):
            text = line.read[match.start() : end]
            yield match.start(), end, _figure(match, text, language)


def _figure(match: re.Match[str], text: str, language: str) -> Numeral:
    if match["sign"]:
        return exact(Decimal(match["whole"] or 0) + Decimal(HALVES[match["sign"]]))
    if match["over"]:
        return exact((Decimal(match["over"]) / Decimal(match["under"])).quantize(Decimal("0.000001")))
    try:
        return exact(read_number(text, language))
    except AmbiguousNumberError as error:
        first = error.readings[0]
        return Numeral(first, first, first, error.readings)
    except FlowsError:
        return Numeral(Decimal(0), Decimal(0), Decimal(0), (Decimal(0),))


def _words(line: Line, language: str) -> Iterator[tuple[int, int, Numeral]]:
    """Find number words; a dozen or thousand behind a number multiplies it."""
    for match in _word_pattern(language).finditer(line.read):
        numeral = words_of(language)[" ".join(match[0].split())]
        counts_pairs = numeral.rough and COUNTED.search(line.read, 0, match.start())
        if not counts_pairs:
            yield match.start(), match.end(), numeral


@cache
def words_of(language: str) -> Mapping[str, Numeral]:
    """Return every number word of a language with what it says."""
    counted = {word: exact(str(number)) for word, number in _counted(language)}
    phrases = phrases_of(language).by_kind
    parts = {word: exact(meaning.code) for word, meaning in phrases["numeral"].items()}
    rough = {word: roughly(meaning.code) for word, meaning in phrases["rough"].items()}
    article = {"nl": "een", "en": "", "de": "ein"}[language]
    return {word: numeral for word, numeral in (counted | parts | rough).items() if word != article}


def _counted(language: str) -> Iterator[tuple[str, int]]:
    """Yield the words of 1 to 999, and of the thousands."""
    below = dict(_below_hundred(language))
    hundred, thousand = HUNDRED[language], THOUSAND[language]
    yield from below.items()
    space = " " if language == "en" else ""
    for times in range(1, 10):
        lead = ONES[language].split()[times - 1] + space
        lone = {"en": "a hundred"}.get(language, hundred)
        starts = [lead + hundred] if times > 1 else [lone, lead + hundred]
        for start in starts:
            yield start, 100 * times
            joint = " and " if language == "en" else ""
            yield from ((start + joint + word, 100 * times + number) for word, number in below.items())
        yield lead + thousand, 1000 * times
    yield thousand, 1000
    yield f"{ONES[language].split()[9]}{space}{thousand}", 10_000


def _below_hundred(language: str) -> Iterator[tuple[str, int]]:
    ones, tens = ONES[language].split(), TENS[language].split()
    yield from ((word, number) for number, word in enumerate(ones, start=1))
    for ten, word in enumerate(tens, start=2):
        yield word, 10 * ten
        for one, unit in enumerate(ones[:9], start=1):
            if language == "en":
                yield f"{word}-{unit}", 10 * ten + one
                yield f"{word} {unit}", 10 * ten + one
            else:
                joint = "und" if language == "de" else ("ën" if unit.endswith("e") else "en")
                yield f"{unit}{joint}{word}", 10 * ten + one


@cache
def _word_pattern(language: str) -> re.Pattern[str]:
    words = sorted(words_of(language), key=lambda word: (-len(word), word))
    alternatives = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    return re.compile(rf"(?<![^\W_])(?:{alternatives})(?![^\W_])(?!-[^\W\d_]|\s*full)")


@cache
def figure_pattern(language: str) -> str:
    """Return a pattern of a small number in digits or words, an article included."""
    phrases = phrases_of(language).by_kind
    known = {*ONES[language].split(), *phrases["numeral"], *phrases["rough"]}
    words = sorted(known, key=lambda word: (-len(word), word))
    article = {"nl": "een", "en": "a|an|one", "de": "einem|einer|einen|eine|ein"}[language]
    joined = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    return rf"(?:(?<![0-9.,])[0-9]{{1,3}}(?![0-9])|(?<![^\W_])(?:{joined}|{article})(?![^\W_]))"


def small_number(text: str, language: str) -> Decimal:
    """Return what a match of the pattern above says; an article and nothing at all are one."""
    words = " ".join(text.split())
    if words.isdigit():
        return Decimal(words)
    return words_of(language)[words].value if words in words_of(language) else Decimal(1)


def articles_before(line: Line, language: str, what: str) -> tuple[Line, Numerals]:
    """Return a line in which an article right before one of ``what`` is the number one."""
    words = {"nl": r"een|'n|n|un|ne|nen|enne|ene|ein|unne", "en": "a|an|one", "de": "eine[nmrs]?|ein"}[
        language
    ]
    pattern = re.compile(rf"(?<![^\W_])(?:{words})(?=\s+{what})(?!\s+stuk\s+of\s)")
    found: dict[int, Numeral] = {}
    for match in pattern.finditer(line.read):
        line = line.put(*match.span(), MARK * len(match[0]))
        found[match.start()] = exact("1")
    return line, found
