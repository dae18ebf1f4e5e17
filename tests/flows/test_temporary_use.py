"""The life of a temporary use: every pair of statuses, and no sequence of acts leaves the table."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.errors import FlowsError
from flows.temporary_use import (
    BACK,
    ENDS,
    NEXT,
    TemporaryUse,
    UseDayError,
    UseParty,
    UseReason,
    UseReasonError,
    UseStatus,
    UseStepError,
    step,
)

TODAY = date(2027, 3, 1)
ALLOWED = {
    ("proposed", "agreed"),
    ("proposed", "declined"),
    ("agreed", "in_use"),
    ("agreed", "declined"),
    ("in_use", "ended"),
}
PAIRS = set(product(map(str, UseStatus), repeat=2))


def agreed() -> TemporaryUse:
    return TemporaryUse().agree(UseParty.OWNER).agree(UseParty.USER)


@pytest.mark.parametrize(("current", "wanted"), sorted(ALLOWED))
def test_a_use_may_go_on_or_end(current: str, wanted: str) -> None:
    assert step(UseStatus(current), UseStatus(wanted)) is UseStatus(wanted)


@pytest.mark.parametrize(("current", "wanted"), sorted(PAIRS - ALLOWED))
def test_every_other_step_is_refused(current: str, wanted: str) -> None:
    with pytest.raises(UseStepError):
        step(UseStatus(current), UseStatus(wanted))


def test_it_is_agreed_only_with_both_yeses() -> None:
    one = TemporaryUse().agree(UseParty.USER)
    assert one.status is UseStatus.PROPOSED
    assert one.agree(UseParty.USER).status is UseStatus.PROPOSED
    assert one.agree(UseParty.OWNER).status is UseStatus.AGREED


def test_a_running_use_without_both_yeses_cannot_be_made() -> None:
    with pytest.raises(UseStepError):
        TemporaryUse(UseStatus.IN_USE, owner_agrees=True)


def test_no_day_may_lie_ahead_and_the_end_not_before_the_beginning() -> None:
    with pytest.raises(UseDayError):
        agreed().begin(TODAY + timedelta(days=1), TODAY)
    running = agreed().begin(TODAY, TODAY)
    with pytest.raises(UseDayError):
        running.end(TODAY - timedelta(days=1), (UseReason.LET, ""), TODAY)


@pytest.mark.parametrize(
    "why", [(None, ""), (UseReason.OTHER, " "), (UseReason.PRICE, ""), (UseReason.NO_ANSWER, "")]
)
def test_an_end_needs_a_reason_that_fits(why: tuple[UseReason | None, str]) -> None:
    with pytest.raises(UseReasonError):
        agreed().begin(TODAY, TODAY).end(TODAY, why, TODAY)


def test_a_step_taken_back_leaves_no_trace_of_itself() -> None:
    before = agreed()
    assert before.begin(TODAY, TODAY).back(UseStatus.AGREED) == before
    running = before.begin(TODAY, TODAY)
    assert running.end(TODAY, (UseReason.LET, ""), TODAY).back(UseStatus.IN_USE) == running
    assert before.decline((UseReason.PRICE, "")).back(UseStatus.AGREED) == before


DAYS = st.integers(-3, 3).map(lambda offset: TODAY + timedelta(days=offset))
WHYS = st.tuples(st.sampled_from([*UseReason, None]), st.sampled_from(["", "words"]))
ACTS: st.SearchStrategy[Callable[[TemporaryUse], TemporaryUse]] = st.one_of(
    st.sampled_from(UseParty).map(lambda party: lambda use: use.agree(party)),
    DAYS.map(lambda day: lambda use: use.begin(day, TODAY)),
    st.tuples(DAYS, WHYS).map(lambda told: lambda use: use.end(told[0], told[1], TODAY)),
    WHYS.map(lambda why: lambda use: use.decline(why)),
    st.sampled_from(UseStatus).map(lambda status: lambda use: use.back(status)),
)


@given(st.lists(ACTS, max_size=12))
def test_no_sequence_of_acts_leaves_the_table(acts: list[Callable[[TemporaryUse], TemporaryUse]]) -> None:
    use = TemporaryUse()
    been = [use]
    for act in acts:
        try:
            use = act(use)
        except FlowsError:
            continue
        been.append(use)
    for before, after in pairwise(been):
        moved = before.status is not after.status
        assert not moved or after.status in NEXT[before.status] | BACK.get(before.status, frozenset())
        both = after.owner_agrees and after.user_agrees
        assert both is (after.status is not UseStatus.PROPOSED) or after.status is UseStatus.DECLINED
        assert (after.reason is None) is (after.status not in (UseStatus.ENDED, UseStatus.DECLINED))
        assert after.reason in (*ENDS, UseReason.OTHER) or after.status is not UseStatus.ENDED
        assert (after.ended is not None) is (after.status is UseStatus.ENDED)
