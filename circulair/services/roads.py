"""Roads: by the routing service if there is one and it answers, else by air with a detour."""

from collections.abc import Sequence
from typing import Protocol

from flows.distance import Position
from flows.roads import Basis, Roads, by_air


class RoadService(Protocol):
    """A service that knows how far places lie apart."""

    def roads(self, points: Sequence[Position]) -> Roads | None:
        """Return the roads between places, None if the service is away or does not know all of them."""


class NoRoadService:
    """The service of an operator who configured none."""

    def roads(self, points: Sequence[Position]) -> Roads | None:  # the port's signature
        """Know nothing."""
        return None


def between(points: Sequence[Position], service: RoadService) -> Roads:
    """Return the roads between places; its basis says whether the service had to be done without."""
    if isinstance(service, NoRoadService):
        return by_air(points)
    return service.roads(points) or by_air(points, basis=Basis.AIR_INSTEAD)
