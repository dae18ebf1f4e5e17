"""Temporary uses: proposed to both sides, agreed, begun, ended; each step noted, the last one taken back."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from circulair.services import letters, release_withdrawal, rooms
from circulair.services.actor import Actor, require_hub
from circulair.services.faults import (
    NoFitError,
    NotFoundError,
    PremisesNotVacantError,
    PremisesTakenError,
    VersionError,
)
from circulair.store import accounts, listings, trail
from circulair.store import premises as store
from circulair.store.records import (
    MATCHABLE,
    PremisesRecord,
    SpaceNeedRecord,
    TemporaryUseRecord,
    TrailRecord,
)
from flows.premises import RoomMatch, judge
from flows.streams import Availability
from flows.temporary_use import (
    ALIVE,
    BACK,
    RUNNING,
    TemporaryUse,
    UseParty,
    UseReason,
    UseStatus,
    UseStepError,
)

Why = tuple[UseReason | None, str]
"""A reason with its words."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A temporary use as somebody sees it: what they may do with it, and what happened."""

    record: TemporaryUseRecord
    need: SpaceNeedRecord
    parties: tuple[UseParty, ...]
    may_act: bool
    may_undo: bool
    names_user: bool
    names_owner: bool
    acts: tuple[TrailRecord, ...] = ()

    @property
    def alive(self) -> bool:
        """Return whether it can still change."""
        return self.record.status in ALIVE


def propose(premises_id: int, listing_id: int, actor: Actor) -> TemporaryUseRecord:
    """Bring premises and a need for space together: as the hub, or as one of the sides, who then said yes."""
    store.held(premises_id)
    premises, need = store.full(premises_id), store.need(listing_id)
    if premises is None or need is None or not sees_both(premises, need, actor):
        raise NotFoundError("premises")
    if not rooms.is_free(premises) or need.listing.state not in MATCHABLE:
        raise PremisesNotVacantError()
    own = premises.organisation_id == need.listing.organisation_id
    if own or not isinstance(judge(rooms.room_of(premises), rooms.need_of(need)), RoomMatch):
        raise NoFitError()
    for one in premises.temporary_uses:
        if one.listing_id == listing_id and one.status in ALIVE:
            return one
    together = Availability(premises.available_from, premises.available_until).together(
        Availability(need.listing.start, need.listing.end)
    )
    record = store.add_use(
        TemporaryUseRecord(
            premises_id=premises_id,
            listing_id=listing_id,
            start=together.start if together else None,
            until=together.end if together else None,
            status=UseStatus.PROPOSED,
            owner_agrees=premises.organisation_id == actor.organisation_id,
            user_agrees=need.listing.organisation_id == actor.organisation_id,
            step_by_id=actor.person_id,
            step_at=actor.now,
            created_at=actor.now,
        )
    )
    note("use_proposed", record, actor)
    tell(record, premises, need, actor)
    return record


def sees_both(premises: PremisesRecord, need: SpaceNeedRecord, actor: Actor) -> bool:
    """Return whether somebody may bring these together: the hub, or one side that may see the other."""
    own_place = premises.organisation_id == actor.organisation_id
    own_need = need.listing.organisation_id == actor.organisation_id
    as_owner = own_place and need.listing.public and need.listing.confirm_by is None
    return actor.is_hub or (
        actor.organisation_id is not None and (as_owner or (own_need and premises.public))
    )


def sheet(use_id: int, actor: Actor) -> Sheet:
    """Return a temporary use for its sides and the hub; for everybody else it is not there."""
    record = store.use(use_id)
    if record is None:
        raise NotFoundError("use")
    return seen(record, actor)


def seen(record: TemporaryUseRecord, actor: Actor) -> Sheet:
    """Return a temporary use as somebody sees it."""
    need = store.need(record.listing_id)
    parties = parties_of(record, actor)
    if need is None or not (parties or actor.is_hub):
        raise NotFoundError("use")
    said = actor.is_hub or record.status in (*RUNNING, UseStatus.ENDED)
    hidden = record.premises.organisation.hides_name and not record.premises.public
    return Sheet(
        record=record,
        need=need,
        parties=parties,
        may_act=bool(parties) or actor.is_hub,
        may_undo=may_undo(record, actor),
        names_user=said or UseParty.USER in parties or not record.listing.organisation.hides_name,
        names_owner=said or UseParty.OWNER in parties or not hidden,
        acts=acts_of(record),
    )


def acts_of(record: TemporaryUseRecord) -> tuple[TrailRecord, ...]:
    """Return what happened to a temporary use, oldest first."""
    rows = trail.of_subject("premises", record.premises_id)
    return tuple(row for row, _words in rows if json.loads(row.details or "{}").get("use") == str(record.id))


def parties_of(record: TemporaryUseRecord, actor: Actor) -> tuple[UseParty, ...]:
    """Return which sides of a temporary use the actor's organisation is."""
    sides = (
        (UseParty.OWNER, record.premises.organisation_id),
        (UseParty.USER, record.listing.organisation_id),
    )
    own = actor.organisation_id
    return tuple(party for party, organisation in sides if own is not None and organisation == own)


def of_need(listing_id: int, actor: Actor) -> list[Sheet]:
    """Return the temporary uses that were proposed to an own need."""
    rooms.own_need(listing_id, actor)
    return [seen(one, actor) for one in store.uses_of(listing_id)]


def of_premises(premises_id: int, actor: Actor) -> list[Sheet]:
    """Return the temporary uses of own premises."""
    record = rooms.own(premises_id, actor)
    return [sheet(one.id, actor) for one in record.temporary_uses]


def everything(actor: Actor) -> Sequence[TemporaryUseRecord]:
    """Return all temporary uses for the hub, the one that changed last first."""
    require_hub(actor)
    return store.all_uses()


def agree(use_id: int, party: UseParty, version: int, actor: Actor) -> TemporaryUseRecord:
    """Say yes as one side, or for it as the hub; with the second yes the premises are promised."""
    record = to_change(use_id, version, actor)
    if party not in parties_of(record, actor) and not actor.is_hub:
        raise NotFoundError("use")
    made = record.use.agree(party)
    if made.status is UseStatus.AGREED:
        refuse_taken(record)
        refuse_closed(record)
    take(record, made, actor, {"party": party.value})
    need = store.need(record.listing_id)
    if made.status is UseStatus.AGREED and need is not None:
        tell(record, record.premises, need, actor)
    return record


def tell(record: TemporaryUseRecord, premises: PremisesRecord, need: SpaceNeedRecord, actor: Actor) -> None:
    """Write to the people of both sides that something was proposed or agreed, but not to who did it.

    Neither side is named: the page names whom its reader may know.
    """
    sides = ((premises.organisation_id, premises.name), (need.listing.organisation_id, need.listing.title))
    for place, (organisation, name) in enumerate(sides):
        facts = {
            "path": f"/gebruik/{record.id}",
            "state": record.status.value,
            "purpose": need.purpose.value,
            "place": name,
            "owner": place == 0,
        }
        for person in accounts.reached_by_letter(organisation):
            if person.id != actor.person_id:
                letters.write_to(person, "space", facts, actor)


def refuse_closed(record: TemporaryUseRecord) -> None:
    """Refuse to agree on premises that are no longer vacant, or for a need that has ended."""
    if not record.premises.vacant or record.listing.state not in MATCHABLE:
        raise PremisesNotVacantError()


def refuse_taken(record: TemporaryUseRecord) -> None:
    """Refuse premises that another use has."""
    if store.running(record.premises_id) not in (None, record.id):
        raise PremisesTakenError()


def begin(use_id: int, version: int, day: date, actor: Actor) -> TemporaryUseRecord:
    """Note on which day the user came in."""
    record = to_change(use_id, version, actor)
    take(record, record.use.begin(day, actor.today), actor, {"day": day.isoformat()})
    return record


def end(use_id: int, version: int, day: date, why: Why, actor: Actor) -> TemporaryUseRecord:
    """Note on which day and why the user left: the premises are free again."""
    record = to_change(use_id, version, actor)
    made = record.use.end(day, why, actor.today)
    take(record, made, actor, {"day": day.isoformat(), "reason": str(made.reason)})
    return record


def decline(use_id: int, version: int, why: Why, actor: Actor) -> TemporaryUseRecord:
    """Say no, with the reason."""
    record = to_change(use_id, version, actor)
    made = record.use.decline(why)
    take(record, made, actor, {"reason": str(made.reason)})
    return record


def undo(use_id: int, actor: Actor) -> TemporaryUseRecord:
    """Take back one's own last step, for a while and if nobody acted since."""
    record = held(use_id, actor)
    if not may_undo(record, actor) or record.came_from is None:
        raise UseStepError(record.status, record.came_from or record.status)
    made = record.use.back(record.came_from)
    if made.status in RUNNING:
        refuse_taken(record)
        refuse_closed(record)
    write(record, made, actor)
    record.came_from = None
    note("use_undone", record, actor)
    return record


def consent(use_id: int, actor: Actor, *, public: bool) -> TemporaryUseRecord:
    """Say as the user whether everybody may read who uses the premises, and for what."""
    record = held(use_id, actor)
    if UseParty.USER not in parties_of(record, actor):
        raise NotFoundError("use")
    record.user_consents = public
    if not public:
        told = release_withdrawal.of_user(record, store.uses_in(record.premises_id))
        release_withdrawal.take_out(told, actor)
    note("use_consent", record, actor, {"public": str(public)})
    return record


def may_undo(record: TemporaryUseRecord, actor: Actor) -> bool:
    """Return whether the actor took the last step a short while ago, and it is one that can be taken back."""
    own = actor.person_id is not None and record.step_by_id == actor.person_id
    back = record.came_from is not None and record.came_from in BACK.get(record.status, frozenset())
    return own and back and actor.now - record.step_at <= letters.UNDO


def to_change(use_id: int, version: int, actor: Actor) -> TemporaryUseRecord:
    """Return a temporary use that its side or the hub may change, held, as it was seen in ``version``."""
    record = held(use_id, actor)
    if record.version != version:
        raise VersionError("use")
    return record


def held(use_id: int, actor: Actor) -> TemporaryUseRecord:
    """Return a temporary use of one's own (any, for the hub); it, its premises and its need are held."""
    before = store.use(use_id)
    if before is None:
        raise NotFoundError("use")
    store.held(before.premises_id)
    listings.locked([before.listing_id])
    store.locked_use(use_id)
    record = store.use(use_id)
    if record is None or not (actor.is_hub or parties_of(record, actor)):
        raise NotFoundError("use")
    return record


def take(record: TemporaryUseRecord, made: TemporaryUse, actor: Actor, told: dict[str, str]) -> None:
    """Write a step on a temporary use and note it."""
    before = record.status
    write(record, made, actor)
    record.came_from = before if made.status is not before else None
    code = "use_said_yes" if made.status is before else f"use_{made.status}"
    note(code, record, actor, told)


def write(record: TemporaryUseRecord, made: TemporaryUse, actor: Actor) -> None:
    """Put where it stands on a record; while it is agreed or runs the premises are nobody else's."""
    record.use = made
    record.running_key = record.premises_id if made.status in RUNNING else None
    record.step_by_id, record.step_at = actor.person_id, actor.now


def note(code: str, record: TemporaryUseRecord, actor: Actor, told: dict[str, str] | None = None) -> None:
    """Note a step in the trail of the premises."""
    details = {"use": str(record.id), "need": str(record.listing_id), **(told or {})}
    act = trail.Act(f"premises.{code}", "premises", record.premises_id, details)
    trail.append(act, actor.person_id, actor.now)
