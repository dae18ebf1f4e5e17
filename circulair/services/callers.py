"""Callers: what the hub puts in for somebody who called or came by, and who confirms it by a link.

Whoever has no e-mail address is called: the hub notes what they said. Until then it is not theirs: it is
matched, so that the hub sees what it could become, but put to nobody, published nowhere, planned and
collected by nobody, and on none of their own pages. What nobody confirms lapses, and whoever never confirmed
anything is forgotten.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from circulair.services import accounts, asks, letters, listings, matching
from circulair.services.accounts import SignUp
from circulair.services.actor import Actor, require_hub, require_own
from circulair.services.faults import (
    AskedByLetterError,
    EmailTakenError,
    ListingClosedError,
    NobodyToAskError,
    NotFoundError,
    TelephoneKnownError,
)
from circulair.services.listings import Draft
from circulair.store import accounts as people
from circulair.store import listings as store
from circulair.store import organisations, trail
from circulair.store.records import (
    MATCHABLE,
    AskKind,
    ListingRecord,
    ListingSource,
    ListingState,
    OrganisationRecord,
    PersonRecord,
    Said,
)
from flows.telephones import dialled, rung
from flows.texts import TextEmptyError

LIFE = asks.LIVES[AskKind.CONFIRM]
"""How long an owner has to confirm what was put in for them."""


def welcome(caller: SignUp, language: str, actor: Actor) -> PersonRecord:
    """Register the organisation of a caller that is not known yet; its address is not confirmed.

    Without an e-mail address a telephone number is needed, which is theirs alone to see, the hub's, and once
    both agreed the other side's.
    """
    require_hub(actor)
    if not (caller.email or caller.telephone):
        raise NobodyToAskError()
    if caller.email and people.person_by_email(caller.email) is not None:
        raise EmailTakenError()
    if caller.telephone:
        require_unknown(caller.telephone)
    person = accounts.start(caller, language, actor)
    person.confirmed_at = None
    return person


def require_unknown(telephone: str) -> None:
    """Refuse a telephone number that somebody of an organisation has, however either of them is written."""
    wanted = dialled(telephone)
    for person in people.with_telephone():
        if person.organisation is not None and rung(person.telephone) == wanted:
            raise TelephoneKnownError(person.organisation.id, person.organisation.name)


def organisation(organisation_id: int, actor: Actor) -> OrganisationRecord:
    """Return an organisation with its premises, for the hub."""
    require_hub(actor)
    found = organisations.with_premises(organisation_id)
    if found is None:
        raise NotFoundError("organisation")
    return found


def register(draft: Draft, actor: Actor) -> ListingRecord:
    """Put in a listing for the owner of its premises and ask them by letter whether it is right."""
    require_hub(actor)
    premises = organisations.premises(draft.premises_id)
    if premises is None or not is_reached(people.members_of(premises.organisation_id)):
        raise NobodyToAskError()
    listing = listings.register(replace(draft, source=ListingSource.HUB, public=False), actor)
    ask(listing, actor)
    return listing


def ask(listing: ListingRecord, actor: Actor) -> None:
    """Ask the owner of a listing whether it is right, from now on until its time is over."""
    listing.confirm_by = actor.today + LIFE
    letters.to_confirm(listing, actor)


def ask_again(listing_id: int, actor: Actor) -> ListingRecord:
    """Ask once more, with a fresh link; refuse where no letter reaches anybody."""
    require_hub(actor)
    listing = waiting(listing_id, actor)
    if not people.reached_by_letter(listing.organisation_id):
        raise NobodyToAskError()
    ask(listing, actor)
    trail.append(trail.Act("listing.asked_again", "listing", listing.id), actor.person_id, actor.now)
    return listing


def confirm(listing_id: int, actor: Actor) -> None:
    """Say as its owner that what was put in is right: from now on it is theirs."""
    listing = waiting(listing_id, actor)
    listing.confirm_by, listing.changed_at = None, actor.now
    person = people.person(actor.person_id or 0)
    if person is not None and person.confirmed_at is None:
        person.confirmed_at = actor.now
    trail.append(trail.Act("listing.confirmed", "listing", listing.id), actor.person_id, actor.now)
    matching.run(listing.id, actor)


def refuse(listing_id: int, actor: Actor) -> None:
    """Say as its owner that it is not right: it ends, and what was found for it lapses."""
    end(waiting(listing_id, actor), "listing.refused", actor)


def told_by_call(listing_id: int, said: Said, words: str, actor: Actor) -> ListingRecord:
    """Note for the hub what an owner without an e-mail address said of a listing on the telephone.

    Whoever has an address says it by the link, so that the hub says nothing in their name; where nobody is
    left whom it could call, nobody said it.
    """
    require_hub(actor)
    listing = waiting(listing_id, actor)
    owners = people.members_of(listing.organisation_id)
    if any(one.address for one in owners):
        raise AskedByLetterError()
    if not is_reached(owners):
        raise NobodyToAskError()
    if not words.strip():
        raise TextEmptyError()
    if said is not Said.YES:
        end(listing, "listing.refused_by_call", actor, words)
        return listing
    listing.confirm_by, listing.changed_at = None, actor.now
    for person in owners:
        person.confirmed_at = person.confirmed_at or actor.now
    act = trail.Act("listing.confirmed_by_call", "listing", listing.id, words=words)
    trail.append(act, actor.person_id, actor.now)
    matching.run(listing.id, actor)
    return listing


def to_call(noted: Sequence[ListingRecord], actor: Actor) -> dict[int, list[PersonRecord]]:
    """Return whom to call of each organisation that no letter reaches, by the number of the organisation."""
    require_hub(actor)
    each = people.members_of_each({one.organisation_id for one in noted})
    by_letter = {number for number, found in each.items() if any(one.address for one in found)}
    return {number: found for number, found in each.items() if number not in by_letter and is_reached(found)}


def reached_by_nobody(noted: Sequence[ListingRecord], actor: Actor) -> set[int]:
    """Return the numbers of the organisations of which nobody is left to be written to or called."""
    require_hub(actor)
    numbers = {one.organisation_id for one in noted}
    return numbers - {
        number for number, found in people.members_of_each(numbers).items() if is_reached(found)
    }


def is_reached(owners: Sequence[PersonRecord]) -> bool:
    """Return whether any of these people can be written to or called."""
    return any(one.address or one.telephone for one in owners)


def waiting(listing_id: int, actor: Actor) -> ListingRecord:
    """Return a listing, held, that waits for its owner; refuse one that does not any more."""
    store.locked([listing_id])
    listing = store.one(listing_id)
    if listing is None:
        raise NotFoundError("listing")
    require_own(actor, listing.organisation_id, "listing")
    if not is_waiting(listing):
        raise ListingClosedError()
    return listing


def is_waiting(listing: ListingRecord) -> bool:
    """Return whether a listing waits for its owner."""
    return listing.confirm_by is not None and listing.state in MATCHABLE


def end(listing: ListingRecord, act: str, actor: Actor, words: str = "") -> None:
    """End a listing that nobody confirmed."""
    listing.state, listing.changed_at = ListingState.WITHDRAWN, actor.now
    trail.append(trail.Act(act, "listing", listing.id, words=words), actor.person_id, actor.now)
    matching.run(listing.id, actor)


def unconfirmed(actor: Actor) -> Sequence[ListingRecord]:
    """Return what waits for its owner, what lapses first in front, for the hub."""
    require_hub(actor)
    return store.unconfirmed()


def end_what_nobody_confirmed(actor: Actor) -> int:
    """End what was not confirmed in time and return how many; forget who never confirmed anything."""
    over = store.unconfirmed_before(actor.today)
    for listing in over:
        end(listing, "listing.unconfirmed", actor)
    for person in people.never_confirmed(actor.now - LIFE - timedelta(days=1)):
        accounts.forget(person.email, actor)
    return len(over)
