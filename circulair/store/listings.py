"""Queries on offers and needs."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from circulair.store.records import (
    MATCHABLE,
    ListingRecord,
    ListingState,
    SuggestionLineRecord,
    SuggestionRecord,
)
from circulair.store.session import current
from flows.streams import Side
from flows.suggestions import ALIVE

FULL = (joinedload(ListingRecord.organisation), joinedload(ListingRecord.premises))

UNMATCHED = (
    ListingRecord.side == Side.OFFER,
    ListingRecord.state.in_(MATCHABLE),
    ~exists().where(
        SuggestionLineRecord.offer_id == ListingRecord.id,
        SuggestionLineRecord.suggestion_id == SuggestionRecord.id,
        SuggestionRecord.status.in_(ALIVE),
    ),
)
"""What an offer without a living suggestion fulfils."""


CONFIRMED = ListingRecord.confirm_by.is_(None)
"""What a listing fulfils that is its owner's: they put it in, or confirmed what the hub put in for them."""


def add(listing: ListingRecord) -> ListingRecord:
    """Store a new listing and return it with its number."""
    current().add(listing)
    current().flush()
    return listing


def add_all(new: Sequence[ListingRecord]) -> list[int]:
    """Store new listings in one go and return their numbers, in their order."""
    current().add_all(new)
    current().flush()
    numbers = [listing.id for listing in new]
    for listing in new:
        current().expunge(listing)
    return numbers


def one(listing_id: int) -> ListingRecord | None:
    """Return one listing with its organisation and premises."""
    return current().scalar(select(ListingRecord).where(ListingRecord.id == listing_id).options(*FULL))


def locked(listing_ids: Sequence[int]) -> Sequence[ListingRecord]:
    """Return listings in order of number, held until this transaction ends."""
    return (
        current()
        .scalars(
            select(ListingRecord)
            .where(ListingRecord.id.in_(listing_ids))
            .order_by(ListingRecord.id)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )
        .all()
    )


def placed_since(organisation_id: int, since: datetime) -> Sequence[ListingRecord]:
    """Return what an organisation has placed since then, is open and does not wait to be confirmed."""
    return (
        current()
        .scalars(
            select(ListingRecord).where(
                ListingRecord.organisation_id == organisation_id,
                ListingRecord.created_at >= since,
                CONFIRMED,
                ListingRecord.state.in_(MATCHABLE),
            )
        )
        .all()
    )


def of_organisation(organisation_id: int) -> Sequence[ListingRecord]:
    """Return an organisation's listings that are its own, newest first."""
    return (
        current()
        .scalars(
            select(ListingRecord)
            .where(ListingRecord.organisation_id == organisation_id, CONFIRMED)
            .options(*FULL)
            .order_by(ListingRecord.id.desc())
        )
        .all()
    )


def newest_of(organisation_id: int, most: int) -> Sequence[ListingRecord]:
    """Return the newest listings of an organisation, also those that wait for its word."""
    chosen = select(ListingRecord).where(ListingRecord.organisation_id == organisation_id)
    return current().scalars(chosen.order_by(ListingRecord.id.desc()).limit(most)).all()


def matchable(side: Side, materials: Collection[str], without: int = 0) -> Sequence[ListingRecord]:
    """Return the listings of one side and some materials that can be matched now, with their places.

    Those of the organisation ``without`` are left out.
    """
    return (
        current()
        .scalars(
            select(ListingRecord)
            .where(
                ListingRecord.side == side,
                ListingRecord.state.in_(MATCHABLE),
                ListingRecord.material.in_(materials),
                ListingRecord.organisation_id != without,
            )
            .options(joinedload(ListingRecord.premises))
            .order_by(ListingRecord.id)
        )
        .all()
    )


def open_offers(material: str) -> Sequence[ListingRecord]:
    """Return the offers of one material that can be collected now, with whose and where they are."""
    return (
        current()
        .scalars(
            select(ListingRecord)
            .where(
                ListingRecord.side == Side.OFFER,
                ListingRecord.state.in_(MATCHABLE),
                ListingRecord.material == material,
                CONFIRMED,
            )
            .options(*FULL)
            .order_by(ListingRecord.id)
        )
        .all()
    )


def materials_offered(at_least: int) -> dict[str, int]:
    """Return the materials of which so many offers are open and say how much, with their number."""
    rows = current().execute(
        select(ListingRecord.material, func.count())
        .where(
            ListingRecord.side == Side.OFFER,
            ListingRecord.state.in_(MATCHABLE),
            ListingRecord.tonnes_likely > 0,
            CONFIRMED,
        )
        .group_by(ListingRecord.material)
        .having(func.count() >= at_least)
        .order_by(ListingRecord.material)
    )
    return {row[0]: row[1] for row in rows}


def public(side: Side) -> Sequence[ListingRecord]:
    """Return the open listings of one side whose owners want them seen."""
    return (
        current()
        .scalars(
            select(ListingRecord)
            .where(
                ListingRecord.side == side,
                ListingRecord.public,
                ListingRecord.state.in_(MATCHABLE),
                CONFIRMED,
            )
            .options(*FULL)
            .order_by(ListingRecord.id)
        )
        .all()
    )


def unconfirmed() -> Sequence[ListingRecord]:
    """Return the living listings that wait for their owner, what lapses first in front."""
    waiting = (ListingRecord.confirm_by.is_not(None), ListingRecord.state.in_(MATCHABLE))
    chosen = select(ListingRecord).where(*waiting).options(*FULL)
    return current().scalars(chosen.order_by(ListingRecord.confirm_by, ListingRecord.id)).all()


def unconfirmed_before(today: date) -> Sequence[ListingRecord]:
    """Return the living listings that were to be confirmed before a day, in order of number, held."""
    waiting = (ListingRecord.confirm_by < today, ListingRecord.state.in_(MATCHABLE))
    chosen = select(ListingRecord).where(*waiting).order_by(ListingRecord.id)
    return current().scalars(chosen.with_for_update(key_share=True)).all()


def unmatched_offers(limit: int, after: int = 0) -> Sequence[ListingRecord]:
    """Return a page of the offers that can be matched and have no living suggestion, the heaviest first."""
    chosen = select(ListingRecord).where(*UNMATCHED).options(*FULL)
    heaviest = func.coalesce(ListingRecord.tonnes_likely, 0).desc()
    return current().scalars(chosen.order_by(heaviest, ListingRecord.id).offset(after).limit(limit)).all()


def count_unmatched_offers() -> int:
    """Return how many offers can be matched and have no living suggestion."""
    return current().scalar(select(func.count(ListingRecord.id)).where(*UNMATCHED)) or 0


def over(today: date) -> Sequence[ListingRecord]:
    """Return the living listings whose last day has passed, in order of number, held."""
    unanswered = and_(ListingRecord.state.in_(MATCHABLE), ListingRecord.expires_on < today)
    served = and_(ListingRecord.state == ListingState.RESERVED, ListingRecord.end < today)
    return (
        current()
        .scalars(
            select(ListingRecord)
            .where(or_(unanswered, served))
            .order_by(ListingRecord.id)
            .with_for_update(key_share=True)
        )
        .all()
    )


def count_by_state() -> dict[ListingState, int]:
    """Return how many listings stand in each state."""
    rows = current().execute(select(ListingRecord.state, func.count()).group_by(ListingRecord.state)).all()
    return {row[0]: row[1] for row in rows}


def everything() -> Sequence[ListingRecord]:
    """Return all listings, in order of number."""
    return current().scalars(select(ListingRecord).order_by(ListingRecord.id)).all()
