"""The address service: its answer counts only for the address that was asked."""

from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from circulair.address_service import Locatieserver, place_in
from flows.distance import Position


def answer(**differs: str) -> dict[str, object]:
    """Make an answer as PDOK's Locatieserver gives it."""
    found = {
        "postcode": "6161AB",
        "huis_nlt": "12A",
        "straatnaam": "Rijksweg",
        "woonplaatsnaam": "Geleen",
        "centroide_ll": "POINT(5.829 50.974)",
    }
    return {"response": {"docs": [found | differs]}}


def test_the_address_that_was_asked_is_taken_however_it_is_written() -> None:
    place = place_in(answer(), "6161 AB", "12-A")
    assert place is not None
    assert (place.position, place.street, place.place) == (Position(5.829, 50.974), "Rijksweg", "Geleen")


@pytest.mark.parametrize(
    "differs", [{"postcode": "6161AC"}, {"huis_nlt": "12"}, {"centroide_ll": "POINT(x y)"}]
)
def test_another_address_and_no_position_are_not_taken(differs: dict[str, str]) -> None:
    assert place_in(answer(**differs), "6161 AB", "12-A") is None


@pytest.mark.parametrize("empty", [None, [], {}, {"response": {"docs": []}}, {"response": {"docs": [{}]}}])
def test_an_answer_of_another_shape_is_no_address(empty: object) -> None:
    assert place_in(empty, "6161 AB", "12") is None


class Rude(BaseHTTPRequestHandler):
    """A service that does not speak HTTP."""

    def handle(self) -> None:
        self.rfile.readline()
        self.wfile.write(b"what?\r\n\r\n")


def test_a_service_that_talks_nonsense_or_is_away_knows_nothing() -> None:
    server = HTTPServer(("127.0.0.1", 0), Rude)
    thread = Thread(target=server.handle_request)
    thread.start()
    service = Locatieserver(f"http://127.0.0.1:{server.server_port}")
    assert service.find("6161 AB", "12") is None
    thread.join()
    server.server_close()
    assert service.find("6161 AB", "12") is None
