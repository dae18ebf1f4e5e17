"""A call or a reply noted on the hub's page of a suggestion."""

import pytest

from circulair.app import Application
from tests.stories import Story, a_story, proposed
from tests.web.checked import CheckedClient, SignIn

CALL = {"spoke-party": "giver", "spoke-means": "telephone", "spoke-words": "is on holiday"}


@pytest.fixture
def story(app: Application) -> Story:
    with app.store.unit_of_work():
        return proposed(a_story())


@pytest.fixture
def hub(as_role: SignIn) -> CheckedClient:
    return as_role("hub")


def test_it_is_noted_shown_and_taken_back(hub: CheckedClient, story: Story) -> None:
    path = f"/en/hub/voorstel/{story.suggestion_id}"
    hub.submit(hub.get(path), {**CALL, "spoke-next_words": "call again", "spoke-next_on": "4 March 2027"})
    page = hub.get(path)
    assert "“is on holiday → call again”" in page.words
    assert "Next: call again on" in page.words
    assert "Planned: call again" in hub.get("/en/hub").words
    hub.post(f"{path}/contact/1/terug", {})
    page = hub.get(path)
    assert "Note of a contact taken back" in page.words
    assert "Next: call again" not in page.words


def test_what_is_missing_is_said_beside_its_field(hub: CheckedClient, story: Story) -> None:
    path = f"/en/hub/voorstel/{story.suggestion_id}/contact"
    assert "Write in one line what was said." in hub.post(path, {"spoke-party": "giver"}, 422).words
    page = hub.post(path, {**CALL, "spoke-next_words": "call again"}, 422)
    assert "Fill in the day too" in page.words
    page = hub.post(path, {**CALL, "spoke-next_on": "4 March 2031"}, 422)
    assert "within a year" in page.words


def test_the_sides_read_nothing_of_it(
    app: Application, hub: CheckedClient, story: Story, as_role: SignIn
) -> None:
    hub.post(f"/en/hub/voorstel/{story.suggestion_id}/contact", CALL)
    assert (
        "is on holiday" not in as_role("member", story.giver).get(f"/en/voorstel/{story.suggestion_id}").words
    )
