"""The map in a page of another site: shown where the operator allows it, and nowhere else."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from circulair.app import Application
from tests.browser import watched, width_of
from tests.releases import a_release, publish

AXE = Path("node_modules/axe-core/axe.min.js")


class Partner(ThreadingHTTPServer):
    """A site of a partner that has the map, and the sign-in page, in its only page."""

    framed: str

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Shown(BaseHTTPRequestHandler):
    """Answers with the partner's page."""

    server: Partner

    def do_GET(self) -> None:
        frames = "".join(
            f'<iframe src="http://{self.server.framed}{path}"></iframe>'
            for path in ("/kaart/inbed", "/aanmelden")
        )
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(
            f'<!doctype html><title>Partner</title><link rel="icon" href="data:,">{frames}'.encode()
        )

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its own name
        """Say nothing of a request."""


@pytest.fixture
def partner(served: str) -> Iterator[Partner]:
    server = Partner(("127.0.0.1", 0), Shown)
    server.framed = served
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_partner_that_is_named_shows_the_map_and_nothing_else(
    app: Application, partner: Partner, browser: Browser
) -> None:
    publish(app, a_release())
    app.settings = replace(app.settings, frame_ancestors=partner.origin)
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(partner.origin)
        framed = page.frame_locator("iframe").first
        expect(framed.locator(".leaflet-container")).to_be_visible()
        expect(framed.get_by_role("link", name="De hele kaart met tabellen op CirculAIR")).to_be_visible()
        expect(page.frame_locator("iframe").nth(1).get_by_role("heading", level=1)).to_have_count(0)


def test_a_partner_that_is_not_named_shows_nothing(
    app: Application, partner: Partner, browser: Browser
) -> None:
    publish(app, a_release())
    with browser.new_context() as context:
        page = context.new_page()
        refusals: list[str] = []
        page.on("console", lambda message: refusals.append(message.text))
        page.goto(partner.origin)
        expect(page.frame_locator("iframe").first.locator(".leaflet-container")).to_have_count(0)
        assert [text for text in refusals if "frame" in text.lower()]


@pytest.mark.parametrize(("width", "height"), [(720, 480), (320, 480)])
def test_it_is_whole_and_calm_at_the_size_of_a_frame(
    app: Application, served: str, browser: Browser, width: int, height: int
) -> None:
    publish(app, a_release())
    with browser.new_context(viewport={"width": width, "height": height}) as context:
        seen = watched(context.new_page(), served)
        seen.page.goto(f"http://{served}/kaart/inbed")
        expect(seen.page.locator(".leaflet-container")).to_be_visible()
        assert width_of(seen.page) <= width
        seen.page.get_by_text("Wat de tekens betekenen").click()
        expect(seen.page.locator(".legend").first).to_be_visible()
        assert seen.troubles() == []


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_the_page_of_open_data_fits_any_screen(
    app: Application, served: str, browser: Browser, width: int
) -> None:
    publish(app, a_release("2026-12-31"), a_release())
    with browser.new_context(viewport={"width": width, "height": 900}) as context:
        seen = watched(context.new_page(), served)
        seen.page.goto(f"http://{served}/open-data")
        assert width_of(seen.page) <= width
        assert seen.troubles() == []


@pytest.mark.parametrize("path", ["/open-data", "/en/kaart/inbed"])
def test_axe_finds_nothing_on_them(app: Application, served: str, browser: Browser, path: str) -> None:
    publish(app, a_release("2026-12-31"), a_release())
    with browser.new_context(bypass_csp=True, viewport={"width": 390, "height": 700}) as context:
        page = context.new_page()
        page.goto(f"http://{served}{path}")
        page.wait_for_load_state()
        page.add_script_tag(path=AXE)
        found = page.evaluate(
            "axe.run().then(told => told.violations.map(one => [one.id, one.nodes[0].html]))"
        )
        assert found == []
