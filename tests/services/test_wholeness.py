"""A use is whole or nothing: whichever statement fails, nothing of it is stored (and once it is, all is)."""

from collections.abc import Callable

import pytest

from circulair.services import reviews, sectors
from circulair.store.session import Store
from flows.exchanges import Party
from flows.streams import Side
from flows.suggestions import Answer
from tests.power import PowerCutError, cut_at
from tests.states import state
from tests.stories import a_story, proposed
from tests.worlds import a_draft, a_firm, a_need_listing, an_offer_listing


def statements_that_left_nothing(store: Store, use: Callable[[], object]) -> int:
    """Fail each statement of a use in turn, until it gets through; return how many there were."""
    before = state(store)
    for statement in range(1, 400):
        try:
            with cut_at(store, statement), store.unit_of_work():
                use()
        except PowerCutError:
            assert state(store) == before, f"statement {statement} left something behind"
            continue
        assert state(store) != before
        return statement - 1
    raise AssertionError("the use never ends")


@pytest.mark.both_databases
def test_registering_is_whole_or_nothing(store: Store) -> None:
    with store.unit_of_work():
        a_need_listing(a_firm("Receiver"))
        giver = a_firm("Giver")
    assert statements_that_left_nothing(store, lambda: an_offer_listing(giver)) > 10
    after = state(store)
    assert [len(after[name]) for name in ("listings", "suggestions", "suggestion_lines")] == [2, 1, 1]


@pytest.mark.both_databases
def test_placing_what_was_ticked_is_whole_or_nothing(store: Store) -> None:
    with store.unit_of_work():
        firm = a_firm()
    drafts = [a_draft(Side.OFFER, firm, "bread"), a_draft(Side.NEED, firm, "plastic-crates", None)]
    assert statements_that_left_nothing(store, lambda: sectors.register(drafts, firm.member)) > 10
    assert len(state(store)["listings"]) == 2


@pytest.mark.both_databases
def test_the_last_yes_is_whole_or_nothing(store: Store) -> None:
    with store.unit_of_work():
        story = proposed(a_story())
        reviews.answer(story.suggestion_id, Party.GIVER, Answer.YES, None, story.giver.member)

    def last_yes() -> object:
        return reviews.answer(story.suggestion_id, Party.RECEIVER, Answer.YES, None, story.receiver.member)

    assert statements_that_left_nothing(store, last_yes) > 10
    after = state(store)
    assert [len(after[name]) for name in ("exchanges", "answers")] == [1, 2]
