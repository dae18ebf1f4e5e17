"""Who might use an offer: seen by the hub team alone, and naming nobody who is not of that trade."""

import pytest

from circulair.services import listings, organisations, prospects, reviews
from circulair.services.faults import NotAllowedError
from circulair.services.reviews import Refusal
from circulair.store import suggestions
from circulair.store.records import ListingRecord
from flows.suggestions import Reason
from tests.worlds import Firm, a_firm, a_need_listing, a_reviewer, an_offer_listing

pytestmark = pytest.mark.usefixtures("unit")


def of_sector(name: str, sector: str) -> Firm:
    firm = a_firm(name)
    organisation = organisations.own(firm.member)
    organisations.choose_sector(organisation.version, sector, firm.member)
    return firm


def grounds(firm: Firm) -> ListingRecord:
    return an_offer_listing(firm, "coffee-grounds")


def names(leads: prospects.Leads | None, kind: str) -> list[str]:
    assert leads is not None
    found = next(one for one in leads.kinds if one.prospect.business.code == kind)
    return [one.name for one in found.organisations]


def test_an_organisation_of_the_trade_is_named_with_its_people_and_others_are_not() -> None:
    cafe, nursery = of_sector("Café", "563"), of_sector("Kwekerij", "013")
    of_sector("Kapper", "9602")

    leads = prospects.of_offer(grounds(cafe), a_reviewer())

    assert names(leads, "nursery") == ["Kwekerij"]
    assert leads is not None
    assert [one.name for one in leads.organisations] == ["Kwekerij"]
    assert [one.email for one in leads.people[nursery.organisation_id]] == [nursery.email]


def test_the_giver_itself_is_never_named() -> None:
    nursery = of_sector("Kwekerij", "013")
    leads = prospects.of_offer(grounds(nursery), a_reviewer())
    assert leads is not None
    assert leads.organisations == ()


def test_who_said_no_sector_is_only_counted() -> None:
    cafe = of_sector("Café", "563")
    a_firm("Zwijger")
    leads = prospects.of_offer(grounds(cafe), a_reviewer())
    assert leads is not None
    assert (leads.organisations, leads.without_sector) == ((), 1)


def test_a_sector_that_often_wants_the_material_is_named_with_whom_it_has() -> None:
    shop = of_sector("Winkel", "4771")
    of_sector("Papierfabriek", "17")
    leads = prospects.of_offer(an_offer_listing(shop, "cardboard"), a_reviewer())
    assert leads is not None
    first = leads.sectors[0]
    assert (first.wanting.sector, [one.name for one in first.organisations]) == ("17", ["Papierfabriek"])


def test_neither_the_giver_nor_another_member_sees_any_of_it() -> None:
    cafe, nursery = of_sector("Café", "563"), of_sector("Kwekerij", "013")
    offer = grounds(cafe)
    assert prospects.of_offer(offer, cafe.member) is None
    assert prospects.of_offer(offer, nursery.member) is None
    with pytest.raises(NotAllowedError):
        prospects.unmatched(1, cafe.member)


def test_a_need_and_an_offer_that_has_ended_have_none() -> None:
    cafe = of_sector("Café", "563")
    offer, hub = grounds(cafe), a_reviewer()
    assert prospects.of_offer(a_need_listing(cafe), hub) is None
    listings.withdraw(offer.id, cafe.member)
    assert prospects.of_offer(offer, hub) is None


def test_an_offer_stands_in_the_list_until_somebody_is_found_and_again_after_a_no() -> None:
    cafe, hub = of_sector("Café", "563"), a_reviewer()
    offer = grounds(cafe)
    assert [row.offer.id for row in prospects.unmatched(1, hub).rows] == [offer.id]

    a_need_listing(a_firm("Zwam"), "coffee-grounds")
    assert prospects.unmatched(1, hub).rows == ()

    [made] = suggestions.of_listing(offer.id)
    reviews.decline(made.id, made.version, Refusal(Reason.TRUST), hub)
    assert [row.offer.id for row in prospects.unmatched(1, hub).rows] == [offer.id]


def test_the_heaviest_offer_comes_first_and_each_says_whom_there_is_to_ask() -> None:
    cafe, hub = of_sector("Café", "563"), a_reviewer()
    of_sector("Kwekerij", "013")
    light = an_offer_listing(cafe, "coffee-grounds", "1")
    heavy = an_offer_listing(cafe, "coffee-grounds", "90")
    unknown = an_offer_listing(cafe, "residual-heat", None)

    page = prospects.unmatched(1, hub)

    assert [row.offer.id for row in page.rows] == [heavy.id, light.id, unknown.id]
    assert [row.registered for row in page.rows] == [1, 1, 0]
    assert (page.first, page.last, page.total) == (1, 3, 3)
    assert prospects.unmatched(2, hub).rows == ()
