"""Imports: uploaded sheets, their rows until these are listings, and what came of them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from circulair.store.records.base import Base
from circulair.store.records.types import Id


class ImportState(StrEnum):
    """Where an import stands."""

    READING = "reading"
    CHECKED = "checked"
    CONFIRMED = "confirmed"
    MATCHING = "matching"
    DONE = "done"
    WITHDRAWING = "withdrawing"
    WITHDRAWN = "withdrawn"


UNDER_WAY = (ImportState.READING, ImportState.CONFIRMED, ImportState.MATCHING, ImportState.WITHDRAWING)
"""States in which the program has something to do, not its owner."""

STAGED = (ImportState.READING, ImportState.CHECKED)
"""States in which nothing of a sheet is a listing yet."""

LISTED = (ImportState.MATCHING, ImportState.DONE)
"""States in which its listings are there and can be taken back together."""


class RowState(StrEnum):
    """What a row of a sheet comes to."""

    WAITING = "waiting"
    READY = "ready"
    UNSURE = "unsure"
    FAULTY = "faulty"
    EXISTING = "existing"
    DOUBLED = "doubled"


class MaterialSource(StrEnum):
    """How the material of a row is known."""

    TOLD = "told"
    CHOSEN = "chosen"
    UNDERSTOOD = "understood"
    UNKNOWN = "unknown"


class ImportRecord(Base):
    """One uploaded sheet of one organisation.

    ``open_key`` is organisation and digest while nothing undid it, so that the same content is never taken
    twice. ``done`` counts what the present state has dealt with: rows read, listings matched or withdrawn;
    ``through`` is the number of the last of them.
    """

    __tablename__ = "imports"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    file_name: Mapped[str] = mapped_column(String(120))
    digest: Mapped[str] = mapped_column(String(64))
    open_key: Mapped[str | None] = mapped_column(String(96), unique=True)
    language: Mapped[str] = mapped_column(String(5))
    headings: Mapped[str] = mapped_column(Text)
    old_windows: Mapped[bool] = mapped_column(default=False)
    state: Mapped[ImportState]
    rows: Mapped[int]
    marked: Mapped[int] = mapped_column(default=0)
    listings: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    through: Mapped[int] = mapped_column(Id, default=0)
    leased_until: Mapped[datetime | None]
    failed: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    __table_args__ = (Index("ix_imports_state_leased_until", "state", "leased_until"),)


class ImportRowRecord(Base):
    """One row of a sheet that is no listing yet: its cells, and what was found out about them.

    ``place`` is the answer of the address service as JSON, "" where nobody asked it.
    """

    __tablename__ = "import_rows"

    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    cells: Mapped[str] = mapped_column(Text)
    twin: Mapped[int] = mapped_column(default=0)
    state: Mapped[RowState]
    words: Mapped[str] = mapped_column(String(120), default="")
    material: Mapped[str] = mapped_column(String(64), default="")
    material_source: Mapped[MaterialSource]
    place: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (Index("ix_import_rows_import_id_state", "import_id", "state"),)


class ImportedListingRecord(Base):
    """Which import a listing comes from."""

    __tablename__ = "imported_listings"

    listing_id: Mapped[int] = mapped_column(ForeignKey("listings.id"), primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"), index=True)
