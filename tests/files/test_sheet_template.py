"""The template: one of its rows filled in is read, its own rows are not, in every language and kind."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from circulair.files.listing_sheets import read_sheet
from circulair.files.sheet_faults import SheetRefusedError
from circulair.files.sheet_template import COLUMNS, Template, template_csv, template_xlsx, texts
from circulair.files.sheet_words import LANGUAGES, codes, meaning, shown
from circulair.services.listings import PERIODS
from flows.streams import Form
from flows.units import DIMENSION_OF, TIMES_A_YEAR
from tests.sheets import saved

every_language = pytest.mark.parametrize("language", LANGUAGES)


def a_template(language: str) -> Template:
    return Template(language, ("Winkel", "=Loods"), date(2027, 3, 1))


@every_language
def test_an_untouched_template_has_no_rows(language: str) -> None:
    for content in (template_xlsx(a_template(language)), template_csv(a_template(language))):
        with pytest.raises(SheetRefusedError) as caught:
            read_sheet(content, "nl")
        assert [fault.code for fault in caught.value.faults] == ["sheet.empty"]


@every_language
def test_a_row_filled_in_below_the_examples_is_read(language: str) -> None:
    book = load_workbook(io.BytesIO(template_xlsx(a_template(language))))
    book.worksheets[0].append([shown("side", "need", language), "pallets"])
    sheet = read_sheet(saved(book), "nl")
    assert (sheet.language, len(sheet.rows), sheet.marked) == (language, 1, 4)


@every_language
def test_the_workbook_offers_lists_to_pick_from_and_explains_each_column(language: str) -> None:
    book = load_workbook(io.BytesIO(template_xlsx(a_template(language))))
    fill_in, explained, materials, lists = book.worksheets
    validations = fill_in.data_validations.dataValidation
    assert sum(one.type == "list" for one in validations) == 6
    assert len([one for one in validations if one.prompt]) == len(COLUMNS)
    assert lists.sheet_state == "hidden"
    assert lists["F3"].value == "'=Loods"
    assert explained.max_row > len(COLUMNS)
    assert materials.max_row > 600


def test_every_unit_period_and_form_has_its_words() -> None:
    assert set(codes("unit")) == set(DIMENSION_OF)
    assert set(codes("period")) == set(TIMES_A_YEAR) == set(PERIODS)
    assert set(codes("form")) == set(Form)


@every_language
def test_every_word_that_we_write_is_read_as_what_it_is(language: str) -> None:
    for kind in ("column", "side", "unit", "period", "form", "yes_no"):
        for code in codes(kind):
            assert meaning(kind, shown(kind, code, language)) == code


def test_no_text_of_the_template_is_empty() -> None:
    assert not [code for code, row in texts().items() for language in LANGUAGES if not row[language]]
    assert not [code for code, row in texts().items() if code.startswith("hint.") and len(row["nl"]) > 255]
