"""How a stream is collected now: by whom, what that costs, and until when the contract runs."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from flows.errors import FlowsError, OutOfRangeError
from flows.materials import Nature, load_materials
from flows.streams import Amount
from flows.texts import clean_line

MOST_LETTERS = 120
MOST_EUROS = Decimal(10_000_000)
CENT = Decimal("0.01")

COLLECTED = frozenset({Nature.MATTER, Nature.OBJECT, Nature.FOOD})
"""What a vehicle takes along; heat, room and hours are not collected."""


class Per(StrEnum):
    """What a price is paid for."""

    EMPTYING = "emptying"
    MONTH = "month"
    YEAR = "year"
    TONNE = "tonne"


class Bond(StrEnum):
    """What a contract means for a listing: it is over, it still binds, or it binds beyond the last day."""

    OVER = "over"
    BINDS = "binds"
    OUTLASTS = "outlasts"


class CentsError(FlowsError):
    """A price has parts of a cent."""

    code = "money.cents"

    def __init__(self, euros: Decimal) -> None:
        super().__init__(euros)
        self.euros = euros

    def __str__(self) -> str:
        return f"{self.euros} euros have parts of a cent; use at most two decimals"


class PriceIncompleteError(FlowsError):
    """A price without what it is paid for, or the other way round."""

    code = "collection.price_incomplete"

    def __str__(self) -> str:
        return "say both how many euros and for what they are paid"


class NothingToldError(FlowsError):
    """Nothing at all was told of how a stream is collected."""

    code = "collection.nothing_told"

    def __str__(self) -> str:
        return "say at least one thing, or that there is nothing to say"


@dataclass(frozen=True, slots=True)
class Collection:
    """Who collects a stream, for how many euros per what, and the last day of that; each open where None."""

    collector: str | None = None
    euros: Decimal | None = None
    per: Per | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        if self.collector is None and self.euros is None and self.per is None and self.until is None:
            raise NothingToldError()
        if self.collector is not None:
            clean_line(self.collector, MOST_LETTERS)
        if (self.euros is None) != (self.per is None):
            raise PriceIncompleteError()
        if self.euros is not None:
            self.check_price(self.euros)

    def check_price(self, euros: Decimal) -> None:
        """Refuse a price that nobody pays or that no till can count."""
        if not (euros.is_finite() and 0 <= euros <= MOST_EUROS):
            raise OutOfRangeError("euros", euros, f"from 0 to {MOST_EUROS}")
        if euros % CENT:
            raise CentsError(euros)

    def bond(self, end: date | None, today: date) -> Bond | None:
        """Return what the contract means today for a stream that can be had until ``end``."""
        if self.until is None:
            return None
        if self.until < today:
            return Bond.OVER
        return Bond.OUTLASTS if end is not None and self.until > end else Bond.BINDS


def collectable(material: str) -> bool:
    """Tell whether a material is something that somebody collects."""
    return load_materials()[material].nature in COLLECTED


IN_A_YEAR = {Per.MONTH: 12, Per.YEAR: 1}
"""How often a price is paid in a year (domain.md 5.1)."""


def paid_a_tonne(told: Collection, amount: Amount | None) -> Decimal | None:
    """Return the euros that are paid now for a tonne that is collected, None where that cannot be told.

    A price a month or a year is spread over the likely tonnes of a year, so it is a mean; a price for each
    emptying says nothing of tonnes.
    """
    if told.euros is None or told.per is None:
        return None
    if told.per is Per.TONNE:
        return told.euros
    times = IN_A_YEAR.get(told.per)
    if times is None or amount is None or not amount.recurring or not amount.tonnes.likely:
        return None
    return told.euros * times / amount.tonnes.likely
