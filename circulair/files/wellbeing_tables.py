"""A file of CBS as a table: CSV of StatLine, or CSV or JSON of its OData service; and what is wrong in it."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from circulair.files.delimited import letters_of
from circulair.files.statline_layout import HEADING, PERIOD, REGION, unfolded
from flows.errors import FlowsError
from flows.wellbeing import plain

MOST_MEGABYTES, MOST_ROWS, MOST_FAULTS, MOST_SHOWN = 5, 20_000, 50, 60
HEADING_ROWS = 12
"""Rows from the top among which the heading stands; StatLine puts the title of the table above it."""

MEASURE = frozenset({"measure", "onderwerp", "indicator", "topic"})
VALUE = frozenset({"value", "waarde"})
UNIT = frozenset({"unit", "eenheid"})
STATUS = frozenset({"status"})
ATTRIBUTE = frozenset({"valueattribute"})
IGNORED = frozenset({"id", "stringvalue"})
"""How columns are called, letters and digits only."""

MORE = ("@odata.nextLink", "odata.nextLink")
"""Where the OData service says that what follows has to be asked for apart (versions 4 and 3)."""

SOURCE_LINES = ("bron", "source", "©")


class Wrong(StrEnum):
    """What can be wrong at a place of a file."""

    NOT_READ = "not_read"
    TOO_BIG = "too_big"
    NO_HEADING = "no_heading"
    EMPTY = "empty"
    PARTIAL = "partial"
    RAGGED = "ragged"
    DOUBLED_COLUMN = "doubled_column"
    UNKNOWN_COLUMN = "unknown_column"
    UNKNOWN_INDICATOR = "unknown_indicator"
    UNKNOWN_REGION = "unknown_region"
    UNKNOWN_PERIOD = "unknown_period"
    UNKNOWN_STATUS = "unknown_status"
    NO_STATUS = "no_status"
    UNIT_DIFFERS = "unit_differs"
    NO_UNIT = "no_unit"
    NO_NUMBER = "no_number"
    IMPOSSIBLE = "impossible"
    TWICE = "twice"
    MISSING_COLUMN = "missing_column"
    NOT_FILLED = "not_filled"
    UNKNOWN_DIRECTION = "unknown_direction"
    UNKNOWN_KIND = "unknown_kind"
    NO_PERIOD = "no_period"
    TOO_LONG = "too_long"


ENGLISH = {
    Wrong.NOT_READ: "cannot be read as CSV or JSON",
    Wrong.TOO_BIG: f"is larger than {MOST_MEGABYTES} MB or {MOST_ROWS} rows",
    Wrong.NO_HEADING: "has no heading with a column of regions and one of periods",
    Wrong.EMPTY: "holds no figure",
    Wrong.PARTIAL: "is only a part: the service says that more follows",
    Wrong.RAGGED: "has another number of cells than the heading",
    Wrong.DOUBLED_COLUMN: "stands twice",
    Wrong.UNKNOWN_COLUMN: "is no indicator of this edition",
    Wrong.UNKNOWN_INDICATOR: "is no indicator of this edition",
    Wrong.UNKNOWN_REGION: "is none of GM1883, PV31 and NL01",
    Wrong.UNKNOWN_PERIOD: "is no year, like 2022 or 2022JJ00",
    Wrong.UNKNOWN_STATUS: "is neither final nor provisional",
    Wrong.NO_STATUS: "says nothing of final or provisional; say it when you load the file",
    Wrong.UNIT_DIFFERS: "is another unit than that of the set",
    Wrong.NO_UNIT: "has no unit, neither here nor in the set",
    Wrong.NO_NUMBER: "is no number",
    Wrong.IMPOSSIBLE: "cannot be in this unit",
    Wrong.TWICE: "stands twice",
    Wrong.MISSING_COLUMN: "is missing",
    Wrong.NOT_FILLED: "is empty",
    Wrong.UNKNOWN_DIRECTION: "is none of higher, lower and unknown",
    Wrong.UNKNOWN_KIND: "is nothing that this lab measures",
    Wrong.NO_PERIOD: "is no year, month or day like 2025, 2025-03 or 2025-03-31",
    Wrong.TOO_LONG: "is too long",
}
"""The same for a terminal."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file and what is wrong there; ``row`` counts below the heading from 1, 0 is the file."""

    row: int
    column: str
    wrong: Wrong
    text: str = ""

    def __str__(self) -> str:
        where = [f"row {self.row}"] if self.row else []
        where += [f"column {self.column}"] if self.column else []
        said = f"'{self.text}' {ENGLISH[self.wrong]}" if self.text else ENGLISH[self.wrong]
        return ": ".join([", ".join(where), said]) if where else said


class WellbeingRefusedError(FlowsError):
    """A file holds faults, so nothing of it is stored."""

    code = "wellbeing.refused"

    def __init__(self, *places: Place) -> None:
        super().__init__(*places)
        self.places = places

    def __str__(self) -> str:
        return "\n".join(["nothing was stored:", *map(str, self.places)])


@dataclass(frozen=True, slots=True)
class Table:
    """A heading and the rows below it, as text; ``numbers`` where these are not simply counted from 1."""

    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()

    @property
    def numbered(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield each row with its number in the file, counted below the heading."""
        return zip(self.numbers or range(1, len(self.rows) + 1), self.rows, strict=True)

    def column(self, names: frozenset[str]) -> int | None:
        """Return where the column of a kind stands, None where there is none."""
        return next((at for at, name in enumerate(self.heading) if plain(name) in names), None)


def read_table(content: bytes) -> Table:
    """Return the table in a file; refuse what is none, or has a heading that names a column twice."""
    if len(content) > MOST_MEGABYTES * 1_000_000:
        raise WellbeingRefusedError(Place(0, "", Wrong.TOO_BIG))
    table = from_json(content) if content.lstrip()[:1] in (b"{", b"[") else from_csv(content)
    if len(table.rows) > MOST_ROWS:
        raise WellbeingRefusedError(Place(0, "", Wrong.TOO_BIG))
    known = [plain(name) for name in table.heading]
    doubled = [name for name in table.heading if known.count(plain(name)) > 1]
    if doubled:
        raise WellbeingRefusedError(Place(0, doubled[0][:MOST_SHOWN], Wrong.DOUBLED_COLUMN))
    ragged = [at for at, row in table.numbered if len(row) != len(table.heading)]
    if ragged:
        raise WellbeingRefusedError(*(Place(at, "", Wrong.RAGGED) for at in ragged[:MOST_FAULTS]))
    return table


def from_json(content: bytes) -> Table:
    """Return the table in an answer of the OData service: a list of records under ``value``."""
    try:
        told = json.loads(content, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        raise WellbeingRefusedError(Place(0, "", Wrong.NOT_READ)) from None
    if isinstance(told, dict) and any(told.get(name) for name in MORE):
        raise WellbeingRefusedError(Place(0, "", Wrong.PARTIAL))
    records = told.get("value") if isinstance(told, dict) else told
    if not isinstance(records, list) or not all(isinstance(one, dict) for one in records):
        raise WellbeingRefusedError(Place(0, "", Wrong.NOT_READ))
    heading = tuple(dict.fromkeys(str(name) for one in records for name in one))
    rows = tuple(
        tuple("" if one.get(name) is None else str(one[name]).strip() for name in heading) for one in records
    )
    return headed([heading, *rows])


def from_csv(content: bytes) -> Table:
    """Return the table in a CSV file, whatever stands between its cells."""
    text = letters_of(content).text
    separator = max(
        ";,\t",
        key=lambda sign: max((line.count(sign) for line in text.splitlines()[:HEADING_ROWS]), default=0),
    )
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        raise WellbeingRefusedError(Place(0, "", Wrong.NOT_READ)) from None
    return laid_out([tuple(cell.strip() for cell in line) for line in lines])


def laid_out(lines: Sequence[tuple[str, ...]]) -> Table:
    """Return the table of StatLine's layout with several headings, of any other file that of its heading."""
    figures = unfolded(lines, HEADING_ROWS)
    if figures is None:
        return headed(lines)
    kept = [one for one in figures if any(one.cells) and not is_source_line(one.cells)]
    return Table(HEADING, tuple(one.cells for one in kept), tuple(one.row for one in kept))


def headed(lines: Sequence[tuple[str, ...]]) -> Table:
    """Return the heading, which names a column of regions and one of periods, with the rows below it."""
    for at, line in enumerate(lines[:HEADING_ROWS]):
        names = {plain(cell) for cell in line}
        if names & REGION and names & PERIOD:
            rows = (row for row in lines[at + 1 :] if any(row) and not is_source_line(row))
            return Table(line, tuple(rows))
    raise WellbeingRefusedError(Place(0, "", Wrong.NO_HEADING))


def is_source_line(row: Sequence[str]) -> bool:
    """Return whether a row only says where the table comes from."""
    told = [cell for cell in row if cell]
    return len(told) == 1 and told[0].casefold().startswith(SOURCE_LINES)
