"""The only ways between the two coordinate systems: WGS 84 outside, RD New (EPSG:28992) for metres."""

import math
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from pyproj import Transformer

from flows.distance import Position
from flows.errors import OutOfRangeError

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

WGS84 = "EPSG:4326"
RD_NEW = "EPSG:28992"

Metres = tuple[float, float]
"""A point in RD New: x to the east, y to the north, in metres."""


def to_rd(positions: Sequence[Position]) -> list[Metres]:
    """Return each position as (x, y) in RD New, in metres."""
    eastings, northings = _transformer(WGS84, RD_NEW).transform(
        [position.lon for position in positions], [position.lat for position in positions]
    )
    points = list(zip(eastings, northings, strict=True))
    for position, (x, y) in zip(positions, points, strict=True):
        if not (math.isfinite(x) and math.isfinite(y)):
            raise OutOfRangeError("position", (position.lon, position.lat), "where RD New is defined")
    return points


def to_wgs84(points: Sequence[Metres]) -> list[Position]:
    """Return each RD New point (x, y), in metres, as a position."""
    lons, lats = _transformer(RD_NEW, WGS84).transform([x for x, _ in points], [y for _, y in points])
    if not all(math.isfinite(degree) for degree in (*lons, *lats)):
        raise OutOfRangeError("point", list(points), "where RD New is defined")
    return [Position(lon, lat) for lon, lat in zip(lons, lats, strict=True)]


def frame_to_rd(frame: "GeoDataFrame") -> "GeoDataFrame":
    """Return a frame with its shapes in RD New, in metres."""
    return frame.to_crs(RD_NEW)


@cache
def _transformer(source: str, target: str) -> Transformer:
    """Return the transformer with longitude or x always first, never one without a datum shift."""
    return Transformer.from_crs(source, target, always_xy=True, allow_ballpark=False)
