"""Files of open data, read back by programs that know nothing of us."""

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import geopandas
import pyarrow.parquet
import pyogrio
import pytest

from circulair.files import open_files
from circulair.files.open_files import About
from circulair.files.open_tables import Table
from circulair.services import datasets
from circulair.services.releases import Release
from tests.releases import CHEMELOT, MARKET, STATION, a_release

ABOUT = About("2027-03-01", "CirculAIR", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")
TABLES = datasets.tables(a_release())
EMPTY = datasets.tables(Release("2027-03-01"))
BARE = Table("figures", TABLES[1].columns[:4], (("Ü", "b", "c", 1.5),), "", ((),), ("1",))
"""A table of which no row has a place."""

each_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A GeoPackage with every table, one of them without places."""
    path = tmp_path_factory.mktemp("package") / "release.gpkg"
    path.write_bytes(open_files.as_geopackage((*TABLES, BARE), ABOUT))
    return path


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


@each_table
def test_csv_has_a_line_for_each_row_with_every_column(table: Table) -> None:
    rows = read_csv(open_files.as_csv(table))
    assert len(rows) == len(table.rows)
    assert set(rows[0]) >= {column.name for column in table.columns}


def test_csv_writes_nothing_yes_and_decimals_in_one_way() -> None:
    [need] = read_csv(open_files.as_csv(TABLES[2]))
    assert (need["until"], need["recurring"], need["left"], need["lon"]) == ("", "true", "4.75", "5.829")


def test_no_text_is_taken_for_a_formula() -> None:
    assert read_csv(open_files.as_csv(TABLES[1]))[1]["title"] == "'=HYPERLINK(1)"


@each_table
def test_geojson_opens_with_places_in_degrees(table: Table, tmp_path: Path) -> None:
    path = tmp_path / "table.geojson"
    path.write_bytes(open_files.as_geojson(table, ABOUT))
    frame = geopandas.read_file(path)
    assert frame.crs == "EPSG:4326"
    assert [tuple(one.coords) if one else () for one in frame.geometry] == list(table.paths)
    told = json.loads(path.read_bytes())
    assert [one["id"] for one in told["features"]] == list(table.ids)
    assert (told["as_of"], told["licence"]) == (ABOUT.as_of, ABOUT.licence_url)


@each_table
def test_parquet_says_what_its_columns_hold(table: Table) -> None:
    schema = pyarrow.parquet.read_schema(io.BytesIO(open_files.as_parquet(table, ABOUT)))
    assert all((schema.field(name).metadata or {})[b"description_nl"] for name in schema.names)


@pytest.mark.parametrize("table", [one for one in TABLES if one.shape], ids=lambda table: table.name)
def test_parquet_with_places_opens_as_geoparquet(table: Table, tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    path.write_bytes(open_files.as_parquet(table, ABOUT))
    frame = geopandas.read_parquet(path)
    assert [tuple(one.coords) if one else () for one in frame.geometry] == list(table.paths)


def test_parquet_keeps_days_numbers_and_yes_as_such() -> None:
    schema = pyarrow.parquet.read_schema(io.BytesIO(open_files.as_parquet(TABLES[1], ABOUT)))
    kinds = {name: str(schema.field(name).type) for name in ("until", "tonnes", "partly", "title")}
    assert kinds == {"until": "date32[day]", "tonnes": "double", "partly": "bool", "title": "string"}


def test_a_geopackage_has_a_layer_for_each_table_in_its_shape(package: Path) -> None:
    shapes = dict(pyogrio.list_layers(package).tolist())
    assert shapes == {**{table.name: table.shape or None for table in TABLES}, "figures": None}
    for table in (one for one in TABLES if one.shape):
        frame = geopandas.read_file(package, layer=table.name)
        assert frame.crs == "EPSG:4326"
        assert [tuple(one.coords) if one else () for one in frame.geometry] == list(table.paths)


def test_a_geopackage_says_what_layers_and_columns_hold(package: Path) -> None:
    about = pyogrio.read_info(package, layer="flows")["layer_metadata"]["DESCRIPTION"]
    assert about.startswith("Bevestigde stromen: ")
    assert about.endswith(f"2027-03-01. CirculAIR. CC BY 4.0: {ABOUT.licence_url}")
    with closing(sqlite3.connect(package)) as file:
        columns = {
            (table, name)
            for table in (*(one.name for one in TABLES), "figures")
            for _, name, *_ in file.execute(f"PRAGMA table_info({table})")
            if name != "fid"
        }
        said = {row[:2]: row[2] for row in file.execute(SAID)}
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
    assert set(said) == columns
    assert said["flows", "tonnes"].startswith("Ton van 1.000 kg in dat jaar")


SAID = "SELECT table_name, column_name, description FROM gpkg_data_columns"


@pytest.mark.parametrize("tables", [TABLES, EMPTY], ids=["full", "empty"])
def test_the_same_tables_give_the_same_bytes(tables: tuple[Table, ...]) -> None:
    def files() -> list[bytes]:
        made = [open_files.as_geopackage(tables, ABOUT), open_files.dictionary_csv(tables)]
        made += [open_files.as_parquet(one, ABOUT) for one in tables]
        made += [open_files.as_geojson(one, ABOUT) for one in tables]
        return [*made, *map(open_files.as_csv, tables), open_files.dictionary_json(tables, ABOUT)]

    assert files() == files()


def test_the_dictionary_names_every_column_of_every_file_once() -> None:
    rows = read_csv(open_files.dictionary_csv(TABLES))
    named = [(row["table"], row["column"]) for row in rows]
    assert len(named) == len(set(named))
    for table in TABLES:
        heading = set(read_csv(open_files.as_csv(table))[0])
        columns = set(pyarrow.parquet.read_schema(io.BytesIO(open_files.as_parquet(table, ABOUT))).names)
        assert {column for name, column in named if name == table.name} == heading | columns
    told = json.loads(open_files.dictionary_json(TABLES, ABOUT))
    assert [one["column"] for one in told["columns"]] == [row["column"] for row in rows]


def test_lines_run_from_giver_to_receiver() -> None:
    assert TABLES[0].paths[0] == (MARKET, STATION)
    assert TABLES[0].paths[2] == (MARKET, CHEMELOT)
