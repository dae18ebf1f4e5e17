"""Workbooks of Excel: the rows of their sheets as cells, read a row at a time."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import repeat

from openpyxl import Workbook, load_workbook
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell

from circulair.files import sheet_guard
from circulair.files.formulas import as_meant
from circulair.files.sheet_faults import (
    CellTooLongError,
    SheetBrokenError,
    TooManyColumnsError,
    TooManyRowsError,
)
from flows.errors import FlowsError

MOST_COLUMNS = 100
MOST_CELL = 4000
MOST_LINES = 1_048_576
"""As many lines as a sheet of Excel has; a file may claim any number."""

FIGURES = 15
"""Digits that Excel itself knows of a number; what follows is noise of its arithmetic."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula whose outcome the file does not keep; it is never reckoned out."""


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A cell that shows one of Excel's errors, such as #N/A."""

    text: str


Cell = str | Decimal | date | Formula | ErrorCell | None
Line = tuple[int, list[Cell]]
"""A row of a sheet: its number as the sheet shows it, and its cells up to the last that holds something."""

Read = ReadOnlyCell | EmptyCell


@contextmanager
def readable() -> Iterator[None]:
    """Turn whatever openpyxl raises on a file of strangers into one refusal, and keep its remarks quiet."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except FlowsError:
        raise
    except Exception as error:  # openpyxl says nothing of what a crooked file may raise
        raise SheetBrokenError() from error


def sheets(content: bytes) -> Iterator[Iterator[Line]]:
    """Yield the lines of each sheet of a workbook that can be seen, in order."""
    sheet_guard.check_workbook(content)
    with readable():
        book = opened(content, outcomes=True)
    for place, name in enumerate(book.sheetnames):
        if getattr(book[name], "sheet_state", "visible") == "visible" and hasattr(book[name], "iter_rows"):
            yield lines(content, book, place)
    book.close()


def opened(content: bytes, *, outcomes: bool) -> Workbook:
    """Return a workbook for reading: the outcomes of its formulas, or the formulas themselves."""
    return load_workbook(io.BytesIO(content), read_only=True, data_only=outcomes, keep_links=False)


def lines(content: bytes, book: Workbook, place: int) -> Iterator[Line]:
    """Yield the lines of one sheet that hold something; take them within ``readable``."""
    shown = rows(book, place)
    path = str(vars(book.worksheets[place])["_worksheet_path"])  # openpyxl tells it in no other way
    formulas: Iterator[tuple[Read, ...]] = iter(repeat(()))
    if sheet_guard.holds_formulas(content, path):
        formulas = rows(opened(content, outcomes=False), place)
    for number, (row, behind) in enumerate(zip(shown, formulas, strict=False), start=1):
        if number > MOST_LINES:
            raise TooManyRowsError(MOST_LINES)
        cells = [cell_of(number, one, at(behind, column)) for column, one in enumerate(row)]
        while cells and cells[-1] is None:
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            raise TooManyColumnsError(number, MOST_COLUMNS)
        if cells:
            yield number, cells


def rows(book: Workbook, place: int) -> Iterator[tuple[Read, ...]]:
    """Return the rows of one sheet, however large it says that it is."""
    sheet = book.worksheets[place]
    sheet.reset_dimensions()
    found: Iterator[tuple[Read, ...]] = iter(sheet.iter_rows())  # type: ignore[arg-type]  # cells for reading
    return found


def at(row: tuple[Read, ...], column: int) -> Read | None:
    """Return one cell of a row, None where the row is shorter."""
    return row[column] if column < len(row) else None


def cell_of(number: int, shown: Read, behind: Read | None) -> Cell:
    """Return what a cell holds: text, a number or a day; a formula counts as its outcome."""
    value = shown.value
    if value is None:
        return Formula() if behind is not None and behind.data_type == "f" else None
    if shown.data_type == "e":
        return ErrorCell(str(value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return Decimal(f"{value:.{FIGURES}g}")
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else text_of(number, str(value))


def text_of(number: int, text: str) -> str | None:
    """Return the text of a cell, None where it is blank; refuse one that is no answer but a document."""
    if len(text) > MOST_CELL:
        raise CellTooLongError(number, MOST_CELL)
    return as_meant(text.strip()) or None
