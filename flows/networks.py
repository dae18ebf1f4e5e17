"""The network of who gives what to whom: its measures, its loops, and Chertow's 3-2 criterion."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import combinations

Arrows = Mapping[str, AbstractSet[str]]
"""From each organisation to those it gives to."""

LEAST_ENTITIES, LEAST_RESOURCES = 3, 2
"""Chertow's 3-2 criterion: three entities exchange two resources."""

NEAR_ENOUGH = 1e-13
"""How far apart, for each one of it, the two bounds of a spectral radius may lie when the search ends."""

LEAST_ROWS = 20
"""Organisations below which nestedness says nothing and is not told."""

MOST_ROUNDS = 100_000
"""Rounds after which the search for a spectral radius ends anyhow."""


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """One resource that goes from one organisation to another."""

    giver: str
    receiver: str
    resource: str


@dataclass(frozen=True, slots=True)
class Component:
    """Organisations that flows join, whichever way they go, and the resources that they exchange."""

    entities: frozenset[str]
    resources: frozenset[str]

    @property
    def is_symbiosis(self) -> bool:
        """Tell whether it meets Chertow's 3-2 criterion (2007): three entities, two resources."""
        return len(self.entities) >= LEAST_ENTITIES and len(self.resources) >= LEAST_RESOURCES


@dataclass(frozen=True, slots=True)
class NetworkMeasures:
    """Pure numbers of a directed network in which a pair is linked once, whatever it exchanges.

    ``density`` is links per node, ``connectance`` links per pair with self-loops (food-web use, L / N²), and
    ``connectance_apart`` without (L / (N (N − 1))). ``cyclicity`` is the largest absolute eigenvalue of the
    adjacency matrix: exactly 0 without a loop, 1 for simple loops, more where loops are linked.
    ``eco_connectance`` is linked pairs, whichever way they give, per pair there could be (Tiejun), and
    ``nestedness`` that of organisations and materials, 0 to 100. Each is None where it is not defined: in an
    empty network, apart and by pairs where there is one node, nested below LEAST_ROWS organisations.
    """

    nodes: int
    links: int
    density: float | None
    connectance: float | None
    connectance_apart: float | None
    cyclicity: float | None
    eco_connectance: float | None
    nestedness: float | None


def measures(links: Iterable[Link]) -> NetworkMeasures:
    """Return the measures of a network, in which whoever gives or receives anything is a node.

    Source: Layton, Bras and Weissburg 2016; for cyclicity also Borrett, Fath and Patten 2006, for pairs
    Tiejun 2010, for nestedness Almeida-Neto et al. 2008.
    """
    links = list(links)
    arrows = arrows_of(links)
    nodes, pairs = len(arrows), sum(len(receivers) for receivers in arrows.values())
    if nodes == 0:
        return NetworkMeasures(0, 0, None, None, None, None, None, None)
    to_itself = sum(node in receivers for node, receivers in arrows.items())
    return NetworkMeasures(
        nodes,
        pairs,
        pairs / nodes,
        pairs / nodes**2,
        (pairs - to_itself) / (nodes * (nodes - 1)) if nodes > 1 else None,
        cyclicity(arrows),
        linked_pairs(arrows) / (nodes * (nodes - 1) / 2) if nodes > 1 else None,
        nestedness(links) if nodes >= LEAST_ROWS else None,
    )


def linked_pairs(arrows: Arrows) -> int:
    """Return how many pairs of organisations give or take, whichever way."""
    return len({frozenset((giver, one)) for giver in arrows for one in arrows[giver] if one != giver})


def recycling_rate(eco_connectance: float | None, used: Collection[float]) -> float | None:
    """Return Tiejun's rate of recycling of by-products and waste: links per pair times the mean share used.

    ``used`` holds for each by-product which share of it found a use, 0 to 1. None where nothing is known.
    """
    if eco_connectance is None or not used:
        return None
    return eco_connectance * sum(used) / len(used)


def nestedness(links: Iterable[Link]) -> float:
    """Return NODF of the matrix of organisations and the materials that they give or take, 0 to 100.

    A pair of rows or columns of which one has fewer counts the share of the fewer that the other has too;
    equal ones count nought. Without a pair it is 0. Source: Almeida-Neto et al. 2008.
    """
    rows: dict[str, set[str]] = defaultdict(set)
    columns: dict[str, set[str]] = defaultdict(set)
    for link in links:
        for organisation in (link.giver, link.receiver):
            rows[organisation].add(link.resource)
            columns[link.resource].add(organisation)
    shares = [
        100 * len(one & other) / min(len(one), len(other)) if len(one) != len(other) else 0.0
        for side in (rows, columns)
        for one, other in combinations(side.values(), 2)
    ]
    return sum(shares) / len(shares) if shares else 0.0


def arrows_of(links: Iterable[Link]) -> dict[str, set[str]]:
    """Return whom each organisation gives to, also those that give to nobody."""
    arrows: dict[str, set[str]] = {}
    for link in sorted(links):
        arrows.setdefault(link.giver, set()).add(link.receiver)
        arrows.setdefault(link.receiver, set())
    return arrows


def cyclicity(arrows: Arrows) -> float:
    """Return the spectral radius of a network, exactly 0 where it has no loop; good to 1e-9.

    It is the greatest of its strongly connected parts' (Perron and Frobenius), each searched apart.
    """
    radii = [
        spectral_radius({node: arrows[node] & part for node in part})
        for part in strong_parts(arrows)
        if len(part) > 1 or next(iter(part)) in arrows[next(iter(part))]
    ]
    return max(radii, default=0.0)


def spectral_radius(arrows: Arrows) -> float:
    """Return the spectral radius of a strongly connected network, by power iteration between two bounds.

    With the identity added the matrix is primitive, so that the quotients of Collatz and Wielandt close in
    on its radius from both sides, and that is one more than what is asked.
    """
    nodes = sorted(arrows)
    weight = dict.fromkeys(nodes, 1.0)
    low, high = 0.0, float(len(nodes)) + 1
    for _ in range(MOST_ROUNDS):
        after = {node: weight[node] + sum(weight[one] for one in sorted(arrows[node])) for node in nodes}
        quotients = [after[node] / weight[node] for node in nodes]
        low, high = max(low, min(quotients)), min(high, max(quotients))
        if high - low <= NEAR_ENOUGH * high:
            break
        most = max(after.values())
        weight = {node: value / most for node, value in after.items()}
    return (low + high) / 2 - 1


def strong_parts(arrows: Arrows) -> list[frozenset[str]]:
    """Return the strongly connected parts of a network, each a set of nodes that all reach each other."""
    order: list[str] = []
    seen: set[str] = set()
    for node in sorted(arrows):
        order.extend(left_behind(node, arrows, seen))
    against: dict[str, set[str]] = {node: set() for node in arrows}
    for node, receivers in arrows.items():
        for receiver in receivers:
            against[receiver].add(node)
    met: set[str] = set()
    return [frozenset(part) for node in reversed(order) if (part := list(left_behind(node, against, met)))]


def left_behind(start: str, arrows: Arrows, seen: set[str]) -> Iterator[str]:
    """Yield the nodes that can be reached and were not seen, each after all that it leads to."""
    if start in seen:
        return
    seen.add(start)
    path = [(start, iter(sorted(arrows[start])))]
    while path:
        node, ahead = path[-1]
        following = next((one for one in ahead if one not in seen), None)
        if following is None:
            path.pop()
            yield node
        else:
            seen.add(following)
            path.append((following, iter(sorted(arrows[following]))))


def components(links: Iterable[Link], recyclers: Collection[str] = ()) -> tuple[Component, ...]:
    """Return the components of a network without its recyclers, by the first name in each.

    Chertow (2007) lets no recycler count among the three; that it is left out before is our reading.
    """
    left = [link for link in sorted(links) if not {link.giver, link.receiver} & set(recyclers)]
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for link in left:
        beside[link.giver].add(link.receiver)
        beside[link.receiver].add(link.giver)
    seen: set[str] = set()
    found = [frozenset(left_behind(node, beside, seen)) for node in sorted(beside) if node not in seen]
    return tuple(
        Component(entities, frozenset(link.resource for link in left if link.giver in entities))
        for entities in found
    )
