"""Queries on suggestions."""

from collections.abc import Sequence

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from circulair.store.records import ListingRecord, SuggestionLineRecord, SuggestionRecord
from circulair.store.session import current
from flows.suggestions import ALIVE, Status

SIDES = (
    joinedload(SuggestionRecord.need).options(
        joinedload(ListingRecord.organisation), joinedload(ListingRecord.premises)
    ),
    selectinload(SuggestionRecord.lines)
    .joinedload(SuggestionLineRecord.offer)
    .options(joinedload(ListingRecord.organisation), joinedload(ListingRecord.premises)),
    selectinload(SuggestionRecord.answers),
)


def add(suggestion: SuggestionRecord) -> SuggestionRecord:
    """Store a new suggestion with its lines and return it with its number."""
    current().add(suggestion)
    current().flush()
    return suggestion


def one(suggestion_id: int) -> SuggestionRecord | None:
    """Return one suggestion with both sides and their answers."""
    return current().scalar(
        select(SuggestionRecord).where(SuggestionRecord.id == suggestion_id).options(*SIDES)
    )


def locked(suggestion_id: int) -> SuggestionRecord | None:
    """Return one suggestion with both sides, held until this transaction ends."""
    current().execute(
        select(SuggestionRecord.id).where(SuggestionRecord.id == suggestion_id).with_for_update()
    )
    return current().scalar(
        select(SuggestionRecord)
        .where(SuggestionRecord.id == suggestion_id)
        .options(*SIDES)
        .execution_options(populate_existing=True)
    )


def touching(listing_id: int) -> Select[tuple[SuggestionRecord]]:
    """Select the suggestions in which a listing takes part."""
    return (
        select(SuggestionRecord)
        .where(
            or_(
                SuggestionRecord.need_id == listing_id,
                SuggestionRecord.lines.any(SuggestionLineRecord.offer_id == listing_id),
            )
        )
        .options(*SIDES)
        .order_by(SuggestionRecord.score.desc(), SuggestionRecord.id)
    )


def of_listing(listing_id: int) -> Sequence[SuggestionRecord]:
    """Return the suggestions in which a listing takes part, best first."""
    return current().scalars(touching(listing_id)).all()


def alive_of_listing(listing_id: int) -> Sequence[SuggestionRecord]:
    """Return a listing's suggestions that can still change, held until this transaction ends."""
    ids = current().scalars(
        touching(listing_id)
        .where(SuggestionRecord.status.in_(ALIVE))
        .with_only_columns(SuggestionRecord.id)
        .order_by(None)
        .order_by(SuggestionRecord.id)
        .with_for_update(of=SuggestionRecord)
    )
    statement = touching(listing_id).where(SuggestionRecord.id.in_(ids.all()))
    return current().scalars(statement.execution_options(populate_existing=True)).all()


def declined_pairs(listing_id: int) -> set[tuple[int, int]]:
    """Return the (need, offer) pairs of a listing that somebody declined."""
    rows = current().execute(
        select(SuggestionRecord.need_id, SuggestionLineRecord.offer_id)
        .join(SuggestionRecord.lines)
        .where(
            SuggestionRecord.status == Status.DECLINED,
            or_(SuggestionRecord.need_id == listing_id, SuggestionLineRecord.offer_id == listing_id),
        )
    )
    return {(need, offer) for need, offer in rows}


def queue(statuses: Sequence[Status], limit: int, after: int = 0) -> Sequence[SuggestionRecord]:
    """Return a page of the hub's queue: most tonnes times score first, then the oldest."""
    weight = (
        select(func.coalesce(func.sum(SuggestionLineRecord.tonnes_likely), 0))
        .where(SuggestionLineRecord.suggestion_id == SuggestionRecord.id)
        .scalar_subquery()
    )
    return (
        current()
        .scalars(
            select(SuggestionRecord)
            .where(SuggestionRecord.status.in_(statuses))
            .options(*SIDES)
            .order_by((weight * SuggestionRecord.score).desc(), SuggestionRecord.id)
            .offset(after)
            .limit(limit)
        )
        .all()
    )


def count_by_status() -> dict[Status, int]:
    """Return how many suggestions stand in each status."""
    rows = (
        current()
        .execute(select(SuggestionRecord.status, func.count()).group_by(SuggestionRecord.status))
        .all()
    )
    return {row[0]: row[1] for row in rows}


def of_organisation(organisation_id: int, statuses: Sequence[Status]) -> Sequence[SuggestionRecord]:
    """Return the suggestions that touch an organisation's listings, newest first."""
    own = select(ListingRecord.id).where(ListingRecord.organisation_id == organisation_id)
    return (
        current()
        .scalars(
            select(SuggestionRecord)
            .where(
                SuggestionRecord.status.in_(statuses),
                or_(
                    SuggestionRecord.need_id.in_(own),
                    SuggestionRecord.lines.any(SuggestionLineRecord.offer_id.in_(own)),
                ),
            )
            .options(*SIDES)
            .order_by(SuggestionRecord.id.desc())
        )
        .all()
    )
