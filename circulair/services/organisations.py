"""Organisations: their own page, their premises and what the public may see of these."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from circulair.services import release_withdrawal
from circulair.services.actor import Actor, require_hub, require_own
from circulair.services.faults import (
    NotAllowedError,
    NotFoundError,
    PremisesTakenError,
    VersionError,
)
from circulair.services.positions import Place
from circulair.store import accounts, documents, listings, trail
from circulair.store import organisations as store
from circulair.store import premises as premises_store
from circulair.store.records import OrganisationRecord, PersonRecord, PremisesRecord, VacancyBasis
from flows.buildings import Building, VacancyBasisError, check_areas, check_order
from flows.errors import UnknownCodeError
from flows.organisations import GROUP_OF, Kind
from flows.sectors import load_sectors
from flows.streams import Availability


@dataclass(frozen=True, slots=True)
class Vacancy:
    """What is told of premises that stand empty; ``public`` and ``photos`` say what everybody may see."""

    basis: VacancyBasis
    since: date | None
    available: Availability
    area_m2: Decimal | None
    permitted_use: str
    public: bool
    building: Building = field(default_factory=Building)
    photos: bool = False

    def __post_init__(self) -> None:
        if self.basis is VacancyBasis.CBS:
            raise VacancyBasisError()
        check_areas(self.building.area_free_m2, self.area_m2)
        check_order(self.since, self.available.start)


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
    record = changeable(premises_id, actor)
    if record.version != version:
        raise VersionError("premises")
    if vacancy is None:
        refuse_taken(record)
    if record.public and (vacancy is None or not vacancy.public):
        release_withdrawal.take_out(release_withdrawal.of_premises([record]), actor)
    record.vacant, record.withdrawn_at = vacancy is not None, None
    record.public = vacancy is not None and vacancy.public
    if vacancy is None:
        record.photos_public_at = None
    else:
        write_vacancy(record, vacancy, actor)
    note("premises.vacant" if record.vacant else "premises.in_use", record, actor)
    return record


def write_vacancy(record: PremisesRecord, vacancy: Vacancy, actor: Actor) -> None:
    """Put what is told of a vacancy on premises; another use or plan must be confirmed anew."""
    plan = (record.permitted_use, record.bag_uses, record.use_source)
    told = vacancy.building
    if plan != (vacancy.permitted_use, told.uses, told.use_source):
        record.use_confirmed_at = None
    record.vacancy_basis, record.vacant_since = vacancy.basis, vacancy.since
    record.available_from, record.available_until = vacancy.available.start, vacancy.available.end
    record.area_m2, record.permitted_use = vacancy.area_m2, vacancy.permitted_use
    record.building = told
    shown = vacancy.public and vacancy.photos
    if record.photos_public_at is not None and not shown:
        release_withdrawal.take_out(release_withdrawal.of_photos(documents.photos_of([record.id])), actor)
    record.photos_public_at = (record.photos_public_at or actor.now) if shown else None


def withdraw_vacancy(premises_id: int, actor: Actor) -> PremisesRecord:
    """Take a vacancy back: nobody sees it any more; all that was told is kept, so that it can be undone.

    It leaves the releases as well; after an undo the next one shows it again.
    """
    record = changeable(premises_id, actor)
    refuse_taken(record)
    if record.vacant:
        if record.public:
            release_withdrawal.take_out(release_withdrawal.of_premises([record]), actor)
        record.vacant, record.withdrawn_at = False, actor.now
        note("premises.withdrawn", record, actor)
    return record


def put_back_vacancy(premises_id: int, actor: Actor) -> PremisesRecord:
    """Undo a withdrawal: the premises stand empty again, shown to whom they were shown."""
    record = changeable(premises_id, actor)
    if record.withdrawn_at is not None:
        record.vacant, record.withdrawn_at = True, None
        note("premises.put_back", record, actor)
    return record


def confirm_use(premises_id: int, version: int, actor: Actor) -> PremisesRecord:
    """Note as the hub that the plan allows what is told of the use."""
    require_hub(actor)
    record = changeable(premises_id, actor)
    if record.version != version:
        raise VersionError("premises")
    record.use_confirmed_at = actor.now
    note("premises.use_confirmed", record, actor)
    return record


def changeable(premises_id: int, actor: Actor) -> PremisesRecord:
    """Return premises of the actor's organisation (any, for the hub), held until this transaction ends."""
    premises_store.held(premises_id)
    return premises(premises_id, actor)


def refuse_taken(record: PremisesRecord) -> None:
    """Refuse to take away premises that somebody uses or was promised for a while."""
    if premises_store.running(record.id) is not None:
        raise PremisesTakenError()


def note(code: str, record: PremisesRecord, actor: Actor) -> None:
    """Note in the trail what was done with premises."""
    trail.append(trail.Act(code, "premises", record.id), actor.person_id, actor.now)
