"""Twins: what somebody places a second time within the hour, because they went back or pressed twice."""

from datetime import timedelta

from circulair.services import listings
from circulair.services.actor import Actor
from circulair.services.listings import Draft
from circulair.store import listings as store
from circulair.store.records import ListingRecord

SOON = timedelta(hours=1)
"""How long after a listing another that says the very same is taken for a slip of the hand."""


def of(draft: Draft, actor: Actor) -> ListingRecord | None:
    """Return an open listing of the actor's that says the very same and was placed within the hour."""
    if actor.organisation_id is None:
        return None
    said = saying(listings.made_of(draft, actor.organisation_id, actor))
    lately = store.placed_since(actor.organisation_id, actor.now - SOON)
    return next((one for one in lately if saying(one) == said), None)


def saying(listing: ListingRecord) -> tuple[object, ...]:
    """Return all by which two listings of one owner can be told apart."""
    words = (listing.side, listing.title, listing.description, listing.public, listing.max_km)
    return (*words, *listings.substance(listing))
