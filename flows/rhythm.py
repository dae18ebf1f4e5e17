"""Rhythm: how often something comes back, as said, and what that makes of an amount in one of our periods."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from flows.numerals import MARK, Numerals, read_numerals
from flows.phrases import Meaning, phrases_of
from flows.readings import Doubt, Fact, Said
from flows.typed import Line
from flows.units import TIMES_A_YEAR

SIXTH_DECIMAL = Decimal("0.000001")
THIRD_DECIMAL = Decimal("0.001")

ONE = Decimal(1)
ONCE = "once"
WORKING_DAYS = 5
HOURS = Decimal(24)
"""Hours of a day in which what is told by the hour is taken to come."""

OPEN = {"unclear": Doubt.INTERVAL, "irregular": Doubt.IRREGULAR}
"""Adverbs that leave open how often."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """So many times every so many periods: twice a week, or once every two weeks.

    ``hourly`` tells that it was said by the hour, so that whole days of ``HOURS`` are assumed.
    """

    times: Decimal
    every: Decimal
    period: str
    hourly: bool = False

    @property
    def once(self) -> bool:
        """Return whether it does not come back."""
        return self.period == ONCE

    def rate(self, value: Decimal) -> tuple[Decimal, str]:
        """Return an amount that comes in this rhythm as an amount in one of our periods.

        The said period is kept where that is exact; else the amount is told for a year.
        """
        for period in (self.period, *WIDER.get(self.period, ())):
            inside = self._within(value, period)
            if inside == inside.quantize(SIXTH_DECIMAL):
                return inside, period
        return self._within(value, "year").quantize(THIRD_DECIMAL, ROUND_HALF_UP), "year"

    def _within(self, value: Decimal, period: str) -> Decimal:
        """Return how much of it comes in one of a wider period, by the fixed counts of a year."""
        if period == self.period:
            return _plain(value * self.times / self.every)
        own, wider = TIMES_A_YEAR[self.period] or Decimal(1), TIMES_A_YEAR[period] or Decimal(1)
        return _plain(value * self.times * own / self.every / wider)


def _plain(number: Decimal) -> Decimal:
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


WIDER = {"day": ("week",), "week": ("year",), "month": ("quarter", "year"), "quarter": ("year",)}
"""Where a rhythm goes that is no whole part of its own period: every three months is once a quarter."""

ONCE_ONLY = Rhythm(ONE, ONE, ONCE)
WEEKLY = Rhythm(ONE, ONE, "week")
"""What one weekday says too; beside another rhythm it only tells on which day."""
EVERY_HOUR = Rhythm(HOURS, ONE, "day", hourly=True)


@dataclass(frozen=True, slots=True)
class Found:
    """A rhythm that was said, None where none was; the words that say it and what is unclear in it."""

    rhythm: Rhythm | None = None
    said: tuple[Said, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def read_rhythm(line: Line, language: str) -> tuple[Found, Line, Numerals]:
    """Return how often, the line without the words that say so, and its numbers, marked in it from now on.

    Adverbs come first, for some hold a number word of their own: "one-off", "in één keer".
    """
    adverbs, line = found_by(adverb_patterns(language), line, {}, language)
    line, numerals = read_numerals(line, language)
    others, line = found_by(patterns(language), line, numerals, language)
    rhythm = joined([*adverbs.rhythms, *others.rhythms])
    return Found(rhythm, (*adverbs.said, *others.said), (*adverbs.doubts, *others.doubts)), line, numerals


@dataclass(frozen=True, slots=True)
class Phrased:
    """The rhythms that some patterns find, the words that say them and what is unclear in them."""

    rhythms: tuple[Rhythm, ...]
    said: tuple[Said, ...]
    doubts: tuple[Doubt, ...]


def found_by(
    ways: Iterable[re.Pattern[str]], line: Line, numerals: Numerals, language: str
) -> tuple[Phrased, Line]:
    """Return what patterns find in a line, and the line without it."""
    said: list[Said] = []
    rhythms: list[Rhythm] = []
    doubts: list[Doubt] = []
    for pattern in ways:
        while match := pattern.search(line.read):
            rhythm = rhythm_of(match, numerals, language)
            said.append(Said(Fact.PERIOD, line.span(*match.span())))
            line = line.without(*match.span())
            if isinstance(rhythm, Doubt):
                doubts.append(rhythm)
            else:
                rhythms.append(rhythm)
    return Phrased(tuple(rhythms), tuple(said), tuple(dict.fromkeys(doubts))), line


def joined(rhythms: list[Rhythm]) -> Rhythm | None:
    """Return the one rhythm of several phrases: "10 kg a day, on weekdays" is so much per working day."""
    by_the_hour = next((rhythm for rhythm in rhythms if rhythm.hourly), None)
    if by_the_hour is not None:
        return on_days(by_the_hour, [rhythm for rhythm in rhythms if not rhythm.hourly])
    coming_back = [rhythm for rhythm in rhythms if not rhythm.once]
    coming_back = [rhythm for rhythm in coming_back if rhythm != WEEKLY] or coming_back
    by_period = {rhythm.period: rhythm for rhythm in reversed(coming_back)}
    if "day" in by_period and "working_day" in by_period:
        return by_period["working_day"]
    weekly = by_period.get("week")
    if "day" in by_period and weekly is not None and weekly.times > 1:  # "so many days a week"
        return Rhythm(ONE, ONE, "working_day") if weekly.times == WORKING_DAYS else weekly
    return coming_back[0] if coming_back else next(iter(rhythms), None)


def on_days(by_the_hour: Rhythm, others: list[Rhythm]) -> Rhythm:
    """Return what comes by the hour on the days that were said besides: "5 m3 per uur, op werkdagen"."""
    days = joined(others)
    if days is not None and days.period == "working_day":
        return replace(by_the_hour, period="working_day")
    if days is not None and days.period == "week" and days.times > 1:
        return replace(by_the_hour, times=by_the_hour.times * days.times, period="week")
    return by_the_hour


def rhythm_of(match: re.Match[str], numerals: Numerals, language: str) -> Rhythm | Doubt:
    """Return the rhythm that a match says."""
    parts = match.groupdict()
    phrases = phrases_of(language)
    if parts.get("adverb"):
        return by_adverb(phrases.meaning("adverb", parts["adverb"]))
    if parts.get("days"):
        return Rhythm(Decimal(len(re.findall(phrases.pattern("weekday"), parts["days"]))), ONE, "week")
    often = Decimal(phrases.meaning("often", parts["often"]).code) if parts.get("often") else ONE
    times = counted(match, "times", numerals) or often
    every = counted(match, "every", numerals) or (Decimal(2) if parts.get("other") else ONE)
    if parts.get("period"):
        meaning = phrases.meaning("period", parts["period"])
        return tidy(times, every * meaning.factor, meaning.code)
    return tidy(times, every, SHORT[parts["short"]])


def by_adverb(meaning: Meaning) -> Rhythm | Doubt:
    """Return the rhythm of an adverb, or what has to be asked about it."""
    if meaning.code in OPEN:
        return OPEN[meaning.code]
    return ONCE_ONLY if meaning.code == ONCE else tidy(ONE, meaning.factor, meaning.code)


def counted(match: re.Match[str], group: str, numerals: Numerals) -> Decimal | None:
    """Return the number that a group of marks stands for."""
    if group not in match.re.groupindex or match[group] is None:
        return None
    numeral = numerals.get(match.start(group))
    return numeral.value if numeral and numeral.value > 0 else None


def tidy(times: Decimal, every: Decimal, period: str) -> Rhythm:
    """Return a rhythm in the period people mean: fourteen days are two weeks, three months a quarter."""
    if period == "hour":
        return replace(EVERY_HOUR, times=HOURS * times, every=every)
    if period == "day" and every > 1 and every % 7 == 0:
        return Rhythm(times, every / 7, "week")
    if period == "month" and every == 6:
        return Rhythm(times * 2, ONE, "year")
    if period == "month" and every in (3, 12):
        return Rhythm(times, ONE, "quarter" if every == 3 else "year")
    return Rhythm(times, every, period)


SHORT = {
    **dict.fromkeys(("u", "h", "hr"), "hour"),
    **dict.fromkeys(("d", "dg"), "day"),
    **dict.fromkeys(("w", "wk"), "week"),
    **dict.fromkeys(("m", "mnd", "mo"), "month"),
    **dict.fromkeys(("kw", "q"), "quarter"),
    **dict.fromkeys(("j", "jr", "y", "yr"), "year"),
}
"""Letters behind "p" or "/" that stand for a period."""


def comes_back(read: str, language: str) -> bool:
    """Return whether a text says that something comes back."""
    return any(pattern.search(read) for pattern in returning(language))


@cache
def returning(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of the plainest ways to say that something comes back."""
    phrases = phrases_of(language)
    codes = frozenset(TIMES_A_YEAR) - {ONCE}
    before = rf"(?:{phrases.pattern('every')}|{phrases.pattern('per')})"
    plain = rf"{before}\s*(?:[0-9]+\s*)?{phrases.pattern('period')}"
    return re.compile(plain), re.compile(phrases.pattern("adverb", codes=codes - {"working_day"}))


WHICH = (
    r"(?:eerste|tweede|derde|vierde|laatste|first|second|third|fourth|last"
    r"|erste[nr]?|zweite[nr]?|dritte[nr]?|vierte[nr]?|letzte[nr]?)"
)
OF_THE = r"(?:(?:van|in|of)\s+(?:de|iedere|elke|the|every|each)|im|des|jedes)"
"""Which weekday of a month: "de eerste maandag van de maand"."""


@cache
def patterns(language: str) -> tuple[re.Pattern[str], ...]:
    """Return the ways to say how often, in the order in which they are tried."""
    return tuple(re.compile(pattern) for pattern in _patterns(language))


@cache
def adverb_patterns(language: str) -> tuple[re.Pattern[str], ...]:
    """Return the pattern of one word that says how often."""
    return (re.compile(rf"(?P<adverb>{phrases_of(language).pattern('adverb')})"),)


def _patterns(language: str) -> Iterator[str]:
    phrases = phrases_of(language)
    words = {kind: phrases.pattern(kind) for kind in ("period", "every", "per", "times", "weekday", "often")}
    number = rf"{MARK}+"
    how_often = rf"(?:(?P<times>{number})\s*{words['times']}|(?P<often>{words['often']}))"
    others = r"(?:andere|tweede|other|second|zweite[nrs]?|andere[nrs]?)"
    period = rf"(?P<period>{words['period']})"
    joint = r"(?:\s*(?:,|en|and|und|&|\+)\s*)"
    before_day = rf"(?:{words['every']}|{words['per']}|op|on|am|ieder[e]?)\s*"
    yield rf"{how_often}[\s,]*(?:{words['every']}|{words['per']})\s*(?:(?P<every>{number})\s*)?{period}"
    yield rf"{how_often}[\s,]*(?:p\s?/?\s?|/\s?)(?P<short>{'|'.join(SHORT)})(?![^\W_])"
    yield rf"{words['every']}\s*(?P<every>{number})\s*{period}"
    yield rf"{words['per']}\s*(?P<every>{number})\s*{period}"
    yield rf"(?:{words['every']}|{words['per']})\s*(?P<other>{others})\s+{period}"
    if language == "nl":
        yield rf"om\s+d(?:e|'n)\s+(?P<other>(?={words['period']})){period}"
    months = phrases.pattern("period", codes=["month"])
    before_which = rf"(?:{words['every']}|{words['per']}|op|on|am|the|de)?\s*{WHICH}"
    yield rf"{before_which}\s+{words['weekday']}\s+{OF_THE}\s+(?P<period>{months})"
    yield rf"{before_day}(?P<days>{words['weekday']}(?:{joint}(?:{before_day})?{words['weekday']})*)"
    yield rf"(?:{words['every']}|{words['per']})\s*{period}"
    yield rf"(?:(?<![^\W_])p\.?\s?/?\s?|/\s?)(?P<short>{'|'.join(SHORT)})\.?(?![^\W_])"
