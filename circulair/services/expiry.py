"""Expiry: owners are asked whether a listing still holds; those whose last day has passed end.

What was suggested with a listing lapses when it ends. Its owner can have it back by extending it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from circulair.services import letters, listings, matching, works_gate
from circulair.services.actor import TOWN, Actor, require_hub
from circulair.services.faults import (
    AskedJustNowError,
    ListingClosedError,
    ListingUnconfirmedError,
    NobodyToAskError,
)
from circulair.store import accounts, asks, trail
from circulair.store import listings as store
from circulair.store.records import MATCHABLE, AskKind, ListingRecord, ListingState

NOTICE = timedelta(days=14)
"""How long before its last day the owner of a listing is asked whether it still holds."""

PAUSE = timedelta(days=14)
"""How long the hub waits before it asks the owner of a listing once more."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Whether the hub can ask the owner of a listing now; when it was asked last, and from when on it can be.

    ``reached`` is whether anybody can be asked by letter.
    """

    asked_on: date | None
    again_on: date | None
    reached: bool

    @property
    def may(self) -> bool:
        """Return whether the owner can be asked now."""
        return self.reached and self.again_on is None


def asking(listing: ListingRecord, actor: Actor) -> Asking | None:
    """Return whether the hub can ask an owner if a listing still holds, None where there is nothing to ask.

    An offer of planned works lasts as long as they do, and what waits to be confirmed is asked about already.
    """
    stands = listing.state in MATCHABLE and listing.confirm_by is None
    if not actor.is_hub or not stands or works_gate.planned(listing) is not None:
        return None
    asked = asks.last_asked(AskKind.STILL_TRUE, listing.id)
    waits = asked is not None and actor.now < asked + PAUSE
    return Asking(
        asked_on=None if asked is None else asked.astimezone(TOWN).date(),
        again_on=(asked + PAUSE).astimezone(TOWN).date() if asked is not None and waits else None,
        reached=bool(accounts.reached_by_letter(listing.organisation_id)),
    )


def ask_now(listing_id: int, actor: Actor) -> ListingRecord:
    """Ask the owner of a listing by letter, for the hub, whether it still holds; once in two weeks."""
    require_hub(actor)
    store.locked([listing_id])
    listing = listings.own(listing_id, actor)
    if listing.confirm_by is not None:
        raise ListingUnconfirmedError()
    found = asking(listing, actor)
    if found is None:
        raise ListingClosedError()
    if found.again_on is not None:
        raise AskedJustNowError(found.again_on)
    if not found.reached:
        raise NobodyToAskError()
    letters.still_true(listing, holds_until(listing, actor.today), actor)
    trail.append(trail.Act("listing.asked_if_true", "listing", listing.id), actor.person_id, actor.now)
    return listing


def holds_until(listing: ListingRecord, today: date) -> date:
    """Return until when a listing stays once its owner says that it still holds."""
    return listings.offered_until(listing, today) or listing.expires_on or today


def still_holds(listing_id: int, actor: Actor) -> None:
    """Say as its owner that a listing holds: what ends soon or has ended holds longer, the rest as it was."""
    store.locked([listing_id])
    listing = listings.own(listing_id, actor)
    lasts = listing.state in MATCHABLE and listings.offered_until(listing, actor.today) is None
    if not lasts:
        listings.extend(listing_id, actor)
        return
    works_gate.require(listing, actor.today)
    trail.append(trail.Act("listing.still_true", "listing", listing.id), actor.person_id, actor.now)


def ask_what_ends(actor: Actor) -> int:
    """Ask once about each listing whose last day is near, and return of how many.

    An offer of planned works lasts as long as they do, so that nobody is asked about it alone.
    """
    near = asks.ending(actor.today, actor.today + NOTICE, actor.now - 2 * NOTICE)
    ending = [one for one in near if listings.offered_until(one, actor.today) is not None]
    for listing in ending:
        letters.still_true(listing, listings.longer(listing, actor.today), actor)
    return len(ending)


def end_what_is_over(actor: Actor) -> int:
    """End the listings whose last day has passed and return how many."""
    over = store.over(actor.today)
    for listing in over:
        end(listing, actor)
    return len(over)


def end(listing: ListingRecord, actor: Actor) -> None:
    """End one listing: fulfilled if all of it was promised, else expired."""
    served = listing.state is ListingState.RESERVED
    listing.state = ListingState.FULFILLED if served else ListingState.EXPIRED
    listing.changed_at = actor.now
    trail.append(trail.Act(f"listing.{listing.state}", "listing", listing.id), actor.person_id, actor.now)
    matching.run(listing.id, actor)
