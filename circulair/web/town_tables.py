"""The tables below the map: one at a time, in pages, each with an address that can be shared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from circulair.services.overview import KINDS, View, Wish
from circulair.services.paging import Page, page_of

ROWS = 20
"""Rows on one page: as many as one looks through on a phone."""

TABLES = "tables"
"""Where on the page they begin."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A table that one can choose: of what, how many rows, and where."""

    kind: str
    number: int
    href: str


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables of a view, and a page of the one that is shown; ``kind`` is empty where there is none."""

    tabs: tuple[Tab, ...]
    kind: str
    page: Page[Any]  # rows of the kind
    previous: str
    following: str


def tables_of(view: View, wish: Wish, told: Mapping[str, str]) -> Tables:
    """Return the table that an address asks for, by default the first that has rows."""
    rows = rows_of(view)
    kind = told.get("tabel", "")
    if not rows.get(kind):
        kind = next((one for one in KINDS if rows[one]), "")
    chosen = rows.get(kind, ())
    number = told.get("pagina", "1")
    wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1
    page = page_of(wanted, len(chosen), lambda most, after: chosen[after : after + most], ROWS)
    tabs = tuple(Tab(one, len(rows[one]), address(wish, one)) for one in KINDS if rows[one])
    return Tables(
        tabs=tabs,
        kind=kind,
        page=page,
        previous=address(wish, kind, page.number - 1) if page.number > 1 else "",
        following=address(wish, kind, page.number + 1) if page.last < page.total else "",
    )


def rows_of(view: View) -> dict[str, Sequence[Any]]:  # rows of six kinds
    """Return the rows of each table."""
    told = view.release
    return {
        "line": view.between,
        "flow": told.flows,
        "offer": told.offers,
        "need": told.needs,
        "process": told.processes,
        "premises": told.premises,
    }


def address(wish: Wish, kind: str, number: int = 1) -> str:
    """Return where a page of a table is."""
    more: dict[str, Any] = {"tabel": kind} | ({"pagina": str(number)} if number > 1 else {})
    return url_for("public.town_map", **wish.told, **more, _anchor=TABLES)
