"""Exchanges: made by agreement, proved by deliveries that both sides confirm."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from circulair.services import (
    delivery_letters,
    letters,
    matching,
    promises,
    release_withdrawal,
    solved,
    works_gate,
)
from circulair.services.actor import TOWN, Actor, require_own
from circulair.services.faults import ListingClosedError, NotAllowedError, NotFoundError, VersionError
from circulair.services.listing_states import state_of
from circulair.store import exchanges as store
from circulair.store import listings, suggestions, trail
from circulair.store.records import (
    MATCHABLE,
    DeliveryRecord,
    ExchangeRecord,
    ListingRecord,
    ListingState,
    SuggestionLineRecord,
    SuggestionRecord,
)
from flows.exchanges import (
    BEFORE_AGREED,
    COUNTS_NOT,
    Delivery,
    DeliveryInFutureError,
    DeliveryStatus,
    DeliveryTooLargeError,
    MaybeSameDeliveryError,
    OverAgreedError,
    OwnReportError,
    Party,
    answer,
    counted_tonnes,
    is_over,
    maybe_same,
    withdraw,
    within,
)
from flows.exchanges import end as day_of_end
from flows.promises import ITS_YEAR
from flows.suggestions import ENDINGS, Reason, Status, step
from flows.weighing import NoTonnesError

MOST_TIMES = 3
"""A single delivery of more times what was agreed is asked again instead of stored."""


OBJECTS = timedelta(days=14)
"""How long a side may say that a delivery is not right which the hub confirmed for it."""


def agree(suggestion: SuggestionRecord, actor: Actor) -> None:
    """Make the exchanges of a suggestion on which all sides said yes, promising no tonne twice."""
    for listing in listings.locked(listings_of(suggestion)):
        if listing.state not in MATCHABLE:
            raise ListingClosedError()
    promises.require_running(suggestion)
    promises.check_together(promises.wanted_of(suggestion), actor.today)
    for line in suggestion.lines:
        exchange = promised(suggestion, line, actor)
        trail.append(trail.Act("exchange.agreed", "exchange", exchange.id), actor.person_id, actor.now)


def promised(suggestion: SuggestionRecord, line: SuggestionLineRecord, actor: Actor) -> ExchangeRecord:
    """Make one exchange of exactly what both sides were asked about; unknown tonnes stay unknown."""
    line.freeze(actor.today, works_gate.built_year(line.offer))
    return store.add(
        ExchangeRecord(
            suggestion_id=suggestion.id,
            offer_id=line.offer_id,
            need_id=suggestion.need_id,
            material=line.material,
            processes=line.processes,
            strategy=line.strategy,
            recurring=promises.recurs(line.offer, suggestion.need),
            tonnes_agreed=line.taken_tonnes,
            tonnes_arriving=line.tonnes_likely,
            agreed_at=actor.now,
        )
    )


def settle(listing_ids: Sequence[int], actor: Actor) -> None:
    """Take off the market what is all promised, bring back what is not any more, and match what is left."""
    now = promises.book(actor.today, listing_ids)
    held = listings.locked(listing_ids)
    for listing in held:
        if listing.state in MATCHABLE and now.is_full(listing):
            listing.state, listing.changed_at = ListingState.RESERVED, actor.now
        elif listing.state is ListingState.RESERVED and not now.is_full(listing):
            bring_back(listing, actor)
    for listing in held:
        matching.run(listing.id, actor)


def bring_back(listing: ListingRecord, actor: Actor) -> None:
    """Put on the market what was promised no longer; what works may not offer any more is withdrawn."""
    listing.changed_at = actor.now
    if works_gate.refusal(listing, actor.today) is None:
        works_gate.keep_to_plan(listing)
        listing.state = state_of(listing)
        return
    listing.state = ListingState.WITHDRAWN
    trail.append(trail.Act("listing.withdrawn", "listing", listing.id), actor.person_id, actor.now)


@dataclass(frozen=True, slots=True)
class Ending:
    """Why an exchange ends, and on whose behalf."""

    reason: Reason
    words: str
    by: str


def undo_agreement(suggestion: SuggestionRecord, why: Ending, actor: Actor) -> None:
    """End the exchanges of a suggestion that was declined after all, and free what they had promised."""
    for exchange in store.of_suggestion(suggestion.id):
        end(exchange, why, actor)
    settle(listings_of(suggestion), actor)


def stop(exchange: ExchangeRecord, why: Ending, actor: Actor) -> None:
    """End one exchange and free what it had promised; what both sides confirmed stays confirmed."""
    end(exchange, why, actor)
    settle([exchange.offer_id, exchange.need_id], actor)


def end(exchange: ExchangeRecord, why: Ending, actor: Actor) -> None:
    """Write on an exchange that it has ended, and why."""
    exchange.ended_on = day_of_end(exchange.ended_on, actor.today)
    exchange.ended_by, exchange.end_reason, exchange.end_words = why.by, why.reason, why.words
    note("exchange.ended", exchange, {"by": why.by, "reason": why.reason}, actor, why.words)
    letters.stopped(exchange, actor)


def listings_of(suggestion: SuggestionRecord) -> list[int]:
    """Return the numbers of the listings that a suggestion joins."""
    return [suggestion.need_id, *(line.offer_id for line in suggestion.lines)]


def seen_by(exchange_id: int, actor: Actor) -> ExchangeRecord:
    """Return an exchange for the hub or for one of its sides."""
    exchange = store.one(exchange_id)
    if exchange is None or not (actor.is_hub or parties_of(exchange, actor)):
        raise NotFoundError("exchange")
    return exchange


def mine(actor: Actor) -> Sequence[ExchangeRecord]:
    """Return the exchanges in which the actor's organisation takes part, newest first."""
    return [] if actor.organisation_id is None else store.of_organisation(actor.organisation_id)


def agreed_on(exchange: ExchangeRecord) -> date:
    """Return the day in the town on which an exchange was agreed."""
    return exchange.agreed_at.astimezone(TOWN).date()


def parties_of(exchange: ExchangeRecord, actor: Actor) -> list[Party]:
    """Return the sides on which the actor's organisation stands."""
    sides = ((Party.GIVER, exchange.offer), (Party.RECEIVER, exchange.need))
    return [
        party
        for party, listing in sides
        if actor.organisation_id is not None and listing.organisation_id == actor.organisation_id
    ]


@dataclass(frozen=True, slots=True)
class Told:
    """What a side tells of a delivery, and which questions about it were answered already.

    ``another``: no, it is not the one that stands there; ``more``: yes, more moved than was agreed.
    """

    day: date
    tonnes: Decimal
    another: bool = False
    more: bool = False


def report_delivery(
    exchange_id: int, party: Party, day: date, tonnes: Decimal, actor: Actor
) -> DeliveryRecord:
    """Report as one side that tonnes moved on a day; the other side is asked to confirm."""
    return report(exchange_id, party, Told(day, tonnes), actor)


def report(exchange_id: int, party: Party, told: Told, actor: Actor) -> DeliveryRecord:
    """Report a delivery as one side; the other is asked to confirm it.

    After the end that is what moved up to that day. What may be told twice, or is more than was agreed, is
    asked first.
    """
    exchange = held(exchange_id, party, actor)
    if not exchange.offer.is_weighed:
        raise NoTonnesError(exchange.offer.typed_unit or "")
    value = within_reason(exchange, Delivery(told.day, told.tonnes, party), actor)
    within_agreed(exchange, value, told, actor)
    advance(exchange.suggestion_id, Status.MOVED, actor)
    delivery = DeliveryRecord(
        day=value.day,
        tonnes=value.tonnes,
        reported_by=party,
        status=value.status,
        reported_for=party not in parties_of(exchange, actor),
        reported_at=actor.now,
    )
    exchange.deliveries.append(delivery)
    details = {"party": str(party), "tonnes": str(told.tonnes), "day": told.day.isoformat()}
    note("delivery.reported", exchange, details, actor)
    delivery_letters.reported(exchange, delivery, actor)
    solved.drop_letters(exchange)
    if takes_of_listings(exchange):
        settle([exchange.offer_id, exchange.need_id], actor)
    return delivery


def within_reason(exchange: ExchangeRecord, value: Delivery, actor: Actor) -> Delivery:
    """Return a delivery that can be one of an exchange; refuse a slip of the unit or the year.

    The hub may tell what moved longer before the agreement, since it knows how that came.
    """
    if value.day > actor.today:
        raise DeliveryInFutureError(value.day, actor.today)
    before = ITS_YEAR if actor.is_hub else BEFORE_AGREED
    within(value.day, agreed_on(exchange), exchange.ended_on, before)
    if exchange.tonnes_agreed is not None and value.tonnes > MOST_TIMES * exchange.tonnes_agreed:
        raise DeliveryTooLargeError(value.tonnes, exchange.tonnes_agreed)
    return value


def within_agreed(exchange: ExchangeRecord, value: Delivery, told: Told, actor: Actor) -> None:
    """Ask, unless that was answered, about what may be told twice and what is more than was agreed."""
    known = [value_of(row) for row in exchange.deliveries]
    same = None if told.another else maybe_same(value, known)
    if same is not None:
        raise MaybeSameDeliveryError(same.day, same.tonnes)
    moved = counted_tonnes([*known, value], counts_after(exchange, actor.today, value.day))
    if exchange.tonnes_agreed is not None and not told.more and is_over(moved, exchange.tonnes_agreed):
        raise OverAgreedError(moved, exchange.tonnes_agreed)


def counts_after(exchange: ExchangeRecord, today: date, day: date | None = None) -> date | None:
    """Return after which day deliveries count for what was agreed: the year up to today or the end.

    Where ``day`` lies before that year it is the one up to that day; None for what happens once.
    """
    if not exchange.recurring:
        return None
    last = min(today, exchange.ended_on or today)
    return (last if day is None or day > last - ITS_YEAR else day) - ITS_YEAR


def takes_of_listings(exchange: ExchangeRecord) -> bool:
    """Return whether what moved decides how much an exchange takes of its listings, not what was agreed."""
    if exchange.tonnes_agreed is None or exchange.ended_on is not None:
        return True
    moved = counted_tonnes(value_of(row) for row in exchange.deliveries)
    return not exchange.recurring and moved > exchange.tonnes_agreed


def answer_delivery(
    delivery_id: int, exchange_id: int, party: Party, wanted: DeliveryStatus, actor: Actor
) -> ExchangeRecord:
    """Confirm or dispute as the other side what was reported, or lately confirmed for it by the hub."""
    exchange = held(exchange_id, party, actor)
    delivery = delivery_of(exchange, delivery_id)
    answered_for = party not in parties_of(exchange, actor)
    value = value_of(delivery)
    if may_object(delivery, actor) and not answered_for:
        value = replace(value, status=DeliveryStatus.REPORTED)
    status, was_confirmed = answer(value, party, wanted), delivery.status is DeliveryStatus.CONFIRMED
    if delivery.reported_for and answered_for:
        raise OwnReportError()
    if wanted is DeliveryStatus.CONFIRMED:
        advance(exchange.suggestion_id, Status.CONFIRMED, actor)
    delivery.status, delivery.answered_at, delivery.answered_for = status, actor.now, answered_for
    note(
        f"delivery.{wanted}",
        exchange,
        {"party": party, "delivery": str(delivery.id), "tonnes": str(delivery.tonnes)},
        actor,
    )
    if not (was_confirmed and wanted is DeliveryStatus.CONFIRMED and delivery.dispute is None):
        delivery_letters.answered(exchange, delivery, actor)
    if takes_of_listings(exchange) or status is DeliveryStatus.DISPUTED:
        settle([exchange.offer_id, exchange.need_id], actor)
    return exchange


def may_object(delivery: DeliveryRecord, actor: Actor) -> bool:
    """Return whether the hub confirmed a delivery for a side so lately that this may still object."""
    at = delivery.answered_at
    lately = at is not None and actor.now - at < OBJECTS
    return delivery.answered_for and delivery.status is DeliveryStatus.CONFIRMED and lately


def withdraw_delivery(delivery_id: int, exchange_id: int, party: Party, actor: Actor) -> None:
    """Take back what nobody answered: a side what it reported, the hub what it reported itself for a side."""
    exchange = held(exchange_id, party, actor)
    delivery = delivery_of(exchange, delivery_id)
    by_hub = party not in parties_of(exchange, actor)
    if delivery.reported_by is not party or (by_hub and not delivery.reported_for):
        raise NotAllowedError()
    delivery.status, delivery.answered_at = withdraw(value_of(delivery)), actor.now
    note("delivery.withdrawn", exchange, {"party": party, "delivery": str(delivery.id)}, actor)
    delivery_letters.withdrawn(exchange, delivery, actor)
    go_back(exchange.suggestion_id, actor)
    settle([exchange.offer_id, exchange.need_id], actor)


def delivery_of(exchange: ExchangeRecord, delivery_id: int) -> DeliveryRecord:
    """Return one delivery of an exchange."""
    found = next((row for row in exchange.deliveries if row.id == delivery_id), None)
    if found is None:
        raise NotFoundError("delivery")
    return found


def value_of(row: DeliveryRecord) -> Delivery:
    """Return what the domain knows of a delivery."""
    return Delivery(row.day, row.tonnes, row.reported_by, row.status)


def consent(exchange_id: int, party: Party, actor: Actor, *, public: bool) -> None:
    """Say as one side whether the public may see this exchange; nobody says it for them."""
    exchange = held(exchange_id, party, actor)
    if party not in parties_of(exchange, actor):
        raise NotAllowedError()
    if party is Party.GIVER:
        exchange.giver_consents = public
    else:
        exchange.receiver_consents = public
    note("exchange.consent", exchange, {"party": party, "public": str(public)}, actor)
    if not public:
        release_withdrawal.take_out(release_withdrawal.of_exchanges([exchange]), actor)


def held(exchange_id: int, party: Party, actor: Actor) -> ExchangeRecord:
    """Return an exchange, held, if the actor may act as this side."""
    exchange = store.locked(exchange_id)
    if exchange is None:
        raise NotFoundError("exchange")
    side = exchange.offer if party is Party.GIVER else exchange.need
    require_own(actor, side.organisation_id, "exchange")
    return exchange


def advance(suggestion_id: int, wanted: Status, actor: Actor) -> None:
    """Take the suggestion of an exchange one step on, if it has not been there and has not ended."""
    suggestion = suggestions.locked(suggestion_id)
    if suggestion is None:
        raise VersionError("suggestion")
    if suggestion.status in (wanted, Status.CONFIRMED, *ENDINGS):
        return
    suggestion.status = step(suggestion.status, wanted)
    suggestion.changed_at = actor.now
    for line in suggestion.lines:
        line.open_key = None if wanted is Status.CONFIRMED else line.open_key
    trail.append(trail.Act(f"suggestion.{wanted}", "suggestion", suggestion.id), actor.person_id, actor.now)


def go_back(suggestion_id: int, actor: Actor) -> None:
    """Take a suggestion back to agreed where nothing is left that was said to have moved."""
    suggestion = suggestions.locked(suggestion_id)
    rows = [row for made in store.of_suggestion(suggestion_id) for row in made.deliveries]
    if suggestion is None or suggestion.status is not Status.MOVED:
        return
    if all(row.status in COUNTS_NOT for row in rows):
        suggestion.status, suggestion.changed_at = step(suggestion.status, Status.AGREED), actor.now
        trail.append(trail.Act("suggestion.back", "suggestion", suggestion.id), actor.person_id, actor.now)


def note(code: str, exchange: ExchangeRecord, details: dict[str, str], actor: Actor, words: str = "") -> None:
    """Note an act on an exchange in the trail, and how a side told the hub what it does for it."""
    details = details if actor.means is None else {**details, "means": str(actor.means)}
    trail.append(trail.Act(code, "exchange", exchange.id, details, words), actor.person_id, actor.now)
