"""The map in Chromium under the strict policy: nothing foreign, nothing runs, everything opens."""

from collections.abc import Iterator
from dataclasses import replace

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
TURN_OF_THE_PAGE = "() => new Promise((done) => setTimeout(done))"
"""Lets pass the moment in which Leaflet takes no click, after its list of layers was opened by key."""

CUT_OFF = """() => {
  const frame = document.querySelector(".folium-map").getBoundingClientRect();
  const names = [...document.querySelectorAll(".ca-end__name, .ca-name__text")];
  const seen = names.filter((name) => !name.classList.contains("ca-hidden") && name.offsetParent !== null);
  const boxes = seen.map((name) => [name.textContent, name.getBoundingClientRect()]);
  const out = ([, box]) => box.left < frame.left || box.right > frame.right;
  const inside = ([, box]) => box.bottom > frame.top && box.top < frame.bottom;
  return boxes.filter(inside).filter(out).map(([name]) => name);
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
    page.evaluate(TURN_OF_THE_PAGE)
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


@pytest.fixture
def phone(browser: Browser) -> Iterator[Watched]:
    """The map on a phone, with a name too long to stand beside its dot in sight."""
    place = point_layers([replace(a_place(name="Baker", position=STATION), href="/aanbod/A-234567")], WORDS)
    long = a_flow(giver="The house of a very long name that fits nowhere", ends=(MARKET, PLANT))
    flow = flow_layer([long], WORDS)
    page = page_of(draw((flow, *place), town_ground(), MapOptions(WORDS)))
    with (
        served(page) as host,
        browser.new_context(
            viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
        ) as context,
    ):
        seen = watched(context.new_page(), host)
        seen.page.goto(f"http://{host}/")
        yield seen


def test_a_name_that_would_be_cut_off_is_put_away(phone: Watched) -> None:
    cut = phone.page.evaluate(CUT_OFF)
    assert cut == []


def test_on_a_phone_a_finger_moves_the_page_until_it_taps_the_map(phone: Watched) -> None:
    page = phone.page
    hint = page.get_by_text("[map.touch]")
    expect(hint).to_be_visible()
    assert page.evaluate("map_town.dragging.enabled()") is False
    page.locator(".folium-map").tap(position={"x": 180, "y": 20})
    expect(hint).to_be_hidden()
    assert page.evaluate("map_town.dragging.enabled()") is True
    assert phone.troubles() == []


def test_the_buttons_of_the_map_can_be_hit_with_a_finger(phone: Watched) -> None:
    for button in phone.page.locator(".leaflet-control a").all():
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44


def test_a_card_leads_to_the_page_of_its_thing(phone: Watched) -> None:
    page = phone.page
    page.locator(".ca-point").tap()
    expect(page.get_by_role("link", name="Baker", exact=True)).to_have_attribute("href", "/aanbod/A-234567")


@pytest.mark.parametrize("href", ["javascript:alert(1)", "//evil.example", "https://evil.example", "/\\evil"])
def test_a_card_leads_to_no_other_place(browser: Browser, href: str) -> None:
    place = point_layers([replace(a_place(name="Baker", position=STATION), href=href)], WORDS)
    for seen in opened(browser, page_of(draw(place, town_ground(), MapOptions(WORDS)))):
        seen.page.locator(".ca-point").click()
        expect(seen.page.locator(".ca-card__title")).to_have_text("Baker")
        expect(seen.page.locator(".ca-card__title a")).to_have_count(0)
