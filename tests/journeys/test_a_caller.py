"""Somebody calls: the hub notes it in one line, the caller confirms it by the link in a letter."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from circulair.app import Application
from circulair.jobs.outbox import send_due
from circulair.store import accounts, listings
from tests.journeys.test_answers_by_mail import at_a_telephone, presses
from tests.letters import Letters, link_in
from tests.web.checked import SignIn

PICTURES = Path("var/pictures/callers")


def test_from_a_telephone_call_to_an_offer_of_one_s_own(
    app: Application, served: str, browser: Browser, letters: Letters, as_role: SignIn
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with at_a_telephone(browser, served, as_role("hub")) as page:
        page.goto(f"http://{served}/hub/melding")
        page.screenshot(path=PICTURES / "1-who.png", full_page=True)
        page.get_by_role("link", name="Een nieuwe organisatie").click()
        page.get_by_label("Naam van de organisatie").fill("Atelier Draad")
        page.locator("#kind").select_option("maker")
        page.get_by_label("E-mailadres").fill("beller@example.org")
        page.locator("#neighbourhood").select_option(index=1)
        page.screenshot(path=PICTURES / "2-new.png", full_page=True)
        page.get_by_role("button", name="Verder").click()
        page.get_by_label("Vertel het in één zin").fill("2 rolcontainers karton per week tot eind december")
        page.get_by_role("button", name="Verder").click()
        page.screenshot(path=PICTURES / "3-read.png", full_page=True)
        page.get_by_role("button", name="Noteren en om bevestiging vragen").first.click()
        expect(page.locator("main")).to_contain_text("Nog niet bevestigd")
        page.screenshot(path=PICTURES / "4-noted.png", full_page=True)
        page.goto(f"http://{served}/hub/melding")
        expect(page.locator("main")).to_contain_text("Atelier Draad")
        page.screenshot(path=PICTURES / "5-waiting.png", full_page=True)

    assert send_due(app) == 1
    [letter] = letters
    assert letter["To"] == "beller@example.org"
    with at_a_telephone(browser, served) as page:
        page.goto(f"http://{served}{link_in(letter)}")
        expect(page.locator("main")).to_contain_text("Klopt dit?")
        page.screenshot(path=PICTURES / "6-asked.png", full_page=True)
        presses(page, served, link_in(letter), "Ja, dit klopt")
        expect(page.locator("main")).to_contain_text("Het is nu van u")
        page.screenshot(path=PICTURES / "7-confirmed.png", full_page=True)

    with app.store.unit_of_work(reading=True):
        caller = accounts.person_by_email("beller@example.org")
        assert caller is not None
        [own] = listings.of_organisation(caller.organisation_id or 0)
        assert (own.source, own.confirm_by) == ("hub", None)
