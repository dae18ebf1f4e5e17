"""Organisations: their own page, their premises and what the public may see of these."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from circulair.services import release_withdrawal
from circulair.services.actor import Actor, require_hub, require_own
from circulair.services.faults import NotAllowedError, NotFoundError, VersionError
from circulair.services.positions import Place
from circulair.store import accounts, listings, trail
from circulair.store import organisations as store
from circulair.store.records import OrganisationRecord, PersonRecord, PremisesRecord, VacancyBasis
from flows.errors import UnknownCodeError
from flows.organisations import GROUP_OF, Kind
from flows.sectors import load_sectors
from flows.streams import Availability


@dataclass(frozen=True, slots=True)
class Vacancy:
    """What is told of premises that stand empty."""

    basis: VacancyBasis
    since: date | None
    available: Availability
    area_m2: Decimal | None
    permitted_use: str
    public: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """Who an organisation is: its name, its kind and, if it said so, the code of its sector.

    ``vihb_number`` is its number on the VIHB list, if it carries, collects, trades or arranges waste.
    ``hides_name`` asks that the other side of a suggestion reads its name only once both have said yes.
    """

    name: str
    kind: Kind
    sector: str = ""
    hides_name: bool = False
    vihb_number: str = ""

    def __post_init__(self) -> None:
        if self.sector and self.sector not in load_sectors():
            raise UnknownCodeError("sector", self.sector)


def found(name: str, kind: Kind, actor: Actor, sector: str = "") -> OrganisationRecord:
    """Register a new organisation."""
    organisation = OrganisationRecord(created_at=actor.now, vihb_number="")
    write(organisation, Profile(name, kind, sector))
    store.add(organisation)
    act = trail.Act("organisation.registered", "organisation", organisation.id)
    trail.append(act, actor.person_id, actor.now)
    return organisation


def hub_named(name: str, actor: Actor) -> OrganisationRecord:
    """Return the hub's organisation, made when its first member is added."""
    hubs = [one for one in store.all_by_name() if one.kind is Kind.HUB and one.name == name]
    return hubs[0] if hubs else found(name, Kind.HUB, actor)


def own(actor: Actor) -> OrganisationRecord:
    """Return the actor's organisation with its premises."""
    organisation = None if actor.organisation_id is None else store.with_premises(actor.organisation_id)
    if organisation is None:
        raise NotFoundError("organisation")
    return organisation


def members(actor: Actor) -> Sequence[PersonRecord]:
    """Return the people of the actor's own organisation."""
    return accounts.members_of(own(actor).id)


def places(organisation_id: int, actor: Actor) -> Sequence[PremisesRecord]:
    """Return the premises of the actor's organisation (any, for the hub)."""
    require_own(actor, organisation_id, "organisation")
    return store.premises_of(organisation_id)


def everybody(actor: Actor) -> Sequence[OrganisationRecord]:
    """Return all organisations, for the hub."""
    require_hub(actor)
    return store.all_by_name()


def write(organisation: OrganisationRecord, profile: Profile) -> None:
    """Put who it is on an organisation."""
    organisation.name, organisation.kind, organisation.sector = profile.name, profile.kind, profile.sector
    organisation.hides_name = profile.hides_name
    organisation.stakeholder_group = GROUP_OF[profile.kind]
    write_vihb(organisation, profile.vihb_number)


def write_vihb(organisation: OrganisationRecord, number: str) -> None:
    """Put a VIHB number on an organisation; another than before is not looked up yet."""
    if number != organisation.vihb_number:
        organisation.vihb_number, organisation.vihb_checked_at = number, None


def change(version: int, profile: Profile, actor: Actor) -> OrganisationRecord:
    """Change who the actor's organisation is, as it was seen in ``version``."""
    organisation = own(actor)
    if organisation.version != version:
        raise VersionError("organisation")
    details = {} if organisation.hides_name == profile.hides_name else {"hides_name": str(profile.hides_name)}
    hides = profile.hides_name and not organisation.hides_name
    write(organisation, profile)
    if hides:
        unnamed = release_withdrawal.of_name(listings.of_organisation(organisation.id), actor)
        release_withdrawal.take_out(unnamed, actor)
    act = trail.Act("organisation.changed", "organisation", organisation.id, details)
    trail.append(act, actor.person_id, actor.now)
    return organisation


def choose_sector(version: int, sector: str, actor: Actor) -> OrganisationRecord:
    """Say what the actor's organisation does, and leave the rest of it as it is."""
    organisation = own(actor)
    now = Profile(
        organisation.name, organisation.kind, sector, organisation.hides_name, organisation.vihb_number
    )
    return change(version, now, actor)


def add_premises(name: str, place: Place, actor: Actor) -> PremisesRecord:
    """Add a building or plot to the actor's organisation."""
    if actor.organisation_id is None:
        raise NotAllowedError()
    premises = store.add_premises(
        PremisesRecord(
            organisation_id=actor.organisation_id,
            name=name,
            postcode=place.postcode,
            house_number=place.house_number,
            street=place.street,
            place=place.place,
            lon=place.position.lon,
            lat=place.position.lat,
            precision=place.precision,
            created_at=actor.now,
        )
    )
    trail.append(trail.Act("premises.registered", "premises", premises.id), actor.person_id, actor.now)
    return premises


def premises(premises_id: int, actor: Actor) -> PremisesRecord:
    """Return premises of the actor's organisation (any, for the hub)."""
    record = store.premises(premises_id)
    if record is None:
        raise NotFoundError("premises")
    require_own(actor, record.organisation_id, "premises")
    return record


def tell_vacancy(premises_id: int, version: int, vacancy: Vacancy | None, actor: Actor) -> PremisesRecord:
    """Say that premises stand empty and what they offer, or that they are in use again."""
    record = premises(premises_id, actor)
    if record.version != version:
        raise VersionError("premises")
    if vacancy is not None and record.public and not vacancy.public:
        release_withdrawal.take_out(release_withdrawal.of_premises([record]), actor)
    record.vacant = vacancy is not None
    record.public = vacancy is not None and vacancy.public
    if vacancy is not None:
        record.vacancy_basis, record.vacant_since = vacancy.basis, vacancy.since
        record.available_from, record.available_until = vacancy.available.start, vacancy.available.end
        record.area_m2, record.permitted_use = vacancy.area_m2, vacancy.permitted_use
    code = "premises.vacant" if record.vacant else "premises.in_use"
    trail.append(trail.Act(code, "premises", record.id), actor.person_id, actor.now)
    return record
