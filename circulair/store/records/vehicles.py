"""Vehicles with which the hub collects."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import String
from sqlalchemy.orm import Mapped, composite, mapped_column

from circulair.store.records.base import Base
from circulair.store.records.types import Id, Scaled
from flows.distance import Position, Precision


class VehicleRecord(Base):
    """One vehicle: what it may carry, where its depot is, when it drives (minutes after midnight)."""

    __tablename__ = "vehicles"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    kg: Mapped[Decimal] = mapped_column(Scaled)
    m3: Mapped[Decimal | None] = mapped_column(Scaled)
    opens: Mapped[int]
    closes: Mapped[int]
    max_hours: Mapped[Decimal | None] = mapped_column(Scaled)
    postcode: Mapped[str] = mapped_column(String(8), default="")
    house_number: Mapped[str] = mapped_column(String(12), default="")
    street: Mapped[str] = mapped_column(String(120), default="")
    place: Mapped[str] = mapped_column(String(80), default="")
    lon: Mapped[float]
    lat: Mapped[float]
    precision: Mapped[Precision]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    position: Mapped[Position] = composite("lon", "lat")

    __mapper_args__ = {"version_id_col": version}
