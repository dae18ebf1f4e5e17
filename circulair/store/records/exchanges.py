"""Exchanges and their deliveries."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from circulair.store.records.base import Base
from circulair.store.records.listings import ListingRecord
from circulair.store.records.suggestions import SuggestionRecord
from circulair.store.records.types import Id, Tonnes
from flows.exchanges import DeliveryStatus, Dispute, Party
from flows.strategies import Strategy
from flows.suggestions import Reason


class ExchangeRecord(Base):
    """What a giver and a receiver agreed to; made by both saying yes to a suggestion.

    ``tonnes_agreed`` is what leaves the giver and ``tonnes_arriving`` what reaches the receiver: per year
    when recurring, else in all. Ended by one side or the hub it keeps what was confirmed, and why it ended.
    """

    __tablename__ = "exchanges"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestions.id"), index=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("listings.id"), index=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("listings.id"), index=True)
    material: Mapped[str] = mapped_column(String(64))
    processes: Mapped[str] = mapped_column(String(200), default="")
    strategy: Mapped[Strategy]
    recurring: Mapped[bool]
    tonnes_agreed: Mapped[Decimal | None] = mapped_column(Tonnes)
    tonnes_arriving: Mapped[Decimal | None] = mapped_column(Tonnes)
    giver_consents: Mapped[bool] = mapped_column(default=False)
    receiver_consents: Mapped[bool] = mapped_column(default=False)
    ended_on: Mapped[date | None]
    ended_by: Mapped[str] = mapped_column(String(16), default="")
    end_reason: Mapped[Reason | None]
    end_words: Mapped[str] = mapped_column(Text, default="")
    agreed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    suggestion: Mapped[SuggestionRecord] = relationship(lazy="raise")
    offer: Mapped[ListingRecord] = relationship(lazy="raise", foreign_keys=[offer_id])
    need: Mapped[ListingRecord] = relationship(lazy="raise", foreign_keys=[need_id])
    deliveries: Mapped[list["DeliveryRecord"]] = relationship(
        lazy="raise", order_by="(DeliveryRecord.day, DeliveryRecord.id)", back_populates="exchange"
    )

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("suggestion_id", "offer_id"),)


class DeliveryRecord(Base):
    """Tonnes that moved on one day, reported by one side and answered by the other, or taken back before.

    ``reported_for`` says that the hub reported it for that side, ``answered_for`` that the hub answered it
    for the other. ``answered_at`` is when it was answered or taken back. ``dispute`` is what is not right
    about it, with the weight, the day or the words of whoever says so.
    """

    __tablename__ = "deliveries"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    exchange_id: Mapped[int] = mapped_column(ForeignKey("exchanges.id"), index=True)
    day: Mapped[date]
    tonnes: Mapped[Decimal] = mapped_column(Tonnes)
    reported_by: Mapped[Party]
    status: Mapped[DeliveryStatus]
    reported_for: Mapped[bool] = mapped_column(default=False)
    answered_for: Mapped[bool] = mapped_column(default=False)
    reported_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    dispute: Mapped[Dispute | None]
    dispute_tonnes: Mapped[Decimal | None] = mapped_column(Tonnes)
    dispute_day: Mapped[date | None]
    dispute_words: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column()

    exchange: Mapped[ExchangeRecord] = relationship(lazy="raise", back_populates="deliveries")

    __mapper_args__ = {"version_id_col": version}

    @property
    def asked_party(self) -> Party:
        """Return the side that is asked whether it is right: the one that did not report it."""
        return Party.RECEIVER if self.reported_by is Party.GIVER else Party.GIVER


class ExchangePeriodRecord(Base):
    """One period of an exchange that recurs: whether it was asked about, and who told that nothing moved.

    ``first`` is its first day. ``quiet_for`` says that the hub told it for that side, ``quiet_agreed`` what
    the other side says to it, None while it said nothing.
    """

    __tablename__ = "exchange_periods"

    exchange_id: Mapped[int] = mapped_column(ForeignKey("exchanges.id"), primary_key=True)
    first: Mapped[date] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime | None]
    quiet_by: Mapped[Party | None]
    quiet_for: Mapped[bool] = mapped_column(default=False)
    quiet_at: Mapped[datetime | None]
    quiet_agreed: Mapped[bool | None]
    quiet_answered_at: Mapped[datetime | None]
