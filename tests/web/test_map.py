"""The page of the map: streams on, a table in pages with addresses to share, many places fetched."""

import json
import re
from dataclasses import replace
from urllib.parse import urlencode

from circulair.app import Application
from circulair.services.between import MOST_DRAWN
from circulair.services.release_basis import area_of
from circulair.web.town import MOST_INLINE
from flows.codes import public_code
from maps.reading import neighbourhood_label_points
from tests.releases import CHEMELOT, MARKET, a_flow, a_public_listing, a_release, publish
from tests.web.checked import CheckedClient

GROUPS = ("plastics", "wood", "metals", "glass", "rubber")
TOWN = "5.7,50.9,6.0,51.1"
NO_PARTS = (
    {"vak": TOWN},
    {"zoom": "12"},
    {"vak": "5.7,50.9,6.0", "zoom": "12"},
    {"vak": "5.7,50.9,6.0,x", "zoom": "12"},
    {"vak": "nan,50.9,6.0,51", "zoom": "12"},
    {"vak": "6.0,50.9,5.7,51.1", "zoom": "12"},
    {"vak": "5.7,51.1,6.0,50.9", "zoom": "12"},
    {"vak": "5.7,50.9,999,51.1", "zoom": "12"},
    {"vak": TOWN, "zoom": "-1"},
    {"vak": TOWN, "zoom": "1e9"},
    {"vak": TOWN, "zoom": "٣"},
)
"""Parts of a map that make no sense."""


def many_flows(number: int) -> tuple[object, ...]:
    """Return flows by name, each from another neighbourhood or of another group."""
    ends = [(at.lon, at.lat) for code, _, at in neighbourhood_label_points() if area_of(at) == code]
    return tuple(
        a_flow(
            2027,
            1.0 + at,
            group=GROUPS[at // 30],
            start=ends[at % 30],
            end=ends[31],
            code=public_code("flow", at),
        )
        for at in range(number)
    )


def many_offers(number: int) -> tuple[object, ...]:
    return tuple(
        a_public_listing(
            public_code("offer", at), title=f"Rest {at}", at=(5.80 + at % 97 * 1e-3, 50.95 + at % 89 * 1e-3)
        )
        for at in range(number)
    )


def hidden_layers(page: str) -> set[str]:
    """Return the layers that one can switch on, and that are not on the map when it is drawn."""
    there = set(re.findall(r"geo_json_town_(\w+)\.addTo\(", page))
    return set(re.findall(r'" : geo_json_town_(\w+),', page)) - there


def test_streams_are_on_and_flows_by_name_can_be_switched_on(app: Application, client: CheckedClient) -> None:
    publish(app, a_release())
    page = client.get("/kaart")
    assert '"Van buurt naar buurt" : geo_json_town_line' in page.text
    assert '"Stromen met naam" : geo_json_town_flow' in page.text
    assert hidden_layers(page.text) == {"flow"}
    assert hidden_layers(client.get("/kaart?soort=flow").text) == set()


def test_what_is_not_drawn_is_a_number_beside_the_map_and_rows_of_the_table(
    app: Application, client: CheckedClient
) -> None:
    publish(app, a_release(flows=many_flows(MOST_DRAWN), cells=()))
    assert "kleinere str" not in client.get("/kaart").words
    publish(app, a_release(flows=(*many_flows(MOST_DRAWN), a_flow(2027, 0.5, end=CHEMELOT)), cells=()))
    page = client.get("/kaart")
    assert f"De kaart tekent de {MOST_DRAWN} grootste stromen." in page.words
    assert "En nog één kleinere stroom, minstens 500 kg." in page.words
    last = client.get("/kaart?tabel=line&pagina=6")
    assert "101–101 van 101" in last.words
    assert "minstens 500 kg" in last.words


def test_one_table_is_shown_and_each_has_its_address(app: Application, client: CheckedClient) -> None:
    publish(app, a_release())
    page = client.get("/kaart?jaar=2027")
    tabs = [one for one in page.outline.links if "tabel=" in one]
    assert [re.findall(r"tabel=(\w+)", one)[0] for one in tabs] == [
        "line",
        "flow",
        "offer",
        "need",
        "process",
        "premises",
    ]
    assert all(one.startswith("/kaart?jaar=2027&") and one.endswith("#tables") for one in tabs)
    assert "Stationsplein 1 Geleen" not in page.words
    assert "Stationsplein 1 Geleen" in client.get("/kaart?tabel=premises").words


SENSELESS = ("tabel=nothing", "pagina=0", "pagina=-1", "pagina=9999999999", "pagina=%D9%A1", "tabel=&pagina=")


def test_an_address_that_makes_no_sense_shows_the_first_page(app: Application, client: CheckedClient) -> None:
    publish(app, a_release())
    for told in SENSELESS:
        assert "Van buurt naar buurt Van Naar Materiaal" in client.get(f"/kaart?{told}").words


def test_a_page_after_the_last_is_the_last(app: Application, client: CheckedClient) -> None:
    publish(app, a_release(offers=many_offers(120)))
    page = client.get("/kaart?tabel=offer&pagina=99")
    assert "101–120 van 120" in page.words
    assert "Rest 119" in page.words
    assert [one for one in page.outline.links if "pagina=5" in one]


def test_few_places_stand_in_the_page(app: Application, client: CheckedClient) -> None:
    publish(app, a_release())
    assert "circulairMap.fetched" not in client.get("/kaart").text


class TestManyPlaces:
    def test_the_page_stays_small_and_says_where_they_are(
        self, app: Application, client: CheckedClient
    ) -> None:
        publish(app, a_release(offers=many_offers(MOST_INLINE + 1)))
        page = client.get("/en/kaart?soort=offer")
        assert '{"href":"/en/kaart/punten?soort=offer","moving":true' in page.text
        assert len(page.text.encode()) < 150_000
        assert "Rest 7" in client.get("/en/kaart?tabel=offer").words

    def test_they_are_told_once_and_after_that_only_that_nothing_changed(
        self, app: Application, client: CheckedClient
    ) -> None:
        publish(app, a_release(offers=many_offers(600)))
        first = client.http.get("/kaart/punten?soort=offer")
        told = json.loads(first.data)
        assert sum(one["properties"].get("count", 1) for one in told["offer"]["features"]) == 600
        again = client.http.get("/kaart/punten?soort=offer", headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        other = client.http.get(
            "/en/kaart/punten?soort=offer", headers={"If-None-Match": first.headers["ETag"]}
        )
        assert other.status_code == 200
        publish(app, a_release("2027-03-02", offers=many_offers(601)))
        newer = client.http.get("/kaart/punten?soort=offer", headers={"If-None-Match": first.headers["ETag"]})
        assert newer.status_code == 200

    def test_a_part_is_told_in_clusters_for_its_zoom(self, app: Application, client: CheckedClient) -> None:
        publish(app, a_release(offers=many_offers(600)))

        def part(box: str, zoom: int) -> list[int]:
            told = json.loads(client.http.get(f"/kaart/punten?soort=offer&vak={box}&zoom={zoom}").data)
            return [
                one["properties"].get("count", 1) for one in told.get("offer", {"features": []})["features"]
            ]

        far, near = part(TOWN, 11), part(TOWN, 14)
        assert sum(far) == sum(near) == 600
        assert len(far) < len(near)
        assert 0 < sum(part("5.80,50.95,5.82,50.97", 14)) < 600
        assert part("4.0,50.0,4.1,50.1", 14) == []

    def test_a_part_that_makes_no_sense_is_refused_with_what_would(self, client: CheckedClient) -> None:
        for told in NO_PARTS:
            page = client.get(f"/kaart/punten?{urlencode(told)}", 400)
            assert "Schrijf vak als west,zuid,oost,noord" in page.words

    def test_before_the_first_release_there_are_none(self, client: CheckedClient) -> None:
        assert client.http.get("/kaart/punten").get_json() == {}


def test_a_background_of_the_operator_comes_from_our_own_host_with_its_maker(
    app: Application, client: CheckedClient
) -> None:
    publish(app, a_release())
    url = "https://tiles.example.org/{z}/{x}/{y}.png"
    app.settings = replace(app.settings, tile_url=url, tile_attribution="© Makers <b>")
    page = client.get("/kaart").text
    assert '"/kaart/tegel/{z}/{x}/{y}"' in page
    assert "tiles.example.org" not in page
    assert "Makers" in page
    assert "© Makers <b>" not in page


def test_a_release_that_changes_is_seen_at_once(app: Application, client: CheckedClient) -> None:
    publish(app, a_release(flows=(a_flow(2027, 3.0, giver="Eerste"),)))
    assert "Eerste" in client.get("/kaart?tabel=flow").words
    publish(app, a_release(flows=(a_flow(2027, 3.0, giver="Tweede", start=MARKET),)))
    assert "Tweede" in client.get("/kaart?tabel=flow").words
    assert "Eerste" not in client.get("/kaart?tabel=flow").words
