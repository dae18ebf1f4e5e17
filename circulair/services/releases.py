"""Releases: frozen on a date from what all parties agreed to show; the public reads nothing else."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from circulair.services import (
    identities,
    ledgers,
    plant_sources,
    promises,
    public_refusals,
    release_basis,
    release_cells,
    release_consent,
    release_gate,
    vacant_facts,
)
from circulair.services.actor import Actor
from circulair.services.keeping import kept as kept_once
from circulair.services.promises import Book
from circulair.services.public_refusals import PublicRefusals
from circulair.services.release_cells import PublicCell
from circulair.services.release_notes import Change, Redaction, changes, redactions
from circulair.store import exchanges, listings, organisations, processes, publication, trail
from circulair.store.records import (
    ExchangeRecord,
    ListingRecord,
    PremisesRecord,
    ProcessRecord,
    ReleaseRecord,
)
from flows.codes import public_code
from flows.ledger import Way
from flows.materials import load_materials
from flows.streams import Side
from maps.privacy import PublicPosition, public_position

Lonlat = tuple[float, float]

RELEASES_KEPT = 4
"""Releases that a process keeps as values: the newest, and some of before that are asked for."""


@dataclass(frozen=True, slots=True)
class PublicFlow:
    """Confirmed tonnes of one material in a year between two organisations that both want it seen.

    ``arriving`` is the material that comes of it and ``kept`` the tonnes of that per tonne, None where no
    source states it; ``km`` is the way by road. Releases of before have none of the three.
    """

    giver: str
    receiver: str
    material: str
    group: str
    year: int
    tonnes: float
    start: Lonlat
    end: Lonlat
    processes: tuple[str, ...] = ()
    strategy: str = "none"
    code: str = ""
    arriving: str = ""
    kept: float | None = None
    km: float | None = None


@dataclass(frozen=True, slots=True)
class PublicListing:
    """An offer or need whose owner wants it seen; ``organisation`` is empty where it stays unnamed.

    ``left`` is what nobody was promised yet, None where nothing was promised or not all may see what was;
    ``partly`` says that something of it was.
    """

    organisation: str
    title: str
    material: str
    tonnes: float | None
    recurring: bool
    grade: str
    until: str
    at: Lonlat
    precision: str
    place: str = ""
    typed: tuple[str, str, str] | None = None  # value, unit and period, where it has no weight
    left: float | None = None
    partly: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True)
class PublicProcess:
    """A process with its status, the date of that and the source."""

    names: dict[str, str]
    operator: str
    takes: tuple[str, ...]
    gives: tuple[str, ...]
    capacity_tonnes: float | None
    status: str
    as_of: str
    note: str
    source: str
    at: Lonlat | None
    invented: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True)
class PublicPremises:
    """Vacant premises whose owner wants them seen."""

    name: str
    owner: str
    place: str
    area_m2: float | None
    basis: str
    since: str
    available_from: str
    available_until: str
    permitted_use: str
    at: Lonlat
    precision: str
    code: str = ""
    told: dict[str, Any] = field(default_factory=dict)  # what vacant_facts tells, as JSON holds it


@dataclass(frozen=True, slots=True)
class Release:
    """Everything that the public sees as of one date."""

    as_of: str
    flows: tuple[PublicFlow, ...] = ()
    offers: tuple[PublicListing, ...] = ()
    needs: tuple[PublicListing, ...] = ()
    processes: tuple[PublicProcess, ...] = ()
    premises: tuple[PublicPremises, ...] = ()
    figures: dict[str, float] = field(default_factory=dict)
    cells: tuple[PublicCell, ...] = ()
    changes: tuple[Change, ...] = ()
    redactions: tuple[Redaction, ...] = ()
    refusals: tuple[PublicRefusals, ...] = ()


def shown() -> Release | None:
    """Return the release that the public sees now: the one way to anything public."""
    mark = publication.newest_mark()
    return None if mark is None else kept(mark)


@kept_once(RELEASES_KEPT)
def kept(mark: tuple[int, str]) -> Release:
    """Return a release by number and checksum; while that stays, its content is not read again."""
    return parsed(publication.content_of(mark[0]))


def made_at() -> datetime | None:
    """Return when the release was made that the public sees now, None where there is none."""
    record = publication.newest()
    return None if record is None else record.created_at


def make(as_of: date, actor: Actor) -> ReleaseRecord:
    """Freeze what may be public as of a day, and store it; one that gives somebody away is refused.

    Nobody withdraws anything meanwhile: whoever does holds the head of the trail as well.
    """
    trail.held()
    earlier = publication.oldest_first()
    before, old = release_basis.earlier(), parsed(earlier[-1].content) if earlier else None
    consenting = release_consent.exchanges_named()
    decided = release_cells.decide(as_of, consenting, before, () if old is None else old.cells)
    release = gathered(as_of, {key: consenting[key] for key in decided.basis.named}, actor)
    texts = [record.content for record in earlier]
    release = replace(release, cells=decided.cells)
    content = text(replace(release, changes=changes(texts[-1], text(release)) if texts else ()))
    release_gate.check(content, decided.basis, before, texts, release_consent.all_of_it(consenting, as_of))
    record = publication.add(
        ReleaseRecord(as_of=as_of, content=content, checksum=checksum(content), created_at=actor.now)
    )
    publication.add_basis(record.id, release_basis.text(decided.basis))
    told = {"as_of": as_of.isoformat(), "checksum": record.checksum}
    trail.append(trail.Act("release.made", "release", record.id, told), actor.person_id, actor.now)
    return record


def gathered(as_of: date, named: Mapping[int, ExchangeRecord], actor: Actor) -> Release:
    """Return what owners and parties show by name."""
    flows = public_flows(as_of, named)
    premises = tuple(public_premises(record) for record in organisations.vacant_with_consent())
    taken = taken_now(actor.today)
    return Release(
        as_of=as_of.isoformat(),
        flows=flows,
        offers=tuple(public_listing(record, taken) for record in listings.public(Side.OFFER)),
        needs=tuple(public_listing(record, taken) for record in listings.public(Side.NEED)),
        processes=tuple(
            public_process(record) for record in processes.everything() if release_consent.may_show(record)
        ),
        premises=premises,
        figures=figures_of(flows, premises, as_of),
        refusals=public_refusals.frozen(as_of, actor),
    )


def text(release: Release) -> str:
    """Return a release as it is stored."""
    return json.dumps(asdict(release), ensure_ascii=False, sort_keys=True)


def checksum(content: str) -> str:
    """Return the checksum of a stored release."""
    return hashlib.sha256(content.encode()).hexdigest()


def public_flows(as_of: date, seen: Mapping[int, ExchangeRecord]) -> tuple[PublicFlow, ...]:
    """Return the flows of exchanges that are told by name, from confirmed deliveries up to a day."""
    known = ways(as_of)
    return tuple(
        flow_of(seen[exchange_id], known[exchange_id], year, tonnes)
        for exchange_id, year, tonnes in exchanges.yearly_flows(as_of)
        if exchange_id in seen
    )


def ways(as_of: date) -> dict[int, Way]:
    """Return how what was confirmed up to a day went on its way, by the number of the exchange."""
    return {entry.source: entry.way for entry in ledgers.confirmed(as_of)}


def flow_of(exchange: ExchangeRecord, way: Way, year: int, tonnes: Decimal) -> PublicFlow:
    """Return one year of one exchange as the public sees it."""
    giver, receiver = exchange.offer, exchange.need
    return PublicFlow(
        giver=giver.organisation.name,
        receiver=receiver.organisation.name,
        material=exchange.material,
        group=load_materials().line(exchange.material)[-1],
        year=year,
        tonnes=float(tonnes),
        start=lonlat(position_of(giver.premises)),
        end=lonlat(position_of(receiver.premises)),
        processes=tuple(exchange.processes.split()),
        strategy=exchange.strategy.value,
        code=public_code("flow", exchange.id, exchange.agreed_at),
        arriving=way.arriving,
        kept=None if way.kept is None else float(way.kept),
        km=None if way.km is None else round(way.km, 1),
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """What is promised of listings, and of which some exchange is not for everybody to see."""

    book: Book
    hidden: frozenset[int]


def taken_now(today: date) -> Taken:
    """Return what is promised on a day, and what of it the public may not even reckon."""
    return Taken(promises.book(today), release_consent.closed_listings())


def public_listing(record: ListingRecord, taken: Taken) -> PublicListing:
    """Return an offer or need as the public sees it; its words stay inside.

    How much of it others were promised is told only where each of them wants that seen.
    """
    veiled = identities.veil(record) if record.organisation.hides_name else None
    position = position_of(record.premises, consent=veiled is None)
    left = taken.book.still_free(record)
    return PublicListing(
        organisation=record.organisation.name if veiled is None else "",
        title=record.title if veiled is None else veiled.unnamed(record.title),
        material=record.material,
        tonnes=None if record.tonnes_likely is None else float(record.tonnes_likely),
        recurring=record.recurring,
        grade="" if record.grade is None else record.grade.value,
        until=iso(record.end),
        at=lonlat(position),
        precision=position.precision.value,
        typed=None if record.tonnes_likely is not None else typed_of(record),
        place=record.premises.place if veiled is None else veiled.neighbourhood,
        left=None if left is None or record.id in taken.hidden else float(left),
        partly=left is not None,
        code=public_code(record.side.value, record.id, record.created_at),
    )


def typed_of(record: ListingRecord) -> tuple[str, str, str] | None:
    """Return an amount as it was typed, None where none was."""
    typed = record.typed
    return None if typed is None else (str(typed.value), typed.unit, typed.period)


def public_process(record: ProcessRecord) -> PublicProcess:
    """Return a process as the public sees it: what the hub noted or was told of it stays inside."""
    at = None if record.lon is None or record.lat is None else (record.lon, record.lat)
    return PublicProcess(
        names={"nl": record.name_nl, "en": record.name_en, "de": record.name_de},
        operator=record.operator,
        takes=tuple(taken.material for taken in record.takes),
        gives=tuple(given.material for given in record.gives),
        capacity_tonnes=None if record.capacity_tonnes is None else float(record.capacity_tonnes),
        status=record.status.value,
        as_of=record.status_as_of,
        note=plant_sources.public_note(record.status_note),
        source=plant_sources.public_source(record.source),
        invented=record.invented,
        at=plant_sources.public_place(at, record.source),
        code=public_code("process", record.code),
    )


def public_premises(record: PremisesRecord) -> PublicPremises:
    """Return vacant premises as the public sees them."""
    position = position_of(record)
    return PublicPremises(
        name=record.name,
        owner=record.organisation.name,
        place=" ".join(filter(None, (record.street, record.house_number, record.place))),
        area_m2=None if record.area_m2 is None else float(record.area_m2),
        basis="" if record.vacancy_basis is None else record.vacancy_basis.value,
        since=iso(record.vacant_since),
        available_from=iso(record.available_from),
        available_until=iso(record.available_until),
        permitted_use=record.permitted_use,
        at=lonlat(position),
        precision=position.precision.value,
        code=public_code("premises", record.id, record.created_at),
        told=vacant_facts.told_of(record),
    )


def position_of(record: PremisesRecord, *, consent: bool = True) -> PublicPosition:
    """Return the position of premises whose owner consented to show what happens there, else roughly."""
    return public_position(record.position, record.precision, consent=consent)


def figures_of(
    flows: Sequence[PublicFlow], premises: Iterable[PublicPremises], as_of: date
) -> dict[str, float]:
    """Return the figures of the home page, of what is published and nothing more."""
    this_year = [flow.tonnes for flow in flows if flow.year == as_of.year]
    partners = {name for flow in flows for name in (flow.giver, flow.receiver)}
    return {
        "confirmed_tonnes": round(sum(flow.tonnes for flow in flows), 6),
        "confirmed_tonnes_this_year": round(sum(this_year), 6),
        "organisations": len(partners),
        "vacant_premises": len(list(premises)),
    }


def lonlat(place: PublicPosition) -> Lonlat:
    """Return a public position as longitude and latitude."""
    return place.position.lon, place.position.lat


def iso(day: date | None) -> str:
    """Return a day as text, empty when open."""
    return "" if day is None else day.isoformat()


@lru_cache(maxsize=RELEASES_KEPT)
def parsed(content: str) -> Release:
    """Return a stored release as values, the same ones as long as it is asked for: nobody changes them."""
    told = json.loads(content)
    return Release(
        as_of=told["as_of"],
        flows=tuple(
            PublicFlow(**{**row, "processes": tuple(row["processes"]), **ends(row)}) for row in told["flows"]
        ),
        offers=tuple(PublicListing(**{**row, "at": tuple(row["at"])}) for row in told["offers"]),
        needs=tuple(PublicListing(**{**row, "at": tuple(row["at"])}) for row in told["needs"]),
        processes=tuple(
            PublicProcess(**{**row, "at": row["at"] and tuple(row["at"])}) for row in told["processes"]
        ),
        premises=tuple(PublicPremises(**{**row, "at": tuple(row["at"])}) for row in told["premises"]),
        figures=told["figures"],
        cells=release_cells.parsed(told.get("cells", ())),
        changes=tuple(Change(**row) for row in told.get("changes", ())),
        redactions=redactions(told.get("redactions", ())),
        refusals=public_refusals.parsed(told),
    )


def ends(row: dict[str, list[float]]) -> dict[str, tuple[float, ...]]:
    """Return both ends of a stored flow."""
    return {"start": tuple(row["start"]), "end": tuple(row["end"])}
