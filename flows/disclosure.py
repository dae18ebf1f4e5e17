"""What may be published of a table: the rule for one cell, and how far a figure may be narrowed down.

A cell is a material in an area in a release. What it may say at most follows from who stands in it (domain
rule 6.3: five organisations, and the two largest below 85 %); whether it may say that beside everything ever
published is for the audit (flows/engine/audit.py), which asks for each organisation how far its tonnes can
still lie from the truth.
"""

import decimal
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from flows.errors import FlowsError, OutOfRangeError
from flows.streams import MOST_TONNES

LEAST = 5
"""Organisations without consent below which a cell says nothing."""

MOST_OF_TWO = Decimal("0.85")
"""The share of a cell that its two largest organisations together must stay below."""

OUTSIDE, INSIDE = Decimal("0.50"), Decimal("0.25")
"""Within these shares of the truth nobody's tonnes may be known: to all, and to one who knows his own."""

STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
"""Where a decade is divided; the bounds are the same whatever the figures are."""

MOST_DECIMALS = 30
"""Decimals of a figure; sums of so many are still exact."""

EXACTLY = decimal.Context(prec=80)
"""Adds figures without rounding them."""

DIGITS = re.compile(r"(\d+)")


class Reason(StrEnum):
    """Why a cell is as it is."""

    NOTHING = "nothing"
    CONSENT = "consent"
    ENOUGH = "enough"
    STEP = "step"
    MAGNITUDE = "magnitude"
    TOO_FEW = "too_few"
    WOULD_TELL = "would_tell"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Contribution:
    """Tonnes a year of an organisation in a basic area, as they stand in a release."""

    release: str
    organisation: str
    material: str
    area: str
    tonnes: Decimal
    consent: bool = False

    def __post_init__(self) -> None:
        if not (self.tonnes.is_finite() and 0 <= self.tonnes <= MOST_TONNES):
            raise OutOfRangeError("tonnes", self.tonnes, f"from 0 to {MOST_TONNES}")
        exponent = self.tonnes.as_tuple().exponent
        if not isinstance(exponent, int) or -exponent > MOST_DECIMALS:
            raise OutOfRangeError("tonnes", self.tonnes, f"of at most {MOST_DECIMALS} decimals")


@dataclass(frozen=True, slots=True)
class Bounds:
    """Tonnes from ``low`` to ``high``; equal where they are exact."""

    low: Decimal
    high: Decimal

    @property
    def exact(self) -> bool:
        """Tell whether it is one figure."""
        return self.low == self.high

    @property
    def informative(self) -> bool:
        """Tell whether it gives the order of magnitude: its high end is at most ten times its low one."""
        return self.exact or self.high <= 10 * self.low

    def __str__(self) -> str:
        return plain(self.low) if self.exact else f"{plain(self.low)}-{plain(self.high)}"


@dataclass(frozen=True, slots=True)
class Cell:
    """What is published of a material in an area in a release: ``bounds`` is None where it is hidden.

    ``organisations`` is how many stand behind it, None where that is not told.
    """

    release: str
    material: str
    area: str
    bounds: Bounds | None
    organisations: int | None
    reason: Reason


class AreaCycleError(FlowsError):
    """An area is made of itself."""

    code = "disclosure.area_of_itself"

    def __init__(self, area: str) -> None:
        super().__init__(area)
        self.area = area

    def __str__(self) -> str:
        return f"area {self.area!r} is made of itself; name the areas that it is made of"


def summed(figures: Iterable[Decimal]) -> Decimal:
    """Return the exact sum of figures."""
    total = Decimal(0)
    for tonnes in figures:
        total = EXACTLY.add(total, tonnes)
    return total


def room(bounds: Bounds, total: Decimal) -> tuple[Decimal, Decimal]:
    """Return by how much the tonnes of a cell may be less, and be more, for all that its bounds say."""
    return EXACTLY.subtract(total, bounds.low), EXACTLY.subtract(bounds.high, total)


def plain(value: Decimal) -> str:
    """Return a number without an exponent and without needless noughts."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def in_order(names: Iterable[str]) -> list[str]:
    """Return names as people sort them, numbers in them by their value: 2 before 10."""
    return sorted(set(names), key=lambda name: (sort_key(name), name))


def sort_key(name: str) -> list[tuple[int, str]]:
    """Return the parts of a name by which it is sorted."""
    parts = enumerate(DIGITS.split(name))
    return [(int(part), "") if place % 2 else (0, part) for place, part in parts]


def basic_areas(named: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    """Return every area and every basic area with the basic areas that it is made of.

    An area may be made of others, which may overlap. One that names itself alone is a basic area. Raises
    AreaCycleError where one is made of itself and more.
    """
    names = in_order([*named, *(part for parts in named.values() for part in parts)])
    found: dict[str, frozenset[str]] = {}
    for name in names:
        find_parts(name, named, found, ())
    return {name: found[name] for name in names}


def find_parts(
    name: str,
    named: Mapping[str, Sequence[str]],
    found: dict[str, frozenset[str]],
    above: tuple[str, ...],
) -> frozenset[str]:
    """Find the basic areas of one area, which stands in those ``above`` it."""
    if name in above:
        raise AreaCycleError(name)
    if name not in found:
        parts = set(named.get(name, ())) or {name}
        below = (find_parts(part, named, found, (*above, name)) for part in sorted(parts))
        found[name] = frozenset({name}) if parts == {name} else frozenset[str]().union(*below)
    return found[name]


def decade(tonnes: Decimal) -> Bounds | None:
    """Return the powers of ten between which a figure lies, None for nought, which lies between none."""
    if tonnes <= 0:
        return None
    low = Decimal(1).scaleb(tonnes.adjusted())
    return Bounds(low, 10 * low)


def step(tonnes: Decimal) -> Bounds | None:
    """Return the narrower class of a figure, from 1 to 2, 2 to 5 or 5 to 10 of its decade."""
    whole = decade(tonnes)
    if whole is None:
        return None
    share = tonnes / whole.low
    low = max(one for one in STEPS if one <= share)
    return Bounds(low * whole.low, STEPS[STEPS.index(low) + 1] * whole.low)


def dominated(figures: Sequence[Decimal]) -> bool:
    """Tell whether the two largest make up so much of a cell that it tells of them (domain rule 6.3)."""
    return summed(sorted(figures)[-2:]) >= MOST_OF_TWO * summed(figures)


def enough(figures: Sequence[Decimal]) -> bool:
    """Tell whether a cell of these organisations may be exact, as far as it alone goes (domain rule 6.3)."""
    return len(figures) >= LEAST and not dominated(figures)


def at_most(total: Decimal, unknown: Sequence[Decimal]) -> tuple[Reason, tuple[tuple[Bounds, Reason], ...]]:
    """Return what a cell may say, the widest first, and why it is hidden if it may say none of it.

    ``total`` are its tonnes, ``unknown`` those of each organisation in it whose figure nobody knows by
    consent. One with nought counts for nothing, and yet is nobody's to tell.
    """
    exact = Bounds(total, total)
    if not unknown:
        return Reason.WOULD_TELL, ((exact, Reason.CONSENT),)
    standing = [tonnes for tonnes in unknown if tonnes > 0]
    wide, narrow = decade(total), step(total)
    if len(standing) < LEAST or wide is None or narrow is None:
        return Reason.TOO_FEW, ()
    if dominated(standing):  # the same words as for what the audit hides: that two are so large is theirs
        return Reason.WOULD_TELL, ()
    return Reason.WOULD_TELL, (
        (wide, Reason.MAGNITUDE),
        (narrow, Reason.STEP),
        (exact, Reason.ENOUGH),
    )
