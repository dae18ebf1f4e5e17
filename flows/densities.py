"""How heavy materials are: published densities as collected, and weights of one piece."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from flows.errors import OutOfRangeError
from flows.materials import Nature, load_materials
from flows.streams import Grade, RangeOrderError

DATA = Path(__file__).parent / "data" / "densities.csv"
DENSITY_UNIT, PIECE_UNIT = "kg/m3", "kg/piece"


@dataclass(frozen=True, slots=True)
class Heaviness:
    """A weight per m³ or per piece as sources give it: low, likely and high, with what it was measured on."""

    material: str
    low: Decimal
    likely: Decimal
    high: Decimal
    source: str
    condition: str
    grade: Grade
    serves_below: bool  # whether materials below this one may use it as well

    def __post_init__(self) -> None:
        if not (self.low.is_finite() and self.low > 0):
            raise OutOfRangeError("low", self.low, "above 0")
        if not self.low <= self.likely <= self.high:
            raise RangeOrderError(self.low, self.likely, self.high)


class Density(Heaviness):
    """What a m³ of a material weighs, in kg/m³."""

    __slots__ = ()


class PieceWeight(Heaviness):
    """What one piece of an object weighs, in kg."""

    __slots__ = ()


def density_of(slug: str) -> Density | None:
    """Return the density in kg/m³ of a material, or of the nearest one above it whose density serves it.

    Objects take none from the matter above them: a container holds fewer chairs than chips of wood.
    """
    densities, _ = _tables()
    line = load_materials().line(slug)
    if slug in densities or load_materials()[slug].nature is Nature.OBJECT:
        return densities.get(slug)
    served = (densities[above] for above in line[1:] if above in densities)
    nearest = next(served, None)
    return nearest if nearest is not None and nearest.serves_below else None


def piece_weight_of(slug: str) -> PieceWeight | None:
    """Return the weight in kg of one piece, where it is published or (grade D) assumed."""
    _, pieces = _tables()
    return pieces.get(load_materials()[slug].slug)


@cache
def _tables() -> tuple[dict[str, Density], dict[str, PieceWeight]]:
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    densities = {row["material"]: Density(*_parts(row)) for row in rows if row["unit"] == DENSITY_UNIT}
    pieces = {row["material"]: PieceWeight(*_parts(row)) for row in rows if row["unit"] == PIECE_UNIT}
    return densities, pieces


def _parts(
    row: Mapping[str, str],
) -> tuple[str, Decimal, Decimal, Decimal, str, str, Grade, bool]:
    low, likely, high = (Decimal(row[end]) for end in ("low", "likely", "high"))
    grade, below = Grade(row["grade"]), row["serves"] == "below"
    return row["material"], low, likely, high, row["source"], row["condition"], grade, below
