"""People with a browser of their own, who fill in, choose, tick and send."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import watched
from tests.serving import lend_session
from tests.web.checked import CheckedClient


class Person:
    """Somebody with a browser of their own, on which nothing may go wrong."""

    def __init__(self, page: Page, host: str) -> None:
        self.page, self.host, self.seen = page, host, watched(page, host)
        self.folder = Path("var/pictures/journey")

    def opens(self, path: str) -> None:
        self.page.goto(f"http://{self.host}{path}")

    def fills(self, **answers: str) -> None:
        for name, text in answers.items():
            self.page.locator(f"[name={name}]").fill(text)

    def chooses(self, **answers: str) -> None:
        for name, code in answers.items():
            self.page.locator(f"[name={name}]").select_option(code)

    def ticks(self, *selectors: str) -> None:
        for selector in selectors:
            self.page.locator(selector).check()

    def sends(self, action: str = "") -> None:
        self.button(action).click()

    def answers_the_law(self, *chosen: str, line: int = 1, **written: str) -> None:
        """Unfold the panel of an offer, choose and write answers in it, with the keyboard, and save them."""
        folded = self.page.locator(f"#law{line} details.more:not([open]) > summary")
        while folded.count():
            folded.first.press("Enter")
        for answer in chosen:
            name, code = answer.split("=")
            self.page.locator(f"[name='law{line}-{name}'][value='{code}']").focus()
            self.page.keyboard.press("Space")
        for name, text in written.items():
            self.page.locator(f"[name='law{line}-{name}']").fill(text)
        with self.page.expect_navigation():
            self.page.locator("main form[action*='/wet/'] button[type=submit]").first.press("Enter")
        expect(self.page.locator("main")).to_contain_text("De antwoorden over de wet zijn opgeslagen")

    def button(self, action: str) -> Locator:
        form = f"main form[action$='{action}']" if action else "main form.form[method=post]"
        return self.page.locator(f"{form} button[type=submit]").first

    def pictures(self, name: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=self.folder / f"{name}.png", full_page=True)


@contextmanager
def at_a_browser(browser: Browser, host: str, client: CheckedClient | None = None) -> Iterator[Person]:
    """Yield somebody with a fresh browser, signed in as the client is."""
    context = browser.new_context(viewport={"width": 1200, "height": 900}, locale="nl-NL")
    if client is not None:
        lend_session(client, context, host)
    person = Person(context.new_page(), host)
    yield person
    troubles = person.seen.troubles()
    context.close()
    assert not troubles
