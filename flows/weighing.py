"""Weighing: how a quantity as typed becomes tonnes, by what is known of the stream's weight (domain.md 5)."""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from flows.densities import Heaviness, density_of, piece_weight_of
from flows.errors import FlowsError, OutOfRangeError
from flows.streams import GRAM, Amount, Grade, Range, RangeOrderError
from flows.units import (
    DIMENSION_OF,
    TIMES_A_YEAR,
    UNIT_CODES,
    Dimension,
    Quantity,
    converter,
    tonnes_of_volume,
    weighs,
)

MOST_KG = Decimal(10_000_000)
MOST_M3 = Decimal(10_000)
"""Heavier and larger than a river barge: a slip of the unit."""

BOXES = frozenset(
    unit for unit in UNIT_CODES[Dimension.VOLUME] if unit.startswith(("container_", "skip_", "drum_", "ibc"))
)
"""Units that can be collected half empty, so that their fill counts."""

LOADS = frozenset({"bigbag", "pallet_load", "bag", "box", "crate", "bucket", "load"})
"""Units whose weight only their owner knows."""

HEAVIEST_240_KG = Decimal(80)
"""The most that a filled 240 L container may weigh in South Limburg, by Rd4."""

ODD_DENSITY = Decimal(3)
"""A density this many times off the table is questioned."""


class Missing(StrEnum):
    """What has to be asked before a quantity can be weighed."""

    DENSITY = "density"
    PIECE_KG = "piece_kg"
    LOAD_KG = "load_kg"


class NeedsWeightError(FlowsError):
    """A volume or a count cannot be weighed: nobody said how heavy it is."""

    code = "quantity.needs_weight"

    def __init__(self, unit: str, missing: Missing | None = None) -> None:
        super().__init__(unit, missing)
        self.unit, self.missing = unit, missing

    def __str__(self) -> str:
        return (
            f"how heavy is one {self.unit}? give {self.missing or 'its weight'}, or the quantity in kg or t"
        )


class NoTonnesError(FlowsError):
    """A quantity of energy, space or time was asked for its tonnes."""

    code = "quantity.no_tonnes"

    def __init__(self, unit: str) -> None:
        super().__init__(unit)
        self.unit = unit

    def __str__(self) -> str:
        return f"{self.unit} has no weight; count it in its own unit"


class OneOffAndYearlyError(FlowsError):
    """A one-off quantity was added to a yearly one."""

    code = "amount.one_off_and_yearly"

    def __str__(self) -> str:
        return "a one-off and a yearly quantity are no sum; count the one-off in its own year"


@dataclass(frozen=True, slots=True)
class Weight:
    """What one m³, piece or load weighs in kg, from low to high, and how far that can be trusted."""

    low: Decimal
    likely: Decimal
    high: Decimal
    grade: Grade = Grade.CONVERTED

    def __post_init__(self) -> None:
        for name in ("low", "likely", "high"):
            value = getattr(self, name)
            if not (value.is_finite() and 0 < value <= MOST_KG):
                raise OutOfRangeError(f"kg_{name}", value, f"above 0 and at most {MOST_KG}")
        if not self.low <= self.likely <= self.high:
            raise RangeOrderError(self.low, self.likely, self.high)


@dataclass(frozen=True, slots=True)
class Conversion:
    """What is known of the weight of one stream; None where nobody knows.

    ``density`` is in kg/m³ as collected, ``piece`` and ``load`` in kg each, ``load_m3`` the volume of a
    load, ``fill`` the share of a container that is full.
    """

    density: Weight | None = None
    piece: Weight | None = None
    load: Weight | None = None
    load_m3: Decimal | None = None
    fill: Decimal = Decimal(1)

    def __post_init__(self) -> None:
        if self.load_m3 is not None and not (self.load_m3.is_finite() and 0 < self.load_m3 <= MOST_M3):
            raise OutOfRangeError("load_m3", self.load_m3, f"above 0 and at most {MOST_M3}")
        if not (self.fill.is_finite() and 0 < self.fill <= 1):
            raise OutOfRangeError("fill", self.fill, "above 0 and at most 1")


@dataclass(frozen=True, slots=True)
class Spread:
    """The least and the most of an amount that was told as a range, in its own unit and period."""

    low: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        if not (self.low.is_finite() and self.high.is_finite() and 0 <= self.low <= self.high):
            raise RangeOrderError(self.low, self.low, self.high)


def told(kg: Decimal, grade: Grade = Grade.CONVERTED) -> Weight:
    """Return the weight that somebody told, in kg (or kg/m³), without a range."""
    return Weight(kg, kg, kg, grade)


def conversion_for(material: str, said: Conversion | None = None) -> Conversion:
    """Return what is known of the weight of a material: what its owner said, else what tables publish."""
    known = said or Conversion()
    density = known.density or published(density_of(material))
    return replace(known, density=density, piece=known.piece or published(piece_weight_of(material)))


def published(heaviness: Heaviness | None) -> Weight | None:
    """Return a row of the tables as a weight."""
    if heaviness is None:
        return None
    return Weight(heaviness.low, heaviness.likely, heaviness.high, heaviness.grade)


def weight_each(unit: str, conversion: Conversion) -> Weight | None:
    """Return the kg of one unit, None while something has to be asked."""
    if DIMENSION_OF[unit] is Dimension.MASS:
        return told(converter().convert(Decimal(1), unit, "kg"), Grade.DECLARED)
    if unit == "pallet_piece":
        return told(converter().convert(Decimal(1), unit, "kg"))
    if unit == "piece":
        return conversion.piece
    if unit in LOADS and conversion.load is not None:
        return conversion.load
    return weight_by_volume(unit, conversion)


def weight_by_volume(unit: str, conversion: Conversion) -> Weight | None:
    """Return the kg of one unit by its volume and density, None where one of them is unknown."""
    m3, density = m3_each(unit, conversion), conversion.density
    if m3 is None or density is None:
        return None
    low, likely, high = (
        1000 * tonnes_of_volume(m3, kg_per_m3) for kg_per_m3 in (density.low, density.likely, density.high)
    )
    return Weight(low, likely, high, Grade.ASSUMED if unit == "bigbag" else density.grade)


def m3_each(unit: str, conversion: Conversion) -> Decimal | None:
    """Return the m³ of matter in one unit, its fill included; a big bag's volume is nominal."""
    if DIMENSION_OF[unit] is Dimension.VOLUME:
        fill = conversion.fill if unit in BOXES else Decimal(1)
        return fill * converter().convert(Decimal(1), unit, "m3")
    return conversion.load_m3 if unit in LOADS else None


def missing_for(quantity: Quantity, conversion: Conversion) -> Missing | None:
    """Return what has to be asked before this quantity can be weighed, None when nothing."""
    if not weighs(quantity.unit) or weight_each(quantity.unit, conversion) is not None:
        return None
    if quantity.unit == "piece":
        return Missing.PIECE_KG
    if quantity.unit in LOADS and conversion.load_m3 is None:
        return Missing.LOAD_KG
    return Missing.DENSITY


def amount_of(quantity: Quantity, conversion: Conversion) -> Amount:
    """Return the tonnes of a quantity, a year when it recurs and in all when not, rounded to grams."""
    if not weighs(quantity.unit):
        raise NoTonnesError(quantity.unit)
    each = weight_each(quantity.unit, conversion)
    if each is None:
        raise NeedsWeightError(quantity.unit, missing_for(quantity, conversion))
    times = quantity.value * (TIMES_A_YEAR[quantity.period] or 1) / 1000
    low, likely, high = ((times * kg).quantize(GRAM) for kg in (each.low, each.likely, each.high))
    if likely == 0:
        raise OutOfRangeError("tonnes", likely, "at least one gram")
    return Amount(Range(low, likely, high), each.grade, quantity.recurring)


def spread_over(amount: Amount, quantity: Quantity, spread: Spread | None) -> Amount:
    """Return the tonnes of a quantity that was told as a range, over both it and the range of its weight."""
    if spread is None:
        return amount
    if not spread.low <= quantity.value <= spread.high:
        raise RangeOrderError(spread.low, quantity.value, spread.high)
    tonnes, least, most = amount.tonnes, spread.low / quantity.value, spread.high / quantity.value
    wide = Range((tonnes.low * least).quantize(GRAM), tonnes.likely, (tonnes.high * most).quantize(GRAM))
    return Amount(wide, amount.grade, amount.recurring)


def add(one: Amount, other: Amount) -> Amount:
    """Return the sum of two amounts of the same sort, as sure as the less sure of them."""
    if one.recurring != other.recurring:
        raise OneOffAndYearlyError()
    tonnes = Range(
        one.tonnes.low + other.tonnes.low,
        one.tonnes.likely + other.tonnes.likely,
        one.tonnes.high + other.tonnes.high,
    )
    return Amount(tonnes, max(one.grade, other.grade), one.recurring)


def implausible(quantity: Quantity, amount: Amount, table: Conversion) -> str | None:
    """Return the code of what looks odd about a weight, None when nothing does.

    A 240 L container heavier than may be lifted, or a density far from the table's.
    """
    kg = 1000 * amount.tonnes.likely / (TIMES_A_YEAR[quantity.period] or 1) / quantity.value
    if quantity.unit == "container_240" and kg > HEAVIEST_240_KG:
        return "quantity.container_heavy"
    m3 = m3_each(quantity.unit, table)
    if m3 is None or table.density is None:
        return None
    times_off = kg / m3 / table.density.likely
    return None if 1 / ODD_DENSITY <= times_off <= ODD_DENSITY else "quantity.density_odd"
