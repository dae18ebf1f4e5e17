"""Registering, changing, extending and withdrawing offers and needs."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from circulair.services import listings, organisations, reviews
from circulair.services.actor import Role
from circulair.services.faults import (
    ListingClosedError,
    ListingOverError,
    NotFoundError,
    PremisesMissingError,
    PromisedError,
    PromisedMaterialError,
    PromisedPlaceError,
    VersionError,
)
from circulair.services.positions import Place
from circulair.services.reviews import Refusal
from circulair.store import suggestions, trail
from circulair.store.records import ListingRecord, ListingState
from flows.distance import Precision
from flows.errors import UnknownCodeError
from flows.streams import Availability, Side
from flows.suggestions import Reason, Status
from flows.units import Quantity
from tests.factories import SPOTS
from tests.stories import a_story, agreed
from tests.worlds import NOBODY, Firm, a_draft, a_firm, a_need_listing, a_reviewer, an_offer_listing

pytestmark = pytest.mark.usefixtures("unit")


def statuses(listing: ListingRecord) -> list[Status]:
    return [one.status for one in suggestions.of_listing(listing.id)]


def acts(listing: ListingRecord) -> list[str]:
    return [row.act for row, _words in trail.of_subject("listing", listing.id)]


def changed(listing: ListingRecord, firm: Firm, draft: listings.Draft) -> ListingRecord:
    return listings.change(listing.id, listing.version, draft, firm.member)


def test_a_complete_listing_is_open_with_its_tonnes_and_an_act_in_the_trail() -> None:
    listing = an_offer_listing(a_firm(), tonnes="12.5")
    assert (listing.state, listing.tonnes_likely) == (ListingState.OPEN, Decimal("12.5"))
    assert acts(listing) == ["listing.registered"]


def test_a_listing_without_quantity_is_kept_to_be_completed() -> None:
    assert an_offer_listing(a_firm(), tonnes=None).state is ListingState.PARTIAL


def test_a_listing_without_dates_is_to_be_completed_and_lives_half_a_year() -> None:
    firm = a_firm()
    draft = replace(a_draft(Side.OFFER, firm), availability=Availability())
    listing = listings.register(draft, firm.member)
    assert (listing.state, listing.expires_on) == (ListingState.PARTIAL, date(2027, 8, 28))


def test_a_quantity_is_kept_as_typed_beside_its_tonnes() -> None:
    firm = a_firm()
    week = Quantity(Decimal(100), "kg", "week")
    listing = listings.register(replace(a_draft(Side.OFFER, firm), quantity=week), firm.member)
    assert listing.typed == week
    assert listing.tonnes_likely == Decimal("5.2")
    assert listing.recurring


def test_an_offer_meets_the_needs_that_were_there_before() -> None:
    need = a_need_listing(a_firm("Receiver"))
    an_offer_listing(a_firm("Giver"))
    assert statuses(need) == [Status.NEW]


def test_a_need_meets_the_offers_that_were_there_before() -> None:
    offer = an_offer_listing(a_firm("Giver"))
    a_need_listing(a_firm("Receiver"))
    assert statuses(offer) == [Status.NEW]


def test_a_listing_without_quantity_is_matched_too_with_what_is_missing() -> None:
    offer = an_offer_listing(a_firm("Giver"), tonnes=None)
    a_need_listing(a_firm("Receiver"))
    [found] = suggestions.of_listing(offer.id)
    assert found.completeness < 1
    assert '"offer.quantity"' in found.lines[0].parts


def test_an_organisation_is_never_matched_with_itself() -> None:
    firm = a_firm()
    offer = an_offer_listing(firm)
    a_need_listing(firm)
    assert statuses(offer) == []


def test_another_material_is_no_match() -> None:
    offer = an_offer_listing(a_firm("Giver"))
    a_need_listing(a_firm("Receiver"), "flat-glass")
    assert statuses(offer) == []


def test_a_change_of_quantity_refreshes_what_is_suggested() -> None:
    giver = a_firm("Giver")
    offer = an_offer_listing(giver, tonnes="40")
    a_need_listing(a_firm("Receiver"), tonnes="25")
    changed(offer, giver, a_draft(Side.OFFER, giver, tonnes="10"))
    [found] = suggestions.of_listing(offer.id)
    assert found.status is Status.NEW
    assert found.lines[0].taken_tonnes == 10
    assert acts(offer) == ["listing.registered", "listing.changed"]


def test_a_change_of_material_lets_go_what_fits_no_longer_and_finds_what_does() -> None:
    giver = a_firm("Giver")
    offer = an_offer_listing(giver)
    a_need_listing(a_firm("Receiver"))
    glass = a_need_listing(a_firm("Glazier"), "flat-glass")
    changed(offer, giver, a_draft(Side.OFFER, giver, "flat-glass"))
    assert sorted(statuses(offer)) == [Status.LAPSED, Status.NEW]
    assert statuses(glass) == [Status.NEW]


def test_a_lapsed_pair_is_suggested_again_once_it_fits_again() -> None:
    giver = a_firm("Giver")
    offer = an_offer_listing(giver)
    a_need_listing(a_firm("Receiver"))
    changed(offer, giver, a_draft(Side.OFFER, giver, "flat-glass"))
    changed(offer, giver, a_draft(Side.OFFER, giver))
    assert sorted(statuses(offer)) == [Status.LAPSED, Status.NEW]


def test_a_change_that_changes_nothing_keeps_the_suggestion() -> None:
    giver = a_firm("Giver")
    offer = an_offer_listing(giver)
    a_need_listing(a_firm("Receiver"))
    [before] = suggestions.of_listing(offer.id)
    changed(offer, giver, a_draft(Side.OFFER, giver))
    [after] = suggestions.of_listing(offer.id)
    assert after.id == before.id


def test_what_is_withdrawn_takes_its_suggestions_along() -> None:
    giver = a_firm("Giver")
    offer = an_offer_listing(giver)
    a_need_listing(a_firm("Receiver"))
    listings.withdraw(offer.id, giver.member)
    assert offer.state is ListingState.WITHDRAWN
    assert statuses(offer) == [Status.LAPSED]


def test_withdrawing_twice_is_withdrawing_once() -> None:
    giver = a_firm("Giver")
    offer = an_offer_listing(giver)
    listings.withdraw(offer.id, giver.member)
    listings.withdraw(offer.id, giver.member)
    assert acts(offer) == ["listing.registered", "listing.withdrawn"]


def test_what_was_withdrawn_is_not_matched_by_newcomers() -> None:
    giver = a_firm("Giver")
    listings.withdraw(an_offer_listing(giver).id, giver.member)
    assert statuses(a_need_listing(a_firm("Receiver"))) == []


def test_what_was_withdrawn_can_be_neither_changed_nor_extended() -> None:
    giver = a_firm("Giver")
    offer = an_offer_listing(giver)
    listings.withdraw(offer.id, giver.member)
    with pytest.raises(ListingClosedError):
        changed(offer, giver, a_draft(Side.OFFER, giver))
    with pytest.raises(ListingClosedError):
        listings.extend(offer.id, giver.member)


def test_an_extended_listing_holds_half_a_year_longer() -> None:
    giver = a_firm("Giver")
    offer = listings.register(
        replace(a_draft(Side.OFFER, giver), availability=Availability(None, date(2027, 3, 2))), giver.member
    )
    assert listings.extend(offer.id, giver.member) == (date(2027, 3, 2), date(2027, 8, 29))
    assert (offer.end, offer.state) == (date(2027, 8, 29), ListingState.OPEN)


@pytest.mark.parametrize(
    ("last", "offered"),
    [(date(2027, 4, 30), date(2027, 10, 27)), (date(2027, 5, 1), None), (date(2027, 12, 31), None)],
)
def test_extending_is_offered_in_the_last_sixty_days_only(last: date, offered: date | None) -> None:
    giver = a_firm("Giver")
    draft = replace(a_draft(Side.OFFER, giver), availability=Availability(None, last))
    assert listings.offered_until(listings.register(draft, giver.member), date(2027, 3, 1)) == offered


def test_extending_is_offered_of_what_has_expired_and_of_nothing_that_was_withdrawn() -> None:
    offer, today = an_offer_listing(a_firm("Giver")), date(2027, 3, 1)
    offer.state, offer.expires_on = ListingState.EXPIRED, date(2027, 2, 1)
    assert listings.offered_until(offer, today) == date(2027, 8, 28)
    offer.state = ListingState.WITHDRAWN
    assert listings.offered_until(offer, today) is None


def test_an_undone_withdrawal_is_the_same_listing_matched_again() -> None:
    giver = a_firm("Giver")
    offer = an_offer_listing(giver)
    a_need_listing(a_firm("Receiver"))
    listings.withdraw(offer.id, giver.member)
    for _twice in range(2):
        listings.reopen(offer.id, giver.member)
    assert (offer.state, offer.end) == (ListingState.OPEN, date(2027, 12, 31))
    assert statuses(offer) == [Status.NEW]
    assert acts(offer) == ["listing.registered", "listing.withdrawn", "listing.reopened"]


def test_an_undone_withdrawal_of_what_is_all_promised_is_reserved() -> None:
    story = agreed(a_story(offered="25", needed="25"))
    listings.withdraw(story.exchange.offer_id, story.giver.member)
    listings.reopen(story.exchange.offer_id, story.giver.member)
    assert story.suggestion.lines[0].offer.state is ListingState.RESERVED


def test_a_withdrawal_is_undone_by_its_owner_until_its_last_day_only() -> None:
    giver = a_firm("Giver")
    offer = an_offer_listing(giver)
    listings.withdraw(offer.id, giver.member)
    with pytest.raises(NotFoundError):
        listings.reopen(offer.id, a_firm("Other").member)
    offer.expires_on = date(2027, 2, 28)
    with pytest.raises(ListingOverError):
        listings.reopen(offer.id, giver.member)
    offer.state = ListingState.EXPIRED
    with pytest.raises(ListingClosedError):
        listings.reopen(offer.id, giver.member)


def test_a_change_of_an_old_version_is_refused() -> None:
    giver = a_firm("Giver")
    offer = an_offer_listing(giver)
    seen = offer.version
    changed(offer, giver, a_draft(Side.OFFER, giver, tonnes="30"))
    suggestions.of_listing(offer.id)
    with pytest.raises(VersionError):
        listings.change(offer.id, seen, a_draft(Side.OFFER, giver, tonnes="20"), giver.member)
    assert offer.tonnes_likely == 30


def test_an_offer_cannot_shrink_below_what_is_promised_of_it() -> None:
    story = agreed(a_story(offered="40", needed="25"))
    offer = story.suggestion.lines[0].offer
    with pytest.raises(PromisedError):
        changed(offer, story.giver, a_draft(Side.OFFER, story.giver, tonnes="24"))


def test_what_others_agreed_to_keeps_its_material_its_place_and_its_period() -> None:
    story = agreed(a_story(offered="40", needed="25"))
    offer, draft = story.suggestion.lines[0].offer, a_draft(Side.OFFER, story.giver)
    founder = replace(story.giver.member, organisation_id=story.giver.organisation_id)
    elsewhere = organisations.add_premises("Depot", Place(SPOTS["sittard"], Precision.PICKED), founder)
    refused = {
        PromisedMaterialError: replace(draft, material="stretch-film"),
        PromisedPlaceError: replace(draft, premises_id=elsewhere.id),
        PromisedError: replace(draft, quantity=Quantity(Decimal(40), "t", "once")),
    }
    for error, other in refused.items():
        with pytest.raises(error):
            changed(offer, story.giver, other)
    changed(offer, story.giver, replace(draft, title="LDPE film, rolled up"))
    assert (story.exchange.material, offer.material) == ("ldpe-film", "ldpe-film")


def test_what_was_agreed_of_unknown_tonnes_keeps_its_material_too() -> None:
    story = agreed(a_story(needed=None))
    need = story.suggestion.need
    with pytest.raises(PromisedMaterialError):
        changed(need, story.receiver, a_draft(Side.NEED, story.receiver, "stretch-film"))
    changed(need, story.receiver, a_draft(Side.NEED, story.receiver, tonnes="30"))
    assert need.tonnes_likely == 30


def test_once_an_agreement_has_ended_everything_may_change() -> None:
    story = agreed(a_story())
    reviews.stop(story.exchange.id, Refusal(Reason.PRICE), story.hub)
    offer = story.suggestion.lines[0].offer
    assert (
        changed(offer, story.giver, a_draft(Side.OFFER, story.giver, "flat-glass")).material == "flat-glass"
    )


@pytest.mark.parametrize(("field", "code"), [("material", "unobtainium"), ("eural", "999999")])
def test_a_code_that_is_in_no_list_is_refused(field: str, code: str) -> None:
    firm = a_firm()
    draft = replace(a_draft(Side.OFFER, firm), **{field: code})  # type: ignore[arg-type]  # one field by name
    with pytest.raises(UnknownCodeError):
        listings.register(draft, firm.member)


def test_somebody_else_s_premises_are_as_good_as_none() -> None:
    with pytest.raises(NotFoundError):
        listings.register(a_draft(Side.OFFER, a_firm("Giver")), a_firm("Other").member)


def test_premises_that_are_nowhere_are_asked_for() -> None:
    firm = a_firm()
    with pytest.raises(PremisesMissingError):
        listings.register(replace(a_draft(Side.OFFER, firm), premises_id=999), firm.member)


def test_the_hub_registers_for_an_organisation() -> None:
    firm = a_firm()
    listing = listings.register(a_draft(Side.OFFER, firm), a_reviewer())
    assert listing.organisation_id == firm.organisation_id


def test_the_hub_changes_for_an_organisation_but_not_to_another_s_premises() -> None:
    firm, other, hub = a_firm("Giver"), a_firm("Other"), a_reviewer()
    listing = an_offer_listing(firm)
    with pytest.raises(NotFoundError):
        listings.change(
            listing.id, listing.version, a_draft(Side.OFFER, other), replace(hub, role=Role.MEMBER)
        )
    with pytest.raises(NotFoundError):
        changed(listing, firm, a_draft(Side.OFFER, other))
    listings.change(listing.id, listing.version, a_draft(Side.OFFER, firm, tonnes="7"), hub)
    assert listing.tonnes_likely == 7


def test_my_listings_are_those_of_my_organisation_newest_first() -> None:
    firm = a_firm("Giver")
    first, second = an_offer_listing(firm), a_need_listing(firm)
    an_offer_listing(a_firm("Other"))
    assert [listing.id for listing in listings.mine(firm.member)] == [second.id, first.id]
    assert listings.mine(NOBODY) == []
