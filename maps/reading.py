"""The shipped boundaries as validated frames, and what lies where in them."""

import importlib
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shapely import Point, distance, from_geojson, get_coordinates, prepare, set_coordinates

from flows.distance import Position
from maps.crs import WGS84, frame_to_rd, to_rd
from maps.errors import BadGeometryError

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

FOLDER = Path(__file__).parent / "data"
COLUMNS = ("code", "name", "year", "source", "licence")
LABEL_COLUMNS = ("label_lon", "label_lat")

REACH_M = 25_000.0
"""How far outside the municipality a position may lie and still belong to the region: a choice."""

LOOSE_M = 300.0
"""How far outside a neighbourhood its positions may lie: twice the drawing error of buurten.geojson."""


def read_boundaries(file: Path, columns: Sequence[str] = COLUMNS) -> "GeoDataFrame":
    """Return the shapes of a file in WGS 84, by code, or say what is wrong with the file."""
    frame: GeoDataFrame = importlib.import_module("geopandas").read_file(file)
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise BadGeometryError(file.name, f"columns missing: {', '.join(missing)}")
    if frame.crs != WGS84:
        raise BadGeometryError(file.name, f"coordinates are in {frame.crs}; they must be in {WGS84}")
    if frame.empty or frame["code"].duplicated().any():
        raise BadGeometryError(file.name, "it must have rows, each with a code of its own")
    if not (frame.geometry.is_valid & ~frame.geometry.is_empty).all():
        raise BadGeometryError(file.name, "it has empty or self-crossing shapes")
    return frame.sort_values("code", ignore_index=True)


@cache
def municipality() -> "GeoDataFrame":
    """Return the municipality: one row."""
    return read_boundaries(FOLDER / "gemeente.geojson")


@cache
def districts() -> "GeoDataFrame":
    """Return the wijken, by code."""
    return read_boundaries(FOLDER / "wijken.geojson")


@cache
def neighbourhoods() -> "GeoDataFrame":
    """Return the buurten, by code; their borders are schematic (about 150 m)."""
    return read_boundaries(FOLDER / "buurten.geojson", (*COLUMNS, *LABEL_COLUMNS))


def neighbourhood_of(position: Position) -> tuple[str, str] | None:
    """Return code and name of the neighbourhood at a position, or the nearest within 300 m, else None."""
    return neighbourhoods_of([position])[0]


def neighbourhoods_of(positions: Sequence[Position]) -> list[tuple[str, str] | None]:
    """Return code and name of the neighbourhood at each position, or the nearest within 300 m, else None."""
    found: list[tuple[str, str] | None] = [None] * len(positions)
    near = [at for at, position in enumerate(positions) if _near_the_netherlands(position)]
    shapes, names = _neighbourhoods_in_rd()
    for at, metres in zip(near, to_rd([positions[at] for at in near]), strict=True):
        away = distance(shapes, Point(metres))
        nearest = int(away.argmin())
        found[at] = names[nearest] if away[nearest] <= LOOSE_M else None
    return found


@cache
def neighbourhood_label_points() -> tuple[tuple[str, str, Position], ...]:
    """Return code, name and label position of each neighbourhood, by name."""
    rows = (shape["properties"] for shape in _shapes_of("buurten.geojson"))
    places = (
        (str(row["code"]), str(row["name"]), Position(float(row["label_lon"]), float(row["label_lat"])))
        for row in rows
    )
    return tuple(sorted(places, key=lambda place: (place[1], place[0])))


@cache
def municipality_name() -> str:
    """Return what the municipality is called."""
    [shape] = _shapes_of("gemeente.geojson")
    return str(shape["properties"]["name"])


def _shapes_of(name: str) -> list[dict[str, Any]]:  # what GeoJSON holds
    """Return the shapes of a shipped file as it has them, by code: pages need no frames for these."""
    told = json.loads((FOLDER / name).read_bytes())
    return sorted(told["features"], key=lambda shape: str(shape["properties"]["code"]))


def inside_region(position: Position) -> bool:
    """Say whether a position lies in the municipality or within 25 km of it."""
    if not _near_the_netherlands(position):
        return False
    [metres] = to_rd([position])
    shape = _municipality_in_rd().geometry.iloc[0]
    prepare(shape)
    return bool(shape.distance(Point(metres)) <= REACH_M)


def _near_the_netherlands(position: Position) -> bool:
    """Say whether RD New means anything at a position: outside this box its metres are nonsense."""
    return 2 < position.lon < 9 and 49 < position.lat < 55


@cache
def _neighbourhoods_in_rd() -> tuple[Any, tuple[tuple[str, str], ...]]:  # an array of shapes
    told = _shapes_of("buurten.geojson")
    shapes = from_geojson([json.dumps(one["geometry"]) for one in told])
    degrees = get_coordinates(shapes)
    shapes = set_coordinates(shapes, to_rd([Position(float(lon), float(lat)) for lon, lat in degrees]))
    prepare(shapes)
    return shapes, tuple((str(one["properties"]["code"]), str(one["properties"]["name"])) for one in told)


@cache
def _municipality_in_rd() -> "GeoDataFrame":
    return frame_to_rd(municipality())
