"""Collection rounds found by PyVRP: which vehicle fetches what in which order, with the fewest metres.

Every offer is worth more than any way to it, so that as many as possible are fetched. The search ends
after a number of tries, never by the clock: the same task gives the same plan on every machine.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyvrp
from pyvrp.stop import MaxIterations

from flows.errors import OutOfRangeError
from flows.roads import Roads, by_air
from flows.rounds import Reason, RoundPlan, Stop, Task, Vehicle
from flows.ways import Trips, Ways, settle

MOST_TRIES = 1_000_000
USUAL_TRIES, FEWEST_TRIES, TRIES_OF_ALL = 3000, 300, 60_000
LARGEST_SEED = 2**32

MOST_PASSES = 3
"""How often is planned anew without offers that are better fetched alone."""

THOUSAND = 1000
"""Grams in a kg, litres in a m³: the solver counts in whole ones."""

WORTH = 10
"""What fetching an offer is worth, in times the longest way between two places."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How long is searched, in tries of a better plan (None: by the number of stops), and the seed."""

    tries: int | None = None
    seed: int = 1

    def __post_init__(self) -> None:
        if self.tries is not None and not 0 < self.tries <= MOST_TRIES:
            raise OutOfRangeError("tries", self.tries, f"from 1 to {MOST_TRIES}")
        if not 0 <= self.seed < LARGEST_SEED:
            raise OutOfRangeError("seed", self.seed, f"from 0 to {LARGEST_SEED - 1}")

    def tries_for(self, stops: int) -> int:
        """Return how often a better plan is tried: seconds of work, whatever the number of stops."""
        return self.tries or min(max(TRIES_OF_ALL // stops, FEWEST_TRIES), USUAL_TRIES)


USUAL = Effort()


def plan_rounds(task: Task, roads: Roads | None = None, effort: Effort = USUAL) -> RoundPlan:
    """Return the rounds to propose, by default on roads by air; raise RoadsShapeError for roads of others.

    Where a day has no room for all, offers for which a round saves nothing make way for the others.
    """
    ways = Ways(task, roads or by_air(task.points))
    able = [stop for stop in task.stops if ways.why_never(stop) is None]
    plan, alone = settle(days_of(able, ways, effort), ways), frozenset[str]()
    for _pass in range(MOST_PASSES):
        if not named(plan, Reason.FULL) or named(plan, Reason.ALONE) <= alone:
            break
        alone |= named(plan, Reason.ALONE)
        rest = [stop for stop in able if stop.id not in alone]
        plan = settle(days_of(rest, ways, effort), ways, alone)
    return plan


def named(plan: RoundPlan, reason: Reason) -> frozenset[str]:
    """Return the offers that are left out for a reason."""
    return frozenset(one.id for one in plan.left_out if one.reason is reason)


def days_of(stops: Sequence[Stop], ways: Ways, effort: Effort) -> Mapping[str, Trips]:
    """Return for each vehicle the stops of its rounds, in their order."""
    if not stops:
        return {}
    enough = MaxIterations(effort.tries_for(len(stops)))
    found = pyvrp.solve(problem_of(stops, ways), enough, seed=effort.seed, collect_stats=False)
    if not found.is_feasible():
        return {}
    vehicles = ways.task.vehicles
    return {vehicles[route.vehicle_type()].id: trips_of(route, stops) for route in found.best.routes()}


def trips_of(route: pyvrp.Route, stops: Sequence[Stop]) -> list[list[Stop]]:
    """Return the stops of a route, a list for each time that it leaves the depot."""
    trips: list[list[Stop]] = []
    for activity in route.schedule():
        if activity.is_depot():
            trips.append([])
        else:
            trips[-1].append(stops[activity.idx])
    return [trip for trip in trips if trip]


def problem_of(stops: Sequence[Stop], ways: Ways) -> pyvrp.ProblemData:
    """Return the task as PyVRP states it: metres, seconds, grams and litres."""
    points, depots = ways.task.points, len(ways.task.depots)
    metres = np.array(ways.roads.metres, dtype=np.int64)
    seconds = np.array(ways.roads.seconds, dtype=np.int64)
    seconds[depots:, :depots] += 60 * ways.task.unload_minutes
    prize = WORTH * int(metres.max(initial=0)) + 1
    return pyvrp.ProblemData(
        locations=[pyvrp.Location(point.lon, point.lat) for point in points],
        clients=[client_of(stop, ways.place[stop.id], prize) for stop in stops],
        depots=[pyvrp.Depot(place) for place in range(depots)],
        vehicle_types=[
            vehicle_type(vehicle, ways.depot[vehicle.id], len(stops)) for vehicle in ways.task.vehicles
        ],
        distance_matrices=[metres],  # type: ignore[list-item]  # the stub takes a kind for a shape
        duration_matrices=[seconds],  # type: ignore[list-item]  # the same
    )


def client_of(stop: Stop, place: int, prize: int) -> pyvrp.Client:
    """Return a stop, whose loading begins so early that it is done within its window."""
    return pyvrp.Client(
        place,
        pickup=[math.ceil(stop.kg * THOUSAND), math.ceil((stop.m3 or 0) * THOUSAND)],
        service_duration=60 * stop.minutes,
        tw_early=60 * stop.window.start,
        tw_late=60 * (stop.window.end - stop.minutes),
        prize=prize,
        required=False,
    )


def vehicle_type(vehicle: Vehicle, depot: int, stops: int) -> pyvrp.VehicleType:
    """Return one vehicle, which may unload at its depot and leave again."""
    unlimited = np.iinfo(np.int64).max
    return pyvrp.VehicleType(
        capacity=[
            math.floor(vehicle.kg * THOUSAND),
            math.floor(vehicle.m3 * THOUSAND) if vehicle.m3 is not None else unlimited // 2,
        ],
        start_depot=depot,
        end_depot=depot,
        tw_early=60 * vehicle.window.start,
        tw_late=60 * vehicle.window.end,
        shift_duration=math.floor(3600 * vehicle.max_hours) if vehicle.max_hours is not None else unlimited,
        reload_depots=[depot],
        max_reloads=stops - 1,
    )
