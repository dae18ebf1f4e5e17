"""Stops and vehicles along one straight road, on which a km takes a minute: rounds to check in one's head."""

from decimal import Decimal
from typing import TypedDict, Unpack

from flows.clock import TimeWindow
from flows.distance import Position
from flows.roads import Basis, Roads
from flows.rounds import Depot, Stop, Task, Vehicle


class FewOfStop(TypedDict, total=False):
    """What a test may say of a stop besides its kg."""

    m3: Decimal | None
    window: TimeWindow
    minutes: int


class FewOfVehicle(TypedDict, total=False):
    """What a test may say of a vehicle besides its kg."""

    m3: Decimal | None
    window: TimeWindow
    max_hours: float | None


def at(km: float) -> Position:
    """Return the place so many km along the road: a thousandth of a degree is a km here."""
    return Position(round(km / 1000, 6), 0.0)


def a_stop(name: str, km: float, kg: float | str = 100, **few: Unpack[FewOfStop]) -> Stop:
    """Make a stop along the road, where loading takes no time unless told."""
    known: FewOfStop = {"minutes": 0, **few}
    return Stop(name, at(km), Decimal(str(kg)), **known)


def a_vehicle(
    name: str = "van", km: float = 0, kg: float | str = 1000, **few: Unpack[FewOfVehicle]
) -> Vehicle:
    """Make a vehicle whose depot lies along the road."""
    return Vehicle(name, Decimal(str(kg)), Depot(f"depot {km}", at(km)), **few)


def a_task(*parts: Stop | Vehicle, unload_minutes: int = 0) -> Task:
    """Make a task of stops and vehicles; unloading takes no time unless told."""
    stops = tuple(part for part in parts if isinstance(part, Stop))
    vehicles = tuple(part for part in parts if isinstance(part, Vehicle))
    return Task(stops, vehicles, unload_minutes)


def straight(task: Task) -> Roads:
    """Return the roads of a task along the straight road: 1,000 m and 60 s for a km."""
    places = [point.lon * 1000 for point in task.points]
    km = [[abs(one - other) for other in places] for one in places]
    metres = tuple(tuple(round(1000 * part) for part in row) for row in km)
    return Roads(metres, tuple(tuple(round(60 * part) for part in row) for row in km), Basis.SERVICE)
