"""Rows of a sheet: what each says as a draft of a listing, and what is wrong with it."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import cache, partial

from circulair.files.listing_cells import Cells, Fault
from circulair.files.listing_sheets import as_cells
from circulair.files.sheet_faults import CellWordError
from circulair.files.sheet_words import meaning, plain
from circulair.services import listing_states, listings, understanding
from circulair.services.actor import Actor
from circulair.services.faults import AddressUnknownError
from circulair.services.import_faults import (
    AddressHalfError,
    MaterialOpenError,
    MaterialUnknownError,
    PeriodMissingError,
    PlaceOpenError,
    PlaceUnknownError,
    UnitMissingError,
)
from circulair.services.listings import FARTHEST_KM, MOST_AMOUNT, WOOD_CLASSES, Draft
from circulair.services.positions import AddressService, Place, of_address
from circulair.store.records import (
    ImportRowRecord,
    ListingRecord,
    ListingSource,
    MaterialSource,
    PremisesRecord,
    RowState,
)
from flows.addresses import read_house_number, read_postcode
from flows.dates import still_to_come
from flows.distance import Position, Precision
from flows.errors import FlowsError
from flows.eural import normal_code, typed_code
from flows.law import YesNo
from flows.materials import LANGUAGES, load_materials
from flows.streams import Availability, Form, Quality, Side
from flows.texts import clean_line, clean_text
from flows.units import Quantity
from flows.weighing import MOST_KG

LONGEST_TITLE, LONGEST_REMARK = 120, 2000
NOBODY_KNOWS = "?"
"""What stands for the place of an address that nobody knows."""

MATERIAL_FAULTS = (MaterialOpenError, MaterialUnknownError)

Key = tuple[object, ...]
"""What makes two listings of an organisation the same: side, words, material, amount, last day, place."""


@dataclass(frozen=True, slots=True)
class Known:
    """What rows are read against: the sheet's language, the organisation's places and its living listings."""

    language: str
    organisation_id: int
    premises: tuple[PremisesRecord, ...]
    living: Mapping[Key, int]
    actor: Actor
    of_lma: bool = False


@dataclass(frozen=True, slots=True)
class Understood:
    """A row as it was understood: the listing it would make, and every fault in it.

    ``place`` is a place that the organisation does not have yet, ``existing`` the number of its own
    living listing that says the same.
    """

    row: ImportRowRecord
    title: str
    listing: ListingRecord | None
    faults: tuple[Fault, ...]
    place: Place | None = None
    place_name: str = ""
    existing: int = 0

    @property
    def state(self) -> RowState:
        """Return what the row comes to; one that says what an earlier row says counts with that one."""
        if self.row.twin:
            return RowState.DOUBLED
        if not self.faults:
            return RowState.EXISTING if self.existing else RowState.READY
        only_material = all(isinstance(fault.error, MATERIAL_FAULTS) for fault in self.faults)
        return RowState.UNSURE if only_material else RowState.FAULTY

    @property
    def question(self) -> str:
        """Return the code of what its owner is asked later, empty when nothing is missing."""
        return listing_states.missing_answer(self.listing) if self.listing is not None else ""


def understand(row: ImportRowRecord, known: Known) -> Understood:
    """Return what a row says; its material and its address were found out before.

    What an earlier row says already is not read again.
    """
    cells = Cells(as_cells(row.cells), known.language)
    title = title_of(cells)
    if row.twin:
        return Understood(row, title or "–", None, ())
    check_material(row, cells)
    premises_id, place = place_of(row, cells, known)
    draft = draft_of(What(title, row.material, premises_id), cells, known)
    listing = None
    if draft is not None:
        with cells.blaming("amount"):
            listing = listings.made_of(draft, known.organisation_id, known.actor)
    existing = known.living.get(key_of(listing), 0) if listing is not None and place is None else 0
    name = cells.text("premises")
    return Understood(row, title or "–", listing, tuple(cells.faults), place, name, existing)


def title_of(cells: Cells) -> str:
    """Return what a row says that it is."""
    text = cells.needed("title")
    with cells.blaming("title"):
        return clean_line(text, LONGEST_TITLE) if text else ""
    return ""


@dataclass(frozen=True, slots=True)
class What:
    """What a row is about and where."""

    title: str
    material: str
    premises_id: int


def draft_of(what: What, cells: Cells, known: Known) -> Draft | None:
    """Return the draft of a row, None where one of its cells has a fault."""
    side = cells.needed("side") and cells.word("side", "side")
    weight = cells.number("weight_kg", Decimal(0), MOST_KG, above=True)
    quantity = quantity_of(cells)
    told = partial(
        Draft,
        title=what.title,
        material=what.material,
        premises_id=what.premises_id,
        quantity=quantity,
        availability=availability_of(cells, known),
        quality=quality_of(what, cells),
        weight=None if quantity is None else understanding.weight_told(quantity.unit, weight),
        weight_unknown=weight is None,
        description=remark_of(cells),
        eural=eural_of(cells, known),
        contains_dangerous=YesNo(cells.word("dangerous", "yes_no") or YesNo.UNKNOWN),
        max_km=kilometres_of(cells),
        public=cells.word("public", "yes_no") == YesNo.YES,
        source=ListingSource.IMPORT,
    )
    return None if cells.faults else told(Side(side))


def eural_of(cells: Cells, known: Known) -> str:
    """Return the code of the waste list; an export of the LMA and Excel's numbers have no asterisk."""
    text = cells.code("eural")
    bare = known.of_lma or isinstance(cells.row.get("eural"), Decimal)
    with cells.blaming("eural"):
        return (normal_code if bare else typed_code)(text) if text else ""
    return ""


def quantity_of(cells: Cells) -> Quantity | None:
    """Return how much, None while nobody knows."""
    value = cells.number("amount", Decimal(0), MOST_AMOUNT, above=True)
    unit, period = cells.word("unit", "unit"), cells.word("period", "period")
    if value is None:
        return None
    for column, code, error in (("unit", unit, UnitMissingError), ("period", period, PeriodMissingError)):
        if not code and not cells.wrong(column):
            cells.fault(column, error())
    if cells.wrong("amount", "unit", "period"):
        return None
    with cells.blaming("amount"):
        return Quantity(value, unit, period)
    return None


def availability_of(cells: Cells, known: Known) -> Availability:
    """Return when it can be had or is wanted; what has no last day begins today at the latest."""
    start, today = cells.day("from"), known.actor.today
    until = cells.row.get("until")
    endless = isinstance(until, str) and meaning("no_end", until) is not None
    end = None if endless else cells.day("until")
    with cells.blaming("until"):
        return still_to_come(Availability(start or today if endless else start, end), today)
    return Availability()


def quality_of(what: What, cells: Cells) -> Quality:
    """Return form, purity and classes as far as they are told."""
    form = cells.word("form", "form")
    percents = [
        cells.number(column, Decimal(0), Decimal(100)) for column in ("contamination_pct", "moisture_pct")
    ]
    contamination, moisture = (None if one is None else float(one) for one in percents)
    classes = classes_of(cells)
    wooden = bool(what.material) and understanding.has_classes(what.material)
    return Quality(Form(form) if form else None, contamination, moisture, classes if wooden else ())


def classes_of(cells: Cells) -> tuple[str, ...]:
    """Return the classes of wood that a row names."""
    named = [one for one in re.split(r"[\s,;/+&]+", cells.text("classes").upper()) if one]
    with cells.blaming("classes"):
        for one in named:
            if one not in WOOD_CLASSES:
                raise CellWordError(one[:60], WOOD_CLASSES)
        return tuple(sorted(set(named)))
    return ()


def kilometres_of(cells: Cells) -> float | None:
    """Return how far away the other side may be."""
    km = cells.number("max_km", Decimal(0), Decimal(FARTHEST_KM), above=True)
    return None if km is None else float(km)


def remark_of(cells: Cells) -> str:
    """Return what else a row says."""
    with cells.blaming("remark"):
        return clean_text(cells.text("remark"), LONGEST_REMARK)
    return ""


def check_material(row: ImportRowRecord, cells: Cells) -> None:
    """Ask for the material where neither the row nor anybody else says it clearly."""
    if row.material in load_materials():
        return
    told = cells.text("material")
    if not cells.wrong("material"):
        cells.fault("material", MaterialUnknownError(told[:60]) if told else MaterialOpenError())


def material_of(text: str, language: str) -> tuple[str, MaterialSource]:
    """Return the material of a row's cells, and how it is known: told by its name, or understood of words."""
    cells = Cells(as_cells(text), language)
    told = cells.text("material")
    if told and (slug := material_named(told, language)):
        return slug, MaterialSource.TOLD
    slug = understanding.sure(understanding.candidates(told or cells.text("title"), language)) or ""
    return slug, MaterialSource.UNDERSTOOD if slug else MaterialSource.UNKNOWN


def material_named(text: str, language: str) -> str:
    """Return the material with this name or slug, in the sheet's language first; empty if there is none."""
    for one in (language, *LANGUAGES):
        if slug := names_of(one).get(plain(text)):
            return slug
    return ""


@cache
def names_of(language: str) -> dict[str, str]:
    """Return the materials by slug and by name in a language, more general ones first."""
    found = {plain(material.slug): material.slug for material in load_materials()}
    for material in sorted(load_materials(), key=lambda one: len(load_materials().line(one.slug))):
        found.setdefault(plain(material.name(language)), material.slug)
    return found


def words_of(text: str, language: str) -> str:
    """Return what rows share that mean the same material: their words, and the material they name."""
    cells = Cells(as_cells(text), language)
    return plain(f"{cells.text('material')} {cells.text('title')}")[:LONGEST_TITLE]


def place_of(row: ImportRowRecord, cells: Cells, known: Known) -> tuple[int, Place | None]:
    """Return the number of the place where a row's listing is, or a new place."""
    name = cells.text("premises")
    for one in known.premises:
        if name and plain(one.name) == plain(name):
            return one.id, None
    address = address_of(cells)
    if address is not None:
        return addressed(row, cells, known, address)
    if cells.wrong("premises", "postcode", "house_number"):
        return 0, None
    if name:
        cells.fault("premises", PlaceUnknownError(name[:60], tuple(one.name for one in known.premises[:6])))
    elif len(known.premises) == 1:
        return known.premises[0].id, None
    else:
        cells.fault("premises", PlaceOpenError())
    return 0, None


def address_of(cells: Cells) -> tuple[str, str] | None:
    """Return postcode and house number as they are kept, None where a row has none or a wrong one."""
    postcode, house_number = cells.text("postcode"), cells.text("house_number")
    if not postcode and not house_number:
        return None
    if not postcode or not house_number:
        cells.fault("house_number" if postcode else "postcode", AddressHalfError())
        return None
    kept: list[str] = []
    with cells.blaming("postcode"):
        kept.append(read_postcode(postcode))
    with cells.blaming("house_number"):
        kept.append(str(read_house_number(house_number)))
    return (kept[0], kept[1]) if len(kept) == 2 else None


def addressed(
    row: ImportRowRecord, cells: Cells, known: Known, address: tuple[str, str]
) -> tuple[int, Place | None]:
    """Return the organisation's own place at an address, or what the address service said of it."""
    for one in known.premises:
        if (one.postcode, one.house_number) == address:
            return one.id, None
    if row.place in ("", NOBODY_KNOWS):
        cells.fault("postcode", AddressUnknownError())
        return 0, None
    return 0, kept_place(row.place)


def asked_address(text: str, known: Known) -> tuple[str, str] | None:
    """Return the address of a row's cells that the service has to be asked for, None where it need not."""
    cells = Cells(as_cells(text), known.language)
    name = plain(cells.text("premises"))
    address = address_of(cells)
    own = any(
        (one.postcode, one.house_number) == address or plain(one.name) == name for one in known.premises
    )
    return None if own else address


def found_place(address: tuple[str, str], service: AddressService) -> str:
    """Return what the service says of an address, as it is kept with a row."""
    try:
        place = of_address(*address, service)
    except FlowsError:
        return NOBODY_KNOWS
    return json.dumps(asdict(place), sort_keys=True)


def kept_place(text: str) -> Place:
    """Return the place that was kept with a row."""
    told = json.loads(text)
    position, precision = Position(**told.pop("position")), Precision(told.pop("precision"))
    return Place(position, precision, **told)


def key_of(listing: ListingRecord) -> Key:
    """Return what makes a listing the same as another of its organisation."""
    amount = (listing.typed_value, listing.typed_unit, listing.typed_period)
    return (
        *(listing.side, plain(listing.title), listing.material),
        *(*amount, listing.end, listing.premises_id),
    )


def keys_of(living: Sequence[tuple[object, ...]]) -> dict[Key, int]:
    """Return an organisation's living listings by what makes them the same, the oldest of equals."""
    found: dict[Key, int] = {}
    for number, side, title, *rest in living:
        found.setdefault((side, plain(str(title)), *rest), int(str(number)))
    return found
