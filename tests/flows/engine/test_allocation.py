"""The best set of matches: never more than there is, as good as can be, and said what holds it back."""

from random import Random

import pytest

from flows.engine import allocation
from flows.engine.allocation import best_set
from flows.errors import OutOfRangeError
from flows.plans import Aim, Candidate, Holder, Plan, Room, UnknownTonnesError, worth_of
from flows.strategies import Strategy

REUSE, CRUSH = Strategy.R3, Strategy.R8_LOW
NEAR = Candidate("o1", "near", (), 1.0, REUSE, 1)
FAR = Candidate("o1", "far", (), 1.0, REUSE, 5)
CRUSHED = Candidate("o1", "road", (("mill", 1.0),), 0.5, CRUSH, 1)
EVERY = [NEAR, FAR, CRUSHED]


def room(offer: float = 10, mill: float = 3) -> Room:
    return Room({"o1": offer}, {"far": 4, "near": 8, "road": 10}, {"mill": mill})


def told(plan: Plan) -> dict[str, float]:
    return {share.candidate.need: share.leaving for share in plan.shares}


def test_the_highest_rung_comes_first_and_of_equals_the_nearest() -> None:
    plan = best_set(EVERY, room())
    assert told(plan) == {"near": 8, "far": 2}
    assert (plan.worth, plan.gap, plan.tonne_km) == pytest.approx((7.0, 0.0, 18.0))


def test_what_holds_a_plan_back_is_said_with_what_a_tonne_more_would_gain() -> None:
    [scarce] = best_set(EVERY, room()).bottlenecks
    assert (scarce.holder, scarce.name, round(scarce.gain, 9)) == (Holder.OFFER, "o1", 0.7)
    ample = best_set(EVERY, room(offer=20), Aim.TONNES).bottlenecks
    found = {(one.holder, one.name): round(one.gain, 9) for one in ample}
    assert found == {(Holder.NEED, "far"): 1, (Holder.NEED, "near"): 1, (Holder.PROCESS, "mill"): 0.5}


def test_a_process_takes_no_more_than_its_capacity_and_keeps_its_yield() -> None:
    [crushed] = [one for one in best_set(EVERY, room(offer=20)).shares if one.candidate is CRUSHED]
    assert (crushed.leaving, crushed.arriving) == (3, 1.5)


def test_a_process_without_a_known_capacity_limits_nothing() -> None:
    plan = best_set([CRUSHED], Room({"o1": 10}, {"road": 10}, {}))
    assert told(plan) == {"road": 10}


def test_nothing_to_choose_from_gives_an_empty_plan() -> None:
    assert best_set([], room()) == Plan((), (), 0.0, 0.0, 0.0)


def test_a_match_whose_room_nobody_told_is_refused_by_its_name() -> None:
    with pytest.raises(UnknownTonnesError, match="offer 'o1'"):
        best_set(EVERY, Room({}, {"far": 4, "near": 8, "road": 10}, {}))


@pytest.mark.parametrize("tonnes", [-1.0, float("nan"), float("inf")])
def test_room_that_cannot_be_is_refused(tonnes: float) -> None:
    with pytest.raises(OutOfRangeError, match="o1"):
        room(offer=tonnes)


def test_more_cannot_arrive_than_leaves() -> None:
    with pytest.raises(OutOfRangeError):
        Candidate("o", "n", (), 1.1, REUSE)


def some(number: int, seed: int = 1) -> tuple[list[Candidate], Room]:
    """Return random matches, some through a process, and their room."""
    chance, size = Random(seed), max(2, number // 10)
    through = [((f"p{chance.randrange(5)}", 1.0),) if chance.random() < 0.3 else () for _ in range(number)]
    lines = [
        Candidate(
            f"o{chance.randrange(size)}",
            f"n{chance.randrange(size)}",
            uses,
            chance.random() if uses else 1.0,
            chance.choice(list(Strategy)),
            chance.random() * 50,
        )
        for uses in through
    ]
    offers, needs = ({f"{side}{at}": chance.random() * 50 for at in range(size)} for side in "on")
    return lines, Room(offers, needs, {f"p{at}": 20.0 for at in range(5)})


def used(plan: Plan) -> dict[tuple[Holder, str], float]:
    """Return what a plan takes of each offer, need and process."""
    found: dict[tuple[Holder, str], float] = {}
    for share in plan.shares:
        line = share.candidate
        uses = [((Holder.OFFER, line.offer), 1.0), ((Holder.NEED, line.need), line.arriving)]
        for place, tonnes in [*uses, *(((Holder.PROCESS, name), share_) for name, share_ in line.enters)]:
            found[place] = found.get(place, 0.0) + tonnes * share.leaving
    return found


@pytest.mark.parametrize("number", [50, 500, allocation.LARGE])
def test_no_plan_takes_more_than_there_is_and_none_is_better(number: int) -> None:
    lines, limits = some(number)
    plan = best_set(lines, limits)
    most = {Holder.OFFER: limits.offers, Holder.NEED: limits.needs, Holder.PROCESS: limits.processes}
    assert all(tonnes <= most[holder][name] + 1e-4 for (holder, name), tonnes in used(plan).items())
    assert plan.worth == pytest.approx(
        sum(one.arriving * worth_of(one.candidate, Aim.RUNG) for one in plan.shares)
    )
    assert plan.gap <= 1e-6


def test_the_order_of_the_input_never_matters() -> None:
    lines, limits = some(300)
    assert best_set(Random(2).sample(lines, len(lines)), limits) == best_set(lines, limits)


def test_nearer_is_chosen_without_giving_up_anything_of_the_aim() -> None:
    lines, limits = some(400)
    blind = [Candidate(one.offer, one.need, one.enters, one.arriving, one.strategy) for one in lines]
    near, any_way = best_set(lines, limits), best_set(blind, limits)
    assert near.worth == pytest.approx(any_way.worth)
