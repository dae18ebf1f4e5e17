"""Pages of plans: asking, seeing it beside today's, accepting, and what is said where there is nothing."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from circulair.app import Application
from circulair.jobs import plans as job
from circulair.services import accounts, collection, plans
from circulair.store import plans as store
from circulair.store import suggestions
from circulair.store.records import PlanRecord, PlanState
from flows.collection import Collection, Per
from flows.plans import Aim
from flows.strategies import Strategy
from flows.suggestions import Status
from tests.stories import Story
from tests.web.checked import CheckedClient, Page, SignIn
from tests.worlds import NOBODY, NOW, a_firm, a_need_listing, a_plant, an_offer_listing


def planned(hub: CheckedClient, aim: Aim = Aim.TONNES) -> Page:
    """Ask for a plan and see it."""
    page = hub.get("/en/hub/plan")
    return hub.follow(hub.submit(page, {"aim": aim.value}))


def refused(hub: CheckedClient, aim: Aim = Aim.TONNES) -> str:
    """Ask for a plan of nothing: the form says why, and no plan is stored."""
    page = hub.post("/en/hub/plan", {"aim": aim.value}, 422)
    assert "Plans made before" not in hub.get("/en/hub/plan").words
    return page.words


def number_of(page: Page) -> str:
    return page.response.request.path.rpartition("/")[2]


@pytest.fixture
def town(app: Application) -> None:
    """Two offers of 40 and 30 tonnes, and needs of 50 and 15."""
    with app.store.unit_of_work():
        an_offer_listing(a_firm("Large"))
        an_offer_listing(a_firm("Small", "shop", "station"), tonnes="30")
        a_need_listing(a_firm("Near", "maker", "station"), tonnes="50")
        a_need_listing(a_firm("Far", "maker", "sittard"), tonnes="15")


class TestAsking:
    def test_the_hub_s_menu_leads_to_it_and_the_aims_are_said_in_full(self, hub: CheckedClient) -> None:
        assert "/en/hub/plan" in hub.get("/en/hub").outline.links
        page = hub.get("/en/hub/plan")
        assert "nine tenths of the most tonnes" in page.words
        assert "Plans made before" not in page.words

    def test_who_asked_and_is_forgotten_is_told_as_that(
        self, app: Application, hub: CheckedClient, town: None, as_role: SignIn
    ) -> None:
        made = planned(hub)
        with app.store.unit_of_work():
            [row] = store.latest(1)
            assert row.person is not None
            accounts.forget(row.person.email, NOBODY)
        again = as_role("hub")
        for page in (again.get("/en/hub/plan"), again.get(f"/en/hub/plan/{number_of(made)}")):
            assert "a removed account" in page.words
            assert "nobody.invalid" not in page.text

    def test_made_plans_are_listed_with_who_asked(self, hub: CheckedClient, town: None) -> None:
        planned(hub)
        words = hub.get("/en/hub/plan").words
        assert "Plans made before" in words
        assert "Most tonnes" in words
        assert "@example.org" in words

    @pytest.mark.parametrize("aim", ["", "everything"])
    def test_without_an_aim_it_asks_for_one(self, hub: CheckedClient, aim: str) -> None:
        assert "Something is not right yet" in hub.post("/en/hub/plan", {"aim": aim}, 422).words

    def test_it_is_for_the_hub(self, as_role: SignIn) -> None:
        member = as_role("member")
        member.get("/hub/plan", 403)
        member.post("/hub/plan", {"aim": "tonnes"}, 403)


@pytest.mark.usefixtures("town")
class TestPlan:
    def test_it_shows_today_beside_it_and_the_bottlenecks(self, hub: CheckedClient) -> None:
        words = planned(hub).words
        assert "This plan" in words
        assert "The queue, from the top" in words
        assert "completely. (Near) With a tonne more, 1 t more would arrive." in words
        assert "With these figures there is no better plan." in words

    def test_short_ways_are_told_in_kilometres_of_a_tonne(self, hub: CheckedClient) -> None:
        words = planned(hub, Aim.KM).words
        assert "In this plan a tonne travels" in words
        assert "A tonne more would save" in words

    def test_a_plan_that_reaches_what_the_queue_does_says_so(self, hub: CheckedClient) -> None:
        words = planned(hub).words
        assert "reaches the same as the queue, worked off from the top, with less driving" in words
        assert "Just go on with the queue." not in words

    def test_a_plant_on_the_way_is_named_in_the_language_of_the_page(
        self, app: Application, hub: CheckedClient
    ) -> None:
        with app.store.unit_of_work():
            a_plant("concrete-rubble", "gravel", "0.5", "12", "mill")
            an_offer_listing(a_firm("Breaker"), "concrete-rubble", "100")
            a_need_listing(a_firm("Road", "builder"), "gravel", "80")
        words = planned(hub).words
        assert "by way of mill" in words
        assert "6 t of 12 t that leave" in words
        assert "The plant “mill” can take no more. With a tonne more, 500 kg more would arrive." in words

    def test_one_line_is_accepted_by_its_own_button_and_then_leads_to_its_suggestion(
        self, hub: CheckedClient
    ) -> None:
        page = planned(hub)
        after = hub.follow(hub.press(page, "/overnemen?blad=1", {"only": "1"}))
        assert "It now goes by the plan." in after.words
        assert "1 is accepted." in after.words
        sheet = hub.get(next(link for link in after.outline.links if "/hub/voorstel/" in link))
        assert "A plan set 30 t aside for this." in sheet.words
        again = hub.follow(hub.post(f"/en/hub/plan/{number_of(page)}/overnemen", {"only": "1"}))
        assert "stays as it is." in again.words

    def test_ticked_lines_are_accepted_together(self, app: Application, hub: CheckedClient) -> None:
        page = planned(hub)
        forgotten(app)
        after = hub.follow(hub.press(page, "/overnemen?blad=1", {"line": ["1", "2", "3"]}))
        assert "Suggestions 5, 6 are in the queue." in after.words
        assert "3 are accepted." in after.words
        assert "New 2" in hub.get("/en/hub?stand=new").words
        sheets = [hub.get(f"/en/hub/voorstel/{number}").words for number in (5, 6)]
        assert [words.count("aside for this.") for words in sheets] == [2, 1]

    def test_nothing_ticked_and_a_number_that_is_not_there(self, hub: CheckedClient) -> None:
        page = planned(hub)
        address = f"/en/hub/plan/{number_of(page)}/overnemen"
        assert "Tick the lines that you want to accept." in hub.follow(hub.post(address)).words
        hub.post(address, {"only": "99"}, 404)
        assert "Tick the lines" in hub.follow(hub.post(address, {"only": "x"})).words

    def test_a_line_that_no_longer_holds_says_what_happened(
        self, app: Application, hub: CheckedClient
    ) -> None:
        page = planned(hub)
        with app.store.unit_of_work():
            for line in store.lines(int(number_of(page)), 9):
                for one in suggestions.alive_of_listing(line.offer_id):
                    one.status = Status.DECLINED
                    for its in one.lines:
                        its.open_key = None
        after = hub.follow(hub.press(page, "/overnemen?blad=1", {"only": "1"}))
        assert "Not accepted:" in after.words
        assert "Somebody declined this pair in the meantime." in after.words

    @pytest.mark.parametrize("asked", ["blad=x", "blad=0", "blad=99999", "blad=-1"])
    def test_a_strange_page_shows_one_all_the_same(self, hub: CheckedClient, asked: str) -> None:
        hub.get(f"/en/hub/plan/{number_of(planned(hub))}?{asked}")

    def test_without_prices_there_are_no_euros_to_plan(self, hub: CheckedClient) -> None:
        assert "no giver told what collection costs now" in refused(hub, Aim.EUROS)

    def test_of_many_refused_lines_five_are_named_and_the_others_counted(
        self, app: Application, hub: CheckedClient
    ) -> None:
        with app.store.unit_of_work():
            offers = [an_offer_listing(a_firm(f"{'Long name ' * 8}{number}")) for number in range(30)]
            number = store.add(PlanRecord(aim=Aim.KM, state=PlanState.DONE, asked_at=NOW, outcome="{}")).id
            need = a_need_listing(a_firm("Gone"), tonnes="30")
            store.add_lines(
                {
                    "plan_id": number,
                    "number": at,
                    "offer_id": offer.id,
                    "need_id": need.id,
                    "offer_mark": "changed",
                    "need_mark": "changed",
                    "strategy": Strategy.R3,
                    "leaving": Decimal(1),
                    "arriving": Decimal(1),
                }
                for at, offer in enumerate(offers, start=1)
            )
        ticked = [str(at) for at in range(1, 31)]
        response = hub.post(f"/en/hub/plan/{number}/overnemen", {"line": ticked}).response
        cookie = next(one for one in response.headers.getlist("Set-Cookie") if one.startswith("session="))
        assert len(cookie) < 4093
        words = hub.get("/en/hub").words
        assert words.count("Not accepted:") == 5
        assert "And 25 more were not accepted." in words


def forgotten(app: Application) -> None:
    """Let all suggestions lapse."""
    with app.store.unit_of_work():
        for number in range(1, 5):
            found = suggestions.one(number)
            assert found is not None
            found.status = Status.LAPSED
            for line in found.lines:
                line.open_key = None


class TestNothing:
    def test_one_match_in_the_queue_is_all_that_a_plan_finds(
        self, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        tell()
        assert "Just go on with the queue." in planned(hub).words

    def test_nothing_fits(self, hub: CheckedClient) -> None:
        assert "There is nothing to plan: no open offer fits an open need now." in refused(hub)

    def test_nobody_told_an_amount(self, hub: CheckedClient, tell: Callable[..., Story]) -> None:
        tell(offered=None)
        assert "nobody told how many tonnes they are about." in refused(hub)


class TestProgress:
    def test_it_renews_itself_until_it_is_made_or_stopped(
        self, app: Application, hub: CheckedClient, town: None
    ) -> None:
        with app.store.unit_of_work():
            plan = store.add(PlanRecord(aim=Aim.KM, state=PlanState.WAITING, asked_at=NOW))
            store.tell(plan.id, 30, 400, NOW)
            store.lease(plan.id, None)
        page = hub.get(f"/en/hub/plan/{plan.id}")
        assert page.response.headers["Refresh"] == "2"
        assert "30 of 400 needs looked at" in page.words
        assert "Refresh" not in hub.get(f"/en/hub/plan/{plan.id}?stil=1").response.headers
        assert job.go_on(app) == 1
        assert "In this plan a tonne travels" in hub.get(f"/en/hub/plan/{plan.id}").words

    def test_what_begins_and_what_chooses_is_said(self, app: Application, hub: CheckedClient) -> None:
        with app.store.unit_of_work():
            plan = store.add(PlanRecord(aim=Aim.KM, state=PlanState.WAITING, asked_at=NOW))
        assert "We begin within a few seconds" in hub.get(f"/en/hub/plan/{plan.id}").words
        with app.store.unit_of_work():
            store.tell(plan.id, 400, 400, NOW)
            store.lease(plan.id, None, "ZeroDivisionError")
        words = hub.get(f"/en/hub/plan/{plan.id}").words
        assert "All 400 needs looked at. Now the best set is chosen." in words
        assert "We try again in a few minutes." in words

    def test_why_there_is_none_is_said(self, app: Application, hub: CheckedClient) -> None:
        with app.store.unit_of_work():
            plan = store.add(PlanRecord(aim=Aim.KM, state=PlanState.WAITING, asked_at=NOW))
            plans.fail(plan.id, "plan.no_time")
            broken = store.add(PlanRecord(aim=Aim.RUNG, state=PlanState.WAITING, asked_at=NOW))
            plans.fail(broken.id, "plan.broke")
        assert "time was up before one was found" in hub.get(f"/en/hub/plan/{plan.id}").words
        assert "We tried three times" in hub.get(f"/en/hub/plan/{broken.id}").words
        assert "failed" in hub.get("/en/hub/plan").words


def test_euros_are_shown_beside_what_the_queue_reaches(
    app: Application, hub: CheckedClient, tell: Callable[..., Story]
) -> None:
    story = tell()
    with app.store.unit_of_work():
        price = Collection(euros=Decimal(90), per=Per.TONNE)
        collection.tell(story.suggestion.lines[0].offer_id, 0, price, story.hub)
    words = planned(hub, Aim.EUROS).words
    assert "Paid now" in words
    assert "€2,250.00" in words
