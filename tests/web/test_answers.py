"""A letter's link answers its question once, without signing in, and only by a button."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from circulair.app import Application
from circulair.services import accounts, exchanges, expiry, reviews
from circulair.services.answers import ANSWERS
from circulair.services.asks import LATER, LIVES
from circulair.services.letters import UNDO
from circulair.services.reviews import Refusal
from circulair.store import exchanges as exchange_store
from circulair.store import listings, suggestions
from circulair.store.records import AskKind, ListingState
from circulair.web.answers import PAGES
from flows.exchanges import DeliveryStatus, Party
from flows.suggestions import Answer, Reason, Status
from tests.letters import Letters, delivered, link_in
from tests.stories import Story, a_story, agreed, proposed
from tests.web.checked import CheckedClient, SignIn
from tests.worlds import NOBODY, NOW, a_firm, an_offer_listing


def asked(app: Application, letters: Letters) -> tuple[Story, str, str]:
    """Put a suggestion to both sides and return it with the links of giver and receiver."""
    with app.store.unit_of_work():
        story = proposed(a_story())
    app.clock = lambda: NOW + UNDO
    links = {letter["To"]: link_in(letter) for letter in delivered(app, letters)}
    return story, links[story.giver.email], links[story.receiver.email]


def status(app: Application, story: Story) -> Status:
    with app.store.unit_of_work(reading=True):
        found = suggestions.one(story.suggestion_id)
        assert found is not None
        return found.status


class TestProposals:
    def test_both_sides_answer_from_their_mails(
        self, app: Application, letters: Letters, client: CheckedClient
    ) -> None:
        story, giver, receiver = asked(app, letters)
        client.post(f"/en{giver}/ja", {})
        assert "Now we wait for the other side" in client.get(f"/en{giver}").words
        assert status(app, story) is Status.PROPOSED
        client.post(f"/en{receiver}/ja", {})
        assert "Both sides said yes" in client.get(f"/en{receiver}").words
        assert status(app, story) is Status.AGREED

    def test_looking_changes_nothing(self, app: Application, letters: Letters, client: CheckedClient) -> None:
        story, giver, receiver = asked(app, letters)
        for path in (giver, receiver, giver):
            assert "Yes, I want this" in client.get(f"/en{path}").words
            assert client.http.head(path).status_code == 200
            assert client.http.get(f"{path}/ja").status_code == 405
        assert status(app, story) is Status.PROPOSED

    def test_it_answers_once(self, app: Application, letters: Letters, client: CheckedClient) -> None:
        story, giver, _receiver = asked(app, letters)
        client.post(f"/en{giver}/ja", {})
        client.post(f"/en{giver}/ja", {}, 410)
        client.post(f"/en{giver}/afwijzen", {"no-reason": "price"}, 410)
        assert status(app, story) is Status.PROPOSED

    def test_a_no_needs_a_reason_that_the_other_side_reads(
        self, app: Application, letters: Letters, client: CheckedClient
    ) -> None:
        story, giver, receiver = asked(app, letters)
        assert "Choose a reason" in client.post(f"/en{giver}/afwijzen", {}, 422).words
        assert status(app, story) is Status.PROPOSED
        client.post(f"/en{giver}/afwijzen", {"no-reason": "price"})
        assert status(app, story) is Status.DECLINED
        assert "This suggestion has ended" in client.get(f"/en{receiver}").words
        client.post(f"/en{receiver}/ja", {}, 409)

    def test_a_no_is_taken_back_by_the_same_link(
        self, app: Application, letters: Letters, client: CheckedClient
    ) -> None:
        story, giver, _receiver = asked(app, letters)
        client.post(f"/en{giver}/terug", {}, 409)
        client.post(f"/en{giver}/afwijzen", {"no-reason": "price"})
        client.press(client.get(f"/en{giver}"), "/terug")
        assert status(app, story) is Status.PROPOSED
        client.post(f"/en{giver}/ja", {})
        assert "Now we wait for the other side" in client.get(f"/en{giver}").words

    def test_a_no_on_the_site_is_taken_back_by_the_link_that_said_yes(
        self, app: Application, letters: Letters, client: CheckedClient
    ) -> None:
        story, giver, _receiver = asked(app, letters)
        client.post(f"/en{giver}/ja", {})
        with app.store.unit_of_work():
            refusal = Refusal(Reason.PRICE, "", Party.GIVER)
            now = replace(story.giver.member, now=app.clock())
            reviews.answer(story.suggestion_id, Party.GIVER, Answer.NO, refusal, now)
        client.press(client.get(f"/en{giver}"), "/terug")
        assert status(app, story) is Status.PROPOSED

    def test_who_decides_later_is_asked_again_in_a_week(
        self, app: Application, letters: Letters, client: CheckedClient
    ) -> None:
        story, giver, _receiver = asked(app, letters)
        client.post(f"/en{giver}/later", {})
        assert "We ask you again in a week" in client.get(f"/en{giver}").words
        before = len(letters)
        app.clock = lambda: NOW + UNDO + LATER
        [again] = delivered(app, letters)[before:]
        assert again["To"] == story.giver.email
        assert link_in(again) != giver
        client.post(f"/en{link_in(again)}/ja", {})

    def test_where_a_colleague_answered_nothing_is_asked_any_more(
        self, app: Application, letters: Letters, client: CheckedClient
    ) -> None:
        story, giver, _receiver = asked(app, letters)
        with app.store.unit_of_work():
            reviews.answer(story.suggestion_id, Party.GIVER, Answer.YES, None, story.giver.member)
        assert "Your organisation has answered already" in client.get(f"/en{giver}").words
        client.post(f"/en{giver}/ja", {}, 409)
        client.post(f"/en{giver}/later", {}, 409)

    def test_an_old_link_ends_no_running_exchange_and_shows_nobody_s_contact(
        self, app: Application, letters: Letters, client: CheckedClient
    ) -> None:
        story, giver, receiver = asked(app, letters)
        with app.store.unit_of_work():
            for party, firm in ((Party.GIVER, story.giver), (Party.RECEIVER, story.receiver)):
                reviews.answer(story.suggestion_id, party, Answer.YES, None, firm.member)
            own = story.giver.member
            exchanges.report_delivery(story.exchange.id, Party.GIVER, NOW.date(), Decimal(4), own)
        client.post(f"/en{receiver}/afwijzen", {"no-reason": "price"}, 409)
        assert status(app, story) is Status.MOVED
        words = client.get(f"/en{giver}").words
        assert story.receiver.email not in words
        assert "Make an appointment" in words

    def test_whoever_decides_later_may_decide_before(
        self, app: Application, letters: Letters, client: CheckedClient
    ) -> None:
        _story, giver, _receiver = asked(app, letters)
        client.post(f"/en{giver}/later", {})
        client.post(f"/en{giver}/ja", {})
        client.post(f"/en{giver}/ja", {}, 410)
        app.clock = lambda: NOW + UNDO + LATER
        before = len(letters)
        assert [one["To"] for one in delivered(app, letters)[before:]] == []

    def test_whoever_decides_later_and_takes_back_a_no_is_asked_again_as_promised(
        self, app: Application, letters: Letters, client: CheckedClient
    ) -> None:
        story, giver, _receiver = asked(app, letters)
        app.clock = lambda: NOW + 2 * UNDO
        client.post(f"/en{giver}/later", {})
        client.post(f"/en{giver}/afwijzen", {"no-reason": "price"})
        delivered(app, letters)  # what has become moot falls away
        client.press(client.get(f"/en{giver}"), "/terug")
        before = len(letters)
        app.clock = lambda: NOW + 2 * UNDO + LATER
        assert [one["To"] for one in delivered(app, letters)[before:]] == [story.giver.email]

    def test_whoever_answered_before_the_letter_left_is_not_asked(
        self, app: Application, letters: Letters
    ) -> None:
        with app.store.unit_of_work():
            story = proposed(a_story())
            reviews.answer(story.suggestion_id, Party.GIVER, Answer.YES, None, story.giver.member)
        app.clock = lambda: NOW + UNDO
        assert [one["To"] for one in delivered(app, letters)] == [story.receiver.email]

    def test_whoever_decides_later_hears_that_it_ended(
        self, app: Application, letters: Letters, client: CheckedClient
    ) -> None:
        story, giver, receiver = asked(app, letters)
        client.post(f"/en{giver}/later", {})
        client.post(f"/en{receiver}/afwijzen", {"no-reason": "price"})
        before = len(letters)
        app.clock = lambda: NOW + UNDO + UNDO
        assert [one["To"] for one in delivered(app, letters)[before:]] == [story.giver.email]

    def test_it_is_too_late_after_its_time(
        self, app: Application, letters: Letters, client: CheckedClient
    ) -> None:
        _story, giver, _receiver = asked(app, letters)
        app.clock = lambda: NOW + timedelta(days=60)
        client.get(f"/en{giver}", 410)
        client.post(f"/en{giver}/ja", {}, 410)

    def test_it_signs_nobody_in(self, app: Application, letters: Letters, client: CheckedClient) -> None:
        story, giver, _receiver = asked(app, letters)
        client.post(f"/en{giver}/ja", {})
        assert client.http.get(f"/voorstel/{story.suggestion_id}").status_code == 303

    def test_who_has_left_the_organisation_answers_nothing(
        self, app: Application, letters: Letters, client: CheckedClient
    ) -> None:
        story, giver, receiver = asked(app, letters)
        with app.store.unit_of_work():
            accounts.forget(story.giver.email, NOBODY)
        client.get(f"/en{giver}", 410)
        client.post(f"/en{giver}/ja", {}, 410)
        client.get(f"/en{receiver}")


class TestDeliveries:
    def reported(self, app: Application, letters: Letters) -> tuple[Story, str]:
        with app.store.unit_of_work():
            story = agreed(a_story())
            giver = story.giver.member
            exchanges.report_delivery(story.exchange.id, Party.GIVER, NOW.date(), Decimal(4), giver)
        app.clock = lambda: NOW + UNDO
        to_receiver = [one for one in delivered(app, letters) if one["To"] == story.receiver.email]
        [path] = [path for path in map(link_in, to_receiver) if path.startswith("/antwoord/")]
        return story, path

    @pytest.mark.parametrize(
        ("button", "wanted"), [("ja", DeliveryStatus.CONFIRMED), ("nee", DeliveryStatus.DISPUTED)]
    )
    def test_a_delivery_is_confirmed_or_disputed_from_the_mail(
        self, app: Application, letters: Letters, client: CheckedClient, button: str, wanted: DeliveryStatus
    ) -> None:
        story, path = self.reported(app, letters)
        assert "Is this right?" in client.get(f"/en{path}").words
        client.post(f"/en{path}/later", {}, 404)
        client.post(f"/en{path}/{button}", {})
        client.get(f"/en{path}")
        with app.store.unit_of_work(reading=True):
            [exchange] = exchange_store.of_suggestion(story.suggestion_id)
            assert [row.status for row in exchange.deliveries] == [wanted]

    def test_a_no_says_what_it_was_and_is_taken_back_for_a_while(
        self, app: Application, letters: Letters, client: CheckedClient
    ) -> None:
        _story, path = self.reported(app, letters)
        assert "Choose what is not right." in client.post(f"/en{path}/klopt-niet", {}, 422).words
        lighter = {"not-kind": "weight", "not-unit": "kg"}
        assert "How much was it?" in client.post(f"/en{path}/klopt-niet", lighter, 422).words
        client.post(f"/en{path}/klopt-niet", {**lighter, "not-weight": "3200"})
        page = client.get(f"/en{path}")
        assert "It was another weight: 3.2 t" in page.words
        client.press(page, "/terug")
        assert "No, not right" in client.get(f"/en{path}").words
        client.post(f"/en{path}/ja", {})

    def test_the_other_side_and_the_hub_read_what_it_was(
        self, app: Application, letters: Letters, client: CheckedClient, as_role: SignIn
    ) -> None:
        story, path = self.reported(app, letters)
        told = {"not-kind": "weight", "not-unit": "kg", "not-weight": "3200"}
        client.post(f"/en{path}/klopt-niet", told)
        with app.store.unit_of_work(reading=True):
            number = exchange_store.of_suggestion(story.suggestion_id)[0].id
        for visitor in (as_role("member", story.giver), as_role("hub")):
            assert "It was another weight: 3.2 t" in visitor.get(f"/en/uitwisseling/{number}").words
        app.clock = lambda: NOW + UNDO + UNDO
        told_of = delivered(app, letters)[-1]
        assert told_of["To"] == story.giver.email
        assert "3,2 t" in told_of.get_content()


class TestEndings:
    @pytest.mark.parametrize(
        ("button", "state"), [("ja", ListingState.OPEN), ("nee", ListingState.WITHDRAWN)]
    )
    def test_an_owner_says_once_whether_a_listing_still_holds(
        self, app: Application, letters: Letters, client: CheckedClient, button: str, state: ListingState
    ) -> None:
        with app.store.unit_of_work():
            offer = an_offer_listing(a_firm())
            last = offer.expires_on
            assert last is not None
            number = offer.id
        soon = replace(NOBODY, now=NOW + (last - NOBODY.today) - timedelta(days=3))
        app.clock = lambda: soon.now
        with app.store.unit_of_work():
            assert expiry.ask_what_ends(soon) == 1
            assert expiry.ask_what_ends(soon) == 0
        [letter] = [one for one in delivered(app, letters) if "/antwoord/" in one.get_content()]
        assert "Do you still have this left over?" in client.get(f"/en{link_in(letter)}").words
        client.post(f"/en{link_in(letter)}/{button}", {})
        client.get(f"/en{link_in(letter)}")
        with app.store.unit_of_work(reading=True):
            found = listings.one(number)
            assert found is not None
            assert found.state is state
            assert found.expires_on is not None
            assert (found.expires_on > last) is (button == "ja")


def test_every_kind_of_question_has_a_page_an_answer_and_an_end() -> None:
    assert set(PAGES) == set(ANSWERS) == set(LIVES) == set(AskKind)
