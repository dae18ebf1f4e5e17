"""Tables in files, CSV or Parquet by suffix: read as rows of text, written whole or not at all."""

import csv
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path

import pyarrow
import pyarrow.parquet

from circulair.files.faults import FileFaultError, FileRefusedError
from flows.errors import UnknownCodeError

SUFFIXES = (".csv", ".parquet")
"""What a table's file name may end in."""

MOST_FAULTS = 50
"""After so many faults reading stops: the rest is likely the same mistake."""

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Characters that no cell holds on purpose; tabs and line ends may stand in a text."""

GROUP = 1 << 16
"""Rows of a Parquet file that are held at once, and stand together in it."""

Cell = str | float | int | None


@dataclass(frozen=True, slots=True)
class Row:
    """One record: its number from 1, the file it stands in, and its cells as text ('' where empty)."""

    file: str
    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def fault(self, column: str, why: str) -> FileFaultError:
        """Return the fault that this row has in a column."""
        return FileFaultError(self.file, self.number, column, why)


def suffix_of(path: Path) -> str:
    """Return the suffix of a table's file, refusing what is neither CSV nor Parquet."""
    if path.suffix.lower() not in SUFFIXES:
        raise UnknownCodeError("suffix", path.name)
    return path.suffix.lower()


def read_rows(path: Path, columns: Sequence[str] | None, required: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of a file whose columns are all known (None: any) and which has the required ones."""
    records = read_parquet(path) if suffix_of(path) == ".parquet" else read_csv(path)
    heading = next(records, [])
    check_heading(path.name, heading, heading if columns is None else columns, required)
    for number, cells in enumerate(records, start=1):
        if len(cells) != len(heading):
            why = f"has {len(cells)} cells where the heading has {len(heading)}"
            raise FileRefusedError(FileFaultError(path.name, number, "", why))
        row = Row(path.name, number, dict(zip(heading, (cell.strip() for cell in cells), strict=True)))
        check_characters(row)
        yield row


def check_heading(file: str, heading: Sequence[str], columns: Sequence[str], required: Sequence[str]) -> None:
    """Refuse a heading with a column that is unknown or stands twice, or without one that is required."""
    unknown = [
        FileFaultError(file, 0, name, "is no column of this table") for name in heading if name not in columns
    ]
    doubled = sorted({name for name in heading if name in columns and heading.count(name) > 1})
    twice = [FileFaultError(file, 0, name, "stands twice") for name in doubled]
    absent = [FileFaultError(file, 0, name, "is missing") for name in required if name not in heading]
    if unknown or twice or absent:
        raise FileRefusedError(*unknown, *twice, *absent)


def check_characters(row: Row) -> None:
    """Refuse a row that holds control characters."""
    if not CONTROL.search("\t".join(row.cells.values())):
        return
    faults = [
        row.fault(name, "holds a control character")
        for name, cell in row.cells.items()
        if CONTROL.search(cell)
    ]
    raise FileRefusedError(*faults)


def read_csv(path: Path) -> Iterator[list[str]]:
    """Yield the heading and the records of a CSV file in UTF-8, blank lines left out."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        number = -1
        while True:
            try:
                cells = next(reader, None)
            except (UnicodeDecodeError, csv.Error) as error:
                why = "is not UTF-8" if isinstance(error, UnicodeDecodeError) else f"is no CSV: {error}"
                raise FileRefusedError(FileFaultError(path.name, max(0, number + 1), "", why)) from error
            if cells is None:
                return
            if cells:
                number += 1
                yield cells


def read_parquet(path: Path) -> Iterator[list[str]]:
    """Yield the heading and the records of a Parquet file, each value as the text it has in CSV."""
    try:
        file = pyarrow.parquet.ParquetFile(path)
    except pyarrow.ArrowInvalid as error:
        raise FileRefusedError(FileFaultError(path.name, 0, "", f"is no Parquet file: {error}")) from error
    with file:
        yield list(file.schema_arrow.names)
        for batch in file.iter_batches():
            for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                yield [as_text(value) for value in values]


def as_text(value: object) -> str:
    """Return a value as CSV holds it: nothing is empty, yes and no in English, a date as ISO."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime) and value.time() == time(0):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Lend a file beside ``path`` that takes its place at the end, or vanishes if anything went wrong."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield beside
        with beside.open("rb") as written:
            os.fsync(written.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def write_rows(path: Path, schema: pyarrow.Schema, rows: Iterable[Sequence[Cell]]) -> None:
    """Write a table in the columns of ``schema``, in place of the old file only when it is complete."""
    suffix = suffix_of(path)
    with replacing(path) as beside:
        if suffix == ".parquet":
            write_parquet(beside, schema, rows)
        else:
            write_csv(beside, schema.names, rows)


def write_csv(path: Path, heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write a CSV file in UTF-8 with plain line ends."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heading)
        writer.writerows(rows)


def write_parquet(path: Path, schema: pyarrow.Schema, rows: Iterable[Sequence[Cell]]) -> None:
    """Write a Parquet file, a group of rows at a time."""
    left = iter(rows)
    with pyarrow.parquet.ParquetWriter(path, schema) as writer:
        while group := list(islice(left, GROUP)):
            columns = zip(*group, strict=True)
            arrays = [
                pyarrow.array(column, field.type) for column, field in zip(columns, schema, strict=True)
            ]
            writer.write_table(pyarrow.Table.from_arrays(arrays, schema=schema), GROUP)
