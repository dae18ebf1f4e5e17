"""What is asked before a delivery counts: told twice, more than agreed, long before, after the end."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from circulair.services import checks, delivery_periods, disputes, exchanges, listings, reviews
from circulair.services.disputes import Objection
from circulair.services.exchanges import Told
from circulair.services.reviews import Refusal
from circulair.store import suggestions
from circulair.store.records import DeliveryRecord, ListingState
from flows.exchanges import (
    BEFORE_AGREED,
    DeliveryAfterEndError,
    DeliveryBeforeAgreedError,
    DeliveryStatus,
    Dispute,
    MaybeSameDeliveryError,
    OverAgreedError,
    Party,
)
from flows.streams import Side
from flows.suggestions import Reason
from flows.units import Quantity
from tests.stories import Story, a_story, agreed
from tests.worlds import a_draft, a_firm, a_reviewer

pytestmark = pytest.mark.usefixtures("unit")

TODAY = date(2027, 3, 1)
DAY = timedelta(days=1)


def told(story: Story, party: Party, told: Told, after: timedelta = timedelta()) -> DeliveryRecord:
    """Let a side report a delivery, some time after the agreement."""
    member = (story.giver if party is Party.GIVER else story.receiver).member
    later = replace(member, now=member.now + after)
    return exchanges.report(story.exchange.id, party, told, later)


def one_ton(day: date = TODAY, **answers: bool) -> Told:
    return Told(day, Decimal(1), **answers)


def a_lot(tonnes: int) -> Story:
    """Tell of a lot that is offered and wanted once, on which both agreed."""
    giver, receiver, hub = a_firm("Giver"), a_firm("Receiver", "maker"), a_reviewer()
    quantity = Quantity(Decimal(tonnes), "t", "once")
    listings.register(replace(a_draft(Side.OFFER, giver), quantity=quantity), giver.member)
    half = Quantity(Decimal(tonnes) / 2, "t", "once")
    need = listings.register(replace(a_draft(Side.NEED, receiver), quantity=half), receiver.member)
    [made] = suggestions.of_listing(need.id)
    return agreed(Story(giver, receiver, hub, made.id))


def state_of_offer(story: Story) -> ListingState:
    return story.exchange.offer.state


def test_both_sides_do_not_count_one_delivery_twice() -> None:
    story = agreed(a_story())
    told(story, Party.GIVER, one_ton())
    for days in (0, 3):
        with pytest.raises(MaybeSameDeliveryError):
            told(story, Party.RECEIVER, Told(TODAY + days * DAY, Decimal("1.1")), days * DAY)
    assert len(story.exchange.deliveries) == 1
    told(story, Party.RECEIVER, one_ton(TODAY + 4 * DAY), 4 * DAY)
    told(story, Party.RECEIVER, one_ton(another=True))
    assert len(story.exchange.deliveries) == 3


def test_what_was_confirmed_is_not_told_again_unasked() -> None:
    story = agreed(a_story())
    made = told(story, Party.GIVER, one_ton())
    exchanges.answer_delivery(
        made.id, story.exchange.id, Party.RECEIVER, DeliveryStatus.CONFIRMED, story.receiver.member
    )
    for party in Party:
        with pytest.raises(MaybeSameDeliveryError):
            told(story, party, one_ton())


def test_what_was_taken_back_is_told_anew_unasked() -> None:
    story = agreed(a_story())
    made = told(story, Party.GIVER, one_ton())
    exchanges.withdraw_delivery(made.id, story.exchange.id, Party.GIVER, story.giver.member)
    assert told(story, Party.GIVER, one_ton()).status is DeliveryStatus.REPORTED


def test_deliveries_together_above_what_was_agreed_are_asked_and_then_seen_by_the_hub() -> None:
    story = a_lot(20)
    told(story, Party.GIVER, Told(TODAY, Decimal(6)))
    told(story, Party.GIVER, Told(TODAY, Decimal(5)))
    assert delivery_periods.unsettled(story.hub).over == ()
    with pytest.raises(OverAgreedError) as asked:
        told(story, Party.GIVER, Told(TODAY, Decimal(9)))
    assert (asked.value.tonnes, asked.value.agreed) == (Decimal(20), Decimal(10))
    told(story, Party.GIVER, Told(TODAY, Decimal(9), more=True))
    [over] = delivery_periods.unsettled(story.hub).over
    assert (over.exchange.id, over.moved) == (story.exchange.id, Decimal(20))


def test_more_than_was_agreed_of_a_lot_takes_the_rest_of_it_until_it_is_disputed() -> None:
    story = a_lot(20)
    assert state_of_offer(story) is ListingState.OPEN
    made = told(story, Party.GIVER, Told(TODAY, Decimal(21), more=True))
    assert state_of_offer(story) is ListingState.RESERVED
    assert list(checks.broken_laws(TODAY)) == []
    objection = Objection(Dispute.WEIGHT, Decimal(10))
    disputes.dispute(made.id, story.exchange.id, Party.RECEIVER, objection, story.receiver.member)
    assert state_of_offer(story) is ListingState.OPEN
    disputes.take_back(made.id, story.exchange.id, Party.RECEIVER, story.receiver.member)
    assert state_of_offer(story) is ListingState.RESERVED


def test_what_recurs_is_checked_by_the_year() -> None:
    story = agreed(a_story())
    told(story, Party.GIVER, Told(TODAY, Decimal(25)))
    with pytest.raises(OverAgreedError):
        told(story, Party.GIVER, Told(TODAY + 364 * DAY, Decimal(5)), 364 * DAY)
    told(story, Party.GIVER, Told(TODAY + 365 * DAY, Decimal(25)), 365 * DAY)
    later = replace(story.hub, now=story.hub.now + 365 * DAY)
    assert delivery_periods.unsettled(later).over == ()


def test_a_delivery_lies_at_most_some_days_before_the_agreement_unless_the_hub_says_so() -> None:
    story = agreed(a_story())
    told(story, Party.GIVER, one_ton(TODAY - BEFORE_AGREED))
    early = TODAY - BEFORE_AGREED - DAY
    with pytest.raises(DeliveryBeforeAgreedError):
        told(story, Party.GIVER, one_ton(early))
    number = story.exchange.id
    assert exchanges.report_delivery(number, Party.GIVER, early, Decimal(2), story.hub).day == early
    with pytest.raises(DeliveryBeforeAgreedError):
        exchanges.report_delivery(number, Party.GIVER, TODAY - 366 * DAY, Decimal(2), story.hub)


def stopped(story: Story) -> None:
    reviews.stop(story.exchange.id, Refusal(Reason.QUALITY), story.hub)


def test_a_delivery_disputed_after_the_end_is_seen_and_can_be_told_anew() -> None:
    story = agreed(a_story())
    made = told(story, Party.GIVER, Told(TODAY, Decimal(3)))
    stopped(story)
    assert delivery_periods.unsettled(story.hub).unanswered == (made,)
    objection = Objection(Dispute.WEIGHT, Decimal("0.5"))
    disputes.dispute(made.id, story.exchange.id, Party.RECEIVER, objection, story.receiver.member)
    assert delivery_periods.unsettled(story.hub).differences == (made,)
    assert delivery_periods.disputed(story.hub) == 1
    anew = told(story, Party.GIVER, Told(TODAY, Decimal("0.5")), 2 * DAY)
    found = delivery_periods.unsettled(replace(story.hub, now=story.hub.now + 2 * DAY))
    assert (found.differences, found.unanswered) == ((), (anew,))


def test_after_the_end_only_what_moved_up_to_that_day_is_told() -> None:
    story = agreed(a_story())
    stopped(story)
    with pytest.raises(DeliveryAfterEndError):
        told(story, Party.GIVER, one_ton(TODAY + DAY), 2 * DAY)
    later = replace(story.hub, now=story.hub.now + 2 * DAY)
    assert exchanges.report_delivery(story.exchange.id, Party.GIVER, TODAY, Decimal(1), later).reported_for


def test_what_moved_of_a_lot_is_taken_of_it_though_told_after_the_end() -> None:
    story = a_lot(20)
    told(story, Party.GIVER, one_ton())
    stopped(story)
    told(story, Party.GIVER, Told(TODAY, Decimal(20), more=True), DAY)
    assert state_of_offer(story) is ListingState.RESERVED
