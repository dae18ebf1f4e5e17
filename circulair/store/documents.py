"""Queries on documents: those of an organisation, a suggestion or an exchange, and those nobody keeps."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, func, or_, select

from circulair.store.records import DocumentRecord, LawAnswerRecord
from circulair.store.session import current

OF_ITSELF = and_(
    DocumentRecord.suggestion_id.is_(None),
    DocumentRecord.exchange_id.is_(None),
    DocumentRecord.premises_id.is_(None),
)
"""What belongs to an organisation as such."""


def add(document: DocumentRecord) -> DocumentRecord:
    """Store a new document and return it with its number."""
    current().add(document)
    current().flush()
    return document


def one(document_id: int) -> DocumentRecord | None:
    """Return one document."""
    return current().get(DocumentRecord, document_id)


def locked(document_id: int) -> DocumentRecord | None:
    """Return one document, held until this transaction ends."""
    return current().get(DocumentRecord, document_id, with_for_update=True, populate_existing=True)


def of_organisations(organisation_ids: Collection[int]) -> Sequence[DocumentRecord]:
    """Return what belongs to organisations as such, the newest first."""
    return shown(and_(DocumentRecord.organisation_id.in_(organisation_ids), OF_ITSELF))


def of_suggestion(suggestion_id: int) -> Sequence[DocumentRecord]:
    """Return what the hub added to a suggestion, the newest first."""
    return shown(DocumentRecord.suggestion_id == suggestion_id)


def of_exchanges(exchange_ids: Collection[int]) -> Sequence[DocumentRecord]:
    """Return what was added to exchanges, the newest first."""
    return shown(DocumentRecord.exchange_id.in_(exchange_ids))


def photos_of(premises_ids: Collection[int]) -> Sequence[DocumentRecord]:
    """Return the photos of premises, the oldest first."""
    return sorted(shown(DocumentRecord.premises_id.in_(premises_ids)), key=lambda one: one.id)


def everything() -> Sequence[DocumentRecord]:
    """Return every document, oldest first."""
    return current().scalars(select(DocumentRecord).order_by(DocumentRecord.id)).all()


def put_in_by(organisation_id: int) -> Sequence[DocumentRecord]:
    """Return everything that is an organisation's, in its exchanges too, oldest first."""
    chosen = DocumentRecord.organisation_id == organisation_id
    return current().scalars(select(DocumentRecord).where(chosen).order_by(DocumentRecord.id)).all()


def bytes_of(organisation_id: int) -> int:
    """Return how many bytes all documents of an organisation take, those out of sight included."""
    total = select(func.coalesce(func.sum(DocumentRecord.size), 0))
    return int(current().scalar(total.where(DocumentRecord.organisation_id == organisation_id)) or 0)


def shown(chosen: ColumnElement[bool]) -> Sequence[DocumentRecord]:
    """Return the chosen documents that nobody withdrew, the newest first."""
    found = select(DocumentRecord).where(chosen, DocumentRecord.withdrawn_at.is_(None))
    return current().scalars(found.order_by(DocumentRecord.id.desc())).all()


def forget_withdrawn(now: datetime, before: datetime) -> None:
    """Forget what was withdrawn: at once, or only if before ``before`` what an exchange or answer needs."""
    proves = select(LawAnswerRecord.document_id).where(LawAnswerRecord.document_id.is_not(None))
    kept = or_(
        DocumentRecord.suggestion_id.is_not(None),
        DocumentRecord.exchange_id.is_not(None),
        DocumentRecord.id.in_(proves),
    )
    over = or_(DocumentRecord.withdrawn_at < before, and_(~kept, DocumentRecord.withdrawn_at <= now))
    numbers = current().scalars(select(DocumentRecord.id).where(over)).all()
    if numbers:
        release(numbers)
        current().execute(delete(DocumentRecord).where(DocumentRecord.id.in_(numbers)))


def release(numbers: Sequence[int]) -> None:
    """Take documents that are forgotten off the answers that they proved."""
    found = select(LawAnswerRecord).where(LawAnswerRecord.document_id.in_(numbers))
    for answer in current().scalars(found):
        answer.document_id = None
    current().flush()


def known_keys(keys: Collection[str]) -> frozenset[str]:
    """Return those of some names of files that a document has."""
    found = select(DocumentRecord.key).where(DocumentRecord.key.in_(keys))
    return frozenset(current().scalars(found))
