"""What decided suggestions say of the parts of a score, by hand."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.learning_weights import (
    FEWEST,
    Decided,
    auc,
    enough,
    filled,
    in_hundredths,
    interval,
    reasons,
    separation,
    teaching,
)
from flows.scoring import PARTS, load_weights
from flows.suggestions import Reason

DAY = date(2027, 3, 1)
SHARES = st.floats(0, 1)


def a_decision(
    number: int = 1, reason: Reason | None = None, day: date = DAY, **parts: float | None
) -> Decided:
    """Make a decided suggestion of which all is known, a half each unless told."""
    values = tuple(parts.get(part, 0.5) for part in PARTS)
    return Decided(number, number, day, values, reason)


def test_a_part_that_is_always_higher_in_what_is_accepted_separates_wholly() -> None:
    near = [a_decision(number, distance=0.9) for number in range(20)]
    far = [a_decision(number, Reason.DISTANCE, distance=0.1) for number in range(20, 40)]

    found = separation("distance", [*near, *far])

    assert (found.accepted, found.declined, found.auc, found.high) == (20, 20, 1.0, 1.0)
    assert found.separates
    assert separation("timing", [*near, *far]).auc == 0.5
    assert not separation("timing", [*near, *far]).separates


def test_what_was_declined_for_trust_or_found_elsewhere_says_nothing_of_the_score() -> None:
    decided = [
        a_decision(1),
        a_decision(2, Reason.TRUST),
        a_decision(3, Reason.FOUND_ELSEWHERE),
        a_decision(4, Reason.DISTANCE),
    ]

    assert [one.number for one in teaching(decided)] == [1, 4]
    assert separation("distance", decided).declined == 1
    assert reasons(decided) == {Reason.TRUST: 1, Reason.FOUND_ELSEWHERE: 1, Reason.DISTANCE: 1}


def test_a_part_may_be_asked_against_those_declined_for_it_alone() -> None:
    decided = [
        a_decision(1, distance=0.6),
        a_decision(2, Reason.DISTANCE, distance=0.2),
        a_decision(3, Reason.QUALITY, distance=0.9),
    ]

    assert separation("distance", decided).auc == 0.5
    assert separation("distance", decided, named=True).auc == 1.0


def test_where_a_part_is_unknown_it_is_not_counted_but_the_score_takes_it_as_typical() -> None:
    decided = [a_decision(1, timing=None), a_decision(2, Reason.TIMING, timing=0.2)]

    found = separation("timing", decided)

    assert (found.accepted, found.declined, found.auc, found.low, found.high) == (0, 1, None, None, None)
    assert filled(decided[0], load_weights())[PARTS.index("timing")] == 0.5


def test_thirty_of_each_kind_are_enough_and_one_less_is_not() -> None:
    accepted = [a_decision(number) for number in range(FEWEST)]
    declined = [a_decision(number, Reason.QUALITY) for number in range(FEWEST)]

    assert enough([*accepted, *declined])
    assert not enough([*accepted, *declined[1:]])


def test_the_oldest_stand_first() -> None:
    decided = [a_decision(1, day=date(2027, 3, 2)), a_decision(3), a_decision(2)]
    assert [one.number for one in teaching(decided)] == [2, 3, 1]


def test_the_area_is_the_share_of_pairs_in_which_the_accepted_one_is_higher() -> None:
    assert auc([0.9, 0.4], [0.4, 0.1]) == pytest.approx((1 + 1 + 0.5 + 1) / 4)


@given(st.lists(SHARES, min_size=1), st.lists(SHARES, min_size=1))
def test_the_area_turned_round_is_what_is_left_of_one(accepted: list[float], declined: list[float]) -> None:
    assert auc(accepted, declined) == pytest.approx(1 - auc(declined, accepted))


@given(SHARES, st.integers(1, 500), st.integers(1, 500))
def test_an_interval_holds_what_was_found_and_stays_within_nought_and_one(
    found: float, accepted: int, declined: int
) -> None:
    low, high = interval(found, accepted, declined)
    assert 0 <= low <= found + 1e-9
    assert found - 1e-9 <= high <= 1


def test_few_cases_that_all_agree_leave_a_wide_interval() -> None:
    assert interval(1.0, 2, 2)[0] < 0.5 < interval(1.0, 10, 10)[0] < interval(1.0, 100, 100)[0]


@given(st.lists(st.floats(0.001, 1), min_size=6, max_size=6))
def test_hundredths_are_one_together_and_near_what_they_were(parts: list[float]) -> None:
    shares = [part / sum(parts) for part in parts]
    rounded = in_hundredths(shares)
    assert round(sum(rounded) * 100) == 100
    assert all(abs(one - share) < 0.01 + 1e-9 for one, share in zip(rounded, shares, strict=True))
