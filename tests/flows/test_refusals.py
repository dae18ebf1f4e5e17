"""Which counts of refusals may be told: five organisations, and no two of them in most of it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.refusals import Quarter, Refusal, counts, finished, may_be_told, quarter_of
from flows.suggestions import Reason


def refused(why: Reason, *pairs: tuple[int, int]) -> list[Refusal]:
    return [Refusal(why, frozenset(pair)) for pair in pairs]


APART = ((1, 2), (3, 4), (5, 6), (7, 8))
"""Four refusals between eight organisations."""


def test_what_few_stand_behind_is_not_told() -> None:
    assert counts(refused(Reason.PRICE, *APART)) == ((Reason.PRICE, 4),)
    assert counts(refused(Reason.PRICE, (1, 2), (3, 4), (1, 4), (2, 3))) == ()
    assert counts([]) == ()


def test_two_in_most_of_it_would_be_given_away() -> None:
    mostly = [(1, 2)] * 17 + [(3, 4), (5, 6), (7, 8)]
    assert not may_be_told(refused(Reason.PRICE, *mostly))
    assert may_be_told(refused(Reason.PRICE, *mostly[1:]))


def test_what_is_not_safe_goes_together_where_that_is_safe() -> None:
    rare = refused(Reason.LAW, (1, 2), (3, 4)) + refused(Reason.OTHER, (5, 6), (7, 8))
    often = refused(Reason.PRICE, *APART)
    assert counts(often + rare) == ((Reason.PRICE, 4), (Reason.OTHER, 4))
    assert counts(often + rare[:1]) == ((Reason.PRICE, 4),)


@pytest.mark.parametrize(
    ("begin", "until", "names"),
    [
        (date(2027, 1, 31), date(2027, 3, 31), []),
        (date(2027, 1, 31), date(2027, 4, 1), ["2027-Q1"]),
        (date(2026, 12, 31), date(2027, 8, 1), ["2026-Q4", "2027-Q1", "2027-Q2"]),
        (date(2027, 8, 1), date(2027, 1, 1), []),
    ],
)
def test_only_quarters_that_are_over_are_counted(begin: date, until: date, names: list[str]) -> None:
    assert [str(one) for one in finished(begin, until)] == names


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_quarter_begins_on_or_before_its_days_and_the_next_after_them(day: date) -> None:
    one = quarter_of(day)
    assert one.first <= day < one.after.first
    assert quarter_of(one.first) == one == Quarter(one.first)


REFUSALS = st.lists(
    st.builds(Refusal, st.sampled_from(Reason), st.frozensets(st.integers(1, 9), min_size=2, max_size=3)),
    max_size=40,
)


@given(REFUSALS)
def test_whatever_is_told_is_safe_and_never_more_than_there_was(refusals: list[Refusal]) -> None:
    told = dict(counts(refusals))
    assert sum(told.values()) <= len(refusals)
    for why in told.keys() - {Reason.OTHER}:
        own = [one for one in refusals if one.reason is why]
        assert told[why] == len(own)
        assert may_be_told(own)
    named = told.keys() - {Reason.OTHER}
    rest = [one for one in refusals if one.reason not in named]
    assert told.get(Reason.OTHER, 0) in (0, len(rest))
    assert Reason.OTHER not in told or may_be_told(rest)
