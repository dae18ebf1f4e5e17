"""The engine on columns finds what the readable matcher finds, to the last bit."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows import matching
from flows.distance import Position
from flows.engine import topk
from flows.engine.columns import TooManyClassesError
from flows.engine.shelf import shelves
from flows.errors import OutOfRangeError
from flows.matching import Match, Routes, Settings
from flows.processes import Output, Process, ProcessStatus
from flows.scoring import billionths
from flows.strategies import Strategy
from flows.streams import Need, Offer, Quality
from tests.chance import FIRST_DAY, TREE, Chance, World, without_doubles


def both(world: World, **wanted: object) -> tuple[list[tuple[Match, ...]], list[tuple[Match, ...]]]:
    chosen = Settings(**wanted)  # type: ignore[arg-type]
    readable = list(matching.find_by_need(*world, tree=TREE, settings=chosen))
    return readable, list(topk.find_by_need(*world, tree=TREE, settings=chosen))


@given(st.integers(0, 2**32), st.integers(1, 30), st.integers(0, 3))
@settings(deadline=None, max_examples=60)
def test_both_find_the_same_matches_in_the_same_order(seed: int, top: int, steps: int) -> None:
    world = without_doubles(Chance(seed).world(40, 30, 4))
    readable, found = both(world, top=top, max_steps=steps, today=FIRST_DAY + timedelta(days=30))
    assert found == readable


@pytest.mark.parametrize("spread", [0.0, 5.0])
def test_at_one_point_and_far_apart_both_agree(spread: float) -> None:
    readable, found = both(without_doubles(Chance(7, spread).world(200, 60, 5)), top=5)
    assert found == readable
    assert any(found)


def test_listings_that_are_all_alike_are_ranked_by_their_ids() -> None:
    offers = [Offer(f"o{place:03d}", "ldpe-film") for place in range(300)]
    readable, found = both((offers, [Need("n", "ldpe-film")], []), top=7)
    assert found == readable
    assert [match.offer for match in found[0]] == [f"o{place:03d}" for place in range(7)]


@pytest.mark.parametrize("top", [48, 49, 500])
def test_long_lists_keep_their_order(top: int) -> None:
    readable, found = both(without_doubles(Chance(9).world(600, 4, 3)), top=top)
    assert found == readable
    assert max(map(len, found)) > 48 or top == 48


def test_one_organisation_may_own_nearly_everything() -> None:
    world = without_doubles(Chance(3).world(300, 40, 2))
    mostly = [replace(one, organisation="giant") if at % 10 else one for at, one in enumerate(world[0])]
    readable, found = both(
        (mostly, [replace(one, organisation="giant") for one in world[1]], world[2]), top=5
    )
    assert found == readable


@pytest.mark.parametrize(("offers", "needs"), [(0, 5), (5, 0), (0, 0)])
def test_an_empty_side_gives_nothing(offers: int, needs: int) -> None:
    readable, found = both(Chance(1).world(offers, needs, 2), top=3)
    assert found == readable
    assert not any(found)


def test_a_chain_that_is_longer_than_the_radius_is_no_match() -> None:
    far = Process(
        "far", ("ldpe-film",), (Output("gravel", None, Strategy.R8_LOW),), ProcessStatus.RUNNING,
        position=Position(4.9, 52.4),
    )  # fmt: skip
    here = Position(5.85, 50.98)
    offer, need = Offer("o", "ldpe-film", position=here), Need("n", "gravel", position=here, max_km=50)
    readable, found = both(([offer], [need], [far]), top=3)
    assert found == readable == [()]
    assert both(([offer], [replace(need, max_km=None)], [far]), top=3)[1][0][0].processes == ("far",)


def test_the_best_of_each_offer_are_those_that_all_matches_hold() -> None:
    offers, needs, processes = without_doubles(Chance(11).world(60, 60, 3))
    every = matching.find(offers, needs, processes, tree=TREE)
    world, _routes = topk.world_of(*shelves(offers, needs), Routes(processes, TREE, 2), Settings())
    found = [
        (offers[offer].id, needs[need].id, billionths(score))
        for piece in topk.best_of_offers(world, 4)
        for offer, need, score in zip(piece.offer, piece.need, piece.score.tolist(), strict=True)
    ]
    assert found == [row for name in sorted({one.id for one in offers}) for row in best_of(name, every)]


def best_of(offer: str, matches: Sequence[Match]) -> list[tuple[str, str, int]]:
    """Return the four best needs of an offer, by score and then by id."""
    own = [(-billionths(one.score), one.need) for one in matches if one.offer == offer]
    return [(offer, need, -key) for key, need in sorted(own)[:4]]


def test_the_parts_of_a_find_are_those_of_the_match() -> None:
    offers, needs, processes = without_doubles(Chance(5).world(50, 20, 3))
    chosen = Settings(top=3)
    world, routes = topk.world_of(*shelves(offers, needs), Routes(processes, TREE, 2), chosen)
    rows = [
        row
        for piece in topk.best_of_needs(world, 3)
        for row in zip(piece.offer, piece.need, piece.way, piece.parts.tolist(), strict=True)
    ]
    assert rows
    for offer, need, way, parts in rows:
        match = matching.along(routes[way], offers[offer], needs[need], chosen)
        assert match is not None
        assert [None if np.isnan(value) else value for value in parts] == [part.value for part in match.parts]


def test_a_number_to_keep_is_needed() -> None:
    with pytest.raises(OutOfRangeError):
        list(topk.find_by_need([], [], tree=TREE, settings=Settings()))


def test_more_classes_than_are_told_apart_are_refused() -> None:
    offers = [Offer(f"o{place}", "gravel", quality=Quality(classes=(f"c{place}",))) for place in range(60)]
    with pytest.raises(TooManyClassesError):
        shelves(offers, [])[0].side()
