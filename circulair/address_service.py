"""The address service that the operator configured: asked by the server, never by the browser."""

import json
import re
from http.client import HTTPException
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from circulair.services.positions import AddressService, NoAddressService, Place
from flows.distance import Position, Precision

TIMEOUT_SECONDS = 3
POINT = re.compile(r"POINT\((-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)\)")
FIELDS = "postcode,huis_nlt,straatnaam,woonplaatsnaam,centroide_ll"


class Locatieserver:
    """A service that answers as PDOK's Locatieserver does, at the address up to its version."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")

    def find(self, postcode: str, house_number: str) -> Place | None:
        """Return the place of an address, None if it is unknown or the service is away."""
        wanted = {"q": f"{postcode} {house_number}", "fq": "type:adres", "rows": "1", "fl": FIELDS}
        question = Request(f"{self.url}/free?{urlencode(wanted)}", headers={"Accept": "application/json"})  # noqa: S310  # the operator's own setting
        try:
            with urlopen(question, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310  # the operator's own setting
                return place_in(json.load(answer), postcode, house_number)
        except (OSError, HTTPException, ValueError):
            return None


def place_in(answer: object, postcode: str, house_number: str) -> Place | None:
    """Return the first place of an answer, None if it cannot be read or is another address."""
    try:
        found = answer["response"]["docs"][0]  # type: ignore[index]  # read with care below
        point = POINT.fullmatch(found["centroide_ll"])
        same = written(f"{found['postcode']} {found['huis_nlt']}") == written(f"{postcode} {house_number}")
    except (KeyError, IndexError, TypeError):
        return None
    if point is None or not same:
        return None
    return Place(
        position=Position(float(point[1]), float(point[2])),
        precision=Precision.ADDRESS,
        postcode=postcode,
        house_number=house_number,
        street=str(found.get("straatnaam", "")),
        place=str(found.get("woonplaatsnaam", "")),
    )


def written(address: str) -> str:
    """Return postcode and house number without what people write differently: 6161AB12A."""
    return "".join(filter(str.isalnum, address)).upper()


def service_of(url: str) -> AddressService:
    """Return the service at an address, or one that knows nothing where none is configured."""
    return Locatieserver(url) if url else NoAddressService()
