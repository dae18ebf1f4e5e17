"""The hub looks at every letter as it will be sent, and adds own words to it."""

from pathlib import Path

import pytest

from circulair.app import Application
from circulair.jobs.outbox import send_due
from circulair.language import LANGUAGES
from circulair.mail.examples import EXAMPLES
from circulair.services import letter_notes
from circulair.services.letter_notes import KINDS
from circulair.services.letters import UNDO
from tests.letters import Letters
from tests.stories import a_story, proposed
from tests.web.checked import CheckedClient, SignIn
from tests.worlds import NOW

OWN = "Op 5 mei is de hub dicht. <b>Tot dan!</b>"


@pytest.fixture
def hub(as_role: SignIn) -> CheckedClient:
    return as_role("hub")


def test_every_template_of_a_letter_is_a_kind_with_an_example() -> None:
    found = {path.stem for path in Path("templates/mail").glob("*.txt")} - {"letter"}
    assert found == set(KINDS) == set(EXAMPLES)
    assert set(letter_notes.LANGUAGES) == set(LANGUAGES)


@pytest.mark.parametrize("tongue", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_each_is_shown_in_each_language_of_data_that_says_it_is_an_example(
    hub: CheckedClient, kind: str, tongue: str
) -> None:
    page = hub.get(f"/en/hub/brieven/{kind}/{tongue}")
    greeting = {"nl": "Met vriendelijke groet", "en": "Kind regards", "de": "Mit freundlichen Grüßen"}
    assert greeting[tongue] in page.words
    assert "This is an example." in page.words
    assert "http" in page.words


def test_a_proposal_tells_pieces_with_their_weight(hub: CheckedClient) -> None:
    page = hub.get("/hub/brieven/proposal/nl")
    assert "4 bedden (ongeveer 160 kg)" in page.words
    assert "ongeveer 2,3 km" in page.words


def test_own_words_stand_in_the_preview_and_in_the_letters_that_leave(
    app: Application, hub: CheckedClient, letters: Letters
) -> None:
    hub.submit(hub.get("/hub/brieven/proposal/nl"), {"words": OWN})
    page = hub.get("/hub/brieven/proposal/nl")
    assert OWN in page.words
    assert OWN not in hub.get("/hub/brieven/proposal/en").outline.forms[-1].values.get("words", "")
    with app.store.unit_of_work():
        proposed(a_story())
    app.clock = lambda: NOW + UNDO
    send_due(app)
    assert [OWN in letter.get_content() for letter in letters] == [True, True]


def test_what_stood_there_before_is_put_back(hub: CheckedClient) -> None:
    path = "/en/hub/brieven/agreed/en"
    hub.submit(hub.get(path), {"words": "first"})
    hub.submit(hub.get(path), {"words": "second"})
    hub.press(hub.get(path), "/terug")
    assert hub.get(path).outline.forms[1].values["words"].strip() == "first"
    assert "Put back" in hub.get(path).words


def test_of_two_open_pages_the_second_puts_nothing_back_and_says_so(hub: CheckedClient) -> None:
    path = "/en/hub/brieven/agreed/en"
    hub.submit(hub.get(path), {"words": "first"})
    hub.submit(hub.get(path), {"words": "second"})
    stale = hub.get(path)
    hub.submit(hub.get(path), {"words": "third"})
    page = hub.press(stale, "/terug", status=409)
    assert page.outline.forms[1].values["words"].strip() == "third"
    hub.press(page, "/terug")
    assert hub.get(path).outline.forms[1].values["words"].strip() == "second"


def test_too_many_words_are_refused_and_a_second_writer_is_told(hub: CheckedClient) -> None:
    path = "/en/hub/brieven/agreed/en"
    hub.submit(hub.get(path), {"words": "x" * 401}, status=422)
    first, second = hub.get(path), hub.get(path)
    hub.submit(first, {"words": "one"})
    hub.submit(second, {"words": "two"}, status=409)
