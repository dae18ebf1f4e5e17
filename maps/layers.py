"""Flows and places of a release as GeoJSON: positions in WGS 84, longitude first, with 5 decimals."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from flows.distance import Position
from maps.cards import card, end_card, flow_card, linked, place_card, short_title
from maps.crs import to_rd
from maps.curves import arrow_head, bent_line
from maps.geojson import Json, collection, degrees, feature, path_degrees
from maps.style import OPACITY, SHAPES, WIDEST_PX, Look, fill_of, look_of, width_px
from maps.words import Words

METRES_PER_PIXEL = 12.03
"""Ground metres in a pixel at zoom 13 and 50.97 degrees north; map.js keeps arrow heads that size."""

MOST_CARDS = 8
"""Things that a sign tells of when it is opened; of the others it tells how many there are."""

Ends = dict[Position, dict[str, list[float]]]
"""By place and organisation: tonnes given and tonnes received."""


@dataclass(frozen=True, slots=True)
class FlowLine:
    """Tonnes of one material that moved between two organisations in a year, both named by consent."""

    giver: str
    receiver: str
    material: str
    group: str  # the material's top-level group
    tonnes: float
    year: int
    start: Position
    end: Position


@dataclass(frozen=True, slots=True)
class PlacePoint:
    """An offer, need, process or premises at the position that the public may see; ``href`` is its page."""

    kind: str
    name: str
    detail: str
    material: str
    status: str
    position: Position
    href: str = ""


@dataclass(frozen=True, slots=True)
class MapLayer:
    """One layer of the map: what it holds (line, flow, offer, need, process or premises) and its features."""

    kind: str
    collection: Json
    shown: bool = True


def added_up(lines: Iterable[FlowLine]) -> list[FlowLine]:
    """Return one line for each giver, receiver, material, year and pair of positions; the largest first."""
    sums: dict[FlowLine, float] = defaultdict(float)
    for line in sorted(lines, key=_line_key):
        sums[replace(line, tonnes=0.0)] += line.tonnes
    return sorted((replace(line, tonnes=tonnes) for line, tonnes in sums.items()), key=_line_key)


def flow_layer(
    lines: Iterable[FlowLine],
    words: Words,
    largest_tonnes: float | None = None,
    widest: float = WIDEST_PX,
) -> MapLayer:
    """Return the flows as bent lines with arrow heads, thin ones last, then the places they join.

    Widths are relative to ``largest_tonnes``: hand in the release's largest to compare filtered maps.
    """
    drawn = added_up(lines)
    largest = largest_tonnes or max((line.tonnes for line in drawn), default=0.0)
    features: list[Json] = []
    for line, rank in _ranked(drawn):
        features += _flow_features(line, rank, width_px(line.tonnes, largest, widest), words)
    return MapLayer("flow", collection([*features, *_end_features(drawn, words)]))


def point_layers(points: Iterable[PlacePoint], words: Words) -> tuple[MapLayer, ...]:
    """Return a layer for each kind of place; places of one kind at one position share a sign."""
    spots: dict[tuple[Position, str], list[PlacePoint]] = defaultdict(list)
    for point in sorted(points, key=_point_key):
        spots[point.position, point.kind].append(point)
    kinds = {position: [kind for kind in SHAPES if (position, kind) in spots] for position, _ in spots}
    features: dict[str, list[Json]] = defaultdict(list)
    for (position, kind), places in spots.items():
        slot = kinds[position].index(kind) if len(kinds[position]) > 1 else -1
        features[kind].append(_point_feature(places, slot, words))
    return tuple(MapLayer(kind, collection(features[kind])) for kind in SHAPES if features[kind])


def _line_key(line: FlowLine) -> tuple[object, ...]:
    """Largest first, then names, so that two runs give the same bytes."""
    ends = (line.start.lon, line.start.lat, line.end.lon, line.end.lat)
    return (-line.tonnes, line.giver, line.receiver, line.material, line.year, ends)


def _point_key(point: PlacePoint) -> tuple[object, ...]:
    place = (point.position.lon, point.position.lat)
    return (point.kind, place, point.name, point.material, point.detail, point.status)


def _ranked(lines: Sequence[FlowLine]) -> list[tuple[FlowLine, int]]:
    """Return each line with how many larger ones run between the same two positions."""
    seen: dict[tuple[Position, Position], int] = defaultdict(int)
    ranked = []
    for line in lines:
        ranked.append((line, seen[line.start, line.end]))
        seen[line.start, line.end] += 1
    return ranked


def _flow_features(line: FlowLine, rank: int, width: float, words: Words) -> tuple[Json, Json]:
    """Return a flow's line and its arrow head."""
    start, end = to_rd([line.start, line.end])
    curve = bent_line(start, end, rank)
    head = arrow_head(curve, (7 + 1.5 * width) * METRES_PER_PIXEL)
    look = look_of(line.group)
    title = f"{line.giver} → {line.receiver}"
    cards = [flow_card(title, line.material, words.tonnes(line.tonnes), line.year, words)]
    said = {"role": "flow", "title": title, "items": cards, "style": line_style(look, width)}
    return (
        feature("LineString", path_degrees(curve), said),
        feature("Polygon", [path_degrees(head)], {"role": "head", "style": head_style(look)}),
    )


def line_style(look: Look, width: float) -> Json:
    """Return Leaflet's options for the path of a flow, beside those that map.js gives every flow."""
    style = {"color": look.colour, "opacity": OPACITY, "weight": width}
    dashes = look.dashes(width)
    return {**style, "dashArray": dashes} if dashes else style


def head_style(look: Look) -> Json:
    """Return the colour of an arrow head; map.js makes all of them solid and lets clicks through."""
    return {"fillColor": look.colour}


def _end_features(lines: Sequence[FlowLine], words: Words) -> list[Json]:
    """Return the places that flows join, the busiest first."""
    ends: Ends = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0]))
    for line in lines:
        ends[line.start][line.giver][0] += line.tonnes
        ends[line.end][line.receiver][1] += line.tonnes

    def busiest_first(position: Position) -> tuple[float, float, float]:
        return (-sum(map(sum, ends[position].values())), position.lon, position.lat)

    return [_end_feature(position, ends[position], words) for position in sorted(ends, key=busiest_first)]


def _end_feature(position: Position, sums: dict[str, list[float]], words: Words) -> Json:
    """Return the sign of a place and what its organisations gave and received."""
    names = sorted(sums)
    cards = [end_card(name, sums[name][0], sums[name][1], words) for name in names]
    return feature("Point", degrees(position), {"role": "end", "title": short_title(names), "items": cards})


def _point_feature(places: Sequence[PlacePoint], slot: int, words: Words) -> Json:
    """Return one sign for the places of a kind at a position; ``slot`` moves it aside for another kind's.

    What is usual is not said: one place, a sign that is filled whole and has the position to itself.
    """
    kind, fill = places[0].kind, fill_of(place.status for place in places)
    title = short_title([place.name for place in places])
    said: Json = {
        "role": "point",
        "shape": SHAPES[kind],
        "title": f"{words.label(f'map.layer.{kind}')}: {title}",
        "items": [
            linked(place_card(place.name, place.material, place.status, place.detail, words), place.href)
            for place in places[:MOST_CARDS]
        ],
    }
    if fill != "whole":
        said["fill"] = fill
    if slot >= 0:
        said["slot"] = slot
    if len(places) > 1:
        said["count"] = len(places)
    if len(places) > MOST_CARDS:
        said["items"].append(card(words.more(len(places) - MOST_CARDS), []))
    return feature("Point", degrees(places[0].position), said)
