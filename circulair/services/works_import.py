"""Planned works read from a file: every row is checked first; with one fault nothing is stored."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

from circulair.files import works_sheets
from circulair.services import works
from circulair.services.actor import Actor
from circulair.services.premises_import import (
    MOST_FAULTS,
    FieldMissingError,
    Reader,
    RowFault,
    Sent,
    plain,
    refuse,
)
from circulair.services.works import Told
from flows.dates import still_to_come
from flows.day_words import some_time
from flows.dwelling_components import Part
from flows.errors import FlowsError, OutOfRangeError, UnknownCodeError
from flows.law import YesNo
from flows.works import MOST_DWELLINGS, Exactness, PlannedWorks

Answer = TypeVar("Answer")

NEEDED = ("name", "dwelling", "dwellings", "work", "start", "until")
"""What every row must tell."""

COLUMN_OF_ERROR = {
    "works.house_number": "name",
    "works.no_parts": "parts",
    "dates.order": "until",
    "dates.past": "until",
    "value.out_of_range": "dwellings",
    "value.unknown_code": "parts",
}
"""In which column a contradiction is said."""


class PlaceUnknownError(FlowsError):
    """A row names a place that its association does not have."""

    code = "works.place_unknown"

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(names)
        self.names = names

    def __str__(self) -> str:
        return f"no such place; known are {', '.join(self.names)}"


class Row(Reader):
    """Reads the cells of one row of planned works."""

    __slots__ = ()

    def some_day(self, column: str, *, first: bool) -> date | None:
        """Return a day, or the first or last of a month or season; None where it cannot be read."""
        cell = self.cell(column)
        if cell is None or isinstance(cell, date):
            return cell
        try:
            return some_time(plain(cell), self.language, self.today, first=first)
        except FlowsError as error:
            self.blame(column, error)
            return None

    def whole(self, column: str, most: int) -> int | None:
        """Return a whole number, None where none was told or it is none."""
        value = self.number(column, Decimal(most))
        if value is not None and value != value.to_integral_value():
            self.blame(column, OutOfRangeError(column, value, "a whole number"))
            return None
        return None if value is None else int(value)

    def answer(self, column: str, known: Mapping[str, Answer]) -> Answer | None:
        """Return what an answer means, None where none was given or it means nothing."""
        text = self.text(column).lower()
        if text and text not in known:
            self.blame(column, UnknownCodeError(column, text))
        return known.get(text)


def read(sent: Sent, actor: Actor) -> int:
    """Put the works of a file in the register, all of them or none, and return how many.

    Raises SheetRefusedError where the file cannot be read, RowsRefusedError with every fault by row.
    """
    places = works.places(actor)
    faults: list[RowFault] = []
    found: list[Told] = []
    for row in works_sheets.read(sent.content):
        told = told_in(Row(row, sent.language, actor.today, faults), places)
        found += [] if told is None else [told]
        if len(faults) >= MOST_FAULTS:
            break
    refuse(faults)
    for told in found:
        works.register(told, actor)
    return len(found)


def told_in(row: Row, places: Mapping[int, str]) -> Told | None:
    """Return what a row tells; None, with what is wrong kept by column, where it cannot be."""
    before = len(row.faults)
    for column in NEEDED:
        if row.row.cells.get(column) is None:
            row.blame(column, FieldMissingError())
    premises_id, plan = place_of(row, places), None
    if len(row.faults) == before:
        plan = plan_of(row, before)
    if plan is None or premises_id is None or len(row.faults) > before:
        return None
    return Told(plan, premises_id, row.text("note", 1000))


def plan_of(row: Row, before: int) -> PlannedWorks | None:
    """Return what a row plans, None where its answers are wrong or contradict each other."""
    dwelling, work = row.answer("dwelling", works_sheets.DWELLINGS), row.answer("work", works_sheets.WORKS)
    number, year = row.whole("dwellings", MOST_DWELLINGS), row.whole("built_year", 2200)
    start, until = row.some_day("start", first=True), row.some_day("until", first=False)
    asbestos, name, parts = row.answer("asbestos", works_sheets.ANSWERS), row.text("name", 60), parts_of(row)
    if len(row.faults) > before or None in (dwelling, work, number, start, until):
        return None
    try:
        plan = PlannedWorks(
            name, dwelling, number, work, parts, start, until,  # type: ignore[arg-type]  # none of them is None
            Exactness.MONTH, year, asbestos or YesNo.UNKNOWN,
        )  # fmt: skip
        still_to_come(plan.window, row.today)
    except FlowsError as error:
        row.blame(COLUMN_OF_ERROR.get(error.code, "name"), error)
        return None
    return plan


def parts_of(row: Row) -> str:
    """Return the parts that a row names, separated by commas or semicolons, as a plan keeps them."""
    words = [word.strip().lower() for word in row.text("parts").replace(";", ",").split(",") if word.strip()]
    for word in words:
        if word not in works_sheets.PARTS:
            row.blame("parts", UnknownCodeError("parts", word))
    named = {works_sheets.PARTS[word] for word in words if word in works_sheets.PARTS}
    return " ".join(part.value for part in Part if part in named)


def place_of(row: Row, places: Mapping[int, str]) -> int | None:
    """Return the place that a row names, or the only one there is; None where that is not clear."""
    name = row.text("place")
    found: Sequence[int] = [number for number, known in places.items() if not name or known == name]
    if len(found) == 1:
        return found[0]
    row.blame("place", PlaceUnknownError(tuple(places.values())))
    return None
