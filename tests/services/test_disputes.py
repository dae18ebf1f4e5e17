"""Disputes: what is not right about a delivery is said, told, and can be taken back for a while."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from circulair.services import answers, disputes, exchanges, solved
from circulair.services.disputes import Objection
from circulair.services.letters import UNDO
from circulair.store import outbox, trail
from circulair.store.records import DeliveryRecord, Said
from flows.errors import OutOfRangeError
from flows.exchanges import (
    DeliveryInFutureError,
    DeliveryStatus,
    DeliveryStepError,
    Dispute,
    OwnReportError,
    Party,
)
from flows.suggestions import UndoOverError
from tests.stories import Story, a_story, agreed
from tests.worlds import NOBODY, NOW

pytestmark = [pytest.mark.usefixtures("unit"), pytest.mark.both_databases]

LIGHTER = Objection(Dispute.WEIGHT, Decimal("3.2"), words="read from our scale")


def reported() -> tuple[Story, DeliveryRecord]:
    """Let the giver report four tonnes."""
    story = agreed(a_story())
    giver, today = story.giver.member, date(2027, 3, 1)
    return story, exchanges.report_delivery(story.exchange.id, Party.GIVER, today, Decimal(4), giver)


def object_to(story: Story, delivery: DeliveryRecord, objection: Objection = LIGHTER) -> None:
    disputes.dispute(delivery.id, story.exchange.id, Party.RECEIVER, objection, story.receiver.member)


def waiting(story: Story) -> list[str]:
    return [one.facts for one in outbox.to(story.giver.email) if one.kind == "delivery_disputed"]


def test_what_it_was_is_kept_beside_what_was_reported() -> None:
    story, delivery = reported()
    object_to(story, delivery)
    assert (delivery.status, delivery.tonnes) == (DeliveryStatus.DISPUTED, Decimal(4))
    assert (delivery.dispute, delivery.dispute_tonnes) == (Dispute.WEIGHT, Decimal("3.2"))
    [facts] = waiting(story)
    assert '"was_tonnes": "3.2"' in facts


def test_taken_back_it_can_be_answered_again_and_nobody_was_told() -> None:
    story, delivery = reported()
    object_to(story, delivery)
    disputes.take_back(delivery.id, story.exchange.id, Party.RECEIVER, story.receiver.member)
    assert (delivery.status, delivery.dispute, delivery.dispute_words) == (DeliveryStatus.REPORTED, None, "")
    assert waiting(story) == []
    exchanges.answer_delivery(
        delivery.id, story.exchange.id, Party.RECEIVER, DeliveryStatus.CONFIRMED, story.receiver.member
    )
    acts = [row.act for row, _words in trail.of_subject("exchange", story.exchange.id)]
    assert acts[-3:] == ["delivery.disputed", "delivery.dispute_undone", "delivery.confirmed"]


def test_a_no_without_a_reason_is_taken_back_too() -> None:
    story, delivery = reported()
    receiver = story.receiver.member
    exchanges.answer_delivery(
        delivery.id, story.exchange.id, Party.RECEIVER, DeliveryStatus.DISPUTED, receiver
    )
    assert len(waiting(story)) == 1
    disputes.take_back(delivery.id, story.exchange.id, Party.RECEIVER, receiver)
    assert waiting(story) == []


def test_reported_anew_it_is_over_and_no_letter_tells_of_it_any_more() -> None:
    story, delivery = reported()
    object_to(story, delivery)
    assert (solved.of_exchange(story.exchange), len(waiting(story))) == ((), 1)
    later = replace(story.giver.member, now=NOW + timedelta(minutes=5))
    exchanges.report_delivery(story.exchange.id, Party.GIVER, date(2027, 3, 1), Decimal("3.2"), later)
    assert solved.of_exchange(story.exchange) == (delivery,)
    assert waiting(story) == []
    receiver = replace(story.receiver.member, now=later.now)
    assert not disputes.may_take_back(delivery, story.exchange, receiver)
    with pytest.raises(UndoOverError):
        disputes.take_back(delivery.id, story.exchange.id, Party.RECEIVER, receiver)


def test_it_is_too_late_once_the_letter_leaves() -> None:
    story, delivery = reported()
    object_to(story, delivery)
    late = replace(story.receiver.member, now=NOW + UNDO)
    with pytest.raises(UndoOverError):
        disputes.take_back(delivery.id, story.exchange.id, Party.RECEIVER, late)


def test_the_side_that_reported_takes_back_no_dispute() -> None:
    story, delivery = reported()
    object_to(story, delivery)
    with pytest.raises(OwnReportError):
        disputes.take_back(delivery.id, story.exchange.id, Party.GIVER, story.giver.member)


def test_what_nobody_disputed_is_not_taken_back() -> None:
    story, delivery = reported()
    with pytest.raises(DeliveryStepError):
        disputes.take_back(delivery.id, story.exchange.id, Party.RECEIVER, story.receiver.member)


def test_a_link_that_said_no_answers_again_after_it_was_taken_back() -> None:
    story, delivery = reported()
    [letter] = [one for one in outbox.to(story.receiver.email) if one.kind == "delivery_reported"]
    token = letter.facts.split("/antwoord/")[1].split('"')[0]
    answers.dispute(token, LIGHTER, NOBODY)
    answers.take_back(token, NOBODY)
    answers.answer(token, Said.YES, NOBODY)
    assert delivery.status is DeliveryStatus.CONFIRMED


def test_a_day_to_come_or_no_weight_at_all_is_refused() -> None:
    story, delivery = reported()
    tomorrow = Objection(Dispute.DAY, day=date(2027, 3, 1) + timedelta(days=1))
    with pytest.raises(DeliveryInFutureError):
        object_to(story, delivery, tomorrow)
    with pytest.raises(OutOfRangeError):
        Objection(Dispute.WEIGHT, Decimal(0))
    assert delivery.status is DeliveryStatus.REPORTED
