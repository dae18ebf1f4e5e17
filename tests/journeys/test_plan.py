"""A plan in a real browser: made by the worker, seen beside today's, two of its lines found in the queue."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from circulair.app import Application
from circulair.jobs import plans as job
from circulair.services import plans
from circulair.store import plans as store
from circulair.store.records import PlanRecord, PlanState
from flows.plans import Aim
from tests.browser import watched, width_of
from tests.serving import lend_session
from tests.web.checked import SignIn
from tests.worlds import NOW, a_firm, a_need_listing, an_offer_listing

PICTURES = Path("var/pictures/plan")


def pictures(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


def test_a_plan_is_made_and_two_of_its_lines_are_accepted(
    app: Application, served: str, browser: Browser, as_role: SignIn
) -> None:
    with app.store.unit_of_work():
        for name, spot, tonnes in (("Zagerij Verzonnen", "market", "40"), ("Folie Bedacht", "station", "30")):
            an_offer_listing(a_firm(name, "maker", spot), tonnes=tonnes)
        a_need_listing(a_firm("Maker Gefingeerd", "maker", "station"), tonnes="50")
        a_need_listing(a_firm("Kas Denkbeeldig", "maker", "sittard"), tonnes="15")
        waiting = store.add(PlanRecord(aim=Aim.KM, state=PlanState.WAITING, asked_at=NOW))
    context = browser.new_context(viewport={"width": 390, "height": 800}, locale="nl-NL")
    lend_session(as_role("hub"), context, served)
    page = context.new_page()
    seen = watched(page, served)

    page.goto(f"http://{served}/hub/plan/{waiting.id}")
    expect(page.locator("h1")).to_have_text("We maken het plan")
    assert job.go_on(app) == 1
    expect(page.locator("h1")).to_have_text("Plan: Korte ritten", timeout=15_000)

    page.goto(f"http://{served}/hub/plan")
    page.get_by_label("De meeste tonnen die aankomen").check()
    page.get_by_role("button", name="Maak een plan").click()
    expect(page.locator("h1")).to_have_text("Plan: Meeste tonnen")
    expect(page.get_by_role("row", name="De rij, van boven af")).to_be_visible()
    expect(page.get_by_role("row", name="Dit plan")).to_contain_text("65 t")
    expect(page.locator("#bottlenecks + ul")).to_contain_text("Met één ton meer komt er 1 t meer aan.")
    assert width_of(page) <= 390
    pictures(page, "1-phone")
    page.set_viewport_size({"width": 1280, "height": 900})
    pictures(page, "2-desk")

    for number in (1, 2):
        page.locator(f"#tick{number}").check()
    page.get_by_role("button", name="Aangevinkte overnemen").click()
    expect(page.locator(".messages")).to_contain_text("volgen nu het plan")
    pictures(page, "3-accepted")
    links = page.locator("#line1 a, #line2 a")
    expect(links).to_have_count(2)
    accepted = links.all_inner_texts()
    page.goto(f"http://{served}/hub")
    for words in accepted:
        expect(page.locator(f"main a[href$='/hub/voorstel/{words.split()[-1]}']")).to_have_count(1)
    with app.store.unit_of_work(reading=True):
        assert sum(line.suggestion_id is not None for line in store.lines(waiting.id + 1, plans.PAGE)) == 2
    assert seen.troubles() == []
    context.close()
