"""GeoPackages for tests, made on the spot: good ones, and those that no one may read."""

import sqlite3
import struct
import warnings
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import shapely
from pyogrio import raw

from maps.crs import to_rd
from tests.factories import SPOTS

POINT = shapely.to_wkb(shapely.Point(5.829, 50.974))
SQUARE = shapely.to_wkb(shapely.box(5.8285, 50.9735, 5.8295, 50.9745))
CROSSING = shapely.to_wkb(
    shapely.Polygon([(5.82, 50.97), (5.83, 50.98), (5.83, 50.97), (5.82, 50.98), (5.82, 50.97)])
)
RD_POINT = shapely.to_wkb(shapely.Point(to_rd([SPOTS["market"]])[0]))


def unclosed() -> bytes:
    """Return the WKB of a polygon whose ring does not end where it began."""
    corners = [(5.82, 50.97), (5.83, 50.97), (5.83, 50.98), (5.82, 50.98)]
    return struct.pack("<BIII", 1, 3, 1, len(corners)) + b"".join(struct.pack("<dd", *one) for one in corners)


def a_geopackage(
    folder: Path, shapes: Sequence[bytes], crs: str | None = "EPSG:4326", **columns: object
) -> bytes:
    """Return a GeoPackage of one layer with these shapes; each has a name and 100 m² unless told."""
    number = len(shapes)
    told = {"naam": [f"pand {place}" for place in range(number)], "oppervlakte": [100.0] * number, **columns}
    path = folder / "panden.gpkg"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a layer without its system is what one test is about
        raw.write(
            path,
            np.array(shapes, dtype=object),
            [np.array(values) for values in told.values()],
            list(told),
            geometry_type="Unknown",
            crs=crs,
            driver="GPKG",
            layer="panden",
        )
    return path.read_bytes()


def with_entities(folder: Path) -> bytes:
    """Return a GeoPackage whose metadata declares an entity of XML."""
    a_geopackage(folder, [POINT])
    path = folder / "panden.gpkg"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE gpkg_metadata (id INTEGER PRIMARY KEY, metadata TEXT)")
        bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
        database.execute("INSERT INTO gpkg_metadata (metadata) VALUES (?)", [bomb])
        database.commit()
    return path.read_bytes()


def changed(folder: Path, *statements: str) -> bytes:
    """Return a GeoPackage on which these statements were run."""
    a_geopackage(folder, [POINT])
    path = folder / "panden.gpkg"
    with closing(sqlite3.connect(path)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()
    return path.read_bytes()


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS table_name FROM n"

RECKONING = {
    "schijn": ["CREATE VIEW schijn AS SELECT * FROM panden"],
    "gpkg_geometry_columns": [
        "DROP TABLE gpkg_geometry_columns",
        f"CREATE VIEW gpkg_geometry_columns AS {ENDLESS}",
    ],
    "panden": ["ALTER TABLE panden ADD COLUMN veel TEXT AS (printf('%100000000d', 1))"],
    "gpkg_metadata": ["CREATE TABLE gpkg_metadata (i, j AS (printf('%100000000d', i)) VIRTUAL)"],
    "zoeken": ["CREATE VIRTUAL TABLE zoeken USING fts5(naam)"],
    "rtree_schijn": ["CREATE VIRTUAL TABLE rtree_schijn USING fts5(naam)"],
    "merk": ["CREATE TRIGGER merk AFTER INSERT ON panden BEGIN DELETE FROM panden; END"],
}
"""What reckons in a file by its name, and how it comes to be there."""
