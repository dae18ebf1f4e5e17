"""Questions by e-mail: stored by the digest of their link, answered once."""

from datetime import date, datetime

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import joinedload

from circulair.store.records import MATCHABLE, AskKind, AskRecord, ListingRecord, Said
from circulair.store.session import current


def add(ask: AskRecord) -> None:
    """Store a question."""
    current().add(ask)


def one(digest: str) -> AskRecord | None:
    """Return a question by the digest of its link, with whom it was put to."""
    return current().get(AskRecord, digest, options=[joinedload(AskRecord.person)])


def answer(digest: str, said: Said, now: datetime) -> bool:
    """Note an answer, and tell whether it is in time and the first, or the first after a "later"."""
    undecided = or_(AskRecord.answered_at.is_(None), AskRecord.said == Said.LATER)
    noted = current().scalar(
        update(AskRecord)
        .where(AskRecord.digest == digest, undecided, AskRecord.expires_at > now)
        .values(answered_at=now, said=said)
        .returning(AskRecord.digest)
        .execution_options(synchronize_session=False)
    )
    return noted is not None


def open_again(kind: AskKind, subject_id: int) -> None:
    """Let the links about a thing that said no answer once more: that was taken back."""
    own = (AskRecord.kind == kind, AskRecord.subject_id == subject_id, AskRecord.said == Said.NO)
    current().execute(update(AskRecord).where(*own).values(answered_at=None, said=None))


def last_asked(kind: AskKind, subject_id: int) -> datetime | None:
    """Return when somebody was asked about a thing last, None where nobody was."""
    own = (AskRecord.kind == kind, AskRecord.subject_id == subject_id)
    return current().scalar(select(func.max(AskRecord.created_at)).where(*own))


def forget(before: datetime) -> None:
    """Forget the questions whose time was over before a moment."""
    current().execute(delete(AskRecord).where(AskRecord.expires_at < before))


def forget_of(person_id: int) -> None:
    """Forget every question that was put to a person."""
    current().execute(delete(AskRecord).where(AskRecord.person_id == person_id))


def ending(first: date, last: date, asked_since: datetime) -> list[ListingRecord]:
    """Return the living listings that end in these days and whose owner was not asked since, held."""
    asked = select(AskRecord.subject_id).where(
        AskRecord.kind == AskKind.STILL_TRUE, AskRecord.created_at >= asked_since
    )
    return list(
        current().scalars(
            select(ListingRecord)
            .where(
                ListingRecord.state.in_(MATCHABLE),
                ListingRecord.expires_on.between(first, last),
                ListingRecord.id.not_in(asked),
                ListingRecord.confirm_by.is_(None),
            )
            .order_by(ListingRecord.id)
            .with_for_update(key_share=True)
        )
    )
