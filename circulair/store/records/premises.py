"""Vacant premises beside their own record: needs for space, temporary uses, and figures of vacancy."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from circulair.store.records.base import Base
from circulair.store.records.listings import ListingRecord
from circulair.store.records.organisations import PremisesRecord, VacancyBasis
from circulair.store.records.types import Euros, Id, Scaled
from flows.buildings import Loading, Truck
from flows.premises import Purpose
from flows.temporary_use import TemporaryUse, UseReason, UseStatus


class SpaceNeedRecord(Base):
    """What a need for space asks beside what every listing tells."""

    __tablename__ = "space_needs"

    listing_id: Mapped[int] = mapped_column(ForeignKey("listings.id", ondelete="CASCADE"), primary_key=True)
    purpose: Mapped[Purpose]
    least_m2: Mapped[Decimal | None] = mapped_column(Scaled)
    most_m2: Mapped[Decimal | None] = mapped_column(Scaled)
    height_m: Mapped[Decimal | None] = mapped_column(Scaled)
    door_height_m: Mapped[Decimal | None] = mapped_column(Scaled)
    floor_load_kg_m2: Mapped[Decimal | None] = mapped_column(Scaled)
    loading: Mapped[Loading | None]
    truck: Mapped[Truck | None]
    features: Mapped[str] = mapped_column(String(200), default="")
    budget_eur_m2_year: Mapped[Decimal | None] = mapped_column(Euros)

    listing: Mapped[ListingRecord] = relationship(lazy="raise")


class TemporaryUseRecord(Base):
    """A temporary use of vacant premises for a need for space.

    ``running_key`` is the number of the premises while the use is agreed or runs: one at a time.
    ``came_from`` is the status before the last step, which ``step_by_id`` took and may take back for a while.
    """

    __tablename__ = "temporary_uses"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    premises_id: Mapped[int] = mapped_column(ForeignKey("premises.id"), index=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listings.id"), index=True)
    start: Mapped[date | None]
    until: Mapped[date | None]
    status: Mapped[UseStatus]
    owner_agrees: Mapped[bool] = mapped_column(default=False)
    user_agrees: Mapped[bool] = mapped_column(default=False)
    began: Mapped[date | None]
    ended: Mapped[date | None]
    reason: Mapped[UseReason | None]
    words: Mapped[str] = mapped_column(String(400), default="")
    user_consents: Mapped[bool] = mapped_column(default=False)
    running_key: Mapped[int | None] = mapped_column(Id, unique=True)
    came_from: Mapped[UseStatus | None]
    step_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    step_at: Mapped[datetime]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    use: Mapped[TemporaryUse] = composite(
        "status", "owner_agrees", "user_agrees", "began", "ended", "reason", "words"
    )
    premises: Mapped[PremisesRecord] = relationship(lazy="raise", back_populates="temporary_uses")
    listing: Mapped[ListingRecord] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}


class VacancyMeasure(StrEnum):
    """What a figure of vacancy counts."""

    SHARE = "share"
    COUNT = "count"
    AREA = "area"


class VacancyFigureRecord(Base):
    """A published figure of the vacancy of a street or centre: on what it rests, of which day, from where."""

    __tablename__ = "vacancy_figures"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    area: Mapped[str] = mapped_column(String(80))
    measured: Mapped[VacancyMeasure]
    value: Mapped[Decimal] = mapped_column(Scaled)
    basis: Mapped[VacancyBasis]
    as_of: Mapped[date]
    source: Mapped[str] = mapped_column(String(200))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
