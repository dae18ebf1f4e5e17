"""Queries on planned works, their components, and early claims on what they offer."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import flag_modified

from circulair.store.listings import CONFIRMED, FULL
from circulair.store.records import (
    MATCHABLE,
    ClaimRecord,
    ListingRecord,
    ListingState,
    WorksComponentRecord,
    WorksRecord,
)
from circulair.store.session import current
from flows.works import WorksState

WHOLE = (
    joinedload(WorksRecord.organisation),
    joinedload(WorksRecord.premises),
    selectinload(WorksRecord.components).joinedload(WorksComponentRecord.listing).options(*FULL),
)
LIVING = (*MATCHABLE, ListingState.RESERVED, ListingState.FULFILLED)
"""States of a need whose claim still stands."""

SIDES = (joinedload(ClaimRecord.offer).options(*FULL), joinedload(ClaimRecord.need).options(*FULL))


def add(works: WorksRecord) -> WorksRecord:
    """Store new works and return them with their number."""
    current().add(works)
    current().flush()
    return works


def one(works_id: int) -> WorksRecord | None:
    """Return works with their components and what these became."""
    return current().scalar(select(WorksRecord).where(WorksRecord.id == works_id).options(*WHOLE))


def held(works_id: int) -> WorksRecord | None:
    """Return works, held until this transaction ends, before any of their listings is."""
    chosen = select(WorksRecord.id).where(WorksRecord.id == works_id)
    current().execute(chosen.with_for_update(key_share=True))
    again = select(WorksRecord).where(WorksRecord.id == works_id).options(*WHOLE)
    return current().scalar(again.execution_options(populate_existing=True))


def touch(works: WorksRecord) -> None:
    """Count what belongs to works as a change of themselves, so that their version goes up."""
    flag_modified(works, "changed_at")
    current().flush()


def everything(organisation_id: int | None = None) -> Sequence[WorksRecord]:
    """Return the works of one organisation, or of all, what comes first in time in front."""
    chosen = select(WorksRecord).options(*WHOLE).order_by(WorksRecord.start, WorksRecord.id)
    if organisation_id is not None:
        chosen = chosen.where(WorksRecord.organisation_id == organisation_id)
    return current().scalars(chosen).all()


def component_of(works: WorksRecord, material: str) -> WorksComponentRecord:
    """Return what is known of a component of works, a new record where nothing was so far."""
    found = next((one for one in works.components if one.material == material), None)
    if found is None:
        found = WorksComponentRecord(works_id=works.id, material=material, listing=None)
        works.components.append(found)
    return found


def component_offered(listing_id: int) -> WorksComponentRecord | None:
    """Return the component of planned works that became a listing, None for every other listing."""
    chosen = select(WorksComponentRecord).where(WorksComponentRecord.listing_id == listing_id)
    works = joinedload(WorksComponentRecord.works).options(joinedload(WorksRecord.organisation))
    return current().scalar(chosen.options(works))


def shown() -> Sequence[WorksComponentRecord]:
    """Return the open offers of planned works that their owners show, what comes free first in front."""
    chosen = (
        select(WorksComponentRecord)
        .join(ListingRecord, ListingRecord.id == WorksComponentRecord.listing_id)
        .join(WorksRecord, WorksRecord.id == WorksComponentRecord.works_id)
        .where(
            ListingRecord.public,
            ListingRecord.state.in_(MATCHABLE),
            CONFIRMED,
            WorksRecord.state == WorksState.PLANNED,
        )
        .options(
            joinedload(WorksComponentRecord.listing).options(*FULL),
            joinedload(WorksComponentRecord.works).options(joinedload(WorksRecord.organisation)),
        )
        .order_by(ListingRecord.start, ListingRecord.id)
    )
    return current().scalars(chosen).all()


def forget_words(works_id: int) -> None:
    """Forget in which words works were cancelled; the reason from the list stays."""
    current().execute(update(WorksRecord).where(WorksRecord.id == works_id).values(cancel_words=""))


def add_claim(claim: ClaimRecord) -> ClaimRecord:
    """Store a new claim and return it with its number."""
    current().add(claim)
    current().flush()
    return claim


def claims_on(offer_ids: Collection[int]) -> Sequence[ClaimRecord]:
    """Return the claims on offers that still stand, who came first in front."""
    chosen = select(ClaimRecord).join(ListingRecord, ListingRecord.id == ClaimRecord.need_id)
    chosen = chosen.where(
        ClaimRecord.offer_id.in_(offer_ids),
        ClaimRecord.taken_back_at.is_(None),
        ListingRecord.state.in_(LIVING),
    )
    return current().scalars(chosen.options(*SIDES).order_by(ClaimRecord.created_at, ClaimRecord.id)).all()


def claim_of(organisation_id: int, offer_id: int) -> ClaimRecord | None:
    """Return an organisation's last claim on an offer that still stands."""
    chosen = (
        select(ClaimRecord)
        .join(ListingRecord, ListingRecord.id == ClaimRecord.need_id)
        .where(
            ListingRecord.organisation_id == organisation_id,
            ClaimRecord.offer_id == offer_id,
            ClaimRecord.taken_back_at.is_(None),
            ListingRecord.state.in_(LIVING),
        )
        .options(*SIDES)
        .order_by(ClaimRecord.id.desc())
        .limit(1)
    )
    return current().scalar(chosen)


def end_claims(organisation_id: int, offer_id: int, at: datetime) -> None:
    """Take back what an organisation claimed of an offer: its needs may come back, its claims do not."""
    needs = select(ListingRecord.id).where(ListingRecord.organisation_id == organisation_id)
    chosen = update(ClaimRecord).where(
        ClaimRecord.offer_id == offer_id, ClaimRecord.need_id.in_(needs), ClaimRecord.taken_back_at.is_(None)
    )
    current().execute(chosen.values(taken_back_at=at))


def claims_by(organisation_id: int) -> Sequence[ClaimRecord]:
    """Return all claims of an organisation, also those taken back, oldest first."""
    chosen = (
        select(ClaimRecord)
        .join(ListingRecord, ListingRecord.id == ClaimRecord.need_id)
        .where(ListingRecord.organisation_id == organisation_id)
    )
    return current().scalars(chosen.options(*SIDES).order_by(ClaimRecord.id)).all()
