"""Sheets of listings: which line names the columns, what each row holds, and the content's own digest."""

import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import chain, islice

from circulair.files import delimited, lma, sheet_guard, workbooks
from circulair.files.sheet_faults import (
    DoubledColumnError,
    MissingColumnError,
    NoHeadingError,
    SheetEmptyError,
    SheetRefusedError,
    TooManyRowsError,
    TooMuchTextError,
    UnknownColumnError,
    UnnamedColumnError,
)
from circulair.files.sheet_words import is_marked, language_of, meaning, shown
from circulair.files.workbooks import Cell, ErrorCell, Formula, Line
from flows.errors import FlowsError

MOST_ROWS = 10_000
MOST_LETTERS = 20_000_000
"""Letters of all cells together: Excel keeps a text once and repeats it for nothing, we do not."""

REQUIRED = ("side", "title")
IGNORED = ("number", "state", "tonnes")
"""Columns of a download that say what only we can say; nothing is read of them."""

LEAST_HEADINGS = 2
LETTERS = 26


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its number in the sheet, its cells by column, and an earlier row that says the same."""

    number: int
    cells: Mapping[str, Cell]
    twin: int = 0


@dataclass(frozen=True, slots=True)
class ListingSheet:
    """A sheet as it was read; ``headings`` are its own names of our columns."""

    language: str
    headings: dict[str, str]
    rows: tuple[SheetRow, ...]
    digest: str
    marked: int = 0
    old_windows: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """The line that names the columns: what each is to us, "" where nothing is read of it."""

    number: int
    columns: tuple[str, ...]
    names: tuple[str, ...]
    of_lma: bool = False


@dataclass(slots=True)
class Counted:
    """What is counted while rows are read."""

    marked: int = 0
    letters: int = 0
    first: dict[str, int] = field(default_factory=dict)


def read_sheet(content: bytes, page_language: str) -> ListingSheet:
    """Return the rows of an uploaded file, CSV or XLSX by its content; refuse all of it with every reason."""
    try:
        if sheet_guard.kind_of(content) is sheet_guard.FileKind.WORKBOOK:
            return of_workbook(content, page_language)
        letters = delimited.letters_of(content)
        return of_lines(delimited.lines(letters.text), page_language, old_windows=letters.old_windows)
    except SheetRefusedError:
        raise
    except FlowsError as error:
        raise SheetRefusedError(error) from error


def of_workbook(content: bytes, page_language: str) -> ListingSheet:
    """Return the first sheet of a workbook whose columns we know."""
    refused: SheetRefusedError | None = None
    for sheet in workbooks.sheets(content):
        with workbooks.readable():
            try:
                return of_lines(sheet, page_language)
            except SheetRefusedError as error:
                refused = refused or error
                if is_meant(refused) or (refused is not error and is_meant(error) and not is_empty(refused)):
                    raise
    raise refused or SheetRefusedError(SheetEmptyError())


def is_empty(refused: SheetRefusedError) -> bool:
    """Tell whether a sheet was refused because there is nothing in it."""
    return isinstance(refused.faults[0], SheetEmptyError)


def is_meant(refused: SheetRefusedError) -> bool:
    """Tell whether a refused sheet is one of listings, so that no other is looked for."""
    return not isinstance(refused.faults[0], (NoHeadingError, SheetEmptyError))


def of_lines(lines: Iterator[Line], page_language: str, *, old_windows: bool = False) -> ListingSheet:
    """Return the rows under the heading of some lines."""
    top = list(islice(lines, delimited.HEADING_LINES))
    if not top:
        raise SheetRefusedError(SheetEmptyError())
    heading = heading_of(top, page_language)
    language = "nl" if heading.of_lma else language_of(list(heading.names), page_language)
    check(heading, language)
    below = chain((line for line in top if line[0] > heading.number), lines)
    counted = Counted()
    named = named_cells(below, heading, counted)
    rows = tuple(twinned(lma.offers(named) if heading.of_lma else named, counted))
    if not rows:
        raise SheetRefusedError(SheetEmptyError())
    return ListingSheet(
        language=language,
        headings={key: name for key, name in zip(heading.columns, heading.names, strict=True) if key},
        rows=rows,
        digest=digest_of(rows),
        marked=counted.marked,
        old_windows=old_windows,
    )


def heading_of(top: Sequence[Line], page_language: str) -> Heading:
    """Return the line among the first that names most of our columns."""
    found = max((as_heading(number, cells) for number, cells in top), key=known_columns)
    if known_columns(found) < LEAST_HEADINGS:
        wanted = tuple(shown("column", column, page_language) for column in REQUIRED)
        raise SheetRefusedError(NoHeadingError(wanted))
    return found


def as_heading(number: int, cells: Sequence[Cell]) -> Heading:
    """Return a line as if it named columns."""
    names = tuple("" if cell is None else str(cell)[:80] for cell in cells)
    of_lma = lma.columns(names)
    if of_lma is not None:
        return Heading(number, tuple(of_lma), names, of_lma=True)
    return Heading(number, tuple(meaning("column", name) or name for name in names), names)


def known_columns(heading: Heading) -> int:
    """Return how many columns of a line we know."""
    return sum(meaning("column", name) is not None for name in heading.names) + 10 * heading.of_lma


def check(heading: Heading, language: str) -> None:
    """Refuse columns that are unknown or stand twice, and a sheet without those that every row needs."""
    told = list(zip(heading.columns, heading.names, strict=True))
    faults: list[FlowsError] = [UnknownColumnError(name) for key, name in told if is_unknown(key, heading)]
    doubled = dict.fromkeys(key for key, _name in told if key and heading.columns.count(key) > 1)
    faults += [DoubledColumnError(next(name for one, name in told if one == key)) for key in doubled]
    if not heading.of_lma:
        absent = [key for key in REQUIRED if key not in heading.columns]
        faults += [MissingColumnError(shown("column", key, language)) for key in absent]
    if faults:
        raise SheetRefusedError(*faults)


def is_unknown(column: str, heading: Heading) -> bool:
    """Tell whether a column has a name that we do not know."""
    return lma.is_unknown(column) if heading.of_lma else bool(column) and meaning("column", column) is None


def named_cells(
    lines: Iterable[Line], heading: Heading, counted: Counted
) -> Iterator[tuple[int, dict[str, Cell]]]:
    """Yield the cells of each row by column, without the examples and explanations of the template."""
    for found, (number, cells) in enumerate(lines, start=1):
        if found - counted.marked > MOST_ROWS:
            raise SheetRefusedError(TooManyRowsError(MOST_ROWS))
        row = by_column(number, cells, heading)
        counted.letters += sum(len(str(cell)) for cell in row.values())
        if counted.letters > MOST_LETTERS:
            raise SheetRefusedError(TooMuchTextError())
        title = row.get("title")
        if isinstance(title, str) and is_marked(title):
            counted.marked += 1
        elif row:
            yield number, row


def by_column(number: int, cells: Sequence[Cell], heading: Heading) -> dict[str, Cell]:
    """Return the cells of a line by column; refuse one that stands under no heading."""
    row: dict[str, Cell] = {}
    for place, cell in enumerate(cells):
        column = heading.columns[place] if place < len(heading.columns) else ""
        if cell is not None and not column and not heading.of_lma:
            raise SheetRefusedError(UnnamedColumnError(letters_of_column(place), number))
        if cell is not None and column and column not in IGNORED:
            row[column] = cell
    return row


def twinned(rows: Iterable[tuple[int, Mapping[str, Cell]]], counted: Counted) -> Iterator[SheetRow]:
    """Yield rows, each with the number of an earlier one that says exactly the same."""
    for number, cells in rows:
        first = counted.first.setdefault(as_text(cells), number)
        yield SheetRow(number, cells, first if first != number else 0)


def letters_of_column(place: int) -> str:
    """Return what a spreadsheet calls a column: A, B … Z, AA, AB."""
    name = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, LETTERS)
        name = chr(ord("A") + letter) + name
    return name


def digest_of(rows: Iterable[SheetRow]) -> str:
    """Return the digest of what rows say: a file saved anew, or in the other kind, keeps it."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(as_text(row.cells).encode() + b"\n")
    return digest.hexdigest()


def as_text(cells: Mapping[str, Cell]) -> str:
    """Return the cells of a row as one text, from which ``as_cells`` makes them again."""
    kept = {column: packed(cell) for column, cell in cells.items() if cell is not None}
    return json.dumps(kept, sort_keys=True, ensure_ascii=False)


def packed(cell: Cell) -> str | dict[str, str]:
    """Return a cell in JSON's own values."""
    if isinstance(cell, Decimal):
        return {"number": f"{cell:f}"}
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    if isinstance(cell, ErrorCell):
        return {"error": cell.text}
    return {"formula": ""} if isinstance(cell, Formula) else str(cell)


def as_cells(text: str) -> dict[str, Cell]:
    """Return the cells of a row that was kept as text."""
    return {column: unpacked(kept) for column, kept in json.load(io.StringIO(text)).items()}


def unpacked(kept: str | dict[str, str]) -> Cell:
    """Return a cell from JSON's own values."""
    if isinstance(kept, str):
        return kept
    [(kind, value)] = kept.items()
    if kind == "number":
        return Decimal(value)
    if kind == "day":
        return date.fromisoformat(value)
    return ErrorCell(value) if kind == "error" else Formula()
