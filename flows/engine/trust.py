"""Trust: the chance that the first answer is right, from how it came about; learnt, its weights data."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from flows.engine.evidence import LETTERS, MEANING, Evidence, Memory, alike, best_reports, grouped
from flows.engine.likeness import Floats

HOLD_BACK, ROUNDS = 10.0, 30
"""How strongly weights are kept small (in cases), and how often they are made better."""

LEAST = 1e-4

BEHIND = 0.999
"""The first answer stays the first: no other gets more than this part of its chance."""

Weights = Mapping[str, float]


def signs(
    chances: Floats, plenty: Floats, evidence: Evidence, memory: Memory, words: int
) -> dict[str, float]:
    """Return the signs by which an answer to a text of so many words is trusted or not.

    ``plenty`` are the chances if what is often reported is heard as often: what it thinks of the answer.
    """
    order = np.argsort(-chances, kind="stable")
    first, second = int(order[0]), int(order[1])
    known, reports = evidence.codes, best_reports(evidence.reports, memory)
    echo = alike(evidence.reports[:, memory.rows]) @ memory.echo[0]
    own = grouped(4) == grouped(4)[first]
    return {
        "first": float(np.log(chances[first] + LEAST)),
        "second": float(np.log(chances[second] + LEAST)),
        "doubt": float(-(chances * np.log(chances + LEAST)).sum()),
        "subchapter": float(chances[own].sum()),
        "known.letters": float(known[LETTERS].max(axis=0)[first]),
        "known.meaning": float(known[MEANING].max(axis=0)[first]),
        "known.letters.best": float(known[LETTERS].max()),
        "reported.letters": float(reports[LETTERS][first]),
        "reported.meaning": float(reports[MEANING][first]),
        "reported.letters.best": float(reports[LETTERS].max()),
        "echo": float(echo[first]),
        "echo.agrees": float(int(np.argmax(echo)) == first),
        "echo.second": float(np.partition(echo, -2)[-2]),
        "seen": float(memory.seen.max(axis=0)[first]),
        "words": float(np.log1p(words)),
        **said_by(plenty, first),
    }


def said_by(plenty: Floats, first: int) -> dict[str, float]:
    """Return what the second voice says of the first answer, and how sure it is itself."""
    second, highest = np.partition(plenty, -2)[-2:]
    return {
        "plenty.first": float(np.log(plenty[first] + LEAST)),
        "plenty.agrees": float(int(np.argmax(plenty)) == first),
        "plenty.max": float(np.log(highest + LEAST)),
        "plenty.second": float(np.log(second + LEAST)),
        "plenty.doubt": float(-(plenty * np.log(plenty + LEAST)).sum()),
    }


def trusted(seen: Mapping[str, float], weights: Weights) -> float:
    """Return the chance that an answer with these signs is right."""
    total = weights["always"] + sum(value * weights[name] for name, value in seen.items())
    return float(1 / (1 + np.exp(-total)))


def fit(seen: Sequence[Mapping[str, float]], right: Sequence[bool]) -> dict[str, float]:
    """Return the weights of a logistic regression of what was right on the signs (Newton's method)."""
    names = sorted(seen[0])
    table = np.array([[one[name] for name in names] for one in seen])
    middle, spread = table.mean(axis=0), table.std(axis=0) + LEAST
    scaled = np.hstack([(table - middle) / spread, np.ones((len(table), 1))])
    weights = newton(scaled, np.array(right, np.float64))
    slopes = weights[:-1] / spread
    return {"always": float(weights[-1] - slopes @ middle)} | {
        name: float(value) for name, value in zip(names, slopes, strict=True)
    }


def newton(table: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weights at which the right answers are likeliest."""
    weights = np.zeros(table.shape[1])
    for _round in range(ROUNDS):
        share = 1 / (1 + np.exp(-(table @ weights)))
        slope = table.T @ (share - right) + HOLD_BACK * weights
        curve = (table * (share * (1 - share))[:, None]).T @ table + HOLD_BACK * np.eye(len(weights))
        weights = weights - np.asarray(np.linalg.solve(curve, slope), np.float64)
    return weights


def calibrated(chances: Floats, first: float) -> Floats:
    """Return chances with that of the first answer put in place, the others sharing what is left."""
    at = int(np.argmax(chances))
    rest = max(LEAST, 1 - float(chances[at]))
    settled = chances * np.float32((1 - first) / rest)
    settled = np.minimum(settled, first * BEHIND)
    settled[at] = first
    return np.asarray(settled, np.float32)
