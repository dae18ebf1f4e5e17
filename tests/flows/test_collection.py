"""How a stream is collected now: at least one fact, a whole price in cents, and what the contract means."""

from datetime import date
from decimal import Decimal

import pytest

from flows.collection import (
    MOST_EUROS,
    Bond,
    CentsError,
    Collection,
    NothingToldError,
    Per,
    PriceIncompleteError,
    collectable,
)
from flows.errors import FlowsError, OutOfRangeError
from flows.texts import ControlCharactersError, TextEmptyError, TextTooLongError

TODAY, JUNE, DECEMBER = date(2027, 3, 1), date(2027, 6, 30), date(2027, 12, 31)


@pytest.mark.parametrize(
    "told",
    [
        {"collector": "Ophaal"},
        {"euros": Decimal("45.50"), "per": Per.EMPTYING},
        {"euros": Decimal(0), "per": Per.YEAR},
        {"euros": MOST_EUROS, "per": Per.TONNE},
        {"until": JUNE},
        {"collector": "Ophaal", "euros": Decimal(1), "per": Per.MONTH, "until": JUNE},
    ],
)
def test_each_fact_may_be_told_alone(told: dict[str, object]) -> None:
    collection = Collection(**told)  # type: ignore[arg-type]  # any of the facts
    assert {name: getattr(collection, name) for name in told} == told


@pytest.mark.parametrize(
    ("told", "error"),
    [
        ({}, NothingToldError),
        ({"euros": Decimal(1)}, PriceIncompleteError),
        ({"per": Per.YEAR}, PriceIncompleteError),
        ({"euros": Decimal("0.001"), "per": Per.YEAR}, CentsError),
        ({"euros": Decimal("-0.01"), "per": Per.YEAR}, OutOfRangeError),
        ({"euros": MOST_EUROS + 1, "per": Per.YEAR}, OutOfRangeError),
        ({"euros": Decimal("NaN"), "per": Per.YEAR}, OutOfRangeError),
        ({"euros": Decimal("Infinity"), "per": Per.YEAR}, OutOfRangeError),
        ({"collector": ""}, TextEmptyError),
        ({"collector": "x" * 121}, TextTooLongError),
        ({"collector": "a\x00"}, ControlCharactersError),
    ],
)
def test_what_cannot_be_is_refused(told: dict[str, object], error: type[FlowsError]) -> None:
    with pytest.raises(error):
        Collection(**told)  # type: ignore[arg-type]  # any of the facts


@pytest.mark.parametrize(
    ("until", "end", "bond"),
    [
        (None, None, None),
        (date(2027, 2, 28), None, Bond.OVER),
        (date(2027, 2, 28), date(2027, 2, 1), Bond.OVER),
        (TODAY, None, Bond.BINDS),
        (JUNE, None, Bond.BINDS),
        (JUNE, JUNE, Bond.BINDS),
        (JUNE, DECEMBER, Bond.BINDS),
        (DECEMBER, JUNE, Bond.OUTLASTS),
    ],
)
def test_a_contract_is_over_binds_or_outlasts_the_offer(
    until: date | None, end: date | None, bond: Bond | None
) -> None:
    assert Collection("Ophaal", until=until).bond(end, TODAY) is bond


@pytest.mark.parametrize(
    ("material", "collected"),
    [
        ("cardboard", True),
        ("office-chair", True),
        ("coffee-grounds", True),
        ("residual-heat", False),
        ("storage-space", False),
        ("rainwater", False),
        ("repair-skills", False),
    ],
)
def test_matter_objects_and_food_are_collected(material: str, collected: bool) -> None:
    assert collectable(material) is collected
