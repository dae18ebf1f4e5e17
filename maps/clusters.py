"""Places that lie close together as one sign, by a grid whose cells have one size on the screen.

The grid is fixed to the ground, so that the same places stand together wherever one looks.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

from flows.distance import Position
from maps.geojson import Json, collection, degrees, feature
from maps.layers import MapLayer, PlacePoint, point_layers
from maps.style import SHAPES
from maps.words import Words

CELL_PX = 72
TILE_PX = 256
LEAST_ZOOM, MOST_ZOOM = 10, 18
MOST_SIGNS = 1000
"""Signs of one answer: where there would be more, the grid is coarser."""

Box = tuple[float, float, float, float]
"""West, south, east, north, in degrees."""

Cell = tuple[str, int, int]


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

    Places at one single position keep their own sign, which opens.
    """
    cells = cells_of(points, zoom)
    while len(cells) > MOST_SIGNS and zoom > 0:
        zoom -= 1
        cells = cells_of(points, zoom)
    alone = [found for found in cells.values() if len({one.position for one in found}) == 1]
    layers = {layer.kind: layer for layer in point_layers([one for found in alone for one in found], words)}
    together: dict[str, list[Json]] = defaultdict(list)
    for (kind, _, _), found in sorted(cells.items()):
        if len({one.position for one in found}) > 1:
            together[kind].append(_sign(kind, found, words))
    return tuple(
        MapLayer(kind, collection([*together[kind], *_features(layers.get(kind))]))
        for kind in SHAPES
        if kind in together or kind in layers
    )


def cells_of(points: Iterable[PlacePoint], zoom: int) -> dict[Cell, list[PlacePoint]]:
    """Return places by kind and by the cell of the grid in which they lie."""
    cells: dict[Cell, list[PlacePoint]] = defaultdict(list)
    share = TILE_PX * 2**zoom / CELL_PX
    for point in points:
        across, down = mercator(point.position)
        cells[point.kind, math.floor(across * share), math.floor(down * share)].append(point)
    return cells


def mercator(position: Position) -> tuple[float, float]:
    """Return where a position lies on the map of the world, from 0 to 1 eastward and southward."""
    sine = math.sin(math.radians(position.lat))
    return (position.lon + 180) / 360, 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)


def _features(layer: MapLayer | None) -> list[Json]:
    """Return the features of a layer, if there is one."""
    return layer.collection["features"] if layer else []


def _sign(kind: str, places: Sequence[PlacePoint], words: Words) -> Json:
    """Return the sign of many places: a click brings one closer."""
    lon = math.fsum(one.position.lon for one in places) / len(places)
    lat = math.fsum(one.position.lat for one in places) / len(places)
    said = {
        "role": "cluster",
        "shape": SHAPES[kind],
        "title": words.label(f"map.layer.{kind}"),
        "count": len(places),
    }
    return feature("Point", degrees(Position(lon, lat)), said)
