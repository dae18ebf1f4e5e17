"""Both sides answer from their mails, on a telephone and without signing in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from circulair.app import Application
from circulair.jobs.outbox import send_due
from circulair.mail.post import Smtp
from circulair.services import exchanges
from circulair.services.letters import UNDO
from circulair.store import suggestions
from flows.exchanges import Party
from flows.suggestions import Status
from tests.browser import watched
from tests.mail_server import Serve, newest_link, parsed, words_of
from tests.serving import lend_session
from tests.stories import Story, a_story, agreed, proposed
from tests.web.checked import CheckedClient, SignIn
from tests.worlds import NOW, a_firm, an_offer_listing

pytestmark = pytest.mark.both_databases

PICTURES = Path("var/pictures/answers")


@contextmanager
def at_a_telephone(browser: Browser, host: str, client: CheckedClient | None = None) -> Iterator[Page]:
    """Yield a page of a small screen, on which nothing may go wrong."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, locale="nl-NL")
    if client is not None:
        lend_session(client, context, host)
    page = context.new_page()
    seen = watched(page, host)
    yield page
    troubles = seen.troubles()
    context.close()
    assert not troubles


def presses(page: Page, host: str, path: str, words: str) -> None:
    """Open a link and press the button with these words."""
    page.goto(f"http://{host}{path}")
    page.get_by_role("button", name=words).click()


def story_of(app: Application, story: Story) -> Status:
    with app.store.unit_of_work(reading=True):
        found = suggestions.one(story.suggestion_id)
        assert found is not None
        return found.status


def test_from_two_mails_to_confirmed_tonnes(
    app: Application, served: str, browser: Browser, serve: Serve
) -> None:
    server = serve()
    app.post_office = Smtp(server.url("smtp"))
    with app.store.unit_of_work():
        story = proposed(a_story())
    app.clock = lambda: NOW + UNDO
    assert send_due(app) == 2
    giver, receiver = newest_link(server, story.giver.email), newest_link(server, story.receiver.email)

    with at_a_telephone(browser, served) as page:
        page.goto(f"http://{served}{giver}")
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / "1-asked.png", full_page=True)
        presses(page, served, giver, "Ja, dit wil ik")
        expect(page.locator("main")).to_contain_text("U zei ja")
        presses(page, served, receiver, "Vraag het me over een week nog eens")
        expect(page.locator("main")).to_contain_text("Over een week vragen we het nog eens")
        later = NOW + UNDO * 1100
        app.clock = lambda: later
        assert send_due(app) == 1
        presses(page, served, newest_link(server, story.receiver.email), "Ja, dit wil ik")
        expect(page.locator("main")).to_contain_text("Beide partijen zeiden ja")
        page.screenshot(path=PICTURES / "2-agreed.png", full_page=True)
        assert story_of(app, story) is Status.AGREED

        with app.store.unit_of_work():
            own = replace(story.giver.member, now=later)
            exchanges.report_delivery(story.exchange.id, Party.GIVER, later.date(), Decimal(4), own)
        app.clock = lambda: later + UNDO
        send_due(app)
        presses(page, served, newest_link(server, story.receiver.email), "Ja, dit klopt")
        expect(page.locator("main")).to_contain_text("telt nu mee")
        page.screenshot(path=PICTURES / "3-confirmed.png", full_page=True)
    assert story_of(app, story) is Status.CONFIRMED
    ids = [parsed(one)["Message-ID"] for one in server.letters]
    assert len(set(ids)) == len(ids)


def test_a_no_to_a_delivery_says_what_it_was_and_is_taken_back(
    app: Application, served: str, browser: Browser, serve: Serve
) -> None:
    server = serve()
    app.post_office = Smtp(server.url("smtp"))
    with app.store.unit_of_work():
        story = agreed(a_story())
        giver = story.giver.member
        exchanges.report_delivery(story.exchange.id, Party.GIVER, NOW.date(), Decimal(4), giver)
    app.clock = lambda: NOW + UNDO
    send_due(app)
    link = newest_link(server, story.receiver.email)

    with at_a_telephone(browser, served) as page:
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.goto(f"http://{served}{link}")
        page.get_by_text("Nee, dit klopt niet").click()
        page.locator("[name=not-kind][value=weight]").check()
        page.locator("[name=not-weight]").fill("3200")
        page.screenshot(path=PICTURES / "5-not-right.png", full_page=True)
        page.get_by_role("button", name="Nee, versturen").click()
        expect(page.locator("main")).to_contain_text("Het was een ander gewicht: 3,2 t")
        page.screenshot(path=PICTURES / "6-said-no.png", full_page=True)
        page.get_by_role("button", name="Terug, ik vergiste me").click()
        presses(page, served, link, "Ja, dit klopt")
        expect(page.locator("main")).to_contain_text("telt nu mee")
    assert story_of(app, story) is Status.CONFIRMED
    assert not [one for one in server.letters if "klopt niet" in words_of(one)]


def test_a_question_is_answered_with_its_label_in_sight(
    app: Application, served: str, browser: Browser, as_role: SignIn
) -> None:
    with app.store.unit_of_work():
        firm = a_firm()
        offer = an_offer_listing(firm, tonnes=None)
        number = offer.id

    with at_a_telephone(browser, served, as_role("member", firm)) as page:
        page.goto(f"http://{served}/mijn")
        page.get_by_role("link", name="Beantwoorden").first.click()
        page.wait_for_url(f"**/mijn/{number}#question")
        expect(page.locator("label[for=answer-amount]")).to_be_in_viewport(ratio=1)
        page.screenshot(path=PICTURES / "7-one-question.png")
        page.locator("#answer-amount").fill("2,5")
        page.locator("#answer-unit").select_option("t")
        page.locator("#answer-period").select_option("year")
        page.get_by_role("button", name="Antwoord opslaan").click()
        expect(page.get_by_text("We zochten opnieuw naar partners")).to_be_visible()
