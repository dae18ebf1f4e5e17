"""The partners of one listing, read as plain columns: those that the readable matcher finds among all."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from circulair.services import finding, listings, organisations
from circulair.services.actor import Actor, Role
from circulair.services.listings import Draft
from circulair.services.positions import Place
from circulair.store import listings as store_listings
from circulair.store import processes, suggestions
from circulair.store.records import ListingRecord
from circulair.store.session import Store
from flows.distance import Position, Precision
from flows.matching import Match, find
from flows.materials import load_materials
from flows.scoring import billionths
from flows.streams import Availability, Form, Need, Offer, Quality, Side
from flows.units import Quantity
from tests.stories import a_story, agreed
from tests.worlds import NOBODY, NOW, a_firm, a_need_listing, a_plant, an_offer_listing

pytestmark = pytest.mark.both_databases

MATERIALS = ("ldpe-film", "stretch-film", "plastic-film", "pe-regranulate", "cardboard")


def some_places(chance: Random) -> list[Actor]:
    """Return members of firms with premises here and there."""
    found = []
    for number in range(6):
        firm = a_firm(f"Firm {number}")
        spot = Position(5.8 + chance.random() / 4, 50.9 + chance.random() / 4)
        organisations.add_premises("here", Place(spot, Precision.PICKED), firm.member)
        found.append(firm.member)
    return found


def a_random_draft(chance: Random, owner: Actor) -> Draft:
    """Return a listing of which some facts are told and others not."""
    start = NOW.date() + timedelta(days=chance.randint(-40, 60))
    days = Availability(chance.choice([None, start]), chance.choice([None, start + timedelta(days=90)]))
    amount = Quantity(Decimal(chance.randint(1, 400)) / 10, "t", chance.choice(["year", "once"]))
    dirt, damp = (chance.choice([None, float(chance.randint(0, 20))]) for _ in range(2))
    form, classes = chance.choice([None, Form.BALED, Form.LOOSE]), chance.choice([(), ("A",), ("A", "B")])
    quality = Quality(form, dirt, damp, classes)
    places = organisations.own(owner).premises
    return Draft(
        side=chance.choice(list(Side)),
        title="something",
        material=chance.choice(MATERIALS),
        premises_id=places[chance.randrange(2)].id,
        quantity=chance.choice([None, amount, amount, amount]),
        availability=days,
        quality=quality,
        max_km=chance.choice([None, 5.0, 15.0, 40.0]),
    )


def stored(seed: int, number: int) -> list[ListingRecord]:
    """Store random listings that nobody matched yet, and two plants."""
    chance = Random(seed)
    owners = some_places(chance)
    a_plant("ldpe-film", "pe-regranulate", "0.8", "30", "one")
    a_plant("plastic-film", "pe-regranulate", None, None, "two")
    new = []
    for _ in range(number):
        owner = chance.choice(owners)
        assert owner.organisation_id is not None
        new.append(listings.made_of(a_random_draft(chance, owner), owner.organisation_id, owner))
    return [one for number in store_listings.add_all(new) if (one := store_listings.one(number)) is not None]


def readably(listing: ListingRecord, others: Sequence[ListingRecord]) -> list[Match]:
    """Return what ``flows.matching`` finds for a listing among all others, as suggestions are made of it."""
    here = finding.ground(NOBODY.today)
    streams = [finding.stream_of(one, here.now) for one in (listing, *others)]
    processes = finding.known_processes(here.now)
    offers = [one for one in streams if isinstance(one, Offer)]
    needs = [one for one in streams if isinstance(one, Need)]
    found = find(offers, needs, processes, tree=load_materials(), settings=here.settings)
    own = [one for one in found if str(listing.id) in (one.offer, one.need) and finding.is_good(one)]
    return sorted(own, key=lambda one: (-billionths(one.score), one.need, one.offer))[: finding.MOST]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_each_listing_finds_what_the_readable_matcher_finds_among_all(unit: Session, seed: int) -> None:
    everything = stored(seed, 120)
    here = finding.ground(NOBODY.today)
    found = {one.id: finding.best(one, here) for one in everything}
    for listing in everything:
        others = [one for one in everything if one.side is not listing.side]
        assert found[listing.id] == readably(listing, others)
    assert sum(map(len, found.values())) > 100


def test_many_new_listings_at_once_find_the_same_as_one_by_one(unit: Session) -> None:
    everything = stored(4, 80)
    own = [one for one in everything if one.organisation_id == everything[0].organisation_id]
    here = finding.ground(NOBODY.today)
    found = finding.search(own, everything[0].organisation_id, NOBODY.today)
    assert found == {one.id: finding.best(one, here) for one in own}
    assert any(found.values())


def test_what_is_promised_lessens_what_a_partner_can_still_give(unit: Session) -> None:
    story = agreed(a_story(offered="40", needed="25"))
    need = a_need_listing(a_firm("Third", "maker", "lutterade"), tonnes="40")
    offer = store_listings.one(story.exchange.offer_id)
    assert offer is not None
    [match] = finding.best(need, finding.ground(NOBODY.today))
    assert match == readably(need, [offer])[0]
    assert match.tonnes is not None
    assert match.tonnes.likely == 15


def test_pairs_that_are_settled_make_room_for_the_next_best(unit: Session) -> None:
    giver = a_firm("Giver")
    needs = [a_need_listing(a_firm(f"Taker {number}", "maker", "station")) for number in range(14)]
    offer = an_offer_listing(giver)
    here = finding.ground(NOBODY.today)
    first = finding.best(offer, here)
    settled = {(needs[0].id, offer.id), (needs[1].id, offer.id)}
    rest = finding.best(offer, here, settled)
    assert len(first) == len(rest) == finding.MOST
    assert not {int(match.need) for match in rest} & {needs[0].id, needs[1].id}


def test_a_listing_that_ended_finds_nobody_and_nobody_finds_it(unit: Session) -> None:
    offer, need = an_offer_listing(a_firm("Giver")), a_need_listing(a_firm("Taker", "maker", "station"))
    listings.withdraw(offer.id, replace_member(offer))
    here = finding.ground(NOBODY.today)
    assert finding.best(need, here) == finding.best(offer, here) == []
    assert finding.match_of(offer, need, here) is None


def replace_member(listing: ListingRecord) -> Actor:
    """Return somebody of the organisation of a listing."""
    return Actor(NOW, Role.MEMBER, None, listing.organisation_id)


def test_objects_are_made_of_the_best_only_however_many_stand_there(store: Store) -> None:
    with store.unit_of_work():
        firm = a_firm("Giver")
        draft = Draft(Side.OFFER, "film", "ldpe-film", firm.premises_id, Quantity(Decimal(5), "t", "year"))
        store_listings.add_all(
            [listings.made_of(draft, firm.organisation_id, firm.member) for _ in range(400)]
        )
    made: list[int] = []

    def count(listing: ListingRecord, _context: object) -> None:
        made.append(listing.id)

    with store.unit_of_work():
        taker = a_firm("Taker", "maker", "station")
        event.listen(ListingRecord, "load", count)
        need = a_need_listing(taker)
        event.remove(ListingRecord, "load", count)
        assert len(suggestions.of_listing(need.id)) == finding.MOST
    assert len(made) <= finding.MOST + 2


@pytest.mark.parametrize("seed", [5, 6])
def test_what_plants_refuse_is_left_out_and_the_best_of_the_rest_is_found(unit: Session, seed: int) -> None:
    everything, chance = stored(seed, 120), Random(seed)
    for one in everything:
        one.eural = chance.choice(["", "150102", "200139"])
    for plant in processes.everything():
        plant.eural, plant.minimum_tonnes = "150102 170203", Decimal(8)
    here = finding.ground(NOBODY.today)
    refused = 0
    for listing in everything:
        others = [one for one in everything if one.side is not listing.side]
        pairs = [match for one in others if (match := finding.match_of(listing, one, here)) is not None]
        good = sorted((one for one in pairs if finding.is_good(one)), key=finding.rank)
        assert finding.best(listing, here) == good[: finding.MOST]
        refused += readably(listing, others) != good[: finding.MOST]
    assert refused > 0


def test_a_plant_that_asks_more_than_there_is_gets_no_suggestion(unit: Session) -> None:
    plant = a_plant("ldpe-film", "pe-regranulate")
    offer = an_offer_listing(a_firm("Giver"), "ldpe-film", "10")
    need = a_need_listing(a_firm("Taker", "maker", "station"), "pe-regranulate", "10")
    assert [one.processes for one in finding.best(need, finding.ground(NOBODY.today))] == [("plant",)]
    plant.minimum_tonnes = Decimal(11)
    assert finding.best(need, finding.ground(NOBODY.today)) == []
    plant.minimum_tonnes, plant.eural, offer.eural = None, "150102", "200139"
    assert finding.best(need, finding.ground(NOBODY.today)) == []
    offer.eural = "150102"
    assert len(finding.best(need, finding.ground(NOBODY.today))) == 1
