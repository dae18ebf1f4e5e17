"""Queries of the hub's queue: what is in it, in which order, and how much of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Float,
    Select,
    UnaryExpression,
    and_,
    case,
    cast,
    extract,
    func,
    literal,
    or_,
    select,
    type_coerce,
)

from circulair.store.records import (
    ListingRecord,
    OrganisationRecord,
    PersonRecord,
    SuggestionLineRecord,
    SuggestionRecord,
)
from circulair.store.records.types import MICRO
from circulair.store.session import current
from circulair.store.suggestions import SIDES
from flows.suggestions import OPEN, TO_DECIDE, Status
from flows.units import UNWEIGHED
from flows.urgency import CAUTIOUS_TONNES, LIKELIHOOD, OVERDUE_COUNTS, PERIOD_DAYS, UNKNOWN_COUNTS

DAY_SECONDS = 86_400.0

NOBODY = 0
"""Stands for whatever nobody looks after yet where a number of a person is asked for."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When a queue is looked at.

    ``today_began`` is the first moment of the day in the town; what counts since before ``late_before`` is
    overdue, status by status; so is what is open with a listing whose last day lies before ``too_short``.
    ``today`` is that day.
    """

    now: datetime
    today_began: datetime
    late_before: Mapping[Status, datetime]
    too_short: date
    today: date


@dataclass(frozen=True, slots=True)
class Search:
    """What a queue is narrowed to.

    Statuses, materials, words in a title or an organisation's name, an organisation's name, who looks after
    it (``NOBODY`` for what nobody does), and whether its deadline has passed.
    """

    statuses: Sequence[Status] = tuple(Status)
    materials: Sequence[str] = ()
    words: str = ""
    party: str = ""
    reviewer: int | None = None
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """How many suggestions a search finds in a status, how many of them late, how many somebody's own."""

    all: int
    overdue: int
    own: int


def page(search: Search, at: Moment, limit: int, after: int = 0) -> Sequence[SuggestionRecord]:
    """Return a page of the queue with both sides of each: the most urgent first, of equals the oldest."""
    return with_sides(current().scalars(sorted_ids(search, at).offset(after).limit(limit)).all())


def latest(search: Search, at: Moment, limit: int, after: int = 0) -> Sequence[SuggestionRecord]:
    """Return a page of suggestions with both sides of each, the last changed first."""
    chosen = select(SuggestionRecord.id).where(*conditions(search, at))
    ordered = chosen.order_by(SuggestionRecord.changed_at.desc(), SuggestionRecord.id.desc())
    return with_sides(current().scalars(ordered.offset(after).limit(limit)).all())


def with_sides(numbers: Sequence[int]) -> Sequence[SuggestionRecord]:
    """Return suggestions with both sides in the order of these numbers: only a page is ever joined."""
    chosen = select(SuggestionRecord).where(SuggestionRecord.id.in_(numbers)).options(*SIDES)
    found = {one.id: one for one in current().scalars(chosen)}
    return [found[number] for number in numbers]


def following(search: Search, at: Moment, number: int) -> int | None:
    """Return what comes after a suggestion in the queue, after the last the first; None if there is no other.

    One row is asked for, so that the database compares what there is and sorts none of it.
    """
    turn, worth, own = turn_of(at), urgency(at), SuggestionRecord.id
    chosen = select(turn, worth).where(own == number, *conditions(search, at))
    place = current().execute(chosen).first()
    others = sorted_ids(search, at).where(own != number).limit(1)
    found = None
    if place is not None:
        equal = and_(turn == place[0], worth == place[1], own > number)
        behind = or_(turn > place[0], and_(turn == place[0], worth < place[1]), equal)
        found = current().scalar(others.where(behind))
    return current().scalar(others) if found is None else found


def sorted_ids(search: Search, at: Moment) -> Select[int]:
    """Select the numbers of the suggestions that a search finds, in the order of the queue."""
    return select(SuggestionRecord.id).where(*conditions(search, at)).order_by(*order(at))


def counts(search: Search, at: Moment, own: int | None = None) -> dict[Status, Count]:
    """Return how many suggestions of each status a search finds, its own statuses left out of account."""
    late = func.sum(case((overdue(at), 1), else_=0))
    mine = func.sum(case((SuggestionRecord.reviewer_id == own, 1), else_=0))
    chosen = select(SuggestionRecord.status, func.count(), late, mine)
    rows = current().execute(
        chosen.where(*conditions(replace(search, statuses=tuple(Status)), at)).group_by(
            SuggestionRecord.status
        )
    )
    return {row[0]: Count(row[1], int(row[2]), int(row[3])) for row in rows}


def reviewers() -> Sequence[PersonRecord]:
    """Return whoever looks after a suggestion, in order of number."""
    known = select(SuggestionRecord.reviewer_id).where(SuggestionRecord.reviewer_id.is_not(None))
    chosen = select(PersonRecord).where(PersonRecord.id.in_(known)).order_by(PersonRecord.id)
    return current().scalars(chosen).unique().all()


def order(at: Moment) -> tuple[UnaryExpression[Any], ...]:  # a number, a figure and a number
    """Return the order of the queue: what the hub can act on first, in each the most urgent first.

    What the hub planned for a later day waits with what others are to answer.
    """
    return turn_of(at).asc(), urgency(at).desc(), SuggestionRecord.id.asc()


def turn_of(at: Moment) -> ColumnElement[int]:
    """Return 0 for what the hub can act on, 1 for what waits for others or for a later day."""
    planned = SuggestionRecord.next_on
    own_turn = or_(SuggestionRecord.status.in_(TO_DECIDE), planned <= at.today, overdue(at))
    return case((planned > at.today, 1), (own_turn, 0), else_=1)


def urgency(at: Moment) -> ColumnElement[float]:
    """Return what ``flows.urgency`` says of a suggestion, reckoned by the database."""
    likely = case(LIKELIHOOD, value=SuggestionRecord.status, else_=0.0) * SuggestionRecord.score
    known = UNKNOWN_COUNTS + (1 - UNKNOWN_COUNTS) * SuggestionRecord.completeness
    waited = (at.now.timestamp() - cast(extract("epoch", since()), Float)) / DAY_SECONDS
    age = 1 + case((waited > 0, waited), else_=0.0) / PERIOD_DAYS
    late = case((overdue(at), OVERDUE_COUNTS), else_=1.0)
    return type_coerce(expected_tonnes() * likely * known * age * late, Float)


def expected_tonnes() -> ColumnElement[float | Decimal]:
    """Return the tonnes a year that a suggestion is expected to bring."""
    grams = type_coerce(SuggestionLineRecord.tonnes_likely, BigInteger)
    told = func.coalesce(grams, int(CAUTIOUS_TONNES * MICRO))
    lines = select(func.sum(told)).where(SuggestionLineRecord.suggestion_id == SuggestionRecord.id)
    return cast(lines.correlate(SuggestionRecord).scalar_subquery(), Float) / float(MICRO)


def since() -> ColumnElement[datetime]:
    """Return from when on the status of a suggestion counts."""
    return case(
        (SuggestionRecord.status.in_(TO_DECIDE), SuggestionRecord.created_at),
        (
            SuggestionRecord.status == Status.PROPOSED,
            func.coalesce(SuggestionRecord.proposed_at, SuggestionRecord.changed_at),
        ),
        else_=SuggestionRecord.changed_at,
    )


def overdue(at: Moment) -> ColumnElement[bool]:
    """Return whether the deadline of a suggestion has passed: the day planned for it, if there is one.

    Of what has no weight nothing is to be reported, so that nothing of it is late once it is agreed.
    """
    late = [and_(SuggestionRecord.status == status, since() < day) for status, day in at.late_before.items()]
    unweighed = select(SuggestionLineRecord.suggestion_id).join(SuggestionLineRecord.offer)
    unweighed = unweighed.where(ListingRecord.typed_unit.in_(UNWEIGHED))
    reported = or_(SuggestionRecord.status.in_(OPEN), SuggestionRecord.id.not_in(unweighed))
    ending = select(ListingRecord.id).where(ListingRecord.end < at.too_short)
    of_offers = select(SuggestionLineRecord.suggestion_id).where(SuggestionLineRecord.offer_id.in_(ending))
    short = or_(SuggestionRecord.need_id.in_(ending), SuggestionRecord.id.in_(of_offers))
    by_status = or_(
        and_(reported, or_(*late)), and_(SuggestionRecord.status.in_(OPEN), since() < at.today_began, short)
    )
    alive, planned = SuggestionRecord.status.in_(list(at.late_before)), SuggestionRecord.next_on
    return or_(and_(planned.is_(None), by_status), and_(alive, planned < at.today))


def conditions(search: Search, at: Moment) -> list[ColumnElement[bool]]:
    """Return what a suggestion must fulfil to be in a queue."""
    found: list[ColumnElement[bool]] = [SuggestionRecord.status.in_(search.statuses)]
    if search.materials:
        found.append(takes_part(ListingRecord.material.in_(search.materials)))
    if search.words:
        titled = ListingRecord.title.icontains(search.words, autoescape=True)
        found.append(takes_part(or_(titled, named(search.words))))
    if search.party:
        found.append(takes_part(named(search.party)))
    if search.reviewer is not None:
        person = SuggestionRecord.reviewer_id
        found.append(person.is_(None) if search.reviewer == NOBODY else person == literal(search.reviewer))
    if search.overdue:
        found.append(overdue(at))
    return found


def named(words: str) -> ColumnElement[bool]:
    """Return whether the organisation of a listing has these words in its name."""
    return ListingRecord.organisation.has(OrganisationRecord.name.icontains(words, autoescape=True))


def takes_part(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return whether the need or one of the offers fulfils a condition, found once for all suggestions."""
    fitting = select(ListingRecord.id).where(condition)
    of_offers = select(SuggestionLineRecord.suggestion_id).where(SuggestionLineRecord.offer_id.in_(fitting))
    return or_(SuggestionRecord.need_id.in_(fitting), SuggestionRecord.id.in_(of_offers))
