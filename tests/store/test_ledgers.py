"""Queries of the ledgers, on both databases alike."""

from datetime import date
from decimal import Decimal

from circulair.services import collection as collections
from circulair.services import exchanges
from circulair.store import ledgers
from circulair.store.records import ListingState
from circulair.store.session import Store
from flows.collection import Collection, Per
from flows.exchanges import DeliveryStatus, Party
from flows.strategies import Strategy
from flows.streams import Side
from flows.suggestions import Status
from tests.stories import a_story, agreed
from tests.worlds import NOW, a_firm, a_need_listing, a_plant, an_offer_listing

TODAY = date(2027, 3, 1)


def test_a_confirmed_delivery_stands_once_with_both_its_ends(store: Store) -> None:
    with store.unit_of_work():
        story = agreed(a_story())
        number = story.exchange.id
        for tonnes in ("4", "2.5"):
            made = exchanges.report_delivery(number, Party.GIVER, TODAY, Decimal(tonnes), story.giver.member)
        receiver = story.receiver.member
        exchanges.answer_delivery(made.id, number, Party.RECEIVER, DeliveryStatus.CONFIRMED, receiver)
    with store.unit_of_work(reading=True):
        [row] = ledgers.confirmed(TODAY)
        before = ledgers.confirmed(date(2027, 2, 28))

    assert (row.number, row.source, row.day, row.tonnes) == (made.id, number, TODAY, Decimal("2.5"))
    assert (row.giver.name, row.receiver.name) == ("Giver", "Receiver")
    assert (row.given, row.strategy, row.processes, row.parts) == ("ldpe-film", Strategy.R8_HIGH, "", "")
    assert row.km is not None
    assert before == []


def test_a_line_of_an_open_suggestion_stands_with_its_way(store: Store) -> None:
    with store.unit_of_work():
        a_plant("pp", "pp-regranulate", "0.8", capacity="30")
        offer = an_offer_listing(a_firm("Giver"), "pp", "40")
        need = a_need_listing(a_firm("Receiver", "maker", "station"), "pp-regranulate", "8")
        numbers = (offer.id, need.id)
    with store.unit_of_work(reading=True):
        [row] = ledgers.possible()
        listed = ledgers.listed(numbers)
        capacities, names = ledgers.capacities(), ledgers.process_names()

    assert (row.offer_id, row.need_id, row.processes) == (*numbers, "plant")
    assert row.parts
    assert row.tonnes is not None
    assert row.tonnes > (row.arriving[1] or 0)
    assert [listed[number].side for number in numbers] == [Side.OFFER, Side.NEED]
    assert capacities["plant"] == 30
    assert ("plant", "plant", "plant", "plant") in names


def test_offers_are_told_whatever_became_of_them_and_what_is_paid_for_them(store: Store) -> None:
    with store.unit_of_work():
        giver = a_firm("Giver")
        offer = an_offer_listing(giver)
        need = a_need_listing(a_firm("Receiver", "maker", "station"))
        collections.tell(offer.id, 0, Collection(euros=Decimal(100), per=Per.MONTH), giver.member)
        offer.state = ListingState.EXPIRED
        numbers = (offer.id, need.id)
    with store.unit_of_work(reading=True):
        [row] = ledgers.offered()
        paid = ledgers.paid(numbers)

    assert (row.id, row.state, row.recurring) == (numbers[0], ListingState.EXPIRED, True)
    assert row.likely == 40
    assert row.created_at == NOW
    assert {number: one.euros for number, one in paid.items()} == {numbers[0]: 100}


def test_an_open_suggestion_with_an_exchange_is_found(store: Store) -> None:
    with store.unit_of_work():
        story = agreed(a_story())
        expected = (story.suggestion_id, story.exchange.id)
    with store.unit_of_work():
        assert ledgers.open_with_exchange() == []
        story.suggestion.status = Status.PROPOSED
    with store.unit_of_work(reading=True):
        assert ledgers.open_with_exchange() == [expected]
