"""An offer that becomes another substance: what was said of it in its other suggestions holds no more."""

import json
from dataclasses import replace

import pytest

from circulair.services import law, listings, reviews, undo
from circulair.services.faults import VersionError
from circulair.services.law_answers import LawAnswers
from circulair.services.reviews import Refusal
from circulair.services.revival import Revived
from circulair.store import suggestions, trail
from circulair.store.records import ListingRecord
from circulair.store.session import current
from flows.exchanges import Party
from flows.law import LawOpenError, YesNo
from flows.streams import Side
from flows.suggestions import Answer, Reason, Status, UndoOverError
from tests.stories import WASTE, Story, a_story, answered, in_review, weighed
from tests.worlds import a_draft, a_firm, a_need_listing, a_reviewer

pytestmark = pytest.mark.usefixtures("unit")

PAINT, PESTICIDES = "200127", "200119"
"""Two codes of hazardous waste."""

HAZARDOUS = replace(WASTE, eural=PAINT, contains_dangerous=YesNo.YES, receiver_permitted=YesNo.YES)
OTHER = replace(HAZARDOUS, eural=PESTICIDES, receiver_permitted=YesNo.UNKNOWN, answers={})
OPENED = {"law.receiver_not_permitted", "law.permit_open"}


def open_codes(story: Story) -> set[str]:
    return {finding.code for finding in law.open_law(story.suggestion, story.hub.today)}


def lawful(story: Story) -> Story:
    """Let the hub answer for hazardous waste that its receiver may have, and tick what is left."""
    answered(in_review(story), HAZARDOUS)
    return weighed(story, *open_codes(story))


def two() -> tuple[Story, Story]:
    """Tell of two needs for one offer; the first suggestion is lawful."""
    first = lawful(a_story())
    other = a_firm("Other", "maker")
    need = a_need_listing(other, tonnes="10")
    [made] = suggestions.of_listing(need.id)
    return first, Story(first.giver, other, first.hub, made.id)


def acts(story: Story) -> list[str]:
    return [row.act for row, _words in trail.of_subject("suggestion", story.suggestion_id)]


def offer_of(story: Story) -> ListingRecord:
    [line] = story.suggestion.lines
    return line.offer


def recoded(story: Story) -> None:
    """Let the hub give the offer another code, in this suggestion of it."""
    answered(story, OTHER)
    current().flush()


def test_a_permission_for_one_code_is_none_for_another_that_a_sibling_suggestion_tells() -> None:
    first, second = two()
    assert open_codes(first) == set()
    seen = first.version
    recoded(second)
    with pytest.raises(VersionError):
        reviews.propose(first.suggestion_id, seen, first.hub)
    with pytest.raises(LawOpenError, match=r"law\.permit_open"):
        reviews.propose(first.suggestion_id, first.version, first.hub)
    assert open_codes(first) >= OPENED
    [line] = first.suggestion.lines
    assert (line.receiver_permitted, line.law_decisions) == (YesNo.UNKNOWN, [])
    assert {"law.opened_again", "law.decision_dropped"} <= set(acts(first))
    rows = trail.of_subject("suggestion", first.suggestion_id)
    [told] = [json.loads(row.details) for row, _words in rows if row.act == "law.opened_again"]
    assert told["eural"] == PESTICIDES
    assert told["asked"].split() == ["receiver_permitted", "receiver_lists_code"]


def test_a_proposal_of_the_other_code_cannot_be_agreed() -> None:
    first, second = two()
    reviews.propose(first.suggestion_id, first.version, first.hub)
    reviews.answer(first.suggestion_id, Party.GIVER, Answer.YES, None, first.giver.member)
    recoded(second)
    with pytest.raises(LawOpenError):
        reviews.answer(first.suggestion_id, Party.RECEIVER, Answer.YES, None, first.receiver.member)


def test_the_same_code_told_once_more_opens_nothing() -> None:
    first, second = two()
    seen = first.version
    answered(second, HAZARDOUS)
    assert (first.version, open_codes(first)) == (seen, set())


def test_the_owner_who_changes_the_code_opens_it_in_the_same_way() -> None:
    first, _second = two()
    offer, seen = offer_of(first), first.version
    draft = replace(a_draft(Side.OFFER, first.giver), eural=PESTICIDES)
    listings.change(offer.id, offer.version, draft, first.giver.member)
    current().flush()
    with pytest.raises(VersionError):
        reviews.propose(first.suggestion_id, seen, first.hub)
    with pytest.raises(LawOpenError):
        reviews.propose(first.suggestion_id, first.version, first.hub)
    assert "law.opened_again" in acts(first)


def test_an_answer_said_again_beside_another_code_was_said_of_the_other() -> None:
    story = lawful(a_story())
    [line] = story.suggestion.lines
    answered(story, LawAnswers(line.legal_status, "", PESTICIDES, receiver_permitted=YesNo.YES))
    assert open_codes(story) >= OPENED
    answered(story, replace(HAZARDOUS, eural=PESTICIDES))
    assert not open_codes(story) & OPENED


def test_nothing_comes_back_with_a_permission_for_another_code() -> None:
    first, second = two()
    reviews.decline(first.suggestion_id, first.version, Refusal(Reason.PRICE), first.hub)
    step = undo.last_step(first.hub)
    assert step is not None
    recoded(replace(second, hub=a_reviewer("second@example.org")))
    with pytest.raises(UndoOverError):
        undo.undo(step.id, first.hub)
    assert first.suggestion.status is Status.DECLINED


def test_what_lapsed_before_another_code_was_told_does_not_stand_again() -> None:
    first, second = two()
    need = first.suggestion.need_id
    listings.withdraw(need, first.receiver.member)
    recoded(second)
    assert listings.reopen(need, first.receiver.member) == Revived(lost=(first.suggestion_id,))
    [new] = suggestions.alive_of_listing(need)
    assert new.lines[0].receiver_permitted is YesNo.UNKNOWN
