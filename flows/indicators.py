"""Indicators: each computed figure with its unit, its formula, and where that comes from."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from flows.circularity import share_of
from flows.errors import OutOfRangeError


class Indicator(StrEnum):
    """A figure that we reckon."""

    TONNES = "tonnes"
    BY_RUNG = "by_rung"
    DIVERTED = "diverted"
    LOOP = "loop"
    CIRCULAR = "circular"
    PORTFOLIO = "portfolio"
    CO2E = "co2e"
    EUROS = "euros"
    SYMBIOSIS = "symbiosis"
    DENSITY = "density"
    CONNECTANCE = "connectance"
    CYCLICITY = "cyclicity"
    ECO_CONNECTANCE = "eco_connectance"
    NESTEDNESS = "nestedness"
    RECYCLING_RATE = "recycling_rate"


@dataclass(frozen=True, slots=True)
class Method:
    """How an indicator is reckoned: unit, formula in signs, source; ``own`` where it is our proposal."""

    unit: str
    formula: str
    source: str
    own: bool = False


METHODS: dict[Indicator, Method] = {
    Indicator.TONNES: Method("t", "Σ m", "CirculAIR", own=True),
    Indicator.BY_RUNG: Method("t", "Σ m · y; Σ m · (1 − y)", "PBL 2017", own=True),
    Indicator.DIVERTED: Method("%", "Σ m / Σ m₀", "CirculAIR", own=True),
    Indicator.LOOP: Method("%", "Σ m(A ∈ G, B ∈ G) / Σ m₀", "CirculAIR", own=True),
    Indicator.CIRCULAR: Method("%", "Σ m · y (R0–R8) / Σ m", "CirculAIR", own=True),
    Indicator.PORTFOLIO: Method("0–100", "Σ m · s / Σ m", "CirculAIR", own=True),
    Indicator.CO2E: Method(
        "kg CO₂e",
        "m·y·(q·EF₁ − EF₂) + m·EF₃ − m·(1 − y)·EF₄ − m·d·EF₅",
        "UK DESNZ/Defra 2025",
        own=True,
    ),
    Indicator.EUROS: Method("€", "Σ m · p", "CirculAIR", own=True),
    Indicator.SYMBIOSIS: Method("n", "|A| ≥ 3, |M| ≥ 2", "Chertow 2007"),
    Indicator.DENSITY: Method("1", "L / N", "Layton, Bras, Weissburg 2016"),
    Indicator.CONNECTANCE: Method("1", "L / N²", "Layton, Bras, Weissburg 2016"),
    Indicator.CYCLICITY: Method("1", "max |λ(A)|", "Borrett, Fath, Patten 2006"),
    Indicator.ECO_CONNECTANCE: Method("1", "Ce = Lₑ / (N (N − 1) / 2)", "Tiejun 2010"),
    Indicator.NESTEDNESS: Method("0–100", "NODF", "Almeida-Neto et al. 2008"),
    Indicator.RECYCLING_RATE: Method("1", "Ce · Σ u / n", "Tiejun 2010"),
}
"""What stands behind each figure; no own figure bears the name of a national one."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Tonnes that an offer gave away, and whether both ends lie in the region; counted at the giver, once."""

    tonnes: Decimal
    inside: bool

    def __post_init__(self) -> None:
        if not (self.tonnes.is_finite() and self.tonnes >= 0):
            raise OutOfRangeError("tonnes", self.tonnes, "0 or above")


def local_loop_closure(moved: Iterable[Moved], offered: Decimal) -> Decimal | None:
    """Return the share of all offered tonnes whose way begins and ends in the region, 0 to 1.

    None where nothing is offered. Our own measure; what a process gives is counted once, at its input.
    Raises OutOfRangeError, and MoreThanAllError where more moved than was offered.
    """
    return share_of(sum((one.tonnes for one in moved if one.inside), Decimal(0)), offered)


def diverted_share(moved: Iterable[Moved], offered: Decimal) -> Decimal | None:
    """Return the share of all offered tonnes that found a use anywhere, 0 to 1; None without an offer.

    Our own measure. Raises OutOfRangeError, and MoreThanAllError where more moved than was offered.
    """
    return share_of(sum((one.tonnes for one in moved), Decimal(0)), offered)
