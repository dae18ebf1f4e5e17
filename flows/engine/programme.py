"""A programme: tonnes along matches within limits, as HiGHS solves it, with or without yeses and noes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import highspy
import numpy as np
from numpy.typing import NDArray

from flows.errors import FlowsError
from flows.plans import Effort

Floats = NDArray[np.float64]
Row = Sequence[tuple[int, float]]

LARGE = 10_000
"""Matches from which on the interior point method is quicker than the simplex."""

TOLERANCE = 1e-7
"""Prices below this are nothing."""

QUICK = Effort()


class NoPlanError(FlowsError):
    """The solver found no best set; ``said`` is what it said of that."""

    code = "plan.none"

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said

    def __str__(self) -> str:
        return f"no plan could be made: the solver gave up ({self.said})"


class ContradictionError(NoPlanError):
    """What is asked for contradicts itself."""

    code = "plan.contradiction"

    def __str__(self) -> str:
        return "no plan could be made: no tonnes satisfy every limit and every lot at once"


class NoLimitError(NoPlanError):
    """A match could grow without end."""

    code = "plan.no_limit"

    def __str__(self) -> str:
        return "no plan could be made: nothing limits some match, so that it could grow without end"


class NoTimeError(NoPlanError):
    """Time was up before any plan was found."""

    code = "plan.no_time"

    def __str__(self) -> str:
        return "no plan could be made: time was up before any was found; allow more, or use fewer lots"


CAUSES: dict[highspy.HighsModelStatus, type[NoPlanError]] = {
    highspy.HighsModelStatus.kInfeasible: ContradictionError,
    highspy.HighsModelStatus.kUnbounded: NoLimitError,
    highspy.HighsModelStatus.kUnboundedOrInfeasible: NoLimitError,
    highspy.HighsModelStatus.kTimeLimit: NoTimeError,
}


@dataclass(frozen=True, slots=True)
class Programme:
    """Columns from ``low`` to ``high``, and rows of columns with their shares, from ``least`` to ``most``.

    The columns from ``whole`` on are yeses and noes: 0 or 1.
    """

    rows: Sequence[Row]
    least: Floats
    most: Floats
    low: Floats
    high: Floats
    whole: int

    @property
    def entries(self) -> tuple[NDArray[np.int32], NDArray[np.int32], Floats]:
        """Return where each row begins (and the end), and column and share of each entry."""
        starts = np.cumsum([0, *(len(row) for row in self.rows)])
        column = [place for row in self.rows for place, _ in row]
        share = [share for row in self.rows for _, share in row]
        return starts.astype(np.int32), np.array(column, dtype=np.int32), np.array(share)


@dataclass(frozen=True, slots=True)
class Solution:
    """The tonnes of each column, what one more of it would cost, the price of each row, and the bound.

    ``bound`` is what no solution is cheaper than, as the solver proved it; ``ended`` whether it went on
    until it was as near to it as was asked.
    """

    tonnes: Floats
    losses: Floats
    prices: Floats
    bound: float
    ended: bool = True


def solved(programme: Programme, cost: Floats, effort: Effort = QUICK, method: str = "") -> Solution:
    """Return the cheapest columns at this cost for one of each; the same programme gives the same answer.

    ``method`` is ``simplex`` or ``ipm``, by default the quicker one. With yeses and noes the search ends
    when time is up or the gap is small enough, and has no prices. Raises NoPlanError.
    """
    solver, ended = ran(programme, cost, effort, method)
    found = solver.getSolution()
    tonnes = np.clip(np.array(found.col_value), programme.low, programme.high)
    if programme.whole < len(programme.low):
        bound = float(solver.getInfo().mip_dual_bound)
        return Solution(tonnes, np.zeros(len(tonnes)), np.zeros(len(programme.rows)), bound, ended)
    prices = np.array(found.row_dual)
    return Solution(tonnes, np.array(found.col_dual), prices, least_cost(programme, cost, prices))


def cheapest(programme: Programme, cost: Floats) -> Floats:
    """Return the cheapest columns alone, by the simplex, without prices or a bound. Raises NoPlanError."""
    solver, _ = ran(programme, cost, QUICK, "simplex")
    found: Floats = np.clip(np.array(solver.getSolution().col_value), programme.low, programme.high)
    return found


def ran(programme: Programme, cost: Floats, effort: Effort, method: str) -> tuple[highspy.Highs, bool]:
    """Return the solver once it has found columns, and whether it went on to the end. Raises NoPlanError."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # its class has no types
    solver.silent()
    solver.setOptionValue("threads", 1)
    mixed = programme.whole < len(programme.low)
    if mixed:
        solver.setOptionValue("time_limit", effort.seconds)
        solver.setOptionValue("mip_rel_gap", effort.gap)
    else:
        solver.setOptionValue("solver", method or ("ipm" if programme.whole >= LARGE else "simplex"))
    solver.passModel(model_of(programme, cost))
    solver.run()
    status, found = solver.getModelStatus(), solver.getSolution()
    enough = status == highspy.HighsModelStatus.kTimeLimit and found.value_valid and mixed
    if status != highspy.HighsModelStatus.kOptimal and not enough:
        raise CAUSES.get(status, NoPlanError)(solver.modelStatusToString(status))
    return solver, not enough


def model_of(programme: Programme, cost: Floats) -> highspy.HighsLp:
    """Return a programme as HiGHS reads it."""
    starts, column, share = programme.entries
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(programme.low), len(programme.rows)
    model.col_cost_, model.col_lower_, model.col_upper_ = cost, programme.low, programme.high
    model.row_lower_, model.row_upper_ = programme.least, programme.most
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = starts, column, share
    if programme.whole < len(programme.low):
        kinds = [highspy.HighsVarType.kContinuous] * programme.whole
        kinds += [highspy.HighsVarType.kInteger] * (len(programme.low) - programme.whole)
        model.integrality_ = kinds
    return model


def room_of(programme: Programme) -> Floats:
    """Return the most that each column can be at all: its own bound, or what one of its rows leaves it."""
    starts, column, share = programme.entries
    row = np.repeat(np.arange(len(programme.rows)), np.diff(starts))
    room = programme.high.copy()
    used = share > 0
    np.minimum.at(room, column[used], programme.most[row[used]] / share[used])
    return room


def least_cost(programme: Programme, cost: Floats, prices: Floats) -> float:
    """Return what no solution is cheaper than, by duality, whatever the solver says of its own answer.

    Every row at its price, at the end that the sign of the price asks for, and each column at what its rows
    leave unpaid of it, from its lowest to its highest.
    """
    prices = np.where(np.isneginf(programme.least), np.minimum(0, prices), prices)
    prices = np.where(np.isposinf(programme.most), np.maximum(0, prices), prices)
    paid_at = np.where(prices > 0, programme.least, programme.most)
    rows = float(np.sum(prices[prices != 0] * paid_at[prices != 0]))
    starts, column, share = programme.entries
    row = np.repeat(np.arange(len(programme.rows)), np.diff(starts))
    unpaid = cost - np.bincount(column, prices[row] * share, minlength=len(cost))
    taken_at = np.where(unpaid > 0, programme.low, room_of(programme))
    return rows + float(np.sum(unpaid[unpaid != 0] * taken_at[unpaid != 0]))


def among_the_best(programme: Programme, found: Solution) -> Programme:
    """Return the programme all of whose solutions are as cheap: what has a price stays where it is."""
    full, bare = found.prices < -TOLERANCE, found.prices > TOLERANCE
    barred, wanted = found.losses > TOLERANCE, found.losses < -TOLERANCE
    return replace(
        programme,
        least=np.where(full, programme.most, programme.least),
        most=np.where(bare, programme.least, programme.most),
        high=np.where(barred, programme.low, programme.high),
        low=np.where(wanted & np.isfinite(programme.high), programme.high, programme.low),
    )
