"""Queries on exchanges and deliveries."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import extract, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from circulair.store import suggestions
from circulair.store.records import DeliveryRecord, ExchangeRecord, ListingRecord
from circulair.store.session import current
from flows.exchanges import DeliveryStatus

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


def of_organisation(organisation_id: int) -> Sequence[ExchangeRecord]:
    """Return the exchanges in which an organisation gives or receives, newest first."""
    own = select(ListingRecord.id).where(ListingRecord.organisation_id == organisation_id)
    return (
        current()
        .scalars(
            select(ExchangeRecord)
            .where(or_(ExchangeRecord.offer_id.in_(own), ExchangeRecord.need_id.in_(own)))
            .options(*SIDES)
            .order_by(ExchangeRecord.id.desc())
        )
        .all()
    )


def promised_tonnes(offer_id: int) -> Decimal:
    """Return the tonnes of an offer that living exchanges already promise."""
    promised = current().scalar(
        select(func.coalesce(func.sum(ExchangeRecord.tonnes_agreed), 0)).where(
            ExchangeRecord.offer_id == offer_id, ExchangeRecord.ended_on.is_(None)
        )
    )
    return Decimal(promised or 0)


def arriving_tonnes(need_id: int) -> Decimal:
    """Return the tonnes that living exchanges already bring to a need."""
    arriving = current().scalar(
        select(func.coalesce(func.sum(ExchangeRecord.tonnes_arriving), 0)).where(
            ExchangeRecord.need_id == need_id, ExchangeRecord.ended_on.is_(None)
        )
    )
    return Decimal(arriving or 0)


def living_pairs(listing_id: int) -> set[tuple[int, int]]:
    """Return the (need, offer) pairs of a listing between which an exchange lives."""
    rows = current().execute(
        select(ExchangeRecord.need_id, ExchangeRecord.offer_id).where(
            or_(ExchangeRecord.need_id == listing_id, ExchangeRecord.offer_id == listing_id),
            ExchangeRecord.ended_on.is_(None),
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


def overpromised() -> list[tuple[int, Decimal, Decimal]]:
    """Return listings of which more is promised than there is: number, promised and listed tonnes."""
    offered = over(ExchangeRecord.offer_id, ExchangeRecord.tonnes_agreed)
    return offered + over(ExchangeRecord.need_id, ExchangeRecord.tonnes_arriving)


def over(
    side: InstrumentedAttribute[int], tonnes: InstrumentedAttribute[Decimal | None]
) -> list[tuple[int, Decimal, Decimal]]:
    """Return the listings of one side whose living exchanges sum to more than what is listed."""
    promised = func.sum(func.coalesce(tonnes, 0))
    rows = current().execute(
        select(ListingRecord.id, promised, ListingRecord.tonnes_likely)
        .join(ExchangeRecord, side == ListingRecord.id)
        .where(ExchangeRecord.ended_on.is_(None))
        .group_by(ListingRecord.id, ListingRecord.tonnes_likely)
        .having(promised > func.coalesce(ListingRecord.tonnes_likely, promised))
        .order_by(ListingRecord.id)
    )
    return [(number, Decimal(total), listed or Decimal(0)) for number, total, listed in rows]
