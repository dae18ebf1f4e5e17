"""Words for days: each way in which Dutch, English and German name a day, week, month, quarter or season."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from flows import windows
from flows.dates import AmbiguousDateError, DateFormatError, read_date
from flows.phrases import LANGUAGES, Phrases, phrases_of
from flows.windows import Window, coming, in_said_year

YEAR = r"(?:20[2-9][0-9])"
SHORT_YEAR = rf"(?:{YEAR}|'[2-9][0-9])"

ORDINALS = {
    "eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "laatste": 4, "1e": 1, "2e": 2, "3e": 3, "4e": 4,
    "first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
    "erstes": 1, "zweites": 2, "drittes": 3, "viertes": 4, "letztes": 4, "ersten": 1, "zweiten": 2,
    "dritten": 3, "vierten": 4, "letzten": 4, "1.": 1, "2.": 2, "3.": 3, "4.": 4, "1ste": 1, "2de": 2,
    "3de": 3, "4de": 4,
}  # fmt: skip

NEXT = (
    r"(?:volgende|volgend|komende|komend|aanstaande|eerstvolgende|next|coming|nächste[nrsm]?|kommende[nrsm]?)"
)
THIS = r"(?:deze|dit|this|diese[nrsm]?|laufende[nrsm]?)"
THE = r"(?:the|de|het|des|der)"

SPANS = {
    "week": "week|woche|waek",
    "month": "maand|month|monats?|mnd",
    "year": "jaar|year|jahr(?:es)?|jr",
    "quarter": "kwartaal|quarter|quartals?",
}

FEASTS = {
    r"(?:de\s+)?kerst(?:mis)?|christmas|weihnachten": ((12, 24), (12, 26)),
    r"oud\s+en\s+nieuw|nieuwjaar|new\s+year(?:'s)?(?:\s+eve)?|silvester|jahreswechsel": ((12, 31), (12, 31)),
}

MORROW = {
    "nl": r"overmorgen|morgen",
    "en": r"(?:the\s+)?day\s+after\s+tomorrow|tomorrow",
    "de": r"übermorgen|morgen",
}

ALSO_WORDS = frozenset(
    "may mar march jan dec nov sep maar mon apr aug oct okt feb jul jun mai mei".split()  # noqa: SIM905
)
"""Months that are other words too, or are cut so short: alone in a line they are no month."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What words for days are read by: the language and the day it is."""

    language: str
    today: date

    @property
    def phrases(self) -> Phrases:
        """Return the phrases of the language."""
        return phrases_of(self.language)

    def code(self, kind: str, phrase: str) -> str:
        """Return what a phrase of a kind stands for."""
        return self.phrases.meaning(kind, phrase).code

    def window(self, expression: str) -> Window:
        """Return the days of an expression, the next to come where no year was said.

        One that can be read in two ways, or names a day that does not exist, raises.
        """
        for form in forms_of(self.language):
            match = re.fullmatch(form.pattern, expression.strip())
            if match:
                return form.reader(match, self)
        raise DateFormatError(expression)


DAY_FIRST = "nl"
YEAR_AGO = timedelta(days=364)


NEARBY = {
    "vandaag": 0, "today": 0, "heute": 0,
    "gisteren": -1, "yesterday": -1, "gestern": -1,
    "eergisteren": -2, "day before yesterday": -2, "the day before yesterday": -2, "vorgestern": -2,
}  # fmt: skip
"""Days that a form is told and no offer ends on: how far they are from today."""


def typed_day(text: str, language: str, today: date, *, back: bool = False, first: bool = False) -> date:
    """Return the day that was filled in: "31 maart", "1/3/27", "eind maart", figures always day first.

    Without a year it is the next such day, or the last one where the question looks back. Of a part of a
    month it is the last day, or the ``first``. A short year that is over may be no year at all, and is asked.
    """
    if (nearby := NEARBY.get(_plain(text))) is not None:
        return today + timedelta(days=nearby)
    try:
        return read_date(text, DAY_FIRST)
    except DateFormatError:
        found = _without_long_year(text, language, today - YEAR_AGO if back else today)
        found = found or (None if back else _in_words(text, language, today, first=first))
    if found is None or (SHORT_FIGURES.fullmatch(text.strip()) and found.year < today.year):
        raise DateFormatError(text)
    return found


def some_time(text: str, language: str, today: date, *, first: bool = False) -> date:
    """Return a day like ``typed_day``, else the last (or ``first``) of a month, quarter, season or year."""
    try:
        return typed_day(text, language, today, first=first)
    except DateFormatError:
        window = Clock(language, today).window(_plain(text))
        return window.first if first else window.last


SHORT_FIGURES = re.compile(r"[0-9]+[-/.][0-9]+[-/.][0-9]{2}")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()).casefold())


def _without_long_year(text: str, language: str, today: date) -> date | None:
    """Return the day of figures or of a month's name in any of our languages, the page's own first."""
    typed = _plain(text)
    has_words = re.search(r"[^\W\d_]", typed)
    for spoken in (language, *LANGUAGES) if has_words else (DAY_FIRST,):
        for form in (one for one in forms_of(spoken) if one.reader in (day_in_figures, day_of_month)):
            match = re.fullmatch(form.pattern, typed)
            if match:
                found = _window(form, match, Clock(spoken, today))
                return found.first if found else None
    return None


def _in_words(text: str, language: str, today: date, *, first: bool) -> date | None:
    """Return an end of the days that words name clearly: "eind maart", "next Friday", "Mitte Juni 2027"."""
    typed = _plain(text)
    for spoken in (language, *LANGUAGES):
        for form in (one for one in forms_of(spoken) if one.reader is not day_in_figures):
            match = re.fullmatch(form.pattern, typed)
            found = _window(form, match, Clock(spoken, today)) if match else None
            if found is not None and found.exact:
                return found.first if first else found.last
    return None


def _window(form: "Form", match: re.Match[str], clock: Clock) -> Window | None:
    try:
        return form.reader(match, clock)
    except DateFormatError:
        return None


Reader = Callable[[re.Match[str], Clock], Window]


@dataclass(frozen=True, slots=True)
class Form:
    """One way to say days: its pattern, how it is read, and whether it may stand alone in a line."""

    pattern: str
    reader: Reader
    alone: bool = True


@cache
def day_pattern(language: str, *, alone: bool = False) -> str:
    """Return a pattern of every expression of days in a language, or of those that may stand alone."""
    forms = [form for form in forms_of(language) if form.alone or not alone]
    return "(?:" + "|".join(re.sub(r"\(\?P<\w+>", "(?:", form.pattern) for form in forms) + ")"


@cache
def forms_of(language: str) -> tuple[Form, ...]:
    """Return the ways to say days in a language, those that say more first."""
    phrases = phrases_of(language)
    ways = (_in_figures, _of_months, _of_years, _of_seasons, _from_today)
    return tuple(form for way in ways for form in way(phrases))


def _in_figures(_phrases: Phrases) -> Iterator[Form]:
    yield Form(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])", day_in_figures)
    day_first = r"(?<![0-9])[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:[0-9]{4}|[0-9]{2})(?![0-9])"
    yield Form(day_first, day_in_figures)
    without_year = r"(?<![0-9])[0-3]?[0-9][-/.](?:1[0-2]|0?[1-9])\.?(?![0-9,]|[-/.][0-9])"
    yield Form(without_year, day_in_figures, alone=False)


def day_in_figures(match: re.Match[str], clock: Clock) -> Window:
    """Read 2027-03-31, 31-3-27 or, without its year, 31/3."""
    parts = re.findall("[0-9]+", match[0])
    if len(parts) == 3:
        long = len(parts[0]) == 4
        year = parts[2] if len(parts[2]) == 4 else f"20{parts[2]}"
        day = read_date(match[0] if long else f"{parts[0]}-{parts[1]}-{year}", clock.language)
        return Window(day, day, dated=True)
    number, month = int(parts[0]), int(parts[1])
    if clock.language == "en" and number <= 12 and number != month:
        year = clock.today.year
        raise AmbiguousDateError(match[0], (date(year, month, number), date(year, number, month)))
    return coming(lambda year: (date(year, month, number),) * 2, clock.today)


def _of_months(phrases: Phrases) -> Iterator[Form]:
    month, part = phrases.pattern("month"), phrases.pattern("part")
    year = rf"(?:[\s,]+(?P<year>{SHORT_YEAR})(?![0-9]))?"
    day = r"(?<![0-9.,])(?P<day>[0-3]?[0-9])(?:\.|e|de|ste|st|nd|rd|th)?"
    yield Form(rf"(?:the\s+)?{day}\s*(?:of\s+)?(?P<month>{month})\.?{year}", day_of_month)
    if phrases.language == "en":
        after = r"(?:(?:st|nd|rd|th)\b|(?![0-9]|\s+[^\W\d_]|\s*-\s*[0-9]))"
        yield Form(rf"(?P<month>{month})\.?\s+(?P<day>[0-3]?[0-9]){after}{year}", day_of_month)
    yield Form(rf"(?P<part>{part})[\s-]*(?:de\s+maand\s+)?(?P<month>{month})\.?{year}", part_of_month)
    of = r"(?:(?:de\s+)?maand\s+|(?:the\s+)?month\s+of\s+|monat\s+)?"
    yield Form(rf"{of}(?P<month>{phrases.pattern('month', but=ALSO_WORDS)}){year}", whole_month)
    yield Form(rf"{of}(?P<month>{month})\.?{year}", whole_month, alone=False)


def day_of_month(match: re.Match[str], clock: Clock) -> Window:
    """Read "31 maart", "the 31st of March 2027", "31. März"."""
    month, day = int(clock.code("month", match["month"])), int(match["day"])
    return in_said_year(lambda year: (date(year, month, day),) * 2, match["year"], clock.today)


def part_of_month(match: re.Match[str], clock: Clock) -> Window:
    """Read "eind maart", "mid-May", "Anfang Juni 2027"."""
    month, part = int(clock.code("month", match["month"])), clock.code("part", match["part"])
    return in_said_year(lambda year: windows.part_of_month(year, month, part), match["year"], clock.today)


def whole_month(match: re.Match[str], clock: Clock) -> Window:
    """Read "maart", "March 2027"."""
    month = int(clock.code("month", match["month"]))
    days_of = lambda year: windows.months(year, month, month)  # noqa: E731
    return in_said_year(days_of, match["year"], clock.today, exact=False)


def _of_years(phrases: Phrases) -> Iterator[Form]:
    part = phrases.pattern("part")
    year = rf"(?:[\s,-]*(?:van\s+|of\s+|in\s+)?(?P<year>{SHORT_YEAR})(?![0-9]))?"
    of = r"(?:van\s+|of\s+|des\s+jahres\s+)?"
    yield Form(rf"(?P<part>{part})[\s-]*{of}(?P<year>{YEAR})(?![0-9])", part_of_year)
    nth = "|".join(re.escape(word) for word in sorted(ORDINALS, key=len, reverse=True))
    quarter = r"(?:kwartaal|quarter|quartal)"
    yield Form(rf"(?:het\s+|the\s+)?(?P<nth>{nth})\s*{quarter}{year}", quarter_by_word)
    yield Form(rf"(?:q\s?|{quarter}\s)(?P<number>[1-4])(?![0-9]){year}", quarter_by_number)
    name = r"(?<![^\W\d_])(?:week|wk|weeknr|weeknummer|kw|kalenderwoche)\.?\s?"
    yield Form(rf"{name}(?P<week>5[0-3]|[1-4]?[0-9])(?![0-9,.]|\s*x\b){year}", week_by_number)
    unit = phrases.pattern("unit")
    alone = rf"(?<![0-9.,-]){YEAR}(?![0-9]|[.,-][0-9]|\s*(?:{unit}|x\b|[^\W\d_]))"
    yield Form(alone, whole_year, alone=False)


def part_of_year(match: re.Match[str], _clock: Clock) -> Window:
    """Read "begin 2027", "end of 2027"."""
    days = windows.part_of_year(int(match["year"]), _clock.code("part", match["part"]))
    return Window(*days, dated=True)


def quarter_by_word(match: re.Match[str], clock: Clock) -> Window:
    """Read "het derde kwartaal", "third quarter of 2027"."""
    return quarter(ORDINALS[match["nth"]], match["year"], clock)


def quarter_by_number(match: re.Match[str], clock: Clock) -> Window:
    """Read "Q2 2027", "kwartaal 3"."""
    return quarter(int(match["number"]), match["year"], clock)


def quarter(number: int, year: str | None, clock: Clock) -> Window:
    """Return a quarter of a year."""
    days_of = lambda year: windows.months(year, 3 * number - 2, 3 * number)  # noqa: E731
    return in_said_year(days_of, year, clock.today, exact=False)


def week_by_number(match: re.Match[str], clock: Clock) -> Window:
    """Read "week 12", "KW 12 2027"."""
    number = int(match["week"])
    return in_said_year(lambda year: windows.week(year, number), match["year"], clock.today, exact=False)


def whole_year(match: re.Match[str], _clock: Clock) -> Window:
    """Read "2027"."""
    return Window(*windows.months(int(match[0]), 1, 12), exact=False, dated=True)


def _of_seasons(phrases: Phrases) -> Iterator[Form]:
    season = phrases.pattern("season")
    year = rf"(?:[\s,]+(?P<year>{SHORT_YEAR})(?![0-9]))?"
    yield Form(rf"(?:{NEXT}|{THIS}|{THE}|im|in\s+the)\s+(?P<season>{season}){year}", of_season)
    yield Form(rf"(?P<season>{season})[\s,]+(?P<year>{YEAR})", of_season)
    yield Form(rf"(?P<season>{season}){year}", of_season, alone=False)
    feast = "|".join(rf"(?<![^\W\d_])(?:{words})(?![^\W\d_])" for words in FEASTS)
    yield Form(rf"(?P<feast>{feast}){year}", of_feast, alone=False)


def of_season(match: re.Match[str], clock: Clock) -> Window:
    """Read "deze zomer", "Herbst 2027"."""
    ends = windows.SEASONS[clock.code("season", match["season"])]
    return in_said_year(lambda year: windows.months(year, *ends), match["year"], clock.today, exact=False)


def of_feast(match: re.Match[str], clock: Clock) -> Window:
    """Read "kerst", "New Year"."""
    first, last = next(days for words, days in FEASTS.items() if re.fullmatch(words, match["feast"]))
    return in_said_year(lambda year: (date(year, *first), date(year, *last)), match["year"], clock.today)


def _from_today(phrases: Phrases) -> Iterator[Form]:
    weekday, part = phrases.pattern("weekday"), phrases.pattern("part")
    span = rf"(?P<span>{'|'.join(SPANS.values())})(?![^\W\d_])"
    which = rf"(?:(?P<next>{NEXT})|{THIS}|{THE})"
    yield Form(rf"(?P<part>{part})\s+(?:(?:van|of|von)\s+)?(?:{which}\s+)?{span}", part_of_span)
    yield Form(rf"{NEXT}\s+(?:week|woche)\s+(?P<weekday>{weekday})", weekday_of_next_week)
    yield Form(rf"(?P<weekday>{weekday})\s+{NEXT}\s+(?:week|woche)", weekday_of_next_week)
    yield Form(rf"(?:(?P<next>{NEXT})|{THIS})\s+{span}", whole_span)
    yield Form(rf"{NEXT}\s+(?P<weekday>{weekday})", next_weekday)
    yield Form(rf"(?P<weekday>{weekday})(?:\s+a\.?s\.?(?![^\W\d_]))?", next_weekday, alone=False)
    yield Form(rf"(?<![^\W\d_])(?:{MORROW[phrases.language]})(?![^\W\d_])", tomorrow)


def part_of_span(match: re.Match[str], clock: Clock) -> Window:
    """Read "eind van de maand", "the end of next month"."""
    days = windows.span(clock.today, kind_of(match["span"]), following=bool(match["next"]))
    return Window(*windows.part_of(days, clock.code("part", match["part"])), dated=True)


def whole_span(match: re.Match[str], clock: Clock) -> Window:
    """Read "volgende week", "this year"."""
    days = windows.span(clock.today, kind_of(match["span"]), following=bool(match["next"]))
    return Window(*days, exact=False, dated=True)


def kind_of(word: str) -> str:
    """Return whether a word is a week, a month, a quarter or a year."""
    return next(kind for kind, words in SPANS.items() if re.fullmatch(words, word))


def next_weekday(match: re.Match[str], clock: Clock) -> Window:
    """Read "vrijdag", "next Monday": the next one after today."""
    ahead = (int(clock.code("weekday", match["weekday"])) - clock.today.isoweekday()) % 7 or 7
    day = clock.today + timedelta(days=ahead)
    return Window(day, day, dated=True)


def weekday_of_next_week(match: re.Match[str], clock: Clock) -> Window:
    """Read "volgende week woensdag"."""
    monday, _ = windows.span(clock.today, "week", following=True)
    day = monday + timedelta(days=int(clock.code("weekday", match["weekday"])) - 1)
    return Window(day, day, dated=True)


def tomorrow(match: re.Match[str], clock: Clock) -> Window:
    """Read "morgen", "the day after tomorrow"."""
    after = match[0].startswith(("over", "über")) or "after" in match[0]
    day = clock.today + timedelta(days=2 if after else 1)
    return Window(day, day, dated=True)
