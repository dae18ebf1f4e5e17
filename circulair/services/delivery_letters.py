"""Letters about deliveries: what one side or the hub told, asked of the other or told to whom it concerns."""

import json
from collections.abc import Sequence

from circulair.services import asks
from circulair.services.actor import Actor
from circulair.services.letters import UNDO, write_to, write_to_side
from circulair.store import accounts, outbox
from circulair.store.records import AskKind, DeliveryRecord, ExchangeRecord, LetterRecord, ListingRecord
from flows.exchanges import DeliveryStatus, Party

ASKS, BY_HUB = "delivery_reported", "delivery_by_hub"
"""Kinds of letters that ask the other side, and that tell a side what the hub told for it."""


def reported(exchange: ExchangeRecord, delivery: DeliveryRecord, actor: Actor) -> None:
    """Ask the other side whether what was reported is right, once it cannot be taken back unseen any more.

    Where the hub reported it for a side, that side is told.
    """
    reporter, asked = sides(exchange, delivery)
    facts = {
        "listing": asked.title,
        "partner": reporter.organisation.name,
        "by_hub": delivery.reported_for,
        "delivery": delivery.id,
    }
    facts |= of_delivery(exchange, delivery)
    for person in accounts.reached_by_letter(asked.organisation_id):
        if person.id != actor.person_id:
            path = asks.put(AskKind.DELIVERY, delivery.id, person, actor)
            write_to(person, ASKS, {**facts, "path": path}, actor).due_at = actor.now + UNDO
    if delivery.reported_for:
        told = {**of_delivery(exchange, delivery), "delivery": delivery.id, "answered": False}
        for letter in write_to_side(reporter, BY_HUB, told, actor):
            letter.due_at = actor.now + UNDO


def answered(exchange: ExchangeRecord, delivery: DeliveryRecord, actor: Actor) -> None:
    """Write to the side that reported a delivery what the other side said; a no waits, to be taken back.

    Whoever was still to be asked is not any more; a side for which the hub said yes is told and may object.
    """
    reporter, asked = sides(exchange, delivery)
    outbox.drop(waiting(ASKS, delivery))
    told = {**of_delivery(exchange, delivery), "delivery": delivery.id, **objection(delivery)}
    for letter in write_to_side(reporter, f"delivery_{delivery.status}", told, actor):
        letter.due_at = actor.now + UNDO if delivery.status is DeliveryStatus.DISPUTED else actor.now
    if delivery.answered_for and delivery.status is DeliveryStatus.CONFIRMED:
        confirmed_by_hub(exchange, delivery, asked, actor)


def confirmed_by_hub(
    exchange: ExchangeRecord, delivery: DeliveryRecord, asked: ListingRecord, actor: Actor
) -> None:
    """Tell a side that the hub confirmed a delivery for it, with a link by which it can object."""
    facts = {"listing": asked.title, **of_delivery(exchange, delivery), "delivery": delivery.id}
    for person in accounts.reached_by_letter(asked.organisation_id):
        path = asks.put(AskKind.DELIVERY, delivery.id, person, actor)
        write_to(person, BY_HUB, {**facts, "path": path, "answered": True}, actor)


def objection(delivery: DeliveryRecord) -> dict[str, object]:
    """Return what is not right about a delivery as facts, nothing where nobody told."""
    if delivery.dispute is None:
        return {}
    return {
        "dispute": delivery.dispute.value,
        "was_tonnes": None if delivery.dispute_tonnes is None else str(delivery.dispute_tonnes),
        "was_day": delivery.dispute_day.isoformat() if delivery.dispute_day else "",
        "was_words": delivery.dispute_words,
    }


def dispute_over(delivery: DeliveryRecord) -> None:
    """Drop the letters that a delivery is not right: that was taken back, or it was reported anew."""
    outbox.drop(waiting("delivery_disputed", delivery))


def withdrawn(exchange: ExchangeRecord, delivery: DeliveryRecord, actor: Actor) -> None:
    """Write to whoever heard of a delivery, asked or told by the hub, that it was taken back.

    Where the letter of it has not left yet that is dropped, and nothing is said of it.
    """
    reporter, asked = sides(exchange, delivery)
    heard = [(asked, ASKS), (reporter, BY_HUB)] if delivery.reported_for else [(asked, ASKS)]
    for listing, kind in heard:
        unsent = waiting(kind, delivery)
        unaware = [letter.recipient for letter in unsent if letter.attempts == 0]
        outbox.drop(unsent)
        write_to_side(listing, "delivery_withdrawn", of_delivery(exchange, delivery), actor, unaware)


def waiting(kind: str, delivery: DeliveryRecord) -> Sequence[LetterRecord]:
    """Return the letters of a kind about a delivery that have not left."""
    return [one for one in outbox.unsent_of(kind) if json.loads(one.facts).get("delivery") == delivery.id]


def sides(exchange: ExchangeRecord, delivery: DeliveryRecord) -> tuple[ListingRecord, ListingRecord]:
    """Return whose listing a delivery was reported for, and whose is asked."""
    if delivery.reported_by is Party.GIVER:
        return exchange.offer, exchange.need
    return exchange.need, exchange.offer


def of_delivery(exchange: ExchangeRecord, delivery: DeliveryRecord) -> dict[str, object]:
    """Return what moved and when."""
    return {
        "path": f"/uitwisseling/{exchange.id}",
        "slug": exchange.material,
        "tonnes": str(delivery.tonnes),
        "day": delivery.day.isoformat(),
        "ended": exchange.ended_on is not None,
    }
