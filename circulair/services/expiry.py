"""Expiry: listings whose last day has passed end, and what was suggested with them lapses."""

from circulair.services import matching
from circulair.services.actor import Actor
from circulair.store import listings as store
from circulair.store import trail
from circulair.store.records import ListingRecord, ListingState


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
