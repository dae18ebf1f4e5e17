"""Queries on suggestions; those of the hub's queue stand in queue.py."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select, update
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import flag_modified

from circulair.store import listings
from circulair.store.records import (
    AnswerRecord,
    LawAnswerRecord,
    ListingRecord,
    OrganisationRecord,
    SuggestionLineRecord,
    SuggestionRecord,
)
from circulair.store.session import current
from flows.suggestions import ALIVE, Status

SIDES = (
    joinedload(SuggestionRecord.need).options(
        joinedload(ListingRecord.organisation), joinedload(ListingRecord.premises)
    ),
    selectinload(SuggestionRecord.lines)
    .joinedload(SuggestionLineRecord.offer)
    .options(joinedload(ListingRecord.organisation), joinedload(ListingRecord.premises)),
    selectinload(SuggestionRecord.lines)
    .selectinload(SuggestionLineRecord.law_answers)
    .joinedload(LawAnswerRecord.document),
    selectinload(SuggestionRecord.lines).selectinload(SuggestionLineRecord.law_decisions),
    selectinload(SuggestionRecord.answers),
)


def add_all(made: Sequence[SuggestionRecord]) -> None:
    """Store new suggestions with their lines; they get their numbers."""
    current().add_all(made)
    current().flush()


def touch(suggestion: SuggestionRecord, at: datetime) -> None:
    """Count what belongs to a suggestion as a change of itself, so that its version goes up."""
    suggestion.changed_at = at
    flag_modified(suggestion, "changed_at")


def one(suggestion_id: int) -> SuggestionRecord | None:
    """Return one suggestion with both sides and their answers."""
    return current().scalar(
        select(SuggestionRecord).where(SuggestionRecord.id == suggestion_id).options(*SIDES)
    )


def locked(suggestion_id: int) -> SuggestionRecord | None:
    """Return one suggestion with both sides, held until this transaction ends."""
    return next(iter(all_locked([suggestion_id])), None)


def all_locked(suggestion_ids: Sequence[int]) -> Sequence[SuggestionRecord]:
    """Return suggestions with both sides, in order of number, held until this transaction ends.

    Their listings are held first: everybody takes listings, then suggestions, then processes, then exchanges,
    then the trail, each in order of number or code, so that nobody waits in a circle.
    """
    listings.locked(listings_of(suggestion_ids))
    chosen = SuggestionRecord.id.in_(suggestion_ids)
    held = select(SuggestionRecord.id).where(chosen).order_by(SuggestionRecord.id)
    current().execute(held.with_for_update(key_share=True))
    found = select(SuggestionRecord).where(chosen).order_by(SuggestionRecord.id).options(*SIDES)
    return current().scalars(found.execution_options(populate_existing=True)).all()


def listings_of(suggestion_ids: Sequence[int]) -> Sequence[int]:
    """Return the numbers of the listings of suggestions."""
    line = SuggestionLineRecord
    offers = select(line.offer_id).where(line.suggestion_id.in_(suggestion_ids))
    need = select(SuggestionRecord.need_id).where(SuggestionRecord.id.in_(suggestion_ids))
    return current().scalars(need.union(offers)).all()


def alive_with(listing_ids: Sequence[int]) -> Sequence[int]:
    """Return the numbers of the suggestions of some listings that can still change, none of them held."""
    offered = SuggestionRecord.lines.any(SuggestionLineRecord.offer_id.in_(listing_ids))
    touched = or_(SuggestionRecord.need_id.in_(listing_ids), offered)
    chosen = select(SuggestionRecord.id).where(touched, SuggestionRecord.status.in_(ALIVE))
    return current().scalars(chosen.order_by(SuggestionRecord.id)).all()


def touches(listing_id: int) -> ColumnElement[bool]:
    """Return the condition that a listing takes part in a suggestion."""
    offers = select(SuggestionLineRecord.suggestion_id).where(SuggestionLineRecord.offer_id == listing_id)
    return or_(SuggestionRecord.need_id == listing_id, SuggestionRecord.id.in_(offers))


def touching(listing_id: int) -> Select[SuggestionRecord]:
    """Select the suggestions in which a listing takes part."""
    best_first = (SuggestionRecord.score.desc(), SuggestionRecord.id)
    return select(SuggestionRecord).where(touches(listing_id)).options(*SIDES).order_by(*best_first)


def count_alive(listing_id: int) -> int:
    """Return in how many suggestions that can still change a listing takes part."""
    alive = (touches(listing_id), SuggestionRecord.status.in_(ALIVE))
    return current().scalar(select(func.count()).select_from(SuggestionRecord).where(*alive)) or 0


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
        .with_for_update(of=SuggestionRecord, key_share=True)
    )
    statement = touching(listing_id).where(SuggestionRecord.id.in_(ids.all()))
    return current().scalars(statement.execution_options(populate_existing=True)).all()


def forget_words(suggestion_id: int) -> None:
    """Forget in which words a suggestion was declined; the reason from the list stays."""
    chosen = update(SuggestionRecord).where(SuggestionRecord.id == suggestion_id)
    current().execute(chosen.values(reason_words=""))


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


def known_pairs() -> Sequence[tuple[int, int, Status]]:
    """Return all pairs (need, offer) that are or were suggested, with how each stands."""
    rows = current().execute(
        select(SuggestionRecord.need_id, SuggestionLineRecord.offer_id, SuggestionRecord.status).join(
            SuggestionRecord.lines
        )
    )
    return [(need, offer, status) for need, offer, status in rows]


def count(statuses: Sequence[Status]) -> int:
    """Return how many suggestions stand in one of these statuses."""
    return current().scalar(select(func.count()).where(SuggestionRecord.status.in_(statuses))) or 0


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


def awaiting_verification() -> Sequence[SuggestionRecord]:
    """Return the proposals that touch an organisation not verified yet, those put first before the others."""
    known = OrganisationRecord.verified_at.is_not(None)
    unknown = select(ListingRecord.id).join(ListingRecord.organisation).where(~known)
    chosen = select(SuggestionRecord).where(
        SuggestionRecord.status == Status.PROPOSED,
        or_(
            SuggestionRecord.need_id.in_(unknown),
            SuggestionRecord.lines.any(SuggestionLineRecord.offer_id.in_(unknown)),
        ),
    )
    return current().scalars(chosen.options(*SIDES).order_by(SuggestionRecord.id)).all()


def answers_of(organisation_id: int) -> Sequence[AnswerRecord]:
    """Return what was said for an organisation's listings, oldest first."""
    own = select(ListingRecord.id).where(ListingRecord.organisation_id == organisation_id)
    return (
        current()
        .scalars(select(AnswerRecord).where(AnswerRecord.listing_id.in_(own)).order_by(AnswerRecord.id))
        .all()
    )


DECIDED = (Status.AGREED, Status.MOVED, Status.CONFIRMED, Status.DECLINED)
"""Statuses in which somebody has decided."""


def decided() -> Sequence[tuple[SuggestionRecord, Sequence[str]]]:
    """Return the suggestions that somebody decided, by number, with the parts of each line as kept."""
    kept: dict[int, list[str]] = {}
    for number, parts in current().execute(
        select(SuggestionLineRecord.suggestion_id, SuggestionLineRecord.parts)
        .join(SuggestionLineRecord.suggestion)
        .where(SuggestionRecord.status.in_(DECIDED))
        .order_by(SuggestionLineRecord.id)
    ):
        kept.setdefault(number, []).append(parts)
    chosen = select(SuggestionRecord).where(SuggestionRecord.status.in_(DECIDED))
    found = current().scalars(chosen.order_by(SuggestionRecord.id)).all()
    return [(one, kept.get(one.id, [])) for one in found]
