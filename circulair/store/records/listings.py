"""Listings: offers and needs, as typed and in tonnes."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from circulair.store.records.base import Base
from circulair.store.records.organisations import OrganisationRecord, PremisesRecord
from circulair.store.records.types import Id, Scaled, Tonnes
from flows.law import YesNo
from flows.streams import Availability, Form, Grade, Range, Side
from flows.units import UNWEIGHED, Quantity


class ListingState(StrEnum):
    """Where a listing stands (product.md 4)."""

    PARTIAL = "partial"
    OPEN = "open"
    RESERVED = "reserved"
    FULFILLED = "fulfilled"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


MATCHABLE = (ListingState.PARTIAL, ListingState.OPEN)
"""States in which a listing is matched."""


class ListingSource(StrEnum):
    """Who put a listing in."""

    OWNER = "self"
    HUB = "hub"
    IMPORT = "import"
    WORKSHOP = "workshop card"
    WORKS = "planned works"


class ListingRecord(Base):
    """One offer or need of one organisation.

    ``confirm_by`` is until when its owner can confirm what the hub put in for them, None once they did or
    where they put it in themselves.
    """

    __tablename__ = "listings"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    premises_id: Mapped[int] = mapped_column(ForeignKey("premises.id"), index=True)
    side: Mapped[Side]
    state: Mapped[ListingState]
    source: Mapped[ListingSource]
    title: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(Text, default="")
    material: Mapped[str] = mapped_column(String(64))
    eural: Mapped[str] = mapped_column(String(6), default="")
    contains_dangerous: Mapped[YesNo] = mapped_column(default=YesNo.UNKNOWN)

    typed_value: Mapped[Decimal | None] = mapped_column(Scaled)
    typed_unit: Mapped[str | None] = mapped_column(String(24))
    typed_period: Mapped[str | None] = mapped_column(String(24))
    tonnes_low: Mapped[Decimal | None] = mapped_column(Tonnes)
    tonnes_likely: Mapped[Decimal | None] = mapped_column(Tonnes)
    tonnes_high: Mapped[Decimal | None] = mapped_column(Tonnes)
    grade: Mapped[Grade | None]
    recurring: Mapped[bool] = mapped_column(default=False)
    weight_note: Mapped[str] = mapped_column(String(200), default="")
    start: Mapped[date | None]
    end: Mapped[date | None]

    form: Mapped[Form | None]
    contamination_pct: Mapped[float | None]
    moisture_pct: Mapped[float | None]
    classes: Mapped[str] = mapped_column(String(40), default="")
    max_km: Mapped[float | None]
    public: Mapped[bool] = mapped_column(default=False)
    expires_on: Mapped[date | None]
    confirm_by: Mapped[date | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    typed: Mapped[Quantity | None] = composite("typed_value", "typed_unit", "typed_period")
    tonnes: Mapped[Range | None] = composite("tonnes_low", "tonnes_likely", "tonnes_high")
    availability: Mapped[Availability | None] = composite("start", "end")
    organisation: Mapped[OrganisationRecord] = relationship(lazy="raise")
    premises: Mapped[PremisesRecord] = relationship(lazy="raise")

    @property
    def is_weighed(self) -> bool:
        """Return whether it has a weight; heat, space and hours have none."""
        return self.typed_unit not in UNWEIGHED

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (Index("ix_listings_side_state_material", "side", "state", "material"),)
