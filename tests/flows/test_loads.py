"""What one collection fetches of an offer."""

from decimal import Decimal

import pytest

from flows.densities import density_of
from flows.errors import UnknownCodeError
from flows.loads import load_kg, load_m3
from tests.factories import an_amount


@pytest.mark.parametrize(("every", "kg"), [("year", 5200), ("quarter", 1300), ("week", 100)])
def test_of_a_yearly_amount_what_comes_in_the_period_is_fetched(every: str, kg: int) -> None:
    assert load_kg(an_amount("5.2"), every) == kg


def test_what_is_offered_once_is_fetched_whole() -> None:
    assert load_kg(an_amount("5.2", recurring=False), "week") == 5200


def test_another_period_is_refused() -> None:
    with pytest.raises(UnknownCodeError):
        load_kg(an_amount(), "fortnight")


def test_a_volume_that_was_told_wins_over_the_density() -> None:
    density = density_of("cardboard")
    assert density is not None
    assert load_m3("cardboard", Decimal(500), Decimal("1.2345")) == Decimal("1.234")
    assert load_m3("cardboard", density.likely * 2) == 2


def test_without_a_density_the_volume_is_unknown() -> None:
    assert density_of("office-chair") is None
    assert load_m3("office-chair", Decimal(500)) is None
