"""Tables of a release: every field of every kind of row, whatever it is of, and what is said of each."""

from dataclasses import dataclass, make_dataclass

import pytest

from circulair.files.open_tables import LANGUAGES, CellKind, dictionary, flat, words
from circulair.services import datasets
from circulair.services.releases import Release
from tests.releases import CHEMELOT, MARKET, STATION, a_flow, a_release

TABLES = {table.name: table for table in datasets.tables(a_release())}


@dataclass(frozen=True)
class Cell:
    """A kind of row that no release has: a figure of many, with parts that nothing else has."""

    area: str
    tonnes: float | None
    low: tuple[float, float] | None
    counted: int
    parts: tuple[tuple[str, int], ...]


def test_every_tuple_of_a_release_is_a_table_in_its_order() -> None:
    assert [table.name for table in datasets.tables(Release("2027-03-01"))] == [
        *("flows", "offers", "needs", "processes", "premises"),
        *("cells", "changes", "redactions", "refusals"),
    ]


def test_a_flow_is_a_line_with_its_processes_in_one_cell() -> None:
    table = datasets.table("flows", type(a_flow()), [a_flow(processes=("dry", "press"))])
    assert table.shape == "LineString"
    assert table.paths == ((MARKET, STATION),)
    assert table.properties(0)["processes"] == "dry; press"
    assert "start" not in table.properties(0)


def test_names_in_languages_and_typed_amounts_have_columns_of_their_own() -> None:
    assert TABLES["processes"].properties(0)["names_de"] == "Vergärer"
    typed = [TABLES["offers"].properties(1)[f"typed_{part}"] for part in ("value", "unit", "period")]
    assert typed == ["3", "piece", "once"]
    assert TABLES["offers"].properties(0)["typed_unit"] is None


def test_an_empty_day_is_no_day() -> None:
    assert TABLES["needs"].properties(0)["until"] is None
    assert TABLES["offers"].properties(0)["until"] == "2027-06-30"


def test_what_lies_nowhere_has_no_place_and_empty_degrees() -> None:
    assert TABLES["processes"].paths == ((), (CHEMELOT,))
    heading, rows = flat(TABLES["processes"])
    assert heading[-2:] == ["lon", "lat"]
    assert [row[-2:] for row in rows] == [[None, None], list(CHEMELOT)]


def test_each_row_has_a_name_of_its_own() -> None:
    assert TABLES["flows"].ids == ("S-AAAAAA-2026", "S-AAAAAA-2027", "S-BBBBBB-2027")
    twice = datasets.table("flows", type(a_flow()), [a_flow(), a_flow(), a_flow(code="")])
    assert twice.ids == ("1", "2", "3")


def test_a_kind_of_row_that_comes_later_is_a_table_too() -> None:
    told = Cell("WK1", None, None, 7, (("a", 1),))
    table = datasets.table("cells", Cell, [told])
    kinds = {column.name: column.kind for column in table.columns}
    assert kinds == {
        "area": CellKind.TEXT,
        "tonnes": CellKind.NUMBER,
        "counted": CellKind.WHOLE,
        "parts": CellKind.TEXT,
    }
    assert table.properties(0) == {"area": "WK1", "tonnes": None, "counted": 7, "parts": '[["a", 1]]'}


@pytest.mark.parametrize("number", [0, 3])
def test_rows_without_or_with_too_many_positions_have_no_shape(number: int) -> None:
    places = [(f"p{one}", tuple[float, float]) for one in range(number)]
    row = make_dataclass("Row", [("name", str), *places], frozen=True)
    table = datasets.table("rows", row, [row("x", *[MARKET] * number)])
    assert (table.shape, table.paths) == ("", ((),))


@pytest.mark.parametrize("name", datasets.kinds())
def test_every_table_and_column_is_described_in_every_language(name: str) -> None:
    [table] = [one for one in datasets.tables(Release("2027-03-01")) if one.name == name]
    told = [("", *words()[name, ""].texts.values())]
    told += [(column, *said.texts.values()) for column, _, _, said in dictionary(table)]
    assert not [column for column, *texts in told if len(texts) != len(LANGUAGES) or not all(texts)]


def test_numbers_of_tonnes_metres_and_degrees_have_their_unit() -> None:
    units = {
        (table.name, column): said.unit
        for table in TABLES.values()
        for column, kind, _, said in dictionary(table)
        if kind == "number"
    }
    assert not [where for where, unit in units.items() if not unit]
    assert units["processes", "capacity_tonnes"] == "t/year"
