"""Tables of a release: each of its tuples of plain values as columns and rows, whatever it is of."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, lru_cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from circulair.files.open_tables import LANGUAGES, Cell, CellKind, Column, Lonlat, Table
from circulair.services.releases import RELEASES_KEPT, Release

PLAIN = {bool: CellKind.YES_NO, int: CellKind.WHOLE, float: CellKind.NUMBER, str: CellKind.TEXT}

DAYS = frozenset({"until", "since", "available_from", "available_until"})
"""Texts that are a day in ISO 8601, or empty where there is none."""

PARTS = {"typed": ("value", "unit", "period")}
"""What the parts of a field are called that holds several texts."""

KEYS = {"flows": ("code", "year")}
"""By which columns a row is known, where its code alone does not do."""

SHAPES = {1: "Point", 2: "LineString"}
"""What the shape of a row is, by how many positions it has."""

BETWEEN = "; "

Row = Any  # a dataclass of a release; which one, its table says


@dataclass(frozen=True, slots=True)
class Reader:
    """A column, and how its cell is read from a row."""

    column: Column
    read: Callable[[Row], Cell]


@dataclass(frozen=True, slots=True)
class Plan:
    """How rows of one kind are laid out."""

    readers: tuple[Reader, ...]
    positions: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Same:
    """A release as a key: alike only to the very same one, which is quick to tell of many rows."""

    release: Release

    def __hash__(self) -> int:
        return id(self.release)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.release is self.release


def tables(release: Release) -> tuple[Table, ...]:
    """Return the tables of a release, in its own order; what holds nothing is an empty table."""
    return tables_of(Same(release))


@lru_cache(maxsize=RELEASES_KEPT)
def tables_of(same: Same) -> tuple[Table, ...]:
    """Return the tables of a release, made once as long as it is asked for."""
    return tuple(table(name, row, getattr(same.release, name)) for name, row in kinds().items())


def table(name: str, row: type, rows: Iterable[Row]) -> Table:
    """Return rows of one kind as a table."""
    plan, known = plan_of(row), tuple(rows)
    columns = tuple(reader.column for reader in plan.readers)
    cells = tuple(tuple(reader.read(one) for reader in plan.readers) for one in known)
    shape = SHAPES.get(len(plan.positions), "")
    return Table(
        name=name,
        columns=columns,
        rows=cells,
        shape=shape,
        paths=tuple(path_of(one, plan.positions) if shape else () for one in known),
        ids=ids_of(name, columns, cells),
    )


@cache
def kinds() -> dict[str, type]:
    """Return the tuples of a release that hold plain values, each with what it holds."""
    hints = get_type_hints(Release)
    found = {field.name: get_args(hints[field.name]) for field in fields(Release)}
    tuples = {name: args[0] for name, args in found.items() if args[1:] == (...,)}
    return {name: row for name, row in tuples.items() if isinstance(row, type) and is_dataclass(row)}


@cache
def plan_of(row: type) -> Plan:
    """Return how rows of a kind are laid out, from what their fields are."""
    hints = get_type_hints(row)
    names = [field.name for field in fields(row)]
    positions = tuple(name for name in names if without_none(hints[name]) == Lonlat)
    readers = [reader for name in names if name not in positions for reader in spread(name, hints[name])]
    return Plan(tuple(readers), positions)


def without_none(hint: Any) -> Any:  # a type as it was written
    """Return a type without the None that it may be."""
    left = [one for one in get_args(hint) if one is not NoneType]
    return left[0] if get_origin(hint) in (Union, UnionType) and len(left) == 1 else hint


def spread(name: str, hint: Any) -> list[Reader]:  # a type as it was written
    """Return the columns of a field: one, or several for a text in each language or of named parts."""
    bare = without_none(hint)
    origin, args = get_origin(bare), get_args(bare)
    if isinstance(bare, type) and (plain := plain_kind(name, bare)):
        return [Reader(Column(name, plain), lambda row: plain_cell(getattr(row, name), plain))]
    if origin is dict and args == (str, str):
        return [
            text_reader(f"{name}_{code}", name, lambda said, code=code: said.get(code)) for code in LANGUAGES
        ]
    if origin is tuple and args == (str, ...):
        return [text_reader(name, name, BETWEEN.join)]
    if origin is tuple and set(args) == {str}:
        return [
            text_reader(f"{name}_{part}", name, lambda said, place=place: said[place])
            for place, part in enumerate(PARTS.get(name) or map(str, range(1, len(args) + 1)))
        ]
    return [text_reader(name, name, lambda said: json.dumps(said, ensure_ascii=False, default=str))]


def plain_kind(name: str, bare: type) -> CellKind | None:
    """Return what the cells of a field of a plain type are, None where its type is none."""
    if name in DAYS and bare is str:
        return CellKind.DAY
    return next((kind for plain, kind in PLAIN.items() if issubclass(bare, plain)), None)


def plain_cell(value: Any, kind: CellKind) -> Cell:  # a plain value or None
    """Return a plain value as a cell: a day that is empty is none, a code is its text."""
    if kind is CellKind.DAY:
        return value or None
    return str(value) if kind is CellKind.TEXT and value is not None else value


def text_reader(column: str, field: str, told: Callable[..., str | None]) -> Reader:
    """Return a column of texts that are made of a field, empty where the field is."""

    def read(row: Row) -> Cell:
        value = getattr(row, field)
        return None if value is None else told(value)

    return Reader(Column(column, CellKind.TEXT), read)


def path_of(row: Row, positions: Iterable[str]) -> tuple[Lonlat, ...]:
    """Return the positions of a row, none where one of them is not known."""
    path = tuple(getattr(row, name) for name in positions)
    return () if None in path else path


def ids_of(name: str, columns: tuple[Column, ...], rows: tuple[tuple[Cell, ...], ...]) -> tuple[str, ...]:
    """Return the name of each row: what its key says, else its number; no two are alike."""
    names = [column.name for column in columns]
    places = [names.index(one) for one in KEYS.get(name, ("code",)) if one in names]
    told = [key_of(row, places) for row in rows]
    times = Counter(told)
    return tuple(one if one and times[one] == 1 else str(number) for number, one in enumerate(told, start=1))


def key_of(row: tuple[Cell, ...], places: list[int]) -> str:
    """Return what names a row, empty where a release of before there were codes gave it none."""
    return "-".join(str(row[place]) for place in places) if places and row[places[0]] else ""
