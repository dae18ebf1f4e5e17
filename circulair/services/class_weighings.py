"""Class weighings: what a class enters by its one link, without an account, and what its weeks say so far."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from circulair.services import class_taken, classes, links
from circulair.services.actor import Actor
from circulair.services.class_faults import ClassLinkError
from circulair.services.faults import NotFoundError, VersionError
from circulair.store import classes as store
from circulair.store.records import ClassWeighingRecord, ListingRecord, WeighingClassRecord
from flows.class_weighing import (
    ClassStage,
    Measurement,
    Week,
    Weighing,
    check,
    improves,
    measure,
    weeks_lacking,
    weeks_of,
    weeks_over,
)
from flows.class_weighing import is_odd as odd_week

KG_A_SCHOOL_WEEK = Decimal(1000) / 40
"""Of one tonne a year: a school year has 40 weeks."""


class ClassNext(StrEnum):
    """What is to be done next about a class."""

    ASK_OWNER = "ask_owner"
    MAKE_LINK = "make_link"
    BEGIN_LATER = "begin_later"
    WEIGH = "weigh"
    WAIT = "wait"
    TAKE_OVER = "take_over"
    TOO_LITTLE = "too_little"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Standing:
    """A class with its weeks, what they say so far, and what to do next."""

    record: WeighingClassRecord
    weeks: tuple[Week, ...]
    measured: Measurement | None
    this_week: int | None
    next: ClassNext

    @property
    def lacking(self) -> int:
        """Return how many more weeks have to be weighed at least before the grade can rise."""
        return weeks_lacking(self.measured)

    @property
    def heaviest(self) -> float:
        """Return the heaviest week in kg, 1 where nothing was weighed."""
        return max((float(week.kg) for week in self.weeks if week.kg), default=1.0)

    @property
    def weighed(self) -> int:
        """Return in how many weeks something was weighed, nought counting."""
        return sum(week.kg is not None for week in self.weeks)


def standing(record: WeighingClassRecord, actor: Actor) -> Standing:
    """Return how a class stands today."""
    weeks = weeks_of(record.plan, (one.weighing for one in record.weighings))
    measured = measure(weeks_over(weeks, actor.today))
    this_week = record.plan.week_of(actor.today)
    told = Standing(record, weeks, measured, this_week, ClassNext.DONE)
    return Standing(record, weeks, measured, this_week, next_of(told, actor))


def next_of(one: Standing, actor: Actor) -> ClassNext:
    """Return what is to be done next about a class; how sure a figure is, only owner and hub learn."""
    record, over = one.record, actor.today > one.record.plan.last_day
    told = actor.is_hub or classes.is_owner(record, actor)
    better = told and improves(one.measured, record.listing.grade)
    done = over and (not told or class_taken.stands(record))
    this_week = None if one.this_week is None else one.weeks[one.this_week - 1]
    asked = {
        ClassNext.ASK_OWNER: record.stage is ClassStage.ASKED,
        ClassNext.DONE: record.stage is not ClassStage.RUNNING or done,
        ClassNext.MAKE_LINK: record.link_digest is None and not over,
        ClassNext.BEGIN_LATER: this_week is None and not over,
        ClassNext.WEIGH: this_week is not None and this_week.kg is None and not this_week.no_lesson,
        ClassNext.TAKE_OVER: better and not class_taken.stands(record),
        ClassNext.TOO_LITTLE: over,
    }
    return next((code for code, holds in asked.items() if holds), ClassNext.WAIT)


def enter(token: str, actor: Actor) -> str:
    """Return by what the link of a class is known from now on; ClassLinkError where it does not work."""
    digest = links.digest(token)
    by_link(digest, actor)
    return digest


def opens(record: WeighingClassRecord, token: str) -> bool:
    """Return whether a link is the one that a class has now."""
    return record.link_digest == links.digest(token)


def by_link(digest: str, actor: Actor) -> WeighingClassRecord:
    """Return the class of a link that works today; ClassLinkError else."""
    number = store.number_of(digest)
    return usable(None if number is None else store.one(number), digest, actor)


def held(digest: str, seen: int, actor: Actor) -> WeighingClassRecord:
    """Return the class of a link, held to be changed; VersionError where it is not as it was seen."""
    number = store.number_of(digest)
    record = usable(None if number is None else store.held(number), digest, actor)
    if record.changes != seen:
        raise VersionError("class")
    return record


def usable(record: WeighingClassRecord | None, digest: str, actor: Actor) -> WeighingClassRecord:
    """Return a class if this link of it works today."""
    if record is None or record.link_digest != digest or record.stage is not ClassStage.RUNNING:
        raise ClassLinkError()
    if actor.today > record.plan.link_until:
        raise ClassLinkError()
    return record


def weigh(digest: str, seen: int, weighing: Weighing, actor: Actor) -> ClassWeighingRecord:
    """Enter what was weighed on a day, or that its week has no lesson."""
    record = held(digest, seen, actor)
    check(weighing, [one.weighing for one in record.weighings], record.plan, actor.today)
    record.changes += 1
    return store.add_weighing(record, weighing, actor.now)


def is_odd(digest: str, weighing: Weighing, actor: Actor, but: int | None = None) -> bool:
    """Return whether something makes its week so heavy that the class is asked whether it is right.

    ``but`` is the entry in whose place it comes. What an offer says is known to its own school only.
    """
    record = by_link(digest, actor)
    others = [one.weighing for one in record.weighings if one.id != but]
    return odd_week(weighing, others, record.plan, usual_of(record.listing, record.organisation_id))


def usual_of(listing: ListingRecord, school_id: int) -> Decimal | None:
    """Return the kg a week that a school's own offer says; None of another's, which no class may learn."""
    if listing.organisation_id != school_id or not listing.recurring or listing.tonnes is None:
        return None
    return listing.tonnes.likely * KG_A_SCHOOL_WEEK


def undo(digest: str, seen: int, actor: Actor) -> Weighing:
    """Take back what was entered last, and return it."""
    record = held(digest, seen, actor)
    if not record.weighings:
        raise NotFoundError("weighing")
    last = record.weighings[-1]
    told = last.weighing
    record.changes += 1
    store.remove_weighing(record, last)
    return told


def entry(digest: str, weighing_id: int, actor: Actor) -> tuple[WeighingClassRecord, ClassWeighingRecord]:
    """Return the class of a link with one of its entries."""
    record = by_link(digest, actor)
    return record, entry_of(record, weighing_id)


def entry_of(record: WeighingClassRecord, weighing_id: int) -> ClassWeighingRecord:
    """Return one entry of a class; NotFoundError where it is another's or gone."""
    found = next((one for one in record.weighings if one.id == weighing_id), None)
    if found is None:
        raise NotFoundError("weighing")
    return found


def correct(digest: str, weighing_id: int, seen: int, weighing: Weighing, actor: Actor) -> None:
    """Put right what was weighed on a day."""
    record = held(digest, seen, actor)
    wrong = entry_of(record, weighing_id)
    others = [one.weighing for one in record.weighings if one is not wrong]
    check(weighing, others, record.plan, actor.today)
    wrong.day, wrong.kg = weighing.day, weighing.kg
    record.changes += 1


def remove(digest: str, weighing_id: int, seen: int, actor: Actor) -> None:
    """Take one entry away."""
    record = held(digest, seen, actor)
    wrong = entry_of(record, weighing_id)
    record.changes += 1
    store.remove_weighing(record, wrong)
