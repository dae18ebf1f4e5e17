"""Solved: a dispute is over once that delivery or all of its period is reported anew, not by another load."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from circulair.services import delivery_periods, disputes, exchanges, solved
from circulair.services.actor import TOWN
from circulair.services.disputes import Objection
from circulair.services.exchanges import Told
from circulair.services.letters import UNDO
from circulair.store import outbox
from circulair.store.records import DeliveryRecord
from flows.exchanges import Dispute, Party
from tests.stories import Story, a_story, agreed

pytestmark = [pytest.mark.usefixtures("unit"), pytest.mark.both_databases]

FIRST, NAMED, OTHER = date(2027, 3, 6), date(2027, 3, 8), date(2027, 3, 20)
LAST = date(2027, 3, 31)
"""The last day of the quarter by which what moves in a year is added up."""

ON_THE_TWENTIETH = datetime.combine(OTHER, time(12), TOWN)
IN_APRIL = datetime.combine(date(2027, 4, 2), time(12), TOWN)
SOON = timedelta(minutes=2)


def a_dispute(at: datetime, *, once: bool = False) -> tuple[Story, DeliveryRecord]:
    """Let the giver report nine tonnes of the first day, and the receiver say that they were four."""
    story = agreed(a_story())
    story.exchange.recurring = not once
    made = told(story, at - SOON, FIRST, 9)
    receiver = replace(story.receiver.member, now=at)
    objection = Objection(Dispute.WEIGHT, Decimal(4), NAMED)
    disputes.dispute(made.id, story.exchange.id, Party.RECEIVER, objection, receiver)
    return story, made


def told(story: Story, at: datetime, day: date, tonnes: int) -> DeliveryRecord:
    """Let the giver report tonnes of a day."""
    giver = replace(story.giver.member, now=at)
    return exchanges.report(story.exchange.id, Party.GIVER, Told(day, Decimal(tonnes), more=True), giver)


def unsettled(story: Story) -> tuple[DeliveryRecord, ...]:
    """Return what the hub sees of differences."""
    return delivery_periods.unsettled(replace(story.hub, now=IN_APRIL)).differences


def letters_about(story: Story) -> list[str]:
    return [one.kind for one in outbox.to(story.giver.email) if one.kind == "delivery_disputed"]


@pytest.mark.parametrize("once", [False, True])
def test_another_load_leaves_it_with_the_hub_and_its_letter_leaves(*, once: bool) -> None:
    story, disputed = a_dispute(ON_THE_TWENTIETH, once=once)
    told(story, ON_THE_TWENTIETH + SOON, OTHER, 7)
    assert solved.of_exchange(story.exchange) == ()
    assert unsettled(story) == (disputed,)
    assert letters_about(story) == ["delivery_disputed"]


@pytest.mark.parametrize("once", [False, True])
@pytest.mark.parametrize("day", [FIRST, NAMED])
def test_a_report_of_its_day_or_of_the_day_that_was_named_ends_it(day: date, *, once: bool) -> None:
    story, disputed = a_dispute(ON_THE_TWENTIETH, once=once)
    told(story, ON_THE_TWENTIETH + SOON, day, 4)
    assert solved.of_exchange(story.exchange) == (disputed,)
    assert unsettled(story) == ()
    assert letters_about(story) == []


def test_what_moved_in_all_of_its_period_ends_it_as_givers_are_asked_for_that() -> None:
    story, disputed = a_dispute(ON_THE_TWENTIETH)
    anew = told(story, IN_APRIL, LAST, 4)
    assert solved.of_exchange(story.exchange) == (disputed,)
    told(story, IN_APRIL + SOON, OTHER, 2)
    assert solved.of_exchange(story.exchange) == (disputed,)
    exchanges.withdraw_delivery(anew.id, story.exchange.id, Party.GIVER, story.giver.member)
    assert unsettled(story) == (disputed,)


def test_a_load_of_the_last_day_is_no_period_before_that_is_over() -> None:
    story, disputed = a_dispute(ON_THE_TWENTIETH)
    told(story, datetime.combine(LAST, time(20), TOWN), LAST, 4)
    assert unsettled(story) == (disputed,)


def test_nor_where_another_load_of_the_period_counts() -> None:
    story, disputed = a_dispute(ON_THE_TWENTIETH)
    told(story, ON_THE_TWENTIETH + SOON, OTHER, 7)
    told(story, IN_APRIL, LAST, 4)
    assert unsettled(story) == (disputed,)


@pytest.mark.parametrize(("later", "is_solved"), [(SOON, False), (UNDO, True)])
def test_nor_before_the_letter_about_it_could_leave(later: timedelta, *, is_solved: bool) -> None:
    story, disputed = a_dispute(IN_APRIL)
    told(story, IN_APRIL + later, LAST, 4)
    assert solved.is_solved(disputed, story.exchange) is is_solved


def test_nor_of_what_happens_once() -> None:
    story, disputed = a_dispute(ON_THE_TWENTIETH, once=True)
    told(story, IN_APRIL, LAST, 4)
    assert unsettled(story) == (disputed,)
