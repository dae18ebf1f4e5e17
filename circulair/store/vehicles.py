"""Queries on the hub's vehicles."""

from collections.abc import Sequence

from sqlalchemy import select

from circulair.store.records import VehicleRecord
from circulair.store.session import current


def add(vehicle: VehicleRecord) -> VehicleRecord:
    """Store a new vehicle and return it with its number."""
    current().add(vehicle)
    current().flush()
    return vehicle


def one(vehicle_id: int) -> VehicleRecord | None:
    """Return one vehicle."""
    return current().get(VehicleRecord, vehicle_id)


def all_by_name() -> Sequence[VehicleRecord]:
    """Return every vehicle in order of name."""
    return current().scalars(select(VehicleRecord).order_by(VehicleRecord.name, VehicleRecord.id)).all()


def remove(vehicle: VehicleRecord) -> None:
    """Forget a vehicle; no round refers to it."""
    current().delete(vehicle)
    current().flush()
