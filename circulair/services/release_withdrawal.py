"""Withdrawal: what its owner shows no more is taken out of every release, which says so and is sealed anew.

What was read before cannot be unread, so that later releases are audited both as if a name were known still
and as if it never had been. A figure that may not be told without the name is hidden with it, and so is one
in which two of those who had to be five turn out to be one organisation.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from circulair.services import (
    plant_sources,
    release_basis,
    release_cells,
    release_consent,
    releases,
    vacant_facts,
)
from circulair.services.actor import Actor
from circulair.services.release_cells import PublicCell
from circulair.services.release_notes import Redaction
from circulair.services.releases import PublicListing, PublicPremises, PublicProcess, Release
from circulair.store import processes, publication, trail
from circulair.store.records import (
    DocumentRecord,
    ExchangeRecord,
    ListingRecord,
    PremisesRecord,
    ProcessRecord,
    ReleaseRecord,
    TemporaryUseRecord,
)
from flows.codes import public_code
from flows.disclosure import Reason
from flows.town_cells import Moved, Slot


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What is shown no more: of a kind, by codes; the exchanges among it, and listings that go on unnamed.

    ``vague`` are listings of which no longer all show what they took, ``others`` the first days and the names
    of other users of the same premises, who are shown still. ``united`` is who took another in, of whom
    figures that counted the two apart are withdrawn.
    """

    kind: str
    codes: frozenset[str]
    exchanges: frozenset[int] = frozenset()
    vague: frozenset[str] = frozenset()
    unnamed: Mapping[str, PublicListing] = field(default_factory=dict)
    others: frozenset[tuple[str, str]] = frozenset()
    united: str = ""

    def touches(self, one: Moved) -> bool:
        """Tell whether cells have to be looked at in which this stands."""
        return one.exchange in self.exchanges or self.united in (one.giver, one.receiver)

    @property
    def reason(self) -> Reason:
        """Return why a cell is hidden with it."""
        return Reason.WOULD_TELL if self.united else Reason.WITHDRAWN


def of_exchanges(rows: Iterable[ExchangeRecord]) -> Withdrawn:
    """Return that exchanges are shown no more."""
    found = {public_code("flow", one.id, one.agreed_at): one for one in rows}
    numbers = frozenset(one.id for one in found.values())
    vague = frozenset(code_of(side) for one in found.values() for side in (one.offer, one.need))
    return Withdrawn("flows", frozenset(found), numbers, vague)


def of_listings(rows: Iterable[ListingRecord]) -> Withdrawn:
    """Return that listings are shown no more."""
    return Withdrawn("listings", frozenset(code_of(one) for one in rows))


def of_premises(rows: Iterable[PremisesRecord]) -> Withdrawn:
    """Return that premises are shown no more."""
    return Withdrawn("premises", codes_of(rows))


def of_processes(rows: Iterable[ProcessRecord]) -> tuple[Withdrawn, Withdrawn]:
    """Return that operators show no more what goes through their processes, nor these if no source does."""
    codes = {one.code: one for one in rows}
    named = release_consent.exchanges_named()
    closed = [one for one in release_consent.through(codes) if one.id not in named]
    hidden = (code for code, one in codes.items() if not release_consent.may_show(one))
    plants = Withdrawn("processes", frozenset(public_code("process", code) for code in hidden))
    return of_exchanges(closed), plants


def of_all_plants() -> tuple[Withdrawn, Withdrawn]:
    """Return what no release may tell of plants, whoever let it in: what goes through them, or these."""
    return of_processes(processes.everything())


def codes_of(rows: Iterable[PremisesRecord]) -> frozenset[str]:
    """Return under which codes premises are public."""
    return frozenset(public_code("premises", one.id, one.created_at) for one in rows)


def of_user(use: TemporaryUseRecord, beside: Iterable[TemporaryUseRecord]) -> Withdrawn:
    """Return that nobody reads any more who uses premises for a while; ``beside`` are their other uses."""
    others = {first_day_and_name(one) for one in beside if one.id != use.id and one.user_consents}
    code = public_code("premises", use.premises.id, use.premises.created_at)
    return Withdrawn("use", frozenset({code}), others=frozenset(others - {first_day_and_name(use)}))


def of_photos(rows: Iterable[DocumentRecord]) -> Withdrawn:
    """Return that photos of premises are shown no more, whether told by code or, as once, by number."""
    return Withdrawn(
        "photos", frozenset(one for row in rows for one in (vacant_facts.photo_code(row), str(row.id)))
    )


def first_day_and_name(use: TemporaryUseRecord) -> tuple[str, str]:
    """Return by what a release tells a temporary use from others."""
    return vacant_facts.iso(use.began), use.listing.organisation.name


def of_name(rows: Iterable[ListingRecord], actor: Actor) -> Withdrawn:
    """Return that listings go on without the name and the exact place of their owner."""
    taken = releases.taken_now(actor.today)
    unnamed = {code_of(one): releases.public_listing(one, taken) for one in rows}
    return Withdrawn("name", frozenset(unnamed), unnamed=unnamed)


def of_merged(staying: int) -> Withdrawn:
    """Return that an organisation is one with another, so that figures may count too few."""
    return Withdrawn("cells", frozenset(), united=str(staying))


def code_of(record: ListingRecord) -> str:
    """Return under which code a listing is public."""
    return public_code(record.side.value, record.id, record.created_at)


def take_out(what: Withdrawn, actor: Actor) -> int:
    """Take something out of every release that tells it; return of how many."""
    return take_all_out([what], actor)


def take_out_what_no_operator_shows(actor: Actor) -> int:
    """Take out of all releases what an older rule let in of plants; return out of how many it was taken."""
    told = [releases.parsed(record.content) for record in publication.oldest_first()]
    wrong = (what for what in of_all_plants() if any(redacted(one, what, ()) != one for one in told))
    return take_all_out(list(wrong), actor)


def take_all_out(everything: Iterable[Withdrawn], actor: Actor) -> int:
    """Take several things out of every release that tells one of them; return of how many.

    No release is made meanwhile: who makes one holds the head of the trail as well.
    """
    trail.held()
    records, touched = publication.oldest_first(), set[int]()
    for what in everything:
        fallen = fallen_with(what, records) if what.exchanges or what.united else frozenset[Slot]()
        touched |= {record.id for record in records if reissued(record, what, fallen, actor)}
    publication.forget_maps(touched)
    return len(touched)


def fallen_with(what: Withdrawn, records: Iterable[ReleaseRecord]) -> frozenset[Slot]:
    """Return the cells of any release that may not be told with the names that are left in it."""
    moved = release_basis.all_moved(release_basis.earlier())
    touched = [one for one in moved if what.touches(one)]
    consenting = release_consent.exchanges_named().values()
    codes = {public_code("flow", one.id, one.agreed_at): one.id for one in consenting}
    found = set[Slot]()
    for record in records:
        release = releases.parsed(record.content)
        left = {codes[row.code] for row in release.flows if row.code in codes} - what.exchanges
        named = release_basis.public_by_name(moved, left, record.as_of)
        for cell in release.cells:
            stands = any(cell.slot.holds(one) for one in touched)
            if stands and not release_cells.may_still_say(cell, moved, named):
                found.add(cell.slot)
    return frozenset(found)


def reissued(record: ReleaseRecord, what: Withdrawn, fallen: Collection[Slot], actor: Actor) -> bool:
    """Take something out of one release, and say so in it and in the trail; tell whether it was in it."""
    release = releases.parsed(record.content)
    without = redacted(release, what, fallen)
    if without == release:
        return False
    before = record.checksum
    note = Redaction(actor.today.isoformat(), what.kind)
    record.content = releases.text(replace(without, redactions=(*release.redactions, note)))
    record.checksum = releases.checksum(record.content)
    told = {"kind": what.kind, "before": before, "checksum": record.checksum}
    trail.append(trail.Act("release.reissued", "release", record.id, told), actor.person_id, actor.now)
    return True


def redacted(release: Release, what: Withdrawn, fallen: Collection[Slot]) -> Release:
    """Return a release without something, its own figures reckoned anew."""
    if what.kind == "name":
        return replace(
            release,
            offers=tuple(unnamed(row, what) for row in release.offers),
            needs=tuple(unnamed(row, what) for row in release.needs),
        )
    if what.kind in PARTS:
        return replace(release, premises=tuple(PARTS[what.kind](row, what) for row in release.premises))
    flows = tuple(row for row in release.flows if row.code not in what.codes)
    kept = (row for row in release.premises if row.code not in what.codes)
    premises = tuple(without_need(row, what) for row in kept)
    figures = {**release.figures, **releases.figures_of(flows, premises, date.fromisoformat(release.as_of))}
    return replace(
        release,
        flows=flows,
        premises=premises,
        offers=listed(release.offers, what),
        needs=listed(release.needs, what),
        figures=figures if (flows, premises) != (release.flows, release.premises) else release.figures,
        cells=hidden_with(release.cells, fallen, what.reason),
        processes=plants_left(release.processes, what),
    )


def listed(rows: Iterable[PublicListing], what: Withdrawn) -> tuple[PublicListing, ...]:
    """Return listings without those withdrawn, and without what is left where not all show what they took."""
    kept = (row for row in rows if row.code not in what.codes)
    return tuple(replace(row, left=None) if row.code in what.vague else row for row in kept)


def plants_left(rows: Iterable[PublicProcess], what: Withdrawn) -> tuple[PublicProcess, ...]:
    """Return plants without those withdrawn; with plants goes what was only told to the hub of others."""
    kept = (row for row in rows if row.code not in what.codes)
    return tuple(without_told(row) if what.kind == "processes" else row for row in kept)


def without_told(row: PublicProcess) -> PublicProcess:
    """Return a plant without what the hub noted, who told it, and a place that no public page tells."""
    return replace(
        row,
        note=plant_sources.public_note(row.note),
        source=plant_sources.public_source(row.source),
        at=plant_sources.public_place(row.at, row.source),
    )


def without_user(row: PublicPremises, what: Withdrawn) -> PublicPremises:
    """Return premises without who uses them and for what, where it is the user who withdrew."""
    use = row.told.get("use") or {}
    if row.code not in what.codes or "who" not in use or (use["since"], use["who"]) in what.others:
        return row
    return replace(row, told={**row.told, "use": vacant_facts.without_user(use)})


def without_photos(row: PublicPremises, what: Withdrawn) -> PublicPremises:
    """Return premises without the photos that are shown no more."""
    photos = row.told.get("photos", [])
    kept = [one for one in photos if str(one.get("code", one.get("id"))) not in what.codes]
    return row if kept == photos else replace(row, told={**row.told, "photos": kept})


PARTS = {"use": without_user, "photos": without_photos}
"""Who takes what is told beside the name of premises out of them, by the kind of what is withdrawn."""


def without_need(row: PublicPremises, what: Withdrawn) -> PublicPremises:
    """Return premises without for what need they are used, where that need was withdrawn."""
    use = row.told.get("use") or {}
    if use.get("need") not in what.codes:
        return row
    return replace(row, told={**row.told, "use": vacant_facts.without_need(use)})


def unnamed(row: PublicListing, what: Withdrawn) -> PublicListing:
    """Return a listing without the name of its owner, its words and its place as it is shown from now on."""
    now = what.unnamed.get(row.code)
    if now is None or not row.organisation:
        return row
    return replace(row, organisation="", title=now.title, at=now.at, precision=now.precision, place=now.place)


def hidden_with(
    cells: Iterable[PublicCell], fallen: Collection[Slot], reason: Reason
) -> tuple[PublicCell, ...]:
    """Return cells, those hidden that may not be told any more; lines and neighbourhoods go."""
    left = (hidden(cell, reason) if cell.slot in fallen else cell for cell in cells)
    return tuple(cell for cell in left if cell.told)


def hidden(cell: PublicCell, reason: Reason) -> PublicCell:
    """Return a cell that tells nothing any more but why."""
    return replace(cell, low=None, high=None, givers=None, receivers=None, reason=reason.value)
