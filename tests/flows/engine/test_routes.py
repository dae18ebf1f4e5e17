"""Collection rounds: what is fetched together, in which order, and what is not, on a straight road."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.clock import TimeWindow
from flows.engine.routes import Effort, plan_rounds
from flows.errors import OutOfRangeError
from flows.roads import RoadsShapeError
from flows.rounds import LEAST_SAVED_KM, Reason, RoundPlan, Stop, Task, Vehicle
from tests.rounds import a_stop, a_task, a_vehicle, straight

MORNING, AFTERNOON = TimeWindow(9 * 60, 10 * 60), TimeWindow(15 * 60, 16 * 60)


def planned(*parts: Stop | Vehicle, unload_minutes: int = 0) -> RoundPlan:
    task = a_task(*parts, unload_minutes=unload_minutes)
    return plan_rounds(task, straight(task), Effort(200))


def names(plan: RoundPlan) -> list[list[str]]:
    return [[call.stop.id for call in one.calls] for one in plan.rounds]


def sets(plan: RoundPlan) -> list[set[str]]:
    return sorted((set(one) for one in names(plan)), key=sorted)


def reasons(plan: RoundPlan) -> dict[str, Reason]:
    return {one.id: one.reason for one in plan.left_out}


def test_two_offers_on_one_road_are_fetched_together() -> None:
    plan = planned(a_stop("a", 10), a_stop("b", 12), a_vehicle(), unload_minutes=10)
    [one] = plan.rounds
    assert sets(plan) == [{"a", "b"}]
    assert (one.km, one.single_km) == (24, 44)
    assert one.hours == pytest.approx((24 + 10) / 60)
    assert one.single_hours == pytest.approx((44 + 20) / 60)
    assert one.kg == 200


def test_offers_on_opposite_sides_are_better_fetched_alone() -> None:
    plan = planned(a_stop("east", 10), a_stop("west", -10), a_vehicle())
    assert plan.rounds == ()
    assert reasons(plan) == {"east": Reason.ALONE, "west": Reason.ALONE}
    assert [one.single.km for one in plan.left_out if one.single] == [20, 20]


def test_the_kilograms_of_a_vehicle_bind() -> None:
    stops = [a_stop(name, km, 400) for name, km in (("a", 10), ("b", 10.5), ("c", 20), ("d", 20.5))]
    plan = planned(*stops, a_vehicle(kg=800))
    assert sets(plan) == [{"a", "b"}, {"c", "d"}]
    assert plan.km == 21 + 41


def test_the_cubic_metres_of_a_vehicle_bind() -> None:
    three = Decimal(3)
    stops = [a_stop(name, km, 1, m3=three) for name, km in (("a", 10), ("b", 10.5), ("c", 20), ("d", 20.5))]
    plan = planned(*stops, a_vehicle(m3=Decimal(6)))
    assert sets(plan) == [{"a", "b"}, {"c", "d"}]
    assert {one.m3 for one in plan.rounds} == {6}


def test_a_load_that_fits_to_the_gram_fits() -> None:
    assert sets(planned(a_stop("a", 10, "0.7"), a_stop("b", 10, "0.4"), a_vehicle(kg="1.1"))) == [{"a", "b"}]


def test_windows_far_apart_force_two_rounds() -> None:
    stops = [
        a_stop("a", 10, window=MORNING),
        a_stop("b", 11, window=MORNING),
        a_stop("c", 10, window=AFTERNOON),
        a_stop("d", 11, window=AFTERNOON),
    ]
    plan = planned(*stops, a_vehicle(max_hours=8))
    assert sets(plan) == [{"a", "b"}, {"c", "d"}]
    first, second = plan.rounds
    assert first.ends <= second.starts
    for call in (*first.calls, *second.calls):
        assert call.stop.window.start * 60 <= call.leaves <= call.stop.window.end * 60


def test_each_depot_takes_what_is_near() -> None:
    west, east = a_vehicle("west", 0), a_vehicle("east", 100)
    plan = planned(a_stop("a", 5), a_stop("b", 6), a_stop("c", 94), a_stop("d", 95), west, east)
    assert {one.vehicle.id: {call.stop.id for call in one.calls} for one in plan.rounds} == {
        "west": {"a", "b"},
        "east": {"c", "d"},
    }
    assert plan.km == 12 + 12


def test_what_is_farther_than_the_hours_allow_is_left_out() -> None:
    plan = planned(a_stop("a", 20), a_stop("b", 21), a_stop("far", 40), a_vehicle(max_hours=1))
    assert sets(plan) == [{"a", "b"}]
    assert reasons(plan) == {"far": Reason.HOURS}


def test_a_day_too_short_for_all_says_what_had_no_room() -> None:
    stops = [a_stop(name, 10, minutes=10) for name in "abcde"]
    plan = planned(*stops, a_vehicle(max_hours=1))
    assert len(plan.rounds[0].calls) == 4
    assert list(reasons(plan).values()) == [Reason.FULL]


def test_a_day_far_too_short_is_filled_all_the_same() -> None:
    stops = [a_stop(f"s{number:02}", number / 10, 400, minutes=20) for number in range(1, 61)]
    plan = planned(*stops, a_vehicle(kg=1200, max_hours=8))
    collected = sum(len(one.calls) for one in plan.rounds)
    assert 18 <= collected <= 24
    assert list(reasons(plan).values()) == [Reason.FULL] * (60 - collected)


def test_an_offer_fetched_alone_makes_way_where_the_day_is_too_short() -> None:
    far = [a_stop("a", 10, minutes=10), a_stop("b", 10, minutes=10)]
    near = [a_stop(name, 1, 1000, minutes=10) for name in ("full", "load", "each")]
    plan = planned(*far, *near, a_vehicle(max_hours=1))
    assert sets(plan) == [{"a", "b"}]
    assert reasons(plan) == dict.fromkeys(("full", "load", "each"), Reason.ALONE)


@pytest.mark.parametrize(
    ("stop", "reason"),
    [
        (a_stop("x", 10, 1001), Reason.WEIGHT),
        (a_stop("x", 10, 1, m3=Decimal("6.1")), Reason.VOLUME),
        (a_stop("x", 10, window=TimeWindow(0, 300)), Reason.WINDOW),
        (a_stop("x", 10, window=MORNING, minutes=61), Reason.WINDOW),
        (a_stop("x", 200), Reason.HOURS),
    ],
)
def test_what_no_vehicle_can_fetch_is_named_with_its_reason(stop: Stop, reason: Reason) -> None:
    van = a_vehicle(m3=Decimal(6), window=TimeWindow(480, 1020), max_hours=6)
    plan = planned(stop, a_stop("a", 10), a_stop("b", 11), van)
    assert reasons(plan) == {"x": reason}
    assert [one.single for one in plan.left_out] == [None]


def test_the_vehicle_that_comes_nearest_to_it_says_why() -> None:
    plan = planned(a_stop("x", 200, 900), a_vehicle("small", kg=100), a_vehicle("large", max_hours=6))
    assert reasons(plan) == {"x": Reason.HOURS}


def test_a_driver_leaves_no_earlier_than_needed() -> None:
    plan = planned(a_stop("a", 10, window=MORNING), a_stop("b", 11, window=MORNING), a_vehicle())
    [one] = plan.rounds
    assert (one.ends - one.starts) / 60 == 22
    assert one.calls[0].leaves >= MORNING.start * 60


def test_without_offers_nothing_is_planned() -> None:
    assert planned(a_vehicle()) == RoundPlan((), ())


def test_the_order_of_the_input_changes_nothing() -> None:
    stops = [a_stop(name, km) for name, km in (("a", 3), ("b", -4), ("c", 5), ("d", -6))]
    assert planned(*stops, a_vehicle()) == planned(a_vehicle(), *reversed(stops))


def test_roads_of_other_places_are_refused() -> None:
    with pytest.raises(RoadsShapeError):
        plan_rounds(a_task(a_stop("a", 1), a_vehicle()), straight(a_task(a_vehicle())))


@pytest.mark.parametrize("tries", [0, 1_000_001])
def test_a_search_without_end_is_refused(tries: int) -> None:
    with pytest.raises(OutOfRangeError):
        Effort(tries)


def shortest(stops: Sequence[Stop], most: int) -> float:
    """Return the fewest km that fetch all stops from 0, some at a time, to the farthest on each side."""

    def loop(group: Sequence[Stop]) -> float:
        places = [0.0, *(stop.position.lon * 1000 for stop in group)]
        return 2 * (max(places) - min(places))

    if not stops:
        return 0.0
    first, *rest = stops
    return min(
        loop([first, *others]) + shortest([one for one in rest if one not in others], most)
        for size in range(min(most, len(stops)))
        for others in combinations(rest, size)
    )


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(-300, 300), min_size=1, max_size=6), st.integers(1, 3))
def test_the_rounds_are_as_short_as_the_best_of_all(tenths: list[int], most: int) -> None:
    stops = [a_stop(f"s{place}", tenth / 10) for place, tenth in enumerate(tenths)]
    plan = planned(*stops, a_vehicle(kg=100 * most))
    alone = sum(one.single.km for one in plan.left_out if one.single)
    assert plan.km + alone <= shortest(stops, most) + LEAST_SAVED_KM * len(stops)


KM = st.integers(-300, 300).map(lambda tenth: tenth / 10)
WINDOWS = st.sampled_from([TimeWindow(), MORNING, AFTERNOON, TimeWindow(0, 240)])


@st.composite
def tasks(draw: st.DrawFn) -> Task:
    count, wagons = draw(st.integers(0, 7)), draw(st.integers(1, 2))
    stops = [
        a_stop(
            f"s{number}",
            draw(KM),
            draw(st.integers(0, 1200)),
            m3=draw(st.none() | st.integers(0, 90).map(lambda tenth: Decimal(tenth) / 10)),
            window=draw(WINDOWS),
            minutes=draw(st.integers(0, 70)),
        )
        for number in range(count)
    ]
    vehicles = [
        a_vehicle(
            f"v{number}",
            draw(KM),
            draw(st.integers(1, 2000)),
            m3=draw(st.none() | st.integers(1, 12).map(Decimal)),
            window=draw(st.sampled_from([TimeWindow(), TimeWindow(480, 1020)])),
            max_hours=draw(st.none() | st.floats(0.5, 9)),
        )
        for number in range(wagons)
    ]
    return a_task(*stops, *vehicles, unload_minutes=draw(st.integers(0, 20)))


@settings(max_examples=60, deadline=None)
@given(tasks())
def test_every_offer_is_in_one_round_or_named_and_no_law_is_broken(task: Task) -> None:
    plan = plan_rounds(task, straight(task), Effort(60))

    collected = [call.stop.id for one in plan.rounds for call in one.calls]
    assert sorted([*collected, *(one.id for one in plan.left_out)]) == [stop.id for stop in task.stops]
    for one in plan.rounds:
        vehicle = one.vehicle
        assert one.kg <= vehicle.kg
        assert vehicle.m3 is None or one.m3 <= vehicle.m3
        assert one.km < one.single_km
        assert one.hours <= one.single_hours
        assert 60 * vehicle.window.start <= one.starts < one.ends <= 60 * vehicle.window.end
        left = one.starts
        for call in one.calls:
            assert left <= call.arrives <= call.leaves - 60 * call.stop.minutes
            assert call.leaves - 60 * call.stop.minutes >= 60 * call.stop.window.start
            assert call.leaves <= 60 * call.stop.window.end
            left = call.leaves
    for vehicle in task.vehicles:
        day = [one for one in plan.rounds if one.vehicle is vehicle]
        assert all(one.ends <= other.starts for one, other in pairwise(day))
        lasts = (day[-1].ends - day[0].starts) / 3600 if day else 0
        assert vehicle.max_hours is None or lasts <= vehicle.max_hours
    assert plan.km <= plan.single_km
    full = Reason.FULL in reasons(plan).values()
    assert not full or plan.rounds or Reason.ALONE in reasons(plan).values()
    assert plan_rounds(task, straight(task), Effort(60)) == plan
