"""Decisions of invented worlds in which it is known what decided."""

from datetime import date, timedelta

import numpy as np

from flows.learning_weights import Decided
from flows.scoring import PARTS, load_weights
from flows.suggestions import Reason

PRESENT = np.array([part.weight for part in load_weights().parts])
DISTANCE_ALONE = np.eye(len(PARTS))[PARTS.index("distance")]
UNKNOWN = 0.2


def a_world(seed: int, number: int, truth: np.ndarray, steep: float, per_need: int = 3) -> list[Decided]:
    """Make decisions that follow known weights, more strictly the steeper; a fifth of all is unknown."""
    chance = np.random.default_rng(seed)
    values, unknown = chance.random((number, len(PARTS))), chance.random((number, len(PARTS))) < UNKNOWN
    likely = 1 / (1 + np.exp(-steep * (values - 0.5) @ truth))
    accepted = chance.random(number) < likely
    needs = chance.integers(0, number // per_need, number)
    return [
        Decided(
            number=at,
            need=int(needs[at]),
            day=date(2027, 1, 1) + timedelta(at),
            values=tuple(
                None if gone else float(value) for value, gone in zip(values[at], unknown[at], strict=True)
            ),
            reason=None if accepted[at] else Reason.DISTANCE,
        )
        for at in range(number)
    ]
