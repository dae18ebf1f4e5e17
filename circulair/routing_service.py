"""The routing service that the operator configured: asked by the server, never by the browser."""

import json
import math
from collections.abc import Sequence
from http.client import HTTPException
from urllib.request import Request, urlopen

from circulair.services.roads import NoRoadService, RoadService
from flows.distance import Position
from flows.errors import FlowsError
from flows.roads import Basis, Roads, Whole

TIMEOUT_SECONDS = 5
MOST_BYTES = 20_000_000
"""An answer is read so far; the table of a thousand places is smaller."""

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
        question = Request(address, headers={"Accept": "application/json"})  # noqa: S310  # the operator's own setting
        try:
            with urlopen(question, timeout=self.timeout_seconds) as answer:  # noqa: S310  # the operator's own setting
                return roads_in(json.loads(answer.read(MOST_BYTES)), len(points))
        except (OSError, HTTPException, ValueError, RecursionError):
            return None


def roads_in(answer: object, places: int) -> Roads | None:
    """Return the roads of an answer, None if it is no table of so many places or a way is missing."""
    if not isinstance(answer, dict) or answer.get("code") != "Ok":
        return None
    try:
        roads = Roads(whole(answer["distances"]), whole(answer["durations"]), Basis.SERVICE)
    except (KeyError, TypeError, ValueError, FlowsError):
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
