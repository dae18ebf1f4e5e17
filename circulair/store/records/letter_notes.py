"""What the hub adds to a kind of letter in its own words, language by language."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from circulair.store.records.base import Base


class LetterNoteRecord(Base):
    """The hub's own sentences in letters of one kind and language; empty where it took them back.

    ``before`` is what stood there until the last change, for the way back.
    """

    __tablename__ = "letter_notes"

    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    language: Mapped[str] = mapped_column(String(5), primary_key=True)
    words: Mapped[str] = mapped_column(Text, default="")
    before: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
