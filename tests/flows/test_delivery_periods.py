"""Periods of exchanges that recur: without gaps, each with one stand."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.delivery_periods import DeliveryPeriod, Span, Stand, periods, span_of, stand_of
from flows.exchanges import Delivery, DeliveryStatus, Party

OCTOBER = DeliveryPeriod(date(2026, 10, 1), date(2026, 10, 31))
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def delivered(day: int, status: DeliveryStatus = DeliveryStatus.REPORTED) -> Delivery:
    return Delivery(date(2026, 10, day), Decimal(1), Party.GIVER, status)


@pytest.mark.parametrize(
    ("agreed", "until", "span", "firsts", "last"),
    [
        ("2026-10-14", "2026-10-20", Span.MONTH, ["2026-10-14"], "2026-10-31"),
        ("2026-11-30", "2027-01-01", Span.MONTH, ["2026-11-30", "2026-12-01", "2027-01-01"], "2027-01-31"),
        ("2026-10-14", "2027-01-01", Span.QUARTER, ["2026-10-14", "2027-01-01"], "2027-03-31"),
        ("2024-02-29", "2024-04-01", Span.QUARTER, ["2024-02-29", "2024-04-01"], "2024-06-30"),
        ("2026-10-14", "2026-10-13", Span.MONTH, [], ""),
    ],
)
def test_periods_follow_the_calendar(
    agreed: str, until: str, span: Span, firsts: list[str], last: str
) -> None:
    found = periods(date.fromisoformat(agreed), date.fromisoformat(until), span)
    assert [one.first.isoformat() for one in found] == firsts
    assert (found[-1].last.isoformat() if found else "") == last


@given(agreed=DAYS, days=st.integers(0, 2000), span=st.sampled_from(Span))
def test_every_day_of_an_exchange_is_in_exactly_one_period(agreed: date, days: int, span: Span) -> None:
    until = agreed + timedelta(days=days)
    found = periods(agreed, until, span)
    assert found[0].first == agreed
    assert until in found[-1]
    assert all(after.first - before.last == timedelta(days=1) for before, after in pairwise(found))


@pytest.mark.parametrize(
    ("deliveries", "today", "quiet", "stand"),
    [
        ([], date(2026, 10, 31), False, Stand.RUNNING),
        ([], date(2026, 11, 1), False, Stand.DUE),
        ([], date(2026, 11, 1), True, Stand.QUIET),
        ([delivered(5)], date(2026, 10, 9), False, Stand.WAITING),
        ([delivered(5)], date(2026, 11, 1), True, Stand.WAITING),
        ([delivered(5, DeliveryStatus.CONFIRMED)], date(2026, 10, 9), False, Stand.RUNNING),
        ([delivered(5, DeliveryStatus.CONFIRMED)], date(2026, 11, 1), True, Stand.CONFIRMED),
        ([delivered(5, DeliveryStatus.CONFIRMED), delivered(6)], date(2026, 11, 1), False, Stand.WAITING),
        ([delivered(5, DeliveryStatus.DISPUTED)], date(2026, 11, 1), False, Stand.DUE),
        ([delivered(5, DeliveryStatus.WITHDRAWN)], date(2026, 11, 1), True, Stand.QUIET),
    ],
)
def test_a_period_stands_where_its_deliveries_stand(
    deliveries: list[Delivery], today: date, quiet: bool, stand: Stand
) -> None:
    assert stand_of(OCTOBER, deliveries, today, quiet=quiet) is stand


def test_deliveries_of_other_days_are_no_matter_of_a_period() -> None:
    before = Delivery(date(2026, 9, 30), Decimal(1), Party.GIVER)
    assert stand_of(OCTOBER, [before], date(2026, 11, 1)) is Stand.DUE


def test_what_was_reported_later_closes_a_period_without_a_delivery() -> None:
    later = Delivery(date(2026, 11, 3), Decimal(1), Party.GIVER)
    assert stand_of(OCTOBER, [later], date(2026, 12, 1)) is Stand.PASSED
    assert stand_of(OCTOBER, [later], date(2026, 12, 1), quiet=True) is Stand.QUIET


def test_a_disputed_delivery_is_told_where_a_later_one_was_reported() -> None:
    disputed, later = delivered(5, DeliveryStatus.DISPUTED), delivered(25, DeliveryStatus.CONFIRMED)
    first = DeliveryPeriod(date(2026, 10, 1), date(2026, 10, 20))
    assert stand_of(first, [disputed, later], date(2026, 11, 1)) is Stand.DISPUTED
    assert stand_of(first, [later], date(2026, 11, 1)) is Stand.PASSED


@pytest.mark.parametrize(
    ("told", "span"),
    [
        (None, Span.MONTH),
        ("week", Span.MONTH),
        ("month", Span.MONTH),
        ("quarter", Span.QUARTER),
        ("year", Span.QUARTER),
    ],
)
def test_the_span_follows_how_often_something_comes(told: str | None, span: Span) -> None:
    assert span_of(told) is span
