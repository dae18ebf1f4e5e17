"""Letters about deliveries: what waits, what is dropped unseen, what a side hears that the hub spoke for."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from circulair.services import answers, disputes, exchanges
from circulair.services.disputes import Objection
from circulair.services.exchanges import OBJECTS
from circulair.services.letters import UNDO
from circulair.store import outbox
from circulair.store.records import DeliveryRecord, LetterRecord, Said
from flows.exchanges import DeliveryStatus, DeliveryStepError, Dispute, Party
from tests.stories import Story, a_story, agreed
from tests.worlds import NOBODY, NOW

pytestmark = pytest.mark.usefixtures("unit")

TODAY = date(2027, 3, 1)


def reported(story: Story, *, by_hub: bool = False) -> DeliveryRecord:
    actor = story.hub if by_hub else story.giver.member
    return exchanges.report_delivery(story.exchange.id, Party.GIVER, TODAY, Decimal(4), actor)


def confirmed_by_hub(story: Story) -> DeliveryRecord:
    made = reported(story)
    exchanges.answer_delivery(made.id, story.exchange.id, Party.RECEIVER, DeliveryStatus.CONFIRMED, story.hub)
    return made


def about_deliveries(email: str) -> list[LetterRecord]:
    return [one for one in outbox.to(email) if one.kind.startswith("delivery_") and one.sent_at is None]


def kinds(email: str) -> list[str]:
    return [one.kind for one in about_deliveries(email)]


def link_to(email: str) -> str:
    path: str = json.loads(about_deliveries(email)[-1].facts)["path"]
    return path.removeprefix("/antwoord/")


def test_a_question_about_a_delivery_waits_and_falls_away_unseen_with_it() -> None:
    story = agreed(a_story())
    for _ in range(3):
        made = reported(story)
        [question] = about_deliveries(story.receiver.email)
        assert question.due_at == NOW + UNDO
        exchanges.withdraw_delivery(made.id, story.exchange.id, Party.GIVER, story.giver.member)
        assert about_deliveries(story.receiver.email) == []


def test_whoever_answered_on_the_site_is_not_asked_by_letter_any_more() -> None:
    story = agreed(a_story())
    made = reported(story)
    exchanges.answer_delivery(
        made.id, story.exchange.id, Party.RECEIVER, DeliveryStatus.CONFIRMED, story.receiver.member
    )
    assert (kinds(story.receiver.email), kinds(story.giver.email)) == ([], ["delivery_confirmed"])


def test_a_side_for_which_the_hub_confirmed_is_told_and_can_object_by_its_link() -> None:
    story = agreed(a_story())
    made = confirmed_by_hub(story)
    assert kinds(story.receiver.email) == ["delivery_by_hub"]
    days_later = replace(NOBODY, now=NOW + OBJECTS / 2)
    answers.dispute(link_to(story.receiver.email), Objection(Dispute.WEIGHT, Decimal(1)), days_later)
    assert (made.status, made.answered_for) == (DeliveryStatus.DISPUTED, False)
    assert kinds(story.giver.email) == ["delivery_confirmed", "delivery_disputed"]


def test_a_side_for_which_the_hub_confirmed_says_yes_itself_and_nobody_hears_it_twice() -> None:
    story = agreed(a_story())
    made = confirmed_by_hub(story)
    answers.answer(link_to(story.receiver.email), Said.YES, NOBODY)
    assert (made.status, made.answered_for) == (DeliveryStatus.CONFIRMED, False)
    assert kinds(story.giver.email) == ["delivery_confirmed"]


def test_nobody_else_and_nobody_later_objects_to_what_the_hub_confirmed() -> None:
    story = agreed(a_story())
    made = confirmed_by_hub(story)
    objection, number = Objection(Dispute.NOT_COME), story.exchange.id
    late = replace(story.receiver.member, now=NOW + OBJECTS)
    for actor in (story.hub, late):
        with pytest.raises(DeliveryStepError):
            disputes.dispute(made.id, number, Party.RECEIVER, objection, actor)
    assert made.status is DeliveryStatus.CONFIRMED


def test_a_side_for_which_the_hub_reported_is_told_unless_the_hub_takes_it_back_at_once() -> None:
    story = agreed(a_story())
    made = reported(story, by_hub=True)
    assert kinds(story.giver.email) == ["delivery_by_hub"]
    exchanges.withdraw_delivery(made.id, story.exchange.id, Party.GIVER, story.hub)
    assert (kinds(story.giver.email), kinds(story.receiver.email)) == ([], [])
