"""What a report of a period counts: steps of suggestions, refusals, new listings and confirmed tonnes."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import func, select
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


def steps(acts: Sequence[str], begin: datetime, end: datetime) -> Sequence[tuple[int, str, datetime]]:
    """Return when suggestions that took a step in a period first took each of the steps that acts name."""
    of_suggestions = (TrailRecord.subject == "suggestion", TrailRecord.act.in_(acts))
    in_period = select(TrailRecord.subject_id).where(
        *of_suggestions, TrailRecord.at >= begin, TrailRecord.at < end
    )
    first = (
        select(TrailRecord.subject_id, TrailRecord.act, func.min(TrailRecord.at))
        .where(*of_suggestions, TrailRecord.subject_id.in_(in_period), TrailRecord.at < end)
        .group_by(TrailRecord.subject_id, TrailRecord.act)
        .order_by(TrailRecord.subject_id, TrailRecord.act)
    )
    return [(row[0], row[1], row[2]) for row in current().execute(first)]


def declined(begin: datetime, end: datetime) -> Sequence[SuggestionRecord]:
    """Return the suggestions that were declined in a period, with both sides."""
    refused = select(TrailRecord.subject_id).where(
        TrailRecord.subject == "suggestion",
        TrailRecord.act == "suggestion.declined",
        TrailRecord.at >= begin,
        TrailRecord.at < end,
    )
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
    declined = (TrailRecord.subject == "suggestion", TrailRecord.act == "suggestion.declined")
    return current().scalar(select(func.min(TrailRecord.at)).where(*declined))


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
