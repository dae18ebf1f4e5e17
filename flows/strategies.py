"""The ladder of circular strategies: which rung an exchange stands on (domain.md 2)."""

from enum import StrEnum

from flows.materials import Nature


class Strategy(StrEnum):
    """A rung of the ten-step ladder; recycling is split by whether the quality is kept."""

    R0 = "R0"
    R1 = "R1"
    R2 = "R2"
    R3 = "R3"
    R4 = "R4"
    R5 = "R5"
    R6 = "R6"
    R7 = "R7"
    R8_HIGH = "R8-high"
    R8_LOW = "R8-low"
    R9 = "R9"
    NONE = "none"


SCORE: dict[Strategy, int] = {
    Strategy.R0: 100,
    Strategy.R1: 90,
    Strategy.R2: 80,
    Strategy.R3: 70,
    Strategy.R4: 60,
    Strategy.R5: 55,
    Strategy.R6: 50,
    Strategy.R7: 40,
    Strategy.R8_HIGH: 30,
    Strategy.R8_LOW: 20,
    Strategy.R9: 10,
    Strategy.NONE: 0,
}
"""Points of each rung, our own proposal in domain.md 2.1."""

DIRECT: dict[Nature, Strategy] = {
    Nature.OBJECT: Strategy.R3,
    Nature.FOOD: Strategy.R3,
    Nature.MATTER: Strategy.R8_HIGH,
    Nature.WATER: Strategy.R8_HIGH,
    Nature.ENERGY: Strategy.R9,
    Nature.SPACE: Strategy.R1,
    Nature.CAPACITY: Strategy.R1,
}
"""The rung of handing a stream over as it is: an assumption per nature until a person says otherwise."""
