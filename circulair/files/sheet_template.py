"""The template of a sheet of listings: headings, hints, examples, choices and an explanation."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.datavalidation import DataValidation

from circulair.files.listing_sheets import MOST_ROWS, REQUIRED
from circulair.files.sheet_words import DATA, codes, shown
from circulair.files.sheet_writing import (
    NARROW,
    QUIET_FONT,
    WIDE,
    Value,
    as_csv,
    cell,
    column_letters,
    head_cells,
    new_sheet,
    saved,
    styled,
)
from flows.eural import shown as shown_eural
from flows.materials import load_materials

COLUMNS = (
    *("side", "title", "material", "amount", "unit", "period", "weight_kg", "from", "until"),
    *("form", "premises", "postcode", "house_number", "eural", "remark"),
)
"""The columns of the template; the others of a download may be added."""

CHOSEN = {"side": "side", "unit": "unit", "period": "period", "form": "form"}
"""Columns that take one of few words, with the kind of these."""

OPEN_LISTS = ("material", "premises")
"""Columns with a list to pick from in which something else may be typed."""

WIDTHS = {"title": 40, "material": 28, "remark": 40, "premises": 24, "unit": 24}
HELP_LINES = 6
ROWS_IN_REACH = MOST_ROWS + 50
"""So many rows have the lists to pick from."""


@dataclass(frozen=True, slots=True)
class Template:
    """For whom a template is made: its language, the names of known places, and the day it is."""

    language: str
    premises: Sequence[str]
    today: date

    def column(self, code: str) -> str:
        """Return the name of a column."""
        return shown("column", code, self.language)

    def text(self, code: str) -> str:
        """Return one of the template's own texts."""
        return texts()[code][self.language]


@cache
def texts() -> dict[str, dict[str, str]]:
    """Return the template's own texts by code and language."""
    with (DATA / "sheet_texts.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def template_csv(template: Template) -> bytes:
    """Return the template as CSV: headings, hints and examples."""
    heading = [template.column(code) for code in COLUMNS]
    return as_csv(heading, [hints(template), *examples(template)], template.language, read_again=True)


def template_xlsx(template: Template) -> bytes:
    """Return the template as a workbook: the sheet to fill in, an explanation, the materials, the choices."""
    book = Workbook(write_only=True)
    sheet = new_sheet(book, template.text("sheet.rows"), [WIDTHS.get(code, NARROW + 4) for code in COLUMNS])
    lists = lists_of(template)
    for validation in validations(template, lists):
        vars(sheet)["data_validations"].append(validation)  # its stub does not know them
    sheet.append(head_cells(sheet, [template.column(code) for code in COLUMNS]))
    for row in (hints(template), *examples(template)):
        sheet.append([quiet(sheet, value) for value in row])
    explain(book, template)
    list_materials(book, template)
    keep_lists(book, template, lists)
    return saved(book)


def quiet(sheet: WriteOnlyWorksheet, value: Value) -> Cell:
    """Return a cell of a row that is skipped, in the font of what is only told."""
    made = cell(sheet, value)
    made.font = QUIET_FONT
    return made


def hints(template: Template) -> list[Value]:
    """Return the row that says what goes where, marked so that it is skipped."""
    mark = shown("skipped", "hint", template.language)
    told: list[Value] = [template.text(f"hint.{code}") for code in COLUMNS]
    told[COLUMNS.index("title")] = f"{mark} {template.text('hint.title')}"
    return told


def examples(template: Template) -> Iterator[list[Value]]:
    """Yield rows that show how it is done, marked so that they are skipped."""
    last = date(template.today.year + 1, 12, 31)
    place = next(iter(template.premises), "")
    told: tuple[dict[str, Value], ...] = (
        {"side": "offer", "amount": Decimal(2), "unit": "container_1100", "period": "week", "until": last},
        {"side": "offer", "amount": Decimal(60), "unit": "piece", "period": "once", "weight_kg": Decimal(20)},
        {"side": "need", "amount": Decimal("2.5"), "unit": "t", "period": "year", "form": "pallet"},
    )
    mark = shown("skipped", "example", template.language)
    for number, row in enumerate(told, start=1):
        words = {
            code: shown(CHOSEN[code], str(value), template.language) if code in CHOSEN else value
            for code, value in row.items()
        }
        title = f"{mark} {template.text(f'example.{number}')}"
        yield [({"title": title, "premises": place} | words).get(code) for code in COLUMNS]


def lists_of(template: Template) -> dict[str, list[str]]:
    """Return what each column with a list to pick from offers."""
    found = {
        column: [words.shown[template.language] for words in codes(kind).values()]
        for column, kind in CHOSEN.items()
    }
    names = sorted((material.name(template.language) for material in load_materials()), key=str.casefold)
    return found | {"material": names, "premises": list(template.premises)}


def validations(template: Template, lists: dict[str, list[str]]) -> Iterator[DataValidation]:
    """Yield for each column what it says when a cell is entered, and what it offers."""
    for place, code in enumerate(COLUMNS):
        letter = column_letters(place)
        offered = lists.get(code)
        if offered:
            column = column_letters(list(lists).index(code))
            source = f"'{template.text('sheet.lists')}'!${column}$2:${column}${len(offered) + 1}"
            made = DataValidation(type="list", formula1=source, allow_blank=True)
        else:
            made = DataValidation(allow_blank=True)
        made.promptTitle, made.prompt = template.column(code)[:32], template.text(f"hint.{code}")[:255]
        made.showInputMessage = True
        made.showErrorMessage = code in CHOSEN
        made.add(f"{letter}2:{letter}{ROWS_IN_REACH}")
        yield made


def explain(book: Workbook, template: Template) -> None:
    """Add the sheet that says how it is done, and what each column takes."""
    sheet = new_sheet(book, template.text("sheet.help"), (24, 10, 64, WIDE))
    sheet.append([styled(sheet, template.text("help.title"))])
    for number in range(1, HELP_LINES + 1):
        sheet.append([cell(sheet, template.text(f"help.{number}"))])
    sheet.append([])
    titles = ("help.column", "help.needed", "help.meaning", "help.choices")
    sheet.append(head_cells(sheet, [template.text(code) for code in titles]))
    for code, words in codes("column").items():
        if f"hint.{code}" in texts():
            needed = template.text("help.yes" if code in REQUIRED else "help.no")
            told = (words.shown[template.language], needed, template.text(f"hint.{code}"))
            sheet.append([styled(sheet, text) for text in (*told, choices(code, template))])


def choices(code: str, template: Template) -> str:
    """Return the words that a column takes, empty where it takes any."""
    kind = CHOSEN.get(code)
    return ", ".join(words.shown[template.language] for words in codes(kind).values()) if kind else ""


def list_materials(book: Workbook, template: Template) -> None:
    """Add the sheet of all materials, with their groups and the usual codes of the waste list."""
    sheet = new_sheet(book, template.text("sheet.materials"), (40, 30, 30, 30))
    titles = (template.column("material"), template.text("help.family"), template.text("help.group"))
    sheet.append(head_cells(sheet, (*titles, template.column("eural"))))
    for row in sorted(material_rows(template.language)):
        sheet.append([cell(sheet, text) for text in row])


def material_rows(language: str) -> Iterable[tuple[str, str, str, str]]:
    """Yield name, family, group and codes of each material."""
    tree = load_materials()
    for material in tree:
        above = [tree[slug].name(language) for slug in tree.line(material.slug)[1:]]
        family, group = (above[0], above[-1]) if above else ("", "")
        yield material.name(language), family, group, ", ".join(map(shown_eural, material.eural))


def keep_lists(book: Workbook, template: Template, lists: dict[str, list[str]]) -> None:
    """Add the hidden sheet that holds what the lists offer."""
    sheet = new_sheet(book, template.text("sheet.lists"), [NARROW] * len(lists))
    setattr(sheet, "sheet_state", "hidden")  # noqa: B010  # its stub does not know that it can be hidden
    sheet.append(head_cells(sheet, [template.column(code) for code in lists]))
    for place in range(max(len(offered) for offered in lists.values())):
        row = [offered[place] if place < len(offered) else None for offered in lists.values()]
        sheet.append([cell(sheet, text) for text in row])
