"""Somebody nobody knows: one line, who they are, one click in a letter, and it is theirs."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from circulair.app import Application
from circulair.jobs.outbox import send_due
from circulair.store import accounts, listings
from tests.browser import width_of
from tests.journeys.test_answers_by_mail import at_a_telephone, presses
from tests.letters import Letters, link_in

PICTURES = Path("var/pictures/guests")


def test_from_the_home_page_to_an_offer_of_one_s_own_without_an_account(
    app: Application, served: str, browser: Browser, letters: Letters
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with at_a_telephone(browser, served) as page:
        page.goto(f"http://{served}/")
        page.get_by_role("link", name="Ik heb iets over").click()
        page.screenshot(path=PICTURES / "1-line.png", full_page=True)
        page.get_by_label("Vertel het in één zin").fill("elke week 2 rolcontainers karton")
        page.get_by_role("button", name="Verder", exact=True).click()
        page.screenshot(path=PICTURES / "2-read.png", full_page=True)
        page.get_by_role("button", name="Verder: wie bent u?").first.click()
        expect(page.locator("h1")).to_have_text("Bijna klaar: wie bent u?")
        page.screenshot(path=PICTURES / "3-who.png", full_page=True)
        wide = width_of(page)
        page.get_by_label("E-mailadres", exact=True).fill("nieuw@example.org")
        page.get_by_label("Naam van uw organisatie").fill("Fietsenmaker Spaak")
        page.locator("#kind").select_option("shop")
        page.locator("#neighbourhood").select_option(index=1)
        page.get_by_role("button", name="Stuur mij de link").click()
        expect(page.locator("h1")).to_have_text("Kijk in uw mail")

    assert wide <= 390
    assert send_due(app) == 1
    [letter] = letters
    with at_a_telephone(browser, served) as page:
        page.goto(f"http://{served}{link_in(letter)}")
        expect(page.locator("main")).to_contain_text("Karton")
        page.screenshot(path=PICTURES / "4-link.png", full_page=True)
        presses(page, served, link_in(letter), "Plaatsen")
        expect(page.locator("h1")).to_have_text("Karton")
        page.screenshot(path=PICTURES / "5-placed.png", full_page=True)

    with app.store.unit_of_work(reading=True):
        guest = accounts.person_by_email("nieuw@example.org")
        assert guest is not None
        [own] = listings.of_organisation(guest.organisation_id or 0)
        assert (own.material, own.typed_unit) == ("cardboard", "container_1100")
