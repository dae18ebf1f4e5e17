"""What the program does for an import, a step at a time: read its rows, make its listings, match them.

Each step is prepared in a transaction that only reads, however long that takes, and kept in a short one
that writes. Whoever finds the import changed in between keeps nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from circulair.services import finding, import_rows, imports, listings, matching, organisations
from circulair.services.actor import Actor, Role
from circulair.services.finding import Found
from circulair.services.import_rows import Known, Understood, understand
from circulair.services.positions import AddressService, Place
from circulair.store import imports as store
from circulair.store import listings as listing_store
from circulair.store import trail
from circulair.store.records import (
    MATCHABLE,
    UNDER_WAY,
    ImportRecord,
    ImportRowRecord,
    ImportState,
    ListingRecord,
    MaterialSource,
    RowState,
)

ROWS_READ, LISTINGS_STORED, LISTINGS_MATCHED, LISTINGS_WITHDRAWN = 200, 500, 20, 40
"""How much one step takes: a writing transaction of one of these lasts about a second."""

Address = tuple[str, str]


@dataclass(frozen=True, slots=True)
class NewPlace:
    """A place that comes with a sheet: what it is called, and where it is."""

    name: str
    place: Place


@dataclass(slots=True)
class Prepared:
    """What one step found out, for the state in which the import was: only its own part is filled."""

    state: ImportState
    rows: list[dict[str, object]] = field(default_factory=list)
    listings: list[tuple[ListingRecord, NewPlace | None]] = field(default_factory=list)
    faulty: bool = False
    numbers: Sequence[int] = ()
    found: Found = field(default_factory=dict)


def actor_of(record: ImportRecord, now: datetime) -> Actor:
    """Return whoever asked for an import, as they act now."""
    return Actor(now, Role.MEMBER, record.person_id, record.organisation_id)


def prepare(import_id: int, now: datetime, service: AddressService) -> Prepared:
    """Find out what the next step of an import comes to; store nothing."""
    record = store.one(import_id)
    prepared = Prepared(ImportState.DONE if record is None else record.state)
    if record is None:
        return prepared
    if record.state is ImportState.READING:
        prepared.rows = looked_at(record, now, service)
    elif record.state is ImportState.CONFIRMED:
        make(record, now, prepared)
    elif record.state is ImportState.MATCHING:
        prepared.numbers = store.listings_after(import_id, record.through, LISTINGS_MATCHED)
        new = [one for number in prepared.numbers if (one := listing_store.one(number)) is not None]
        prepared.found = finding.search(new, record.organisation_id, actor_of(record, now).today)
    elif record.state is ImportState.WITHDRAWING:
        prepared.numbers = store.listings_after(import_id, record.through, LISTINGS_WITHDRAWN)
    return prepared


def keep(import_id: int, prepared: Prepared, now: datetime) -> None:
    """Store what a step found out, unless somebody changed the import in between."""
    record = store.locked(import_id)
    if record is None or record.state is not prepared.state or record.state not in UNDER_WAY:
        return
    KEEPERS[record.state](record, prepared, actor_of(record, now))
    record.changed_at, record.leased_until, record.failed = now, None, ""


def finish(record: ImportRecord, now: datetime, service: AddressService) -> None:
    """Do at once all that is to be done for an import."""
    while record.state in UNDER_WAY:
        keep(record.id, prepare(record.id, now, service), now)


def looked_at(record: ImportRecord, now: datetime, service: AddressService) -> list[dict[str, object]]:
    """Return what the next rows of a sheet come to: their material, their place and their state."""
    known = imports.known_of(record, actor_of(record, now))
    places: dict[Address, str] = {}
    waiting = store.rows_in(record.id, [RowState.WAITING], ROWS_READ)
    return [found_out(row, known, places, service) for row in waiting]


def found_out(
    row: ImportRowRecord, known: Known, places: dict[Address, str], service: AddressService
) -> dict[str, object]:
    """Return the columns of one row that are found out; each address is asked for once."""
    material, source = row.material, row.material_source
    if source is not MaterialSource.CHOSEN:
        material, source = import_rows.material_of(row.cells, known.language)
    place, address = row.place, import_rows.asked_address(row.cells, known)
    if address is not None and not place:
        place = places.get(address) or import_rows.found_place(address, service)
        places[address] = place
    told = {"material": material, "material_source": source, "place": place}
    key = {"import_id": row.import_id, "number": row.number}
    understood = understand(ImportRowRecord(**key, **told, cells=row.cells, twin=row.twin), known)
    return {**key, **told, "state": understood.state}


def keep_rows(record: ImportRecord, prepared: Prepared, _actor: Actor) -> None:
    """Store what rows came to; when none is left, the sheet waits for its owner."""
    store.keep_rows(prepared.rows)
    waiting = store.count_rows(record.id).get(RowState.WAITING, 0)
    record.done = record.rows - waiting
    if not waiting:
        record.state = ImportState.CHECKED


def make(record: ImportRecord, now: datetime, prepared: Prepared) -> None:
    """Make the listings of a sheet, or find that it no longer holds: a day has passed, a place is gone."""
    known = imports.known_of(record, actor_of(record, now))
    for row in ready_rows(record.id):
        understood = understand(row, known)
        if understood.listing is None:
            prepared.faulty = True
            prepared.listings.clear()
            return
        if not understood.existing:
            prepared.listings.append((understood.listing, new_place(understood)))


def ready_rows(import_id: int) -> Iterator[ImportRowRecord]:
    """Yield the rows that become listings, some hundreds at a time."""
    offset = 0
    while rows := store.rows_in(import_id, [RowState.READY], LISTINGS_STORED, offset):
        yield from rows
        offset += len(rows)


def new_place(understood: Understood) -> NewPlace | None:
    """Return the place that comes with a row, called as the row says or after its address."""
    place = understood.place
    if place is None:
        return None
    address = f"{place.street or place.postcode} {place.house_number}"
    return NewPlace((understood.place_name or address)[:120], place)


def keep_listings(record: ImportRecord, prepared: Prepared, actor: Actor) -> None:
    """Store the listings of a sheet, all of them or none, and forget its rows."""
    if prepared.faulty:
        look_again(record)
        return
    places: dict[Address, int] = {}
    for listing, new in prepared.listings:
        if new is not None:
            listing.premises_id = placed(new, places, actor)
    for start in range(0, len(prepared.listings), LISTINGS_STORED):
        chunk = [listing for listing, _new in prepared.listings[start : start + LISTINGS_STORED]]
        numbers = listing_store.add_all(chunk)
        store.link(record.id, numbers)
        note(record, numbers, actor)
    told = {"listings": str(len(prepared.listings)), "sha256": record.digest}
    trail.append(trail.Act("import.taken", "import", record.id, told), actor.person_id, actor.now)
    store.forget_rows(record.id)
    record.listings, record.done, record.through = len(prepared.listings), 0, 0
    record.state = ImportState.MATCHING if prepared.listings else ImportState.DONE


def look_again(record: ImportRecord) -> None:
    """Let a sheet that no longer holds be read anew, so that its owner sees why."""
    rows = store.rows_in(record.id, tuple(RowState), record.rows)
    key = {"import_id": record.id, "state": RowState.WAITING}
    store.keep_rows([{**key, "number": row.number} for row in rows])
    record.state, record.done = ImportState.READING, 0


def placed(new: NewPlace, places: dict[Address, int], actor: Actor) -> int:
    """Return the number of a place that comes with a sheet, added when it is met first."""
    address = (new.place.postcode, new.place.house_number)
    if address not in places:
        places[address] = organisations.add_premises(new.name, new.place, actor).id
    return places[address]


def note(record: ImportRecord, numbers: Sequence[int], actor: Actor) -> None:
    """Note in the trail that listings came with an import."""
    told = {"import": str(record.id)}
    acts = [trail.Act("listing.registered", "listing", number, told) for number in numbers]
    trail.append_all(acts, actor.person_id, actor.now)


def keep_matches(record: ImportRecord, prepared: Prepared, actor: Actor) -> None:
    """Put the matches of some listings before the hub team."""
    matching.suggest_found(prepared.found, actor)
    go_on(record, prepared, ImportState.DONE)


def take_back(record: ImportRecord, prepared: Prepared, actor: Actor) -> None:
    """Withdraw some listings of an import; what is reserved, fulfilled or over stays as it is."""
    for listing in listing_store.locked(prepared.numbers):
        if listing.state in MATCHABLE:
            listings.withdraw(listing.id, actor)
    go_on(record, prepared, ImportState.WITHDRAWN)


def go_on(record: ImportRecord, prepared: Prepared, end: ImportState) -> None:
    """Count what was dealt with; when nothing is left, the state is over."""
    record.done += len(prepared.numbers)
    if prepared.numbers:
        record.through = prepared.numbers[-1]
    if record.done >= record.listings or not prepared.numbers:
        record.state = end


KEEPERS = {
    ImportState.READING: keep_rows,
    ImportState.CONFIRMED: keep_listings,
    ImportState.MATCHING: keep_matches,
    ImportState.WITHDRAWING: take_back,
}
"""What keeps a step, by the state in which the import is."""
