"""A plan: of many matches the best set, under what each offer, need and process can give, get and take."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from flows.errors import FlowsError, OutOfRangeError
from flows.strategies import SCORE, Strategy
from flows.streams import MOST_TONNES


class Aim(StrEnum):
    """What a plan is best at.

    ``RUNG``: the most tonnes that arrive, each by the points of its rung. ``TONNES``: the most tonnes that
    arrive. ``KM``: the fewest tonne-kilometres with which ``REACH`` of the most tonnes still arrive.
    ``EUROS``: the most euros that givers pay now to have collected what would leave, as they told it.
    """

    RUNG = "rung"
    TONNES = "tonnes"
    KM = "km"
    EUROS = "euros"


REACH = 0.9
"""The share of the most tonnes that still arrives where the way counts: the last come from farthest."""


class Holder(StrEnum):
    """What can hold a plan back."""

    OFFER = "offer"
    NEED = "need"
    PROCESS = "process"


Place = tuple[Holder, str]
"""An offer, a need or a process."""


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
    ``arriving`` the tonnes that reach the need; ``distance_km`` is by road, ``euros`` what the giver pays now
    for each tonne that leaves, both None where unknown. Of the tonnes that leave along it ``most`` is the
    largest number (None where nothing but offer, need and processes limits it), and ``lot`` the least that
    is worth a drive: it takes nothing, or that at least.
    """

    offer: str
    need: str
    enters: tuple[tuple[str, float], ...]
    arriving: float
    strategy: Strategy
    distance_km: float | None = None
    euros: float | None = None
    most: float | None = None
    lot: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.arriving <= 1:
            raise OutOfRangeError("arriving", self.arriving, "from 0 to 1 tonne per tonne")
        for name, tonnes in (("most", self.most or 0.0), ("minimum_lot", self.lot)):
            if not 0 <= tonnes <= MOST_TONNES:
                raise OutOfRangeError(name, tonnes, f"from 0 to {MOST_TONNES}")


@dataclass(frozen=True, slots=True)
class Room:
    """What each offer can give, each need can get and each process can take, in tonnes.

    ``lots`` are the least tonnes that an offer gives, a need gets or a process takes, if any at all.
    """

    offers: Mapping[str, float]
    needs: Mapping[str, float]
    processes: Mapping[str, float]
    lots: Mapping[Place, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, tonnes in (*self.offers.items(), *self.needs.items(), *self.processes.items()):
            if not 0 <= tonnes <= MOST_TONNES:
                raise OutOfRangeError(f"tonnes of {name}", tonnes, f"from 0 to {MOST_TONNES}")
        for (_holder, name), tonnes in self.lots.items():
            if not 0 <= tonnes <= MOST_TONNES:
                raise OutOfRangeError(f"minimum_lot of {name}", tonnes, f"from 0 to {MOST_TONNES}")

    def limit(self, place: Place) -> float | None:
        """Return the tonnes that a thing allows, None for a process of which nobody told: it limits nothing.

        Raises UnknownTonnesError for an offer or a need of which nobody told.
        """
        holder, name = place
        limits = {Holder.OFFER: self.offers, Holder.NEED: self.needs, Holder.PROCESS: self.processes}
        if holder is not Holder.PROCESS and name not in limits[holder]:
            raise UnknownTonnesError(holder, name)
        return limits[holder].get(name)


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
class Effort:
    """How long a plan with lots may take, in seconds, and which gap to the best is good enough."""

    seconds: float = 30.0
    gap: float = 1e-4


class Ending(StrEnum):
    """How a search for a plan ended."""

    BEST = "best"
    NEAR_ENOUGH = "near_enough"
    OUT_OF_TIME = "out_of_time"


@dataclass(frozen=True, slots=True)
class Plan:
    """The best set of matches, in the order of the candidates, and what holds it back, the worst first.

    ``worth`` is what the plan reaches of its aim, in tonnes by rung, tonnes, tonne-kilometres or euros;
    ``gap`` how far, as a share of it, a better plan may be. ``unmeasured`` counts the matches left out since
    the aim needs a figure that nobody told; ``idle`` is what takes nothing because its lot was not reached.
    With ``lots`` the prices hold as long as the same lots are taken.
    """

    shares: tuple[Share, ...]
    bottlenecks: tuple[Bottleneck, ...]
    worth: float
    gap: float
    tonne_km: float
    unmeasured: int = 0
    idle: tuple[Place, ...] = ()
    lots: bool = False
    ending: Ending = Ending.BEST


def worth_of(candidate: Candidate, aim: Aim) -> float:
    """Return what one tonne that arrives is worth: a tonne, or the points of its rung out of a hundred."""
    return SCORE[candidate.strategy] / 100 if aim is Aim.RUNG else 1.0


def gain_of(candidate: Candidate, aim: Aim) -> float:
    """Return what one tonne that leaves is worth: what arrives of it, or the euros that are paid for it now.

    For the fewest kilometres these are the tonnes of which ``REACH`` has to arrive.
    """
    return candidate.euros or 0.0 if aim is Aim.EUROS else worth_of(candidate, aim) * candidate.arriving


def measured(candidate: Candidate, aim: Aim) -> bool:
    """Return whether a match has the figure that an aim needs: a way of known length, a price."""
    figures = {Aim.KM: candidate.distance_km, Aim.EUROS: candidate.euros}
    return aim not in figures or figures[aim] is not None


def uses_of(candidate: Candidate) -> tuple[tuple[Place, float], ...]:
    """Return what a match takes of its offer, need and processes per tonne that leaves."""
    ends = (((Holder.OFFER, candidate.offer), 1.0), ((Holder.NEED, candidate.need), candidate.arriving))
    return (*ends, *(((Holder.PROCESS, name), share) for name, share in candidate.enters))


GRAM = 1e-6
ROUNDED = 0.2
"""The part of a gram below a whole one that is taken for the solver's rounding."""


def share_of(candidate: Candidate, tonnes: float) -> Share:
    """Return a match along which some tonnes leave, to the gram."""
    return Share(candidate, whole_grams(tonnes), whole_grams(tonnes * candidate.arriving))


def whole_grams(tonnes: float) -> float:
    """Return tonnes in whole grams, rounded down, so that several shares never exceed what they share."""
    return round(math.floor(tonnes / GRAM + ROUNDED) * GRAM, 6)


def one_after_another(candidates: Iterable[Candidate], room: Room) -> tuple[Share, ...]:
    """Return what comes of matches that are made in their order, each as large as those before it allow.

    That is no best set: it is what a queue reaches that is worked from top to bottom. A match that would
    not reach a lot is passed over, also where a later one could have filled it.
    """
    left: dict[Place, float] = {}
    found = []
    for candidate in candidates:
        uses = [(place, share) for place, share in uses_of(candidate) if room.limit(place) is not None]
        for place, _share in uses:
            left.setdefault(place, room.limit(place) or 0.0)
        bounds = [left[place] / share for place, share in uses if share > 0]
        tonnes = min(bounds if candidate.most is None else [*bounds, candidate.most])
        taken = ((place, share * tonnes) for place, share in uses_of(candidate))
        if tonnes >= max(GRAM, candidate.lot) and all(at >= room.lots.get(place, 0.0) for place, at in taken):
            found.append(share_of(candidate, tonnes))
            for place, share in uses:
                left[place] = max(0.0, left[place] - share * tonnes)
    return tuple(found)
