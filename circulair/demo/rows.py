"""Rows of the example world's tables: days in them count from today, so that it never goes stale."""

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from circulair.services.positions import Place
from flows.distance import Position, Precision

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table by its columns; an empty cell is None where a number is asked for."""

    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def days(self, column: str) -> int | None:
        """Return a number of days."""
        return int(self.cells[column]) if self.cells[column] else None

    def number(self, column: str) -> Decimal | None:
        """Return a decimal number."""
        return Decimal(self.cells[column]) if self.cells[column] else None

    def share(self, column: str) -> float | None:
        """Return a percentage or a distance."""
        return float(self.cells[column]) if self.cells[column] else None

    def yes(self, column: str) -> bool:
        """Return whether a cell says yes."""
        return self.cells[column] == "yes"


@cache
def table(name: str) -> tuple[Row, ...]:
    """Return the rows of one table in their order."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(Row(cells) for cells in csv.DictReader(file))


def position_of(row: Row) -> Position:
    """Return the position of a row, longitude and latitude in degrees."""
    return Position(float(row["lon"]), float(row["lat"]))


def place_of(row: Row, street: str = "") -> Place:
    """Return the place of a row, as if its owner had pointed at the map."""
    return Place(position_of(row), Precision.PICKED, street=street, place=row["place"])
