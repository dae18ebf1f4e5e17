"""The town on a map: a view of a release handed to maps, in the words of the page."""

from collections.abc import Sequence

from circulair import language as words_of
from circulair.services.overview import View
from circulair.web.things import thing_href
from flows.distance import Position
from flows.quarters import quarters_of
from maps.ground import town_ground
from maps.layers import FlowLine, PlacePoint, flow_layer, line_layer, point_layers
from maps.page import DrawnMap, MapOptions, draw
from maps.reading import neighbourhood_label_points
from maps.style import LegendEntry, legend
from maps.words import Words

STATUS_GROUPS = ("process", "state", "vacancy")


def map_label(code: str) -> str:
    """Return the words for a code of the map."""
    group, _dot, rest = code.partition(".")
    if group == "material":
        return words_of.material(rest)
    if group == "status":
        return words_of.label(f"process.{rest}") if rest else ""
    return words_of.label(code)


def words() -> Words:
    """Return the callables that turn the map's codes into words of the page."""
    return Words(label=map_label, tonnes=words_of.tonnes)


def drawn(view: View, language: str) -> DrawnMap:
    """Return the map of a view."""
    lines = [
        FlowLine(
            giver=flow.giver,
            receiver=flow.receiver,
            material=flow.material,
            group=flow.group,
            tonnes=flow.tonnes,
            year=flow.year,
            start=Position(*flow.start),
            end=Position(*flow.end),
        )
        for flow in view.lines
    ]
    places = points(view, language)
    between = lines_between(view)
    layers = (
        flow_layer(lines, words(), view.largest_tonnes),
        *([line_layer(between, words(), view.largest_tonnes, shown=not lines)] if between else []),
        *point_layers(places, words()),
    )
    spots = [end for line in (*lines, *between) for end in (line.start, line.end)]
    spots += [place.position for place in places]
    return draw(layers, town_ground(), MapOptions(words=words(), corners=corners_of(spots)))


def lines_between(view: View) -> list[FlowLine]:
    """Return the lines between neighbourhoods that tell something, from name to name on the map."""
    at = {code: (name, position) for code, name, position in neighbourhood_label_points()}
    return [
        FlowLine(
            giver=at[line.start][0],
            receiver=at[line.end][0],
            material=line.group,
            group=line.group,
            tonnes=line.low,
            most=0.0 if line.high == line.low else line.high,
            year=quarters_of(line.period)[0].year,
            start=at[line.start][1],
            end=at[line.end][1],
        )
        for line in view.between
        if line.low is not None and line.high is not None and {line.start, line.end} <= at.keys()
    ]


def corners_of(spots: Sequence[Position]) -> tuple[Position, Position] | None:
    """Return the south-western and north-eastern corners around positions, None where they are too few."""
    lons, lats = {spot.lon for spot in spots}, {spot.lat for spot in spots}
    if len(lons) < 2 or len(lats) < 2:
        return None
    return Position(min(lons), min(lats)), Position(max(lons), max(lats))


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
    groups = {flow.group for flow in view.lines} | {line.group for line in lines_between(view)}
    return legend(groups, kinds, view.largest_tonnes)
