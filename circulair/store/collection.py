"""Queries on how offers are collected now."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, or_, select

from circulair.store.records import CollectionRecord, ListingRecord, ListingState
from circulair.store.session import current

ENDED = (ListingState.FULFILLED, ListingState.EXPIRED, ListingState.WITHDRAWN)


def add(answer: CollectionRecord) -> CollectionRecord:
    """Store a first answer."""
    current().add(answer)
    current().flush()
    return answer


def one(listing_id: int) -> CollectionRecord | None:
    """Return what was answered for one offer."""
    return current().get(CollectionRecord, listing_id)


def told_of(listing_ids: Sequence[int]) -> Sequence[CollectionRecord]:
    """Return the answers that say something, in order of listing."""
    return (
        current()
        .scalars(
            select(CollectionRecord)
            .where(CollectionRecord.listing_id.in_(listing_ids), says_something())
            .order_by(CollectionRecord.listing_id)
        )
        .all()
    )


def forget_of_ended(before: datetime) -> None:
    """Forget what was told of listings that ended before; that somebody rather did not say is kept."""
    ended = select(ListingRecord.id).where(ListingRecord.state.in_(ENDED), ListingRecord.changed_at < before)
    current().execute(
        delete(CollectionRecord).where(CollectionRecord.listing_id.in_(ended), says_something())
    )


def says_something() -> ColumnElement[bool]:
    """Return the condition that anything was told."""
    told = (CollectionRecord.collector, CollectionRecord.euros, CollectionRecord.until)
    return or_(*(column.is_not(None) for column in told))
