"""Promises: what agreed exchanges leave of listings and plants, and whether a suggestion still fits in."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from circulair.services.actor import TOWN
from circulair.store import exchanges, processes
from circulair.store.exchanges import Standing
from circulair.store.records import ListingRecord, SuggestionRecord
from flows.exchanges import ProcessIdleError, occupy, promise
from flows.promises import ITS_YEAR, Agreement, Promise, Taken, amount_left, room, taken_in_year, taken_of
from flows.quantities import lasting
from flows.scoring import YEAR_DAYS
from flows.streams import Amount, Availability, Grade, Side, exactly


def amount_of(listing: ListingRecord) -> Amount | None:
    """Return all of a listing's amount, promised or not, None where nobody told it."""
    if listing.tonnes is None or listing.grade is None:
        return None
    return Amount(listing.tonnes, listing.grade, listing.recurring)


Through = tuple[tuple[str, Decimal | None], ...]
"""The processes on a way with their likely yields."""


@dataclass(frozen=True, slots=True)
class Book:
    """What is promised of listings and of plants, as it stands on a day."""

    today: date
    of_listings: Mapping[int, list[Promise]]
    of_processes: Mapping[str, list[Promise]]
    bound: frozenset[int]  # the listings in an exchange that has not ended

    def taken(self, listing: ListingRecord) -> Taken:
        """Return what is promised of a listing."""
        return self.taken_of(listing.id, recurring=listing.recurring)

    def taken_of(self, listing_id: int, *, recurring: bool) -> Taken:
        """Return what is promised of a listing: of a lot all that ever was, else what counts now."""
        promises = self.of_listings.get(listing_id, [])
        return taken_in_year(promises, self.today) if recurring else taken_of(promises)

    def taken_through(self, process: str) -> Taken:
        """Return what is promised of the capacity of a process."""
        return taken_in_year(self.of_processes.get(process, []), self.today)

    def left(self, listing: ListingRecord) -> Amount | None:
        """Return what nobody was promised yet of an offer, or what a need still lacks; None if unknown."""
        whole = amount_of(listing)
        return None if whole is None else self.left_of(listing.id, whole)

    def left_of(self, listing_id: int, amount: Amount) -> Amount:
        """Return what promises leave of the amount of a listing."""
        if listing_id not in self.of_listings:
            return amount
        return amount_left(amount, self.taken_of(listing_id, recurring=amount.recurring))

    def still_free(self, listing: ListingRecord) -> Decimal | None:
        """Return the likely tonnes that are left where something was promised, None where nothing was."""
        left = self.left(listing)
        if left is None or listing.tonnes_likely is None or left.tonnes.likely >= listing.tonnes_likely:
            return None
        return left.tonnes.likely

    def is_full(self, listing: ListingRecord) -> bool:
        """Return whether all of a listing is promised, for good: one-offs leave what is yearly to others."""
        if listing.tonnes_likely is None:
            return listing.side is Side.OFFER and listing.id in self.bound
        taken = self.taken(listing)
        return (taken.yearly if listing.recurring else taken.once) >= listing.tonnes_likely

    def with_line(self, wanted: "Wanted") -> "Book":
        """Return this book with a line entered as if it had been agreed today."""
        agreement = wanted.agreed_on(self.today)
        of_listings, of_processes = dict(self.of_listings), dict(self.of_processes)
        for number, promised in ((wanted.offer.id, agreement.of_offer), (wanted.need.id, agreement.of_need)):
            of_listings[number] = [*of_listings.get(number, []), promised]
        for process, promised in agreement.of_processes:
            of_processes[process] = [*of_processes.get(process, []), promised]
        bound = self.bound | {wanted.offer.id, wanted.need.id}
        return Book(self.today, of_listings, of_processes, bound)


def book(today: date, listing_ids: Collection[int] | None = None) -> Book:
    """Return what is promised of all listings or of those told, and of all plants."""
    return book_of(exchanges.standing(today - ITS_YEAR, listing_ids), today)


def book_of(standing: Iterable[Standing], today: date) -> Book:
    """Return what exchanges promise, each entered with its offer, its need and the plants on its way."""
    of_listings: dict[int, list[Promise]] = defaultdict(list)
    of_processes: dict[str, list[Promise]] = defaultdict(list)
    bound: set[int] = set()
    for one in standing:
        agreement = agreement_of(one)
        of_listings[one.offer_id].append(agreement.of_offer)
        of_listings[one.need_id].append(agreement.of_need)
        for process, promised in agreement.of_processes:
            of_processes[process].append(promised)
        bound |= set() if agreement.ended else {one.offer_id, one.need_id}
    return Book(today, of_listings, of_processes, frozenset(bound))


def agreement_of(one: Standing) -> Agreement:
    """Return a stored exchange as the domain sees it."""
    return Agreement(
        agreed=one.agreed,
        arriving=one.arriving,
        recurring=one.recurring,
        day=one.agreed_at.astimezone(TOWN).date(),
        ended=one.ended_on is not None,
        moved=one.moved,
        through=through_of(one.parts),
    )


def through_of(parts: str) -> Through:
    """Return the processes of a line with their likely yields, as the matcher told them."""
    passages = json.loads(parts)["through"] if parts else []
    return tuple((one["process"], one["share"] and Decimal(one["share"]["likely"])) for one in passages)


def recurs(offer: ListingRecord, need: ListingRecord) -> bool:
    """Return whether an exchange recurs: where an amount is not told, as the side that told one."""
    told = [listing.recurring for listing in (offer, need) if listing.typed_unit is not None]
    return bool(told) and all(told)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a line of a suggestion or a plan would promise, of what was counted on the day ``since``."""

    offer: ListingRecord
    need: ListingRecord
    leaving: Decimal | None
    arriving: Decimal | None
    through: Through
    since: date

    @property
    def recurring(self) -> bool:
        """Return whether the exchange would recur."""
        return recurs(self.offer, self.need)

    def agreed_on(self, day: date) -> Agreement:
        """Return what the exchange would rest on."""
        return Agreement(self.leaving, self.arriving, self.recurring, day, through=self.through)


def wanted_of(suggestion: SuggestionRecord) -> list[Wanted]:
    """Return what the lines of a suggestion would promise, as both sides are asked about them."""
    return [
        Wanted(
            line.offer,
            suggestion.need,
            line.taken_tonnes,
            line.tonnes_likely,
            through_of(line.parts) if line.processes else (),
            line.found_on,
        )
        for line in suggestion.lines
    ]


def ways_of(suggestion: SuggestionRecord) -> list[str]:
    """Return the codes of the processes on the ways of a suggestion."""
    return sorted({code for line in suggestion.lines for code in line.processes.split()})


def require_running(suggestion: SuggestionRecord) -> None:
    """Refuse a suggestion with a process on its way that does not run, and let none stop meanwhile."""
    ways = ways_of(suggestion)
    processes.locked(ways)
    for code in processes.idle(ways):
        raise ProcessIdleError(code)


def check_together(lines: Sequence[Wanted], today: date) -> None:
    """Refuse lines of which the sum does not fit into what others were not promised."""
    now = book(today, sorted({listing.id for one in lines for listing in (one.offer, one.need)}))
    for one in lines:
        check(one, now)
        now = now.with_line(one)


def check(wanted: Wanted, now: Book) -> None:
    """Refuse what others were promised: tonnes of the offer or to the need, capacity of a plant."""
    for listing, tonnes in ((wanted.offer, wanted.leaving), (wanted.need, wanted.arriving)):
        left = now.left(listing)
        if left is not None and tonnes is not None:
            days = days_left(listing, wanted.since)
            promise(room(left, days, recurring=wanted.recurring), Decimal(0), tonnes)
    if wanted.leaving is not None and wanted.through:
        check_capacity(wanted, now)


def check_capacity(wanted: Wanted, now: Book) -> None:
    """Refuse more than the plants on the way of a line can still take."""
    known = {record.code: record for record in processes.of_codes([code for code, _ in wanted.through])}
    for process, needed in wanted.agreed_on(now.today).of_processes:
        record = known.get(process)
        if record is not None and record.capacity_tonnes is not None:
            capacity = Amount(exactly(record.capacity_tonnes), Grade.DECLARED, recurring=True)
            left = amount_left(capacity, now.taken_through(process))
            occupy(process, room(left, YEAR_DAYS, recurring=wanted.recurring), needed.tonnes)


def days_left(listing: ListingRecord, since: date) -> int:
    """Return the days that a listing still lasts from a day, at most a year."""
    left = (listing.availability or Availability()).left_on(since)
    return 0 if left is None else lasting(left)
