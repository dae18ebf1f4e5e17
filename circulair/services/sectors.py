"""Sectors: what businesses like one's own often have or need, and registering what one ticks of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from circulair.services import listings
from circulair.services.actor import Actor
from circulair.services.listings import Draft
from circulair.store.records import MATCHABLE, ListingRecord, ListingState, OrganisationRecord
from flows.materials import load_materials
from flows.sector_streams import TypicalStream, streams_of

LIVING = (*MATCHABLE, ListingState.RESERVED)
"""States of a listing that its owner need not be reminded of."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """A stream that is typical of a sector, with the own listing that says it already."""

    stream: TypicalStream
    listing: ListingRecord | None


def reminders(organisation: OrganisationRecord, actor: Actor) -> tuple[Reminder, ...]:
    """Return what is typical of an own organisation's sector, nothing while it has not said which."""
    if not organisation.sector:
        return ()
    mine = [listing for listing in listings.mine(actor) if listing.state in LIVING]
    return tuple(Reminder(stream, said(stream, mine)) for stream in streams_of(organisation.sector))


def said(stream: TypicalStream, mine: Sequence[ListingRecord]) -> ListingRecord | None:
    """Return the listing of that material, or of a kind of it, on that side."""
    kinds = load_materials().descendants(stream.material)
    return next((one for one in mine if one.side is stream.side and one.material in kinds), None)


def register(drafts: Sequence[Draft], actor: Actor) -> int:
    """Register all that was ticked, or nothing, and return how many listings that made."""
    for draft in drafts:
        listings.register(draft, actor)
    return len(drafts)
