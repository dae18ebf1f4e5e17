"""Collection rounds as GeoJSON: straight lines from stop to stop, numbered stops, and the depots."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from flows.distance import Position
from maps.cards import card, short_title
from maps.geojson import Json, collection, degrees, feature
from maps.layers import MapLayer
from maps.style import LOOKS, OPACITY
from maps.words import Words

WIDTH_PX = 4.0


@dataclass(frozen=True, slots=True)
class DrivenStop:
    """One visit: whose it is, what is fetched, where, when (08:30), and how much, as the page writes it."""

    title: str
    what: str
    position: Position
    arrives: str
    load: str


@dataclass(frozen=True, slots=True)
class DrivenRound:
    """One round in its order, from and to a depot; its length as the page writes it."""

    name: str
    title: str
    depot: Position
    depot_name: str
    km: str
    stops: tuple[DrivenStop, ...]


def letters(place: int) -> str:
    """Return what the round at a place, from 0, is called: A to Z, then AA, AB."""
    return (letters(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)


def round_layer(rounds: Sequence[DrivenRound], words: Words) -> MapLayer:
    """Return rounds as lines of six looks in turn, then depots, then stops; those of a place share a sign."""
    lines = [_line(one, place, words) for place, one in enumerate(rounds)]
    return MapLayer("round", collection([*lines, *_depots(rounds), *_stops(rounds, words)]))


def _line(one: DrivenRound, place: int, words: Words) -> Json:
    """Return the line of a round: depot, stops, depot."""
    look = LOOKS[place % len(LOOKS)]
    path = [one.depot, *(stop.position for stop in one.stops), one.depot]
    style: Json = {"color": look.colour, "lineCap": "round", "opacity": OPACITY, "weight": WIDTH_PX}
    dashes = look.dashes(WIDTH_PX)
    said = [card(one.title, [[words.label("map.length"), one.km]])]
    properties = {
        "role": "flow",
        "title": one.title,
        "items": said,
        "style": {**style, "dashArray": dashes} if dashes else style,
    }
    return feature("LineString", [degrees(point) for point in path], properties)


def _depots(rounds: Sequence[DrivenRound]) -> list[Json]:
    """Return where rounds leave from, each place once."""
    names: dict[Position, list[str]] = defaultdict(list)
    for one in rounds:
        if one.depot_name not in names[one.depot]:
            names[one.depot].append(one.depot_name)
    return [
        feature(
            "Point",
            degrees(position),
            {"role": "end", "title": short_title(found), "items": [card(name, []) for name in found]},
        )
        for position, found in names.items()
    ]


def _stops(rounds: Sequence[DrivenRound], words: Words) -> list[Json]:
    """Return the stops under round and order: A1, A2."""
    found: dict[Position, list[tuple[str, DrivenStop]]] = defaultdict(list)
    for one in rounds:
        for order, stop in enumerate(one.stops, start=1):
            found[stop.position].append((f"{one.name}{order}", stop))
    return [_stop(position, calls, words) for position, calls in found.items()]


def _stop(position: Position, calls: Sequence[tuple[str, DrivenStop]], words: Words) -> Json:
    """Return the sign of a place at which rounds stop."""
    sign = short_title([name for name, _ in calls])
    said = [
        card(
            f"{name} {stop.title}",
            [
                [words.label("map.arrives"), stop.arrives],
                [words.label("map.about"), stop.what],
                [words.label("map.load"), stop.load],
            ],
        )
        for name, stop in calls
    ]
    title = short_title([f"{name} {stop.title}" for name, stop in calls])
    return feature("Point", degrees(position), {"role": "stop", "sign": sign, "title": title, "items": said})
