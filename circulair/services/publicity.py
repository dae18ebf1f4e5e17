"""Publicity: what the public sees of an organisation, shown to it before it decides, and decided by field."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from circulair.services import organisations as own_organisation
from circulair.services import release_withdrawal, releases
from circulair.services.actor import Actor
from circulair.services.release_withdrawal import Withdrawn
from circulair.services.releases import PublicFlow, PublicListing, PublicPremises, PublicProcess
from circulair.store import exchanges, listings, organisations, processes, trail
from circulair.store.records import (
    MATCHABLE,
    ExchangeRecord,
    ListingRecord,
    OrganisationRecord,
    PremisesRecord,
    ProcessRecord,
)
from flows.distance import Precision


class Field(StrEnum):
    """What an organisation decides on."""

    NAME = "name"
    FLOWS = "flows"
    LISTINGS = "listings"
    PREMISES = "premises"
    PROCESSES = "processes"


@dataclass(frozen=True, slots=True)
class SeenFlow:
    """An exchange as the public would see it, and who said yes to that."""

    record: ExchangeRecord
    rows: tuple[PublicFlow, ...]
    own_yes: bool
    other_yes: bool


@dataclass(frozen=True, slots=True)
class SeenListing:
    """A listing as the public would see it."""

    record: ListingRecord
    row: PublicListing


@dataclass(frozen=True, slots=True)
class SeenPremises:
    """Vacant premises as the public would see them."""

    record: PremisesRecord
    row: PublicPremises


@dataclass(frozen=True, slots=True)
class SeenProcess:
    """A process of one's own as the public would see it."""

    record: ProcessRecord
    row: PublicProcess

    @property
    def precision(self) -> Precision:
        """Return how exactly its place is shown."""
        return Precision.ADDRESS if self.row.source else Precision.SQUARE


@dataclass(frozen=True, slots=True)
class Picture:
    """All that the public would see of an organisation if it showed everything."""

    organisation: OrganisationRecord
    flows: tuple[SeenFlow, ...]
    listings: tuple[SeenListing, ...]
    premises: tuple[SeenPremises, ...]
    processes: tuple[SeenProcess, ...] = ()

    def shown(self, field: Field) -> int:
        """Return how many things of a field are shown."""
        return {
            Field.NAME: int(not self.organisation.hides_name),
            Field.FLOWS: sum(one.own_yes for one in self.flows),
            Field.LISTINGS: sum(one.record.public for one in self.listings),
            Field.PREMISES: sum(one.record.public for one in self.premises),
            Field.PROCESSES: sum(one.record.operator_consents for one in self.processes),
        }[field]

    def could_be_shown(self, field: Field) -> int:
        """Return how many things of a field there are."""
        return {
            Field.NAME: 1,
            Field.FLOWS: len(self.flows),
            Field.LISTINGS: len(self.listings),
            Field.PREMISES: len(self.premises),
            Field.PROCESSES: len(self.processes),
        }[field]


def picture(actor: Actor) -> Picture:
    """Return what the public would see of the actor's organisation."""
    organisation = own_organisation.own(actor)
    taken = releases.taken_now(actor.today)
    listed = [one for one in listings.of_organisation(organisation.id) if one.state in MATCHABLE]
    return Picture(
        organisation=organisation,
        flows=tuple(flows_of(organisation.id, actor)),
        listings=tuple(SeenListing(one, releases.public_listing(one, taken)) for one in listed),
        premises=tuple(
            SeenPremises(one, releases.public_premises(one))
            for one in organisations.vacant_of(organisation.id)
        ),
        processes=tuple(
            SeenProcess(one, releases.public_process(one)) for one in processes.run_by(organisation.id)
        ),
    )


def flows_of(organisation_id: int, actor: Actor) -> list[SeenFlow]:
    """Return the exchanges of an organisation with what of them would be public."""
    own = {one.id: one for one in exchanges.of_organisation(organisation_id)}
    rows: dict[int, list[PublicFlow]] = {key: [] for key in own}
    ways = releases.ways(actor.today)
    for key, year, tonnes in exchanges.yearly_flows(actor.today):
        if key in own:
            rows[key].append(releases.flow_of(own[key], ways[key], year, tonnes))
    return [SeenFlow(one, tuple(rows[key]), *consents(one, organisation_id)) for key, one in own.items()]


def consents(one: ExchangeRecord, organisation_id: int) -> tuple[bool, bool]:
    """Return whether an organisation wants an exchange seen, and whether the other side does."""
    given = [
        (one.offer.organisation_id == organisation_id, one.giver_consents),
        (one.need.organisation_id == organisation_id, one.receiver_consents),
    ]
    return all(yes for own, yes in given if own), all(yes for own, yes in given if not own)


def show(field: Field, actor: Actor) -> None:
    """Show all of a field to the public from the next release on."""
    seen = picture(actor)
    decide(field, seen, public=True)
    note(field, actor, public=True)


def withdraw(field: Field, actor: Actor) -> int:
    """Show nothing of a field any more; return out of how many earlier releases it was taken."""
    seen = picture(actor)
    decide(field, seen, public=False)
    note(field, actor, public=False)
    return release_withdrawal.take_all_out(as_withdrawn(field, seen, actor), actor)


def decide(field: Field, seen: Picture, *, public: bool) -> None:
    """Put a choice on all things of a field."""
    own = seen.organisation
    if field is Field.NAME:
        own.hides_name = not public
    for flow in seen.flows if field is Field.FLOWS else ():
        decide_flow(flow.record, own.id, public=public)
    for listing in listings_for(field, seen, public=public):
        listing.public = public
    for process in seen.processes if field is Field.PROCESSES else ():
        process.record.operator_consents = public
    for premises in seen.premises if field is Field.PREMISES and public else ():
        premises.record.public = True
    for record in organisations.premises_of(own.id) if field is Field.PREMISES and not public else ():
        record.public, record.photos_public_at = False, None


def decide_flow(one: ExchangeRecord, own: int, *, public: bool) -> None:
    """Put a choice on an exchange, for each side of it that is one's own."""
    if one.offer.organisation_id == own:
        one.giver_consents = public
    if one.need.organisation_id == own:
        one.receiver_consents = public


def listings_for(field: Field, seen: Picture, *, public: bool) -> list[ListingRecord]:
    """Return the listings that a choice is about: those one saw; withdrawn are also those off the market."""
    if field is not Field.LISTINGS:
        return []
    if public:
        return [one.record for one in seen.listings]
    return list(listings.of_organisation(seen.organisation.id))


def as_withdrawn(field: Field, seen: Picture, actor: Actor) -> Sequence[Withdrawn]:
    """Return what is taken out of earlier releases: all that ever could be in them, ended or not."""
    own = seen.organisation.id
    if field is Field.FLOWS:
        return [release_withdrawal.of_exchanges(one.record for one in seen.flows)]
    if field is Field.PREMISES:
        return [release_withdrawal.of_premises(organisations.premises_of(own))]
    if field is Field.PROCESSES:
        return release_withdrawal.of_processes(one.record for one in seen.processes)
    listed = listings.of_organisation(own)
    if field is Field.LISTINGS:
        return [release_withdrawal.of_listings(listed)]
    return [release_withdrawal.of_name(listed, actor)]


def note(field: Field, actor: Actor, *, public: bool) -> None:
    """Note a choice in the trail."""
    act = trail.Act(
        "organisation.shows",
        "organisation",
        actor.organisation_id or 0,
        {"field": field.value, "public": str(public)},
    )
    trail.append(act, actor.person_id, actor.now)
