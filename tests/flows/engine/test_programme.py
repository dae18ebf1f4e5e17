"""Programmes: what has no answer names its cause, and a bound that holds whatever the solver says."""

import numpy as np
import pytest

from flows.engine.programme import (
    ContradictionError,
    NoLimitError,
    NoPlanError,
    NoTimeError,
    Programme,
    least_cost,
    solved,
)
from flows.plans import Effort

ENDLESS = np.inf


def a_programme(least: float, most: float, high: float = ENDLESS, whole: int = 2) -> Programme:
    """Two columns whose sum lies between two figures; from column ``whole`` on they are 0 or 1."""
    return Programme(
        rows=[[(0, 1.0), (1, 1.0)]],
        least=np.array([least]),
        most=np.array([most]),
        low=np.zeros(2),
        high=np.full(2, high),
        whole=whole,
    )


def test_the_cheapest_columns_are_found_with_the_price_of_the_row() -> None:
    found = solved(a_programme(-ENDLESS, 3), np.array([-2.0, -1.0]))
    assert found.tonnes.tolist() == [3, 0]
    assert (found.prices.tolist(), found.bound) == ([-2], -6)


@pytest.mark.parametrize("method", ["simplex", "ipm"])
def test_both_methods_find_the_same(method: str) -> None:
    found = solved(a_programme(2, 3, high=2), np.array([1.0, -1.0]), method=method)
    assert found.tonnes.tolist() == pytest.approx([0, 2])


@pytest.mark.parametrize("prices", [[-2.0], [-1.5], [-5.0], [0.5]])
def test_no_prices_prove_more_than_there_is(prices: list[float]) -> None:
    programme = a_programme(-ENDLESS, 3, high=3)
    assert least_cost(programme, np.array([-2.0, -1.0]), np.array(prices)) <= -6


@pytest.mark.parametrize(
    ("programme", "cost", "error", "words"),
    [
        (a_programme(5, 6, high=1), 1.0, ContradictionError, "every limit and every lot"),
        (a_programme(0, ENDLESS), -1.0, NoLimitError, "grow without end"),
    ],
)
def test_what_has_no_answer_names_its_cause(
    programme: Programme, cost: float, error: type[NoPlanError], words: str
) -> None:
    with pytest.raises(error, match=words):
        solved(programme, np.full(2, cost))


def test_no_time_at_all_says_that_time_was_up() -> None:
    chance = np.random.default_rng(1)
    shares = chance.integers(1, 100, size=(5, 40)).astype(np.float64)
    halves = np.floor(shares.sum(axis=1) / 2)
    rows = [list(enumerate(row)) for row in shares.tolist()]
    market_split = Programme(rows, halves, halves, np.zeros(40), np.ones(40), 0)
    with pytest.raises(NoTimeError, match="allow more"):
        solved(market_split, np.arange(40.0), Effort(seconds=0))
