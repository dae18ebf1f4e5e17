"""Solved: a difference about a delivery is over once it, or its period, was reported anew."""

from datetime import date

from circulair.services import delivery_letters
from circulair.services.actor import TOWN
from circulair.store.records import DeliveryRecord, ExchangeRecord
from flows.delivery_periods import periods, span_of
from flows.exchanges import COUNTS_NOT, DeliveryStatus, is_settled


def of_exchange(exchange: ExchangeRecord) -> tuple[DeliveryRecord, ...]:
    """Return the disputed deliveries of an exchange that were reported anew since."""
    disputed = (row for row in exchange.deliveries if row.status is DeliveryStatus.DISPUTED)
    return tuple(row for row in disputed if is_solved(row, exchange))


def is_solved(row: DeliveryRecord, exchange: ExchangeRecord) -> bool:
    """Return whether the same delivery, or its period, was reported anew since it was disputed."""
    there = [one for one in exchange.deliveries if one.status not in COUNTS_NOT]
    others = [one.reported_at for one in there if replaces(one.day, row, exchange)]
    return row.answered_at is not None and is_settled(row.answered_at, others)


def replaces(day: date, disputed: DeliveryRecord, exchange: ExchangeRecord) -> bool:
    """Return whether a delivery of a day can stand for one that was disputed."""
    if not exchange.recurring or day in (disputed.day, disputed.dispute_day):
        return True
    agreed = exchange.agreed_at.astimezone(TOWN).date()
    span = span_of(exchange.offer.typed_period)
    return any(day in one and disputed.day in one for one in periods(agreed, max(day, disputed.day), span))


def drop_letters(exchange: ExchangeRecord) -> None:
    """Drop the letters that tell of a dispute which is over, where they did not leave yet."""
    for row in of_exchange(exchange):
        delivery_letters.dispute_over(row)
