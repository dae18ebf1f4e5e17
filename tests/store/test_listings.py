"""Queries on listings: offers for which no suggestion is open."""

from circulair.services import reviews
from circulair.services.reviews import Refusal
from circulair.store import accounts, listings, suggestions
from circulair.store.session import Store
from flows.suggestions import Reason
from tests.worlds import a_firm, a_need_listing, a_reviewer, an_offer_listing


def unmatched(store: Store, limit: int = 9, after: int = 0) -> list[int]:
    with store.unit_of_work(reading=True):
        return [one.id for one in listings.unmatched_offers(limit, after)]


def test_offers_without_an_open_suggestion_come_heaviest_first_and_in_pages(store: Store) -> None:
    with store.unit_of_work():
        firm = a_firm()
        light, unknown, heavy = (
            an_offer_listing(firm, "ldpe-film", tonnes).id for tonnes in ("2", None, "90")
        )
        a_need_listing(firm, "flat-glass")
    assert unmatched(store) == [heavy, light, unknown]
    assert unmatched(store, limit=1, after=1) == [light]
    with store.unit_of_work(reading=True):
        assert listings.count_unmatched_offers() == 3


def test_an_open_suggestion_takes_an_offer_out_and_a_declined_one_does_not(store: Store) -> None:
    with store.unit_of_work():
        offer = an_offer_listing(a_firm("Giver"))
        a_need_listing(a_firm("Taker"))
        [made] = suggestions.of_listing(offer.id)
        number, version, key = made.id, made.version, offer.id
    assert unmatched(store) == []
    with store.unit_of_work():
        reviews.decline(number, version, Refusal(Reason.TRUST), a_reviewer())
    assert unmatched(store) == [key]


def test_people_are_found_by_their_organisations_and_nobody_else_is(store: Store) -> None:
    with store.unit_of_work():
        first, second, other = a_firm("First"), a_firm("Second"), a_firm("Other")
        a_reviewer()
    asked = {first.organisation_id, second.organisation_id}
    with store.unit_of_work(reading=True):
        found = accounts.members_of_each(asked)
        emails = {number: [one.email for one in people] for number, people in found.items()}
        assert emails == {first.organisation_id: [first.email], second.organisation_id: [second.email]}
        assert other.organisation_id not in accounts.members_of_each(set())
