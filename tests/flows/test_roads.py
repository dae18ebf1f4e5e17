"""Roads between places: by air with the detour and the speed that are stated."""

import pytest

from flows.distance import road_km
from flows.errors import OutOfRangeError
from flows.roads import Basis, Roads, RoadsShapeError, Whole, by_air
from tests.factories import SPOTS

TWO = (SPOTS["market"], SPOTS["station"])


def test_by_air_takes_the_detour_and_two_minutes_for_a_km() -> None:
    roads = by_air(TWO)
    km = road_km(*TWO)
    assert roads.metres == ((0, round(km * 1000)), (round(km * 1000), 0))
    assert roads.seconds[0][1] == round(km * 120)
    assert roads.basis is Basis.AIR


@pytest.mark.parametrize("wrong", [{"kmh": 0.0}, {"kmh": 201.0}, {"detour": 0.9}])
def test_a_speed_or_a_detour_that_cannot_be_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(OutOfRangeError):
        by_air(TWO, **wrong)  # type: ignore[arg-type]  # only numbers are tried


@pytest.mark.parametrize("table", [((0, 1),), ((0, 1), (1,)), ((0, -1), (1, 0))])
def test_a_table_that_is_not_square_or_goes_below_nothing_is_refused(
    table: Whole,
) -> None:
    with pytest.raises(RoadsShapeError):
        Roads(table, ((0, 1), (1, 0)))
