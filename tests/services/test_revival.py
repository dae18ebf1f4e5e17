"""Revival: undoing a withdrawal brings back what lapsed with it, where that still fits."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from circulair.services import listings, matching, reviews
from circulair.services.letters import UNDO
from circulair.services.revival import Revived
from circulair.store import listings as store
from circulair.store import outbox, suggestions, trail
from circulair.store.records import ListingRecord
from flows.exchanges import Party
from flows.suggestions import Answer, Lapse, Status
from tests.stories import Story, a_story, in_review, proposed
from tests.worlds import NOW

pytestmark = [pytest.mark.usefixtures("unit"), pytest.mark.both_databases]


def offer_of(story: Story) -> ListingRecord:
    offer = store.one(story.suggestion.lines[0].offer_id)
    assert offer is not None
    return offer


def withdrawn(story: Story) -> ListingRecord:
    """Let the giver withdraw the offer."""
    offer = offer_of(story)
    listings.withdraw(offer.id, story.giver.member)
    assert story.suggestion.status is Status.LAPSED
    return offer


def kinds(email: str) -> list[str]:
    return [one.kind for one in outbox.to(email)]


@pytest.mark.parametrize("stage", [in_review, proposed])
def test_it_stands_again_where_it_stood(stage: Callable[[Story], Story]) -> None:
    story = stage(a_story())
    before = story.suggestion.status
    offer = withdrawn(story)
    assert listings.reopen(offer.id, story.giver.member) == Revived((story.suggestion_id,))
    seen = story.suggestion
    assert (seen.status, seen.lapsed_for) == (before, None)
    assert [line.open_key for line in seen.lines] == [f"{seen.need_id}:{offer.id}"]
    assert len(suggestions.of_listing(offer.id)) == 1
    acts = [row.act for row, _words in trail.of_subject("suggestion", seen.id)]
    assert acts[-2:] == ["suggestion.lapsed", "suggestion.revived"]


def test_a_yes_of_the_other_side_stands_too_and_nobody_hears_of_the_lapse() -> None:
    story = proposed(a_story())
    reviews.answer(story.suggestion_id, Party.RECEIVER, Answer.YES, None, story.receiver.member)
    offer = withdrawn(story)
    assert "lapsed" in kinds(story.receiver.email)
    listings.reopen(offer.id, story.giver.member)
    assert "lapsed" not in kinds(story.receiver.email)
    reviews.answer(story.suggestion_id, Party.GIVER, Answer.YES, None, story.giver.member)
    assert story.suggestion.status is Status.AGREED


def test_who_read_that_it_ended_is_asked_anew() -> None:
    story = proposed(a_story())
    for letter in outbox.to(story.receiver.email):
        outbox.mark_sent(letter.id, NOW)
    offer = withdrawn(story)
    for letter in outbox.to(story.receiver.email):
        outbox.mark_sent(letter.id, NOW)
    later = replace(story.giver.member, now=NOW + 2 * UNDO)
    listings.reopen(offer.id, later)
    assert kinds(story.receiver.email) == ["proposal", "lapsed", "proposal"]


def test_what_does_not_fit_any_more_is_said_and_stays_as_it_is() -> None:
    story = proposed(a_story())
    offer = withdrawn(story)
    listings.withdraw(story.suggestion.need_id, story.receiver.member)
    assert listings.reopen(offer.id, story.giver.member) == Revived((), (story.suggestion_id,))
    assert story.suggestion.status is Status.LAPSED


def test_what_lapsed_at_another_time_is_no_part_of_it() -> None:
    story = proposed(a_story())
    matching.lapse(story.suggestion, Lapse.CHANGED, story.hub)
    offer = offer_of(story)
    listings.withdraw(offer.id, replace(story.giver.member, now=NOW + timedelta(days=1)))
    revived = listings.reopen(offer.id, replace(story.giver.member, now=NOW + timedelta(days=1)))
    assert story.suggestion_id not in (*revived.back, *revived.lost)
