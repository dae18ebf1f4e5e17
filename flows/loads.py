"""Loads: what one collection fetches of an offer, in kg and m³."""

from decimal import Decimal

from flows.densities import density_of
from flows.errors import UnknownCodeError
from flows.streams import Amount
from flows.units import TIMES_A_YEAR

KILOGRAMS = Decimal(1000)
GRAM_IN_KG = Decimal("0.001")
LITRE_IN_M3 = Decimal("0.001")

OFTEN = ("week", "month", "quarter", "year")
"""How often a round may come by; what is offered once is always fetched whole."""


def load_kg(amount: Amount, every: str = "year") -> Decimal:
    """Return the kg that one collection fetches: of a yearly amount what comes in a period, else all.

    Raises UnknownCodeError for a period that is not in ``OFTEN``.
    """
    return (amount.tonnes.likely * KILOGRAMS / times(amount, every)).quantize(GRAM_IN_KG)


def load_m3(material: str, kg: Decimal, told: Decimal | None = None) -> Decimal | None:
    """Return the m³ of a load: as told, else by the published density of its material, None if unknown."""
    density = density_of(material) if told is None else None
    m3 = told if density is None else kg / density.likely
    return None if m3 is None else m3.quantize(LITRE_IN_M3)


def times(amount: Amount, every: str) -> Decimal:
    """Return in how many collections an amount is fetched."""
    if every not in OFTEN:
        raise UnknownCodeError("every", every)
    return (TIMES_A_YEAR[every] or Decimal(1)) if amount.recurring else Decimal(1)
