"""Class figures: what a class measured takes the place of what an offer said, and can be taken back."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from circulair.services import class_taken, classes, listings
from circulair.services.actor import Actor, require_own
from circulair.services.class_faults import NothingMeasuredError
from circulair.services.class_weighings import Standing, standing
from circulair.services.faults import NotFoundError, VersionError
from circulair.services.listings import MEASURED_WEEKS, Draft, noted
from circulair.store import trail
from circulair.store.records import MATCHABLE, ListingRecord, WeighingClassRecord
from flows.class_weighing import Measurement, improves
from flows.organisations import Kind
from flows.streams import Amount, Availability, Grade, Quality
from flows.units import Quantity
from flows.weighing import Conversion, Spread, told

SCHOOL_WEEK, WEEK = "school_week", "week"


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount with the weights that were told of it, and the grade that so many measured weeks give it."""

    quantity: Quantity | None
    spread: Spread | None = None
    weight: Conversion | None = None
    grade: Grade | None = None
    weeks: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """What an offer says and what was measured, side by side, in tonnes as they count."""

    figure: Figure
    after: Amount
    better: bool


def period_of(listing: ListingRecord) -> str:
    """Return of which weeks a year of an offer is made: 40 of a school, else 52 (domain.md 5.1)."""
    said = listing.typed is not None and listing.typed.period == SCHOOL_WEEK
    return SCHOOL_WEEK if said or listing.organisation.kind is Kind.SCHOOL else WEEK


def figure_of(measured: Measurement, listing: ListingRecord) -> Figure:
    """Return what a measurement makes of an offer: the mean of a week, with its range and grade."""
    quantity = Quantity(measured.mean, "kg", period_of(listing))
    spread = Spread(measured.low, measured.high)
    return Figure(quantity, spread, grade=measured.grade, weeks=measured.weeks)


def comparison(one: Standing) -> Comparison | None:
    """Return what was measured beside what the offer says, None while nothing can be said."""
    if one.measured is None:
        return None
    listing = one.record.listing
    figure = figure_of(one.measured, listing)
    draft = draft_of(listing, figure)
    after = listings.weighed(draft)
    assert after is not None  # kilograms always weigh something
    says = (listing.typed, noted(listing.weight_note), listing.grade)
    another = says != (draft.quantity, noted(listings.note_of(draft)), draft.grade)
    return Comparison(figure, after, another and improves(one.measured, listing.grade))


def take_over(class_id: int, seen: tuple[int, int], actor: Actor) -> ListingRecord:
    """Let what was measured take the place of what an offer said, in its own history, and match it anew.

    What is put back later is what stood there before the first of the measurements of this class, or of
    one that is forgotten since.
    ``seen`` are the version of the offer and how often the class had changed. For its owner (and the hub).
    Raises NothingMeasuredError where the measurement is not surer, VersionError where somebody was quicker.
    """
    record = owned(class_id, actor)
    version, changes = seen
    if record.changes != changes:
        raise VersionError("class")
    shown = comparison(standing(record, actor))
    if shown is None or not shown.better:
        raise NothingMeasuredError()
    earlier = record if class_taken.stands(record) else class_taken.left_of(record.listing_id)
    before = class_taken.said(record.listing) if earlier is None else class_taken.before(earlier)
    listing = listings.change(record.listing_id, version, draft_of(record.listing, shown.figure), actor)
    record.taken, record.taken_at = class_taken.kept(before, listing), actor.now
    note("measured", record, actor)
    return listing


def put_back(class_id: int, version: int, actor: Actor) -> ListingRecord:
    """Let an offer say again what it said before a measurement took its place.

    Raises NotFoundError where none did, or where the offer was changed by hand since.
    """
    record = owned(class_id, actor)
    if not class_taken.stands(record):
        raise NotFoundError("class")
    draft = draft_of(record.listing, before_of(record))
    listing = listings.change(record.listing_id, version, draft, actor)
    record.taken, record.taken_at = "", None
    note("measured_back", record, actor)
    return listing


@dataclass(frozen=True, slots=True)
class Left:
    """What an offer said before the measurement of a forgotten class, and when that was taken over."""

    before: Figure
    taken_at: datetime


def left_to(listing: ListingRecord) -> Left | None:
    """Return the way back that a forgotten class left to an open offer, None where none leads back."""
    left = class_taken.left_of(listing.id) if listing.state in MATCHABLE else None
    return None if left is None else Left(before_of(left), left.taken_at)


def put_back_left(listing_id: int, version: int, actor: Actor) -> ListingRecord:
    """Let an offer say again what it said before the measurement of a class that is forgotten since.

    For its owner (and the hub). Raises NotFoundError where nothing leads back.
    """
    held = listings.changeable(listing_id, actor)
    left = class_taken.left_of(held.id)
    if left is None:
        raise NotFoundError("class")
    listing = listings.change(listing_id, version, draft_of(left.listing, before_of(left)), actor)
    act = trail.Act("listing.measured_back", "listing", listing.id)
    trail.append(act, actor.person_id, actor.now)
    return listing


def owned(class_id: int, actor: Actor) -> WeighingClassRecord:
    """Return a class that weighs an offer of the actor's organisation (any, for the hub), held."""
    record = classes.held_by(class_id, actor)
    require_own(actor, record.listing.organisation_id, "class")
    return record


def note(code: str, record: WeighingClassRecord, actor: Actor) -> None:
    """Note in the history of the offer that a measurement came or went."""
    act = trail.Act(f"listing.{code}", "listing", record.listing_id, {"class": str(record.id)})
    trail.append(act, actor.person_id, actor.now)


def draft_of(listing: ListingRecord, figure: Figure) -> Draft:
    """Return an offer as it stands, with another figure."""
    return Draft(
        side=listing.side,
        title=listing.title,
        material=listing.material,
        premises_id=listing.premises_id,
        quantity=figure.quantity,
        availability=listing.availability or Availability(),
        quality=Quality(
            listing.form, listing.contamination_pct, listing.moisture_pct, tuple(listing.classes.split())
        ),
        weight=figure.weight,
        spread=figure.spread,
        weight_unknown=True,
        description=listing.description,
        eural=listing.eural,
        contains_dangerous=listing.contains_dangerous,
        max_km=listing.max_km,
        public=listing.public,
        source=listing.source,
        grade=figure.grade,
        weeks=figure.weeks,
    )


def before_of(record: class_taken.Taken) -> Figure:
    """Return what an offer said before a measurement took its place."""
    before = class_taken.before(record)
    if before["amount"] is None:
        return Figure(None)
    value, unit, period = before["amount"]
    weeks = int(noted(before["note"]).get(MEASURED_WEEKS, 0))
    grade = Grade(before["grade"]) if weeks else None
    return Figure(Quantity(Decimal(value), unit, period), *weights_in(before["note"]), grade, weeks)


def weights_in(note: str) -> tuple[Spread | None, Conversion | None]:
    """Return the range and the weights that a note of an offer tells."""
    said = noted(note)
    spread = Spread(said["least"], said["most"]) if "least" in said else None
    if said.keys().isdisjoint(("density", "piece", "load", "fill")):
        return spread, None
    density, piece, load = (
        told(said[name]) if name in said else None for name in ("density", "piece", "load")
    )
    return spread, Conversion(density, piece, load, fill=said.get("fill", Decimal(1)))
