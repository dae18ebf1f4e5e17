"""What a stream, its range and its times promise."""

from dataclasses import FrozenInstanceError
from datetime import date
from decimal import Decimal

import pytest

from flows.distance import Position
from flows.errors import OutOfRangeError
from flows.streams import (
    MOST_TONNES,
    Availability,
    DateOrderError,
    Grade,
    Offer,
    Quality,
    Range,
    RangeOrderError,
    Stream,
    exactly,
)
from tests.factories import a_need, an_amount, an_offer

FIRST, LAST = date(2027, 3, 1), date(2027, 3, 31)


def tonnes(low: str, likely: str, high: str) -> Range:
    return Range(Decimal(low), Decimal(likely), Decimal(high))


def test_a_range_runs_from_low_to_high() -> None:
    assert tonnes("1", "2", "3").likely == 2
    assert tonnes("2", "2", "2") == exactly(Decimal(2))


@pytest.mark.parametrize(("low", "likely", "high"), [("3", "2", "4"), ("1", "4", "3"), ("3", "2", "1")])
def test_a_range_out_of_order_is_refused(low: str, likely: str, high: str) -> None:
    with pytest.raises(RangeOrderError) as refused:
        tonnes(low, likely, high)
    assert (refused.value.code, refused.value.low) == ("range.order", Decimal(low))


@pytest.mark.parametrize("value", ["-0.1", "NaN", "Infinity", "1000000001"])
def test_tonnes_are_plausible_and_not_negative(value: str) -> None:
    with pytest.raises(OutOfRangeError):
        exactly(Decimal(value))


@pytest.mark.parametrize("value", [Decimal(0), MOST_TONNES])
def test_the_ends_of_plausible_tonnes_are_allowed(value: Decimal) -> None:
    assert exactly(value).high == value


def test_a_conversion_keeps_shares_of_each_end() -> None:
    kept = tonnes("10", "20", "30").times(Decimal("0.5"), Decimal("0.6"), Decimal("0.7"))
    assert kept == tonnes("5", "12", "21")


def test_an_availability_may_be_open_at_both_ends() -> None:
    assert not Availability().known
    assert Availability(FIRST).known
    assert Availability(end=LAST).known
    assert Availability(FIRST, LAST).known


def test_first_and_last_day_may_be_one() -> None:
    assert Availability(FIRST, FIRST).end == FIRST


def test_the_last_day_does_not_lie_before_the_first() -> None:
    with pytest.raises(DateOrderError) as refused:
        Availability(LAST, FIRST)
    assert (refused.value.start, refused.value.end) == (LAST, FIRST)


@pytest.mark.parametrize("share", [-0.1, 100.1, float("nan"), float("inf")])
def test_a_percentage_lies_between_nought_and_a_hundred(share: float) -> None:
    with pytest.raises(OutOfRangeError):
        Quality(contamination_pct=share)
    with pytest.raises(OutOfRangeError):
        Quality(moisture_pct=share)


@pytest.mark.parametrize("share", [0.0, 100.0])
def test_the_ends_of_a_percentage_are_allowed(share: float) -> None:
    assert Quality(contamination_pct=share, moisture_pct=share).moisture_pct == share


@pytest.mark.parametrize("km", [0.0, -1.0, 40_001.0, float("nan"), float("inf")])
def test_a_longest_distance_is_a_distance_on_earth(km: float) -> None:
    with pytest.raises(OutOfRangeError):
        an_offer(max_km=km)


def test_everything_but_id_and_material_may_be_unknown() -> None:
    bare = Offer("o", "ldpe-film")
    assert (bare.amount, bare.position, bare.max_km, bare.availability.known) == (None, None, None, False)


def test_an_offer_and_a_need_are_not_the_same_even_with_the_same_facts() -> None:
    offer: Stream = an_offer(id="x", position=None, organisation="")
    need: Stream = a_need(id="x", position=None, organisation="")
    assert offer != need


def test_a_stream_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        an_offer().material = "pp"  # type: ignore[misc]  # that it is refused is what is tested


def test_grades_sort_from_measured_to_assumed() -> None:
    assert sorted(Grade) == [Grade.MEASURED, Grade.DECLARED, Grade.CONVERTED, Grade.ASSUMED]


def test_the_factories_say_what_they_make() -> None:
    assert an_offer(tonnes=25).amount == an_amount(25)
    assert an_offer(tonnes=None).amount is None
    assert a_need(position=Position(5.8, 50.9)).position == Position(5.8, 50.9)


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (Availability(FIRST), Availability(None, LAST), Availability(FIRST, LAST)),
        (Availability(FIRST, LAST), Availability(), Availability(FIRST, LAST)),
        (Availability(None, LAST), Availability(LAST), Availability(LAST, LAST)),
        (Availability(None, FIRST), Availability(LAST), None),
    ],
)
def test_two_windows_together_are_the_days_that_both_have(
    one: Availability, other: Availability, both: Availability | None
) -> None:
    assert one.together(other) == other.together(one) == both
