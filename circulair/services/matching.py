"""Matching: keeping the suggestions in step with the listings."""

import json
import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from decimal import Decimal

from circulair.services import finding, letters, promises
from circulair.services.actor import Actor
from circulair.services.finding import MOST, Found, Ground, Pair
from circulair.store import exchanges, listings, processes, suggestions, trail
from circulair.store.records import (
    MATCHABLE,
    ListingState,
    SuggestionLineRecord,
    SuggestionRecord,
)
from flows import matching
from flows.exchanges import CapacityPromisedError, TonnesPromisedError
from flows.streams import Range, to_the_gram
from flows.suggestions import OPEN, Lapse, Status, step


def run(
    listing_id: int, actor: Actor, *, changed: bool = False, among: Collection[int] | None = None
) -> None:
    """Match one listing: refresh its open suggestions, let go what fits no longer, add what is new.

    ``changed`` says that what it is about is no longer what was proposed: its proposals lapse. New partners
    are taken from the listings ``among`` only, by default from all.
    """
    listing = listings.one(listing_id)
    if listing is None:
        return
    here = finding.ground(actor.today) if listing.state in MATCHABLE else None
    alive: set[Pair] = set()
    for suggestion in suggestions.alive_of_listing(listing_id):
        if not let_go(suggestion, here, actor, changed=changed):
            alive |= {(suggestion.need_id, line.offer_id) for line in suggestion.lines}
    if here is None:
        return
    new = [match for match in finding.best(listing, here, settled(listing_id)) if pair(match) not in alive]
    suggest(
        [match for match in new if among is None or all(number in among for number in pair(match))], actor
    )


def hold(listing_ids: Collection[int], suggestion_ids: Sequence[int]) -> set[int]:
    """Hold listings with those of some suggestions, then these, in order of number; return the listings."""
    held = listings.locked(sorted({*listing_ids, *suggestions.listings_of(suggestion_ids)}))
    suggestions.all_locked(suggestion_ids)
    return {listing.id for listing in held}


def settled(listing_id: int) -> set[Pair]:
    """Return the pairs of a listing that somebody declined or that were agreed, also where that has ended."""
    return suggestions.declined_pairs(listing_id) | exchanges.agreed_pairs(listing_id)


def suggest_found(found: Found, actor: Actor) -> None:
    """Put what was found for new listings before the hub team, where both sides can still be matched."""
    pairs = {number for matches in found.values() for match in matches[:MOST] for number in pair(match)}
    held = listings.locked(sorted(pairs | found.keys()))
    open_now = {listing.id for listing in held if listing.state in MATCHABLE}
    for listing_id, matches in found.items():
        known = settled(listing_id)
        for suggestion in suggestions.alive_of_listing(listing_id):
            known |= {(suggestion.need_id, line.offer_id) for line in suggestion.lines}
        new = [match for match in matches[:MOST] if pair(match) not in known]
        suggest([match for match in new if open_now.issuperset(pair(match))], actor)


def let_go(suggestion: SuggestionRecord, here: Ground | None, actor: Actor, *, changed: bool) -> bool:
    """Bring an open suggestion up to date; let it lapse, and say so, if it is no longer what it was."""
    if suggestion.status not in OPEN:
        return False
    matches = matches_now(suggestion, here)
    proposed = suggestion.status is Status.PROPOSED
    lack = room_lacked(suggestion, actor) if proposed else None
    if not all(matches) or (proposed and (changed or lack)):
        lapse(suggestion, why_lapsed(suggestion, lack, changed=changed), actor)
        return None not in matches
    if not proposed:
        refresh(suggestion, matches, actor)
    return False


def matches_now(suggestion: SuggestionRecord, here: Ground | None) -> list[matching.Match | None]:
    """Return what the matcher finds of each line now, None where it is not worth a suggestion any more."""
    return [
        None if here is None else finding.good_match(suggestion.need, line.offer, here)
        for line in suggestion.lines
    ]


def room_lacked(suggestion: SuggestionRecord, actor: Actor) -> Lapse | None:
    """Return what became of the room for what both sides were asked about, None while there is room.

    A process on the way that does not run any more has none.

    That days have passed since is no reason: they were asked about what was counted then.
    """
    if processes.idle(promises.ways_of(suggestion)):
        return Lapse.PROCESS_IDLE
    try:
        promises.check_together(promises.wanted_of(suggestion), actor.today)
    except TonnesPromisedError:
        return Lapse.AGREED_ELSEWHERE
    except CapacityPromisedError:
        return Lapse.NO_CAPACITY
    return None


ENDED = {
    ListingState.WITHDRAWN: Lapse.WITHDRAWN,
    ListingState.EXPIRED: Lapse.EXPIRED,
    ListingState.RESERVED: Lapse.AGREED_ELSEWHERE,
    ListingState.FULFILLED: Lapse.AGREED_ELSEWHERE,
}
"""What a listing that cannot be matched any more says of its suggestions, the first that fits."""


def why_lapsed(suggestion: SuggestionRecord, lack: Lapse | None, *, changed: bool) -> Lapse:
    """Return why a suggestion lapses: what ended a listing comes first, then what was promised of it."""
    states = {listing.state for listing in (suggestion.need, *(line.offer for line in suggestion.lines))}
    ended = next((why for state, why in ENDED.items() if state in states), None)
    return ended or (Lapse.CHANGED if changed else lack or Lapse.NO_FIT)


def pair(match: matching.Match) -> Pair:
    """Return the numbers of the need and the offer of a match."""
    return int(match.need), int(match.offer)


def refresh(suggestion: SuggestionRecord, matches: Sequence[matching.Match | None], actor: Actor) -> None:
    """Bring a suggestion that nobody proposed yet up to date."""
    for line, match in zip(suggestion.lines, matches, strict=True):
        if match is not None:
            describe(line, match, actor)
    weigh(suggestion, actor)


def lapse(suggestion: SuggestionRecord, why: Lapse, actor: Actor) -> None:
    """End a suggestion that fits no longer, and write so to the sides that were asked about it."""
    before, suggestion.status = suggestion.status, step(suggestion.status, Status.LAPSED)
    suggestion.lapsed_for, suggestion.changed_at = why, actor.now
    for line in suggestion.lines:
        line.open_key = None
    act = trail.Act("suggestion.lapsed", "suggestion", suggestion.id, {"why": why, "from": before})
    trail.append(act, actor.person_id, actor.now)
    letters.lapsed(suggestion, actor)


def suggest(matches: Iterable[matching.Match], actor: Actor) -> None:
    """Put matches before the hub team, each as a suggestion of its own."""
    put([of_matches([match], [None], actor) for match in matches], actor)


def suggest_together(
    matches: Sequence[matching.Match], planned: Sequence[Decimal | None], actor: Actor
) -> SuggestionRecord:
    """Put matches of one need before the hub team as one suggestion, with what a plan set aside for each."""
    suggestion = of_matches(matches, planned, actor)
    put([suggestion], actor)
    return suggestion


def of_matches(
    matches: Sequence[matching.Match], planned: Sequence[Decimal | None], actor: Actor
) -> SuggestionRecord:
    """Return matches of one need as one suggestion that is not stored yet."""
    lines = [line_of(match, tonnes, actor) for match, tonnes in zip(matches, planned, strict=True)]
    suggestion = SuggestionRecord(
        need_id=pair(matches[0])[0],
        status=Status.NEW,
        created_at=actor.now,
        changed_at=actor.now,
        lines=lines,
    )
    weigh(suggestion, actor)
    return suggestion


def put(made: Sequence[SuggestionRecord], actor: Actor) -> None:
    """Store new suggestions together and note that they were made."""
    if made:
        suggestions.add_all(made)
        acts = [trail.Act("suggestion.made", "suggestion", suggestion.id) for suggestion in made]
        trail.append_all(acts, actor.person_id, actor.now)


def line_of(match: matching.Match, planned: Decimal | None, actor: Actor) -> SuggestionLineRecord:
    """Return a match as a line of a new suggestion."""
    need_id, offer_id = pair(match)
    line = SuggestionLineRecord(offer_id=offer_id, open_key=f"{need_id}:{offer_id}", planned_tonnes=planned)
    describe(line, match, actor)
    return line


def describe(line: SuggestionLineRecord, match: matching.Match, actor: Actor) -> None:
    """Write on a line what the matcher found, part by part."""
    line.found_on = actor.today
    line.processes = " ".join(match.processes)
    line.score, line.completeness = match.score, match.completeness
    line.strategy, line.distance_km = match.strategy, match.distance_km
    line.tonnes, line.recurring = match.tonnes and match.tonnes.to_the_gram(), match.recurring
    line.taken_tonnes = taken(match)
    keep_to_plan(line)
    line.parts = json.dumps(
        {
            "parts": [asdict(part) for part in match.parts],
            "through": [asdict(step) for step in match.through],
        },
        default=str,
        sort_keys=True,
    )


def keep_to_plan(line: SuggestionLineRecord) -> None:
    """Lessen the tonnes of a line to what an accepted plan set aside for it: the rest is for others."""
    planned, found = line.planned_tonnes, line.tonnes
    if planned is None or found is None or found.likely <= planned:
        return
    if line.taken_tonnes is not None:
        line.taken_tonnes = to_the_gram(line.taken_tonnes * planned / found.likely)
    line.tonnes = Range(min(found.low, planned), planned, min(found.high, planned))


def taken(match: matching.Match) -> Decimal | None:
    """Return the tonnes that leave the giver for what the receiver gets, to the gram; None if unknown."""
    shares = [passage.share.likely for passage in match.through if passage.share is not None]
    kept = math.prod(shares, start=Decimal(1))
    return None if match.tonnes is None or kept == 0 else to_the_gram(match.tonnes.likely / kept)


def weigh(suggestion: SuggestionRecord, actor: Actor) -> None:
    """Give a suggestion the mean score and the lowest completeness of its lines."""
    lines: Iterable[SuggestionLineRecord] = suggestion.lines
    scores = [line.score for line in lines]
    suggestion.score = sum(scores) / len(scores)
    suggestion.completeness = min(line.completeness for line in lines)
    suggestion.changed_at = actor.now
