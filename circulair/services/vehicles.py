"""The hub's own register of vehicles with which it collects."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from circulair.services.actor import Actor, require_hub
from circulair.services.faults import NotFoundError, VersionError
from circulair.services.positions import Place
from circulair.store import trail
from circulair.store import vehicles as store
from circulair.store.records import VehicleRecord
from flows.clock import TimeWindow
from flows.rounds import Depot, Vehicle


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a vehicle: its name, what it may carry, when it drives, and where its depot is."""

    name: str
    kg: Decimal
    m3: Decimal | None
    window: TimeWindow
    max_hours: Decimal | None
    place: Place


def everything(actor: Actor) -> Sequence[VehicleRecord]:
    """Return all vehicles in order of name, for the hub."""
    require_hub(actor)
    return store.all_by_name()


def one(vehicle_id: int, actor: Actor) -> VehicleRecord:
    """Return one vehicle, for the hub."""
    require_hub(actor)
    record = store.one(vehicle_id)
    if record is None:
        raise NotFoundError("vehicle")
    return record


def register(told: Told, actor: Actor) -> VehicleRecord:
    """Add a vehicle to the register."""
    require_hub(actor)
    record = VehicleRecord(created_at=actor.now)
    write(record, told)
    store.add(record)
    trail.append(trail.Act("vehicle.registered", "vehicle", record.id), actor.person_id, actor.now)
    return record


def change(vehicle_id: int, version: int, told: Told, actor: Actor) -> VehicleRecord:
    """Change a vehicle as it was seen in ``version``."""
    record = one(vehicle_id, actor)
    if record.version != version:
        raise VersionError("vehicle")
    write(record, told)
    trail.append(trail.Act("vehicle.changed", "vehicle", record.id), actor.person_id, actor.now)
    return record


def remove(vehicle_id: int, actor: Actor) -> str:
    """Take a vehicle out of the register and return its name; rounds are planned anew each time."""
    record = one(vehicle_id, actor)
    name = record.name
    trail.append(trail.Act("vehicle.removed", "vehicle", record.id), actor.person_id, actor.now)
    store.remove(record)
    return name


def write(record: VehicleRecord, told: Told) -> None:
    """Put what was told on a record; refuse what no vehicle can be."""
    record.name, record.kg, record.m3 = told.name, told.kg, told.m3
    record.opens, record.closes, record.max_hours = told.window.start, told.window.end, told.max_hours
    place = told.place
    record.postcode, record.house_number = place.postcode, place.house_number
    record.street, record.place = place.street, place.place
    record.lon, record.lat, record.precision = place.position.lon, place.position.lat, place.precision
    as_planned(record, "new")


def vehicle_of(record: VehicleRecord) -> Vehicle:
    """Return a vehicle as rounds are planned with it."""
    return as_planned(record, str(record.id))


def as_planned(record: VehicleRecord, name: str) -> Vehicle:
    """Return a vehicle under a name that no other has."""
    return Vehicle(
        id=name,
        kg=record.kg,
        depot=Depot(record.street or record.place, record.position),
        m3=record.m3,
        window=TimeWindow(record.opens, record.closes),
        max_hours=None if record.max_hours is None else float(record.max_hours),
    )
