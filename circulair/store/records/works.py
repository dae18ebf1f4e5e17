"""Planned works on dwellings, what is expected and counted of them, and early claims on what they offer."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from circulair.store.records.base import Base
from circulair.store.records.listings import ListingRecord
from circulair.store.records.organisations import OrganisationRecord, PremisesRecord
from circulair.store.records.types import Id, Scaled
from flows.dwelling_components import Dwelling, Work
from flows.law import YesNo
from flows.works import CancelReason, Counted, Exactness, PlannedWorks, WorksState


class WorksRecord(Base):
    """Works that a housing association plans; ``premises_id`` is the place from which things are fetched."""

    __tablename__ = "planned_works"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    premises_id: Mapped[int] = mapped_column(ForeignKey("premises.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    dwelling: Mapped[Dwelling]
    dwellings: Mapped[int]
    work: Mapped[Work]
    parts: Mapped[str] = mapped_column(String(120), default="")
    start: Mapped[date]
    until: Mapped[date]
    exactness: Mapped[Exactness]
    built_year: Mapped[int | None]
    asbestos_checked: Mapped[YesNo] = mapped_column(default=YesNo.UNKNOWN)
    note: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[WorksState] = mapped_column(default=WorksState.PLANNED)
    cancel_reason: Mapped[CancelReason | None]
    cancel_words: Mapped[str] = mapped_column(String(400), default="")
    cancelled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    plan: Mapped[PlannedWorks] = composite(
        *("name", "dwelling", "dwellings", "work", "parts", "start", "until", "exactness"),
        *("built_year", "asbestos_checked"),
    )
    organisation: Mapped[OrganisationRecord] = relationship(lazy="raise")
    premises: Mapped[PremisesRecord] = relationship(lazy="raise")
    components: Mapped[list["WorksComponentRecord"]] = relationship(
        lazy="raise", order_by="WorksComponentRecord.id", back_populates="works"
    )

    __mapper_args__ = {"version_id_col": version}


class WorksComponentRecord(Base):
    """A component of planned works of which more is known than our estimate: counted, or offered."""

    __tablename__ = "works_components"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    works_id: Mapped[int] = mapped_column(ForeignKey("planned_works.id"), index=True)
    material: Mapped[str] = mapped_column(String(64))
    listing_id: Mapped[int | None] = mapped_column(ForeignKey("listings.id"), unique=True)
    counted: Mapped[Decimal | None] = mapped_column(Scaled)
    kg_each: Mapped[Decimal | None] = mapped_column(Scaled)
    surveyed_on: Mapped[date | None]

    works: Mapped[WorksRecord] = relationship(lazy="raise", back_populates="components")
    listing: Mapped[ListingRecord | None] = relationship(lazy="raise")

    __table_args__ = (UniqueConstraint("works_id", "material"),)

    @property
    def survey(self) -> Counted | None:
        """Return what was counted, None while it rests on our estimate."""
        if self.counted is None or self.surveyed_on is None:
            return None
        return Counted(self.counted, self.surveyed_on, self.kg_each)


class ClaimRecord(Base):
    """Somebody wants an offer of planned works: the need that stands for it, and how much, in its unit.

    It has no life of its own: what becomes of it is the suggestion of need and offer. ``made_need`` says
    that the need was made by it and goes with it.
    """

    __tablename__ = "claims"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("listings.id"), index=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("listings.id"), index=True)
    amount: Mapped[Decimal] = mapped_column(Scaled)
    made_need: Mapped[bool]
    created_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]

    offer: Mapped[ListingRecord] = relationship(lazy="raise", foreign_keys=[offer_id])
    need: Mapped[ListingRecord] = relationship(lazy="raise", foreign_keys=[need_id])
