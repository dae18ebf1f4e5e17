"""Queries on suggestions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, case, func, or_, select, update
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import flag_modified

from circulair.store import listings
from circulair.store.records import (
    AnswerRecord,
    ListingRecord,
    OrganisationRecord,
    SuggestionLineRecord,
    SuggestionRecord,
)
from circulair.store.session import current
from flows.law import LegalStatus, YesNo
from flows.suggestions import ALIVE, OPEN, TO_DECIDE, Status

SIDES = (
    joinedload(SuggestionRecord.need).options(
        joinedload(ListingRecord.organisation), joinedload(ListingRecord.premises)
    ),
    selectinload(SuggestionRecord.lines)
    .joinedload(SuggestionLineRecord.offer)
    .options(joinedload(ListingRecord.organisation), joinedload(ListingRecord.premises)),
    selectinload(SuggestionRecord.lines).selectinload(SuggestionLineRecord.law_answers),
    selectinload(SuggestionRecord.lines).selectinload(SuggestionLineRecord.law_decisions),
    selectinload(SuggestionRecord.answers),
)


def add(suggestion: SuggestionRecord) -> SuggestionRecord:
    """Store a new suggestion with its lines and return it with its number."""
    current().add(suggestion)
    current().flush()
    return suggestion


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
    """Return one suggestion with both sides, held until this transaction ends.

    Its listings are held first: everybody takes listings, then suggestions, then processes, then exchanges,
    then the trail, each in order of number or code, so that nobody waits in a circle.
    """
    offers = select(SuggestionLineRecord.offer_id).where(SuggestionLineRecord.suggestion_id == suggestion_id)
    need = select(SuggestionRecord.need_id).where(SuggestionRecord.id == suggestion_id)
    listings.locked(current().scalars(need.union(offers)).all())
    current().execute(
        select(SuggestionRecord.id)
        .where(SuggestionRecord.id == suggestion_id)
        .with_for_update(key_share=True)
    )
    return current().scalar(
        select(SuggestionRecord)
        .where(SuggestionRecord.id == suggestion_id)
        .options(*SIDES)
        .execution_options(populate_existing=True)
    )


def touching(listing_id: int) -> Select[SuggestionRecord]:
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
        .with_for_update(of=SuggestionRecord, key_share=True)
    )
    statement = touching(listing_id).where(SuggestionRecord.id.in_(ids.all()))
    return current().scalars(statement.execution_options(populate_existing=True)).all()


def forget_law(listing_id: int) -> None:
    """Open the law questions again on whatever is open with a listing."""
    for suggestion in alive_of_listing(listing_id):
        if suggestion.status in OPEN:
            for line in suggestion.lines:
                line.legal_status, line.legal_reason = LegalStatus.UNKNOWN, ""
                line.receiver_permitted = YesNo.UNKNOWN
                line.law_answers.clear()
                line.law_decisions.clear()


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


WEIGHT = (
    select(func.coalesce(func.sum(SuggestionLineRecord.tonnes_likely), 0))
    .where(SuggestionLineRecord.suggestion_id == SuggestionRecord.id)
    .correlate(SuggestionRecord)
    .scalar_subquery()
) * SuggestionRecord.score
"""What a suggestion is worth to look at: its tonnes times its score."""


WAITS = case((SuggestionRecord.status.in_(TO_DECIDE), 0), else_=1)
"""Whether a suggestion waits for others than the hub."""


@dataclass(frozen=True, slots=True)
class Search:
    """What a queue is narrowed to: these materials, and words in a title or an organisation's name."""

    materials: Sequence[str] = ()
    words: str = ""


EVERYTHING = Search()


def queue(
    statuses: Sequence[Status], limit: int, after: int = 0, search: Search = EVERYTHING
) -> Sequence[SuggestionRecord]:
    """Return a page of the hub's queue: first what it can act on; most tonnes times score, oldest."""
    chosen = select(SuggestionRecord).where(*conditions(statuses, search)).options(*SIDES)
    ordered = chosen.order_by(WAITS, WEIGHT.desc(), SuggestionRecord.id)
    return current().scalars(ordered.offset(after).limit(limit)).all()


def queue_ids(statuses: Sequence[Status]) -> Sequence[int]:
    """Return the numbers of all suggestions in these statuses, in the order of the queue."""
    chosen = select(SuggestionRecord.id).where(SuggestionRecord.status.in_(statuses))
    return current().scalars(chosen.order_by(WEIGHT.desc(), SuggestionRecord.id)).all()


def count(statuses: Sequence[Status], search: Search = EVERYTHING) -> int:
    """Return how many suggestions a queue holds."""
    chosen = select(func.count(SuggestionRecord.id)).where(*conditions(statuses, search))
    return current().scalar(chosen) or 0


def conditions(statuses: Sequence[Status], search: Search) -> list[ColumnElement[bool]]:
    """Return what a suggestion must fulfil to be in a queue."""
    found: list[ColumnElement[bool]] = [SuggestionRecord.status.in_(statuses)]
    if search.materials:
        found.append(takes_part(ListingRecord.material.in_(search.materials)))
    if search.words:
        named = OrganisationRecord.name.icontains(search.words, autoescape=True)
        titled = ListingRecord.title.icontains(search.words, autoescape=True)
        found.append(takes_part(or_(titled, ListingRecord.organisation.has(named))))
    return found


def takes_part(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return that the need or one of the offers fulfils a condition."""
    return or_(
        SuggestionRecord.need.has(condition),
        SuggestionRecord.lines.any(SuggestionLineRecord.offer.has(condition)),
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
