"""How well takers are found: on published exchanges, each asked as if its own case were unknown."""

import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from flows.engine.choice import Question, Weights, fit
from flows.engine.likeness import Floats
from flows.engine.takers import FEATURES

FOLDS = 5

TOLD = frozenset({"EIP Nanning", "MAESTRI case 46", "MAESTRI case 7", "web"})
"""Cases of the other half of which something was known: misses in docs/quality.md, names of sites."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An offer with what speaks for each taker, who really took it, and the published cases it is part of."""

    features: Floats
    right: tuple[bool, ...]
    cases: frozenset[str]

    @property
    def fold(self) -> int:
        """Return in which fold it is asked."""
        return fold_of(min(self.cases))


@dataclass(frozen=True, slots=True)
class Standing:
    """How near the top real takers stand: the mean of 1/rank over offers, and shares of first ranks."""

    offers: int
    reciprocal: float
    first: tuple[float, ...]


TOPS = (1, 5, 10)


def fold_of(case: str) -> int:
    """Return the fold of a published case."""
    return zlib.crc32(case.encode()) % FOLDS


def looked_at(case: str) -> bool:
    """Return whether the rows of a published case were looked at while the way of reading was made."""
    return case in TOLD or zlib.crc32(case.encode()) % 2 == 0


def learnt(asked: Iterable[Asked], features: Sequence[str] = FEATURES) -> Weights:
    """Return the weights under which the real takers are likeliest."""
    columns = [FEATURES.index(name) for name in features]
    questions = [Question(one.features[:, columns], np.array(one.right)) for one in asked]
    return fit(questions, features)


def unseen_ranks(asked: Sequence[Asked], features: Sequence[str] = FEATURES) -> list[int]:
    """Return the rank of the best real taker of each offer, by weights learnt without any of its cases."""
    ranks = [0] * len(asked)
    for fold in range(FOLDS):
        tested = [at for at, one in enumerate(asked) if one.fold == fold]
        hidden = frozenset().union(*(asked[at].cases for at in tested))
        known = [one for one in asked if one.fold != fold and not one.cases & hidden]
        if not (tested and known):
            continue
        weights = learnt(known, features)
        for at in tested:
            ranks[at] = rank(asked[at], weights)
    return ranks


def rank(one: Asked, weights: Weights) -> int:
    """Return the rank of the best real taker; among equals, as they stand."""
    columns = [FEATURES.index(name) for name in weights]
    scores = one.features[:, columns] @ np.array(list(weights.values()), np.float32)
    order = np.argsort(-np.round(scores, 6), kind="stable")
    return 1 + min(at for at, taker in enumerate(order) if one.right[int(taker)])


def standing(
    asked: Sequence[Asked], ranks: Sequence[int], chosen: Callable[[frozenset[str]], bool] = bool
) -> Standing:
    """Return how near the top the real takers stand, of the offers whose cases are chosen."""
    kept = [place for one, place in zip(asked, ranks, strict=True) if place and chosen(one.cases)]
    number = max(1, len(kept))
    first = tuple(sum(place <= top for place in kept) / number for top in TOPS)
    return Standing(len(kept), sum(1 / place for place in kept) / number, first)
