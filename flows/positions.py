"""A place on the map as people type or paste it: WGS 84 degrees, with the usual slips recognised."""

import re
from dataclasses import dataclass

from flows.distance import Position
from flows.errors import FlowsError

DEGREES = re.compile(r"-?[0-9]{1,7}(?:[.,][0-9]{1,15})?")
PAIR = re.compile(r"(\S+?)(?:\s*;\s*|,\s+|\s+|,(?=-?[0-9]+\.))(\S+)")


LONGEST = 100
"""More characters than two numbers need."""


@dataclass(frozen=True, slots=True)
class Box:
    """An area between two meridians and two parallels, in degrees WGS 84."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, lon: float, lat: float) -> bool:
        """Tell whether a point lies inside, longitude first."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north


LOW_COUNTRIES = Box(2.5, 49.4, 9.5, 53.8)
"""The Netherlands, Belgium and the Rhineland, roughly: enough to notice that two figures were swapped."""

RD_METRES = Box(-7_000.0, 289_000.0, 300_000.0, 629_000.0)
"""Where the Dutch grid is valid, in metres east and north (EPSG:28992)."""


class PositionFormatError(FlowsError):
    """A text is no position in degrees."""

    code = "position.format"

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return f"{self.text!r} is no position; type degrees such as 50.968, 5.829, or point at the map"


class PositionPlaceError(FlowsError):
    """A position is well formed and yet in the wrong place; it knows longitude and latitude as typed."""

    code = "position.outside"

    def __init__(self, lon: float, lat: float) -> None:
        super().__init__(lon, lat)
        self.lon, self.lat = lon, lat

    def __str__(self) -> str:
        return f"latitude {self.lat}, longitude {self.lon} lies outside the area; point at the map instead"


class SwappedPositionError(PositionPlaceError):
    """Longitude and latitude changed places."""

    code = "position.swapped"

    def __str__(self) -> str:
        return f"latitude and longitude seem swapped: did you mean latitude {self.lon}, longitude {self.lat}?"


class RdPositionError(PositionPlaceError):
    """The figures are metres of the Dutch grid."""

    code = "position.looks_like_rd"

    def __str__(self) -> str:
        return f"{self.lon:.0f}, {self.lat:.0f} look like RD metres; give degrees such as 50.968, 5.829"


def read_position(lon_text: str, lat_text: str, area: Box = LOW_COUNTRIES) -> Position:
    """Return the position of a longitude and a latitude in degrees, if it lies in ``area``."""
    lon, lat = read_degrees(lon_text), read_degrees(lat_text)
    if area.holds(lon, lat):
        return Position(lon, lat)
    if RD_METRES.holds(lon, lat) or RD_METRES.holds(lat, lon):
        raise RdPositionError(lon, lat)
    if area.holds(lat, lon) or LOW_COUNTRIES.holds(lat, lon):
        raise SwappedPositionError(lon, lat)
    raise PositionPlaceError(lon, lat)


def read_position_pair(text: str, area: Box = LOW_COUNTRIES) -> Position:
    """Return the position of "latitude, longitude" in one text, the order in which map pages copy it."""
    match = PAIR.fullmatch(text.strip()) if len(text) <= LONGEST else None
    if match is None:
        raise PositionFormatError(text)
    return read_position(match[2], match[1], area)


def read_degrees(text: str) -> float:
    """Return degrees with a decimal point or comma; degrees, minutes and seconds are refused."""
    typed = text.strip()
    if not DEGREES.fullmatch(typed):
        raise PositionFormatError(text)
    return float(typed.replace(",", "."))
