"""Plans: what the hub asked for, how far it is, what came of it, and the matches in it."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import Float, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from circulair.store.records.accounts import PersonRecord
from circulair.store.records.base import Base
from circulair.store.records.listings import ListingRecord
from circulair.store.records.suggestions import SuggestionRecord
from circulair.store.records.types import Id, Tonnes
from flows.plans import Aim
from flows.strategies import Strategy


class PlanState(StrEnum):
    """Where a plan stands."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class PlanRecord(Base):
    """One plan, frozen once it is made, so that everybody who looks sees the same.

    ``done`` of ``length`` needs were looked at while it waits. ``outcome`` is what it reaches, what the
    queue does, and what holds it back, as JSON; ``failed`` the code of why there is none. ``tries`` counts
    how often a worker began it.
    """

    __tablename__ = "plans"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    aim: Mapped[Aim]
    state: Mapped[PlanState]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
    done: Mapped[int] = mapped_column(default=0)
    length: Mapped[int] = mapped_column(default=0)
    lines: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[str] = mapped_column(Text, default="")
    leased_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    failed: Mapped[str] = mapped_column(String(200), default="")

    person: Mapped[PersonRecord | None] = relationship(lazy="raise")

    __table_args__ = (Index("ix_plans_state_leased_until", "state", "leased_until"),)


class PlanLineRecord(Base):
    """One match in a plan, numbered from the most tonnes; ``suggestion_id`` once the hub accepted it.

    ``offer_mark`` and ``need_mark`` tell whether the two listings still say what they said.
    """

    __tablename__ = "plan_lines"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    offer_id: Mapped[int] = mapped_column(ForeignKey("listings.id"), index=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("listings.id"), index=True)
    offer_mark: Mapped[str] = mapped_column(String(16))
    need_mark: Mapped[str] = mapped_column(String(16))
    processes: Mapped[str] = mapped_column(String(200), default="")
    strategy: Mapped[Strategy]
    leaving: Mapped[Decimal] = mapped_column(Tonnes)
    arriving: Mapped[Decimal] = mapped_column(Tonnes)
    distance_km: Mapped[float | None] = mapped_column(Float)
    suggestion_id: Mapped[int | None] = mapped_column(ForeignKey("suggestions.id"), index=True)

    offer: Mapped[ListingRecord] = relationship(lazy="raise", foreign_keys=[offer_id])
    need: Mapped[ListingRecord] = relationship(lazy="raise", foreign_keys=[need_id])
    suggestion: Mapped[SuggestionRecord | None] = relationship(lazy="raise")
