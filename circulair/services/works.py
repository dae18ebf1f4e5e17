"""Planned works: what a housing association means to demolish or renovate, and what it offers of that.

Only housing associations and the hub know of works; of what was offered others see what every offer shows.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from circulair.services import letters, listings, matching, works_offers
from circulair.services.actor import Actor, require_own
from circulair.services.agenda import Happened
from circulair.services.claim_faults import WorksCancelledError
from circulair.services.faults import NotFoundError, PremisesMissingError, VersionError
from circulair.services.works_gate import expected_of
from circulair.services.works_offers import Wanted, bring_along, keep_promised
from circulair.store import organisations, outbox, suggestions, trail
from circulair.store import works as store
from circulair.store.records import (
    MATCHABLE,
    ClaimRecord,
    ListingRecord,
    ListingState,
    PremisesRecord,
    WorksRecord,
)
from flows.dates import still_to_come
from flows.organisations import Kind
from flows.streams import Amount
from flows.works import (
    CancelReason,
    Counted,
    Expected,
    PlannedWorks,
    WorksState,
    check_cancelled,
    still_counts,
    ticked_at_first,
    tonnes_of,
)


@dataclass(frozen=True, slots=True)
class Told:
    """What the form says of works: what is planned, from where things are fetched, and a note."""

    plan: PlannedWorks
    premises_id: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One expected component with what became of it: its offer, who claimed it, and what nobody has yet."""

    expected: Expected
    tonnes: Amount | None
    listing: ListingRecord | None
    ticked: bool
    claims: tuple[ClaimRecord, ...] = ()

    @property
    def offered(self) -> bool:
        """Return whether it is offered now, or was and others have it."""
        return self.listing is not None and self.listing.state is not ListingState.WITHDRAWN


@dataclass(frozen=True, slots=True)
class Sheet:
    """Works with all that is known of them, and what happened."""

    works: WorksRecord
    lines: tuple[Line, ...]
    acts: tuple[Happened, ...] = ()

    @property
    def alive(self) -> bool:
        """Return whether they are still planned."""
        return self.works.state is WorksState.PLANNED

    @property
    def offers(self) -> int:
        """Return how many components are offered."""
        return sum(line.offered for line in self.lines)

    @property
    def claims(self) -> int:
        """Return how many claims there are on them."""
        return sum(len(line.claims) for line in self.lines)


def plans_works(actor: Actor) -> bool:
    """Return whether works are any business of an actor: of a housing association, or the hub."""
    return actor.is_hub or (actor.organisation_id is not None and is_housing(actor.organisation_id))


def is_housing(organisation_id: int) -> bool:
    """Return whether an organisation is a housing association."""
    found = organisations.with_premises(organisation_id)
    return found is not None and found.kind is Kind.HOUSING


def require_works(actor: Actor) -> None:
    """Refuse whoever has nothing to do with works, as if there were none."""
    if not plans_works(actor):
        raise NotFoundError("works")


def places(actor: Actor) -> dict[int, str]:
    """Return the places at which works can be planned with their names: one's own, all for the hub."""
    require_works(actor)
    if not actor.is_hub:
        return {one.id: one.name for one in organisations.premises_of(actor.organisation_id or 0)}
    owners = [one for one in organisations.all_by_name() if one.kind is Kind.HOUSING]
    found = [(place, owner) for owner in owners for place in organisations.premises_of(owner.id)]
    return {place.id: f"{owner.name}: {place.name}" for place, owner in found}


def register(told: Told, actor: Actor) -> WorksRecord:
    """Put works in the register; nothing of them is offered yet."""
    place = place_of(told, actor)
    works = store.add(
        WorksRecord(
            organisation_id=place.organisation_id,
            premises_id=place.id,
            plan=told.plan,
            note=told.note,
            created_at=actor.now,
            changed_at=actor.now,
        )
    )
    note("registered", works, actor)
    return works


def place_of(told: Told, actor: Actor) -> PremisesRecord:
    """Return the place of works if it is one at which the actor may plan them."""
    require_works(actor)
    place = organisations.premises(told.premises_id)
    if place is None:
        raise PremisesMissingError()
    require_own(actor, place.organisation_id, "premises")
    if not is_housing(place.organisation_id):
        raise PremisesMissingError()
    still_to_come(told.plan.window, actor.today)
    return place


def everything(actor: Actor) -> list[Sheet]:
    """Return the works of one's own association, of all for the hub, what comes first in front."""
    require_works(actor)
    return [sheet_of(works) for works in store.everything(None if actor.is_hub else actor.organisation_id)]


def sheet(works_id: int, actor: Actor) -> Sheet:
    """Return works for their association and the hub; for everybody else they are not there."""
    works = own(store.one(works_id), actor)
    rows = (row for row, _words in trail.of_subject("works", works_id))
    return sheet_of(works, tuple(Happened(row.at, row.act, json.loads(row.details or "{}")) for row in rows))


def own(works: WorksRecord | None, actor: Actor) -> WorksRecord:
    """Return works that are the actor's, or any for the hub."""
    require_works(actor)
    if works is None:
        raise NotFoundError("works")
    require_own(actor, works.organisation_id, "works")
    return works


def sheet_of(works: WorksRecord, acts: tuple[Happened, ...] = ()) -> Sheet:
    """Return works with their components, offers and claims."""
    found, known = expected_of(works), {one.material: one for one in works.components}
    first = ticked_at_first(works.plan, found) if not any(one.listing for one in works.components) else ()
    claims = store.claims_on([one.listing_id for one in works.components if one.listing_id])
    lines = []
    for one in found:
        listing = known[one.material].listing if one.material in known else None
        on_it = tuple(claim for claim in claims if listing is not None and claim.offer_id == listing.id)
        offered = listing is not None and listing.state is not ListingState.WITHDRAWN
        lines.append(Line(one, tonnes_of(one), listing, offered or one.material in first, on_it))
    return Sheet(works, tuple(lines), acts)


def to_change(works_id: int, version: int, actor: Actor) -> WorksRecord:
    """Return own works, held with all that hangs on their offers, as they were seen in ``version``."""
    works = own(store.held(works_id), actor)
    if works.version != version:
        raise VersionError("works")
    offers = [one.listing_id for one in works.components if one.listing_id]
    matching.hold(offers, suggestions.alive_with(offers))
    return works


def require_planned(works: WorksRecord) -> None:
    """Refuse to go on with works that were cancelled."""
    if works.state is not WorksState.PLANNED:
        raise WorksCancelledError()


def change(works_id: int, version: int, told: Told, actor: Actor) -> WorksRecord:
    """Change works, and all that they offer with them: matched anew, or withdrawn where nothing comes free.

    What was counted of other dwellings counts no more.
    """
    works = to_change(works_id, version, actor)
    require_planned(works)
    place = place_of(told, actor)
    if place.organisation_id != works.organisation_id:
        raise PremisesMissingError()
    before = works.plan
    works.plan, works.premises_id, works.note = told.plan, place.id, told.note
    works.changed_at = actor.now
    if not still_counts(before, told.plan):
        for one in works.components:
            one.counted = one.kg_each = one.surveyed_on = None
    store.touch(works)
    moved = before.window != told.plan.window
    days = {"from": as_text(before.window.start), "until": as_text(before.window.end)} if moved else {}
    note("changed", works, actor, days)
    keep_promised(works, actor)
    bring_along(works, actor, before.name)
    if moved:
        tell_claimants(works, "moved", actor)
    return works


def survey(works_id: int, version: int, counted: Mapping[str, Counted], actor: Actor) -> WorksRecord:
    """Put counted numbers in place of the estimates, and bring the offers along; the trail keeps both."""
    works = to_change(works_id, version, actor)
    require_planned(works)
    before = {one.material: one for one in expected_of(works)}
    for slug, told in counted.items():
        if slug not in before:
            raise NotFoundError("works")
        known = store.component_of(works, slug)
        known.counted, known.kg_each, known.surveyed_on = told.count, told.kg_each, told.day
    store.touch(works)
    for one in expected_of(works):
        if one.material in counted and one != before[one.material]:
            note("surveyed", works, actor, change_told(before[one.material], one))
    keep_promised(works, actor)
    bring_along(works, actor)
    return works


def change_told(before: Expected, after: Expected) -> dict[str, str]:
    """Return what a survey made of an expected amount, as the trail keeps it."""
    former = {"low": before.low, "likely": before.likely, "high": before.high, "grade": before.grade}
    now = {"counted": after.likely, "now_grade": after.grade, "day": after.surveyed_on}
    told = {"material": before.material, "unit": before.component.unit, "rests": before.rests.value}
    return told | {name: str(value) for name, value in (former | now).items()}


def offer(works_id: int, version: int, wanted: Wanted, actor: Actor) -> int:
    """Offer the chosen components from the day they come free, take back the others; return how many."""
    works = to_change(works_id, version, actor)
    require_planned(works)
    chosen = works_offers.choose(works, wanted, actor)
    store.touch(works)
    note("offered", works, actor, {"materials": " ".join(chosen)})
    return len(chosen)


def cancel(works_id: int, version: int, why: tuple[CancelReason | None, str], actor: Actor) -> WorksRecord:
    """Cancel works with a reason: what nobody has yet is withdrawn, and whoever claimed it is told."""
    works = to_change(works_id, version, actor)
    require_planned(works)
    works.cancel_reason, works.cancel_words = check_cancelled(*why), why[1]
    works.state, works.cancelled_at, works.changed_at = WorksState.CANCELLED, actor.now, actor.now
    tell_claimants(works, "cancelled", actor)
    for one in works.components:
        if one.listing is not None and one.listing.state in MATCHABLE:
            listings.withdraw(one.listing.id, actor)
    store.touch(works)
    note("cancelled", works, actor, {"reason": works.cancel_reason.value}, why[1])
    return works


def put_back(works_id: int, actor: Actor) -> WorksRecord:
    """Undo a cancellation: what it withdrew is offered again, and letters that have not left are dropped."""
    works = own(store.held(works_id), actor)
    if works.state is not WorksState.CANCELLED:
        return works
    works = to_change(works_id, works.version, actor)
    cancelled_at, works.state = works.cancelled_at, WorksState.PLANNED
    works.cancel_reason, works.cancel_words, works.cancelled_at = None, "", None
    works.changed_at = actor.now
    for one in works.components:
        gone = one.listing is not None and one.listing.changed_at == cancelled_at
        if gone and one.listing is not None and listings.reopens(one.listing, actor.today):
            listings.reopen(one.listing.id, actor)
    outbox.drop([one for one in outbox.unsent_of("works") if letters.is_of_works(one, works.id, "cancelled")])
    store.touch(works)
    note("put_back", works, actor)
    return works


def tell_claimants(works: WorksRecord, state: str, actor: Actor) -> None:
    """Write to whoever claimed something of works, and still looks for it, what became of these."""
    offers = [one.listing_id for one in works.components if one.listing_id]
    claims = [one for one in store.claims_on(offers) if one.need.state in (*MATCHABLE, ListingState.RESERVED)]
    window = works.plan.window
    for claim in claims:
        facts = {
            "path": f"/mijn/{claim.need_id}",
            "works": works.id,
            "state": state,
            "slug": claim.offer.material,
            "place": works.name,
            "reason": works.cancel_reason.value if works.cancel_reason else "",
            "first": as_text(window.start),
            "last": as_text(window.end),
        }
        for letter in letters.write_to_side(claim.need, "works", facts, actor):
            letter.due_at = actor.now + letters.UNDO


def as_text(day: date | None) -> str:
    """Return a day as letters and the trail keep it."""
    return day.isoformat() if day else ""


def note(
    code: str, works: WorksRecord, actor: Actor, told: dict[str, str] | None = None, words: str = ""
) -> None:
    """Note a step in the trail of works."""
    trail.append(trail.Act(f"works.{code}", "works", works.id, told or {}, words), actor.person_id, actor.now)
