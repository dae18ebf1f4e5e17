"""How an own offer is collected now: asked once, answered or not, and seen by its owner and the hub only."""

from collections.abc import Iterable
from dataclasses import dataclass

from circulair.services import listings
from circulair.services.actor import Actor, require_hub
from circulair.services.faults import NotFoundError, VersionError
from circulair.store import collection as store
from circulair.store import listings as listing_store
from circulair.store import trail
from circulair.store.records import MATCHABLE, CollectionRecord, ListingRecord
from flows.collection import Bond, Collection, collectable
from flows.streams import Side


@dataclass(frozen=True, slots=True)
class Asked:
    """One offer, what was answered for it, and whether the actor is to be asked now."""

    listing: ListingRecord
    answer: CollectionRecord | None
    asks: bool

    @property
    def told(self) -> Collection | None:
        """Return what was told, None where nobody answered or somebody rather did not say."""
        return None if self.answer is None else self.answer.told

    @property
    def version(self) -> int:
        """Return the version that a page shows; 0 before the first answer."""
        return 0 if self.answer is None else self.answer.version


@dataclass(frozen=True, slots=True)
class Collected:
    """How an offer is collected now, for the hub, with what the contract means for it today."""

    offer: ListingRecord
    told: Collection
    bond: Bond | None


def fits(listing: ListingRecord) -> bool:
    """Tell whether the question makes sense: an offer of something that somebody collects."""
    return listing.side is Side.OFFER and collectable(listing.material)


def of_listing(listing_id: int, actor: Actor) -> Asked | None:
    """Return what was answered for a listing of the actor's organisation (any, for the hub)."""
    listing = listings.own(listing_id, actor)
    if not fits(listing):
        return None
    answer = store.one(listing_id)
    is_owner = actor.organisation_id == listing.organisation_id
    return Asked(listing, answer, answer is None and is_owner and listing.state in MATCHABLE)


def asked(listing_id: int, actor: Actor) -> Asked:
    """Return what was answered for an own offer; a need has no such question."""
    found = of_listing(listing_id, actor)
    if found is None:
        raise NotFoundError("listing")
    return found


def tell(listing_id: int, version: int, told: Collection, actor: Actor) -> None:
    """Keep how an own offer is collected now, as it was seen in ``version``."""
    answer = held(listing_id, actor)
    if answer.version is not None and answer.version != version:
        raise VersionError("listing")
    keep(answer, told, "listing.collection_told", actor)


def skip(listing_id: int, actor: Actor) -> None:
    """Keep that its owner rather does not say; what was told before is forgotten."""
    answer = held(listing_id, actor)
    if answer.version is None or answer.told is not None:
        keep(answer, None, "listing.collection_skipped", actor)


def held(listing_id: int, actor: Actor) -> CollectionRecord:
    """Return the answer for an own offer, held until this transaction ends; a new one before the first."""
    listing_store.locked([listing_id])
    return asked(listing_id, actor).answer or CollectionRecord(listing_id=listing_id)


def keep(answer: CollectionRecord, told: Collection | None, act: str, actor: Actor) -> None:
    """Store an answer and note in the trail that there is one, not what it says."""
    answer.told, answer.changed_at = told, actor.now
    store.add(answer)
    trail.append(trail.Act(act, "listing", answer.listing_id), actor.person_id, actor.now)


def for_hub(offers: Iterable[ListingRecord], actor: Actor) -> tuple[Collected, ...]:
    """Return how offers are collected now, as far as their owners told it; for the hub team only."""
    require_hub(actor)
    by_id = {offer.id: offer for offer in offers}
    return tuple(
        Collected(offer, answer.told, answer.told.bond(offer.end, actor.today))
        for answer in store.told_of(list(by_id))
        if answer.told is not None and (offer := by_id[answer.listing_id])
    )
