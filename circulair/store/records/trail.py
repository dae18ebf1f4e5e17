"""The trail: who did what when, append-only, with personal values apart."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from circulair.store.records.base import Base
from circulair.store.records.types import Id


class TrailRecord(Base):
    """One act: ids and digests only; ``chained`` seals it to the row before."""

    __tablename__ = "trail"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    act: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[int] = mapped_column(BigInteger)
    details: Mapped[str] = mapped_column(Text, default="")
    digest: Mapped[str] = mapped_column(String(64), default="")
    chained: Mapped[str] = mapped_column(String(64))

    __table_args__ = (Index("ix_trail_subject_subject_id", "subject", "subject_id"),)


class TrailWordsRecord(Base):
    """The words behind a digest, with their salt; can be erased without breaking the trail."""

    __tablename__ = "trail_words"

    trail_id: Mapped[int] = mapped_column(ForeignKey("trail.id"), primary_key=True)
    salt: Mapped[str] = mapped_column(String(32))
    words: Mapped[str] = mapped_column(Text)


class TrailHeadRecord(Base):
    """The seal of the newest row; one row, locked by who appends."""

    __tablename__ = "trail_head"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    chained: Mapped[str] = mapped_column(String(64))
