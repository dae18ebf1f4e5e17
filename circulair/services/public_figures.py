"""Public figures: reckoned from a release alone, so that everybody can reckon them again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from circulair.services import releases
from circulair.services.figures import KEYS, Facet, Reckoned, reckoned
from circulair.services.ledgers import neighbourhood_at
from circulair.services.releases import PublicFlow, Release
from flows import ledger
from flows.codes import public_code
from flows.factors import load_factors
from flows.ledger import End, Entry, Ledger, Way
from flows.networks import Link, NetworkMeasures, measures
from flows.strategies import Strategy
from flows.streams import Grade, exactly, to_the_gram


@dataclass(frozen=True, slots=True)
class PublicFigures:
    """What a release says in figures, all of it confirmed: the whole, by material, by year, as a network."""

    as_of: date
    whole: Reckoned
    groups: tuple[tuple[str, Reckoned], ...]
    years: tuple[tuple[str, Reckoned], ...]
    network: NetworkMeasures
    names: dict[str, dict[str, str]]


def shown() -> PublicFigures | None:
    """Return the figures of the release that the public sees now, None before the first."""
    release = releases.shown()
    return None if release is None else of_release(release)


def of_release(release: Release) -> PublicFigures:
    """Return what follows from the flows of a release: no other tonne is looked at."""
    entries = [entry_of(number, flow) for number, flow in enumerate(release.flows)]
    as_of = date.fromisoformat(release.as_of)
    days, book = (date(as_of.year, 1, 1), as_of), load_factors()
    groups = ledger.parted(entries, KEYS[Facet.GROUP])
    return PublicFigures(
        as_of=as_of,
        whole=reckoned(entries, None, days, book, book.editions[::-1]),
        groups=tuple((key, reckoned(part, None, days, book)) for key, part in groups),
        years=tuple(
            (str(year), reckoned(of_year(entries, year), None, days, book)) for year in years_of(release)
        ),
        network=measures(
            Link(entry.giver.organisation, entry.receiver.organisation, entry.way.given) for entry in entries
        ),
        names=names_of(release),
    )


def names_of(release: Release) -> dict[str, dict[str, str]]:
    """Return the names of the processes on the ways of flows, as far as a release shows them."""
    shown_ones = {process.code: process.names for process in release.processes}
    codes = {code for flow in release.flows for code in flow.processes}
    named = {code: shown_ones.get(public_code("process", code)) for code in codes}
    return {code: names for code, names in named.items() if names is not None}


def years_of(release: Release) -> range:
    """Return the years from the first flow to the day of a release, also those in which nothing moved."""
    last = int(release.as_of[:4])
    return range(min((flow.year for flow in release.flows), default=last), last + 1)


def of_year(entries: Sequence[Entry], year: int) -> list[Entry]:
    """Return the entries of a year."""
    return [entry for entry in entries if entry.day is not None and entry.day.year == year]


def entry_of(number: int, flow: PublicFlow) -> Entry:
    """Return a public flow as an entry, on the first day of its year: the day itself is not for everybody."""
    through = tuple((process, None) for process in flow.processes)
    way = Way(flow.material, flow.arriving or flow.material, Strategy(flow.strategy), through, flow.km)
    if flow.kept is not None and flow.processes:
        way = replace(way, through=((" ".join(flow.processes), Decimal(str(flow.kept))),))
    return Entry(
        key=f"flow {flow.code or number} {flow.year}",
        ledger=Ledger.CONFIRMED,
        tonnes=exactly(to_the_gram(Decimal(str(flow.tonnes)))),
        grade=Grade.MEASURED,
        way=way,
        giver=end_of(flow.giver, flow.start),
        receiver=end_of(flow.receiver, flow.end),
        offer=number,
        source=number,
        day=date(flow.year, 1, 1),
    )


def end_of(name: str, at: tuple[float, float]) -> End:
    """Return one end of a public flow, known by its name."""
    place = neighbourhood_at(*at)
    return End(name, name, place=place, inside=bool(place))
