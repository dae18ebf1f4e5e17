"""The quantity of a match: what the giver has, through the yields of a chain, against what is wanted."""

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from flows.processes import Chain, Yield, chain_yield
from flows.scoring import YEAR_DAYS, Judgement, days_in_common, window
from flows.streams import Amount, Availability, Range, exactly

Tonnes = TypeVar("Tonnes", Decimal, float)

WHOLE = Yield(Decimal(1), Decimal(1), Decimal(1))
"""The yield of handing a stream over as it is."""


@dataclass(frozen=True, slots=True)
class Passing:
    """What a chain makes of a stream: its yield (None if unknown) and its limits.

    A limit is the tonnes a year that leave the chain when one of its processes runs at capacity, and
    ``once`` what of it is left to one-offs in the year from today.
    """

    share: Yield | None
    limits: tuple[Range, ...] = ()
    once: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """How much the receiver gets, in tonnes a year if recurring and in all if not, and how it is judged."""

    judgement: Judgement
    tonnes: Range | None = None
    recurring: bool | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """How many days of a year count: those in common, and those that either side lasts."""

    common: int = YEAR_DAYS
    offered: int = YEAR_DAYS
    wanted: int = YEAR_DAYS


def days_of(offered: Availability, wanted: Availability) -> Days:
    """Return the days of two windows that count, at most a year of each; without an end that is a year."""
    common = days_in_common(offered, wanted)
    return Days(YEAR_DAYS if common is None else min(YEAR_DAYS, common), lasting(offered), lasting(wanted))


def lasting(side: Availability) -> int:
    """Return the days that a window lasts, at most a year."""
    days = window(side)
    return YEAR_DAYS if days is None else min(YEAR_DAYS, days)


def passing(chain: Chain) -> Passing:
    """Return the yield of a chain and what its capacities leave, in tonnes at its end."""
    share = chain_yield(chain)
    if share is None:
        return Passing(None)
    limits, once = [], []
    for place, step in enumerate(chain):
        rest, capacity = chain_yield(chain[place:]), step.process.capacity_tonnes
        if capacity is not None and rest is not None:
            left = max(Decimal(0), capacity - step.process.taken_once)
            limits.append(exactly(capacity).times(rest.low, rest.likely, rest.high))
            once.append(exactly(left).times(rest.low, rest.likely, rest.high))
    return Passing(share, tuple(limits), tuple(once))


def judge_quantity(offered: Amount | None, wanted: Amount | None, through: Passing, days: Days) -> Receipt:
    """Judge the share of the offer that is taken and the share of the need that is filled, half each.

    Years go with years and lots with lots. Where one side recurs and the other does not, the
    recurring one (and a capacity) counts for the days in common, at most a year.
    """
    facts = (("offer.quantity", offered), ("need.quantity", wanted), ("process.yield", through.share))
    missing = tuple(fact for fact, value in facts if value is None)
    if offered is None or wanted is None or through.share is None:
        return Receipt(Judgement(None, (), missing))
    if offered.recurring and wanted.recurring:
        have, want = offered.tonnes, wanted.tonnes
        likely = Likely(
            float(have.likely), float(want.likely), tuple(float(most.likely) for most in through.limits)
        )
        return Receipt(
            judge_likely(likely, through.share, recurring=True),
            arriving(have, want, through.share, through.limits),
            recurring=True,
        )
    common = YEAR_DAYS if offered.recurring == wanted.recurring else days.common
    lots = lot_of(offered, common, days.offered), lot_of(wanted, common, days.wanted)
    limits = limits_once(through, common)
    likely = Likely(
        likely_lot(offered, common, days.offered),
        likely_lot(wanted, common, days.wanted),
        tuple(likely_limits(through, common)),
    )
    return Receipt(
        judge_likely(likely, through.share, recurring=False),
        arriving(lots[0].tonnes, lots[1].tonnes, through.share, limits),
        recurring=False,
    )


def lot_of(amount: Amount, common: int, lasts: int) -> Amount:
    """Return what an amount comes to in the days in common with a lot, of the days that it lasts itself.

    Of a yearly amount no more is left to a lot than other lots leave of it (domain.md 5.1).
    """
    if not amount.recurring:
        return amount
    left = (
        max(Decimal(0), min(in_days(end, common), in_days(end, lasts) - amount.taken_once))
        for end in astuple(amount.tonnes)
    )
    return Amount(Range(*left), amount.grade, recurring=False)


def limits_once(through: Passing, common: int) -> tuple[Range, ...]:
    """Return what the capacities on the way leave to a lot in the days in common."""
    return tuple(
        Range(
            *(min(in_days(end, common), most) for end, most in zip(astuple(year), astuple(once), strict=True))
        )
        for year, once in zip(through.limits, through.once, strict=True)
    )


def arriving(have: Range, want: Range, keep: Yield, limits: Sequence[Range]) -> Range:
    """Return what arrives, limited by what is wanted and by what the processes let through."""
    return Range(
        min(have.low * keep.low, want.low, *(limit.low for limit in limits)),
        min(have.likely * keep.likely, want.likely, *(limit.likely for limit in limits)),
        min(have.high * keep.high, want.high, *(limit.high for limit in limits)),
    )


@dataclass(frozen=True, slots=True)
class Likely:
    """The likely tonnes that are judged, in float64 so that any engine finds the same value."""

    have: float
    want: float
    most: tuple[float, ...]


def likely_lot(amount: Amount, common: int, lasts: int) -> float:
    """Return the likely tonnes of ``lot_of``, in float64."""
    tonnes = float(amount.tonnes.likely)
    if not amount.recurring:
        return tonnes
    left = in_days(tonnes, lasts) - float(amount.taken_once)
    return max(0.0, min(in_days(tonnes, common), left))


def likely_limits(through: Passing, common: int) -> Iterator[float]:
    """Yield the likely tonnes of ``limits_once``, in float64."""
    for year, once in zip(through.limits, through.once, strict=True):
        yield min(in_days(float(year.likely), common), float(once.likely))


def judge_likely(likely: Likely, keep: Yield, *, recurring: bool) -> Judgement:
    """Judge the share of what leaves that arrives and the share of what is wanted that is filled."""
    have, want, share = likely.have, likely.want, float(keep.likely)
    gets = min(have * share, want, *likely.most)
    value = (share_of(gets, have * share) + share_of(gets, want)) / 2
    evidence: list[tuple[str, str | float]] = [("offered_tonnes", have), ("wanted_tonnes", want)]
    evidence += [("received_tonnes", gets), ("per", "year" if recurring else "once")]
    evidence += [("yield", share)] if keep is not WHOLE else []
    evidence += [("capacity_leaves_tonnes", min(likely.most))] if likely.most else []
    return Judgement(value, tuple(evidence))


def in_days(tonnes: Tonnes, days: int) -> Tonnes:
    """Return what tonnes a year come to in so many days, and the same tonnes for a whole year."""
    return tonnes if days == YEAR_DAYS else tonnes * days / YEAR_DAYS


def until_its_end(tonnes: Decimal, side: Availability, today: date) -> Decimal | None:
    """Return what tonnes a year come to from today until a last day within a year, None without one."""
    left = side.left_on(today)
    days = None if left is None else window(left)
    return None if days is None or days >= YEAR_DAYS else in_days(tonnes, days)


def share_of(some: float, whole: float) -> float:
    """Return a share from 0 to 1; nothing is no share of nothing."""
    return some / whole if whole > 0 else 0.0
