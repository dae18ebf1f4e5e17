"""Matching: turning listings into streams, finding matches, and keeping the suggestions in step."""

import json
import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal

from circulair.services import letters, promises
from circulair.services.actor import Actor
from circulair.services.promises import Book
from circulair.store import exchanges, listings, processes, suggestions, trail
from circulair.store.records import (
    MATCHABLE,
    ListingRecord,
    ListingState,
    ProcessRecord,
    SuggestionLineRecord,
    SuggestionRecord,
)
from flows import matching
from flows.distance import Position
from flows.exchanges import CapacityPromisedError, TonnesPromisedError
from flows.materials import load_materials
from flows.processes import Output, Process, Yield
from flows.promises import process_left
from flows.streams import GRAM, Availability, Need, Offer, Quality, Range, Side, Stream, to_the_gram
from flows.suggestions import OPEN, Lapse, Status, step

MOST = 10
"""Suggestions that one listing makes at most, so that the queue stays readable: of its best pairs, leaving
out those that somebody declined or that were agreed before."""

LEAST_SCORE = 0.4
"""Below this a find is not worth anybody's time."""


Pairs = dict[tuple[int, int], matching.Match]
"""Matches by the numbers of their need and offer."""


def run(listing_id: int, actor: Actor, *, changed: bool = False) -> None:
    """Match one listing: refresh its open suggestions, let go what fits no longer, add what is new.

    ``changed`` says that what it is about is no longer what was proposed: its proposals lapse.
    """
    listing = listings.one(listing_id)
    if listing is None:
        return
    found = {pair(match): match for match in matches_of(listing, actor.today)}
    settled = suggestions.declined_pairs(listing_id) | exchanges.agreed_pairs(listing_id)
    alive: set[tuple[int, int]] = set()
    for suggestion in suggestions.alive_of_listing(listing_id):
        known = found | beside(suggestion, listing_id, actor.today)
        if not let_go(suggestion, known, actor, changed=changed):
            alive |= {(suggestion.need_id, line.offer_id) for line in suggestion.lines}
    best = [key for key in found if key not in settled][:MOST]
    for key in best:
        if key not in alive:
            suggest(found[key], actor)


def beside(suggestion: SuggestionRecord, listing_id: int, today: date) -> Pairs:
    """Return the matches of the other offers in a suggestion with an offer that is matched anew."""
    others = [line.offer for line in suggestion.lines if line.offer_id != listing_id]
    return {} if suggestion.need_id == listing_id else matches_between([suggestion.need], others, today)


def matches_between(
    needs: Collection[ListingRecord], offers: Collection[ListingRecord], today: date
) -> Pairs:
    """Return the matches of some needs with some offers, as far as these can be matched now."""
    if not needs or not offers:
        return {}
    now = promises.book(today)
    streams = [stream_of(one, now) for one in (*needs, *offers) if one.state in MATCHABLE]
    return {pair(match): match for match in good_matches(streams, known_processes(now), today)}


Found = dict[int, list[matching.Match]]
"""The matches of listings by their numbers, each listing's best first."""


def search(new: Sequence[ListingRecord], organisation_id: int, today: date) -> Found:
    """Return the matches of new listings of one organisation, all looked for at once; store nothing."""
    now = promises.book(today)
    processes_left = known_processes(now)
    found: Found = {listing.id: [] for listing in new}
    for side in Side:
        own = [one for one in new if one.side is side and one.state in MATCHABLE]
        if not own:
            continue
        materials = partners({one.material for one in own}, side, processes_left)
        others = listings.matchable(opposite(side), materials, organisation_id)
        streams = [stream_of(one, now) for one in (*own, *others)]
        for match in good_matches(streams, processes_left, today):
            found[int(match.offer if side is Side.OFFER else match.need)].append(match)
    return found


def suggest_found(found: Found, actor: Actor) -> None:
    """Put what was found for new listings before the hub team, where both sides can still be matched."""
    pairs = {number for matches in found.values() for match in matches[:MOST] for number in pair(match)}
    held = listings.locked(sorted(pairs | found.keys()))
    open_now = {listing.id for listing in held if listing.state in MATCHABLE}
    for listing_id, matches in found.items():
        known = suggestions.declined_pairs(listing_id) | exchanges.agreed_pairs(listing_id)
        for suggestion in suggestions.alive_of_listing(listing_id):
            known |= {(suggestion.need_id, line.offer_id) for line in suggestion.lines}
        for match in matches[:MOST]:
            if pair(match) not in known and open_now.issuperset(pair(match)):
                suggest(match, actor)


def matches_of(listing: ListingRecord, today: date) -> Sequence[matching.Match]:
    """Return the matches of one listing, the best first, none when it cannot be matched now."""
    if listing.state not in MATCHABLE:
        return ()
    now = promises.book(today)
    processes_left = known_processes(now)
    materials = partners({listing.material}, listing.side, processes_left)
    others = listings.matchable(opposite(listing.side), materials)
    return good_matches([stream_of(one, now) for one in (listing, *others)], processes_left, today)


def partners(own: Collection[str], side: Side, processes: Sequence[Process]) -> frozenset[str]:
    """Return the materials that listings of the other side must have to fit any of one's own."""
    routes = matching.Routes(processes, load_materials(), matching.Settings().max_steps)
    look = routes.wanted_for if side is Side.OFFER else routes.offered_for
    return frozenset().union(*(look(material) for material in own))


def good_matches(
    streams: Sequence[Stream], processes_left: Sequence[Process], today: date
) -> Sequence[matching.Match]:
    """Return the matches of streams that are worth somebody's time, the best first."""
    offers = [stream for stream in streams if isinstance(stream, Offer)]
    needs = [stream for stream in streams if isinstance(stream, Need)]
    settings = matching.Settings(today=today)
    found = matching.find(offers, needs, processes_left, tree=load_materials(), settings=settings)
    good = [match for match in found if match.score >= LEAST_SCORE and something_moves(match)]
    return sorted(good, key=lambda match: (-round(match.score, 9), match.need, match.offer))


def something_moves(match: matching.Match) -> bool:
    """Return whether a match is of a gram at least, or of nobody knows how much."""
    return match.tonnes is None or match.tonnes.likely >= GRAM


def let_go(
    suggestion: SuggestionRecord,
    found: Pairs,
    actor: Actor,
    *,
    changed: bool,
) -> bool:
    """Bring an open suggestion up to date; let it lapse, and say so, if it is no longer what it was."""
    if suggestion.status not in OPEN:
        return False
    matches = [found.get((suggestion.need_id, line.offer_id)) for line in suggestion.lines]
    proposed = suggestion.status is Status.PROPOSED
    lack = room_lacked(suggestion, actor) if proposed else None
    if not all(matches) or (proposed and (changed or lack)):
        lapse(suggestion, why_lapsed(suggestion, lack, changed=changed), actor)
        return None not in matches
    if not proposed:
        refresh(suggestion, matches, actor)
    return False


def room_lacked(suggestion: SuggestionRecord, actor: Actor) -> Lapse | None:
    """Return what became of the room for what both sides were asked about, None while there is room.

    That days have passed since is no reason: they were asked about what was counted then.
    """
    try:
        for line in suggestion.lines:
            promises.check_room(line, suggestion.need, actor.today)
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


def opposite(side: Side) -> Side:
    """Return the other side."""
    return Side.NEED if side is Side.OFFER else Side.OFFER


def stream_of(listing: ListingRecord, now: Book) -> Stream:
    """Return a listing as the matcher sees it, with what is not promised yet."""
    kind = Offer if listing.side is Side.OFFER else Need
    return kind(
        id=str(listing.id),
        material=listing.material,
        amount=now.left(listing),
        availability=listing.availability or Availability(),
        quality=Quality(
            listing.form, listing.contamination_pct, listing.moisture_pct, tuple(listing.classes.split())
        ),
        position=listing.premises.position,
        max_km=listing.max_km,
        organisation=str(listing.organisation_id),
    )


def known_processes(now: Book) -> tuple[Process, ...]:
    """Return the registered processes as the matcher sees them, with the capacity that is left."""
    left = (process_left(process_of(one), now.taken_through(one.code)) for one in processes.everything())
    return tuple(process for process in left if process is not None)


def process_of(record: ProcessRecord) -> Process:
    """Return one registered process as a value."""
    position = None if record.lon is None or record.lat is None else Position(record.lon, record.lat)
    return Process(
        code=record.code,
        takes=tuple(taken.material for taken in record.takes),
        gives=tuple(
            Output(
                given.material,
                None
                if given.yield_low is None or given.yield_likely is None or given.yield_high is None
                else Yield(given.yield_low, given.yield_likely, given.yield_high),
                given.strategy,
            )
            for given in record.gives
        ),
        status=record.status,
        capacity_tonnes=record.capacity_tonnes,
        position=position,
    )


def pair(match: matching.Match) -> tuple[int, int]:
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
    suggestion.status = step(suggestion.status, Status.LAPSED)
    suggestion.lapsed_for, suggestion.changed_at = why, actor.now
    for line in suggestion.lines:
        line.open_key = None
    act = trail.Act("suggestion.lapsed", "suggestion", suggestion.id, {"why": why})
    trail.append(act, actor.person_id, actor.now)
    letters.lapsed(suggestion, actor)


def suggest(match: matching.Match, actor: Actor) -> SuggestionRecord:
    """Put a match before the hub team."""
    return suggest_together([match], [None], actor)


def suggest_together(
    matches: Sequence[matching.Match], planned: Sequence[Decimal | None], actor: Actor
) -> SuggestionRecord:
    """Put matches of one need before the hub team as one suggestion, with what a plan set aside for each."""
    lines = [line_of(match, tonnes, actor) for match, tonnes in zip(matches, planned, strict=True)]
    suggestion = SuggestionRecord(
        need_id=pair(matches[0])[0],
        status=Status.NEW,
        created_at=actor.now,
        changed_at=actor.now,
        lines=lines,
    )
    weigh(suggestion, actor)
    suggestions.add(suggestion)
    trail.append(trail.Act("suggestion.made", "suggestion", suggestion.id), actor.person_id, actor.now)
    return suggestion


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
