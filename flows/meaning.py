"""Meaning: what a reading comes to once its material is known: tonnes, and what still has to be asked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from flows.errors import FlowsError
from flows.line import Reading
from flows.materials import Nature, load_materials
from flows.readings import Assumption, Doubt
from flows.recognition import Recognised
from flows.streams import Amount, Grade
from flows.units import DIMENSION_OF, Dimension, Quantity, converter, weighs
from flows.weighing import (
    LOADS,
    Conversion,
    Missing,
    Spread,
    amount_of,
    conversion_for,
    implausible,
    missing_for,
    spread_over,
    told,
)

MOST_LIKELY_TONNES = Decimal(100_000)
"""More than any site in or around the town hands over in a year, its chemical industry aside: a slip."""

NATURES = {Dimension.TIME: (Nature.CAPACITY,), Dimension.ENERGY: (Nature.ENERGY, Nature.WATER)}
"""What alone is measured in some dimensions; the first is asked for where a line names none."""

ASKED_SHARE = 0.25
"""What speaks for a material that only its unit tells of: so little that it is asked."""

MISSING = {
    Missing.DENSITY: Doubt.DENSITY,
    Missing.PIECE_KG: Doubt.PIECE_WEIGHT,
    Missing.LOAD_KG: Doubt.LOAD_WEIGHT,
}
ODD = {"quantity.container_heavy": Doubt.HEAVY, "quantity.density_odd": Doubt.ODD_DENSITY}

GUESSED = frozenset({Assumption.CONTAINER_SIZE, Assumption.COUNT})
"""Assumptions after which a weight is no better than assumed."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A reading with its material: its quantity and tonnes as far as known, and all that has to be asked."""

    reading: Reading
    material: str | None
    quantity: Quantity | None
    weight: Conversion | None
    amount: Amount | None
    doubts: tuple[Doubt, ...]

    @property
    def spread(self) -> Spread | None:
        """Return the least and the most in the unit and period of the quantity, None for an exact amount."""
        return None if self.quantity is None else spread_of(self.reading, self.quantity)

    @property
    def grade(self) -> Grade | None:
        """Return how far the tonnes can be trusted, None without tonnes."""
        return self.amount.grade if self.amount else None


def understood(reading: Reading, material: str | None) -> Understood:
    """Return what a reading comes to for a material, None where nobody knows which it is."""
    if material is None:
        doubts = (Doubt.MATERIAL, *reading.doubts)
        return Understood(reading, None, reading.quantity, weight_of(reading), None, doubts)
    quantity = quantity_of(reading, material)
    resolved = quantity is not None and reading.quantity is None
    doubts = tuple(doubt for doubt in reading.doubts if not (resolved and doubt is Doubt.UNIT))
    amount, more = weighed(reading, quantity, material)
    return Understood(reading, material, quantity, weight_of(reading), amount, (*doubts, *more))


def measurable(found: Sequence[Recognised], unit: str) -> Sequence[Recognised]:
    """Return the materials that come in a unit: hours are of capacity, kWh of energy, whatever it is called.

    Where none of those that a line may mean does, it is asked which capacity or energy it is.
    """
    natures = NATURES.get(DIMENSION_OF[unit], ()) if unit in DIMENSION_OF else ()
    if not natures:
        return found
    tree = load_materials()
    fitting = [one for one in found if tree[one.material].nature in natures]
    roots = [one.slug for one in tree.children(None) if one.nature is natures[0]]
    return fitting or [Recognised(slug, ASKED_SHARE, "") for slug in roots]


def quantity_of(reading: Reading, material: str) -> Quantity | None:
    """Return the quantity of a reading: a bare number of things counts them."""
    amount = reading.amount
    bare = amount is not None and not amount.unit and not amount.word and not amount.readings
    if amount is None or not bare or load_materials()[material].nature is not Nature.OBJECT:
        return reading.quantity
    return replace(reading, amount=replace(amount, unit="piece")).quantity


def weight_of(reading: Reading) -> Conversion | None:
    """Return what a line says of the weight of one and of how full they are, None where it says neither."""
    amount = reading.amount
    each = None if amount is None or amount.each_kg is None else amount.each_kg
    if amount is None or each is None:
        return None if reading.fill is None else Conversion(fill=reading.fill)
    if DIMENSION_OF.get(amount.unit) is Dimension.VOLUME and amount.unit not in LOADS:
        return Conversion(density=told(each / converter().convert(Decimal(1), amount.unit, "m3")))
    return Conversion(load=told(each)) if amount.unit in LOADS else Conversion(piece=told(each))


def weighed(
    reading: Reading, quantity: Quantity | None, material: str
) -> tuple[Amount | None, tuple[Doubt, ...]]:
    """Return the tonnes of a quantity, and what has to be asked about its weight."""
    if quantity is None or not weighs(quantity.unit):
        return None, ()
    conversion = conversion_for(material, weight_of(reading))
    missing = missing_for(quantity, conversion)
    if missing is not None:
        return None, (MISSING[missing],)
    try:
        amount = spread_over(amount_of(quantity, conversion), quantity, spread_of(reading, quantity))
    except FlowsError:  # more, or less, than anything weighs
        return None, (Doubt.TOO_MUCH,)
    if GUESSED & set(reading.assumed):
        amount = replace(amount, grade=Grade.ASSUMED)
    return amount, tuple(plausibility(quantity, amount, material))


def spread_of(reading: Reading, quantity: Quantity) -> Spread | None:
    """Return the least and the most of a reading, also where only its material says what is counted."""
    if reading.quantity is not None or reading.amount is None:
        return reading.spread
    return replace(reading, amount=replace(reading.amount, unit=quantity.unit)).spread


def plausibility(quantity: Quantity, amount: Amount, material: str) -> list[Doubt]:
    """Return what looks odd about a weight: domain.md 5.2."""
    odd = implausible(quantity, amount, conversion_for(material))
    doubts = [] if odd is None else [ODD[odd]]
    return [*doubts, Doubt.TOO_MUCH] if amount.tonnes.likely > MOST_LIKELY_TONNES else doubts
