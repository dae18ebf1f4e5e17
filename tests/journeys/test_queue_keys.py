"""The hub's queue by keyboard alone in a real browser, with the keys off, without script, and by axe."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from circulair.app import Application
from circulair.store import suggestions
from flows.suggestions import Status
from tests.browser import watched, width_of
from tests.serving import lend_session
from tests.web.checked import CheckedClient, SignIn
from tests.worlds import a_firm, a_need_listing, an_offer_listing

AXE = Path("node_modules/axe-core/axe.min.js")

ROWS = 4


@pytest.fixture
def waiting(app: Application) -> list[int]:
    """Store suggestions of film, the largest first, and one of glass; return the numbers of the former."""
    with app.store.unit_of_work():
        offer = an_offer_listing(a_firm("Foliegever"), tonnes="900")
        for number in range(ROWS):
            a_need_listing(a_firm(f"Foliemaker {number}", "maker"), tonnes=str(200 - 40 * number))
        an_offer_listing(a_firm("Glasgever"), "flat-glass", "5")
        a_need_listing(a_firm("Glasmaker"), "flat-glass", "5")
        found = suggestions.of_listing(offer.id)
        return [
            one.id for one in sorted(found, key=lambda one: one.lines[0].tonnes_likely or 0, reverse=True)
        ]


@contextmanager
def at_the_desk(browser: Browser, host: str, client: CheckedClient, **kind: object) -> Iterator[Page]:
    """Yield the queue before somebody of the hub, on whose page nothing may go wrong."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="nl-NL", **kind)  # type: ignore[arg-type]  # whatever a browser takes
    lend_session(client, context, host)
    page = context.new_page()
    seen = watched(page, host)
    page.goto(f"http://{host}/hub")
    yield page
    troubles = [*seen.foreign, *seen.dialogs, *seen.errors]
    context.close()
    assert not troubles


def press(page: Page, *keys: str) -> None:
    """Press keys on a page that has come whole: what hears them comes last."""
    page.wait_for_load_state()
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, selector: str) -> None:
    """Go on with Tab until something has the focus."""
    for _press in range(120):
        if page.evaluate("wanted => document.activeElement?.matches(wanted) ?? false", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {selector}")


def statuses(app: Application, numbers: list[int]) -> list[Status]:
    with app.store.unit_of_work(reading=True):
        return [one.status for number in numbers if (one := suggestions.one(number))]


def test_filter_take_decline_several_and_undo_by_keyboard_alone(
    app: Application, served: str, browser: Browser, as_role: SignIn, waiting: list[int]
) -> None:
    with at_the_desk(browser, served, as_role("hub")) as page:
        tab_to(page, ".more > summary")
        press(page, "Enter")
        tab_to(page, "#partij")
        page.keyboard.type("jodk folie")  # letters that are keys elsewhere are letters here
        expect(page.locator("#partij")).to_have_value("jodk folie")
        page.locator("#partij").press("Control+a")
        page.keyboard.type("foliemaker")
        press(page, "Enter")
        expect(page.locator(".filter")).to_contain_text(["foliemaker"])
        expect(page.locator(".queue-item")).to_have_count(ROWS)

        press(page, "j", "t")
        taken = page.locator(f"#v{waiting[0]}")
        expect(page.locator(".queue-item", has=taken)).to_contain_text("In beoordeling")
        expect(taken).to_be_focused()
        assert "foliemaker" in page.url

        press(page, "j", "x", "j", "x", "d")
        expect(page.locator("#reden")).to_be_focused()
        expect(page.locator("#ticked")).to_have_text("Aangekruist: 2")
        page.keyboard.type("Te ver")
        tab_to(page, "#sweep button[type=submit]")
        press(page, "Enter")
        expect(page.locator(".messages")).to_contain_text("2 voorstellen zijn afgewezen.")
        assert statuses(app, waiting).count(Status.DECLINED) == 2

        press(page, "u")
        expect(page.locator(".messages")).to_contain_text("2 voorstellen zijn weer zoals ze waren")
        assert statuses(app, waiting).count(Status.DECLINED) == 0
        expect(page.locator(".undo")).to_have_count(0)

        press(page, "k", "Enter")
        page.wait_for_url("**/hub/voorstel/*")


def test_the_keys_can_be_switched_off_and_stay_off(
    app: Application, served: str, browser: Browser, as_role: SignIn, waiting: list[int]
) -> None:
    with at_the_desk(browser, served, as_role("hub")) as page:
        press(page, "?")
        expect(page.locator("#keys-help")).to_have_attribute("open", "")
        page.locator("#keys-on").focus()
        press(page, "Space")
        page.reload()
        expect(page.locator("#keys-on")).not_to_be_checked()
        press(page, "j", "t", "x", "d")
        assert statuses(app, waiting) == [Status.NEW] * len(waiting)
        expect(page.locator("input[name=kies]:checked")).to_have_count(0)
        page.locator("#keys-on").check()
        press(page, "j")
        expect(page.locator(".queue-title a").first).to_be_focused()


def test_all_of_it_goes_without_script(
    app: Application, served: str, browser: Browser, as_role: SignIn, waiting: list[int]
) -> None:
    with at_the_desk(browser, served, as_role("hub"), java_script_enabled=False) as page:
        expect(page.locator("#keys")).to_be_hidden()
        page.goto(f"http://{served}/hub?partij=foliemaker")
        page.locator("#tick-all").click()
        page.locator("input[name=kies]").first.uncheck()
        page.locator("#reden").select_option("distance")
        page.locator("#sweep button").click()
        expect(page.locator(".messages")).to_contain_text(f"{ROWS - 1} voorstellen zijn afgewezen.")
        page.locator(".undo button").click()
        expect(page.locator(".messages")).to_contain_text(f"{ROWS - 1} voorstellen zijn weer")
        page.locator("form[action*='/oppakken'] button").first.click()
        assert statuses(app, waiting).count(Status.IN_REVIEW) == 1


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("address", ["/hub", "/hub?partij=folie&stand=new&alles=ja", "/hub?partij=nobody"])
def test_the_queue_keeps_the_rules_for_everybody(
    served: str, browser: Browser, as_role: SignIn, waiting: list[int], width: int, address: str
) -> None:
    assert waiting
    with at_the_desk(browser, served, as_role("hub"), bypass_csp=True) as page:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"http://{served}{address}")
        page.add_script_tag(path=AXE)
        found = page.evaluate(
            "axe.run().then(told => told.violations.map(one => [one.id, one.nodes[0].html]))"
        )
        assert found == []
        assert width_of(page) <= width
