"""Rows of a sheet: what each is understood as, and the fault beside each column."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from circulair.files.listing_sheets import IGNORED, as_text
from circulair.files.sheet_words import codes
from circulair.files.workbooks import Cell, ErrorCell, Formula
from circulair.services import import_rows
from circulair.services.import_rows import Known, Understood, understand
from circulair.services.positions import Place
from circulair.store.records import (
    ImportRowRecord,
    ListingRecord,
    ListingSource,
    MaterialSource,
    PremisesRecord,
    RowState,
)
from flows.distance import Position, Precision
from flows.law import YesNo
from flows.streams import Form, Side
from flows.units import Quantity
from tests import bad_inputs
from tests.worlds import NOBODY

SHOP = PremisesRecord(id=1, name="Winkel", postcode="6161 AB", house_number="1")
SHED = PremisesRecord(id=2, name="Loods", postcode="", house_number="")
GOOD: dict[str, Cell] = {"side": "aanbod", "title": "karton"}


class OneAddress:
    """Knows one address and no other."""

    def find(self, postcode: str, house_number: str) -> Place | None:
        known = (postcode, house_number) == ("6162 CD", "3-A")
        return Place(Position(5.8, 50.9), Precision.ADDRESS, postcode, house_number, "Weg") if known else None


def known(*premises: PremisesRecord, language: str = "nl", of_lma: bool = False) -> Known:
    return Known(language, 7, premises or (SHOP,), {}, NOBODY, of_lma)


def read(against: Known | None = None, /, **cells: Cell) -> Understood:
    """Read a good row in which some cells are others."""
    return read_kept(cells, against or known())


def read_kept(cells: Mapping[str, Cell], against: Known, place: str = "", twin: int = 0) -> Understood:
    """Read such a row as it is kept: with what the address service said, and the row that it repeats."""
    text = as_text({**GOOD, **cells})
    material, source = import_rows.material_of(text, against.language)
    row = ImportRowRecord(
        import_id=1, number=2, cells=text, material=material, material_source=source, place=place, twin=twin
    )
    return understand(row, against)


def listing(**cells: Cell) -> ListingRecord:
    """Return the listing of a row that has no fault."""
    understood = read(**cells)
    assert understood.listing is not None, understood.faults
    return understood.listing


def faults(**cells: Cell) -> list[tuple[str, str]]:
    return [(fault.column, fault.error.code) for fault in read(**cells).faults]


def test_two_answers_are_enough_and_the_rest_is_asked_later() -> None:
    understood = read()
    assert understood.state is RowState.READY
    assert understood.question == "quantity"
    assert understood.listing is not None
    assert (understood.listing.side, understood.listing.material) == (Side.OFFER, "cardboard")
    assert understood.listing.source is ListingSource.IMPORT


def test_everything_that_a_listing_can_say_is_read() -> None:
    made = listing(
        title="sloophout",
        material="Hout",
        amount="1.500,5",
        unit="kuub",
        period="maandelijks",
        weight_kg="300",
        until="31 december 2027",
        form="op pallets",
        eural="17 02 01",
        remark="twee\nregels",
        contamination_pct="5",
        moisture_pct=Decimal(12),
        classes="a, B",
        max_km="25",
        dangerous="nee",
        public="ja",
        **{"from": date(2027, 4, 1)},
    )
    assert made.typed == Quantity(Decimal("1500.5"), "m3", "month")
    assert made.tonnes_likely == Decimal("5401.8")
    assert (made.start, made.end) == (date(2027, 4, 1), date(2027, 12, 31))
    assert (made.form, made.classes, made.eural) == (Form.PALLET, "A B", "170201")
    assert (made.contamination_pct, made.moisture_pct, made.max_km) == (5.0, 12.0, 25.0)
    assert (made.contains_dangerous, made.public, made.description) == (YesNo.NO, True, "twee\nregels")


@pytest.mark.parametrize(
    ("language", "told", "value"),
    [("nl", "1,5", "1.5"), ("nl", "1.500", "1500"), ("de", "2,25", "2.25"), ("en", "1,500.5", "1500.5")],
)
def test_numbers_are_read_in_the_language_of_the_sheet(language: str, told: str, value: str) -> None:
    understood = read(known(language=language), amount=told, unit="kg", period="once")
    assert understood.listing is not None
    assert understood.listing.typed_value == Decimal(value)


def test_pieces_without_a_weight_are_taken_and_their_weight_is_asked_later() -> None:
    understood = read(
        title="stellingkasten", material="Kasten", amount="3", unit="vrachten", period="eenmalig"
    )
    assert (understood.state, understood.question) == (RowState.READY, "weight")


def test_no_last_day_begins_today() -> None:
    made = listing(until="geen einddatum")
    assert (made.start, made.end) == (NOBODY.today, None)


@pytest.mark.parametrize("told", ["?", "weet ik niet", "onbekend", "-", "n.v.t."])
def test_what_nobody_knows_yet_is_left_open(told: str) -> None:
    assert listing(amount=told, unit="kg").typed is None


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"side": None}, ("side", "text.empty")),
        ({"side": "misschien"}, ("side", "cell.word")),
        ({"title": "\x1b[31m karton"}, ("title", "text.control_characters")),
        ({"title": "karton " * 30}, ("title", "text.too_long")),
        ({"material": "onvindbaar"}, ("material", "import.material_unknown")),
        ({"title": "spullen"}, ("material", "import.material_open")),
        ({"amount": "1.5", "unit": "kg", "period": "once"}, ("amount", "number.ambiguous")),
        ({"amount": "twee", "unit": "kg", "period": "once"}, ("amount", "number.format")),
        ({"amount": "-1", "unit": "kg", "period": "once"}, ("amount", "value.out_of_range")),
        ({"amount": "0", "unit": "kg", "period": "once"}, ("amount", "value.out_of_range")),
        ({"amount": date(2027, 1, 2), "unit": "kg", "period": "once"}, ("amount", "number.format")),
        ({"amount": "0,000001", "unit": "g", "period": "once"}, ("amount", "value.out_of_range")),
        ({"amount": Decimal("1E+300"), "unit": "kg", "period": "once"}, ("amount", "number.too_many_digits")),
        ({"amount": Decimal("1E-300"), "unit": "kg", "period": "once"}, ("amount", "value.out_of_range")),
        ({"amount": "1", "period": "once"}, ("unit", "import.unit_missing")),
        ({"amount": "1", "unit": "kg"}, ("period", "import.period_missing")),
        ({"amount": "1", "unit": "handvol", "period": "once"}, ("unit", "cell.word")),
        ({"until": "31-13-2027"}, ("until", "date.format")),
        ({"until": "28-2-2027"}, ("until", "dates.past")),
        ({"until": Decimal(46000)}, ("until", "date.format")),
        ({"until": "1-1-2090"}, ("until", "value.out_of_range")),
        ({"from": "1-5-2027", "until": "1-4-2027"}, ("until", "dates.order")),
        ({"form": "rond"}, ("form", "cell.word")),
        ({"eural": "99 99 99"}, ("eural", "value.unknown_code")),
        ({"eural": "17 06 05"}, ("eural", "eural.hazard_mark_missing")),
        ({"contamination_pct": "101"}, ("contamination_pct", "value.out_of_range")),
        ({"classes": "D"}, ("classes", "cell.word")),
        ({"max_km": "1001"}, ("max_km", "value.out_of_range")),
        ({"premises": "Nergens"}, ("premises", "import.place_unknown")),
        ({"postcode": "6161"}, ("house_number", "import.address_half")),
        ({"house_number": "1"}, ("postcode", "import.address_half")),
        ({"postcode": "6161", "house_number": "1"}, ("postcode", "postcode.format")),
        ({"postcode": "6162 CD", "house_number": "9"}, ("postcode", "address.unknown")),
        ({"amount": ErrorCell("#N/A")}, ("amount", "cell.error")),
        ({"amount": Formula()}, ("amount", "cell.formula")),
    ],
)
def test_a_fault_stands_beside_its_own_column(cells: dict[str, Cell], fault: tuple[str, str]) -> None:
    assert faults(**cells) == [fault]


def test_every_fault_of_a_row_is_told_at_once() -> None:
    told = faults(amount="1.5", unit="handvol", until="nooit", premises="Nergens")
    assert [column for column, _code in told] == ["premises", "amount", "unit", "until"]


def test_a_row_that_repeats_an_earlier_one_is_not_read_again() -> None:
    understood = read_kept({"until": "nooit"}, known(), twin=4)
    assert (understood.state, understood.faults) == (RowState.DOUBLED, ())


def test_a_row_whose_only_fault_is_its_material_is_unsure() -> None:
    assert read(title="spullen").state is RowState.UNSURE
    assert read(title="spullen", until="nooit").state is RowState.FAULTY


@pytest.mark.parametrize(
    ("cells", "material", "source"),
    [
        ({"material": "cardboard"}, "cardboard", MaterialSource.TOLD),
        ({"material": " KARTON "}, "cardboard", MaterialSource.TOLD),
        ({"material": "Cardboard"}, "cardboard", MaterialSource.TOLD),
        ({"title": "karton"}, "cardboard", MaterialSource.UNDERSTOOD),
        ({"title": "spullen", "material": "oud karton"}, "cardboard", MaterialSource.UNDERSTOOD),
        ({"title": "spullen"}, "", MaterialSource.UNKNOWN),
    ],
)
def test_a_material_is_told_by_its_name_or_understood(
    cells: dict[str, Cell], material: str, source: MaterialSource
) -> None:
    assert import_rows.material_of(as_text(GOOD | cells), "nl") == (material, source)


@pytest.mark.parametrize(
    ("cells", "premises_id"),
    [
        ({"premises": "loods"}, 2),
        ({"postcode": "6161ab", "house_number": Decimal(1)}, 1),
        ({"premises": "Loods", "postcode": "6161AB", "house_number": "1"}, 2),
    ],
)
def test_an_own_place_is_found_by_name_or_address(cells: dict[str, Cell], premises_id: int) -> None:
    made = read(known(SHOP, SHED), **cells).listing
    assert made is not None
    assert made.premises_id == premises_id


def test_of_several_places_one_must_be_named() -> None:
    understood = read(known(SHOP, SHED))
    assert [(fault.column, fault.error.code) for fault in understood.faults] == [
        ("premises", "import.place_open")
    ]


def test_an_address_that_the_service_knows_is_a_new_place(unit: Session) -> None:
    text = as_text(GOOD | {"premises": "Nieuwe loods", "postcode": "6162cd", "house_number": "3a"})
    address = import_rows.asked_address(text, known())
    assert address == ("6162 CD", "3-A")
    place = import_rows.found_place(address, OneAddress())
    cells = {"premises": "Nieuwe loods", "postcode": "6162cd", "house_number": "3a"}
    understood = read_kept(cells, known(), place)
    assert understood.place == OneAddress().find("6162 CD", "3-A")
    assert understood.state is RowState.READY


def test_the_service_is_not_asked_for_an_own_place() -> None:
    own = as_text(GOOD | {"postcode": "6161 AB", "house_number": "1"})
    named = as_text(GOOD | {"premises": "Winkel", "postcode": "6162 CD", "house_number": "3"})
    assert (import_rows.asked_address(own, known()), import_rows.asked_address(named, known())) == (
        None,
        None,
    )


def test_a_code_that_lost_its_first_nought_in_excel_is_mended() -> None:
    assert listing(eural=Decimal(20104)).eural == "020104"


def test_an_export_of_the_lma_needs_no_asterisk() -> None:
    made = read(known(of_lma=True), title="asbest", material="cardboard", eural="170605").listing
    assert made is not None
    assert made.eural == "170605"


def test_what_is_listed_already_is_known_again() -> None:
    first = listing(amount="2", unit="t", period="year", until="31-12-2027")
    living = {import_rows.key_of(first): 12}
    again = read(
        Known("nl", 7, (SHOP,), living, NOBODY), amount="2", unit="t", period="year", until="31-12-2027"
    )
    assert (again.state, again.existing) == (RowState.EXISTING, 12)
    other = read(
        Known("nl", 7, (SHOP,), living, NOBODY), amount="3", unit="t", period="year", until="31-12-2027"
    )
    assert other.state is RowState.READY


@pytest.mark.parametrize("column", [code for code in codes("column") if code not in IGNORED])
def test_no_rubbish_in_a_cell_breaks_the_reading_of_a_row(column: str) -> None:
    for value in bad_inputs.everything():
        cells: dict[str, Cell] = {"amount": "1", "unit": "kg", "period": "once", column: value[:4000]}
        understood = read(**cells)
        assert understood.listing is not None or understood.faults
