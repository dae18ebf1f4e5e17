"""Processes in files: a row per input and output; rows of one id are one plant and share its capacity."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from circulair.files.cells import blaming, identifier, number, position, three
from circulair.files.faults import FileFaultError, FileRefusedError
from circulair.files.tables import MOST_FAULTS, Row, read_rows
from flows.materials import MaterialTree, Nature
from flows.processes import Output, Process, ProcessStatus, Yield
from flows.strategies import Strategy

COLUMNS = (
    "id",
    "takes",
    "gives",
    "yield_low",
    "yield_likely",
    "yield_high",
    "capacity_tonnes",
    "lon",
    "lat",
    "status",
)
"""The columns of product.md 7.1."""

READ = (*COLUMNS, "minimum_lot")
"""What such a file may have: the lot is for a plan."""

SHARED = ("capacity_tonnes", "lon", "lat", "status", "minimum_lot")
"""What all rows of one id agree on."""


def read_processes(path: Path, tree: MaterialTree) -> tuple[Process, ...]:
    """Return the processes of a file: one for each id and input, which share the id as their code."""
    rows: dict[tuple[str, str], list[Row]] = defaultdict(list)
    outputs: dict[int, Output] = {}
    first_of: dict[str, Row] = {}
    faults: list[FileFaultError] = []
    for row in read_rows(path, READ, required=("id", "takes", "gives")):
        try:
            check_shared(row, first_of.setdefault(identifier(row), row))
            check_new(row, rows[row["id"], row["takes"]])
            status(row)
            outputs[row.number] = output(row, tree)
        except FileFaultError as fault:
            faults.append(fault)
        rows[row["id"], row["takes"]].append(row)
        if len(faults) == MOST_FAULTS:
            break
    if faults:
        raise FileRefusedError(*faults)
    return tuple(built(rows.values(), outputs))


def built(groups: Iterable[Sequence[Row]], outputs: dict[int, Output]) -> Iterator[Process]:
    """Yield the process that each group of rows describes, refusing one that gives more than it takes."""
    for rows in groups:
        try:
            yield process(rows, tuple(outputs[row.number] for row in rows))
        except FileFaultError as fault:
            raise FileRefusedError(fault) from fault


def process(rows: Sequence[Row], gives: tuple[Output, ...]) -> Process:
    """Return the process that rows of one id and one input describe."""
    first = rows[0]
    place, capacity = position(first), number(first, "capacity_tonnes")
    with blaming(rows[-1], "yield_likely"):
        return Process(first["id"], (first["takes"],), gives, status(first), capacity, place)


def check_shared(row: Row, first: Row) -> None:
    """Refuse a row that says otherwise than the first of its id about the plant."""
    for column in SHARED:
        if row[column] != first[column]:
            raise row.fault(column, f"differs from row {first.number}, which has the same id")


def check_new(row: Row, earlier: Iterable[Row]) -> None:
    """Refuse an id, input and output that stand together in an earlier row."""
    for other in earlier:
        if other["gives"] == row["gives"]:
            raise row.fault("id", f"stands with the same input and output in row {other.number}")


def output(row: Row, tree: MaterialTree) -> Output:
    """Return what a row's process gives."""
    for column in ("takes", "gives"):
        if row[column] not in tree:
            raise row.fault(column, f"{row[column]!r} is not in the list of materials")
    shares = three(row, "yield")
    with blaming(row, "yield_low"):
        share = None if shares is None else Yield(*shares)
    return Output(row["gives"], share, strategy(tree[row["gives"]].nature))


def strategy(nature: Nature) -> Strategy:
    """Return the rung assumed of a process that states none: energy is recovered, matter recycled lower."""
    return Strategy.R9 if nature is Nature.ENERGY else Strategy.R8_LOW


def status(row: Row) -> ProcessStatus:
    """Return the status of a process; where none is stated it is unknown, never running."""
    if row["status"] and row["status"] not in list(ProcessStatus):
        raise row.fault("status", f"{row['status']!r} is none of {', '.join(ProcessStatus)}")
    return ProcessStatus(row["status"] or ProcessStatus.UNKNOWN)
