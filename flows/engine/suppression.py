"""The choice of what is published: of every cell as much as the audit allows, release by release.

First every cell that may say something gets the widest class, then those that may say more are made narrower
one by one, the largest first, each only if nobody is narrowed by it. So as many cells as possible tell their
order of magnitude before any tells more. What an earlier release published stays, and counts.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from flows.disclosure import (
    LEAST,
    Bounds,
    Cell,
    Contribution,
    Reason,
    at_most,
    in_order,
    room,
    sort_key,
    summed,
)
from flows.engine.audit import Audit, Fact, Move, Narrowed, Secret, Unknown

NOTHING = Bounds(Decimal(0), Decimal(0))

Areas = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Step:
    """What was decided of one material in one release, and what was known of it before."""

    cells: tuple[Cell, ...]
    known: tuple[Narrowed, ...]


@dataclass
class Material:
    """What is known of one material so far: who stood where, who consented, and what was published."""

    name: str
    standing: dict[str, dict[tuple[str, str], Decimal]] = field(default_factory=dict)
    consents: dict[Unknown, set[bool]] = field(default_factory=lambda: defaultdict(set))
    published: list[Cell] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)

    def enter(self, release: str, rows: Iterable[Contribution]) -> None:
        """Take note of a release; several rows of an organisation in an area are one figure."""
        figures: dict[tuple[str, str], list[Contribution]] = defaultdict(list)
        for row in rows:
            figures[row.organisation, row.area].append(row)
        now = {place: summed(row.tonnes for row in found) for place, found in figures.items()}
        self.standing[release] = now
        for (organisation, area), found in figures.items():
            one = Unknown(organisation, now[organisation, area])
            self.consents[one].add(all(row.consent for row in found))

    def counts(self, release: str, basic: frozenset[str]) -> dict[Unknown, int]:
        """Return which figures stand in an area, and in how many of its basic areas."""
        counts: dict[Unknown, int] = defaultdict(int)
        for (organisation, area), tonnes in self.standing.get(release, {}).items():
            if area in basic:
                counts[Unknown(organisation, tonnes)] += 1
        return counts

    def open(self, one: Unknown) -> bool:
        """Tell whether a figure was shown with consent wherever and whenever it stood."""
        return self.consents[one] == {True}

    def fact(self, cell: Cell, areas: Areas) -> Fact | None:
        """Return what a cell says of the figures, None where it says nothing."""
        if cell.bounds is None:
            return None
        counts = self.counts(cell.release, areas[cell.area])
        return Fact(counts, *room(cell.bounds, total_of(counts)))

    def secrets(self, areas: Areas, free: Collection[Unknown]) -> list[Secret]:
        """Return what nobody may know: every figure, and each organisation's sum in each area and in all."""
        found: set[tuple[tuple[Unknown, int], ...]] = set()
        everywhere = frozenset().union(*areas.values())
        for release in self.standing:
            for basic in (*areas.values(), everywhere):
                own: dict[str, dict[Unknown, int]] = defaultdict(dict)
                for one, count in self.counts(release, basic).items():
                    if one in free:
                        own[one.organisation][one] = count
                found |= {tuple(sorted(counts.items())) for counts in own.values()}
        return [Secret(counts) for counts in sorted(found)]

    def places(self, free: Collection[Unknown]) -> dict[Unknown, object]:
        """Return where each unknown stands in which release, equal for those that no cell tells apart."""
        where: dict[Unknown, list[tuple[str, str]]] = {one: [] for one in free}
        for release, standing in self.standing.items():
            for (organisation, area), tonnes in standing.items():
                one = Unknown(organisation, tonnes)
                if one in where:
                    where[one].append((release, area))
        return {one: tuple(sorted(found)) for one, found in where.items()}


def chosen(rows: Iterable[Contribution], areas: Areas) -> Iterator[Step]:
    """Yield what may be published, in the order of releases and materials.

    Earlier releases know nothing of later ones. The order of the rows is of no matter.
    """
    for release, material in entered(rows):
        yield decided(material, release, areas)


def entered(rows: Iterable[Contribution]) -> Iterator[tuple[str, Material]]:
    """Yield each release with every material so far, as it is known then."""
    by_release: dict[str, dict[str, list[Contribution]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        by_release[row.release][row.material].append(row)
    materials: dict[str, Material] = {}
    for release in in_order(by_release):
        now = by_release[release]
        materials |= {name: Material(name) for name in now if name not in materials}
        for name in in_order(materials):
            materials[name].enter(release, now.get(name, ()))
            yield release, materials[name]


def steps_of(rows: Iterable[Contribution]) -> int:
    """Return how many steps there are: of each release, every material that it or an earlier one has."""
    now: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        now[row.release].add(row.material)
    seen = set[str]()
    steps = 0
    for release in in_order(now):
        seen |= now[release]
        steps += len(seen)
    return steps


def disclosed(rows: Iterable[Contribution], areas: Areas, cells: Iterable[Cell]) -> list[Narrowed]:
    """Return whose tonnes are known within the limits beside cells of all releases, whoever chose them."""
    published: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        published[cell.material].append(cell)
    materials = {material.name: material for _, material in entered(rows)}
    return [
        one
        for material in materials.values()
        for audit in audits_of(replace(material, published=published[material.name]), areas)
        for one in audit.give_up()
    ]


def decided(material: Material, release: str, areas: Areas) -> Step:
    """Return the cells of a material in a release, and keep them as published."""
    audits = audits_of(material, areas)
    known = [one for audit in audits for one in audit.give_up()]
    cells = best_cells(material, release, areas, audits)
    material.published += cells
    learned = {tuple(sorted(move.items())) for audit in audits for move in audit.learned()}
    material.moves = [dict(move) for move in sorted(learned)]
    return Step(tuple(cells), tuple(known))


def audits_of(material: Material, areas: Areas) -> list[Audit]:
    """Return what to audit, with all that was published.

    Once as if everybody knew each figure that was ever shown with consent, and, where a figure was shown with
    consent at one time only, once as if nobody did: then it is a secret itself.
    """
    never = {one for one, given in material.consents.items() if True not in given}
    not_always = {one for one in material.consents if not material.open(one)}
    audits = []
    for free in (never,) if never == not_always else (never, not_always):
        places = material.places(free)
        audits.append(Audit(material.secrets(areas, free), places, material.moves))
        if small := audits[-1].cannot_fall():  # the least that is told: it can be lower in fractions only
            audits.append(Audit(small, places, material.moves, told_finely=True))
    for cell in material.published:
        if (fact := material.fact(cell, areas)) is not None:
            for audit in audits:
                audit.publish(fact)
    return audits


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cell to decide: the organisations in it, and what it may say, the widest first."""

    hidden: Cell
    organisations: int
    unknown: int
    may_say: tuple[tuple[Bounds, Reason], ...]

    def saying(self, bounds: Bounds, reason: Reason) -> Cell:
        """Return the cell as it is published; few organisations are not counted."""
        told = reason in {Reason.CONSENT, Reason.NOTHING} or self.organisations >= LEAST
        return replace(
            self.hidden, bounds=bounds, organisations=self.organisations if told else None, reason=reason
        )


def candidate(material: Material, release: str, area: str, basic: frozenset[str]) -> Candidate:
    """Return what may be said of a cell as far as it alone goes."""
    counts = material.counts(release, basic)
    unknown: dict[str, Decimal] = defaultdict(Decimal)
    for one, count in counts.items():
        if not material.open(one):
            unknown[one.organisation] = summed([unknown[one.organisation], *[one.tonnes] * count])
    hidden, may_say = at_most(total_of(counts), list(unknown.values()))
    if not counts:
        may_say = ((NOTHING, Reason.NOTHING),)
    cell = Cell(release, material.name, area, None, None, hidden)
    return Candidate(cell, len({one.organisation for one in counts if one.tonnes}), len(unknown), may_say)


def best_cells(material: Material, release: str, areas: Areas, audits: Sequence[Audit]) -> list[Cell]:
    """Return all cells of a material in a release, each as narrow as everybody's secrets allow."""
    found = [candidate(material, release, area, basic) for area, basic in areas.items()]
    found.sort(key=lambda one: (-one.unknown, sort_key(one.hidden.area)))
    cells = {one.hidden.area: one.hidden for one in found}
    for ways in (slice(None, 1), slice(None, 0, -1)):  # the widest of all, then from the narrowest on
        for one in found:
            if ways.stop == 1 or cells[one.hidden.area].bounds is not None:
                said = (one.saying(*way) for way in one.may_say[ways])
                cells |= {cell.area: cell for cell in first_allowed(said, material, areas, audits)}
    return [cells[area] for area in areas]


def first_allowed(
    said: Iterable[Cell], material: Material, areas: Areas, audits: Sequence[Audit]
) -> Iterator[Cell]:
    """Yield the first cell that narrows nobody, having published it to the audits."""
    for cell in said:
        fact = material.fact(cell, areas)
        if fact is not None and all(audit.allows(fact) for audit in audits):
            for audit in audits:
                audit.publish(fact)
            yield cell
            return


def total_of(counts: Mapping[Unknown, int]) -> Decimal:
    """Return the tonnes of an area."""
    return summed(tonnes for one, count in counts.items() for tonnes in [one.tonnes] * count)
