"""The hub's desk: the queue, one suggestion with all its facts, and every step the team takes."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from circulair.app import Application
from circulair.services import reviews
from circulair.services.reviews import Refusal
from circulair.store import suggestions, trail
from circulair.store.records import SuggestionRecord
from flows.exchanges import Party
from flows.suggestions import Answer, Reason, Status
from tests.stories import Story, a_story, agreed, answered, in_review, proposed
from tests.web.checked import CheckedClient, Page, SignIn
from tests.worlds import NOW, a_firm, a_need_listing, an_offer_listing

WORDS_TOO_LONG = "x" * 501
CONTROL = "a\x00b"


@pytest.fixture
def hub(as_role: SignIn) -> CheckedClient:
    return as_role("hub")


@pytest.fixture
def tell(app: Application) -> Callable[..., Story]:
    """Tell a story up to some stage and store it."""

    def told(*stages: Callable[[Story], Story], **parts: Any) -> Story:  # whatever a story takes
        with app.store.unit_of_work():
            story = a_story(**parts)
            for stage in stages:
                stage(story)
            return story

    return told


def stored(app: Application, story: Story) -> SuggestionRecord:
    with app.store.unit_of_work(reading=True):
        found = suggestions.one(story.suggestion_id)
    assert found is not None
    return found


def acts(app: Application, story: Story) -> list[str]:
    with app.store.unit_of_work(reading=True):
        return [row.act for row, _words in trail.of_subject("suggestion", story.suggestion_id)]


def sheet(client: CheckedClient, story: Story) -> Page:
    return client.get(f"/en/hub/voorstel/{story.suggestion_id}")


@contextmanager
def counted(app: Application) -> Iterator[list[str]]:
    """Yield the statements that are sent to the database meanwhile."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(app.store.engine, "before_cursor_execute", note)
    yield seen
    event.remove(app.store.engine, "before_cursor_execute", note)


def law_fields(app: Application, story: Story, **told: str) -> dict[str, object]:
    """Return the fields of the law form of a story's one offer."""
    line = stored(app, story).lines[0].id
    fields = {
        "status": "waste",
        "reason": "",
        "eural": "15 01 02",
        "contains_dangerous": "unknown",
        "receiver_permitted": "unknown",
        **told,
    }
    return {f"law{line}-{name}": value for name, value in fields.items()}


def press_law(client: CheckedClient, page: Page, fields: dict[str, object], status: int = 303) -> Page:
    return client.submit(page, fields, status)


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
        assert "1.2 Needed first" in page.words
        assert "Look at it" in page.words
        assert f"/en/hub/voorstel/{story.suggestion_id}" in page.outline.links

    def test_most_tonnes_times_score_come_first(self, app: Application, hub: CheckedClient) -> None:
        with app.store.unit_of_work():
            for name, tonnes in (("Small", "2"), ("Large", "900"), ("Middle", "30")):
                an_offer_listing(a_firm(f"{name} giver"), tonnes=tonnes)
            a_need_listing(a_firm("Taker"), tonnes="900")
        words = hub.get("/en/hub").words
        assert words.index("Large giver") < words.index("Middle giver") < words.index("Small giver")

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


class TestSheet:
    def test_all_facts_of_both_sides_are_on_it(self, hub: CheckedClient, tell: Callable[..., Story]) -> None:
        words = sheet(hub, tell()).words
        for fact in ("40 tonnes a year", "25 tonnes a year", "giver@example.org", "B: declared"):
            assert fact in words
        assert "That uses 62% of the offer and fills 100% of the need." in words
        assert "Match found" in words

    def test_what_people_typed_is_only_ever_text(self, app: Application, hub: CheckedClient) -> None:
        with app.store.unit_of_work():
            need = a_need_listing(a_firm("<b>Taker</b>"))
            an_offer_listing(a_firm("Giver"))
            need.title = "<img src=x onerror=alert(1)>${alert(1)}`</script>"
            [made] = suggestions.of_listing(need.id)
        page = hub.get(f"/en/hub/voorstel/{made.id}")
        assert "<img src=x onerror=alert(1)>${alert(1)}`</script>" in page.words
        assert "<img src=x" not in page.text

    def test_an_unknown_suggestion_is_not_found(self, hub: CheckedClient) -> None:
        hub.get("/hub/voorstel/4711", 404)
        hub.post("/hub/voorstel/4711/oppakken", {"version": 1}, 404)

    def test_members_may_not_see_it(self, as_role: SignIn, tell: Callable[..., Story]) -> None:
        story = tell(proposed)
        as_role("member", story.giver).get(f"/hub/voorstel/{story.suggestion_id}", 403)


class TestSteps:
    def test_taking_it_names_who_looks_after_it(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        story = tell()
        page = hub.follow(hub.press(sheet(hub, story), "/oppakken"))
        assert "Looked after by hub1@example.org" in page.words
        assert stored(app, story).status is Status.IN_REVIEW

    def test_law_answers_are_kept_and_take_it_into_review(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        story = tell()
        page = hub.follow(hub.submit(sheet(hub, story), law_fields(app, story)))
        assert "Nothing stops it" in page.words
        assert "15 01 02" in page.words
        assert stored(app, story).status is Status.IN_REVIEW

    @pytest.mark.parametrize(
        ("told", "question"),
        [
            ({"eural": ""}, "L1 · Needed first."),
            ({"eural": "17 02 01"}, "L2 · Needed first."),
            ({"eural": "17 02 04*", "contains_dangerous": "yes"}, "L3 · Blocked."),
        ],
    )
    def test_what_the_law_still_asks_is_listed_and_stops_the_proposal(
        self,
        app: Application,
        hub: CheckedClient,
        tell: Callable[..., Story],
        told: dict[str, str],
        question: str,
    ) -> None:
        story = tell()
        page = hub.follow(hub.submit(sheet(hub, story), law_fields(app, story, **told)))
        assert question in page.words
        refused = hub.press(page, "/voorleggen", status=409)
        assert "the law panel still asks for an answer" in refused.words
        assert stored(app, story).status is Status.IN_REVIEW

    def test_a_lawful_one_goes_to_both_sides_and_the_next_comes_by_itself(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        story = tell(in_review, answered)
        with app.store.unit_of_work():
            other = an_offer_listing(a_firm("Other giver"), tonnes="1")
            [waiting] = suggestions.of_listing(other.id)
        answer = hub.press(sheet(hub, story), "/voorleggen")
        assert answer.location == f"/en/hub/voorstel/{waiting.id}"
        assert f"Suggestion {story.suggestion_id} was put to both sides." in hub.follow(answer).words
        assert stored(app, story).status is Status.PROPOSED

    def test_declining_counts_the_reason_and_leads_to_the_queue_after_the_last(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        story = tell()
        answer = hub.submit(sheet(hub, story), {"no-reason": "distance", "no-words": "Too far for a bike"})
        assert answer.location == "/en/hub"
        seen = stored(app, story)
        assert (seen.status, seen.reason, seen.declined_by) == (Status.DECLINED, Reason.DISTANCE, "hub")
        assert "Too far for a bike" in sheet(hub, story).words

    def test_what_was_agreed_can_still_be_declined_which_ends_the_exchange(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        story = tell(agreed)
        hub.submit(sheet(hub, story), {"no-reason": "trust"})
        with app.store.unit_of_work(reading=True):
            assert story.exchange.ended_on == NOW.date()

    def test_an_answer_by_telephone_is_recorded_for_a_side(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        story = tell(proposed)
        hub.submit(sheet(hub, story), {"said-party": "giver", "said-said": "yes"})
        assert "Still to answer: Receiver." in sheet(hub, story).words
        page = hub.follow(
            hub.submit(
                sheet(hub, story), {"said-party": "receiver", "said-said": "no", "said-reason": "price"}
            )
        )
        assert "Receiver: The price does not fit." in page.words
        assert stored(app, story).declined_by == "receiver"

    def test_the_history_names_who_did_what(self, hub: CheckedClient, tell: Callable[..., Story]) -> None:
        words = sheet(hub, tell(proposed)).words
        assert "Put to both sides hub@example.org" in words
        assert "“made to be sold”" in words


class TestBadInput:
    @pytest.mark.parametrize(
        ("told", "message"),
        [
            ({"eural": "99 99 99"}, "99 99 99 is not in our list."),
            ({"eural": "plastic"}, "plastic is not in our list."),
            ({"eural": "17 02 04"}, "This code needs a star"),
            ({"status": "product"}, "Say why this is not waste."),
            ({"status": "by_product", "reason": " \t"}, "Say why this is not waste."),
            ({"status": "nonsense"}, "Choose one from the list."),
            ({"contains_dangerous": "maybe"}, "Choose one from the list."),
            ({"reason": WORDS_TOO_LONG}, "This is too long: at most 500 characters."),
            ({"reason": CONTROL}, "There are characters in it that cannot be shown."),
        ],
    )
    def test_a_bad_law_answer_is_told_beside_its_field_and_nothing_is_stored(
        self,
        app: Application,
        hub: CheckedClient,
        tell: Callable[..., Story],
        told: dict[str, str],
        message: str,
    ) -> None:
        story = tell()
        fields = law_fields(app, story, **told)
        page = hub.submit(sheet(hub, story), fields, 422)
        assert message in page.words
        assert page.outline.title.startswith("Error:")
        assert acts(app, story) == ["suggestion.made"]

    def test_what_was_typed_stays(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        story = tell()
        fields = law_fields(app, story, eural="99 99 99", reason="seen on the spot")
        text = hub.submit(sheet(hub, story), fields, 422).text
        assert 'value="99 99 99"' in text
        assert "seen on the spot</textarea>" in text

    @pytest.mark.parametrize(
        ("told", "message"),
        [
            ({}, "Choose a reason."),
            ({"no-reason": "boredom"}, "Choose one from the list."),
            ({"no-reason": "other"}, "With 'something else' a few words are needed."),
            ({"no-reason": "price", "no-words": WORDS_TOO_LONG}, "This is too long: at most 500 characters."),
            ({"no-reason": "price", "no-words": CONTROL}, "There are characters in it that cannot be shown."),
        ],
    )
    def test_a_refusal_without_a_good_reason_is_asked_again(
        self,
        app: Application,
        hub: CheckedClient,
        tell: Callable[..., Story],
        told: dict[str, object],
        message: str,
    ) -> None:
        story = tell()
        page = hub.press(sheet(hub, story), "/afwijzen", told, 422)
        assert message in page.words
        assert stored(app, story).status is Status.NEW

    @pytest.mark.parametrize(
        ("told", "message"),
        [
            ({"said-said": "yes"}, "Choose a side."),
            ({"said-party": "giver"}, "Yes or no?"),
            ({"said-party": "giver", "said-said": "no"}, "Say why: choose a reason."),
            ({"said-party": "hub", "said-said": "yes"}, "Choose one from the list."),
        ],
    )
    def test_half_an_answer_by_telephone_is_asked_again(
        self,
        app: Application,
        hub: CheckedClient,
        tell: Callable[..., Story],
        told: dict[str, object],
        message: str,
    ) -> None:
        story = tell(proposed)
        assert message in hub.press(sheet(hub, story), "/antwoord", told, 422).words
        assert stored(app, story).status is Status.PROPOSED

    def test_a_line_of_another_suggestion_is_not_found(
        self, hub: CheckedClient, app: Application, tell: Callable[..., Story]
    ) -> None:
        story = tell()
        fields = {"version": 1, **law_fields(app, story)}
        moved = {
            name.replace(f"law{stored(app, story).lines[0].id}", "law999"): value
            for name, value in fields.items()
        }
        hub.post(f"/hub/voorstel/{story.suggestion_id}/wet/999", moved, 404)


class TestTwoAtOnce:
    def test_the_second_reviewer_is_told_who_did_what_and_sees_how_it_is(
        self, app: Application, as_role: SignIn, tell: Callable[..., Story]
    ) -> None:
        story = tell()
        first, second = as_role("hub"), as_role("hub")
        page_of_second = sheet(second, story)
        first.press(sheet(first, story), "/oppakken")
        told = second.press(page_of_second, "/oppakken", status=409)
        assert "Last step: Taken into review, by hub1@example.org" in told.words
        assert "In review" in told.words
        assert f"/en/hub/voorstel/{story.suggestion_id}" in told.outline.links
        assert acts(app, story) == ["suggestion.made", "suggestion.in_review"]

    def test_law_answers_on_an_old_page_overwrite_nothing(
        self, app: Application, as_role: SignIn, tell: Callable[..., Story]
    ) -> None:
        story = tell(in_review)
        first, second = as_role("hub"), as_role("hub")
        old = sheet(second, story)
        first.submit(sheet(first, story), law_fields(app, story, reason="weighed and seen"))
        told = second.submit(old, law_fields(app, story, eural="", reason="not sure"), 409)
        assert "Law panel answered" in told.words
        assert stored(app, story).lines[0].legal_reason == "weighed and seen"

    def test_the_words_of_a_refusal_that_came_too_late_are_still_there(
        self, as_role: SignIn, tell: Callable[..., Story]
    ) -> None:
        story = tell()
        first, second = as_role("hub"), as_role("hub")
        old = sheet(second, story)
        first.press(sheet(first, story), "/oppakken")
        told = second.submit(old, {"no-reason": "price", "no-words": "they ask too much"}, 409)
        assert "they ask too much</textarea>" in told.text

    @pytest.mark.parametrize("version", ["", "-1", "9" * 30, "²", "1; drop"])
    def test_a_version_that_is_none_never_fits(
        self, hub: CheckedClient, tell: Callable[..., Story], version: str
    ) -> None:
        story = tell()
        hub.post(f"/en/hub/voorstel/{story.suggestion_id}/oppakken", {"version": version}, 409)

    def test_a_side_that_was_quicker_than_the_telephone_is_told(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        story = tell(proposed)
        page = sheet(hub, story)
        with app.store.unit_of_work():
            reviews.answer(story.suggestion_id, Party.GIVER, Answer.YES, None, story.giver.member)
        told = hub.submit(page, {"said-party": "giver", "said-said": "yes"}, 409)
        assert "This side has answered already." in told.words

    def test_what_has_ended_meanwhile_cannot_be_proposed(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        story = tell(in_review, answered)
        page = sheet(hub, story)
        with app.store.unit_of_work():
            reviews.decline(story.suggestion_id, story.version, Refusal(Reason.LAW), story.hub)
        assert "Declined" in hub.press(page, "/voorleggen", status=409).words

    def test_the_same_form_sent_twice_counts_once_and_answers_alike(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        story = tell()
        fields = {
            "csrf_token": hub.token(),
            "idempotency_key": secrets.token_urlsafe(24),
            "version": stored(app, story).version,
            "no-reason": "distance",
            "no-words": "",
        }
        answers = [
            hub.http.post(f"/hub/voorstel/{story.suggestion_id}/afwijzen", data=fields) for _ in range(2)
        ]
        assert [answer.status_code for answer in answers] == [303, 303]
        assert answers[0].headers["Location"] == answers[1].headers["Location"]
        assert acts(app, story).count("suggestion.declined") == 1
