"""Queries on what the hub adds to letters in its own words."""

from circulair.store.records import LetterNoteRecord
from circulair.store.session import current


def words_for(kind: str, language: str) -> str:
    """Return what the hub adds to letters of a kind in a language, "" where it adds nothing."""
    found = current().get(LetterNoteRecord, (kind, language))
    return "" if found is None else found.words


def one(kind: str, language: str) -> LetterNoteRecord | None:
    """Return what the hub adds to letters of a kind in a language."""
    return current().get(LetterNoteRecord, (kind, language))


def locked(kind: str, language: str) -> LetterNoteRecord | None:
    """Return the same, held until this transaction ends."""
    return current().get(LetterNoteRecord, (kind, language), with_for_update=True, populate_existing=True)


def add(note: LetterNoteRecord) -> LetterNoteRecord:
    """Store what the hub adds for the first time."""
    current().add(note)
    current().flush()
    return note
