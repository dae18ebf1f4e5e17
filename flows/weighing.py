"""Weighing: how a quantity as typed becomes tonnes, by what is known of the stream's weight (domain.md 5)."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from flows.errors import FlowsError, OutOfRangeError
from flows.streams import Amount, Grade, Range, RangeOrderError
from flows.units import DIMENSION_OF, TIMES_A_YEAR, Dimension, Quantity, converter, tonnes_of_volume, weighs

MOST_OF = {
    "density_low": Decimal(25_000),
    "density_likely": Decimal(25_000),
    "density_high": Decimal(25_000),
    "piece_kg": Decimal(10_000_000),
    "load_kg": Decimal(10_000_000),
    "load_m3": Decimal(10_000),
}
"""Denser than any metal in kg/m³, heavier in kg and larger in m³ than a river barge: a slip of the unit."""

GRAM = Decimal("0.000001")
"""One gram in tonnes: what every weight is rounded to."""

FILLED = frozenset(
    {"container_240", "container_660", "container_1100", "skip_6", "skip_10", "skip_20", "skip_40"}
)
"""Boxes that can be collected half empty, so that their fill counts."""

LOADS = frozenset({"bigbag", "pallet_load", "load"})
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
class Conversion:
    """What is known of the weight of one stream; None where nobody knows.

    Densities in kg/m³ as collected, weights in kg of one piece or one load, a load's volume in m³,
    ``fill`` as the share of a container that is full, ``grade`` how far these weights can be trusted.
    """

    density_low: Decimal | None = None
    density_likely: Decimal | None = None
    density_high: Decimal | None = None
    piece_kg: Decimal | None = None
    load_kg: Decimal | None = None
    fill: Decimal = Decimal(1)
    load_m3: Decimal | None = None
    grade: Grade = Grade.CONVERTED

    def __post_init__(self) -> None:
        for name, most in MOST_OF.items():
            value = getattr(self, name)
            if value is not None and not (value.is_finite() and 0 < value <= most):
                raise OutOfRangeError(name, value, f"above 0 and at most {most}")
        if not (self.fill.is_finite() and 0 < self.fill <= 1):
            raise OutOfRangeError("fill", self.fill, "above 0 and at most 1")
        low, likely, high = self.density_low, self.density_likely, self.density_high
        if likely is not None and not (low or likely) <= likely <= (high or likely):
            raise RangeOrderError(low, likely, high)

    @property
    def densities(self) -> tuple[Decimal, Decimal, Decimal] | None:
        """Return the densities in kg/m³ from low to high, None when the likely one is unknown."""
        if self.density_likely is None:
            return None
        return (
            self.density_low or self.density_likely,
            self.density_likely,
            self.density_high or self.density_likely,
        )


def kg_each(unit: str, conversion: Conversion) -> tuple[Decimal, Decimal, Decimal] | None:
    """Return the kg of one unit from low to high, None while something has to be asked."""
    kg = fixed_kg(unit, conversion)
    if kg is not None:
        return kg, kg, kg
    m3 = m3_each(unit, conversion)
    if m3 is None or conversion.densities is None:
        return None
    low, likely, high = (1000 * tonnes_of_volume(m3, density) for density in conversion.densities)
    return low, likely, high


def fixed_kg(unit: str, conversion: Conversion) -> Decimal | None:
    """Return the kg of one unit where no density is needed: masses, pieces and loads of known weight."""
    if DIMENSION_OF[unit] is Dimension.MASS or unit == "pallet_piece":
        return converter().convert(Decimal(1), unit, "kg")
    if unit == "piece":
        return conversion.piece_kg
    return conversion.load_kg if unit in LOADS else None


def m3_each(unit: str, conversion: Conversion) -> Decimal | None:
    """Return the m³ of matter in one unit, its fill included."""
    if DIMENSION_OF[unit] is Dimension.VOLUME:
        fill = conversion.fill if unit in FILLED else Decimal(1)
        return fill * converter().convert(Decimal(1), unit, "m3")
    return conversion.load_m3 if unit in LOADS else None


def missing_for(quantity: Quantity, conversion: Conversion) -> Missing | None:
    """Return what has to be asked before this quantity can be weighed, None when nothing."""
    if not weighs(quantity.unit) or kg_each(quantity.unit, conversion) is not None:
        return None
    if quantity.unit == "piece":
        return Missing.PIECE_KG
    if quantity.unit in LOADS and conversion.load_m3 is None:
        return Missing.LOAD_KG
    return Missing.DENSITY


def grade_of(unit: str, conversion: Conversion) -> Grade:
    """Return how far a weight can be trusted: typed, converted, or resting on an assumption."""
    if DIMENSION_OF[unit] is Dimension.MASS:
        return Grade.DECLARED
    if unit == "bigbag" and conversion.load_kg is None:
        return Grade.ASSUMED
    return Grade.CONVERTED if unit == "pallet_piece" else conversion.grade


def amount_of(quantity: Quantity, conversion: Conversion) -> Amount:
    """Return the tonnes of a quantity, a year when it recurs and in all when not, rounded to grams."""
    if not weighs(quantity.unit):
        raise NoTonnesError(quantity.unit)
    each = kg_each(quantity.unit, conversion)
    if each is None:
        raise NeedsWeightError(quantity.unit, missing_for(quantity, conversion))
    times = TIMES_A_YEAR[quantity.period] or Decimal(1)
    low, likely, high = (to_grams(quantity.value * times * kg / 1000) for kg in each)
    if likely == 0:
        raise OutOfRangeError("tonnes", likely, "at least one gram")
    return Amount(Range(low, likely, high), grade_of(quantity.unit, conversion), quantity.recurring)


def to_grams(tonnes: Decimal) -> Decimal:
    """Return a weight in tonnes rounded to the gram."""
    return tonnes.quantize(GRAM)


def add(one: Amount, other: Amount) -> Amount:
    """Return the sum of two amounts of the same sort, as sure as the less sure of them."""
    if one.recurring != other.recurring:
        raise OneOffAndYearlyError()
    low, likely, high = (
        getattr(one.tonnes, part) + getattr(other.tonnes, part) for part in ("low", "likely", "high")
    )
    return Amount(Range(low, likely, high), max(one.grade, other.grade), one.recurring)


def implausible(quantity: Quantity, amount: Amount, table: Conversion) -> str | None:
    """Return the code of what looks odd about a weight, None when nothing does.

    A 240 L container heavier than may be lifted, or a density far from the table's.
    """
    kg = 1000 * amount.tonnes.likely / (TIMES_A_YEAR[quantity.period] or 1) / quantity.value
    if quantity.unit == "container_240" and kg > HEAVIEST_240_KG:
        return "quantity.container_heavy"
    m3 = m3_each(quantity.unit, table)
    if m3 is None or table.density_likely is None:
        return None
    times_off = kg / m3 / table.density_likely
    return "quantity.density_odd" if not 1 / ODD_DENSITY <= times_off <= ODD_DENSITY else None
