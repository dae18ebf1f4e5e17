"""Classes of schools that weigh a stream: the agreement with its weeks and link, and what was weighed."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from circulair.store.records.base import Base
from circulair.store.records.listings import ListingRecord
from circulair.store.records.organisations import OrganisationRecord
from circulair.store.records.types import Id, Scaled
from flows.class_weighing import ClassStage, Plan, Weighing


class WeighingClassRecord(Base):
    """A class of the school ``organisation_id`` that weighs the offer ``listing_id``.

    ``label`` is what it calls itself, never anybody's name; ``stream_name`` all that it reads of the offer.
    Of its link no more than a digest is kept. ``changes`` counts what happened to its weighings, so that two
    pages do not both count; ``taken`` is, as JSON, what the offer said before the measurement took its place.
    """

    __tablename__ = "weighing_classes"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listings.id"), index=True)
    label: Mapped[str] = mapped_column(String(40))
    stream_name: Mapped[str] = mapped_column(String(80))
    stage: Mapped[ClassStage]
    monday: Mapped[date]
    weeks: Mapped[int]
    link_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    changes: Mapped[int] = mapped_column(default=1)
    taken: Mapped[str] = mapped_column(Text, default="")
    taken_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    plan: Mapped[Plan] = composite("monday", "weeks")
    organisation: Mapped[OrganisationRecord] = relationship(lazy="raise")
    listing: Mapped[ListingRecord] = relationship(lazy="raise")
    weighings: Mapped[list["ClassWeighingRecord"]] = relationship(
        lazy="raise", order_by="ClassWeighingRecord.id", viewonly=True
    )

    __mapper_args__ = {"version_id_col": version}


class TakenFigureRecord(Base):
    """What an offer said before the measurement of a class that is forgotten since: its owner's way back.

    ``taken`` is what stood in the record of the class; nothing of the class itself is kept.
    """

    __tablename__ = "taken_figures"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listings.id"), index=True)
    taken: Mapped[str] = mapped_column(Text)
    taken_at: Mapped[datetime]

    listing: Mapped[ListingRecord] = relationship(lazy="raise")


class ClassWeighingRecord(Base):
    """What a class weighed on a day, in kg; None says that there was no lesson in that week."""

    __tablename__ = "class_weighings"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("weighing_classes.id"), index=True)
    day: Mapped[date]
    kg: Mapped[Decimal | None] = mapped_column(Scaled)
    created_at: Mapped[datetime]

    weighing: Mapped[Weighing] = composite("day", "kg")
