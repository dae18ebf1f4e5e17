"""What organisations contribute, in files: their tonnes, the areas by name, and what may be published."""

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow

from circulair.files.cells import LONGEST_ID, blaming, number, yes_no
from circulair.files.faults import FileFaultError, FileRefusedError
from circulair.files.tables import CONTROL, MOST_FAULTS, Cell, Row, read_rows, write_rows
from flows import disclosure
from flows.disclosure import AreaCycleError, Contribution, basic_areas
from flows.texts import without_invisible

READ = ("release", "organisation", "material", "area", "tonnes", "consent")

COLUMNS: tuple[tuple[str, pyarrow.DataType], ...] = (
    ("release", pyarrow.string()),
    ("material", pyarrow.string()),
    ("area", pyarrow.string()),
    ("tonnes", pyarrow.string()),
    ("organisations", pyarrow.int64()),
    ("reason", pyarrow.string()),
)

LARGEST = 10_000_000
"""Bytes of a file of areas."""

Areas = Mapping[str, frozenset[str]]


def read_areas(path: Path) -> dict[str, frozenset[str]]:
    """Return every area of a file with the basic areas that it is made of, refusing what is unclear."""
    if path.stat().st_size > LARGEST:
        raise refused(path, "", f"is larger than {LARGEST} bytes")
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"), object_pairs_hook=Pairs)
    except UnicodeDecodeError as error:
        raise refused(path, "", "is not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise refused(path, "", f"is no JSON: {error}") from error
    if not isinstance(found, Pairs):
        raise refused(path, "", 'is no JSON object such as {"Geleen": ["Centrum", "Zuid"]}')
    names = [name.strip() for name, _ in found]
    faults = [fault for name, parts in found for fault in area_faults(path, name.strip(), parts)]
    faults += [fault_of(path, name, "stands twice") for name in sorted(set(names)) if names.count(name) > 1]
    if faults:
        raise FileRefusedError(*faults[:MOST_FAULTS])
    try:
        return basic_areas({name.strip(): [part.strip() for part in parts] for name, parts in found})
    except AreaCycleError as error:
        raise refused(path, error.area, "is made of itself; name the areas that it is made of") from error
    except RecursionError as error:
        raise refused(path, "", "has areas within areas too deep to follow") from error


class Pairs(list[tuple[str, list[str]]]):
    """What stands in a JSON object, names that stand twice included."""


def area_faults(path: Path, name: str, parts: object) -> Iterator[FileFaultError]:
    """Yield what is wrong with one area."""
    if why := wrong_name(name):
        yield fault_of(path, name, f"the name of an area {why}")
    if isinstance(parts, Pairs) or not isinstance(parts, list) or not parts:
        yield fault_of(path, name, 'must be a list of areas such as ["Centrum", "Zuid"]')
        return
    for part in parts:
        if not isinstance(part, str):
            yield fault_of(path, name, f"names {part!r}, which is no text")
        elif why := wrong_name(part.strip()):
            yield fault_of(path, name, f"names an area that {why}")
    told = [part.strip() for part in parts if isinstance(part, str)]
    yield from (
        fault_of(path, name, f"names {part!r} twice") for part in sorted(set(told)) if told.count(part) > 1
    )


def wrong_name(name: str) -> str:
    """Return what is wrong with a name, empty where it is right."""
    if not name:
        return "is empty"
    if len(name) > LONGEST_ID:
        return f"is longer than {LONGEST_ID} characters"
    return "holds a control character" if CONTROL.search(name) else ""


def fault_of(path: Path, name: str, why: str) -> FileFaultError:
    """Return a fault of a file of areas."""
    return FileFaultError(path.name, 0, CONTROL.sub("?", name[:LONGEST_ID]), why)


def refused(path: Path, name: str, why: str) -> FileRefusedError:
    """Return the refusal of a file of areas for one fault."""
    return FileRefusedError(fault_of(path, name, why))


def read_contributions(path: Path, areas: Areas) -> list[Contribution]:
    """Return the contributions of a file, refusing all of it when a row has a fault."""
    found: list[Contribution] = []
    faults: list[FileFaultError] = []
    for row in read_rows(path, READ, required=READ):
        try:
            found.append(contribution(row, areas))
        except FileFaultError as fault:
            faults.append(fault)
            if len(faults) == MOST_FAULTS:
                break
    if faults:
        raise FileRefusedError(*faults)
    return found


def contribution(row: Row, areas: Areas) -> Contribution:
    """Return the contribution of a row."""
    for column in ("release", "organisation", "material", "area"):
        if why := wrong_name(row[column]):
            raise row.fault(column, why)
    if row["area"] not in areas:
        raise row.fault("area", f"{row['area']!r} is not in the file of areas")
    if areas[row["area"]] != {row["area"]}:
        raise row.fault("area", f"{row['area']!r} is made of other areas; write the one of them it is in")
    tonnes = number(row, "tonnes")
    if tonnes is None:
        raise row.fault("tonnes", "is empty")
    consent = yes_no(row, "consent")
    with blaming(row, "tonnes"):
        return Contribution(
            row["release"],
            same_name(row["organisation"]),
            row["material"],
            row["area"],
            tonnes,
            bool(consent),
        )


def same_name(name: str) -> str:
    """Return a name as it is compared: one organisation written in two ways must not count as two."""
    return " ".join(unicodedata.normalize("NFKC", without_invisible(name)).split())


def write_cells(path: Path, cells: Iterable[disclosure.Cell]) -> None:
    """Write what is published, a row for each cell."""
    write_rows(path, pyarrow.schema(COLUMNS), (row_of(cell) for cell in cells))


def row_of(cell: disclosure.Cell) -> Sequence[Cell]:
    """Return the row of a cell: tonnes exact, from low to high, or empty."""
    tonnes = "" if cell.bounds is None else str(cell.bounds)
    return [cell.release, cell.material, cell.area, tonnes, cell.organisations, cell.reason.value]
