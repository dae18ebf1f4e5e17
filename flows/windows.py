"""Windows: the days that an expression such as "eind maart", "KW 12" or "Q2 2027" stands for."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from flows.dates import AmbiguousDateError, DateFormatError, read_date
from flows.phrases import Phrases, phrases_of

YEAR = r"(?:20[2-9][0-9])"
SHORT_YEAR = rf"(?:{YEAR}|'[2-9][0-9])"

SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 2)}
"""First and last month, as meteorologists count."""

ORDINALS = {
    "eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "laatste": 4, "1e": 1, "2e": 2, "3e": 3, "4e": 4,
    "first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
    "erstes": 1, "zweites": 2, "drittes": 3, "viertes": 4, "letztes": 4, "ersten": 1, "zweiten": 2, "dritten": 3,
    "vierten": 4, "letzten": 4, "1.": 1, "2.": 2, "3.": 3, "4.": 4, "1ste": 1, "2de": 2, "3de": 3, "4de": 4,
}  # fmt: skip

NEXT = r"(?:volgende|volgend|komende|komend|aanstaande|eerstvolgende|next|coming|nächste[nrsm]?|kommende[nrsm]?)"
THIS = r"(?:deze|dit|this|the|de|het|diese[nrsm]?|des|der|laufende[nrsm]?)"
SPACES = r"\s+"

FEASTS = {
    r"(?:de\s+)?kerst(?:mis)?|christmas|weihnachten": ((12, 24), (12, 26)),
    r"oud\s+en\s+nieuw|nieuwjaar|new\s+year(?:'s)?(?:\s+eve)?|silvester|jahreswechsel": ((12, 31), (12, 31)),
}


@dataclass(frozen=True, slots=True)
class Window:
    """The first and the last day that an expression stands for.

    ``exact`` is a day or a part of a month that has a clear end; a whole month, week or season has not,
    where somebody says "until" it. ``dated`` says that the year, or the day it counts from, was said.
    """

    first: date
    last: date
    exact: bool = True
    dated: bool = False


Reader = Callable[[re.Match[str], date], Window]


@dataclass(frozen=True, slots=True)
class Form:
    """One way to say days: its pattern, how it is read, and whether it may stand alone in a line."""

    pattern: str
    reader: Reader
    alone: bool = True


def day_pattern(language: str, *, alone: bool = False) -> str:
    """Return a pattern of every expression of days in a language, or of those that may stand alone."""
    forms = [form for form in forms_of(language) if form.alone or not alone]
    return "(?:" + "|".join(re.sub(r"\(\?P<\w+>", "(?:", form.pattern) for form in forms) + ")"


def window_of(expression: str, language: str, today: date) -> Window:
    """Return the days that an expression stands for, the next to come where no year was said.

    An expression that can be read in two ways, or names a day that does not exist, raises.
    """
    for form in forms_of(language):
        match = re.fullmatch(form.pattern, expression)
        if match:
            return form.reader(match, today)
    raise DateFormatError(expression)


@cache
def forms_of(language: str) -> tuple[Form, ...]:
    """Return the ways to say days in a language, the longest first."""
    phrases = phrases_of(language)
    return (*_by_figures(language), *_by_month(phrases), *_by_year(phrases), *_by_today(phrases))


def _by_figures(language: str) -> Iterator[Form]:
    def in_figures(match: re.Match[str], today: date) -> Window:
        return _day(match[0], language, today)

    yield Form(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])", in_figures)
    yield Form(r"(?<![0-9])[0-9]{1,2}([-/.])[0-9]{1,2}[-/.](?:[0-9]{4}|[0-9]{2})(?![0-9])", in_figures)
    yield Form(r"(?<![0-9])[0-3]?[0-9][-/.](?:1[0-2]|0?[1-9])\.?(?![0-9,]|[-/.][0-9])", in_figures, alone=False)


def _day(text: str, language: str, today: date) -> Window:
    """Return a day in figures: with its year, or the next one to come."""
    parts = re.findall("[0-9]+", text)
    if len(parts) == 3:
        year = parts[2] if len(parts[2]) == 4 or len(parts[0]) == 4 else f"20{parts[2]}"
        read = read_date(text if len(parts[0]) == 4 else "-".join([parts[0], parts[1], year]), language)
        return Window(read, read, dated=True)
    day, month = int(parts[0]), int(parts[1])
    if language == "en" and day <= 12 and day != month:
        raise AmbiguousDateError(text, (date(today.year, month, day), date(today.year, day, month)))
    return _coming(lambda year: (date(year, month, day),) * 2, today)


def _coming(days_of: Callable[[int], tuple[date, date]], today: date, *, exact: bool = True) -> Window:
    """Return the first window of a year that is not over."""
    for year in range(today.year - 1, today.year + 9):
        try:
            first, last = days_of(year)
        except ValueError:
            continue
        if last >= today:
            return Window(first, last, exact)
    raise DateFormatError(str(today))


def _in_year(days_of: Callable[[int], tuple[date, date]], year: str | None, today: date) -> Window:
    """Return the window of a year that was said, else the next one."""
    if year is None:
        return _coming(days_of, today)
    try:
        first, last = days_of(int(year[-2:]) + 2000)
    except ValueError as impossible:
        raise DateFormatError(year) from impossible
    return Window(first, last, dated=True)


def _by_month(phrases: Phrases) -> Iterator[Form]:
    month, part = phrases.pattern("month"), phrases.pattern("part")
    number = phrases.by_kind["month"]
    year = rf"(?:[\s,]+(?P<year>{SHORT_YEAR})(?![0-9]))?"

    def of_day(match: re.Match[str], today: date) -> Window:
        at = int(number[match["month"]].code)
        return _in_year(lambda y: (date(y, at, int(match["day"])),) * 2, match["year"], today)

    def of_part(match: re.Match[str], today: date) -> Window:
        at, piece = int(number[match["month"]].code), phrases.meaning("part", match["part"]).code
        return _in_year(lambda y: _part_of_month(y, at, piece), match["year"], today)

    def of_month(match: re.Match[str], today: date) -> Window:
        at = int(number[match["month"]].code)
        window = _in_year(lambda y: (date(y, at, 1), _month_end(y, at)), match["year"], today)
        return replace(window, exact=False)

    ending = r"(?:\.|e|de|ste|st|nd|rd|th)?"
    day = r"(?<![0-9.,])(?P<day>[0-3]?[0-9])"
    yield Form(rf"(?:the\s+)?{day}{ending}\s*(?:of\s+)?(?P<month>{month})\.?{year}", of_day)
    if phrases.language == "en":
        after = r"(?:(?:st|nd|rd|th)\b|(?![0-9]|\s+[^\W\d_]|\s*-\s*[0-9]))"
        yield Form(rf"(?P<month>{month})\.?\s+(?P<day>[0-3]?[0-9]){after}{year}", of_day)
    yield Form(rf"(?P<part>{part})[\s-]*(?:de\s+maand\s+)?(?P<month>{month})\.?{year}", of_part)
    short = re.compile("may|mar|march|jan|dec|nov|sep|maar|mon|apr|aug|oct|okt|feb|jul|jun|mai|mei")
    words = sorted(number, key=lambda word: (-len(word), word))
    plain = "|".join(rf"(?<![^\W\d_]){word}(?![^\W_])(?!-[^\W\d_])" for word in words if not short.fullmatch(word))
    of = r"(?:(?:de\s+)?maand\s+|(?:the\s+)?month\s+of\s+|monat\s+)"
    yield Form(rf"{of}?(?P<month>{plain}){year}", of_month)
    yield Form(rf"{of}?(?P<month>{month})\.?{year}", of_month, alone=False)


def _month_end(year: int, month: int) -> date:
    return (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _part_of_month(year: int, month: int, part: str) -> tuple[date, date]:
    """Return the first ten days, the days around the fifteenth, or those from the twenty-first on."""
    days = {"begin": (1, 10), "middle": (15, 15), "end": (21, 0)}[part]
    last = date(year, month, days[1]) if days[1] else _month_end(year, month)
    return date(year, month, days[0]), last


def _by_year(phrases: Phrases) -> Iterator[Form]:
    part, season = phrases.pattern("part"), phrases.pattern("season")
    year = rf"(?:[\s,-]*(?:van\s+|of\s+|in\s+)?(?P<year>{SHORT_YEAR})(?![0-9]))?"

    def of_part(match: re.Match[str], today: date) -> Window:
        piece = phrases.meaning("part", match["part"]).code
        first, last = {"begin": ((1, 1), (3, 31)), "middle": ((7, 1), (7, 1)), "end": ((10, 1), (12, 31))}[piece]
        return Window(date(int(match["year"]), *first), date(int(match["year"]), *last), dated=True)

    def of_quarter(match: re.Match[str], today: date) -> Window:
        quarter = ORDINALS[match["nth"]] if match["nth"] else int(match["q1"] or match["q2"])
        window = _in_year(lambda y: _months(y, 3 * quarter - 2, 3 * quarter), match["year"], today)
        return replace(window, exact=False)

    def of_week(match: re.Match[str], today: date) -> Window:
        week = int(match["week"])
        window = _in_year(
            lambda y: (date.fromisocalendar(y, week, 1), date.fromisocalendar(y, week, 7)), match["year"], today
        )
        return replace(window, exact=False)

    def of_season(match: re.Match[str], today: date) -> Window:
        first, last = SEASONS[phrases.meaning("season", match["season"]).code]
        window = _in_year(lambda y: _months(y, first, last), match["year"], today)
        return replace(window, exact=False)

    def of_feast(match: re.Match[str], today: date) -> Window:
        first, last = next(days for words, days in FEASTS.items() if re.fullmatch(words, match["feast"]))
        return _in_year(lambda y: (date(y, *first), date(y, *last)), match["year"], today)

    def of_whole(match: re.Match[str], today: date) -> Window:
        return Window(date(int(match[0]), 1, 1), date(int(match[0]), 12, 31), exact=False, dated=True)

    yield Form(rf"(?P<part>{part})[\s-]*(?:van\s+|of\s+|des\s+jahres\s+)?(?P<year>{YEAR})(?![0-9])", of_part)
    nth = "|".join(re.escape(word) for word in sorted(ORDINALS, key=len, reverse=True))
    quarter = r"(?:kwartaal|quarter|quartal)"
    yield Form(
        rf"(?:(?:het\s+|the\s+)?(?P<nth>{nth})\s*{quarter}|q\s?(?P<q1>[1-4])(?![0-9])|{quarter}\s(?P<q2>[1-4])(?![0-9])){year}",
        of_quarter,
    )
    number = r"(?P<week>5[0-3]|[1-4]?[0-9])(?![0-9,.]|\s*x\b)"
    yield Form(rf"(?<![^\W\d_])(?:week|wk|weeknr|weeknummer|kw|kalenderwoche)\.?\s?{number}{year}", of_week)
    near = rf"(?:{NEXT}|{THIS}|im|in\s+the)"
    yield Form(rf"(?:{near}\s+(?P<season>{season}){year})", of_season)
    yield Form(rf"(?P<season>{season})[\s,]+(?P<year>{YEAR})", of_season)
    yield Form(rf"(?P<season>{season}){year}", of_season, alone=False)
    feast = "|".join(rf"(?<![^\W\d_])(?:{words})(?![^\W\d_])" for words in FEASTS)
    yield Form(rf"(?P<feast>{feast}){year}", of_feast, alone=False)
    yield Form(rf"(?<![0-9.,]){YEAR}(?![0-9]|[.,][0-9]|\s*(?:{phrases.pattern('unit')}|x\b|[^\W\d_]))", of_whole, alone=False)


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    """Return the days from the first of one month to the last of another, over the turn of the year if need be."""
    return date(year, first, 1), _month_end(year + (last < first), last)


def _by_today(phrases: Phrases) -> Iterator[Form]:
    weekday, part = phrases.pattern("weekday"), phrases.pattern("part")
    kinds = {"week": "week|woche|waek", "month": "maand|month|monats?|mnd", "year": "jaar|year|jahr(?:es)?|jr",
             "quarter": "kwartaal|quarter|quartals?"}  # fmt: skip
    spans = "|".join(kinds.values())

    def of_span(match: re.Match[str], today: date) -> Window:
        kind = next(kind for kind, words in kinds.items() if re.fullmatch(words, match["span"]))
        following = bool(match["next"])
        first, last = _span(today, kind, following=following)
        if "part" in match.re.groupindex:
            first, last = _part_of_span(first, last, phrases.meaning("part", match["part"]).code)
        return Window(first, last, exact="part" in match.re.groupindex, dated=True)

    def of_weekday(match: re.Match[str], today: date) -> Window:
        ahead = (int(phrases.meaning("weekday", match["weekday"]).code) - today.isoweekday()) % 7 or 7
        day = today + timedelta(days=ahead)
        return Window(day, day, dated=True)

    def of_weekday_next(match: re.Match[str], today: date) -> Window:
        monday, _ = _span(today, "week", following=True)
        day = monday + timedelta(days=int(phrases.meaning("weekday", match["weekday"]).code) - 1)
        return Window(day, day, dated=True)

    def of_morrow(match: re.Match[str], today: date) -> Window:
        after = match[0].startswith(("over", "über", "uber")) or "after" in match[0]
        day = today + timedelta(days=2 if after else 1)
        return Window(day, day, dated=True)

    yield Form(rf"{NEXT}\s+(?:week|woche)\s+(?P<weekday>{weekday})", of_weekday_next)
    yield Form(rf"(?P<weekday>{weekday})\s+{NEXT}\s+(?:week|woche)", of_weekday_next)
    which = rf"(?:(?P<next>{NEXT})|{THIS})"
    yield Form(rf"(?P<part>{part})\s+(?:(?:van|of|von)\s+)?(?:{which}\s+)?(?P<span>{spans})(?![^\W\d_])", of_span)
    yield Form(rf"{which.replace('|' + THIS, '|deze|dit|this|diese[nrsm]?')}\s+(?P<span>{spans})(?![^\W\d_])", of_span)
    yield Form(rf"(?:{NEXT}\s+)(?P<weekday>{weekday})", of_weekday)
    yield Form(rf"(?P<weekday>{weekday})(?:\s+a\.?s\.?(?![^\W\d_]))?", of_weekday, alone=False)
    tomorrow = {"nl": "overmorgen|morgen", "en": "(?:the )?day after tomorrow|tomorrow", "de": "übermorgen|morgen"}
    yield Form(rf"(?<![^\W\d_])(?:{tomorrow[phrases.language]})(?![^\W\d_])", of_morrow)


def _span(today: date, kind: str, *, following: bool) -> tuple[date, date]:
    """Return the first and last day of this week, month, quarter or year, or of the following one."""
    if kind == "week":
        monday = today + timedelta(days=(7 if following else 0) - today.weekday())
        return monday, monday + timedelta(days=6)
    length = {"month": 1, "quarter": 3, "year": 12}[kind]
    months = 12 * today.year + today.month - 1
    start = months - months % length + (length if following else 0)
    first = date(start // 12, start % 12 + 1, 1)
    end = start + length - 1
    return first, _month_end(end // 12, end % 12 + 1)


def _part_of_span(first: date, last: date, part: str) -> tuple[date, date]:
    """Return the first third, the middle day or the last third of a span; the end is its last day."""
    third = (last - first) / 3
    if part == "middle":
        return (first + (last - first) / 2,) * 2
    return (first, first + third) if part == "begin" else (last - third, last)
