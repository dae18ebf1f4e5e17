"""Pages of deliveries: what is asked before one counts, and what a side says to what the hub told for it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from circulair.app import Application
from circulair.services import exchanges as services
from circulair.store.records import ExchangeRecord
from flows.exchanges import DeliveryStatus, Party
from tests.stories import Story, a_story, agreed
from tests.web.checked import CheckedClient, SignIn
from tests.worlds import NOW

YESTERDAY = (NOW - timedelta(days=1)).date()


@pytest.fixture
def story(app: Application) -> Story:
    with app.store.unit_of_work():
        return agreed(a_story())


@pytest.fixture
def giver(as_role: SignIn, story: Story) -> CheckedClient:
    return as_role("member", story.giver)


@pytest.fixture
def receiver(as_role: SignIn, story: Story) -> CheckedClient:
    return as_role("member", story.receiver)


def stored(app: Application, story: Story) -> ExchangeRecord:
    with app.store.unit_of_work(reading=True):
        return story.exchange


def path(app: Application, story: Story) -> str:
    return f"/en/uitwisseling/{stored(app, story).id}"


def reported(app: Application, story: Story, tonnes: str = "1.85") -> int:
    with app.store.unit_of_work():
        made = services.report_delivery(
            story.exchange.id, Party.GIVER, YESTERDAY, Decimal(tonnes), story.giver.member
        )
        return made.id


def no(client: CheckedClient, app: Application, story: Story) -> None:
    """Say that the only delivery did not come."""
    [action] = [one.action for one in client.get(path(app, story)).outline.forms if "/bezwaar" in one.action]
    prefix = f"not-{action.split('/')[-2]}-"
    client.post(action, {f"{prefix}kind": "not_come", f"{prefix}unit": "kg"})


def test_what_may_be_told_twice_or_is_beyond_the_agreement_is_asked_on_the_form(
    app: Application, story: Story, giver: CheckedClient, receiver: CheckedClient, as_role: SignIn
) -> None:
    reported(app, story)
    fields: dict[str, object] = {"day": "1 March 2027", "weight": "30", "unit": "t"}
    page = receiver.get(path(app, story))
    assert "No, this is another delivery" not in page.words
    asked = receiver.submit(page, fields, 422)
    assert "A delivery of 1.85 tonnes of about this day stands here already." in asked.words
    assert "Yes, this is right" in asked.words
    asked = receiver.submit(asked, {**fields, "another": "y"}, 422)
    assert "That makes 31.85 tonnes in all, and 25 were agreed." in asked.words
    receiver.submit(asked, {**fields, "another": "y", "more": "y"})
    assert len(stored(app, story).deliveries) == 2
    assert "More moved than was agreed" in as_role("hub").get("/en/hub/leveringen").words


def test_a_dispute_after_the_end_is_seen_by_the_hub_and_reported_anew(
    app: Application,
    story: Story,
    giver: CheckedClient,
    receiver: CheckedClient,
    as_role: SignIn,
) -> None:
    reported(app, story)
    giver.post(f"{path(app, story)}/stoppen", {"no-reason": "price"})
    no(receiver, app, story)
    assert "report it anew" in giver.get(path(app, story)).words
    assert "Both sides differ" in as_role("hub").get("/en/hub/leveringen").words


def test_a_side_objects_on_the_site_to_what_the_hub_confirmed_for_it(
    app: Application, story: Story, receiver: CheckedClient, as_role: SignIn
) -> None:
    reported(app, story)
    hub = as_role("hub")
    hub.press(hub.get(path(app, story)), "/klopt")
    assert "The hub team said for you that this is right" in receiver.get(path(app, story)).words
    no(receiver, app, story)
    assert stored(app, story).deliveries[0].status is DeliveryStatus.DISPUTED
