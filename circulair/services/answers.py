"""Answers by e-mail: what the link of a question does.

A link opens a page that shows what is asked of whom; only its buttons answer, so that a mail scanner's visit
changes nothing. It lets in to that one question and signs nobody in.
"""

from dataclasses import dataclass

from circulair.services import callers, disputes, exchanges, expiry, links, listings, reviews, undo
from circulair.services.actor import Actor, Role
from circulair.services.disputes import Objection
from circulair.services.faults import LinkSpentError, NotFoundError
from circulair.services.reviews import Refusal
from circulair.store import asks as store
from circulair.store import exchanges as exchange_store
from circulair.store import listings as listing_store
from circulair.store.records import AskKind, AskRecord, DeliveryRecord, ListingRecord, Said
from flows.exchanges import DeliveryStatus
from flows.suggestions import Answer


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the person to whom it was put as the one who acts."""

    ask: AskRecord
    actor: Actor


def look_at(token: str, actor: Actor) -> Asked:
    """Return a question whose time is not over, answered or not, without answering it."""
    ask = store.one(links.digest(token))
    if ask is None or ask.expires_at <= actor.now or not ask.person.active:
        raise LinkSpentError()
    return Asked(ask, Actor(actor.now, Role.MEMBER, ask.person_id, ask.person.organisation_id))


def dispute(token: str, objection: Objection, actor: Actor) -> Asked:
    """Say that a delivery is not as reported, and what it was; as ``answer`` otherwise."""
    asked = look_at(token, actor)
    if asked.ask.kind is not AskKind.DELIVERY:
        raise NotFoundError("answer")
    delivery = delivery_of(asked)
    said = Said.NO if disputes.nearly(delivery, objection) is None else Said.YES
    if not store.answer(asked.ask.digest, said, actor.now):
        raise LinkSpentError()
    disputes.dispute(delivery.id, delivery.exchange_id, delivery.asked_party, objection, asked.actor)
    return asked


def take_back(token: str, actor: Actor) -> None:
    """Take back the no said just now to a proposal or of a delivery: the link answers once more."""
    asked = look_at(token, actor)
    if asked.ask.kind is AskKind.PROPOSAL:
        undo.take_back_no(asked.ask.subject_id, asked.actor)
        return
    if asked.ask.said is not Said.NO or asked.ask.kind is not AskKind.DELIVERY:
        raise NotFoundError("answer")
    delivery = delivery_of(asked)
    disputes.take_back(delivery.id, delivery.exchange_id, delivery.asked_party, asked.actor)


def answer(token: str, said: Said, actor: Actor, refusal: Refusal | None = None) -> Asked:
    """Take an answer to a question, once; LinkSpentError if it was answered before or is too old.

    Whatever else stands in the way is refused as on the site, and the question stays open.
    """
    asked = look_at(token, actor)
    if said not in SAID[asked.ask.kind]:
        raise NotFoundError("answer")
    if not store.answer(asked.ask.digest, said, actor.now):
        raise LinkSpentError()
    ANSWERS[asked.ask.kind](asked, said, refusal)
    return asked


def answer_proposal(asked: Asked, said: Said, refusal: Refusal | None) -> None:
    """Say yes or no to a proposal for the person's organisation, or ask to be asked again."""
    suggestion = reviews.seen_by(asked.ask.subject_id, asked.actor)
    own = reviews.known_sides(suggestion, asked.actor)
    if not own:
        raise NotFoundError("suggestion")
    party = own[0][0]
    if said is Said.LATER:
        reviews.answer_later(suggestion.id, party, asked.actor)
    elif said is Said.YES:
        reviews.answer(suggestion.id, party, Answer.YES, None, asked.actor)
    else:
        reviews.unanswered(suggestion, [listing for _party, listing in own])
        given = refusal or Refusal(None)
        reviews.answer(
            suggestion.id, party, Answer.NO, Refusal(given.reason, given.words, party), asked.actor
        )


def answer_delivery(asked: Asked, said: Said, _refusal: Refusal | None) -> None:
    """Say whether a delivery was as reported."""
    delivery = delivery_of(asked)
    status = DeliveryStatus.CONFIRMED if said is Said.YES else DeliveryStatus.DISPUTED
    exchanges.answer_delivery(delivery.id, delivery.exchange_id, delivery.asked_party, status, asked.actor)


def answer_still_true(asked: Asked, said: Said, _refusal: Refusal | None) -> None:
    """Say that a listing still holds, or take it back."""
    if said is Said.YES:
        expiry.still_holds(asked.ask.subject_id, asked.actor)
    else:
        listings.withdraw(asked.ask.subject_id, asked.actor)


def answer_confirm(asked: Asked, said: Said, _refusal: Refusal | None) -> None:
    """Say whether what the hub put in for the person's organisation is right."""
    if said is Said.YES:
        callers.confirm(asked.ask.subject_id, asked.actor)
    else:
        callers.refuse(asked.ask.subject_id, asked.actor)


SAID = {
    AskKind.PROPOSAL: frozenset(Said),
    AskKind.DELIVERY: frozenset({Said.YES, Said.NO}),
    AskKind.STILL_TRUE: frozenset({Said.YES, Said.NO}),
    AskKind.CONFIRM: frozenset({Said.YES, Said.NO}),
}
"""What can be answered to each kind of question."""

ANSWERS = {
    AskKind.PROPOSAL: answer_proposal,
    AskKind.DELIVERY: answer_delivery,
    AskKind.STILL_TRUE: answer_still_true,
    AskKind.CONFIRM: answer_confirm,
}


def listing_of(asked: Asked) -> ListingRecord:
    """Return the listing that is asked about, confirmed or not; NotFoundError if it is another's."""
    listing = listing_store.one(asked.ask.subject_id)
    if listing is None or listing.organisation_id != asked.actor.organisation_id:
        raise NotFoundError("listing")
    return listing


def delivery_of(asked: Asked) -> DeliveryRecord:
    """Return the delivery that is asked about; NotFoundError if it is gone."""
    delivery = exchange_store.delivery(asked.ask.subject_id)
    if delivery is None:
        raise NotFoundError("delivery")
    return delivery
