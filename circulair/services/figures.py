"""Figures of both ledgers for the hub: the whole and its parts, each with all that it was reckoned from."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from circulair.services import ledgers
from circulair.services.actor import Actor, require_hub
from circulair.services.ledgers import Supply
from flows import ledger
from flows.effects import Case, Input, NoEffect, Spread, case_of
from flows.engine.draws import spread_of
from flows.factors import Factor, FactorBook, load_factors
from flows.indicators import Moved, diverted_share, local_loop_closure
from flows.ledger import Balance, Entry, Ledger
from flows.materials import load_materials
from flows.networks import Component, Link, NetworkMeasures, components, measures, recycling_rate
from flows.quarters import Quarter, from_to, quarter_of
from flows.streams import Range

YEAR = timedelta(days=365)

Days = tuple[date, date]


class Facet(StrEnum):
    """By what the tonnes are parted."""

    GROUP = "group"
    SECTOR = "sector"
    PLACE = "place"
    PERIOD = "period"


KEYS: dict[Facet, Callable[[Entry], str]] = {
    Facet.GROUP: lambda entry: load_materials().line(entry.way.given)[-1],
    Facet.SECTOR: lambda entry: entry.giver.sector,
    Facet.PLACE: lambda entry: entry.giver.place,
    Facet.PERIOD: lambda entry: "" if entry.day is None else quarter_of(entry.day).code,
}

OF_SUPPLY: dict[Facet, Callable[[Supply], str]] = {
    Facet.GROUP: lambda supply: load_materials().line(supply.material)[-1],
    Facet.SECTOR: lambda supply: supply.sector,
    Facet.PLACE: lambda supply: supply.place,
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: a year of the confirmed ledger, and values of facets; all where none is chosen."""

    year: int | None = None
    chosen: tuple[tuple[Facet, str], ...] = ()

    def wants(self, key_of: Callable[[Facet], str]) -> bool:
        """Return whether something has every value that is asked for."""
        return all(key_of(facet) == value for facet, value in self.chosen)


@dataclass(frozen=True, slots=True)
class Effect:
    """Avoided emission by one edition of factors: its range, the cases behind it, and what is not told."""

    edition: str
    spread: Spread | None
    cases: tuple[tuple[Entry, Case], ...]
    missing: tuple[tuple[NoEffect, Decimal], ...]

    @property
    def factors(self) -> tuple[Factor, ...]:
        """Return the rows that were used, each once, by their name."""
        rows = {factor for _entry, case in self.cases for factor in case.factors}
        return tuple(sorted(rows, key=lambda row: row.id))


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What follows from some entries: tonnes, rungs, shares of what was offered, emission, euros."""

    entries: tuple[Entry, ...]
    tonnes: Range
    balance: Balance
    offered: Decimal | None
    effects: tuple[Effect, ...]
    euros: Decimal | None

    @property
    def effect(self) -> Effect:
        """Return the avoided emission by the newest factors."""
        return self.effects[0]

    @property
    def loop(self) -> Decimal | None:
        """Return the local loop closure, 0 to 1."""
        return None if self.offered is None else local_loop_closure(self.moved, self.offered)

    @property
    def diverted(self) -> Decimal | None:
        """Return the share of what was offered that found a use, 0 to 1."""
        return None if self.offered is None else diverted_share(self.moved, self.offered)

    @property
    def moved(self) -> list[Moved]:
        """Return the tonnes with whether both ends lie in the region."""
        return [Moved(entry.tonnes.likely, entry.inside) for entry in self.entries]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One ledger through a wish: the whole and its parts by each facet."""

    ledger: Ledger
    whole: Reckoned
    parts: dict[Facet, tuple[tuple[str, Reckoned], ...]]


@dataclass(frozen=True, slots=True)
class Figures:
    """Both ledgers, the network of what was confirmed, and what can be asked for.

    ``untold`` is how many lines of open suggestions tell no weight; ``names`` are those of processes by code
    and language.
    """

    potential: Sheet
    confirmed: Sheet
    network: NetworkMeasures
    groups: tuple[Component, ...]
    years: tuple[int, ...]
    choices: dict[Facet, tuple[str, ...]]
    untold: int
    names: dict[str, dict[str, str]]

    @property
    def recycling_rate(self) -> float | None:
        """Return Tiejun's rate over the material groups of which it is known how much was offered."""
        shares = [one.diverted for _, one in self.confirmed.parts[Facet.GROUP]]
        return recycling_rate(self.network.eco_connectance, [float(one) for one in shares if one is not None])

    def of(self, wanted: Ledger) -> Sheet:
        """Return one of both ledgers."""
        return self.potential if wanted is Ledger.POTENTIAL else self.confirmed


def of_hub(wish: Wish, actor: Actor) -> Figures:
    """Return the figures of both ledgers as they stand today; for the hub only."""
    require_hub(actor)
    today = actor.today
    moved, possible = ledgers.confirmed(today), ledgers.potential(today)
    kept = [entry for entry in moved if fits(entry, wish)]
    of_year = [entry for entry in kept if entry.day is not None and wish.year in (None, entry.day.year)]
    could = [entry for entry in possible.entries if fits(entry, wish)]
    links = [
        Link(entry.giver.organisation, entry.receiver.organisation, entry.way.given) for entry in of_year
    ]
    recycling = {
        end.organisation for entry in of_year for end in (entry.giver, entry.receiver) if end.recycles
    }
    everything = (*moved, *possible.entries)
    return Figures(
        potential=sheet_of(Ledger.POTENTIAL, could, supplies(possible.offers, wish), (today, today + YEAR)),
        confirmed=sheet_of(
            Ledger.CONFIRMED, of_year, supplies(ledgers.offers_that_were(), wish), days_of(wish, moved, today)
        ),
        network=measures(links),
        groups=tuple(one for one in components(links, recycling) if one.is_symbiosis),
        years=tuple(sorted({entry.day.year for entry in moved if entry.day is not None}, reverse=True)),
        choices={facet: choices_of(everything, facet) for facet in OF_SUPPLY},
        untold=possible.untold,
        names=ledgers.process_names(),
    )


def fits(entry: Entry, wish: Wish) -> bool:
    """Return whether an entry is asked for, whatever its year."""
    return wish.wants(lambda facet: KEYS[facet](entry))


def supplies(known: Iterable[Supply], wish: Wish) -> list[Supply]:
    """Return the offers that are asked for."""
    return [one for one in known if has(one, wish)]


def has(supply: Supply, wish: Wish) -> bool:
    """Return whether an offer is asked for."""
    return wish.wants(lambda facet: OF_SUPPLY[facet](supply))


def choices_of(entries: Iterable[Entry], facet: Facet) -> tuple[str, ...]:
    """Return the values of a facet that occur, sorted."""
    return tuple(sorted({KEYS[facet](entry) for entry in entries} - {""}))


def days_of(wish: Wish, moved: Sequence[Entry], today: date) -> Days:
    """Return the days that a wish asks for: its year as far as it is over, or all since the first quarter."""
    if wish.year is not None:
        return date(wish.year, 1, 1), min(today, date(wish.year, 12, 31))
    first = min((entry.day for entry in moved if entry.day is not None), default=today)
    return quarter_of(first).first, today


def sheet_of(of: Ledger, entries: Sequence[Entry], offers: Sequence[Supply], days: Days) -> Sheet:
    """Return a ledger of these entries, the whole and its parts."""
    book = load_factors()
    parts: dict[Facet, tuple[tuple[str, Reckoned], ...]] = {}
    for facet, key_of in OF_SUPPLY.items():
        offered = {key: [one for one in offers if key_of(one) == key] for key in map(key_of, offers)}
        parts[facet] = tuple(
            (key, reckoned(part, offered.get(key, []), days, book))
            for key, part in ledger.parted(entries, KEYS[facet])
        )
    if of is Ledger.CONFIRMED:
        parts[Facet.PERIOD] = by_quarter(entries, offers, days, book)
    return Sheet(of, reckoned(entries, offers, days, book, book.editions[::-1]), parts)


def by_quarter(
    entries: Sequence[Entry], offers: Sequence[Supply], days: Days, book: FactorBook
) -> tuple[tuple[str, Reckoned], ...]:
    """Return the quarters of a period in their order, also those in which nothing moved."""
    moved = dict(ledger.parted(entries, KEYS[Facet.PERIOD]))
    return tuple(
        (one.code, reckoned(moved.get(one.code, []), offers, within(one, days), book))
        for one in from_to(*days)
    )


def within(quarter: Quarter, days: Days) -> Days:
    """Return the days of a quarter as far as they lie in a period."""
    return max(days[0], quarter.first), min(days[1], quarter.last)


def reckoned(
    entries: Sequence[Entry],
    offers: Sequence[Supply] | None,
    days: Days,
    book: FactorBook,
    editions: Sequence[str] = (),
) -> Reckoned:
    """Return what follows from entries: without offers no shares of what was offered."""
    whole = None
    if offers is not None:
        whole = ledger.offered_in([one.offered for one in offers], ledger.moved_of(entries), days)
    return Reckoned(
        entries=tuple(entries),
        tonnes=ledger.total(entries),
        balance=ledger.balance(entries),
        offered=whole,
        effects=tuple(effect_of(entries, book, edition) for edition in editions or (book.newest,)),
        euros=ledger.euros(entries),
    )


def effect_of(entries: Sequence[Entry], book: FactorBook, edition: str) -> Effect:
    """Return the avoided emission of entries by one edition, and the tonnes of which none is told, and why.

    Deliveries of one exchange are one case. Of the same entries and edition it is always the same.
    """
    cases: list[tuple[Entry, Case]] = []
    missing: dict[NoEffect, Decimal] = {}
    for entry in merged(entries):
        tonnes = Input(f"tonnes {entry.key}", float(entry.tonnes.likely), "t", entry.grade)
        found = case_of(entry.key, tonnes, entry.way, book, edition)
        if isinstance(found, NoEffect):
            missing[found] = missing.get(found, Decimal(0)) + entry.tonnes.likely
        else:
            cases.append((entry, found))
    spread = drawn_once(tuple(case for _entry, case in cases)) if cases else None
    told = tuple((reason, missing[reason]) for reason in NoEffect if reason in missing)
    return Effect(edition, spread, tuple(cases), told)


@lru_cache(maxsize=512)
def drawn_once(cases: tuple[Case, ...]) -> Spread:
    """Return the range of cases; of the same cases it is always the same, so it is drawn once."""
    return spread_of(cases)


def merged(entries: Sequence[Entry]) -> list[Entry]:
    """Return entries with those of one exchange or line as one, under the name of what they came of."""
    found = []
    for _key, part in ledger.parted(entries, lambda entry: f"{entry.ledger} {entry.source} {entry.offer}"):
        one = part[0]
        found.append(replace(one, key=f"{one.ledger} {one.source} {one.offer}", tonnes=ledger.total(part)))
    return found
