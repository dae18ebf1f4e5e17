"""Organisations and their premises."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from circulair.store.records.base import Base
from circulair.store.records.types import Euros, Id, Scaled
from flows.buildings import Building, Loading, Truck
from flows.distance import Position, Precision
from flows.law import YesNo
from flows.organisations import Kind, StakeholderGroup

if TYPE_CHECKING:
    from circulair.store.records.premises import TemporaryUseRecord


class VacancyBasis(StrEnum):
    """On what a statement of vacancy rests (domain.md 8.2)."""

    OFFERED = "offered"
    OWNER_REPORT = "owner_report"
    CBS = "cbs"
    INSPECTION = "inspection"


class Verification(StrEnum):
    """How the hub knows that an organisation is what it says it is."""

    KVK = "kvk"
    TELEPHONE = "telephone"
    KNOWN = "known"
    EARLIER = "earlier"
    EXAMPLE = "example"


class OrganisationRecord(Base):
    """A company, institute or the hub.

    ``hides_name`` until both sides of a suggestion have said yes; nothing is agreed with it before the
    hub has verified it. ``vihb_checked_at`` is when the hub looked its VIHB number up. ``merged_into_id`` is
    the one that has all that was its own, where the hub merged it.
    """

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[Kind]
    stakeholder_group: Mapped[StakeholderGroup]
    sector: Mapped[str] = mapped_column(String(8), default="")
    kvk_number: Mapped[str] = mapped_column(String(8), default="")
    hides_name: Mapped[bool] = mapped_column(default=False)
    verified_at: Mapped[datetime | None]
    verified_how: Mapped[Verification | None]
    verified_note: Mapped[str] = mapped_column(String(200), default="")
    vihb_number: Mapped[str] = mapped_column(String(40), default="")
    vihb_checked_at: Mapped[datetime | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    premises: Mapped[list["PremisesRecord"]] = relationship(
        lazy="raise", order_by="PremisesRecord.id", back_populates="organisation"
    )

    __mapper_args__ = {"version_id_col": version}


class PremisesRecord(Base):
    """A building or plot with a position, in use or vacant.

    ``public`` and ``photos_public_at`` are its owner's consent. ``use_confirmed_at`` is when somebody of the
    hub saw in the plan what it may be used for; ``withdrawn_at`` is when its vacancy was taken back.
    """

    __tablename__ = "premises"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    postcode: Mapped[str] = mapped_column(String(8), default="")
    house_number: Mapped[str] = mapped_column(String(12), default="")
    street: Mapped[str] = mapped_column(String(120), default="")
    place: Mapped[str] = mapped_column(String(80), default="")
    lon: Mapped[float]
    lat: Mapped[float]
    precision: Mapped[Precision]
    vacant: Mapped[bool] = mapped_column(default=False, index=True)
    vacancy_basis: Mapped[VacancyBasis | None]
    vacant_since: Mapped[date | None]
    available_from: Mapped[date | None]
    available_until: Mapped[date | None]
    area_m2: Mapped[Decimal | None] = mapped_column(Scaled)
    permitted_use: Mapped[str] = mapped_column(String(120), default="")
    public: Mapped[bool] = mapped_column(default=False)
    photos_public_at: Mapped[datetime | None]
    use_confirmed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    bag_id: Mapped[str] = mapped_column(String(16), default="")
    bag_uses: Mapped[str] = mapped_column(String(120), default="")
    area_free_m2: Mapped[Decimal | None] = mapped_column(Scaled)
    clear_height_m: Mapped[Decimal | None] = mapped_column(Scaled)
    floor_load_kg_m2: Mapped[Decimal | None] = mapped_column(Scaled)
    loading: Mapped[Loading | None]
    gate_width_m: Mapped[Decimal | None] = mapped_column(Scaled)
    gate_height_m: Mapped[Decimal | None] = mapped_column(Scaled)
    truck: Mapped[Truck | None]
    power_kva: Mapped[Decimal | None] = mapped_column(Scaled)
    features: Mapped[str] = mapped_column(String(300), default="")
    energy_label: Mapped[str] = mapped_column(String(8), default="")
    use_source: Mapped[str] = mapped_column(String(200), default="")
    category: Mapped[str] = mapped_column(String(8), default="")
    rent_eur_m2_year: Mapped[Decimal | None] = mapped_column(Euros)
    service_eur_m2_year: Mapped[Decimal | None] = mapped_column(Euros)
    rent_on_request: Mapped[bool] = mapped_column(default=False)
    temporary: Mapped[YesNo] = mapped_column(default=YesNo.UNKNOWN)
    term_months: Mapped[int | None]
    built_year: Mapped[int | None]
    asbestos_checked: Mapped[YesNo] = mapped_column(default=YesNo.UNKNOWN)

    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    building: Mapped[Building] = composite(
        *("bag_id", "bag_uses", "area_free_m2", "clear_height_m", "floor_load_kg_m2", "loading"),
        *("gate_width_m", "gate_height_m", "truck", "power_kva", "features", "energy_label", "use_source"),
        *("category", "rent_eur_m2_year", "service_eur_m2_year", "rent_on_request", "temporary"),
        *("term_months", "built_year", "asbestos_checked"),
    )
    position: Mapped[Position] = composite("lon", "lat")
    organisation: Mapped[OrganisationRecord] = relationship(lazy="raise", back_populates="premises")
    temporary_uses: Mapped[list["TemporaryUseRecord"]] = relationship(
        lazy="raise", order_by="TemporaryUseRecord.id.desc()", back_populates="premises"
    )

    __mapper_args__ = {"version_id_col": version}
