"""Undo: a reviewer takes back the own last step; what becomes of suggestion, letters and trail."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from circulair.services import listings, reviews, sweeps, undo
from circulair.services.actor import Actor, Role
from circulair.services.faults import NotAllowedError, NotFoundError
from circulair.services.letters import UNDO
from circulair.services.reviews import Refusal
from circulair.store import outbox, suggestions, trail
from circulair.store.records import MATCHABLE, SuggestionRecord
from circulair.store.session import current
from flows.exchanges import Party
from flows.suggestions import OPEN, Answer, Reason, Status, UndoOverError
from tests.stories import Story, a_story, agreed, in_review, proposed
from tests.worlds import NOW, a_firm, a_need_listing, a_reviewer, an_offer_listing

pytestmark = [pytest.mark.usefixtures("unit"), pytest.mark.both_databases]

TOO_DEAR = Refusal(Reason.PRICE, "asks too much")
STAGES: dict[Status, Callable[[Story], Story]] = {
    Status.NEW: lambda story: story,
    Status.IN_REVIEW: in_review,
    Status.PROPOSED: proposed,
}


def decline(story: Story, actor: Actor | None = None) -> None:
    reviews.decline(story.suggestion_id, story.version, TOO_DEAR, actor or story.hub)


def take_back(actor: Actor) -> undo.Undone:
    step = undo.last_step(actor)
    assert step is not None
    return undo.undo(step.id, actor)


def acts(story: Story) -> list[str]:
    return [row.act for row, _words in trail.of_subject("suggestion", story.suggestion_id)]


def waiting(story: Story) -> list[tuple[str, str]]:
    """Return kind and recipient of the letters about a suggestion that have not left."""
    unsent = [one for one in outbox.unsent() if one.suggestion_id == story.suggestion_id]
    return sorted((one.kind, one.recipient) for one in unsent)


def test_what_was_taken_up_is_nobody_s_again() -> None:
    story = in_review(a_story())
    assert take_back(story.hub) == undo.Undone((story.suggestion_id,), ())
    assert (story.suggestion.status, story.suggestion.reviewer_id) == (Status.NEW, None)
    assert acts(story) == ["suggestion.made", "suggestion.in_review", "suggestion.undone"]


@pytest.mark.parametrize("before", OPEN)
def test_what_was_declined_stands_again_where_it_stood(before: Status) -> None:
    story = STAGES[before](a_story())
    kept = story.suggestion.reviewer_id
    decline(story)
    take_back(story.hub)
    seen = story.suggestion
    assert (seen.status, seen.reason, seen.reason_words, seen.declined_by) == (before, None, "", "")
    assert seen.reviewer_id == kept
    assert [line.open_key for line in seen.lines] == [f"{seen.need_id}:{seen.lines[0].offer_id}"]
    assert acts(story)[-2:] == ["suggestion.declined", "suggestion.undone"]
    assert suggestions.declined_pairs(seen.need_id) == set()


def test_it_can_be_declined_again_afterwards() -> None:
    story = proposed(a_story())
    decline(story)
    take_back(story.hub)
    decline(story)
    assert story.suggestion.status is Status.DECLINED
    assert take_back(story.hub).back == (story.suggestion_id,)


def test_the_letters_of_a_no_wait_and_are_dropped_with_it() -> None:
    story = proposed(a_story())
    reviews.answer(story.suggestion_id, Party.GIVER, Answer.YES, None, story.giver.member)
    decline(story)
    told = [one for one in outbox.unsent() if one.kind == "declined"]
    assert [(one.recipient, one.due_at) for one in told] == [(story.giver.email, NOW + UNDO)]
    take_back(story.hub)
    assert {kind for kind, _who in waiting(story)} == {"proposal"}
    assert [answer.listing_id for answer in story.suggestion.answers] == [story.suggestion.lines[0].offer_id]


def test_whoever_was_not_asked_before_the_no_is_asked_after_it_was_taken_back() -> None:
    story = proposed(a_story())
    asked = waiting(story)
    decline(story)
    outbox.claim(NOW)
    assert waiting(story) == []
    take_back(story.hub)
    assert waiting(story) == asked
    take_up = [one for one in outbox.unsent() if one.suggestion_id == story.suggestion_id]
    assert {one.due_at for one in take_up} == {NOW + UNDO}


def test_whoever_was_asked_before_the_no_is_not_asked_twice() -> None:
    story = proposed(a_story())
    for letter in outbox.unsent():
        outbox.mark_sent(letter.id, NOW)
    decline(story)
    assert [kind for kind, _who in waiting(story)] == ["declined", "declined"]
    take_back(story.hub)
    assert waiting(story) == []


def test_the_time_for_it_ends_when_the_letters_leave() -> None:
    story = proposed(a_story())
    decline(story)
    step = undo.last_step(replace(story.hub, now=NOW + UNDO - timedelta(seconds=1)))
    assert step is not None
    assert step.until == NOW + UNDO
    late = replace(story.hub, now=NOW + UNDO)
    assert undo.last_step(late) is None
    with pytest.raises(UndoOverError):
        undo.undo(step.id, late)
    assert story.suggestion.status is Status.DECLINED


def test_only_the_last_step_and_only_once() -> None:
    story = a_story()
    in_review(story)
    first = undo.last_step(story.hub)
    assert first is not None
    decline(story)
    with pytest.raises(UndoOverError):
        undo.undo(first.id, story.hub)
    take_back(story.hub)
    assert undo.last_step(story.hub) is None
    with pytest.raises(UndoOverError):
        undo.undo(first.id, story.hub)


def test_nobody_takes_back_the_step_of_another() -> None:
    story, other = in_review(a_story()), a_reviewer("second@example.org")
    step = undo.last_step(story.hub)
    assert step is not None
    assert undo.last_step(other) is None
    with pytest.raises(UndoOverError):
        undo.undo(step.id, other)
    for act in (undo.last_step, lambda actor: undo.undo(step.id, actor)):
        with pytest.raises(NotAllowedError):
            act(story.giver.member)


def test_what_another_went_on_from_stays() -> None:
    story, other = in_review(a_story()), a_reviewer("second@example.org")
    decline(story, other)
    assert undo.last_step(story.hub) is None
    assert story.suggestion.status is Status.DECLINED


@pytest.mark.parametrize("act", [listings.withdraw, listings.extend])
def test_what_a_side_changed_since_stays_declined(act: Callable[..., object]) -> None:
    story = a_story()
    decline(story)
    step = undo.last_step(story.hub)
    assert step is not None
    act(story.suggestion.need_id, story.receiver.member)
    with pytest.raises(UndoOverError):
        undo.undo(step.id, story.hub)
    assert story.suggestion.status is Status.DECLINED


def say_no(story: Story, actor: Actor) -> None:
    said = replace(TOO_DEAR, by=Party.GIVER)
    reviews.answer(story.suggestion_id, Party.GIVER, Answer.NO, said, actor)


def test_the_no_of_a_side_that_the_hub_noted_is_taken_back_by_the_hub() -> None:
    story = proposed(a_story())
    say_no(story, story.hub)
    take_back(story.hub)
    seen = story.suggestion
    assert (seen.status, seen.reason, seen.declined_by) == (Status.PROPOSED, None, "")


def test_what_was_put_to_both_sides_is_in_review_again_and_nobody_is_asked() -> None:
    story = proposed(a_story())
    assert {kind for kind, _who in waiting(story)} == {"proposal"}
    assert take_back(story.hub).back == (story.suggestion_id,)
    seen = story.suggestion
    assert (seen.status, seen.proposed_at) == (Status.IN_REVIEW, None)
    assert waiting(story) == []
    with pytest.raises(NotFoundError):
        reviews.seen_by(story.suggestion_id, story.giver.member)
    reviews.propose(story.suggestion_id, story.version, story.hub)
    assert {kind for kind, _who in waiting(story)} == {"proposal"}


def test_what_somebody_answered_is_not_taken_out_of_their_hands() -> None:
    story = proposed(a_story())
    step = undo.last_step(story.hub)
    assert step is not None
    reviews.answer(story.suggestion_id, Party.GIVER, Answer.YES, None, story.giver.member)
    assert undo.last_step(story.hub) is None
    with pytest.raises(UndoOverError):
        undo.undo(step.id, story.hub)


def both(suggestion_id: int) -> SuggestionRecord:
    found = suggestions.one(suggestion_id)
    assert found is not None
    return found


class TestOwnNo:
    def test_a_side_takes_its_no_back_before_the_other_is_told(self) -> None:
        story = proposed(a_story())
        for letter in outbox.unsent():
            outbox.mark_sent(letter.id, NOW)
        say_no(story, story.giver.member)
        assert undo.own_no(story.suggestion, story.giver.member) == NOW + UNDO
        assert waiting(story) == [("declined", story.receiver.email)]
        undo.take_back_no(story.suggestion_id, story.giver.member)
        seen = story.suggestion
        assert (seen.status, seen.reason, seen.declined_by) == (Status.PROPOSED, None, "")
        assert waiting(story) == []
        assert acts(story)[-1] == "suggestion.undone"

    def test_only_that_side_only_once_and_only_for_a_while(self) -> None:
        story = proposed(a_story())
        say_no(story, story.giver.member)
        assert undo.own_no(story.suggestion, story.receiver.member) is None
        assert undo.own_no(story.suggestion, replace(story.giver.member, now=NOW + UNDO)) is None
        with pytest.raises(UndoOverError):
            undo.take_back_no(story.suggestion_id, story.receiver.member)
        with pytest.raises(NotFoundError):
            undo.take_back_no(story.suggestion_id, a_firm("Other").member)
        undo.take_back_no(story.suggestion_id, story.giver.member)
        with pytest.raises(UndoOverError):
            undo.take_back_no(story.suggestion_id, story.giver.member)

    def test_what_the_hub_noted_for_a_side_only_the_hub_takes_back(self) -> None:
        story = proposed(a_story())
        say_no(story, story.hub)
        assert undo.own_no(story.suggestion, story.giver.member) is None

    def test_of_several_givers_each_takes_back_its_own_no_only(self) -> None:
        one, other = a_firm("First giver"), a_firm("Second giver")
        offers = [an_offer_listing(firm, "ldpe-film", "20").id for firm in (one, other)]
        need = a_need_listing(a_firm("Taker", "maker", "station"), "ldpe-film", "40")
        [first, second] = [suggestions.of_listing(offer)[0] for offer in offers]
        second.lines[0].suggestion_id = first.id
        first.status, first.proposed_at = Status.PROPOSED, NOW
        current().flush()
        current().expire_all()
        assert {line.offer_id for line in both(first.id).lines} == set(offers)
        said = replace(TOO_DEAR, by=Party.GIVER)
        reviews.answer(first.id, Party.GIVER, Answer.NO, said, one.member)
        assert undo.own_no(both(first.id), other.member) is None
        with pytest.raises(UndoOverError):
            undo.take_back_no(first.id, other.member)
        undo.take_back_no(first.id, one.member)
        assert both(first.id).status is Status.PROPOSED
        assert need.id == both(first.id).need_id

    def test_the_no_of_the_hub_is_not_theirs_to_take_back(self) -> None:
        story = proposed(a_story())
        decline(story)
        assert undo.own_no(story.suggestion, story.giver.member) is None

    @pytest.mark.parametrize("stands", [False, True])
    def test_a_no_stands_where_what_was_asked_went_to_another_since(self, *, stands: bool) -> None:
        story = a_story("40", "25")
        need = a_need_listing(a_firm("Other taker", "maker"), "ldpe-film", "30" if stands else "10")
        other = replace(story, suggestion_id=suggestions.of_listing(need.id)[0].id)
        for one in (proposed(story), proposed(other)):
            assert one.suggestion.status is Status.PROPOSED
        say_no(story, story.giver.member)
        for party in Party:
            reviews.answer(other.suggestion_id, party, Answer.YES, None, story.hub)
        assert story.suggestion.lines[0].offer.state in MATCHABLE
        assert (undo.own_no(story.suggestion, story.giver.member) is None) == stands

    def test_a_no_to_a_listing_that_changed_since_stands(self) -> None:
        story = proposed(a_story())
        say_no(story, story.giver.member)
        listings.withdraw(story.suggestion.need_id, story.receiver.member)
        assert undo.own_no(story.suggestion, story.giver.member) is None


def test_the_hub_asks_no_side_again_what_went_to_another_since() -> None:
    story, colleague = a_story("40", "25"), a_reviewer("second@example.org")
    need = a_need_listing(a_firm("Other taker", "maker"), "ldpe-film", "30")
    other = replace(story, suggestion_id=suggestions.of_listing(need.id)[0].id)
    for one in (proposed(story), proposed(other)):
        assert one.suggestion.status is Status.PROPOSED
    decline(story)
    for party in Party:
        reviews.answer(other.suggestion_id, party, Answer.YES, None, colleague)
    with pytest.raises(UndoOverError):
        take_back(story.hub)


def test_what_was_promised_stays_declined() -> None:
    story = agreed(a_story())
    decline(story)
    assert undo.last_step(story.hub) is None


def others() -> dict[int, int]:
    """Let two others need the same; return the versions of their suggestions by number."""
    needs = [a_need_listing(a_firm(name, "maker")) for name in ("Second", "Third")]
    return {one.id: one.version for need in needs for one in suggestions.of_listing(need.id)}


def test_many_declined_at_once_come_back_at_once() -> None:
    story = a_story()
    decline(story)
    seen = others()
    sweeps.decline_all(seen, TOO_DEAR, story.hub)
    assert sorted(take_back(story.hub).back) == sorted(seen)
    assert story.suggestion.status is Status.DECLINED


def test_of_many_those_that_somebody_went_on_from_are_left_alone() -> None:
    story, seen = a_story(), others()
    first, second = seen
    sweeps.decline_all(seen, TOO_DEAR, story.hub)
    gone = suggestions.one(second)
    assert gone is not None
    listings.withdraw(gone.need_id, a_reviewer("another@example.org"))
    assert take_back(story.hub) == undo.Undone((first,), (second,))


def test_the_program_itself_has_no_step_to_take_back() -> None:
    assert undo.last_step(Actor(NOW, Role.HUB)) is None


def test_acts_long_ago_are_not_looked_through() -> None:
    story = in_review(a_story())
    later = replace(story.hub, now=NOW + timedelta(days=1))
    an_offer_listing(a_firm("Other"))
    assert undo.last_step(later) is None
