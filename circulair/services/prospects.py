"""Prospects for the hub: who might use what is offered, and which registered organisations are of that trade.

A guess from lists of our own, grade D. For the hub team alone: no member and no page for everybody has it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from circulair.services import board, promises
from circulair.services.actor import Actor, require_hub
from circulair.store import accounts
from circulair.store import listings as listing_store
from circulair.store import organisations as store
from circulair.store.records import MATCHABLE, ListingRecord, OrganisationRecord, PersonRecord
from flows.prospects import Prospect, Wanting, kinds_of, prospects, wanting
from flows.streams import Side

KINDS_SHOWN, SECTORS_SHOWN = 8, 6
"""Kinds of business and sectors shown; those of which somebody is registered come besides."""

FAIR = 0.3
"""Those that come besides have at least this part of what speaks for the first: a choice."""

KINDS_IN_LIST = 3
"""Kinds of business named beside an offer in the list."""


@dataclass(frozen=True, slots=True)
class KindLead:
    """A kind of business that might use an offer, and who of the registered organisations may be one."""

    prospect: Prospect
    organisations: tuple[OrganisationRecord, ...]


@dataclass(frozen=True, slots=True)
class SectorLead:
    """A sector that often wants a material, and its registered organisations."""

    wanting: Wanting
    organisations: tuple[OrganisationRecord, ...]


@dataclass(frozen=True, slots=True)
class Leads:
    """Who might use an offer. ``people`` are those of each organisation, by its number."""

    kinds: tuple[KindLead, ...]
    sectors: tuple[SectorLead, ...]
    people: Mapping[int, Sequence[PersonRecord]]
    without_sector: int

    @property
    def organisations(self) -> tuple[OrganisationRecord, ...]:
        """Return everybody who is named, each once, in order of name."""
        return named(self.kinds, self.sectors)


@dataclass(frozen=True, slots=True)
class Unmatched:
    """An offer without a living suggestion, what kinds of business might use it, and how many are there.

    ``free`` are the tonnes that nobody was promised yet, None where nothing was promised.
    """

    offer: ListingRecord
    kinds: tuple[Prospect, ...]
    registered: int
    free: Decimal | None = None


@dataclass(frozen=True, slots=True)
class UnmatchedPage:
    """A page of the offers without a living suggestion."""

    rows: tuple[Unmatched, ...]
    page: int
    total: int

    @property
    def first(self) -> int:
        """Return the place of the first row among all."""
        return board.PAGE * (self.page - 1) + 1

    @property
    def last(self) -> int:
        """Return the place of the last row among all."""
        return self.first + len(self.rows) - 1


def named(kinds: Sequence[KindLead], sectors: Sequence[SectorLead]) -> tuple[OrganisationRecord, ...]:
    """Return everybody who is named, each once, in order of name."""
    groups = [*(lead.organisations for lead in kinds), *(lead.organisations for lead in sectors)]
    found = {one.id: one for group in groups for one in group}
    return tuple(sorted(found.values(), key=lambda one: (one.name, one.id)))


def of_offer(listing: ListingRecord, actor: Actor) -> Leads | None:
    """Return who might use an offer that can still be matched; nothing for whoever is not of the hub team."""
    if not actor.is_hub or listing.side is not Side.OFFER or listing.state not in MATCHABLE:
        return None
    town = store.all_by_name()
    kinds, sectors = leads(listing, town)
    found = [one.id for one in named(kinds, sectors)]
    without_sector = sum(not one.sector and one.id != listing.organisation_id for one in town)
    return Leads(kinds, sectors, accounts.members_of_each(found), without_sector)


def leads(
    listing: ListingRecord, town: Sequence[OrganisationRecord]
) -> tuple[tuple[KindLead, ...], tuple[SectorLead, ...]]:
    """Return the kinds of business and the sectors for an offer, each with who of the town is of it."""
    others = [one for one in town if one.id != listing.organisation_id and one.sector]
    giver = next((one.sector for one in town if one.id == listing.organisation_id), "")
    kinds = [
        KindLead(one, tuple(who for who in others if one.business.code in kinds_of(who.sector)))
        for one in prospects(listing.material, giver)
    ]
    sectors = [
        SectorLead(one, tuple(who for who in others if who.sector == one.sector))
        for one in wanting(listing.material)
    ]
    return (
        tuple(lead for at, lead in enumerate(kinds) if at < KINDS_SHOWN or worth_asking(lead, kinds[0])),
        tuple(lead for at, lead in enumerate(sectors) if at < SECTORS_SHOWN or lead.organisations),
    )


def worth_asking(lead: KindLead, first: KindLead) -> bool:
    """Tell whether somebody of a kind is registered, and enough speaks for it beside the first kind."""
    return bool(lead.organisations) and lead.prospect.worth >= FAIR * first.prospect.worth


def unmatched(page: int, actor: Actor) -> UnmatchedPage:
    """Return a page of the offers without a living suggestion, the heaviest first."""
    require_hub(actor)
    found = listing_store.unmatched_offers(board.PAGE, board.PAGE * (page - 1))
    town = store.all_by_name()
    now = promises.book(actor.today, [offer.id for offer in found])
    rows = tuple(replace(unmatched_row(offer, town), free=now.still_free(offer)) for offer in found)
    return UnmatchedPage(rows, page, listing_store.count_unmatched_offers())


def unmatched_row(offer: ListingRecord, town: Sequence[OrganisationRecord]) -> Unmatched:
    """Return one offer with the kinds of business that might use it."""
    kinds, sectors = leads(offer, town)
    likeliest = tuple(lead.prospect for lead in kinds[:KINDS_IN_LIST])
    return Unmatched(offer, likeliest, len(named(kinds, sectors)))
