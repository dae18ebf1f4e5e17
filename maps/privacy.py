"""What the public may see of a place: the place itself with consent, else the 1 km square it lies in."""

import math
from dataclasses import dataclass

from flows.distance import Position, Precision
from maps.crs import to_rd, to_wgs84
from maps.geojson import degrees

SQUARE_M = 1000.0
"""Side of a square of the RD New grid, as in the CBS figures by square."""


@dataclass(frozen=True, slots=True)
class PublicPosition:
    """A position that may be published and how exact it is."""

    position: Position
    precision: Precision


def public_position(position: Position, precision: Precision, *, consent: bool) -> PublicPosition:
    """Return what may be shown: the position with consent, else the centre of its 1 km square.

    A neighbourhood's label point stays as it is: it says no more than the neighbourhood, and its square would
    be a guess.
    """
    if consent or precision in (Precision.NEIGHBOURHOOD, Precision.SQUARE):
        return PublicPosition(_rounded(position), precision)
    return PublicPosition(square_centre(position), Precision.SQUARE)


def square_centre(position: Position) -> Position:
    """Return the centre of the 1 km square of the RD New grid in which a position lies."""
    [(x, y)] = to_rd([position])
    [middle] = to_wgs84([(_middle(x), _middle(y))])
    return _rounded(middle)


def _middle(metres: float) -> float:
    """Return the middle of the kilometre in which a distance from the grid's origin lies."""
    return (math.floor(metres / SQUARE_M) + 0.5) * SQUARE_M


def _rounded(position: Position) -> Position:
    lon, lat = degrees(position)
    return Position(lon, lat)
