"""Exchanges: made by agreement, proved by deliveries that both sides confirm."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from circulair.services import matching
from circulair.services.actor import Actor, require_own
from circulair.services.faults import NotFoundError, VersionError
from circulair.services.listings import state_of
from circulair.store import exchanges as store
from circulair.store import listings, suggestions, trail
from circulair.store.records import (
    DeliveryRecord,
    ExchangeRecord,
    ListingRecord,
    ListingState,
    SuggestionLineRecord,
    SuggestionRecord,
)
from flows.exchanges import (
    Delivery,
    DeliveryInFutureError,
    DeliveryStatus,
    Party,
    answer,
    promise,
)
from flows.suggestions import Status, step


def agree(suggestion: SuggestionRecord, actor: Actor) -> None:
    """Make the exchanges of a suggestion on which all sides said yes, promising no tonne twice."""
    ids = [suggestion.need_id, *(line.offer_id for line in suggestion.lines)]
    held = {listing.id: listing for listing in listings.locked(ids)}
    for line in suggestion.lines:
        exchange = promised(suggestion, line, held[line.offer_id], actor)
        trail.append(trail.Act("exchange.agreed", "exchange", exchange.id), actor.person_id, actor.now)
        settle(held[line.offer_id], actor)


def promised(
    suggestion: SuggestionRecord, line: SuggestionLineRecord, offer: ListingRecord, actor: Actor
) -> ExchangeRecord:
    """Make one exchange of what is left of an offer, at most what the suggestion said."""
    tonnes = promisable(line, offer)
    return store.add(
        ExchangeRecord(
            suggestion_id=suggestion.id,
            offer_id=offer.id,
            need_id=suggestion.need_id,
            material=offer.material,
            processes=line.processes,
            strategy=line.strategy,
            recurring=bool(line.recurring),
            tonnes_agreed=tonnes,
            agreed_at=actor.now,
        )
    )


def promisable(line: SuggestionLineRecord, offer: ListingRecord) -> Decimal | None:
    """Return the tonnes to promise: what the suggestion takes, or what is left of it by now."""
    if offer.tonnes_likely is None:
        return None
    before = store.promised_tonnes(offer.id)
    left = offer.tonnes_likely - before
    wanted = offer.tonnes_likely if line.taken_tonnes is None else line.taken_tonnes
    return promise(offer.tonnes_likely, before, min(wanted, left) if left > 0 else wanted)


def settle(offer: ListingRecord, actor: Actor) -> None:
    """Take an offer off the market once nothing of it is left; what was suggested with it lapses."""
    if offer.tonnes_likely is None or store.promised_tonnes(offer.id) >= offer.tonnes_likely:
        offer.state = ListingState.RESERVED
        offer.changed_at = actor.now
        matching.run(offer.id, actor)


def undo_agreement(suggestion: SuggestionRecord, actor: Actor) -> None:
    """End the exchanges of a suggestion that was declined after all, and free what they had promised."""
    ids = [line.offer_id for line in suggestion.lines]
    held = {listing.id: listing for listing in listings.locked(ids)}
    for exchange in store.of_suggestion(suggestion.id):
        exchange.ended_on = actor.today
        note("exchange.ended", exchange, {}, actor)
        offer = held[exchange.offer_id]
        if offer.state is ListingState.RESERVED:
            offer.state = state_of(offer)
            offer.changed_at = actor.now
            matching.run(offer.id, actor)


def seen_by(exchange_id: int, actor: Actor) -> ExchangeRecord:
    """Return an exchange for the hub or for one of its sides."""
    exchange = store.one(exchange_id)
    if exchange is None or not (actor.is_hub or parties_of(exchange, actor)):
        raise NotFoundError("exchange")
    return exchange


def mine(actor: Actor) -> Sequence[ExchangeRecord]:
    """Return the exchanges in which the actor's organisation takes part, newest first."""
    return [] if actor.organisation_id is None else store.of_organisation(actor.organisation_id)


def parties_of(exchange: ExchangeRecord, actor: Actor) -> list[Party]:
    """Return the sides on which the actor's organisation stands."""
    sides = ((Party.GIVER, exchange.offer), (Party.RECEIVER, exchange.need))
    return [
        party
        for party, listing in sides
        if actor.organisation_id is not None and listing.organisation_id == actor.organisation_id
    ]


def report_delivery(
    exchange_id: int, party: Party, day: date, tonnes: Decimal, actor: Actor
) -> DeliveryRecord:
    """Report as one side that tonnes moved on a day; the other side is asked to confirm."""
    exchange = held(exchange_id, party, actor)
    if day > actor.today:
        raise DeliveryInFutureError(day, actor.today)
    value = Delivery(day, tonnes, party)
    delivery = DeliveryRecord(
        day=value.day,
        tonnes=value.tonnes,
        reported_by=party,
        status=value.status,
        reported_at=actor.now,
    )
    exchange.deliveries.append(delivery)
    advance(exchange.suggestion_id, Status.MOVED, actor)
    note(
        "delivery.reported", exchange, {"party": party, "tonnes": str(tonnes), "day": day.isoformat()}, actor
    )
    return delivery


def answer_delivery(
    delivery_id: int, exchange_id: int, party: Party, wanted: DeliveryStatus, actor: Actor
) -> ExchangeRecord:
    """Confirm or dispute as the other side what was reported."""
    exchange = held(exchange_id, party, actor)
    delivery = next((row for row in exchange.deliveries if row.id == delivery_id), None)
    if delivery is None:
        raise NotFoundError("delivery")
    value = Delivery(delivery.day, delivery.tonnes, delivery.reported_by, delivery.status)
    delivery.status = answer(value, party, wanted)
    delivery.answered_at = actor.now
    if wanted is DeliveryStatus.CONFIRMED:
        advance(exchange.suggestion_id, Status.CONFIRMED, actor)
    note(f"delivery.{wanted}", exchange, {"party": party, "delivery": str(delivery.id)}, actor)
    return exchange


def consent(exchange_id: int, party: Party, actor: Actor, *, public: bool) -> None:
    """Say as one side whether the public may see this exchange."""
    exchange = held(exchange_id, party, actor)
    if party is Party.GIVER:
        exchange.giver_consents = public
    else:
        exchange.receiver_consents = public
    note("exchange.consent", exchange, {"party": party, "public": str(public)}, actor)


def held(exchange_id: int, party: Party, actor: Actor) -> ExchangeRecord:
    """Return an exchange, held, if the actor may act as this side."""
    exchange = store.locked(exchange_id)
    if exchange is None:
        raise NotFoundError("exchange")
    side = exchange.offer if party is Party.GIVER else exchange.need
    require_own(actor, side.organisation_id, "exchange")
    return exchange


def advance(suggestion_id: int, wanted: Status, actor: Actor) -> None:
    """Take the suggestion of an exchange one step on, if it has not been there."""
    suggestion = suggestions.locked(suggestion_id)
    if suggestion is None:
        raise VersionError("suggestion")
    if suggestion.status in (wanted, Status.CONFIRMED):
        return
    suggestion.status = step(suggestion.status, wanted)
    suggestion.changed_at = actor.now
    for line in suggestion.lines:
        line.open_key = None if wanted is Status.CONFIRMED else line.open_key
    trail.append(trail.Act(f"suggestion.{wanted}", "suggestion", suggestion.id), actor.person_id, actor.now)


def note(code: str, exchange: ExchangeRecord, details: dict[str, str], actor: Actor) -> None:
    """Note an act on an exchange in the trail."""
    trail.append(trail.Act(code, "exchange", exchange.id, details), actor.person_id, actor.now)
