"""A headless Chromium for tests, and what it must not meet: other hosts, violations, dialogs, errors."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Dialog, Page, sync_playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
COUNT_VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation",
  (event) => window.violations.push(event.violatedDirective + " " + event.blockedURI));
"""


def chromium() -> str | None:
    """Return the path of this machine's Chromium, or None."""
    names = (os.environ.get("CIRCULAIR_CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if name and (path := shutil.which(name))), None)


@dataclass
class Watched:
    """A page and the list of what went wrong on it."""

    page: Page
    host: str
    foreign: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def dismiss(self, dialog: Dialog) -> None:
        """Note a dialog and close it."""
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def troubles(self) -> list[str]:
        """Return all that went wrong so far, policy violations included."""
        violations: list[str] = self.page.evaluate("window.violations")
        return [*self.foreign, *self.dialogs, *self.errors, *violations]


def width_of(page: Page) -> int:
    """Return how wide a page is, in CSS pixels, once it has loaded and whatever it was leaving is gone."""
    page.wait_for_load_state()
    width: int = page.locator("html").evaluate("(whole) => whole.scrollWidth")
    return width


def watched(page: Page, host: str) -> Watched:
    """Watch a page that may talk to one host only, ``127.0.0.1:8000`` for instance."""
    seen = Watched(page, host)
    page.add_init_script(COUNT_VIOLATIONS)
    page.on("request", lambda request: seen.foreign.extend(_foreign(request.url, host)))
    page.on("dialog", seen.dismiss)
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on("console", lambda message: seen.errors.extend([message.text] if message.type == "error" else []))
    return seen


def _foreign(url: str, host: str) -> list[str]:
    parts = urlsplit(url)
    return [url] if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != host else []


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield started
        started.close()
