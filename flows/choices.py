"""Choices: what somebody answers with one click to what a reading assumed or asks, put in its place."""

from dataclasses import dataclass, replace
from decimal import Decimal

from flows.line import Reading
from flows.readings import Assumption, Doubt
from flows.rhythm import Rhythm
from flows.units import TIMES_A_YEAR, UNIT_CODES, Dimension

SKIP_SIZES = tuple(unit for unit in UNIT_CODES[Dimension.VOLUME] if unit.startswith("skip_"))
BIN_SIZES = ("container_120", "container_140", "container_240", "container_360")
OPTIONS = {
    "mini": BIN_SIZES,
    "roll": ("container_240", "container_660", "container_1100"),
    "any": ("container_240", "container_660", "container_1100", "skip_6", "skip_10"),
    "skip": SKIP_SIZES,
}
"""The sizes that a word for a container may mean, the likeliest ones."""

HOW_OFTEN = ("week", "month", "year")
HOW_FULL = (Decimal("0.5"), Decimal("0.75"))


@dataclass(frozen=True, slots=True)
class Choices:
    """What was answered, None where nothing was."""

    value: Decimal | None = None
    unit: str | None = None
    period: str | None = None
    fill: Decimal | None = None


def with_choices(reading: Reading, choices: Choices) -> Reading:
    """Return a reading in which what was answered replaces what was assumed or asked."""
    amount = reading.amount
    settled: set[Assumption | Doubt] = set()
    if amount is not None and choices.value in amount.readings and choices.value is not None:
        amount = replace(amount, low=choices.value, value=choices.value, high=choices.value, readings=())
        settled |= {Doubt.NUMBER}
    if amount is not None and choices.unit in units_offered(reading):
        amount = replace(amount, unit=choices.unit or "")
        settled |= {Assumption.CONTAINER_SIZE, Assumption.EMPTY_PALLETS, Doubt.CONTAINER, Doubt.PALLET}
    rhythm = reading.rhythm
    if choices.period in TIMES_A_YEAR and choices.period is not None:
        rhythm = Rhythm(Decimal(1), Decimal(1), choices.period)
        settled |= {Assumption.ONCE, Assumption.HOURS, Doubt.INTERVAL, Doubt.IRREGULAR}
    fill = reading.fill
    if choices.fill is not None and 0 < choices.fill <= 1:
        fill = choices.fill
        settled |= {Assumption.FULL}
    return replace(
        reading,
        amount=amount,
        rhythm=rhythm,
        fill=fill,
        assumed=tuple(one for one in reading.assumed if one not in settled),
        doubts=tuple(one for one in reading.doubts if one not in settled),
    )


def units_offered(reading: Reading) -> tuple[str, ...]:
    """Return the units among which somebody may choose, because the words fit each of them."""
    if reading.amount is None:
        return ()
    open_size = Assumption.CONTAINER_SIZE in reading.assumed or Doubt.CONTAINER in reading.doubts
    if open_size:
        return OPTIONS.get(reading.amount.word, ())
    return ("pallet_piece", "pallet_load") if reading.amount.word == "pallet" else ()
