"""Local loop closure, and that every indicator says how it is reckoned."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.circularity import MoreThanAllError
from flows.errors import OutOfRangeError
from flows.indicators import METHODS, Indicator, Moved, diverted_share, local_loop_closure

D = Decimal
TOWN = [Moved(D(40), inside=True), Moved(D(25), inside=False)]


def test_the_worked_town_closes_two_fifths_of_its_loop() -> None:
    assert local_loop_closure(TOWN, D(100)) == D("0.40")
    assert diverted_share(TOWN, D(100)) == D("0.65")


def test_where_nothing_is_offered_nothing_is_said() -> None:
    assert local_loop_closure([], D(0)) is None


def test_more_than_was_offered_cannot_move() -> None:
    with pytest.raises(MoreThanAllError):
        diverted_share(TOWN, D(60))
    with pytest.raises(OutOfRangeError, match="tonnes"):
        Moved(D(-1), inside=True)


flows = st.lists(st.builds(Moved, st.decimals(0, 100, places=2), st.booleans()), min_size=1)


@given(flows, st.decimals("0.01", 50, places=2), st.integers(2, 9))
def test_a_closure_is_a_share_that_knows_no_scale(moved: list[Moved], unmatched: Decimal, times: int) -> None:
    offered = sum((one.tonnes for one in moved), unmatched)
    found, diverted = local_loop_closure(moved, offered), diverted_share(moved, offered)
    grown = local_loop_closure([Moved(one.tonnes * times, one.inside) for one in moved], offered * times)

    assert found is not None
    assert diverted is not None
    assert 0 <= found <= diverted <= 1
    assert grown == pytest.approx(found, abs=D("1e-20"))


@pytest.mark.parametrize("indicator", Indicator)
def test_every_indicator_says_its_unit_formula_and_source(indicator: Indicator) -> None:
    method = METHODS[indicator]

    assert all((method.unit, method.formula, method.source))


def test_no_own_figure_is_called_after_the_national_one() -> None:
    assert not [one for one in Indicator if "use_rate" in one or "cmu" in one]
