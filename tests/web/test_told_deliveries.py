"""Pages of deliveries: what is asked before one counts, and what a side says to what the hub told for it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from circulair.app import Application
from circulair.services import exchanges as services
from circulair.services.actor import Role
from circulair.store.records import ExchangeRecord
from flows.exchanges import DeliveryStatus, Party
from tests.stories import Story, a_story, agreed
from tests.web.checked import CheckedClient, SignIn
from tests.worlds import NOW, a_person

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
    number, hub = reported(app, story), as_role("hub")
    hub.press(hub.get(path(app, story)), "/klopt", {f"yes-{number}-means": "telephone"})
    assert "The hub team said for you that this is right" in receiver.get(path(app, story)).words
    no(receiver, app, story)
    assert stored(app, story).deliveries[0].status is DeliveryStatus.DISPUTED


def test_the_table_says_what_the_hub_reported_or_answered_for_a_side(
    app: Application, story: Story, giver: CheckedClient, as_role: SignIn
) -> None:
    hub, address = as_role("hub"), path(app, story)
    by_the_giver = reported(app, story, "2")
    hub.post(f"{address}/levering/{by_the_giver}/klopt", {f"yes-{by_the_giver}-means": "visit"})
    words = giver.get(address).words
    assert "2 t Giver Confirmed by both by the hub for Receiver" in words
    told = {"party": "receiver", "means": "mail", "day": "28 February 2027", "weight": "3", "unit": "t"}
    hub.submit(hub.get(address), told)
    assert "3 t Receiver by the hub for Receiver Waits for you" in giver.get(address).words


def test_the_hub_reports_for_a_side_but_only_the_other_side_itself_confirms_that(
    app: Application, story: Story, giver: CheckedClient, as_role: SignIn
) -> None:
    hub, address = as_role("hub"), path(app, story)
    fields: dict[str, object] = {"day": "2027-02-28", "weight": "2", "unit": "t"}
    unsaid = hub.submit(hub.get(address), fields, 422).words
    assert "Choose a side." in unsaid
    assert "Choose how they told you." in unsaid
    hub.submit(hub.get(address), {**fields, "party": "receiver", "means": "telephone"})
    assert "Is this right?" not in hub.get(address).words
    number = stored(app, story).deliveries[0].id
    refused = hub.post(f"{address}/levering/{number}/klopt", {f"yes-{number}-means": "mail"}, 409)
    assert "The other side confirms this delivery" in refused.words
    giver.press(giver.get(address), "/klopt")
    page = hub.get(address)
    assert "Delivery reported hub1@example.org Receiver (Telephone) 2 t" in page.words
    assert "Delivery confirmed giver@example.org Giver" in page.words


def test_the_hub_confirms_for_a_side_what_the_other_reported_itself(
    app: Application, story: Story, as_role: SignIn
) -> None:
    number, hub, address = reported(app, story), as_role("hub"), path(app, story)
    asked = hub.get(address)
    assert "Does Receiver say that this is right?" in asked.words
    assert "Choose how they told you." in hub.press(asked, "/klopt", status=422).words
    assert stored(app, story).deliveries[0].status is DeliveryStatus.REPORTED
    page = hub.follow(hub.press(asked, "/klopt", {f"yes-{number}-means": "visit"}))
    assert "Delivery confirmed hub1@example.org Receiver (" in page.words


def test_somebody_of_the_hub_whose_own_side_is_asked_answers_as_any_side(
    app: Application, story: Story
) -> None:
    number = reported(app, story)
    with app.store.unit_of_work():
        person = a_person(Role.HUB, story.receiver.organisation_id, "both@example.org")
    hub = CheckedClient(app).sign_in(person.fs_uniquifier)
    asked = hub.get(path(app, story))
    assert "Is this right?" in asked.words
    hub.press(asked, f"levering/{number}/klopt")
    [made] = stored(app, story).deliveries
    assert (made.status, made.answered_for) == (DeliveryStatus.CONFIRMED, False)
    assert "(Telephone)" not in hub.get(path(app, story)).words


def test_the_hub_says_for_a_side_what_is_not_right_only_with_how_it_knows(
    app: Application, story: Story, as_role: SignIn
) -> None:
    number, hub = reported(app, story), as_role("hub")
    address = f"{path(app, story)}/levering/{number}/bezwaar"
    told = {f"not-{number}-kind": "not_come", f"not-{number}-unit": "kg"}
    assert "Choose how they told you." in hub.post(address, told, 422).words
    hub.post(address, {**told, f"not-{number}-means": "telephone"})
    assert stored(app, story).deliveries[0].status is DeliveryStatus.DISPUTED
