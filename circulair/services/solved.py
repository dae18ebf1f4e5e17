"""Solved: a difference about a delivery is over once that delivery, or all of its period, was reported anew.

A report of another day is another load: the difference then stays with the hub, however soon it came.
"""

from circulair.services import delivery_letters
from circulair.services.actor import TOWN
from circulair.services.letters import UNDO
from circulair.store.records import DeliveryRecord, ExchangeRecord
from flows.delivery_periods import DeliveryPeriod, periods, span_of
from flows.exchanges import COUNTS_NOT, DeliveryStatus, is_settled


def of_exchange(exchange: ExchangeRecord) -> tuple[DeliveryRecord, ...]:
    """Return the disputed deliveries of an exchange that were reported anew since."""
    disputed = (row for row in exchange.deliveries if row.status is DeliveryStatus.DISPUTED)
    return tuple(row for row in disputed if is_solved(row, exchange))


def is_solved(row: DeliveryRecord, exchange: ExchangeRecord) -> bool:
    """Return whether the same delivery, or all of its period, was reported anew since it was disputed."""
    there = [one for one in exchange.deliveries if one.status not in COUNTS_NOT]
    others = [one.reported_at for one in there if replaces(one, row, exchange)]
    return row.answered_at is not None and is_settled(row.answered_at, others)


def replaces(told: DeliveryRecord, disputed: DeliveryRecord, exchange: ExchangeRecord) -> bool:
    """Return whether a report stands for one that was disputed: of its day, or of the day that was named."""
    return told.day in (disputed.day, disputed.dispute_day) or tells_period(told, disputed, exchange)


def tells_period(told: DeliveryRecord, disputed: DeliveryRecord, exchange: ExchangeRecord) -> bool:
    """Return whether a report tells all that moved in the period of a disputed one, as we ask of what recurs.

    It does where it is of the last day, told once the period was over and the letter about the dispute had
    left, and nothing else of the period counted then: only so are givers asked for a period as a whole.
    """
    period = next(
        (one for one in periods_of(exchange, told) if told.day == one.last and disputed.day in one), None
    )
    if period is None or disputed.answered_at is None:
        return False
    knew = told.reported_at >= disputed.answered_at + UNDO
    is_over = told.reported_at.astimezone(TOWN).date() > period.last
    counted = (one for one in exchange.deliveries if one.status not in COUNTS_NOT and one is not told)
    alone = not any(one.day in period and one.reported_at <= told.reported_at for one in counted)
    return knew and is_over and alone


def periods_of(exchange: ExchangeRecord, told: DeliveryRecord) -> tuple[DeliveryPeriod, ...]:
    """Return the periods of what recurs up to a report, none of what happens once."""
    if not exchange.recurring:
        return ()
    agreed = exchange.agreed_at.astimezone(TOWN).date()
    return periods(agreed, told.day, span_of(exchange.offer.typed_period))


def drop_letters(exchange: ExchangeRecord) -> None:
    """Drop the letters that tell of a dispute which is over, where they did not leave yet."""
    for row in of_exchange(exchange):
        delivery_letters.dispute_over(row)
