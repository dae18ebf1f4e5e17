"""What an undone step leaves behind: nothing in the report of the month, and no promise unkept."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from circulair.services import answers, asks, exchanges, listings, reports, reviews, undo
from circulair.services.actor import TOWN, Actor
from circulair.services.letters import UNDO
from circulair.services.reviews import Refusal
from circulair.store import outbox
from circulair.store.records import Said
from flows.exchanges import Party
from flows.suggestions import Reason, Status
from tests.stories import Story, a_story, agreed, in_review, proposed
from tests.worlds import NOBODY, NOW

pytestmark = pytest.mark.usefixtures("unit")


def decline(story: Story, actor: Actor | None = None) -> None:
    refusal = Refusal(Reason.PRICE, "asks too much")
    reviews.decline(story.suggestion_id, story.version, refusal, actor or story.hub)


def take_back(actor: Actor) -> None:
    step = undo.last_step(actor)
    assert step is not None
    undo.undo(step.id, actor)


def questions(email: str) -> list[datetime]:
    """Return when the questions to somebody leave that have not left."""
    unsent = [one for one in outbox.to(email) if one.sent_at is None]
    return [one.due_at for one in unsent if one.kind == outbox.ASKS]


def test_the_report_of_the_month_does_not_count_what_was_undone() -> None:
    story = in_review(a_story())
    take_back(story.hub)
    counted = {one.step: one.number for one in reports.of_month(NOW.date(), story.hub).passages}
    assert (counted[Status.NEW], counted[Status.IN_REVIEW]) == (1, 0)
    in_review(story)
    counted = {one.step: one.number for one in reports.of_month(NOW.date(), story.hub).passages}
    assert counted[Status.IN_REVIEW] == 1


def test_what_was_undone_the_month_after_counts_in_neither() -> None:
    last_minute = datetime(2027, 3, 31, 23, 55, tzinfo=TOWN)
    story = a_story()
    late = replace(story.hub, now=last_minute)
    reviews.take(story.suggestion_id, story.version, late)
    take_back(replace(late, now=last_minute + timedelta(minutes=6)))
    for day in (last_minute.date(), last_minute.date() + timedelta(days=1)):
        counted = {one.step: one.number for one in reports.of_month(day, story.hub).passages}
        assert counted[Status.IN_REVIEW] == 0


def test_a_no_that_was_undone_and_said_again_counts_once_in_the_month_of_the_last() -> None:
    story = a_story()
    decline(story)
    take_back(story.hub)
    next_month = replace(story.hub, now=NOW + timedelta(days=40))
    decline(story, next_month)
    told = [reports.of_month(day, story.hub).refusals.number for day in (NOW.date(), next_month.today)]
    assert told == [0, 1]


def test_a_delivery_that_was_taken_back_did_not_move_anything_that_month() -> None:
    story = agreed(a_story())
    number, giver = story.exchange.id, story.giver.member
    made = exchanges.report_delivery(number, Party.GIVER, giver.today, Decimal(4), giver)
    exchanges.withdraw_delivery(made.id, number, Party.GIVER, giver)
    counted = {one.step: one.number for one in reports.of_month(NOW.date(), story.hub).passages}
    assert (counted[Status.AGREED], counted[Status.MOVED]) == (1, 0)


def left() -> None:
    """Let every letter leave that is due after the undo time."""
    for letter in outbox.unsent():
        assert letter.due_at <= NOW + UNDO
        outbox.mark_sent(letter.id, NOW + UNDO)


def wants_to_decide_later(story: Story) -> datetime:
    """Let the giver, once asked, want to decide later; return when they are asked again."""
    [asked] = [one for one in outbox.to(story.giver.email) if one.kind == outbox.ASKS]
    path = json.loads(asked.facts)["path"]
    left()
    at = NOW + timedelta(hours=1)
    answers.answer(path.removeprefix("/antwoord/"), Said.LATER, replace(NOBODY, now=at))
    return at + asks.LATER


def test_whoever_decides_later_is_asked_as_promised_after_a_no_that_was_undone() -> None:
    story = proposed(a_story())
    promised = wants_to_decide_later(story)
    hub = replace(story.hub, now=NOW + timedelta(days=1))
    decline(story, hub)
    outbox.drop_moot()
    assert questions(story.giver.email) == []
    take_back(hub)
    assert questions(story.giver.email) == [promised]
    outbox.drop_moot()
    decline(story, hub)
    take_back(hub)
    assert questions(story.giver.email) == [promised]


def test_whoever_decides_later_is_asked_as_promised_after_an_offer_came_back() -> None:
    story = proposed(a_story())
    promised = wants_to_decide_later(story)
    offer = story.suggestion.lines[0].offer_id
    giver = replace(story.giver.member, now=NOW + timedelta(days=1))
    listings.withdraw(offer, giver)
    outbox.drop_moot()
    listings.reopen(offer, giver)
    assert story.suggestion.status is Status.PROPOSED
    assert questions(story.giver.email) == [promised]
    assert questions(story.receiver.email) == []
