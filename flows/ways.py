"""The ways of rounds: what driving them takes, when a vehicle is where, and which are worth proposing."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from flows.roads import Roads, RoadsShapeError
from flows.rounds import (
    RANK,
    Call,
    LeftOut,
    Reason,
    Round,
    RoundPlan,
    SingleTrip,
    Stop,
    Task,
    Vehicle,
)

Trips = Sequence[Sequence[Stop]]
"""The stops of a vehicle's rounds, in the order of a day."""


class Ways:
    """The roads between the places of a task, and what rounds and single trips on them take."""

    def __init__(self, task: Task, roads: Roads) -> None:
        if len(roads.metres) != len(task.points):
            raise RoadsShapeError()
        depots = {position: place for place, position in enumerate(task.depots)}
        self.task, self.roads = task, roads
        self.singles: dict[str, SingleTrip | None] = {}
        self.depot = {vehicle.id: depots[vehicle.depot.position] for vehicle in task.vehicles}
        self.place = {stop.id: place for place, stop in enumerate(task.stops, start=len(depots))}

    def path(self, vehicle: Vehicle, stops: Sequence[Stop]) -> list[int]:
        """Return the places of a round: depot, stops, depot."""
        depot = self.depot[vehicle.id]
        return [depot, *(self.place[stop.id] for stop in stops), depot]

    def kms(self, path: Sequence[int]) -> list[float]:
        """Return the km of each part of a path."""
        return [self.roads.metres[one][two] / 1000 for one, two in itertools.pairwise(path)]

    def seconds(self, path: Sequence[int]) -> list[int]:
        """Return the seconds of each part of a path."""
        return [self.roads.seconds[one][two] for one, two in itertools.pairwise(path)]

    def single(self, stop: Stop, vehicle: Vehicle) -> SingleTrip:
        """Return the trip of a vehicle that fetches one offer alone."""
        path = self.path(vehicle, [stop])
        busy = sum(self.seconds(path)) + 60 * (stop.minutes + self.task.unload_minutes)
        return SingleTrip(stop, vehicle.id, sum(self.kms(path)), busy / 3600)

    def best_single(self, stop: Stop) -> SingleTrip | None:
        """Return the single trip with the fewest km, None where no vehicle can; each is worked out once."""
        if stop.id not in self.singles:
            self.singles[stop.id] = self.nearest_single(stop)
        return self.singles[stop.id]

    def nearest_single(self, stop: Stop) -> SingleTrip | None:
        """Return the single trip of the vehicle with the fewest km."""
        able = [one for one in self.task.vehicles if self.obstacle(stop, one) is None]
        trips = [self.single(stop, vehicle) for vehicle in able]
        return min(trips, key=lambda trip: (trip.km, trip.hours, trip.vehicle), default=None)

    def obstacle(self, stop: Stop, vehicle: Vehicle) -> Reason | None:
        """Return why a vehicle cannot fetch an offer even alone, None where it can."""
        if stop.kg > vehicle.kg:
            return Reason.WEIGHT
        if vehicle.m3 is not None and stop.m3 is not None and stop.m3 > vehicle.m3:
            return Reason.VOLUME
        times = self.times(vehicle, [[stop]])
        if times is None:
            return Reason.WINDOW
        return None if self.short_enough(vehicle, times) else Reason.HOURS

    def why_never(self, stop: Stop) -> Reason | None:
        """Return why no vehicle can fetch an offer, by the one that comes nearest to it; None if one can."""
        found = [self.obstacle(stop, vehicle) for vehicle in self.task.vehicles]
        reasons = [reason for reason in found if reason is not None]
        return max(reasons, key=RANK.__getitem__) if len(reasons) == len(found) else None

    def times(self, vehicle: Vehicle, trips: Trips) -> "list[Times] | None":
        """Return when a vehicle is where, done as early, started as late as can be; None if it cannot."""
        done = self.earliest_end(vehicle, trips)
        if done is None:
            return None
        latest, times = done, []
        for stops in reversed(trips):
            times.append(self.latest(vehicle, stops, latest))
            latest = times[-1].starts
        return times[::-1]

    def earliest_end(self, vehicle: Vehicle, trips: Trips) -> int | None:
        """Return when the last of a vehicle's rounds can be over, None where a window is missed."""
        now = 60 * vehicle.window.start
        for stops in trips:
            *there, back = self.seconds(self.path(vehicle, stops))
            for stop, driving in zip(stops, there, strict=True):
                now = max(now + driving, 60 * stop.window.start) + 60 * stop.minutes
                if now > 60 * stop.window.end:
                    return None
            now += back + 60 * self.task.unload_minutes
        return now if now <= 60 * vehicle.window.end else None

    def latest(self, vehicle: Vehicle, stops: Sequence[Stop], end: int) -> "Times":
        """Return a round that is over by ``end`` and starts as late as it can."""
        driving, unloading = self.seconds(self.path(vehicle, stops)), 60 * self.task.unload_minutes
        after, leaves = end - unloading, []
        for stop, drive in zip(reversed(stops), reversed(driving[1:]), strict=True):
            leaves.append(min(after - drive, 60 * stop.window.end))
            after = leaves[-1] - 60 * stop.minutes
        return Times(after - driving[0], tuple(leaves[::-1]), leaves[0] + driving[-1] + unloading)

    def short_enough(self, vehicle: Vehicle, times: "Sequence[Times]") -> bool:
        """Return whether a vehicle's day is no longer than it may be."""
        lasts = times[-1].ends - times[0].starts
        return vehicle.max_hours is None or lasts <= vehicle.max_hours * 3600

    def rounds(self, vehicle: Vehicle, trips: Trips) -> tuple[Round, ...]:
        """Return a vehicle's day as rounds, empty where it cannot be driven so."""
        times = self.times(vehicle, trips) if trips else None
        if times is None or not self.short_enough(vehicle, times):
            return ()
        return tuple(self.round(vehicle, stops, one) for stops, one in zip(trips, times, strict=True))

    def round(self, vehicle: Vehicle, stops: Sequence[Stop], times: "Times") -> Round:
        """Return one round with its times."""
        path = self.path(vehicle, stops)
        kms, left, calls = self.kms(path), times.starts, []
        for stop, leaves, km, drive in zip(stops, times.leaves, kms, self.seconds(path), strict=False):
            calls.append(Call(stop, left + drive, leaves, km))
            left = leaves
        singles = tuple(single for stop in stops if (single := self.best_single(stop)) is not None)
        return Round(vehicle, tuple(calls), times.starts, times.ends, sum(kms), singles)


@dataclass(frozen=True, slots=True)
class Times:
    """When a round starts, leaves each of its stops, and is unloaded, in seconds after midnight."""

    starts: int
    leaves: tuple[int, ...]
    ends: int


def settle(days: Mapping[str, Trips], ways: Ways, alone: AbstractSet[str] = frozenset()) -> RoundPlan:
    """Return what is worth proposing of the days of vehicles, and why each other offer is in no round.

    ``alone`` are the ids of offers that were left out of the days because a round saves nothing for them.
    """
    proposed: list[Round] = []
    planned = set(alone)
    for vehicle in ways.task.vehicles:
        driven = parted(vehicle, ways.rounds(vehicle, days.get(vehicle.id, ())), ways)
        planned |= {call.stop.id for one in driven for call in one.calls}
        good = [stops_of(one) for one in driven if one.beats_single_trips]
        proposed += ways.rounds(vehicle, good)
    within = {call.stop.id for one in proposed for call in one.calls}
    rest = [stop for stop in ways.task.stops if stop.id not in within]
    return RoundPlan(tuple(proposed), tuple(left_out(rest, planned, ways)))


def parted(vehicle: Vehicle, driven: Sequence[Round], ways: Ways) -> Sequence[Round]:
    """Return a vehicle's rounds, those that only wait for a window cut in two where that saves km."""
    best = driven
    for number, one in enumerate(driven):
        for cut in range(1, len(one.calls)) if not one.beats_single_trips else ():
            trips = [stops_of(other) for other in driven]
            trips[number : number + 1] = [trips[number][:cut], trips[number][cut:]]
            best = max(best, ways.rounds(vehicle, trips), key=saved_km)
    return best if best is driven else parted(vehicle, best, ways)


def saved_km(rounds: Iterable[Round]) -> float:
    """Return the km saved by those of the rounds that beat single trips."""
    return sum(one.single_km - one.km for one in rounds if one.beats_single_trips)


def stops_of(one: Round) -> list[Stop]:
    """Return the stops of a round in their order."""
    return [call.stop for call in one.calls]


def left_out(stops: Iterable[Stop], planned: AbstractSet[str], ways: Ways) -> Iterable[LeftOut]:
    """Yield why each of these stops is in no round: what fits but stood in none has no room that day."""
    for stop in stops:
        room = Reason.ALONE if stop.id in planned else Reason.FULL
        yield LeftOut(stop.id, ways.why_never(stop) or room, ways.best_single(stop))
