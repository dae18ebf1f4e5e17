"""A set of wellbeing indicators in a CSV file: a new edition, or other names, units and directions."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

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
    rows = named_rows(content, LONGEST, FILLED)
    faults = [
        Place(at, "better_when", Wrong.UNKNOWN_DIRECTION, row["better_when"][:60])
        for at, row in enumerate(rows, start=1)
        if row["better_when"] not in list(Better)
    ]
    faults += twice(rows)
    if faults:
        raise WellbeingRefusedError(*faults[:MOST_FAULTS])
    return tuple(indicator_of(row) for row in rows)


def named_rows(content: bytes, longest: Mapping[str, int], filled: Sequence[str]) -> list[dict[str, str]]:
    """Return the rows of a CSV file by the names of its columns, those it lacks empty.

    ``longest`` are the columns that it may have, ``filled`` those that every row fills.
    """
    if len(content) > MOST_MEGABYTES * 1_000_000:
        raise WellbeingRefusedError(Place(0, "", Wrong.TOO_BIG))
    text = letters_of(content).text
    first = text.splitlines()[0] if text.strip() else ""
    try:
        lines = list(
            csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
        )
    except csv.Error:
        raise WellbeingRefusedError(Place(0, "", Wrong.NOT_READ)) from None
    heading = [name.strip() for name in lines[0]] if lines else []
    rows = [line for line in lines[1:] if any(cell.strip() for cell in line)]
    faults = list(wrong_heading(heading, longest, filled))
    if not faults:
        faults = [
            one
            for at, line in enumerate(rows, start=1)
            for one in wrong_row(at, line, heading, longest, filled)
        ]
    if faults or not rows or len(rows) > MOST_ROWS:
        raise WellbeingRefusedError(*(faults[:MOST_FAULTS] or [Place(0, "", Wrong.EMPTY)]))
    empty = dict.fromkeys(longest, "")
    return [empty | {name: cell.strip() for name, cell in zip(heading, row, strict=True)} for row in rows]


def wrong_heading(heading: list[str], longest: Mapping[str, int], filled: Sequence[str]) -> Iterator[Place]:
    """Yield the columns that are unknown, stand twice or are missing."""
    for name in heading:
        if name not in longest:
            yield Place(0, name[:60], Wrong.UNKNOWN_COLUMN)
        elif heading.count(name) > 1:
            yield Place(0, name, Wrong.DOUBLED_COLUMN)
    yield from (Place(0, name, Wrong.MISSING_COLUMN) for name in filled if name not in heading)


def wrong_row(
    at: int, line: list[str], heading: list[str], longest: Mapping[str, int], filled: Sequence[str]
) -> Iterator[Place]:
    """Yield what is wrong with a row."""
    if len(line) != len(heading):
        yield Place(at, "", Wrong.RAGGED)
        return
    for name, cell in zip(heading, line, strict=True):
        if name in filled and not cell.strip():
            yield Place(at, name, Wrong.NOT_FILLED)
        elif len(cell.strip()) > longest[name]:
            yield Place(at, name, Wrong.TOO_LONG)


def twice(rows: list[dict[str, str]]) -> list[Place]:
    """Return the rows whose code or name an earlier row of the edition has."""
    known: set[tuple[str, str]] = set()
    found: list[Place] = []
    for at, row in enumerate(rows, start=1):
        keys = {(row["edition"], plain(row[name])) for name in ("code", "name_nl")}
        if keys & known:
            found.append(Place(at, "code", Wrong.TWICE, row["code"][:60]))
        known |= keys
    return found


def indicator_of(told: dict[str, str]) -> Indicator:
    """Return the indicator of a row."""
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
