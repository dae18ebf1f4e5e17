"""Refusals: how often something was declined for each reason, as far as that tells of nobody.

A count is told where at least five organisations stand behind it and no two of them in 85 % of it or more
(domain rule 6.3). Counts that are not safe go together under "other"; what is not safe then is told nowhere.
There is no total, so that nothing can be found by taking away.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flows.disclosure import LEAST, MOST_OF_TWO
from flows.suggestions import Reason


@dataclass(frozen=True, slots=True)
class Refusal:
    """One suggestion that was declined: why, and the numbers of all organisations in it."""

    reason: Reason
    parties: frozenset[int]


def may_be_told(refusals: Sequence[Refusal]) -> bool:
    """Tell whether enough organisations stand behind a count, and no two of them in most of it."""
    parts = Counter(party for one in refusals for party in one.parties)
    largest = {party for party, _ in sorted(parts.items(), key=lambda item: (-item[1], item[0]))[:2]}
    touched = sum(bool(one.parties & largest) for one in refusals)
    return len(parts) >= LEAST and touched < MOST_OF_TWO * len(refusals)


def counts(refusals: Iterable[Refusal]) -> tuple[tuple[Reason, int], ...]:
    """Return how many refusals there were for each reason that may be told, in the order of the reasons.

    A reason without refusals is absent like one that is hidden.
    """
    cells: dict[Reason, list[Refusal]] = {}
    for one in refusals:
        cells.setdefault(one.reason, []).append(one)
    told: dict[Reason, list[Refusal]] = {
        why: ones for why, ones in cells.items() if why is not Reason.OTHER and may_be_told(ones)
    }
    rest = [one for why, ones in cells.items() if why not in told for one in ones]
    if may_be_told(rest):
        told[Reason.OTHER] = rest
    return tuple((why, len(told[why])) for why in Reason if why in told)
