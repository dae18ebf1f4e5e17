"""Listings whose last day has passed end; what nobody answers no longer waits."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from circulair.services import accounts, answers, callers, expiry
from circulair.services.faults import (
    AskedJustNowError,
    ListingClosedError,
    ListingUnconfirmedError,
    NobodyToAskError,
    NotAllowedError,
)
from circulair.store import listings, outbox, suggestions, trail
from circulair.store.records import ListingRecord, ListingState, Said
from circulair.store.session import Store
from flows.streams import Side
from flows.suggestions import Status
from tests.worlds import NOBODY, NOW, Firm, a_draft, a_firm, a_need_listing, a_reviewer, an_offer_listing

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


def asked(firm: Firm) -> str:
    """Return the token of the newest letter that asks whether a listing still holds."""
    letter = [one for one in outbox.to(firm.email) if one.kind == "still_true"][-1]
    return letter.facts.split("/antwoord/")[1].split('"')[0]


def acts(listing: ListingRecord) -> list[str]:
    return [row.act for row, _words in trail.of_subject("listing", listing.id)]


@pytest.mark.usefixtures("unit")
@pytest.mark.both_databases
class TestTheHubAsks:
    def test_a_yes_to_what_ends_late_keeps_its_last_day(self) -> None:
        firm, hub = a_firm(), a_reviewer()
        offer = an_offer_listing(firm)
        expiry.ask_now(offer.id, hub)
        answers.answer(asked(firm), Said.YES, NOBODY)
        assert (offer.expires_on, offer.end) == (date(2027, 12, 31), date(2027, 12, 31))
        assert acts(offer) == ["listing.registered", "listing.asked_if_true", "listing.still_true"]

    def test_a_yes_to_what_ends_soon_keeps_it_half_a_year_longer(self) -> None:
        firm, hub = a_firm(), a_reviewer()
        offer = an_offer_listing(firm)
        offer.expires_on = offer.end = date(2027, 4, 1)
        expiry.ask_now(offer.id, hub)
        answers.answer(asked(firm), Said.YES, NOBODY)
        assert (offer.expires_on, acts(offer)[-1]) == (date(2027, 9, 28), "listing.extended")

    def test_a_no_takes_it_back(self) -> None:
        firm, hub = a_firm(), a_reviewer()
        offer = an_offer_listing(firm)
        expiry.ask_now(offer.id, hub)
        answers.answer(asked(firm), Said.NO, NOBODY)
        assert offer.state is ListingState.WITHDRAWN

    def test_it_asks_once_in_two_weeks_at_most(self) -> None:
        firm, hub = a_firm(), a_reviewer()
        offer = an_offer_listing(firm)
        expiry.ask_now(offer.id, hub)
        soon = replace(hub, now=NOW + timedelta(days=13))
        with pytest.raises(AskedJustNowError) as refused:
            expiry.ask_now(offer.id, soon)
        assert refused.value.day == date(2027, 3, 15)
        seen = expiry.asking(offer, soon)
        assert seen == expiry.Asking(date(2027, 3, 1), date(2027, 3, 15), reached=True)
        assert not seen.may
        expiry.ask_now(offer.id, replace(hub, now=NOW + timedelta(days=14)))
        assert len(outbox.to(firm.email)) == 2

    def test_what_it_cannot_ask_about_it_is_not_offered(self) -> None:
        firm, hub = a_firm(), a_reviewer()
        noted, over = callers.register(a_draft(Side.OFFER, firm), hub), an_offer_listing(firm)
        over.state = ListingState.WITHDRAWN
        assert expiry.asking(noted, hub) is None
        assert expiry.asking(over, hub) is None
        assert expiry.asking(an_offer_listing(firm), firm.member) is None
        with pytest.raises(ListingUnconfirmedError):
            expiry.ask_now(noted.id, hub)
        with pytest.raises(ListingClosedError):
            expiry.ask_now(over.id, hub)

    def test_it_cannot_ask_where_nobody_is_left(self) -> None:
        firm, hub = a_firm(), a_reviewer()
        offer = an_offer_listing(firm)
        accounts.forget(firm.email, hub)
        seen = expiry.asking(offer, hub)
        assert seen is not None
        assert not seen.may
        with pytest.raises(NobodyToAskError):
            expiry.ask_now(offer.id, hub)

    def test_nobody_else_asks(self) -> None:
        firm = a_firm()
        offer = an_offer_listing(firm)
        with pytest.raises(NotAllowedError):
            expiry.ask_now(offer.id, firm.member)
