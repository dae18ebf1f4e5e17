"""Questions put to somebody by e-mail that the link in it answers."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from circulair.store.records.accounts import PersonRecord
from circulair.store.records.base import Base
from circulair.store.records.types import Id


class AskKind(StrEnum):
    """What is asked: yes to a proposal, whether a delivery is right, whether a listing holds (still)."""

    PROPOSAL = "proposal"
    DELIVERY = "delivery"
    STILL_TRUE = "still_true"
    CONFIRM = "confirm"


class Said(StrEnum):
    """What was answered by a link."""

    YES = "yes"
    NO = "no"
    LATER = "later"


class AskRecord(Base):
    """A question to one person about one thing: its link answers once; only a digest of it is kept.

    ``subject_id`` is the number of the suggestion, the delivery or the listing.
    """

    __tablename__ = "asks"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[AskKind]
    subject_id: Mapped[int] = mapped_column(Id)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    said: Mapped[Said | None]

    person: Mapped[PersonRecord] = relationship(lazy="raise")

    __table_args__ = (Index("ix_asks_kind_subject", "kind", "subject_id"),)
