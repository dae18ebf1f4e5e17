"""The matcher: what a match is, said in code one can read aloud.

For each need and each offer the best route is kept: handed over directly, or through a chain of
running processes. An engine may find the same matches faster; this module says which they are.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from flows.distance import DETOUR, route_km
from flows.errors import OutOfRangeError
from flows.materials import MaterialTree
from flows.processes import Chain, Process, Yield, chains
from flows.quantities import WHOLE, Passing, days_of, judge_quantity, passing
from flows.scoring import (
    Judgement,
    Part,
    Weights,
    billionths,
    completeness,
    judge_distance,
    judge_ladder,
    judge_material,
    judge_quality,
    judge_timing,
    load_weights,
    total,
    unknown_conversion_quality,
    weigh,
)
from flows.strategies import DIRECT, Strategy
from flows.streams import Need, Offer, Range

Row = TypeVar("Row", Offer, Need)

MOST_STEPS = 3
"""More conversions in a row than anyone arranges (product.md 5)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a search may vary: processes in a row, matches kept per need, detour factor and weights.

    Days before ``today`` do not count, where it is told.
    """

    max_steps: int = 2
    top: int | None = None
    detour: float = DETOUR
    weights: Weights = field(default_factory=load_weights)
    today: date | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.max_steps <= MOST_STEPS:
            raise OutOfRangeError("max_steps", self.max_steps, f"from 0 to {MOST_STEPS}")
        if self.top is not None and self.top < 1:
            raise OutOfRangeError("top", self.top, "1 or more")
        if not 1 <= self.detour <= 10:
            raise OutOfRangeError("detour", self.detour, "from 1 to 10")


@dataclass(frozen=True, slots=True)
class Passage:
    """One process on the way of a match: what it takes, what it gives and its yield (None if unknown)."""

    process: str
    takes: str
    gives: str
    share: Yield | None


@dataclass(frozen=True, slots=True)
class Match:
    """A find: an offer that could serve a need, how, how well (score) and how sure (completeness).

    ``tonnes`` is what the receiver gets, a year if ``recurring`` and in all if not, None if unknown;
    ``distance_km`` is by road from offer over processes to need.
    """

    need: str
    offer: str
    processes: tuple[str, ...]
    score: float
    completeness: float
    tonnes: Range | None
    recurring: bool | None
    distance_km: float | None
    strategy: Strategy
    parts: tuple[Part, ...]
    through: tuple[Passage, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the facts that nobody stated yet, in the order of the parts."""
        return tuple(dict.fromkeys(fact for part in self.parts for fact in part.missing))


@dataclass(frozen=True, slots=True)
class Route:
    """A way from one material to another, with all that does not depend on who offers or needs it."""

    chain: Chain
    passing: Passing
    strategy: Strategy
    material: Judgement
    ladder: Judgement
    through: tuple[Passage, ...] = ()


class Routes:
    """Every route from a material offered to a material wanted, found once per pair of materials."""

    def __init__(self, processes: Iterable[Process], tree: MaterialTree, max_steps: int) -> None:
        self.tree = tree
        self.found: dict[tuple[str, str], tuple[Route, ...]] = {}
        self.by_end: dict[str, list[tuple[Chain, Passing]]] = defaultdict(list)
        for chain in chains(processes, tree, max_steps) if max_steps else ():
            self.by_end[chain[-1].output.material].append((chain, passing(chain)))

    def between(self, offered: str, wanted: str) -> tuple[Route, ...]:
        """Return the routes from ``offered`` to ``wanted``, the direct one first."""
        if (offered, wanted) not in self.found:
            direct = self.direct(offered, wanted)
            self.found[offered, wanted] = (*direct, *self.converted(offered, wanted))
        return self.found[offered, wanted]

    def direct(self, offered: str, wanted: str) -> Iterator[Route]:
        """Yield the direct route if the two materials are related."""
        levels = self.tree.steps(offered, wanted)
        if levels is not None:
            strategy = DIRECT[self.tree[offered].nature]
            material = judge_material([(offered, wanted, levels)])
            yield Route((), Passing(WHOLE), strategy, material, judge_ladder(strategy, 0))

    def converted(self, offered: str, wanted: str) -> Iterator[Route]:
        """Yield the routes through processes: the first takes the one material, the last gives the other."""
        for given, made_so in self.by_end.items():
            if self.tree.steps(given, wanted) is not None:
                for chain, made in made_so:
                    yield from self.through(chain, made, offered, wanted)

    def through(self, chain: Chain, made: Passing, offered: str, wanted: str) -> Iterator[Route]:
        """Yield the route through one chain if it takes the one material and gives the other."""
        taken = self.tree.steps(offered, chain[0].takes)
        left = self.tree.steps(chain[-1].output.material, wanted)
        if taken is not None and left is not None:
            joints = [(offered, chain[0].takes, taken), (chain[-1].output.material, wanted, left)]
            strategy = chain[-1].output.strategy
            ladder = judge_ladder(strategy, len(chain))
            yield Route(chain, made, strategy, judge_material(joints), ladder, passages(chain))

    def wanted_for(self, offered: str) -> frozenset[str]:
        """Return every material to which a route leads from an offered one."""
        found = taking = self.tree.related(offered)
        for given, made_so in self.by_end.items():
            if any(chain[0].takes in taking for chain, _ in made_so):
                found |= self.tree.related(given)
        return found

    def offered_for(self, wanted: str) -> frozenset[str]:
        """Return every material from which a route leads to a wanted one."""
        found = giving = self.tree.related(wanted)
        takes = {chain[0].takes for given in giving & self.by_end.keys() for chain, _ in self.by_end[given]}
        return found.union(*(self.tree.related(taken) for taken in takes))


def passages(chain: Chain) -> tuple[Passage, ...]:
    """Return what a person is told of each process on the way."""
    return tuple(
        Passage(step.process.code, step.takes, step.output.material, step.output.share) for step in chain
    )


def find(
    offers: Iterable[Offer],
    needs: Iterable[Need],
    processes: Iterable[Process] = (),
    *,
    tree: MaterialTree,
    settings: Settings | None = None,
) -> tuple[Match, ...]:
    """Return the matches of all needs, sorted by need, then the best first, then by offer.

    One id may stand in several rows that differ in material (a text read as several): its best counts.
    """
    return tuple(
        match
        for found in find_by_need(offers, needs, processes, tree=tree, settings=settings)
        for match in found
    )


def find_by_need(
    offers: Iterable[Offer],
    needs: Iterable[Need],
    processes: Iterable[Process] = (),
    *,
    tree: MaterialTree,
    settings: Settings | None = None,
) -> Iterator[tuple[Match, ...]]:
    """Yield the matches of each need in the order of the needs' ids, none where nothing fits."""
    settings = settings or Settings()
    routes = Routes(processes, tree, settings.max_steps)
    by_material = grouped(still_there(offers, settings.today), lambda offer: offer.material)
    for _, rows in sorted(grouped(needs, lambda need: need.id).items()):
        wanted = still_there(rows, settings.today)
        found = (match for need in wanted for match in of_need(need, by_material, routes, settings))
        yield tuple(sorted(best_of_each_offer(found), key=rank)[: settings.top])


def still_there(rows: Iterable[Row], today: date | None) -> Iterator[Row]:
    """Yield the streams that are not over on a day, with the days that are left of them."""
    for row in rows:
        left = row.availability.left_on(today)
        if left is not None:
            yield row if left is row.availability else replace(row, availability=left)


Open = Callable[[Route, Offer], bool]
"""Whether a route is open to an offer, beside the gates that are the same for all."""


def anywhere(_route: Route, _offer: Offer) -> bool:
    """Return that a route is open."""
    return True


def of_need(
    need: Need,
    offers: Mapping[str, Sequence[Offer]],
    routes: Routes,
    settings: Settings,
    is_open: Open = anywhere,
) -> Iterator[Match]:
    """Yield a match for every route from every offer that no gate closes."""
    for material, standing in offers.items():
        for route in routes.between(material, need.material):
            for offer in standing:
                match = along(route, offer, need, settings) if is_open(route, offer) else None
                if match is not None:
                    yield match


def of_pair(
    offer: Offer, need: Need, routes: Routes, settings: Settings, is_open: Open = anywhere
) -> Match | None:
    """Return the match of one offer and one need over their best open route, None where they do not fit.

    ``find`` finds the same among others where every route is open.
    """
    standing = grouped(still_there([offer], settings.today), lambda one: one.material)
    wanted = still_there([need], settings.today)
    found = (match for one in wanted for match in of_need(one, standing, routes, settings, is_open))
    return next(iter(best_of_each_offer(found)), None)


def along(route: Route, offer: Offer, need: Need, settings: Settings) -> Match | None:
    """Return the match of an offer and a need along a route, None where a gate is closed."""
    if offer.organisation and offer.organisation == need.organisation:
        return None
    timing = judge_timing(offer.availability, need.availability)
    quality = unknown_conversion_quality() if route.chain else judge_quality(offer.quality, need.quality)
    if timing is None or quality is None:
        return None
    km = travelled_km(offer, route.chain, need, settings.detour)
    ends = (offer.position, need.position)
    distance = judge_distance(km, ends, (offer.max_km, need.max_km), settings.weights.distance_scale_km)
    if distance is None:
        return None
    days = days_of(offer.availability, need.availability)
    receipt = judge_quantity(offer.amount, need.amount, route.passing, days)
    found = (route.material, quality, receipt.judgement, timing, distance, route.ladder)
    parts = weigh(found, settings.weights)
    return Match(
        need=need.id,
        offer=offer.id,
        processes=tuple(step.process.code for step in route.chain),
        score=total(parts, settings.weights),
        completeness=completeness(parts),
        tonnes=receipt.tonnes,
        recurring=receipt.recurring,
        distance_km=km,
        strategy=route.strategy,
        parts=parts,
        through=route.through,
    )


def travelled_km(offer: Offer, chain: Chain, need: Need, detour: float) -> float | None:
    """Return the road km from offer over processes to need, None without the position of an end.

    A process without a position is anywhere, so on the way.
    """
    if offer.position is None or need.position is None:
        return None
    stops = (offer.position, *(step.process.position for step in chain), need.position)
    return route_km(tuple(stop for stop in stops if stop is not None), detour)


def best_of_each_offer(matches: Iterable[Match]) -> Iterable[Match]:
    """Return the best match of each offer, the matches being those of one need."""
    best: dict[str, Match] = {}
    for match in matches:
        if match.offer not in best or preference(match) < preference(best[match.offer]):
            best[match.offer] = match
    return best.values()


def rank(match: Match) -> tuple[int, str, tuple[str, ...]]:
    """Return the key that puts the matches of one need in order: best score first, then the offer's id."""
    return -billionths(match.score), match.offer, match.processes


def preference(match: Match) -> tuple[object, ...]:
    """Return the key that chooses among routes: best score, then fewest processes, then their names."""
    names = tuple((passage.takes, passage.gives) for passage in match.through)
    materials = tuple(text for _, text in match.parts[0].evidence if isinstance(text, str))
    return -billionths(match.score), len(match.processes), match.processes, names, materials


def grouped(rows: Iterable[Row], key: Callable[[Row], str]) -> dict[str, list[Row]]:
    """Return the rows under their key."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups
