"""Places that lie close together under one sign: each counted once, wherever one looks from."""

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.distance import Position
from maps.clusters import MOST_SIGNS, clustered, inside
from maps.layers import MapLayer, PlacePoint
from tests.maps.examples import MARKET, WORDS, a_place

BOX = (5.76, 50.92, 5.93, 51.08)


def places(number: int, seed: int = 1) -> list[PlacePoint]:
    chance = Random(seed)
    return [
        a_place(
            chance.choice(("offer", "need", "process", "premises")),
            f"Place {at}",
            position=Position(
                round(chance.uniform(BOX[0], BOX[2]), 5), round(chance.uniform(BOX[1], BOX[3]), 5)
            ),
        )
        for at in range(number)
    ]


def counted(layers: Sequence[MapLayer]) -> int:
    signs = [one["properties"] for layer in layers for one in layer.collection["features"]]
    return sum(sign.get("count", 1) for sign in signs)


@given(st.integers(0, 300), st.integers(0, 5), st.integers(0, 18))
def test_every_place_is_counted_once_at_every_zoom(number: int, seed: int, zoom: int) -> None:
    assert counted(clustered(places(number, seed), zoom, WORDS)) == number


@given(st.integers(10, 18))
def test_the_order_of_places_does_not_matter(zoom: int) -> None:
    told = places(60)
    assert clustered(told, zoom, WORDS) == clustered(told[::-1], zoom, WORDS)


def test_looking_closer_takes_clusters_apart() -> None:
    signs = [len(clustered(places(400), zoom, WORDS)[0].collection["features"]) for zoom in (10, 12, 14, 18)]
    assert signs == sorted(signs)
    assert signs[0] < signs[-1]


def test_a_sign_of_many_says_how_many_and_names_nobody() -> None:
    [layer] = clustered([a_place(name="A"), a_place(name="B", position=Position(5.8292, 50.9742))], 12, WORDS)
    [sign] = layer.collection["features"]
    assert sign["properties"] == {
        "role": "cluster", "shape": "circle", "title": "[map.layer.offer]", "count": 2,
    }  # fmt: skip


def test_places_at_one_position_keep_their_own_sign_that_opens() -> None:
    [layer] = clustered([a_place(name="A"), a_place(name="B")], 12, WORDS)
    [sign] = layer.collection["features"]
    assert sign["properties"]["role"] == "point"
    assert len(sign["properties"]["items"]) == 2


def test_one_answer_never_has_more_signs_than_a_browser_can_draw() -> None:
    layers = clustered(places(6_000), 18, WORDS)
    assert sum(len(layer.collection["features"]) for layer in layers) <= MOST_SIGNS
    assert counted(layers) == 6_000


@pytest.mark.parametrize(
    ("box", "there"), [(BOX, True), ((5.9, 50.92, 5.93, 51.08), False), (4 * (0.0,), False)]
)
def test_only_what_lies_in_the_box_is_told(box: tuple[float, float, float, float], there: bool) -> None:
    assert bool(inside([a_place(position=MARKET)], box)) is there
