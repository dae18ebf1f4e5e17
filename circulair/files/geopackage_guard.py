"""What an uploaded GeoPackage is, before any other program opens it: its kind, its tables, its texts."""

import re
import sqlite3
from contextlib import closing

from circulair.files.sheet_faults import SheetTooBigError
from circulair.files.sheet_guard import MEGABYTE, MOST_BYTES
from flows.errors import FlowsError

SQLITE = b"SQLite format 3\x00"
MARK = slice(68, 72)
MARKS = (b"GPKG", b"GP10", b"GP11")
"""Where the file says that it is a GeoPackage, and how."""

ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
TABLES = "SELECT name, type FROM pragma_table_list WHERE schema = 'main' ORDER BY name"
GENERATED = "SELECT 1 FROM pragma_table_xinfo(?) WHERE hidden IN (2, 3)"
RTREE = re.compile(r"CREATE VIRTUAL TABLE \"?rtree_[^\"\s]+\"? USING rtree ?\(", re.IGNORECASE)
USUAL_TRIGGERS = ("rtree_", "gpkg_", "trigger_insert_feature_count_", "trigger_delete_feature_count_")
"""How triggers begin that GDAL and QGIS write; none of them runs while a file is only read."""

MOST_TABLES = 200
MOST_STEPS = 20_000_000
"""Steps of the database's own program after which reading stops: a file of this size needs far fewer."""


class GeoPackageKindError(FlowsError):
    """A database is no GeoPackage, or cannot be read as one."""

    code = "geopackage.kind"

    def __str__(self) -> str:
        return "the file is no GeoPackage that can be read; export it anew as .gpkg"


class GeoPackageReckonsError(FlowsError):
    """A GeoPackage has a view, a trigger or a generated column, or a table of a module that is no R-tree."""

    code = "geopackage.reckons"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"{self.name!r} reckons instead of holding data; export the layer anew as a plain table"


class GeoPackageEntitiesError(FlowsError):
    """A text in a GeoPackage declares entities of XML."""

    code = "geopackage.entities"

    def __init__(self, table: str) -> None:
        super().__init__(table)
        self.table = table

    def __str__(self) -> str:
        return f"table {self.table!r} declares XML entities; export the file without metadata and styles"


class GeoPackageLayersError(FlowsError):
    """A GeoPackage has not exactly one layer of features that is a table."""

    code = "geopackage.layers"

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number

    def __str__(self) -> str:
        return f"the file has {self.number} layers of features; export one layer with the premises"


def is_geopackage(content: bytes) -> bool:
    """Return whether a file begins as a database does."""
    return content.startswith(SQLITE)


def layer_of(content: bytes) -> str:
    """Return the one layer of a GeoPackage that is safe to read; refuse every other file."""
    if len(content) > MOST_BYTES:
        raise SheetTooBigError(MOST_BYTES // MEGABYTE)
    if content[MARK] not in MARKS:
        raise GeoPackageKindError()
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(content)
            steps = iter(range(MOST_STEPS // 1000))
            database.set_progress_handler(lambda: next(steps, None) is None, 1000)
            database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_BYTES)
            database.execute("PRAGMA trusted_schema = OFF")
            tables = plain_tables(database)
            for table in tables:
                check_texts(database, table)
            return only_layer(database, tables)
    except sqlite3.Error as error:
        raise GeoPackageKindError() from error


def plain_tables(database: sqlite3.Connection) -> list[str]:
    """Return the tables; refuse a file with anything that reckons instead of telling what it holds.

    A view or a generated column reckons as whoever made it likes, for as long as that takes. Of tables of a
    module those of an R-tree are let through, of triggers those that every writer of a layer makes.
    """
    found = []
    for name, kind in database.execute(TABLES):
        if kind == "view" or (kind == "virtual" and not is_rtree(database, name)):
            raise GeoPackageReckonsError(str(name))
        if kind in ("table", "shadow"):
            found.append(str(name))
    if len(found) > MOST_TABLES:
        raise GeoPackageKindError()
    triggers = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    odd = [str(name) for (name,) in triggers if not str(name).startswith(USUAL_TRIGGERS)]
    odd += [name for name in found if database.execute(GENERATED, [name]).fetchone()]
    if odd:
        raise GeoPackageReckonsError(odd[0])
    return found


def is_rtree(database: sqlite3.Connection, name: str) -> bool:
    """Return whether a table of a module is the R-tree of a layer."""
    [made] = database.execute("SELECT sql FROM sqlite_master WHERE name = ?", [name]).fetchone() or [""]
    return name.startswith("rtree_") and RTREE.match(str(made)) is not None


def check_texts(database: sqlite3.Connection, table: str) -> None:
    """Refuse a table with a text that declares entities, in whatever column it stands."""
    quoted = table.replace('"', '""')
    for row in database.execute(f'SELECT * FROM "{quoted}"'):  # noqa: S608  # a name that the database itself gave
        if any(isinstance(cell, str) and ENTITY.search(cell) for cell in row):
            raise GeoPackageEntitiesError(table)


def only_layer(database: sqlite3.Connection, tables: list[str]) -> str:
    """Return the name of the one layer of features."""
    rows = database.execute("SELECT table_name FROM gpkg_contents WHERE data_type = 'features'")
    layers = [str(name) for (name,) in rows if str(name) in tables]
    if len(layers) != 1:
        raise GeoPackageLayersError(len(layers))
    return layers[0]
