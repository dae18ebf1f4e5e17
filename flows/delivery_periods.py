"""Periods of an exchange that recurs: in each, what moved is reported and confirmed, or nothing did."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from flows.errors import FlowsError
from flows.exchanges import COUNTS_NOT, Delivery, DeliveryStatus

DAY = timedelta(days=1)
MONTHS_IN_YEAR = 12


class Span(StrEnum):
    """How long a period lasts."""

    MONTH = "month"
    QUARTER = "quarter"


MONTHS = {Span.MONTH: 1, Span.QUARTER: 3}

OF_OFFER = {"quarter": Span.QUARTER, "year": Span.QUARTER}
"""Spans that follow how an offer was told; whatever comes oftener is added up by month.

What is told by the year is added up by quarter, as the public figures are.
"""


class Stand(StrEnum):
    """Where a period stands."""

    RUNNING = "running"
    DUE = "due"
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    ASKED = "asked"
    DIFFERS = "differs"
    DISPUTED = "disputed"
    QUIET = "quiet"
    PASSED = "passed"


class PeriodUnknownError(FlowsError):
    """Something was told of a period that an exchange does not have, or that is not over."""

    code = "exchange.period_unknown"

    def __init__(self, first: date) -> None:
        super().__init__(first)
        self.first = first

    def __str__(self) -> str:
        return f"this exchange has no period from {self.first} that is over and of which nothing was told"


@dataclass(frozen=True, slots=True)
class DeliveryPeriod:
    """The days of an exchange for which its deliveries are added up; ``last`` counts as well."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        """Return whether a day falls in it."""
        return self.first <= day <= self.last


def span_of(told: str | None) -> Span:
    """Return how long the periods of an offer are, told per day, week, month, quarter or year."""
    return OF_OFFER.get(told or "", Span.MONTH)


def periods(agreed: date, until: date, span: Span) -> tuple[DeliveryPeriod, ...]:
    """Return the calendar periods of an exchange from the day of its agreement on, the oldest first.

    The first begins on the day of the agreement, the last is the one in which ``until`` falls.
    """
    found = []
    first = agreed
    while first <= until:
        after = beginning_after(first, span)
        found.append(DeliveryPeriod(first, after - DAY))
        first = after
    return tuple(found)


def beginning_after(day: date, span: Span) -> date:
    """Return the first day of the calendar period after the one of a day."""
    months = MONTHS[span]
    at = (day.month - 1) // months * months + months
    return date(day.year + at // MONTHS_IN_YEAR, at % MONTHS_IN_YEAR + 1, 1)


def stand_of(
    period: DeliveryPeriod,
    deliveries: Iterable[Delivery],
    today: date,
    *,
    quiet: bool = False,
    agreed: bool | None = True,
) -> Stand:
    """Return where a period of an exchange stands: what was reported wins over a word that nothing moved.

    ``quiet`` is whether a side told that nothing moved, ``agreed`` what the other side says to that, None
    while it said nothing. Disputed and withdrawn deliveries count as none. Of a period without a
    delivery nobody is asked any more once a later day was reported: people add up. A disputed one is told.
    """
    deliveries = tuple(deliveries)
    counting = [one for one in deliveries if one.status not in COUNTS_NOT]
    within = [one for one in counting if one.day in period]
    if any(one.status is DeliveryStatus.REPORTED for one in within):
        return Stand.WAITING
    if today <= period.last:
        return Stand.RUNNING
    if within:
        return Stand.CONFIRMED
    if quiet:
        return Stand.ASKED if agreed is None else Stand.QUIET if agreed else Stand.DIFFERS
    if not any(one.day > period.last for one in counting):
        return Stand.DUE
    disputed = any(one.status is DeliveryStatus.DISPUTED and one.day in period for one in deliveries)
    return Stand.DISPUTED if disputed else Stand.PASSED
