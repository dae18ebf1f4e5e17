"""OGC API Features: what map programs ask, what is refused, and what real programs make of it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from owslib.ogcapi.features import Features
from shapely import LineString, Point, box

from circulair.app import Application
from circulair.services import features
from circulair.services.releases import Release
from circulair.web.ogc_query import CRS84, RD_NEW
from tests.releases import CHEMELOT, MARKET, STATION, a_flow, a_public_listing, a_release, publish
from tests.web.checked import CheckedClient

TABLES = [
    *("flows", "offers", "needs", "processes", "premises"),
    *("cells", "changes", "redactions", "refusals"),
]
"""What a release has, in its order."""

READER = Path(__file__).parents[1] / "clients" / "read_features.py"
PAGES = ("/ogc/", "/ogc/conformance", "/ogc/collections", "/ogc/collections/flows", "/ogc/collections/cells")
"""What is a page as well."""

MANY = 25
AROUND_MARKET = "5.8285,50.9735,5.8295,50.9745"
NETHERLANDS_IN_METRES = (10_000, 300_000, 290_000, 630_000)


def a_full_release() -> Release:
    """Make a release with more offers than a page that asks for ten."""
    offers = [a_public_listing(f"A-{number:06}", at=(5.80 + number / 1000, 50.97)) for number in range(MANY)]
    return a_release(offers=tuple(offers))


@pytest.fixture
def ask(app: Application, client: CheckedClient) -> Any:  # a function of an address and a status
    """Ask the service of a full release and return what it says as JSON."""
    publish(app, a_full_release())

    def asked(path: str, status: int = 200) -> Any:  # JSON of any form
        answer = client.http.get(path)
        assert answer.status_code == status, answer.text
        assert answer.headers["API-Version"] == "1.0.0"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        return json.loads(answer.data)

    return asked


def links(told: dict[str, Any]) -> dict[str, str]:
    """Return where an answer leads, by relation, as a path of our own."""
    parts = {link["rel"]: urlsplit(link["href"]) for link in told["links"]}
    return {rel: f"{part.path}?{part.query}".rstrip("?") for rel, part in parts.items()}


class TestTheService:
    def test_every_address_that_it_names_answers(self, ask: Any) -> None:
        landing = links(ask("/ogc"))
        assert {"self", "service-desc", "service-doc", "conformance", "data", "license"} <= set(landing)
        assert ask(landing["self"])["title"] == "Open data van CirculAIR"
        assert len(ask(landing["conformance"])["conformsTo"]) == 4
        for collection in ask(landing["data"])["collections"]:
            own = links(collection)
            assert ask(own["self"]) == collection
            assert ask(own["items"])["type"] == "FeatureCollection"

    def test_a_collection_says_where_it_lies_and_in_which_systems(self, ask: Any) -> None:
        flows = ask("/ogc/collections/flows")
        assert flows["crs"] == [CRS84, RD_NEW]
        assert flows["storageCrs"] == CRS84
        assert flows["extent"]["spatial"]["bbox"] == [[5.794, 50.968, 5.829, 50.974]]
        assert flows["title"] == "Bevestigde stromen"
        assert ask("/en/ogc/collections/flows")["title"] == "Confirmed flows"

    def test_before_the_first_release_it_is_empty(self, client: CheckedClient) -> None:
        told = json.loads(client.http.get("/ogc/collections").data)["collections"]
        assert [one["id"] for one in told] == TABLES
        assert not [one for one in told if "extent" in one]
        assert json.loads(client.http.get("/ogc/collections/flows/items").data)["numberMatched"] == 0

    def test_its_definition_names_every_address_and_parameter(self, ask: Any) -> None:
        told = ask("/ogc/api")
        assert told["openapi"] == "3.0.3"
        assert told["info"]["version"] == "1.0.0"
        known = {"collectionId": "flows", "featureId": "S-AAAAAA-2026"}
        for path, methods in told["paths"].items():
            ask(("/ogc" + path.format(**known)).rstrip("/"))
            assert {"200", "400"} <= set(methods["get"]["responses"])
            for one in methods["get"]["parameters"]:
                assert one["$ref"].rpartition("/")[2] in told["components"]["parameters"]

    def test_an_answer_that_did_not_change_is_not_sent_again(
        self, app: Application, client: CheckedClient
    ) -> None:
        publish(app, a_release())
        first = client.http.get("/ogc/collections/flows/items")
        again = client.http.get(
            "/ogc/collections/flows/items", headers={"If-None-Match": first.headers["ETag"]}
        )
        assert again.status_code == 304


class TestRows:
    def test_pages_follow_each_other_to_the_end(self, ask: Any) -> None:
        seen, path = [], "/ogc/collections/offers/items?limit=10"
        while path:
            told = ask(path)
            assert (told["numberMatched"], told["numberReturned"]) == (MANY, len(told["features"]))
            seen += [one["id"] for one in told["features"]]
            path = links(told).get("next", "")
        assert seen == [f"A-{number:06}" for number in range(MANY)]
        assert links(ask("/ogc/collections/offers/items?limit=10&offset=5"))["prev"].endswith("?limit=10")

    def test_a_page_is_never_larger_than_the_most(self, ask: Any) -> None:
        assert ask("/ogc/collections/offers/items?limit=999999")["numberReturned"] == MANY
        assert ask("/ogc/collections/offers/items?offset=999")["features"] == []

    def test_one_row_has_its_own_address(self, ask: Any) -> None:
        told = ask("/ogc/collections/flows/items/S-AAAAAA-2026")
        assert told["geometry"] == {"type": "LineString", "coordinates": [list(MARKET), list(STATION)]}
        assert told["properties"]["tonnes"] == 1.5
        assert ask(links(told)["self"]) == told

    def test_a_box_keeps_what_lies_in_it_or_runs_through(self, ask: Any) -> None:
        def found(box: str) -> list[str]:
            told = ask(f"/ogc/collections/flows/items?bbox={box}")
            return [one["id"] for one in told["features"]]

        assert found(AROUND_MARKET) == ["S-AAAAAA-2026", "S-AAAAAA-2027", "S-BBBBBB-2027"]
        assert found("5.793,50.969,5.795,50.971") == ["S-BBBBBB-2027"]
        assert found("5.810,50.9715,5.812,50.9725") == ["S-BBBBBB-2027"]  # no end of the line is inside
        assert found("5.81,50.9735,5.82,50.975") == []  # only the box around the line would meet it
        assert found("5.8285,50.9735,0,5.8295,50.9745,99") == found(AROUND_MARKET)
        assert found("170,50,6,51") == found("-180,50,6,51")

    def test_what_lies_nowhere_is_in_no_box(self, ask: Any) -> None:
        assert ask("/ogc/collections/processes/items")["numberMatched"] == 2
        assert ask("/ogc/collections/processes/items?bbox=-180,-90,180,90")["numberMatched"] == 1

    def test_places_come_in_metres_of_rd_new_and_are_asked_in_them(
        self, app: Application, client: CheckedClient
    ) -> None:
        publish(app, a_release())
        answer = client.http.get(f"/ogc/collections/premises/items?crs={RD_NEW}")
        assert answer.headers["Content-Crs"] == f"<{RD_NEW}>"
        [one] = json.loads(answer.data)["features"]
        x, y = one["geometry"]["coordinates"]
        assert (round(x), round(y)) == (185_656, 331_015)
        near = f"bbox={x - 1},{y - 1},{x + 1},{y + 1}&bbox-crs={RD_NEW}"
        far = f"bbox={x + 1},{y + 1},{x + 2},{y + 2}&bbox-crs={RD_NEW}"
        counts = [
            json.loads(client.http.get(f"/ogc/collections/premises/items?{box}").data)["numberMatched"]
            for box in (near, far)
        ]
        assert counts == [1, 0]

    @pytest.mark.parametrize(
        ("table", "asked", "number"),
        [
            ("flows", "2026-07-01", 1),
            ("flows", "2026-07-01T12:00:00Z/2027-01-01T00:00:00+01:00", 3),
            ("flows", "../2026-12-31", 1),
            ("flows", "2028-01-01/..", 0),
            ("flows", "/2026-01-01", 1),
            ("offers", "2027-06-30", MANY),
            ("offers", "2027-07-01/", 0),
            ("needs", "2099-01-01", 1),
            ("premises", "2026-12-31", 0),
            ("premises", "2027-01-01", 1),
            ("processes", "1900-01-01", 2),
        ],
    )
    def test_a_time_keeps_what_is_of_it(self, ask: Any, table: str, asked: str, number: int) -> None:
        path = f"/ogc/collections/{table}/items?datetime={asked.replace('+', '%2B')}"
        assert ask(path)["numberMatched"] == number


class TestRefusals:
    @pytest.mark.parametrize(
        "query",
        [
            *("limit=0", "limit=-1", "limit=ten", "limit=١٠", "limit=", "limit=1.5", "offset=-1", "offset=x"),
            *("bbox=", "bbox=1,2,3", "bbox=1,2,3,4,5", "bbox=a,b,c,d", "bbox=1,9,2,8", "bbox=nan,1,2,3"),
            *("bbox=1,2,3,inf", "bbox=1,2,3,1e999", f"bbox=9,1,2,3&bbox-crs={RD_NEW}", "bbox-crs=" + CRS84),
            *("crs=EPSG:28992", "crs=", f"bbox=1,2,3,4&bbox-crs={CRS84}x", "crs=http://x"),
            *("datetime=", "datetime=../..", "datetime=2027", "datetime=2027-13-01", "datetime=a/b/c"),
            *("datetime=2027-02-01/2027-01-01", "datetime=2027-01-01T25:00:00Z", "datetime=/"),
            *("f=html", "f=", "unknown=1", "limit=1&limit=2", "jaar=2027", "%00=1"),
        ],
    )
    def test_what_makes_no_sense_is_refused_with_its_reason(self, ask: Any, query: str) -> None:
        told = ask(f"/ogc/collections/offers/items?{query}", 400)
        assert set(told) == {"status", "title", "detail"}
        assert (told["status"], told["title"]) == (400, "Bad Request")
        assert len(told["detail"]) > 20

    @pytest.mark.parametrize("path", ["", "/conformance", "/api", "/collections", "/collections/flows"])
    def test_no_other_address_takes_a_question_either(self, ask: Any, path: str) -> None:
        assert ask(f"/ogc{path}?limit=1", 400)["detail"] == "limit kunt u hier niet vragen."
        ask(f"/ogc{path}?f=json")

    @pytest.mark.parametrize(
        "path",
        [
            *("/nothing", "/collections/", "/collections/users", "/collections/users/items"),
            *("/collections/flows/items/", "/collections/flows/items/S-AAAAAA", "/collections/figures"),
        ],
    )
    def test_what_is_not_there_is_said_in_json(self, ask: Any, path: str) -> None:
        assert ask(f"/ogc{path}", 404)["status"] == 404

    def test_it_can_only_be_read(self, ask: Any, client: CheckedClient) -> None:
        answer = client.http.post("/ogc/collections/flows/items")
        assert answer.status_code in (400, 405)
        assert answer.content_type == "application/problem+json"


@given(
    st.tuples(*[st.floats(-5, 5)] * 4),
    st.tuples(st.floats(-5, 0), st.floats(-5, 0), st.floats(0, 5), st.floats(0, 5)),
)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_line_meets_a_box_as_shapely_says(
    line: tuple[float, ...], edges: tuple[float, float, float, float]
) -> None:
    path = ((line[0], line[1]), (line[2], line[3]))
    shape = LineString(path) if path[0] != path[1] else Point(path[0])
    nearly = abs(shape.distance(box(*edges).boundary)) < 1e-9
    assert nearly or features.lies_in(path, edges) == shape.intersects(box(*edges))


class TestRealPrograms:
    @pytest.fixture
    def address(self, app: Application, served: str) -> str:
        publish(app, a_full_release())
        return f"http://{served}/ogc"

    def gdal(self, address: str, layer: str = "", **options: Any) -> Any:  # JSON of any form
        """Return what GDAL makes of the service, in a process of its own."""
        command = [sys.executable, str(READER), address, *([layer, json.dumps(options)] if layer else [])]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def test_gdal_finds_every_table(self, address: str) -> None:
        assert {name for name, _ in self.gdal(address)} == set(TABLES)

    def test_gdal_reads_all_rows_with_their_places(self, address: str) -> None:
        told = self.gdal(address, "offers")
        assert len(told["rows"]) == MANY
        assert told["places"][3] == [[5.803, 50.97]]
        assert told["rows"][3]["title"] == "Koffiedik"
        assert told["rows"][3]["tonnes"] == 12.5
        lines = self.gdal(address, "flows")
        assert lines["places"][2] == [list(MARKET), list(CHEMELOT)]

    def test_gdal_reads_those_in_a_box(self, address: str) -> None:
        assert len(self.gdal(address, "offers", bbox=[5.8005, 50.96, 5.8045, 50.98])["rows"]) == 4

    def test_gdal_reads_them_in_metres(self, address: str) -> None:
        told = self.gdal(address, "offers", CRS="EPSG:28992")
        assert told["crs"] == "EPSG:28992"
        west, south, east, north = NETHERLANDS_IN_METRES
        assert all(west < x < east and south < y < north for [[x, y]] in told["places"])

    def test_owslib_walks_through_it(self, address: str) -> None:
        service = Features(f"{address}/")
        assert service.feature_collections() == TABLES
        assert len(service.conformance()["conformsTo"]) == 4
        assert service.api()["openapi"] == "3.0.3"
        assert service.collection("flows")["itemType"] == "feature"
        page = service.collection_items("offers", limit=10, offset=20)
        assert [one["id"] for one in page["features"]] == [f"A-{number:06}" for number in range(20, MANY)]
        near = service.collection_items("flows", bbox=[5.793, 50.969, 5.795, 50.971])
        assert near["numberMatched"] == 1
        assert service.collection_item("flows", "S-AAAAAA-2026")["properties"]["year"] == a_flow(2026).year


class TestPagesForPeople:
    def test_a_browser_gets_pages_and_a_program_gets_what_it_always_got(
        self, app: Application, client: CheckedClient
    ) -> None:
        publish(app, a_release())
        browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
        others: tuple[dict[str, str], ...] = (
            {},
            {"Accept": "*/*"},
            {"Accept": "application/json"},
            {"Accept": "application/geo+json, application/json;q=0.9, text/html;q=0.1"},
        )
        for path in PAGES:
            seen = client.http.get(path, headers=browser)
            assert seen.content_type == "text/html; charset=utf-8", path
            assert "Accept" in seen.headers["Vary"]
            assert client.http.get(f"{path}?f=json", headers=browser).content_type == "application/json"
            for accepted in others:
                assert client.http.get(path, headers=accepted).content_type == "application/json", path

    @pytest.mark.parametrize("language", ["", "/en", "/de"])
    def test_every_page_reads_well_in_each_language_and_links_on(
        self, app: Application, client: CheckedClient, language: str
    ) -> None:
        publish(app, a_release())
        for path in PAGES:
            page = client.get(f"{language}{path}?f=html")
            json_href = f"{language}{path.rstrip('/')}"
            assert any(one.startswith(json_href) and "f=json" in one for one in page.outline.links), path

    def test_the_pages_say_what_is_in_each_table(self, app: Application, client: CheckedClient) -> None:
        publish(app, a_release())
        tables = client.get("/ogc/collections?f=html")
        assert "Bevestigde stromen" in tables.words
        assert "/ogc/collections/flows?f=html" in tables.outline.links
        one = client.get("/ogc/collections/flows?f=html")
        assert "Regels 3" in one.words
        assert "tonnes" in one.words
        assert "/ogc/collections/flows/items" in one.outline.links
        assert "deze regels hebben geen plaats" in client.get("/ogc/collections/cells?f=html").words

    def test_rows_and_definition_stay_json_whatever_a_browser_would_like(
        self, app: Application, client: CheckedClient
    ) -> None:
        publish(app, a_release())
        for path in ("/ogc/api", "/ogc/collections/flows/items"):
            assert "json" in client.http.get(path, headers={"Accept": "text/html"}).content_type
            assert client.http.get(f"{path}?f=html").status_code == 400
        assert client.http.get("/ogc/?f=xml").status_code == 400

    def test_the_landing_names_its_page_for_people(self, ask: Any) -> None:
        assert links(ask("/ogc"))["alternate"].endswith("?f=html")

    def test_before_the_first_release_there_are_pages_too(self, client: CheckedClient) -> None:
        for path in PAGES:
            assert client.get(f"{path}?f=html").status == 200
