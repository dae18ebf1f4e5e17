"""What a listing is asked next: computed from its own suggestions, and from what listings like it say."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from circulair.services import agenda, listings
from circulair.services.listings import Draft
from circulair.services.next_question import Next
from circulair.store.records import ListingRecord
from circulair.store.session import Store
from flows.streams import Availability, Form, Quality, Side
from flows.units import Quantity
from tests.statements import counted
from tests.worlds import Firm, a_draft, a_firm, a_need_listing, a_plant, an_offer_listing

SPOTS = ("station", "lutterade", "lindenheuvel", "chemelot")


def needs_of(*limits: Quality) -> list[ListingRecord]:
    """Register needs of as many makers, each with its own limits."""
    made = []
    for number, limit in enumerate(limits):
        maker = a_firm(f"Maker {number}", "maker", SPOTS[number % len(SPOTS)])
        made.append(listings.register(replace(a_draft(Side.NEED, maker), quality=limit), maker.member))
    return made


def asked(listing: ListingRecord, firm: Firm) -> Next | None:
    """Return what a listing is asked, the same on its own page and on the list."""
    [row] = [one for one in agenda.of_actor(firm.member).rows if one.listing.id == listing.id]
    assert agenda.story(listing.id, firm.member).row.question == row.question
    return row.question


def test_the_fact_is_asked_that_can_change_the_order_of_partners_most(unit: Session) -> None:
    giver = a_firm("Giver")
    needs_of(Quality(moisture_pct=5), Quality(moisture_pct=10), Quality(form=Form.BALED))
    question = asked(an_offer_listing(giver), giver)
    assert question is not None
    assert question.code == "offer.moisture"
    assert question.why is not None
    assert (question.why.partners, question.why.asking, question.why.lost) == (3, 2, 2)
    assert 0 < question.why.change < 1


def test_what_listings_like_it_say_weighs_in(unit: Session) -> None:
    giver, others = a_firm("Giver"), a_firm("Others", "shop", "sittard")
    needs_of(Quality(moisture_pct=5), Quality(form=Form.BALED))
    offer = an_offer_listing(giver)
    before = asked(offer, giver)
    for _ in range(20):
        damp = replace(a_draft(Side.OFFER, others), quality=Quality(moisture_pct=40))
        listings.register(damp, others.member)
    after = asked(offer, giver)
    assert before is not None
    assert after is not None
    assert before.why is not None
    assert after.why is not None
    assert after.why.change > before.why.change


def test_without_partners_it_is_what_every_match_asks_for(unit: Session) -> None:
    giver = a_firm("Giver")
    assert asked(an_offer_listing(giver, tonnes=None), giver) == Next("quantity")
    endless = replace(a_draft(Side.OFFER, giver), availability=Availability())
    assert asked(listings.register(endless, giver.member), giver) == Next("timing")
    assert asked(an_offer_listing(giver), giver) is None


def in_bags(firm: Firm, unit: str, *, unknown: bool = False) -> Draft:
    """Return an offer in a unit that may have no known weight."""
    quantity = Quantity(Decimal(3), unit, "week")
    return replace(a_draft(Side.OFFER, firm), quantity=quantity, weight_unknown=unknown)


def test_an_amount_that_cannot_be_weighed_is_asked_for_its_weight_only(unit: Session) -> None:
    giver, taker = a_firm("Giver"), a_firm("Taker", "maker", "station")
    for tonnes in ("1", "200"):
        a_need_listing(taker, tonnes=tonnes)
    question = asked(listings.register(in_bags(giver, "piece", unknown=True), giver.member), giver)
    assert question is not None
    assert question.code == "weight"
    assert question.why is not None
    assert question.why.partners == 2


def test_what_comes_out_of_a_plant_is_not_asked_of_the_giver(unit: Session) -> None:
    a_plant("ldpe-film", "pe-regranulate")
    giver, taker = a_firm("Giver"), a_firm("Taker", "maker", "station")
    strict = replace(a_draft(Side.NEED, taker, "pe-regranulate"), quality=Quality(moisture_pct=1))
    listings.register(strict, taker.member)
    assert asked(an_offer_listing(giver), giver) is None


def test_a_listing_that_ended_is_asked_nothing(unit: Session) -> None:
    giver = a_firm("Giver")
    needs_of(Quality(moisture_pct=5))
    offer = an_offer_listing(giver)
    listings.withdraw(offer.id, giver.member)
    assert asked(offer, giver) is None


@pytest.mark.parametrize("listed", [1, 6])
def test_the_list_asks_the_database_as_often_for_many_listings_as_for_one(store: Store, listed: int) -> None:
    with store.unit_of_work():
        giver = a_firm("Giver")
        needs_of(Quality(moisture_pct=5), Quality(form=Form.BALED))
        for _ in range(listed):
            an_offer_listing(giver)
    with counted(store.engine) as statements, store.unit_of_work(reading=True):
        rows = agenda.of_actor(giver.member).rows
    assert {row.question.code for row in rows if row.question} == {"offer.moisture"}
    assert len([one for one in statements if one.startswith("SELECT")]) == 10
