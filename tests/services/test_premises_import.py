"""Premises from files: what is read of each kind, and that one wrong row stores nothing and is named."""

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy.orm import Session

from circulair.files.geopackage_guard import (
    GeoPackageEntitiesError,
    GeoPackageKindError,
    GeoPackageLayersError,
    GeoPackageReckonsError,
)
from circulair.files.sheet_faults import SheetKindError, SheetRefusedError
from circulair.services import premises_import
from circulair.services.positions import NoAddressService, Place
from circulair.services.premises_import import MOST_ASKED, MOST_UNKNOWN, RowsRefusedError, Sent
from circulair.store import organisations as store
from circulair.store.records import PremisesRecord
from flows.distance import Position, Precision
from maps.shapes import ShapeSystemError
from tests.geopackages import (
    CROSSING,
    POINT,
    RD_POINT,
    RECKONING,
    SQUARE,
    a_geopackage,
    changed,
    unclosed,
    with_entities,
)
from tests.worlds import Firm, a_firm

pytestmark = pytest.mark.usefixtures("unit")

HEAD = "naam;oppervlakte;lengtegraad;breedtegraad;bag;leeg sinds;huur"
GOOD = "Winkel;120,5;5,829;50,974;1883010000012345;1-2-2027;60"


@pytest.fixture
def firm(unit: Session) -> Firm:
    return a_firm("Panden")


def bring(firm: Firm, content: bytes) -> int:
    told = premises_import.checked(Sent(content, "nl"), NoAddressService(), firm.member)
    return premises_import.keep(told, firm.member)


def a_csv(*rows: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *rows]).encode()


def kept(firm: Firm) -> Sequence[PremisesRecord]:
    return store.premises_of(firm.organisation_id)[1:]


def refused(firm: Firm, content: bytes) -> list[tuple[int, str, str]]:
    """Return row, column and code of each fault of a file of which nothing is stored."""
    with pytest.raises(RowsRefusedError) as error:
        bring(firm, content)
    assert kept(firm) == []
    return [(one.row, one.column, one.error.code) for one in error.value.faults]


def test_a_row_becomes_premises_that_stand_empty_and_nobody_else_sees(firm: Firm) -> None:
    assert bring(firm, a_csv(GOOD)) == 1
    [premises] = kept(firm)
    assert (premises.name, str(premises.area_m2), premises.bag_id) == ("Winkel", "120.5", "1883010000012345")
    assert (premises.vacant, premises.public, str(premises.vacant_since)) == (True, False, "2027-02-01")
    assert (premises.lon, premises.lat, str(premises.rent_eur_m2_year)) == (5.829, 50.974, "60")


def test_a_workbook_is_read_like_a_sheet(firm: Firm) -> None:
    book, content = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Naam", "Oppervlakte (m²)", "Lon", "Lat"])
    sheet.append(["Loods", 800, 5.794, 50.97])
    book.save(content)
    assert bring(firm, content.getvalue()) == 1
    assert [(one.name, str(one.area_m2)) for one in kept(firm)] == [("Loods", "800")]


def test_a_shape_may_stand_in_a_sheet(firm: Firm) -> None:
    head = "naam;oppervlakte;geometrie"
    bring(firm, a_csv("A;100;POINT (5.829 50.974)", head=head))
    assert [round(one.lon, 3) for one in kept(firm)] == [5.829]


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("Winkel;120;50,974;5,829;;;", "lon", "position.swapped"),
        ("Winkel;120;184500;331500;;;", "lon", "position.looks_like_rd"),
        ("Winkel;120;4,9;52,37;;;", "lon", "position.outside"),
        ("Winkel;120;105;51;;;", "lon", "position.outside"),
        ("Winkel;120;5,829;;;;", "lon", "position.format"),
        ("Winkel;120;;;;;", "postcode", "premises.field_missing"),
        ("Winkel;;5,829;50,974;;;", "area_m2", "premises.field_missing"),
        ("Winkel;0;5,829;50,974;;;", "area_m2", "value.out_of_range"),
        ("Winkel;veel;5,829;50,974;;;", "area_m2", "number.format"),
        (";120;5,829;50,974;;;", "name", "premises.field_missing"),
        ("Winkel;120;5,829;50,974;123;;", "bag_id", "premises.bag_id"),
        ("Winkel;120;5,829;50,974;;31-31-2027;", "since", "date.format"),
        ("Winkel;120;5,829;50,974;;;-5", "rent_eur_m2_year", "value.out_of_range"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_stored(firm: Firm, row: str, column: str, code: str) -> None:
    assert refused(firm, a_csv(GOOD, row)) == [(3, column, code)]


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        ("POLYGON((5.82 50.97,5.83 50.97,5.83 50.98,5.82 50.98))", "shape.open"),
        ("POLYGON((5.82 50.97,5.83 50.98,5.83 50.97,5.82 50.98,5.82 50.97))", "shape.crossing"),
        ("POLYGON EMPTY", "shape.empty"),
        ("here", "shape.broken"),
        ("POINT (50.974 5.829)", "position.swapped"),
    ],
)
def test_a_shape_that_is_none_is_named_by_its_row(firm: Firm, shape: str, code: str) -> None:
    rows = a_csv("A;100;POINT (5.829 50.974)", f"B;90;{shape}", head="naam;oppervlakte;geometrie")
    assert refused(firm, rows) == [(3, "shape", code)]


def test_the_same_bag_number_twice_is_named_in_the_file_and_beside_what_is_there(firm: Firm) -> None:
    assert refused(firm, a_csv(GOOD, GOOD)) == [(3, "bag_id", "premises.bag_twice")]
    bring(firm, a_csv(GOOD))
    with pytest.raises(RowsRefusedError) as again:
        bring(firm, a_csv(GOOD))
    assert [one.error.code for one in again.value.faults] == ["premises.bag_known"]
    assert len(kept(firm)) == 1


def test_all_faults_of_a_file_are_told_at_once(firm: Firm) -> None:
    rows = a_csv(";;;;;;", "Winkel;120;50,974;5,829;1;;")
    assert refused(firm, rows) == [
        (3, "bag_id", "premises.bag_id"),
        (3, "lon", "position.swapped"),
    ]


def test_an_unknown_column_is_named(firm: Firm) -> None:
    with pytest.raises(SheetRefusedError) as error:
        bring(firm, a_csv("A;1;2", head="naam;oppervlakte;kleur"))
    assert [one.code for one in error.value.faults] == ["sheet.unknown_column"]


def test_a_layer_of_points_and_squares_is_read_in_degrees_and_in_rd(firm: Firm, tmp_path: Path) -> None:
    assert bring(firm, a_geopackage(tmp_path, [POINT, SQUARE])) == 2
    assert bring(firm, a_geopackage(tmp_path, [RD_POINT], "EPSG:28992", naam=["rd"])) == 1
    assert {(round(one.lon, 2), round(one.lat, 2)) for one in kept(firm)} == {(5.83, 50.97)}


@pytest.mark.parametrize(
    ("shape", "code"),
    [(CROSSING, "shape.crossing"), (unclosed(), "shape.open"), (RD_POINT, "position.looks_like_rd")],
)
def test_a_row_of_a_layer_with_a_wrong_shape_is_named(
    firm: Firm, tmp_path: Path, shape: bytes, code: str
) -> None:
    assert refused(firm, a_geopackage(tmp_path, [POINT, shape])) == [(2, "shape", code)]


def test_a_row_of_a_layer_without_area_is_named(firm: Firm, tmp_path: Path) -> None:
    content = a_geopackage(tmp_path, [POINT, POINT], oppervlakte=[100.0, float("nan")])
    assert refused(firm, content) == [(2, "area_m2", "premises.field_missing")]


@pytest.mark.parametrize("crs", ["EPSG:3857", "EPSG:31370", None])
def test_a_layer_in_another_system_is_refused(firm: Firm, tmp_path: Path, crs: str | None) -> None:
    content = a_geopackage(tmp_path, [POINT], crs)
    with pytest.raises(ShapeSystemError):
        bring(firm, content)
    assert kept(firm) == []


def test_a_geopackage_with_entities_is_refused(firm: Firm, tmp_path: Path) -> None:
    with pytest.raises(GeoPackageEntitiesError):
        bring(firm, with_entities(tmp_path))
    assert kept(firm) == []


def test_a_geopackage_without_features_is_refused(firm: Firm, tmp_path: Path) -> None:
    with pytest.raises(GeoPackageLayersError):
        bring(firm, changed(tmp_path, "UPDATE gpkg_contents SET data_type = 'attributes'"))
    assert kept(firm) == []


@pytest.mark.parametrize("name", RECKONING)
def test_a_geopackage_that_reckons_is_refused(firm: Firm, tmp_path: Path, name: str) -> None:
    with pytest.raises(GeoPackageReckonsError) as error:
        bring(firm, changed(tmp_path, *RECKONING[name]))
    assert (error.value.name, kept(firm)) == (name, [])


def test_a_database_that_is_no_geopackage_or_is_cut_off_is_refused(firm: Firm, tmp_path: Path) -> None:
    whole = a_geopackage(tmp_path, [POINT])
    for content in (whole[:100] + bytes(4000), whole[:68] + b"    " + whole[72:], whole[: len(whole) // 3]):
        with pytest.raises(GeoPackageKindError):
            bring(firm, content)
    with pytest.raises(SheetKindError):
        bring(firm, b"%PDF-1.7")


class Counting:
    """An address service that knows every address in the market square, or none, and counts who asks."""

    def __init__(self, *, knows: bool) -> None:
        self.asked, self.knows = 0, knows

    def find(self, postcode: str, house_number: str) -> Place | None:
        self.asked += 1
        if not self.knows:
            return None
        return Place(Position(5.829, 50.974), Precision.ADDRESS, postcode, house_number)


@pytest.mark.parametrize(("knows", "most"), [(True, MOST_ASKED), (False, MOST_UNKNOWN)])
def test_a_file_asks_the_address_service_only_so_often(firm: Firm, knows: bool, most: int) -> None:
    service, rows = Counting(knows=knows), [f"A;10;6161 AB;{number}" for number in range(1, 121)]
    content = a_csv(*rows, head="naam;oppervlakte;postcode;huisnummer")
    with pytest.raises(RowsRefusedError) as error:
        premises_import.checked(Sent(content, "nl"), service, firm.member)
    faults = [(one.row, one.error.code) for one in error.value.faults]
    assert service.asked == most
    assert faults[-1] == (121, "address.not_asked")
    assert sum(code == "address.not_asked" for _row, code in faults) == len(rows) - most
    assert kept(firm) == []
