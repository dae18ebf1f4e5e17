"""Exports of the national reporting office for waste (LMA): each waste stream number becomes an offer.

Two kinds are read: the list of stream numbers, without amounts, and the reports of receipt, with the
kilograms of a month. Of the latter the newest year counts, summed over its months.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from circulair.files.sheet_words import codes, meaning, plain
from circulair.files.workbooks import Cell, ErrorCell, Formula
from flows.errors import FlowsError
from flows.numbers import read_number

STREAM, YEAR, KILOGRAMS, ADDITION = "lma_stream", "lma_year", "lma_kg", "lma_addition"

MEANT = {
    "afvalstroomnummer": STREAM,
    "euralcode": "eural",
    "gebruikelijke naam afvalstof": "title",
    "benamingafval": "title",
    "locatieherkomst postcode": "postcode",
    "locatieherkomst huisnummer": "house_number",
    "locatieherkomst huisnummertoevoeging": ADDITION,
    "herkomst_postcode": "postcode",
    "herkomst_huisnr": "house_number",
    "meldperiodejaar": YEAR,
    "jaar": YEAR,
    "gewicht_kg": KILOGRAMS,
    "gewicht (kg)": KILOGRAMS,
    "kilogrammen": KILOGRAMS,
}
"""What is read of an export, by its plain heading."""

STARTS = (
    *("verwerk", "lvb ", "locatieherkomst", "handelsregisternummer", "naam ontdoener", "land ontdoener"),
    *("euralcode", "routeinzameling", "inzamelaarsregeling", "particuliere", "toegestaan", "meldperiode"),
    *("aantal_vrachten", "aantal vrachten", "ontdoener", "herkomst", "afzender", "inzamelaar"),
    *("bemiddelaar", "handelaar", "ontvanger", "ontbreekt"),
)
"""How the headings begin that such an export has besides, of which nothing is read."""

NEEDED = frozenset({STREAM, "eural", "title"})
"""What makes a sheet an export of the LMA."""


def columns(headings: Iterable[str]) -> list[str] | None:
    """Return what each column is ("" where nothing of it is read), None where this is no such export."""
    meant = [meaning_of(plain(heading)) for heading in headings]
    return meant if set(meant) >= NEEDED else None


def meaning_of(name: str) -> str:
    """Return what a plain heading is to us: a column of its own or of ours, "" for nothing, else itself."""
    own = MEANT.get(name) or meaning("column", name)
    return own or ("" if name.startswith(STARTS) else name)


def is_unknown(column: str) -> bool:
    """Tell whether a column of an export is none that such an export or our template has."""
    return bool(column) and column not in MEANT.values() and column not in codes("column")


def offers(rows: Iterable[tuple[int, Mapping[str, Cell]]]) -> Iterator[tuple[int, dict[str, Cell]]]:
    """Yield one row for each stream number, in order: the kilograms of its newest year in one sum."""
    first: dict[str, tuple[int, dict[str, Cell]]] = {}
    years: dict[str, dict[str, Decimal]] = {}
    odd: dict[str, Cell] = {}
    for number, cells in rows:
        stream = text_of(cells.get(STREAM)) or f"row {number}"
        first.setdefault(stream, (number, offer(cells)))
        amount = kilograms(cells.get(KILOGRAMS))
        if isinstance(amount, Decimal):
            sums = years.setdefault(stream, {})
            year = text_of(cells.get(YEAR))
            sums[year] = sums.get(year, Decimal(0)) + amount
        elif amount is not None:
            odd[stream] = amount
    for stream, (number, cells) in first.items():
        yield number, cells | reported(years.get(stream, {}), odd.get(stream))


def reported(sums: dict[str, Decimal], odd: Cell) -> dict[str, Cell]:
    """Return the amount of a stream's newest year; one that cannot be read is handed on, to be named."""
    if odd is not None:
        return {"amount": odd, "unit": "kg", "period": "year"}
    if not sums:
        return {}
    year = max(sums)
    return {"amount": sums[year], "unit": "kg", "period": "year" if year else None}


def offer(cells: Mapping[str, Cell]) -> dict[str, Cell]:
    """Return what a row of an export says in our columns."""
    kept = {column: cell for column, cell in cells.items() if not column.startswith("lma_")}
    addition = text_of(cells.get(ADDITION))
    if addition:
        kept["house_number"] = f"{text_of(kept.get('house_number'))}-{addition}"
    return {"side": "offer", **kept}


def kilograms(cell: Cell) -> Cell:
    """Return the kilograms of a report as a number if it is one."""
    if not isinstance(cell, str):
        return cell
    try:
        return read_number(cell, "nl")
    except FlowsError:
        return cell


def text_of(cell: Cell) -> str:
    """Return a cell as text, empty where there is none."""
    if cell is None or isinstance(cell, (Formula, ErrorCell)):
        return ""
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
