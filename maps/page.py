"""Layers as a folium map of our own origin: html and script apart, so that the page adds its nonces."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TypeVar

import folium
from branca.element import Figure, MacroElement
from folium.template import Template

from flows.distance import Position
from maps.geojson import Json
from maps.ground import Ground
from maps.layers import MapLayer
from maps.words import Words

Part = TypeVar("Part", bound=MacroElement)

STATIC = "/static"
GELEEN = Position(5.82917, 50.97417)
TILE_PARTS = ("{x}", "{y}", "{z}")

SHOW = folium.JsCode("circulairMap.show")
"""The one place where text of people reaches the map: map.js sets it by textContent."""

SIGN = folium.JsCode("circulairMap.sign")


class TownMap(folium.Map):
    """A folium map that asks for our own files only: Leaflet, our script and our style."""

    default_js = [
        ("leaflet", f"{STATIC}/vendor/leaflet/leaflet.js"),
        ("map_script", f"{STATIC}/map.js"),
    ]
    default_css = [
        ("leaflet_css", f"{STATIC}/vendor/leaflet/leaflet.css"),
        ("map_css", f"{STATIC}/map.css"),
    ]


class Dress(MacroElement):
    """Give the map its controls, in the words of the page."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "circulairMap.dress({{ this._parent.get_name() }}, {{ this.options|tojavascript }});"
        "{% endmacro %}"
    )

    def __init__(self, options: dict[str, str | bool]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca leaves it untyped
        self._name, self.options = "Dress", options


class Pick(MacroElement):
    """Let a click on the map fill the form's fields ``lon`` and ``lat``."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "circulairMap.pick({{ this._parent.get_name() }}, {{ this.options|tojavascript }});"
        "{% endmacro %}"
    )

    def __init__(self, options: dict[str, str]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca leaves it untyped
        self._name, self.options = "Pick", options


@dataclass(frozen=True, slots=True)
class MapOptions:
    """How a map opens; without tiles the ground is plain."""

    words: Words
    map_id: str = "town"
    centre: Position = GELEEN
    zoom: int = 13
    tile_url: str = ""
    tile_attribution: str = ""


@dataclass(frozen=True, slots=True)
class DrawnMap:
    """A map's parts for a template: markup, script, and the addresses of what both need."""

    html: str
    script: str
    js: tuple[str, ...]
    css: tuple[str, ...]


def draw(layers: Sequence[MapLayer], ground: Ground, options: MapOptions) -> DrawnMap:
    """Return the map of the layers over the ground, with a control to show and hide each layer."""
    town = _town_map(ground, options)
    for layer in layers:
        name = escape(options.words.label(f"map.layer.{layer.kind}"))
        drawn = _geojson(layer.collection, f"{options.map_id}_{layer.kind}", label=name, shown=layer.shown)
        drawn.add_to(town)
    if layers:
        _named(folium.LayerControl(), f"{options.map_id}_layers").add_to(town)
    return _parts(town, options)


def picker(ground: Ground, options: MapOptions, chosen: Position | None = None) -> DrawnMap:
    """Return a map on which a click, or Enter at its middle, fills the form's fields ``lon`` and ``lat``."""
    town = _town_map(ground, options)
    start = {"lon": f"{chosen.lon:.5f}", "lat": f"{chosen.lat:.5f}"} if chosen else {}
    pick = Pick({"title": options.words.label("map.picked_place"), **start})
    _named(pick, f"{options.map_id}_pick").add_to(town)
    return _parts(town, options)


def _town_map(ground: Ground, options: MapOptions) -> TownMap:
    """Return the map with its ground and nothing on it."""
    town = TownMap(
        location=(options.centre.lat, options.centre.lon),
        zoom_start=options.zoom,
        tiles=_tiles(options),
        zoom_control=False,
        control_scale=False,
    )
    _named(town, options.map_id)
    grounds = (("town", ground.town), ("districts", ground.districts), ("names", ground.names))
    for part, shapes in grounds:
        _geojson(shapes, f"{options.map_id}_{part}").add_to(town)
    return town


def _tiles(options: MapOptions) -> folium.TileLayer | None:
    """Return the operator's background tiles, or none."""
    if not all(part in options.tile_url for part in TILE_PARTS):
        return None  # a mere name would make folium look up a provider of its own
    tiles = folium.TileLayer(options.tile_url, attr=escape(options.tile_attribution) or "-", control=False)
    return _named(tiles, f"{options.map_id}_tiles")


def _geojson(shapes: Json, name: str, *, label: str | None = None, shown: bool = True) -> folium.GeoJson:
    """Return shapes as a layer whose every sign is made and opened by map.js."""
    layer = folium.GeoJson(
        shapes,
        name=label,
        control=label is not None,
        show=shown,
        smooth_factor=0.2,
        on_each_feature=SHOW,
        point_to_layer=SIGN,
    )
    return _named(layer, name)


def _parts(town: TownMap, options: MapOptions) -> DrawnMap:
    """Return what folium makes of the map, without the header and its inline styles."""
    label = options.words.label
    dress = Dress(
        {
            "close": label("map.close"),
            "layers": label("map.layers"),
            "source": escape(label("map.boundaries_source")),
            "tiles": bool(_tiles(options)),
            "zoomIn": label("map.zoom_in"),
            "zoomOut": label("map.zoom_out"),
        }
    )
    _named(dress, f"{options.map_id}_dress").add_to(town)
    figure = town.get_root()
    assert isinstance(figure, Figure)
    figure.render()
    links = figure.header._children.values()
    return DrawnMap(
        figure.html.render(), figure.script.render(), _ending(links, ".js"), _ending(links, ".css")
    )


def _ending(links: Iterable[object], suffix: str) -> tuple[str, ...]:
    """Return the addresses among the header's parts that end in a suffix."""
    addresses = (str(getattr(link, "url", "")) for link in links)
    return tuple(address for address in addresses if address.endswith(suffix))


def _named(part: Part, name: str) -> Part:
    """Return a part of the map under a name of ours, so that the same map has the same bytes."""
    part._id = name
    return part
