"""Positions: from postcode and house number, from a pick on the map, or from a neighbourhood."""

from dataclasses import dataclass, replace
from typing import Protocol

from circulair.services.faults import AddressUnknownError
from circulair.store import housekeeping
from flows.distance import Position, Precision
from flows.positions import PositionPlaceError, read_position
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

    def find(self, postcode: str, house_number: str) -> Place | None:  # the port's signature
        """Know nothing."""
        return None


@dataclass(frozen=True, slots=True)
class Told:
    """An address as told, with the pick or the neighbourhood that stands in where nobody knows it."""

    postcode: str
    house_number: str
    lon: str = ""
    lat: str = ""
    neighbourhood: str = ""


def of_told_address(told: Told, service: AddressService) -> Place:
    """Return the place of an address, or of what else was told where the address is unknown."""
    try:
        return of_address(told.postcode, told.house_number, service)
    except AddressUnknownError:
        if told.lon and told.lat:
            place = picked(read_position(told.lon, told.lat))
        elif told.neighbourhood:
            place = of_neighbourhood(told.neighbourhood)
        else:
            raise
        return replace(place, postcode=told.postcode, house_number=told.house_number)


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
    """Return a place picked on the map in or near the town, named by its neighbourhood."""
    if not reading.inside_region(position):
        raise PositionPlaceError(position.lon, position.lat)
    found = reading.neighbourhood_of(position)
    return Place(position, Precision.PICKED, place=found[1] if found else "")
