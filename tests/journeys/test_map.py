"""The map in a browser: streams to read, many places, narrow screens, paper, nothing from elsewhere."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from circulair.app import Application
from tests.browser import Watched, watched, width_of
from tests.releases import a_release, publish
from tests.web.test_map import many_flows, many_offers

AXE = Path("node_modules/axe-core/axe.min.js")
LIST_OF_LAYERS = ".leaflet-control-layers-overlays label"


def opened(page: Page, host: str, path: str = "/kaart") -> Watched:
    seen = watched(page, host)
    page.goto(f"http://{host}{path}")
    expect(page.locator(".leaflet-container")).to_be_visible()
    return seen


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_streams_are_seen_and_the_page_fits(
    app: Application, served: str, browser: Browser, width: int
) -> None:
    publish(app, a_release(flows=many_flows(100)))
    with browser.new_context(viewport={"width": width, "height": 900}) as context:
        seen = opened(context.new_page(), served)
        expect(seen.page.locator("path.ca-flow")).to_have_count(100)
        assert width_of(seen.page) <= width
        assert seen.troubles() == []


def test_many_places_come_from_our_own_host_and_are_looked_at_closer_by_key(
    app: Application, served: str, browser: Browser
) -> None:
    publish(app, a_release(offers=many_offers(5_100)))
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        seen = opened(context.new_page(), served, "/kaart?soort=offer")
        page = seen.page
        cluster = page.locator(".ca-cluster").first
        expect(cluster).to_be_visible()
        before = page.evaluate("map_town.getZoom()")
        cluster.focus()
        page.keyboard.press("Enter")
        page.wait_for_function("(before) => map_town.getZoom() > before", arg=before)
        expect(page.locator(".ca-cluster").first).to_be_visible()
        assert seen.troubles() == []


def test_where_places_cannot_be_loaded_the_page_says_so(
    app: Application, served: str, browser: Browser
) -> None:
    publish(app, a_release(offers=many_offers(600)))
    with browser.new_context() as context:
        page = context.new_page()
        page.route("**/kaart/punten*", lambda route: route.abort())
        page.goto(f"http://{served}/kaart")
        expect(page.get_by_text("De plekken laden niet. Ze staan wel in de tabellen.")).to_be_visible()


def test_axe_finds_nothing(app: Application, served: str, browser: Browser) -> None:
    publish(app, a_release(flows=many_flows(60), offers=many_offers(600)))
    with browser.new_context(bypass_csp=True, viewport={"width": 390, "height": 900}) as context:
        page = context.new_page()
        opened(page, served)
        expect(page.locator("[data-fetched=yes]")).to_be_visible()
        page.add_script_tag(path=AXE)
        found = page.evaluate(
            "axe.run().then((told) => told.violations.map((one) => [one.id, one.nodes[0].html]))"
        )
        assert found == []


def test_paper_has_the_map_its_legend_its_figures_and_the_day(
    app: Application, served: str, browser: Browser, tmp_path: Path
) -> None:
    publish(app, a_release(flows=many_flows(60)))
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        opened(page, served)
        page.pdf(path=tmp_path / "map.pdf", prefer_css_page_size=True)
    sheets = [sheet.extract_text() for sheet in PdfReader(tmp_path / "map.pdf").pages]
    told = " ".join(" ".join(sheets).split())
    for words in ("Wat de tekens betekenen", "Stromen tussen buurten", "Afgedrukt van", "1 mrt 2027"):
        assert words in told
    assert len(sheets) <= 4
