"""The cells of a row: text becomes a value of the domain, or a fault that names the cell."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from circulair.files.faults import FileFaultError
from circulair.files.tables import Row
from flows.distance import Position
from flows.errors import FlowsError, OutOfRangeError
from flows.streams import Availability, Form, Quality, Range

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
"""A number as files hold it: point for decimals, nothing between thousands."""

YES_NO = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}

QUALITY_KEYS = ("form", "contamination_pct", "moisture_pct", "classes")

LONGEST_ID = 200


@contextmanager
def blaming(row: Row, column: str) -> Iterator[None]:
    """Turn a broken law of the domain into a fault of this row, in the column of the field if it has one."""
    try:
        yield
    except FileFaultError:
        raise
    except FlowsError as error:
        named = error.field if isinstance(error, OutOfRangeError) and error.field in row.cells else column
        raise row.fault(named, str(error)) from error


def identifier(row: Row) -> str:
    """Return the id of a row."""
    if not row["id"]:
        raise row.fault("id", "is empty")
    if len(row["id"]) > LONGEST_ID:
        raise row.fault("id", f"is longer than {LONGEST_ID} characters")
    return row["id"]


def number(row: Row, column: str) -> Decimal | None:
    """Return a number, None where the cell is empty."""
    if not row[column]:
        return None
    if not NUMBER.fullmatch(row[column]):
        raise row.fault(column, f"{row[column]!r} is no number; write 1500 or 1.5")
    return Decimal(row[column])


def degrees(row: Row, column: str) -> float | None:
    """Return a coordinate or another measure that needs no exact decimals."""
    value = number(row, column)
    return None if value is None else float(value)


def three(row: Row, name: str) -> tuple[Decimal, Decimal, Decimal] | None:
    """Return low, likely and high: an end left empty is the likely one, that one left empty lies halfway."""
    low, likely, high = (number(row, f"{name}_{end}") for end in ("low", "likely", "high"))
    if likely is None and (low is None) != (high is None):
        raise row.fault(f"{name}_likely", "is empty; write the likely figure, or both low and high")
    if low is not None and high is not None and likely is None:
        likely = (low + high) / 2
    if likely is None:
        return None
    return (likely if low is None else low, likely, likely if high is None else high)


def tonnes(row: Row) -> Range | None:
    """Return the range of tonnes, None where all its cells are empty."""
    found = three(row, "tonnes")
    with blaming(row, "tonnes_low"):
        return None if found is None else Range(*found)


def yes_no(row: Row, column: str) -> bool | None:
    """Return a yes or no, None where the cell is empty."""
    if row[column] and row[column].lower() not in YES_NO:
        raise row.fault(column, f"{row[column]!r} is not true or false")
    return YES_NO.get(row[column].lower())


def day(row: Row, column: str) -> date | None:
    """Return a date, None where the cell is empty."""
    if not row[column]:
        return None
    try:
        return date.fromisoformat(row[column])
    except ValueError as error:
        raise row.fault(column, f"{row[column]!r} is no date; write 2026-03-31") from error


def availability(row: Row) -> Availability:
    """Return the first and the last day."""
    start, end = day(row, "from"), day(row, "until")
    with blaming(row, "until"):
        return Availability(start, end)


def position(row: Row) -> Position | None:
    """Return the place by longitude and latitude, None where both are empty."""
    lon, lat = degrees(row, "lon"), degrees(row, "lat")
    if (lon is None) != (lat is None):
        raise row.fault("lon" if lon is None else "lat", "is empty while the other coordinate is given")
    with blaming(row, "lon"):
        return None if lon is None or lat is None else Position(lon, lat)


def quality(row: Row) -> Quality:
    """Return the quality from its JSON object, all unknown where the cell is empty."""
    column = "quality_json"
    if not row[column]:
        return Quality()
    try:
        found = json.loads(row[column], parse_constant=refuse_constant)
    except (ValueError, RecursionError) as error:
        raise row.fault(column, f"is no JSON: {error}") from error
    if not isinstance(found, dict):
        raise row.fault(column, 'is no JSON object such as {"form": "baled"}')
    unknown = sorted(set(found) - set(QUALITY_KEYS))
    if unknown:
        raise row.fault(column, f"{unknown[0]!r} is none of {', '.join(QUALITY_KEYS)}")
    with blaming(row, column):
        return Quality(
            form=form(row, found.get("form")),
            contamination_pct=percentage(row, "contamination_pct", found),
            moisture_pct=percentage(row, "moisture_pct", found),
            classes=classes(row, found.get("classes")),
        )


def refuse_constant(name: str) -> float:
    """Refuse NaN and Infinity, which JSON does not know but Python reads."""
    raise ValueError(f"{name} is no number")


def form(row: Row, found: object) -> Form | None:
    """Return the form of a quality object."""
    if found is None:
        return None
    if not isinstance(found, str) or found not in list(Form):
        raise row.fault("quality_json", f"form {found!r} is none of {', '.join(Form)}")
    return Form(found)


def percentage(row: Row, key: str, found: dict[str, object]) -> float | None:
    """Return a percentage of a quality object."""
    value = found.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise row.fault("quality_json", f"{key} {value!r} is no number")
    return float(value)


def classes(row: Row, found: object) -> tuple[str, ...]:
    """Return the classes of a quality object."""
    if found is None:
        return ()
    if not isinstance(found, list) or not all(isinstance(name, str) and name.strip() for name in found):
        raise row.fault("quality_json", 'classes must be a list of names such as ["A", "B"]')
    return tuple(sorted({name.strip() for name in found}))
