"""Rounds: one vehicle collects the same material from many small givers, where that beats single trips."""

import itertools
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from flows.clock import TimeWindow
from flows.distance import Position
from flows.errors import FlowsError, OutOfRangeError

STOP_MINUTES = 10
"""Minutes to load at one address: an assumption (grade D)."""

UNLOAD_MINUTES = 10
"""Minutes to unload at the depot after each round or trip: an assumption (grade D)."""

LEAST_SAVED_KM = 0.1
"""A round that saves less than this on single trips is not worth proposing."""

MOST_KG = Decimal(100_000)
MOST_M3 = Decimal(1_000)
"""More than any road vehicle holds."""


class Reason(StrEnum):
    """Why an offer is in no round; of several, the one that stands last here is told."""

    MATERIAL = "material"
    TONNES = "tonnes"
    POSITION = "position"
    DAY = "day"
    TOO_MANY = "too_many"
    WEIGHT = "weight"
    VOLUME = "volume"
    WINDOW = "window"
    HOURS = "hours"
    FULL = "full"
    ALONE = "alone"


RANK = {reason: rank for rank, reason in enumerate(Reason)}


class NoVehicleError(FlowsError):
    """Rounds were asked for without a vehicle."""

    code = "round.no_vehicle"

    def __str__(self) -> str:
        return "there is no vehicle to plan a round with"


class TwiceError(FlowsError):
    """Two stops, or two vehicles, have the same id."""

    code = "round.twice"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"{self.name!r} stands twice among the stops or the vehicles"


class OverloadedError(FlowsError):
    """A round carries more than its vehicle can."""

    code = "round.overloaded"

    def __init__(self, vehicle: str) -> None:
        super().__init__(vehicle)
        self.vehicle = vehicle

    def __str__(self) -> str:
        return f"vehicle {self.vehicle!r} cannot carry this round"


@dataclass(frozen=True, slots=True)
class Depot:
    """Where a vehicle leaves from, comes back to and unloads."""

    name: str
    position: Position


@dataclass(frozen=True, slots=True)
class Vehicle:
    """What collects: how many kg and m³ it holds (None: no limit known), from which depot and when.

    ``max_hours`` is the longest that its day may last, from the first departure to the last unloading.
    """

    id: str
    kg: Decimal
    depot: Depot
    m3: Decimal | None = None
    window: TimeWindow = TimeWindow()  # noqa: RUF009  # a frozen value
    max_hours: float | None = None

    def __post_init__(self) -> None:
        if not (self.kg.is_finite() and 0 < self.kg <= MOST_KG):
            raise OutOfRangeError("kg", self.kg, f"above 0 and at most {MOST_KG}")
        if self.m3 is not None and not (self.m3.is_finite() and 0 < self.m3 <= MOST_M3):
            raise OutOfRangeError("m3", self.m3, f"above 0 and at most {MOST_M3}")
        if self.max_hours is not None and not 0 < self.max_hours <= 24:
            raise OutOfRangeError("max_hours", self.max_hours, "above 0 and at most 24")


@dataclass(frozen=True, slots=True)
class Stop:
    """What one offer gives at its place: kg, m³ (None: unknown), when one can load, and for how long."""

    id: str
    position: Position
    kg: Decimal
    m3: Decimal | None = None
    window: TimeWindow = TimeWindow()  # noqa: RUF009  # a frozen value
    minutes: int = STOP_MINUTES

    def __post_init__(self) -> None:
        if not (self.kg.is_finite() and self.kg >= 0):
            raise OutOfRangeError("kg", self.kg, "0 or more")
        if self.m3 is not None and not (self.m3.is_finite() and self.m3 >= 0):
            raise OutOfRangeError("m3", self.m3, "0 or more")
        if not 0 <= self.minutes <= 24 * 60:
            raise OutOfRangeError("minutes", self.minutes, "from 0 to 1440")


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be planned: stops and vehicles, kept in the order of their ids."""

    stops: tuple[Stop, ...]
    vehicles: tuple[Vehicle, ...]
    unload_minutes: int = UNLOAD_MINUTES

    def __post_init__(self) -> None:
        if not self.vehicles:
            raise NoVehicleError()
        if not 0 <= self.unload_minutes <= 24 * 60:
            raise OutOfRangeError("unload_minutes", self.unload_minutes, "from 0 to 1440")
        for name in ("stops", "vehicles"):
            ordered = tuple(sorted(getattr(self, name), key=lambda one: one.id))
            for one, other in itertools.pairwise(ordered):
                if one.id == other.id:
                    raise TwiceError(one.id)
            object.__setattr__(self, name, ordered)

    @property
    def depots(self) -> tuple[Position, ...]:
        """Return where vehicles leave from, each place once."""
        return tuple(dict.fromkeys(vehicle.depot.position for vehicle in self.vehicles))

    @property
    def points(self) -> tuple[Position, ...]:
        """Return the places between which roads are asked: the depots, then the stops."""
        return (*self.depots, *(stop.position for stop in self.stops))


@dataclass(frozen=True, slots=True)
class SingleTrip:
    """One offer fetched alone and straight to the depot: the vehicle with the fewest km, both ways."""

    stop: Stop
    vehicle: str
    km: float
    hours: float


@dataclass(frozen=True, slots=True)
class Call:
    """A visit: when the vehicle arrives and leaves, in seconds after midnight, and the km since the last."""

    stop: Stop
    arrives: int
    leaves: int
    km: float


@dataclass(frozen=True, slots=True)
class Round:
    """One way out and back of a vehicle; it starts and ends (unloaded) in seconds after midnight.

    ``singles`` are the trips that it takes the place of.
    """

    vehicle: Vehicle
    calls: tuple[Call, ...]
    starts: int
    ends: int
    km: float
    singles: tuple[SingleTrip, ...]

    def __post_init__(self) -> None:
        if self.kg > self.vehicle.kg or (self.vehicle.m3 is not None and self.m3 > self.vehicle.m3):
            raise OverloadedError(self.vehicle.id)

    @property
    def kg(self) -> Decimal:
        """Return what it carries at its end, in kg."""
        return sum((call.stop.kg for call in self.calls), Decimal(0))

    @property
    def m3(self) -> Decimal:
        """Return what it carries at its end, in m³, as far as that is known."""
        return sum((call.stop.m3 or Decimal(0) for call in self.calls), Decimal(0))

    @property
    def hours(self) -> float:
        """Return how long it lasts, driving, loading, waiting and unloading."""
        return (self.ends - self.starts) / 3600

    @property
    def single_km(self) -> float:
        """Return the km of the single trips."""
        return sum(single.km for single in self.singles)

    @property
    def single_hours(self) -> float:
        """Return the hours of the single trips."""
        return sum(single.hours for single in self.singles)

    @property
    def beats_single_trips(self) -> bool:
        """Return whether it takes fewer km than single trips, in no more hours."""
        saved = self.single_km - self.km
        return saved >= LEAST_SAVED_KM and self.hours <= self.single_hours


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An offer that is in no round, why, and what fetching it alone would take, if a vehicle can."""

    id: str
    reason: Reason
    single: SingleTrip | None = None


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """The proposed rounds in the order of vehicle and time, and every offer that is in none of them."""

    rounds: tuple[Round, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def km(self) -> float:
        """Return the km of all rounds."""
        return sum(one.km for one in self.rounds)

    @property
    def single_km(self) -> float:
        """Return the km of the single trips that they take the place of."""
        return sum(one.single_km for one in self.rounds)
