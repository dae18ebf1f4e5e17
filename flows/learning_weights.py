"""What decided suggestions say of a score: which of its parts tell what is accepted from what is not."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flows.scoring import PARTS, Weights
from flows.suggestions import Reason

PART_OF: Mapping[Reason, str] = {
    Reason.QUALITY: "quality",
    Reason.QUANTITY: "quantity",
    Reason.TIMING: "timing",
    Reason.DISTANCE: "distance",
}
"""The part of the score that a reason speaks of. All others (price, law, safety, trust, capacity, found
elsewhere, no answer, other) say nothing of the score: what was declined for them teaches nothing."""

FEWEST = 30
"""Accepted suggestions, and suggestions declined for a part, that are wanted at least before weights are
proposed: an assumption, five for each weight that is free."""

SURE = 1.96
"""Standard errors on either side of a 95% interval."""

HALVINGS = 60


class Verdict(StrEnum):
    """What became of the search for better weights."""

    TOO_FEW = "too_few"
    NO_BETTER = "no_better"
    BETTER = "better"


@dataclass(frozen=True, slots=True)
class Decided:
    """A suggestion that somebody decided: its need, the day it was made, its parts as they were then.

    ``values`` are 0 to 1 in the order of ``PARTS``, None where unknown; without ``reason`` it was accepted.
    """

    number: int
    need: int
    day: date
    values: tuple[float | None, ...]
    reason: Reason | None = None

    @property
    def accepted(self) -> bool:
        """Return whether both sides said yes."""
        return self.reason is None

    @property
    def teaches(self) -> bool:
        """Return whether it says something of the score: accepted, or declined for one of its parts."""
        return self.reason is None or self.reason in PART_OF


@dataclass(frozen=True, slots=True)
class Separation:
    """How often a part is higher in an accepted suggestion than in a declined one: 0.5 is by chance.

    ``auc`` has a 95% interval; all three are None where one kind is missing. Counted are the suggestions in
    which the part was known.
    """

    part: str
    accepted: int
    declined: int
    auc: float | None
    low: float | None
    high: float | None

    @property
    def separates(self) -> bool:
        """Return whether the part is surely higher in what is accepted."""
        return self.low is not None and self.low > 0.5


def teaching(decided: Iterable[Decided]) -> tuple[Decided, ...]:
    """Return the suggestions that say something of the score, the oldest first."""
    return tuple(sorted((one for one in decided if one.teaches), key=lambda one: (one.day, one.number)))


def enough(decided: Sequence[Decided]) -> bool:
    """Return whether there are enough of both kinds to propose weights."""
    accepted = sum(one.accepted for one in decided)
    return min(accepted, len(decided) - accepted) >= FEWEST


def reasons(decided: Iterable[Decided]) -> Counter[Reason]:
    """Return how many suggestions were declined for each reason."""
    return Counter(one.reason for one in decided if one.reason is not None)


def separation(part: str, decided: Iterable[Decided], *, named: bool = False) -> Separation:
    """Return how well one part tells accepted suggestions from those declined for a part of the score.

    ``named`` counts only those declined for this very part.
    """
    at = PARTS.index(part)
    known = [(one, value) for one in decided if one.teaches and (value := one.values[at]) is not None]
    accepted = [value for one, value in known if one.accepted]
    declined = [
        value for one, value in known if one.reason is not None and (not named or PART_OF[one.reason] == part)
    ]
    if not (accepted and declined):
        return Separation(part, len(accepted), len(declined), None, None, None)
    found = auc(accepted, declined)
    return Separation(
        part, len(accepted), len(declined), found, *interval(found, len(accepted), len(declined))
    )


def auc(accepted: Sequence[float], declined: Sequence[float]) -> float:
    """Return the share of pairs in which the accepted one is higher, equals counting half.

    The area under the ROC curve, by the rank sum of Mann and Whitney (1947); neither may be empty.
    """
    counts = sorted(Counter([*accepted, *declined]).items())
    ranks, below = {}, 0
    for value, number in counts:
        ranks[value] = below + (number + 1) / 2
        below += number
    together = math.fsum(ranks[value] for value in accepted)
    return (together - len(accepted) * (len(accepted) + 1) / 2) / (len(accepted) * len(declined))


def interval(found: float, accepted: int, declined: int) -> tuple[float, float]:
    """Return the 95% interval of an area under the curve, sound also where it is 0 or 1.

    Method 5 of Newcombe, Statistics in Medicine 25 (2006) 559-573: the variance of Hanley and McNeil (1982)
    at the bound itself, solved for the bound.
    """
    return lower(found, accepted, declined), 1 - lower(1 - found, accepted, declined)


def lower(found: float, accepted: int, declined: int) -> float:
    """Return the lower bound of an area under the curve."""
    half, pairs = (accepted + declined) / 2 - 1, accepted * declined
    low, high = 0.0, found
    for _halving in range(HALVINGS):
        middle = (low + high) / 2
        shape = 1 + half * ((1 - middle) / (2 - middle) + middle / (1 + middle))
        if found - middle > SURE * math.sqrt(middle * (1 - middle) * shape / pairs):
            low = middle
        else:
            high = middle
    return low


def filled(decided: Decided, weights: Weights) -> tuple[float, ...]:
    """Return the values of the parts as the score counts them: what is unknown as typical."""
    return tuple(
        weight.typical if value is None else value
        for value, weight in zip(decided.values, weights.parts, strict=True)
    )


def in_hundredths(shares: Sequence[float]) -> tuple[float, ...]:
    """Return shares of one in whole hundredths that are one together; the largest remainders are raised."""
    hundredths = [share * 100 for share in shares]
    whole = [math.floor(part) for part in hundredths]
    order = sorted(range(len(shares)), key=lambda at: (whole[at] - hundredths[at], at))
    for at in order[: 100 - sum(whole)]:
        whole[at] += 1
    return tuple(part / 100 for part in whole)
