"""Processes and plants: what they take and give, with status and source."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from circulair.store.records.base import Base
from circulair.store.records.types import Id, Scaled, Tonnes
from flows.processes import ProcessStatus
from flows.strategies import Strategy


class ProcessRecord(Base):
    """A conversion at a plant or a kind of conversion without a place."""

    __tablename__ = "processes"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    name_nl: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    name_de: Mapped[str] = mapped_column(String(120))
    operator: Mapped[str] = mapped_column(String(160), default="")
    operator_consents: Mapped[bool] = mapped_column(default=False)
    invented: Mapped[bool] = mapped_column(default=False)
    status: Mapped[ProcessStatus]
    status_as_of: Mapped[str] = mapped_column(String(16), default="")
    status_note: Mapped[str] = mapped_column(String(400), default="")
    source: Mapped[str] = mapped_column(Text, default="")
    capacity_tonnes: Mapped[Decimal | None] = mapped_column(Tonnes)
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    created_at: Mapped[datetime]

    takes: Mapped[list["TakenRecord"]] = relationship(
        lazy="raise", order_by="TakenRecord.material", cascade="all, delete-orphan"
    )
    gives: Mapped[list["GivenRecord"]] = relationship(
        lazy="raise", order_by="GivenRecord.material", cascade="all, delete-orphan"
    )


class TakenRecord(Base):
    """A material that a process accepts."""

    __tablename__ = "process_takes"

    process_id: Mapped[int] = mapped_column(ForeignKey("processes.id", ondelete="CASCADE"), primary_key=True)
    material: Mapped[str] = mapped_column(String(64), primary_key=True)


class GivenRecord(Base):
    """A material that a process gives, with its yield where a source states one."""

    __tablename__ = "process_gives"

    process_id: Mapped[int] = mapped_column(ForeignKey("processes.id", ondelete="CASCADE"), primary_key=True)
    material: Mapped[str] = mapped_column(String(64), primary_key=True)
    yield_low: Mapped[Decimal | None] = mapped_column(Scaled)
    yield_likely: Mapped[Decimal | None] = mapped_column(Scaled)
    yield_high: Mapped[Decimal | None] = mapped_column(Scaled)
    strategy: Mapped[Strategy]
