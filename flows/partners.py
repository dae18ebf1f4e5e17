"""Real partners: where the matcher puts the two sides of an exchange that came about."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flows.matching import Match
from flows.scoring import billionths
from flows.streams import Side


@dataclass(frozen=True, slots=True)
class Case:
    """An exchange that came about: its id and the two listings it joined."""

    id: str
    offer: str
    need: str


class Miss(StrEnum):
    """Why a real partner does not stand near the top."""

    BOTH_UNREAD = "both_unread"
    OFFER_UNREAD = "offer_unread"
    NEED_UNREAD = "need_unread"
    UNRELATED = "unrelated"
    TIED = "tied"
    OUTRANKED = "outranked"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a real partner stands: how many stand before it, and how many are tied with it besides itself."""

    before: int
    tied: int

    @property
    def last_rank(self) -> int:
        """Return the rank from 1 if every tie is lost."""
        return self.before + self.tied + 1

    def chance_within(self, most: int) -> float:
        """Return the chance to stand among the first ``most`` if ties fall by lot."""
        return min(1.0, max(0.0, (most - self.before) / (self.tied + 1)))


def places(matches: Iterable[Match], cases: Sequence[Case], asker: Side) -> tuple[Place | None, ...]:
    """Return where each case's asker finds the real partner, None where the two are no match.

    Other real partners of the same asker do not count against this one.
    """
    scores: dict[str, dict[str, int]] = defaultdict(dict)
    for match in matches:
        one, other = sides(match, asker)
        scores[one][other] = billionths(match.score)
    real: dict[str, set[str]] = defaultdict(set)
    for case in cases:
        one, other = sides(case, asker)
        real[one].add(other)
    return tuple(
        place(other, scores[one], real[one]) for one, other in (sides(case, asker) for case in cases)
    )


def sides(pair: Case | Match, asker: Side) -> tuple[str, str]:
    """Return the ids of the asker and of its partner."""
    return (pair.offer, pair.need) if asker is Side.OFFER else (pair.need, pair.offer)


def place(partner: str, scores: Mapping[str, int], real: Collection[str]) -> Place | None:
    """Return where one partner stands among all that were scored."""
    if partner not in scores:
        return None
    own = scores[partner]
    others = [score for name, score in scores.items() if name not in real]
    return Place(sum(score > own for score in others), sum(score == own for score in others))


def why_missed(
    case: Case, found: Place | None, offers_read: Collection[str], needs_read: Collection[str], most: int
) -> Miss | None:
    """Return why a partner is not surely among the first ``most``, None if it is."""
    if found is not None:
        if found.last_rank <= most:
            return None
        return Miss.TIED if found.before < most else Miss.OUTRANKED
    return {
        (False, False): Miss.BOTH_UNREAD,
        (False, True): Miss.OFFER_UNREAD,
        (True, False): Miss.NEED_UNREAD,
        (True, True): Miss.UNRELATED,
    }[case.offer in offers_read, case.need in needs_read]
