"""The hub's queue: its order, its tabs, its marks, its search, and how many questions it asks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event

from circulair.app import Application
from circulair.services import reviews
from flows.exchanges import Party
from flows.suggestions import Answer
from tests.stories import Story, proposed
from tests.web.checked import CheckedClient, SignIn
from tests.worlds import NOW, a_firm, a_need_listing, an_offer_listing


@contextmanager
def counted(app: Application) -> Iterator[list[str]]:
    """Yield the statements that are sent to the database meanwhile."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(app.store.engine, "before_cursor_execute", note)
    yield seen
    event.remove(app.store.engine, "before_cursor_execute", note)


class TestQueue:
    def test_an_empty_queue_says_what_will_come(self, hub: CheckedClient) -> None:
        assert "As soon as an offer and a need fit" in hub.get("/en/hub").words

    def test_a_row_tells_both_sides_the_tonnes_what_blocks_and_what_is_next(
        self, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        story = tell()
        page = hub.get("/en/hub")
        assert "Giver → Receiver" in page.words
        assert "25 t a year" in page.words
        assert "Needed first What is this in law?" in page.words
        assert "Look at it" in page.words
        assert f"/en/hub/voorstel/{story.suggestion_id}" in page.outline.links

    def test_most_tonnes_times_score_come_first(self, app: Application, hub: CheckedClient) -> None:
        with app.store.unit_of_work():
            for name, tonnes in (("Small", "2"), ("Large", "900"), ("Middle", "30")):
                an_offer_listing(a_firm(f"{name} giver"), tonnes=tonnes)
            a_need_listing(a_firm("Taker"), tonnes="900")
        words = hub.get("/en/hub").words
        assert words.index("Large giver") < words.index("Middle giver") < words.index("Small giver")

    def test_what_the_hub_can_act_on_comes_before_what_waits_for_others(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        story = tell(proposed)
        with app.store.unit_of_work():
            reviews.answer(story.suggestion_id, Party.GIVER, Answer.YES, None, story.giver.member)
            an_offer_listing(a_firm("Tiny giver"), "flat-glass", "0.1")
            a_need_listing(a_firm("Tiny taker"), "flat-glass", "0.1")
        words = hub.get("/en/hub").words
        assert words.index("Tiny giver") < words.index("Giver → Receiver")
        assert "The receiver must answer: Receiver since 1 Mar 2027" in words

    def test_tabs_count_and_show_each_state(self, hub: CheckedClient, tell: Callable[..., Story]) -> None:
        tell(proposed)
        assert "Waiting for answers 1" in hub.get("/en/hub?stand=new").words
        assert "Giver → Receiver" not in hub.get("/en/hub?stand=new").words
        assert "Both sides must answer" in hub.get("/en/hub?stand=answers").words

    def test_after_five_days_a_suggestion_is_marked(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        tell()
        app.clock = lambda: NOW + timedelta(days=4, hours=23)
        assert "waits for" not in hub.get("/en/hub").words
        app.clock = lambda: NOW + timedelta(days=5)
        assert "waits for 5 days" in hub.get("/en/hub").words

    def test_words_and_material_narrow_it(self, hub: CheckedClient, tell: Callable[..., Story]) -> None:
        tell()
        assert "Giver → Receiver" in hub.get("/en/hub?woorden=RECEIV").words
        assert "Giver → Receiver" in hub.get("/en/hub?materiaal=plastics").words
        assert "Nothing found" in hub.get("/en/hub?woorden=100%25").words
        assert "Nothing found" in hub.get("/en/hub?materiaal=wood").words

    @pytest.mark.parametrize("asked", ["woorden=" + "x" * 61, "woorden=a%00b", "materiaal=nonsense"])
    def test_a_bad_search_says_so_beside_the_field(self, hub: CheckedClient, asked: str) -> None:
        page = hub.get(f"/en/hub?{asked}", 422)
        assert "Something is not right yet" in page.words

    @pytest.mark.parametrize("asked", ["stand=nonsense", "pagina=-3", "pagina=x", "pagina=99999999999"])
    def test_a_strange_address_shows_a_queue_all_the_same(self, hub: CheckedClient, asked: str) -> None:
        hub.get(f"/en/hub?{asked}")

    def test_the_number_of_queries_does_not_grow_with_the_rows(
        self, app: Application, hub: CheckedClient
    ) -> None:
        with app.store.unit_of_work():
            taker = a_firm("Taker")
            a_need_listing(taker)
            an_offer_listing(a_firm("First"))
        hub.get("/en/hub")
        with counted(app) as few:
            hub.get("/en/hub")
        with app.store.unit_of_work():
            for number in range(6):
                an_offer_listing(a_firm(f"Other {number}"))
        with counted(app) as many:
            hub.get("/en/hub")
        assert len(many) == len(few)

    def test_members_may_not_see_it(self, as_role: SignIn) -> None:
        as_role("member").get("/hub", 403)
