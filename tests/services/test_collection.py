"""How an own offer is collected now: asked once, told or left open, and for whose eyes."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from circulair.services import collection, listings, retention, sheets
from circulair.services.actor import Actor, Role
from circulair.services.faults import NotAllowedError, NotFoundError, VersionError
from circulair.store import suggestions, trail
from flows.collection import Bond, Collection, Per
from tests.stories import a_story, agreed, proposed
from tests.worlds import NOBODY, NOW, Firm, a_firm, a_need_listing, a_reviewer, an_offer_listing

pytestmark = pytest.mark.usefixtures("unit")

TOLD = Collection("Ophaal BV", Decimal("45.50"), Per.EMPTYING, date(2028, 6, 30))


def acts(listing_id: int) -> list[str]:
    return [row.act for row, _words in trail.of_subject("listing", listing_id)]


def asks(listing_id: int, actor: Actor) -> bool:
    return collection.asked(listing_id, actor).asks


@pytest.fixture
def firm() -> Firm:
    return a_firm()


def test_a_new_offer_is_asked_and_after_an_answer_no_more(firm: Firm) -> None:
    offer = an_offer_listing(firm)
    assert asks(offer.id, firm.member)
    collection.tell(offer.id, 0, TOLD, firm.member)
    assert not asks(offer.id, firm.member)
    assert collection.asked(offer.id, firm.member).told == TOLD


def test_who_rather_does_not_say_is_never_asked_again(firm: Firm) -> None:
    offer = an_offer_listing(firm)
    collection.skip(offer.id, firm.member)
    found = collection.asked(offer.id, firm.member)
    assert (found.asks, found.told, found.version) == (False, None, 1)


def test_an_answer_can_be_given_later_changed_and_taken_back(firm: Firm) -> None:
    offer = an_offer_listing(firm)
    collection.skip(offer.id, firm.member)
    collection.tell(offer.id, 1, TOLD, firm.member)
    collection.tell(offer.id, 2, Collection("Haal BV"), firm.member)
    assert collection.asked(offer.id, firm.member).told == Collection("Haal BV")
    collection.skip(offer.id, firm.member)
    assert collection.asked(offer.id, firm.member).told is None


def test_the_trail_says_that_something_was_told_and_not_what(firm: Firm) -> None:
    offer = an_offer_listing(firm)
    collection.tell(offer.id, 0, TOLD, firm.member)
    collection.skip(offer.id, firm.member)
    collection.skip(offer.id, firm.member)
    assert acts(offer.id) == [
        "listing.registered",
        "listing.collection_told",
        "listing.collection_skipped",
    ]
    rows = trail.of_subject("listing", offer.id)
    assert {(row.details, row.digest, words) for row, words in rows} == {("", "", None)}


def test_who_answers_second_is_told(firm: Firm) -> None:
    offer = an_offer_listing(firm)
    collection.tell(offer.id, 0, TOLD, firm.member)
    with pytest.raises(VersionError):
        collection.tell(offer.id, 0, Collection("Haal BV"), firm.member)
    assert collection.asked(offer.id, firm.member).told == TOLD


def test_a_need_and_what_nobody_collects_have_no_such_question(firm: Firm) -> None:
    need, heat = a_need_listing(firm), an_offer_listing(firm, "residual-heat")
    for listing in (need, heat):
        assert collection.of_listing(listing.id, firm.member) is None
        with pytest.raises(NotFoundError):
            collection.tell(listing.id, 0, TOLD, firm.member)
        with pytest.raises(NotFoundError):
            collection.skip(listing.id, firm.member)


def test_an_offer_that_has_ended_is_not_asked(firm: Firm) -> None:
    offer = an_offer_listing(firm)
    listings.withdraw(offer.id, firm.member)
    assert not asks(offer.id, firm.member)


def test_another_organisation_cannot_see_tell_or_skip(firm: Firm) -> None:
    offer, other = an_offer_listing(firm), a_firm("Kringloop Maas")
    collection.tell(offer.id, 0, TOLD, firm.member)
    with pytest.raises(NotFoundError):
        collection.asked(offer.id, other.member)
    with pytest.raises(NotFoundError):
        collection.tell(offer.id, 1, Collection("x"), other.member)
    with pytest.raises(NotFoundError):
        collection.skip(offer.id, other.member)


def test_the_partner_of_an_agreement_cannot_either() -> None:
    story = agreed(a_story())
    offer_id = story.exchange.offer_id
    collection.tell(offer_id, 0, TOLD, story.giver.member)
    with pytest.raises(NotFoundError):
        collection.asked(offer_id, story.receiver.member)


def test_the_hub_sees_and_notes_an_answer_but_is_not_asked(firm: Firm) -> None:
    offer, hub = an_offer_listing(firm), a_reviewer()
    assert not asks(offer.id, hub)
    collection.tell(offer.id, 0, TOLD, hub)
    assert collection.asked(offer.id, hub).told == TOLD


def test_only_the_sheet_of_the_hub_holds_it() -> None:
    story = proposed(a_story())
    [line] = story.suggestion.lines
    collection.tell(line.offer_id, 0, TOLD, story.giver.member)
    seen = {
        who: sheets.of_suggestion(story.suggestion_id, actor).collected
        for who, actor in {
            "hub": story.hub,
            "giver": story.giver.member,
            "receiver": story.receiver.member,
        }.items()
    }
    assert [(one.offer.id, one.told, one.bond) for one in seen["hub"]] == [
        (line.offer_id, TOLD, Bond.OUTLASTS)
    ]
    assert (seen["giver"], seen["receiver"]) == ((), ())


def test_only_the_hub_may_ask_for_all_answers_of_a_suggestion(firm: Firm) -> None:
    offer = an_offer_listing(firm)
    with pytest.raises(NotAllowedError):
        collection.for_hub([offer], firm.member)


def test_an_answer_starts_no_matching_and_changes_no_proposal() -> None:
    story = proposed(a_story())
    before = (story.suggestion.status, story.version)
    collection.tell(story.suggestion.lines[0].offer_id, 0, TOLD, story.giver.member)
    assert (story.suggestion.status, story.version) == before
    assert len(suggestions.of_listing(story.suggestion.need_id)) == 1


def test_a_year_after_its_offer_ended_it_is_forgotten(firm: Firm) -> None:
    offer = an_offer_listing(firm)
    collection.tell(offer.id, 0, TOLD, firm.member)
    listings.withdraw(offer.id, firm.member)
    for days, told in ((365, TOLD), (366, None)):
        retention.forget_what_is_over(replace(NOBODY, now=NOW + timedelta(days=days)))
        assert collection.asked(offer.id, firm.member).told == told


def test_nobody_in_particular_sees_nothing(firm: Firm) -> None:
    offer = an_offer_listing(firm)
    with pytest.raises(NotFoundError):
        collection.asked(offer.id, Actor(NOW, Role.MEMBER))
