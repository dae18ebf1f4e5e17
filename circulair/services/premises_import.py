"""Premises read from a file: every row checked first; with one fault nothing is stored and all are named."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any  # measures and prices of a building by name

from circulair.files import premises_sheets
from circulair.files.premises_sheets import PremisesRow
from circulair.files.sheet_faults import CellErrorError, CellFormulaError
from circulair.files.workbooks import ErrorCell, Formula
from circulair.services import organisations, positions
from circulair.services.actor import Actor
from circulair.services.organisations import Vacancy
from circulair.services.positions import AddressService, Place
from circulair.store import organisations as store
from circulair.store.records import VacancyBasis
from flows.addresses import read_house_number, read_postcode
from flows.buildings import LIMITS, MOST_EUR, MOST_M2, PRICES, Building
from flows.day_words import typed_day
from flows.errors import FlowsError, OutOfRangeError
from flows.numbers import read_number
from flows.positions import read_position
from flows.streams import Availability
from flows.texts import clean_line

CENT = Decimal("0.01")
MOST_FAULTS = 200

MOST_ASKED, MOST_UNKNOWN = 100, 5
"""Addresses of one file that the address service is asked for, and of how many it may not know the place."""


class FieldMissingError(FlowsError):
    """A row leaves open what every row must tell."""

    code = "premises.field_missing"

    def __str__(self) -> str:
        return "this must be filled in"


class AddressNotAskedError(FlowsError):
    """The address service is not asked any more for this file."""

    code = "address.not_asked"

    def __str__(self) -> str:
        return f"not looked up: at most {MOST_ASKED} addresses a file, and none after {MOST_UNKNOWN} unknown"


class BagTwiceError(FlowsError):
    """Two rows have the same BAG number."""

    code = "premises.bag_twice"

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row

    def __str__(self) -> str:
        return f"the same BAG number stands in row {self.row}"


class BagKnownError(FlowsError):
    """Premises of one's own have this BAG number already."""

    code = "premises.bag_known"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"{self.name} has this BAG number already"


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in one column of one row."""

    row: int
    column: str
    error: FlowsError


class RowsRefusedError(FlowsError):
    """A file has rows with faults; nothing of it was stored."""

    code = "premises.rows_refused"

    def __init__(self, faults: tuple[RowFault, ...]) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        return "; ".join(f"row {one.row}, {one.column}: {one.error}" for one in self.faults)


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it was sent: its content, the language of its words, and what the owner wants."""

    content: bytes
    language: str
    basis: VacancyBasis = VacancyBasis.OFFERED


@dataclass(frozen=True, slots=True)
class Told:
    """One row that is right: its number, name, place and vacancy."""

    row: int
    name: str
    place: Place
    vacancy: Vacancy


class SparingService:
    """An address service that one file asks only so often, and no more once it keeps failing."""

    def __init__(self, service: AddressService) -> None:
        self.service, self.asked, self.unknown = service, 0, 0

    def find(self, postcode: str, house_number: str) -> Place | None:
        """Return the place of an address, None where the service does not know it or is away."""
        if self.asked >= MOST_ASKED or self.unknown >= MOST_UNKNOWN:
            raise AddressNotAskedError()
        found = self.service.find(postcode, house_number)
        self.asked, self.unknown = self.asked + 1, self.unknown + (found is None)
        return found


@dataclass(slots=True)
class Reader:
    """Reads the cells of one row; what is wrong is kept by column."""

    row: PremisesRow
    language: str
    today: date
    faults: list[RowFault]

    def blame(self, column: str, error: FlowsError) -> None:
        """Keep what is wrong in a column."""
        self.faults.append(RowFault(self.row.number, column, error))

    def text(self, column: str, most: int = 120) -> str:
        """Return a text, empty where none was told."""
        cell = self.cell(column)
        try:
            return "" if cell is None else clean_line(plain(cell), most)
        except FlowsError as error:
            self.blame(column, error)
            return ""

    def number(self, column: str, most: Decimal) -> Decimal | None:
        """Return a number above nought, or from nought for a price; None where none was told."""
        cell = self.cell(column)
        if cell is None:
            return None
        try:
            value = cell if isinstance(cell, Decimal) else read_number(plain(cell), self.language)
            low = column in PRICES
            if not value.is_finite() or value > most or value < 0 or (value == 0 and not low):
                raise OutOfRangeError(column, value, f"above 0, at most {most}")
        except FlowsError as error:
            self.blame(column, error)
            return None
        return value

    def day(self, column: str) -> date | None:
        """Return a day, None where none was told."""
        cell = self.cell(column)
        if cell is None or isinstance(cell, date):
            return cell
        try:
            back = column == "since"
            return typed_day(plain(cell), self.language, self.today, back=back, first=not back)
        except FlowsError as error:
            self.blame(column, error)
            return None

    def cell(self, column: str) -> str | Decimal | date | None:
        """Return a cell that holds a value."""
        cell = self.row.cells.get(column)
        if isinstance(cell, ErrorCell | Formula):
            self.blame(
                column, CellErrorError(cell.text) if isinstance(cell, ErrorCell) else CellFormulaError()
            )
            return None
        return cell


def plain(cell: str | Decimal | date) -> str:
    """Return a cell as text."""
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def checked(sent: Sent, addresses: AddressService, actor: Actor) -> Sequence[Told]:
    """Return what a file tells, its addresses looked up, before anything is written.

    Raises SheetRefusedError or another FlowsError where the file cannot be read, RowsRefusedError with every
    fault by row where some rows are wrong.
    """
    own = organisations.own(actor)
    faults: list[RowFault] = []
    told: list[Told] = []
    sparing = SparingService(addresses)
    for row in premises_sheets.read(sent.content):
        reader = Reader(row, sent.language, actor.today, faults)
        one = read_row(reader, sent.basis, sparing)
        told += [] if one is None else [one]
        if len(faults) >= MOST_FAULTS:
            break
    refuse(faults + twice(told, own.id))
    return told


def keep(told: Sequence[Told], actor: Actor) -> int:
    """Store premises that were checked as vacant, for their owner and the hub to see; return their number.

    What their owner registered meanwhile is checked once more.
    """
    own = organisations.own(actor)
    store.held(own.id)
    refuse(twice(told, own.id))
    for one in told:
        record = organisations.add_premises(one.name, one.place, actor)
        organisations.tell_vacancy(record.id, record.version, one.vacancy, actor)
        organisations.note("premises.imported", record, actor)
    return len(told)


def refuse(faults: Iterable[RowFault]) -> None:
    """Refuse rows with faults, those of the first rows first."""
    in_order = tuple(sorted(faults, key=lambda one: (one.row, one.column)))
    if in_order:
        raise RowsRefusedError(in_order)


def twice(rows: Iterable[Told], organisation_id: int) -> list[RowFault]:
    """Return the rows whose BAG number stands at an earlier row or at premises of one's own."""
    known = {one.bag_id: one.name for one in store.premises_of(organisation_id) if one.bag_id}
    seen: dict[str, int] = {}
    faults = []
    for told in rows:
        number = told.vacancy.building.bag_id
        if number in seen:
            faults.append(RowFault(told.row, "bag_id", BagTwiceError(seen[number])))
        elif number in known:
            faults.append(RowFault(told.row, "bag_id", BagKnownError(known[number])))
        elif number:
            seen[number] = told.row
    return faults


def read_row(reader: Reader, basis: VacancyBasis, addresses: AddressService) -> Told | None:
    """Return what a row tells; None, with what is wrong kept by column, where it cannot be."""
    before = len(reader.faults)
    name = reader.text("name")
    area = reader.number("area_m2", MOST_M2)
    for column, told in (("name", name), ("area_m2", area)):
        if not told and reader.row.cells.get(column) is None:
            reader.blame(column, FieldMissingError())
    place = place_of(reader, addresses)
    vacancy = vacancy_of(reader, area, basis)
    if len(reader.faults) > before or place is None or vacancy is None:
        return None
    return Told(reader.row.number, name, place, vacancy)


def vacancy_of(reader: Reader, area: Decimal | None, basis: VacancyBasis) -> Vacancy | None:
    """Return the vacancy of a row, None where its answers contradict each other."""
    told: dict[str, Any] = {name: reader.number(name, most) for name, most in LIMITS.items()}
    for name in PRICES:
        price = reader.number(name, MOST_EUR)
        told[name] = None if price is None else price.quantize(CENT)
    year = reader.number("built_year", Decimal(2200))
    since, start, until = (reader.day(one) for one in ("since", "available_from", "available_until"))
    try:
        building = Building(
            **told,
            bag_id=reader.text("bag_id", 24).replace(" ", ""),
            built_year=None if year is None else int(year),
        )
        available = Availability(start, until)
        return Vacancy(
            basis, since, available, area, reader.text("permitted_use"), public=False, building=building
        )
    except FlowsError as error:
        reader.blame(COLUMN_OF_ERROR.get(error.code, "name"), error)
        return None


COLUMN_OF_ERROR = {
    "premises.bag_id": "bag_id",
    "premises.free_area": "area_free_m2",
    "premises.empty_first": "available_from",
    "dates.order": "available_until",
    "value.out_of_range": "built_year",
}
"""In which column a contradiction is said."""


def place_of(reader: Reader, addresses: AddressService) -> Place | None:
    """Return where a row is: by its shape, its degrees or its address; None where none of them is right."""
    try:
        address = address_of(reader)
        if reader.row.has_shape:
            found = positions.picked(premises_sheets.position_in(reader.row))
        elif reader.row.cells.get("lon") is not None or reader.row.cells.get("lat") is not None:
            found = positions.picked(read_position(reader.text("lon"), reader.text("lat")))
        elif all(address):
            return positions.of_address(*address, addresses)
        else:
            raise FieldMissingError()
    except FlowsError as error:
        reader.blame(where_wrong(reader), error)
        return None
    street, town = reader.text("street"), reader.text("place", 80)
    return Place(found.position, found.precision, *address, street, town or found.place)


def where_wrong(reader: Reader) -> str:
    """Return in which column it is said that nobody knows where a row is."""
    if reader.row.has_shape:
        return "shape"
    return "lon" if reader.row.cells.get("lon") is not None else "postcode"


def address_of(reader: Reader) -> tuple[str, str]:
    """Return postcode and house number as they are kept, both empty where none was told."""
    postcode, number = reader.text("postcode", 12), reader.text("house_number", 12)
    return (
        read_postcode(postcode) if postcode else "",
        str(read_house_number(number)) if number else "",
    )
