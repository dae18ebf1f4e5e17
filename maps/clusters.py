"""Places that lie close together as one sign, by a grid whose cells have one size on the screen.

The grid is fixed to the ground, so that the same places stand together wherever one looks.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from flows.distance import Position
from maps.geojson import Json, collection, degrees, feature
from maps.layers import MapLayer, PlacePoint, point_layers
from maps.style import SHAPES
from maps.words import Words

CELL_PX = 88
TILE_PX = 256
LEAST_ZOOM, MOST_ZOOM = 10, 18
MOST_SIGNS = 1000
"""Signs of one answer: where there would be more, the grid is coarser."""

Box = tuple[float, float, float, float]
"""West, south, east, north, in degrees."""

Cell = tuple[int, int]
Kinds = dict[str, list[PlacePoint]]


def inside(points: Iterable[PlacePoint], box: Box) -> list[PlacePoint]:
    """Return the places in a box, its borders too."""
    west, south, east, north = box
    return [
        point
        for point in points
        if west <= point.position.lon <= east and south <= point.position.lat <= north
    ]


def clustered(points: Sequence[PlacePoint], zoom: int, words: Words) -> tuple[MapLayer, ...]:
    """Return a layer for each kind in which places of one cell of the grid share a sign with their number.

    Signs of several kinds stand side by side at the middle of all places of their cell. Places of a kind at
    one single position keep their own sign, which opens.
    """
    cells = cells_of(points, zoom)
    while sum(map(len, cells.values())) > MOST_SIGNS and zoom > 0:
        zoom -= 1
        cells = cells_of(points, zoom)
    alone: list[PlacePoint] = []
    signs: dict[str, list[Json]] = defaultdict(list)
    for _, kinds in sorted(cells.items()):
        many = {kind: found for kind, found in kinds.items() if len({one.position for one in found}) > 1}
        alone += [one for kind, found in kinds.items() if kind not in many for one in found]
        for kind, sign in _signs(many, words):
            signs[kind].append(sign)
    layers = {layer.kind: layer for layer in point_layers(alone, words)}
    return tuple(
        MapLayer(kind, collection([*signs[kind], *_features(layers.get(kind))]))
        for kind in SHAPES
        if kind in signs or kind in layers
    )


def cells_of(points: Iterable[PlacePoint], zoom: int) -> dict[Cell, Kinds]:
    """Return places by the cell of the grid in which they lie, and by kind."""
    cells: dict[Cell, Kinds] = defaultdict(lambda: defaultdict(list))
    share = TILE_PX * (1 << zoom) / CELL_PX
    for point in points:
        across, down = mercator(point.position)
        cells[math.floor(across * share), math.floor(down * share)][point.kind].append(point)
    return cells


def mercator(position: Position) -> tuple[float, float]:
    """Return where a position lies on the map of the world, from 0 to 1 eastward and southward."""
    sine = math.sin(math.radians(position.lat))
    return (position.lon + 180) / 360, 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)


def _features(layer: MapLayer | None) -> list[Json]:
    """Return the features of a layer, if there is one."""
    return layer.collection["features"] if layer else []


def _signs(kinds: Kinds, words: Words) -> Iterator[tuple[str, Json]]:
    """Yield the sign of many places of each kind in a cell: a click on it brings one closer."""
    places = [one.position for found in kinds.values() for one in found]
    for slot, kind in enumerate(one for one in SHAPES if one in kinds):
        said: Json = {
            "role": "cluster",
            "shape": SHAPES[kind],
            "title": words.label(f"map.layer.{kind}"),
            "count": len(kinds[kind]),
        }
        if len(kinds) > 1:
            said["slot"] = slot
        lon = math.fsum(one.lon for one in places) / len(places)
        lat = math.fsum(one.lat for one in places) / len(places)
        yield kind, feature("Point", degrees(Position(lon, lat)), said)
