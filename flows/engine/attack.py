"""The attack: what somebody can work out of all that is public, by the least and the most of each sum.

It shares nothing with the audit that chooses what is published. Its unknowns are tonnes from nought on, each
cell of each release is a row, and it asks for the ends of the interval in which a sum must lie, for everybody
and for each organisation that knows what it gave and received itself.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from flows.disclosure import INSIDE, OUTSIDE

NOTHING = 1e-6
"""Tonnes that are the solver's rounding."""


@dataclass(frozen=True, slots=True)
class Row:
    """What is public of a sum of figures, each named by its mark."""

    what: str
    marks: frozenset[str]
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Sum:
    """Figures of one organisation that together are nobody else's to know."""

    owner: str
    what: str
    marks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Find:
    """A sum that is known too well: to one participant, or to everybody ('')."""

    owner: str
    what: str
    insider: str


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The true tonnes of each figure, who holds it, which are public by name, and what is public of sums."""

    tonnes: Mapping[str, float]
    holders: Mapping[str, frozenset[str]]
    named: frozenset[str]
    rows: tuple[Row, ...]

    @property
    def bounded(self) -> frozenset[str]:
        """Return the figures of which anything at all is public; all others may be anything."""
        return frozenset().union(*(row.marks for row in self.rows)) - self.named

    def without(self, row: Row) -> "Knowledge":
        """Return what is known if one row were not public."""
        return Knowledge(self.tonnes, self.holders, self.named, tuple(one for one in self.rows if one != row))


def finds(know: Knowledge, sums: Sequence[Sum]) -> set[Find]:
    """Return what is known too well: within half of the truth to all, within a quarter to a participant."""
    bounded = know.bounded
    at_risk = [one for one in sums if one.marks & bounded]
    if not at_risk:
        return set()
    insiders = sorted({name for mark in bounded for name in know.holders[mark]})
    return {found for insider in ("", *insiders) for found in found_by(insider, know, at_risk)}


def found_by(insider: str, know: Knowledge, sums: Iterable[Sum]) -> Iterator[Find]:
    """Yield what one participant, or everybody, knows too well."""
    share = float(INSIDE if insider else OUTSIDE)
    own = {mark for mark, names in know.holders.items() if insider in names}
    solver = Solver(know, own)
    told: dict[frozenset[str], bool] = {}
    for one in sums:
        rest = one.marks - know.named - own
        if rest and one.owner != insider:
            if rest not in told:
                told[rest] = solver.within(rest, share)
            if told[rest]:
                yield Find(one.owner, one.what, insider)


class Solver:
    """What somebody knows as a programme, asked again and again for another sum."""

    def __init__(self, know: Knowledge, own: Iterable[str]) -> None:
        """Begin with every row; what is named or one's own is known."""
        marks = sorted(frozenset().union(*(row.marks for row in know.rows)))
        self.at = {mark: place for place, mark in enumerate(marks)}
        self.truth = know.tonnes
        known = know.named | set(own)
        self.highs = highspy.Highs()  # type: ignore[no-untyped-call]  # its class has no types
        self.highs.silent()
        self.highs.setOptionValue("threads", 1)
        for mark in marks:
            tonnes = know.tonnes[mark]
            self.highs.addVar(
                tonnes if mark in known else 0.0, tonnes if mark in known else highspy.kHighsInf
            )
        for row in know.rows:
            places = np.array(sorted(self.at[mark] for mark in row.marks), dtype=np.int32)
            ends = row.low - NOTHING, row.high + NOTHING
            self.highs.addRow(*ends, len(places), places, np.ones(len(places)))

    def within(self, marks: frozenset[str], share: float) -> bool:
        """Tell whether all that a sum can be lies within a share of the truth."""
        truth = sum(self.truth[mark] for mark in marks)
        if any(mark not in self.at for mark in marks):
            return False
        for mark in marks:
            self.highs.changeColCost(self.at[mark], 1.0)
        near = self.end(highspy.ObjSense.kMinimize, truth) >= (1 - share) * truth - NOTHING
        near = near and self.end(highspy.ObjSense.kMaximize, truth) <= (1 + share) * truth + NOTHING
        for mark in marks:
            self.highs.changeColCost(self.at[mark], 0.0)
        return near

    def end(self, sense: highspy.ObjSense, truth: float) -> float:
        """Return the least or the most of what is asked; the truth itself where the solver finds neither."""
        self.highs.changeObjectiveSense(sense)
        self.highs.run()
        if self.highs.getModelStatus() == highspy.HighsModelStatus.kUnknown:
            self.highs.clearSolver()  # begin anew, not where the last question ended
            self.highs.run()
        status = self.highs.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return float(self.highs.getInfo().objective_function_value)
        endless = (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible)
        if status in endless and sense == highspy.ObjSense.kMaximize:
            return float(highspy.kHighsInf)
        return truth
