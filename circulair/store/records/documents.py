"""Documents: proof files of organisations, suggestions and exchanges; the files themselves lie beside."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from circulair.store.records.base import Base
from circulair.store.records.types import Id


class DocumentKind(StrEnum):
    """What a document proves."""

    PERMIT = "permit"
    VIHB = "vihb"
    ANALYSIS = "analysis"
    WEIGHBRIDGE = "weighbridge"
    CONTRACT = "contract"
    PHOTO = "photo"
    OTHER = "other"


class DocumentRecord(Base):
    """One file as it was checked and stored under a name of chance, ``key``.

    ``organisation_id`` is whose it is, None where the hub added it. It belongs to that organisation as such,
    or else to one suggestion, of which only the hub sees it, or to one exchange, of which both sides see it,
    or it is a photo of premises, which everybody sees only if their owner consents.
    """

    __tablename__ = "documents"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    suggestion_id: Mapped[int | None] = mapped_column(ForeignKey("suggestions.id"), index=True)
    exchange_id: Mapped[int | None] = mapped_column(ForeignKey("exchanges.id"), index=True)
    premises_id: Mapped[int | None] = mapped_column(ForeignKey("premises.id"), index=True)
    kind: Mapped[DocumentKind]
    file_name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(40), unique=True)
    words: Mapped[str] = mapped_column(String(200), default="")
    valid_until: Mapped[date | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    added_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    def is_over(self, today: date) -> bool:
        """Return whether its last valid day has passed."""
        return self.valid_until is not None and self.valid_until < today
