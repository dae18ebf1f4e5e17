"""Choice: the chance of each target from what speaks for it: a conditional logit, its weights data."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from flows.engine.likeness import Floats

WEIGHTS = Path(__file__).parent.parent / "data" / "classifier_weights.csv"

KEPT = 80
"""Targets between which is chosen: those for which most speaks at first sight."""

HOLD_BACK, ROUNDS, ENOUGH = 3e-2, 60, 1e-7
"""How strongly weights are kept small, and when fitting stops."""


@dataclass(frozen=True, slots=True)
class Question:
    """One text with what speaks for some targets, and which of them are right; shapes (kept, features)."""

    features: Floats
    right: NDArray[np.bool_]
    weight: float = 1.0


Weights = Mapping[str, float]


def first_sight(features: Mapping[str, Floats], guess: Mapping[str, float]) -> NDArray[np.int64]:
    """Return the targets for which most speaks at first sight, best first."""
    total = sum(features[name] * np.float32(weight) for name, weight in guess.items())
    return np.argsort(-np.asarray(total), kind="stable")[:KEPT]


def chances(features: Mapping[str, Floats], kept: NDArray[np.int64], weights: Weights) -> Floats:
    """Return the chance of each kept target; together they are 1."""
    table = stacked(features, kept, sorted(weights))
    return shares(table @ np.array([weights[name] for name in sorted(weights)], np.float32))


def stacked(features: Mapping[str, Floats], kept: NDArray[np.int64], names: Sequence[str]) -> Floats:
    """Return features side by side; shape (kept, features)."""
    return np.stack([features[name][kept] for name in names], axis=-1).astype(np.float32)


def shares(scores: Floats) -> Floats:
    """Return scores as shares of one, each more the higher it is."""
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum(), np.float32)


def fit(questions: Sequence[Question], names: Sequence[str]) -> dict[str, float]:
    """Return the weights that make the right targets of questions likeliest (Fisher scoring).

    A question without a right target among the kept ones teaches nothing.
    """
    asked = [one for one in questions if one.right.any()]
    spread = np.concatenate([one.features for one in asked]).std(axis=0) + 1e-3
    scaled = [Question(one.features / spread, one.right, one.weight) for one in asked]
    total = sum(one.weight for one in asked)
    weights = np.zeros(len(names))
    loss = np.inf
    for _round in range(ROUNDS):
        now, slope, curve = surface(scaled, weights, total)
        if loss - now < ENOUGH:
            break
        loss = now
        weights = downhill(
            scaled, weights, np.asarray(np.linalg.solve(curve, slope), np.float64), (now, total)
        )
    return {name: float(value) for name, value in zip(names, weights / spread, strict=True)}


def downhill(
    questions: Sequence[Question],
    weights: NDArray[np.float64],
    step: NDArray[np.float64],
    at: tuple[float, float],
) -> NDArray[np.float64]:
    """Return the weights after a step that was halved until the loss falls."""
    now, total = at
    for _halving in range(12):
        if loss_of(questions, weights - step, total) < now:
            return weights - step
        step = step / 2
    return weights


def surface(
    questions: Sequence[Question], weights: NDArray[np.float64], total: float
) -> tuple[float, NDArray[np.float64], NDArray[np.float64]]:
    """Return loss, slope and expected curvature at some weights."""
    loss = 0.5 * HOLD_BACK * float(weights @ weights)
    slope, curve = HOLD_BACK * weights, HOLD_BACK * np.eye(len(weights))
    for one, share, right in shares_of(questions, weights):
        part = one.weight / total
        hit = float(right.sum())
        loss -= part * float(np.log(hit))
        table = one.features.astype(np.float64)
        mean = share @ table
        slope = slope + part * (mean - (right / hit) @ table)
        curve = curve + part * ((table * share[:, None]).T @ table - np.outer(mean, mean))
    return loss, slope, curve


def loss_of(questions: Sequence[Question], weights: NDArray[np.float64], total: float) -> float:
    """Return how unlikely the right targets are at some weights."""
    loss = 0.5 * HOLD_BACK * float(weights @ weights)
    for one, _share, right in shares_of(questions, weights):
        loss -= one.weight / total * float(np.log(right.sum()))
    return loss


def shares_of(
    questions: Sequence[Question], weights: NDArray[np.float64]
) -> Iterator[tuple[Question, NDArray[np.float64], NDArray[np.float64]]]:
    """Yield each question with the shares of its targets, and of those that are right."""
    for one in questions:
        scores = one.features @ weights
        raised = np.exp(scores - scores.max())
        share = raised / raised.sum()
        yield one, share, np.maximum(share * one.right, 1e-12 * one.right)


def read_weights(of: str, path: Path = WEIGHTS) -> dict[str, float]:
    """Return the weights of ``codes``, ``materials`` or another part that a file keeps."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["feature"]: float(row["weight"]) for row in csv.DictReader(file) if row["of"] == of}


def write_weights(parts: Mapping[str, Weights], path: Path = WEIGHTS) -> None:
    """Write the weights of all parts, sorted, so that a change can be read."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["of", "feature", "weight"])
        for of in sorted(parts):
            table.writerows([of, name, f"{parts[of][name]:.6g}"] for name in sorted(parts[of]))
