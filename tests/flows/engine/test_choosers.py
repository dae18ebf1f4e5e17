"""Tally and regression: what all phrases of a code say together, and what they say without some."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.engine.choosers import (
    SMOOTHING,
    UNTOLD,
    Regression,
    Rows,
    Told,
    centre,
    parts_of,
    regressed,
    tallied,
)
from flows.engine.likeness import Floats

TEXTS = ["oud karton", "karton dozen", "karton nat", "oud glas", "glas bont", "glas potten", "oud glas"]
CODES = (0, 0, 0, 1, 1, 1, 2)
TOLD = Told(np.arange(7), np.array(CODES), np.ones(7, np.float32))
NONE = TOLD.within(np.zeros(0, np.int64))


def hidden(*rows: int) -> Told:
    return TOLD.within(np.array(rows))


def encodings(seed: int) -> Floats:
    return np.random.default_rng(seed).normal(size=(7, 6)).astype(np.float32)


def solved(encoded: Floats, made: Regression, kept: Rows) -> Floats:
    """Solve what ``made`` solves, of some phrases alone."""
    centred = centre(encoded, made.middle)[kept].astype(np.float64)
    counted = centred * made.counts[kept][:, None]
    labels = np.eye(3)[np.array(CODES)[kept]]
    slopes = np.linalg.solve(counted.T @ centred + SMOOTHING * np.eye(6), counted.T @ labels)
    return np.asarray(slopes, np.float32)


def test_the_code_whose_phrases_say_it_comes_first() -> None:
    tally = tallied(TEXTS, TOLD, 3)
    assert int(np.argmax(tally.scores("vuil karton", NONE))) == 0
    assert int(np.argmax(tally.scores("bont glas", NONE))) == 1


def test_what_nobody_says_three_times_says_nothing() -> None:
    assert not tallied(TEXTS, TOLD, 3).scores("xq", NONE).any()


def test_a_hidden_phrase_is_taken_from_the_counts() -> None:
    tally = tallied(TEXTS, TOLD, 3)
    buckets, weights = tally.weighed("oud glas")
    without = tally.scores("oud glas", hidden(6))
    assert without[2] == pytest.approx(0, abs=1e-5)
    assert without[1] == pytest.approx(tally.scores("oud glas", NONE)[1])
    left = [sum(bucket in parts_of(TEXTS[row]) for row in (4, 5)) for bucket in buckets]
    kept = sum(int((tally.telling[parts_of(TEXTS[row])] > 0).sum()) for row in (4, 5))
    expected = weights @ np.log1p(np.array(left) / (UNTOLD * tally.share[buckets])) - np.log1p(kept / UNTOLD)
    assert tally.scores("oud glas", hidden(3, 6))[1] == pytest.approx(float(expected), abs=1e-5)


@settings(deadline=None)
@given(st.integers(0, 1000), st.integers(0, 6))
def test_a_hidden_phrase_is_as_if_it_had_never_been_solved(seed: int, row: int) -> None:
    encoded = encodings(seed)
    made = regressed(encoded, TOLD, 3)
    kept = np.flatnonzero(np.arange(7) != row)
    expected = centre(encoded[row], made.middle) @ solved(encoded, made, kept)
    assert made.scores(encoded[row], hidden(row)) == pytest.approx(expected, abs=1e-3)


def test_nothing_hidden_is_the_regression_itself() -> None:
    encoded = encodings(1)
    made = regressed(encoded, TOLD, 3)
    expected = centre(encoded, made.middle) @ solved(encoded, made, np.arange(7))
    for row in range(7):
        assert made.scores(encoded[row], NONE) == pytest.approx(expected[row], abs=1e-3)
