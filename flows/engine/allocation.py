"""The best set of matches under what is offered, wanted and can be converted: a flow with yields.

A linear programme, solved by HiGHS: how many tonnes leave along each match, so that no offer gives, no
need gets and no process takes more than it can. First what the plan aims at is made as large as it can
be, then, without giving up any of that, the tonne-kilometres as few.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import highspy
import numpy as np
from numpy.typing import NDArray

from flows.errors import FlowsError
from flows.plans import (
    Aim,
    Bottleneck,
    Candidate,
    Holder,
    Plan,
    Room,
    Share,
    UnknownTonnesError,
    worth_of,
)

Floats = NDArray[np.float64]

LARGE = 10_000
"""Matches from which on the interior point method is quicker than the simplex."""

TOLERANCE = 1e-7
"""Prices below this are nothing."""

LITTLE = 1e-6
"""Tonnes below this are nothing: a gram."""


class NoPlanError(FlowsError):
    """The solver found no best set; ``why`` is what it said."""

    code = "plan.none"

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why

    def __str__(self) -> str:
        return f"no plan could be made: {self.why}"


def best_set(candidates: Iterable[Candidate], room: Room, aim: Aim = Aim.RUNG) -> Plan:
    """Return the best set of matches; the same input in any order gives the same plan.

    Of equally good sets of fewer than ``LARGE`` matches it is the one with the fewest tonne-kilometres.
    Raises UnknownTonnesError where a match needs room that is unknown, NoPlanError where none is found.
    """
    lines = sorted(candidates, key=key_of)
    if not lines:
        return Plan((), (), 0.0, 0.0, 0.0)
    rows = rows_of(lines, room)
    gain = np.array([worth_of(line, aim) * line.arriving for line in lines])
    road = np.array([0.0 if line.distance_km is None else line.distance_km for line in lines])
    programme = Programme(rows, np.array([limit_of(place, room) for place in rows]), len(lines))
    found = solved(programme, -gain)
    leaving = found.tonnes
    if len(lines) < LARGE:
        leaving = solved(among_the_best(programme, found), road).tonnes
    leaving = np.where(leaving < LITTLE, 0, leaving)
    worth, most = float(gain @ leaving), most_worth(programme, gain, found.prices)
    return Plan(
        tuple(shares_of(lines, leaving)),
        held_back(rows, found.prices),
        worth,
        max(0.0, most - worth) / max(LITTLE, most),
        float(road @ leaving),
    )


def shares_of(lines: Sequence[Candidate], leaving: Floats) -> Iterator[Share]:
    """Yield the matches along which something leaves, to the gram."""
    for line, tonnes in zip(lines, leaving.tolist(), strict=True):
        if tonnes > 0:
            yield Share(line, round(tonnes, 6), round(tonnes * line.arriving, 6))


def key_of(line: Candidate) -> tuple[object, ...]:
    """Return the key by which matches are sorted."""
    return line.offer, line.need, line.enters, line.strategy, line.arriving


Place = tuple[Holder, str]


def rows_of(lines: Sequence[Candidate], room: Room) -> dict[Place, list[tuple[int, float]]]:
    """Return for each thing with a limit which matches use how much of it per tonne that leaves."""
    known: dict[Holder, Mapping[str, float]] = {Holder.OFFER: room.offers, Holder.NEED: room.needs}
    rows: dict[Place, list[tuple[int, float]]] = {}
    for place, line in enumerate(lines):
        uses = ((Holder.OFFER, line.offer, 1.0), (Holder.NEED, line.need, line.arriving))
        for holder, name, share in uses:
            if name not in known[holder]:
                raise UnknownTonnesError(holder, name)
            rows.setdefault((holder, name), []).append((place, share))
        for name, share in line.enters:
            if name in room.processes:
                rows.setdefault((Holder.PROCESS, name), []).append((place, share))
    return rows


def limit_of(place: Place, room: Room) -> float:
    """Return the tonnes that a thing allows."""
    holder, name = place
    limits = {Holder.OFFER: room.offers, Holder.NEED: room.needs, Holder.PROCESS: room.processes}
    return float(limits[holder][name])


@dataclass(frozen=True, slots=True)
class Programme:
    """A linear programme: for each limit what it allows, and what each match uses of it.

    ``full`` are limits that have to be used up, ``barred`` matches along which nothing may leave.
    """

    rows: Mapping[Place, Sequence[tuple[int, float]]]
    limits: Floats
    matches: int
    full: NDArray[np.bool_] | None = None
    barred: NDArray[np.bool_] | None = None

    @property
    def entries(self) -> tuple[NDArray[np.int32], NDArray[np.int32], Floats]:
        """Return where each row begins (and the end), and match and share of each entry."""
        starts = np.cumsum([0, *(len(row) for row in self.rows.values())])
        match = [place for row in self.rows.values() for place, _ in row]
        share = [share for row in self.rows.values() for _, share in row]
        return starts.astype(np.int32), np.array(match, dtype=np.int32), np.array(share)


@dataclass(frozen=True, slots=True)
class Solution:
    """The tonnes along each match, what a tonne more along it would cost, and the price of each limit."""

    tonnes: Floats
    losses: Floats
    prices: Floats


def among_the_best(programme: Programme, found: Solution) -> Programme:
    """Return the programme all of whose solutions are as good: what has a price is used up."""
    return replace(programme, full=found.prices > TOLERANCE, barred=found.losses > TOLERANCE)


def solved(programme: Programme, cost: Floats) -> Solution:
    """Return the optimum of a programme at this cost for each tonne along each match."""
    large = programme.matches >= LARGE
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # its class has no types
    solver.silent()
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("solver", "ipm" if large else "simplex")
    solver.setOptionValue("run_crossover", "off" if large else "on")
    solver.passModel(model_of(programme, cost))
    solver.run()
    status = solver.getModelStatus()
    if status != highspy.HighsModelStatus.kOptimal:
        raise NoPlanError(solver.modelStatusToString(status))
    found = solver.getSolution()
    return Solution(
        np.maximum(0, np.array(found.col_value)),
        np.array(found.col_dual),
        np.maximum(0, -np.array(found.row_dual)),
    )


def model_of(programme: Programme, cost: Floats) -> highspy.HighsLp:
    """Return a programme as HiGHS reads it, a row for each limit."""
    starts, match, share = programme.entries
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = programme.matches, len(programme.limits)
    model.col_cost_, model.col_lower_ = cost, np.zeros(programme.matches)
    upper = np.full(programme.matches, highspy.kHighsInf)
    model.col_upper_ = upper if programme.barred is None else np.where(programme.barred, 0, upper)
    lower = np.full(len(programme.limits), -highspy.kHighsInf)
    model.row_lower_ = lower if programme.full is None else np.where(programme.full, programme.limits, lower)
    model.row_upper_ = programme.limits
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = starts, match, share
    return model


def most_worth(programme: Programme, gain: Floats, prices: Floats) -> float:
    """Return what no plan exceeds, by duality: all limits at their prices, and what these leave unpaid."""
    starts, match, share = programme.entries
    row = np.repeat(np.arange(len(programme.limits)), np.diff(starts))
    paid = np.bincount(match, prices[row] * share, minlength=programme.matches)
    room = np.full(programme.matches, np.inf)
    used = share > 0
    np.minimum.at(room, match[used], programme.limits[row[used]] / share[used])
    return float(prices @ programme.limits + np.maximum(0, gain - paid) @ room)


def held_back(rows: Mapping[Place, object], prices: Floats) -> tuple[Bottleneck, ...]:
    """Return what a tonne more of would help, the most first."""
    found = [
        Bottleneck(holder, name, price)
        for (holder, name), price in zip(rows, prices.tolist(), strict=True)
        if price > TOLERANCE
    ]
    return tuple(sorted(found, key=lambda one: (-round(one.gain, 9), one.holder, one.name)))
