"""The engine on columns finds what the readable matcher finds, to the last bit."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

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
from flows.materials import load_materials
from flows.processes import Output, Process, ProcessStatus, Yield
from flows.scoring import billionths
from flows.strategies import Strategy
from flows.streams import Amount, Availability, Form, Grade, Need, Offer, Quality, Range

TREE = load_materials()
MATERIALS = ("plastics", "plastic-film", "ldpe-film", "stretch-film", "pe", "gravel", "concrete-rubble")
FIRST_DAY = date(2026, 1, 1)
World = tuple[list[Offer], list[Need], list[Process]]


class Chance:
    """Random listings and processes, dense enough that gates, ties and limits all come up."""

    def __init__(self, seed: int, spread: float = 0.4) -> None:
        self.random = Random(seed)
        self.spread = spread

    def place(self) -> Position | None:
        if self.random.random() < 0.1:
            return None
        east, north = (self.random.uniform(-self.spread, self.spread) for _ in range(2))
        return Position(5.85 + east, 50.98 + north)

    def amount(self) -> Amount | None:
        if self.random.random() < 0.1:
            return None
        low, likely, high = sorted(Decimal(self.random.randint(0, 4000)) / 100 for _ in range(3))
        taken = Decimal(self.random.randint(0, 500)) / 100 if self.random.random() < 0.2 else Decimal(0)
        return Amount(Range(low, likely, high), Grade.DECLARED, self.random.random() < 0.6, taken)

    def days(self) -> Availability:
        first, last = sorted(FIRST_DAY + timedelta(days=self.random.randint(0, 500)) for _ in range(2))
        start = None if self.random.random() < 0.2 else first
        return Availability(start, None if self.random.random() < 0.2 else last)

    def quality(self) -> Quality:
        def maybe(value: float) -> float | None:
            return value if self.random.random() < 0.5 else None

        form = self.random.choice([None, Form.BALED, Form.LOOSE])
        classes = self.random.choice([(), (), ("A",), ("A", "B"), ("C",)])
        return Quality(form, maybe(self.random.randint(0, 20)), maybe(self.random.randint(0, 20)), classes)

    def listing(self, kind: type[Offer | Need], name: str) -> Offer | Need:
        return kind(
            id=name,
            material=self.random.choice(MATERIALS),
            amount=self.amount(),
            availability=self.days(),
            quality=self.quality(),
            position=self.place(),
            max_km=self.random.choice([None, 5.0, 20.0, 60.0]),
            organisation=self.random.choice(["", "bakery", "school", "plant"]),
        )

    def process(self, name: str) -> Process:
        low, likely, high = sorted(Decimal(self.random.randint(10, 100)) / 100 for _ in range(3))
        share = None if self.random.random() < 0.2 else Yield(low, likely, high)
        taken, given = self.random.sample(MATERIALS, 2)
        capacity = None if self.random.random() < 0.5 else Decimal(self.random.randint(1, 60))
        return Process(
            name,
            (taken,),
            (Output(given, share, self.random.choice(list(Strategy))),),
            ProcessStatus.RUNNING,
            capacity,
            self.place(),
            Decimal(0) if capacity is None else capacity / self.random.randint(1, 4),
        )

    def world(self, offers: int, needs: int, processes: int) -> World:
        return (
            [self.listing(Offer, f"o{self.random.randint(0, 4 * offers)}") for _ in range(offers)],  # type: ignore[misc]
            [self.listing(Need, f"n{self.random.randint(0, 4 * needs)}") for _ in range(needs)],  # type: ignore[misc]
            [self.process(f"p{place}") for place in range(processes)],
        )


def without_doubles(world: World) -> World:
    """Keep one row of each id and material, as files and tables have it."""
    offers, needs, processes = world
    return (
        list({(one.id, one.material): one for one in offers}.values()),
        list({(one.id, one.material): one for one in needs}.values()),
        processes,
    )


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
