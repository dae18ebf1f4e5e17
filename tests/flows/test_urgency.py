"""Urgency: tonnes times likelihood times age, by worked values and by what must hold of any."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.suggestions import ALIVE, NEXT, Status
from flows.urgency import (
    CAUTIOUS_TONNES,
    LIKELIHOOD,
    ageing,
    days_overdue,
    deadline,
    expected_tonnes,
    likelihood,
    urgency,
)

SHARE = st.floats(0, 1)
DAYS = st.floats(0, 10_000)
MONDAY = date(2027, 3, 1)


def test_of_several_offers_the_tonnes_are_added_and_unknown_ones_count_cautiously() -> None:
    assert expected_tonnes([Decimal("12.5"), Decimal(3)]) == Decimal("15.5")
    assert expected_tonnes([None]) == CAUTIOUS_TONNES == 1
    assert expected_tonnes([Decimal(4), None]) == 5


@pytest.mark.parametrize(
    ("status", "score", "completeness", "expected"),
    [
        (Status.NEW, 1, 1, 0.2),
        (Status.NEW, 0.8, 0.5, 0.12),
        (Status.IN_REVIEW, 0.8, 0.5, 0.18),
        (Status.PROPOSED, 1, 0, 0.25),
        (Status.DECLINED, 1, 1, 0),
    ],
)
def test_likelihood_by_hand(status: Status, score: float, completeness: float, expected: float) -> None:
    assert likelihood(status, score, completeness) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("waited", "overdue", "times"),
    [(0, False, 1), (5, False, 2), (10, False, 3), (10, True, 6), (-1, False, 1)],
)
def test_waiting_counts_by_hand(waited: float, overdue: bool, times: float) -> None:  # a parameter of a table
    assert ageing(waited, overdue=overdue) == times


def test_urgency_by_hand() -> None:
    likely = likelihood(Status.NEW, 0.8, 0.5)
    assert urgency(Decimal(25), likely, 5, overdue=False) == pytest.approx(25 * 0.12 * 2)
    assert urgency(Decimal(25), likely, 6, overdue=True) == pytest.approx(25 * 0.12 * 2.2 * 2)


@settings(deadline=None)
@given(st.sampled_from(sorted(ALIVE)), SHARE, SHARE)
def test_whatever_is_alive_becomes_likelier_with_each_step_on(
    status: Status, score: float, completeness: float
) -> None:
    here = likelihood(status, score, completeness)
    assert 0 <= here <= 1
    forward = [after for after in NEXT[status] if LIKELIHOOD[after] > LIKELIHOOD[status]]
    assert forward
    assert all(likelihood(after, score, completeness) >= here for after in forward)


@settings(deadline=None)
@given(st.decimals(1, 10**6, places=3), DAYS, DAYS, st.booleans())
def test_more_waiting_and_a_passed_deadline_never_make_it_less_urgent(
    tonnes: Decimal,
    waited: float,
    more: float,
    overdue: bool,  # drawn
) -> None:
    now = urgency(tonnes, 0.1, waited, overdue=overdue)
    assert urgency(tonnes, 0.1, waited + more, overdue=overdue) >= now
    assert urgency(tonnes, 0.1, waited, overdue=True) >= now


@settings(deadline=None)
@given(st.decimals(2, 10**6, places=3))
def test_nobody_is_last_for_ever(large: Decimal) -> None:
    likely = likelihood(Status.NEW, 0.5, 0.5)
    waited = float(large) * 5
    unknown = urgency(expected_tonnes([None]), likely, waited, overdue=False)
    assert unknown > urgency(large, likely, 0, overdue=False)


@pytest.mark.parametrize(
    ("status", "last_day", "due"),
    [
        (Status.NEW, None, date(2027, 3, 6)),
        (Status.IN_REVIEW, None, date(2027, 3, 11)),
        (Status.PROPOSED, date(2027, 3, 31), date(2027, 3, 15)),
        (Status.PROPOSED, date(2027, 3, 17), date(2027, 3, 10)),
        (Status.NEW, date(2027, 3, 3), MONDAY),
        (Status.AGREED, date(2027, 3, 3), date(2027, 3, 31)),
        (Status.DECLINED, None, None),
    ],
)
def test_deadlines_by_hand(status: Status, last_day: date | None, due: date | None) -> None:
    assert deadline(status, MONDAY, last_day) == due


def test_a_deadline_is_overdue_from_the_day_after() -> None:
    assert days_overdue(MONDAY, MONDAY) == 0
    assert days_overdue(MONDAY, MONDAY + timedelta(days=3)) == 3
    assert days_overdue(MONDAY, MONDAY - timedelta(days=3)) == 0
    assert days_overdue(None, MONDAY) == 0


def test_every_status_has_its_likelihood() -> None:
    assert set(LIKELIHOOD) == set(Status)
