"""The map in Chromium under the strict policy: nothing foreign, nothing runs, everything opens."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from maps.ground import town_ground
from maps.layers import flow_layer, point_layers
from maps.page import MapOptions, draw, picker
from tests.browser import Watched, watched
from tests.maps.drawn_page import page_of, served
from tests.maps.examples import HOSTILE, MARKET, PLANT, STATION, WORDS, a_flow, a_place

pytestmark = pytest.mark.browser

FIELDS = '<form><input name="lon" aria-label="lon"><input name="lat" aria-label="lat"></form>'
MIDDLE_OF_LINE = """() => {
  const path = document.querySelector("path.ca-reach");
  const point = path.getPointAtLength(path.getTotalLength() / 2).matrixTransform(path.getScreenCTM());
  return [point.x, point.y];
}"""


def opened(browser: Browser, page: str) -> Iterator[Watched]:
    with served(page) as host, browser.new_context(viewport={"width": 1200, "height": 800}) as context:
        seen = watched(context.new_page(), host)
        seen.page.goto(f"http://{host}/")
        yield seen


def map_with(name: str) -> str:
    place = point_layers([a_place(name=name, position=STATION)], WORDS)
    flow = flow_layer([a_flow(giver=name, ends=(MARKET, PLANT))], WORDS)
    return page_of(draw((flow, *place), town_ground(), MapOptions(WORDS)))


@pytest.fixture
def town(browser: Browser) -> Iterator[Watched]:
    yield from opened(browser, map_with("Baker"))


@pytest.fixture(params=HOSTILE)
def hostile(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def hostile_map(browser: Browser, hostile: str) -> Iterator[Watched]:
    yield from opened(browser, map_with(hostile))


@pytest.fixture
def picking(browser: Browser) -> Iterator[Watched]:
    yield from opened(browser, page_of(picker(town_ground(), MapOptions(WORDS)), FIELDS))


def test_a_hostile_name_is_shown_as_it_is_and_does_nothing(hostile_map: Watched, hostile: str) -> None:
    page = hostile_map.page
    expect(page.locator(".ca-end__name").filter(has_text=hostile)).to_have_count(1)

    page.locator(".ca-point").click()
    expect(page.locator(".ca-card__title")).to_have_text(hostile)
    page.keyboard.press("Escape")
    expect(page.locator(".ca-card")).to_have_count(0)
    page.mouse.click(*page.evaluate(MIDDLE_OF_LINE))
    expect(page.locator(".ca-card__title")).to_have_text(f"{hostile} → Grower")

    assert hostile_map.troubles() == []
    expect(page.locator("img[src=x]")).to_have_count(0)


def test_a_place_is_reached_and_opened_by_keyboard(town: Watched) -> None:
    page = town.page
    sign = page.get_by_role("button", name="[map.layer.offer]: Baker", exact=True)

    sign.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".ca-card__title")).to_have_text("Baker")
    page.get_by_role("button", name="[map.close]").focus()
    page.keyboard.press("Enter")

    expect(page.locator(".ca-card")).to_have_count(0)
    expect(sign).to_be_focused()


def test_a_layer_can_be_put_away_and_brought_back_by_keyboard(town: Watched) -> None:
    page = town.page
    page.get_by_role("button", name="[map.layers]").focus()
    page.keyboard.press("Enter")
    box = page.get_by_label("[map.layer.flow]")

    box.press("Space")
    expect(page.locator("path.ca-flow, path.ca-edge, path.ca-reach, path.ca-head, .ca-end")).to_have_count(0)
    box.press("Space")
    expect(page.locator("path.ca-flow")).to_have_count(1)
    expect(page.locator("path.ca-reach")).to_have_count(1)

    assert town.troubles() == []


def test_nothing_moves_for_who_asked_for_no_motion(browser: Browser) -> None:
    with served(map_with("Baker")) as host, browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(f"http://{host}/")
        moving = page.evaluate("[map_town.options.zoomAnimation, map_town.options.inertia]")
    assert moving == [False, False]


def test_a_click_on_the_map_fills_the_form(picking: Watched) -> None:
    page = picking.page
    frame = page.locator(".folium-map").bounding_box()
    assert frame is not None

    page.mouse.click(frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2)

    lon, lat = (float(page.get_by_label(name).input_value()) for name in ("lon", "lat"))
    assert (lon, lat) == pytest.approx((MARKET.lon, MARKET.lat), abs=0.0002)
    assert picking.troubles() == []


def test_enter_chooses_the_middle_of_the_map(picking: Watched) -> None:
    page = picking.page
    page.locator(".folium-map").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_label("lon")).to_have_value("5.82917")
    expect(page.get_by_label("lat")).to_have_value("50.97417")
    expect(page.locator(".ca-pick")).to_have_count(1)
