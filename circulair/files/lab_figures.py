"""Figures of a lab's area in a CSV file, each with its source; all or nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from circulair.files.wellbeing import number_of
from circulair.files.wellbeing_sets import named_rows
from circulair.files.wellbeing_tables import MOST_FAULTS, Place, WellbeingRefusedError, Wrong
from flows.labs import Measured, is_period

LONGEST = {"kind": 20, "period": 10, "value": 20, "unit": 60, "source": 400}
"""The columns, with the most characters of each."""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure as the file gives it."""

    kind: Measured
    period: str
    value: Decimal
    unit: str
    source: str


def read_figures(content: bytes, kinds: Collection[Measured]) -> tuple[FigureRow, ...]:
    """Return the figures in a file; raise WellbeingRefusedError with every place where something is wrong.

    ``kinds`` is what the lab measures.
    """
    rows = named_rows(content, LONGEST, tuple(LONGEST))
    faults = [place for at, row in enumerate(rows, start=1) for place in wrong_with(at, row, kinds)]
    if faults:
        raise WellbeingRefusedError(*faults[:MOST_FAULTS])
    return tuple(
        FigureRow(
            Measured(row["kind"]),
            row["period"],
            number_of(row["value"]) or Decimal(0),
            row["unit"],
            row["source"],
        )
        for row in rows
    )


def wrong_with(at: int, row: dict[str, str], kinds: Collection[Measured]) -> list[Place]:
    """Return what is wrong with a row."""
    value = number_of(row["value"])
    checks = (
        ("kind", Wrong.UNKNOWN_KIND, row["kind"] in set(kinds)),
        ("period", Wrong.NO_PERIOD, is_period(row["period"])),
        ("value", Wrong.NO_NUMBER, value is not None and value >= 0),
    )
    return [Place(at, name, wrong, row[name]) for name, wrong, right in checks if not right]
