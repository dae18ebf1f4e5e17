"""The quantity of a match: what the giver has, through the yields of a chain, against what is wanted."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from flows.processes import Chain, Yield, chain_yield
from flows.scoring import YEAR_DAYS, Judgement
from flows.streams import Amount, Range, exactly

Number = TypeVar("Number", float, Decimal)

WHOLE = Yield(Decimal(1), Decimal(1), Decimal(1))
"""The yield of handing a stream over as it is."""


@dataclass(frozen=True, slots=True)
class Passing:
    """What a chain makes of a stream: its yield (None if unknown) and its limits.

    A limit is the tonnes a year that leave the chain when one of its processes runs at capacity.
    """

    share: Yield | None
    limits: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """How much the receiver gets, in tonnes a year if recurring and in all if not, and how it is judged."""

    judgement: Judgement
    tonnes: Range | None = None
    recurring: bool | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a year whose tonnes count: of the offer, of the need, and of the capacities between."""

    offered: int
    wanted: int
    between: int


def passing(chain: Chain) -> Passing:
    """Return the yield of a chain and what its capacities leave, in tonnes a year at its end."""
    share = chain_yield(chain)
    if share is None:
        return Passing(None)
    limits = []
    for place, step in enumerate(chain):
        rest = chain_yield(chain[place:])
        if step.process.capacity_tonnes is not None and rest is not None:
            limits.append(exactly(step.process.capacity_tonnes).times(rest.low, rest.likely, rest.high))
    return Passing(share, tuple(limits))


def judge_quantity(
    offered: Amount | None, wanted: Amount | None, through: Passing, days_in_common: int | None
) -> Receipt:
    """Judge the share of the offer that is taken and the share of the need that is filled, half each.

    Years go with years and lots with lots. Where one side recurs and the other does not, the
    recurring one (and a capacity) counts for the days in common, at most a year.
    """
    facts = (("offer.quantity", offered), ("need.quantity", wanted), ("process.yield", through.share))
    missing = tuple(fact for fact, value in facts if value is None)
    if offered is None or wanted is None or through.share is None:
        return Receipt(Judgement(None, (), missing))
    return received(offered, wanted, through, counted_days(offered, wanted, days_in_common))


def counted_days(offered: Amount, wanted: Amount, days_in_common: int | None) -> Days:
    """Return the days whose tonnes count on each side and for the capacities between."""
    if offered.recurring == wanted.recurring or days_in_common is None:
        return Days(YEAR_DAYS, YEAR_DAYS, YEAR_DAYS)
    days = min(YEAR_DAYS, days_in_common)
    return Days(days if offered.recurring else YEAR_DAYS, days if wanted.recurring else YEAR_DAYS, days)


def received(offered: Amount, wanted: Amount, through: Passing, days: Days) -> Receipt:
    """Return what arrives of ``offered``, limited by ``wanted`` and by the capacities on the way."""
    have, keep, want = offered.tonnes, through.share or WHOLE, wanted.tonnes
    tonnes = Range(
        arriving(have.low, keep.low, want.low, [limit.low for limit in through.limits], days),
        arriving(have.likely, keep.likely, want.likely, [limit.likely for limit in through.limits], days),
        arriving(have.high, keep.high, want.high, [limit.high for limit in through.limits], days),
    )
    recurring = offered.recurring and wanted.recurring
    return Receipt(judge_likely(offered, wanted, through, days), tonnes, recurring)


def judge_likely(offered: Amount, wanted: Amount, through: Passing, days: Days) -> Judgement:
    """Judge the likely tonnes, in float64 so that any engine finds the same value."""
    have, keep = float(offered.tonnes.likely), float((through.share or WHOLE).likely)
    want = float(wanted.tonnes.likely)
    limits = [float(limit.likely) for limit in through.limits]
    gets = arriving(have, keep, want, limits, days)
    given, asked = in_days(have, days.offered), in_days(want, days.wanted)
    value = (share_of(gets, given * keep) + share_of(gets, asked)) / 2
    evidence: list[tuple[str, str | float]] = [("offered_tonnes", given), ("wanted_tonnes", asked)]
    evidence += [
        ("received_tonnes", gets),
        ("per", "year" if offered.recurring and wanted.recurring else "once"),
    ]
    evidence += [("yield", keep)] if through.share is not WHOLE else []
    evidence += [("capacity_leaves_tonnes", in_days(min(limits), days.between))] if limits else []
    return Judgement(value, tuple(evidence))


def arriving(have: Number, keep: Number, want: Number, limits: Sequence[Number], days: Days) -> Number:
    """Return the tonnes made of the offer, at most what is wanted and what capacity leaves."""
    given = in_days(have, days.offered) * keep
    return min(given, in_days(want, days.wanted), *(in_days(limit, days.between) for limit in limits))


def in_days(tonnes: Number, days: int) -> Number:
    """Return what tonnes a year come to in so many days, and the same tonnes for a whole year."""
    return tonnes if days == YEAR_DAYS else tonnes * days / YEAR_DAYS


def share_of(some: float, whole: float) -> float:
    """Return a share from 0 to 1; nothing is no share of nothing."""
    return some / whole if whole > 0 else 0.0
