"""The outbox: letters are stored with their cause and claimed by lease."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, true, update

from circulair.store.records import LetterRecord, SuggestionRecord
from circulair.store.session import current
from flows.suggestions import Status

LEASE = timedelta(minutes=5)
"""How long a claimed letter is left alone before another worker may try it."""

WAITS = (
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
)
"""How long a letter waits after it failed once, twice and so on; after that as long as the last time."""


def add(letter: LetterRecord) -> None:
    """Put a letter in the outbox."""
    current().add(letter)


def claim(now: datetime, most: int = 10) -> Sequence[int]:
    """Claim letters that are due and return their numbers; two workers never get the same.

    Those that have become moot meanwhile are dropped.
    """
    drop_moot()
    due = (
        select(LetterRecord.id)
        .where(LetterRecord.sent_at.is_(None), LetterRecord.due_at <= now)
        .order_by(LetterRecord.due_at, LetterRecord.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    ids = current().scalars(due).all()
    current().execute(
        update(LetterRecord)
        .where(LetterRecord.id.in_(ids))
        .values(due_at=now + LEASE, claimed_until=now + LEASE, attempts=LetterRecord.attempts + 1)
    )
    return ids


ASKS, TELLS_NO, TELLS_LAPSE = "proposal", "declined", "lapsed"
"""Kinds of letters that wait with their suggestion: they ask for an answer, or tell that it ended."""


def is_past(kind: str, status: Status) -> ColumnElement[bool]:
    """Return whether a letter is of this kind while its suggestion does not stand any more where it must."""
    standing = select(SuggestionRecord.id).where(SuggestionRecord.status == status)
    return and_(LetterRecord.kind == kind, LetterRecord.suggestion_id.not_in(standing))


MOOT = or_(
    is_past(ASKS, Status.PROPOSED), is_past(TELLS_NO, Status.DECLINED), is_past(TELLS_LAPSE, Status.LAPSED)
)
"""Letters that ask an answer to what ended or was agreed, or tell of an end that was taken back."""


def drop_moot() -> None:
    """Drop the letters that did not leave before they became moot."""
    current().execute(delete(LetterRecord).where(LetterRecord.sent_at.is_(None), MOOT))


def is_moot(letter: LetterRecord) -> bool:
    """Tell whether a letter asks what needs no answer any more."""
    return current().scalar(select(LetterRecord.id).where(LetterRecord.id == letter.id, MOOT)) is not None


def still_to_ask(suggestion_id: int) -> set[str]:
    """Return to whom no question about a proposal has left yet, though one is to leave."""
    left = recipients(suggestion_id, ASKS, LetterRecord.sent_at.is_not(None))
    return recipients(suggestion_id, ASKS, LetterRecord.sent_at.is_(None)) - left


def asked_about(suggestion_id: int) -> set[str]:
    """Return to whom the question about a proposal has left, or is about to."""
    return recipients(suggestion_id, ASKS, true())


def still_to_come(suggestion_id: int) -> set[str]:
    """Return to whom a question about a proposal is to leave, the first or once more."""
    return recipients(suggestion_id, ASKS, LetterRecord.sent_at.is_(None))


def asked_since(suggestion_id: int, recipient: str, moment: datetime) -> bool:
    """Return whether a question about a proposal has left to somebody since a moment, or is about to."""
    since = or_(LetterRecord.sent_at.is_(None), LetterRecord.sent_at >= moment)
    return recipient in recipients(suggestion_id, ASKS, since)


def recipients(suggestion_id: int, kind: str, condition: ColumnElement[bool]) -> set[str]:
    """Return to whom letters of a kind about a suggestion go."""
    of_kind = (LetterRecord.suggestion_id == suggestion_id, LetterRecord.kind == kind)
    return set(current().scalars(select(LetterRecord.recipient).where(*of_kind, condition)))


def drop(letters: Sequence[LetterRecord]) -> None:
    """Drop letters that have not left."""
    ids = [letter.id for letter in letters]
    current().execute(delete(LetterRecord).where(LetterRecord.id.in_(ids), LetterRecord.sent_at.is_(None)))


def drop_questions(suggestion_id: int, recipients: Collection[str]) -> None:
    """Drop the questions about a proposal to some people that have not left."""
    own = (LetterRecord.suggestion_id == suggestion_id, LetterRecord.kind == ASKS)
    to_them = LetterRecord.recipient.in_(recipients)
    current().execute(delete(LetterRecord).where(*own, to_them, LetterRecord.sent_at.is_(None)))


def drop_no(suggestion_id: int) -> None:
    """Drop the letters that tell of a no which was taken back."""
    own = (LetterRecord.suggestion_id == suggestion_id, LetterRecord.kind == TELLS_NO)
    current().execute(delete(LetterRecord).where(*own, LetterRecord.sent_at.is_(None)))


def told_of_lapse(suggestion_id: int) -> set[str]:
    """Return to whom it left that a suggestion lapsed."""
    return recipients(suggestion_id, TELLS_LAPSE, LetterRecord.sent_at.is_not(None))


def drop_lapse(suggestion_id: int) -> None:
    """Drop the letters that tell that a suggestion lapsed which stands again."""
    own = (LetterRecord.suggestion_id == suggestion_id, LetterRecord.kind == TELLS_LAPSE)
    current().execute(delete(LetterRecord).where(*own, LetterRecord.sent_at.is_(None)))


def unsent_of(kind: str) -> Sequence[LetterRecord]:
    """Return the letters of a kind that have not left, held until this transaction ends."""
    chosen = select(LetterRecord).where(LetterRecord.sent_at.is_(None), LetterRecord.kind == kind)
    held = chosen.order_by(LetterRecord.id).with_for_update().execution_options(populate_existing=True)
    return current().scalars(held).all()


def unsent() -> Sequence[LetterRecord]:
    """Return the letters that have not left, in order of number, held until this transaction ends."""
    chosen = select(LetterRecord).where(LetterRecord.sent_at.is_(None)).order_by(LetterRecord.id)
    return current().scalars(chosen.with_for_update()).all()


def forget(recipient: str) -> None:
    """Forget whom letters went to that left, and drop those to the same address that did not."""
    to_them = LetterRecord.recipient == recipient
    current().execute(delete(LetterRecord).where(to_them, LetterRecord.sent_at.is_(None)))
    current().execute(update(LetterRecord).where(to_them).values(recipient=""))


def one(letter_id: int) -> LetterRecord | None:
    """Return one letter."""
    return current().get(LetterRecord, letter_id)


def mark_sent(letter_id: int, now: datetime) -> None:
    """Note that a letter left, and empty it."""
    left = {"sent_at": now, "facts": "{}", "failed": "", "claimed_until": None}
    current().execute(update(LetterRecord).where(LetterRecord.id == letter_id).values(left))


def put_off(letter_id: int, failed: str, now: datetime) -> None:
    """Note why a letter did not leave, and when it is tried again: the oftener it failed the later."""
    letter = one(letter_id)
    if letter is not None and letter.sent_at is None:
        letter.failed, letter.claimed_until = failed, None
        letter.due_at = now + WAITS[min(letter.attempts, len(WAITS)) - 1]


def waiting() -> Sequence[LetterRecord]:
    """Return the letters that have not left, what failed most often first, then what is due first."""
    chosen = select(LetterRecord).where(LetterRecord.sent_at.is_(None))
    failed_first = (LetterRecord.failed == "", LetterRecord.attempts.desc())
    return current().scalars(chosen.order_by(*failed_first, LetterRecord.due_at, LetterRecord.id)).all()


def sent_since(moment: datetime) -> dict[str, int]:
    """Return how many letters of each kind left since a moment."""
    rows = current().execute(
        select(LetterRecord.kind, func.count())
        .where(LetterRecord.sent_at >= moment)
        .group_by(LetterRecord.kind)
        .order_by(func.count().desc(), LetterRecord.kind)
    )
    return {row[0]: row[1] for row in rows}


def forget_recipients(before: datetime) -> None:
    """Forget whom letters went to that left before a moment."""
    current().execute(
        update(LetterRecord)
        .where(LetterRecord.sent_at < before, LetterRecord.recipient != "")
        .values(recipient="")
    )


def to(recipient: str) -> Sequence[LetterRecord]:
    """Return the letters to one address, oldest first."""
    return (
        current()
        .scalars(select(LetterRecord).where(LetterRecord.recipient == recipient).order_by(LetterRecord.id))
        .all()
    )
