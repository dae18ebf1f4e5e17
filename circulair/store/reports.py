"""What a report of a period counts: steps of suggestions, refusals, new listings and confirmed tonnes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from circulair.store.records import (
    DeliveryRecord,
    ExchangeRecord,
    ListingRecord,
    SuggestionLineRecord,
    SuggestionRecord,
    TrailRecord,
)
from circulair.store.session import current
from flows.exchanges import DeliveryStatus
from flows.strategies import Strategy
from flows.streams import Side


@dataclass(frozen=True, slots=True)
class Acted:
    """One act on a suggestion: a step, or that a step was taken back (``details`` say which)."""

    suggestion_id: int
    act: str
    at: datetime
    details: str


TAKES_BACK = ("suggestion.undone", "suggestion.back", "suggestion.revived")
"""Acts with which a suggestion stands again as it stood before a step."""


def steps(acts: Sequence[str], begin: datetime, end: datetime) -> Sequence[Acted]:
    """Return the steps that acts name of suggestions that took one in a period, and what took any back.

    Each suggestion's in their order, those after the period too: a step can be taken back later.
    """
    of_suggestions = TrailRecord.subject == "suggestion"
    in_period = select(TrailRecord.subject_id).where(
        of_suggestions, TrailRecord.act.in_(acts), TrailRecord.at >= begin, TrailRecord.at < end
    )
    chosen = (
        select(TrailRecord.subject_id, TrailRecord.act, TrailRecord.at, TrailRecord.details)
        .where(
            of_suggestions,
            TrailRecord.act.in_([*acts, *TAKES_BACK]),
            TrailRecord.subject_id.in_(in_period),
        )
        .order_by(TrailRecord.subject_id, TrailRecord.id)
    )
    return [Acted(*row) for row in current().execute(chosen)]


def declined(begin: datetime, end: datetime) -> Sequence[SuggestionRecord]:
    """Return the suggestions declined in a period, with both sides; not those where that was undone."""
    last = last_declines().subquery()
    refused = select(last.c.subject_id).where(last.c.at >= begin, last.c.at < end)
    return (
        current()
        .scalars(
            select(SuggestionRecord)
            .where(SuggestionRecord.id.in_(refused), SuggestionRecord.reason.is_not(None))
            .options(
                joinedload(SuggestionRecord.need).joinedload(ListingRecord.organisation),
                selectinload(SuggestionRecord.lines)
                .joinedload(SuggestionLineRecord.offer)
                .joinedload(ListingRecord.organisation),
            )
            .order_by(SuggestionRecord.id)
        )
        .all()
    )


def first_declined() -> datetime | None:
    """Return when a suggestion was declined for the first time, None where none ever was."""
    last = last_declines().subquery()
    joined = select(func.min(last.c.at)).join(SuggestionRecord, SuggestionRecord.id == last.c.subject_id)
    first: datetime | None = current().scalar(joined.where(SuggestionRecord.reason.is_not(None)))
    return first


def last_declines() -> Select[int, datetime]:
    """Select when each suggestion was declined for the last time: what came before was taken back."""
    declined = (TrailRecord.subject == "suggestion", TrailRecord.act == "suggestion.declined")
    last = func.max(TrailRecord.at).label("at")
    return select(TrailRecord.subject_id, last).where(*declined).group_by(TrailRecord.subject_id)


def new_listings(begin: datetime, end: datetime) -> dict[Side, int]:
    """Return how many offers and needs were registered in a period."""
    rows = current().execute(
        select(ListingRecord.side, func.count())
        .where(
            ListingRecord.created_at >= begin,
            ListingRecord.created_at < end,
            ListingRecord.confirm_by.is_(None),
        )
        .group_by(ListingRecord.side)
    )
    return {row[0]: row[1] for row in rows}


def confirmed(first: date, last: date) -> tuple[int, Decimal]:
    """Return how many deliveries of these days both sides confirmed, and their tonnes together."""
    found = current().execute(
        select(func.count(), func.sum(DeliveryRecord.tonnes)).where(
            DeliveryRecord.status == DeliveryStatus.CONFIRMED, DeliveryRecord.day.between(first, last)
        )
    )
    number, tonnes = found.one()
    return number, tonnes or Decimal(0)


def confirmed_of(first: date, last: date) -> Sequence[tuple[str, Strategy, Decimal]]:
    """Return the confirmed tonnes of these days by material and rung of the ladder."""
    rows = current().execute(
        select(ExchangeRecord.material, ExchangeRecord.strategy, func.sum(DeliveryRecord.tonnes))
        .join(DeliveryRecord, DeliveryRecord.exchange_id == ExchangeRecord.id)
        .where(DeliveryRecord.status == DeliveryStatus.CONFIRMED, DeliveryRecord.day.between(first, last))
        .group_by(ExchangeRecord.material, ExchangeRecord.strategy)
        .order_by(ExchangeRecord.material, ExchangeRecord.strategy)
    )
    return [(row[0], row[1], row[2]) for row in rows]
