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
    """A conversion at a plant or a kind of conversion without a place.

    ``eural`` holds the codes that it accepts, apart by spaces, ``limits`` what quality it asks in words.
    ``asked_at`` is when its operator was last asked by letter.
    """

    __tablename__ = "processes"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    name_nl: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    name_de: Mapped[str] = mapped_column(String(120))
    operator: Mapped[str] = mapped_column(String(160), default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    operator_consents: Mapped[bool] = mapped_column(default=False)
    invented: Mapped[bool] = mapped_column(default=False)
    status: Mapped[ProcessStatus]
    status_as_of: Mapped[str] = mapped_column(String(16), default="")
    status_note: Mapped[str] = mapped_column(String(400), default="")
    source: Mapped[str] = mapped_column(Text, default="")
    capacity_tonnes: Mapped[Decimal | None] = mapped_column(Tonnes)
    minimum_tonnes: Mapped[Decimal | None] = mapped_column(Tonnes)
    eural: Mapped[str] = mapped_column(Text, default="")
    limits: Mapped[str] = mapped_column(String(400), default="")
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    asked_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    takes: Mapped[list["TakenRecord"]] = relationship(
        lazy="raise", order_by="TakenRecord.material", cascade="all, delete-orphan"
    )
    gives: Mapped[list["GivenRecord"]] = relationship(
        lazy="raise", order_by="GivenRecord.material", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}


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
