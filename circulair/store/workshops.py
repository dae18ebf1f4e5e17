"""Queries on workshops, their cards and what was found among these."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import joinedload

from circulair.store.records import (
    ListingRecord,
    WorkshopCardRecord,
    WorkshopFindRecord,
    WorkshopRecord,
)
from circulair.store.session import current


def add(workshop: WorkshopRecord) -> WorkshopRecord:
    """Store a new workshop and return it with its number."""
    current().add(workshop)
    current().flush()
    return workshop


def newest() -> Sequence[tuple[WorkshopRecord, int]]:
    """Return all workshops with how many cards each has, the last day first."""
    counted = (
        select(WorkshopRecord, func.count(WorkshopCardRecord.id))
        .outerjoin(
            WorkshopCardRecord,
            (WorkshopCardRecord.workshop_id == WorkshopRecord.id) & WorkshopCardRecord.removed_at.is_(None),
        )
        .group_by(WorkshopRecord.id)
        .order_by(WorkshopRecord.day.desc(), WorkshopRecord.id.desc())
    )
    return [(row[0], row[1]) for row in current().execute(counted)]


def one(workshop_id: int) -> WorkshopRecord | None:
    """Return a workshop."""
    return current().get(WorkshopRecord, workshop_id)


def held(workshop_id: int) -> WorkshopRecord | None:
    """Return a workshop as it is now, held until this transaction ends: its cards change one by one."""
    return current().get(WorkshopRecord, workshop_id, with_for_update=True, populate_existing=True)


def read_anew(card: WorkshopCardRecord) -> None:
    """Read a card as it is stored now, once its workshop is held."""
    current().refresh(card)


def changes(workshop_id: int) -> int | None:
    """Return how often the cards of a workshop changed, None where there is no such workshop."""
    return current().scalar(select(WorkshopRecord.changes).where(WorkshopRecord.id == workshop_id))


def add_card(card: WorkshopCardRecord) -> WorkshopCardRecord:
    """Store a new card with the next number of its workshop."""
    last = select(func.max(WorkshopCardRecord.number)).where(
        WorkshopCardRecord.workshop_id == card.workshop_id
    )
    card.number = (current().scalar(last) or 0) + 1
    current().add(card)
    current().flush()
    return card


def card(card_id: int) -> WorkshopCardRecord | None:
    """Return a card with its workshop."""
    wanted = select(WorkshopCardRecord).where(WorkshopCardRecord.id == card_id)
    return current().scalar(wanted.options(joinedload(WorkshopCardRecord.workshop)))


def cards(workshop_id: int) -> Sequence[WorkshopCardRecord]:
    """Return the cards of a workshop, those that were taken away as well, in order of number."""
    wanted = (
        select(WorkshopCardRecord)
        .where(WorkshopCardRecord.workshop_id == workshop_id)
        .options(joinedload(WorkshopCardRecord.listing).joinedload(ListingRecord.organisation))
        .order_by(WorkshopCardRecord.number)
    )
    return current().scalars(wanted).all()


def forget_finds(card_id: int) -> None:
    """Forget what was found for a card."""
    of_card = or_(WorkshopFindRecord.card_id == card_id, WorkshopFindRecord.other_id == card_id)
    current().execute(delete(WorkshopFindRecord).where(of_card))


def add_finds(finds: Sequence[WorkshopFindRecord]) -> None:
    """Store what was found."""
    current().add_all(finds)
    current().flush()


def finds(workshop_id: int) -> Sequence[WorkshopFindRecord]:
    """Return what was found in a workshop, the newest first, of those the best."""
    wanted = (
        select(WorkshopFindRecord)
        .where(WorkshopFindRecord.workshop_id == workshop_id)
        .options(
            joinedload(WorkshopFindRecord.card),
            joinedload(WorkshopFindRecord.other),
            joinedload(WorkshopFindRecord.listing).joinedload(ListingRecord.organisation),
        )
        .order_by(WorkshopFindRecord.found_at.desc(), WorkshopFindRecord.score.desc(), WorkshopFindRecord.id)
    )
    return current().scalars(wanted).all()


def forget_people(expired_before: datetime) -> None:
    """Forget who said what on cards whose link expired before a moment."""
    named = or_(WorkshopCardRecord.who != "", WorkshopCardRecord.email != "")
    over = WorkshopCardRecord.expires_at < expired_before
    current().execute(update(WorkshopCardRecord).where(over, named).values(who="", email=""))


def forget_email(email: str) -> None:
    """Forget an e-mail address, and who is meant by it, on every card."""
    named = WorkshopCardRecord.email == email
    current().execute(update(WorkshopCardRecord).where(named).values(who="", email=""))
