"""Listings whose last day has passed end; what nobody answers no longer waits."""

from dataclasses import replace
from datetime import timedelta

from circulair.services import expiry
from circulair.store import listings, suggestions
from circulair.store.records import ListingState
from circulair.store.session import Store
from flows.suggestions import Status
from tests.worlds import NOBODY, a_firm, a_need_listing, an_offer_listing

NEXT_YEAR = replace(NOBODY, now=NOBODY.now + timedelta(days=366))


def test_a_listing_lives_until_its_last_day_has_passed(store: Store) -> None:
    with store.unit_of_work():
        offer = an_offer_listing(a_firm())

        assert expiry.end_what_is_over(NOBODY) == 0
        assert expiry.end_what_is_over(NEXT_YEAR) == 1
        assert offer.state is ListingState.EXPIRED


def test_what_was_suggested_with_an_expired_listing_lapses(store: Store) -> None:
    with store.unit_of_work():
        an_offer_listing(a_firm("Giver"))
        need = a_need_listing(a_firm("Taker"))
        [suggestion] = suggestions.of_listing(need.id)

        expiry.end_what_is_over(NEXT_YEAR)

        assert suggestion.status is Status.LAPSED


def test_an_offer_of_which_all_was_promised_counts_as_fulfilled(store: Store) -> None:
    with store.unit_of_work():
        offer = an_offer_listing(a_firm())
        offer.state = ListingState.RESERVED

        expiry.end_what_is_over(NEXT_YEAR)

        assert listings.count_by_state() == {ListingState.FULFILLED: 1}


def test_what_has_ended_does_not_end_again(store: Store) -> None:
    with store.unit_of_work():
        an_offer_listing(a_firm())
        expiry.end_what_is_over(NEXT_YEAR)

        assert expiry.end_what_is_over(NEXT_YEAR) == 0
