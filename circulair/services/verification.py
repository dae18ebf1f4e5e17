"""Verification: the hub makes sure that an organisation is what it says before its first exchange."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from circulair.services import organisations, reviews
from circulair.services.actor import Actor, require_hub
from circulair.services.faults import MergedError, NotFoundError, VersionError
from circulair.services.paging import Page, page_of
from circulair.store import accounts, exchanges, listings, suggestions, trail
from circulair.store import organisations as store
from circulair.store.records import (
    ExchangeRecord,
    ListingRecord,
    OrganisationRecord,
    PersonRecord,
    SuggestionRecord,
    Verification,
)
from flows.errors import FlowsError
from flows.suggestions import Status

VERIFIED = "organisation.verified"
"""What the trail calls a check."""

MOST_LISTED = 50
"""Listings, and exchanges, of an organisation that stand on its page."""


@dataclass(frozen=True, slots=True)
class Check:
    """How an organisation was checked: in which way, its KVK number where it was looked up, and a note."""

    how: Verification
    kvk_number: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification moved: suggestions that are agreed by it, and why others could not be yet."""

    agreed: tuple[int, ...]
    refused: tuple[tuple[int, FlowsError], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One organisation of the list, with how much it has done."""

    organisation: OrganisationRecord
    listings: int
    exchanges: int

    @property
    def places(self) -> str:
        """Return the towns in which it has premises."""
        towns = (one.place for one in self.organisation.premises if one.place)
        return ", ".join(dict.fromkeys(towns))


@dataclass(frozen=True, slots=True)
class Dossier:
    """What the hub sees of one organisation, with who checked it last and how often it acted.

    ``listings`` and ``exchanges`` are the newest of each, ``MOST_LISTED`` at most.
    """

    row: Row
    people: Sequence[PersonRecord]
    checked_by: str
    checked_at: datetime | None
    waiting: tuple[SuggestionRecord, ...]
    merged_into: OrganisationRecord | None = None
    took_in: Sequence[OrganisationRecord] = ()
    listings: Sequence[ListingRecord] = ()
    exchanges: Sequence[ExchangeRecord] = ()


def page(words: str, number: int, actor: Actor, *, unverified: bool) -> Page[Row]:
    """Return a page of the organisations that a search finds, for the hub."""
    require_hub(actor)

    def load(most: int, after: int) -> tuple[Row, ...]:
        return rows_of(store.search(words, most, after, unverified=unverified))

    return page_of(number, store.count_found(words, unverified=unverified), load)


def rows_of(found: Sequence[OrganisationRecord]) -> tuple[Row, ...]:
    """Return organisations with how many listings and exchanges they have."""
    ids = [one.id for one in found]
    listed, exchanged = store.count_listings(ids), store.count_exchanges(ids)
    return tuple(Row(one, listed.get(one.id, 0), exchanged.get(one.id, 0)) for one in found)


def dossier(organisation_id: int, actor: Actor) -> Dossier:
    """Return what the hub sees of one organisation."""
    require_hub(actor)
    record = store.with_premises(organisation_id)
    if record is None:
        raise NotFoundError("organisation")
    acts = [
        row for row, _ in trail.of_subject("organisation", record.id) if row.act == "organisation.verified"
    ]
    by = accounts.person(acts[-1].actor_id) if acts and acts[-1].actor_id is not None else None
    return Dossier(
        row=rows_of([record])[0],
        people=accounts.members_of(record.id),
        checked_by="" if by is None else by.called,
        checked_at=record.verified_at,
        waiting=tuple(waiting_for(record.id)),
        merged_into=store.now_in(record),
        took_in=store.merged_into(record.id),
        listings=listings.newest_of(record.id, MOST_LISTED),
        exchanges=exchanges.of_organisation(record.id, MOST_LISTED),
    )


def waiting_for(organisation_id: int) -> list[SuggestionRecord]:
    """Return the proposals of an organisation to which all sides said yes."""
    proposals = suggestions.of_organisation(organisation_id, [Status.PROPOSED])
    return [one for one in reversed(proposals) if reviews.all_said_yes(one)]


def to_verify(actor: Actor) -> dict[OrganisationRecord, bool]:
    """Return whom to check before a proposal can be agreed, and whether all its sides said yes already."""
    require_hub(actor)
    urgent: dict[OrganisationRecord, bool] = {}
    for suggestion in suggestions.awaiting_verification():
        for organisation in reviews.unverified(suggestion):
            urgent[organisation] = urgent.get(organisation, False) or reviews.all_said_yes(suggestion)
    return dict(sorted(urgent.items(), key=lambda pair: (not pair[1], pair[0].name, pair[0].id)))


def verify(organisation_id: int, version: int, check: Check, actor: Actor) -> Verified:
    """Note that an organisation was checked, and agree at once to what only waited for it.

    What cannot be agreed now (its tonnes went elsewhere, the law asks again) waits on, and is told.
    """
    require_hub(actor)
    proposals = [one.id for one in suggestions.of_organisation(organisation_id, [Status.PROPOSED])]
    own = [one.id for one in listings.of_organisation(organisation_id)]
    listings.locked(sorted({*own, *suggestions.listings_of(proposals)}))
    suggestions.all_locked(sorted(proposals))
    record = store.held(organisation_id)
    if record is None:
        raise NotFoundError("organisation")
    refuse_merged(record)
    if record.version != version:
        raise VersionError("organisation")
    record.verified_at, record.verified_how, record.verified_note = actor.now, check.how, check.note
    record.kvk_number = check.kvk_number or record.kvk_number
    act = trail.Act(VERIFIED, "organisation", record.id, {"how": check.how}, check.note)
    trail.append(act, actor.person_id, actor.now)
    return agreed_by(organisation_id, actor)


def note_vihb(organisation_id: int, version: int, number: str, actor: Actor, *, checked: bool) -> None:
    """Note the VIHB number of an organisation, and whether the hub looked it up on the list of NIWO."""
    require_hub(actor)
    record = store.held(organisation_id)
    if record is None:
        raise NotFoundError("organisation")
    refuse_merged(record)
    if record.version != version:
        raise VersionError("organisation")
    organisations.write_vihb(record, number)
    record.vihb_checked_at = actor.now if checked and number else None
    told = {"checked": str(record.vihb_checked_at is not None)}
    act = trail.Act("organisation.vihb", "organisation", record.id, told, number)
    trail.append(act, actor.person_id, actor.now)


def refuse_merged(record: OrganisationRecord) -> None:
    """Refuse an organisation that was merged into another."""
    if record.merged_into_id is not None:
        raise MergedError(record.name)


def agreed_by(organisation_id: int, actor: Actor) -> Verified:
    """Agree to what all sides of an organisation's proposals said yes to, the oldest first."""
    agreed, refused = list[int](), list[tuple[int, FlowsError]]()
    for waiting in waiting_for(organisation_id):
        [suggestion] = suggestions.all_locked([waiting.id])
        if not reviews.all_said_yes(suggestion) or reviews.unverified(suggestion):
            continue
        try:
            reviews.agree_verified(suggestion, actor)
        except FlowsError as error:
            refused.append((suggestion.id, error))
        else:
            agreed.append(suggestion.id)
    return Verified(tuple(agreed), tuple(refused))
