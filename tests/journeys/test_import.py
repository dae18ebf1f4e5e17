"""A sheet in a real browser: sent with faults, read, chosen, mended, sent again, placed and taken back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Locator, Page, expect

from circulair.app import Application
from circulair.store import listings
from circulair.store.records import ListingState
from tests.browser import watched, width_of
from tests.serving import lend_session
from tests.web.checked import SignIn
from tests.worlds import a_firm

pytestmark = pytest.mark.both_databases

PICTURES = Path("var/pictures/import")
WIDTHS = (1200, 390)

GOOD = ("aanbod", "schoon karton", "Karton", 2, "rolcontainer 1100 liter", "per week")
UNCLEAR = ("aanbod", "stalen stellingkasten", "", 12, "stuks", "eenmalig")
WRONG = ("misschien", "houten pallets", "", "1.5", "ton", "per jaar")
MENDED: tuple[str | float, ...] = ("vraag", *WRONG[1:3], 1.5, *WRONG[4:])


def taking_pictures(page: Page) -> Callable[[str], None]:
    """Return what takes a picture of a page at a desk and on a phone."""
    PICTURES.mkdir(parents=True, exist_ok=True)

    def picture(name: str) -> None:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert width_of(page) <= width
            page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})

    return picture


def filled_in(template: Path, *rows: tuple[object, ...]) -> None:
    """Fill rows in below the examples, as in Excel."""
    book = load_workbook(template)
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    book.save(template)


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name)


def test_a_sheet_with_faults_is_read_mended_placed_and_taken_back(  # noqa: PLR0915  # one whole story
    app: Application, served: str, browser: Browser, as_role: SignIn, tmp_path: Path
) -> None:
    with app.store.unit_of_work():
        firm = a_firm("Magazijn Verzonnen")
    context = browser.new_context(locale="nl-NL", accept_downloads=True, java_script_enabled=True)
    lend_session(as_role("member", firm), context, served)
    page = context.new_page()
    seen, picture = watched(page, served), taking_pictures(page)

    page.goto(f"http://{served}/mijn")
    page.get_by_role("link", name="Veel tegelijk, uit een bestand").click()
    picture("1-send")
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Invulblad voor Excel").click()
    sheet = tmp_path / "Stromen.xlsx"
    fetched.value.save_as(sheet)

    filled_in(sheet, GOOD, UNCLEAR, WRONG)
    page.locator("[name=file]").set_input_files(sheet)
    button(page, "Stuur en bekijk").click()
    expect(page.locator(".alert-title")).to_have_text("2 regels kloppen nog niet")
    picture("2-faults")
    faults = page.locator("#regel-8 .row-faults li")
    expect(faults).to_have_count(2)
    expect(faults.nth(0)).to_contain_text("Aanbod of vraag: misschien")
    expect(faults.nth(1)).to_contain_text("Bedoelt u 1,5 of 15?")
    expect(button(page, "Plaats")).to_have_count(0)

    page.locator("#regel-7").get_by_role("button", name="Winkelstellingen").click()
    expect(page.locator("#regel-7")).to_contain_text("Winkelstellingen (door u gekozen)")

    page.get_by_role("link", name="Stuur het verbeterde bestand").click()
    book = load_workbook(sheet)
    for place, value in enumerate(MENDED, start=1):
        book.worksheets[0].cell(8, place).value = value
    book.save(sheet)
    page.locator("[name=file]").set_input_files(sheet)
    button(page, "Stuur en bekijk").click()
    expect(page.locator(".alert-title")).to_have_text("Alle 3 regels kloppen")
    expect(page.locator("#regel-7")).to_contain_text("door u gekozen")
    picture("3-right")

    button(page, "Plaats 3 regels").click()
    expect(page.locator("h1")).to_have_text("Uw bestand is ingevoerd")
    picture("4-done")
    page.goto(f"http://{served}/mijn")
    expect(page.locator("article.card")).to_have_count(3)

    page.goto(f"http://{served}/mijn/invoeren")
    page.locator("[name=file]").set_input_files(sheet)
    button(page, "Stuur en bekijk").click()
    expect(page.locator(".messages")).to_contain_text("Er is niets toegevoegd")

    page.get_by_role("link", name="Trek alles weer in").click()
    picture("5-take-back")
    button(page, "Ja, trek alles in").click()
    expect(page.locator("h1")).to_have_text("Deze invoer is ingetrokken")
    with app.store.unit_of_work(reading=True):
        assert {one.state for one in listings.everything()} == {ListingState.WITHDRAWN}
    assert seen.troubles() == []
    context.close()
