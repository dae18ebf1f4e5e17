"""How far an answer is trusted: what a second voice adds, and what becomes of the other answers."""

import numpy as np
import pytest

from flows.engine.likeness import Floats
from flows.engine.trust import calibrated, fit, said_by, trusted


def chances(*values: float) -> Floats:
    return np.array(values, np.float32)


def test_a_second_voice_agrees_or_not() -> None:
    agreeing, other = said_by(chances(0.7, 0.2, 0.1), 0), said_by(chances(0.7, 0.2, 0.1), 1)
    assert (agreeing["plenty.agrees"], other["plenty.agrees"]) == (1, 0)
    assert agreeing["plenty.first"] == agreeing["plenty.max"] > other["plenty.first"]
    assert other["plenty.first"] == pytest.approx(other["plenty.second"])


def test_a_second_voice_that_knows_nothing_doubts_most() -> None:
    even, sure = said_by(chances(0.25, 0.25, 0.25, 0.25), 0), said_by(chances(0.97, 0.01, 0.01, 0.01), 0)
    assert even["plenty.doubt"] > sure["plenty.doubt"]


def test_what_was_right_when_voices_agreed_is_trusted_more() -> None:
    seen = [said_by(chances(0.8, 0.2), 0)] * 40 + [said_by(chances(0.2, 0.8), 0)] * 40
    weights = fit(seen, [True] * 36 + [False] * 4 + [True] * 12 + [False] * 28)
    agreed, differed = trusted(seen[0], weights), trusted(seen[-1], weights)
    assert agreed > differed
    assert 0.3 < differed < 0.6 < agreed < 0.9  # drawn to the middle, as few cases prove little


@pytest.mark.parametrize("first", [0.05, 0.5, 0.99])
def test_the_first_answer_stays_the_first(first: float) -> None:
    settled = calibrated(chances(0.5, 0.3, 0.2), first)
    assert int(np.argmax(settled)) == 0
    assert settled[0] == pytest.approx(first)
    assert settled[1] >= settled[2]
