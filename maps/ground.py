"""The calm ground under the layers: the municipality, its districts and their names."""

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from maps.crs import frame_to_rd
from maps.geojson import Json, collection, degrees, feature, path_degrees
from maps.reading import districts, neighbourhood_label_points

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

NUMBERED = re.compile(r"^Wijk \d+ ")
"""What CBS puts before the name of a district."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Shapes and names that lie below everything else, as GeoJSON."""

    town: Json
    districts: Json
    names: Json


@cache
def town_ground() -> Ground:
    """Return the ground of Sittard-Geleen."""
    outline = districts().dissolve()  # not the municipality's own: its borders are rounded in another way
    return Ground(_shapes(outline, "ca-town"), _shapes(districts(), "ca-district"), _names())


def _shapes(frame: "GeoDataFrame", look: str) -> Json:
    """Return the borders of a frame, drawn by the rule of map.css that is named."""
    features = json.loads(frame[["geometry"]].to_json(drop_id=True))["features"]
    for shape in features:
        shape["properties"] = {"style": {"className": look, "interactive": False}}
    return collection(features)


def _names() -> Json:
    """Return the names of districts at the middle of each, and of neighbourhoods for who looks closer."""
    frame = frame_to_rd(districts())
    points = [shape.representative_point() for shape in frame.geometry]
    middles = path_degrees([(point.x, point.y) for point in points])
    wide = [
        _name(NUMBERED.sub("", str(name)), "district", middle)
        for name, middle in zip(frame["name"], middles, strict=True)
    ]
    close = [
        _name(name, "neighbourhood", degrees(position)) for _, name, position in neighbourhood_label_points()
    ]
    return collection([*wide, *close])


def _name(name: str, level: str, coordinates: list[float]) -> Json:
    return feature("Point", coordinates, {"role": "name", "level": level, "title": name})
