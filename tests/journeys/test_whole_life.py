"""The whole life of two suggestions in a real browser, both sides answering from their mails."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from circulair.app import Application
from circulair.jobs.outbox import send_due
from circulair.mail.post import Smtp
from circulair.services.letters import UNDO
from circulair.store import suggestions
from flows.suggestions import Reason, Status
from tests.mail_server import Serve, newest_link, parsed
from tests.persons import Person, at_a_browser
from tests.stories import Story, a_story, proposed
from tests.web.checked import SignIn
from tests.worlds import NOW

pytestmark = pytest.mark.both_databases

DUTIES = ("transport_by=carrier", "transport_letter=letter", "receiver_lma=no", "route_leaves=no")


def stored(app: Application, story: Story) -> tuple[Status, Reason | None]:
    with app.store.unit_of_work(reading=True):
        found = suggestions.one(story.suggestion_id)
        assert found is not None
        return found.status, found.reason


def reviewed(reviewer: Person, story: Story) -> None:
    """Take a suggestion up, meet a block of the law, solve it, and put it to both sides."""
    reviewer.opens(f"/hub/voorstel/{story.suggestion_id}")
    reviewer.sends("/oppakken")
    reviewer.opens(f"/hub/voorstel/{story.suggestion_id}")
    reviewer.answers_the_law("status=waste", eural="15 01 02")
    reviewer.answers_the_law(*DUTIES, "receiver_lists_code=no", transport_vihb="000000VXXX")
    expect(reviewer.page.locator("#decide")).to_contain_text("Kan niet")
    expect(reviewer.button("/voorleggen")).to_have_count(0)
    reviewer.pictures("1-blocked")
    reviewer.answers_the_law("receiver_lists_code=yes")
    reviewer.answers_the_law("weighed=law.no_standard")
    reviewer.sends("/voorleggen")
    expect(reviewer.page.locator("main")).to_contain_text("voorgelegd")


def test_from_a_block_to_confirmed_tonnes_and_a_refusal_that_is_counted(
    app: Application, served: str, browser: Browser, serve: Serve, as_role: SignIn
) -> None:
    server = serve()
    app.post_office = Smtp(server.url("smtp"))
    with app.store.unit_of_work():
        story = a_story()
    with (
        at_a_browser(browser, served, as_role("hub")) as reviewer,
        at_a_browser(browser, served, as_role("member", story.giver)) as giver,
        at_a_browser(browser, served) as by_mail,
    ):
        for person in (reviewer, giver, by_mail):
            person.folder = Path("var/pictures/whole_life")
        reviewed(reviewer, story)
        assert send_due(app) == 0, "what can be taken back leaves later"
        app.clock = lambda: NOW + UNDO
        assert send_due(app) == 2

        for firm in (story.receiver, story.giver):
            by_mail.opens(newest_link(server, firm.email))
            by_mail.page.get_by_role("button", name="Ja, dit wil ik").click()
            expect(by_mail.page.locator("main")).to_contain_text("U zei ja")
        assert stored(app, story)[0] is Status.AGREED

        giver.opens("/uitwisseling/1")
        giver.fills(day=date(2027, 3, 1).isoformat(), weight="1000")
        giver.sends("/levering")
        expect(giver.page.locator("main")).to_contain_text("andere partij")
        app.clock = lambda: NOW + 2 * UNDO
        send_due(app)
        by_mail.opens(newest_link(server, story.receiver.email))
        by_mail.page.get_by_text("Nee, dit klopt niet").click()
        by_mail.page.locator("[name=not-kind][value=weight]").check()
        by_mail.fills(**{"not-weight": "950"})
        by_mail.page.get_by_role("button", name="Nee, versturen").click()
        expect(by_mail.page.locator("main")).to_contain_text("Het laagste")
        by_mail.pictures("2-nearly")
        assert stored(app, story)[0] is Status.CONFIRMED

        reviewer.opens("/hub/verslag?maand=2027-03")
        expect(reviewer.page.locator("main")).to_contain_text("950 kg")
        reviewer.pictures("3-report")
    ids = [parsed(one)["Message-ID"] for one in server.letters]
    assert len(set(ids)) == len(ids)


def test_a_refusal_from_a_mail_is_counted(
    app: Application, served: str, browser: Browser, serve: Serve, as_role: SignIn
) -> None:
    server = serve()
    app.post_office = Smtp(server.url("smtp"))
    with app.store.unit_of_work():
        story = proposed(a_story())
    app.clock = lambda: NOW + UNDO
    send_due(app)
    with at_a_browser(browser, served) as by_mail, at_a_browser(browser, served, as_role("hub")) as reviewer:
        by_mail.opens(newest_link(server, story.giver.email))
        by_mail.page.get_by_text("Nee, dit past niet bij mij").click()
        by_mail.ticks("[name$=reason][value=price]")
        by_mail.page.get_by_role("button", name="Nee, versturen").click()
        expect(by_mail.page.locator("main")).to_contain_text("U zei nee")
        assert stored(app, story) == (Status.DECLINED, Reason.PRICE)
        reviewer.opens("/hub/verslag?maand=2027-03")
        expect(reviewer.page.locator("main")).to_contain_text("De prijs past niet")
