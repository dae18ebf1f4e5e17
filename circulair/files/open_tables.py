"""A table to publish: columns of one kind each, rows of plain cells, where each row lies, and its words."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "open_data_words.csv"
LANGUAGES = ("nl", "en", "de")
ANY_TABLE = "*"
GEOMETRY = "geometry"
"""What the column of shapes is called in every file that has one."""

Cell = str | int | float | bool | None
Lonlat = tuple[float, float]
"""Degrees of WGS 84, longitude first."""

Paths = tuple[tuple[Lonlat, ...], ...]
"""Where each row lies: a position or two, none where it lies nowhere."""


class CellKind(StrEnum):
    """What the cells of a column are; a date is text in ISO 8601."""

    TEXT = "text"
    WHOLE = "integer"
    NUMBER = "number"
    YES_NO = "boolean"
    DAY = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its name and what its cells are; any cell may be empty."""

    name: str
    kind: CellKind


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Rows of one kind of thing, alike only to itself, which is quick to tell of many rows.

    ``paths`` has a position or two for each row, none where it lies nowhere; ``shape`` is Point, LineString,
    or empty where rows have no place; ``ids`` names each row.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    shape: str
    paths: Paths
    ids: tuple[str, ...]

    def properties(self, number: int) -> dict[str, Cell]:
        """Return a row by the names of its columns."""
        return dict(zip((column.name for column in self.columns), self.rows[number], strict=True))


COORDINATES = {
    "Point": ("lon", "lat"),
    "LineString": ("start_lon", "start_lat", "end_lon", "end_lat"),
    "": (),
}
"""The columns by which a file without shapes tells where a row lies."""


def flat(table: Table) -> tuple[list[str], list[list[Cell]]]:
    """Return the heading and rows of a table whose places stand in columns of degrees."""
    names = COORDINATES[table.shape]
    heading = [*(column.name for column in table.columns), *names]
    rows = [
        [*row, *(degrees_of(path) or [None] * len(names))]
        for row, path in zip(table.rows, table.paths, strict=True)
    ]
    return heading, rows


def degrees_of(path: tuple[Lonlat, ...]) -> list[Cell]:
    """Return the degrees of a path one after the other."""
    return [degree for position in path for degree in position]


@dataclass(frozen=True, slots=True)
class Described:
    """What a table or column holds in each language, and the unit of its numbers."""

    unit: str
    texts: dict[str, str]

    def title(self, language: str) -> str:
        """Return what stands before the colon of a text: the short name of a table."""
        return self.texts[language].partition(":")[0]

    def rest(self, language: str) -> str:
        """Return what stands after the colon, as a sentence of its own."""
        rest = self.texts[language].partition(":")[2].strip()
        return rest[:1].upper() + rest[1:]

    @property
    def everything(self) -> str:
        """Return the text of every language in one line, for files that have room for one."""
        return " / ".join(text for text in self.texts.values() if text)


@cache
def words() -> dict[tuple[str, str], Described]:
    """Return what is said of tables and columns, by both names; ``*`` stands for any table."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return {
            (row["table"], row["column"]): Described(row["unit"], {code: row[code] for code in LANGUAGES})
            for row in csv.DictReader(file)
        }


def described(table: str, column: str = "") -> Described:
    """Return what is said of a table or of one of its columns; of something unknown nothing."""
    said = words().get((table, column)) or (words().get((ANY_TABLE, column)) if column else None)
    return said or Described("", dict.fromkeys(LANGUAGES, ""))


def dictionary(table: Table) -> Iterator[tuple[str, str, str, Described]]:
    """Yield name, kind, in which files, and what is said of each column that a table has in any file."""
    for column in table.columns:
        yield column.name, column.kind.value, "all", described(table.name, column.name)
    if table.shape:
        yield GEOMETRY, table.shape, "geojson gpkg parquet", described(table.name, GEOMETRY)
    for name in COORDINATES[table.shape]:
        yield name, CellKind.NUMBER.value, "csv", described(table.name, name)
