"""The worker's round: letters leave once, in their reader's language, and again after a failure."""

import operator
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from functools import partial

import pytest

from circulair.app import Application
from circulair.jobs import outbox
from circulair.services import accounts, listings, reviews
from circulair.services.letters import post
from circulair.services.reviews import Refusal
from circulair.store import outbox as store
from flows.exchanges import Party
from flows.suggestions import Answer, Reason
from tests.letters import Letters, delivered, link_in
from tests.stories import Story, a_story, proposed
from tests.web.checked import CheckedClient
from tests.worlds import NOBODY, a_firm

EMAIL = "bakkerij.korrel@example.org"


@pytest.fixture
def asked(app: Application) -> Application:
    """An application in which somebody asked for a link to sign in."""
    with app.store.unit_of_work():
        a_firm()
        accounts.ask_sign_in(EMAIL, NOBODY)
    return app


def decline(story: Story) -> None:
    reviews.decline(story.suggestion_id, story.version, Refusal(Reason.PRICE), story.hub)


def withdraw(story: Story) -> None:
    listings.withdraw(story.suggestion.need_id, story.receiver.member)


def agree(story: Story) -> None:
    for party, firm in ((Party.GIVER, story.giver), (Party.RECEIVER, story.receiver)):
        reviews.answer(story.suggestion_id, party, Answer.YES, None, firm.member)


class Closed:
    """A post office that is away."""

    def send(self, message: EmailMessage) -> None:
        raise ConnectionRefusedError("closed")


def test_a_letter_leaves_once(asked: Application, letters: Letters) -> None:
    assert (outbox.send_due(asked), outbox.send_due(asked)) == (1, 0)
    [letter] = letters
    assert letter["To"] == EMAIL
    assert letter["Auto-Submitted"] == "auto-generated"


def test_the_link_in_a_letter_signs_in(asked: Application, letters: Letters) -> None:
    client = CheckedClient(asked)
    path = link_in(delivered(asked, letters)[0])
    page = client.get(path)
    client.submit(page, {})
    client.get("/mijn")
    CheckedClient(asked).get(path, 410)


def test_a_letter_is_in_its_reader_s_language(asked: Application, letters: Letters) -> None:
    with asked.store.unit_of_work():
        for language in ("en", "de"):
            accounts.send_link((f"{language}@example.org", language), accounts.SIGN_IN, {}, NOBODY)
    dutch, english, german = delivered(asked, letters)
    subjects = [letter["Subject"] for letter in (dutch, english, german)]
    assert len(set(subjects)) == len(subjects)
    assert link_in(english).startswith("/en/link/")
    assert link_in(german).startswith("/de/link/")


def test_a_letter_waits_for_a_post_office_that_is_away(asked: Application, letters: Letters) -> None:
    told: list[str] = []
    asked.post_office = Closed()
    assert outbox.send_due(asked, told.append) == 0
    assert told == ["letter 1: ConnectionRefusedError"]
    asked.post_office, asked.clock = letters, lambda: NOBODY.now + store.LEASE
    assert outbox.send_due(asked) == 1
    with asked.store.unit_of_work(reading=True):
        [letter] = store.to(EMAIL)
    assert (letter.attempts, letter.message_id) == (2, letters[0]["Message-ID"])


def test_a_letter_that_fails_again_and_again_is_tried_less_and_less_often(asked: Application) -> None:
    asked.post_office, now = Closed(), NOBODY.now
    told: list[str] = []
    outbox.send_due(asked, told.append)
    for tries, wait in enumerate([*store.WAITS, store.WAITS[-1]], start=1):
        for ahead, sent in ((wait - timedelta(minutes=1), tries), (wait, tries + 1)):
            asked.clock = partial(operator.add, now, ahead)
            outbox.send_due(asked, told.append)
            assert len(told) == sent
        now += wait


def test_a_letter_that_cannot_be_written_stops_no_other(asked: Application, letters: Letters) -> None:
    told: list[str] = []
    with asked.store.unit_of_work():
        post(("reader@example.org", "en"), "a kind without words", {"path": "/"}, NOBODY)
        accounts.send_link(("after@example.org", "nl"), accounts.SIGN_IN, {}, NOBODY)
    assert outbox.send_due(asked, told.append) == 2
    assert told == ["letter 2: TemplateNotFound"]
    assert [letter["To"] for letter in letters] == [EMAIL, "after@example.org"]


@pytest.mark.parametrize("end", [decline, withdraw, agree])
def test_a_proposal_that_needs_no_answer_any_more_does_not_leave(
    app: Application, letters: Letters, end: Callable[[Story], object]
) -> None:
    with app.store.unit_of_work():
        end(proposed(a_story()))
    app.clock = lambda: NOBODY.now.replace(minute=10)
    left = [link_in(letter) for letter in delivered(app, letters)]
    assert [path for path in left if path.startswith("/antwoord/")] == []


def test_a_proposal_that_ends_between_claim_and_sending_does_not_leave(
    app: Application, letters: Letters
) -> None:
    with app.store.unit_of_work():
        story = proposed(a_story())
    with app.store.unit_of_work():
        claimed = store.claim(NOBODY.now.replace(minute=10))
    with app.store.unit_of_work():
        decline(story)
    assert [outbox.sent(app, letter, print) for letter in claimed] == [False, False]
    assert letters == []


def test_a_proposal_leaves_when_it_can_no_longer_be_taken_back(app: Application, letters: Letters) -> None:
    with app.store.unit_of_work():
        story = proposed(a_story())
    assert outbox.send_due(app) == 0
    app.clock = lambda: NOBODY.now.replace(minute=10)
    assert outbox.send_due(app) == 2
    assert {letter["To"] for letter in letters} == {story.giver.email, story.receiver.email}
    paths = {link_in(letter) for letter in letters}
    assert len(paths) == 2
    assert {path.startswith("/antwoord/") for path in paths} == {True}
