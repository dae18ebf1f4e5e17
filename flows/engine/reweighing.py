"""Reweighing: weights that decided suggestions speak for, and how these do on what was held back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from flows.learning_weights import (
    SURE,
    Decided,
    Verdict,
    auc,
    enough,
    filled,
    in_hundredths,
    interval,
    teaching,
)
from flows.scoring import Weights

Numbers = NDArray[np.float64]

FOLDS, TURNS, SEED = 5, 10, 20261126

PULL = 5.0
"""How strongly weights are drawn to the present ones, in units of the log loss of all cases: a choice."""
SMALL = 1e-3
"""How strongly everything is kept finite."""

ROUNDS, ENOUGH, HALVINGS = 100, 1e-9, 40

EARLIER = 0.7
"""The share of the cases, the oldest, from which the later ones are foretold."""
FEWEST_LATER = 5
"""Cases of each kind that must be among the later ones, else they are not asked."""


@dataclass(frozen=True, slots=True)
class HeldBack:
    """How two sets of weights do on cases they were not fitted on: log loss, and area under the curve.

    ``gain`` is how much less the loss of the new weights is, with its standard error over the needs.
    """

    loss_present: float
    loss_new: float
    gain: float
    error: float
    auc_present: float
    auc_new: float
    auc_interval: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Later:
    """The log loss on the later cases, foretold from the earlier ones."""

    cases: int
    loss_present: float
    loss_new: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """What came of the search, ``weights`` in the order of parts; without enough cases only a verdict."""

    verdict: Verdict
    weights: tuple[float, ...] = ()
    held_back: HeldBack | None = None
    later: Later | None = None


@dataclass(frozen=True, slots=True)
class Cases:
    """Cases as columns: values of the parts (cases × parts), whether accepted, and the need of each."""

    values: Numbers
    accepted: Numbers
    needs: NDArray[np.int64]
    present: Numbers

    def scores(self) -> Numbers:
        """Return the scores by the present weights; shape (cases, 1)."""
        return np.asarray(self.values @ self.present[:, None], np.float64)


def propose(decided: Sequence[Decided], weights: Weights) -> Proposal:
    """Return the weights that decided suggestions speak for, checked on what was held back.

    They are better if their gain is surely above nought and the later cases do not speak against it.
    """
    taught = teaching(decided)
    if not enough(taught):
        return Proposal(Verdict.TOO_FEW)
    cases = columns(taught, weights)
    held_back, later = cross_checked(cases), foretold(cases)
    fitted = shares(fit(cases.values, cases.accepted, cases.present)[1:], cases.present)
    sure = held_back.gain > SURE * held_back.error
    against = later is not None and later.loss_new > later.loss_present
    verdict = Verdict.BETTER if sure and not against else Verdict.NO_BETTER
    return Proposal(verdict, in_hundredths([float(one) for one in fitted]), held_back, later)


def renewed(weights: Weights, proposed: Sequence[float], day: str, reason: str) -> Weights:
    """Return weights of the next version."""
    parts = tuple(replace(part, weight=weight) for part, weight in zip(weights.parts, proposed, strict=True))
    return replace(weights, parts=parts, version=str(int(weights.version) + 1), date=day, reason=reason)


def columns(taught: Sequence[Decided], weights: Weights) -> Cases:
    """Return suggestions as columns."""
    return Cases(
        np.array([filled(one, weights) for one in taught], np.float64),
        np.array([one.accepted for one in taught], np.float64),
        np.array([one.need for one in taught], np.int64),
        np.array([part.weight for part in weights.parts], np.float64),
    )


def cross_checked(cases: Cases) -> HeldBack:
    """Return how both do on held-back fifths, all suggestions of one need held back together."""
    chance = np.random.default_rng(SEED)
    needs = np.unique(cases.needs)
    losses, chances = np.zeros((2, len(cases.accepted))), np.zeros((2, len(cases.accepted)))
    for _turn in range(TURNS):
        fold_of = dict(zip(chance.permutation(needs).tolist(), np.arange(len(needs)) % FOLDS, strict=True))
        folds = np.array([fold_of[need] for need in cases.needs.tolist()])
        told = out_of_fold(cases, folds)
        losses += loss(told, cases.accepted) / TURNS
        chances += told / TURNS
    return compared(cases, losses, chances)


def out_of_fold(cases: Cases, folds: NDArray[np.int64]) -> Numbers:
    """Return each case's chance by present and by new weights, fitted without its fold; shape (2, cases)."""
    told = np.zeros((2, len(cases.accepted)))
    for fold in np.unique(folds):
        out = folds == fold
        told[:, out] = foretelling(cases, ~out, out)
    return told


def foretelling(cases: Cases, known: NDArray[np.bool_], asked: NDArray[np.bool_]) -> Numbers:
    """Return some cases' chances by present and by new weights, fitted on others; shape (2, asked)."""
    scores, accepted = cases.scores(), cases.accepted[known]
    level = fit(scores[known], accepted, np.ones(1))
    slopes = fit(cases.values[known], accepted, cases.present)
    return np.stack([chance_of(scores[asked], level), chance_of(cases.values[asked], slopes)])


def compared(cases: Cases, losses: Numbers, chances: Numbers) -> HeldBack:
    """Return the comparison; cases of one need count as one when the spread is reckoned."""
    gains = losses[0] - losses[1]
    apart = gains - gains.mean()
    by_need = np.array([apart[cases.needs == need].sum() for need in np.unique(cases.needs)])
    yes, no = cases.accepted == 1, cases.accepted == 0
    areas = [auc(told[yes].tolist(), told[no].tolist()) for told in chances]
    return HeldBack(
        float(losses[0].mean()),
        float(losses[1].mean()),
        float(gains.mean()),
        float(np.sqrt((by_need**2).sum())) / len(gains),
        areas[0],
        areas[1],
        interval(areas[1], int(yes.sum()), int(no.sum())),
    )


def foretold(cases: Cases) -> Later | None:
    """Return how both do on the later cases, fitted on the earlier ones; None where too few are later."""
    known = np.arange(len(cases.accepted)) < int(EARLIER * len(cases.accepted))
    for part in (cases.accepted[known], cases.accepted[~known]):
        if min(part.sum(), len(part) - part.sum()) < FEWEST_LATER:
            return None
    present, new = (loss(told, cases.accepted[~known]).mean() for told in foretelling(cases, known, ~known))
    return Later(int((~known).sum()), float(present), float(new))


def loss(told: Numbers, accepted: Numbers) -> Numbers:
    """Return the log loss of each case."""
    safe = np.clip(told, 1e-12, 1 - 1e-12)
    return -(accepted * np.log(safe) + (1 - accepted) * np.log(1 - safe))


def chance_of(values: Numbers, fitted: Numbers) -> Numbers:
    """Return the chance of being accepted; ``fitted`` is the level, then the slopes."""
    return np.asarray(1 / (1 + np.exp(-np.clip(fitted[0] + values @ fitted[1:], -500, 500))), np.float64)


def shares(slopes: Numbers, present: Numbers) -> Numbers:
    """Return slopes as weights that are one together; the present ones where nothing speaks for any part."""
    together = float(slopes.sum())
    return slopes / together if together > SMALL else present


def fit(values: Numbers, accepted: Numbers, present: Numbers) -> Numbers:
    """Return the level and the slopes, none below nought, that make decisions likeliest (a logit).

    What leads away from the present proportions is held back. Projected Newton: Bertsekas, SIAM Journal on
    Control and Optimization 20 (1982) 221-246.
    """
    table = np.column_stack([np.ones(len(values)), values])
    hold = holding(present)
    at = np.zeros(table.shape[1])
    for _round in range(ROUNDS):
        told = chance_of(values, at)
        slope = table.T @ (told - accepted) + hold @ at
        curve = (table * (told * (1 - told))[:, None]).T @ table + hold
        free = (at > 0) | (slope < 0)
        free[0] = True
        step = np.zeros_like(at)
        step[free] = np.linalg.solve(curve[np.ix_(free, free)], slope[free])
        after = downhill((table, accepted, hold), at, step)
        if cost(table, accepted, hold, at) - cost(table, accepted, hold, after) < ENOUGH:
            return after
        at = after
    return at


def holding(present: Numbers) -> Numbers:
    """Return the matrix of the penalty: a little on all, much on what leaves the present proportions."""
    along = present / np.linalg.norm(present)
    hold = SMALL * np.eye(len(present) + 1)
    hold[1:, 1:] += PULL * (np.eye(len(present)) - np.outer(along, along))
    return hold


def downhill(asked: tuple[Numbers, Numbers, Numbers], at: Numbers, step: Numbers) -> Numbers:
    """Return where a step leads that was halved until the cost falls, slopes below nought put at nought."""
    now = cost(*asked, at)
    for _halving in range(HALVINGS):
        after = at - step
        after[1:] = np.maximum(after[1:], 0)
        if cost(*asked, after) < now:
            return after
        step = step / 2
    return at


def cost(table: Numbers, accepted: Numbers, hold: Numbers, at: Numbers) -> float:
    """Return the log loss of all cases and the penalty."""
    told = chance_of(table[:, 1:], at)
    return float(loss(told, accepted).sum() + 0.5 * at @ hold @ at)
