"""An exchange: what two organisations agreed to, and the deliveries that prove it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from flows.errors import FlowsError, OutOfRangeError
from flows.streams import MOST_TONNES


class Party(StrEnum):
    """A side of an exchange."""

    GIVER = "giver"
    RECEIVER = "receiver"


class DeliveryStatus(StrEnum):
    """Where a delivery stands."""

    REPORTED = "reported"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"


class Dispute(StrEnum):
    """What is not right about a delivery that the other side reported."""

    WEIGHT = "weight"
    DAY = "day"
    NOT_COME = "not_come"
    OTHER = "other"


NEXT: dict[DeliveryStatus, frozenset[DeliveryStatus]] = {
    DeliveryStatus.REPORTED: frozenset(DeliveryStatus) - {DeliveryStatus.REPORTED},
    DeliveryStatus.DISPUTED: frozenset(),
    DeliveryStatus.CONFIRMED: frozenset(),
    DeliveryStatus.WITHDRAWN: frozenset(),
}
"""One side reports weight and date and may take it back until the other confirms or disputes it.

What was disputed or withdrawn stays as it is; the right weight is reported anew. Only whoever disputed it can
take that back for a while: ``reconsider``.
"""

MOST_DIFFERENCE = Decimal("0.10")
"""Two weights of one delivery that differ by at most this part of the greater are taken as one."""

NEAR = timedelta(days=3)
"""How far apart the days may be that both sides tell of one delivery: loaded on one, weighed on another."""

BEFORE_AGREED = timedelta(days=7)
"""How long before the day of the agreement a delivery may lie: what went along while both still talked."""

COUNTS_NOT = (DeliveryStatus.DISPUTED, DeliveryStatus.WITHDRAWN)
"""Statuses in which nothing is taken to have moved."""


class DeliveryStepError(FlowsError):
    """A delivery was asked to take a step that its status does not allow."""

    code = "delivery.step_not_allowed"

    def __init__(self, current: DeliveryStatus, wanted: DeliveryStatus) -> None:
        super().__init__(current, wanted)
        self.current, self.wanted = current, wanted

    def __str__(self) -> str:
        return f"a delivery cannot go from {self.current} to {self.wanted}"


class OwnReportError(FlowsError):
    """The side that reported a delivery tried to answer it as well."""

    code = "delivery.own_report"

    def __str__(self) -> str:
        return "the other side confirms a delivery, not the one that reported it"


class DeliveryInFutureError(FlowsError):
    """A delivery was reported for a day that has not come."""

    code = "delivery.in_future"

    def __init__(self, day: date, today: date) -> None:
        super().__init__(day, today)
        self.day, self.today = day, today

    def __str__(self) -> str:
        return f"{self.day} has not come yet; report a delivery once it happened"


class DeliveryTooLargeError(FlowsError):
    """A delivery is several times what was agreed in all."""

    code = "delivery.too_large"

    def __init__(self, tonnes: Decimal, agreed: Decimal) -> None:
        super().__init__(tonnes, agreed)
        self.tonnes, self.agreed = tonnes, agreed

    def __str__(self) -> str:
        return f"{self.tonnes} t is far more than the {self.agreed} t agreed; check the unit"


class DeliveryBeforeAgreedError(FlowsError):
    """A delivery was reported for a day long before its exchange was agreed."""

    code = "delivery.before_agreed"

    def __init__(self, day: date, agreed_on: date) -> None:
        super().__init__(day, agreed_on)
        self.day, self.agreed_on = day, agreed_on

    def __str__(self) -> str:
        return f"{self.day} lies long before {self.agreed_on}, when this was agreed"


class DeliveryAfterEndError(FlowsError):
    """A delivery was reported for a day after its exchange ended."""

    code = "delivery.after_end"

    def __init__(self, day: date, ended_on: date) -> None:
        super().__init__(day, ended_on)
        self.day, self.ended_on = day, ended_on

    def __str__(self) -> str:
        return f"{self.day} lies after {self.ended_on}, when this exchange ended"


class MaybeSameDeliveryError(FlowsError):
    """A delivery may be one that was told already, of ``tonnes`` on ``day``."""

    code = "delivery.maybe_same"

    def __init__(self, day: date, tonnes: Decimal) -> None:
        super().__init__(day, tonnes)
        self.day, self.tonnes = day, tonnes

    def __str__(self) -> str:
        return f"{self.tonnes} t of {self.day} was told already; is this another delivery?"


class OverAgreedError(FlowsError):
    """With a delivery more would have moved than was agreed, in the year for what recurs."""

    code = "delivery.over_agreed"

    def __init__(self, tonnes: Decimal, agreed: Decimal) -> None:
        super().__init__(tonnes, agreed)
        self.tonnes, self.agreed = tonnes, agreed

    def __str__(self) -> str:
        return f"{self.tonnes} t would have moved of the {self.agreed} t agreed"


class ExchangeEndedError(FlowsError):
    """Something was reported on an exchange that has ended."""

    code = "exchange.ended"

    def __str__(self) -> str:
        return "this exchange has ended; nothing more can be reported on it"


class TonnesPromisedError(FlowsError):
    """An offer's tonnes would be promised twice."""

    code = "exchange.tonnes_promised"

    def __init__(self, left: Decimal, wanted: Decimal) -> None:
        super().__init__(left, wanted)
        self.left, self.wanted = left, wanted

    def __str__(self) -> str:
        return f"{self.wanted} t cannot be promised: {self.left} t of this offer is left"


class CapacityPromisedError(FlowsError):
    """More would go through a plant than it can take beside what was agreed before."""

    code = "exchange.capacity_promised"

    def __init__(self, process: str, left: Decimal, wanted: Decimal) -> None:
        super().__init__(process, left, wanted)
        self.process, self.left, self.wanted = process, left, wanted

    def __str__(self) -> str:
        return f"{self.wanted} t cannot go through {self.process}: {self.left} t of its capacity is left"


class ProcessIdleError(FlowsError):
    """Something would go through a plant that does not run, which is no destination."""

    code = "exchange.process_idle"

    def __init__(self, process: str) -> None:
        super().__init__(process)
        self.process = process

    def __str__(self) -> str:
        return f"nothing can go through {self.process}: it does not run"


@dataclass(frozen=True, slots=True)
class Delivery:
    """Tonnes that moved on one day, as one side reported them."""

    day: date
    tonnes: Decimal
    reported_by: Party
    status: DeliveryStatus = DeliveryStatus.REPORTED

    def __post_init__(self) -> None:
        if not (self.tonnes.is_finite() and 0 < self.tonnes <= MOST_TONNES):
            raise OutOfRangeError("tonnes", self.tonnes, f"above 0 and at most {MOST_TONNES}")


def step(current: DeliveryStatus, wanted: DeliveryStatus) -> DeliveryStatus:
    """Return ``wanted`` if a delivery may go there from ``current``."""
    if wanted not in NEXT[current]:
        raise DeliveryStepError(current, wanted)
    return wanted


def answer(delivery: Delivery, by: Party, wanted: DeliveryStatus) -> DeliveryStatus:
    """Return the status of a delivery after the other side confirmed or disputed it."""
    if by is delivery.reported_by:
        raise OwnReportError()
    if wanted is DeliveryStatus.WITHDRAWN:
        raise DeliveryStepError(delivery.status, wanted)
    return step(delivery.status, wanted)


def reconsider(delivery: Delivery, by: Party) -> DeliveryStatus:
    """Return the status of a delivery whose dispute was taken back: it waits for an answer again."""
    if by is delivery.reported_by:
        raise OwnReportError()
    if delivery.status is not DeliveryStatus.DISPUTED:
        raise DeliveryStepError(delivery.status, DeliveryStatus.REPORTED)
    return DeliveryStatus.REPORTED


def withdraw(delivery: Delivery) -> DeliveryStatus:
    """Return the status of a delivery that its own side took back, as long as nobody answered."""
    return step(delivery.status, DeliveryStatus.WITHDRAWN)


def end(before: date | None, today: date) -> date:
    """Return the day on which an exchange ends, refusing to end what has ended; what was confirmed stays."""
    if before is not None:
        raise ExchangeEndedError()
    return today


def agreed_weight(reported: Decimal, said: Decimal) -> Decimal | None:
    """Return the weight on which two sides agree who told nearly the same, in tonnes: the lower of both.

    None where they differ by more than MOST_DIFFERENCE of the greater: that is for the hub.
    """
    lower, greater = sorted((reported, said))
    return lower if greater - lower <= MOST_DIFFERENCE * greater else None


def within(day: date, agreed_on: date, ended_on: date | None, before: timedelta = BEFORE_AGREED) -> date:
    """Return the day of a delivery if it can belong to an exchange.

    Refuses a day more than ``before`` ahead of the agreement (DeliveryBeforeAgreedError) and one after the
    end (DeliveryAfterEndError).
    """
    if day < agreed_on - before:
        raise DeliveryBeforeAgreedError(day, agreed_on)
    if ended_on is not None and day > ended_on:
        raise DeliveryAfterEndError(day, ended_on)
    return day


def maybe_same(told: Delivery, known: Iterable[Delivery]) -> Delivery | None:
    """Return what may be the same delivery as one that is told now, None where nothing is.

    That is a report of the other side that waits for an answer, of a day at most NEAR away whatever its
    weight; or what counts already of the same day and weight.
    """
    return next((one for one in known if is_maybe(told, one)), None)


def is_maybe(told: Delivery, known: Delivery) -> bool:
    """Return whether two reports may be about one delivery."""
    if known.status in COUNTS_NOT:
        return False
    waits = known.status is DeliveryStatus.REPORTED and known.reported_by is not told.reported_by
    near = abs(known.day - told.day) <= NEAR
    return (waits and near) or (known.day, known.tonnes) == (told.day, told.tonnes)


def counted_tonnes(deliveries: Iterable[Delivery], after: date | None = None) -> Decimal:
    """Return the tonnes told and neither disputed nor taken back, of all days or those after one."""
    told = (one for one in deliveries if one.status not in COUNTS_NOT)
    return sum((one.tonnes for one in told if after is None or one.day > after), Decimal(0))


def is_over(moved: Decimal, agreed: Decimal | None) -> bool:
    """Return whether more moved than was agreed, by more than two scales differ: MOST_DIFFERENCE of it."""
    return agreed is not None and moved > agreed * (1 + MOST_DIFFERENCE)


def is_settled(disputed: datetime, reports: Iterable[datetime]) -> bool:
    """Return whether a dispute of a moment is over: somebody reported anew after it, and that stands."""
    return any(moment > disputed for moment in reports)


def confirmed_tonnes(deliveries: Iterable[Delivery]) -> Decimal:
    """Return the tonnes that both sides confirmed: all that ever counts as moved."""
    return sum((d.tonnes for d in deliveries if d.status is DeliveryStatus.CONFIRMED), Decimal(0))


def promise(available: Decimal | None, promised: Decimal, wanted: Decimal) -> Decimal:
    """Return the tonnes that may be promised, refusing what goes beyond what is available.

    ``available`` is the most that may be promised of an offer in tonnes, None while it is unknown.
    """
    if not (wanted.is_finite() and 0 < wanted <= MOST_TONNES):
        raise OutOfRangeError("tonnes", wanted, f"above 0 and at most {MOST_TONNES}")
    if available is not None and promised + wanted > available:
        raise TonnesPromisedError(max(Decimal(0), available - promised), wanted)
    return wanted


def occupy(process: str, left: Decimal, wanted: Decimal) -> Decimal:
    """Return the tonnes that may go through a plant, refusing what goes beyond the capacity that is left."""
    if wanted > left:
        raise CapacityPromisedError(process, left, wanted)
    return wanted
