"""Queries of the ledgers on plain columns: confirmed deliveries, lines of open suggestions, offers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, Select, and_, case, literal, select
from sqlalchemy.orm import aliased

from circulair.store.records import (
    CollectionRecord,
    DeliveryRecord,
    ExchangeRecord,
    ListingRecord,
    ListingState,
    OrganisationRecord,
    PremisesRecord,
    ProcessRecord,
    SuggestionLineRecord,
    SuggestionRecord,
)
from circulair.store.session import current
from flows.collection import Collection as Collected
from flows.exchanges import DeliveryStatus
from flows.organisations import Kind
from flows.strategies import Strategy
from flows.streams import Amount, Availability, Grade, Range, Side
from flows.suggestions import OPEN

Line, Exchange, Delivery = SuggestionLineRecord, ExchangeRecord, DeliveryRecord
Offer, Need = aliased(ListingRecord), aliased(ListingRecord)
Giver, Receiver = aliased(OrganisationRecord), aliased(OrganisationRecord)
From, To = aliased(PremisesRecord), aliased(PremisesRecord)


@dataclass(frozen=True, slots=True)
class EndRow:
    """One end of a flow: its organisation and where its premises are, longitude and latitude in degrees."""

    organisation_id: int
    name: str
    kind: Kind
    sector: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class FlowRow:
    """Tonnes between two ends with what was found of their way; ``parts`` is empty where there is no process.

    ``number`` is that of the delivery or of the line, ``source`` that of its exchange or suggestion. ``day``
    is None and ``score`` counts where it is possible only; ``tonnes`` is what leaves, ``arriving`` what is
    to arrive at least, likely and at most.
    """

    number: int
    source: int
    day: date | None
    score: float
    tonnes: Decimal | None
    arriving: tuple[Decimal | None, Decimal | None, Decimal | None]
    recurring: bool | None
    offer_id: int
    need_id: int
    given: str
    grade: Grade | None
    strategy: Strategy
    processes: str
    parts: str | None
    km: float | None
    giver: EndRow
    receiver: EndRow


Columns = tuple[Any, ...]  # Any: columns of many types

ENDS: Columns = (
    *(Giver.id, Giver.name, Giver.kind, Giver.sector, From.lon, From.lat),
    *(Receiver.id, Receiver.name, Receiver.kind, Receiver.sector, To.lon, To.lat),
)
WIDTH = 6
"""Columns of one end."""

ARRIVING: Columns = (Line.tonnes_low, Line.tonnes_likely, Line.tonnes_high)


def with_ends(chosen: Select[*Columns]) -> Select[*Columns]:
    """Join the organisations and premises of both ends to a query that has offer and need."""
    return (
        chosen.join(Giver, Giver.id == Offer.organisation_id)
        .join(From, From.id == Offer.premises_id)
        .join(Receiver, Receiver.id == Need.organisation_id)
        .join(To, To.id == Need.premises_id)
    )


def flow_of(row: Row[*Columns]) -> FlowRow:
    """Return a row of either query as a flow."""
    cells: tuple[Any, ...] = tuple(row)  # Any: columns of many types
    giver, receiver = EndRow(*cells[-2 * WIDTH : -WIDTH]), EndRow(*cells[-WIDTH:])
    told: list[Any] = [*cells[:5], cells[5:8], *cells[8 : -2 * WIDTH], giver, receiver]  # Any: as above
    return FlowRow(*told)


def confirmed(until: date) -> Sequence[FlowRow]:
    """Return the deliveries up to a day that both sides confirmed, each once, in order of number."""
    line = and_(Line.suggestion_id == Exchange.suggestion_id, Line.offer_id == Exchange.offer_id)
    chosen = (
        select(
            *(Delivery.id, Exchange.id, Delivery.day, literal(0.0), Delivery.tonnes),
            *(*ARRIVING, Exchange.recurring, Exchange.offer_id, Exchange.need_id, Exchange.material),
            *(Offer.grade, Exchange.strategy, Exchange.processes, parts_of(Exchange.processes)),
            *(Line.distance_km, *ENDS),
        )
        .join(Exchange, Exchange.id == Delivery.exchange_id)
        .join(Offer, Offer.id == Exchange.offer_id)
        .join(Need, Need.id == Exchange.need_id)
        .outerjoin(Line, line)
    )
    kept = with_ends(chosen).where(Delivery.status == DeliveryStatus.CONFIRMED, Delivery.day <= until)
    return [flow_of(row) for row in current().execute(kept.order_by(Delivery.id))]


def possible() -> Sequence[FlowRow]:
    """Return the lines of open suggestions, in order of number."""
    chosen = (
        select(
            *(Line.id, SuggestionRecord.id, Line.found_on, SuggestionRecord.score, Line.taken_tonnes),
            *(*ARRIVING, Line.recurring, Line.offer_id, SuggestionRecord.need_id, Offer.material),
            *(Offer.grade, Line.strategy, Line.processes, parts_of(Line.processes)),
            *(Line.distance_km, *ENDS),
        )
        .join(SuggestionRecord, SuggestionRecord.id == Line.suggestion_id)
        .join(Offer, Offer.id == Line.offer_id)
        .join(Need, Need.id == SuggestionRecord.need_id)
    )
    kept = with_ends(chosen).where(SuggestionRecord.status.in_(OPEN))
    return [flow_of(row) for row in current().execute(kept.order_by(Line.id))]


def parts_of(processes: Any) -> Any:  # Any: the column of one of two tables
    """Select what the matcher told of the processes on a way, empty where there are none."""
    return case((processes != "", Line.parts), else_="")


@dataclass(frozen=True, slots=True)
class ListedRow:
    """How much a listing is about and from when to when."""

    id: int
    side: Side
    state: ListingState
    low: Decimal | None
    likely: Decimal | None
    high: Decimal | None
    grade: Grade | None
    recurring: bool
    start: date | None
    end: date | None
    created_at: datetime
    changed_at: datetime
    material: str
    sector: str
    lon: float
    lat: float

    @property
    def availability(self) -> Availability:
        """Return when it can be had or is wanted."""
        return Availability(self.start, self.end)

    @property
    def amount(self) -> Amount | None:
        """Return how much it is, None where nobody told."""
        if self.low is None or self.likely is None or self.high is None or self.grade is None:
            return None
        return Amount(Range(self.low, self.likely, self.high), self.grade, self.recurring)


LISTED: Columns = (
    *(ListingRecord.id, ListingRecord.side, ListingRecord.state),
    *(ListingRecord.tonnes_low, ListingRecord.tonnes_likely, ListingRecord.tonnes_high),
    *(ListingRecord.grade, ListingRecord.recurring, ListingRecord.start, ListingRecord.end),
    *(ListingRecord.created_at, ListingRecord.changed_at, ListingRecord.material),
    *(OrganisationRecord.sector, PremisesRecord.lon, PremisesRecord.lat),
)


def listing_rows() -> Select[*Columns]:
    """Select listings with their organisation's sector and where they are, in order of number."""
    return (
        select(*LISTED)
        .join(OrganisationRecord, OrganisationRecord.id == ListingRecord.organisation_id)
        .join(PremisesRecord, PremisesRecord.id == ListingRecord.premises_id)
        .order_by(ListingRecord.id)
    )


def listed_of(row: Row[*Columns]) -> ListedRow:
    """Return a row as what is listed."""
    cells: list[Any] = list(row)  # Any: columns of many types
    return ListedRow(*cells)


def listed(numbers: Collection[int]) -> dict[int, ListedRow]:
    """Return how much these listings are about, by number."""
    chosen = listing_rows().where(ListingRecord.id.in_(numbers))
    return {one.id: one for one in map(listed_of, current().execute(chosen))}


def offered() -> Sequence[ListedRow]:
    """Return every offer that its owner stands by, whatever became of it, in order of number."""
    told = (ListingRecord.side == Side.OFFER, ListingRecord.confirm_by.is_(None))
    chosen = listing_rows().where(*told)
    return [listed_of(row) for row in current().execute(chosen)]


def paid(numbers: Collection[int]) -> dict[int, Collected]:
    """Return what givers told to pay now for the collection of these offers, by number of the offer."""
    own = CollectionRecord
    chosen = select(own.listing_id, own.collector, own.euros, own.per, own.until).where(
        own.listing_id.in_(numbers), own.euros.is_not(None)
    )
    return {row[0]: Collected(*row[1:]) for row in current().execute(chosen)}


def capacities() -> dict[str, Decimal]:
    """Return the tonnes a year that processes can take, where that is told."""
    chosen = select(ProcessRecord.code, ProcessRecord.capacity_tonnes).where(
        ProcessRecord.capacity_tonnes.is_not(None)
    )
    return {code: tonnes for code, tonnes in current().execute(chosen) if tonnes is not None}


def process_names() -> Sequence[tuple[str, str, str, str]]:
    """Return the code of each process with its names in nl, en and de, in order of code."""
    own = ProcessRecord
    chosen = select(own.code, own.name_nl, own.name_en, own.name_de).order_by(own.code)
    return [(row[0], row[1], row[2], row[3]) for row in current().execute(chosen)]


def open_with_exchange() -> Sequence[tuple[int, int]]:
    """Return suggestion and exchange where a suggestion is still open though it was agreed."""
    chosen = (
        select(SuggestionRecord.id, Exchange.id)
        .join(Exchange, Exchange.suggestion_id == SuggestionRecord.id)
        .where(SuggestionRecord.status.in_(OPEN))
        .order_by(SuggestionRecord.id, Exchange.id)
    )
    return [(row[0], row[1]) for row in current().execute(chosen)]
