"""Positions: from postcode and house number, from a pick on the map, or from a neighbourhood."""

from dataclasses import dataclass
from typing import Protocol

from circulair.services.faults import AddressUnknownError
from circulair.store import housekeeping
from circulair.store.records import Precision
from flows.distance import Position
from maps import reading


@dataclass(frozen=True, slots=True)
class Place:
    """An address as told, with its position and how exactly that is known."""

    position: Position
    precision: Precision
    postcode: str = ""
    house_number: str = ""
    street: str = ""
    place: str = ""


class AddressService(Protocol):
    """A service that knows where an address is."""

    def find(self, postcode: str, house_number: str) -> Place | None:
        """Return the place of an address, None if the service does not know it or is away."""


class NoAddressService:
    """The service of an operator who configured none."""

    def find(self, postcode: str, house_number: str) -> Place | None:  # noqa: ARG002  # the port's signature
        """Know nothing."""
        return None


def of_address(postcode: str, house_number: str, service: AddressService) -> Place:
    """Return the place of an address: from the imported table, else from the service."""
    row = housekeeping.address(postcode, house_number)
    if row is not None:
        position = Position(row.lon, row.lat)
        return Place(position, Precision.ADDRESS, postcode, row.house_number, row.street, row.place)
    found = service.find(postcode, house_number)
    if found is None:
        raise AddressUnknownError()
    return found


def of_neighbourhood(code: str) -> Place:
    """Return the label point of a neighbourhood: near enough for a first distance."""
    for known, name, position in reading.neighbourhood_label_points():
        if known == code:
            return Place(position, Precision.NEIGHBOURHOOD, place=name)
    raise AddressUnknownError()


def picked(position: Position) -> Place:
    """Return a place picked on the map, named by its neighbourhood."""
    found = reading.neighbourhood_of(position)
    return Place(position, Precision.PICKED, place=found[1] if found else "")
