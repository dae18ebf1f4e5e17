"""Declining several in the hub's queue, and taking the own last step back, as their pages do it."""

import secrets
from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest

from circulair.app import Application
from circulair.services import listings, reviews
from circulair.services.letters import UNDO
from circulair.store import suggestions
from circulair.store.records import SuggestionRecord
from flows.suggestions import Status
from tests.stories import Story, in_review, proposed
from tests.web.checked import CheckedClient, Page, SignIn
from tests.web.desk import acts, sheet, stored
from tests.worlds import NOW, a_firm, a_need_listing, a_reviewer

QUEUE = "/en/hub?stand=new&partij=giver"


@pytest.fixture
def three(app: Application, tell: Callable[..., Story]) -> tuple[Story, list[SuggestionRecord]]:
    """Store one offer that is suggested to three."""
    story = tell()
    with app.store.unit_of_work():
        for name in ("Second", "Third"):
            a_need_listing(a_firm(name, "maker"))
        found = suggestions.of_listing(story.suggestion.lines[0].offer_id)
    return story, sorted(found, key=lambda one: one.id)


def ticks(chosen: list[SuggestionRecord]) -> list[str]:
    return [f"{one.id}:{one.version}" for one in chosen]


def sent(
    client: CheckedClient, chosen: list[str], told: Mapping[str, object] | None = None, status: int = 303
) -> Page:
    fields = {"kies": chosen, "reden": "distance", "uitleg": "", **(told or {})}
    return client.post("/en/hub/afwijzen?stand=new&partij=giver", fields, status)


def statuses(app: Application, chosen: list[SuggestionRecord]) -> list[Status]:
    with app.store.unit_of_work(reading=True):
        return [found.status for one in chosen if (found := suggestions.one(one.id))]


Three = tuple[Story, list[SuggestionRecord]]


class TestSweep:
    def test_what_is_ticked_is_declined_and_one_stays_in_the_queue_as_it_was_narrowed(
        self, app: Application, hub: CheckedClient, three: Three
    ) -> None:
        _story, found = three
        answer = sent(hub, ticks(found[:2]))
        assert answer.location == "/en/hub?stand=new&partij=giver"
        page = hub.follow(answer)
        assert "2 suggestions were declined." in page.words
        assert statuses(app, found) == [Status.DECLINED, Status.DECLINED, Status.NEW]

    def test_all_on_the_page_are_ticked_by_a_link(self, hub: CheckedClient, three: Three) -> None:
        _story, found = three
        assert f"{QUEUE}&alles=ja" in hub.get(QUEUE).outline.links
        page = hub.get(f"{QUEUE}&alles=ja")
        assert page.text.count(" checked>") == len(found) + 1  # and the tick that switches the keys on
        assert "Tick none" in page.words

    def test_what_changed_meanwhile_is_left_alone_and_named(
        self, app: Application, hub: CheckedClient, three: Three
    ) -> None:
        _story, found = three
        with app.store.unit_of_work():
            anna = a_reviewer("anna@example.org")
            for one in found[:2]:
                reviews.take(one.id, one.version, anna)
        page = hub.follow(sent(hub, ticks(found)))
        numbers = f"suggestion {found[0].id} , suggestion {found[1].id}"
        assert "1 suggestion was declined." in page.words
        assert f"2 were taken up by anna@example.org in the meantime: {numbers} ." in page.words
        assert statuses(app, found) == [Status.IN_REVIEW, Status.IN_REVIEW, Status.DECLINED]

    def test_the_same_form_sent_twice_counts_once_and_answers_alike(
        self, app: Application, hub: CheckedClient, three: Three
    ) -> None:
        story, found = three
        fields = {
            "csrf_token": hub.token(),
            "idempotency_key": secrets.token_urlsafe(24),
            "kies": ticks(found),
            "reden": "price",
            "uitleg": "",
        }
        answers = [hub.http.post("/hub/afwijzen?stand=open", data=fields) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [303, 303]
        assert answers[0].headers["Location"] == answers[1].headers["Location"]
        assert acts(app, story).count("suggestion.declined") == 1

    @pytest.mark.parametrize(
        ("told", "message"),
        [
            ({"kies": []}, "Tick at least one suggestion."),
            ({"kies": ["x:1"]}, "Choose from the list."),
            ({"kies": ["1"]}, "Choose from the list."),
            ({"kies": ["²:1"]}, "Choose from the list."),
            ({"kies": [f"{one}:1" for one in range(1, 27)]}, "Tick at most 25 suggestions at once."),
            ({"reden": ""}, "Choose a reason."),
            ({"reden": "boredom"}, "Choose one from the list."),
            ({"reden": "other"}, "With 'something else' a few words are needed."),
            ({"uitleg": "x" * 501}, "This is too long: at most 500 characters."),
            ({"uitleg": "a\x00b"}, "There are characters in it that cannot be shown."),
        ],
    )
    def test_a_bad_form_says_so_and_declines_nothing(
        self, app: Application, hub: CheckedClient, three: Three, told: dict[str, object], message: str
    ) -> None:
        _story, found = three
        page = sent(hub, ticks(found), told, 422)
        assert message in page.words
        assert page.outline.title.startswith("Error:")
        assert statuses(app, found) == [Status.NEW] * 3

    def test_what_was_ticked_and_typed_stays(self, hub: CheckedClient, three: Three) -> None:
        _story, found = three
        page = sent(hub, ticks(found[:1]), {"reden": "", "uitleg": "the hall is full"}, 422)
        assert f'id="kies{found[0].id}" value="{found[0].id}:{found[0].version}" checked' in page.text
        assert "the hall is full</textarea>" in page.text

    def test_a_suggestion_that_never_was_is_not_found(self, hub: CheckedClient, three: Three) -> None:
        assert three
        sent(hub, ["4711:1"], status=404)


class TestUndo:
    def test_after_a_step_it_is_offered_until_its_letters_leave(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        story = tell()
        hub.press(sheet(hub, story), "/oppakken")
        told = "You took up 1 suggestion. You can undo that until 10:10."
        assert told in hub.get("/en/hub").words
        assert told in sheet(hub, story).words
        app.clock = lambda: NOW + UNDO
        assert "You can undo" not in hub.get("/en/hub").words
        assert "You can undo" not in sheet(hub, story).words

    def test_it_is_offered_to_nobody_else(self, as_role: SignIn, tell: Callable[..., Story]) -> None:
        story = tell(in_review)
        assert "You can undo" not in sheet(as_role("hub"), story).words

    def test_the_history_offers_it_and_keeps_both_steps(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        story = tell(proposed)
        hub.submit(sheet(hub, story), {"no-reason": "distance"})
        page = sheet(hub, story)
        undo = [form for form in page.outline.forms if "/hub/ongedaan/" in form.action]
        assert len(undo) == 2
        page = hub.follow(hub.press(page, undo[-1].action))
        assert "Undone: 1 suggestion is as it was." in page.words
        assert "Declined hub1@example.org" in page.words
        assert "Undone: as it was before hub1@example.org" in page.words
        assert stored(app, story).status is Status.PROPOSED

    def test_many_come_back_together(self, app: Application, hub: CheckedClient, three: Three) -> None:
        _story, found = three
        page = hub.follow(sent(hub, ticks(found)))
        assert "You declined 3 suggestions." in page.words
        [form] = [form for form in page.outline.forms if "/hub/ongedaan/" in form.action]
        answer = hub.press(page, form.action)
        assert answer.location.startswith("/en/hub?stand=new&partij=giver#v")
        assert "Undone: 3 suggestions are as they were." in hub.follow(answer).words
        assert statuses(app, found) == [Status.NEW] * 3

    def test_too_late_it_is_refused_on_the_queue_as_it_is(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        story = tell()
        hub.press(sheet(hub, story), "/oppakken")
        page = hub.get("/en/hub")
        app.clock = lambda: NOW + UNDO + timedelta(seconds=1)
        [form] = [form for form in page.outline.forms if "/hub/ongedaan/" in form.action]
        told = hub.press(page, form.action, status=409)
        assert "This can no longer be undone" in told.words
        assert "Giver → Receiver" in told.words
        assert stored(app, story).status is Status.IN_REVIEW

    def test_those_that_a_side_changed_meanwhile_are_named(
        self, app: Application, hub: CheckedClient, three: Three
    ) -> None:
        _story, found = three
        page = hub.follow(sent(hub, ticks(found)))
        with app.store.unit_of_work():
            listings.withdraw(found[0].need_id, a_reviewer("anna@example.org"))
        [form] = [form for form in page.outline.forms if "/hub/ongedaan/" in form.action]
        words = hub.follow(hub.press(page, form.action)).words
        assert f"Somebody went on with these, so they stay: suggestion {found[0].id}" in words
        assert statuses(app, found) == [Status.DECLINED, Status.NEW, Status.NEW]
