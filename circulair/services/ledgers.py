"""Ledgers: what is stored, as entries of the two ledgers in which each tonne stands once."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from circulair.services import promises
from circulair.services.actor import TOWN
from circulair.services.promises import Book
from circulair.store import ledgers as store
from circulair.store.collection import ENDED
from circulair.store.ledgers import EndRow, FlowRow, ListedRow
from circulair.store.records import MATCHABLE
from flows.collection import paid_a_tonne
from flows.distance import Position
from flows.ledger import Claim, End, Entry, Ledger, Offered, Way, fitted, scaled
from flows.organisations import Kind
from flows.promises import amount_left, room
from flows.quantities import in_days, lasting
from flows.scoring import YEAR_DAYS
from flows.streams import Amount, Grade, Range, exactly
from maps.reading import neighbourhood_of

RECYCLERS = (Kind.RECYCLER, Kind.HUB)
"""Kinds that are primarily recyclers, so that they do not count among Chertow's three."""

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Potential:
    """What open suggestions could move within a year; ``untold`` is how many of them tell no weight.

    ``offers`` is what each open offer still has for that year.
    """

    entries: tuple[Entry, ...]
    untold: int
    offers: tuple["Supply", ...]


@dataclass(frozen=True, slots=True)
class Supply:
    """An offer as the whole that shares are of: its material, its giver's sector and place, how much."""

    material: str
    sector: str
    place: str
    offered: Offered


def confirmed(until: date) -> tuple[Entry, ...]:
    """Return the entries of what both sides confirmed up to a day, in order of delivery."""
    rows = store.confirmed(until)
    prices = prices_of(rows)
    return tuple(
        entry_of(row, Ledger.CONFIRMED, exactly(row.tonnes), prices.get(row.offer_id))
        for row in rows
        if row.tonnes is not None
    )


def potential(today: date) -> Potential:
    """Return what open suggestions could move in the year from a day, each tonne of an offer once.

    The best scored is served first; no offer gives, no need takes and no plant passes more than it has left.
    """
    rows = store.possible()
    told = [row for row in rows if row.tonnes is not None and row.arriving[1] is not None]
    listed = store.listed({number for row in told for number in (row.offer_id, row.need_id)})
    now = promises.book(today)
    left = {number: room_of(one, now, today) for number, one in listed.items()}
    rooms = {f"listing {number}": tonnes for number, tonnes in left.items() if tonnes is not None}
    got = fitted([claim_of(row, listed, today) for row in told], rooms | capacities_left(now))
    prices = prices_of(told)
    taken = [(row, got[key_of(row, Ledger.POTENTIAL)]) for row in told]
    entries = tuple(
        entry_of(row, Ledger.POTENTIAL, leaving(row, tonnes), prices.get(row.offer_id))
        for row, tonnes in taken
        if tonnes > 0
    )
    return Potential(entries, len(rows) - len(told), offers_left(now, today))


def offers_left(now: Book, today: date) -> tuple[Supply, ...]:
    """Return what each open offer still has for the year from a day, where its weight is known."""
    found = ((one, room_of(one, now, today)) for one in store.offered() if one.state in MATCHABLE)
    return tuple(
        supply_of(one, Offered(one.id, tonnes, recurring=False, first=today, last=None))
        for one, tonnes in found
        if tonnes is not None
    )


def room_of(listing: ListedRow, now: Book, today: date) -> Decimal | None:
    """Return the tonnes that a listing still has for the year from a day, None where nobody told."""
    if listing.amount is None:
        return None
    left = listing.availability.left_on(today)
    days = 0 if left is None else lasting(left)
    return room(now.left_of(listing.id, listing.amount), days, recurring=False)


def capacities_left(now: Book) -> dict[str, Decimal]:
    """Return the tonnes that each plant can still take in a year, where its capacity is known."""
    found = {}
    for code, tonnes in store.capacities().items():
        capacity = Amount(exactly(tonnes), Grade.DECLARED, recurring=True)
        left = amount_left(capacity, now.taken_through(code))
        found[f"process {code}"] = room(left, YEAR_DAYS, recurring=False)
    return found


def claim_of(row: FlowRow, listed: Mapping[int, ListedRow], today: date) -> Claim:
    """Return what a line would take of its offer, its need and the plants on its way in a year from a day."""
    offer, need = listed[row.offer_id], listed[row.need_id]
    both = offer.availability.together(need.availability)
    left = None if both is None else both.left_on(today)
    days = 0 if left is None else lasting(left)
    tonnes = row.tonnes or NOTHING
    passing, kept = [], Decimal(1)
    for process, share in way_of(row).through:
        passing.append((f"process {process}", kept))
        kept *= NOTHING if share is None else share
    return Claim(
        key=key_of(row, Ledger.POTENTIAL),
        score=row.score,
        tonnes=in_days(tonnes, days) if row.recurring and days < YEAR_DAYS else tonnes,
        takes=((f"listing {row.offer_id}", Decimal(1)), (f"listing {row.need_id}", kept), *passing),
    )


def leaving(row: FlowRow, likely: Decimal) -> Range:
    """Return a range of what leaves with this likely value, its ends as far off as those of what arrives."""
    low, middle, high = (value or NOTHING for value in row.arriving)
    return scaled(Range(low, middle, high), likely)


def key_of(row: FlowRow, ledger: Ledger) -> str:
    """Return the name for good of an entry."""
    return f"{'delivery' if ledger is Ledger.CONFIRMED else 'line'} {row.number}"


def entry_of(row: FlowRow, ledger: Ledger, tonnes: Range, euros: Decimal | None) -> Entry:
    """Return a row as an entry; what both sides confirmed was weighed."""
    is_confirmed = ledger is Ledger.CONFIRMED
    return Entry(
        key=key_of(row, ledger),
        ledger=ledger,
        tonnes=tonnes,
        grade=Grade.MEASURED if is_confirmed else row.grade or Grade.ASSUMED,
        way=way_of(row),
        giver=end_of(row.giver),
        receiver=end_of(row.receiver),
        offer=row.offer_id,
        source=row.source,
        day=row.day if is_confirmed else None,
        euros_a_tonne=euros,
    )


def way_of(row: FlowRow) -> Way:
    """Return the way of a row as it was found; where nothing was kept of a process, its yield is unknown."""
    steps = json.loads(row.parts)["through"] if row.parts else []
    through = tuple(
        (step["process"], step["share"] and Decimal(step["share"]["likely"])) for step in steps
    ) or tuple((process, None) for process in row.processes.split())
    arriving = steps[-1]["gives"] if steps else row.given
    return Way(row.given, arriving, row.strategy, through, row.km)


def end_of(row: EndRow) -> End:
    """Return one end of a flow; in the region is whoever is in a neighbourhood of the municipality."""
    place = neighbourhood_at(row.lon, row.lat)
    return End(
        organisation=str(row.organisation_id),
        name=row.name,
        sector=row.sector,
        place=place,
        inside=bool(place),
        recycles=row.kind in RECYCLERS,
    )


@lru_cache(maxsize=10_000)
def neighbourhood_at(lon: float, lat: float) -> str:
    """Return the name of the neighbourhood at a place, empty outside the municipality."""
    found = neighbourhood_of(Position(lon, lat))
    return "" if found is None else found[1]


def process_names() -> dict[str, dict[str, str]]:
    """Return the names of processes by code and language."""
    return {code: {"nl": nl, "en": en, "de": de} for code, nl, en, de in store.process_names()}


def prices_of(rows: Iterable[FlowRow]) -> dict[int, Decimal]:
    """Return the euros a tonne that givers told to pay for collection now, by offer."""
    told = store.paid({row.offer_id for row in rows})
    listed = store.listed(told.keys())
    found = {number: paid_a_tonne(one, listed[number].amount) for number, one in told.items()}
    return {number: euros for number, euros in found.items() if euros is not None}


def offers_that_were() -> tuple[Supply, ...]:
    """Return every offer with a weight and from when to when it was there, whatever became of it."""
    return tuple(supply_of(one, offered_of(one)) for one in store.offered() if one.likely is not None)


def offered_of(one: ListedRow) -> Offered:
    """Return how much an offer came to: from its registration or first day until its last or its end."""
    registered = one.created_at.astimezone(TOWN).date()
    ended = one.changed_at.astimezone(TOWN).date() if one.state in ENDED else None
    last = min((day for day in (one.end, ended) if day is not None), default=None)
    first = max(registered, one.start or registered)
    return Offered(one.id, one.likely or NOTHING, one.recurring, first, last)


def supply_of(one: ListedRow, offered: Offered) -> Supply:
    """Return an offer with what it is sorted by."""
    return Supply(one.material, one.sector, neighbourhood_at(one.lon, one.lat), offered)
