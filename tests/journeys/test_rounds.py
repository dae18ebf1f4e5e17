"""The hub in a real browser: add a vehicle, plan a round, look at the map, open the sheet to print."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, expect

from circulair.app import Application
from tests.browser import watched, width_of
from tests.serving import lend_session
from tests.web.checked import SignIn
from tests.worlds import a_firm, an_offer_listing

PICTURES = Path("var/pictures/rounds")


def test_from_a_vehicle_to_a_route_sheet(
    app: Application, served: str, browser: Browser, as_role: SignIn
) -> None:
    with app.store.unit_of_work():
        for name, spot in (("<b>Winkel</b>", "market"), ("Café Nergens", "station"), ("School", "lutterade")):
            an_offer_listing(a_firm(name, "shop", spot), "cardboard", "5.2")
    app.clock = lambda: datetime(2027, 3, 1, 9, tzinfo=UTC) + timedelta(minutes=1)
    PICTURES.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="nl-NL")
    lend_session(as_role("hub"), context, served)
    page = context.new_page()
    seen = watched(page, served)

    page.goto(f"http://{served}/hub")
    page.get_by_role("link", name="Rondes").click()
    page.get_by_role("link", name="Wagen toevoegen").click()
    for name, text in (("name", "Bestelbus"), ("kg", "1.200"), ("m3", "10"), ("max_hours", "8")):
        page.locator(f"[name={name}]").fill(text)
    page.locator(".folium-map").click(position={"x": 200, "y": 150})
    expect(page.locator("[name=lon]")).not_to_have_value("")
    page.get_by_role("button", name="Deze wagen toevoegen").click()
    expect(page.locator(".messages")).to_contain_text("De wagen is toegevoegd")

    page.locator("[name=materiaal]").select_option("cardboard")
    page.locator("[name=hoevaak]").select_option("week")
    page.get_by_role("button", name="Bereken de rondes").click()
    expect(page.locator("h1")).to_have_text("Rondes voor Karton")
    expect(page.locator("path.ca-flow")).to_have_count(1)
    expect(page.locator(".ca-stop")).to_have_count(3)
    page.locator(".ca-stop").first.press("Enter")
    expect(page.locator(".leaflet-popup")).to_contain_text("Lading")
    page.screenshot(path=PICTURES / "1-plan.png", full_page=True)
    page.set_viewport_size({"width": 390, "height": 844})
    assert width_of(page) <= 390
    page.screenshot(path=PICTURES / "2-plan-phone.png", full_page=True)

    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("link", name="Routeblad").click()
    expect(page.locator("main table")).to_contain_text("<b>Winkel</b>")
    expect(page.locator(".route-sheet tbody tr")).to_have_count(3)
    page.emulate_media(media="print")
    expect(page.locator(".no-print")).to_be_hidden()
    page.screenshot(path=PICTURES / "3-sheet-print.png", full_page=True)

    assert seen.troubles() == []
    context.close()
