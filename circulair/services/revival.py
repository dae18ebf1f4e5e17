"""Revival: what lapsed with a listing stands again as it stood, if its owner takes the withdrawal back."""

import json
from dataclasses import dataclass
from datetime import datetime

from circulair.services import finding, law_reopening, letters, matching, reviews
from circulair.services.actor import Actor
from circulair.store import suggestions, trail
from circulair.store.records import MATCHABLE, ListingRecord, SuggestionRecord, TrailRecord
from flows.suggestions import OPEN, Lapse, Status


@dataclass(frozen=True, slots=True)
class Revived:
    """Which suggestions stand again as they stood, and which do not fit any more."""

    back: tuple[int, ...] = ()
    lost: tuple[int, ...] = ()


def with_listing(listing: ListingRecord, withdrawn_at: datetime, actor: Actor) -> Revived:
    """Bring back what lapsed when a listing was withdrawn, where all of it still fits."""
    gone = [one for one in suggestions.of_listing(listing.id) if lapsed_with(one, withdrawn_at)]
    back, lost = [], []
    for suggestion in suggestions.all_locked([one.id for one in gone]):
        lapsed = lapse_of(suggestion.id)
        before = None if lapsed is None else came_from(lapsed)
        changed = lapsed is not None and law_reopening.changed_since(suggestion, lapsed.id)
        if before is not None and not changed and still_fits(suggestion, before, actor):
            put_back(suggestion, before, actor)
            back.append(suggestion.id)
        else:
            lost.append(suggestion.id)
    return Revived(tuple(back), tuple(lost))


def held_together(listing_id: int) -> list[int]:
    """Return the listings that must be held to bring something back: it and those that lapsed with it."""
    gone = [one for one in suggestions.of_listing(listing_id) if one.lapsed_for is Lapse.WITHDRAWN]
    return sorted({listing_id, *(one.id for each in gone for one in letters.listings_of(each))})


def lapsed_with(suggestion: SuggestionRecord, withdrawn_at: datetime) -> bool:
    """Return whether a suggestion lapsed because a listing was withdrawn at that moment."""
    why = suggestion.status is Status.LAPSED and suggestion.lapsed_for is Lapse.WITHDRAWN
    return why and suggestion.changed_at == withdrawn_at


def lapse_of(suggestion_id: int) -> TrailRecord | None:
    """Return the act with which a suggestion lapsed last."""
    acts = (row for row, _words in trail.of_subject("suggestion", suggestion_id))
    lapsed = [row for row in acts if row.act == "suggestion.lapsed"]
    return lapsed[-1] if lapsed else None


def came_from(lapsed: TrailRecord) -> Status | None:
    """Return how a suggestion stood before it lapsed, None where that was not kept."""
    before = json.loads(lapsed.details or "{}").get("from")
    return Status(before) if before in set(OPEN) else None


def still_fits(suggestion: SuggestionRecord, before: Status, actor: Actor) -> bool:
    """Return whether both sides are still open, fit, have room, and are not suggested to each other anew."""
    listings = letters.listings_of(suggestion)
    if any(one.state not in MATCHABLE for one in listings) or is_taken(suggestion):
        return False
    if not all(matching.matches_now(suggestion, finding.ground(actor.today))):
        return False
    return before is not Status.PROPOSED or matching.room_lacked(suggestion, actor) is None


def is_taken(suggestion: SuggestionRecord) -> bool:
    """Return whether one of its pairs is in a living suggestion, or was settled since."""
    pairs = {(suggestion.need_id, line.offer_id) for line in suggestion.lines}
    alive = {
        (one.need_id, line.offer_id)
        for one in suggestions.alive_of_listing(suggestion.need_id)
        for line in one.lines
    }
    return bool(pairs & (alive | matching.settled(suggestion.need_id)))


def put_back(suggestion: SuggestionRecord, before: Status, actor: Actor) -> None:
    """Give a suggestion the status that it had; a proposal is asked of whoever did not answer yet.

    The hub may have checked meanwhile whom two yeses waited for: then it is agreed.
    """
    suggestion.status, suggestion.changed_at, suggestion.lapsed_for = before, actor.now, None
    for line in suggestion.lines:
        line.open_key = f"{suggestion.need_id}:{line.offer_id}"
    told = {"from": str(Status.LAPSED), "to": str(before)}
    trail.append(
        trail.Act("suggestion.revived", "suggestion", suggestion.id, told), actor.person_id, actor.now
    )
    if before is Status.PROPOSED:
        letters.proposed_again(suggestion, actor)
        reviews.agree_if_nothing_waits(suggestion, actor)
