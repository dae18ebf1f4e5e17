"""Published tables as files for anybody: CSV, GeoJSON, Parquet and GeoPackage, always the same bytes."""

import csv
import importlib
import io
import json
import sqlite3
import struct
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from circulair.files.formulas import harmless
from circulair.files.open_tables import (
    GEOMETRY,
    LANGUAGES,
    Cell,
    CellKind,
    Column,
    Lonlat,
    Paths,
    Table,
    described,
    dictionary,
    flat,
)

CRS = "EPSG:4326"
ATTRIBUTES = {"ASPATIAL_VARIANT": "GPKG_ATTRIBUTES"}
"""How GDAL is told that a table has no shapes."""

WKB_TYPE = {"Point": 1, "LineString": 2}

Arrow = Any  # pyarrow, imported only where a file of columns is made: pages start without it

DICTIONARY_HEADING = (
    "table",
    "column",
    "type",
    "files",
    "unit",
    *(f"description_{one}" for one in LANGUAGES),
)


@dataclass(frozen=True, slots=True)
class About:
    """What every file says of itself: the day it is of, its source, and the licence by name and address."""

    as_of: str
    source: str
    licence: str
    licence_url: str


def as_csv(table: Table) -> bytes:
    """Return a table in UTF-8 with commas and decimal points, harmless to spreadsheets."""
    heading, rows = flat(table)
    return csv_of(heading, rows)


def csv_of(heading: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return rows as CSV: nothing is empty, yes and no in English, no text is taken for a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows([written(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def written(cell: Cell) -> str | float | int:
    """Return a cell as it stands in CSV."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return harmless(cell) if isinstance(cell, str) else cell


def as_geojson(table: Table, about: About) -> bytes:
    """Return a table as a FeatureCollection of RFC 7946, with what it is as further members."""
    told = {
        "type": "FeatureCollection",
        "name": table.name,
        "as_of": about.as_of,
        "source": about.source,
        "licence": about.licence_url,
        "features": [feature(table, number, table.paths) for number in range(len(table.rows))],
    }
    return orjson.dumps(told)


def feature(table: Table, number: int, paths: Paths) -> dict[str, Any]:
    """Return a row as a feature, in the system of coordinates that its path is in."""
    return {
        "type": "Feature",
        "id": table.ids[number],
        "geometry": geometry(table.shape, paths[number]),
        "properties": table.properties(number),
    }


def geometry(shape: str, path: Sequence[Lonlat]) -> dict[str, Any] | None:
    """Return a path as the geometry of a feature, None where it lies nowhere."""
    if not path:
        return None
    return {"type": shape, "coordinates": [list(one) for one in path] if len(path) > 1 else list(path[0])}


def wkb(shape: str, path: Sequence[Lonlat]) -> bytes | None:
    """Return a path as well-known binary, None where it lies nowhere."""
    if not path:
        return None
    head = struct.pack("<BI", 1, WKB_TYPE[shape])
    number = struct.pack("<I", len(path)) if shape == "LineString" else b""
    return head + number + b"".join(struct.pack("<dd", *position) for position in path)


def as_parquet(table: Table, about: About) -> bytes:
    """Return a table as Parquet, as GeoParquet 1.1 where its rows have a place."""
    arrow, parquet = importlib.import_module("pyarrow"), importlib.import_module("pyarrow.parquet")
    columns = arrow_of(table, arrow)
    told = {"as_of": about.as_of, "source": about.source, "licence": about.licence_url}
    if table.shape:
        told["geo"] = json.dumps(geo_metadata(table), sort_keys=True)
    file = io.BytesIO()
    parquet.write_table(columns.replace_schema_metadata(told), file)
    return file.getvalue()


def geo_metadata(table: Table) -> dict[str, object]:
    """Return what makes a Parquet file a GeoParquet file; no named system means longitude and latitude."""
    shape = {"encoding": "WKB", "geometry_types": [table.shape]}
    return {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: shape}}


def arrow_of(table: Table, arrow: Arrow) -> Arrow:
    """Return a table in columns, each with its description, the shapes as the last."""
    cells = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
    arrays = [arrow_column(column, told, arrow) for column, told in zip(table.columns, cells, strict=True)]
    kept = [
        arrow.field(column.name, array.type, metadata=metadata(table.name, column.name))
        for column, array in zip(table.columns, arrays, strict=True)
    ]
    if table.shape:
        arrays.append(arrow.array([wkb(table.shape, path) for path in table.paths], arrow.binary()))
        kept.append(arrow.field(GEOMETRY, arrow.binary(), metadata=metadata(table.name, GEOMETRY)))
    return arrow.Table.from_arrays(arrays, schema=arrow.schema(kept))


def arrow_column(column: Column, cells: Sequence[Cell], arrow: Arrow) -> Arrow:
    """Return the cells of a column in its own type."""
    types = {
        CellKind.TEXT: arrow.string(),
        CellKind.WHOLE: arrow.int64(),
        CellKind.NUMBER: arrow.float64(),
        CellKind.YES_NO: arrow.bool_(),
    }
    if column.kind is CellKind.DAY:
        return arrow.array(cells, arrow.string()).cast(arrow.date32())
    return arrow.array(cells, types[column.kind])


def metadata(table: str, column: str) -> dict[str, str]:
    """Return unit and description of a column for a file that keeps them beside it."""
    said = described(table, column)
    return {"unit": said.unit, **{f"description_{code}": said.texts[code] for code in LANGUAGES}}


def as_geopackage(tables: Sequence[Table], about: About) -> bytes:
    """Return all tables as layers of one GeoPackage, with what layers and columns hold."""
    arrow, raw = importlib.import_module("pyarrow"), importlib.import_module("pyogrio.raw")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "release.gpkg"
        for table in tables:
            shaped = (
                {"geometry_name": GEOMETRY, "geometry_type": table.shape, "crs": CRS} if table.shape else {}
            )
            raw.write_arrow(
                arrow_of(table, arrow),
                str(path),
                layer=table.name,
                driver="GPKG",
                append=path.exists(),
                layer_options={"GEOMETRY_NAME": GEOMETRY} if table.shape else ATTRIBUTES,
                **shaped,
            )
        describe(path, tables, about)
        return rewritten(path).read_bytes()


def describe(path: Path, tables: Sequence[Table], about: About) -> None:
    """Write into a GeoPackage what its layers and columns hold, and its day as that of its last change."""
    licence = f"{about.as_of}. {about.source}. {about.licence}: {about.licence_url}"
    with closing(sqlite3.connect(path)) as file:
        file.execute("UPDATE gpkg_contents SET last_change = ?", (f"{about.as_of}T00:00:00.000Z",))
        file.executescript(COLUMN_TABLES)
        for table in tables:
            said = f"{described(table.name).everything} {licence}".strip()
            file.execute("UPDATE gpkg_contents SET description = ? WHERE table_name = ?", (said, table.name))
            file.executemany(
                INSERT_COLUMN,
                [
                    (table.name, name, f"{name} ({told.unit})" if told.unit else name, told.everything)
                    for name, _, files, told in dictionary(table)
                    if files != "csv"
                ],
            )
        file.commit()


def rewritten(path: Path) -> Path:
    """Return a fresh copy: SQLite counts writes in a file, and GDAL needs now one more, now one less."""
    fresh = path.with_suffix(".fresh.gpkg")
    with closing(sqlite3.connect(path)) as file:
        file.execute("VACUUM INTO ?", (str(fresh),))
    return fresh


INSERT_COLUMN = """
INSERT INTO gpkg_data_columns (table_name, column_name, title, description) VALUES (?, ?, ?, ?)
"""

COLUMN_TABLES = """
CREATE TABLE gpkg_data_columns (
    table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT,
    mime_type TEXT, constraint_name TEXT,
    CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
    CONSTRAINT gdc_tn UNIQUE (table_name, name)
);
CREATE TABLE gpkg_data_column_constraints (
    constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC,
    min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
    CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value)
);
CREATE TABLE IF NOT EXISTS gpkg_extensions (
    table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
    scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)
);
INSERT INTO gpkg_extensions VALUES
    ('gpkg_data_columns', NULL, 'gpkg_schema',
     'http://www.geopackage.org/spec/#extension_schema', 'read-write'),
    ('gpkg_data_column_constraints', NULL, 'gpkg_schema',
     'http://www.geopackage.org/spec/#extension_schema', 'read-write');
"""
"""The tables of the GeoPackage extension "Schema", which say what columns hold."""


def dictionary_rows(tables: Sequence[Table]) -> list[list[Cell]]:
    """Return the data dictionary: a row for each column of each table."""
    return [
        [table.name, name, kind, files, said.unit, *(said.texts[code] for code in LANGUAGES)]
        for table in tables
        for name, kind, files, said in dictionary(table)
    ]


def dictionary_csv(tables: Sequence[Table]) -> bytes:
    """Return the data dictionary as CSV."""
    return csv_of(DICTIONARY_HEADING, dictionary_rows(tables))


def dictionary_json(tables: Sequence[Table], about: About) -> bytes:
    """Return the data dictionary as JSON, with what the tables are and the licence."""
    told = {
        "as_of": about.as_of,
        "source": about.source,
        "licence": {"name": about.licence, "url": about.licence_url},
        "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
        "tables": [
            {"name": table.name, "rows": len(table.rows), "description": described(table.name).texts}
            for table in tables
        ],
        "columns": [dict(zip(DICTIONARY_HEADING, row, strict=True)) for row in dictionary_rows(tables)],
    }
    return orjson.dumps(told, option=orjson.OPT_INDENT_2)
