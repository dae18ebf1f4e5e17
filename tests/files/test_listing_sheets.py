"""Sheets of listings: which line names the columns, how CSV is read, and what is refused by name."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from circulair.files.listing_sheets import ListingSheet, as_cells, as_text, read_sheet
from circulair.files.sheet_faults import SheetRefusedError
from circulair.files.workbooks import Cell, ErrorCell, Formula
from tests.sheets import CARDBOARD, HEADING, PALLETS, a_csv, a_workbook


def refused(content: bytes, language: str = "nl") -> list[str]:
    """Return the codes with which a sheet is refused."""
    with pytest.raises(SheetRefusedError) as caught:
        read_sheet(content, language)
    return [fault.code for fault in caught.value.faults]


def titles(sheet: ListingSheet) -> list[object]:
    return [row.cells["title"] for row in sheet.rows]


def test_rows_keep_the_numbers_that_the_sheet_shows() -> None:
    sheet = read_sheet(a_csv(CARDBOARD, "", PALLETS), "nl")
    assert [(row.number, row.cells["side"]) for row in sheet.rows] == [(2, "aanbod"), (4, "vraag")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_utf_is_read_with_or_without_a_mark(encoding: str) -> None:
    sheet = read_sheet(a_csv("aanbod;caféstoelen;;;;;;", encoding=encoding), "nl")
    assert (titles(sheet), sheet.old_windows) == (["caféstoelen"], False)


def test_what_excel_saves_as_plain_csv_is_read_and_said() -> None:
    sheet = read_sheet(a_csv("aanbod;caféstoelen;;;;;;", encoding="cp1252"), "nl")
    assert (titles(sheet), sheet.old_windows) == (["caféstoelen"], True)


def test_letters_that_nobody_writes_are_refused() -> None:
    assert refused(HEADING.encode() + b"\naanbod;caf\xe9 \x81;;;;;;\n") == ["sheet.encoding"]


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_what_stands_between_cells_is_found_by_the_heading(mark: str) -> None:
    assert titles(
        read_sheet(f"Wat{mark}Soort\n'karton, schoon'{mark}aanbod\n".replace("'", '"').encode(), "nl")
    )


def test_a_first_line_that_names_the_mark_is_passed_over() -> None:
    assert titles(read_sheet(b"sep=;\nWat;Soort\nkarton;aanbod\n", "nl")) == ["karton"]


@pytest.mark.parametrize(
    ("heading", "language"),
    [("Aanbod of vraag,Wat", "nl"), ("Offer or need,What", "en"), ("Angebot oder Gesuch,Was", "de")],
)
def test_columns_are_known_in_three_languages(heading: str, language: str) -> None:
    assert read_sheet(f"{heading}\na,b\n".encode(), "nl").language == language


def test_columns_may_stand_in_any_order_below_a_title() -> None:
    sheet = read_sheet(b"Onze stromen 2027\n\nEENHEID;wat *;Type\nkg;karton;aanbod\n", "nl")
    assert sheet.rows[0].cells == {"unit": "kg", "title": "karton", "side": "aanbod"}


def test_every_unknown_doubled_and_missing_column_is_named() -> None:
    with pytest.raises(SheetRefusedError) as caught:
        read_sheet(b"Wat;Kleur;Eenheid;unit\nx;y;kg;kg\n", "nl")
    assert [(fault.code, str(vars(fault)["column"])) for fault in caught.value.faults] == [
        ("sheet.unknown_column", "Kleur"),
        ("sheet.doubled_column", "Eenheid"),
        ("sheet.missing_column", "Aanbod of vraag"),
    ]


def test_a_column_without_a_name_that_holds_something_is_refused() -> None:
    assert refused(b"Soort;Wat;\naanbod;x;9\n") == ["sheet.unnamed_column"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "sheet.empty"),
        (b" \r\n", "sheet.empty"),
        (a_csv(), "sheet.empty"),
        (b"a,b\n1,2\n", "sheet.no_heading"),
        (b"Soort;Wat\naanbod;a\x00\n", "sheet.nul"),
        (b'Soort;Wat\naanbod;"a\nb', "sheet.quotes"),
        (b"%PDF-1.7", "sheet.kind"),
        (b"<html><table><tr><td>Wat", "sheet.kind"),
        (b"x" * (10 * 1024 * 1024 + 1), "sheet.too_big"),
        (b"Soort;Wat\naanbod;" + b"x" * 4001, "cell.too_long"),
        (b"Soort;Wat\n" + b"a;" * 101 + b"b\n", "sheet.too_many_columns"),
        (b"Soort;Wat\n" + b"aanbod;karton\n" * 10_001, "sheet.too_many_rows"),
    ],
)
def test_what_is_no_sheet_of_listings_is_refused_in_its_own_words(content: bytes, code: str) -> None:
    assert refused(content) == [code]


def test_rows_of_the_template_are_passed_over_and_counted() -> None:
    sheet = read_sheet(a_csv("kies;Uitleg: zeg het;;;;;;", "aanbod;Voorbeeld: karton;;;;;;", CARDBOARD), "nl")
    assert (titles(sheet), sheet.marked) == (["schoon karton"], 2)


def test_a_row_that_says_the_same_knows_the_first() -> None:
    assert [row.twin for row in read_sheet(a_csv(CARDBOARD, PALLETS, CARDBOARD), "nl").rows] == [0, 0, 2]


def test_the_digest_is_of_what_rows_say_not_of_the_file() -> None:
    rows = [["Aanbod of vraag", "Wat", "Eenheid"], ["aanbod", "karton", "kg"]]
    text = b"Wat;Eenheid;Aanbod of vraag\nkarton;kg;aanbod\n"
    assert read_sheet(a_workbook(rows), "nl").digest == read_sheet(text, "nl").digest
    assert read_sheet(a_csv(CARDBOARD), "nl").digest != read_sheet(a_csv(PALLETS), "nl").digest


def test_cells_survive_being_kept_as_text() -> None:
    cells: dict[str, Cell] = {
        "title": "x",
        "amount": Decimal("1.50"),
        "from": date(2027, 3, 1),
        "unit": ErrorCell("#N/A"),
    }
    assert as_cells(as_text({**cells, "remark": Formula(), "form": None})) == {**cells, "remark": Formula()}


def test_typed_cells_of_excel_are_numbers_and_days() -> None:
    rows: list[list[object]] = [
        ["Soort", "Wat", "Hoeveelheid", "Vanaf", "Huisnummer", "Openbaar"],
        ["aanbod", "karton", 0.1 + 0.2, datetime(2027, 3, 1, 12), 12, True],  # noqa: DTZ001  # as Excel has it
    ]
    [row] = read_sheet(a_workbook(rows), "nl").rows
    assert row.cells["amount"] == Decimal("0.3")
    assert row.cells["from"] == date(2027, 3, 1)
    assert (row.cells["house_number"], row.cells["public"]) == (Decimal(12), "yes")
