"""Queries on the periods of exchanges that recur."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select

from circulair.store.exchanges import SIDES
from circulair.store.records import ExchangePeriodRecord, ExchangeRecord, SuggestionRecord
from circulair.store.session import current
from flows.suggestions import Status

MOVING = (Status.AGREED, Status.MOVED, Status.CONFIRMED)
"""Statuses of a suggestion in which its exchanges go on."""


def told(exchange_ids: Collection[int]) -> dict[tuple[int, date], ExchangePeriodRecord]:
    """Return what is known of the periods of some exchanges, by exchange and first day."""
    chosen = select(ExchangePeriodRecord).where(ExchangePeriodRecord.exchange_id.in_(exchange_ids))
    return {(row.exchange_id, row.first): row for row in current().scalars(chosen)}


def kept(exchange_id: int, first: date) -> ExchangePeriodRecord:
    """Return the record of one period, made if there is none yet."""
    found = current().get(ExchangePeriodRecord, (exchange_id, first))
    if found is None:
        found = ExchangePeriodRecord(exchange_id=exchange_id, first=first, quiet_for=False)
        current().add(found)
    return found


def recurring() -> Sequence[ExchangeRecord]:
    """Return the exchanges that recur and go on, with both sides and their deliveries, the oldest first."""
    return (
        current()
        .scalars(
            select(ExchangeRecord)
            .join(SuggestionRecord, SuggestionRecord.id == ExchangeRecord.suggestion_id)
            .where(
                ExchangeRecord.recurring,
                ExchangeRecord.ended_on.is_(None),
                SuggestionRecord.status.in_(MOVING),
            )
            .options(*SIDES)
            .order_by(ExchangeRecord.id)
        )
        .all()
    )
