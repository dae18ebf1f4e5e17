"""Queries on what the program has to do by itself: letters, files, plans, and its hourly round."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import selectinload

from circulair.store.records import (
    UNDER_WAY,
    ImportRecord,
    LetterRecord,
    OrganisationRecord,
    PlanRecord,
    PlanState,
    WorkRound,
    WorkRoundRecord,
)
from circulair.store.session import current


class LetterStand(StrEnum):
    """How far a letter is."""

    RETRIED = "retried"
    WAITING = "waiting"
    HELD = "held"
    SENT = "sent"


def of_stand(stand: LetterStand, now: datetime, midnight: datetime) -> ColumnElement[bool]:
    """Return what letters of a stand fulfil: whatever has not left is in one of three."""
    unsent = LetterRecord.sent_at.is_(None)
    in_hand = and_(LetterRecord.claimed_until.is_not(None), LetterRecord.claimed_until > now)
    at_once = or_(LetterRecord.due_at <= now, in_hand)
    conditions = {
        LetterStand.RETRIED: and_(unsent, LetterRecord.failed != ""),
        LetterStand.WAITING: and_(unsent, LetterRecord.failed == "", at_once),
        LetterStand.HELD: and_(unsent, LetterRecord.failed == "", ~at_once),
        LetterStand.SENT: LetterRecord.sent_at >= midnight,
    }
    return conditions[stand]


def count_letters(now: datetime, midnight: datetime) -> dict[LetterStand, int]:
    """Return how many letters are how far."""
    counts = [func.count().filter(of_stand(stand, now, midnight)) for stand in LetterStand]
    row = current().execute(select(*counts).select_from(LetterRecord)).one()
    return dict(zip(LetterStand, row, strict=True))


def letters(wanted: ColumnElement[bool], most: int, after: int) -> Sequence[LetterRecord]:
    """Return some letters: what failed most often first, then what is due first."""
    in_order = (
        LetterRecord.sent_at.desc(),
        LetterRecord.attempts.desc(),
        LetterRecord.due_at,
        LetterRecord.id,
    )
    chosen = select(LetterRecord).where(wanted).order_by(*in_order)
    return current().scalars(chosen.limit(most).offset(after)).all()


def locked_letter(letter_id: int) -> LetterRecord | None:
    """Return one letter, held until this transaction ends."""
    return current().get(LetterRecord, letter_id, with_for_update=True, populate_existing=True)


FILES = or_(ImportRecord.state.in_(UNDER_WAY), ImportRecord.failed != "")
"""Imports with which the program is busy, or that went wrong."""


def count_files() -> int:
    """Return how many imports the program is busy with, or that went wrong."""
    return current().scalar(select(func.count(ImportRecord.id)).where(FILES)) or 0


def files(most: int, after: int) -> Sequence[tuple[ImportRecord, str]]:
    """Return some of them with the name of whose they are, the newest first."""
    chosen = select(ImportRecord, OrganisationRecord.name).join(
        OrganisationRecord, OrganisationRecord.id == ImportRecord.organisation_id
    )
    rows = current().execute(chosen.where(FILES).order_by(ImportRecord.id.desc()).limit(most).offset(after))
    return [(record, name) for record, name in rows]


PLANS = PlanRecord.state != PlanState.DONE
"""Plans that are still to be made, or that came to nothing."""


def count_plans() -> int:
    """Return how many plans are still to be made, or came to nothing."""
    return current().scalar(select(func.count(PlanRecord.id)).where(PLANS)) or 0


def plans(most: int, after: int) -> Sequence[PlanRecord]:
    """Return some of them with who asked for them, the newest first."""
    chosen = select(PlanRecord).where(PLANS).options(selectinload(PlanRecord.person))
    return current().scalars(chosen.order_by(PlanRecord.id.desc()).limit(most).offset(after)).all()


def last_round(name: WorkRound) -> WorkRoundRecord | None:
    """Return when the worker last went a round, None where it never did."""
    return current().get(WorkRoundRecord, name)


def began(name: WorkRound, now: datetime) -> None:
    """Note that the worker begins a round."""
    record = current().get(WorkRoundRecord, name)
    if record is None:
        record = WorkRoundRecord(name=name)
        current().add(record)
    record.began_at, record.ended_at, record.failed = now, None, ""


def ended(name: WorkRound, now: datetime, failed: str = "") -> None:
    """Note that the worker is through a round, or why it is not."""
    record = current().get_one(WorkRoundRecord, name)
    record.ended_at, record.failed = (None if failed else now), failed
