"""The laws of stops, vehicles, tasks and rounds."""

import pickle
from decimal import Decimal

import pytest

from flows.errors import FlowsError, OutOfRangeError
from flows.rounds import Call, NoVehicleError, OverloadedError, Round, TwiceError
from tests.rounds import a_stop, a_task, a_vehicle


@pytest.mark.parametrize("kg", [0, -1, "NaN", 100_001])
def test_a_vehicle_carries_something_that_a_vehicle_can(kg: float | str) -> None:
    with pytest.raises(OutOfRangeError):
        a_vehicle(kg=kg)


@pytest.mark.parametrize("m3", [0, -1, 1001])
def test_a_vehicle_has_room_or_none_is_known(m3: int) -> None:
    with pytest.raises(OutOfRangeError):
        a_vehicle(m3=Decimal(m3))


@pytest.mark.parametrize("hours", [0, 24.5])
def test_a_day_of_work_has_some_of_24_hours(hours: float) -> None:
    with pytest.raises(OutOfRangeError):
        a_vehicle(max_hours=hours)


def test_a_stop_gives_no_less_than_nothing() -> None:
    with pytest.raises(OutOfRangeError):
        a_stop("a", 1, -1)
    with pytest.raises(OutOfRangeError):
        a_stop("a", 1, m3=Decimal(-1))
    with pytest.raises(OutOfRangeError):
        a_stop("a", 1, minutes=-1)


def test_a_task_needs_a_vehicle_and_names_that_differ() -> None:
    with pytest.raises(NoVehicleError):
        a_task(a_stop("a", 1))
    with pytest.raises(TwiceError, match="'a' stands twice"):
        a_task(a_stop("a", 1), a_stop("a", 2), a_vehicle())
    with pytest.raises(OutOfRangeError):
        a_task(a_vehicle(), unload_minutes=-1)


@pytest.mark.parametrize(
    "stop", [a_stop("a", 1, "1000.001"), a_stop("a", 1, m3=Decimal("6.001"))], ids=["kg", "m3"]
)
def test_a_round_that_its_vehicle_cannot_carry_is_none(stop: object) -> None:
    with pytest.raises(OverloadedError):
        Round(a_vehicle(m3=Decimal(6)), (Call(stop, 0, 0, 1.0),), 0, 60, 2.0, ())  # type: ignore[arg-type]  # a stop


@pytest.mark.parametrize("error", [NoVehicleError(), TwiceError("a"), OverloadedError("van")])
def test_an_error_survives_a_process_pool(error: FlowsError) -> None:
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
