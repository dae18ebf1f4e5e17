"""Streams between neighbourhoods as GeoJSON: bowed to one side, with a head, thin ones on top."""

from typing import Any

from flows.distance import Position
from maps.crs import to_rd
from maps.geojson import Json
from maps.streams import StreamLine, stream_layer
from tests.maps.examples import MARKET, PLANT, STATION, WORDS


def a_stream(
    start: Position = MARKET, end: Position = PLANT, tonnes: float = 4.0, group: str = "plastics"
) -> StreamLine:
    return StreamLine("Here", "There", group, tonnes, f"{tonnes:g} t", "2026", start, end)


def drawn(*lines: StreamLine) -> dict[str, list[Json]]:
    """Return the features of a layer by their role."""
    features: dict[str, list[Json]] = {"flow": [], "head": [], "end": []}
    for one in stream_layer(lines, WORDS, 100.0).collection["features"]:
        features[one["properties"]["role"]].append(one)
    return features


def aside(line: Json, start: Position, end: Position) -> float:
    """Return how far the middle of a line lies to the left of the way, in square metres."""
    points: list[Any] = line["geometry"]["coordinates"]
    (x, y), (sx, sy), (ex, ey) = to_rd([Position(*points[len(points) // 2]), start, end])
    return (ex - sx) * (y - sy) - (ey - sy) * (x - sx)


def test_there_and_back_bow_to_different_sides() -> None:
    there, back = drawn(a_stream(), a_stream(PLANT, MARKET))["flow"]
    assert aside(there, MARKET, PLANT) > 0
    assert aside(back, MARKET, PLANT) < 0


def test_a_second_material_of_the_same_pair_bows_further() -> None:
    first, second = drawn(a_stream(), a_stream(group="wood"))["flow"]
    assert aside(second, MARKET, PLANT) > aside(first, MARKET, PLANT)


def test_the_head_points_to_the_end() -> None:
    [head] = drawn(a_stream())["head"]
    tip, left, right = to_rd([Position(*corner) for corner in head["geometry"]["coordinates"][0][:3]])
    end, start = to_rd([PLANT, MARKET])
    tail = (left[0] + right[0]) / 2, (left[1] + right[1]) / 2
    along = (tip[0] - tail[0]) * (end[0] - start[0]) + (tip[1] - tail[1]) * (end[1] - start[1])
    assert along > 0


def test_width_tells_tonnes_and_the_pattern_tells_the_material_too() -> None:
    thick, thin = (
        one["properties"]["style"] for one in drawn(a_stream(tonnes=100.0, group="wood"), a_stream())["flow"]
    )
    assert thick["weight"] > thin["weight"]
    assert "dashArray" in thick
    assert "dashArray" not in thin


def test_a_card_says_what_how_much_and_when() -> None:
    [line] = drawn(a_stream())["flow"]
    assert line["properties"]["title"] == "Here → There"
    assert line["properties"]["lines"] == [
        ["[map.material]", "[material.plastics]"],
        ["[map.tonnes]", "4 t"],
        ["[map.period]", "2026"],
    ]


def test_each_place_has_one_dot_that_counts_its_streams() -> None:
    ends = drawn(a_stream(), a_stream(end=STATION), a_stream(PLANT, MARKET))["end"]
    assert next(one["properties"]["lines"] for one in ends) == [
        ["[map.streams_away]", "2"],
        ["[map.streams_here]", "1"],
    ]
    assert len(ends) == 3


def test_what_stays_in_its_neighbourhood_is_a_ring() -> None:
    [line] = drawn(a_stream(MARKET, MARKET))["flow"]
    points = line["geometry"]["coordinates"]
    assert points[0] == points[-1]
    assert len({tuple(point) for point in points}) == len(points) - 1
