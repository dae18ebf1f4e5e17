"""The drawn map: our own files, the same bytes, and no way for text to become code."""

import re
from pathlib import Path

import folium
import pytest

from maps.ground import town_ground
from maps.layers import flow_layer, point_layers
from maps.page import DrawnMap, MapOptions, draw, picker
from maps.words import LABEL_CODES, Words
from tests.maps.examples import HOSTILE, MARKET, WORDS, a_flow, a_place

MAPS = Path(__file__).parents[2] / "maps"
OWN_FILES = (
    ("/static/vendor/leaflet/leaflet.js", "/static/map.js"),
    ("/static/vendor/leaflet/leaflet.css", "/static/map.css", "/static/map_controls.css"),
)
FORBIDDEN = re.compile(
    r"folium\.(Popup|Tooltip|Icon|features\.GeoJsonPopup)|GeoJson(Popup|Tooltip)|\b(tooltip|popup)\s*=|DivIcon\("
    r"|add_(js|css)_link|embed\s*=\s*False|JsCode\((?!\")"
)
TEMPLATE = "{{ 1327 * 4 }}{% for x in 'ab' %}{# y #}"
FOREIGN = re.compile(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", re.IGNORECASE)


def drawn(words: Words = WORDS, **options: str) -> DrawnMap:
    kinds = ("offer", "need", "process", "premises")
    places = point_layers([a_place(kind) for kind in kinds], words)
    return draw((flow_layer([a_flow()], words), *places), town_ground(), MapOptions(words, **options))  # type: ignore[arg-type]  # only text options are tried


def test_the_page_asks_for_our_own_files_only() -> None:
    town = drawn()
    assert (town.js, town.css) == OWN_FILES


@pytest.mark.parametrize("town", [drawn(), picker(town_ground(), MapOptions(WORDS))])
def test_no_other_host_is_named(town: DrawnMap) -> None:
    assert FOREIGN.findall(town.html + town.script) == []


def test_background_tiles_are_the_only_other_host_and_only_if_set() -> None:
    town = drawn(tile_url="https://tiles.example.org/{z}/{x}/{y}.png", tile_attribution="<Tiles>")
    assert set(FOREIGN.findall(town.script)) == {"https://tiles.example.org"}
    assert "<Tiles>" not in town.script


def test_a_name_of_a_tile_provider_is_not_looked_up() -> None:
    assert FOREIGN.findall(drawn(tile_url="OpenStreetMap").script) == []


def test_folium_keeps_its_own_lists() -> None:
    drawn()
    assert any("jsdelivr" in url for _, url in folium.Map.default_js)


def test_labels_and_attributions_are_not_run_either() -> None:
    town = drawn(Words(lambda code: f"{code}{TEMPLATE}"), tile_url="/{z}/{x}/{y}", tile_attribution=TEMPLATE)
    assert "5308" not in town.script


def test_the_same_map_has_the_same_bytes() -> None:
    assert drawn() == drawn()


def test_two_maps_on_a_page_have_ids_of_their_own() -> None:
    assert 'id="map_small"' in drawn(map_id="small").html


def test_layers_are_named_by_the_label_and_by_nothing_else() -> None:
    script = drawn().script
    names = re.findall(r'"\[(map\.layer\.\w+)\]"\s*:', script)
    assert names == [f"map.layer.{kind}" for kind in ("flow", "offer", "need", "process", "premises")]


def test_every_label_asked_for_is_in_the_list() -> None:
    asked: list[str] = []
    words = Words(lambda code: asked.append(code) or code)  # type: ignore[func-returns-value]  # append returns None
    drawn(words)
    picker(town_ground(), MapOptions(words))
    assert {code for code in asked if not code.startswith(("material.", "status."))} <= set(LABEL_CODES)


def test_hostile_text_stays_a_string_in_the_script() -> None:
    places = point_layers([a_place(name=name) for name in HOSTILE], WORDS)
    script = draw(places, town_ground(), MapOptions(WORDS)).script
    strings_out = re.sub(r'"(?:[^"\\]|\\.)*"', '""', script)
    assert "<" not in script
    assert "alert" not in strings_out
    assert "${" not in strings_out
    assert "`" not in strings_out


def test_text_is_never_run_as_a_template_on_the_server() -> None:
    flow, places = flow_layer([a_flow(giver=TEMPLATE)], WORDS), point_layers([a_place(name=TEMPLATE)], WORDS)
    script = draw((flow, *places), town_ground(), MapOptions(WORDS)).script
    assert "5308" not in script
    shown = script.replace("\\u0027", "'")
    assert shown.count(TEMPLATE) == 6  # on the line, at its end and at the place: as title and on the card


def test_the_picker_starts_at_the_place_chosen_before() -> None:
    script = picker(town_ground(), MapOptions(WORDS), MARKET).script
    assert '"at":[50.97417,5.82917]' in script


@pytest.mark.parametrize("file", sorted(MAPS.glob("*.py")), ids=lambda file: file.name)
def test_no_module_hands_text_to_folium_as_markup(file: Path) -> None:
    assert FORBIDDEN.findall(file.read_text()) == []


def test_a_map_of_200_flows_stays_small() -> None:
    flows = [a_flow(giver=f"Giver {number}", tonnes=float(number + 1)) for number in range(200)]
    town = draw([flow_layer(flows, WORDS)], town_ground(), MapOptions(WORDS))
    assert len((town.html + town.script).encode()) < 300_000
