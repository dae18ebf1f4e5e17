"""Lots: something takes nothing, or what is worth the trouble; by hand, and as laws over random markets."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.engine.allocation import best_set
from flows.plans import (
    REACH,
    Aim,
    Candidate,
    Ending,
    Holder,
    Place,
    Plan,
    Room,
    Share,
    UnknownTonnesError,
    gain_of,
    one_after_another,
    uses_of,
)
from flows.strategies import Strategy

HIGH, LOW = Strategy.R3, Strategy.R8_LOW
AT_MILL = Candidate("o", "road", (("mill", 1.0),), 0.5, LOW, 2)
AT_SHOP = Candidate("o", "shop", (), 1.0, HIGH, 1)
ROOM = Room({"o": 10}, {"road": 9, "shop": 4}, {"mill": 8})


def with_lots(lots: dict[Place, float], room: Room = ROOM) -> Room:
    return Room(room.offers, room.needs, room.processes, lots)


def told(plan: Plan) -> dict[str, float]:
    return {share.candidate.need: share.leaving for share in plan.shares}


def test_a_mill_that_gets_its_lot_is_used_though_the_shop_then_gets_less() -> None:
    plan = best_set([AT_MILL, AT_SHOP], with_lots({(Holder.PROCESS, "mill"): 6}), Aim.TONNES)
    assert told(plan) == {"road": 6, "shop": 4}
    plan = best_set([AT_MILL, AT_SHOP], with_lots({(Holder.PROCESS, "mill"): 7}), Aim.TONNES)
    assert told(plan) == {"road": 7, "shop": 3}
    assert (plan.worth, plan.gap, plan.ending) == pytest.approx((6.5, 0, Ending.BEST))


def test_a_mill_whose_lot_is_not_worth_it_takes_nothing_and_is_named() -> None:
    plan = best_set([AT_MILL, AT_SHOP], with_lots({(Holder.PROCESS, "mill"): 8}), Aim.RUNG)
    assert told(plan) == {"shop": 4}
    assert plan.idle == ((Holder.PROCESS, "mill"),)
    assert [(one.holder, one.name) for one in plan.bottlenecks] == [(Holder.NEED, "shop")]


def test_a_lot_above_the_capacity_is_never_reached() -> None:
    plan = best_set([AT_MILL], with_lots({(Holder.PROCESS, "mill"): 9}))
    assert (plan.shares, plan.idle) == ((), ((Holder.PROCESS, "mill"),))


def test_a_process_of_unknown_capacity_can_have_a_lot() -> None:
    free = Room(ROOM.offers, ROOM.needs, {}, {(Holder.PROCESS, "mill"): 9})
    assert told(best_set([AT_MILL], free)) == {"road": 10}


def test_a_match_takes_its_own_lot_or_nothing() -> None:
    small = Candidate("o", "shop", (), 1.0, HIGH, 1, lot=5)
    assert told(best_set([small, AT_MILL], ROOM)) == {"road": 8}
    fitting = Candidate("o", "shop", (), 1.0, HIGH, 1, lot=4)
    assert told(best_set([fitting, AT_MILL], ROOM)) == {"shop": 4, "road": 6}


def test_a_match_takes_no_more_than_its_own_most() -> None:
    bounded = Candidate("o", "shop", (), 1.0, HIGH, 1, most=1.5)
    assert told(best_set([bounded], ROOM)) == {"shop": 1.5}


def test_few_kilometres_leave_the_last_tenth_that_comes_from_far() -> None:
    near, far = Candidate("a", "n", (), 1.0, HIGH, 2), Candidate("b", "n", (), 1.0, HIGH, 90)
    room = Room({"a": 92, "b": 50}, {"n": 100}, {})
    plan = best_set([near, far], room, Aim.KM)
    assert told(plan) == {"n": pytest.approx(90)}
    assert plan.worth == plan.tonne_km == pytest.approx(REACH * 100 * 2)


def test_what_a_nearer_tonne_would_save_is_said() -> None:
    near, far = Candidate("a", "n", (), 1.0, HIGH, 2), Candidate("b", "n", (), 1.0, HIGH, 90)
    [scarce] = best_set([near, far], Room({"a": 50, "b": 50}, {"n": 100}, {}), Aim.KM).bottlenecks
    assert (scarce.holder, scarce.name, round(scarce.gain, 6)) == (Holder.OFFER, "a", 88)


@pytest.mark.parametrize("aim", [Aim.KM, Aim.EUROS])
def test_a_match_without_the_figure_that_the_aim_needs_is_left_out_and_counted(aim: Aim) -> None:
    known = Candidate("a", "n", (), 1.0, HIGH, 2, euros=80)
    room = Room({"a": 5, "b": 50}, {"n": 100}, {})
    plan = best_set([known, Candidate("b", "n", (), 1.0, HIGH)], room, aim)
    assert ([one.candidate for one in plan.shares], plan.unmeasured) == ([known], 1)
    assert best_set([Candidate("b", "n", (), 1.0, HIGH)], room, aim).unmeasured == 1


def test_euros_are_those_that_givers_pay_now_for_what_leaves() -> None:
    cheap, dear = (
        Candidate(name, "n", (), 1.0, HIGH, 2, euros=paid) for name, paid in (("a", 10), ("b", 90))
    )
    plan = best_set([cheap, dear], Room({"a": 10, "b": 6}, {"n": 10}, {}), Aim.EUROS)
    assert (round(plan.worth, 6), [one.leaving for one in plan.shares]) == (580, [4, 6])


def test_one_after_another_takes_what_those_before_it_leave() -> None:
    shares = one_after_another([AT_MILL, AT_SHOP], ROOM)
    assert [(one.candidate.need, one.leaving) for one in shares] == [("road", 8), ("shop", 2)]


def test_one_after_another_refuses_what_nobody_told() -> None:
    with pytest.raises(UnknownTonnesError):
        one_after_another([AT_SHOP], Room({}, {"shop": 1}, {}))


tonnes = st.integers(1, 40).map(float)
names = st.integers(0, 3)


@st.composite
def markets(draw: st.DrawFn) -> tuple[list[Candidate], Room]:
    """Return up to twelve matches of few offers, needs and processes, some with lots."""
    lines = draw(
        st.lists(
            st.builds(
                lambda offer, need, mill, kept, rung, km, lot: Candidate(
                    f"o{offer}",
                    f"n{need}",
                    () if mill is None else ((f"p{mill}", 1.0),),
                    1.0 if mill is None else kept / 4,
                    rung,
                    km,
                    lot=lot,
                ),
                names,
                names,
                st.none() | st.integers(0, 1),
                st.integers(1, 4),
                st.sampled_from([HIGH, LOW, Strategy.R0]),
                st.integers(1, 50).map(float),
                st.sampled_from([0.0, 0.0, 3.0]),
            ),
            min_size=1,
            max_size=12,
        )
    )
    sizes = {side: {f"{side}{at}": draw(tonnes) for at in range(4)} for side in "on"}
    lots = {(Holder.PROCESS, "p0"): draw(tonnes), (Holder.NEED, "n0"): draw(tonnes)}
    return lines, Room(sizes["o"], sizes["n"], {"p0": draw(tonnes)}, lots)


def used(shares: tuple[Share, ...]) -> dict[Place, float]:
    found: dict[Place, float] = {}
    for share in shares:
        for place, part in uses_of(share.candidate):
            found[place] = found.get(place, 0.0) + part * share.leaving
    return found


def worth(shares: tuple[Share, ...], aim: Aim) -> float:
    return sum(gain_of(one.candidate, aim) * one.leaving for one in shares)


LITTLE = 1e-4


@given(markets(), st.sampled_from(list(Aim)))
@settings(max_examples=60, deadline=None)
def test_nothing_exceeds_what_there_is_and_every_lot_is_reached(
    market: tuple[list[Candidate], Room], aim: Aim
) -> None:
    lines, room = market
    plan = best_set(lines, room, aim)
    for place, tonnes_used in used(plan.shares).items():
        limit = room.limit(place)
        assert limit is None or tonnes_used <= limit + LITTLE
        assert tonnes_used >= room.lots.get(place, 0) - LITTLE
    assert all(one.leaving >= one.candidate.lot - LITTLE for one in plan.shares)
    assert 0 <= plan.gap < LITTLE * 10


@given(markets(), st.sampled_from([Aim.RUNG, Aim.TONNES]))
@settings(max_examples=60, deadline=None)
def test_lots_never_help_and_a_queue_never_beats_the_plan(
    market: tuple[list[Candidate], Room], aim: Aim
) -> None:
    lines, room = market
    free_lines = [Candidate(one.offer, one.need, one.enters, one.arriving, one.strategy) for one in lines]
    free = Room(room.offers, room.needs, room.processes)
    with_their_lots, without = best_set(lines, room, aim).worth, best_set(free_lines, free, aim).worth
    assert with_their_lots <= without * (1 + LITTLE) + LITTLE
    assert worth(one_after_another(lines, room), aim) <= with_their_lots * (1 + LITTLE) + LITTLE
    assert worth(one_after_another(free_lines, free), aim) <= without + LITTLE


@given(markets())
@settings(max_examples=60, deadline=None)
def test_few_kilometres_are_fewer_and_their_tonnes_are_nine_tenths(
    market: tuple[list[Candidate], Room],
) -> None:
    lines, room = market
    most, near = best_set(lines, room, Aim.TONNES), best_set(lines, room, Aim.KM)
    arriving = sum(one.arriving for one in near.shares)
    assert arriving >= REACH * most.worth * (1 - LITTLE) - LITTLE
    assert near.tonne_km <= most.tonne_km * (1 + LITTLE) + LITTLE


@given(markets(), st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_the_order_of_the_input_never_matters(market: tuple[list[Candidate], Room], chance: object) -> None:
    lines, room = market
    shuffled = list(lines)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # it is a Random
    assert best_set(shuffled, room, Aim.TONNES) == best_set(lines, room, Aim.TONNES)
