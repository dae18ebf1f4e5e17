"""Needs are sent to every part in which they find anything."""

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.distance import Position
from flows.engine.shelf import shelves
from flows.engine.spread import cells_of, groups_of, reached, spread
from flows.engine.topk import best_of_needs, world_of
from flows.matching import Routes, Settings
from flows.materials import load_materials
from flows.streams import Need, Offer
from tests.chance import Chance

TREE = load_materials()


def parts_reached(
    offers: list[Offer], needs: list[Need], routes: Routes, number: int
) -> tuple[list[int], dict[int, set[int]], list[tuple[int, int]]]:
    """Return the part of each offer, the needs sent to each part, and the pairs that match."""
    chosen = Settings(top=1000)
    on_shelf = shelves(offers, needs)
    world, _ways = world_of(*on_shelf, routes, chosen)
    groups = groups_of(on_shelf[0].words, TREE)
    parts = spread(world.offers, groups, number)
    sent: dict[int, set[int]] = defaultdict(set)
    for part, rows in reached(world, groups, parts):
        sent[part].update(rows.tolist())
    pairs = [
        pair
        for found in best_of_needs(world, 1000)
        for pair in zip(found.need.tolist(), found.offer.tolist(), strict=True)
    ]
    return parts.part_of_offer.tolist(), sent, pairs


@given(st.integers(0, 2**32), st.sampled_from([0.4, 3.0, 20.0]))
@settings(deadline=None, max_examples=40)
def test_a_need_reaches_every_part_that_holds_a_match_of_it(seed: int, spread_degrees: float) -> None:
    offers, needs, processes = Chance(seed, spread_degrees).world(60, 30, 4)
    of_offer, sent, pairs = parts_reached(offers, needs, Routes(processes, TREE, 2), 12)

    assert all(need in sent[of_offer[offer]] for need, offer in pairs)


def test_a_need_is_not_sent_where_its_radius_does_not_reach() -> None:
    offers = [Offer(f"o{at}", "pe", position=Position(5.5 + at, 50.5)) for at in range(5)]
    needs = [
        Need("near", "pe", position=Position(5.5, 50.5), max_km=30),
        Need("wide", "pe", position=Position(5.5, 50.5), max_km=200),
        Need("anywhere", "pe", position=Position(5.5, 50.5)),
        Need("lost", "pe", max_km=1),
    ]
    of_offer, sent, _pairs = parts_reached(offers, needs, Routes((), TREE, 2), 5)

    assert of_offer == [0, 1, 2, 3, 4]
    assert [sorted(sent[part]) for part in range(5)] == [[0, 1, 2, 3], [1, 2, 3], [1, 2, 3], [2, 3], [2, 3]]


@pytest.mark.parametrize(
    ("offer_lon", "need_lon", "lat"), [(179.9, -179.9, 10.0), (-179.9, 179.9, 0.0), (10.0, -170.0, 89.9)]
)
def test_the_edge_of_the_map_is_no_edge_of_the_world(offer_lon: float, need_lon: float, lat: float) -> None:
    offers = [Offer("o", "pe", position=Position(offer_lon, lat))]
    needs = [Need("n", "pe", position=Position(need_lon, lat), max_km=100)]
    of_offer, sent, pairs = parts_reached(offers, needs, Routes((), TREE, 2), 1)

    assert pairs == [(0, 0)]
    assert sent == {of_offer[0]: {0}}


def test_every_position_has_a_cell() -> None:
    lon = np.array([-180.0, 180.0, 0.0, np.nan])
    lat = np.array([-90.0, 90.0, 0.0, np.nan])

    assert cells_of(lon, lat).tolist() == [0, 180 * 360 - 1, 90 * 360 + 180, 180 * 360]


def test_without_offers_there_are_no_parts() -> None:
    assert parts_reached([], [Need("n", "pe")], Routes((), TREE, 2), 4) == ([], {}, [])
