"""Made-up towns by seed, whose firms join, leave and change, and the simple guard that others publish by."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from flows.disclosure import Bounds, Cell, Contribution, Reason, basic_areas, enough, in_order, summed

BASIC = ("Centrum", "Kluis", "Krawinkel", "Lindenheuvel", "Lutterade", "Zuid")
AREAS = {
    "Geleen": list(BASIC),
    "Oost": ["Centrum", "Kluis", "Krawinkel"],
    "Rondom": ["Centrum", "Krawinkel", "Lindenheuvel", "Lutterade"],
    "West": ["Lindenheuvel", "Lutterade", "Zuid"],
}
MATERIALS = ("cardboard", "hdpe", "rubble", "wood")

Table = tuple[list[Contribution], dict[str, frozenset[str]]]


@dataclass(frozen=True)
class Town:
    """How a town is made up: organisations, materials, and how much of it changes in a quarter."""

    seed: int
    firms: int = 40
    materials: int = 3
    basics: int = 5
    changing: float = 0.1
    consenting: float = 0.05
    releases: int = 4

    def table(self) -> Table:
        """Return the contributions of all releases and the areas."""
        chance = Random(self.seed)
        basics = BASIC[: self.basics]
        areas = {name: [part for part in parts if part in basics] for name, parts in AREAS.items()}
        figures: dict[tuple[str, str, str], Decimal] = {}
        consents = set[str]()
        rows: list[Contribution] = []
        for quarter in range(self.releases):
            for number in range(self.firms if quarter == 0 else max(1, self.firms // 12)):
                name = f"firm-{quarter}-{number:03d}"
                if chance.random() < self.consenting:
                    consents.add(name)
                for material in chance.sample(MATERIALS[: self.materials], 1 + (chance.random() < 0.4)):
                    for area in chance.sample(basics, 1 + (chance.random() < 0.15)):
                        figures[name, material, area] = tonnes(chance)
            if quarter:
                figures = dict(self.after_a_quarter(figures, chance))
            rows += [
                Contribution(f"2026-Q{quarter + 1}", name, material, area, figure, name in consents)
                for (name, material, area), figure in figures.items()
            ]
        return rows, basic_areas(areas)

    def after_a_quarter(
        self, figures: Mapping[tuple[str, str, str], Decimal], chance: Random
    ) -> Iterator[tuple[tuple[str, str, str], Decimal]]:
        """Yield the figures of those who stay, some of them changed."""
        for key, figure in figures.items():
            luck = chance.random()
            if luck >= self.changing / 2:
                yield key, tonnes(chance) if luck < 1.5 * self.changing else figure


def tonnes(chance: Random) -> Decimal:
    """Return the tonnes of a firm: many small ones, few large."""
    return Decimal(max(1, round(chance.lognormvariate(3.0, 1.2) * 10))) / 10


TOWNS = (
    Town(1),
    Town(2),
    Town(3, firms=30, changing=0.2),
    Town(4, firms=60, materials=4, basics=6),
    Town(5, firms=90, materials=4, basics=6, changing=0.05),
    Town(6, firms=45, materials=2, consenting=0.15),
    Town(7, firms=25, materials=3, basics=4),
    Town(8, firms=120, materials=4, basics=6, changing=0.15, consenting=0.0),
)


def occupied(rows: Iterable[Contribution], areas: Mapping[str, frozenset[str]]) -> set[tuple[str, str, str]]:
    """Return the release, material and area of every cell in which somebody stands."""
    inside: dict[str, list[str]] = {}
    for area, basic in areas.items():
        for part in basic:
            inside.setdefault(part, []).append(area)
    return {(row.release, row.material, area) for row in rows for area in inside[row.area]}


def naive(rows: Iterable[Contribution], areas: Mapping[str, frozenset[str]]) -> list[Cell]:
    """Return the exact sum of every cell in which somebody stands."""
    rows = list(rows)
    cells = []
    for release, material, area in sorted(occupied(rows, areas)):
        total = summed(
            row.tonnes
            for row in rows
            if (row.release, row.material) == (release, material) and row.area in areas[area]
        )
        cells.append(Cell(release, material, area, Bounds(total, total), None, Reason.ENOUGH))
    return cells


def informative(cells: Iterable[Cell], held: set[tuple[str, str, str]]) -> int:
    """Count the cells with somebody in them that tell at least their order of magnitude."""
    return sum(
        cell.bounds is not None and cell.bounds.informative
        for cell in cells
        if (cell.release, cell.material, cell.area) in held
    )


def guarded(rows: list[Contribution], areas: Mapping[str, frozenset[str]], *, large_first: bool) -> int:
    """Count the cells that the simple guard publishes.

    It publishes a cell only if it is safe by domain rule 6.3 and so is, unless it is empty, every difference
    with any cell of the material that was ever published, both ways. Consent counts as in ours.
    """
    count = 0
    ever: dict[str, list[frozenset[tuple[str, str, Decimal]]]] = {}
    order = sorted(areas, key=lambda area: (-len(areas[area]) if large_first else len(areas[area]), area))
    for release in in_order(row.release for row in rows):
        for material in in_order(row.material for row in rows):
            here = [row for row in rows if row.release == release and row.material == material]
            open_now = {row.organisation for row in here if row.consent}
            for area in order:
                standing = [row for row in here if row.area in areas[area]]
                held = frozenset(
                    (row.organisation, row.area, row.tonnes)
                    for row in standing
                    if row.organisation not in open_now
                )
                earlier = ever.setdefault(material, [])
                pairs = [one for old in earlier for one in (held - old, old - held)]
                if standing and all(not one or safe(one) for one in (held, *pairs)):
                    count += 1
                    earlier.append(held)
    return count


def safe(members: Iterable[tuple[str, str, Decimal]]) -> bool:
    """Tell whether a set of figures is safe by domain rule 6.3."""
    by_name: dict[str, list[Decimal]] = {}
    for organisation, _, figure in members:
        by_name.setdefault(organisation, []).append(figure)
    return enough([sum(figures, Decimal(0)) for figures in by_name.values()])
