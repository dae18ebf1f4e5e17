"""Releases: what the public sees, frozen on a date."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from circulair.store.records.base import Base
from circulair.store.records.types import Id


class ReleaseRecord(Base):
    """A dated, frozen publication of the public figures and layers."""

    __tablename__ = "releases"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    as_of: Mapped[date] = mapped_column(index=True)
    content: Mapped[str] = mapped_column(Text)
    checksum: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]


class ReleaseBasisRecord(Base):
    """What the cells of a release were decided from, which nobody but the gate reads: see release_basis."""

    __tablename__ = "release_bases"

    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id"), primary_key=True)
    content: Mapped[str] = mapped_column(Text)


class ReleaseMapRecord(Base):
    """The map of a release in one language, as it is drawn when nothing is chosen.

    ``checksum`` is that of the release it was drawn of, ``look`` what it depends on besides: who reads it
    takes it for what he asks only if both are as he knows them.
    """

    __tablename__ = "release_maps"

    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    look: Mapped[str] = mapped_column(String(64))
    checksum: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text)
