"""Answers on how offers are collected: kept to the cent, gone with their listing, forgotten in time."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.exc import StatementError

from circulair.store import collection
from circulair.store.records import CollectionRecord, ListingRecord, ListingState
from circulair.store.session import ConflictError, Store
from flows.collection import Collection, Per
from tests.worlds import NOW, a_firm, an_offer_listing

TOLD = Collection("Ophaal BV", Decimal("1234.56"), Per.EMPTYING, date(2027, 12, 31))
LATER = NOW + timedelta(days=400)


def an_answer(store: Store, told: Collection | None = TOLD) -> int:
    """Store an answer for a new offer and return the number of the offer."""
    with store.unit_of_work():
        listing = an_offer_listing(a_firm())
        collection.add(CollectionRecord(listing_id=listing.id, told=told, changed_at=NOW))
        return listing.id


def answers(store: Store) -> int:
    with store.unit_of_work(reading=True) as session:
        return session.scalar(select(func.count()).select_from(CollectionRecord)) or 0


def test_what_was_told_comes_back_to_the_cent(store: Store) -> None:
    listing_id = an_answer(store)
    with store.unit_of_work(reading=True):
        found = collection.one(listing_id)
    assert found is not None
    assert found.told == TOLD


def test_that_somebody_rather_does_not_say_comes_back_as_nothing_told(store: Store) -> None:
    listing_id = an_answer(store, None)
    with store.unit_of_work(reading=True):
        found = collection.one(listing_id)
        assert collection.told_of([listing_id]) == []
    assert found is not None
    assert found.told is None


def test_only_what_says_something_is_found_for_several(store: Store) -> None:
    with store.unit_of_work():
        firm = a_firm()
        ids = [an_offer_listing(firm).id for _number in range(3)]
        collection.add(CollectionRecord(listing_id=ids[2], told=TOLD, changed_at=NOW))
        collection.add(CollectionRecord(listing_id=ids[0], told=Collection("Ophaal"), changed_at=NOW))
        collection.add(CollectionRecord(listing_id=ids[1], told=None, changed_at=NOW))
        assert [one.listing_id for one in collection.told_of(ids)] == [ids[0], ids[2]]
        assert [one.listing_id for one in collection.told_of([ids[2]])] == [ids[2]]


def test_prices_add_up_in_the_database_as_on_paper(store: Store) -> None:
    with store.unit_of_work() as session:
        firm = a_firm()
        for euros in ("0.10", "0.20"):
            told = Collection(euros=Decimal(euros), per=Per.YEAR)
            listing = an_offer_listing(firm)
            collection.add(CollectionRecord(listing_id=listing.id, told=told, changed_at=NOW))
        assert session.scalar(select(func.sum(CollectionRecord.euros))) == Decimal("0.3")


def test_parts_of_a_cent_are_refused_by_the_column(store: Store) -> None:
    with store.unit_of_work() as session, pytest.raises(StatementError, match="parts of a cent"):
        session.scalar(select(func.count()).where(CollectionRecord.euros == Decimal("0.001")))


def test_an_answer_goes_with_its_listing(store: Store) -> None:
    listing_id = an_answer(store)
    with store.unit_of_work() as session:
        session.execute(delete(ListingRecord).where(ListingRecord.id == listing_id))
    assert answers(store) == 0


def test_there_is_one_answer_for_a_listing(store: Store) -> None:
    listing_id = an_answer(store)
    with pytest.raises(ConflictError), store.unit_of_work():
        collection.add(CollectionRecord(listing_id=listing_id, told=None, changed_at=NOW))


@pytest.mark.parametrize(
    ("state", "left"),
    [
        (ListingState.OPEN, 1),
        (ListingState.PARTIAL, 1),
        (ListingState.RESERVED, 1),
        (ListingState.FULFILLED, 0),
        (ListingState.EXPIRED, 0),
        (ListingState.WITHDRAWN, 0),
    ],
)
def test_what_was_told_of_an_ended_offer_is_forgotten(store: Store, state: ListingState, left: int) -> None:
    listing_id = an_answer(store)
    with store.unit_of_work() as session:
        listing = session.get_one(ListingRecord, listing_id)
        listing.state = state
    with store.unit_of_work():
        collection.forget_of_ended(NOW)
    assert answers(store) == 1
    with store.unit_of_work():
        collection.forget_of_ended(LATER)
    assert answers(store) == left


def test_that_nothing_is_to_be_asked_is_kept(store: Store) -> None:
    listing_id = an_answer(store, None)
    with store.unit_of_work() as session:
        session.get_one(ListingRecord, listing_id).state = ListingState.WITHDRAWN
    with store.unit_of_work():
        collection.forget_of_ended(LATER)
    assert answers(store) == 1
