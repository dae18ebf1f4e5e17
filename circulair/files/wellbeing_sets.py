"""A set of wellbeing indicators in a CSV file: a new edition, or other names, units and directions."""

import csv
import io
from collections.abc import Iterator

from circulair.files.delimited import letters_of
from circulair.files.wellbeing_tables import (
    MOST_FAULTS,
    MOST_MEGABYTES,
    MOST_ROWS,
    Place,
    WellbeingRefusedError,
    Wrong,
)
from flows.wellbeing import Better, Indicator, plain

LONGEST = {
    "edition": 20,
    "code": 120,
    "part": 60,
    "theme": 120,
    "name_nl": 200,
    "name_en": 200,
    "unit": 60,
    "better_when": 10,
    "better_basis": 120,
    "source": 600,
}
"""The columns, with the most characters of each."""

FILLED = ("edition", "code", "theme", "name_nl", "better_when", "source")


def read_set(content: bytes) -> tuple[Indicator, ...]:
    """Return the indicators in a file; raise WellbeingRefusedError with all that is wrong."""
    if len(content) > MOST_MEGABYTES * 1_000_000:
        raise WellbeingRefusedError(Place(0, "", Wrong.TOO_BIG))
    text = letters_of(content).text
    first = text.splitlines()[0] if text.strip() else ""
    reader = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True
    )
    try:
        rows = list(reader)
    except csv.Error:
        raise WellbeingRefusedError(Place(0, "", Wrong.NOT_READ)) from None
    heading = list(reader.fieldnames or ())
    faults = [*wrong_heading(heading)]
    if not faults:
        faults = [place for at, row in enumerate(rows, start=1) for place in wrong_row(at, row)]
        faults += [] if faults else twice(rows)
    if faults or not rows or len(rows) > MOST_ROWS:
        raise WellbeingRefusedError(*(faults[:MOST_FAULTS] or [Place(0, "", Wrong.EMPTY)]))
    return tuple(indicator_of(row) for row in rows)


def wrong_heading(heading: list[str]) -> Iterator[Place]:
    """Yield the columns that are unknown, stand twice or are missing."""
    for name in heading:
        if name not in LONGEST:
            yield Place(0, name[:60], Wrong.UNKNOWN_COLUMN)
        elif heading.count(name) > 1:
            yield Place(0, name, Wrong.DOUBLED_COLUMN)
    yield from (Place(0, name, Wrong.MISSING_COLUMN) for name in FILLED if name not in heading)


def wrong_row(at: int, row: dict[str, str | None]) -> Iterator[Place]:
    """Yield what is wrong with a row."""
    if None in row or None in row.values():
        yield Place(at, "", Wrong.RAGGED)
        return
    told = {name: (text or "").strip() for name, text in row.items()}
    yield from (Place(at, name, Wrong.NOT_FILLED) for name in FILLED if not told[name])
    for name, text in told.items():
        if len(text) > LONGEST[name]:
            yield Place(at, name, Wrong.TOO_BIG)
    if told["better_when"] and told["better_when"] not in list(Better):
        yield Place(at, "better_when", Wrong.UNKNOWN_DIRECTION, told["better_when"][:60])


def twice(rows: list[dict[str, str | None]]) -> list[Place]:
    """Return the rows whose code or name an earlier row of the edition has."""
    known: set[tuple[str, str]] = set()
    found: list[Place] = []
    for at, row in enumerate(rows, start=1):
        edition = (row["edition"] or "").strip()
        keys = {(edition, plain(row[name] or "")) for name in ("code", "name_nl")}
        if keys & known:
            found.append(Place(at, "code", Wrong.TWICE, (row["code"] or "")[:60]))
        known |= keys
    return found


def indicator_of(row: dict[str, str | None]) -> Indicator:
    """Return the indicator of a row."""
    told = {name: (row.get(name) or "").strip() for name in LONGEST}
    return Indicator(
        told["edition"],
        told["code"],
        told["theme"],
        told["name_nl"],
        told["name_en"],
        told["unit"],
        Better(told["better_when"]),
        told["source"],
        told["part"],
        told["better_basis"],
    )
