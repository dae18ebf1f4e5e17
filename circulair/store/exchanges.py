"""Queries on exchanges and deliveries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, case, extract, func, or_, select, update
from sqlalchemy.orm import aliased, joinedload, selectinload

from circulair.store import suggestions
from circulair.store.records import (
    DeliveryRecord,
    ExchangeRecord,
    ListingRecord,
    PremisesRecord,
    SuggestionLineRecord,
)
from circulair.store.session import current
from flows.distance import Position
from flows.exchanges import COUNTS_NOT, DeliveryStatus

SIDES = (
    joinedload(ExchangeRecord.offer).options(
        joinedload(ListingRecord.organisation), joinedload(ListingRecord.premises)
    ),
    joinedload(ExchangeRecord.need).options(
        joinedload(ListingRecord.organisation), joinedload(ListingRecord.premises)
    ),
    joinedload(ExchangeRecord.suggestion),
    selectinload(ExchangeRecord.deliveries),
)


def add(exchange: ExchangeRecord) -> ExchangeRecord:
    """Store a new exchange and return it with its number."""
    current().add(exchange)
    current().flush()
    return exchange


def one(exchange_id: int) -> ExchangeRecord | None:
    """Return one exchange with both sides and its deliveries."""
    return current().scalar(select(ExchangeRecord).where(ExchangeRecord.id == exchange_id).options(*SIDES))


def delivery(delivery_id: int) -> DeliveryRecord | None:
    """Return one delivery."""
    return current().get(DeliveryRecord, delivery_id)


def locked(exchange_id: int) -> ExchangeRecord | None:
    """Return one exchange with both sides, held until this transaction ends, its suggestion before it."""
    own = select(ExchangeRecord.suggestion_id).where(ExchangeRecord.id == exchange_id)
    suggestions.locked(current().scalar(own) or 0)
    current().execute(
        select(ExchangeRecord.id).where(ExchangeRecord.id == exchange_id).with_for_update(key_share=True)
    )
    return current().scalar(
        select(ExchangeRecord)
        .where(ExchangeRecord.id == exchange_id)
        .options(*SIDES)
        .execution_options(populate_existing=True)
    )


def forget_words(exchange_id: int) -> None:
    """Forget in which words an exchange was ended; the reason from the list stays."""
    current().execute(update(ExchangeRecord).where(ExchangeRecord.id == exchange_id).values(end_words=""))


def of_suggestion(suggestion_id: int) -> Sequence[ExchangeRecord]:
    """Return the exchanges that came of a suggestion."""
    return (
        current()
        .scalars(
            select(ExchangeRecord)
            .where(ExchangeRecord.suggestion_id == suggestion_id)
            .options(*SIDES)
            .order_by(ExchangeRecord.id)
        )
        .all()
    )


def of_organisation(organisation_id: int, most: int | None = None) -> Sequence[ExchangeRecord]:
    """Return the exchanges in which an organisation gives or receives, newest first, at most so many."""
    own = select(ListingRecord.id).where(ListingRecord.organisation_id == organisation_id)
    return (
        current()
        .scalars(
            select(ExchangeRecord)
            .where(or_(ExchangeRecord.offer_id.in_(own), ExchangeRecord.need_id.in_(own)))
            .options(*SIDES)
            .order_by(ExchangeRecord.id.desc())
            .limit(most)
        )
        .all()
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """One exchange between an offer and a need: what was agreed, what moved, and what was found of its way.

    ``parts`` is what the matcher told of the processes on the way, empty where there are none.
    """

    offer_id: int
    need_id: int
    recurring: bool
    agreed: Decimal | None
    arriving: Decimal | None
    agreed_at: datetime
    ended_on: date | None
    moved: Decimal
    parts: str


def standing(since: date, listing_ids: Collection[int] | None = None) -> Sequence[Standing]:
    """Return what takes tonnes of listings and plants; where listings are told, those of them and of plants.

    Of what recurs only what moved after ``since`` is told; what recurred and has ended takes nothing.
    """
    chosen = (
        select(*TAKING, moved_since(since), PARTS)
        .join(SuggestionLineRecord, LINE)
        .where(or_(ExchangeRecord.ended_on.is_(None), ExchangeRecord.recurring.is_(False)))
        .order_by(ExchangeRecord.id)
    )
    if listing_ids is not None:
        own = or_(ExchangeRecord.offer_id.in_(listing_ids), ExchangeRecord.need_id.in_(listing_ids))
        chosen = chosen.where(or_(own, ExchangeRecord.processes != ""))
    return [Standing(*row) for row in current().execute(chosen)]


TAKING = (
    ExchangeRecord.offer_id,
    ExchangeRecord.need_id,
    ExchangeRecord.recurring,
    ExchangeRecord.tonnes_agreed,
    ExchangeRecord.tonnes_arriving,
    ExchangeRecord.agreed_at,
    ExchangeRecord.ended_on,
)

LINE = and_(
    SuggestionLineRecord.suggestion_id == ExchangeRecord.suggestion_id,
    SuggestionLineRecord.offer_id == ExchangeRecord.offer_id,
)
"""The line of a suggestion that an exchange came of."""

PARTS = case((ExchangeRecord.processes != "", SuggestionLineRecord.parts), else_="")


def moved_since(since: date) -> ColumnElement[Decimal]:
    """Select the tonnes of an exchange that somebody reported and nobody disputed or took back."""
    return (
        select(func.coalesce(func.sum(DeliveryRecord.tonnes), 0))
        .where(
            DeliveryRecord.exchange_id == ExchangeRecord.id,
            DeliveryRecord.status.not_in(COUNTS_NOT),
            or_(ExchangeRecord.recurring.is_(False), DeliveryRecord.day > since),
        )
        .correlate(ExchangeRecord)
        .scalar_subquery()
    )


def listings_in(numbers: Collection[int]) -> frozenset[int]:
    """Return the listings between which some exchanges are."""
    chosen = select(ExchangeRecord.offer_id, ExchangeRecord.need_id).where(ExchangeRecord.id.in_(numbers))
    return frozenset(number for pair in current().execute(chosen) for number in pair)


def agreed_pairs(listing_id: int) -> set[tuple[int, int]]:
    """Return the (need, offer) pairs of a listing that agreed once, ended or not."""
    rows = current().execute(
        select(ExchangeRecord.need_id, ExchangeRecord.offer_id).where(
            or_(ExchangeRecord.need_id == listing_id, ExchangeRecord.offer_id == listing_id)
        )
    )
    return {(need, offer) for need, offer in rows}


def consented() -> Sequence[ExchangeRecord]:
    """Return the exchanges that both sides want seen, in order of number."""
    return (
        current()
        .scalars(
            select(ExchangeRecord)
            .where(ExchangeRecord.giver_consents, ExchangeRecord.receiver_consents)
            .options(*SIDES)
            .order_by(ExchangeRecord.id)
        )
        .all()
    )


def pairs() -> Sequence[tuple[int, int, int]]:
    """Return each exchange with the numbers of its offer and its need."""
    chosen = select(ExchangeRecord.id, ExchangeRecord.offer_id, ExchangeRecord.need_id)
    return [(row[0], row[1], row[2]) for row in current().execute(chosen.order_by(ExchangeRecord.id))]


def yearly_flows(until: date) -> Sequence[tuple[int, int, Decimal]]:
    """Return exchange, year and confirmed tonnes up to a day: the only source of flows."""
    year = extract("year", DeliveryRecord.day)
    rows = current().execute(
        select(DeliveryRecord.exchange_id, year, func.sum(DeliveryRecord.tonnes))
        .where(DeliveryRecord.status == DeliveryStatus.CONFIRMED, DeliveryRecord.day <= until)
        .group_by(DeliveryRecord.exchange_id, year)
        .order_by(DeliveryRecord.exchange_id, year)
    )
    return [(exchange_id, int(of_year), tonnes) for exchange_id, of_year, tonnes in rows]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """One confirmed delivery: between which organisations, from which premises to which."""

    delivery_id: int
    exchange_id: int
    material: str
    giver: int
    receiver: int
    day: date
    tonnes: Decimal
    start: Position
    end: Position


def confirmed_deliveries(until: date) -> Sequence[Confirmed]:
    """Return the confirmed deliveries up to a day with both sides, in order of number."""
    offer, need = aliased(ListingRecord), aliased(ListingRecord)
    source, target = aliased(PremisesRecord), aliased(PremisesRecord)
    rows = current().execute(
        select(
            *(DeliveryRecord.id, ExchangeRecord.id, ExchangeRecord.material),
            *(offer.organisation_id, need.organisation_id, DeliveryRecord.day, DeliveryRecord.tonnes),
            *(source.lon, source.lat, target.lon, target.lat),
        )
        .join(ExchangeRecord, ExchangeRecord.id == DeliveryRecord.exchange_id)
        .join(offer, offer.id == ExchangeRecord.offer_id)
        .join(need, need.id == ExchangeRecord.need_id)
        .join(source, source.id == offer.premises_id)
        .join(target, target.id == need.premises_id)
        .where(DeliveryRecord.status == DeliveryStatus.CONFIRMED, DeliveryRecord.day <= until)
        .order_by(DeliveryRecord.id)
    )
    return [confirmed(*row) for row in rows]


def confirmed(*row: Any) -> Confirmed:  # the columns above, in their order
    """Return a row as a confirmed delivery."""
    told: tuple[Any, ...] = (*row[:7], Position(*row[7:9]), Position(*row[9:]))
    return Confirmed(*told)


def open_deliveries(status: DeliveryStatus) -> Sequence[DeliveryRecord]:
    """Return the deliveries of a status, also of what has ended, with their exchange, the oldest first."""
    return (
        current()
        .scalars(
            select(DeliveryRecord)
            .where(DeliveryRecord.status == status)
            .options(joinedload(DeliveryRecord.exchange).options(*SIDES))
            .order_by(DeliveryRecord.reported_at, DeliveryRecord.id)
        )
        .all()
    )


def with_more_than_agreed(since: date) -> Sequence[ExchangeRecord]:
    """Return the exchanges of which more moved than was agreed, the last of it after a day; oldest first.

    Of what recurs all that moved after that day is counted.
    """
    lately = select(DeliveryRecord.exchange_id).where(DeliveryRecord.day > since)
    return (
        current()
        .scalars(
            select(ExchangeRecord)
            .where(
                ExchangeRecord.id.in_(lately),
                ExchangeRecord.tonnes_agreed.is_not(None),
                moved_since(since) > ExchangeRecord.tonnes_agreed,
            )
            .options(*SIDES)
            .order_by(ExchangeRecord.id)
        )
        .all()
    )
