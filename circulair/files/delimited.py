"""CSV as people and spreadsheets write it: its letters, what stands between its cells, and its lines."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from circulair.files.sheet_faults import (
    SheetEncodingError,
    SheetNulError,
    SheetQuotesError,
    TooManyColumnsError,
)
from circulair.files.sheet_words import meaning
from circulair.files.workbooks import MOST_CELL, MOST_COLUMNS, Line, text_of

SEPARATORS = ";,\t|"
HEADING_LINES = 15
"""Lines from the top among which the heading stands."""

WIDE = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Letters:
    """The text of a file, and how it was written where that is worth a word."""

    text: str
    old_windows: bool = False


def letters_of(content: bytes) -> Letters:
    """Return the text of a file: UTF-8, else what Excel's plain "CSV" writes on Windows (Windows-1252).

    A workbook saved as "Unicode text" is read too. NUL is no letter.
    """
    letters = decoded(content)
    if "\x00" in letters.text:
        raise SheetNulError()
    return letters


def decoded(content: bytes) -> Letters:
    """Return the text of a file in the first way of writing that fits."""
    try:
        if content.startswith(WIDE):
            return Letters(content.decode("utf-16"))
        return Letters(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        if b"\x00" in content:
            raise SheetNulError() from None
    try:
        return Letters(content.decode("cp1252"), old_windows=True)
    except UnicodeDecodeError as error:
        raise SheetEncodingError() from error


def lines(text: str) -> Iterator[Line]:
    """Yield the lines that hold something, numbered as a spreadsheet numbers them."""
    reader = csv.reader(text.splitlines(keepends=True), delimiter=separator_of(text), strict=True)
    number = 0
    while True:
        number += 1
        try:
            written = next(reader, None)
        except csv.Error as error:
            raise SheetQuotesError(number) from error
        if written is None:
            return
        if number == 1 and "".join(written).lower().startswith("sep="):
            continue
        yield from line(number, written)


def line(number: int, written: list[str]) -> Iterator[Line]:
    """Yield a line without the empty cells at its end, unless nothing is left of it."""
    cells = [text_of(number, text) for text in written]
    while cells and cells[-1] is None:
        cells.pop()
    if len(cells) > MOST_COLUMNS:
        raise TooManyColumnsError(number, MOST_COLUMNS)
    if cells:
        yield number, list(cells)


def separator_of(text: str) -> str:
    """Return what stands between cells: the sign with which most headings can be read."""
    top = text[: HEADING_LINES * MOST_CELL].splitlines()[:HEADING_LINES]
    return max(SEPARATORS, key=lambda sign: (headings(top, sign), sum(one.count(sign) for one in top)))


def headings(top: list[str], sign: str) -> int:
    """Return the most column names that one of the first lines holds when it is split at a sign."""
    return max((sum(known(cell) for cell in one.split(sign)) for one in top), default=0)


def known(cell: str) -> bool:
    """Tell whether a cell names one of our columns."""
    return meaning("column", cell.strip().strip('"')) is not None
