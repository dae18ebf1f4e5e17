"""Making a plan: the open market as it stands, its matches, the best set of them, and today's beside it."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, replace
from datetime import date

from circulair.services import board, promises
from circulair.services.actor import Actor
from circulair.services.finding import conditions_by_code, is_good, left_of_processes, stream_of
from circulair.services.matching import pair, taken
from circulair.services.promises import amount_of
from circulair.store import collection
from circulair.store import plans as store
from circulair.store import processes as process_store
from circulair.store.plans import Agreed, Pair
from circulair.store.records import ListingRecord
from flows import matching
from flows.collection import paid_a_tonne
from flows.conditions import By, broken, gate, offered_of, way_of
from flows.engine.allocation import best_set
from flows.errors import FlowsError
from flows.materials import load_materials
from flows.plans import Aim, Candidate, Plan, Room, Share, one_after_another, worth_of
from flows.processes import Process
from flows.streams import Amount, Need, Offer, Side

AT_ONCE = 500
"""Listings that are asked about in one statement."""

BOTTLENECKS = 10
"""Bottlenecks that are told of."""

NO_FIGURES = {Aim.KM: "plan.no_ways", Aim.EUROS: "plan.no_prices"}
"""The codes for that nobody told the figure which an aim needs."""

Tell = Callable[[int, int], None]
"""Is told how many of how many needs were looked at."""


class NothingToPlanError(FlowsError):
    """No match can be planned with an aim; its code says why."""

    code = "plan.nothing"

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return f"nothing can be planned: {self.code}"


@dataclass(frozen=True, slots=True)
class Search:
    """How the matches of a market are looked for, and how many are kept for each need, None for all."""

    find: Callable[..., Iterator[tuple[matching.Match, ...]]]
    top: int | None = None


EVERYTHING = Search(matching.find_by_need)


@dataclass(frozen=True, slots=True)
class Market:
    """What can be agreed now: streams with what is not promised of them, and plants with what they can take.

    ``paid`` is what givers pay now for a tonne, as they told it; ``settled`` are pairs that somebody declined
    or that agreed before; ``queue`` those of the open suggestions in the order of the queue; ``marks`` is
    what each listing says, in short; ``conditions`` what processes ask of whoever brings something.
    """

    today: date
    offers: tuple[Offer, ...]
    needs: tuple[Need, ...]
    processes: tuple[Process, ...]
    paid: Mapping[str, float]
    settled: frozenset[Pair]
    queue: tuple[Pair, ...]
    agreed: tuple[Agreed, ...]
    marks: Mapping[int, str]
    conditions: By

    @property
    def pairs(self) -> int:
        """Return how many pairs of offer and need there are."""
        return len(self.offers) * len(self.needs)

    def unweighed(self) -> int:
        """Return of how many listings nobody told how much it is."""
        return sum(one.amount is None for one in (*self.offers, *self.needs))

    def room(self) -> Room:
        """Return what can still be given, got and taken: the likely tonnes of the year to come."""
        return Room(
            {one.id: yearly_room(one.amount) for one in self.offers if one.amount},
            {one.id: yearly_room(one.amount) for one in self.needs if one.amount},
            {
                one.code: float(one.capacity_tonnes - min(one.capacity_tonnes, one.taken_once))
                for one in self.processes
                if one.capacity_tonnes is not None
            },
        )


def yearly_room(amount: Amount) -> float:
    """Return the likely tonnes that are left in the year to come, without what one-offs take of it."""
    return max(0.0, float(amount.tonnes.likely - amount.taken_once))


@dataclass(frozen=True, slots=True)
class Reach:
    """What matches come to: their number, tonnes, tonnes by rung, tonne-kilometres, euros paid now.

    ``unknown_km`` counts those without a known way, ``unknown_tonnes`` those that nobody weighed.
    """

    matches: int = 0
    leaving: float = 0.0
    arriving: float = 0.0
    rung: float = 0.0
    tonne_km: float = 0.0
    euros: float = 0.0
    unknown_km: int = 0
    unknown_tonnes: int = 0


@dataclass(frozen=True, slots=True)
class Made:
    """A plan that was made, with what it is to be seen beside."""

    plan: Plan
    agreed: Reach
    queue: Reach
    reach: Reach
    considered: int
    top: int
    unknown: int
    market: Market

    def outcome(self) -> dict[str, object]:
        """Return what is kept of it besides its lines."""
        plan = self.plan
        return {
            "reaches": {
                "agreed": asdict(self.agreed),
                "queue": asdict(self.queue),
                "plan": asdict(self.reach),
            },
            "offers": len(self.market.offers),
            "needs": len(self.market.needs),
            "considered": self.considered,
            "top": self.top,
            "unknown": self.unknown,
            "unweighed": self.market.unweighed(),
            "unmeasured": plan.unmeasured,
            "gap": plan.gap,
            "ending": plan.ending,
            "bottlenecks": [[one.holder, one.name, one.gain] for one in plan.bottlenecks[:BOTTLENECKS]],
            "more": max(0, len(plan.bottlenecks) - BOTTLENECKS),
        }


def gather(actor: Actor) -> Market:
    """Return the market as it stands for whoever asks; only reads."""
    today = actor.today
    now = promises.book(today)
    records = store.matchable()
    streams = [stream_of(one, now) for one in records]
    plants = process_store.everything()
    return Market(
        today=today,
        offers=tuple(one for one in streams if isinstance(one, Offer)),
        needs=tuple(one for one in streams if isinstance(one, Need)),
        processes=left_of_processes(plants, now),
        paid=paid_for(records),
        settled=store.settled(),
        queue=tuple(store.queued(board.moment_of(actor))),
        agreed=tuple(store.agreed()),
        marks={one.id: mark_of(one) for one in records},
        conditions=conditions_by_code(plants),
    )


def paid_for(records: Sequence[ListingRecord]) -> dict[str, float]:
    """Return what givers pay now for each tonne of their offers, of those who told it."""
    whole = {one.id: amount_of(one) for one in records if one.side is Side.OFFER}
    numbers = list(whole)
    paid: dict[str, float] = {}
    for start in range(0, len(numbers), AT_ONCE):
        for one in collection.told_of(numbers[start : start + AT_ONCE]):
            price = paid_a_tonne(one.told, whole[one.listing_id]) if one.told else None
            paid |= {} if price is None else {str(one.listing_id): float(price)}
    return paid


def mark_of(listing: ListingRecord) -> str:
    """Return what is the same as long as a listing says the same of what, how much, when and where."""
    tonnes = listing.tonnes and [format(end.normalize(), "f") for end in astuple(listing.tonnes)]
    told = (
        *(listing.side, listing.material, tonnes, listing.recurring, listing.availability),
        *(listing.form, listing.contamination_pct, listing.moisture_pct, listing.classes, listing.max_km),
        listing.premises.position,
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def make(
    market: Market, aim: Aim, tell: Tell = lambda _done, _length: None, search: Search = EVERYTHING
) -> Made:
    """Return the best set of all matches in a market that can be agreed now, and today's beside it.

    A search that keeps only the best of each need looks at all of the queue as well.
    """
    found = {(int(one.need), int(one.offer)): one for one in candidates_of(market, search, tell)}
    lines = [one.candidate for one in found.values() if one.candidate is not None]
    room = market.room()
    plan = best_set(lines, room, aim)
    queue = (found[key].candidate for key in market.queue if key in found)
    today = one_after_another((one for one in queue if one is not None), room)
    return Made(
        plan=plan,
        agreed=reach_of_agreed(market.agreed),
        queue=reach_of(today),
        reach=reach_of(plan.shares),
        considered=len(lines),
        top=search.top or 0,
        unknown=len(found) - len(lines),
        market=market,
    )


def require_something(made: Made, aim: Aim) -> None:
    """Refuse a plan of no match, and say what it lacks."""
    if made.plan.shares:
        return
    if made.considered:
        raise NothingToPlanError(NO_FIGURES[aim] if made.plan.unmeasured else "plan.all_promised")
    raise NothingToPlanError("plan.no_amounts" if made.unknown else "plan.nothing")


@dataclass(frozen=True, slots=True)
class Pairing:
    """A need and an offer that fit, and what can be planned of it: nothing where tonnes are unknown."""

    need: str
    offer: str
    candidate: Candidate | None


def candidates_of(market: Market, search: Search, tell: Tell) -> Iterator[Pairing]:
    """Yield every pair that fits, those of the queue too where only the best of each need were kept."""
    found: set[Pair] = set()
    for match in taken_in(matches_of(market, search, tell), market):
        if is_good(match) and pair(match) not in market.settled:
            found.add(pair(match))
            yield Pairing(match.need, match.offer, candidate_of(match, market.paid))
    if search.top is not None:
        missing = [key for key in market.queue if key not in found]
        yield from (
            Pairing(match.need, match.offer, candidate_of(match, market.paid))
            for match in between(missing, market)
            if is_good(match)
        )


def matches_of(market: Market, search: Search, tell: Tell) -> Iterator[matching.Match]:
    """Yield the matches of every need, and tell how far that is."""
    settings = matching.Settings(top=search.top, today=market.today)
    needs = len(market.needs)
    found = search.find(
        market.offers, market.needs, market.processes, tree=load_materials(), settings=settings
    )
    for number, matches in enumerate(found, start=1):
        tell(number, needs)
        yield from matches


def taken_in(matches: Iterable[matching.Match], market: Market) -> Iterator[matching.Match]:
    """Yield matches whose processes take what is offered; of a pair that one refuses, the best open way."""
    offers = {one.id: one for one in market.offers} if market.conditions else {}
    refused: list[Pair] = []
    for match in matches:
        offer = offers.get(match.offer) if match.through else None
        if offer is not None and broken(way_of(match), offered_of(offer), market.conditions):
            refused.append(pair(match))
        else:
            yield match
    yield from between(refused, market)


def between(pairs: Iterable[Pair], market: Market) -> Iterator[matching.Match]:
    """Yield the best match of each of these pairs that fits."""
    pairs = list(pairs)
    if not pairs:
        return
    settings = matching.Settings(today=market.today)
    routes = matching.Routes(market.processes, load_materials(), settings.max_steps)
    offers = {one.id: one for one in matching.still_there(market.offers, market.today)}
    needs = {one.id: one for one in matching.still_there(market.needs, market.today)}
    is_open = gate(market.conditions)
    for need_id, offer_id in pairs:
        need, offer = needs.get(str(need_id)), offers.get(str(offer_id))
        if need is not None and offer is not None:
            ways = matching.of_need(need, {offer.material: [offer]}, routes, settings, is_open)
            yield from matching.best_of_each_offer(ways)


def candidate_of(match: matching.Match, paid: Mapping[str, float]) -> Candidate | None:
    """Return a match as a candidate, None where tonnes or a yield are unknown."""
    leaving = taken(match)
    if match.tonnes is None or leaving is None:
        return None
    enters, carried = [], 1.0
    for passage in match.through:
        enters.append((passage.process, carried))
        carried *= float(passage.share.likely) if passage.share else 0.0
    return Candidate(
        match.offer,
        match.need,
        tuple(enters),
        carried,
        match.strategy,
        match.distance_km,
        euros=paid.get(match.offer),
        most=float(leaving),
    )


def reach_of(shares: Sequence[Share]) -> Reach:
    """Return what matches in a plan come to."""
    return Reach(
        matches=len(shares),
        leaving=sum(one.leaving for one in shares),
        arriving=sum(one.arriving for one in shares),
        rung=sum(one.arriving * worth_of(one.candidate, Aim.RUNG) for one in shares),
        tonne_km=sum(one.leaving * (one.candidate.distance_km or 0.0) for one in shares),
        euros=sum(one.leaving * (one.candidate.euros or 0.0) for one in shares),
        unknown_km=sum(one.candidate.distance_km is None for one in shares),
    )


def reach_of_agreed(agreed: Sequence[Agreed]) -> Reach:
    """Return what agreed exchanges come to, as far as it was told."""
    shares = [
        Share(
            Candidate("", "", (), 1.0, one.strategy, one.distance_km), float(one.leaving), float(one.arriving)
        )
        for one in agreed
        if one.leaving is not None and one.arriving is not None
    ]
    return replace(reach_of(shares), matches=len(agreed), unknown_tonnes=len(agreed) - len(shares))
