"""Matching everything anew: which listings lack a partner they could have, and their suggestions."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from circulair.services import finding, matching
from circulair.services.actor import Actor
from circulair.services.finding import LEAST_SCORE, MOST, Pair
from circulair.services.standing import Standing
from circulair.store import listings, suggestions
from circulair.store.session import begin_writing
from flows.streams import Side
from flows.suggestions import OPEN, Status

SETTLED = frozenset(Status) - {*OPEN, Status.LAPSED}
"""How a pair stands that is not suggested again: declined, or agreed to, also where that has ended."""

AT_ONCE = 20
"""Listings that are matched in one transaction, so that nobody waits long behind it."""


def due(ready: Standing, actor: Actor) -> list[int]:
    """Return the listings of which one of the best partners is not suggested, in order of number.

    That happens when a partner of theirs went, or when others came who had better ones themselves. Some may
    turn out to have nothing to suggest after all, but none is left out.
    """
    alive, settled = known()
    most = MOST + max(counted(settled).values(), default=0)
    found: list[int] = []
    for side in Side:
        for listing_id, finds in ready.best(side, most, actor.today).items():
            open_pairs = [pair_of(side, one.seeker, one.found) for one in finds if one.score >= LEAST_SCORE]
            best = [pair for pair in open_pairs if pair not in settled][:MOST]
            found += [listing_id] if any(pair not in alive for pair in best) else []
    return sorted(found)


def known() -> tuple[set[Pair], set[Pair]]:
    """Return the pairs that are suggested and undecided, and those that are settled."""
    by_status: defaultdict[Status, set[Pair]] = defaultdict(set)
    for need, offer, status in suggestions.known_pairs():
        by_status[status].add((need, offer))
    alive, settled = (set().union(*(by_status[one] for one in some)) for some in (OPEN, SETTLED))
    return alive, settled


def counted(pairs: set[Pair]) -> Counter[int]:
    """Return in how many pairs each listing stands."""
    return Counter(number for pair in pairs for number in pair)


def pair_of(side: Side, seeker: int, found: int) -> Pair:
    """Return the numbers of the need and the offer of a find."""
    return (found, seeker) if side is Side.OFFER else (seeker, found)


def match_anew(listing_ids: Sequence[int], actor: Actor) -> None:
    """Match some listings anew from what is stored now; what was found before only says which.

    Partners are looked for first, without a lock; then all whom it concerns are held and all is read anew.
    """
    partners = found_for(listing_ids, actor)
    begin_writing()
    held = matching.hold({*listing_ids, *partners}, suggestions.alive_with(listing_ids))
    for listing_id in listing_ids:
        matching.run(listing_id, actor, among=held)


def found_for(listing_ids: Sequence[int], actor: Actor) -> set[int]:
    """Return the numbers of the best partners of some listings, as they stand before anything is held."""
    here, found = finding.ground(actor.today), set[int]()
    for listing_id in listing_ids:
        listing = listings.one(listing_id)
        if listing is not None:
            best = finding.best(listing, here, matching.settled(listing_id))
            found.update(number for match in best for number in matching.pair(match))
    return found
