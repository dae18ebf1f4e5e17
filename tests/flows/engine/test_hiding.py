"""What moves hide, reckoned bit by bit, is what it is when all is reckoned anew."""

import numpy as np
import pytest

from flows.engine.hiding import Enough, Floats, Hiding, Rows

MOVES, SECRETS, INSIDERS = 40, 12, 5


def some(chance: np.random.Generator, number: int) -> tuple[Floats, Floats, Floats]:
    """Return what moves change, whom they leave alone, and how far they go."""
    gain = chance.integers(-3, 4, (number, SECRETS)).astype(float)
    apart = chance.integers(0, 2, (number, INSIDERS)).astype(float)
    return gain, apart, chance.uniform(0, 4, (number, 2))


def anew(hiding: Hiding) -> Hiding:
    """Return the same moves as one reckons them at once."""
    fresh = Hiding(hiding.enough, hiding.falls.copy(), INSIDERS)
    fresh.learn(hiding.gain.all, hiding.apart.all, hiding.reach.all)
    return fresh


@pytest.mark.parametrize("seed", range(20))
def test_every_step_gives_the_numbers_of_reckoning_all_anew(seed: int) -> None:
    chance = np.random.default_rng(seed)
    enough = Enough(chance.uniform(0, 4, SECRETS), chance.uniform(0, 6, SECRETS))
    hiding = Hiding(enough, chance.integers(0, 2, SECRETS).astype(bool), INSIDERS)
    hiding.learn(*some(chance, MOVES))
    for step in range(12):
        room = np.where(chance.random((len(hiding.reach.all), 2)) < 0.2, 1.0, np.inf)
        beside = hiding.hidden_beside(room)
        hiding.publish(room)
        assert np.array_equal(hiding.hidden, beside)
        hiding.learn(*some(chance, 1))
        hiding.ask_to_rise(step)
        assert np.array_equal(hiding.numbers, anew(hiding).numbers)


def test_asking_beside_a_cell_changes_nothing() -> None:
    chance = np.random.default_rng(1)
    hiding = Hiding(Enough(np.ones(SECRETS), np.ones(SECRETS)), np.ones(SECRETS, dtype=bool), INSIDERS)
    hiding.learn(*some(chance, MOVES))
    before = hiding.numbers.copy()
    hiding.hidden_beside(np.zeros((MOVES, 2)))
    assert np.array_equal(hiding.numbers, before)


def test_rows_stay_as_they_were_when_others_come() -> None:
    rows, kept = Rows(3), []
    for number in range(50):
        kept.append([number, number + 1, number + 2])
        rows.add(np.array([kept[-1]], dtype=float))
    assert rows.all.tolist() == kept
