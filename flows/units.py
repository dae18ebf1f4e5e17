"""Units and periods: our own codes, and how a quantity as typed becomes tonnes (domain.md 5).

Typed text never reaches pint, where "ton" is 907 kg: only the codes below are known to the registry.
"""

import threading
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

import pint
from pint.facets.plain import PlainQuantity

from flows.errors import OutOfRangeError, UnknownCodeError

Matter = PlainQuantity[Any]
"""A pint quantity; Any because pint types its transformations so."""

LEAST_VALUE = Decimal("0.000001")
MOST_VALUE = Decimal(10) ** 12
"""Finer and more than anybody types in any of our units."""

DEFINITIONS = """
g = [mass]
kg = 1000 * g
t = 1000 * kg
pallet_piece = 25 * kg
L = [volume]
m3 = 1000 * L
container_120 = 120 * L
container_140 = 140 * L
container_240 = 240 * L
container_360 = 360 * L
container_660 = 660 * L
container_770 = 770 * L
container_1100 = 1100 * L
skip_3 = 3 * m3
skip_6 = 6 * m3
skip_10 = 10 * m3
skip_15 = 15 * m3
skip_20 = 20 * m3
skip_30 = 30 * m3
skip_40 = 40 * m3
drum_200 = 200 * L
ibc = 1 * m3
bigbag = 1 * m3
dry_kg = [dry_mass]
dry_t = 1000 * dry_kg
"""
"""Every unit of a fixed size: a pallet weighs 25 kg by Stichting Stimular; a big bag's 1 m³ is nominal.

Sacks, boxes, crates and buckets come in every size, so they are counted and their weight is asked.
"""


class Dimension(StrEnum):
    """What a unit measures."""

    MASS = "mass"
    VOLUME = "volume"
    COUNT = "count"
    ENERGY = "energy"
    AREA = "area"
    TIME = "time"


UNIT_CODES: dict[Dimension, tuple[str, ...]] = {
    Dimension.MASS: ("kg", "t", "g"),
    Dimension.VOLUME: (
        "m3",
        "L",
        "container_120",
        "container_140",
        "container_240",
        "container_360",
        "container_660",
        "container_770",
        "container_1100",
        "skip_3",
        "skip_6",
        "skip_10",
        "skip_15",
        "skip_20",
        "skip_30",
        "skip_40",
        "drum_200",
        "ibc",
        "bigbag",
    ),
    Dimension.COUNT: ("piece", "pallet_piece", "pallet_load", "bag", "box", "crate", "bucket", "load"),
    Dimension.ENERGY: ("kWh", "MJ", "GJ"),
    Dimension.AREA: ("m2",),
    Dimension.TIME: ("hour",),
}
"""Our unit codes in the order in which a form shows them."""

DIMENSION_OF = {unit: dimension for dimension, units in UNIT_CODES.items() for unit in units}

WEIGHABLE = frozenset({Dimension.MASS, Dimension.VOLUME, Dimension.COUNT})
"""Dimensions of matter; energy, space and hours have no tonnes."""

UNWEIGHED = frozenset(unit for unit, dimension in DIMENSION_OF.items() if dimension not in WEIGHABLE)
"""Units of what has no tonnes."""

TIMES_A_YEAR: dict[str, Decimal | None] = {
    "day": Decimal(365),
    "working_day": Decimal(260),
    "week": Decimal(52),
    "month": Decimal(12),
    "quarter": Decimal(4),
    "year": Decimal(1),
    "school_week": Decimal(40),
    "once": None,
}
"""How often a period fits in a year, by fixed counts; once is no rate."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """How much, as it was typed: a value, one of our unit codes and a period."""

    value: Decimal
    unit: str
    period: str

    def __post_init__(self) -> None:
        if not (self.value.is_finite() and LEAST_VALUE <= self.value <= MOST_VALUE):
            raise OutOfRangeError("quantity", self.value, f"from {LEAST_VALUE} to {MOST_VALUE}")
        if self.unit not in DIMENSION_OF:
            raise UnknownCodeError("unit", self.unit)
        if self.period not in TIMES_A_YEAR:
            raise UnknownCodeError("period", self.period)

    @property
    def recurring(self) -> bool:
        """Return whether this comes back every period."""
        return TIMES_A_YEAR[self.period] is not None


@dataclass(frozen=True, slots=True)
class Converter:
    """The one pint registry; a context changes it while it lasts, so one thread converts at a time."""

    registry: pint.UnitRegistry[Decimal]
    turn: threading.Lock

    def convert(self, value: Decimal, unit: str, to: str, context: str = "", **parts: Decimal) -> Decimal:
        """Return ``value`` in the unit ``to``, through a context with its parts where one is named."""
        with self.turn:
            converted = self.registry.Quantity(value, unit).to(to, *filter(None, [context]), **parts)
            return Decimal(converted.magnitude)


def mass_of_volume(ureg: pint.UnitRegistry[Any], value: Matter, **parts: Any) -> Matter:
    """Return mass from volume at ``density`` in kg/m³."""
    result: Matter = value * ureg.Quantity(parts["density"], "kg/m3")
    return result


def volume_of_mass(ureg: pint.UnitRegistry[Any], value: Matter, **parts: Any) -> Matter:
    """Return volume from mass at ``density`` in kg/m³."""
    result: Matter = value / ureg.Quantity(parts["density"], "kg/m3")
    return result


def dry_of_wet(ureg: pint.UnitRegistry[Any], value: Matter, **parts: Any) -> Matter:
    """Return dry matter from mass as received at the dry ``share``."""
    result: Matter = value * ureg.Quantity(parts["share"], "dry_kg/kg")
    return result


def wet_of_dry(ureg: pint.UnitRegistry[Any], value: Matter, **parts: Any) -> Matter:
    """Return mass as received from dry matter at the dry ``share``."""
    result: Matter = value / ureg.Quantity(parts["share"], "dry_kg/kg")
    return result


@cache
def converter() -> Converter:
    """Return the registry of our own units, with the ways from volume to mass and from wet to dry."""
    registry: pint.UnitRegistry[Decimal] = pint.UnitRegistry(None, non_int_type=Decimal, cache_folder=None)
    for line in DEFINITIONS.strip().splitlines():
        registry.define(line)
    packed = pint.Context("packed", defaults={"density": Decimal("NaN")})
    packed.add_transformation("[volume]", "[mass]", mass_of_volume)
    packed.add_transformation("[mass]", "[volume]", volume_of_mass)
    dry = pint.Context("dry", defaults={"share": Decimal("NaN")})
    dry.add_transformation("[mass]", "[dry_mass]", dry_of_wet)
    dry.add_transformation("[dry_mass]", "[mass]", wet_of_dry)
    registry.add_context(packed)
    registry.add_context(dry)
    return Converter(registry, threading.Lock())


def volume_m3(tonnes: Decimal, density: Decimal) -> Decimal:
    """Return the m³ that so many tonnes take at a density in kg/m³."""
    return converter().convert(tonnes, "t", "m3", "packed", density=density)


def tonnes_of_volume(m3: Decimal, density: Decimal) -> Decimal:
    """Return the tonnes of so many m³ at a density in kg/m³."""
    return converter().convert(m3, "m3", "t", "packed", density=density)


def dry_tonnes(wet_tonnes: Decimal, share: Decimal) -> Decimal:
    """Return the tonnes of dry matter in a wet stream, its dry share above 0 and at most 1."""
    return converter().convert(wet_tonnes, "t", "dry_t", "dry", share=dry_share(share))


def wet_tonnes(dry_tonnes: Decimal, share: Decimal) -> Decimal:
    """Return the tonnes as received of a stream with so much dry matter."""
    return converter().convert(dry_tonnes, "dry_t", "t", "dry", share=dry_share(share))


def dry_share(share: Decimal) -> Decimal:
    """Return the share of dry matter if it is above 0 and at most 1."""
    if not (share.is_finite() and 0 < share <= 1):
        raise OutOfRangeError("dry_share", share, "above 0 and at most 1")
    return share


def weighs(unit: str) -> bool:
    """Tell whether a unit measures matter, so that a quantity in it has tonnes."""
    return DIMENSION_OF[unit] in WEIGHABLE
