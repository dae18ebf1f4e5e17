"""Sweeps: several declined in one go, each a step of its own; what changed meanwhile is left alone."""

import pytest

from circulair.services import reviews, sweeps
from circulair.services.faults import NotAllowedError, NotFoundError
from circulair.services.reviews import Refusal
from circulair.services.sweeps import Left
from circulair.store import suggestions, trail
from flows.suggestions import Reason, ReasonMissingError, Status
from tests.stories import Story, a_story, agreed, in_review
from tests.worlds import a_firm, a_need_listing, a_reviewer

pytestmark = [pytest.mark.usefixtures("unit"), pytest.mark.both_databases]

TOO_DEAR = Refusal(Reason.PRICE)


def three() -> tuple[Story, dict[int, int]]:
    """Return a story whose offer is suggested to three, and the versions of the suggestions by number."""
    story = a_story()
    for name in ("Second", "Third"):
        a_need_listing(a_firm(name, "maker"))
    found = suggestions.of_listing(story.suggestion.lines[0].offer_id)
    return story, {one.id: one.version for one in sorted(found, key=lambda one: one.id)}


def statuses(seen: dict[int, int]) -> list[Status]:
    return [one.status for number in seen if (one := suggestions.one(number))]


def declines(number: int) -> int:
    rows = trail.of_subject("suggestion", number)
    return sum(row.act == "suggestion.declined" for row, _words in rows)


def test_each_is_declined_for_the_reason_and_noted_by_itself() -> None:
    story, seen = three()
    swept = sweeps.decline_all(seen, Refusal(Reason.OTHER, "hall is full"), story.hub)
    assert (swept.declined, swept.left) == (tuple(seen), ())
    assert statuses(seen) == [Status.DECLINED] * 3
    assert [declines(number) for number in seen] == [1, 1, 1]
    assert story.suggestion.reason_words == "hall is full"


def test_what_changed_meanwhile_is_left_alone_and_named() -> None:
    story, seen = three()
    other = a_reviewer("anna@example.org")
    first, second, third = seen
    reviews.take(first, seen[first], other)
    reviews.decline(second, seen[second], TOO_DEAR, other)
    swept = sweeps.decline_all(seen, TOO_DEAR, story.hub)
    assert swept.declined == (third,)
    assert swept.left == (
        Left(first, Status.IN_REVIEW, "anna@example.org"),
        Left(second, Status.DECLINED, "anna@example.org"),
    )
    assert statuses(seen) == [Status.IN_REVIEW, Status.DECLINED, Status.DECLINED]


def test_a_second_time_changes_nothing() -> None:
    story, seen = three()
    sweeps.decline_all(seen, TOO_DEAR, story.hub)
    again = sweeps.decline_all(seen, TOO_DEAR, story.hub)
    assert again.declined == ()
    assert [declines(number) for number in seen] == [1, 1, 1]


def test_what_was_promised_is_left_alone() -> None:
    story = agreed(a_story())
    swept = sweeps.decline_all({story.suggestion_id: story.version}, TOO_DEAR, story.hub)
    assert swept.declined == ()
    assert story.suggestion.status is Status.AGREED


@pytest.mark.parametrize("refusal", [Refusal(None), Refusal(Reason.OTHER, " ")])
def test_without_a_good_reason_nothing_is_declined(refusal: Refusal) -> None:
    story, seen = three()
    with pytest.raises(ReasonMissingError):
        sweeps.decline_all(seen, refusal, story.hub)
    assert statuses(seen) == [Status.NEW] * 3


def test_a_suggestion_that_never_was_is_not_found() -> None:
    story, seen = three()
    with pytest.raises(NotFoundError):
        sweeps.decline_all({**seen, 4711: 1}, TOO_DEAR, story.hub)


def test_only_the_hub_declines() -> None:
    story = in_review(a_story())
    with pytest.raises(NotAllowedError):
        sweeps.decline_all({story.suggestion_id: story.version}, TOO_DEAR, story.giver.member)
