"""What both sides were asked about is what they agree to: whatever changes it ends the proposal."""

from dataclasses import replace
from decimal import Decimal

import pytest

from circulair.services import checks, listings, reviews
from circulair.services.faults import ListingClosedError, NotFoundError
from circulair.services.reviews import Refusal
from circulair.store import exchanges, suggestions
from circulair.store.records import ListingState
from circulair.store.session import current
from flows.errors import FlowsError
from flows.exchanges import Party
from flows.law import LegalStatus, YesNo
from flows.streams import Side
from flows.suggestions import Answer, Reason, Status
from flows.units import Quantity
from tests.stories import Story, a_story, agreed, answered, in_review, proposed
from tests.worlds import NOBODY, a_draft, a_firm, a_need_listing, a_plant, a_reviewer, an_offer_listing

pytestmark = pytest.mark.usefixtures("unit")


def offer_changed(story: Story, **parts: object) -> None:
    """Let the giver change the offer of a story."""
    [line] = story.suggestion.lines
    draft = replace(a_draft(Side.OFFER, story.giver), **parts)  # type: ignore[arg-type]  # fields of the draft
    listings.change(line.offer_id, line.offer.version, draft, story.giver.member)


@pytest.mark.parametrize(
    "parts",
    [
        {"material": "stretch-film"},
        {"quantity": Quantity(Decimal(3), "t", "year")},
        {"eural": "150102"},
        {"contains_dangerous": YesNo.YES},
    ],
)
def test_a_proposal_lapses_when_its_offer_becomes_another(parts: dict[str, object]) -> None:
    story = proposed(a_story())
    reviews.answer(story.suggestion_id, Party.RECEIVER, Answer.YES, None, story.receiver.member)
    offer_changed(story, **parts)
    assert story.suggestion.status is Status.LAPSED


def test_a_proposal_stays_when_only_its_words_change() -> None:
    story = proposed(a_story())
    offer_changed(story, title="LDPE-folie, netjes opgerold", description="Op pallets", public=True)
    assert story.suggestion.status is Status.PROPOSED


def test_a_proposal_through_a_process_outlives_an_extension_with_its_first_yes() -> None:
    a_plant("ldpe-film", "pe-regranulate", "0.825")
    giver, receiver = a_firm("Giver"), a_firm("Receiver", "maker", "station")
    offer = an_offer_listing(giver, "ldpe-film", "10")
    a_need_listing(receiver, "pe-regranulate", "4")
    [made] = suggestions.of_listing(offer.id)
    story = proposed(Story(giver, receiver, a_reviewer(), made.id))
    reviews.answer(story.suggestion_id, Party.GIVER, Answer.YES, None, giver.member)
    listings.extend(offer.id, giver.member)
    assert story.suggestion.status is Status.PROPOSED
    reviews.answer(story.suggestion_id, Party.RECEIVER, Answer.YES, None, receiver.member)
    assert story.exchange.tonnes_agreed == Decimal("4.848485")


def test_a_proposal_stays_when_more_could_move_than_was_asked() -> None:
    story, other = agreed(a_story(offered="40", needed="25")), a_firm("Another receiver", "maker")
    need = a_need_listing(other, tonnes="30")
    [made] = suggestions.of_listing(need.id)
    second = proposed(Story(story.giver, other, story.hub, made.id))
    reviews.decline(story.suggestion_id, story.version, Refusal(Reason.PRICE), story.hub)
    assert second.suggestion.status is Status.PROPOSED
    assert second.suggestion.lines[0].taken_tonnes == 15


def test_law_answers_are_asked_again_when_the_material_changes() -> None:
    story = answered(in_review(a_story()))
    offer_changed(story, eural="150102")
    [line] = story.suggestion.lines
    assert (story.suggestion.status, line.legal_status) == (Status.IN_REVIEW, LegalStatus.UNKNOWN)


@pytest.mark.parametrize("side", ["offer", "need"])
def test_nothing_that_was_withdrawn_is_agreed(side: str) -> None:
    story = proposed(a_story())
    [line] = story.suggestion.lines
    reviews.answer(story.suggestion_id, Party.GIVER, Answer.YES, None, story.giver.member)
    withdrawn = {"offer": (line.offer_id, story.giver), "need": (story.suggestion.need_id, story.receiver)}
    listing_id, firm = withdrawn[side]
    listings.withdraw(listing_id, firm.member)
    assert story.suggestion.status is Status.LAPSED
    with pytest.raises((FlowsError, ListingClosedError, NotFoundError)):
        reviews.answer(story.suggestion_id, Party.RECEIVER, Answer.YES, None, story.receiver.member)
    assert exchanges.of_suggestion(story.suggestion_id) == []


@pytest.mark.parametrize("side", ["offer", "need"])
def test_nothing_that_was_withdrawn_is_proposed(side: str) -> None:
    """Such a suggestion is left where it was made while its listing was withdrawn."""
    story = answered(in_review(a_story()))
    [line] = story.suggestion.lines
    {"offer": line.offer, "need": story.suggestion.need}[side].state = ListingState.WITHDRAWN
    current().flush()
    with pytest.raises(ListingClosedError):
        reviews.propose(story.suggestion_id, story.version, story.hub)
    assert story.suggestion.status is Status.IN_REVIEW


def test_a_need_is_served_once() -> None:
    story = agreed(a_story(offered="40", needed="25"))
    assert story.suggestion.need.state is ListingState.RESERVED
    other = an_offer_listing(a_firm("Another giver"), tonnes="25")
    assert suggestions.of_listing(other.id) == []
    assert list(checks.broken_laws(NOBODY.today)) == []


def test_what_is_left_of_a_need_is_what_others_are_asked_for() -> None:
    story = agreed(a_story(offered="10", needed="25"))
    an_offer_listing(a_firm("Another giver"), tonnes="40")
    [newer] = [one for one in suggestions.of_listing(story.suggestion.need_id) if one.status is Status.NEW]
    assert newer.lines[0].taken_tonnes == 15


def test_a_proposal_of_more_than_is_left_lapses_and_comes_back_smaller() -> None:
    story = proposed(a_story(offered="40", needed="30"))
    other = a_firm("Another receiver", "maker")
    need = a_need_listing(other, tonnes="30")
    [second] = suggestions.of_listing(need.id)
    rival = proposed(Story(story.giver, other, story.hub, second.id))
    for party, firm in ((Party.GIVER, story.giver), (Party.RECEIVER, story.receiver)):
        reviews.answer(story.suggestion_id, party, Answer.YES, None, firm.member)
    assert rival.suggestion.status is Status.LAPSED
    [smaller] = [one for one in suggestions.of_listing(need.id) if one.status is Status.NEW]
    assert smaller.lines[0].taken_tonnes == 10


def test_a_suggestion_in_review_outlives_ten_better_ones() -> None:
    story = in_review(a_story(offered="1", needed="100"))
    need_id = story.suggestion.need_id
    for number in range(11):
        an_offer_listing(a_firm(f"Rival {number}"), tonnes="100")
    listings.extend(need_id, story.receiver.member)
    assert story.suggestion.status is Status.IN_REVIEW


def test_ten_declined_pairs_leave_room_for_the_eleventh() -> None:
    for number in range(11):
        an_offer_listing(a_firm(f"Giver {number}"), tonnes="100")
    receiver, hub = a_firm("Receiver", "maker", "station"), a_reviewer()
    need = a_need_listing(receiver, tonnes="100")
    for one in suggestions.of_listing(need.id):
        reviews.decline(one.id, one.version, Refusal(Reason.QUALITY), hub)
    listings.extend(need.id, receiver.member)
    found = [one.status for one in suggestions.of_listing(need.id)]
    assert (found.count(Status.DECLINED), found.count(Status.NEW)) == (10, 1)


def test_an_extension_never_shortens() -> None:
    firm = a_firm()
    draft = a_draft(Side.OFFER, firm)
    far = NOBODY.today.replace(year=2029)
    listing = listings.register(
        replace(draft, availability=replace(draft.availability, end=far)), firm.member
    )
    assert listings.extend(listing.id, firm.member) == (far, far)
