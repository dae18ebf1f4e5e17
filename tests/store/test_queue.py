"""Queries of the hub's queue: its order as the domain reckons it, what narrows it, and its counts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from circulair.services import board, reviews
from circulair.services.actor import TOWN, Actor, Role
from circulair.store import queue, suggestions
from circulair.store.queue import NOBODY, Search
from circulair.store.records import SuggestionRecord
from circulair.store.session import Store
from flows.suggestions import OPEN, Status
from flows.urgency import days_overdue, deadline, expected_tonnes, likelihood, urgency
from tests.worlds import NOW, a_firm, a_need_listing, a_reviewer, an_offer_listing

HUB = Actor(NOW, Role.HUB)
ALL = Search()


def two_needs(store: Store) -> tuple[int, int]:
    """Offer forty tonnes to a small and to a large need; return the two suggestions in that order."""
    with store.unit_of_work():
        an_offer_listing(a_firm("Giver"))
        small = a_need_listing(a_firm("Small", "maker"), tonnes="1")
        large = a_need_listing(a_firm("Large %_", "maker"), tonnes="30")
        [[first], [second]] = [suggestions.of_listing(need.id) for need in (small, large)]
    return first.id, second.id


def found(database: Store, search: Search = ALL, limit: int = 99, after: int = 0, days: int = 0) -> list[int]:
    at = board.moment_of(replace(HUB, now=NOW + timedelta(days=days)))
    with database.unit_of_work(reading=True):
        return [one.id for one in queue.page(search, at, limit, after)]


def key(one: SuggestionRecord, actor: Actor) -> tuple[bool, float, int]:
    """Return by what the domain sorts a suggestion."""
    began = {Status.NEW: one.created_at, Status.IN_REVIEW: one.created_at, Status.PROPOSED: one.proposed_at}
    since = began.get(one.status) or one.changed_at
    ends = [side.end for side in (one.need, *(line.offer for line in one.lines)) if side.end]
    due = deadline(one.status, since.astimezone(TOWN).date(), min(ends, default=None))
    late = days_overdue(due, actor.today) > 0
    worth = urgency(
        expected_tonnes(line.tonnes_likely for line in one.lines),
        likelihood(one.status, one.score, one.completeness),
        (actor.now - since) / timedelta(days=1),
        overdue=late,
    )
    waits_for_others = one.status not in (Status.NEW, Status.IN_REVIEW) and not late
    return waits_for_others, -round(worth, 6), one.id


def a_mixed_world(database: Store) -> None:
    """Store suggestions of all open statuses, of many ages, tonnages and last days; some are unknown."""
    with database.unit_of_work():
        need = a_need_listing(a_firm("Taker", "maker"), tonnes="900")
        for number in range(9):
            tonnes = None if number % 3 == 2 else str(3 + 20 * number)
            an_offer_listing(a_firm(f"Giver {number}"), tonnes=tonnes)
        for number, one in enumerate(sorted(suggestions.of_listing(need.id), key=lambda one: one.id)):
            age = timedelta(days=(7 * number) % 31, minutes=number)
            one.status = OPEN[number % 3]
            one.created_at = one.changed_at = NOW - age
            one.proposed_at = NOW - age if one.status is Status.PROPOSED else None
            one.lines[0].offer.end = date(2027, 3, 4) if number == 4 else None


@pytest.mark.parametrize("days", [0, 3, 11, 40])
def test_the_database_sorts_as_the_domain_reckons(store: Store, days: int) -> None:
    a_mixed_world(store)
    actor = replace(HUB, now=NOW + timedelta(days=days))
    with store.unit_of_work(reading=True):
        every = queue.page(ALL, board.moment_of(HUB), 99)
        expected = [one.id for one in sorted(every, key=lambda one: key(one, actor))]
    assert len(expected) >= 9
    assert found(store, days=days) == expected


def test_the_most_tonnes_come_first_and_alike_ones_by_number(store: Store) -> None:
    small, large = two_needs(store)
    assert found(store) == [large, small]
    with store.unit_of_work():
        twins = [a_need_listing(a_firm(f"Twin {number}", "maker"), tonnes="1") for number in range(2)]
        ids = [one.id for need in twins for one in suggestions.of_listing(need.id)]
    assert found(store) == [large, small, *ids]


def test_an_unknown_amount_counts_as_a_tonne_and_comes_up_with_age(store: Store) -> None:
    with store.unit_of_work():
        need = a_need_listing(a_firm("Unknown", "maker"), tonnes=None)
        an_offer_listing(a_firm("Giver"), tonnes=None)
        [unknown] = suggestions.of_listing(need.id)
        unknown.created_at = NOW - timedelta(days=60)
        an_offer_listing(a_firm("Other"), "flat-glass", "2")
        fresh = a_need_listing(a_firm("Fresh", "maker"), "flat-glass", "2")
        [young] = suggestions.of_listing(fresh.id)
    assert found(store) == [unknown.id, young.id]


def test_the_queue_comes_in_pages(store: Store) -> None:
    small, large = two_needs(store)
    assert (found(store, limit=1), found(store, limit=1, after=1)) == ([large], [small])


def test_words_find_an_organisation_whatever_the_capitals(store: Store) -> None:
    small, large = two_needs(store)
    assert found(store, Search(words="smaLL")) == [small]
    assert found(store, Search(party="gIVer")) == [large, small]
    assert found(store, Search(party="ldpe")) == []


def test_signs_that_databases_read_as_patterns_are_only_signs(store: Store) -> None:
    _small, large = two_needs(store)
    assert found(store, Search(words="%_")) == [large]
    assert found(store, Search(party="%_")) == [large]


def test_a_material_that_nobody_offers_finds_nothing(store: Store) -> None:
    two_needs(store)
    assert found(store, Search(materials=["flat-glass"])) == []


def test_who_looks_after_it_narrows_it_and_so_does_being_late(store: Store) -> None:
    small, large = two_needs(store)
    with store.unit_of_work():
        reviewer = a_reviewer()
        reviews.take(small, 1, reviewer)
    assert found(store, Search(reviewer=reviewer.person_id)) == [small]
    assert found(store, Search(reviewer=NOBODY)) == [large]
    assert found(store, Search(overdue=True), days=5) == []
    assert found(store, Search(overdue=True), days=6) == [large]
    assert set(found(store, Search(overdue=True), days=11)) == {small, large}


def test_what_is_counted_is_what_is_found(store: Store) -> None:
    a_mixed_world(store)
    new = found(store, Search((Status.NEW,)))[0]
    with store.unit_of_work():
        reviewer = a_reviewer()
        taken = suggestions.one(new)
        assert taken is not None
        reviews.take(new, taken.version, reviewer)
    with store.unit_of_work(reading=True):
        counts = queue.counts(Search((Status.LAPSED,)), board.moment_of(HUB), reviewer.person_id)
        assert [one.id for one in queue.reviewers()] == [reviewer.person_id]
    for status in OPEN:
        assert counts[status].all == len(found(store, Search((status,))))
        assert counts[status].overdue == len(found(store, Search((status,), overdue=True)))
    assert [counts[status].own for status in OPEN] == [0, 1, 0]


def test_the_last_changed_comes_first_where_that_is_asked(store: Store) -> None:
    small, large = two_needs(store)
    with store.unit_of_work():
        reviews.take(small, 1, replace(a_reviewer(), now=NOW + timedelta(minutes=1)))
    with store.unit_of_work(reading=True):
        assert [one.id for one in queue.latest(ALL, board.moment_of(HUB), 9)] == [small, large]


@pytest.mark.parametrize("days", [0, 11])
def test_what_comes_after_one_is_the_next_of_the_order_and_after_the_last_the_first(
    store: Store, days: int
) -> None:
    a_mixed_world(store)
    search, at = Search(OPEN), board.moment_of(replace(HUB, now=NOW + timedelta(days=days)))
    order = found(store, search, days=days)
    with store.unit_of_work(reading=True):
        after = [queue.following(search, at, number) for number in order]
        alone = queue.following(Search((Status.NEW,), words="Giver 0"), at, order[0])
        of_another_search = queue.following(Search((Status.LAPSED,)), at, order[0])
    assert after == [*order[1:], order[0]]
    assert alone == min(order)
    assert of_another_search is None
