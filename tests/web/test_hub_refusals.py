"""What the hub's desk refuses: bad input, and whatever comes too late."""

import secrets
from collections.abc import Callable
from dataclasses import replace

import pytest

from circulair.app import Application
from circulair.services import reviews
from circulair.services.reviews import Refusal
from circulair.store import suggestions
from flows.exchanges import Party
from flows.suggestions import Answer, Reason, Status
from tests.stories import Story, answered, in_review, proposed
from tests.web.checked import CheckedClient, SignIn
from tests.web.desk import acts, law_fields, sheet, stored
from tests.worlds import a_firm, a_need_listing

WORDS_TOO_LONG = "x" * 501
CONTROL = "a\x00b"


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

    @pytest.mark.parametrize(
        ("told", "message"),
        [
            ({"contains_dangerous": "maybe"}, "Choose one from the list."),
            ({"transport_by": "a friend"}, "Choose one from the list."),
            ({"wood_class": "D"}, "Choose one from the list."),
            ({"transport_vihb": "1" * 81}, "This is too long: at most 80 characters."),
            ({"receiver_lma_proof": WORDS_TOO_LONG}, "This is too long: at most 500 characters."),
        ],
    )
    def test_a_bad_answer_to_a_question_is_told_beside_it(
        self,
        app: Application,
        hub: CheckedClient,
        tell: Callable[..., Story],
        told: dict[str, str],
        message: str,
    ) -> None:
        story = tell(material="wood")
        fields = law_fields(app, story, eural="17 02 01", transport_by="carrier")
        page = hub.follow(hub.submit(sheet(hub, story), law_fields(app, story, eural="17 02 01")))
        page = hub.follow(hub.submit(page, fields))
        refused = hub.submit(page, law_fields(app, story, eural="17 02 01", **told), 422)
        assert message in refused.words
        assert acts(app, story).count("law.answered") == 2

    def test_a_waiver_of_what_cannot_be_waived_is_an_unknown_field(
        self, app: Application, hub: CheckedClient, tell: Callable[..., Story]
    ) -> None:
        story = tell(in_review)
        versions = {"version": stored(app, story).version, "offer_version": 1}
        fields = {**versions, **law_fields(app, story, waive_code_not_permitted="because")}
        hub.post(f"/hub/voorstel/{story.suggestion_id}/wet/{stored(app, story).lines[0].id}", fields, 400)

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

    def test_law_answers_from_another_suggestion_of_the_offer_are_shown_and_not_overwritten(
        self, app: Application, as_role: SignIn, tell: Callable[..., Story]
    ) -> None:
        story = tell(in_review)
        with app.store.unit_of_work():
            need = a_need_listing(a_firm("Other", "maker"), tonnes="25")
            [made] = suggestions.of_listing(need.id)
        other = replace(story, suggestion_id=made.id)
        first, second = as_role("hub"), as_role("hub")
        old = sheet(second, other)
        first.submit(sheet(first, story), law_fields(app, story, eural="15 01 02"))
        told = second.submit(old, law_fields(app, other, eural="20 01 39"), 409)
        assert "Somebody changed this while you were looking." in told.words
        assert 'value="15 01 02"' in told.text
        assert stored(app, other).lines[0].offer.eural == "150102"

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
