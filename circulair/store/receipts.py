"""Queries on what was received: exchanges with confirmed deliveries, and since when a number runs."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload

from circulair.store import exchanges, suggestions
from circulair.store.records import DeliveryRecord, ExchangeRecord, LawAnswerRecord, SuggestionLineRecord
from circulair.store.session import current
from flows.exchanges import DeliveryStatus

CONFIRMED = DeliveryRecord.status == DeliveryStatus.CONFIRMED


def received(first: date, last: date) -> Sequence[ExchangeRecord]:
    """Return the exchanges of which both sides confirmed a delivery of these days, with all of the law."""
    moved = select(DeliveryRecord.exchange_id).where(CONFIRMED, DeliveryRecord.day.between(first, last))
    found = select(ExchangeRecord).where(ExchangeRecord.id.in_(moved)).order_by(ExchangeRecord.id)
    law = joinedload(ExchangeRecord.suggestion).options(*suggestions.SIDES)
    return current().scalars(found.options(*exchanges.SIDES, law)).unique().all()


def first_days(question: str, numbers: Collection[str]) -> dict[str, date]:
    """Return the day of the first confirmed delivery under each answer to a question of the law."""
    line = SuggestionLineRecord
    of_line = and_(
        ExchangeRecord.suggestion_id == line.suggestion_id, ExchangeRecord.offer_id == line.offer_id
    )
    rows = current().execute(
        select(LawAnswerRecord.answer, func.min(DeliveryRecord.day))
        .join(line, line.id == LawAnswerRecord.line_id)
        .join(ExchangeRecord, of_line)
        .join(DeliveryRecord, DeliveryRecord.exchange_id == ExchangeRecord.id)
        .where(LawAnswerRecord.question == question, LawAnswerRecord.answer.in_(numbers), CONFIRMED)
        .group_by(LawAnswerRecord.answer)
    )
    return {row[0]: row[1] for row in rows}
