"""Overview: one release looked at through filters, for the map and its tables."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from circulair.services.publications import newest_lines
from circulair.services.release_cells import PublicCell
from circulair.services.releases import PublicFlow, PublicListing, Release
from flows.materials import load_materials
from flows.quarters import quarters_of

MOST_LINES = 200
"""Flows drawn on the map; the rest is a number beside it."""

KINDS = ("flow", "line", "offer", "need", "process", "premises")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a visitor wants to see: a year, a material group, kinds; empty means all."""

    year: int | None = None
    group: str = ""
    kind: str = ""

    def wants(self, kind: str) -> bool:
        """Return whether a kind of thing is to be shown."""
        return self.kind in ("", kind)


@dataclass(frozen=True, slots=True)
class View:
    """A release through a wish, with what can be chosen.

    ``largest_tonnes`` is of the whole release, so that widths compare between filtered maps. ``between`` are
    the lines between neighbourhoods.
    """

    release: Release
    years: tuple[int, ...]
    groups: tuple[str, ...]
    lines: tuple[PublicFlow, ...]
    left_out: int
    largest_tonnes: float
    published: bool
    between: tuple[PublicCell, ...] = ()


def wish_of(told: Mapping[str, str]) -> Wish:
    """Return the wish in an address; what makes no sense is left aside."""
    year = told.get("jaar", "")
    group, kind = told.get("groep", ""), told.get("soort", "")
    return Wish(
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        group=group if group in load_materials() else "",
        kind=kind if kind in KINDS else "",
    )


def view_of(release: Release | None, wish: Wish) -> View:
    """Return what a wish leaves of a release, the largest flows first."""
    full = release or Release(as_of="")
    flows = [flow for flow in full.flows if fits(flow.group, wish) and wish.year in (None, flow.year)]
    flows.sort(key=lambda flow: (-flow.tonnes, flow.giver, flow.receiver, flow.material, flow.year))
    lines = tuple(flows[:MOST_LINES]) if wish.wants("flow") else ()
    left = replace(
        full,
        flows=tuple(flows) if wish.wants("flow") else (),
        offers=tuple(
            row for row in full.offers if wish.wants("offer") and fits(group_of(row.material), wish)
        ),
        needs=tuple(row for row in full.needs if wish.wants("need") and fits(group_of(row.material), wish)),
        processes=tuple(
            row
            for row in full.processes
            if wish.wants("process") and any(fits(group_of(slug), wish) for slug in (*row.takes, *row.gives))
        )
        if wish.group
        else (full.processes if wish.wants("process") else ()),
        premises=full.premises if wish.wants("premises") else (),
    )
    return View(
        release=left,
        years=tuple(sorted(years_in(full), reverse=True)),
        groups=tuple(
            sorted(
                {*groups_in((*full.flows, *full.offers, *full.needs)), *(cell.group for cell in full.cells)}
            )
        ),
        lines=lines,
        largest_tonnes=max((*(flow.tonnes for flow in full.flows), *widest(full.cells)), default=0.0),
        left_out=max(0, len(flows) - MOST_LINES),
        published=release is not None,
        between=tuple(line for line in newest_lines(full.cells) if wants_line(line, wish)),
    )


def widest(cells: Iterable[PublicCell]) -> Iterator[float]:
    """Yield the most that each line may be."""
    return (cell.high for cell in cells if cell.end and cell.high is not None)


def wants_line(line: PublicCell, wish: Wish) -> bool:
    """Return whether a line between neighbourhoods is to be shown."""
    year = quarters_of(line.period)[0].year
    return wish.wants("line") and fits(line.group, wish) and wish.year in (None, year)


def years_in(release: Release) -> set[int]:
    """Return the years of which a release tells flows or lines."""
    lines = {quarters_of(cell.period)[0].year for cell in release.cells if cell.end}
    return {flow.year for flow in release.flows} | lines


def fits(group: str, wish: Wish) -> bool:
    """Return whether a material group is wanted."""
    return wish.group in ("", group)


def group_of(material: str) -> str:
    """Return the top-level group of a material."""
    return load_materials().line(material)[-1]


def groups_in(rows: Iterable[PublicFlow | PublicListing]) -> tuple[str, ...]:
    """Return the material groups that occur, sorted."""
    return tuple(sorted({group_of(row.material) for row in rows}))
