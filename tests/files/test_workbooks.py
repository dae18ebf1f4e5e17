"""Workbooks of strangers: what is refused before it is unpacked, and formulas that nobody reckons out."""

import resource
import time
from decimal import Decimal

import pytest
from openpyxl import Workbook

from circulair.files.listing_sheets import read_sheet
from circulair.files.sheet_faults import SheetRefusedError
from circulair.files.workbooks import ErrorCell, Formula
from tests.sheets import (
    SHEET,
    SMALL,
    a_bomb,
    a_workbook,
    an_old_workbook,
    billion_laughs,
    part_of,
    saved,
    with_macros,
    with_part,
)


def code_of(content: bytes) -> str:
    with pytest.raises(SheetRefusedError) as caught:
        read_sheet(content, "nl")
    [fault] = caught.value.faults
    return fault.code


def with_sheet(change: bytes, to: bytes) -> bytes:
    """Return a small workbook with something changed in its sheet."""
    content = a_workbook(SMALL)
    return with_part(content, SHEET, part_of(content, SHEET).replace(change, to))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (an_old_workbook(), "sheet.old"),
        (an_old_workbook(locked=True), "sheet.locked"),
        (with_macros(), "sheet.macros"),
        (with_part(a_workbook(SMALL), "xl/more.xml", b"<!DOCTYPE x><x/>"), "sheet.broken"),
        (a_workbook(SMALL)[:900], "sheet.broken"),
        (b"PK\x03\x04 and nothing more", "sheet.broken"),
        (with_sheet(b"<sheetData>", b"<sheetData><row"), "sheet.broken"),
        (with_sheet(b'r="2"', b'r="99999999999"'), "sheet.too_many_rows"),
        (with_sheet(b'r="B2"', b'r="ZZZ2"'), "sheet.too_many_columns"),
    ],
)
def test_a_workbook_that_is_none_or_too_much_is_refused(content: bytes, code: str) -> None:
    assert code_of(content) == code


def test_an_archive_of_something_else_is_no_sheet() -> None:
    assert code_of(a_workbook(SMALL).replace(b"xl/workbook.xml", b"yy/workbook.xml")) == "sheet.kind"


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = a_bomb()
    before, begin = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    assert len(bomb) < 1_000_000
    assert code_of(bomb) == "sheet.unpacks_too_big"
    assert time.monotonic() - begin < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


def test_entities_are_refused_and_never_expanded() -> None:
    begin = time.monotonic()
    assert code_of(billion_laughs()) == "sheet.broken"
    assert time.monotonic() - begin < 2


def test_too_many_parts_are_refused() -> None:
    book = Workbook()
    for _number in range(310):
        book.create_sheet()
    assert code_of(saved(book)) == "sheet.unpacks_too_big"


def test_a_formula_counts_as_the_outcome_that_the_file_keeps() -> None:
    [row] = read_sheet(with_outcome(b'<c r="B2"><f>1+1</f><v>2</v></c>'), "nl").rows
    assert row.cells["title"] == Decimal(2)


def with_outcome(outcome: bytes) -> bytes:
    """Return a small workbook whose last cell is another."""
    content = a_workbook(SMALL)
    sheet = part_of(content, SHEET)
    start = sheet.index(b'<c r="B2"')
    end = sheet.index(b"</c>", start) + len(b"</c>")
    return with_part(content, SHEET, sheet[:start] + outcome + sheet[end:])


def test_a_formula_without_outcome_is_known_as_one() -> None:
    content = a_workbook([*SMALL, ["aanbod", '=HYPERLINK("http://192.0.2.1")']])
    assert [row.cells["title"] for row in read_sheet(content, "nl").rows] == ["karton", Formula()]


def test_an_error_of_excel_is_known_as_one() -> None:
    content = with_outcome(b'<c r="B2" t="e"><v>#N/A</v></c>')
    assert read_sheet(content, "nl").rows[0].cells["title"] == ErrorCell("#N/A")


def test_the_sheet_with_our_columns_is_found_behind_others() -> None:
    book = Workbook()
    book.worksheets[0].append(["Voorblad"])
    book.create_sheet("Lijst")
    for row in SMALL:
        book.worksheets[1].append(row)
    assert len(read_sheet(saved(book), "nl").rows) == 1


def test_a_hidden_sheet_is_not_read() -> None:
    book = Workbook()
    book.create_sheet("Geheim").append(SMALL[0])
    book.worksheets[1].append(SMALL[1])
    book.worksheets[1].sheet_state = "hidden"
    assert code_of(saved(book)) == "sheet.empty"
