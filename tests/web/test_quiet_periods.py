"""The page of what recurs: which side says that nothing moved in a month, and how the hub knows it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from circulair.app import Application
from circulair.services import sheets
from flows.delivery_periods import Stand
from tests.stories import Story, a_weekly_story, agreed
from tests.web.checked import SignIn
from tests.worlds import NOW

MARCH, LATER = "2027-03-01", NOW + timedelta(days=66)


@pytest.fixture
def story(app: Application) -> Story:
    with app.store.unit_of_work():
        made = agreed(a_weekly_story())
    app.clock = lambda: LATER
    return made


def path(app: Application, story: Story) -> str:
    with app.store.unit_of_work(reading=True):
        return f"/en/uitwisseling/{story.exchange.id}"


def stand(app: Application, story: Story) -> Stand:
    with app.store.unit_of_work(reading=True):
        lines = sheets.of_exchange(story.exchange.id, replace(story.hub, now=LATER)).periods
        return {line.period.first.isoformat(): line.stand for line in lines}[MARCH]


def test_the_hub_says_which_side_told_it_and_how(app: Application, story: Story, as_role: SignIn) -> None:
    hub, address = as_role("hub"), path(app, story)
    unsaid = hub.post(f"{address}/niets/{MARCH}", {}, 422).words
    assert "Choose a side." in unsaid
    assert "Choose how they told you." in unsaid
    told = {f"quiet-{MARCH}-party": "receiver", f"quiet-{MARCH}-means": "telephone"}
    page = hub.follow(hub.post(f"{address}/niets/{MARCH}", told))
    assert stand(app, story) is Stand.ASKED
    assert "Receiver ldpe-film" in page.words
    asked = as_role("member", story.giver).get(address)
    assert "Yes, nothing was collected" in asked.words


def test_the_hub_answers_for_the_other_side_only_with_how_it_knows(
    app: Application, story: Story, as_role: SignIn
) -> None:
    address = path(app, story)
    as_role("member", story.giver).post(f"{address}/niets/{MARCH}", {})
    hub = as_role("hub")
    assert "Choose how they told you." in hub.post(f"{address}/niets/{MARCH}/klopt", {}, 422).words
    assert stand(app, story) is Stand.ASKED
    hub.post(f"{address}/niets/{MARCH}/klopt", {f"quiet-{MARCH}-means": "mail"})
    assert stand(app, story) is Stand.QUIET


def test_the_hub_that_answers_what_a_side_answered_meanwhile_reads_so(
    app: Application, story: Story, as_role: SignIn
) -> None:
    address = path(app, story)
    as_role("member", story.giver).post(f"{address}/niets/{MARCH}", {})
    as_role("member", story.receiver).post(f"{address}/niets/{MARCH}/klopt", {})
    late = as_role("hub").post(f"{address}/niets/{MARCH}/klopt", {f"quiet-{MARCH}-means": "mail"}, 409)
    assert "it was told already what moved" in late.words


def test_the_hub_that_tells_what_a_side_told_meanwhile_reads_so_and_is_not_asked_which_side(
    app: Application, story: Story, as_role: SignIn
) -> None:
    hub, address = as_role("hub"), path(app, story)
    as_role("member", story.giver).post(f"{address}/niets/{MARCH}", {})
    late = hub.post(f"{address}/niets/{MARCH}", {}, 409)
    assert "it was told already what moved" in late.words
    assert f"quiet-{MARCH}-party" not in late.text
    assert f"quiet-{MARCH}-means" in late.text


def test_a_month_that_never_was_is_not_found(app: Application, story: Story, as_role: SignIn) -> None:
    giver = as_role("member", story.giver)
    giver.post(f"{path(app, story)}/niets/2026-01-01", {}, 404)
    giver.post(f"{path(app, story)}/niets/x", {}, 404)
    as_role("hub").post(f"{path(app, story)}/niets/x", {}, 404)
    as_role("hub").post(f"{path(app, story)}/levering/4711/klopt", {}, 404)
