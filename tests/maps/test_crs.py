"""Between WGS 84 and RD New."""

import math

import pytest

from flows.distance import Position
from flows.errors import OutOfRangeError
from maps.crs import to_rd, to_wgs84

AMERSFOORT = Position(5.38720621, 52.15517440)  # the tower on which the grid hangs: x 155 km, y 463 km


def test_the_tower_of_amersfoort_lies_at_155_and_463_km() -> None:
    [point] = to_rd([AMERSFOORT])
    assert math.dist(point, (155_000.0, 463_000.0)) < 1.0


def test_a_position_comes_back_within_a_millimetre() -> None:
    [back] = to_wgs84(to_rd([Position(5.82917, 50.97417)]))
    assert (back.lon, back.lat) == pytest.approx((5.82917, 50.97417), abs=1e-8)


def test_east_is_larger_x_and_north_is_larger_y() -> None:
    (west, east, north) = to_rd([Position(5.80, 50.97), Position(5.85, 50.97), Position(5.80, 51.00)])
    assert east[0] > west[0]
    assert north[1] > west[1]


def test_no_positions_give_no_points() -> None:
    assert to_rd([]) == []
    assert to_wgs84([]) == []


def test_a_point_off_the_earth_is_refused() -> None:
    with pytest.raises(OutOfRangeError):
        to_wgs84([(math.inf, 0.0)])
