"""Shapes of strangers: WKT, WKB and GeoPackages checked and brought down to one position in WGS 84."""

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from flows.distance import Position
from flows.errors import FlowsError
from flows.positions import read_position
from maps.crs import RD_NEW, WGS84, to_wgs84

CORNERS = 10_000
"""More than any building has."""


class ShapeError(FlowsError):
    """A shape cannot be read."""

    code = "shape.broken"

    def __str__(self) -> str:
        return "the shape cannot be read"


class ShapeEmptyError(FlowsError):
    """There is no shape where one is wanted."""

    code = "shape.empty"

    def __str__(self) -> str:
        return "there is no shape"


class ShapeOpenError(FlowsError):
    """A ring does not end where it began."""

    code = "shape.open"

    def __str__(self) -> str:
        return "the line of the shape is not closed; it must end where it began"


class ShapeCrossingError(FlowsError):
    """A shape crosses itself."""

    code = "shape.crossing"

    def __str__(self) -> str:
        return "the line of the shape crosses itself"


class ShapeCornersError(FlowsError):
    """A shape has more corners than any building."""

    code = "shape.corners"

    def __str__(self) -> str:
        return f"the shape has more than {CORNERS} corners"


class ShapeSystemError(FlowsError):
    """A file is in a coordinate system that we do not read, or says none."""

    code = "shape.system"

    def __init__(self, system: str) -> None:
        super().__init__(system)
        self.system = system

    def __str__(self) -> str:
        return f"coordinates are in {self.system!r}; export them in WGS 84 (EPSG:4326) or RD New (EPSG:28992)"


@dataclass(frozen=True, slots=True)
class Feature:
    """One row of a layer: its own number, its attributes, and its shape as WKB."""

    number: int
    cells: Mapping[str, Any]  # a layer holds what it holds
    wkb: bytes | None


@dataclass(frozen=True, slots=True)
class Layer:
    """The rows of a layer and the system of its coordinates."""

    system: str
    features: tuple[Feature, ...]


def position_of_wkt(text: str) -> Position:
    """Return the position of a shape in degrees, longitude first, written as WKT."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            shape = shapely.from_wkt(text)
        except (shapely.GEOSException, ValueError) as error:
            raise unreadable(error) from error
    return position_of(shape, WGS84)


def position_of_wkb(content: bytes | None, system: str) -> Position:
    """Return the position of a shape in a layer, in degrees, longitude first."""
    if content is None:
        raise ShapeEmptyError()
    try:
        shape = shapely.from_wkb(content)
    except (shapely.GEOSException, ValueError) as error:
        raise unreadable(error) from error
    return position_of(shape, system)


def unreadable(error: Exception) -> FlowsError:
    """Return what is wrong with a shape that cannot even be read."""
    return ShapeOpenError() if "closed" in str(error) else ShapeError()


def position_of(shape: BaseGeometry | None, system: str) -> Position:
    """Return a point within a shape that does not cross itself."""
    if shape is None or shape.is_empty:
        raise ShapeEmptyError()
    if shapely.get_num_coordinates(shape) > CORNERS:
        raise ShapeCornersError()
    if not shape.is_valid:
        raise ShapeCrossingError()
    point = shape.representative_point()
    if system == RD_NEW:
        [found] = to_wgs84([(point.x, point.y)])
        return read_position(f"{found.lon:.7f}", f"{found.lat:.7f}")
    return read_position(f"{point.x:.7f}", f"{point.y:.7f}")


def read_layer(content: bytes, name: str, most: int) -> Layer:
    """Return at most ``most`` rows of one layer of a GeoPackage that was looked through before."""
    from pyogrio import raw  # noqa: PLC0415  # GDAL is large, and few processes ever read such a file

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            meta, numbers, shapes, columns = raw.read(
                content, layer=name, return_fids=True, max_features=most, force_2d=True
            )
        except Exception as error:  # whatever GDAL says of a crooked file
            raise ShapeError() from error
    system = str(meta["crs"] or "")
    if system not in (WGS84, RD_NEW):
        raise ShapeSystemError(system or "?")
    return Layer(system, tuple(features(numbers, shapes, dict(zip(meta["fields"], columns, strict=True)))))


def features(numbers: Any, shapes: Any, columns: Mapping[str, Any]) -> Iterator[Feature]:
    """Yield the rows of a layer from its columns."""
    for place, number in enumerate(numbers):
        cells = {str(name): column[place] for name, column in columns.items()}
        yield Feature(int(number), cells, None if shapes[place] is None else bytes(shapes[place]))
