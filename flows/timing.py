"""Timing: from when and until when, read from running text and counted from the day it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache

from flows.dates import AmbiguousDateError, DateFormatError
from flows.day_words import Clock, day_pattern
from flows.numerals import figure_pattern, small_number
from flows.phrases import Phrases, phrases_of
from flows.readings import Assumption, Doubt, Fact, Said
from flows.rhythm import comes_back
from flows.typed import Line
from flows.windows import ONE_DAY, Window, a_year_later, moved


@dataclass(frozen=True, slots=True)
class Timing:
    """The first and last day that were said, None where nothing was; what was assumed and what is unclear.

    ``lasts`` is for how many periods of which kind, from the first day that is said besides, or from today.
    """

    start: date | None = None
    end: date | None = None
    endless: bool = False
    lasts: tuple[str, int] | None = None
    said: tuple[Said, ...] = ()
    assumed: tuple[Assumption, ...] = ()
    doubts: tuple[Doubt, ...] = ()


class Way(StrEnum):
    """In which way a phrase places a stream in time."""

    RANGE = "range"
    DAYS_OF_MONTH = "days_of_month"
    WEEKS = "weeks"
    LASTING = "lasting"
    AHEAD = "ahead"
    FROM = "from"
    AFTER = "after"
    UNTIL = "until"
    THROUGH = "through"
    BEFORE = "before"
    PLACED = "placed"
    NOW = "now"
    EXCEPT = "except"
    ENDLESS = "endless"
    VAGUE = "vague"
    WITHIN = "in"


def read_timing(line: Line, language: str, today: date) -> tuple[Timing, Line]:
    """Return when a stream can be had or is wanted, and the line without the words that say so."""
    timing, clock = Timing(), Clock(language, today)
    for way, pattern in patterns(language):
        while match := first_of(pattern, line.read, language):
            timing = noted(timing, way, match, clock, line)
            line = line.without(*match.span())
    return settled(timing, today), line


def first_of(pattern: re.Pattern[str], read: str, language: str) -> re.Match[str] | None:
    """Return the first match that is no part of a rhythm: "week 2" is none of "elke week 2 kratten"."""
    return next((match for match in pattern.finditer(read) if not in_rhythm(match, read, language)), None)


def in_rhythm(match: re.Match[str], read: str, language: str) -> bool:
    """Tell whether a week, quarter or weekday that was matched follows "every", so that it comes back.

    So do weekdays without a date beside another rhythm: "per week, ophalen op dinsdag".
    """
    phrases = phrases_of(language)
    if comes_back(read, language) and not re.search(r"[0-9]", match[0]):
        days = [match[name] for name in ("day", "first", "last") if name in match.re.groupindex]
        if days and all(re.fullmatch(phrases.pattern("weekday"), one.strip()) for one in days):
            return True
    numbered = r"(?:week|wk|weeks|weken|kw|kwartaal|quarter|quartal)\.?\s?[0-9]"
    period = re.search(rf"(?<![^\W\d_])(?:{numbered}|{phrases.pattern('weekday')})", match[0])
    if period is None:
        return False
    before = read[: match.start() + period.start()]
    other = r"(?:other|second|andere|tweede|zweite[nrs]?)\s+"
    return re.search(rf"(?:{phrases.pattern('every', 'per')})\s*(?:{other})?$", before) is not None


def noted(timing: Timing, way: Way, match: re.Match[str], clock: Clock, line: Line) -> Timing:
    """Return the timing with what one phrase says; of two that say the same, the first counts."""
    try:
        found = told(way, match, clock)
    except (DateFormatError, AmbiguousDateError, ValueError):
        return replace(timing, doubts=(*timing.doubts, Doubt.DATE))
    span = line.span(*match.span())
    facts = [
        Said(fact, span)
        for fact, value in ((Fact.FROM, found.start), (Fact.UNTIL, found.end))
        if value is not None or found.lasts
    ]
    return replace(
        timing,
        start=timing.start or found.start,
        end=timing.end or found.end,
        endless=timing.endless or found.endless,
        lasts=timing.lasts or found.lasts,
        said=(*timing.said, *facts),
        assumed=(*timing.assumed, *found.assumed),
        doubts=(*timing.doubts, *found.doubts),
    )


def told(way: Way, match: re.Match[str], clock: Clock) -> Timing:
    """Return what one phrase says."""
    readers = {
        Way.RANGE: from_to,
        Way.DAYS_OF_MONTH: from_to,
        Way.WEEKS: from_to,
        Way.LASTING: lasting,
        Way.AHEAD: ahead,
    }
    if way in readers:
        return readers[way](match, clock)
    if way is Way.NOW:
        return Timing(start=clock.today)
    if way is Way.ENDLESS:
        return Timing(endless=True)
    if way is Way.EXCEPT:
        return Timing(assumed=(Assumption.EXCEPT,))
    if way is Way.VAGUE:
        return Timing(doubts=(Doubt.VAGUE,))
    placing = next(kind for kind in PLACINGS if match[kind]) if way is Way.PLACED else way
    if placing is Way.BEFORE and re.match(clock.phrases.pattern("part", codes=["end"]), match["day"]):
        placing = Way.THROUGH  # "before the end of the year"
    return placed(placing, clock.window(match["day"]), clock)


def placed(way: Way, window: Window, clock: Clock) -> Timing:
    """Return what "from", "until" or "in" says of a window."""
    if way is Way.FROM:
        return Timing(start=window.first)
    if way is Way.AFTER:
        return Timing(start=window.last + ONE_DAY)
    if way is Way.UNTIL:
        return until(window, clock)
    if way is Way.BEFORE:
        return Timing(end=ended_before(window, clock))
    return Timing(end=window.last) if way is Way.THROUGH else Timing(window.first, window.last)


def until(window: Window, clock: Clock) -> Timing:
    """Return until when: the last day that was said, or the day before a month, week or season begins."""
    if window.exact:
        return Timing(end=window.last)
    if clock.language == "de":  # "bis Mai" takes May in, most say
        return Timing(end=window.last, assumed=(Assumption.UNTIL,))
    return Timing(end=ended_before(window, clock), assumed=(Assumption.UNTIL,))


def ended_before(window: Window, clock: Clock) -> date:
    """Return the day before a window, of the next year if that has passed and no year was said."""
    end = window.first - ONE_DAY
    if end < clock.today and not window.dated:
        end = a_year_later(end)
    return end


def from_to(match: re.Match[str], clock: Clock) -> Timing:
    """Return a range of days: both ends belong to it, unless "until" names a month or week."""
    parts = match.groupdict()
    kind = parts.get("kind") or ""
    last, begin = clock.window(kind + parts["last"]), kind + parts["first"]
    if begin.strip(".").isdigit():  # a day without its month: it lies in the month behind it
        first_day = int(begin.strip("."))
        return Timing(last.last.replace(day=first_day), last.last)
    first = clock.window(begin)
    closing = Timing(end=last.last) if parts["closed"] or last.exact else until(last, clock)
    end, start = closing.end or last.last, first.first
    if end < start and not last.dated:
        end = a_year_later(end)
    return replace(closing, start=start, end=end)


def lasting(match: re.Match[str], clock: Clock) -> Timing:
    """Return for how long: "the next three months", "voor een half jaar"."""
    return Timing(lasts=counted(match, clock))


def ahead(match: re.Match[str], clock: Clock) -> Timing:
    """Return the day of "over twee weken", or until then if it says "within"."""
    day = ahead_of(match, clock)
    return Timing(end=day) if match["within"] else Timing(start=day)


def ahead_of(match: re.Match[str], clock: Clock) -> date:
    """Return the day that lies as far ahead as a match says."""
    return moved(clock.today, *counted(match, clock))


def counted(match: re.Match[str], clock: Clock) -> tuple[str, int]:
    """Return the kind and number of the periods that a match says."""
    count = small_number(match["number"], clock.language)
    meaning = clock.phrases.meaning("period", match["period"])
    return meaning.code, int(count * meaning.factor)


def settled(timing: Timing, today: date) -> Timing:
    """Return the timing with its ends in order, and asked where it is over or runs backwards."""
    start, end = timing.start, timing.end
    if timing.lasts is not None:
        start = start or today
        end = end or moved(start, *timing.lasts)
    doubts = timing.doubts
    if end is not None and end < today:
        doubts = (*doubts, Doubt.PAST)
    if start is not None and end is not None and end < start:
        doubts = (*doubts, Doubt.ORDER)
    assumed = tuple(dict.fromkeys(timing.assumed))
    return replace(timing, start=start, end=end, doubts=tuple(dict.fromkeys(doubts)), assumed=assumed)


@cache
def patterns(language: str) -> tuple[tuple[Way, re.Pattern[str]], ...]:
    """Return the ways to say when, with their patterns, in the order in which they are tried."""
    return tuple((way, re.compile(pattern)) for way, pattern in _patterns(language))


PLACINGS = {
    Way.THROUGH: "until",
    Way.UNTIL: "until",
    Way.BEFORE: "until",
    Way.AFTER: "from",
    Way.FROM: "from",
    Way.WITHIN: "within",
}
"""The ways in which a word before a day places a stream, and the kind of phrases among which they are."""

ARTICLE = r"(?:\s+(?:de|het|the|dem|der|den|ongeveer|ca\.?|rond|about|around))?\s*"
BETWEEN = r"(?:tussen|between|zwischen)"
UPCOMING = (
    r"(?:(?:de|the|die|den)\s+)?"
    r"(?:komende|eerstkomende|eerste|volgende|next|coming|following|nächsten?|kommenden?)"
)
NOT_THEN = (
    r"(?<![^\W_])(?:(?:maar\s+)?niet|behalve|uitgezonderd|except(?:\s+for)?|(?:but\s+)?not|außer|(?:aber\s+)?nicht)\s+"
    r"(?:(?:in|op|on|im|am|an|tijdens|during|während)\s+)?(?:(?:de|het|the|der|den|dem)\s+)?"
)
"""What stands before days on which there is nothing; they stay in the words, and are not counted with."""
REST_DAYS = (
    r"(?:(?:zomer|school|kerst)?vakanties?|bouwvak|feestdagen|weekend(?:en|s)?"
    r"|(?:summer\s+|school\s+)?holidays?|(?:sommer|schul)?ferien|feiertagen?|wochenenden?)(?![^\W_])"
)
LASTS = r"(?:voor|gedurende|for|für|during|over\s+de)"
WITHIN = r"binnen|within|innerhalb(?:\s+von)?|uiterlijk\s+over"


def _patterns(language: str) -> Iterator[tuple[Way, str]]:
    phrases = phrases_of(language)
    yield (
        Way.EXCEPT,
        rf"{NOT_THEN}(?:{day_pattern(language)}|{phrases.pattern('weekday', 'season')}|{REST_DAYS})",
    )
    yield (
        Way.VAGUE,
        rf"{phrases.pattern('vague')}(?!\s+(?:dan|than|als)(?![^\W_]))",
    )  # "niet later dan" is a day
    yield Way.ENDLESS, phrases.pattern("endless")
    yield from _ranges(phrases)
    yield from _counted(phrases)
    yield Way.NOW, phrases.pattern("now")
    placings = "|".join(rf"(?P<{way}>{phrases.pattern(kind, codes=[way])})" for way, kind in PLACINGS.items())
    no_unit = rf"(?!\s*(?:{phrases.pattern('unit')}))"
    yield Way.PLACED, rf"(?:{placings}){ARTICLE}(?P<day>{day_pattern(language)}){no_unit}"
    yield Way.WITHIN, rf"(?P<day>{day_pattern(language, alone=True)})"


def _ranges(phrases: Phrases) -> Iterator[tuple[Way, str]]:
    """Yield the ways to say from when until when in one."""
    day = day_pattern(phrases.language)
    through, until_ = (phrases.pattern("until", codes=[code]) for code in ("through", "until"))
    joint = rf"(?:(?P<closed>\s*(?:{through}|-|to|and|en|und)\s*)|\s*{until_}\s*)"
    opening = rf"(?:(?:{phrases.pattern('from', codes=['from'])}|{BETWEEN}){ARTICLE})?"
    number = r"[0-9]{1,2}"
    no_unit = rf"(?![0-9])(?!\s*(?:{phrases.pattern('unit')}))"
    weeks = r"(?P<kind>(?:week|wk|weken|weeks|kw)\s?)"
    yield Way.WEEKS, rf"{opening}{weeks}(?P<first>{number}){joint}(?P<last>{number}){no_unit}"
    yield Way.RANGE, rf"{opening}(?P<first>{day}){joint}{ARTICLE}(?P<last>{day})"
    yield Way.DAYS_OF_MONTH, rf"{opening}(?P<first>(?<![0-9.,])[0-3]?[0-9]\.?){joint}(?P<last>{day})"


def _counted(phrases: Phrases) -> Iterator[tuple[Way, str]]:
    """Yield the ways to count from today: "over twee weken", "the next three months", "eine Woche lang"."""
    number = figure_pattern(phrases.language)
    count = rf"(?P<number>{number})\s*(?P<period>{phrases.pattern('period')})"
    yield Way.AHEAD, rf"(?:(?P<within>{WITHIN})|(?:vanaf\s+)?over|in)\s+{count}"
    yield Way.LASTING, rf"{count}\s+(?:lang|long)(?![^\W_])"
    yield Way.LASTING, rf"(?:{UPCOMING}|{LASTS}(?:\s+{UPCOMING})?)\s+{count}"
