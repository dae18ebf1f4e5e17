"""What the public may see of a place."""

import pytest

from flows.distance import Position, Precision
from maps.crs import to_rd
from maps.privacy import public_position, square_centre

HOME = Position(5.829171234, 50.974171234)


def test_with_consent_the_place_itself_is_shown_to_5_decimals() -> None:
    shown = public_position(HOME, Precision.ADDRESS, consent=True)
    assert (shown.position, shown.precision) == (Position(5.82917, 50.97417), Precision.ADDRESS)


def test_without_consent_the_middle_of_its_square_is_shown() -> None:
    shown = public_position(HOME, Precision.ADDRESS, consent=False)
    [(x, y)] = to_rd([shown.position])
    assert shown.precision is Precision.SQUARE
    assert (x % 1000, y % 1000) == pytest.approx((500, 500), abs=1)


def test_the_square_is_the_one_the_place_lies_in() -> None:
    [(x, y)], [(middle_x, middle_y)] = to_rd([HOME]), to_rd([square_centre(HOME)])
    assert (x // 1000, y // 1000) == (middle_x // 1000, middle_y // 1000)


def test_all_places_in_a_square_are_shown_at_one_point() -> None:
    neighbour = Position(HOME.lon + 0.0005, HOME.lat)
    assert square_centre(neighbour) == square_centre(HOME)


def test_asking_again_gives_the_same_point() -> None:
    assert square_centre(HOME) == square_centre(HOME)
    assert square_centre(square_centre(HOME)) == square_centre(HOME)


def test_a_neighbourhood_stays_a_neighbourhood() -> None:
    shown = public_position(HOME, Precision.NEIGHBOURHOOD, consent=False)
    assert shown.precision is Precision.NEIGHBOURHOOD
