"""Layers as a folium map of our own origin: html and script apart, so that the page adds its nonces."""

import json
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TypeVar

import folium
from branca.element import Element, Figure

from flows.distance import Position
from maps.geojson import Json, collection
from maps.ground import Ground
from maps.layers import MapLayer
from maps.page import DrawnMap, Fetched, MapOptions
from maps.words import Words

Part = TypeVar("Part", bound=Element)

STATIC = "/static"
TILE_PARTS = ("{x}", "{y}", "{z}")

SHOW = folium.JsCode("circulairMap.show")
"""The one place where text of people reaches the map: map.js sets it by textContent."""

STYLE = folium.JsCode("circulairMap.style")
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
        ("map_controls_css", f"{STATIC}/map_controls.css"),
    ]


def draw(layers: Sequence[MapLayer], ground: Ground, options: MapOptions) -> DrawnMap:
    """Return the map of the layers over the ground, with a control to show and hide each layer."""
    town, calls = _town_map(ground, options)
    later = options.fetched.kinds if options.fetched else ()
    made: dict[str, folium.GeoJson] = {}
    for layer in (*layers, *(MapLayer(kind, collection([])) for kind in later)):
        name = _inert(options.words.label(f"map.layer.{layer.kind}"))
        made[layer.kind] = _empty_layer(f"{options.map_id}_{layer.kind}", label=name, shown=layer.shown)
        made[layer.kind].add_to(town)
        calls.append(_filling(made[layer.kind], layer.collection))
    if made:
        _named(folium.LayerControl(), f"{options.map_id}_layers").add_to(town)
    calls.append(_dressing(town, options, options.words.label("map.touch")))
    if options.fetched:
        calls.append(_fetching(town, {kind: made[kind] for kind in later}, options.fetched, options.words))
    return _parts(town, calls)


def picker(ground: Ground, options: MapOptions, chosen: Position | None = None) -> DrawnMap:
    """Return a map on which a click, or Enter at its middle, fills the form's fields ``lon`` and ``lat``."""
    town, calls = _town_map(ground, options)
    title = options.words.label("map.picked_place")
    start = {"title": title, "at": [chosen.lat, chosen.lon] if chosen else None}
    return _parts(town, [*calls, _dressing(town, options), _call("circulairMap.pick", town, start)])


def _town_map(ground: Ground, options: MapOptions) -> tuple[TownMap, list[str]]:
    """Return the map with nothing but its ground, and the calls that fill the ground."""
    town = TownMap(
        location=(options.centre.lat, options.centre.lon),
        zoom_start=options.zoom,
        tiles=_tiles(options),
        zoom_control=False,
        control_scale=False,
    )
    _named(town, options.map_id)
    calls = []
    for part, shapes in (("town", ground.town), ("districts", ground.districts), ("names", ground.names)):
        layer = _empty_layer(f"{options.map_id}_{part}")
        layer.add_to(town)
        calls.append(_filling(layer, shapes))
    return town, calls


def _tiles(options: MapOptions) -> folium.TileLayer | None:
    """Return the operator's background tiles, or none."""
    if not all(part in options.tile_url for part in TILE_PARTS):
        return None  # a mere name would make folium look up a provider of its own
    tiles = folium.TileLayer(options.tile_url, attr=_inert(options.tile_attribution) or "-", control=False)
    return _named(tiles, f"{options.map_id}_tiles")


def _empty_layer(name: str, *, label: str | None = None, shown: bool = True) -> folium.GeoJson:
    """Return a layer without features, whose every sign is made, styled and opened by map.js."""
    layer = folium.GeoJson(
        collection([]),
        name=label,
        control=label is not None,
        show=shown,
        smooth_factor=0.2,
        on_each_feature=SHOW,
        point_to_layer=SIGN,
        style=STYLE,
    )
    return _named(layer, name)


def _filling(layer: folium.GeoJson, shapes: Json) -> str:
    """Return the call that puts features into a layer."""
    return _call("circulairMap.fill", layer, shapes)


def _dressing(town: TownMap, options: MapOptions, touch: str = "") -> str:
    """Return the call that gives the map its controls, in the words of the page.

    With ``touch``, which says so, a finger on a phone moves the page until it taps the map.
    """
    label = options.words.label
    corners = [[corner.lat, corner.lon] for corner in options.corners or ()]
    words = {
        "close": label("map.close"),
        "corners": corners,
        "layers": label("map.layers"),
        "source": escape(label("map.boundaries_source")),
        "tiles": _tiles(options) is not None,
        "touch": touch,
        "zoomIn": label("map.zoom_in"),
        "zoomOut": label("map.zoom_out"),
    }
    return _call("circulairMap.dress", town, words)


def _fetching(town: TownMap, layers: Mapping[str, folium.GeoJson], fetched: Fetched, words: Words) -> str:
    """Return the call that fills layers with what our own server answers."""
    names = ",".join(f'"{kind}":{layer.get_name()}' for kind, layer in layers.items())
    told = {"href": fetched.href, "moving": fetched.moving, "away": words.label("map.points_away")}
    return _call(f"circulairMap.fetched({{{names}}}).into", town, told)


def _call(function: str, part: Element, values: Json) -> str:
    """Return a call of map.js with values as JSON in which no character can end the string or the script."""
    text = json.dumps(values, separators=(",", ":"))
    for sign in "<>&'":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return f"{function}({part.get_name()}, {text});"


def _parts(town: TownMap, calls: Sequence[str]) -> DrawnMap:
    """Return what folium makes of the map, without the header and its inline styles, then our own calls.

    What people wrote is in our calls only: folium renders each part's output as a template once more, so
    that a name like ``{{ 7 * 7 }}`` would run on the server.
    """
    figure = town.get_root()
    assert isinstance(figure, Figure)
    figure.render()
    links = figure.header._children.values()
    script = "\n".join([figure.script.render(), *calls])
    return DrawnMap(figure.html.render(), script, _ending(links, ".js"), _ending(links, ".css"))


def _inert(text: str) -> str:
    """Return text of translators or operators so that it is neither markup nor a template."""
    return escape(text).replace("{", "&#123;").replace("}", "&#125;")


def _ending(links: Iterable[object], suffix: str) -> tuple[str, ...]:
    """Return the addresses among the header's parts that end in a suffix."""
    addresses = (str(getattr(link, "url", "")) for link in links)
    return tuple(address for address in addresses if address.endswith(suffix))


def _named(part: Part, name: str) -> Part:
    """Return a part of the map under a name of ours, so that the same map has the same bytes."""
    part._id = name
    return part
