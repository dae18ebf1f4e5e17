"""What both sides of a suggestion see once it is put to them, and how they answer."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from circulair.app import Application
from circulair.services import exchanges as services
from circulair.services import reviews
from circulair.services.letters import UNDO
from circulair.services.reviews import Refusal
from circulair.store import exchanges, suggestions
from circulair.store.records import SuggestionRecord
from flows.exchanges import Party
from flows.suggestions import Answer, Reason, Status
from tests.stories import Story, a_story, in_review, proposed
from tests.web.checked import CheckedClient, Page, SignIn
from tests.worlds import NOW


def told(app: Application, *stages: Callable[[Story], Story]) -> Story:
    with app.store.unit_of_work():
        story = a_story()
        for stage in stages:
            stage(story)
        return story


FOR_ITSELF = "their last load stank"


def declined(story: Story) -> Story:
    """Let the hub decline, with words that it writes for itself."""
    reviews.decline(story.suggestion_id, story.version, Refusal(Reason.SAFETY, FOR_ITSELF), story.hub)
    return story


def stored(app: Application, story: Story) -> SuggestionRecord:
    with app.store.unit_of_work(reading=True):
        found = suggestions.one(story.suggestion_id)
    assert found is not None
    return found


def both_agree(story: Story) -> None:
    """Let both sides say yes to what is proposed."""
    for party, firm in ((Party.GIVER, story.giver), (Party.RECEIVER, story.receiver)):
        reviews.answer(story.suggestion_id, party, Answer.YES, None, firm.member)


def both_deliver(story: Story) -> None:
    """Let both sides say yes, and the giver report a delivery."""
    both_agree(story)
    giver = story.giver.member
    services.report_delivery(story.exchange.id, Party.GIVER, NOW.date(), Decimal(4), giver)


def sheet(client: CheckedClient, story: Story) -> Page:
    return client.get(f"/en/voorstel/{story.suggestion_id}")


class TestWhoMaySeeIt:
    @pytest.mark.parametrize("stages", [(), (in_review,)])
    def test_before_it_is_proposed_no_side_sees_it(
        self, app: Application, as_role: SignIn, stages: tuple[Callable[[Story], Story], ...]
    ) -> None:
        story = told(app, *stages)
        giver = as_role("member", story.giver)
        giver.get(f"/voorstel/{story.suggestion_id}", 404)
        giver.post(f"/voorstel/{story.suggestion_id}/ja", {}, 404)
        giver.post(f"/voorstel/{story.suggestion_id}/nee", {"no-reason": "price"}, 404)
        giver.post(f"/voorstel/{story.suggestion_id}/nee/terug", {}, 404)
        assert stored(app, story).answers == []

    def test_what_the_hub_declined_before_it_was_proposed_is_nowhere(
        self, app: Application, as_role: SignIn
    ) -> None:
        story = told(app, in_review, declined)
        giver, number = as_role("member", story.giver), story.suggestion_id
        offer = stored(app, story).lines[0].offer_id
        there, missing = giver.get(f"/voorstel/{number}", 404), giver.get("/voorstel/999", 404)
        assert there.words == missing.words
        giver.post(f"/voorstel/{number}/ja", {}, 404)
        giver.post(f"/voorstel/{number}/nee", {"no-reason": "price"}, 404)
        for page in (giver.get("/en/mijn"), giver.get(f"/en/mijn/{offer}")):
            assert f"/voorstel/{number}" not in page.text
            assert "possible partner" not in page.words
            assert FOR_ITSELF not in page.text

    def test_another_organisation_never_sees_or_answers_it(self, app: Application, as_role: SignIn) -> None:
        story = told(app, proposed)
        stranger = as_role("member")
        stranger.get(f"/voorstel/{story.suggestion_id}", 404)
        stranger.post(f"/voorstel/{story.suggestion_id}/ja", {}, 404)
        stranger.post(f"/voorstel/{story.suggestion_id}/nee", {"no-reason": "price"}, 404)
        assert stored(app, story).status is Status.PROPOSED

    def test_the_hub_is_led_to_its_own_page_and_answers_there(
        self, app: Application, as_role: SignIn
    ) -> None:
        story, hub = told(app, proposed), as_role("hub")
        page = hub.get(f"/voorstel/{story.suggestion_id}", 303)
        assert page.location == f"/hub/voorstel/{story.suggestion_id}"
        hub.post(f"/voorstel/{story.suggestion_id}/ja", {}, 404)

    def test_a_visitor_signs_in_first(self, app: Application, client: CheckedClient) -> None:
        story = told(app, proposed)
        assert "/inloggen" in client.get(f"/voorstel/{story.suggestion_id}", 303).location


class TestWhatIsSeen:
    def test_the_reasons_have_numbers_and_the_law_is_no_ruling(
        self, app: Application, as_role: SignIn
    ) -> None:
        story = told(app, proposed)
        words = sheet(as_role("member", story.giver), story).words
        assert "Offered a year: 40 t. Wanted a year: 25 t. The receiver can get 25 t a year." in words
        assert "made to be sold" in words
        assert "This is a record, no ruling." in words

    def test_the_terms_of_the_trade_are_folded_away(self, app: Application, as_role: SignIn) -> None:
        page = sheet(as_role("member", (story := told(app, proposed)).giver), story)
        shown = re.sub(r"<details.*?</details>", "", page.text, flags=re.DOTALL)
        assert not re.search(r"\bR[0-9]\b|\bL[1-4]\b|[Cc]ounts for|Eural|ladder", shown)
        assert "Step on the ladder of circular strategies (R0 to R9) R8" in page.words

    def test_each_side_is_told_from_its_own_end(self, app: Application, as_role: SignIn) -> None:
        story = told(app, proposed)
        giver = sheet(as_role("member", story.giver), story).words
        receiver = sheet(as_role("member", story.receiver), story).words
        assert "Receiver could use what you have left over." in giver
        assert "Giver has what you look for." in receiver
        assert "Can you tell us: what is the quality of what is offered?" in giver
        assert "Can you tell us: which quality does the receiver need?" in receiver

    def test_nobody_is_sent_to_a_side_that_is_not_known_yet(self, app: Application, as_role: SignIn) -> None:
        words = sheet(as_role("member", (story := told(app, proposed)).giver), story).words
        assert "The receiver can still tell: which quality does the receiver need?" in words
        assert "What probably happens with it: recycle and keep the quality. We assume that" in words

    def test_people_and_addresses_stay_hidden_until_both_agree(
        self, app: Application, as_role: SignIn
    ) -> None:
        story = told(app, proposed)
        giver = as_role("member", story.giver)
        before = sheet(giver, story).text
        assert story.receiver.email not in before.replace("ldpe-film of receiver@example.org", "")
        assert "You see the address once both agree." in before
        with app.store.unit_of_work():
            for firm, party in ((story.giver, Party.GIVER), (story.receiver, Party.RECEIVER)):
                reviews.answer(story.suggestion_id, party, Answer.YES, None, firm.member)
        assert f"mailto:{story.receiver.email}" in sheet(giver, story).text

    def test_with_which_words_the_hub_declined_is_for_the_hub_only(
        self, app: Application, as_role: SignIn
    ) -> None:
        story = told(app, proposed, declined)
        words = sheet(as_role("member", story.giver), story).words
        assert "Hub: Not safe enough." in words
        assert FOR_ITSELF not in words
        assert FOR_ITSELF in as_role("hub").get(f"/en/hub/voorstel/{story.suggestion_id}").words

    def test_the_history_with_its_names_is_for_the_hub_only(self, app: Application, as_role: SignIn) -> None:
        story = told(app, proposed)
        assert "hub@example.org" not in sheet(as_role("member", story.giver), story).text


class TestAnswers:
    def test_one_yes_waits_for_the_other(self, app: Application, as_role: SignIn) -> None:
        story = told(app, proposed)
        giver = as_role("member", story.giver)
        page = giver.follow(giver.press(sheet(giver, story), "/ja"))
        assert "You said yes. Now we wait for the other side." in page.words
        assert stored(app, story).status is Status.PROPOSED

    def test_two_yeses_make_an_exchange_to_which_both_are_led(
        self, app: Application, as_role: SignIn
    ) -> None:
        story = told(app, proposed)
        for firm in (story.giver, story.receiver):
            side = as_role("member", firm)
            page = side.follow(side.press(sheet(side, story), "/ja"))
        with app.store.unit_of_work(reading=True):
            [made] = exchanges.of_suggestion(story.suggestion_id)
        assert f"/en/uitwisseling/{made.id}" in page.outline.links
        assert made.tonnes_agreed == Decimal(25)

    def test_a_no_needs_a_reason_and_ends_it(self, app: Application, as_role: SignIn) -> None:
        story = told(app, proposed)
        receiver = as_role("member", story.receiver)
        assert "Choose a reason." in receiver.press(sheet(receiver, story), "/nee", status=422).words
        page = receiver.follow(
            receiver.submit(sheet(receiver, story), {"no-reason": "quality", "no-words": "too dirty"})
        )
        assert "Receiver: The quality does not fit. “too dirty”" in page.words
        seen = stored(app, story)
        assert (seen.status, seen.declined_by) == (Status.DECLINED, "receiver")

    def test_a_no_said_just_now_is_taken_back_on_the_page(self, app: Application, as_role: SignIn) -> None:
        story = told(app, proposed)
        receiver = as_role("member", story.receiver)
        page = receiver.follow(receiver.submit(sheet(receiver, story), {"no-reason": "quality"}))
        assert "You can take your no back until" in page.words
        assert "/nee/terug" not in sheet(as_role("member", story.giver), story).text
        again = receiver.follow(receiver.press(page, "/nee/terug"))
        assert "Taken back. You can answer once more." in again.words
        assert "Yes, I want this" in again.words
        assert stored(app, story).status is Status.PROPOSED

    def test_ones_own_listing_leads_to_what_was_answered(self, app: Application, as_role: SignIn) -> None:
        story = told(app, proposed)
        need, address = stored(app, story).need_id, f"/en/voorstel/{story.suggestion_id}"
        receiver = as_role("member", story.receiver)
        receiver.press(sheet(receiver, story), "/ja")
        listed = receiver.get("/en/mijn")
        assert "You said yes to:" in listed.words
        assert address in listed.outline.links
        receiver.submit(sheet(receiver, story), {"no-reason": "quality"})
        assert address in receiver.get(f"/en/mijn/{need}").outline.links  # there the no can be taken back
        app.clock = lambda: NOW + UNDO
        assert address not in receiver.get(f"/en/mijn/{need}").outline.links

    def test_a_yes_before_a_no_that_is_taken_back_stands_again(
        self, app: Application, as_role: SignIn
    ) -> None:
        story = told(app, proposed)
        receiver = as_role("member", story.receiver)
        page = receiver.follow(receiver.press(sheet(receiver, story), "/ja"))
        page = receiver.follow(receiver.submit(page, {"no-reason": "quality"}))
        again = receiver.follow(receiver.press(page, "/nee/terug"))
        assert "Taken back. Your yes stands again." in again.words
        assert "Yes, I want this" not in again.words

    @pytest.mark.parametrize(
        ("typed", "message"),
        [
            ({"no-reason": "other", "no-words": "  "}, "a few words are needed"),
            ({"no-reason": "nonsense"}, "Choose one from the list."),
            ({"no-reason": "price", "no-words": "x" * 501}, "at most 500 characters"),
            ({"no-reason": "price", "no-words": "\x1b[31m"}, "There are characters in it"),
        ],
    )
    def test_a_bad_no_is_told_beside_the_field_and_keeps_what_was_typed(
        self, app: Application, as_role: SignIn, typed: dict[str, object], message: str
    ) -> None:
        story = told(app, proposed)
        giver = as_role("member", story.giver)
        page = giver.press(sheet(giver, story), "/nee", typed, 422)
        assert message in page.words
        assert str(typed.get("no-words", "")).strip("\x1b") in page.text
        assert stored(app, story).status is Status.PROPOSED

    def test_a_second_yes_is_told_that_it_was_answered(self, app: Application, as_role: SignIn) -> None:
        story = told(app, proposed)
        giver = as_role("member", story.giver)
        old = sheet(giver, story)
        giver.press(old, "/ja")
        assert (
            "This side has answered already."
            in giver.press(
                sheet_of_yes(old), "/ja", {"idempotency_key": "another-key-of-some-length"}, 409
            ).words
        )

    def test_whoever_answers_after_the_end_sees_the_end(self, app: Application, as_role: SignIn) -> None:
        story = told(app, proposed)
        giver = as_role("member", story.giver)
        old = sheet(giver, story)
        with app.store.unit_of_work():
            reviews.decline(story.suggestion_id, story.version, Refusal(Reason.SAFETY), story.hub)
        page = giver.press(old, "/ja", status=409)
        assert "Somebody was ahead of you: this suggestion is now: Declined." in page.words
        assert "Not safe enough" in page.words

    @pytest.mark.parametrize("stage", [both_agree, both_deliver])
    def test_a_no_from_a_page_of_before_the_agreement_ends_nothing(
        self, app: Application, as_role: SignIn, stage: Callable[[Story], None]
    ) -> None:
        story = told(app, proposed)
        receiver = as_role("member", story.receiver)
        page = sheet(receiver, story)
        with app.store.unit_of_work():
            stage(story)
        receiver.submit(page, {"no-reason": "capacity"}, 409)
        assert "No, this does not suit me" not in sheet(receiver, story).words
        with app.store.unit_of_work(reading=True):
            assert story.exchange.ended_on is None


def sheet_of_yes(page: Page) -> Page:
    """Return the page as it was, to press its button once more."""
    return replace(page)
