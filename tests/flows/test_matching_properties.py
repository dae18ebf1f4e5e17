"""The matcher in random worlds: laws that hold whatever people register."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.distance import Position
from flows.matching import Match, Routes, Settings, find
from flows.materials import load_materials
from flows.processes import Output, Process, ProcessStatus, Yield
from flows.scoring import FACTS, PARTS, billionths
from flows.strategies import Strategy
from flows.streams import Amount, Availability, Form, Grade, Need, Offer, Quality, Range

Kind = TypeVar("Kind", Offer, Need)
World = tuple[list[Offer], list[Need], list[Process]]
Facts = tuple[str, str, Yield | None, Decimal | None, Position | None, ProcessStatus]

TREE = load_materials()
MATERIALS = ("plastics", "plastic-film", "ldpe-film", "stretch-film", "pe", "gravel", "concrete-rubble")
PLACES = (Position(5.83, 50.97), Position(5.87, 51.0), Position(4.9, 52.37))
FIRST_DAY = date(2026, 1, 1)

materials = st.sampled_from(MATERIALS)
places = st.none() | st.sampled_from(PLACES)
tonnes = st.decimals(min_value=0, max_value=1000, places=2)
ranges = st.tuples(tonnes, tonnes, tonnes).map(lambda ends: Range(*sorted(ends)))
amounts = st.builds(Amount, ranges, st.sampled_from(Grade), st.booleans())
days = st.integers(0, 60).map(lambda count: FIRST_DAY + timedelta(days=count))
availabilities = st.one_of(
    st.just(Availability()),
    st.builds(Availability, start=days),
    st.builds(Availability, end=days),
    st.tuples(days, days).map(lambda ends: Availability(min(ends), max(ends))),
)
percentages = st.none() | st.integers(0, 20).map(float)
qualities = st.builds(
    Quality,
    form=st.none() | st.sampled_from([Form.BALED, Form.LOOSE]),
    contamination_pct=percentages,
    moisture_pct=percentages,
    classes=st.sampled_from([(), ("A",), ("A", "B")]),
)
shares = st.decimals(min_value=0, max_value=1, places=2)
yields = st.none() | st.tuples(shares, shares, shares).map(lambda ends: Yield(*sorted(ends)))


def streams(kind: type[Kind], prefix: str) -> st.SearchStrategy[list[Kind]]:
    one = st.builds(
        kind,
        id=st.just(prefix),
        material=materials,
        amount=st.none() | amounts,
        availability=availabilities,
        quality=qualities,
        position=places,
        max_km=st.none() | st.sampled_from([5.0, 50.0, 500.0]),
        organisation=st.sampled_from(["", "bakery", "school"]),
    )
    return st.lists(one, max_size=5).map(
        lambda rows: [replace(row, id=f"{prefix}{place}") for place, row in enumerate(rows)]
    )


def a_process(place: int, facts: Facts) -> Process:
    takes, gives, share, capacity, position, status = facts
    outputs = (Output(gives, share, Strategy.R8_LOW),)
    return Process(f"p{place}", (takes,), outputs, status, capacity, position)


capacities = st.none() | st.decimals(min_value=1, max_value=1000, places=1)
facts_of_process = st.tuples(
    materials,
    materials,
    yields,
    capacities,
    places,
    st.sampled_from([ProcessStatus.RUNNING, ProcessStatus.PLANNED]),
)
processes = st.lists(facts_of_process, max_size=3).map(
    lambda rows: [a_process(place, facts) for place, facts in enumerate(rows)]
)
offers = streams(Offer, "o")
needs = streams(Need, "n")
worlds = st.tuples(offers, needs, processes)


@given(worlds)
@settings(deadline=None)
def test_scores_and_completeness_lie_between_nought_and_one(world: World) -> None:
    for match in find(*world, tree=TREE):
        assert 0 <= match.score <= 1
        assert 0 <= match.completeness <= 1
        assert tuple(part.name for part in match.parts) == PARTS
        assert all(0 <= part.value <= 1 for part in match.parts if part.value is not None)
        assert set(match.missing) <= set(FACTS)


@given(worlds)
@settings(deadline=None)
def test_a_part_is_unknown_exactly_when_its_facts_are_missing(world: World) -> None:
    for match in find(*world, tree=TREE):
        assert all(part.missing for part in match.parts if part.value is None)
        assert all((part.known == 1) is (not part.missing) for part in match.parts)


@given(worlds)
@settings(deadline=None)
def test_nobody_receives_more_than_was_offered_or_wanted(world: World) -> None:
    had = {row.id: row.amount.tonnes for rows in world[:2] for row in rows if row.amount is not None}

    for match, tonnes in with_tonnes(find(*world, tree=TREE)):
        for most in (had[match.offer], had[match.need]):
            assert tonnes.low <= most.low
            assert tonnes.likely <= most.likely
            assert tonnes.high <= most.high


@given(worlds)
@settings(deadline=None)
def test_nobody_receives_more_than_the_processes_let_through(world: World) -> None:
    most = {process.code: process.capacity_tonnes or Decimal("Infinity") for process in world[2]}

    for match, tonnes in with_tonnes(find(*world, tree=TREE)):
        assert all(tonnes.high <= most[code] for code in match.processes)
        assert None not in {passage.share for passage in match.through}


@given(worlds, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_the_input_never_matters(world: World, chance: Random) -> None:
    offered, wanted, running = (chance.sample(range(len(rows)), len(rows)) for rows in world)
    shuffled = (
        [world[0][place] for place in offered],
        [world[1][place] for place in wanted],
        [world[2][place] for place in running],
    )

    assert find(*shuffled, tree=TREE) == find(*world, tree=TREE)


@given(worlds, st.integers(1, 3))
@settings(deadline=None)
def test_the_top_is_the_beginning_of_all(world: World, top: int) -> None:
    everything = find(*world, tree=TREE)

    kept = find(*world, tree=TREE, settings=Settings(top=top))

    for need in world[1]:
        of_need = [match for match in everything if match.need == need.id]
        assert [match for match in kept if match.need == need.id] == of_need[:top]


@given(worlds)
@settings(deadline=None)
def test_matches_are_sorted_and_no_pair_stands_twice(world: World) -> None:
    matches = find(*world, tree=TREE)
    keys = [(match.need, -billionths(match.score), match.offer) for match in matches]

    assert keys == sorted(keys)
    assert len({(match.need, match.offer) for match in matches}) == len(matches)


@given(worlds)
@settings(deadline=None)
def test_no_match_joins_an_organisation_with_itself_or_goes_too_far(world: World) -> None:
    sides = {row.id: row for rows in world[:2] for row in rows}

    for match in find(*world, tree=TREE):
        offer, need = sides[match.offer], sides[match.need]
        limits = [km for km in (offer.max_km, need.max_km) if km is not None]
        assert "" in {offer.organisation, need.organisation} or offer.organisation != need.organisation
        assert match.distance_km is None or all(match.distance_km <= limit for limit in limits)


@given(worlds)
@settings(deadline=None)
def test_forgetting_a_fact_never_closes_a_match_and_never_raises_completeness(world: World) -> None:
    forgetful = [
        replace(offer, position=None, amount=None, availability=Availability()) for offer in world[0]
    ]
    before = {
        (match.need, match.offer): match for match in find(*world, tree=TREE, settings=Settings(max_steps=0))
    }

    after = {
        (match.need, match.offer): match
        for match in find(forgetful, world[1], tree=TREE, settings=Settings(max_steps=0))
    }

    assert set(before) <= set(after)
    assert all(after[pair].completeness <= before[pair].completeness for pair in before)


@given(worlds)
@settings(deadline=None)
def test_on_the_direct_way_a_larger_need_never_receives_less(world: World) -> None:
    larger = [replace(need, amount=doubled(need.amount)) for need in world[1]]
    before = by_pair(find(world[0], world[1], tree=TREE))

    after = by_pair(find(world[0], larger, tree=TREE))

    assert before.keys() == after.keys()
    assert all(after[pair].likely >= before[pair].likely for pair in before)


def doubled(amount: Amount | None) -> Amount | None:
    return amount and replace(amount, tonnes=amount.tonnes.times(Decimal(2), Decimal(2), Decimal(2)))


def with_tonnes(matches: Iterable[Match]) -> list[tuple[Match, Range]]:
    return [(match, match.tonnes) for match in matches if match.tonnes is not None]


def by_pair(matches: Iterable[Match]) -> dict[tuple[str, str], Range]:
    return {(match.need, match.offer): tonnes for match, tonnes in with_tonnes(matches)}


@given(processes, st.sampled_from([0, 1, 2]))
@settings(deadline=None)
def test_the_materials_looked_among_are_those_with_a_route(made: list[Process], most_steps: int) -> None:
    routes = Routes(made, TREE, most_steps)
    for offered in MATERIALS:
        for wanted in MATERIALS:
            leads = bool(routes.between(offered, wanted))
            assert (wanted in routes.wanted_for(offered)) is leads
            assert (offered in routes.offered_for(wanted)) is leads
