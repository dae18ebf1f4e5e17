"""Sheets that leave us: rows as CSV or XLSX that spreadsheets open and our own import reads again."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from circulair.files.formulas import harmless

Value = str | Decimal | date | None

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""The kinds of sheets that we write, by suffix, with their types."""

DAY_FORMAT = "dd-mm-yyyy"
NARROW, WIDE = 12, 48

HEAD_FONT = Font(bold=True, color="FFFFFF")
HEAD_FILL = PatternFill("solid", fgColor="0F5C46")
QUIET_FONT = Font(italic=True, color="6B6B63")
WRAPPED = Alignment(wrap_text=True, vertical="top")


def as_csv(
    heading: Sequence[str], rows: Iterable[Sequence[Value]], language: str, *, read_again: bool = False
) -> bytes:
    """Return rows as a CSV that a spreadsheet of the language opens by a double click.

    In Dutch and German a semicolon stands between cells and a comma before decimals. ``read_again`` is
    whether our own import reads it, which asks about three decimals: they might be thousands.
    """
    write = written_to_be_read if read_again else written
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter="," if language == "en" else ";", lineterminator="\r\n")
    writer.writerow([harmless(name) for name in heading])
    writer.writerows([write(value, language) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def written(value: Value, language: str) -> str:
    """Return a value as text in the style of a language, without noughts at the end of decimals."""
    if isinstance(value, Decimal):
        text = f"{value:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return text if language == "en" else text.replace(".", ",")
    if isinstance(value, date):
        return value.isoformat()
    return harmless(value or "")


def written_to_be_read(value: Value, language: str) -> str:
    """Return a value as text that our import reads as the same value again, without asking."""
    text = written(value, language)
    three_decimals = isinstance(value, Decimal) and text[-4:-3] in (",", ".")
    return text + "0" if three_decimals else text


def as_xlsx(name: str, heading: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Return rows as a workbook of one sheet, numbers and days as such."""
    book = Workbook(write_only=True)
    sheet = new_sheet(book, name, [WIDE if place == 1 else NARROW + 6 for place in range(len(heading))])
    sheet.append(head_cells(sheet, heading))
    for row in rows:
        sheet.append([cell(sheet, value) for value in row])
    return saved(book)


def new_sheet(book: Workbook, name: str, widths: Sequence[int]) -> WriteOnlyWorksheet:
    """Return a new sheet of a workbook, its first row always in sight."""
    sheet: WriteOnlyWorksheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for place, width in enumerate(widths):
        vars(sheet)["column_dimensions"][column_letters(place)].width = width  # its stub does not know
    return sheet


def column_letters(place: int) -> str:
    """Return what a spreadsheet calls one of its first 26 columns."""
    return chr(ord("A") + place)


def head_cells(sheet: WriteOnlyWorksheet, names: Sequence[str]) -> list[Cell]:
    """Return the cells of a heading."""
    return [styled(sheet, name, font=HEAD_FONT, fill=HEAD_FILL) for name in names]


def styled(
    sheet: WriteOnlyWorksheet, text: str, *, font: Font | None = None, fill: PatternFill | None = None
) -> Cell:
    """Return a cell of text that wraps, in a font and on a ground."""
    made = cell(sheet, text)
    made.alignment = WRAPPED
    if font is not None:
        made.font = font
    if fill is not None:
        made.fill = fill
    return made


def cell(sheet: WriteOnlyWorksheet, value: Value) -> Cell:
    """Return a cell; a text that looks like a formula is made harmless and stays a text."""
    made = WriteOnlyCell(sheet, value=harmless(value) if isinstance(value, str) else value)  # type: ignore[arg-type]  # its stub wants a sheet with cells
    if isinstance(value, str):
        made.data_type = "s"
    if isinstance(value, date):
        made.number_format = DAY_FORMAT
    return made


def saved(book: Workbook) -> bytes:
    """Return a workbook as the content of a file."""
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
