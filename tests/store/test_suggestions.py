"""Queries on suggestions: what was declined, how many stand where, and several held at once."""

from circulair.services import reviews
from circulair.services.reviews import Refusal
from circulair.store import suggestions
from circulair.store.session import Store
from flows.suggestions import Reason, Status
from tests.stories import a_story
from tests.worlds import a_firm, a_reviewer, an_offer_listing


def test_statuses_are_counted(store: Store) -> None:
    with store.unit_of_work():
        a_story()
    with store.unit_of_work(reading=True):
        assert suggestions.count_by_status() == {Status.NEW: 1}
        assert suggestions.count(list(Status)) == 1
        assert suggestions.count([Status.AGREED]) == 0


def test_several_are_held_in_order_of_number(store: Store) -> None:
    with store.unit_of_work():
        first = a_story()
        an_offer_listing(a_firm("Other"))
    with store.unit_of_work():
        held = suggestions.all_locked([first.suggestion_id + 1, first.suggestion_id, 4711])
        assert [one.id for one in held] == [first.suggestion_id, first.suggestion_id + 1]


def test_a_declined_pair_is_remembered_on_both_sides(store: Store) -> None:
    with store.unit_of_work():
        story = a_story()
        reviews.decline(story.suggestion_id, story.version, Refusal(Reason.PRICE), story.hub)
    with store.unit_of_work(reading=True):
        need, offer = story.suggestion.need_id, story.suggestion.lines[0].offer_id
        assert suggestions.declined_pairs(need) == {(need, offer)}
        assert suggestions.declined_pairs(offer) == {(need, offer)}
    with store.unit_of_work():
        assert suggestions.alive_of_listing(offer) == []


def test_what_was_decided_comes_with_the_parts_of_its_lines_and_what_waits_does_not(store: Store) -> None:
    with store.unit_of_work():
        one = a_story().suggestion
        parts_then = [line.parts for line in one.lines]
        an_offer_listing(a_firm("Third"))
        number = one.id
        reviews.decline(number, one.version, Refusal(Reason.DISTANCE), a_reviewer("other@example.org"))
    with store.unit_of_work(reading=True):
        [(decided, parts)] = suggestions.decided()
        assert (decided.id, decided.reason) == (number, Reason.DISTANCE)
        assert parts == parts_then
