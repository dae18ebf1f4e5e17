"""Roads: how far places lie apart and how long that takes, by air with a detour or by a routing service."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from flows.distance import DETOUR, Position, road_km
from flows.errors import FlowsError, OutOfRangeError

KMH = 30.0
"""Average speed in km per hour of a vehicle that collects in a town: an assumption (grade D)."""

Whole = tuple[tuple[int, ...], ...]


class Basis(StrEnum):
    """On what distances and times rest."""

    AIR = "air"
    SERVICE = "service"
    AIR_INSTEAD = "air_instead"


class RoadsShapeError(FlowsError):
    """A table of roads is not square, has a negative figure, or is of other places."""

    code = "roads.shape"

    def __str__(self) -> str:
        return "a table of roads has a row and a column for each place, and no figure below 0"


@dataclass(frozen=True, slots=True)
class Roads:
    """Metres and seconds from each place (row) to each other (column)."""

    metres: Whole
    seconds: Whole
    basis: Basis = Basis.AIR

    def __post_init__(self) -> None:
        size = len(self.metres)
        for table in (self.metres, self.seconds):
            if len(table) != size or any(len(row) != size or min(row) < 0 for row in table):
                raise RoadsShapeError()


def by_air(
    points: Sequence[Position], detour: float = DETOUR, kmh: float = KMH, basis: Basis = Basis.AIR
) -> Roads:
    """Return roads as the great circle times the detour factor, driven at ``kmh``: grade D."""
    if not 0 < kmh <= 200:
        raise OutOfRangeError("kmh", kmh, "above 0 and at most 200")
    if not 1 <= detour <= 10:
        raise OutOfRangeError("detour", detour, "from 1 to 10")
    km = [[road_km(one, other, detour) for other in points] for one in points]
    return Roads(
        tuple(tuple(round(1000 * part) for part in row) for row in km),
        tuple(tuple(round(3600 * part / kmh) for part in row) for row in km),
        basis,
    )
