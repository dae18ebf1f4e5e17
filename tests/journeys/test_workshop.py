"""A workshop in a real browser: cards typed by keyboard, a match on the wall without reloading."""

from playwright.sync_api import Browser, expect

from tests.browser import watched
from tests.serving import lend_session
from tests.web.checked import SignIn

LINES = (
    "elke week 2 rolcontainers karton",
    "60 binnendeuren uit sloop",
    "20 kg koffiedik per week",
    "10 pallets per maand",
    "zoek koffiedik, 50 kg per week",
)


def test_five_cards_a_match_on_the_wall_a_print_sheet_and_what_is_next(
    served: str, browser: Browser, as_role: SignIn
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="nl-NL")
    lend_session(as_role("hub"), context, served)
    desk, wall = context.new_page(), context.new_page()
    seen = [watched(desk, served), watched(wall, served)]
    wall.set_viewport_size({"width": 1920, "height": 1080})
    desk.goto(f"http://{served}/hub/werkplaats")
    desk.locator("#name").fill("Ontbijt bij de hub")
    desk.get_by_role("button", name="Werkplaats openen").click()
    desk.wait_for_url("**/hub/werkplaats/*")
    wall.goto(f"{desk.url}/wand")
    wall.evaluate("window.sameWall = true")
    expect(wall.locator(".wall-find")).to_have_count(0)
    for number, line in enumerate(LINES, 1):
        expect(desk.locator("#line")).to_be_focused()
        desk.keyboard.type(line)
        desk.keyboard.press("Enter")
        expect(desk.locator(f"#k{number}")).to_be_visible()
    expect(wall.locator(".wall-find")).to_have_count(1, timeout=15000)
    expect(wall.locator(".wall-number")).to_have_text(["3", "5"])
    expect(wall.locator("#said")).to_contain_text("Nieuwe koppeling")
    assert wall.evaluate("window.sameWall")
    desk.get_by_role("link", name="Kaartjes afdrukken").click()
    expect(desk.locator(".printed-card svg")).to_have_count(len(LINES))
    desk.goto(f"{wall.url.removesuffix('/wand')}/vervolg")
    expect(desk.locator("tbody tr")).to_have_count(len(LINES))
    assert [one.troubles() for one in seen] == [[], []]
    context.close()
