"""Listings that stand ready while others come, change and go: the partners of what stands there now."""

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows import matching
from flows.engine import incremental
from flows.engine.incremental import Find, Ready, roads_of
from flows.errors import OutOfRangeError
from flows.matching import Routes, Settings
from flows.scoring import billionths
from flows.streams import Need, Offer
from tests.chance import TREE
from tests.flows.engine.test_judging import TODAY, a_world, left_of, row_of

MOST = 6
CHOSEN = Settings(today=TODAY)


def readably(
    seekers: Sequence[Offer | Need], others: Sequence[Offer | Need], routes: Routes
) -> list[list[Find]]:
    """Return the best partners of each that seeks among all others, as the readable matcher ranks them."""
    found = []
    for seeker in seekers:
        finds = []
        for other in others:
            offer, need = (other, seeker) if isinstance(seeker, Need) else (seeker, other)
            match = matching.of_pair(offer, need, routes, CHOSEN)  # type: ignore[arg-type]
            finds += [Find(int(seeker.id), int(other.id), match.score)] if match else []
        found.append(sorted(finds, key=lambda one: (-billionths(one.score), str(one.found)))[:MOST])
    return found


@given(st.integers(0, 2**32), st.booleans())
@settings(deadline=None, max_examples=15)
def test_what_comes_changes_and_goes_is_found_as_if_it_had_stood_there(seed: int, seeks_offers: bool) -> None:
    offers, needs, processes = a_world(seed, 90)
    sides: tuple[list[Offer | Need], list[Offer | Need]] = ([*offers], [*needs])
    standing, seekers = sides if seeks_offers else (sides[1], sides[0][:12])
    routes, chance = Routes(processes, TREE, 2), Random(seed)
    ready = Ready(roads_of(routes, CHOSEN), TODAY, seeks_offers)
    there = {int(one.id): one for one in standing[: len(standing) // 2]}
    ready.take(map(row_of, there.values()), left_of(list(there.values())))
    ready.sort()
    for _ in range(6):
        gone = chance.sample(sorted(there), min(3, len(there)))
        come = chance.sample(list(standing), 5)
        ready.drop([*gone, 999_999])
        ready.take(map(row_of, come), left_of(come))
        there = {number: one for number, one in there.items() if number not in gone}
        there |= {int(one.id): one for one in come}
        found = ready.best([row_of(one) for one in seekers], left_of(seekers), MOST)
        assert found == readably(seekers, list(there.values()), routes)


def test_a_full_tail_is_sorted_in_and_other_routes_are_gone_by_at_once() -> None:
    offers, needs, processes = a_world(5, 80)
    plain, routes = Routes([], TREE, 2), Routes(processes, TREE, 2)
    ready = Ready(roads_of(plain, CHOSEN), TODAY, seeks_offers=True)
    seekers = [row_of(one) for one in needs]
    ready.take(map(row_of, offers), left_of(offers))
    assert ready.best(seekers, left_of(needs), MOST) == readably(needs, offers, plain)
    ready.lead(roads_of(routes, CHOSEN))
    assert not ready.tail
    assert ready.best(seekers, left_of(needs), MOST) == readably(needs, offers, routes)
    many = [row_of(offers[0])._replace(id=10_000 + at) for at in range(incremental.TAIL)]
    ready.take(many, {})
    assert len(ready.tail) == incremental.TAIL
    ready.take([row_of(offers[0])._replace(id=9_999)], {})
    assert not ready.tail
    assert len(ready.places) == len(offers) + incremental.TAIL + 1


def test_many_that_seek_at_once_find_what_each_finds_alone() -> None:
    offers, needs, processes = a_world(8, 80)
    ready = Ready(roads_of(Routes(processes, TREE, 2), CHOSEN), TODAY, seeks_offers=True)
    ready.take(map(row_of, offers), left_of(offers))
    seekers = [row_of(needs[at % len(needs)])._replace(id=at) for at in range(incremental.FEW + 20)]
    together = ready.best(seekers, {}, MOST)
    assert together == [ready.best([one], {}, MOST)[0] for one in seekers]
    assert any(together)


def test_nobody_stands_there_and_nobody_is_found() -> None:
    _, needs, _ = a_world(1)
    ready = Ready(roads_of(Routes([], TREE, 2), CHOSEN), TODAY, seeks_offers=True)
    assert ready.best([row_of(needs[0])], {}, MOST) == [[]]
    assert ready.best([], {}, MOST) == []
    with pytest.raises(OutOfRangeError):
        ready.best([row_of(needs[0])], {}, 0)
