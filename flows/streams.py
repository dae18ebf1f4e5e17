"""A stream: a rate or a lot of one material at one place and time, offered or needed."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from flows.distance import Position
from flows.errors import FlowsError, OutOfRangeError

GRAM = Decimal("0.000001")
"""One gram in tonnes: what every weight is rounded to."""

MOST_TONNES = Decimal(1_000_000_000)
"""More than any site handles in a year; a larger figure is a slip of the unit."""


class Side(StrEnum):
    """Which half of a match a listing is."""

    OFFER = "offer"
    NEED = "need"


class Grade(StrEnum):
    """How far a quantity can be trusted."""

    MEASURED = "A"
    DECLARED = "B"
    CONVERTED = "C"
    ASSUMED = "D"


class Form(StrEnum):
    """The shape in which a stream is handed over."""

    LOOSE = "loose"
    BALED = "baled"
    BAGGED = "bagged"
    PIECE = "piece"
    PALLET = "pallet"
    LIQUID = "liquid"
    SLUDGE = "sludge"
    POWDER = "powder"
    GAS = "gas"
    OTHER = "other"


class RangeOrderError(FlowsError):
    """The low end of a range lies above its high end."""

    code = "range.order"

    def __init__(self, low: object, likely: object, high: object) -> None:
        super().__init__(low, likely, high)
        self.low, self.likely, self.high = low, likely, high

    def __str__(self) -> str:
        return f"a range runs from low to high; this one is {self.low}, {self.likely}, {self.high}"


class DateOrderError(FlowsError):
    """A stream ends before it begins."""

    code = "dates.order"

    def __init__(self, start: date, end: date) -> None:
        super().__init__(start, end)
        self.start, self.end = start, end

    def __str__(self) -> str:
        return f"the last day {self.end} lies before the first day {self.start}"


def to_the_gram(tonnes: Decimal) -> Decimal:
    """Return tonnes rounded to the gram, without noughts behind them and without an exponent."""
    short = tonnes.quantize(GRAM).normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short


@dataclass(frozen=True, slots=True)
class Range:
    """A quantity in tonnes as it is known: lowest, likely and highest."""

    low: Decimal
    likely: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        for name in ("low", "likely", "high"):
            value = getattr(self, name)
            if not (value.is_finite() and 0 <= value <= MOST_TONNES):
                raise OutOfRangeError(f"tonnes_{name}", value, f"from 0 to {MOST_TONNES}")
        if not self.low <= self.likely <= self.high:
            raise RangeOrderError(self.low, self.likely, self.high)

    def times(self, low: Decimal, likely: Decimal, high: Decimal) -> "Range":
        """Return this range after a conversion that keeps such shares of it."""
        return Range(self.low * low, self.likely * likely, self.high * high)

    def to_the_gram(self) -> "Range":
        """Return this range as it is stored."""
        return Range(to_the_gram(self.low), to_the_gram(self.likely), to_the_gram(self.high))


def exactly(tonnes: Decimal) -> Range:
    """Return the range of a quantity known without doubt, in tonnes."""
    return Range(tonnes, tonnes, tonnes)


@dataclass(frozen=True, slots=True)
class Amount:
    """How much: tonnes a year when recurring, tonnes in all when one-off, and how sure.

    ``taken_once`` is what one-offs already take of a yearly amount in the year from today.
    """

    tonnes: Range
    grade: Grade
    recurring: bool
    taken_once: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Availability:
    """When a stream can be had or is wanted: first and last day, each open where None."""

    start: date | None = None
    end: date | None = None

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.end < self.start:
            raise DateOrderError(self.start, self.end)

    @property
    def known(self) -> bool:
        """Return whether anything at all is known of the timing."""
        return self.start is not None or self.end is not None

    def covers(self, day: date) -> bool:
        """Return whether it can be had on a day; an open end excludes no day."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def left_on(self, today: date | None) -> "Availability | None":
        """Return what is left of it on a day, None if it is over; where nothing was told nothing is known."""
        if today is None or not self.known:
            return self
        if self.end is not None and self.end < today:
            return None
        return Availability(max(self.start or today, today), self.end)

    def together(self, other: "Availability") -> "Availability | None":
        """Return the days that both have, open where both are, None if they miss each other."""
        start = max((one.start for one in (self, other) if one.start is not None), default=None)
        end = min((one.end for one in (self, other) if one.end is not None), default=None)
        missed = start is not None and end is not None and end < start
        return None if missed else Availability(start, end)


@dataclass(frozen=True, slots=True)
class Quality:
    """What a stream is like (offer) or may at most be like (need); None where unanswered.

    Percentages are by mass, 0–100; ``classes`` are codes such as wood class A, B, C.
    """

    form: Form | None = None
    contamination_pct: float | None = None
    moisture_pct: float | None = None
    classes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("contamination_pct", "moisture_pct"):
            value = getattr(self, name)
            if value is not None and not 0 <= value <= 100:
                raise OutOfRangeError(name, value, "from 0 to 100")


@dataclass(frozen=True, slots=True)
class Stream:
    """One listing as the matcher sees it; every field but id and material may be unknown.

    ``max_km`` is the farthest road distance in km that its owner accepts, ``eural`` the code of the waste.
    """

    id: str
    material: str
    amount: Amount | None = None
    availability: Availability = field(default_factory=Availability)
    quality: Quality = field(default_factory=Quality)
    position: Position | None = None
    max_km: float | None = None
    organisation: str = ""
    eural: str = ""

    def __post_init__(self) -> None:
        if self.max_km is not None and not 0 < self.max_km <= 40_000:
            raise OutOfRangeError("max_km", self.max_km, "above 0 and at most 40000")


@dataclass(frozen=True, slots=True)
class Offer(Stream):
    """A stream that is available."""


@dataclass(frozen=True, slots=True)
class Need(Stream):
    """A stream that is wanted; its quality says what is the most it accepts."""
