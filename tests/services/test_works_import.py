"""Planned works from a file: all rows or none, each fault with its row and column."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from circulair.files import works_sheets
from circulair.files.sheet_faults import SheetRefusedError
from circulair.services import works, works_import
from circulair.services.faults import NotFoundError
from circulair.services.premises_import import RowsRefusedError, Sent
from flows.dwelling_components import Dwelling, Part, Work
from flows.law import YesNo
from tests.planned import an_association
from tests.worlds import a_firm

pytestmark = pytest.mark.usefixtures("unit")

HEADING = "straat;type woning;aantal woningen;werk;wat gaat eruit;vanaf;tot;bouwjaar;asbestinventarisatie\n"
GOOD = "Verzonnenstraat;Rijtjeshuis;24;sloop;;september 2027;najaar 2027;1968;ja\n"
KITCHENS = "Blok 3;galerijflat;60;Renovatie;keuken, badkamer;1-2-2028;maart 2028;;\n"


def a_file(*rows: str) -> Sent:
    return Sent((HEADING + "".join(rows)).encode(), "nl")


@pytest.mark.parametrize("language", ["nl", "en", "de"])
def test_an_empty_sheet_of_each_language_and_the_answers_that_it_names_are_read(language: str) -> None:
    [[*heading]] = load_workbook(BytesIO(works_sheets.template(language)), read_only=True).active.values  # type: ignore[union-attr]  # it has a sheet
    written = works_sheets.WRITTEN[language]
    assert [works_sheets.COLUMN_OF[str(name)] for name in heading] == list(works_sheets.HEADINGS)
    assert {works_sheets.DWELLINGS[word] for word in written["dwelling"]} == set(Dwelling)
    assert {works_sheets.WORKS[word] for word in written["work"]} == set(Work)
    assert {works_sheets.PARTS[word] for word in written["parts"]} == set(Part)
    assert {works_sheets.ANSWERS[word] for word in written["asbestos"]} == {YesNo.YES, YesNo.NO}


def test_every_row_of_a_file_is_put_in_the_register() -> None:
    owner = an_association()
    assert works_import.read(a_file(GOOD, KITCHENS), owner.member) == 2
    first, second = (sheet.works.plan for sheet in works.everything(owner.member))
    assert (first.dwelling, first.dwellings, first.work) == (Dwelling.TERRACED, 24, Work.DEMOLITION)
    assert (first.built_year, first.asbestos_checked) == (1968, YesNo.YES)
    assert (str(first.window.start), str(first.window.end)) == ("2027-09-01", "2027-11-30")
    assert (second.name, second.parts, str(second.window.end)) == ("Blok 3", "kitchen bathroom", "2028-03-31")


def test_with_one_fault_nothing_is_stored_and_each_is_named_by_row_and_column() -> None:
    owner = an_association()
    wrong = (
        "Verzonnenstraat 12;rijtjeshuis;24;sloop;;september 2027;november 2027;;\n",
        "Laan;kasteel;2,5;sloop;;ooit;november 2027;;misschien\n",
        "Hof;rijtjeshuis;3;renovatie;;september 2027;november 2027;;\n",
        "Plein;rijtjeshuis;3;renovatie;zwembad;september 2027;augustus 2027;;\n",
        "Weg;rijtjeshuis;;sloop;;mei 2026;juni 2026;;\n",
        "Pad;rijtjeshuis;3;sloop;;mei 2026;juni 2026;;\n",
    )
    with pytest.raises(RowsRefusedError) as refused:
        works_import.read(a_file(GOOD, *wrong), owner.member)
    assert [(one.row, one.column) for one in refused.value.faults] == [
        *[(3, "name")],
        *[(4, "asbestos"), (4, "dwelling"), (4, "dwellings"), (4, "start")],
        *[(5, "parts")],
        *[(6, "parts")],
        *[(7, "dwellings")],
        *[(8, "until")],
    ]
    assert works.everything(owner.member) == []


def test_a_sheet_with_other_columns_is_refused_and_who_plans_no_works_reads_none() -> None:
    with pytest.raises(SheetRefusedError):
        works_import.read(Sent(b"straat;kleur\nLaan;rood\n", "nl"), an_association().member)
    with pytest.raises(NotFoundError):
        works_import.read(a_file(GOOD), a_firm("Winkel").member)
