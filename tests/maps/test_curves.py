"""The bent line and its arrow head."""

import math

import pytest

from maps.curves import arrow_head, bent_line


def test_a_line_has_20_points_and_keeps_its_ends() -> None:
    line = bent_line((0.0, 0.0), (1000.0, 0.0))
    assert len(line) == 20
    assert (line[0], line[-1]) == ((0.0, 0.0), (1000.0, 0.0))


def test_a_line_to_the_east_bends_to_the_north_by_at_most_a_half_of_18_percent() -> None:
    highest = max(y for _, y in bent_line((0.0, 0.0), (1000.0, 0.0)))
    assert highest == pytest.approx(90.0, abs=0.5)


def test_there_and_back_lie_on_opposite_sides() -> None:
    there, back = bent_line((0.0, 0.0), (1000.0, 0.0)), bent_line((1000.0, 0.0), (0.0, 0.0))
    assert min(y for _, y in there) == 0.0
    assert max(y for _, y in back) == 0.0


def test_a_second_line_between_the_same_places_bends_further() -> None:
    first, second = (bent_line((0.0, 0.0), (1000.0, 0.0), rank) for rank in (0, 1))
    assert max(y for _, y in second) > max(y for _, y in first)


def test_what_stays_at_its_place_is_a_ring() -> None:
    ring = bent_line((0.0, 0.0), (0.0, 0.0))
    assert math.dist(ring[0], (0.0, 0.0)) < 1e-6
    assert math.dist(ring[-1], (0.0, 0.0)) < 1e-6
    assert max(y for _, y in ring) == pytest.approx(280.0, abs=2)


def test_an_arrow_head_is_closed_points_ahead_and_sits_at_two_thirds() -> None:
    tip, left, right, closing = arrow_head([(0.0, 0.0), (300.0, 0.0)], 30.0)
    assert tip == closing
    assert tip == pytest.approx((215.0, 0.0))
    assert left == pytest.approx((185.0, 15.0))
    assert right == pytest.approx((185.0, -15.0))
