"""GeoJSON: features with coordinates in WGS 84, longitude first, with 5 decimals."""

from collections.abc import Iterable, Sequence
from typing import Any

from flows.distance import Position
from maps.crs import Metres, to_wgs84

Json = dict[str, Any]  # a GeoJSON object: its depth has no simpler type

DECIMALS = 5
"""Decimals of a published degree: about one metre."""


def degrees(position: Position) -> list[float]:
    """Return a position as GeoJSON coordinates."""
    return [round(position.lon, DECIMALS), round(position.lat, DECIMALS)]


def path_degrees(points: Sequence[Metres]) -> list[list[float]]:
    """Return points of RD New, in metres, as GeoJSON coordinates."""
    return [degrees(position) for position in to_wgs84(points)]


def feature(kind: str, coordinates: Sequence[object], properties: Json) -> Json:
    """Return a feature whose geometry is of a kind: Point, LineString or Polygon."""
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def collection(features: Iterable[Json]) -> Json:
    """Return features as a FeatureCollection."""
    return {"type": "FeatureCollection", "features": list(features)}
