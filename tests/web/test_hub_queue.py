"""The hub's queue: its order, its tabs, its marks, its search, and how many questions it asks."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from circulair.app import Application
from circulair.services import reviews
from circulair.store import accounts, suggestions
from flows.exchanges import Party
from flows.suggestions import Answer, Status
from tests.statements import counted
from tests.stories import Story, in_review, proposed
from tests.web.checked import CheckedClient, SignIn
from tests.web.desk import sheet, stored
from tests.worlds import NOW, a_firm, a_need_listing, an_offer_listing


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

    def test_the_most_tonnes_come_first(self, app: Application, hub: CheckedClient) -> None:
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

    def test_a_row_tells_by_when_and_in_words_how_late_it_is(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        tell()
        assert "by 6 Mar 2027 Nobody looks after it yet" in hub.get("/en/hub").words
        app.clock = lambda: NOW + timedelta(days=5)
        assert "today" in hub.get("/en/hub").words
        app.clock = lambda: NOW + timedelta(days=6)
        assert "1 day too late should be done by 6 Mar 2027" in hub.get("/en/hub").words
        app.clock = lambda: NOW + timedelta(days=9)
        words = hub.get("/en/hub").words
        assert "4 days too late" in words
        assert "1 is overdue" in words

    def test_a_row_tells_who_looks_after_it(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        story = tell(in_review)
        assert "Looked after by hub@example.org" in hub.get("/en/hub").words
        with app.store.unit_of_work():
            assert story.hub.person_id is not None
            person = accounts.person(story.hub.person_id)
            assert person is not None
            person.name = "Anna"
        assert "Looked after by Anna" in hub.get("/en/hub").words

    def test_one_takes_it_up_in_the_queue_and_stays_there(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        story = tell()
        page = hub.get("/en/hub?partij=receiver")
        answer = hub.press(page, f"/{story.suggestion_id}/oppakken?stand=open&partij=receiver")
        assert answer.location == f"/en/hub?stand=open&partij=receiver#v{story.suggestion_id}"
        assert "Looked after by hub1@example.org" in hub.follow(answer).words
        assert stored(app, story).status is Status.IN_REVIEW

    def test_words_and_material_narrow_it(self, hub: CheckedClient, tell: Callable[..., Story]) -> None:
        tell()
        assert "Giver → Receiver" in hub.get("/en/hub?woorden=RECEIV").words
        assert "Giver → Receiver" in hub.get("/en/hub?materiaal=plastics").words
        assert "Nothing found" in hub.get("/en/hub?woorden=100%25").words
        assert "Nothing found" in hub.get("/en/hub?materiaal=wood").words
        assert "Giver → Receiver" in hub.get("/en/hub?materiaal=plastic-film").words
        assert "Giver → Receiver" in hub.get("/en/hub?partij=giver&materiaal=plastics").words
        assert "Nothing found" in hub.get("/en/hub?partij=ldpe").words

    def test_who_looks_after_it_and_what_is_late_narrow_it(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        story = tell()
        assert "Giver → Receiver" in hub.get("/en/hub?wie=niemand").words
        hub.press(sheet(hub, story), "/oppakken")
        own = stored(app, story).reviewer_id
        assert "Nothing found" in hub.get("/en/hub?wie=niemand").words
        page = hub.get(f"/en/hub?wie={own}&stand=review")
        assert "Giver → Receiver" in page.words
        assert "Looked after by: myself" in page.words
        assert "Nothing found" in hub.get("/en/hub?telaat=ja").words
        app.clock = lambda: NOW + timedelta(days=20)
        assert "Giver → Receiver" in hub.get("/en/hub?telaat=ja").words

    def test_each_filter_is_a_chip_that_leads_to_the_queue_without_it(
        self, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        tell()
        page = hub.get("/en/hub?stand=new&materiaal=plastics&partij=giver&wie=niemand")
        assert "/en/hub?stand=new&partij=giver&wie=niemand" in page.outline.links
        assert "/en/hub?stand=new&materiaal=plastics&wie=niemand" in page.outline.links
        assert "/en/hub?stand=new&materiaal=plastics&partij=giver" in page.outline.links
        assert "/en/hub?stand=open&materiaal=plastics&partij=giver&wie=niemand" in page.outline.links
        assert "Without this filter: Material: Plastics" in page.words

    def test_tabs_count_what_the_filters_leave_and_keep_them(
        self, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        tell()
        page = hub.get("/en/hub?partij=nobody")
        assert "New 0" in page.words
        assert "/en/hub?stand=new&partij=nobody" in page.outline.links

    def test_a_tab_with_nothing_in_it_says_what_to_do(
        self, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        tell()
        page = hub.get("/en/hub?stand=answers")
        assert "Put a suggestion to both sides, then it waits here." in page.words
        assert "Go to: All open" in page.words

    def test_a_page_after_the_last_is_the_last(self, hub: CheckedClient, tell: Callable[..., Story]) -> None:
        tell()
        assert "Giver → Receiver" in hub.get("/en/hub?pagina=9").words

    @pytest.mark.parametrize(
        "asked", ["woorden=" + "x" * 61, "woorden=a%00b", "partij=a%00b", "materiaal=nonsense"]
    )
    def test_a_bad_search_says_so_beside_the_field(self, hub: CheckedClient, asked: str) -> None:
        page = hub.get(f"/en/hub?{asked}", 422)
        assert "Something is not right yet" in page.words

    @pytest.mark.parametrize(
        "asked",
        ["stand=nonsense", "pagina=-3", "pagina=x", "pagina=99999999999", "wie=x", "wie=²", "telaat=no"],
    )
    def test_a_strange_address_shows_a_queue_all_the_same(self, hub: CheckedClient, asked: str) -> None:
        hub.get(f"/en/hub?{asked}")

    def test_the_number_of_queries_does_not_grow_with_the_rows(
        self, app: Application, hub: CheckedClient
    ) -> None:
        with app.store.unit_of_work():
            taker = a_firm("Taker")
            a_need_listing(taker)
            an_offer_listing(a_firm("First"))
        hub.get("/en/hub?partij=taker&materiaal=plastics")
        with counted(app.store.engine) as few:
            hub.get("/en/hub?partij=taker&materiaal=plastics")
        with app.store.unit_of_work():
            for number in range(6):
                an_offer_listing(a_firm(f"Other {number}"))
        with counted(app.store.engine) as many:
            page = hub.get("/en/hub?partij=taker&materiaal=plastics")
        assert "7 suggestions" in page.words
        assert len(many) == len(few)

    def test_members_may_not_see_it(self, as_role: SignIn) -> None:
        as_role("member").get("/hub", 403)


class TestGoingOn:
    """Whoever narrowed the queue goes on in it as it was narrowed."""

    def test_the_next_is_the_next_of_what_the_queue_was_narrowed_to(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        tell(offered="400", needed="400")
        first, second = self.two_of_glass(app)
        page = hub.get("/en/hub?materiaal=glass&stand=new")
        way = f"/en/hub/voorstel/{first}?stand=new&materiaal=glass"
        assert way in page.outline.links
        page = hub.get(way)
        assert "/en/hub?stand=new&materiaal=glass" in page.outline.links
        following = f"/en/hub/voorstel/{first}/volgende?stand=new&materiaal=glass"
        assert following in page.outline.links
        assert hub.get(following, 303).location == f"/en/hub/voorstel/{second}?stand=new&materiaal=glass"

    def test_a_decision_leads_to_the_next_of_it_and_after_the_last_back_to_it(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        tell(offered="400", needed="400")
        first, second = self.two_of_glass(app)
        page = hub.get(f"/en/hub/voorstel/{first}?stand=new&materiaal=glass")
        answer = hub.submit(page, {"no-reason": "distance"})
        assert answer.location == f"/en/hub/voorstel/{second}?stand=new&materiaal=glass"
        answer = hub.submit(hub.follow(answer), {"no-reason": "distance"})
        assert answer.location == "/en/hub?stand=new&materiaal=glass"

    def test_a_button_of_one_suggestion_leads_back_to_it_as_narrowed(
        self, app: Application, hub: CheckedClient
    ) -> None:
        first, _second = self.two_of_glass(app)
        page = hub.get(f"/en/hub/voorstel/{first}?stand=open&materiaal=glass")
        answer = hub.press(page, "/oppakken?stand=open&materiaal=glass&blad=ja")
        assert answer.location == f"/en/hub/voorstel/{first}?stand=open&materiaal=glass"
        answer = hub.press(hub.follow(answer), "?stand=open&materiaal=glass&blad=ja")
        assert answer.location == f"/en/hub/voorstel/{first}?stand=open&materiaal=glass"

    @staticmethod
    def two_of_glass(app: Application) -> list[int]:
        """Offer flat glass twice to one need, the larger offer first, and return the suggestions."""
        with app.store.unit_of_work():
            need = a_need_listing(a_firm("Glazier"), "flat-glass", "900")
            for name, tonnes in (("Pane", "30"), ("Shard", "3")):
                an_offer_listing(a_firm(name), "flat-glass", tonnes)
            return sorted(one.id for one in suggestions.of_listing(need.id))
