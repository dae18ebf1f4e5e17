"""The address table: replaced as a whole by an imported file."""

from collections.abc import Iterable, Mapping

from circulair.store import housekeeping
from circulair.store.records import AddressRecord
from flows.addresses import read_house_number, read_postcode
from flows.errors import FlowsError
from flows.positions import read_position
from flows.texts import clean_line


class AddressRowError(FlowsError):
    """A row of an address file cannot be read; the whole file is refused."""

    code = "address.row"

    def __init__(self, row: int, reason: str) -> None:
        super().__init__(row, reason)
        self.row, self.reason = row, reason

    def __str__(self) -> str:
        return f"row {self.row}: {self.reason}; nothing was imported"


def replace(rows: Iterable[Mapping[str, str]], source: str) -> int:
    """Replace all addresses by those of a file and return their number."""
    housekeeping.forget_addresses()
    number = 0
    for number, row in enumerate(rows, start=1):
        try:
            housekeeping.add_address(address_of(row, source))
        except FlowsError as error:
            raise AddressRowError(number + 1, str(error)) from error
    return number


def address_of(row: Mapping[str, str], source: str) -> AddressRecord:
    """Return one row as a record."""
    position = read_position(row["lon"], row["lat"])
    return AddressRecord(
        postcode=read_postcode(row["postcode"]),
        house_number=str(read_house_number(row["house_number"])),
        street=clean_line(row["street"], 120),
        place=clean_line(row["place"], 80),
        lon=position.lon,
        lat=position.lat,
        source=source[:120],
    )
