"""Contacts: a call is noted in a line, moves the suggestion in the queue, and can be taken back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from circulair.services import accounts, board, contacts, reviews
from circulair.services.actor import Actor
from circulair.services.board import Wish
from circulair.services.contacts import Call
from circulair.services.faults import NextDayPastError, NotAllowedError, NotFoundError
from circulair.services.reviews import Refusal
from circulair.store import accounts as people
from circulair.store import trail
from flows.exchanges import Party
from flows.suggestions import Means, Reason, StepNotAllowedError, UndoOverError
from tests.stories import Story, a_story, in_review, proposed
from tests.worlds import NOW, a_firm, a_need_listing, a_reviewer

pytestmark = [pytest.mark.usefixtures("unit"), pytest.mark.both_databases]

TODAY = date(2027, 3, 1)
SOON = TODAY + timedelta(days=3)
CALLED = Call(Party.GIVER, Means.TELEPHONE, "is away until Thursday", SOON, "call again")


def noted(story: Story, call: Call = CALLED, actor: Actor | None = None) -> int:
    return contacts.note(story.suggestion_id, call, actor or story.hub).id


def planned(story: Story) -> tuple[date | None, str]:
    return story.suggestion.next_on, story.suggestion.next_words


def rows(actor: Actor, *, overdue: bool = False) -> list[int]:
    return [row.suggestion.id for row in board.board(Wish(overdue=overdue), actor).rows]


def test_a_call_stands_in_the_history_with_its_words() -> None:
    story = proposed(a_story())
    number = noted(story)
    [(row, words)] = [
        one for one in trail.of_subject("suggestion", story.suggestion_id) if one[0].act.endswith("contacted")
    ]
    assert words == "is away until Thursday → call again"
    assert f'"contact": "{number}"' in row.details
    assert planned(story) == (SOON, "call again")


def test_it_waits_behind_the_others_until_its_day() -> None:
    story = in_review(a_story())
    a_need_listing(a_firm("Another", "maker", "station"), tonnes="5")
    first, second = rows(story.hub)
    assert first == story.suggestion_id
    noted(story)
    assert rows(story.hub) == [second, first]
    on_the_day = replace(story.hub, now=NOW + timedelta(days=3))
    assert rows(on_the_day) == [first, second]


def test_from_the_day_after_it_is_overdue() -> None:
    story = in_review(a_story())
    noted(story)
    on_the_day = replace(story.hub, now=NOW + timedelta(days=3))
    assert rows(on_the_day, overdue=True) == []
    the_day_after = replace(story.hub, now=NOW + timedelta(days=4))
    assert rows(the_day_after, overdue=True) == [story.suggestion_id]
    [row] = board.board(Wish(), the_day_after).rows
    assert (row.due, row.days_overdue) == (SOON, 1)


def test_a_note_without_a_day_ends_what_was_planned() -> None:
    story = proposed(a_story())
    noted(story)
    noted(story, Call(Party.RECEIVER, Means.VISIT, "all is clear"))
    assert planned(story) == (None, "")


def test_taking_it_back_brings_back_what_was_planned_before() -> None:
    story = proposed(a_story())
    noted(story)
    number = noted(story, Call(Party.RECEIVER, Means.MAIL, "wrong one"))
    contacts.take_back(number, story.suggestion_id, story.hub)
    assert planned(story) == (SOON, "call again")
    with pytest.raises(UndoOverError):
        contacts.take_back(number, story.suggestion_id, story.hub)


def test_only_its_writer_takes_it_back_and_only_for_a_while() -> None:
    story = proposed(a_story())
    number = noted(story)
    late = replace(story.hub, now=NOW + contacts.UNDO)
    for actor in (late, a_reviewer("second@example.org")):
        assert contacts.last_of(story.suggestion_id, actor) is None
        with pytest.raises(UndoOverError):
            contacts.take_back(number, story.suggestion_id, actor)
    with pytest.raises(NotFoundError):
        contacts.take_back(number, story.suggestion_id + 1000, story.hub)


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), TODAY + timedelta(days=367)])
def test_a_day_that_is_over_or_far_ahead_is_refused_and_nothing_noted(day: date) -> None:
    story = proposed(a_story())
    with pytest.raises(NextDayPastError):
        noted(story, replace(CALLED, next_on=day))
    assert contacts.last_of(story.suggestion_id, story.hub) is None


def test_of_what_has_ended_nothing_is_noted() -> None:
    story = proposed(a_story())
    reviews.decline(story.suggestion_id, story.version, Refusal(Reason.PRICE), story.hub)
    with pytest.raises(StepNotAllowedError):
        noted(story)


def test_sides_note_nothing() -> None:
    story = proposed(a_story())
    with pytest.raises(NotAllowedError):
        noted(story, actor=story.giver.member)


def test_the_words_are_forgotten_with_their_writer() -> None:
    story = proposed(a_story())
    noted(story)
    writer = people.person(story.hub.person_id or 0)
    assert writer is not None
    accounts.forget(writer.email, a_reviewer("admin@example.org"))
    assert [words for _row, words in trail.of_subject("suggestion", story.suggestion_id) if words] == []
    assert contacts.last_of(story.suggestion_id, story.hub) is not None
