"""A permit in a real browser: sent by the receiver, chosen as the proof that solves a block, on the note."""

import io
from pathlib import Path

from playwright.sync_api import Browser, FilePayload, Page, expect
from pypdf import PdfReader

from circulair.app import Application
from circulair.services.law_answers import LawAnswers, Told
from flows.law import LegalStatus
from tests.browser import watched
from tests.papers import a_pdf
from tests.serving import lend_session
from tests.stories import LAWFUL_WASTE, a_story, answered, in_review
from tests.web.checked import SignIn

PICTURES = Path("var/pictures/documents")
PERMIT: FilePayload = {"name": "vergunning.pdf", "mimeType": "application/pdf", "buffer": a_pdf()}
BLOCKED = LawAnswers(
    LegalStatus.WASTE, "", "150102", answers={**LAWFUL_WASTE, "receiver_lists_code": Told("no")}
)


def pictures(page: Page, name: str) -> None:
    """Take a picture of a page on a phone and on a desk; on neither it is wider than the screen."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_load_state()
        assert page.locator("html").evaluate("(html) => html.scrollWidth") <= width
        page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)


def test_a_permit_solves_a_block_and_stands_on_the_note(
    app: Application, served: str, browser: Browser, as_role: SignIn
) -> None:
    with app.store.unit_of_work():
        story = answered(in_review(a_story()), BLOCKED)
    receiver = browser.new_context(locale="nl-NL")
    lend_session(as_role("member", story.receiver), receiver, served)
    page = receiver.new_page()
    seen = watched(page, served)
    page.goto(f"http://{served}/organisatie")
    page.get_by_role("link", name="Documenten, zoals vergunningen").click()
    page.get_by_label("Welk bestand?").set_input_files(PERMIT)
    page.get_by_label("Wat is het?").select_option(label="Vergunning")
    page.get_by_label("Wat moet men erover weten?").fill("bladzijde 3 noemt 15 01 02")
    page.get_by_role("button", name="Voeg dit document toe").click()
    expect(page.locator("main")).to_contain_text("bladzijde 3 noemt 15 01 02")
    pictures(page, "1-shelf")
    assert seen.troubles() == []
    receiver.close()

    desk = browser.new_context(viewport={"width": 1280, "height": 900}, locale="nl-NL")
    lend_session(as_role("hub"), desk, served)
    page = desk.new_page()
    seen = watched(page, served)
    page.goto(f"http://{served}/hub/voorstel/{story.suggestion_id}")
    law = page.locator(".law").first
    expect(law).to_contain_text("Deze code staat niet in de vergunning of melding van de ontvanger.")
    asked = page.locator("[id$='-receiver_lists_code'].law-ask")
    asked.get_by_label("Ja", exact=True).check()
    asked.locator("summary").click()
    asked.get_by_label("Welk document bewijst het?").select_option(label="Vergunning: vergunning.pdf")
    pictures(page, "2-law")
    law.get_by_role("button", name="Antwoorden opslaan").click()
    expect(page.locator(".law").first).not_to_contain_text("Deze code staat niet in de vergunning")
    page.goto(f"http://{served}/hub/voorstel/{story.suggestion_id}/notitie")
    expect(page.locator("main")).to_contain_text("document 1: vergunning.pdf")
    pictures(page, "3-note")
    with page.expect_download() as caught:
        page.get_by_role("link", name="Bewaar als pdf").click()
    content = Path(caught.value.path()).read_bytes()
    words = " ".join(" ".join(one.extract_text() for one in PdfReader(io.BytesIO(content)).pages).split())
    assert "document 1: vergunning.pdf" in words
    (PICTURES / "note.pdf").write_bytes(content)
    assert seen.troubles() == []
    desk.close()
