"""A position on earth and the distance between two."""

import math
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from flows.errors import OutOfRangeError

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the earth after the IUGG."""

DETOUR = 1.3
"""Road km per km as the crow flies: an assumption (grade D) until a routing service is set up."""


class Precision(StrEnum):
    """How exactly a position is known or shown."""

    ADDRESS = "address"
    PICKED = "picked"
    NEIGHBOURHOOD = "neighbourhood"
    SQUARE = "square"


@dataclass(frozen=True, slots=True)
class Position:
    """A point in WGS 84, longitude first, in degrees."""

    lon: float
    lat: float

    def __post_init__(self) -> None:
        if not -180 <= self.lon <= 180:
            raise OutOfRangeError("lon", self.lon, "from -180 to 180")
        if not -90 <= self.lat <= 90:
            raise OutOfRangeError("lat", self.lat, "from -90 to 90")


def great_circle_km(start: Position, end: Position) -> float:
    """Return the distance in km as the crow flies, by the haversine formula."""
    start_lat, end_lat = math.radians(start.lat), math.radians(end.lat)
    half_lat = math.sin((end_lat - start_lat) / 2)
    half_lon = math.sin(math.radians(end.lon - start.lon) / 2)
    chord = half_lat * half_lat + math.cos(start_lat) * math.cos(end_lat) * half_lon * half_lon
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, chord)))


def road_km(start: Position, end: Position, detour: float = DETOUR) -> float:
    """Return the estimated distance by road in km: great circle times the detour factor."""
    return great_circle_km(start, end) * detour


def route_km(stops: tuple[Position, ...], detour: float = DETOUR) -> float:
    """Return the estimated road distance in km along the stops, added in their order."""
    km = 0.0
    for start, end in pairwise(stops):
        km += road_km(start, end, detour)
    return km


@dataclass(frozen=True, slots=True)
class Box:
    """A piece of the earth between two meridians and two parallels, in degrees."""

    west: float
    south: float
    east: float
    north: float


def box_around(middle: Position, km: float) -> Box:
    """Return a box that holds every point within so many km as the crow flies; wide where poles are near.

    A circle of angle r around latitude b reaches asin(sin r / cos b) to either side, and b ± r up and down.
    """
    reach = km / EARTH_RADIUS_KM * (1 + 1e-9) + 1e-9
    north, south = middle.lat + math.degrees(reach), middle.lat - math.degrees(reach)
    if reach >= math.pi / 2 or north >= 90 or south <= -90:
        return Box(-180.0, max(-90.0, south), 180.0, min(90.0, north))
    aside = math.degrees(math.asin(min(1.0, math.sin(reach) / math.cos(math.radians(middle.lat)))))
    west, east = middle.lon - aside, middle.lon + aside
    return Box(west, south, east, north) if west >= -180 and east <= 180 else Box(-180.0, south, 180.0, north)
