"""The head of a page in a real browser: all languages are at hand and fit, on a desk and on a phone."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page

from circulair.app import Application
from circulair.language import FIRST, LANGUAGES
from circulair.store import accounts
from tests.browser import watched, width_of
from tests.serving import lend_session
from tests.web.checked import CheckedClient, SignIn
from tests.worlds import a_firm

FINGER = 44
"""What a finger needs, in pixels."""

MOST_ROWS = 2 * FINGER + 32
"""Two rows of menus and the space around them."""

ONE_ROW = FINGER + 32
"""One row of menus and the space around it."""

every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture
def member(app: Application, as_role: SignIn) -> CheckedClient:
    with app.store.unit_of_work():
        firm = a_firm()
    return as_role("member", firm)


@contextmanager
def home(browser: Browser, host: str, member: CheckedClient, language: str, width: int) -> Iterator[Page]:
    """Yield the home page in a language at a width, on which nothing may go wrong."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    lend_session(member, context, host)
    page = context.new_page()
    seen = watched(page, host)
    page.goto(f"http://{host}/{language.removeprefix(FIRST)}")
    yield page
    troubles = seen.troubles()
    context.close()
    assert troubles == []


def boxes(page: Page, what: str) -> list[dict[str, float]]:
    """Return where all that fits a selector stands."""
    found: list[dict[str, float]] = page.locator(what).evaluate_all(
        "all => all.map(it => it.getBoundingClientRect().toJSON())"
    )
    return found


def fits(page: Page, width: int) -> bool:
    """Return whether all languages stand beside each other, wide enough for a finger, within the page."""
    found = boxes(page, ".menu-language a:visible")
    return (
        len(found) == len(LANGUAGES)
        and len({box["top"] for box in found}) == 1
        and all(min(box["width"], box["height"]) >= FINGER and box["right"] <= width for box in found)
        and width_of(page) <= width
    )


@every_language
def test_on_a_phone_the_languages_stand_in_the_menu(
    served: str, browser: Browser, member: CheckedClient, language: str
) -> None:
    with home(browser, served, member, language, 360) as page:
        page.locator(".menu-button").click()
        assert fits(page, 360)


@every_language
@pytest.mark.parametrize("width", [1040, 1280])
def test_on_a_desk_the_menus_take_two_rows(
    served: str, browser: Browser, member: CheckedClient, language: str, width: int
) -> None:
    with home(browser, served, member, language, width) as page:
        assert fits(page, width)
        [head] = boxes(page, ".site-header")
        assert head["height"] <= MOST_ROWS


def takes_one_row(page: Page) -> bool:
    """Return whether all menus stand in one row."""
    [head] = boxes(page, ".site-header")
    return len({box["top"] for box in boxes(page, ".menus > nav")}) == 1 and head["height"] <= ONE_ROW


@every_language
def test_on_a_desk_the_head_of_somebody_of_the_hub_takes_one_row(
    served: str, browser: Browser, as_role: SignIn, language: str
) -> None:
    with home(browser, served, as_role("hub"), language, 1280) as page:
        assert fits(page, 1280)
        assert takes_one_row(page)


@every_language
def test_what_somebody_of_the_hub_has_in_an_organisation_is_folded_into_that_row(
    app: Application, served: str, browser: Browser, as_role: SignIn, language: str
) -> None:
    reviewer = as_role("hub")
    with app.store.unit_of_work():
        person = accounts.person_by_email("hub1@example.org")
        assert person is not None
        person.organisation_id = a_firm().organisation_id
    with home(browser, served, reviewer, language, 1280) as page:
        assert fits(page, 1280)
        assert takes_one_row(page)
        page.locator(".menu-fold summary").click()
        assert page.locator(".menu-fold a:visible").count() == 3
        page.keyboard.press("Escape")
        assert page.locator(".menu-fold a:visible").count() == 0
