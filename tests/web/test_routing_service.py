"""The routing service: asked at its table, believed only if it answers for every place."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import ClassVar

import pytest

from circulair.config import UnsafeSettingError, read
from circulair.routing_service import MOST_BYTES, Osrm, service_of
from circulair.services import roads
from flows.roads import Basis, by_air
from tests.factories import SPOTS

PLACES = (SPOTS["market"], SPOTS["station"])
TABLE = {"code": "Ok", "distances": [[0, 1200.4], [1300.6, 0]], "durations": [[0, 180], [200, 0]]}


class Service(BaseHTTPRequestHandler):
    """Answers each question with the same bytes and keeps what was asked."""

    said: ClassVar[bytes] = b""
    status: ClassVar[int] = 200
    location: ClassVar[str] = ""
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(self.status)
        if self.location:
            self.send_header("Location", self.location)
        self.end_headers()
        self.wfile.write(self.said)

    def log_message(self, *_parts: object) -> None:
        """Say nothing."""


@contextmanager
def answering(
    answer: object, status: int = 200, location: str = "", kind: type[Service] = Service
) -> Iterator[tuple[str, list[str]]]:
    said = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    own = type("Answering", (kind,), {"said": said, "status": status, "location": location, "asked": []})
    with HTTPServer(("127.0.0.1", 0), own) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", own.asked  # type: ignore[attr-defined]  # of our own class
        server.shutdown()
        thread.join()


def test_the_table_is_asked_for_all_places_and_taken_in_whole_metres_and_seconds() -> None:
    with answering(TABLE) as (url, asked):
        found = roads.between(PLACES, service_of(f"{url}/"))
    assert found.metres == ((0, 1200), (1301, 0))
    assert found.seconds == ((0, 180), (200, 0))
    assert found.basis is Basis.SERVICE
    assert asked == ["/table/v1/driving/5.829000,50.974000;5.823600,50.968000?annotations=distance,duration"]


@pytest.mark.parametrize(
    "answer",
    [
        {"code": "NoTable"},
        TABLE | {"durations": [[0, None], [200, 0]]},
        TABLE | {"distances": [[0, 1], [2]]},
        TABLE | {"distances": [[0, -1], [2, 0]]},
        TABLE | {"distances": [[0, 1e300], [2, 0]]},
        TABLE | {"distances": [[0, float("nan")], [2, 0]]},
        TABLE | {"distances": [[0, 10**400], [2, 0]]},
        {"code": "Ok", "distances": [[0]], "durations": [[0]]},
        {"code": "Ok"},
        [TABLE],
        b"what?",
        b"[" * 100_000,
        json.dumps(TABLE).encode() + b" " * MOST_BYTES,
    ],
)
def test_another_answer_is_not_believed_and_that_is_said(answer: object) -> None:
    with answering(answer) as (url, _asked):
        found = roads.between(PLACES, Osrm(url))
    assert found == by_air(PLACES, basis=Basis.AIR_INSTEAD)


def test_an_error_of_the_service_is_no_answer() -> None:
    with answering({"code": "TooBig"}, 400) as (url, _asked):
        assert Osrm(url).roads(PLACES) is None


def test_a_service_that_never_answers_is_not_waited_for() -> None:
    silent = HTTPServer(("127.0.0.1", 0), Service)
    assert Osrm(f"http://127.0.0.1:{silent.server_port}", timeout_seconds=0.05).roads(PLACES) is None
    silent.server_close()


class Dripping(Service):
    """Answers a byte now and then, for as long as somebody listens."""

    def do_GET(self) -> None:
        self.wfile.write(self.said)
        self.connection.settimeout(0.01)
        with suppress(ConnectionError):
            while self.listened_to():
                self.wfile.write(b"1")

    def listened_to(self) -> bool:
        try:
            return bool(self.connection.recv(1))
        except TimeoutError:
            return True


@pytest.mark.parametrize("begun", [b"", b"HTTP/1.1 200 OK\r\nX-Part: ", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_an_answer_that_drips_is_not_waited_for(begun: bytes) -> None:
    with answering(begun, kind=Dripping) as (url, _asked):
        assert Osrm(url, timeout_seconds=0.2).roads(PLACES) is None


def test_nobody_else_is_asked_where_the_service_sends_on() -> None:
    with answering(TABLE) as (elsewhere, asked_there):
        with answering(TABLE, 302, location=elsewhere) as (url, asked):
            assert Osrm(url).roads(PLACES) is None
        assert (len(asked), asked_there) == (1, [])


def test_without_a_service_distances_are_by_air() -> None:
    assert roads.between(PLACES, service_of("")) == by_air(PLACES)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "router.example.org", "https://"])
def test_an_address_that_is_none_of_the_web_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(UnsafeSettingError, match="CIRCULAIR_ROUTING_URL"):
        read({"CIRCULAIR_ROUTING_URL": url})
