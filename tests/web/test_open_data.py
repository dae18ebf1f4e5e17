"""The page of open data, its files and its catalogue, as everybody gets them."""

import hashlib
import json
from dataclasses import replace

import pytest

from circulair.app import Application, create_app
from circulair.config import UnsafeSettingError, read
from circulair.security import limiter
from circulair.services import open_data
from tests.releases import a_flow, a_release, publish
from tests.web.checked import QUICK, CheckedClient


def test_the_page_is_linked_under_every_page_and_waits_for_the_first_release(client: CheckedClient) -> None:
    assert "/open-data" in client.get("/").outline.links
    assert "Er is nog niets gepubliceerd" in client.get("/open-data").words


def test_every_file_of_the_newest_release_is_linked_and_there(
    app: Application, client: CheckedClient
) -> None:
    _, number = publish(app, a_release("2026-12-31"), a_release())
    page = client.get("/open-data")
    assert "Bestanden, stand van 1 mrt" in page.words
    links = [link for link in page.outline.links if link.startswith(f"/open-data/{number}/")]
    suffixes = [link.rpartition("/")[2] for link in links]
    assert len(suffixes) == 5 * 3 + 4 * 2 + 1 + 3
    for link in links:
        file = client.http.get(link)
        assert file.status_code == 200
        assert file.data
        assert file.content_type.partition(";")[0] == open_data.media_of(link)
        assert file.headers["Access-Control-Allow-Origin"] == "*"


def test_an_earlier_release_has_its_own_page_that_says_so(app: Application, client: CheckedClient) -> None:
    old, _ = publish(
        app, a_release("2026-12-31", flows=(a_flow(2026, 1.5), a_flow(code="S-CCCCCC"))), a_release()
    )
    assert f"/open-data/{old}" in client.get("/open-data").outline.links
    page = client.get(f"/en/open-data/{old}")
    assert "This is an earlier release." in page.words
    assert "S-CCCCCC" not in client.get(f"/open-data/{old}/flows.csv").text
    client.get("/open-data/999999", 404)
    client.get("/open-data/999999/flows.csv", 404)
    client.get(f"/open-data/{old}/users.csv", 404)


def test_a_browser_that_has_a_file_is_not_sent_it_again(app: Application, client: CheckedClient) -> None:
    [number] = publish(app, a_release())
    path = f"/open-data/{number}/flows.csv"
    first = client.http.get(path)
    assert first.headers["Cache-Control"] == "no-cache"
    assert first.headers["ETag"] == f'"{hashlib.sha256(first.data).hexdigest()}"'
    again = client.http.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    publish(app, a_release(flows=()))
    changed = client.http.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_the_licence_is_the_operator_s_or_said_to_be_nobody_s_choice(
    app: Application, client: CheckedClient
) -> None:
    publish(app, a_release())
    assert "has not chosen a licence yet" in client.get("/en/open-data").words
    app.settings = replace(app.settings, data_licence="CC0", publisher="Stadslab Geleen")
    page = client.get("/en/open-data")
    assert "has not chosen" not in page.words
    assert "Published by Stadslab Geleen, licence: CC0 1.0" in page.words
    assert "https://creativecommons.org/publicdomain/zero/1.0/" in page.outline.links


def test_nobody_takes_all_the_server_s_time(app: Application) -> None:
    limited = create_app(app.settings, {**QUICK, "RATELIMIT_ENABLED": True})
    limited.store.close()
    limited.store = app.store
    limiter.reset()
    visitor = CheckedClient(limited)
    answers = [visitor.http.get("/open-data/999/flows.csv").status_code for _ in range(121)]
    limiter.reset()
    assert answers == [404] * 120 + [429]


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("CIRCULAIR_DATA_LICENCE", "MIT"),
        ("CIRCULAIR_FRAME_ANCESTORS", "*"),
        ("CIRCULAIR_FRAME_ANCESTORS", "https://*.example.org"),
        ("CIRCULAIR_FRAME_ANCESTORS", "https://a.example; script-src *"),
        ("CIRCULAIR_FRAME_ANCESTORS", "https://a.example/path"),
        ("CIRCULAIR_FRAME_ANCESTORS", "example.org"),
    ],
)
def test_a_setting_that_would_promise_or_open_too_much_is_refused(setting: str, told: str) -> None:
    with pytest.raises(UnsafeSettingError, match=setting):
        read({setting: told})


class TestEmbeddedMap:
    def test_nobody_may_frame_any_page_unless_the_operator_names_them(
        self, app: Application, client: CheckedClient
    ) -> None:
        publish(app, a_release())
        for path in ("/kaart/inbed", "/kaart", "/open-data"):
            headers = client.get(path).response.headers
            assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
            assert headers["X-Frame-Options"] == "DENY"

    def test_those_named_may_frame_the_small_map_and_nothing_else(
        self, app: Application, client: CheckedClient
    ) -> None:
        publish(app, a_release())
        app.settings = replace(
            app.settings, frame_ancestors="https://stadslab.example  https://b.example:8443"
        )
        headers = client.get("/kaart/inbed").response.headers
        ending = "frame-ancestors https://stadslab.example https://b.example:8443"
        assert headers["Content-Security-Policy"].endswith(ending)
        assert "X-Frame-Options" not in headers
        for path in ("/kaart", "/aanmelden", "/open-data"):
            headers = client.http.get(path).headers
            assert headers["X-Frame-Options"] == "DENY"
            assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]

    def test_it_sets_no_cookie_and_knows_nobody(self, app: Application, client: CheckedClient) -> None:
        publish(app, a_release())
        page = client.get("/kaart/inbed?jaar=2027&groep=food-and-organic&soort=flow")
        assert "Set-Cookie" not in page.response.headers
        assert page.outline.forms == []
        assert "/kaart?jaar=2027&groep=food-and-organic&soort=flow" in page.outline.links

    def test_it_says_what_it_leaves_aside(self, app: Application, client: CheckedClient) -> None:
        publish(app, a_release())
        assert "vraagt iets wat" not in client.get("/kaart/inbed?jaar=2027").words
        assert "vraagt iets wat" in client.get("/kaart/inbed?jaar=1997").words

    def test_nothing_but_a_choice_goes_along_to_the_whole_map(
        self, app: Application, client: CheckedClient
    ) -> None:
        publish(app, a_release())
        page = client.get("/kaart/inbed?_scheme=javascript&_external=1&_anchor=x&groep=%3Cb%3E&next=//x")
        assert "/kaart" in page.outline.links
        assert "javascript" not in page.text

    def test_the_page_of_open_data_shows_how_to_put_it_in_a_page(
        self, app: Application, client: CheckedClient
    ) -> None:
        words = client.get("/en/open-data").words
        assert '<iframe src="http://localhost/en/kaart/inbed" title="Map of flows and places' in words
        assert "No site may show the map yet." in words
        app.settings = replace(app.settings, frame_ancestors="https://stadslab.example")
        assert "These sites may show the map: https://stadslab.example." in client.get("/en/open-data").words


def test_the_catalogue_comes_as_asked(app: Application, client: CheckedClient) -> None:
    client.get("/open-data/catalogus", 404)
    publish(app, a_release())
    plain = client.http.get("/open-data/catalogus")
    assert plain.content_type.startswith("application/ld+json")
    assert json.loads(plain.data)["@graph"][0]["@type"] == "dcat:Catalog"
    for asked in ({"query_string": "f=turtle"}, {"headers": {"Accept": "text/turtle"}}):
        told = client.http.get("/open-data/catalogus", **asked)
        assert told.content_type.startswith("text/turtle")
        assert told.data.startswith(b"@prefix")
    assert client.http.get("/open-data/catalogus?f=xml").status_code == 404
