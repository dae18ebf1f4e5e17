"""The ladder of strategies (domain.md 2)."""

from flows.materials import Nature
from flows.strategies import DIRECT, SCORE, Strategy

LADDER = ["R0", "R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8-high", "R8-low", "R9", "none"]


def test_the_ladder_has_ten_rungs_with_recycling_in_two_and_a_floor() -> None:
    assert [str(strategy) for strategy in Strategy] == LADDER


def test_every_rung_has_the_points_of_the_proposal() -> None:
    points = [SCORE[Strategy(rung)] for rung in LADDER]
    assert points == [100, 90, 80, 70, 60, 55, 50, 40, 30, 20, 10, 0]


def test_a_higher_rung_always_has_more_points() -> None:
    points = [SCORE[strategy] for strategy in Strategy]
    assert points == sorted(set(points), reverse=True)


def test_every_nature_has_a_rung_when_handed_over_as_it_is() -> None:
    assert set(DIRECT) == set(Nature)


def test_an_object_is_reused_matter_recycled_and_energy_recovered() -> None:
    assert DIRECT[Nature.OBJECT] is Strategy.R3
    assert DIRECT[Nature.MATTER] is Strategy.R8_HIGH
    assert DIRECT[Nature.ENERGY] is Strategy.R9


def test_space_and_capacity_are_shared() -> None:
    assert DIRECT[Nature.SPACE] is DIRECT[Nature.CAPACITY] is Strategy.R1
