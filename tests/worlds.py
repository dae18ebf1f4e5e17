"""Small stored worlds for tests, made through the services; call them inside an open unit of work."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from circulair.services import accounts, listings, organisations
from circulair.services.actor import Actor, Role
from circulair.services.positions import Place
from circulair.services.vehicles import Told
from circulair.store import processes
from circulair.store.records import GivenRecord, ListingRecord, PersonRecord, ProcessRecord, TakenRecord
from flows.clock import TimeWindow
from flows.distance import Position, Precision
from flows.organisations import Kind
from flows.processes import ProcessStatus
from flows.strategies import Strategy
from flows.streams import Availability, Side
from flows.units import Quantity
from tests.factories import SPOTS

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
"""The moment at which all tests play: ten o'clock in Geleen, on a Monday."""

NOBODY = Actor(NOW)

FROM_TODAY = Availability(date(2027, 3, 1), date(2027, 12, 31))


@dataclass(frozen=True)
class Firm:
    """An organisation with premises and one member, who can act for it."""

    organisation_id: int
    premises_id: int
    person_id: int
    email: str

    @property
    def member(self) -> Actor:
        return Actor(NOW, Role.MEMBER, self.person_id, self.organisation_id)


def a_firm(
    name: str = "Bakkerij Korrel", kind: str = "shop", spot: str = "market", *, verified: bool = True
) -> Firm:
    """Make an organisation with premises at a spot of tests/factories.py and one member."""
    organisation = organisations.found(name, Kind(kind), NOBODY)
    organisation.verified_at = NOW if verified else None
    founder = replace(NOBODY, role=Role.MEMBER, organisation_id=organisation.id)
    premises = organisations.add_premises(name, Place(SPOTS[spot], Precision.PICKED), founder)
    person = a_person(Role.MEMBER, organisation.id, f"{name.lower().replace(' ', '.')}@example.org")
    return Firm(organisation.id, premises.id, person.id, person.email)


def a_person(role: Role, organisation_id: int | None = None, email: str = "") -> PersonRecord:
    """Make somebody who can sign in."""
    address = email or f"{role}@example.org"
    person = PersonRecord(email=address, language="nl", organisation_id=organisation_id)
    return accounts.add_person(person, role, NOBODY)


def a_reviewer(email: str = "hub@example.org") -> Actor:
    """Make somebody of the hub team."""
    return Actor(NOW, Role.HUB, a_person(Role.HUB, None, email).id)


def a_draft(side: Side, firm: Firm, material: str = "ldpe-film", tonnes: str | None = "40") -> listings.Draft:
    """Make what a form knows of a listing; None for tonnes that nobody told."""
    return listings.Draft(
        side=side,
        title=f"{material} of {firm.email}",
        material=material,
        premises_id=firm.premises_id,
        quantity=None if tonnes is None else Quantity(Decimal(tonnes), "t", "year"),
        availability=FROM_TODAY,
    )


def a_listing(
    side: Side, firm: Firm, material: str = "ldpe-film", tonnes: str | None = "40"
) -> ListingRecord:
    """Register a listing, in tonnes a year, from today until the end of the year."""
    return listings.register(a_draft(side, firm, material, tonnes), firm.member)


def a_plant(
    takes: str, gives: str, share: str | None = "0.8", capacity: str | None = None, code: str = "plant"
) -> ProcessRecord:
    """Register a running plant of one conversion; None for a yield or a capacity that nobody told."""
    portion = None if share is None else Decimal(share)
    yields = dict.fromkeys(("yield_low", "yield_likely", "yield_high"), portion)
    return processes.add(
        ProcessRecord(
            code=code,
            name_nl=code,
            name_en=code,
            name_de=code,
            status=ProcessStatus.RUNNING,
            capacity_tonnes=None if capacity is None else Decimal(capacity),
            created_at=NOW,
            takes=[TakenRecord(material=takes)],
            gives=[GivenRecord(material=gives, strategy=Strategy.R8_LOW, **yields)],
        )
    )


def a_van(name: str = "Bestelbus", kg: str = "1000", **few: Any) -> Told:  # whatever is told of a vehicle
    """Make what a form knows of a vehicle that drives from eight to five and stands at Chemelot."""
    told = Told(
        name=name,
        kg=Decimal(kg),
        m3=None,
        window=TimeWindow(8 * 60, 17 * 60),
        max_hours=None,
        place=Place(SPOTS["chemelot"], Precision.PICKED, place="Geleen"),
    )
    return replace(told, **few)


an_offer_listing = partial(a_listing, Side.OFFER)
a_need_listing = partial(a_listing, Side.NEED)


def far_away() -> Position:
    """Return the market of another town."""
    return SPOTS["sittard"]
