"""What is promised of an offer, to a need and of a plant: years and one-offs apart, nothing twice."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from circulair.services import checks, exchanges, listings, promises, reviews
from circulair.services.actor import Actor
from circulair.services.reviews import Refusal
from circulair.store import processes, suggestions
from circulair.store.records import ExchangeRecord, ListingRecord, ListingState
from flows.exchanges import CapacityPromisedError, DeliveryStatus, Party, TonnesPromisedError
from flows.promises import Taken
from flows.streams import Availability, Side, exactly
from flows.suggestions import Answer, Reason, Status
from flows.units import Quantity
from tests.stories import Story, agreed, proposed
from tests.worlds import (
    NOBODY,
    Firm,
    a_draft,
    a_firm,
    a_need_listing,
    a_plant,
    a_reviewer,
    an_offer_listing,
)

pytestmark = pytest.mark.usefixtures("unit")

TODAY = NOBODY.today
FOR_A_YEAR = Availability(TODAY, TODAY + timedelta(days=400))


def a_lot(side: Side, firm: Firm, tonnes: str, material: str = "ldpe-film") -> ListingRecord:
    """Register tonnes that are there or wanted once."""
    lot = Quantity(Decimal(tonnes), "t", "once")
    draft = replace(a_draft(side, firm, material), quantity=lot, availability=FOR_A_YEAR)
    return listings.register(draft, firm.member)


def a_year(side: Side, firm: Firm, tonnes: str) -> ListingRecord:
    """Register tonnes a year that last longer than a year."""
    return listings.register(
        replace(a_draft(side, firm, tonnes=tonnes), availability=FOR_A_YEAR), firm.member
    )


def between(need: ListingRecord, offer: ListingRecord, giver: Firm, receiver: Firm, hub: Actor) -> Story:
    """Return the story of the suggestion that joins two listings."""
    [made] = [one for one in suggestions.of_listing(offer.id) if one.need_id == need.id]
    return Story(giver, receiver, hub, made.id)


def open_ones(listing: ListingRecord) -> list[Decimal | None]:
    """Return the tonnes that are suggested with a listing and not decided on."""
    found = [one for one in suggestions.of_listing(listing.id) if one.status is Status.NEW]
    return [one.lines[0].taken_tonnes for one in found]


def test_an_offer_of_a_hundred_a_year_of_which_fifty_went_once_keeps_a_hundred_a_year() -> None:
    giver, receiver, hub = a_firm("Giver"), a_firm("Receiver", "maker"), a_reviewer()
    offer = a_year(Side.OFFER, giver, "100")
    story = agreed(between(a_lot(Side.NEED, receiver, "50"), offer, giver, receiver, hub))
    assert story.exchange.tonnes_agreed == 50
    assert not story.exchange.recurring
    assert promises.book(TODAY).taken(offer) == Taken(once=Decimal(50))
    assert offer.state is ListingState.OPEN
    assert open_ones(a_year(Side.NEED, a_firm("Yearly", "maker"), "100")) == [100]
    assert open_ones(a_lot(Side.NEED, a_firm("Once", "maker"), "100")) == [50]
    assert list(checks.broken_laws(TODAY)) == []


def test_a_yearly_need_that_was_served_once_stays_open_and_wants_its_year_again() -> None:
    giver, receiver, hub = a_firm("Giver"), a_firm("Receiver", "maker"), a_reviewer()
    need = a_year(Side.NEED, receiver, "100")
    agreed(between(need, a_lot(Side.OFFER, giver, "100"), giver, receiver, hub))
    assert need.state is ListingState.OPEN
    assert open_ones(a_lot(Side.OFFER, a_firm("Too late"), "30")) == []
    assert open_ones(a_year(Side.OFFER, a_firm("Yearly"), "100")) == [100]
    later = promises.book(TODAY + timedelta(days=365))
    assert later.taken(need) == Taken()


def test_the_days_of_a_yearly_offer_are_not_promised_twice_to_one_offs() -> None:
    giver, hub = a_firm("Giver"), a_reviewer()
    ten_days = Availability(TODAY, TODAY + timedelta(days=9))
    offer = listings.register(
        replace(a_draft(Side.OFFER, giver, tonnes="365"), availability=ten_days), giver.member
    )
    stories = []
    for name in ("First", "Second"):
        receiver = a_firm(name, "maker")
        stories.append(proposed(between(a_lot(Side.NEED, receiver, "8"), offer, giver, receiver, hub)))
    both_yes(stories[0])
    assert stories[1].suggestion.status is Status.LAPSED
    assert open_ones(stories[1].suggestion.need) == [2]


def both_yes(story: Story) -> None:
    for party, firm in ((Party.GIVER, story.giver), (Party.RECEIVER, story.receiver)):
        reviews.answer(story.suggestion_id, party, Answer.YES, None, firm.member)


def test_a_proposal_does_not_lapse_because_days_go_by() -> None:
    giver, receiver, hub = a_firm("Giver"), a_firm("Receiver", "maker"), a_reviewer()
    weeks = Availability(TODAY, TODAY + timedelta(days=35))
    offer = listings.register(
        replace(a_draft(Side.OFFER, giver, tonnes="365"), availability=weeks), giver.member
    )
    story = proposed(between(a_lot(Side.NEED, receiver, "100"), offer, giver, receiver, hub))
    later = replace(hub, now=hub.now + timedelta(days=10))
    listings.extend(story.suggestion.need_id, later)
    assert story.suggestion.status is Status.PROPOSED
    for party in Party:
        reviews.answer(story.suggestion_id, party, Answer.YES, None, later)
    assert story.exchange.tonnes_agreed == 36


def test_what_is_over_today_is_not_suggested_though_nobody_ended_it_yet() -> None:
    giver = a_firm("Giver")
    over = replace(a_draft(Side.OFFER, giver), availability=Availability(None, TODAY - timedelta(days=1)))
    listings.register(over, giver.member)
    assert open_ones(a_need_listing(a_firm("Receiver", "maker"))) == []


class TestPlants:
    """A plant of 100 t a year between two shops with 80 t each and two makers who want all they can get."""

    @pytest.fixture
    def stories(self) -> list[Story]:
        a_plant("ldpe-film", "pe-regranulate", "0.5", "100")
        hub, found = a_reviewer(), []
        givers = [a_firm("First giver"), a_firm("Second giver")]
        offers = [an_offer_listing(giver, tonnes="80") for giver in givers]
        for giver, offer in zip(givers, offers, strict=True):
            receiver = a_firm(f"Receiver from {giver.email}", "maker", "station")
            need = a_need_listing(receiver, "pe-regranulate", "40")
            found.append(between(need, offer, giver, receiver, hub))
        return found

    def test_its_capacity_is_shared_by_what_is_agreed(self, stories: list[Story]) -> None:
        first = agreed(stories[0])
        assert first.exchange.tonnes_agreed == 80
        need = stories[1].suggestion.need
        listings.extend(need.id, stories[1].receiver.member)
        assert open_ones(need) == [20]

    def test_agreeing_to_more_than_is_left_of_it_is_refused(self, stories: list[Story]) -> None:
        second = proposed(stories[1])
        agreed(stories[0])
        reviews.answer(second.suggestion_id, Party.GIVER, Answer.YES, None, second.giver.member)
        with pytest.raises(CapacityPromisedError) as refused:
            reviews.answer(second.suggestion_id, Party.RECEIVER, Answer.YES, None, second.receiver.member)
        assert (refused.value.process, refused.value.left) == ("plant", Decimal(20))
        assert second.suggestion.status is Status.PROPOSED

    def test_nothing_is_put_to_both_sides_that_could_not_be_agreed(self, stories: list[Story]) -> None:
        agreed(stories[0])
        with pytest.raises(CapacityPromisedError):
            proposed(stories[1])

    def test_a_plant_that_is_full_is_no_destination(self, stories: list[Story]) -> None:
        agreed(stories[0])
        listings.extend(stories[1].suggestion.need_id, stories[1].receiver.member)
        agreed(stories[1])
        an_offer_listing(a_firm("Third giver"), tonnes="80")
        assert open_ones(a_need_listing(a_firm("Third", "maker"), "pe-regranulate", "40")) == []
        assert list(checks.broken_laws(TODAY)) == []

    def test_what_ends_gives_its_capacity_back(self, stories: list[Story]) -> None:
        first = agreed(stories[0])
        reviews.decline(first.suggestion_id, first.version, Refusal(Reason.PRICE), first.hub)
        assert agreed(stories[1]).exchange.tonnes_agreed == 80

    def test_a_check_sees_a_plant_that_was_promised_too_much(self, stories: list[Story]) -> None:
        agreed(stories[0])
        [plant] = processes.everything()
        plant.capacity_tonnes = Decimal(79)
        assert list(checks.broken_laws(TODAY)) == ["process plant: 80 t are promised of 79 t"]


class TestUnknownTonnes:
    """An offer of 1 000 t a year, and a need of which nobody knows how much it is."""

    @pytest.fixture
    def story(self) -> Story:
        giver, receiver = a_firm("Giver"), a_firm("Receiver", "maker", "station")
        offer = an_offer_listing(giver, tonnes="1000")
        need = a_need_listing(receiver, tonnes=None)
        return agreed(between(need, offer, giver, receiver, a_reviewer()))

    def delivered(self, story: Story, tonnes: str, day: date = TODAY) -> ExchangeRecord:
        exchange = story.exchange
        made = exchanges.report_delivery(exchange.id, Party.GIVER, day, Decimal(tonnes), story.giver.member)
        return exchanges.answer_delivery(
            made.id, exchange.id, Party.RECEIVER, DeliveryStatus.CONFIRMED, story.receiver.member
        )

    def test_nobody_is_promised_what_nobody_said(self, story: Story) -> None:
        assert story.exchange.tonnes_agreed is None
        assert story.exchange.recurring
        assert story.exchange.offer.state is ListingState.OPEN
        assert open_ones(a_need_listing(a_firm("Other", "maker"), tonnes="1000")) == [1000]

    def test_what_moved_is_what_is_taken(self, story: Story) -> None:
        offer = self.delivered(story, "400").offer
        assert (promises.book(TODAY).taken(offer), offer.state) == (Taken(Decimal(400)), ListingState.OPEN)
        assert self.delivered(story, "600").offer.state is ListingState.RESERVED


def test_a_yes_to_what_others_were_promised_in_between_is_refused() -> None:
    giver, receiver, hub = a_firm("Giver"), a_firm("Receiver", "maker"), a_reviewer()
    offer = an_offer_listing(giver, tonnes="40")
    story = proposed(between(a_need_listing(receiver, tonnes="30"), offer, giver, receiver, hub))
    [line] = story.suggestion.lines
    line.offer.tonnes = exactly(Decimal(20))
    with pytest.raises(TonnesPromisedError):
        both_yes(story)
