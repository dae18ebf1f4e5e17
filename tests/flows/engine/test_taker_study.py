"""How near the top real takers stand."""

import numpy as np

from flows.engine.taker_study import Asked, fold_of, rank, standing, unseen_ranks
from flows.engine.takers import FEATURES

CASES = tuple(f"case {number}" for number in range(40))


def asked(case: str, right: int) -> Asked:
    """Return an offer for whose taker every feature speaks."""
    features = np.zeros((4, len(FEATURES)), np.float32)
    features[right] = 1
    return Asked(features, tuple(at == right for at in range(4)), frozenset({case}))


def test_the_rank_is_that_of_the_best_real_taker() -> None:
    one = Asked(np.array([[0.0] * 6, [2.0] * 6, [1.0] * 6], np.float32), (True, False, True), frozenset("a"))

    assert rank(one, dict.fromkeys(FEATURES, 1.0)) == 2


def test_what_is_learnt_from_other_cases_holds_for_an_unseen_one() -> None:
    offers = [asked(case, number % 4) for number, case in enumerate(CASES)]

    assert unseen_ranks(offers) == [1] * len(CASES)


def test_an_offer_is_never_asked_by_weights_that_know_its_case() -> None:
    shared = [case for case in CASES if fold_of(case) == 0][:1]
    twice = Asked(asked("x", 0).features, asked("x", 0).right, frozenset({shared[0], "z"}))

    assert unseen_ranks([twice, asked(shared[0], 1)]) == [0, 0]


def test_shares_are_of_the_cases_chosen() -> None:
    offers = [asked("a", 0), asked("b", 0)]

    found = standing(offers, [1, 4], lambda cases: "b" in cases)

    assert (found.offers, found.reciprocal, found.first) == (1, 0.25, (0.0, 1.0, 1.0))
