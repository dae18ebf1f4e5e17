"""Expiry: owners are asked whether a listing still holds; those whose last day has passed end.

What was suggested with a listing lapses when it ends. Its owner can have it back by extending it.
"""

from datetime import timedelta

from circulair.services import letters, listings, matching
from circulair.services.actor import Actor
from circulair.store import asks, trail
from circulair.store import listings as store
from circulair.store.records import ListingRecord, ListingState

NOTICE = timedelta(days=14)
"""How long before its last day the owner of a listing is asked whether it still holds."""


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
