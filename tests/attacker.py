"""An attacker of published tables: what can be worked out of everybody's tonnes, by linear programmes.

It reads what stands in the published file and shares nothing with the audit: its unknowns are tonnes from
nought on, every cell of every release is a row, and it asks for the least and the most of each sum.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from flows.disclosure import Contribution

Areas = Mapping[str, frozenset[str]]
Figure = tuple[str, str, str]
"""Whose figure it is, where it stands, and its tonnes as text: what stayed the same is one figure."""


@dataclass(frozen=True)
class Belief:
    """What an attacker takes for known besides the cells.

    ``moving``: a figure that is the same in two areas is one. ``given``: who ever consented told the figure.
    ``whole``: all figures are whole tonnes, and at least one.
    """

    moving: bool = False
    given: bool = True
    whole: bool = False

    def figure(self, row: Contribution) -> Figure:
        """Return the figure that a contribution is."""
        return row.organisation, "" if self.moving else row.area, str(row.tonnes.normalize())

    def ever_shown(self, rows: Sequence[Contribution]) -> set[Figure]:
        """Return the figures that were shown with consent at some time."""
        return {self.figure(row) for row in rows if row.consent}

    def withdrawn(self, rows: Sequence[Contribution]) -> set[Figure]:
        """Return the figures that were shown with consent from the first on, and later no longer."""
        first: dict[Figure, str] = {}
        for row in rows:
            first[self.figure(row)] = min(first.get(self.figure(row), row.release), row.release)
        return {self.figure(row) for row in rows if row.consent and row.release == first[self.figure(row)]}


@dataclass(frozen=True)
class Row:
    """A row of the published file."""

    release: str
    material: str
    area: str
    tonnes: str

    @property
    def ends(self) -> tuple[float, float] | None:
        """Return the least and the most that a cell says, None where it says nothing."""
        if not self.tonnes:
            return None
        low, _, high = self.tonnes.partition("-")
        return float(low), float(high or low)


@dataclass(frozen=True)
class Find:
    """A sum of an organisation's tonnes that is known too well, and by whom ('' for everybody)."""

    insider: str
    organisation: str
    what: str
    truth: float
    least: float
    most: float


@dataclass
class Knowledge:
    """What an attacker knows of one material: figures, cells, and the figures shown with consent."""

    figures: list[Figure]
    truth: np.ndarray
    rows: list[tuple[dict[int, float], float, float]]
    given: list[bool]
    whole: bool

    @property
    def scale(self) -> float:
        """Return the largest figure, by which all are divided unless they are whole tonnes."""
        return 1.0 if self.whole else float(self.truth.max(initial=0.0)) or 1.0

    def worth(self, counts: Mapping[int, float]) -> float:
        """Return the truth of a sum."""
        return float(sum(self.truth[place] * count for place, count in counts.items()))

    def model(self) -> highspy.Highs:
        """Return what is known as a programme without an aim."""
        solver = highspy.Highs()  # type: ignore[no-untyped-call]  # its class has no types
        solver.silent()
        for known, tonnes in zip(self.given, self.truth / self.scale, strict=True):
            solver.addVar(tonnes if known else float(self.whole), tonnes if known else highspy.kHighsInf)
        if self.whole:
            for place in range(len(self.truth)):
                solver.changeColIntegrality(place, highspy.HighsVarType.kInteger)
        for counts, least, most in self.rows:
            solver.addRow(
                least / self.scale,
                most / self.scale,
                len(counts),
                np.array(list(counts), dtype=np.int32),
                np.array(list(counts.values())),
            )
        return solver


def knowledge(
    rows: Sequence[Contribution], published: Iterable[Row], areas: Areas, belief: Belief
) -> Knowledge:
    """Return what is known of one material, of which these are all rows and all cells."""
    figures = sorted({belief.figure(row) for row in rows})
    at = {one: place for place, one in enumerate(figures)}
    lines = []
    for cell in published:
        if (ends := cell.ends) is not None:
            counts: dict[int, float] = defaultdict(float)
            for row in rows:
                if row.release == cell.release and row.area in areas[cell.area]:
                    counts[at[belief.figure(row)]] += 1.0
            lines.append((dict(counts), *ends))
    given = belief.ever_shown(rows) if belief.given else set()
    truth = np.array([float(one[2]) for one in figures])
    return Knowledge(figures, truth, lines, [one in given for one in figures], belief.whole)


Asked = dict[tuple[str, str], dict[int, float]]


def sums(rows: Sequence[Contribution], know: Knowledge, belief: Belief) -> Asked:
    """Return what is asked for: each figure without consent, and each organisation's tonnes in a release."""
    at = {one: place for place, one in enumerate(know.figures)}
    shown = belief.ever_shown(rows) if belief.given else belief.withdrawn(rows)
    found: Asked = {}
    for row in rows:
        place = at[belief.figure(row)]
        if belief.figure(row) not in shown:
            found[row.organisation, f"figure {place}"] = {place: 1.0}
            whole = found.setdefault((row.organisation, f"release {row.release}"), defaultdict(float))
            whole[place] += 1.0
    return found


def ends_of(
    know: Knowledge, asked: Iterable[dict[int, float]], insider: str
) -> Iterator[tuple[float, float]]:
    """Yield the least and the most of sums for somebody who knows his own figures."""
    solver = know.model()
    for place, (organisation, _, _) in enumerate(know.figures):
        if organisation == insider:
            own = float(know.truth[place]) / know.scale
            solver.changeColBounds(place, own, own)
    for counts in asked:
        for place, count in counts.items():
            solver.changeColCost(place, count)
        yield (
            end(solver, highspy.ObjSense.kMinimize) * know.scale,
            end(solver, highspy.ObjSense.kMaximize) * know.scale,
        )
        for place in counts:
            solver.changeColCost(place, 0.0)


def end(solver: highspy.Highs, sense: highspy.ObjSense) -> float:
    """Return the least or the most of what the solver was asked for."""
    solver.changeObjectiveSense(sense)
    solver.run()
    if solver.getModelStatus() == highspy.HighsModelStatus.kUnknown:
        solver.clearSolver()  # begin anew, not where the last question ended
        solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kOptimal:
        return float(solver.getInfo().objective_function_value)
    assert status in {
        highspy.HighsModelStatus.kUnbounded,
        highspy.HighsModelStatus.kUnboundedOrInfeasible,
    }, solver.modelStatusToString(status)
    return float("inf") if sense == highspy.ObjSense.kMaximize else float("-inf")


def finds(
    rows: Sequence[Contribution],
    published: Sequence[Row],
    areas: Areas,
    belief: Belief = Belief(),
) -> list[Find]:
    """Return all that is known too well: half about the truth for everybody, a quarter for an insider."""
    found = []
    wholes: dict[tuple[str, str, str], list[tuple[float, float, float]]] = defaultdict(list)
    names = sorted({row.organisation for row in rows})
    for material in sorted({row.material for row in rows}):
        own = [row for row in rows if row.material == material]
        know = knowledge(own, [cell for cell in published if cell.material == material], areas, belief)
        asked = sums(own, know, belief)
        outside = dict(zip(asked, ends_of(know, asked.values(), ""), strict=True))
        there = {row.organisation for row in own}
        for insider in ["", *names]:
            told = outside
            if insider in there:
                told = dict(zip(asked, ends_of(know, asked.values(), insider), strict=True))
            for (organisation, what), ends in told.items():
                known = know.worth(asked[organisation, what]), *ends
                wholes[insider, organisation, what].append(known)
                found += too_well(insider, organisation, f"{material} {what}", known)
    for (insider, organisation, what), parts in wholes.items():
        if what.startswith("release"):
            truth, least, most = (sum(column) for column in zip(*parts, strict=True))
            found += too_well(insider, organisation, what, (truth, least, most))
    return found


def too_well(insider: str, organisation: str, what: str, known: tuple[float, float, float]) -> list[Find]:
    """Return a find if the whole interval lies within the share of the truth."""
    truth, least, most = known
    share = 0.25 if insider else 0.5
    if (
        organisation != insider
        and truth > 0
        and least >= (1 - share) * truth - 1e-9
        and most <= (1 + share) * truth + 1e-9
    ):
        return [Find(insider, organisation, what, *known)]
    return []
