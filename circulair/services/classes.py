"""Classes: a school adopts a stream to weigh, its owner agrees, the class gets one link, it ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from circulair.services import class_taken, letters, links
from circulair.services.actor import Actor, require_hub
from circulair.services.class_faults import (
    AlreadyWeighedError,
    ClassOverError,
    NotWeighableError,
    OfferUnknownError,
)
from circulair.services.faults import NotAllowedError, NotFoundError
from circulair.store import classes as store
from circulair.store import listings as listing_store
from circulair.store import organisations, trail
from circulair.store.records import MATCHABLE, ListingRecord, OrganisationRecord, WeighingClassRecord
from flows.class_weighing import ClassStage, Plan, monday_of, step
from flows.codes import public_code
from flows.errors import OutOfRangeError
from flows.materials import Nature, load_materials
from flows.organisations import Kind
from flows.streams import Side
from flows.units import weighs

MOST_LABEL, MOST_NAME = 40, 80
"""Characters of what a class calls itself, and of what it calls the stream."""

AHEAD = timedelta(days=366)
"""How far ahead a class may begin."""

LIVING = (ClassStage.ASKED, ClassStage.RUNNING)

WITH_WEIGHT = frozenset({Nature.MATTER, Nature.OBJECT, Nature.FOOD, Nature.WATER})


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a class: what it calls itself and the stream, from which day, for how many weeks."""

    label: str
    stream_name: str
    first_day: date
    weeks: int


def begin(told: Told, school_id: int, listing_id: int, actor: Actor) -> WeighingClassRecord:
    """Let a class of a school adopt an offer: its own at once, another's once the owner agrees.

    For a member of that school and for the hub. Raises NotFoundError, NotWeighableError,
    AlreadyWeighedError, and OutOfRangeError for weeks that cannot be.
    """
    school = school_of(school_id, actor)
    listing_store.locked([listing_id])
    listing = listing_store.one(listing_id)
    if listing is None or not may_choose(listing, school, actor):
        raise NotFoundError("listing")
    if not is_weighable(listing):
        raise NotWeighableError()
    if living_of(listing_id):
        raise AlreadyWeighedError()
    if not monday_of(actor.today) <= told.first_day <= actor.today + AHEAD:
        raise OutOfRangeError("first_day", told.first_day, "in this week or the year ahead")
    plan = Plan(monday_of(told.first_day), told.weeks)
    own = listing.organisation_id == school.id
    record = store.add(
        WeighingClassRecord(
            organisation_id=school.id,
            listing_id=listing.id,
            label=told.label[:MOST_LABEL],
            stream_name=told.stream_name[:MOST_NAME],
            stage=ClassStage.RUNNING if own else ClassStage.ASKED,
            monday=plan.monday,
            weeks=plan.weeks,
            changes=1,
            created_at=actor.now,
        )
    )
    note("begun" if own else "asked", record, actor)
    if not own:
        letters.class_asks(record, school.name, listing, actor)
    return record


def may_choose(listing: ListingRecord, school: OrganisationRecord, actor: Actor) -> bool:
    """Return whether a school may ask for an offer: its own, a public one, or one that the hub chose."""
    known = listing.organisation_id == school.id or listing.public or actor.is_hub
    return known and listing.confirm_by is None


def school_of(school_id: int, actor: Actor) -> OrganisationRecord:
    """Return a school for which the actor may let a class begin; NotFoundError where it is none."""
    school = organisations.with_premises(school_id)
    may = actor.is_hub or actor.organisation_id == school_id
    if school is None or not may or school.kind is not Kind.SCHOOL or school.merged_into_id is not None:
        raise NotFoundError("school")
    return school


def is_weighable(listing: ListingRecord) -> bool:
    """Return whether a class can weigh an offer: it stands open, comes back, and has a weight."""
    comes_back = listing.typed is None or (listing.typed.recurring and weighs(listing.typed.unit))
    matter = load_materials()[listing.material].nature in WITH_WEIGHT
    return listing.side is Side.OFFER and listing.state in MATCHABLE and comes_back and matter


def may_begin(listing: ListingRecord, actor: Actor) -> bool:
    """Return whether the actor can let a class weigh an offer: the hub, or a school whose own it is."""
    return is_weighable(listing) and not living_of(listing.id) and bool(schools(actor))


def living_of(listing_id: int) -> Sequence[WeighingClassRecord]:
    """Return the class that weighs an offer now, or waits to."""
    return [one for one in store.of_listing(listing_id) if one.stage in LIVING]


def schools(actor: Actor) -> Sequence[OrganisationRecord]:
    """Return the schools for which the actor may let a class begin."""
    if actor.is_hub:
        return store.schools()
    own = None if actor.organisation_id is None else organisations.with_premises(actor.organisation_id)
    return [own] if own is not None and own.kind is Kind.SCHOOL else []


def choices(actor: Actor) -> Sequence[ListingRecord]:
    """Return the offers that the actor can choose: the school's own, for the hub all that stand open."""
    if not actor.is_hub and actor.organisation_id is None:
        return []
    found = store.offers(None if actor.is_hub else actor.organisation_id)
    return [one for one in found if is_weighable(one)]


def offer_with(code: str) -> ListingRecord:
    """Return the public offer that has a code; OfferUnknownError where none has."""
    wanted = code.strip().upper()
    for one in store.offers(public=True):
        if public_code(Side.OFFER.value, one.id, one.created_at) == wanted:
            return one
    raise OfferUnknownError(code)


def mine(actor: Actor) -> Sequence[WeighingClassRecord]:
    """Return the classes that concern the actor: all of them for the hub."""
    if actor.is_hub:
        return store.everything()
    return [] if actor.organisation_id is None else store.of_organisation(actor.organisation_id)


def to_answer(actor: Actor) -> Sequence[WeighingClassRecord]:
    """Return the classes that wait for a yes of the actor's organisation."""
    return [] if actor.organisation_id is None else store.waiting_for(actor.organisation_id)


def running(actor: Actor) -> Sequence[WeighingClassRecord]:
    """Return the classes that weigh or wait for an owner, for the hub."""
    require_hub(actor)
    return [one for one in store.everything() if one.stage in LIVING]


def of_listing(listing: ListingRecord) -> Sequence[WeighingClassRecord]:
    """Return the classes of an offer that its owner sees on its page."""
    return store.of_listing(listing.id)


def is_school(record: WeighingClassRecord, actor: Actor) -> bool:
    """Return whether the actor belongs to the school of a class, or to the hub, which acts for it."""
    return actor.is_hub or actor.organisation_id == record.organisation_id


def is_owner(record: WeighingClassRecord, actor: Actor) -> bool:
    """Return whether the actor belongs to whoever offers what a class weighs."""
    return actor.organisation_id is not None and actor.organisation_id == record.listing.organisation_id


def seen_by(class_id: int, actor: Actor) -> WeighingClassRecord:
    """Return a class that concerns the actor; NotFoundError else."""
    return allowed(store.one(class_id), actor)


def held_by(class_id: int, actor: Actor) -> WeighingClassRecord:
    """Return a class that concerns the actor, held to be changed; NotFoundError else."""
    return allowed(store.held(class_id), actor)


def allowed(record: WeighingClassRecord | None, actor: Actor) -> WeighingClassRecord:
    """Return a class if it concerns the actor."""
    if record is None or not (is_school(record, actor) or is_owner(record, actor)):
        raise NotFoundError("class")
    return record


def of_school(class_id: int, actor: Actor) -> WeighingClassRecord:
    """Return a class that the actor may steer, held: for its school and the hub."""
    record = held_by(class_id, actor)
    if not is_school(record, actor):
        raise NotAllowedError()
    return record


def steered(class_id: int, actor: Actor) -> WeighingClassRecord:
    """Return a class that the actor may steer: for its school and the hub."""
    record = seen_by(class_id, actor)
    if not is_school(record, actor):
        raise NotAllowedError()
    return record


def owned(class_id: int, actor: Actor) -> WeighingClassRecord:
    """Return a class that weighs what the actor's own organisation offers; not even for the hub."""
    record = seen_by(class_id, actor)
    if not is_owner(record, actor):
        raise NotAllowedError()
    return record


def agree(class_id: int, stream_name: str, actor: Actor) -> WeighingClassRecord:
    """Say as the owner that a class may weigh, and what it reads of the offer: that name and nothing else."""
    record = of_owner(class_id, actor)
    record.stage = step(record.stage, ClassStage.RUNNING)
    record.stream_name = stream_name[:MOST_NAME]
    note("agreed", record, actor)
    letters.answered_for_class(record)
    return record


def refuse(class_id: int, actor: Actor) -> None:
    """Say as the owner that a class may not weigh."""
    record = of_owner(class_id, actor)
    record.stage = step(record.stage, ClassStage.REFUSED)
    note("refused", record, actor)
    letters.answered_for_class(record)


def of_owner(class_id: int, actor: Actor) -> WeighingClassRecord:
    """Return a class that weighs what the actor's own organisation offers, held; not even for the hub."""
    record = held_by(class_id, actor)
    if not is_owner(record, actor):
        raise NotAllowedError()
    return record


def make_link(class_id: int, actor: Actor) -> str:
    """Return a fresh link for a class, of which only a digest is kept; the one before stops working."""
    record = of_school(class_id, actor)
    if record.stage is not ClassStage.RUNNING or actor.today > record.plan.link_until:
        raise ClassOverError()
    token = links.fresh()
    record.link_digest = links.digest(token)
    note("link_made", record, actor)
    return token


def revoke_link(class_id: int, actor: Actor) -> None:
    """Let the link of a class work no more."""
    record = of_school(class_id, actor)
    record.link_digest = None
    note("link_revoked", record, actor)


def stoppable(class_id: int, actor: Actor) -> WeighingClassRecord:
    """Return a class that the actor may stop; ClassStepError where it weighs no more."""
    record = seen_by(class_id, actor)
    step(record.stage, ClassStage.STOPPED)
    return record


def stop(class_id: int, actor: Actor) -> None:
    """Stop a class: for its school, the hub, and the owner who no longer agrees; its link works no more."""
    record = held_by(class_id, actor)
    record.stage, record.link_digest = step(record.stage, ClassStage.STOPPED), None
    note("stopped", record, actor)
    letters.answered_for_class(record)


def forget(class_id: int, actor: Actor) -> None:
    """Forget a class and all that it weighed; what its owner took over stays, and the way back."""
    record = of_school(class_id, actor)
    note("forgotten", record, actor)
    letters.answered_for_class(record)
    store.forget(record, leads_back=class_taken.stands(record))


def note(code: str, record: WeighingClassRecord, actor: Actor) -> None:
    """Note in the trail what happened to a class; never its link, never what it weighed."""
    act = trail.Act(f"class.{code}", "class", record.id, {"listing": str(record.listing_id)})
    trail.append(act, actor.person_id, actor.now)
