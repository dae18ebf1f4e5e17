"""Queries on suggestions: the order of the queue, what was declined, what a search narrows it to."""

from circulair.services import reviews
from circulair.services.reviews import Refusal
from circulair.store import suggestions
from circulair.store.session import Store
from circulair.store.suggestions import Search
from flows.suggestions import Reason, Status
from tests.stories import a_story
from tests.worlds import a_firm, a_need_listing, a_reviewer, an_offer_listing

ALL = list(Status)


def two_needs(store: Store) -> tuple[int, int]:
    """Offer forty tonnes to a small and to a large need; return the two suggestions in that order."""
    with store.unit_of_work():
        an_offer_listing(a_firm("Giver"))
        small = a_need_listing(a_firm("Small", "maker"), tonnes="1")
        large = a_need_listing(a_firm("Large %_", "maker"), tonnes="30")
        [[first], [second]] = [suggestions.of_listing(need.id) for need in (small, large)]
    return first.id, second.id


def queue(store: Store, search: Search = suggestions.EVERYTHING, limit: int = 9, after: int = 0) -> list[int]:
    with store.unit_of_work(reading=True):
        return [one.id for one in suggestions.queue(ALL, limit, after, search)]


def test_most_tonnes_times_score_comes_first(store: Store) -> None:
    small, large = two_needs(store)
    assert queue(store) == [large, small]


def test_the_queue_comes_in_pages(store: Store) -> None:
    small, large = two_needs(store)
    assert (queue(store, limit=1), queue(store, limit=1, after=1)) == ([large], [small])


def test_words_find_an_organisation_whatever_the_capitals(store: Store) -> None:
    small, _large = two_needs(store)
    assert queue(store, Search(words="smaLL")) == [small]


def test_signs_that_databases_read_as_patterns_are_only_signs(store: Store) -> None:
    _small, large = two_needs(store)
    assert queue(store, Search(words="%_")) == [large]


def test_a_material_that_nobody_offers_finds_nothing(store: Store) -> None:
    two_needs(store)
    assert queue(store, Search(materials=["flat-glass"])) == []


def test_statuses_are_counted(store: Store) -> None:
    two_needs(store)
    with store.unit_of_work(reading=True):
        assert suggestions.count_by_status() == {Status.NEW: 2}
        assert suggestions.count(ALL) == 2


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
    small, _large = two_needs(store)
    with store.unit_of_work():
        [one] = [row for row in suggestions.queue(ALL, 9) if row.id == small]
        reviews.decline(small, one.version, Refusal(Reason.DISTANCE), a_reviewer())
    with store.unit_of_work(reading=True):
        [(decided, parts)] = suggestions.decided()
        assert (decided.id, decided.reason) == (small, Reason.DISTANCE)
        [one] = [row for row in suggestions.queue(ALL, 9) if row.id == small]
        assert parts == [line.parts for line in one.lines]
