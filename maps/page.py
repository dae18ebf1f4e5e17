"""What a page says to a map and gets of it; folium is loaded when the first map is drawn."""

import importlib
from collections.abc import Sequence
from dataclasses import dataclass

from flows.distance import Position
from maps.ground import Ground
from maps.layers import MapLayer
from maps.words import Words

GELEEN = Position(5.82917, 50.97417)


@dataclass(frozen=True, slots=True)
class Fetched:
    """Layers that the page fetches of our own server after it is shown; ``moving`` for each part anew."""

    href: str
    kinds: tuple[str, ...]
    moving: bool = False


@dataclass(frozen=True, slots=True)
class MapOptions:
    """How a map opens: over its centre, or with both corners in sight; without tiles the ground is plain."""

    words: Words
    map_id: str = "town"
    centre: Position = GELEEN
    zoom: int = 13
    corners: tuple[Position, Position] | None = None
    tile_url: str = ""
    tile_attribution: str = ""
    fetched: Fetched | None = None


@dataclass(frozen=True, slots=True)
class DrawnMap:
    """A map's parts for a template: markup, script, and the addresses of what both need."""

    html: str
    script: str
    js: tuple[str, ...]
    css: tuple[str, ...]


def draw(layers: Sequence[MapLayer], ground: Ground, options: MapOptions) -> DrawnMap:
    """Return the map of the layers over the ground, with a control to show and hide each layer."""
    drawn: DrawnMap = importlib.import_module("maps.drawing").draw(layers, ground, options)
    return drawn


def picker(ground: Ground, options: MapOptions, chosen: Position | None = None) -> DrawnMap:
    """Return a map on which a click, or Enter at its middle, fills the form's fields ``lon`` and ``lat``."""
    drawn: DrawnMap = importlib.import_module("maps.drawing").picker(ground, options, chosen)
    return drawn
