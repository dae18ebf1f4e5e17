"""The rows of tests/data/bad_inputs.csv: bad input by kind of field, with the answer expected."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parent / "data" / "bad_inputs.csv"


@dataclass(frozen=True)
class BadInput:
    """One row: its number, what is typed, and ``accept:…``, ``ask``, ``reject`` or ``text``."""

    id: str
    typed: str
    expected: str

    @property
    def accepted_as(self) -> str:
        return self.expected.removeprefix("accept:")


def rows(kind: str, *expected: str) -> list[BadInput]:
    """Return the rows of one kind of field whose expected answer begins with one of ``expected``."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return [
            BadInput(row["id"], typed(row["how"], row["value"]), row["expected"])
            for row in csv.DictReader(file)
            if row["kind"] == kind and row["expected"].startswith(expected)
        ]


def everything() -> list[str]:
    """Return what all rows stand for, whatever field they are meant for."""
    with FILE.open(encoding="utf-8", newline="") as file:
        told = csv.DictReader(file)
        return sorted({typed(row["how"], row["value"]) for row in told if row["how"] in ("json", "repeat")})


def typed(how: str, value: str) -> str:
    """Return the text that a row stands for."""
    if how == "repeat":
        part, times = value.rsplit("*", 1)
        return part * int(times)
    return str(json.loads(value))


def row_id(row: BadInput) -> str:
    """Name a row in a test report."""
    return row.id
