"""Listings that stand ready in memory answer from what is stored now, whichever process stored it."""

from contextlib import closing, suppress
from datetime import timedelta

import pytest

from circulair.services import exchanges, finding, listings, rematching, reviews
from circulair.services.actor import Actor
from circulair.services.exchanges import Ending
from circulair.services.standing import Standing, WritingError
from circulair.store import listings as store_listings
from circulair.store import suggestions
from circulair.store.records import ListingRecord
from circulair.store.session import Store
from flows.exchanges import Party
from flows.streams import Side
from flows.suggestions import OPEN, Answer, Reason
from tests.power import PowerCutError, cut_at
from tests.services.test_finding import stored
from tests.stories import a_story, proposed
from tests.worlds import NOBODY, NOW, a_draft, a_firm, a_need_listing, a_plant, an_offer_listing

pytestmark = pytest.mark.both_databases

TODAY = NOBODY.today


def pairs(ready: Standing, store: Store, side: Side) -> dict[int, list[int]]:
    """Return whom each listing of a side finds, the best first, as it answers now."""
    with store.unit_of_work(reading=True):
        found = ready.best(side, finding.MOST, TODAY)
    return {
        number: [one.found for one in finds if one.score >= finding.LEAST_SCORE]
        for number, finds in found.items()
    }


def test_it_finds_what_one_listing_after_the_other_finds(store: Store) -> None:
    with store.unit_of_work():
        everything = stored(5, 120)
    with store.unit_of_work(reading=True):
        here = finding.ground(TODAY)
        own = [one for number in everything if (one := store_listings.one(number.id)) is not None]
        singly = {
            one.id: [partner(one, match.offer, match.need) for match in finding.best(one, here)]
            for one in own
        }
    ready = Standing()
    for side in Side:
        for number, found in pairs(ready, store, side).items():
            assert found[: len(singly[number])] == singly[number]


def partner(listing: ListingRecord, offer: str, need: str) -> int:
    """Return the number of the other side of a match."""
    return int(need if listing.side is Side.OFFER else offer)


def test_what_another_process_stores_is_in_the_next_answer(store: Store, database: str) -> None:
    """Two stores on one database share nothing but it, as two processes do."""
    ready = Standing()
    with closing(Store(database)) as other:
        with other.unit_of_work():
            giver, taker = a_firm("Giver"), a_firm("Taker", "maker", "station")
            need = a_need_listing(taker)
        assert pairs(ready, store, Side.NEED) == {need.id: []}
        with other.unit_of_work():
            offer = an_offer_listing(giver)
        assert pairs(ready, store, Side.NEED) == {need.id: [offer.id]}
        with other.unit_of_work():
            listings.change(offer.id, offer.version, a_draft(Side.OFFER, giver, "cardboard"), giver.member)
        assert pairs(ready, store, Side.NEED) == {need.id: []}
        with other.unit_of_work():
            changed = store_listings.one(offer.id)
            assert changed is not None
            listings.change(offer.id, changed.version, a_draft(Side.OFFER, giver), giver.member)
        assert pairs(ready, store, Side.NEED) == {need.id: [offer.id]}
        with other.unit_of_work():
            listings.withdraw(offer.id, giver.member)
        assert pairs(ready, store, Side.NEED) == {need.id: []}
        with other.unit_of_work():
            listings.reopen(offer.id, giver.member)
        assert pairs(ready, store, Side.OFFER) == {offer.id: [need.id]}


def test_what_is_agreed_elsewhere_is_nobodys_any_more_and_comes_back_when_it_ends(
    store: Store, database: str
) -> None:
    ready = Standing()
    with store.unit_of_work():
        story = proposed(a_story(offered="25", needed="25"))
        offer_id = story.suggestion.lines[0].offer_id
        third = a_need_listing(a_firm("Third", "maker", "lutterade"))
    with closing(Store(database)) as other:
        assert offer_id in pairs(ready, store, Side.NEED)[third.id]
        with other.unit_of_work():
            for party, firm in ((Party.GIVER, story.giver), (Party.RECEIVER, story.receiver)):
                reviews.answer(story.suggestion_id, party, Answer.YES, None, firm.member)
        assert offer_id not in pairs(ready, store, Side.NEED)[third.id]
        with other.unit_of_work():
            exchanges.stop(story.exchange, Ending(Reason.OTHER, "gone", Party.GIVER), story.hub)
        assert offer_id in pairs(ready, store, Side.NEED)[third.id]


def test_a_new_plant_opens_a_way_at_once(store: Store) -> None:
    ready = Standing()
    with store.unit_of_work():
        offer = an_offer_listing(a_firm("Giver"))
        need = a_need_listing(a_firm("Taker", "maker", "station"), "pe-regranulate")
    assert pairs(ready, store, Side.NEED) == {need.id: []}
    with store.unit_of_work():
        a_plant("ldpe-film", "pe-regranulate")
    assert pairs(ready, store, Side.NEED) == {need.id: [offer.id]}


def test_what_is_not_stored_yet_is_not_taken_in(store: Store) -> None:
    ready = Standing()
    with store.unit_of_work() as session:
        a_need_listing(a_firm("Taker"))
        with pytest.raises(WritingError):
            ready.best(Side.NEED, 1, TODAY)
        session.rollback()
    assert pairs(ready, store, Side.NEED) == {}


def test_the_next_day_counts_its_own_days(store: Store) -> None:
    ready = Standing()
    with store.unit_of_work():
        an_offer_listing(a_firm("Giver"))
        need = a_need_listing(a_firm("Taker", "maker", "station"))
    assert pairs(ready, store, Side.NEED)[need.id]
    with store.unit_of_work(reading=True):
        assert ready.best(Side.NEED, 1, TODAY + timedelta(days=999)) == {}
        assert ready.best(Side.NEED, 1, TODAY, [need.id, 999])[need.id]


def test_a_trail_of_another_history_is_read_from_the_start(store: Store, fresh_sqlite: object) -> None:
    ready = Standing()
    with store.unit_of_work():
        first = a_need_listing(a_firm("Taker"))
    assert set(pairs(ready, store, Side.NEED)) == {first.id}
    assert callable(fresh_sqlite)
    with closing(Store(fresh_sqlite())) as restored:
        with restored.unit_of_work():
            firm = a_firm("Somebody else")
            a_need_listing(firm)
            second = a_need_listing(firm)
        assert set(pairs(ready, restored, Side.NEED)) == {first.id, second.id}


@pytest.mark.parametrize("statement", range(1, 10))
def test_an_answer_that_was_cut_off_leaves_nothing_half_taken_in(store: Store, statement: int) -> None:
    """Whichever statement fails, when all is read or what changed: the next answer is of now."""
    ready = Standing()
    with store.unit_of_work():
        giver, taker = a_firm("Giver"), a_firm("Taker", "maker", "station")
        first, need = an_offer_listing(giver), a_need_listing(taker)
    with suppress(PowerCutError), cut_at(store, statement):
        pairs(ready, store, Side.NEED)
    assert pairs(ready, store, Side.NEED) == {need.id: [first.id]}
    with store.unit_of_work():
        second = an_offer_listing(giver)
        listings.withdraw(first.id, giver.member)
    with suppress(PowerCutError), cut_at(store, statement):
        pairs(ready, store, Side.NEED)
    assert pairs(ready, store, Side.NEED) == {need.id: [second.id]}


class TestMatchingAllAnew:
    def due(self, store: Store, ready: Standing) -> list[int]:
        with store.unit_of_work(reading=True):
            return rematching.due(ready, NOBODY)

    def test_a_partner_who_went_makes_room_for_another(self, store: Store) -> None:
        ready, actor = Standing(), Actor(NOW)
        with store.unit_of_work():
            takers = [a_firm(f"Taker {number}", "maker", "station") for number in range(12)]
            needs = [a_need_listing(taker) for taker in takers]
            offer = an_offer_listing(a_firm("Giver"))
        assert self.due(store, ready) == [needs[number].id for number in self.left_over(store, offer, needs)]
        with store.unit_of_work():
            rematching.match_anew([one.id for one in needs], actor)
        assert self.due(store, ready) == []
        with store.unit_of_work(reading=True):
            assert suggestions.count(OPEN) == 12

    def left_over(self, store: Store, offer: ListingRecord, needs: list[ListingRecord]) -> list[int]:
        with store.unit_of_work(reading=True):
            suggested = {one.need_id for one in suggestions.of_listing(offer.id)}
        return [place for place, need in enumerate(needs) if need.id not in suggested]

    def test_what_is_declined_is_not_due_again(self, store: Store) -> None:
        ready = Standing()
        with store.unit_of_work():
            story = a_story()
            reviews.decline(story.suggestion_id, story.version, reviews.Refusal(Reason.PRICE), story.hub)
        assert self.due(store, ready) == []
