"""The attack: what somebody can work out of all that is public, by the least and the most of each sum.

It shares nothing with the audit that chooses what is published. Its unknowns are tonnes from nought on, each
cell of each release is a row, and it asks for the ends of the interval in which a sum must lie, for everybody
and for each organisation that knows what it gave and received itself.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from flows.disclosure import INSIDE, OUTSIDE

NOTHING = 1e-6
"""Tonnes that are the solver's rounding."""

SURELY = 1e-4
"""Tonnes farther than a share that a sum must lie for us not to ask the solver itself."""

SAME = 1e-9
"""Tonnes by which a figure that somebody knows may differ and still be the same."""

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


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
    insiders, seen = sorted({name for mark in bounded for name in know.holders[mark]}), Seen(know)
    return {found for insider in ("", *insiders) for found in found_by(insider, know, at_risk, seen)}


def found_by(insider: str, know: Knowledge, sums: Sequence[Sum], seen: "Seen") -> Iterator[Find]:
    """Yield what one participant, or everybody, knows too well."""
    own = frozenset(mark for mark, names in know.holders.items() if insider in names)
    rests = [(one, one.marks - know.named - own) for one in sums if one.owner != insider]
    near = near_by(dict.fromkeys(rest for _, rest in rests if rest), own, know, seen)
    for one, rest in rests:
        if near.get(rest):
            yield Find(one.owner, one.what, insider)


def near_by(
    rests: Iterable[frozenset[str]], own: frozenset[str], know: Knowledge, seen: "Seen"
) -> dict[frozenset[str], bool]:
    """Tell of each sum whether all that it can be lies near the truth for who knows what is his own.

    Whatever the solver comes upon shows of many sums at once that they can lie far away; it is asked of those
    of which nothing shows it. A sum of which a part is in no row can be anything.
    """
    share = float(INSIDE if own else OUTSIDE)
    near = dict.fromkeys(rests, False)
    asked = [rest for rest in near if rest <= seen.at.keys()]
    counts = seen.rows_of(asked)
    far = seen.far(seen.fitting(own), counts, share)
    solver: Solver | None = None
    for place, rest in enumerate(asked):
        if far[place]:
            continue
        solver = solver or Solver(know, own, seen)
        first = len(seen.ways)
        near[rest] = solver.within(rest, share)
        far |= seen.far(seen.ways[first:], counts, share)
    return near


class Seen:
    """Figures of which everything that is public would be true: ways in which it could be."""

    def __init__(self, know: Knowledge) -> None:
        """Begin with none; each figure that stands in a row has its place."""
        marks = sorted(frozenset().union(*(row.marks for row in know.rows)))
        self.at = {mark: place for place, mark in enumerate(marks)}
        self.truth = np.array([know.tonnes[mark] for mark in marks])
        self.ways: list[Floats] = []

    def rows_of(self, sums: Sequence[frozenset[str]]) -> Floats:
        """Return sums as rows of ones, with a column for each figure."""
        rows = np.zeros((len(sums), len(self.at)))
        for row, marks in zip(rows, sums, strict=True):
            row[[self.at[mark] for mark in marks]] = 1.0
        return rows

    def fitting(self, own: Iterable[str]) -> list[Floats]:
        """Return the ways that leave as they are the figures that somebody knows."""
        known = [self.at[mark] for mark in own if mark in self.at]
        return [way for way in self.ways if np.abs(way[known] - self.truth[known]).max(initial=0.0) <= SAME]

    def far(self, ways: Sequence[Floats], counts: Floats, share: float) -> Flags:
        """Tell of each sum whether one of these ways takes it surely farther from the truth than that."""
        if not ways:
            return np.zeros(len(counts), dtype=np.bool_)
        told, worth = np.array(ways) @ counts.T, counts @ self.truth
        low, high = (1 - share) * worth - SURELY, (1 + share) * worth + SURELY
        found: Flags = ((told < low) | (told > high)).any(axis=0)
        return found


class Solver:
    """What somebody knows as a programme, asked again and again for another sum."""

    def __init__(self, know: Knowledge, own: Iterable[str], seen: Seen) -> None:
        """Begin with every row; what is named or one's own is known."""
        self.at, self.truth, self.seen = seen.at, know.tonnes, seen
        known = know.named | set(own)
        self.highs = highspy.Highs()  # type: ignore[no-untyped-call]  # its class has no types
        self.highs.silent()
        self.highs.setOptionValue("threads", 1)
        for mark in self.at:
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
            self.seen.ways.append(np.array(self.highs.getSolution().col_value))
            return float(self.highs.getInfo().objective_function_value)
        endless = (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible)
        if status in endless and sense == highspy.ObjSense.kMaximize:
            return float(highspy.kHighsInf)
        return truth
