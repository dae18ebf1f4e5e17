"""Features: which rows of a published table lie in a box and a time, in degrees or in metres of RD New."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from circulair.files.open_tables import Cell, Lonlat, Paths, Table
from flows.distance import Position
from maps.crs import to_rd

Box = tuple[float, float, float, float]
"""West, south, east, north: degrees, or metres of RD New. West of more than east crosses the date line."""

EARTH = 180.0
CENTIMETRES = 2
FIRST, LAST = "0000-01-01", "9999-12-31"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are asked for: in a box, in days from the first to the last, and which of these."""

    limit: int
    offset: int = 0
    box: Box | None = None
    box_in_metres: bool = False
    days: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The numbers of the rows that were asked for, and how many there are in all."""

    rows: tuple[int, ...]
    matched: int


def find(table: Table, wanted: Wanted) -> Found:
    """Return the rows of a table that are wanted, in its own order."""
    paths = in_metres(table) if wanted.box_in_metres else table.paths
    rows = [
        number
        for number in range(len(table.rows))
        if (wanted.box is None or lies_in(paths[number], wanted.box))
        and (wanted.days is None or is_of(table, number, wanted.days))
    ]
    return Found(tuple(rows[wanted.offset : wanted.offset + wanted.limit]), len(rows))


def numbered(table: Table, name: str) -> int | None:
    """Return the number of the row with a name, None where there is none."""
    return table.ids.index(name) if name in table.ids else None


@lru_cache(maxsize=16)
def in_metres(table: Table) -> Paths:
    """Return the paths of a table in metres of RD New, to the centimetre, x to the east first."""
    metres = iter(to_rd([Position(*position) for path in table.paths for position in path]))
    return tuple(
        tuple((round(x, CENTIMETRES), round(y, CENTIMETRES)) for x, y in (next(metres) for _ in path))
        for path in table.paths
    )


def lies_in(path: Sequence[Lonlat], box: Box) -> bool:
    """Tell whether any part of a path lies in a box or on its edge; what lies nowhere does not."""
    west, south, east, north = box
    if west > east:
        return lies_in(path, (west, south, EARTH, north)) or lies_in(path, (-EARTH, south, east, north))
    if not path:
        return False
    return crosses(path[0], path[-1], box)


def crosses(start: Lonlat, end: Lonlat, box: Box) -> bool:
    """Tell whether the straight line between two positions meets a box."""
    west, south, east, north = box
    enter, leave = 0.0, 1.0
    for begin, step, low, high in (
        (start[0], end[0] - start[0], west, east),
        (start[1], end[1] - start[1], south, north),
    ):
        if step == 0:
            if not low <= begin <= high:
                return False
            continue
        one, other = sorted(((low - begin) / step, (high - begin) / step))
        enter, leave = max(enter, one), min(leave, other)
    return enter <= leave


def is_of(table: Table, number: int, days: tuple[str, str]) -> bool:
    """Tell whether the time of a row meets days from the first to the last; a row without time is of any."""
    first, last = time_of(table.properties(number))
    return first <= days[1] and last >= days[0]


def time_of(row: dict[str, Cell]) -> tuple[str, str]:
    """Return the first and last day of a row: those of its year, or those that it is available."""
    if (year := row.get("year")) is not None:
        return f"{year:>04}-01-01", f"{year:>04}-12-31"
    first = row.get("available_from")
    last = row.get("available_until") or row.get("until")
    return str(first or FIRST), str(last or LAST)


def is_finite(box: Sequence[float]) -> bool:
    """Tell whether all of a box are numbers that can be compared."""
    return all(math.isfinite(one) for one in box)
