"""Disputes: who was asked says what is not right about a delivery, and can take that back for a while."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from circulair.services import delivery_letters, exchanges, letters, solved
from circulair.services.actor import Actor
from circulair.services.exchanges import delivery_of, held, note, value_of
from circulair.store import asks
from circulair.store.records import AskKind, DeliveryRecord, ExchangeRecord
from flows.errors import OutOfRangeError
from flows.exchanges import (
    DeliveryInFutureError,
    DeliveryStatus,
    Dispute,
    Party,
    agreed_weight,
    reconsider,
)
from flows.streams import MOST_TONNES
from flows.suggestions import UndoOverError


@dataclass(frozen=True, slots=True)
class Objection:
    """What is not right about a delivery, and what it was instead as far as that is known."""

    kind: Dispute
    tonnes: Decimal | None = None
    day: date | None = None
    words: str = ""

    def __post_init__(self) -> None:
        if self.tonnes is not None and not 0 < self.tonnes <= MOST_TONNES:
            raise OutOfRangeError("tonnes", self.tonnes, f"above 0 and at most {MOST_TONNES}")


def dispute(
    delivery_id: int, exchange_id: int, party: Party, objection: Objection, actor: Actor
) -> ExchangeRecord:
    """Say as the side that was asked that a delivery is not as reported, and what it was.

    A weight that is nearly the same confirms it: the lower of both counts. What the hub confirmed for that
    side can be disputed for a while too.
    """
    if objection.day is not None and objection.day > actor.today:
        raise DeliveryInFutureError(objection.day, actor.today)
    delivery = delivery_of(held(exchange_id, party, actor), delivery_id)
    near = nearly(delivery, objection)
    write(delivery, objection)
    delivery.tonnes = delivery.tonnes if near is None else near
    said = DeliveryStatus.DISPUTED if near is None else DeliveryStatus.CONFIRMED
    return exchanges.answer_delivery(delivery_id, exchange_id, party, said, actor)


def nearly(delivery: DeliveryRecord, objection: Objection) -> Decimal | None:
    """Return the weight on which both agree who only weighed a little differently, in tonnes; else None."""
    if objection.kind is not Dispute.WEIGHT or objection.tonnes is None:
        return None
    is_open = delivery.status is DeliveryStatus.REPORTED or delivery.answered_for
    if not is_open or objection.words:
        return None
    if objection.day not in (None, delivery.day):
        return None
    return agreed_weight(delivery.tonnes, objection.tonnes)


def write(delivery: DeliveryRecord, objection: Objection | None) -> None:
    """Put on a delivery what is not right about it, nothing where that was taken back."""
    delivery.dispute = None if objection is None else objection.kind
    delivery.dispute_tonnes = None if objection is None else objection.tonnes
    delivery.dispute_day = None if objection is None else objection.day
    delivery.dispute_words = "" if objection is None else objection.words


def take_back(delivery_id: int, exchange_id: int, party: Party, actor: Actor) -> None:
    """Take back that a delivery is not right, as long as its letter waits: it can be answered again."""
    exchange = held(exchange_id, party, actor)
    delivery = delivery_of(exchange, delivery_id)
    status = reconsider(value_of(delivery), party)
    if not may_take_back(delivery, exchange, actor):
        raise UndoOverError()
    delivery.status, delivery.answered_at, delivery.answered_for = status, None, False
    write(delivery, None)
    delivery_letters.dispute_over(delivery)
    asks.open_again(AskKind.DELIVERY, delivery.id)
    told = {"party": str(party), "delivery": str(delivery.id)}
    note("delivery.dispute_undone", exchange, told, actor)
    if exchanges.takes_of_listings(exchange):
        exchanges.settle([exchange.offer_id, exchange.need_id], actor)


def may_take_back(delivery: DeliveryRecord, exchange: ExchangeRecord, actor: Actor) -> bool:
    """Return whether a delivery was disputed just now, and was not reported anew since."""
    answered = delivery.answered_at
    just_now = answered is not None and actor.now - answered < letters.UNDO
    stands = delivery.status is DeliveryStatus.DISPUTED and not solved.is_solved(delivery, exchange)
    return stands and just_now
