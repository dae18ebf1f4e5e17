"""The town on a map: a view of a release handed to maps, in the words of the page."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path

from flask import current_app, url_for

import flows
import maps
from circulair import language as words_of
from circulair.services import overview, release_maps
from circulair.services.between import LEAST, Spot, Stream
from circulair.services.keeping import kept
from circulair.services.overview import Mark, View, Wish
from circulair.services.release_cells import area_names
from circulair.services.releases import PublicFlow
from circulair.web.publications import amount_between, periods_told
from circulair.web.things import thing_href
from flows.distance import Position
from maps.ground import town_ground
from maps.layers import FlowLine, MapLayer, PlacePoint, flow_layer, point_layers
from maps.page import DrawnMap, Fetched, MapOptions, draw
from maps.reading import neighbourhood_label_points
from maps.streams import StreamLine, stream_layer
from maps.style import SHAPES, LegendEntry, legend, widest_px
from maps.words import Words

MOST_INLINE = 500
"""Places that stand in the page itself; more are fetched in clusters, for they would hide all else."""

NO_TILES = ("", "")

DRAWS = ("folium", "branca")
"""The packages that write the page of a drawing: another version of them writes another page."""

DRAWINGS_KEPT = 32
"""Maps that a process keeps: what visitors choose most, each less than 300 kB."""

POINTS_KEPT = 8
"""Views whose places a process keeps, in the words of a language."""


def map_label(code: str) -> str:
    """Return the words for a code of the map."""
    group, _dot, rest = code.partition(".")
    if group == "material":
        return words_of.material(rest)
    if group == "status":
        return words_of.label(f"process.{rest}") if rest else ""
    return words_of.label(code)


def more(number: int) -> str:
    """Return how many more things there are at one place."""
    return words_of._("and %(number)s more, in the table", number=words_of.number(number, 0))


def words() -> Words:
    """Return the callables that turn the map's codes into words of the page."""
    return Words(label=map_label, tonnes=words_of.tonnes, more=more)


def drawing(view: View, wish: Wish, language: str) -> DrawnMap:
    """Return the map of a view of the release that the public sees now, drawn once for all who look at it."""
    mark = overview.mark()
    if mark is None:
        return drawn(view, wish, language)
    return drawing_kept((mark, wish, language), tiles_of_site())


@kept(DRAWINGS_KEPT)
def drawing_kept(asked: tuple[Mark, Wish, str], tiles: tuple[str, str]) -> DrawnMap:
    """Return the map of a view of a stored release; another background is another map."""
    mark, wish, language = asked
    found = release_maps.stored(mark, language, look(language, tiles)) if wish == Wish() else None
    return found or drawn(overview.view_kept(mark, wish), wish, language, tiles)


def to_keep(language: str) -> Callable[[], bool] | None:
    """Return what keeps the map of the newest release beside it, None where that is done or there is none."""
    mark, seen = overview.mark(), look(language, tiles_of_site())
    if mark is None or release_maps.stored(mark, language, seen) is not None:
        return None
    made = drawing_kept((mark, Wish(), language), tiles_of_site())
    return partial(release_maps.keep, mark, language, seen, made)


def tiles_of_site() -> tuple[str, str]:
    """Return the background that the operator set: where its tiles are, and whose they are."""
    settings = current_app.settings  # type: ignore[attr-defined]  # our Application has settings
    return settings.tile_url, settings.tile_attribution


@cache
def look(language: str, tiles: tuple[str, str]) -> str:
    """Return a digest of all that a drawing depends on besides its release: other software draws anew."""
    versions = [(name, version(name)) for name in DRAWS]
    found = hashlib.sha256(repr((tiles, versions)).encode())
    for file in drawn_with(language):
        found.update(hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()


def drawn_with(language: str) -> list[Path]:
    """Return the files that a drawing in a language depends on, in order: code, data and words."""
    package = Path(__file__).parents[1]
    folders = (Path(maps.__file__).parent, Path(flows.__file__).parent)
    ours = sorted([*(file for one in folders for file in one.rglob("*.*")), *package.rglob("*.py")])
    words = package / "translations" / language / "LC_MESSAGES" / "messages.mo"
    return [file for file in (*ours, words) if file.is_file() and file.suffix != ".pyc"]


def drawn(view: View, wish: Wish, language: str, tiles: tuple[str, str] = NO_TILES) -> DrawnMap:
    """Return the map of a view: streams on, flows by name to be switched on, places here or fetched later."""
    named = [flow_line(flow) for flow in view.lines]
    streams = [stream_line(stream) for stream in view.drawn]
    places = points(view, language) if view.points <= MOST_INLINE else []
    layers: list[MapLayer] = []
    if streams:
        layers.append(stream_layer(streams, words(), view.largest_tonnes, widest_px(view.most_drawn)))
    if named:
        by_name = flow_layer(named, words(), view.largest_tonnes, widest_px(view.most_drawn))
        layers.append(MapLayer(by_name.kind, by_name.collection, shown=not streams))
    layers += point_layers(places, words())
    spots = [end for line in named for end in (line.start, line.end)]
    spots += [end for line in streams for end in (line.start, line.end)]
    spots += [place.position for place in places]
    options = MapOptions(
        words=words(),
        corners=corners_of(spots),
        fetched=fetched(view, wish) if view.points > MOST_INLINE else None,
        tile_url=tile_url() if tiles[0] else "",
        tile_attribution=tiles[1],
    )
    return draw(layers, town_ground(), options)


def tile_url() -> str:
    """Return where our own server hands out the operator's background."""
    return url_for("map_parts.tile", zoom=0, across=0, down=0).removesuffix("0/0/0") + "{z}/{x}/{y}"


def fetched(view: View, wish: Wish) -> Fetched:
    """Return where the page fetches its places."""
    told = view.release
    rows = {"offer": told.offers, "need": told.needs, "process": told.processes, "premises": told.premises}
    kinds = tuple(kind for kind in SHAPES if rows[kind])
    return Fetched(url_for("map_parts.points", **wish.told), kinds, moving=True)


def flow_line(flow: PublicFlow) -> FlowLine:
    """Return a flow by name as it is drawn."""
    return FlowLine(
        giver=flow.giver,
        receiver=flow.receiver,
        material=flow.material,
        group=flow.group,
        tonnes=flow.tonnes,
        year=flow.year,
        start=Position(*flow.start),
        end=Position(*flow.end),
    )


def stream_line(stream: Stream) -> StreamLine:
    """Return a stream between neighbourhoods as it is drawn."""
    return StreamLine(
        giver=spot_told(stream.start),
        receiver=spot_told(stream.end),
        group=stream.group,
        tonnes=stream.middle,
        amount=amount_between(stream.low, stream.high),
        period=periods_told(stream.periods),
        start=Position(*stream.start.at),
        end=Position(*stream.end.at),
    )


def whys(streams: Iterable[Stream]) -> list[tuple[str, str]]:
    """Return in few words and in many why streams are told as they are, each once."""
    found = sorted({reason for stream in streams for reason in stream.told_as})
    return [
        (
            words_of.label(f"told.{reason}"),
            words_of.label("told.least_why" if reason == LEAST else f"disclosed.{reason}"),
        )
        for reason in found
    ]


def neighbourhoods() -> dict[str, str]:
    """Return the neighbourhoods that one can choose: codes and names, in order of these."""
    return {code: name for code, name, _at in neighbourhood_label_points()}


def spot_told(spot: Spot) -> str:
    """Return what the place is called where a stream begins or ends."""
    return area_names()[spot.area] if spot.area else words_of.label("map.elsewhere")


def corners_of(spots: Sequence[Position]) -> tuple[Position, Position] | None:
    """Return the south-western and north-eastern corners around positions, None where they are too few."""
    lons, lats = {spot.lon for spot in spots}, {spot.lat for spot in spots}
    if len(lons) < 2 or len(lats) < 2:
        return None
    return Position(min(lons), min(lats)), Position(max(lons), max(lats))


@kept(POINTS_KEPT)
def points_kept(mark: Mark, wish: Wish, language: str) -> tuple[PlacePoint, ...]:
    """Return the places of a view of a stored release, made once for all who look at it."""
    return tuple(points(overview.view_kept(mark, wish), language))


def points(view: View, language: str) -> list[PlacePoint]:
    """Return offers, needs, processes and vacant premises as places on the map."""
    release = view.release
    listed = [
        PlacePoint(
            *(
                kind,
                row.organisation or words_of._("unnamed"),
                row.title,
                row.material,
                "",
                Position(*row.at),
            ),
            href=thing_href(kind, row.code),
        )
        for kind, rows in (("offer", release.offers), ("need", release.needs))
        for row in rows
    ]
    plants = [
        PlacePoint(
            *("process", row.names[language], "", first(row.takes), row.status, Position(*row.at)),
            href=thing_href("process", row.code),
        )
        for row in release.processes
        if row.at is not None
    ]
    empty = [
        PlacePoint(
            *("premises", row.name, row.place, "", "", Position(*row.at)),
            href=thing_href("premises", row.code),
        )
        for row in release.premises
    ]
    return [*listed, *plants, *empty]


def first(slugs: tuple[str, ...]) -> str:
    """Return the first material, if there is one."""
    return slugs[0] if slugs else ""


def legend_of(view: View) -> tuple[LegendEntry, ...]:
    """Return the legend of a view."""
    release = view.release
    present = (
        ("offer", release.offers),
        ("need", release.needs),
        ("process", release.processes),
        ("premises", release.premises),
    )
    kinds = [kind for kind, rows in present if rows]
    groups = {flow.group for flow in view.lines} | {stream.group for stream in view.drawn}
    return legend(groups, kinds, view.largest_tonnes, widest_px(view.most_drawn))
