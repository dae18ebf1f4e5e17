"""Avoided emission: the worked example, its laws, what is not told and why."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.effects import Case, Factors, Input, NoEffect, avoided, factors_for, why_none
from flows.errors import OutOfRangeError
from flows.factors import load_factors
from flows.strategies import Strategy
from flows.streams import Grade
from tests.factories import a_case, some_factors

STACK = "combustion/plastics/stack"


def test_the_worked_example_has_its_worked_parts() -> None:
    found = avoided(a_case())

    parts = (found.material, found.reference, found.residue, found.transport)
    assert [round(part, 4) for part in parts] == [12565.3504, 46.8568, -9.3714, -52.2050]
    assert round(found.total, 4) == 12550.6308


def test_with_what_leaves_the_stack_the_worked_example_is_three_times_as_much() -> None:
    case = a_case()
    stack = load_factors().factor(STACK, "2025")
    burnt = replace(stack, value=stack.value + case.factors.reference.value)
    with_stack = replace(case, factors=replace(case.factors, reference=burnt, residue=burnt))

    assert round(avoided(with_stack).total, 4) == 37683.4308


def test_transport_cancels_the_worked_gain_at_about_six_thousand_km() -> None:
    case = a_case()
    far = replace(case, km=replace(case.km, value=6000.0))

    assert abs(avoided(far).total) < 0.01 * avoided(case).total


def test_the_rows_of_a_road_are_those_of_the_worked_table() -> None:
    factors = some_factors()

    assert round(factors.tank_to_wheel.value + factors.well_to_tank.value, 5) == 0.20882
    assert factors.reference.value == 4.68568


@pytest.mark.parametrize(
    ("material", "difference"),
    [
        ("mixed-plastics", 1597.1),
        ("plastic-film", 1812.9),
        ("pe", 1324.4),
        ("stretch-film", 1867.2),
        ("pet-bottles", 1650.0),
        ("pp", 1265.0),
        ("ps", 1707.0),
        ("pvc", 1096.9),
        ("paper-and-board", 219.7),
        ("container-glass", 579.6),
        ("metals", 1766.7),
        ("aluminium-cans", 8120.8),
        ("steel-scrap", 1040.0),
        ("concrete-elements", 115.6),
        ("recycled-aggregate", 4.6),
        ("building-timber", 231.0),
        ("clothing", 22157.8),
    ],
)
def test_making_again_saves_what_the_table_says(material: str, difference: float) -> None:
    book = load_factors()
    pairs = [book.pair(material, basis, "2025") for basis in ("closed-loop", "re-used")]
    [saved] = [one.primary.value - one.secondary.value for one in pairs if one is not None][:1]

    assert round(saved, 1) == difference


def test_what_arrives_has_its_own_row_before_what_was_given() -> None:
    book = load_factors()
    crushed = factors_for(("concrete-elements", "recycled-aggregate"), Strategy.R8_LOW, book, "2025")
    molten = factors_for(("ldpe-film", "pe-regranulate"), Strategy.R8_HIGH, book, "2025")

    assert crushed is not None
    assert molten is not None
    assert crushed.pair.primary.name == "Aggregates"
    assert "LDPE" in molten.pair.primary.name
    assert factors_for(("ldpe-film", "pe-regranulate"), Strategy.R8_LOW, book, "2025") is None


@pytest.mark.parametrize(
    ("material", "strategy", "reason"),
    [
        ("ldpe-film", Strategy.R9, NoEffect.ENERGY),
        ("ldpe-film", Strategy.NONE, NoEffect.ENERGY),
        ("bread", Strategy.R3, NoEffect.FOOD),
        ("workwear", Strategy.R5, NoEffect.RUNG),
        ("ldpe-film", Strategy.R8_HIGH, None),
    ],
)
def test_it_says_why_nothing_is_told(material: str, strategy: Strategy, reason: NoEffect | None) -> None:
    assert why_none(material, strategy) is reason


def test_an_input_that_cannot_be_is_refused_by_its_name() -> None:
    with pytest.raises(OutOfRangeError, match=r"yield is 1\.2; it must be from 0 to 1"):
        Input("yield", 1.2, "1", Grade.CONVERTED, at_most=1.0)


cases = st.builds(a_case, st.floats(0.001, 1e6), st.floats(0, 1), st.floats(0, 1), st.floats(0, 2000))


@given(cases, st.floats(0.01, 100))
def test_what_is_avoided_grows_with_the_tonnes(case: Case, times: float) -> None:
    larger = replace(case, tonnes=replace(case.tonnes, value=case.tonnes.value * times))

    assert avoided(larger).total == pytest.approx(times * avoided(case).total, rel=1e-9, abs=1e-6)


@given(cases, st.floats(0, 1000))
def test_a_longer_way_never_avoids_more(case: Case, more: float) -> None:
    farther = replace(case, km=replace(case.km, value=case.km.value + more))

    assert avoided(farther).total <= avoided(case).total


@given(cases, st.floats(0, 1))
def test_more_substitution_never_avoids_less(case: Case, part: float) -> None:
    q = case.substitution.value + part * (1 - case.substitution.value)

    assert avoided(replace(case, substitution=replace(case.substitution, value=min(1.0, q)))).total >= (
        avoided(case).total - 1e-6
    )


def test_factors_are_told_each_once() -> None:
    factors: Factors = some_factors()

    assert len(list(factors)) == 5
