"""The range of what exchanges avoid: fixed, independent of order, and around the formula's figure."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.effects import Case, avoided
from flows.engine.draws import spread_of
from tests.factories import a_case


def named(case: Case, name: str) -> Case:
    """Return a case with tonnes of its own."""
    return replace(case, tonnes=replace(case.tonnes, name=name))


def test_the_worked_example_has_the_same_range_every_time() -> None:
    found = spread_of([a_case()])

    assert found == spread_of([a_case()])
    assert round(found.likely, 4) == 12550.6308
    assert found.low < found.middle < found.high
    assert found.low < found.likely < found.high


def test_the_order_of_exchanges_changes_nothing() -> None:
    cases = [named(a_case(tonnes), f"tonnes of {tonnes}") for tonnes in (3, 10, 7)]

    assert spread_of(cases).low == spread_of(cases[::-1]).low


def test_a_factor_that_is_off_is_off_for_all() -> None:
    ten = spread_of([a_case(10)])
    halves = spread_of([named(a_case(5), "one"), named(a_case(5), "two")])

    assert (halves.high - halves.low) > 0.9 * (ten.high - ten.low)


def test_without_doubt_there_is_no_range() -> None:
    case = a_case()
    sure = replace(
        case,
        tonnes=replace(case.tonnes, grade=None),
        kept=replace(case.kept, grade=None),
        substitution=replace(case.substitution, value=0.0, grade=None),
        km=replace(case.km, value=0.0, grade=None),
    )

    assert spread_of([sure]).high < 0
    assert spread_of([sure]).is_clear


def test_paper_of_lower_quality_has_no_clear_effect() -> None:
    assert not spread_of([a_case(10, 0.9, 0.95, 25, material="paper-and-board")]).is_clear


def test_nothing_avoids_nothing() -> None:
    found = spread_of([])

    assert (found.low, found.high, found.likely) == (0, 0, 0)


@settings(max_examples=20)
@given(st.floats(0.1, 1000), st.floats(0.1, 1), st.floats(0, 1), st.floats(0, 500))
def test_a_range_is_in_order_and_grows_with_the_tonnes(
    tonnes: float, kept: float, q: float, km: float
) -> None:
    found, twice = spread_of([a_case(tonnes, kept, q, km)]), spread_of([a_case(2 * tonnes, kept, q, km)])

    assert found.low <= found.middle <= found.high
    assert abs(twice.middle - 2 * found.middle) <= 1e-6 * abs(twice.middle) + 1e-6
    assert found.likely == avoided(a_case(tonnes, kept, q, km)).total
