"""One listing judged against many on columns, without compiling: the same partners, in the same order."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flows import matching
from flows.engine.columns import Words, measure_of, routes_of, ways_of
from flows.engine.judging import Judged, judge
from flows.engine.standing import MICRO, Left, Row, as_text_sorts, day_number, side_of_rows
from flows.errors import OutOfRangeError
from flows.matching import Match, Routes, Settings, of_pair
from flows.scoring import billionths
from flows.streams import GRAM, Need, Offer
from tests.chance import FIRST_DAY, TREE, Chance, World

Kind = TypeVar("Kind", Offer, Need)

OWNERS = {"bakery": 1, "school": 2, "plant": 3}

TODAY = FIRST_DAY + timedelta(days=30)


def a_world(seed: int, number: int = 60) -> World:
    """Return a random world whose listings are numbered, and all have a place, as stored ones do."""
    chance = Chance(seed)
    offers, needs, processes = chance.world(number, 12, 4)
    return (
        [numbered(one, at * 7 + 1, chance) for at, one in enumerate(offers)],
        [numbered(one, at * 13 + 2000, chance) for at, one in enumerate(needs)],
        processes,
    )


def numbered(one: Kind, number: int, chance: Chance) -> Kind:
    place = one.position or next(spot for _ in range(99) if (spot := chance.place()))
    return replace(one, id=str(number), position=place)


def row_of(stream: Offer | Need) -> Row:
    amount, position = stream.amount, stream.position
    assert position is not None
    return Row(
        id=int(stream.id),
        organisation=OWNERS.get(stream.organisation, 100_000 + int(stream.id)),
        material=stream.material,
        grams=None if amount is None else int(amount.tonnes.likely * MICRO),
        recurring=amount is not None and amount.recurring,
        start=day_number(stream.availability.start),
        end=day_number(stream.availability.end),
        contamination_pct=stream.quality.contamination_pct,
        moisture_pct=stream.quality.moisture_pct,
        form=stream.quality.form,
        classes=" ".join(stream.quality.classes),
        max_km=stream.max_km,
        lon=position.lon,
        lat=position.lat,
    )


def left_of(streams: Sequence[Offer | Need]) -> dict[int, Left]:
    return {
        int(one.id): Left(float(one.amount.tonnes.likely), float(one.amount.taken_once))
        for one in streams
        if one.amount is not None
    }


def partners_of(seeker: Offer | Need, others: Sequence[Offer | Need], routes: Routes) -> list[Match]:
    """Return the matches of one listing in the order in which the columns rank its partners."""
    words, seeks_offers, chosen = Words.new(), isinstance(seeker, Need), Settings(today=TODAY)
    columns = side_of_rows([row_of(one) for one in others], words, TODAY, left_of(others))
    materials = {one.material for one in others}
    ends = (materials, {seeker.material}) if seeks_offers else ({seeker.material}, materials)
    ways = ways_of(list(routes_of(routes, *ends)), words, chosen.detour)
    own = side_of_rows([row_of(seeker)], words, TODAY, left_of([seeker]))
    judged = judge(own, columns, ways, measure_of(chosen), seeks_offers=seeks_offers)

    def match_with(place: int) -> Match | None:
        offer, need = (others[place], seeker) if seeks_offers else (seeker, others[place])
        return of_pair(offer, need, routes, chosen)  # type: ignore[arg-type]

    def exactly(place: int) -> int:
        match = match_with(place)
        return -1 if match is None else billionths(match.score)

    found = [match_with(place) for place in judged.best_first(columns.id, exactly)]
    return [match for match in found if match is not None and moves(match)]


def moves(match: Match) -> bool:
    return match.tonnes is None or match.tonnes.likely >= GRAM


@given(st.integers(0, 2**32), st.integers(0, 3))
@settings(deadline=None, max_examples=40)
@example(1556, 0)
def test_a_listing_finds_the_partners_of_the_readable_matcher_in_its_order(seed: int, steps: int) -> None:
    offers, needs, processes = a_world(seed)
    routes, chosen = Routes(processes, TREE, steps), Settings(today=TODAY, max_steps=steps)
    every = [one for one in matching.find(offers, needs, processes, tree=TREE, settings=chosen) if moves(one)]
    for need in needs:
        assert partners_of(need, offers, routes) == [one for one in every if one.need == need.id]
    for offer in offers[:12]:
        own = [one for one in every if one.offer == offer.id]
        ranked = sorted(own, key=lambda one: (-billionths(one.score), one.need))
        assert partners_of(offer, needs, routes) == ranked


@given(st.lists(st.integers(0, 10**14 - 1), unique=True))
def test_numbers_stand_in_the_order_in_which_text_sorts_them(numbers: list[int]) -> None:
    keys = as_text_sorts(np.array(numbers, dtype=np.int64)).tolist()
    assert [number for _, number in sorted(zip(keys, numbers, strict=True))] == sorted(numbers, key=str)
    assert all(key == int(float(key)) for key in keys)


def test_the_best_come_first_however_many_are_asked_for_and_doubtful_ones_are_asked_about() -> None:
    score = np.full(5000, 0.5)
    score[4321], score[77], score[5] = 0.75, 0.6 + 0.5e-9, -np.inf
    asked: list[int] = []

    def exactly(place: int) -> int:
        asked.append(place)
        return 800_000_000

    order = list(Judged(score).best_first(np.arange(5000)[::-1].copy(), exactly))
    assert asked == [77]
    assert order[:3] == [77, 4321, 4999]
    assert order[2:] == [place for place in range(4999, -1, -1) if place not in (77, 4321, 5)]
    assert list(Judged(score).best_first(np.arange(5000), exactly, least=0.7)) == [4321]


def test_a_number_too_long_to_be_ranked_is_refused() -> None:
    with pytest.raises(OutOfRangeError):
        as_text_sorts(np.array([10**14]))
