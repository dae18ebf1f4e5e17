"""Units, periods and the ways between mass and volume, wet and dry (domain.md 5)."""

import sys
import threading
from collections.abc import Iterator
from decimal import Decimal

import pint
import pytest

from flows.errors import FlowsError, OutOfRangeError, UnknownCodeError
from flows.units import (
    DIMENSION_OF,
    TIMES_A_YEAR,
    UNIT_CODES,
    Quantity,
    converter,
    dry_tonnes,
    tonnes_of_volume,
    volume_m3,
    weighs,
    wet_tonnes,
)


def d(text: str) -> Decimal:
    return Decimal(text)


def kg(value: str, unit: str) -> Decimal:
    return converter().convert(d(value), unit, "kg")


def test_a_ton_is_a_thousand_kilos_and_not_two_thousand_pounds() -> None:
    assert kg("1", "t") == 1000


def test_gram_kilo_and_pallet_have_their_weight() -> None:
    assert [kg("1", "g"), kg("1", "kg"), kg("30", "pallet_piece")] == [d("0.001"), d("1"), d("750")]


@pytest.mark.parametrize(
    ("unit", "m3"),
    [
        ("L", "0.001"),
        ("m3", "1"),
        ("container_120", "0.12"),
        ("container_140", "0.14"),
        ("container_240", "0.24"),
        ("container_360", "0.36"),
        ("container_660", "0.66"),
        ("container_770", "0.77"),
        ("container_1100", "1.1"),
        ("skip_3", "3"),
        ("skip_6", "6"),
        ("skip_10", "10"),
        ("skip_15", "15"),
        ("skip_20", "20"),
        ("skip_30", "30"),
        ("skip_40", "40"),
        ("drum_200", "0.2"),
        ("ibc", "1"),
        ("bigbag", "1"),
    ],
)
def test_every_container_has_its_volume(unit: str, m3: str) -> None:
    assert converter().convert(Decimal(1), unit, "m3") == d(m3)


@pytest.mark.parametrize("name", ["ton", "kt", "T", "a", "tonne", "pcs", "degC"])
def test_the_registry_knows_no_unit_that_we_did_not_define(name: str) -> None:
    with pytest.raises(pint.errors.UndefinedUnitError):
        converter().convert(Decimal(1), name, "kg")


def test_volume_becomes_mass_only_through_a_density() -> None:
    with pytest.raises(pint.errors.DimensionalityError):
        converter().convert(Decimal(1), "m3", "t")
    assert tonnes_of_volume(Decimal(5), Decimal(1000)) == 5
    with pytest.raises(pint.errors.DimensionalityError):
        converter().convert(Decimal(1), "m3", "t")


@pytest.mark.parametrize("density", ["12.5", "80", "300", "1750", "0.7", "23.7"])
def test_tonnes_to_cubic_metres_and_back_is_where_we_began(density: str) -> None:
    tonnes = Decimal("9.152")
    back = tonnes_of_volume(volume_m3(tonnes, d(density)), d(density))
    assert abs(back - tonnes) <= Decimal("1e-9") * tonnes


def test_a_quarter_of_dry_matter_leaves_a_quarter_of_the_weight() -> None:
    assert dry_tonnes(Decimal(8), d("0.25")) == 2
    assert wet_tonnes(Decimal(2), d("0.25")) == 8


def test_a_fully_dry_stream_weighs_the_same() -> None:
    assert dry_tonnes(Decimal(8), Decimal(1)) == 8


@pytest.mark.parametrize("share", ["0", "-0.1", "1.01", "NaN"])
def test_a_dry_share_lies_above_nothing_and_at_most_at_the_whole(share: str) -> None:
    with pytest.raises(OutOfRangeError):
        dry_tonnes(Decimal(8), d(share))
    with pytest.raises(OutOfRangeError):
        wet_tonnes(Decimal(8), d(share))


def test_wet_tonnes_are_not_dry_tonnes_without_a_share() -> None:
    with pytest.raises(pint.errors.DimensionalityError):
        converter().convert(Decimal(1), "t", "dry_t")


@pytest.fixture
def hasty_threads() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("hasty_threads")
def test_two_people_converting_at_once_each_get_their_own_density() -> None:
    found: dict[int, set[Decimal]] = {80: set(), 1000: set()}

    def convert_often(density: int) -> None:
        found[density] = {tonnes_of_volume(Decimal(1), Decimal(density)) for _ in range(500)}

    threads = [threading.Thread(target=convert_often, args=(density,)) for density in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == {80: {d("0.08")}, 1000: {Decimal(1)}}


def test_periods_are_fixed_counts() -> None:
    assert TIMES_A_YEAR == {
        "day": 365,
        "working_day": 260,
        "week": 52,
        "month": 12,
        "quarter": 4,
        "year": 1,
        "school_week": 40,
        "once": None,
    }


def test_every_unit_stands_in_one_dimension() -> None:
    listed = [unit for units in UNIT_CODES.values() for unit in units]
    assert len(listed) == len(set(listed)) == len(DIMENSION_OF)


@pytest.mark.parametrize(
    ("unit", "has_tonnes"), [("kg", True), ("skip_6", True), ("piece", True), ("load", True)]
)
def test_matter_weighs(unit: str, has_tonnes: bool) -> None:
    assert weighs(unit) is has_tonnes


@pytest.mark.parametrize("unit", ["kWh", "MJ", "GJ", "m2", "hour"])
def test_energy_space_and_time_do_not_weigh(unit: str) -> None:
    assert not weighs(unit)


@pytest.mark.parametrize("value", ["0", "-1", "-0", "NaN", "sNaN", "Infinity", "0.0000001", "1000000000001"])
def test_a_quantity_is_a_plausible_positive_number(value: str) -> None:
    with pytest.raises(OutOfRangeError):
        Quantity(d(value), "t", "year")


@pytest.mark.parametrize("value", ["0.000001", "1000000000000"])
def test_the_ends_of_what_a_quantity_may_be_are_allowed(value: str) -> None:
    assert Quantity(d(value), "kg", "once").value == d(value)


@pytest.mark.parametrize(
    "unit", ["ton", "T", "a", "kt", "__class__", "kg; import os", "10**10**10", "", "dry_t"]
)
def test_a_unit_is_one_of_our_codes(unit: str) -> None:
    with pytest.raises(UnknownCodeError) as refused:
        Quantity(Decimal(1), unit, "year")
    assert (refused.value.code, refused.value.field) == ("value.unknown_code", "unit")


@pytest.mark.parametrize("period", ["", "weekly", "Year", "decade"])
def test_a_period_is_one_of_our_codes(period: str) -> None:
    with pytest.raises(FlowsError, match="period"):
        Quantity(Decimal(1), "t", period)


def test_only_once_does_not_recur() -> None:
    assert [p for p in TIMES_A_YEAR if not Quantity(Decimal(1), "t", p).recurring] == ["once"]
