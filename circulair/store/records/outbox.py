"""The outbox: letters that must leave, stored in the transaction that caused them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from circulair.store.records.base import Base
from circulair.store.records.types import Id


class LetterRecord(Base):
    """A letter by e-mail: due at a moment, claimed by lease, sent at least once with one Message-ID.

    ``claimed_until`` is until when a worker has it in hand, None before and afterwards.
    ``facts`` is what its words are made of when it is sent; it is emptied once the letter has left.
    ``suggestion_id`` is the suggestion with whose status it falls away: that it asks an answer to, or tells
    the end of.
    """

    __tablename__ = "letters"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    recipient: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(5))
    kind: Mapped[str] = mapped_column(String(32))
    facts: Mapped[str] = mapped_column(Text)
    due_at: Mapped[datetime]
    claimed_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    failed: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    suggestion_id: Mapped[int | None] = mapped_column(ForeignKey("suggestions.id"), index=True)

    __table_args__ = (Index("ix_letters_sent_at_due_at", "sent_at", "due_at"),)
