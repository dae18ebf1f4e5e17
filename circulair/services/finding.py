"""Finding: the best partners of a listing, from plain columns; objects are made of those few only."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice

from circulair.services import promises
from circulair.services.promises import Book
from circulair.store import matchable, processes
from circulair.store.matchable import Wanted
from circulair.store.records import MATCHABLE, ListingRecord, ProcessRecord
from flows import matching
from flows.conditions import By, Conditions, gate
from flows.distance import Position, box_around
from flows.engine.columns import Measure, Ways, Words, measure_of, routes_of, ways_of
from flows.engine.columns import Side as Columns
from flows.engine.judging import judge
from flows.engine.standing import ID, MICRO, Bare, Left, Row, day_number, side_of_rows
from flows.materials import load_materials
from flows.processes import Output, Process, Yield
from flows.promises import process_left
from flows.scoring import billionths
from flows.streams import GRAM, Amount, Availability, Grade, Need, Offer, Quality, Side, exactly

MOST = 10
"""Suggestions that one listing makes at most, so that the queue stays readable: of its best pairs, leaving
out those that somebody declined or that were agreed before."""

LEAST_SCORE = 0.4
"""Below this a find is not worth anybody's time."""

Pair = tuple[int, int]
"""The numbers of a need and an offer."""

Found = dict[int, list[matching.Match]]
"""The matches of listings by their numbers, each listing's best first."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What all matches of a day rest on: what is promised, and the routes between materials."""

    now: Book
    routes: matching.Routes
    settings: matching.Settings
    conditions: By

    @property
    def is_open(self) -> matching.Open:
        """Return what tells whether no process on a route surely refuses an offer."""
        return gate(self.conditions)


@dataclass(frozen=True, slots=True)
class Field:
    """The listings among which partners are looked for, as columns, with the routes to them."""

    numbers: Sequence[int]
    columns: Columns
    words: Words
    ways: Ways
    measure: Measure


def ground(today: date) -> Ground:
    """Return what is promised today, and the routes through processes that have capacity left."""
    now = promises.book(today)
    settings = matching.Settings(today=today)
    known = processes.everything()
    routes = matching.Routes(left_of_processes(known, now), load_materials(), settings.max_steps)
    return Ground(now, routes, settings, conditions_by_code(known))


def conditions_by_code(known: Iterable[ProcessRecord]) -> dict[str, Conditions]:
    """Return the conditions of those registered processes that set any, by their codes."""
    found = {one.code: conditions_of(one) for one in known}
    return {code: conditions for code, conditions in found.items() if conditions}


def conditions_of(record: ProcessRecord) -> Conditions:
    """Return the conditions of one registered process."""
    return Conditions(frozenset(record.eural.split()), record.minimum_tonnes, record.limits)


def best(listing: ListingRecord, here: Ground, without: Collection[Pair] = ()) -> list[matching.Match]:
    """Return the best matches of a listing, those of some pairs left out; none if it cannot be matched."""
    if listing.state not in MATCHABLE:
        return []
    wanted = may_fit(listing, here)
    return best_in(field_of(wanted, {listing.material}, here), listing, here, without)


def search(new: Sequence[ListingRecord], organisation_id: int, today: date) -> Found:
    """Return the matches of new listings of one organisation, all looked for at once; store nothing."""
    here = ground(today)
    found: Found = {listing.id: [] for listing in new}
    for side in Side:
        own = [one for one in new if one.side is side and one.state in MATCHABLE]
        materials = {one.material for one in own}
        wanted = Wanted(opposite(side), partners(materials, side, here.routes), organisation_id, today)
        field = field_of(wanted, materials, here)
        found |= {listing.id: best_in(field, listing, here) for listing in own}
    return found


def partners(own: Collection[str], side: Side, routes: matching.Routes) -> frozenset[str]:
    """Return the materials that listings of the other side must have to fit any of one's own."""
    look = routes.wanted_for if side is Side.OFFER else routes.offered_for
    return frozenset().union(*(look(material) for material in own))


def may_fit(listing: ListingRecord, here: Ground) -> Wanted:
    """Return which listings may fit one: of a material that a route reaches, in its days and its radius."""
    box = None
    if listing.max_km is not None:
        box = box_around(listing.premises.position, listing.max_km / here.settings.detour)
    return Wanted(
        opposite(listing.side),
        partners({listing.material}, listing.side, here.routes),
        listing.organisation_id,
        here.now.today,
        listing.start,
        listing.end,
        box,
    )


def field_of(wanted: Wanted, own: Collection[str], here: Ground) -> Field:
    """Read the listings that may fit, with the routes between them and one's own materials."""
    rows, words = matchable.rows(wanted), Words.new()
    columns = side_of_rows(rows, words, wanted.today, left_of(rows, here.now))
    standing = set(words.materials.numbers)
    offered, needed = (standing, own) if wanted.side is Side.OFFER else (own, standing)
    ways = ways_of(list(routes_of(here.routes, offered, needed)), words, here.settings.detour)
    return Field([row[ID] for row in rows], columns, words, ways, measure_of(here.settings))


def left_of(rows: Iterable[Bare], now: Book) -> dict[int, Left]:
    """Return what promises leave of the listings of which something is promised."""
    left = {}
    for row in (Row._make(bare) for bare in rows if bare[ID] in now.of_listings):
        if row.grams is not None:
            tonnes = exactly(Decimal(row.grams) / MICRO)
            amount = now.left_of(row.id, Amount(tonnes, Grade.DECLARED, bool(row.recurring)))
            left[row.id] = Left(float(amount.tonnes.likely), float(amount.taken_once))
    return left


def best_in(
    field: Field, listing: ListingRecord, here: Ground, without: Collection[Pair] = ()
) -> list[matching.Match]:
    """Return the best matches of one listing with those of a field, the best first.

    They come in the order of what they score where every process takes them, which is the most that they can
    score; so that whatever comes after the last that is kept cannot be better.
    """
    found: list[matching.Match] = []
    ranked = (one for one in in_order(field, listing, here) if pair_of(listing, one.number) not in without)
    while places := list(islice(ranked, MOST)):
        if len(found) == MOST and places[0].most + 1 < billionths(found[-1].score):
            break
        matches = exact(listing, [one.number for one in places], here)
        found += [match for match in matches if match is not None and is_good(match)]
        if here.conditions:
            found = sorted(found, key=rank)[:MOST]
        elif len(found) >= MOST:
            break
    return found[:MOST]


def rank(match: matching.Match) -> tuple[int, str, str]:
    """Return the key that puts the matches of a listing in order: the best first, then by number as text."""
    return -billionths(match.score), match.need, match.offer


@dataclass(frozen=True, slots=True)
class Likely:
    """One that fits a listing, and the most billionths that the two can score."""

    number: int
    most: int


def in_order(field: Field, listing: ListingRecord, here: Ground) -> Iterator[Likely]:
    """Yield those that fit a listing, the best first, as ``flows.matching`` ranks them on open ways."""
    now, offers_wanted = here.now, listing.side is Side.NEED
    row = row_of(listing)
    seeker = side_of_rows([row], field.words, now.today, left_of([row], now))
    judged = judge(seeker, field.columns, field.ways, field.measure, seeks_offers=offers_wanted)

    def exactly_judged(place: int) -> int:
        [match] = exact(listing, [field.numbers[place]], here)
        return -1 if match is None else billionths(match.score)

    for place in judged.best_first(field.columns.id, exactly_judged, LEAST_SCORE):
        yield Likely(field.numbers[place], billionths(float(judged.score[place])))


def row_of(listing: ListingRecord) -> Row:
    """Return a listing as a query would."""
    amount = None if listing.grade is None else listing.tonnes_likely
    return Row(
        listing.id, listing.organisation_id, listing.material,
        None if amount is None else int(amount * MICRO), listing.recurring, day_number(listing.start),
        day_number(listing.end), listing.contamination_pct, listing.moisture_pct, listing.form,
        listing.classes, listing.max_km, listing.premises.lon, listing.premises.lat,
    )  # fmt: skip


def exact(listing: ListingRecord, numbers: Sequence[int], here: Ground) -> Iterator[matching.Match | None]:
    """Yield the matches of a listing with others in their order, None where they do not fit."""
    known = {one.id: one for one in matchable.of_numbers(numbers)}
    for number in numbers:
        yield match_of(listing, known[number], here) if number in known else None


def match_of(listing: ListingRecord, other: ListingRecord, here: Ground) -> matching.Match | None:
    """Return the match of two listings, None where they do not fit or cannot be matched now."""
    if listing.state not in MATCHABLE or other.state not in MATCHABLE:
        return None
    one, two = stream_of(listing, here.now), stream_of(other, here.now)
    offer, need = (one, two) if isinstance(one, Offer) else (two, one)
    if not (isinstance(offer, Offer) and isinstance(need, Need)):
        return None
    return matching.of_pair(offer, need, here.routes, here.settings, here.is_open)


def good_match(listing: ListingRecord, other: ListingRecord, here: Ground) -> matching.Match | None:
    """Return the match of two listings if it is worth somebody's time."""
    match = match_of(listing, other, here)
    return match if match is not None and is_good(match) else None


def is_good(match: matching.Match) -> bool:
    """Return whether a match is worth somebody's time: of a gram at least, or of nobody knows how much."""
    moves = match.tonnes is None or match.tonnes.likely >= GRAM
    return match.score >= LEAST_SCORE and moves


def pair_of(listing: ListingRecord, other: int) -> Pair:
    """Return the numbers of the need and the offer of a listing and another."""
    return (other, listing.id) if listing.side is Side.OFFER else (listing.id, other)


def opposite(side: Side) -> Side:
    """Return the other side."""
    return Side.NEED if side is Side.OFFER else Side.OFFER


def stream_of(listing: ListingRecord, now: Book) -> Offer | Need:
    """Return a listing as the matcher sees it, with what is not promised yet."""
    kind = Offer if listing.side is Side.OFFER else Need
    return kind(
        id=str(listing.id),
        material=listing.material,
        amount=now.left(listing),
        availability=listing.availability or Availability(),
        quality=Quality(
            listing.form, listing.contamination_pct, listing.moisture_pct, tuple(listing.classes.split())
        ),
        position=listing.premises.position,
        max_km=listing.max_km,
        organisation=str(listing.organisation_id),
        eural=listing.eural,
    )


def known_processes(now: Book) -> tuple[Process, ...]:
    """Return the registered processes as the matcher sees them, with the capacity that is left."""
    return left_of_processes(processes.everything(), now)


def left_of_processes(known: Iterable[ProcessRecord], now: Book) -> tuple[Process, ...]:
    """Return some registered processes as the matcher sees them, with the capacity that is left."""
    left = (process_left(process_of(one), now.taken_through(one.code)) for one in known)
    return tuple(process for process in left if process is not None)


def process_of(record: ProcessRecord) -> Process:
    """Return one registered process as a value."""
    position = None if record.lon is None or record.lat is None else Position(record.lon, record.lat)
    return Process(
        code=record.code,
        takes=tuple(taken.material for taken in record.takes),
        gives=tuple(
            Output(
                given.material,
                None
                if given.yield_low is None or given.yield_likely is None or given.yield_high is None
                else Yield(given.yield_low, given.yield_likely, given.yield_high),
                given.strategy,
            )
            for given in record.gives
        ),
        status=record.status,
        capacity_tonnes=record.capacity_tonnes,
        position=position,
    )
