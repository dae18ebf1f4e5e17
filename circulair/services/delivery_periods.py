"""What recurs, period by period: what is to be reported yet, and what was told not to have moved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from circulair.services import exchanges, letters, solved
from circulair.services.actor import Actor, require_hub
from circulair.store import exchange_periods as store
from circulair.store import exchanges as exchange_store
from circulair.store.records import DeliveryRecord, ExchangePeriodRecord, ExchangeRecord
from flows.delivery_periods import (
    DeliveryPeriod,
    PeriodUnknownError,
    Stand,
    periods,
    span_of,
    stand_of,
)
from flows.exchanges import (
    DeliveryStatus,
    ExchangeEndedError,
    OwnReportError,
    Party,
    confirmed_tonnes,
    counted_tonnes,
    is_over,
)
from flows.promises import ITS_YEAR

GRACE = timedelta(days=3)
"""How long after a period its giver is left in peace before we ask what moved."""

Told = Mapping[tuple[int, date], ExchangePeriodRecord]
"""What is known of periods, by exchange and first day."""


@dataclass(frozen=True, slots=True)
class Line:
    """One period of an exchange: where it stands, and what both sides confirmed in it.

    ``asked`` is the side that is to say yet whether nothing moved, as the other told; ``told_for`` says that
    the hub told it for that other side, and so does not answer it.
    """

    period: DeliveryPeriod
    stand: Stand
    tonnes: Decimal
    asked: Party | None = None
    told_for: bool = False

    @property
    def asks(self) -> bool:
        """Return whether it is to be told, yet or once more, what moved, or that nothing did."""
        return self.stand in (Stand.DUE, Stand.DIFFERS)


@dataclass(frozen=True, slots=True)
class Late:
    """An exchange with the periods of which nothing was reported, the oldest first."""

    exchange: ExchangeRecord
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Over:
    """An exchange of which more moved than was agreed, and the tonnes reported or confirmed of it."""

    exchange: ExchangeRecord
    moved: Decimal


@dataclass(frozen=True, slots=True)
class Unsettled:
    """What is not settled of deliveries.

    Both sides differ, one has not answered, more moved than was agreed, or nobody told anything; or one said
    that nothing moved, and the other has not answered that or says something else.
    """

    differences: tuple[DeliveryRecord, ...]
    unanswered: tuple[DeliveryRecord, ...]
    over: tuple[Over, ...]
    late: tuple[Late, ...]
    quiet: tuple[Late, ...] = ()

    @property
    def any(self) -> bool:
        """Return whether there is anything."""
        return bool(self.differences or self.unanswered or self.over or self.late or self.quiet)


def of_exchange(exchange: ExchangeRecord, today: date) -> tuple[Line, ...]:
    """Return the periods of an exchange that recurs, the newest first; none of what happens once."""
    return tuple(reversed(lines_of(exchange, store.told([exchange.id]), today)))


def lines_of(exchange: ExchangeRecord, told: Told, today: date) -> tuple[Line, ...]:
    """Return the periods of an exchange up to today or its end, the oldest first; none without a weight."""
    if not exchange.recurring or not exchange.offer.is_weighed:
        return ()
    until = min(today, exchange.ended_on or today)
    span = span_of(exchange.offer.typed_period)
    return tuple(
        line_of(exchange, one, told, today) for one in periods(exchanges.agreed_on(exchange), until, span)
    )


def line_of(exchange: ExchangeRecord, period: DeliveryPeriod, told: Told, today: date) -> Line:
    """Return one period of an exchange as it stands."""
    known = told.get((exchange.id, period.first))
    values = [exchanges.value_of(row) for row in exchange.deliveries]
    by = None if known is None else known.quiet_by
    agreed = None if known is None else known.quiet_agreed
    stand = stand_of(period, values, today, quiet=by is not None, agreed=agreed)
    tonnes = confirmed_tonnes(one for one in values if one.day in period)
    other = Party.RECEIVER if by is Party.GIVER else Party.GIVER
    told_for = known is not None and known.quiet_for
    return Line(period, stand, tonnes, other if stand is Stand.ASKED else None, told_for)


def tell_quiet(exchange_id: int, party: Party, first: date, actor: Actor) -> None:
    """Tell as one side that nothing moved in a period that is over; the other side is asked whether it is so.

    A delivery in it still counts.
    """
    exchange = exchanges.held(exchange_id, party, actor)
    if exchange.ended_on is not None:
        raise ExchangeEndedError()
    due = {line.period.first: line.period for line in of_exchange(exchange, actor.today) if line.asks}
    if first not in due:
        raise PeriodUnknownError(first)
    row = store.kept(exchange_id, first)
    row.quiet_by, row.quiet_at = party, actor.now
    row.quiet_agreed = row.quiet_answered_at = None
    letters.quiet_told(exchange, party, due[first], actor)
    row.quiet_for = party not in exchanges.parties_of(exchange, actor)
    exchanges.note("exchange.quiet", exchange, {"party": party, "day": first.isoformat()}, actor)


def answer_quiet(exchange_id: int, party: Party, first: date, actor: Actor, *, agreed: bool) -> None:
    """Say as the other side whether nothing moved in a period; a no is for the hub.

    What the hub told for one side it does not answer for the other.
    """
    exchange = exchanges.held(exchange_id, party, actor)
    asked = {line.period.first: line.asked for line in of_exchange(exchange, actor.today) if line.asked}
    if first not in asked:
        raise PeriodUnknownError(first)
    row = store.kept(exchange_id, first)
    if asked[first] is not party or (row.quiet_for and party not in exchanges.parties_of(exchange, actor)):
        raise OwnReportError()
    row.quiet_agreed, row.quiet_answered_at = agreed, actor.now
    act = "exchange.quiet_agreed" if agreed else "exchange.quiet_denied"
    exchanges.note(act, exchange, {"party": party, "day": first.isoformat()}, actor)


def unsettled(actor: Actor) -> Unsettled:
    """Return for the hub what waits for somebody to tell, to answer or to mediate; the oldest first."""
    require_hub(actor)
    return Unsettled(
        differences=differences(),
        unanswered=tuple(exchange_store.open_deliveries(DeliveryStatus.REPORTED)),
        over=over_agreed(actor.today),
        late=oldest_first(running(actor.today, Stand.DUE)),
        quiet=oldest_first(running(actor.today, Stand.ASKED, Stand.DIFFERS)),
    )


def oldest_first(found: Iterable[Late]) -> tuple[Late, ...]:
    """Return exchanges by the end of the first period that is not settled."""
    return tuple(sorted(found, key=lambda one: (one.lines[0].period.last, one.exchange.id)))


def differences() -> tuple[DeliveryRecord, ...]:
    """Return the deliveries of which both sides say something else, and that were not reported anew."""
    disputed = exchange_store.open_deliveries(DeliveryStatus.DISPUTED)
    return tuple(row for row in disputed if not solved.is_solved(row, row.exchange))


def over_agreed(today: date) -> tuple[Over, ...]:
    """Return the exchanges of which more moved than was agreed, as far as any of it did in the past year."""
    found = exchange_store.with_more_than_agreed(today - ITS_YEAR)
    each = (Over(one, moved_of(one, today)) for one in found)
    return tuple(one for one in each if is_over(one.moved, one.exchange.tonnes_agreed))


def moved_of(exchange: ExchangeRecord, today: date) -> Decimal:
    """Return the tonnes of an exchange that count for what was agreed."""
    told = (exchanges.value_of(row) for row in exchange.deliveries)
    return counted_tonnes(told, exchanges.counts_after(exchange, today))


def disputed(actor: Actor) -> int:
    """Return for the hub of how many deliveries both sides say something else."""
    require_hub(actor)
    return len(differences())


def running(today: date, *stands: Stand) -> list[Late]:
    """Return the exchanges that recur and have periods which stand so, with these."""
    all_of_them = store.recurring()
    told = store.told([one.id for one in all_of_them])
    each = ((one, tuple(x for x in lines_of(one, told, today) if x.stand in stands)) for one in all_of_them)
    return [Late(exchange, lines) for exchange, lines in each if lines]


def ask_what_moved(actor: Actor) -> int:
    """Ask the givers once about each period that is over and of which nothing was told; return how many."""
    asked = 0
    for one in running(actor.today - GRACE, Stand.DUE):
        rows = [store.kept(one.exchange.id, line.period.first) for line in one.lines]
        if any(row.asked_at is None for row in rows):
            letters.period_due(one.exchange, one.lines[-1].period, actor)
            asked += 1
        for row in rows:
            row.asked_at = row.asked_at or actor.now
    return asked
