"""What is typical of one's own sector, and what one's own listings say of it already."""

from dataclasses import replace

import pytest

from circulair.services import listings, organisations, sectors
from circulair.services.faults import VersionError
from circulair.services.organisations import Profile
from circulair.store import listings as store
from circulair.store import trail
from flows.errors import UnknownCodeError
from flows.organisations import Kind
from flows.sector_streams import streams_of
from flows.streams import Availability, Side
from tests.worlds import Firm, a_draft, a_firm, a_need_listing, an_offer_listing

pytestmark = pytest.mark.usefixtures("unit")


def a_bakery() -> Firm:
    firm = a_firm()
    organisation = organisations.own(firm.member)
    organisations.choose_sector(organisation.version, "1071", firm.member)
    return firm


def on_the_list(firm: Firm) -> set[tuple[Side, str]]:
    own = organisations.own(firm.member)
    return {one.stream.key for one in sectors.reminders(own, firm.member) if one.listing is not None}


def test_who_said_no_sector_is_reminded_of_nothing() -> None:
    firm = a_firm()
    assert sectors.reminders(organisations.own(firm.member), firm.member) == ()


def test_the_streams_of_the_sector_are_shown_in_their_order() -> None:
    firm = a_bakery()
    shown = sectors.reminders(organisations.own(firm.member), firm.member)
    assert tuple(one.stream for one in shown) == streams_of("1071")
    assert on_the_list(firm) == set()


def test_a_listing_of_the_material_or_a_kind_of_it_counts_as_said() -> None:
    firm = a_bakery()
    an_offer_listing(firm, "bread")
    an_offer_listing(firm, "corrugated-board")
    assert on_the_list(firm) == {(Side.OFFER, "bread"), (Side.OFFER, "cardboard")}


def test_the_other_side_a_wider_material_and_another_s_listing_do_not() -> None:
    firm = a_bakery()
    a_need_listing(firm, "bread")
    an_offer_listing(firm, "paper-and-board")
    an_offer_listing(a_firm("Kringloop Maas"), "bread")
    assert on_the_list(firm) == set()


def test_what_was_withdrawn_may_be_ticked_again() -> None:
    firm = a_bakery()
    listings.withdraw(an_offer_listing(firm, "bread").id, firm.member)
    assert on_the_list(firm) == set()


def test_all_that_was_ticked_is_registered_as_by_the_form() -> None:
    firm = a_bakery()
    without_amount = replace(a_draft(Side.OFFER, firm, "bread", None), availability=Availability())
    assert (
        sectors.register([without_amount, a_draft(Side.NEED, firm, "plastic-crates", "1")], firm.member) == 2
    )
    states = {one.material: one.state.value for one in store.everything()}
    assert states == {"bread": "partial", "plastic-crates": "open"}


def test_the_sector_is_kept_beside_name_and_kind() -> None:
    firm = a_bakery()
    own = organisations.own(firm.member)
    assert (own.name, own.kind, own.sector) == ("Bakkerij Korrel", Kind.SHOP, "1071")
    acts = [row.act for row, _words in trail.of_subject("organisation", own.id)]
    assert acts == ["organisation.registered", "organisation.changed"]


def test_a_sector_that_is_not_listed_is_refused() -> None:
    with pytest.raises(UnknownCodeError):
        Profile("Korrel", Kind.SHOP, "9999")


def test_who_chooses_second_is_told() -> None:
    firm = a_bakery()
    with pytest.raises(VersionError):
        organisations.choose_sector(organisations.own(firm.member).version - 1, "561", firm.member)
