"""A plan: of many matches the best set, under what each offer, need and process can give, get and take."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from flows.errors import FlowsError, OutOfRangeError
from flows.strategies import SCORE, Strategy
from flows.streams import MOST_TONNES


class Aim(StrEnum):
    """What a plan makes as large as it can be."""

    RUNG = "rung"
    TONNES = "tonnes"


class Holder(StrEnum):
    """What can hold a plan back."""

    OFFER = "offer"
    NEED = "need"
    PROCESS = "process"


class UnknownTonnesError(FlowsError):
    """A match names something of which nobody said how much it can give, get or take."""

    code = "plan.unknown_tonnes"

    def __init__(self, holder: Holder, name: str) -> None:
        super().__init__(holder, name)
        self.holder, self.name = holder, name

    def __str__(self) -> str:
        return f"{self.holder} {self.name!r} has no tonnes to plan with"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A match that may be part of the plan.

    ``enters`` is for each process on the way the tonnes that enter it per tonne that leaves the offer, and
    ``arriving`` the tonnes that reach the need; ``distance_km`` is by road, None where unknown.
    """

    offer: str
    need: str
    enters: tuple[tuple[str, float], ...]
    arriving: float
    strategy: Strategy
    distance_km: float | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.arriving <= 1:
            raise OutOfRangeError("arriving", self.arriving, "from 0 to 1 tonne per tonne")


@dataclass(frozen=True, slots=True)
class Room:
    """What each offer can give, each need can get and each process can take, in tonnes."""

    offers: Mapping[str, float]
    needs: Mapping[str, float]
    processes: Mapping[str, float]

    def __post_init__(self) -> None:
        for name, tonnes in (*self.offers.items(), *self.needs.items(), *self.processes.items()):
            if not 0 <= tonnes <= MOST_TONNES:
                raise OutOfRangeError(f"tonnes of {name}", tonnes, f"from 0 to {MOST_TONNES}")


@dataclass(frozen=True, slots=True)
class Share:
    """A match in the plan: the tonnes that leave the offer, and those that reach the need."""

    candidate: Candidate
    leaving: float
    arriving: float


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """What holds the plan back: how much the aim would gain by one tonne more of it."""

    holder: Holder
    name: str
    gain: float


@dataclass(frozen=True, slots=True)
class Plan:
    """The best set of matches, in the order of the candidates, and what holds it back, the worst first.

    ``worth`` is what the plan reaches of its aim; ``gap`` how far, as a share of it, a better plan may be.
    """

    shares: tuple[Share, ...]
    bottlenecks: tuple[Bottleneck, ...]
    worth: float
    gap: float
    tonne_km: float


def worth_of(candidate: Candidate, aim: Aim) -> float:
    """Return what one tonne that arrives is worth: a tonne, or the points of its rung out of a hundred."""
    return 1.0 if aim is Aim.TONNES else SCORE[candidate.strategy] / 100
