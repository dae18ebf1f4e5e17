"""Mergers: two organisations of the register that are one become one, and nothing of either is lost."""

from dataclasses import dataclass
from enum import StrEnum

from circulair.services import matching, release_withdrawal, verification
from circulair.services.actor import Actor, require_hub
from circulair.services.faults import CannotMergeError, NotFoundError, VersionError
from circulair.services.verification import Dossier
from circulair.store import (
    documents,
    exchanges,
    listings,
    organisations,
    premises,
    processes,
    suggestions,
    trail,
)
from circulair.store import mergers as store
from circulair.store.mergers import Consents
from circulair.store.records import OrganisationRecord
from flows.duplicates import Likely, likely
from flows.organisations import Kind

MERGED, TOOK_IN = "organisation.merged", "organisation.took_in"
"""What the trail calls a merger, on the one that went and on the one that stayed."""

MOVED_ACTS = {
    "listings": ("listing", "listing.moved_owner"),
    "premises": ("premises", "premises.moved_owner"),
    "people": ("person", "person.moved_owner"),
    "planned_works": ("works", "works.moved_owner"),
}
"""What the trail notes of whatever moves, by its table."""

NOTHING = frozenset[int]()


class Obstacle(StrEnum):
    """Why two organisations cannot be made one as it is."""

    EXCHANGE = "exchange"
    SUGGESTION = "suggestion"
    TEMPORARY_USE = "temporary_use"
    IMPORT = "import"
    HUB = "hub"
    KIND = "kind"


@dataclass(frozen=True, slots=True)
class Side:
    """One of two organisations that are compared, and which of its consents would end if it went."""

    dossier: Dossier
    ending: Consents

    @property
    def organisation(self) -> OrganisationRecord:
        """Return the organisation itself."""
        return self.dossier.row.organisation


@dataclass(frozen=True, slots=True)
class Pair:
    """Two organisations side by side: what makes them likely one, and what stands in the way."""

    sides: tuple[Side, Side]
    likely: Likely | None
    obstacles: tuple[tuple[Obstacle, tuple[int, ...]], ...]

    @property
    def two_numbers(self) -> bool:
        """Return whether they have different KVK numbers, as two firms have."""
        told = {side.organisation.kvk_number for side in self.sides} - {""}
        return len(told) > 1


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of two organisations stays and which goes, each as it was seen."""

    staying: int
    staying_version: int
    leaving: int
    leaving_version: int

    @property
    def numbers(self) -> list[int]:
        """Return both, the lower number first."""
        return sorted((self.staying, self.leaving))


@dataclass(frozen=True, slots=True)
class Double:
    """Two organisations of the list that are likely one, with their names."""

    likely: Likely
    names: tuple[str, str]


def doubles(actor: Actor) -> list[Double]:
    """Return all organisations that are likely one, the strongest signs first, for the hub."""
    require_hub(actor)
    known = list(store.known())
    names = {one.number: one.name for one in known}
    return [Double(pair, (names[pair.first], names[pair.second])) for pair in likely(known)]


def pair(first: int, second: int, actor: Actor) -> Pair:
    """Return two organisations side by side, for the hub."""
    require_hub(actor)
    if first == second:
        raise NotFoundError("organisation")
    dossiers = (verification.dossier(first, actor), verification.dossier(second, actor))
    for one in dossiers:
        verification.refuse_merged(one.row.organisation)
    has = {number: store.consents_of(number) for number in (first, second)}
    sides = (
        Side(dossiers[0], ending(has[first], has[second])),
        Side(dossiers[1], ending(has[second], has[first])),
    )
    found = likely(store.known((first, second)))
    records = [one.row.organisation for one in dossiers]
    return Pair(sides, next(iter(found), None), obstacles(records))


def obstacles(records: list[OrganisationRecord]) -> tuple[tuple[Obstacle, tuple[int, ...]], ...]:
    """Return what stands in the way of making organisations one, each with the numbers of what it is."""
    ids = [one.id for one in records]
    found = {
        Obstacle.EXCHANGE: store.exchanges_between(ids),
        Obstacle.SUGGESTION: store.open_suggestions_between(ids),
        Obstacle.TEMPORARY_USE: store.temporary_uses_between(ids),
        Obstacle.IMPORT: store.imports_under_way(ids),
        Obstacle.HUB: [one.id for one in records if one.kind is Kind.HUB],
    }
    if len({one.kind for one in records}) > 1:
        found[Obstacle.KIND] = store.with_what_is_of_their_kind(ids)
    return tuple((why, tuple(which)) for why, which in found.items() if which)


def ending(leaving: Consents, staying: Consents) -> Consents:
    """Return which consents of the one that goes would end: of each kind to which the other never consented.

    They were given under one name and would be shown under another.
    """
    return Consents(
        NOTHING if staying.exchanges else leaving.given,
        NOTHING if staying.exchanges else leaving.received,
        NOTHING if staying.listings else leaving.listings,
        NOTHING if staying.premises else leaving.premises,
        NOTHING if staying.photos else leaving.photos,
        NOTHING if staying.uses else leaving.uses,
        NOTHING if staying.plants else leaving.plants,
    )


def merge(choice: Choice, actor: Actor) -> OrganisationRecord:
    """Make two organisations one: all that the leaving one has becomes the staying one's, which is returned.

    The leaving one stays as a pointer with its own trail. Raises CannotMergeError where the two exchange with
    each other or are about to, VersionError where somebody changed one of them meanwhile.
    """
    require_hub(actor)
    store.hold_premises(choice.numbers)
    numbers = store.listings_of(choice.numbers)
    matching.hold(numbers, suggestions.alive_with(numbers))
    held = store.locked(choice.numbers)
    if len(held) < 2:
        raise NotFoundError("organisation")
    staying, leaving = held[choice.staying], held[choice.leaving]
    for record in (staying, leaving):
        verification.refuse_merged(record)
    seen = (choice.staying_version, choice.leaving_version)
    if (staying.version, leaving.version) != seen or store.listings_of(choice.numbers) != numbers:
        raise VersionError("organisation")
    in_the_way = obstacles([staying, leaving])
    if in_the_way:
        raise CannotMergeError(tuple(number for _, which in in_the_way for number in which))
    end = ending(store.consents_of(leaving.id), store.consents_of(staying.id))
    store.end_consents(end, end.exchanges)
    take_out(end, leaving.id, actor)
    unite(staying, leaving)
    note(store.move(leaving.id, staying.id), staying.id, leaving.id, end, actor)
    leaving.merged_into_id = staying.id
    if staying.hides_name:
        unnamed = release_withdrawal.of_name(listings.of_organisation(staying.id), actor)
        release_withdrawal.take_out(unnamed, actor)
    release_withdrawal.take_out(release_withdrawal.of_merged(staying.id), actor)
    return staying


def take_out(end: Consents, leaving: int, actor: Actor) -> None:
    """Take out of every release what the one that goes showed and the one that stays never did."""
    own = organisations.premises_of(leaving)
    for what in (
        release_withdrawal.of_exchanges(
            one for one in exchanges.of_organisation(leaving) if one.id in end.exchanges
        ),
        release_withdrawal.of_listings(
            one for one in listings.of_organisation(leaving) if one.id in end.listings
        ),
        release_withdrawal.of_premises(one for one in own if one.id in end.premises),
        release_withdrawal.of_photos(documents.photos_of(end.photos)),
        *(
            release_withdrawal.of_user(one, premises.uses_in(one.premises_id))
            for one in premises.uses_by_or_of(leaving)
            if one.id in end.uses
        ),
        *release_withdrawal.of_processes(one for one in processes.run_by(leaving) if one.id in end.plants),
    ):
        if what.codes:
            release_withdrawal.take_out(what, actor)


def unite(staying: OrganisationRecord, leaving: OrganisationRecord) -> None:
    """Keep on the one that stays whatever only the other told; of two answers the more careful one."""
    staying.kvk_number = staying.kvk_number or leaving.kvk_number
    staying.sector = staying.sector or leaving.sector
    if not staying.vihb_number:
        staying.vihb_number, staying.vihb_checked_at = leaving.vihb_number, leaving.vihb_checked_at
    staying.hides_name = staying.hides_name or leaving.hides_name
    if leaving.verified_at is None:
        staying.verified_at, staying.verified_how, staying.verified_note = None, None, ""


def note(moved: dict[str, list[int]], staying: int, leaving: int, end: Consents, actor: Actor) -> None:
    """Note a merger in the trail: on both, on each thing that moved, and on each consent that ended."""
    counted = {table: str(len(which)) for table, which in moved.items() if which}
    counted["consents_ended"] = str(len(end))
    ways = {"from": str(leaving), "into": str(staying)}
    acts = [
        trail.Act(MERGED, "organisation", leaving, {**ways, **counted}),
        trail.Act(TOOK_IN, "organisation", staying, {**ways, **counted}),
    ]
    for table, (subject, code) in MOVED_ACTS.items():
        acts += [trail.Act(code, subject, number, ways) for number in moved[table]]
    for party, which in (("giver", end.given), ("receiver", end.received)):
        told = {"party": party, "public": "False"}
        acts += [trail.Act("exchange.consent", "exchange", number, told) for number in sorted(which)]
    for use in store.uses(end.uses):
        told = {"use": str(use.id), "need": str(use.listing_id), "public": "False"}
        acts.append(trail.Act("premises.use_consent", "premises", use.premises_id, told))
    trail.append_all(acts, actor.person_id, actor.now)
