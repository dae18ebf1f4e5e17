"""Planned works on dwellings: what they free, how much of it and when, first estimated, later counted."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from flows.buildings import ASBESTOS_BEFORE
from flows.dwelling_components import RENOVATED, Component, Dwelling, Part, Work, components_of
from flows.errors import FlowsError, OutOfRangeError, UnknownCodeError
from flows.law import YesNo
from flows.streams import Amount, Availability, DateOrderError, Grade
from flows.units import Quantity
from flows.weighing import (
    Conversion,
    NeedsWeightError,
    Spread,
    amount_of,
    conversion_for,
    spread_over,
    told,
)

MOST_DWELLINGS = 2000
"""More than one plan of works is about; a larger figure is a slip."""

MOST_COUNTED = Decimal(10_000_000)
MOST_KG = Decimal(5000)
"""Heavier than any part that is handed on whole."""

NO_HOUSE_NUMBER = re.compile(
    r"\b(?:blok|block|complex|fase|phase)\s*\d+\b"
    r"|(?:^|[,&/+]\s*|\ben\s+)\d{1,2}(?:e|ste|de)\s+(?=[^\W\d_]{3})(?!en\b|hoek\b)"
    r"|(?<!\w)(?:19|20)\d\d(?!\w)",
    re.IGNORECASE,
)
"""The number of a block, "2e" in front of the name of a street, or a year."""

HOUSE_NUMBER = re.compile(r"\d+")
"""A number as houses have them, once what is none was left out."""

SURVEYED = Grade.DECLARED
"""What was counted is what its owner declares (domain.md 4.4); nobody weighed it."""


class Exactness(StrEnum):
    """How exactly the days of works are known."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Rests(StrEnum):
    """On what an expected amount rests."""

    ESTIMATE = "estimate"
    SURVEY = "survey"


class WorksState(StrEnum):
    """Where planned works stand."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


class CancelReason(StrEnum):
    """Why planned works do not go on."""

    POSTPONED = "postponed"
    MONEY = "money"
    PERMIT = "permit"
    OTHER_PLAN = "other_plan"
    OTHER = "other"


class HouseNumberError(FlowsError):
    """The name of a group of addresses holds a house number."""

    code = "works.house_number"

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number

    def __str__(self) -> str:
        return f"{self.number} looks like a house number; name the street or the block only"


class NoPartsError(FlowsError):
    """A renovation takes nothing out, so that nothing comes free."""

    code = "works.no_parts"

    def __str__(self) -> str:
        return "say what the renovation takes out"


class AsbestosOpenError(FlowsError):
    """Something in which asbestos can be was to be offered before anybody looked for it."""

    code = "works.asbestos"

    def __init__(self, material: str) -> None:
        super().__init__(material)
        self.material = material

    def __str__(self) -> str:
        return f"{self.material} can hold asbestos; first tell the year of building or of an inventory"


class NothingFreedError(FlowsError):
    """Something was to be offered of works that free none of it any more."""

    code = "works.not_freed"

    def __init__(self, material: str) -> None:
        super().__init__(material)
        self.material = material

    def __str__(self) -> str:
        return f"these works free no {self.material} any more; change the plan or the count first"


class WorksOverError(FlowsError):
    """Something was to be offered of works whose last day has passed."""

    code = "works.over"

    def __str__(self) -> str:
        return "the last day of these works has passed; change their days first"


class CancelReasonError(FlowsError):
    """Works were cancelled without a reason, or with "something else" and no words."""

    code = "works.reason_missing"

    def __str__(self) -> str:
        return "say why: choose a reason; with something else a few words are needed"


@dataclass(frozen=True, slots=True)
class PlannedWorks:
    """What is planned: so many dwellings of a type, demolished or renovated, between two days.

    ``parts`` are codes of ``Part`` separated by blanks: what a renovation takes out. ``name`` is that of a
    street or block without house numbers.
    """

    name: str
    dwelling: Dwelling
    dwellings: int
    work: Work
    parts: str
    start: date
    until: date
    exactness: Exactness = Exactness.DAY
    built_year: int | None = None
    asbestos_checked: YesNo = YesNo.UNKNOWN

    def __post_init__(self) -> None:
        if number := HOUSE_NUMBER.search(NO_HOUSE_NUMBER.sub(" ", self.name)):
            raise HouseNumberError(number[0])
        if not 1 <= self.dwellings <= MOST_DWELLINGS:
            raise OutOfRangeError("dwellings", self.dwellings, f"from 1 to {MOST_DWELLINGS}")
        for code in self.parts.split():
            if code not in list(RENOVATED):
                raise UnknownCodeError("parts", code)
        if self.work is Work.RENOVATION and not self.parts:
            raise NoPartsError()
        if self.until < self.start:
            raise DateOrderError(self.start, self.until)
        if self.built_year is not None and not 1000 <= self.built_year <= 2200:
            raise OutOfRangeError("built_year", self.built_year, "from 1000 to 2200")

    @property
    def taken_out(self) -> tuple[Part, ...]:
        """Return the parts that a renovation takes out."""
        return tuple(Part(code) for code in self.parts.split())

    @property
    def window(self) -> Availability:
        """Return the first and last day on which things come free, as wide as the days are known."""
        return Availability(begin_of(self.start, self.exactness), end_of(self.until, self.exactness))

    @property
    def asks_asbestos(self) -> bool:
        """Return whether an inventory is asked for: of an old building, or one of which nobody told the year.

        A building from before 1994 (domain.md 1.9); it is asked, never guessed.
        """
        new = self.built_year is not None and self.built_year >= ASBESTOS_BEFORE
        return not new and self.asbestos_checked is not YesNo.YES


@dataclass(frozen=True, slots=True)
class Counted:
    """What a survey counted of one component in all dwellings together, in its own unit, on a day.

    ``kg_each`` is what one piece weighs, in kg, where somebody told.
    """

    count: Decimal
    day: date
    kg_each: Decimal | None = None

    def __post_init__(self) -> None:
        if not (self.count.is_finite() and 0 <= self.count <= MOST_COUNTED):
            raise OutOfRangeError("count", self.count, f"from 0 to {MOST_COUNTED}")
        if self.kg_each is not None and not (self.kg_each.is_finite() and 0 < self.kg_each <= MOST_KG):
            raise OutOfRangeError("kg_each", self.kg_each, f"above 0, at most {MOST_KG}")


@dataclass(frozen=True, slots=True)
class Expected:
    """How much of a component planned works free: at least, likely and at most, in its own unit.

    ``grade`` is how far the count can be trusted; the tonnes that it comes to may deserve less.
    """

    component: Component
    low: Decimal
    likely: Decimal
    high: Decimal
    grade: Grade
    rests: Rests
    surveyed_on: date | None = None
    kg_each: Decimal | None = None

    @property
    def material(self) -> str:
        """Return the material of the component."""
        return self.component.material

    @property
    def quantity(self) -> Quantity | None:
        """Return the likely amount as a listing tells it, None where there is nothing."""
        return Quantity(self.likely, self.component.unit, "once") if self.likely else None

    @property
    def spread(self) -> Spread | None:
        """Return the least and the most, None where it was counted."""
        return None if self.low == self.high else Spread(self.low, self.high)

    @property
    def weight(self) -> Conversion | None:
        """Return what one piece weighs, None where nobody told."""
        return None if self.kg_each is None else Conversion(piece=told(self.kg_each))


def expected(works: PlannedWorks, surveys: Mapping[str, Counted] | None = None) -> tuple[Expected, ...]:
    """Return what planned works free, by material of the list: what was counted, else the estimate.

    The range of so many dwellings is the sum of their ranges, as if all were off to the same side: dwellings
    of one group are alike. Raises nothing.
    """
    free = (one for one in components_of(works.dwelling) if one.comes_free(works.work, works.taken_out))
    counted = surveys or {}
    return tuple(
        surveyed(one, counted[one.material]) if one.material in counted else estimated(one, works.dwellings)
        for one in free
    )


def estimated(component: Component, dwellings: int) -> Expected:
    """Return what so many dwellings hold of a component by our estimate."""
    low, likely, high = (dwellings * end for end in (component.low, component.likely, component.high))
    return Expected(component, low, likely, high, component.grade, Rests.ESTIMATE)


def surveyed(component: Component, counted: Counted) -> Expected:
    """Return what a survey counted of a component: no range any more, and a better grade."""
    if component.unit == "piece" and counted.count != counted.count.to_integral_value():
        raise OutOfRangeError("count", counted.count, "a whole number of pieces")
    count, kg = counted.count, counted.kg_each if component.unit == "piece" else None
    return Expected(component, count, count, count, SURVEYED, Rests.SURVEY, counted.day, kg)


def tonnes_of(one: Expected) -> Amount | None:
    """Return what an expected amount weighs, in tonnes once; None where nobody knows the weight of one.

    It is as sure as the less sure of the count and the weight of one.
    """
    if one.quantity is None:
        return None
    try:
        weighed = amount_of(one.quantity, conversion_for(one.material, one.weight))
    except NeedsWeightError:
        return None
    wide = spread_over(weighed, one.quantity, one.spread)
    return Amount(wide.tonnes, max(wide.grade, one.grade), wide.recurring)


def ticked_at_first(works: PlannedWorks, found: Collection[Expected]) -> frozenset[str]:
    """Return the materials that are proposed as offers: none while asbestos is possible."""
    return frozenset() if works.asks_asbestos else frozenset(one.material for one in found if one.likely)


def check_offered(works: PlannedWorks, found: Collection[Expected], wanted: Collection[str]) -> None:
    """Refuse to offer what is not expected, or what can hold asbestos before that was looked for."""
    known = {one.material: one for one in found if one.likely}
    for material in wanted:
        if material not in known:
            raise UnknownCodeError("material", material)
        if known[material].component.suspect and works.asks_asbestos:
            raise AsbestosOpenError(material)


def still_counts(before: PlannedWorks, after: PlannedWorks) -> bool:
    """Return whether a survey of works still holds after a change: for the same dwellings only."""
    return (before.dwelling, before.dwellings) == (after.dwelling, after.dwellings)


def check_cancelled(reason: CancelReason | None, words: str) -> CancelReason:
    """Return the reason for which works are cancelled; refuse none, and "something else" without words."""
    if reason is None or (reason is CancelReason.OTHER and not words.strip()):
        raise CancelReasonError()
    return reason


def begin_of(day: date, exactness: Exactness) -> date:
    """Return the first day of the month, quarter or year of a day, or that day itself."""
    month = {
        Exactness.DAY: day.month,
        Exactness.MONTH: day.month,
        Exactness.QUARTER: day.month - (day.month - 1) % 3,
        Exactness.YEAR: 1,
    }[exactness]
    return day if exactness is Exactness.DAY else date(day.year, month, 1)


def end_of(day: date, exactness: Exactness) -> date:
    """Return the last day of the month, quarter or year of a day, or that day itself."""
    if exactness is Exactness.DAY:
        return day
    months = {Exactness.MONTH: 1, Exactness.QUARTER: 3, Exactness.YEAR: 12}[exactness]
    begin = begin_of(day, exactness)
    past = begin.month - 1 + months
    return date(begin.year + past // 12, past % 12 + 1, 1) - timedelta(days=1)
