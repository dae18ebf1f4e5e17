"""Distances against figures of the ellipsoid (WGS 84, computed with PROJ's geodesics)."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.distance import (
    DETOUR,
    EARTH_RADIUS_KM,
    Position,
    box_around,
    great_circle_km,
    road_km,
    route_km,
)
from flows.errors import OutOfRangeError
from tests.factories import SPOTS

AMSTERDAM = Position(4.9041, 52.3676)
GRONINGEN = Position(6.5665, 53.2194)
MAASTRICHT = Position(5.6910, 50.8514)
GELEEN = Position(5.8290, 50.9740)
AACHEN = Position(6.0839, 50.7753)
LONDON = Position(-0.1278, 51.5074)
PARIS = Position(2.3522, 48.8566)

KNOWN = [
    (AMSTERDAM, MAASTRICHT, 177.278),
    (GRONINGEN, MAASTRICHT, 270.240),
    (GELEEN, AACHEN, 28.469),
    (LONDON, PARIS, 343.923),
]


@pytest.mark.parametrize(("start", "end", "km"), KNOWN)
def test_cities_are_as_far_apart_as_they_are(start: Position, end: Position, km: float) -> None:
    assert great_circle_km(start, end) == pytest.approx(km, rel=0.005)


def test_a_degree_of_latitude_is_a_360th_of_the_circle() -> None:
    assert great_circle_km(Position(5, 50), Position(5, 51)) == pytest.approx(
        2 * math.pi * EARTH_RADIUS_KM / 360
    )


def test_the_poles_are_half_a_circle_apart() -> None:
    assert great_circle_km(Position(0, 90), Position(0, -90)) == pytest.approx(math.pi * EARTH_RADIUS_KM)


def test_opposite_points_are_half_a_circle_apart_and_no_error() -> None:
    assert great_circle_km(Position(0, 0), Position(180, 0)) == pytest.approx(math.pi * EARTH_RADIUS_KM)


def test_the_date_line_is_no_wall() -> None:
    over = great_circle_km(Position(179.5, 0), Position(-179.5, 0))
    assert over == pytest.approx(great_circle_km(Position(0, 0), Position(1, 0)))


@pytest.mark.parametrize("spot", SPOTS.values(), ids=SPOTS.keys())
def test_a_place_is_no_distance_from_itself(spot: Position) -> None:
    assert great_circle_km(spot, spot) == 0


@pytest.mark.parametrize(("start", "end", "km"), KNOWN)
def test_there_is_as_far_as_back(start: Position, end: Position, km: float) -> None:
    assert great_circle_km(start, end) == great_circle_km(end, start)


def test_the_road_is_longer_by_the_detour() -> None:
    crow = great_circle_km(GELEEN, AACHEN)
    assert road_km(GELEEN, AACHEN) == pytest.approx(crow * 1.3)
    assert road_km(GELEEN, AACHEN, detour=2) == pytest.approx(crow * 2)
    assert DETOUR == 1.3


def test_a_route_is_the_sum_of_its_legs() -> None:
    legs = road_km(GELEEN, MAASTRICHT) + road_km(MAASTRICHT, AACHEN)
    assert route_km((GELEEN, MAASTRICHT, AACHEN)) == pytest.approx(legs)


@pytest.mark.parametrize("stops", [(), (GELEEN,)])
def test_without_two_stops_nothing_is_travelled(stops: tuple[Position, ...]) -> None:
    assert route_km(stops) == 0


@pytest.mark.parametrize(
    ("lon", "lat", "field"),
    [
        (180.1, 0, "lon"),
        (-180.1, 0, "lon"),
        (float("nan"), 0, "lon"),
        (0, 90.1, "lat"),
        (0, -90.1, "lat"),
        (0, float("nan"), "lat"),
        (185_000, 331_000, "lon"),
    ],
)
def test_a_position_lies_on_earth(lon: float, lat: float, field: str) -> None:
    with pytest.raises(OutOfRangeError) as refused:
        Position(lon, lat)
    assert refused.value.field == field


@given(st.floats(-180, 180), st.floats(-90, 90), st.floats(0.1, 3000), st.floats(0, 360), st.floats(0, 1))
def test_a_box_holds_every_point_within_its_radius(
    lon: float, lat: float, km: float, bearing: float, share: float
) -> None:
    middle = Position(lon, lat)
    angle, turn, north = share * km / EARTH_RADIUS_KM, math.radians(bearing), math.radians(lat)
    up = math.sin(north) * math.cos(angle) + math.cos(north) * math.sin(angle) * math.cos(turn)
    to_north = math.asin(max(-1.0, min(1.0, up)))
    aside = math.atan2(
        math.sin(turn) * math.sin(angle) * math.cos(north), math.cos(angle) - math.sin(north) * up
    )
    end = Position((lon + math.degrees(aside) + 540) % 360 - 180, math.degrees(to_north))
    box = box_around(middle, km)
    assert great_circle_km(middle, end) <= km * (1 + 1e-6) + 1e-6
    assert box.west <= end.lon <= box.east
    assert box.south <= end.lat <= box.north


def test_a_box_in_geleen_is_as_wide_as_its_circle() -> None:
    box = box_around(GELEEN, 10)
    assert great_circle_km(GELEEN, Position(GELEEN.lon, box.north)) == pytest.approx(10, rel=1e-4)
    assert great_circle_km(GELEEN, Position(box.east, GELEEN.lat)) == pytest.approx(10, rel=1e-3)
