"""One line in: side, amount, rhythm and days read from what somebody types, with the words that say each."""

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache

from flows.amounts import Measured, chosen, read_amounts
from flows.batches import read_batches
from flows.containers import PACKAGES, USUAL
from flows.phrases import phrases_of
from flows.readings import Assumption, Doubt, Fact, Said
from flows.remains import material_words, only_describes, tidied
from flows.rhythm import EVERY_HOUR, ONCE_ONLY, Rhythm, on_days, read_rhythm
from flows.spelling import corrected, parted
from flows.streams import Availability, Side
from flows.timing import Timing, read_timing
from flows.typed import Line, line_of
from flows.units import LEAST_VALUE, MOST_VALUE, Quantity
from flows.weighing import BOXES, Spread

FULL = Decimal(1)
POWER = "kW"
"""What is no amount but so much energy each hour."""

CONDITION = re.compile(
    r"(?:(?<![^\W_])(?:van|op|bij|rond|at|of|around|mit|bei|von|ca\.?|ongeveer|about|etwa)\s+)*"
    r"[0-9]{1,4}(?:[.,][0-9])?(?:\s*(?:-|tot|à|to|bis)\s*[0-9]{1,4})?"
    r"\s*(?:[°º]\s*c?|(?:graden|degrees|deg|grad)(?:\s+(?:celsius|c))?|celsius|m?bar|psi)(?![^\W_])"
)
"""A temperature or a pressure: it says what heat or steam is like, not how much there is."""

FILLED_PER_CENT = re.compile(
    r"(?:voor\s+|zu\s+|ca\.?\s*|ongeveer\s+|about\s+)*(?P<share>[0-9]{1,3})\s?%\s?"
    r"(?:gevulde?|vol(?:le)?|full|filled|voll(?:e[nrsm]?)?|gefüllt)"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one typed line says: what is None or empty was not said.

    ``rest`` are the words that name the material; ``said`` tells which words say which fact; ``assumed`` and
    ``doubts`` what is taken for granted and what has to be asked.
    """

    text: str
    language: str
    side: Side
    rest: str
    amount: Measured | None
    rhythm: Rhythm | None
    fill: Decimal | None
    timing: Timing
    said: tuple[Said, ...]
    assumed: tuple[Assumption, ...]
    doubts: tuple[Doubt, ...]

    @property
    def side_said(self) -> bool:
        """Return whether the line itself says that it is an offer or a need."""
        return Assumption.SIDE not in self.assumed

    @property
    def quantity(self) -> Quantity | None:
        """Return the amount in our unit and period, None while one of them has to be asked."""
        if self.amount is None or not self.amount.unit or self.amount.readings:
            return None
        value, period = (self.rhythm or ONCE_ONLY).rate(self.amount.value)
        return Quantity(value, self.amount.unit, period) if LEAST_VALUE <= value <= MOST_VALUE else None

    @property
    def period(self) -> str:
        """Return the period of the amount, once where none was said."""
        return (self.rhythm or ONCE_ONLY).rate(self.amount.value if self.amount else FULL)[1]

    @property
    def spread(self) -> Spread | None:
        """Return the least and the most, in the unit and period of the quantity, None for an exact amount."""
        quantity, amount = self.quantity, self.amount
        if quantity is None or amount is None or amount.low == amount.high:
            return None
        share = quantity.value / amount.value
        return Spread((amount.low * share).normalize() + 0, (amount.high * share).normalize() + 0)

    @property
    def availability(self) -> Availability | None:
        """Return the first and last day, None where they are unclear."""
        if Doubt.ORDER in self.doubts:
            return None
        return Availability(self.timing.start, self.timing.end)

    def words(self, fact: Fact) -> str:
        """Return the typed words that say a fact."""
        return " … ".join(
            self.text[said.span.start : said.span.end].strip() for said in self.said if said.fact is fact
        )


def read_line(text: str, language: str, today: date) -> Reading:
    """Read one line in the language "nl", "en" or "de"; what it leaves open is marked as assumed or asked."""
    line = parted(corrected(line_of(text), language), language)
    timing, line = read_timing(line, language, today)
    sides, line = read_side(line, language)
    line = without_condition(line)
    fill, line = read_fill(line, language)
    found, marked, numerals = read_rhythm(read_batches(line, language), language)
    amounts, marked = read_amounts(marked, numerals, language)
    amount, marked, several = chosen(amounts, marked, language)
    rest = tidied(marked.rest, language)
    amount, rest = as_material(amount, rest, marked, language)
    amount, rhythm = as_energy(amount, found.rhythm)
    open_amount = (*amount_doubts(amount, line, language), *((Doubt.AMOUNTS,) if several else ()))
    said = (*sides.said, *fill.said, *timing.said, *found.said, *amount_said(amount))
    return Reading(
        text=marked.typed,
        language=language,
        side=sides.side,
        rest=rest,
        amount=amount,
        rhythm=rhythm,
        fill=fill.share,
        timing=timing,
        said=tuple(sorted(said, key=lambda one: (one.span.start, one.fact))),
        assumed=taken_for_granted(sides, amount, rhythm, fill, timing),
        doubts=tuple(dict.fromkeys((*sides.doubts, *open_amount, *found.doubts, *timing.doubts))),
    )


@dataclass(frozen=True, slots=True)
class SideFound:
    """The side of a line, and the words that say it."""

    side: Side
    said: tuple[Said, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def read_side(line: Line, language: str) -> tuple[SideFound, Line]:
    """Return whether a line offers (also where it says neither) or needs, and the line without that."""
    sides: dict[Side, list[Said]] = {Side.OFFER: [], Side.NEED: []}
    pattern, phrases = side_pattern(language), phrases_of(language)
    for side in (Side.OFFER, Side.NEED):
        for split in apart(language, side):
            if match := split.search(line.read):
                for part in ("head", "tail"):
                    sides[side].append(Said(Fact.SIDE, line.span(*match.span(part))))
                    line = line.without(*match.span(part))
    while match := pattern.search(line.read):
        phrase = " ".join(match[0].split())
        side = Side.OFFER if phrase in phrases.by_kind["offer"] else Side.NEED
        sides[side].append(Said(Fact.SIDE, line.span(*match.span())))
        line = line.without(*match.span())
    needs, offers = sides[Side.NEED], sides[Side.OFFER]
    doubts = (Doubt.SIDE,) if needs and offers else ()
    return SideFound(Side.NEED if needs else Side.OFFER, (*needs, *offers), doubts), line


@cache
def side_pattern(language: str) -> re.Pattern[str]:
    """Return the pattern of all phrases that say a side, the longest first."""
    return re.compile(phrases_of(language).pattern("need", "offer"))


@cache
def apart(language: str, side: Side) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of the phrases of a side that stand around other words."""
    return phrases_of(language).apart(side)


@dataclass(frozen=True, slots=True)
class FillFound:
    """How full the containers are, None where that was not said."""

    share: Decimal | None = None
    said: tuple[Said, ...] = ()


def read_fill(line: Line, language: str) -> tuple[FillFound, Line]:
    """Return how full, and the line without the words that say so."""
    match = FILLED_PER_CENT.search(line.read)
    if match and 0 < int(match["share"]) <= 100:
        share = Decimal(match["share"]) / 100
    else:
        match = fill_pattern(language).search(line.read)
        share = Decimal(phrases_of(language).meaning("fill", match[0]).code) if match else FULL
    if match is None:
        return FillFound(), line
    return FillFound(share, (Said(Fact.FILL, line.span(*match.span())),)), line.without(*match.span())


@cache
def fill_pattern(language: str) -> re.Pattern[str]:
    """Return the pattern of all phrases that say how full something is."""
    return re.compile(phrases_of(language).pattern("fill"))


def as_material(amount: Measured | None, rest: str, line: Line, language: str) -> tuple[Measured | None, str]:
    """Return the amount and the rest where the package is the material: "20 pallets", "40 lege kratten"."""
    if amount is None or (amount.unit not in PACKAGES and amount.word not in ("mini", "roll")):
        return amount, rest
    if not only_describes(rest, language):
        return amount, rest
    word = material_words(line.typed[amount.span.start : amount.span.end], language)
    unit = "pallet_piece" if amount.word == "pallet" else "piece"
    kept = tuple(one for one in amount.assumed if one is not Assumption.CONTAINER_SIZE)
    plain = Measured(
        amount.low,
        amount.value,
        amount.high,
        unit,
        amount.word,
        amount.span,
        amount.each_kg,
        amount.readings,
        kept,
    )
    return plain, f"{rest} {word}".strip()


def without_condition(line: Line) -> Line:
    """Return a line without the degrees and bars in it: they are no amount."""
    while match := CONDITION.search(line.read):
        line = line.without(*match.span())
    return line


def as_energy(amount: Measured | None, rhythm: Rhythm | None) -> tuple[Measured | None, Rhythm | None]:
    """Return a power as the energy that it gives each hour, on the days that were said.

    Who says "kW a year" means kWh.
    """
    if amount is None or amount.unit != POWER:
        return amount, rhythm
    energy = replace(amount, unit="kWh")
    if rhythm is None or rhythm.period == "working_day" or (rhythm.period == "week" and rhythm.times > 1):
        return energy, on_days(EVERY_HOUR, [] if rhythm is None else [rhythm])
    return energy, rhythm


def amount_said(amount: Measured | None) -> tuple[Said, ...]:
    """Return the words that say the amount."""
    return () if amount is None else (Said(Fact.AMOUNT, amount.span),)


def taken_for_granted(
    sides: SideFound, amount: Measured | None, rhythm: Rhythm | None, fill: FillFound, timing: Timing
) -> tuple[Assumption, ...]:
    """Return what a reading assumes, in a fixed order."""
    boxed = amount is not None and amount.unit in BOXES
    facts = {
        Assumption.SIDE: not sides.said,
        Assumption.FULL: boxed and fill.share is None,
        Assumption.ONCE: amount is not None and rhythm is None,
        Assumption.HOURS: amount is not None and rhythm is not None and rhythm.hourly,
        Assumption.NO_END: timing.end is None and not timing.endless and not timing.doubts,
        Assumption.EMPTY_PALLETS: amount is not None and amount.unit == "pallet_piece",
    }
    told = {
        *timing.assumed,
        *(amount.assumed if amount else ()),
        *(fact for fact, holds in facts.items() if holds),
    }
    return tuple(assumption for assumption in Assumption if assumption in told)


def amount_doubts(amount: Measured | None, line: Line, language: str) -> tuple[Doubt, ...]:
    """Return what has to be asked of an amount."""
    if amount is None:
        return (Doubt.AMOUNT,)
    bare = phrases_of(language).pattern("bare")
    facts = {
        Doubt.NUMBER: bool(amount.readings),
        Doubt.CONTAINER: not amount.unit and amount.word in USUAL,
        Doubt.UNIT: not amount.unit and amount.word not in USUAL,
        Doubt.PALLET: amount.unit == "pallet_piece" and not re.search(bare, line.read),
    }
    return tuple(doubt for doubt, holds in facts.items() if holds)
