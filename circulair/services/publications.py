"""Publications: all releases that were ever made, and the figures of one by period and group."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from circulair.services import releases
from circulair.services.faults import NotFoundError
from circulair.services.release_cells import PublicCell
from circulair.services.releases import Release
from circulair.store import publication
from circulair.store.records import ReleaseRecord
from flows.materials import load_materials
from flows.quarters import Quarter, quarters_of
from flows.town_cells import TOWN


@dataclass(frozen=True, slots=True)
class Published:
    """One release with its number, when it was made, how it is sealed, and whether it was the first."""

    number: int
    made_at: datetime
    checksum: str
    release: Release
    first: bool


def everything() -> list[Published]:
    """Return all releases, the one made last first."""
    first = publication.first_number()
    return [of_record(record, first) for record in publication.history()]


def one(number: int) -> Published:
    """Return one release."""
    record = publication.one(number)
    if record is None:
        raise NotFoundError("release")
    return of_record(record, publication.first_number())


def of_record(record: ReleaseRecord, first: int | None) -> Published:
    """Return a stored release."""
    release = releases.parsed(record.content)
    return Published(record.id, record.created_at, record.checksum, release, record.id == first)


@dataclass(frozen=True, slots=True)
class Figures:
    """The cells of a release in one period, and what can be chosen."""

    periods: tuple[str, ...]
    groups: tuple[str, ...]
    period: str
    group: str
    cells: tuple[PublicCell, ...]
    lines: tuple[PublicCell, ...]


def figures_of(release: Release, told: Mapping[str, str]) -> Figures:
    """Return the cells that an address asks for: by default of the newest year so far, of all groups."""
    periods = periods_of(release.cells)
    period = told.get("periode", "")
    if period not in periods:
        period = next(iter(periods), "")
    group = told.get("groep", "")
    group = group if group in load_materials() else ""
    own = [cell for cell in release.cells if cell.period == period and group in ("", cell.group)]
    return Figures(
        periods=periods,
        groups=tuple(sorted({cell.group for cell in release.cells})),
        period=period,
        group=group,
        cells=tuple(cell for cell in own if not cell.end),
        lines=tuple(cell for cell in own if cell.end),
    )


def periods_of(cells: Iterable[PublicCell]) -> tuple[str, ...]:
    """Return the periods of cells, the newest first, of two that end together the longer first."""

    def order(period: str) -> tuple[Quarter, int]:
        quarters = quarters_of(period)
        return quarters[-1], len(quarters)

    return tuple(sorted({cell.period for cell in cells}, key=order, reverse=True))


def newest_lines(cells: Iterable[PublicCell]) -> tuple[PublicCell, ...]:
    """Return the lines of each year as far as it is told, the newest year first."""
    lines = [cell for cell in cells if cell.end]
    newest: dict[int, str] = {}
    for period in reversed(periods_of(lines)):
        newest[quarters_of(period)[0].year] = period
    return tuple(
        cell for year in sorted(newest, reverse=True) for cell in lines if cell.period == newest[year]
    )


def in_order(cells: Iterable[PublicCell], names: Mapping[str, str]) -> list[PublicCell]:
    """Return cells by group, the whole town first, then areas by name."""
    return sorted(
        cells,
        key=lambda cell: (cell.group, cell.start != TOWN, names.get(cell.start, ""), names.get(cell.end, "")),
    )
