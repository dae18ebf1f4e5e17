"""Matching all anew while owners go on with their listings: on PostgreSQL, where several write at once."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing

import pytest
from sqlalchemy import text

from circulair.services import listings, rematching
from circulair.store import listings as store_listings
from circulair.store import suggestions
from circulair.store.records import ListingState
from circulair.store.session import Store
from flows.suggestions import ALIVE
from tests.worlds import NOBODY, Firm, a_firm, a_need_listing, an_offer_listing

BLOCKED = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
HELD = text("SELECT id FROM suggestions WHERE id = :number FOR UPDATE")


@pytest.fixture
def store(fresh_postgresql: Callable[[], str]) -> Iterator[Store]:
    with closing(Store(fresh_postgresql())) as opened:
        yield opened


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as opened:
        yield opened


def wait_until_blocked(store: Store, number: int, last: Future[None]) -> None:
    """Return as soon as so many transactions wait for another, or the last one has ended."""
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while connection.scalar(BLOCKED) != number and not last.done():
            pass


def match_anew(store: Store, listing_ids: list[int]) -> None:
    with store.unit_of_work(slow_first=True):
        rematching.match_anew(listing_ids, NOBODY)


def withdraw(store: Store, listing_id: int, owner: Firm) -> None:
    with store.unit_of_work():
        listings.withdraw(listing_id, owner.member)


def test_nothing_is_suggested_of_what_is_withdrawn_meanwhile(store: Store, pool: ThreadPoolExecutor) -> None:
    with store.unit_of_work():
        needs = [a_need_listing(a_firm(f"Taker {number}", "maker", "station")).id for number in range(12)]
        giver = a_firm("Giver")
        offer = an_offer_listing(giver)
        left_over = [need for need in needs if not suggestions.of_listing(need)]
    assert len(left_over) == 2
    with store.unit_of_work():
        listings.withdraw(offer.id, giver.member)
        matching = pool.submit(match_anew, store, left_over)
        wait_until_blocked(store, 1, matching)
    matching.result()
    with store.unit_of_work(reading=True):
        stored = store_listings.one(offer.id)
        assert stored is not None
        assert stored.state is ListingState.WITHDRAWN
        assert suggestions.count(list(ALIVE)) == 0


def test_a_withdrawal_and_a_piece_in_any_order_wait_for_each_other_in_turn(
    store: Store, pool: ThreadPoolExecutor
) -> None:
    """Somebody holds the first suggestion, the withdrawal waits for it, and the matching comes behind."""
    with store.unit_of_work():
        giver = a_firm("Giver")
        offer = an_offer_listing(giver)
        needs = [a_need_listing(a_firm(f"Taker {number}", "maker", "station")).id for number in range(2)]
        first, _second = (suggestions.of_listing(need)[0].id for need in needs)
    with store.engine.begin() as holder:
        holder.execute(HELD, {"number": first})
        withdrawal = pool.submit(withdraw, store, offer.id, giver)
        wait_until_blocked(store, 1, withdrawal)
        matching = pool.submit(match_anew, store, needs[::-1])
        wait_until_blocked(store, 2, matching)
    withdrawal.result()
    matching.result()
    with store.unit_of_work(reading=True):
        assert suggestions.count(list(ALIVE)) == 0
