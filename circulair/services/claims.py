"""Claims: whoever wants an offer of planned works says so early, long before it comes free.

A claim is a need of whoever claims, suggested with that one offer to the hub team; who gets what is decided
as with every suggestion, and nothing is promised by claiming.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_DOWN, ROUND_UP, Decimal

from circulair.services import finding, listings, matching, promises, release_consent
from circulair.services.actor import Actor
from circulair.services.claim_faults import (
    MoreThanLeftError,
    NoClaimError,
    OwnOfferError,
    TooMuchClaimedError,
)
from circulair.services.faults import ListingClosedError, NotFoundError
from circulair.services.listings import Draft
from circulair.services.works_gate import expected_of
from circulair.store import listings as listing_store
from circulair.store import organisations, suggestions, trail
from circulair.store import works as store
from circulair.store.records import (
    MATCHABLE,
    ClaimRecord,
    ListingRecord,
    ListingSource,
    PremisesRecord,
    SuggestionRecord,
    WorksComponentRecord,
    WorksRecord,
)
from flows.streams import Availability, Quality, Side
from flows.suggestions import ALIVE, OPEN, Lapse
from flows.units import Quantity
from flows.weighing import Conversion, told
from flows.works import Expected, WorksState

PATIENCE = timedelta(days=365)
"""How much longer than planned somebody waits for what they claimed: works are often late."""


@dataclass(frozen=True, slots=True)
class Origin:
    """From which planned works an offer comes, and on what its amount rests."""

    works: WorksRecord
    expected: Expected | None


@dataclass(frozen=True, slots=True)
class Future:
    """An offer of planned works as whoever may claim it sees it; ``left`` is in its own unit.

    ``veiled`` says that whoever asks may not reckon what others were promised, since not all want it seen.
    """

    offer: ListingRecord
    origin: Origin
    left: Decimal | None
    own: bool
    veiled: bool = False
    claim: ClaimRecord | None = None
    suggestion: SuggestionRecord | None = None
    places: Sequence[PremisesRecord] = ()
    needs: Sequence[ListingRecord] = ()

    @property
    def told_left(self) -> Decimal | None:
        """Return what nobody has yet, None where it is unknown or may not be told."""
        return None if self.veiled else self.left

    @property
    def partly(self) -> bool:
        """Return whether others were promised a part of it."""
        typed = self.offer.typed
        return self.left is not None and typed is not None and self.left < typed.value

    @property
    def open(self) -> bool:
        """Return whether it can be claimed now."""
        planned = self.origin.works.state is WorksState.PLANNED
        return planned and self.offer.state in MATCHABLE and self.left != 0


@dataclass(frozen=True, slots=True)
class Wish:
    """How much is wanted, in the unit of the offer, and where; or which own need it is for."""

    amount: Decimal | None
    premises_id: int | None = None
    need_id: int | None = None


def origin_of(listing: ListingRecord) -> Origin | None:
    """Return from which planned works an offer comes, None for every other listing."""
    known = store.component_offered(listing.id) if listing.source is ListingSource.WORKS else None
    return None if known is None else origin(known)


def origin(known: WorksComponentRecord) -> Origin:
    """Return from which works a component comes, and on what its amount rests now."""
    works = store.one(known.works_id)
    if works is None:
        raise NotFoundError("works")
    found = (one for one in expected_of(works) if one.material == known.material)
    return Origin(works, next(found, None))


def futures(actor: Actor) -> list[Future]:
    """Return the offers of planned works that their owners show, what comes free first in front."""
    found = [(known.listing, known) for known in store.shown()]
    book = promises.book(actor.today, [listing.id for listing, _known in found if listing is not None])
    hidden = release_consent.closed_listings()
    return [
        Future(
            listing,
            origin(known),
            left_of(listing, book),
            own=listing.organisation_id == actor.organisation_id,
            veiled=is_veiled(listing, hidden, actor),
            claim=claim_of(listing.id, actor),
        )
        for listing, known in found
        if listing is not None
    ]


def future(listing_id: int, actor: Actor) -> Future:
    """Return an offer of planned works for whoever may see it; for others it is not there."""
    listing = listing_store.one(listing_id)
    found = None if listing is None else origin_of(listing)
    if listing is None or found is None or not sees(listing, actor):
        raise NotFoundError("listing")
    claim = claim_of(listing_id, actor)
    return Future(
        listing,
        found,
        left_of(listing, promises.book(actor.today, [listing.id])),
        own=listing.organisation_id == actor.organisation_id,
        veiled=is_veiled(listing, release_consent.closed_listings(), actor),
        claim=claim,
        suggestion=None if claim is None else suggestion_of(claim.need_id, listing_id),
        places=own_places(actor),
        needs=fitting(listing, actor),
    )


def is_veiled(listing: ListingRecord, hidden: Collection[int], actor: Actor) -> bool:
    """Return whether somebody may not know how much of an offer others were promised.

    The owner and the hub may; all others where each side of each exchange wants it seen, as in a release.
    """
    return listing.id in hidden and not actor.is_hub and listing.organisation_id != actor.organisation_id


def own_places(actor: Actor) -> Sequence[PremisesRecord]:
    """Return the places of the actor's organisation, to one of which a claim is brought."""
    return [] if actor.organisation_id is None else organisations.premises_of(actor.organisation_id)


def sees(listing: ListingRecord, actor: Actor) -> bool:
    """Return whether somebody may see an offer: its owner, the hub, who claimed it, or all if it is shown."""
    if actor.is_hub or listing.organisation_id == actor.organisation_id:
        return True
    shown = listing.public and listing.confirm_by is None and listing.state in MATCHABLE
    return actor.organisation_id is not None and (shown or claim_of(listing.id, actor) is not None)


def claim_of(listing_id: int, actor: Actor) -> ClaimRecord | None:
    """Return the claim of the actor's organisation on an offer that still stands."""
    if actor.organisation_id is None:
        return None
    return store.claim_of(actor.organisation_id, listing_id)


def suggestion_of(need_id: int, offer_id: int) -> SuggestionRecord | None:
    """Return the newest suggestion that joins a need and an offer, the living one first."""
    found = [
        one
        for one in suggestions.of_listing(need_id)
        if one.need_id == need_id and any(line.offer_id == offer_id for line in one.lines)
    ]
    return max(found, key=lambda one: (one.status in ALIVE, one.id), default=None)


def fitting(offer: ListingRecord, actor: Actor) -> list[ListingRecord]:
    """Return the actor's own open needs that the material of an offer can serve as it is."""
    return [
        one
        for one in listings.mine(actor)
        if one.side is Side.NEED and one.state in MATCHABLE and one.material == offer.material
    ]


def left_of(offer: ListingRecord, book: promises.Book) -> Decimal | None:
    """Return what nobody was promised of an offer, in its own unit; None where that is unknown."""
    if offer.typed is None:
        return None
    left = book.left(offer)
    if left is None or not offer.tonnes_likely:
        return Decimal(0) if book.is_full(offer) else offer.typed.value
    return in_unit_of(offer, left.tonnes.likely, ROUND_DOWN)


def in_unit_of(offer: ListingRecord, tonnes: Decimal, rounding: str) -> Decimal:
    """Return tonnes in the unit of an offer that has tonnes itself, in whole pieces where it counts these."""
    if offer.typed is None or not offer.tonnes_likely:
        raise NoClaimError()
    share = offer.typed.value * tonnes / offer.tonnes_likely
    return share.quantize(Decimal(1) if offer.typed.unit == "piece" else Decimal("0.001"), rounding)


def lacked(need: ListingRecord, offer: ListingRecord, book: promises.Book) -> Decimal | None:
    """Return how much a need that happens once still lacks, in the unit of an offer; None if unknown."""
    if need.recurring or offer.typed is None:
        return None
    if need.typed is not None and need.typed.unit == offer.typed.unit:
        return left_of(need, book)
    lacks = book.left(need)
    return (
        None if lacks is None or not offer.tonnes_likely else in_unit_of(offer, lacks.tonnes.likely, ROUND_UP)
    )


def claim(listing_id: int, wish: Wish, actor: Actor) -> ClaimRecord:
    """Say that one's organisation wants an offer: the hub team finds it in its queue, with the need.

    Whoever claimed it already, in another tab say, gets that claim.
    """
    listing_store.locked([listing_id])
    found = future(listing_id, actor)
    if actor.organisation_id is None:
        raise NotFoundError("listing")
    if found.own:
        raise OwnOfferError()
    if found.claim is not None:
        return found.claim
    if not found.open:
        raise ListingClosedError()
    need, amount = wanted_of(found, wish, actor)
    if suggestion_now(need, found.offer, actor) is None:
        raise NoClaimError()
    store.end_claims(actor.organisation_id, listing_id, actor.now)
    made = store.add_claim(
        ClaimRecord(
            offer=found.offer,
            need=need,
            amount=amount,
            made_need=wish.need_id is None,
            created_at=actor.now,
        )
    )
    told_ = {"need": str(need.id), "amount": f"{amount:f}"}
    trail.append(trail.Act("listing.claimed", "listing", listing_id, told_), actor.person_id, actor.now)
    return made


def wanted_of(found: Future, wish: Wish, actor: Actor) -> tuple[ListingRecord, Decimal]:
    """Return the need that stands for a claim, and how much of the offer it is about."""
    offer = found.offer
    if wish.need_id is not None:
        need = next((one for one in found.needs if one.id == wish.need_id), None)
        if need is None:
            raise NotFoundError("listing")
        lacks, left = lacked(need, offer, promises.book(actor.today, [need.id])), found.left or Decimal(0)
        return need, left if lacks is None else min(lacks, left)
    if wish.amount is None or offer.typed is None or wish.premises_id is None:
        raise NoClaimError()
    if found.left is not None and wish.amount > found.left:
        raise MoreThanLeftError() if found.veiled else TooMuchClaimedError(found.left)
    draft = draft_of(found, wish.amount, wish.premises_id, actor)
    return listings.register(draft, actor, partner=offer.id), wish.amount


def draft_of(found: Future, amount: Decimal, premises_id: int, actor: Actor) -> Draft:
    """Return the need that a claim makes: the same thing, from today until a year after it is planned."""
    offer = found.offer
    last = (offer.end or actor.today) + PATIENCE
    kg = found.origin.expected.kg_each if found.origin.expected else None
    return Draft(
        side=Side.NEED,
        title=offer.title,
        material=offer.material,
        premises_id=premises_id,
        quantity=Quantity(amount, offer.typed_unit or "piece", "once"),
        availability=Availability(actor.today, last),
        quality=Quality(offer.form),
        weight=None if kg is None else Conversion(piece=told(kg)),
        weight_unknown=True,
    )


def suggestion_now(need: ListingRecord, offer: ListingRecord, actor: Actor) -> SuggestionRecord | None:
    """Return the living suggestion of a need and an offer, else a new one; None where they do not fit."""
    for one in suggestions.alive_of_listing(need.id):
        if one.need_id == need.id and any(line.offer_id == offer.id for line in one.lines):
            return one
    whole = listing_store.one(need.id)
    match = None if whole is None else finding.match_of(whole, offer, finding.ground(actor.today))
    return None if match is None else matching.suggest_together([match], [None], actor)


def take_back(listing_id: int, actor: Actor) -> None:
    """Take one's claim on an offer back; the need that it made is withdrawn.

    The suggestion that it made lapses, also where its need stood before it and stays.
    """
    future(listing_id, actor)
    found = claim_of(listing_id, actor)
    if found is None:
        return
    found.taken_back_at = actor.now
    trail.append(trail.Act("listing.unclaimed", "listing", listing_id), actor.person_id, actor.now)
    if not found.made_need:
        let_go(found, actor)
    elif found.need.state in MATCHABLE:
        listings.withdraw(found.need_id, actor)


def let_go(claim: ClaimRecord, actor: Actor) -> None:
    """Let the suggestion lapse that a claim of a standing need made, unless more came of it."""
    made = suggestion_of(claim.need_id, claim.offer_id)
    if made is None or made.created_at != claim.created_at:
        return
    matching.hold([claim.need_id, claim.offer_id], [made.id])
    if made.status in OPEN:
        matching.lapse(made, Lapse.WITHDRAWN, actor)


def origins(listings: Iterable[ListingRecord]) -> dict[int, Origin]:
    """Return from which planned works listings come, by their numbers; nothing of those that do not."""
    found = {listing.id: origin_of(listing) for listing in listings}
    return {number: told_ for number, told_ in found.items() if told_ is not None}


def of_need(need_id: int, listings: Iterable[ListingRecord]) -> dict[int, ClaimRecord]:
    """Return the claims of a need on offers of planned works among listings, by the offer."""
    offers = [one.id for one in listings if one.source is ListingSource.WORKS]
    found = store.claims_on(offers) if offers else []
    return {one.offer_id: one for one in found if one.need_id == need_id}
