"""Deliveries that two sides confirm, and consent to be seen."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from circulair.services import exchanges, listings, matching, promises, reviews
from circulair.services.faults import NotAllowedError, NotFoundError
from circulair.services.reviews import Refusal
from circulair.store import exchanges as store
from circulair.store import suggestions, trail
from circulair.store.records import DeliveryRecord, ListingState
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
from flows.streams import Side
from flows.suggestions import Reason, ReasonMissingError, Status
from flows.units import Quantity
from tests.stories import Story, a_story, agreed
from tests.worlds import a_draft, a_firm, a_need_listing, a_reviewer

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
    number = story.exchange.id
    for day, tonnes in ((date(2026, 12, 31), "1.1"), (date(2027, 1, 1), "2.2"), (TODAY, "3.3")):
        told = exchanges.report_delivery(number, Party.GIVER, day, Decimal(tonnes), story.hub)
        answered(story, told, DeliveryStatus.CONFIRMED)
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


def test_what_was_taken_back_is_told_as_such_in_the_history() -> None:
    story = agreed(a_story())
    withdrawn(story, reported(story))
    acts = [row.act for row, _words in trail.of_subject("suggestion", story.suggestion_id)]
    assert acts[-2:] == ["suggestion.moved", "suggestion.back"]
    assert acts.count("suggestion.agreed") == 1


def withdrawn(story: Story, delivery: DeliveryRecord) -> None:
    """Let the giver take back a delivery."""
    exchanges.withdraw_delivery(delivery.id, story.exchange.id, Party.GIVER, story.giver.member)


def test_a_delivery_reported_by_mistake_is_taken_back_and_reported_anew() -> None:
    story = agreed(a_story())
    slip = reported(story, "8")
    withdrawn(story, slip)
    assert (slip.status, story.suggestion.status) == (DeliveryStatus.WITHDRAWN, Status.AGREED)
    answered(story, reported(story, "0.8"), DeliveryStatus.CONFIRMED)
    assert store.yearly_flows(TODAY) == [(story.exchange.id, 2027, Decimal("0.8"))]


def test_beside_another_delivery_the_exchange_has_still_moved() -> None:
    story = agreed(a_story())
    reported(story, "4")
    withdrawn(story, reported(story, "2"))
    assert story.suggestion.status is Status.MOVED


def test_what_was_taken_back_frees_what_it_took_of_the_offer() -> None:
    story = agreed(a_story())
    delivery = reported(story, "4")
    moved = [one.moved for one in store.standing(date(2026, 1, 1))]
    withdrawn(story, delivery)
    assert (moved, [one.moved for one in store.standing(date(2026, 1, 1))]) == ([Decimal(4)], [Decimal(0)])


def test_only_its_own_side_takes_a_delivery_back_and_only_before_an_answer() -> None:
    story = agreed(a_story())
    delivery = reported(story)
    with pytest.raises(NotAllowedError):
        exchanges.withdraw_delivery(delivery.id, story.exchange.id, Party.RECEIVER, story.receiver.member)
    with pytest.raises(NotFoundError):
        exchanges.withdraw_delivery(delivery.id, story.exchange.id, Party.GIVER, story.receiver.member)
    with pytest.raises(NotAllowedError):
        exchanges.withdraw_delivery(delivery.id, story.exchange.id, Party.GIVER, story.hub)
    answered(story, delivery, DeliveryStatus.CONFIRMED)
    with pytest.raises(DeliveryStepError):
        withdrawn(story, delivery)
    assert delivery.status is DeliveryStatus.CONFIRMED


def test_the_hub_takes_back_what_it_reported_for_a_side_itself() -> None:
    story = agreed(a_story())
    delivery = exchanges.report_delivery(story.exchange.id, Party.GIVER, TODAY, Decimal(4), story.hub)
    store.one(story.exchange.id)
    exchanges.withdraw_delivery(delivery.id, story.exchange.id, Party.GIVER, story.hub)
    assert (delivery.status, story.suggestion.status) == (DeliveryStatus.WITHDRAWN, Status.AGREED)


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
    reviews.stop(story.exchange.id, Refusal(Reason.QUALITY, "", Party.RECEIVER), story.receiver.member)
    exchanges.answer_delivery(
        delivery.id, story.exchange.id, Party.RECEIVER, DeliveryStatus.CONFIRMED, story.receiver.member
    )
    assert delivery.status is DeliveryStatus.CONFIRMED


def confirmed(story: Story) -> Story:
    """Let both sides confirm a first delivery."""
    answered(story, reported(story), DeliveryStatus.CONFIRMED)
    return story


@pytest.mark.parametrize("by", ["giver", "receiver", "hub"])
def test_a_confirmed_exchange_can_be_stopped_and_keeps_what_was_confirmed(by: str) -> None:
    story = confirmed(agreed(a_story(offered="25", needed="25")))
    actor = {"giver": story.giver.member, "receiver": story.receiver.member, "hub": story.hub}[by]
    reviews.stop(story.exchange.id, Refusal(Reason.OTHER, "We moved", by), actor)
    exchange = story.exchange
    assert (exchange.ended_on, exchange.ended_by, exchange.end_reason) == (TODAY, by, Reason.OTHER)
    assert story.suggestion.status is Status.CONFIRMED
    assert store.yearly_flows(TODAY) == [(exchange.id, 2027, Decimal(4))]
    assert (exchange.offer.state, exchange.need.state) == (ListingState.OPEN, ListingState.OPEN)
    row, words = trail.of_subject("exchange", exchange.id)[-1]
    assert (row.act, words) == ("exchange.ended", "We moved")


def test_what_a_stopped_exchange_frees_is_matched_again_but_not_with_the_same_side() -> None:
    story = confirmed(agreed(a_story(offered="25", needed="25")))
    waiting = a_need_listing(a_firm("Waiting", "maker"), tonnes="25")
    assert suggestions.of_listing(waiting.id) == []
    reviews.stop(story.exchange.id, Refusal(Reason.PRICE, by="giver"), story.giver.member)
    [found] = suggestions.of_listing(waiting.id)
    assert found.lines[0].taken_tonnes == 25
    assert len(suggestions.of_listing(story.exchange.need_id)) == 1


def test_a_stopped_lot_frees_what_has_not_moved() -> None:
    giver, receiver, hub = a_firm("Giver"), a_firm("Receiver", "maker"), a_reviewer()
    lot = Quantity(Decimal(30), "t", "once")
    offer = listings.register(replace(a_draft(Side.OFFER, giver), quantity=lot), giver.member)
    need = listings.register(replace(a_draft(Side.NEED, receiver), quantity=lot), receiver.member)
    [made] = suggestions.of_listing(need.id)
    story = confirmed(agreed(Story(giver, receiver, hub, made.id)))
    reviews.stop(story.exchange.id, Refusal(Reason.QUALITY), hub)
    assert (offer.state, need.state) == (ListingState.OPEN, ListingState.OPEN)
    found = suggestions.of_listing(a_need_listing(a_firm("Other", "maker"), tonnes="100").id)
    assert [one.lines[0].taken_tonnes for one in found] == [26]


def test_before_a_confirmation_stopping_declines_the_suggestion() -> None:
    story = agreed(a_story())
    reviews.stop(story.exchange.id, Refusal(Reason.TIMING, by="receiver"), story.receiver.member)
    assert (story.suggestion.status, story.suggestion.declined_by) == (Status.DECLINED, "receiver")
    assert (story.exchange.ended_on, story.exchange.end_reason) == (TODAY, Reason.TIMING)


def test_an_exchange_is_stopped_once_with_a_reason_and_by_its_own_sides() -> None:
    story, stranger = confirmed(agreed(a_story())), a_firm("Stranger").member
    with pytest.raises(ReasonMissingError):
        reviews.stop(story.exchange.id, Refusal(None), story.hub)
    with pytest.raises(NotFoundError):
        reviews.stop(story.exchange.id, Refusal(Reason.PRICE, by="giver"), stranger)
    with pytest.raises(NotAllowedError):
        reviews.stop(story.exchange.id, Refusal(Reason.PRICE), story.giver.member)
    assert story.exchange.ended_on is None
    reviews.stop(story.exchange.id, Refusal(Reason.PRICE), story.hub)
    with pytest.raises(ExchangeEndedError):
        reviews.stop(story.exchange.id, Refusal(Reason.PRICE), story.hub)


def test_after_the_end_of_a_confirmed_exchange_the_last_delivery_is_confirmed() -> None:
    story = confirmed(agreed(a_story()))
    last = reported(story, "2")
    reviews.stop(story.exchange.id, Refusal(Reason.PRICE), story.hub)
    answered(story, last, DeliveryStatus.CONFIRMED)
    assert store.yearly_flows(TODAY) == [(story.exchange.id, 2027, Decimal(6))]


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
