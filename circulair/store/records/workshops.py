"""Workshops: a session of the hub in a room, the cards typed there, and what was found among them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from circulair.store.records.base import Base
from circulair.store.records.listings import ListingRecord
from circulair.store.records.types import Id
from flows.streams import Side


class WorkshopRecord(Base):
    """One session; ``changes`` counts what happened to its cards, so that the wall looks anew."""

    __tablename__ = "workshops"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    day: Mapped[date]
    place: Mapped[str] = mapped_column(String(120), default="")
    changes: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]


class WorkshopCardRecord(Base):
    """One line that somebody in the room said; nobody's listing until somebody takes responsibility for it.

    It is read as of ``read_on`` in ``language``, with ``answers`` (JSON) in place of what the line leaves
    open; ``side`` and ``material`` are what came of it. ``seal`` is part of the link on the printed card that
    works once (``used_at``), until ``expires_at``. ``listing_id`` is what the card became.
    """

    __tablename__ = "workshop_cards"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id"), index=True)
    number: Mapped[int]
    line: Mapped[str] = mapped_column(String(300))
    language: Mapped[str] = mapped_column(String(2))
    read_on: Mapped[date]
    answers: Mapped[str] = mapped_column(Text, default="{}")
    side: Mapped[Side]
    material: Mapped[str] = mapped_column(String(64), default="")
    who: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    seal: Mapped[str] = mapped_column(String(32))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    listing_id: Mapped[int | None] = mapped_column(ForeignKey("listings.id"), index=True)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    workshop: Mapped[WorkshopRecord] = relationship(lazy="raise")
    listing: Mapped[ListingRecord | None] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        UniqueConstraint("workshop_id", "number", name="uq_workshop_cards_workshop_id_number"),
        Index("ix_workshop_cards_email", "email"),
    )


class WorkshopFindRecord(Base):
    """A match of a card: with another card (then ``card_id`` offers), or with a listing that stands open.

    ``found_at`` is the count of changes at which it was found; ``told`` what the matcher says of it, as JSON.
    """

    __tablename__ = "workshop_finds"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id"), index=True)
    card_id: Mapped[int] = mapped_column(ForeignKey("workshop_cards.id"), index=True)
    other_id: Mapped[int | None] = mapped_column(ForeignKey("workshop_cards.id"), index=True)
    listing_id: Mapped[int | None] = mapped_column(ForeignKey("listings.id"), index=True)
    found_at: Mapped[int]
    score: Mapped[float]
    told: Mapped[str] = mapped_column(Text)

    card: Mapped[WorkshopCardRecord] = relationship(lazy="raise", foreign_keys=[card_id])
    other: Mapped[WorkshopCardRecord | None] = relationship(lazy="raise", foreign_keys=[other_id])
    listing: Mapped[ListingRecord | None] = relationship(lazy="raise", foreign_keys=[listing_id])
