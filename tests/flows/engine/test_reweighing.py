"""Weights from decisions in invented worlds in which the truth is known."""

from collections import Counter

import numpy as np
import pytest

from flows.engine.reweighing import cost, fit, holding, propose, renewed, shares
from flows.learning_weights import Verdict
from flows.scoring import PARTS, load_weights
from tests.decisions import DISTANCE_ALONE, PRESENT, a_world


def test_a_part_that_decides_alone_is_found_and_does_better_on_what_was_held_back() -> None:
    found = propose(a_world(1, 200, DISTANCE_ALONE, steep=6), load_weights())

    assert found.verdict is Verdict.BETTER
    assert max(found.weights) == found.weights[PARTS.index("distance")] > 0.3
    assert sum(found.weights) == pytest.approx(1)
    assert min(found.weights) >= 0
    assert found.held_back is not None
    assert found.held_back.gain > 2 * found.held_back.error > 0
    assert found.held_back.auc_new > found.held_back.auc_present
    assert found.later is not None
    assert found.later.loss_new < found.later.loss_present


@pytest.mark.parametrize(
    ("truth", "steep"), [(PRESENT, 0.0), (PRESENT, 8.0)], ids=["noise", "the present weights are right"]
)
def test_where_there_is_nothing_to_learn_the_present_weights_are_hardly_ever_beaten(
    truth: np.ndarray, steep: float
) -> None:
    worlds = [a_world(seed, 120, truth, steep) for seed in range(20)]
    verdicts = Counter(propose(world, load_weights()).verdict for world in worlds)
    assert verdicts[Verdict.BETTER] <= 2
    assert verdicts[Verdict.TOO_FEW] == 0


def test_a_handful_of_decisions_is_not_enough_whatever_they_say() -> None:
    found = propose(a_world(1, 40, DISTANCE_ALONE, steep=50), load_weights())
    assert (found.verdict, found.weights, found.held_back) == (Verdict.TOO_FEW, (), None)


def test_without_any_decision_there_is_nothing_to_say() -> None:
    assert propose([], load_weights()).verdict is Verdict.TOO_FEW


def test_one_need_that_was_suggested_often_is_held_back_as_one() -> None:
    many_of_one = a_world(1, 200, DISTANCE_ALONE, steep=6, per_need=100)
    found, alone = (
        propose(many_of_one, load_weights()),
        propose(a_world(1, 200, DISTANCE_ALONE, 6), load_weights()),
    )
    assert found.held_back is not None
    assert alone.held_back is not None
    assert found.held_back.error != alone.held_back.error


def test_two_runs_and_any_order_give_the_same_proposal() -> None:
    world = a_world(3, 150, DISTANCE_ALONE, steep=4)
    assert propose(world, load_weights()) == propose(world[::-1], load_weights())


def test_no_slope_falls_below_nought_even_where_a_part_speaks_against() -> None:
    chance = np.random.default_rng(5)
    values = chance.random((300, 6))
    accepted = (values[:, 0] - values[:, 1] + 0.3 * chance.standard_normal(300) > 0).astype(float)

    fitted = fit(values, accepted, PRESENT)

    assert fitted[1:].min() == 0
    assert fitted[2] == 0
    table, hold = np.column_stack([np.ones(300), values]), holding(PRESENT)
    least = cost(table, accepted, hold, fitted)
    for at in range(7):
        aside = fitted.copy()
        aside[at] += 0.01
        assert cost(table, accepted, hold, aside) > least


def test_without_any_slope_the_present_weights_stay() -> None:
    assert shares(np.zeros(6), PRESENT).tolist() == PRESENT.tolist()


def test_what_is_proposed_is_the_next_version_with_its_reason() -> None:
    present = load_weights()
    made = renewed(present, (0.25, 0.15, 0.15, 0.15, 0.2, 0.1), "2027-03-01", "40 accepted")
    assert (made.version, made.date, made.reason) == ("2", "2027-03-01", "40 accepted")
    assert [part.weight for part in made.parts] == [0.25, 0.15, 0.15, 0.15, 0.2, 0.1]
    assert [part.typical for part in made.parts] == [part.typical for part in present.parts]
