"""Registering an offer by one line in a real browser: one line, one look, one click."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from circulair.app import Application
from circulair.store import listings
from tests.browser import watched, width_of
from tests.serving import lend_session
from tests.web.checked import CheckedClient, SignIn
from tests.worlds import a_firm

COUNT_EVENTS = """
for (const kind of ["keydown", "pointerdown"])
  addEventListener(kind, () => sessionStorage.setItem(kind, Number(sessionStorage.getItem(kind)) + 1), true);
"""
"""Counts what a person presses, over all pages of a visit."""

SECONDS_PER_KEY, SECONDS_PER_CLICK, SECONDS_TO_READ = 0.3, 1.2, 10
"""Forty words a minute, the keystroke-level model's move of a pointer, and one look at how it was read."""

MOST_KEYS, MOST_CLICKS, MOST_SECONDS = 60, 8, 60


@pytest.fixture
def member(app: Application, as_role: SignIn) -> CheckedClient:
    with app.store.unit_of_work():
        firm = a_firm()
    return as_role("member", firm)


@contextmanager
def a_visit(browser: Browser, host: str, client: CheckedClient, **kind: object) -> Iterator[Page]:
    """Yield a page of somebody who is signed in, on which nothing may go wrong."""
    context = browser.new_context(locale="nl-NL", **kind)  # type: ignore[arg-type]  # whatever a browser takes
    lend_session(client, context, host)
    page = context.new_page()
    seen = watched(page, host)
    page.add_init_script(COUNT_EVENTS)
    page.goto(f"http://{host}/")
    yield page
    troubles = [*seen.foreign, *seen.dialogs, *seen.errors]
    context.close()
    assert not troubles


def counted(page: Page, kind: str) -> int:
    return int(page.evaluate(f"sessionStorage.getItem('{kind}') || 0"))


def registered(app: Application) -> list[tuple[str, str | None, str | None]]:
    with app.store.unit_of_work(reading=True):
        return [(one.material, one.typed_unit, one.typed_period) for one in listings.everything()]


def test_one_line_one_look_one_click(
    app: Application, served: str, browser: Browser, member: CheckedClient
) -> None:
    with a_visit(browser, served, member) as page:
        page.get_by_role("link", name="Ik heb iets over").click()
        page.locator("[name=zin]").click()
        page.keyboard.type("elke week 2 rolcontainers karton")
        page.keyboard.press("Enter")
        expect(page.locator(".reading-words")).to_contain_text("samen ongeveer 9,2 t per jaar")
        page.get_by_role("button", name="Aanbod plaatsen").first.click()
        expect(page.locator("h1")).to_have_text("Karton")
        keys, clicks = counted(page, "keydown"), counted(page, "pointerdown")

    assert registered(app) == [("cardboard", "container_1100", "week")]
    assert keys + clicks <= MOST_KEYS
    assert clicks <= MOST_CLICKS
    assert keys * SECONDS_PER_KEY + clicks * SECONDS_PER_CLICK + SECONDS_TO_READ <= MOST_SECONDS


def test_one_line_without_javascript_on_a_phone(
    app: Application, served: str, browser: Browser, member: CheckedClient
) -> None:
    phone = {"width": 320, "height": 640}
    with a_visit(browser, served, member, java_script_enabled=False, viewport=phone) as page:
        page.goto(f"http://{served}/aanbod/nieuw")
        page.locator("[name=zin]").fill("2 rolcontainers karton, tot 1 mei 2099")
        page.locator("[name=zin]").press("Enter")
        page.locator(".reading a", has_text="rolcontainers van 240 liter").click()
        page.locator(".reading a", has_text="per week").click()
        page.wait_for_url("**keer=week**")
        wide = width_of(page)
        page.locator("[name=until]").fill("1-5-2028")
        page.get_by_role("button", name="Aanbod plaatsen").last.click()
        expect(page.locator("h1")).to_have_text("Karton")

    assert wide <= phone["width"]
    assert registered(app) == [("cardboard", "container_240", "week")]


def test_a_line_that_looks_for_something_is_carried_to_the_other_page(
    app: Application, served: str, browser: Browser, member: CheckedClient
) -> None:
    with a_visit(browser, served, member) as page:
        page.goto(f"http://{served}/aanbod/nieuw")
        page.locator("[name=zin]").fill("wij zoeken 5 ton LDPE-folie per maand")
        page.locator("[name=zin]").press("Enter")
        page.get_by_role("link", name="Ja, maak er een vraag van").click()
        page.get_by_role("button", name="Vraag plaatsen").first.click()
        expect(page.locator("h1")).to_have_text("LDPE-folie")

    assert registered(app) == [("ldpe-film", "t", "month")]
