"""The quantity of a match: what the giver has, through the yields of a chain, against what is wanted."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date
from decimal import Decimal

from flows.processes import Chain, Yield, chain_yield
from flows.scoring import YEAR_DAYS, Judgement, days_in_common, window
from flows.streams import Amount, Availability, Range, exactly

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
        return received(offered, wanted, through.share, through.limits)
    common = YEAR_DAYS if offered.recurring == wanted.recurring else days.common
    lots = lot_of(offered, common, days.offered), lot_of(wanted, common, days.wanted)
    return received(*lots, through.share, limits_once(through, common))


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


def received(offered: Amount, wanted: Amount, keep: Yield, limits: Sequence[Range]) -> Receipt:
    """Return what arrives of ``offered``, limited by ``wanted`` and by what the processes let through."""
    have, want = offered.tonnes, wanted.tonnes
    tonnes = Range(
        min(have.low * keep.low, want.low, *(limit.low for limit in limits)),
        min(have.likely * keep.likely, want.likely, *(limit.likely for limit in limits)),
        min(have.high * keep.high, want.high, *(limit.high for limit in limits)),
    )
    return Receipt(judge_likely(offered, wanted, keep, limits), tonnes, offered.recurring)


def judge_likely(offered: Amount, wanted: Amount, keep: Yield, limits: Sequence[Range]) -> Judgement:
    """Judge the likely tonnes, in float64 so that any engine finds the same value."""
    have, share, want = float(offered.tonnes.likely), float(keep.likely), float(wanted.tonnes.likely)
    most = [float(limit.likely) for limit in limits]
    gets = min(have * share, want, *most)
    value = (share_of(gets, have * share) + share_of(gets, want)) / 2
    evidence: list[tuple[str, str | float]] = [("offered_tonnes", have), ("wanted_tonnes", want)]
    evidence += [("received_tonnes", gets), ("per", "year" if offered.recurring else "once")]
    evidence += [("yield", share)] if keep is not WHOLE else []
    evidence += [("capacity_leaves_tonnes", min(most))] if most else []
    return Judgement(value, tuple(evidence))


def in_days(tonnes: Decimal, days: int) -> Decimal:
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
