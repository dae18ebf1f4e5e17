"""Queries on whom the hub spoke with about a suggestion."""

from sqlalchemy import select, update

from circulair.store.records import ContactRecord, SuggestionRecord
from circulair.store.session import current


def add(contact: ContactRecord) -> ContactRecord:
    """Store a contact and return it with its number."""
    current().add(contact)
    current().flush()
    return contact


def one(contact_id: int) -> ContactRecord | None:
    """Return one contact."""
    return current().get(ContactRecord, contact_id)


def newest(suggestion_id: int) -> ContactRecord | None:
    """Return the last contact about a suggestion that was not taken back."""
    standing = (ContactRecord.suggestion_id == suggestion_id, ContactRecord.taken_back_at.is_(None))
    return current().scalar(select(ContactRecord).where(*standing).order_by(ContactRecord.id.desc()).limit(1))


def forget_words(suggestion_id: int) -> None:
    """Forget what was to be done next about a suggestion, in words; the days stay."""
    of_it = update(ContactRecord).where(ContactRecord.suggestion_id == suggestion_id)
    current().execute(of_it.values(next_words=""))
    chosen = update(SuggestionRecord).where(SuggestionRecord.id == suggestion_id)
    current().execute(chosen.values(next_words=""))
