"""Proofreading: which fields of lines with known answers are read right."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flows.line import Reading, read_line

FIELDS = (
    "side", "rest", "value", "low", "high", "unit", "period", "from", "until", "fill", "each_kg", "doubts",
)  # fmt: skip
"""What is looked at in each line."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A line as somebody typed it, and what each field should be read as, as text; empty for nothing."""

    id: str
    batch: str
    language: str
    text: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Miss:
    """A field that was read otherwise than expected."""

    line: Expected
    field: str
    read: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many lines were read, and which fields were missed."""

    lines: int
    misses: tuple[Miss, ...]

    @property
    def whole(self) -> int:
        """Return how many lines were read right in every field."""
        return self.lines - len({miss.line.id for miss in self.misses})

    @property
    def share(self) -> float:
        """Return the share of all fields that was read right."""
        return 1 - len(self.misses) / max(1, self.lines * len(FIELDS))

    def by_field(self) -> dict[str, float]:
        """Return the share of each field that was read right."""
        missed = Counter(miss.field for miss in self.misses)
        return {field: 1 - missed[field] / max(1, self.lines) for field in FIELDS}


def proofread(lines: Iterable[Expected], today: date) -> Tally:
    """Return how the lines are read on a day."""
    read = [(line, as_fields(read_line(line.text, line.language, today))) for line in lines]
    misses = [
        Miss(line, field, fields[field])
        for line, fields in read
        for field in FIELDS
        if compared(fields[field], field) != compared(line.fields[field], field)
    ]
    return Tally(len(read), tuple(misses))


def compared(text: str, field: str) -> str:
    """Return what of a field counts: of the rest its words, in small letters and without signs."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold())) if field == "rest" else text


def as_fields(reading: Reading) -> dict[str, str]:
    """Return a reading as text by field."""
    quantity, spread, amount = reading.quantity, reading.spread, reading.amount
    value = quantity.value if quantity else None
    if quantity is None and amount is not None and not amount.readings:
        value = amount.value
    low, high = (spread.low, spread.high) if spread else (value, value)
    if quantity is None and amount is not None and value is not None:
        low, high = amount.low, amount.high
    return {
        "side": reading.side,
        "rest": reading.rest,
        "value": plain(value),
        "low": plain(low),
        "high": plain(high),
        "unit": amount.unit if amount else "",
        "period": reading.period,
        "from": reading.timing.start.isoformat() if reading.timing.start else "",
        "until": reading.timing.end.isoformat() if reading.timing.end else "",
        "fill": plain(reading.fill),
        "each_kg": plain(amount.each_kg if amount else None),
        "doubts": ";".join(reading.doubts),
    }


def plain(number: Decimal | None) -> str:
    """Return a number as text without needless noughts, empty for none."""
    if number is None:
        return ""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
