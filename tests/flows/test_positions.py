"""Positions as typed, and the usual slips."""

import pytest

from flows.distance import Position
from flows.positions import (
    LOW_COUNTRIES,
    Box,
    PositionFormatError,
    PositionPlaceError,
    RdPositionError,
    SwappedPositionError,
    read_position,
    read_position_pair,
)
from tests.bad_inputs import BadInput, row_id, rows

SITTARD_GELEEN = Box(5.757, 50.946, 5.906, 51.073)
CENTRE = Position(5.829, 50.968)


@pytest.mark.parametrize("row", rows("coordinates", "accept"), ids=row_id)
def test_a_copied_pair_is_latitude_first(row: BadInput) -> None:
    assert read_position_pair(row.typed, SITTARD_GELEEN) == CENTRE


@pytest.mark.parametrize("text", ["50.968, 5.829", "50.968,5.829", "50.968;5.829", " 50,968  5,829 "])
def test_a_pair_may_be_parted_in_several_ways(text: str) -> None:
    assert read_position_pair(text) == CENTRE


@pytest.mark.parametrize("row", rows("coordinates", "reject"), ids=row_id)
def test_what_is_no_place_in_the_area_is_refused(row: BadInput) -> None:
    with pytest.raises((PositionFormatError, PositionPlaceError)):
        read_position_pair(row.typed, SITTARD_GELEEN)


def test_two_boxes_are_longitude_and_latitude() -> None:
    assert read_position("5,829", "50.968") == CENTRE


def test_swapped_figures_are_named() -> None:
    with pytest.raises(SwappedPositionError):
        read_position("50.968", "5.829", SITTARD_GELEEN)


@pytest.mark.parametrize(("lon", "lat"), [("185000", "331000"), ("331000", "185000")])
def test_metres_of_the_dutch_grid_are_named(lon: str, lat: str) -> None:
    with pytest.raises(RdPositionError):
        read_position(lon, lat)


def test_amsterdam_is_a_place_but_not_in_this_area() -> None:
    assert read_position("4.895", "52.370", LOW_COUNTRIES) == Position(4.895, 52.370)
    with pytest.raises(PositionPlaceError) as refused:
        read_position("4.895", "52.370", SITTARD_GELEEN)
    assert (refused.value.code, refused.value.lon, refused.value.lat) == ("position.outside", 4.895, 52.37)


@pytest.mark.parametrize(
    "text", ["", "NaN", "inf", "1e2", "5.8.2", "\u0665", "50°58'05\"N", "5," + "8" * 500]
)
def test_degrees_are_plain_figures(text: str) -> None:
    with pytest.raises(PositionFormatError):
        read_position(text, "50.968")


def test_a_long_text_is_no_pair() -> None:
    with pytest.raises(PositionFormatError):
        read_position_pair("1," * 50_000)
