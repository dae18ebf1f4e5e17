"""Undo: a reviewer takes back the own last step, and a side its no, while letters wait and nobody went on."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from circulair.services import letters, matching, promises, reviews
from circulair.services.actor import Actor, require_hub
from circulair.services.faults import NotFoundError
from circulair.store import accounts as people
from circulair.store import processes, trail
from circulair.store import suggestions as store
from circulair.store.records import MATCHABLE, SuggestionRecord, TrailRecord
from flows.suggestions import BACK, Status, UndoOverError, step_back

MOST = 50
"""Suggestions that one step can be about: those on one page of the queue."""

ACTS = {f"suggestion.{status}": status for status in BACK}
"""The acts that can be taken back, with the status in which each ended."""

SAID_NO = f"suggestion.{Status.DECLINED}"
"""The act with which a side says no, or the hub."""


@dataclass(frozen=True, slots=True)
class Step:
    """A reviewer's last step that can be taken back until a moment.

    ``id`` is the number of its newest row in the trail, ``reached`` the status in which it ended, and
    ``before`` says from which status each suggestion came, by number.
    """

    id: int
    reached: Status
    before: dict[int, Status]
    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Undone:
    """Which suggestions are again as they were, and which were left alone because somebody went on."""

    back: tuple[int, ...]
    left: tuple[int, ...]


def last_step(actor: Actor) -> Step | None:
    """Return the actor's last step on suggestions if it can be taken back, None where nothing can."""
    require_hub(actor)
    if actor.person_id is None:
        return None
    rows = trail.latest_by(actor.person_id, actor.now - letters.UNDO, MOST)
    made = together(rows)
    newest = trail.newest_on("suggestion", [row.subject_id for row in made])
    before = {row.subject_id: came_from(row) for row in made if newest[row.subject_id].id == row.id}
    if not before:
        return None
    return Step(made[0].id, ACTS[made[0].act], before, made[0].at, made[0].at + letters.UNDO)


def together(rows: Sequence[TrailRecord]) -> list[TrailRecord]:
    """Return the rows of the newest step that can be taken back: one, or all that were declined in one go."""
    if not rows or not may_go_back(rows[0]):
        return []
    mark = details(rows[0]).get("together")
    return list(takewhile(lambda row: details(row).get("together") == mark, rows)) if mark else [rows[0]]


def may_go_back(row: TrailRecord) -> bool:
    """Return whether an act is of a kind that can be taken back."""
    return row.act in ACTS and came_from(row) in BACK[ACTS[row.act]]


def details(row: TrailRecord) -> dict[str, str]:
    """Return the details of an act."""
    told: dict[str, str] = json.loads(row.details or "{}")
    return told


def came_from(row: TrailRecord) -> Status:
    """Return the status that a suggestion had before an act."""
    return Status(details(row)["from"])


def undo(step_id: int, actor: Actor) -> Undone:
    """Take back the actor's last step, which must still be the one that the page showed.

    What somebody went on from is left alone, a change of one of its listings included; refused if all is.
    """
    step = last_step(actor)
    if step is None or step.id != step_id:
        raise UndoOverError()
    held = store.all_locked(list(step.before))
    if last_step(actor) != step:
        raise UndoOverError()
    free = [
        one
        for one in held
        if is_untouched(one, step.reached, step.id) and has_room(one, step.before[one.id], actor)
    ]
    if not free:
        raise UndoOverError()
    for suggestion in free:
        put_back(suggestion, step.before[suggestion.id], actor)
    back = tuple(suggestion.id for suggestion in free)
    return Undone(back, tuple(sorted(step.before.keys() - set(back))))


def is_untouched(suggestion: SuggestionRecord, reached: Status, step_id: int) -> bool:
    """Return whether a suggestion and its listings are still as a step left them, and its plants run."""
    listings = letters.listings_of(suggestion)
    changes = trail.newest_on("listing", [listing.id for listing in listings]).values()
    open_still = all(listing.state in MATCHABLE for listing in listings)
    holds = open_still and not processes.idle(promises.ways_of(suggestion))
    return suggestion.status is reached and holds and all(row.id < step_id for row in changes)


def has_room(suggestion: SuggestionRecord, before: Status, actor: Actor) -> bool:
    """Return whether there is room still for what both sides were asked, if that is asked again."""
    return before is not Status.PROPOSED or matching.room_lacked(suggestion, actor) is None


def own_no(suggestion: SuggestionRecord, actor: Actor) -> datetime | None:
    """Return until when the actor can take back the no of the own organisation, None where not at all.

    What the hub noted for it by telephone the hub takes back.
    """
    last = trail.newest_on("suggestion", [suggestion.id]).get(suggestion.id)
    if last is None or last.act != SAID_NO or came_from(last) is not Status.PROPOSED:
        return None
    said = None if last.actor_id is None else people.person(last.actor_id)
    parties = [party for party, _listing in reviews.parties_of(suggestion, actor)]
    own = said is not None and said.organisation_id == actor.organisation_id
    until = last.at + letters.UNDO
    stands = own and details(last).get("by") in parties and actor.now < until
    stands = stands and is_untouched(suggestion, Status.DECLINED, last.id)
    return until if stands and has_room(suggestion, Status.PROPOSED, actor) else None


def take_back_no(suggestion_id: int, actor: Actor) -> bool:
    """Take back the no of the own side to a proposal, said just now; tell whether it is to answer again.

    A yes that it gave before stands.
    """
    reviews.hold_listings(suggestion_id)
    suggestion = store.locked(suggestion_id)
    if suggestion is None or not reviews.known_sides(suggestion, actor):
        raise NotFoundError("suggestion")
    if own_no(suggestion, actor) is None:
        raise UndoOverError()
    put_back(suggestion, Status.PROPOSED, actor)
    own = {listing.id for _party, listing in reviews.known_sides(suggestion, actor)}
    return not own.isdisjoint(one.id for one in letters.unanswered(suggestion))


def put_back(suggestion: SuggestionRecord, before: Status, actor: Actor) -> None:
    """Give a suggestion the status that it had, and note so: the trail keeps both steps.

    The hub may have checked meanwhile whom two yeses waited for: then it is agreed.
    """
    reached = suggestion.status
    suggestion.status, suggestion.changed_at = step_back(reached, before), actor.now
    if reached is Status.IN_REVIEW:
        suggestion.reviewer_id = None
    elif reached is Status.PROPOSED:
        suggestion.proposed_at = None
        letters.proposal_taken_back(suggestion)
    else:
        suggestion.reason, suggestion.reason_words, suggestion.declined_by = None, "", ""
        for line in suggestion.lines:
            line.open_key = f"{suggestion.need_id}:{line.offer_id}"
        letters.no_taken_back(suggestion, actor)
    told = {"from": str(reached), "to": str(before)}
    trail.append(
        trail.Act("suggestion.undone", "suggestion", suggestion.id, told), actor.person_id, actor.now
    )
    reviews.agree_if_nothing_waits(suggestion, actor)
