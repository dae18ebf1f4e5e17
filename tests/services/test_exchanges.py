"""Deliveries that two sides confirm, and consent to be seen."""

from datetime import date
from decimal import Decimal

import pytest

from circulair.services import exchanges, matching, promises, reviews
from circulair.services.faults import NotAllowedError, NotFoundError
from circulair.services.reviews import Refusal
from circulair.store import exchanges as store
from circulair.store import suggestions, trail
from circulair.store.records import DeliveryRecord
from flows.errors import OutOfRangeError
from flows.exchanges import (
    DeliveryInFutureError,
    DeliveryStatus,
    DeliveryStepError,
    DeliveryTooLargeError,
    ExchangeEndedError,
    OwnReportError,
    Party,
)
from flows.promises import NOTHING
from flows.suggestions import Answer, Reason, Status
from tests.stories import Story, a_story, agreed
from tests.worlds import a_firm

pytestmark = pytest.mark.usefixtures("unit")

TODAY = date(2027, 3, 1)


def reported(story: Story, tonnes: str = "4", day: date = TODAY) -> DeliveryRecord:
    """Let the giver report a delivery."""
    made = exchanges.report_delivery(story.exchange.id, Party.GIVER, day, Decimal(tonnes), story.giver.member)
    store.one(story.exchange.id)
    return made


def answered(story: Story, delivery: DeliveryRecord, wanted: DeliveryStatus) -> None:
    """Let the receiver answer a delivery."""
    exchanges.answer_delivery(delivery.id, story.exchange.id, Party.RECEIVER, wanted, story.receiver.member)


def test_a_report_moves_and_a_confirmation_confirms_the_suggestion() -> None:
    story = agreed(a_story())
    delivery = reported(story)
    assert (delivery.status, story.suggestion.status) == (DeliveryStatus.REPORTED, Status.MOVED)
    answered(story, delivery, DeliveryStatus.CONFIRMED)
    assert (delivery.status, story.suggestion.status) == (DeliveryStatus.CONFIRMED, Status.CONFIRMED)


def test_only_confirmed_deliveries_are_flows() -> None:
    story = agreed(a_story())
    answered(story, reported(story, "4"), DeliveryStatus.CONFIRMED)
    answered(story, reported(story, "2"), DeliveryStatus.DISPUTED)
    reported(story, "1")
    assert store.yearly_flows(TODAY) == [(story.exchange.id, 2027, Decimal(4))]


def test_flows_are_summed_by_year_up_to_a_day() -> None:
    story = agreed(a_story())
    for day, tonnes in ((date(2026, 12, 31), "1.1"), (date(2027, 1, 1), "2.2"), (TODAY, "3.3")):
        answered(story, reported(story, tonnes, day), DeliveryStatus.CONFIRMED)
    assert store.yearly_flows(TODAY) == [
        (story.exchange.id, 2026, Decimal("1.1")),
        (story.exchange.id, 2027, Decimal("5.5")),
    ]
    assert store.yearly_flows(date(2027, 2, 28))[1][2] == Decimal("2.2")


def test_the_reporter_does_not_confirm_his_own_report() -> None:
    story = agreed(a_story())
    delivery = reported(story)
    with pytest.raises(OwnReportError):
        exchanges.answer_delivery(
            delivery.id, story.exchange.id, Party.GIVER, DeliveryStatus.CONFIRMED, story.giver.member
        )


def test_the_reporter_does_not_answer_as_the_other_side() -> None:
    story = agreed(a_story())
    delivery = reported(story)
    with pytest.raises(NotFoundError):
        exchanges.answer_delivery(
            delivery.id, story.exchange.id, Party.RECEIVER, DeliveryStatus.CONFIRMED, story.giver.member
        )


def test_a_confirmed_delivery_is_not_answered_again() -> None:
    story = agreed(a_story())
    delivery = reported(story)
    answered(story, delivery, DeliveryStatus.CONFIRMED)
    with pytest.raises(DeliveryStepError):
        answered(story, delivery, DeliveryStatus.DISPUTED)


def test_a_day_that_has_not_come_is_refused() -> None:
    story = agreed(a_story())
    with pytest.raises(DeliveryInFutureError):
        reported(story, day=date(2027, 3, 2))
    assert story.suggestion.status is Status.AGREED


@pytest.mark.parametrize("tonnes", ["0", "-1", "1000000001", "NaN"])
def test_a_weight_that_cannot_be_is_refused(tonnes: str) -> None:
    story = agreed(a_story())
    with pytest.raises(OutOfRangeError):
        reported(story, tonnes)


def test_a_delivery_of_another_exchange_is_not_found() -> None:
    story = agreed(a_story())
    with pytest.raises(NotFoundError):
        exchanges.answer_delivery(
            999, story.exchange.id, Party.RECEIVER, DeliveryStatus.CONFIRMED, story.receiver.member
        )


def test_the_hub_speaks_for_one_side_of_a_delivery_never_for_both() -> None:
    story = agreed(a_story())
    delivery = exchanges.report_delivery(story.exchange.id, Party.GIVER, TODAY, Decimal(4), story.hub)
    with pytest.raises(OwnReportError):
        exchanges.answer_delivery(
            delivery.id, story.exchange.id, Party.RECEIVER, DeliveryStatus.CONFIRMED, story.hub
        )
    exchanges.answer_delivery(
        delivery.id, story.exchange.id, Party.RECEIVER, DeliveryStatus.CONFIRMED, story.receiver.member
    )
    assert delivery.status is DeliveryStatus.CONFIRMED


def test_nobody_consents_for_another_side() -> None:
    story = agreed(a_story())
    with pytest.raises(NotAllowedError):
        exchanges.consent(story.exchange.id, Party.GIVER, story.hub, public=True)


def test_a_delivery_far_above_what_was_agreed_is_asked_again() -> None:
    story = agreed(a_story())
    with pytest.raises(DeliveryTooLargeError):
        reported(story, "850")
    assert story.suggestion.status is Status.AGREED
    assert story.exchange.deliveries == []


def test_what_moved_before_the_end_can_still_be_confirmed() -> None:
    story = agreed(a_story())
    delivery = reported(story)
    reviews.answer(
        story.suggestion_id, Party.RECEIVER, Answer.NO, Refusal(Reason.QUALITY), story.receiver.member
    )
    exchanges.answer_delivery(
        delivery.id, story.exchange.id, Party.RECEIVER, DeliveryStatus.CONFIRMED, story.receiver.member
    )
    assert delivery.status is DeliveryStatus.CONFIRMED
    with pytest.raises(ExchangeEndedError):
        reported(story)


def test_a_pair_with_a_living_exchange_is_not_suggested_again() -> None:
    story = agreed(a_story())
    delivery = reported(story)
    exchanges.answer_delivery(
        delivery.id, story.exchange.id, Party.RECEIVER, DeliveryStatus.CONFIRMED, story.receiver.member
    )
    assert story.suggestion.status is Status.CONFIRMED
    matching.run(story.exchange.offer_id, story.hub)
    assert len(suggestions.of_listing(story.exchange.offer_id)) == 1


def test_each_side_consents_for_itself_and_may_take_it_back() -> None:
    story = agreed(a_story())
    exchanges.consent(story.exchange.id, Party.GIVER, story.giver.member, public=True)
    assert store.consented() == []
    exchanges.consent(story.exchange.id, Party.RECEIVER, story.receiver.member, public=True)
    assert [one.id for one in store.consented()] == [story.exchange.id]
    exchanges.consent(story.exchange.id, Party.GIVER, story.giver.member, public=False)
    assert store.consented() == []
    assert [row.act for row, _words in trail.of_subject("exchange", story.exchange.id)][1:] == [
        "exchange.consent"
    ] * 3


def test_a_side_does_not_consent_for_the_other() -> None:
    story = agreed(a_story())
    with pytest.raises(NotFoundError):
        exchanges.consent(story.exchange.id, Party.RECEIVER, story.giver.member, public=True)


def test_somebody_else_finds_no_exchange() -> None:
    story, other = agreed(a_story()), a_firm("Other").member
    with pytest.raises(NotFoundError):
        exchanges.seen_by(story.exchange.id, other)
    with pytest.raises(NotFoundError):
        exchanges.report_delivery(story.exchange.id, Party.GIVER, TODAY, Decimal(1), other)
    with pytest.raises(NotFoundError):
        exchanges.consent(story.exchange.id, Party.GIVER, other, public=True)
    assert exchanges.mine(other) == []


def test_both_sides_see_their_exchange() -> None:
    story = agreed(a_story())
    for firm in (story.giver, story.receiver):
        assert exchanges.seen_by(story.exchange.id, firm.member).id == story.exchange.id
        assert [one.id for one in exchanges.mine(firm.member)] == [story.exchange.id]


def test_an_agreement_declined_after_all_frees_its_tonnes() -> None:
    story = agreed(a_story(offered="25", needed="25"))
    reviews.decline(story.suggestion_id, story.version, Refusal(Reason.CAPACITY), story.hub)
    assert story.exchange.ended_on == TODAY
    assert promises.book(TODAY).taken(story.exchange.offer) == NOTHING
    assert story.exchange.offer.state == "open"
