"""The routing service that the operator configured: asked by the server, never by the browser."""

import json
import math
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from io import BufferedReader, RawIOBase
from socket import socket
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from circulair.services.roads import NoRoadService, RoadService
from flows.distance import Position
from flows.errors import FlowsError
from flows.roads import Basis, Roads, Whole

TIMEOUT_SECONDS = 5
"""How long the whole answer may take, from the question to its last byte."""

MOST_BYTES = 20_000_000
"""A longer answer is none; the table of a thousand places is shorter."""

DECIMALS = 6
"""Decimals of a degree: about 10 cm."""

FARTHEST = 100_000_000
"""Metres or seconds above this are no way on earth."""


class Osrm:
    """A service that answers ``/table`` as OSRM does, at the address before its version."""

    def __init__(self, url: str, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        self.url, self.timeout_seconds = url.rstrip("/"), timeout_seconds

    def roads(self, points: Sequence[Position]) -> Roads | None:
        """Return the roads between places, None if the service is away or does not know all of them."""
        places = ";".join(f"{point.lon:.{DECIMALS}f},{point.lat:.{DECIMALS}f}" for point in points)
        address = f"{self.url}/table/v1/driving/{places}?annotations=distance,duration"
        try:
            said = asked(address, self.timeout_seconds)
            return None if said is None else roads_in(json.loads(said), len(points))
        except (OSError, HTTPException, ValueError, RecursionError):
            return None


def asked(
    address: str, seconds: float, most_bytes: int = MOST_BYTES, accept: str = "application/json"
) -> bytes | None:
    """Return what an address of the web says, None if that is no answer, too long, or another address.

    Raise OSError or HTTPException where nobody answers within so many seconds in all.
    """
    at, until = urlsplit(address), monotonic() + seconds
    kind = HTTPSConnection if at.scheme == "https" else HTTPConnection
    with closing(kind(at.netloc, timeout=seconds)) as connection:
        connection.response_class = partial(InTime, until=until)  # type: ignore[assignment]  # it makes one
        heads = {"Accept": accept, "User-Agent": "CirculAIR"}
        connection.request("GET", f"{at.path}?{at.query}" if at.query else at.path, headers=heads)
        with connection.getresponse() as answer:
            said = answer.read(most_bytes + 1)
            return said if answer.status == HTTPStatus.OK and len(said) <= most_bytes else None


class InTime(HTTPResponse):
    """An answer of which everything, its head too, is read until one moment."""

    def __init__(self, sock: socket, *told: Any, until: float, **named: Any) -> None:
        super().__init__(sock, *told, **named)
        self.fp = BufferedReader(Arriving(sock, self.fp.detach(), until))


class Arriving(RawIOBase):
    """What arrives at a socket until a moment, after which reading raises TimeoutError."""

    def __init__(self, sock: socket, raw: RawIOBase, until: float) -> None:
        self.sock, self.raw, self.until = sock, raw, until

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Read what has arrived, waiting for it no longer than what is left of the time."""
        left = self.until - monotonic()
        if left <= 0:
            raise TimeoutError
        self.sock.settimeout(left)
        return self.raw.readinto(buffer)

    def close(self) -> None:
        """Close what is read."""
        self.raw.close()
        super().close()


def roads_in(answer: object, places: int) -> Roads | None:
    """Return the roads of an answer, None if it is no table of so many places or a way is missing."""
    if not isinstance(answer, dict) or answer.get("code") != "Ok":
        return None
    try:
        roads = Roads(whole(answer["distances"]), whole(answer["durations"]), Basis.SERVICE)
    except (KeyError, TypeError, ValueError, ArithmeticError, FlowsError):
        return None
    return roads if len(roads.metres) == places else None


def whole(table: Sequence[Sequence[float]]) -> Whole:
    """Return a table in whole figures; raise ValueError for a figure that no way has."""
    rows = tuple(tuple(map(float, row)) for row in table)
    if any(not (math.isfinite(figure) and figure <= FARTHEST) for row in rows for figure in row):
        raise ValueError("no way on earth")
    return tuple(tuple(round(figure) for figure in row) for row in rows)


def service_of(url: str) -> RoadService:
    """Return the service at an address, or one that knows nothing where none is configured."""
    return Osrm(url) if url else NoRoadService()
