"""Premises in files, CSV, Excel or GeoPackage: the rows with their cells, whatever the columns are called."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any  # a layer holds what it holds

from circulair.files import delimited, geopackage_guard, workbooks
from circulair.files.sheet_faults import (
    DoubledColumnError,
    NoHeadingError,
    SheetEmptyError,
    SheetRefusedError,
    TooManyRowsError,
    UnknownColumnError,
)
from circulair.files.sheet_guard import FileKind, kind_of
from circulair.files.workbooks import Cell, Line, readable
from flows.distance import Position
from maps.shapes import Feature, position_of_wkb, position_of_wkt, read_layer

MOST_ROWS = 1000

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": ("naam", "name", "pand", "bezeichnung"),
    "postcode": ("postcode", "postal code", "plz"),
    "house_number": ("huisnummer", "house number", "nummer", "hausnummer"),
    "street": ("straat", "street", "straße", "strasse"),
    "place": ("plaats", "town", "place", "ort"),
    "lon": ("lengtegraad", "lon", "longitude", "länge", "laengengrad"),
    "lat": ("breedtegraad", "lat", "latitude", "breite", "breitengrad"),
    "shape": ("geometrie", "geometry", "wkt"),
    "bag_id": ("bag-nummer", "bag id", "bag", "bagid", "bag-nummer"),
    "area_m2": ("oppervlakte", "oppervlakte m2", "m2", "area", "area m2", "fläche"),
    "area_free_m2": ("vrije oppervlakte", "vrij m2", "free area", "freie fläche"),
    "clear_height_m": ("vrije hoogte", "clear height", "lichte höhe"),
    "floor_load_kg_m2": ("vloerbelasting", "floor load", "bodenlast"),
    "gate_height_m": ("deurhoogte", "door height", "türhöhe"),
    "gate_width_m": ("deurbreedte", "door width", "türbreite"),
    "power_kva": ("stroom kva", "power kva", "kva"),
    "built_year": ("bouwjaar", "built", "year built", "baujahr"),
    "since": ("leeg sinds", "vacant since", "leer seit"),
    "available_from": ("beschikbaar vanaf", "available from", "verfügbar ab"),
    "available_until": ("beschikbaar tot", "available until", "verfügbar bis"),
    "permitted_use": ("gebruik", "bestemming", "permitted use", "nutzung"),
    "rent_eur_m2_year": ("huur", "huur per m2 per jaar", "rent", "miete"),
    "service_eur_m2_year": ("servicekosten", "service costs", "nebenkosten"),
}
"""The columns that are read, with what they may be called."""

PLACE_OF = {"nl": 0, "en": 1, "de": -1}
"""Where among the names of a column that of a language stands."""

COLUMN_OF = {alias: column for column, names in HEADINGS.items() for alias in (column, *names)}


@dataclass(frozen=True, slots=True)
class Heading:
    """What the columns of a sheet may be called, and which names are told where it has none of them."""

    column_of: Mapping[str, str]
    asked: tuple[str, ...]


OF_PREMISES = Heading(COLUMN_OF, ("naam", "oppervlakte"))


def names_in(language: str) -> list[str]:
    """Return what the columns may be called in a language."""
    return [names[PLACE_OF[language]] for names in HEADINGS.values()]


@dataclass(frozen=True, slots=True)
class PremisesRow:
    """One row: its number as the file shows it, its cells by column, and its shape if it is of a layer."""

    number: int
    cells: Mapping[str, Cell]
    feature: Feature | None = None
    system: str = ""

    @property
    def has_shape(self) -> bool:
        """Return whether the row tells where it is by a shape."""
        return self.feature is not None or self.cells.get("shape") is not None


def read(content: bytes) -> list[PremisesRow]:
    """Return the rows of a file by what is in it; refuse it where nothing of it can be read."""
    rows = layer_rows(content) if geopackage_guard.is_geopackage(content) else sheet_rows(content)
    return some(rows)


def some(rows: list[PremisesRow]) -> list[PremisesRow]:
    """Return rows if there are any and not too many."""
    if not rows:
        raise SheetRefusedError(SheetEmptyError())
    if len(rows) > MOST_ROWS:
        raise SheetRefusedError(TooManyRowsError(MOST_ROWS))
    return rows


def layer_rows(content: bytes) -> list[PremisesRow]:
    """Return the rows of the one layer of a GeoPackage; columns that we do not know are left unread."""
    layer = read_layer(content, geopackage_guard.layer_of(content), MOST_ROWS + 1)
    return [
        PremisesRow(one.number, dict(known_cells(one.cells)), one, layer.system) for one in layer.features
    ]


def known_cells(cells: Mapping[str, Any]) -> Iterator[tuple[str, Cell]]:
    """Yield the cells of columns that we know."""
    for name, value in cells.items():
        column = COLUMN_OF.get(plain(name))
        if column is not None:
            yield column, cell_of(value)


def cell_of(value: Any) -> Cell:
    """Return a value of a layer as a sheet holds it."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return Decimal(str(value)) if math.isfinite(value) else None
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else workbooks.text_of(0, str(value))


def sheet_rows(content: bytes, known: Heading = OF_PREMISES) -> list[PremisesRow]:
    """Return the rows of the first sheet of a workbook, or of a CSV file."""
    if kind_of(content) is FileKind.WORKBOOK:
        with readable():
            return rows_of(next(workbooks.sheets(content), iter(())), known)
    return rows_of(delimited.lines(delimited.letters_of(content).text), known)


def rows_of(lines: Iterable[Line], known: Heading) -> list[PremisesRow]:
    """Return the rows below the heading of a sheet."""
    left = iter(lines)
    _number, heading = next(left, (0, []))
    columns = columns_of(heading, known)
    rows: list[PremisesRow] = []
    for number, cells in left:
        if len(rows) > MOST_ROWS:
            break
        told = {column: cell for column, cell in zip(columns, cells, strict=False) if cell is not None}
        rows.append(PremisesRow(number, told))
    return rows


def columns_of(heading: Sequence[Cell], known: Heading) -> list[str]:
    """Return what each column is; refuse a heading with unknown or doubled names, or none that we know."""
    names = [plain(str(cell)) for cell in heading if cell is not None]
    if not any(name in known.column_of for name in names):
        raise SheetRefusedError(NoHeadingError(known.asked))
    unknown = [UnknownColumnError(name) for name in names if name not in known.column_of]
    columns = [known.column_of.get(name, "") for name in names]
    doubled = [DoubledColumnError(one) for one in sorted(set(columns)) if one and columns.count(one) > 1]
    if unknown or doubled:
        raise SheetRefusedError(*unknown, *doubled)
    return columns


def plain(name: str) -> str:
    """Return a heading as it is compared: small, with single blanks and a plain square."""
    return " ".join(name.lower().replace("m²", "m2").replace("(", " ").replace(")", " ").split())


def position_in(row: PremisesRow) -> Position:
    """Return the position of a row's shape."""
    if row.feature is not None:
        return position_of_wkb(row.feature.wkb, row.system)
    return position_of_wkt(str(row.cells["shape"]))
