"""Which counts of refusals may be told: five organisations, and no two of them in most of it."""

from hypothesis import given
from hypothesis import strategies as st

from flows.refusals import Refusal, counts, may_be_told
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
