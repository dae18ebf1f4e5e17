"""Receipts of waste in a month, as the national reporting office (LMA) asks for them: confirmed ones only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from circulair.services import law
from circulair.services.actor import Actor, require_hub
from circulair.store import receipts as store
from circulair.store.records import ExchangeRecord, PremisesRecord, SuggestionLineRecord
from flows.exchanges import DeliveryStatus
from flows.law import Facts, YesNo
from flows.law_status import is_waste
from flows.law_transport import is_stream_number

NUMBER, METHOD = "receiver_stream_number", "receiver_method"
"""The questions of the law that hold the afvalstroomnummer and the processing method."""

ROUTE, SCHEME = "transport_route", "transport_scheme"
"""The questions that say how a collector took it along."""

PROCESSOR = 5
"""So many characters of an afvalstroomnummer are the number of the processor (domain.md 1.4)."""

KG = Decimal(1000)


class Lack(StrEnum):
    """What a receipt misses before it can be reported."""

    NUMBER = "number"
    NUMBER_FORM = "number_form"
    NUMBER_TWICE = "number_twice"
    EURAL = "eural"
    METHOD = "method"
    ORIGIN = "origin"
    ROUTE = "route"


@dataclass(frozen=True, slots=True)
class Stream:
    """What never changes under one afvalstroomnummer: giver and place, receiver, which waste, how treated.

    ``parties`` are the numbers of the giver, its premises and the receiver: two may have one name.
    """

    parties: tuple[int, int, int]
    number: str
    sender: str
    receiver: str
    eural: str
    method: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """One stream in one month: the fields of a first receipt and of a monthly report (domain.md 1.4).

    ``route`` is whether it was collected on a route and ``scheme`` whether under the collector's own number,
    None where nobody said. ``first`` says that nothing
    was confirmed under its number before; ``reports`` is the answer to whether the receiver must report.
    """

    stream: Stream
    origin: PremisesRecord
    name: str
    route: bool | None
    scheme: bool | None
    month: date
    kilograms: Decimal
    loads: int
    first: bool
    reports: str
    suggestion_id: int
    line_id: int
    lacks: tuple[Lack, ...]

    @property
    def processor(self) -> str:
        """Return the number of the receiver as processor, "" where it is not known."""
        return self.stream.number[:PROCESSOR] if is_stream_number(self.stream.number) else ""


@dataclass(frozen=True, slots=True)
class Received:
    """What one exchange moved in a month."""

    exchange: ExchangeRecord
    line: SuggestionLineRecord
    facts: Facts
    kilograms: Decimal
    loads: int

    @property
    def stream(self) -> Stream:
        """Return the stream that it belongs to."""
        told, offer = self.facts.answers, self.exchange.offer
        return Stream(
            (offer.organisation_id, offer.premises_id, self.exchange.need.organisation_id),
            told.get(NUMBER, ""),
            self.exchange.offer.organisation.name,
            self.exchange.need.organisation.name,
            self.facts.eural,
            told.get(METHOD, ""),
        )


def of_month(first: date, actor: Actor) -> tuple[Receipt, ...]:
    """Return what was received of waste in the month that begins on a day, for the hub only.

    Each confirmed delivery counts once: kilograms and loads of exchanges under one number are one row, one
    without a number is a row of its own. What is no waste in law is not there.
    """
    require_hub(actor)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    found = [*waste_of(first, last)]
    together: dict[tuple[object, ...], list[Received]] = {}
    for one in found:
        key = (one.stream,) if one.stream.number else (one.stream, one.exchange.id)
        together.setdefault(key, []).append(one)
    numbers = {one.stream.number for one in found} - {""}
    streams = {one.stream for one in found}
    doubled = {number for number in numbers if sum(one.number == number for one in streams) > 1}
    begun = store.first_days(NUMBER, numbers)
    made = [receipt(ones, first, begun, doubled) for ones in together.values()]
    return tuple(sorted(made, key=lambda one: (one.stream.number, one.suggestion_id)))


def waste_of(first: date, last: date) -> Iterator[Received]:
    """Yield what exchanges of waste moved between two days, as far as both sides confirmed it."""
    for exchange in store.received(first, last):
        line = next(one for one in exchange.suggestion.lines if one.offer_id == exchange.offer_id)
        facts = law.facts_of(line, exchange.suggestion, last)
        if is_waste(facts):
            moved = [
                row.tonnes
                for row in exchange.deliveries
                if row.status is DeliveryStatus.CONFIRMED and first <= row.day <= last
            ]
            yield Received(exchange, line, facts, sum(moved, Decimal(0)) * KG, len(moved))


def receipt(ones: Sequence[Received], month: date, begun: dict[str, date], doubled: set[str]) -> Receipt:
    """Return what exchanges of one stream moved as one receipt."""
    one, stream = ones[0], ones[0].stream
    origin = one.exchange.offer.premises
    route, scheme = collected(one.facts, ROUTE), collected(one.facts, SCHEME)
    lacks = [*lacking(stream), *of_origin(origin)]
    lacks += [Lack.NUMBER_TWICE] if stream.number in doubled else []
    ways = [collected(each.facts, question) for each in ones for question in (ROUTE, SCHEME)]
    lacks += [Lack.ROUTE] if None in ways else []
    return Receipt(
        stream=stream,
        origin=origin,
        name=one.exchange.offer.title,
        route=route,
        scheme=scheme,
        month=month,
        kilograms=sum((each.kilograms for each in ones), Decimal(0)),
        loads=sum(each.loads for each in ones),
        first=begun.get(stream.number, month) >= month,
        reports=one.facts.answers.get("receiver_lma", ""),
        suggestion_id=one.exchange.suggestion_id,
        line_id=one.line.id,
        lacks=tuple(lacks),
    )


def collected(facts: Facts, question: str) -> bool | None:
    """Return whether a collector took it along in one way; not, where no collector did."""
    if facts.answers.get("transport_by") != "collector":
        return False
    return {YesNo.YES.value: True, YesNo.NO.value: False}.get(facts.answers.get(question, ""))


def lacking(stream: Stream) -> Iterator[Lack]:
    """Yield what is not known of a stream."""
    if not stream.number:
        yield Lack.NUMBER
    elif not is_stream_number(stream.number):
        yield Lack.NUMBER_FORM
    if not stream.eural:
        yield Lack.EURAL
    if not stream.method:
        yield Lack.METHOD


def of_origin(origin: PremisesRecord) -> Iterator[Lack]:
    """Yield what is not known of where the waste comes from."""
    if not (origin.postcode and origin.house_number):
        yield Lack.ORIGIN
