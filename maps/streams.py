"""Streams between neighbourhoods: bent lines with arrow heads and the places that they join, as GeoJSON.

They bow to the left of their direction, so that there and back lie apart; the head tells the direction, the
width the tonnes, colour and dashes the material.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flows.distance import Position
from maps.cards import card
from maps.crs import to_rd
from maps.curves import arrow_head, bent_line
from maps.geojson import Json, collection, degrees, feature, path_degrees
from maps.layers import METRES_PER_PIXEL, MapLayer, head_style, line_style
from maps.style import WIDEST_PX, look_of, width_px
from maps.words import Words

POINTS = 12
"""Points of a curve: enough for the eye, and 100 of them stay small."""


@dataclass(frozen=True, slots=True)
class StreamLine:
    """Tonnes of a group of materials from area to area, whose givers and receivers nobody learns.

    ``tonnes`` is what is drawn; ``amount`` and ``period`` are how much and when, as the page writes it.
    """

    giver: str
    receiver: str
    group: str
    tonnes: float
    amount: str
    period: str
    start: Position
    end: Position


def stream_layer(
    lines: Sequence[StreamLine], words: Words, largest_tonnes: float, widest: float = WIDEST_PX
) -> MapLayer:
    """Return streams, the largest first as they come, so that thin ones lie on top; then where they end."""
    features: list[Json] = []
    ranks: dict[tuple[Position, Position], int] = defaultdict(int)
    for line in lines:
        width = width_px(line.tonnes, largest_tonnes, widest)
        features += _features(line, ranks[line.start, line.end], width, words)
        ranks[line.start, line.end] += 1
    return MapLayer("line", collection([*features, *_ends(lines, words)]))


def _features(line: StreamLine, rank: int, width: float, words: Words) -> tuple[Json, Json]:
    """Return a stream's line and its arrow head."""
    start, end = to_rd([line.start, line.end])
    curve = bent_line(start, end, rank, POINTS)
    head = arrow_head(curve, (7 + 1.5 * width) * METRES_PER_PIXEL)
    look = look_of(line.group)
    rows = [
        [words.label("map.material"), words.label(f"material.{line.group}")],
        [words.label("map.tonnes"), line.amount],
        [words.label("map.period"), line.period],
    ]
    told = card(f"{line.giver} → {line.receiver}", rows)
    said = {"role": "flow", **told, "style": line_style(look, width)}
    return (
        feature("LineString", path_degrees(curve), said),
        feature("Polygon", [path_degrees(head)], {"role": "head", "style": head_style(look)}),
    )


def _ends(lines: Iterable[StreamLine], words: Words) -> list[Json]:
    """Return the places that streams join, those with most streams first, with how many come and go."""
    names: dict[Position, str] = {}
    sums: dict[Position, list[int]] = defaultdict(lambda: [0, 0])
    for line in lines:
        names |= {line.start: line.giver, line.end: line.receiver}
        sums[line.start][0] += 1
        sums[line.end][1] += 1

    def busiest_first(at: Position) -> tuple[float, ...]:
        return (-sum(sums[at]), at.lon, at.lat)

    return [_end(names[at], at, sums[at], words) for at in sorted(names, key=busiest_first)]


def _end(name: str, at: Position, number: Sequence[int], words: Words) -> Json:
    """Return the sign of a place and how many streams leave and reach it."""
    away, here = (str(count) if count else "" for count in number)
    rows = [[words.label("map.streams_away"), away], [words.label("map.streams_here"), here]]
    return feature("Point", degrees(at), {"role": "end", **card(name, rows)})
