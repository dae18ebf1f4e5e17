"""Collection rounds found by PyVRP: which vehicle fetches what in which order, with the fewest metres.

All offers are demanded; where they are too many for a day, each is worth more than any way to it, so that
as many as possible are fetched. The search ends after a number of tries, never by the clock: the same task
gives the same plan on every machine.
"""

import math
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyvrp
from pyvrp.exceptions import PenaltyBoundWarning
from pyvrp.stop import MaxIterations

from flows.errors import OutOfRangeError
from flows.roads import Roads, by_air
from flows.rounds import Reason, RoundPlan, Stop, Task, Vehicle
from flows.ways import Trips, Ways, settle

MOST_TRIES = 1_000_000
USUAL_TRIES, FEWEST_TRIES, TRIES_OF_ALL = 3000, 300, 45_000
LARGEST_SEED = 2**32

MOST_PASSES = 2
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
    """Return for each vehicle the stops of its rounds, in their order.

    First all stops are demanded. Where no day has room for them, as many as can be: the search then starts
    once from the day that was too full and once from chance, since either may end in the better plan.
    """
    if not stops:
        return {}
    all_of_them = problem_of(stops, ways, required=True)
    found = solved(all_of_them, effort, len(stops))
    if not found.is_feasible():
        some = problem_of(stops, ways, required=False)
        starts = (within(found.best, some), None)
        found = min((solved(some, effort, len(stops), start) for start in starts), key=pyvrp.Result.cost)
    vehicles = ways.task.vehicles
    routes = found.best.routes() if found.is_feasible() else []
    return {vehicles[route.vehicle_type()].id: trips_of(route, stops) for route in routes}


def solved(
    problem: pyvrp.ProblemData, effort: Effort, stops: int, start: pyvrp.Solution | None = None
) -> pyvrp.Result:
    """Return the best that the tries find, from a given start or one of chance."""
    enough = MaxIterations(effort.tries_for(stops))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PenaltyBoundWarning)  # a day may be too full, which is our answer
        return pyvrp.solve(problem, enough, seed=effort.seed, collect_stats=False, initial_solution=start)


def within(solution: pyvrp.Solution, problem: pyvrp.ProblemData) -> pyvrp.Solution:
    """Return a solution as one of another problem with the same stops and vehicles."""
    routes = [pyvrp.Route(problem, activities_of(route), route.vehicle_type()) for route in solution.routes()]
    return pyvrp.Solution(problem, routes)


def activities_of(route: pyvrp.Route) -> list[pyvrp.Activity]:
    """Return what a route does between its first departure and its end, without unloading nothing."""
    done = [pyvrp.Activity(one.type, one.idx) for one in route.schedule()]
    return [one for before, one in pairwise(done[:-1]) if not (before.is_depot() and one.is_depot())]


def trips_of(route: pyvrp.Route, stops: Sequence[Stop]) -> list[list[Stop]]:
    """Return the stops of a route, a list for each time that it leaves the depot."""
    trips: list[list[Stop]] = []
    for activity in route.schedule():
        if activity.is_depot():
            trips.append([])
        else:
            trips[-1].append(stops[activity.idx])
    return [trip for trip in trips if trip]


def problem_of(stops: Sequence[Stop], ways: Ways, *, required: bool) -> pyvrp.ProblemData:
    """Return the task as PyVRP states it: metres, seconds, grams and litres."""
    points, depots = ways.task.points, len(ways.task.depots)
    metres = np.array(ways.roads.metres, dtype=np.int64)
    seconds = np.array(ways.roads.seconds, dtype=np.int64)
    seconds[depots:, :depots] += 60 * ways.task.unload_minutes
    prize = 0 if required else WORTH * int(metres.max(initial=0)) + 1
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
        required=prize == 0,
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
