"""How many suggestions take each step in a period, and how long they wait before it."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from flows.pipeline import STEPS, Journey, Passage, passages
from flows.suggestions import Status

BEGIN, END = datetime(2027, 3, 1, tzinfo=UTC), datetime(2027, 4, 1, tzinfo=UTC)


def on(day: float) -> datetime:
    return BEGIN + timedelta(days=day - 1)


def by_step(*journeys: Journey) -> dict[Status, Passage]:
    return {one.step: one for one in passages(journeys, BEGIN, END)}


def test_a_step_counts_in_the_month_in_which_it_was_taken() -> None:
    told = by_step({Status.NEW: on(-10), Status.IN_REVIEW: on(2), Status.PROPOSED: on(40)})
    assert [told[step].number for step in STEPS] == [0, 1, 0, 0, 0, 0]
    assert told[Status.IN_REVIEW].median_days == 12


def test_the_median_wait_is_that_of_the_middle_one() -> None:
    told = by_step(*({Status.NEW: on(1), Status.IN_REVIEW: on(1 + wait)} for wait in (1, 2, 20)))
    assert told[Status.IN_REVIEW] == Passage(Status.IN_REVIEW, 3, 2)


def test_who_skipped_a_step_waited_since_the_last_one_taken() -> None:
    told = by_step({Status.NEW: on(1), Status.PROPOSED: on(4.5)})
    assert told[Status.PROPOSED].median_days == 3.5


def test_the_first_step_waits_for_nothing() -> None:
    assert by_step({Status.NEW: on(3)})[Status.NEW] == Passage(Status.NEW, 1, None)


def test_the_month_begins_with_its_first_moment_and_ends_before_the_next() -> None:
    assert by_step({Status.NEW: BEGIN}, {Status.NEW: END})[Status.NEW].number == 1


@given(
    st.lists(
        st.dictionaries(st.sampled_from(STEPS), st.floats(-60, 90).map(on), max_size=len(STEPS)), max_size=8
    )
)
def test_two_halves_of_a_period_count_what_the_whole_counts(journeys: list[Journey]) -> None:
    middle = on(16)
    whole, first, second = (
        passages(journeys, *period) for period in ((BEGIN, END), (BEGIN, middle), (middle, END))
    )
    assert [one.number for one in whole] == [a.number + b.number for a, b in zip(first, second, strict=True)]
