"""Urgency: which suggestion of the queue somebody should look at first, and by which day."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from flows.suggestions import Status

CAUTIOUS_TONNES = Decimal(1)
"""Tonnes a year that an offer counts for in the queue while nobody knows how much it is: a cautious figure of
our own (grade D), so that it neither comes first nor stays last for ever."""

LIKELIHOOD = {
    Status.NEW: 0.2,
    Status.IN_REVIEW: 0.3,
    Status.PROPOSED: 0.5,
    Status.AGREED: 0.8,
    Status.MOVED: 0.9,
    Status.CONFIRMED: 1.0,
    Status.DECLINED: 0.0,
    Status.LAPSED: 0.0,
}
"""How likely it is that something comes of a suggestion that fits perfectly and of which all is known, by how
far it has come: our own estimates (grade D), to be replaced by counts once there are enough endings."""

UNKNOWN_COUNTS = 0.5
"""What likelihood is left where nothing is known of how well two sides fit (grade D)."""

PERIOD_DAYS = 5
"""Days of waiting that count as much again as the first look: after five days twice, after ten three times
(grade D)."""

OVERDUE_COUNTS = 2.0
"""How many times more a suggestion counts once its deadline has passed (grade D)."""

DAYS_ALLOWED = {
    Status.NEW: 5,
    Status.IN_REVIEW: 10,
    Status.PROPOSED: 14,
    Status.AGREED: 30,
    Status.MOVED: 14,
}
"""Days within which the next step should be taken (grade D).

Until somebody looks and until it is decided from the day it was found, until both answered from the day they
were asked, until a first delivery from the day both agreed, until it is confirmed from its report on.
"""

DAYS_TO_ARRANGE = 7
"""Days that both sides need to arrange something before the last day of an offer or a need (grade D)."""


def expected_tonnes(lines: Iterable[Decimal | None]) -> Decimal:
    """Return the tonnes a year that a suggestion is expected to bring, of a lot those of its one year.

    ``lines`` are the likely tonnes that arrive from each offer, None where nobody knows: those count for
    ``CAUTIOUS_TONNES``.
    """
    return sum((CAUTIOUS_TONNES if one is None else one for one in lines), Decimal(0))


def likelihood(status: Status, score: float, completeness: float) -> float:
    """Return how likely something comes of a suggestion, from 0 to 1.

    It is that of its status, times how well it fits (``score``, 0 to 1), times a half to one for how much of
    that is known (``completeness``, 0 to 1). An ordering of our own (grade D), no forecast of one case.
    """
    return LIKELIHOOD[status] * score * (UNKNOWN_COUNTS + (1 - UNKNOWN_COUNTS) * completeness)


def ageing(waited_days: float, *, overdue: bool) -> float:
    """Return how many times a suggestion counts for having waited: once at first, without an upper limit."""
    return (1 + max(waited_days, 0.0) / PERIOD_DAYS) * (OVERDUE_COUNTS if overdue else 1.0)


def urgency(tonnes: Decimal, likely: float, waited_days: float, *, overdue: bool) -> float:
    """Return expected tonnes a year x likelihood x age: the higher, the sooner somebody should look.

    ``tonnes`` are those of ``expected_tonnes``, ``likely`` is that of ``likelihood``, ``waited_days`` are
    days since the status began. Formula: product.md 8; its figures are the constants above (grade D).
    """
    return float(tonnes) * likely * ageing(waited_days, overdue=overdue)


def deadline(status: Status, since: date, last_day: date | None = None) -> date | None:
    """Return the day by which the next step should be taken, None where nothing is left to do.

    ``since`` is the day from which the status counts (see ``DAYS_ALLOWED``). While nothing is agreed it lies
    ``DAYS_TO_ARRANGE`` days before ``last_day``, the earliest last day of its listings, if that is sooner; it
    never lies before ``since``.
    """
    if status not in DAYS_ALLOWED:
        return None
    by_status = since + timedelta(days=DAYS_ALLOWED[status])
    if last_day is None or status in (Status.AGREED, Status.MOVED):
        return by_status
    return max(since, min(by_status, last_day - timedelta(days=DAYS_TO_ARRANGE)))


def days_overdue(due: date | None, today: date) -> int:
    """Return for how many days a deadline has passed, nought where it has not."""
    return 0 if due is None else max((today - due).days, 0)
