"""Listings: registering, changing, extending and withdrawing offers and needs."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from circulair.services import (
    class_taken,
    law_reopening,
    matching,
    promises,
    release_withdrawal,
    revival,
    works_gate,
)
from circulair.services.actor import Actor, require_own
from circulair.services.faults import (
    ListingClosedError,
    ListingOverError,
    ListingUnconfirmedError,
    NotFoundError,
    PremisesMissingError,
    PromisedError,
    PromisedMaterialError,
    PromisedPlaceError,
    VersionError,
)
from circulair.services.listing_states import state_of
from circulair.services.revival import Revived
from circulair.store import listings as store
from circulair.store import organisations, trail
from circulair.store.records import MATCHABLE, ListingRecord, ListingSource, ListingState, PremisesRecord
from flows.errors import UnknownCodeError
from flows.eural import load_eural
from flows.law import YesNo
from flows.materials import load_materials
from flows.streams import Amount, Availability, Grade, Quality, Side
from flows.units import Quantity, weighs
from flows.weighing import (
    Conversion,
    Spread,
    amount_of,
    conversion_for,
    implausible,
    missing_for,
    spread_over,
)

LIFE = timedelta(days=180)
"""How long a listing without a last day lives before its owner is asked again."""

SOON = timedelta(days=60)
"""How long before its last day an owner is offered to say that a listing holds longer."""

PERIODS = ("once", "day", "working_day", "week", "school_week", "month", "quarter", "year")
MOST_AMOUNT = Decimal(10) ** 9
FARTHEST_KM = 1000
WOOD_CLASSES = ("A", "B", "C")
"""What a listing may say, in a form or in a sheet."""

MEASURED_WEEKS = "weeks"
"""What a note calls for how many weeks an amount was measured."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a form knows of a listing: three answers and what else was told.

    ``grade`` is how sure a measurement of so many ``weeks`` makes the amount, None where its unit says that.
    ``at_best`` is the best grade that its tonnes can have, whatever is known of the weight of one.
    """

    side: Side
    title: str
    material: str
    premises_id: int
    quantity: Quantity | None = None
    availability: Availability = field(default_factory=Availability)
    quality: Quality = field(default_factory=Quality)
    weight: Conversion | None = None
    spread: Spread | None = None
    weight_unknown: bool = False
    description: str = ""
    eural: str = ""
    contains_dangerous: YesNo = YesNo.UNKNOWN
    max_km: float | None = None
    public: bool = False
    source: ListingSource = ListingSource.OWNER
    grade: Grade | None = None
    weeks: int = 0
    at_best: Grade = Grade.MEASURED


def register(draft: Draft, actor: Actor, partner: int | None = None) -> ListingRecord:
    """Register an offer or need and look for matches at once, or with one ``partner`` only."""
    premises = place_of(draft, actor)
    listing = store.add(made_of(draft, premises.organisation_id, actor))
    trail.append(trail.Act("listing.registered", "listing", listing.id), actor.person_id, actor.now)
    matching.run(listing.id, actor, among=None if partner is None else {listing.id, partner})
    return listing


def made_of(draft: Draft, organisation_id: int, actor: Actor) -> ListingRecord:
    """Return the listing that a draft makes, not stored yet."""
    listing = ListingRecord(
        organisation_id=organisation_id, side=draft.side, source=draft.source, created_at=actor.now
    )
    write(listing, draft, actor)
    return listing


def change(listing_id: int, version: int, draft: Draft, actor: Actor) -> ListingRecord:
    """Change a listing as it was seen in ``version`` and match it anew."""
    store.locked([listing_id])
    listing = changeable(listing_id, actor)
    if listing.version != version:
        raise VersionError("listing")
    place_of(draft, replace(actor, organisation_id=listing.organisation_id))
    before, law_before = substance(listing), legal_substance(listing)
    draft = still_measured(listing, draft)
    keep_promises(listing, draft, actor.today)
    if listing.public and not draft.public:
        release_withdrawal.take_out(release_withdrawal.of_listings([listing]), actor)
    write(listing, draft, actor)
    class_taken.forget_of(listing.id)
    trail.append(trail.Act("listing.changed", "listing", listing.id), actor.person_id, actor.now)
    if legal_substance(listing) != law_before:
        law_reopening.of_listing(listing, actor)
    matching.run(listing.id, actor, changed=substance(listing) != before)
    return listing


def still_measured(listing: ListingRecord, draft: Draft) -> Draft:
    """Return a draft with the grade of what was measured, unless its amount or material is another."""
    said = noted(listing.weight_note)
    weeks = int(said.pop(MEASURED_WEEKS, 0))
    before = (listing.material, listing.typed, said)
    after = (draft.material, draft.quantity, noted(note_of(draft)))
    same = weeks and draft.grade is None and before == after
    return replace(draft, grade=listing.grade, weeks=weeks) if same else draft


def substance(listing: ListingRecord) -> tuple[object, ...]:
    """Return what a proposal of this listing is about: whatever differs makes it another proposal."""
    amount = (listing.tonnes, listing.typed, listing.recurring)
    when_where = (listing.start, listing.end, listing.premises_id)
    quality = (listing.form, listing.contamination_pct, listing.moisture_pct, listing.classes)
    return (*legal_substance(listing), *amount, *when_where, *quality)


def legal_substance(listing: ListingRecord) -> tuple[object, ...]:
    """Return what the law answers of a listing rest on."""
    told = (listing.material, listing.eural, listing.contains_dangerous)
    return (*told, listing.premises_id, listing.classes, listing.contamination_pct)


def keep_promises(listing: ListingRecord, draft: Draft, today: date) -> None:
    """Refuse to change what others agreed to: its material, its place, less of it, another period."""
    now = promises.book(today, [listing.id])
    if listing.id in now.bound and draft.material != listing.material:
        raise PromisedMaterialError()
    if listing.id in now.bound and draft.premises_id != listing.premises_id:
        raise PromisedPlaceError()
    taken = now.taken(listing)
    promised = max(taken.yearly, taken.once)
    if promised == 0:
        return
    amount = weighed(draft)
    if amount is None or amount.tonnes.likely < promised or amount.recurring != listing.recurring:
        raise PromisedError(promised)


def withdraw(listing_id: int, actor: Actor) -> None:
    """Take a listing back; what was suggested with it lapses."""
    store.locked([listing_id])
    listing = own(listing_id, actor)
    if listing.state is ListingState.WITHDRAWN:
        return
    if listing.state is ListingState.FULFILLED:
        raise ListingClosedError()
    listing.state = ListingState.WITHDRAWN
    listing.changed_at = actor.now
    trail.append(trail.Act("listing.withdrawn", "listing", listing.id), actor.person_id, actor.now)
    matching.run(listing.id, actor)


def reopen(listing_id: int, actor: Actor) -> Revived:
    """Undo a withdrawal, if the last day is still to come: what lapsed with it stands again where it can."""
    store.locked(revival.held_together(listing_id))
    listing = own(listing_id, actor)
    if listing.confirm_by is not None:
        raise ListingUnconfirmedError()
    if listing.state in MATCHABLE:
        return Revived()
    if listing.state is not ListingState.WITHDRAWN:
        raise ListingClosedError()
    works_gate.require(listing, actor.today)
    works_gate.keep_to_plan(listing)
    if not reopens(listing, actor.today):
        raise ListingOverError()
    listing.state = state_now(listing, actor.today)
    withdrawn_at, listing.changed_at = listing.changed_at, actor.now
    trail.append(trail.Act("listing.reopened", "listing", listing.id), actor.person_id, actor.now)
    revived = revival.with_listing(listing, withdrawn_at, actor)
    matching.run(listing.id, actor)
    return revived


def reopens(listing: ListingRecord, today: date) -> bool:
    """Return whether a withdrawal can be undone; of planned works only what these may still offer."""
    if listing.state is not ListingState.WITHDRAWN or listing.confirm_by is not None:
        return False
    until = works_gate.last_day(listing, today) or listing.expires_on or today
    return until >= today and works_gate.refusal(listing, today) is None


def extend(listing_id: int, actor: Actor) -> tuple[date, date]:
    """Say that a listing holds longer, and return its last day before and its new one."""
    store.locked([listing_id])
    listing = own(listing_id, actor)
    if listing.confirm_by is not None:
        raise ListingUnconfirmedError()
    if listing.state not in (*MATCHABLE, ListingState.EXPIRED):
        raise ListingClosedError()
    works_gate.require(listing, actor.today)
    before, listing.expires_on = listing.expires_on or actor.today, longer(listing, actor.today)
    works_gate.keep_to_plan(listing)
    listing.state = state_now(listing, actor.today)
    if listing.end is not None and listing.end < listing.expires_on:
        listing.end = listing.expires_on
    listing.changed_at = actor.now
    days = {"last_day": before.isoformat(), "new_last_day": listing.expires_on.isoformat()}
    trail.append(trail.Act("listing.extended", "listing", listing.id, days), actor.person_id, actor.now)
    matching.run(listing.id, actor)
    return before, listing.expires_on


def longer(listing: ListingRecord, today: date) -> date:
    """Return a last day half a year later, up to a year from today; of works that of their plan."""
    planned = works_gate.last_day(listing, today)
    if planned is not None:
        return planned
    last = max(listing.expires_on or today, today)
    return max(last, min(last + LIFE, today + 2 * LIFE))


def offered_until(listing: ListingRecord, today: date) -> date | None:
    """Return until when an owner is offered to extend a listing: one that ends soon, or that has expired."""
    if listing.confirm_by is not None:
        return None
    ends_soon = listing.state in MATCHABLE and (listing.expires_on or today) - today <= SOON
    asked = ends_soon or listing.state is ListingState.EXPIRED
    last = longer(listing, today) if asked and works_gate.refusal(listing, today) is None else None
    return last if last is not None and last > (listing.expires_on or today) else None


def own(listing_id: int, actor: Actor) -> ListingRecord:
    """Return a listing of the actor's organisation (any, for the hub).

    What the hub put in for them and they did not confirm yet is not theirs.
    """
    listing = store.one(listing_id)
    if listing is None:
        raise NotFoundError("listing")
    require_own(actor, listing.organisation_id, "listing")
    if listing.confirm_by is not None and not actor.is_hub:
        raise NotFoundError("listing")
    return listing


def changeable(listing_id: int, actor: Actor) -> ListingRecord:
    """Return an own listing that has not ended."""
    listing = own(listing_id, actor)
    if listing.state not in MATCHABLE:
        raise ListingClosedError()
    return listing


def mine(actor: Actor) -> Sequence[ListingRecord]:
    """Return the listings of the actor's organisation, newest first."""
    return [] if actor.organisation_id is None else store.of_organisation(actor.organisation_id)


def place_of(draft: Draft, actor: Actor) -> PremisesRecord:
    """Return the premises of a draft if they belong to whom it is for."""
    premises = organisations.premises(draft.premises_id)
    if premises is None:
        raise PremisesMissingError()
    require_own(actor, premises.organisation_id, "premises")
    return premises


def write(listing: ListingRecord, draft: Draft, actor: Actor) -> None:
    """Put a draft's answers on a listing, as typed and in tonnes."""
    if draft.material not in load_materials():
        raise UnknownCodeError("material", draft.material)
    if draft.eural and draft.eural not in load_eural():
        raise UnknownCodeError("eural", draft.eural)
    listing.premises_id, listing.title, listing.description = (
        draft.premises_id,
        draft.title,
        draft.description,
    )
    listing.material, listing.eural = draft.material, draft.eural
    listing.contains_dangerous = draft.contains_dangerous
    write_amount(listing, draft)
    listing.start, listing.end = draft.availability.start, draft.availability.end
    listing.form, listing.classes = draft.quality.form, " ".join(draft.quality.classes)
    listing.contamination_pct = draft.quality.contamination_pct
    listing.moisture_pct = draft.quality.moisture_pct
    listing.max_km, listing.public = draft.max_km, draft.public
    listing.expires_on = listing.end or actor.today + LIFE
    listing.state = state_of(listing)
    listing.changed_at = actor.now


def write_amount(listing: ListingRecord, draft: Draft) -> None:
    """Put the quantity on a listing: what was typed, and its tonnes where it can be weighed."""
    listing.typed = draft.quantity
    listing.weight_note = note_of(draft)
    amount = weighed(draft)
    listing.tonnes = amount.tonnes if amount else None
    listing.grade = amount.grade if amount else None
    listing.recurring = draft.quantity is not None and draft.quantity.recurring


def note_of(draft: Draft) -> str:
    """Return what was told besides the amount: kilograms of one, how full, least and most, weeks measured."""
    weight, spread = draft.weight, draft.spread
    told: dict[str, Decimal] = {}
    if weight is not None:
        kinds = {"density": weight.density, "piece": weight.piece, "load": weight.load}
        told = {name: each.likely for name, each in kinds.items() if each is not None}
        told |= {"fill": weight.fill} if weight.fill < 1 else {}
    if spread is not None:
        told |= {"least": spread.low, "most": spread.high}
    told |= {MEASURED_WEEKS: Decimal(draft.weeks)} if draft.weeks else {}
    return " ".join(f"{name}:{value:f}" for name, value in told.items())


def noted(note: str) -> dict[str, Decimal]:
    """Return what a note says, by name."""
    return {name: Decimal(value) for name, _colon, value in (one.partition(":") for one in note.split())}


def weighed(draft: Draft) -> Amount | None:
    """Return the tonnes of a draft, None without quantity, weight of its unit, or knowledge of that."""
    if draft.quantity is None or not weighs(draft.quantity.unit):
        return None
    conversion = conversion_for(draft.material, draft.weight)
    if draft.weight_unknown and missing_for(draft.quantity, conversion) is not None:
        return None
    amount = spread_over(amount_of(draft.quantity, conversion), draft.quantity, draft.spread)
    return replace(amount, grade=max(draft.grade or amount.grade, draft.at_best))


def oddity(draft: Draft) -> str:
    """Return the code of the question that the weight of a draft raises, empty where it raises none."""
    amount = weighed(draft)
    if draft.quantity is None or amount is None:
        return ""
    filled = None if draft.weight is None else Conversion(fill=draft.weight.fill)
    return implausible(draft.quantity, amount, conversion_for(draft.material, filled)) or ""


def state_now(listing: ListingRecord, today: date) -> ListingState:
    """Return how a listing that comes back stands: reserved where all of it is promised."""
    full = promises.book(today, [listing.id]).is_full(listing)
    return ListingState.RESERVED if full else state_of(listing)
