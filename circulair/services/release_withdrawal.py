"""Withdrawal: what its owner shows no more is taken out of every release, which says so and is sealed anew.

What was read before cannot be unread, so that later releases are audited both as if it were known still and
as if it never had been. A figure that only all who stood in it could show is hidden with it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any  # a release is JSON

from circulair.services import release_basis, releases
from circulair.services.actor import Actor
from circulair.services.release_cells import PublicCell
from circulair.services.release_notes import Redaction
from circulair.services.releases import PublicListing, PublicPremises, Release
from circulair.store import publication, trail
from circulair.store.records import (
    ExchangeRecord,
    ListingRecord,
    PremisesRecord,
    ReleaseRecord,
    TemporaryUseRecord,
)
from flows.codes import public_code
from flows.disclosure import Reason
from flows.town_cells import Moved


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What is shown no more: of a kind, by codes; the exchanges among it, and listings that go on unnamed.

    ``vague`` are listings of which no longer all show what they took.
    """

    kind: str
    codes: frozenset[str]
    exchanges: frozenset[int] = frozenset()
    vague: frozenset[str] = frozenset()
    unnamed: Mapping[str, PublicListing] = field(default_factory=dict)


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


def of_photos(rows: Iterable[PremisesRecord]) -> Withdrawn:
    """Return that premises go on without their photos."""
    return Withdrawn("photos", codes_of(rows))


def of_users(rows: Iterable[TemporaryUseRecord]) -> Withdrawn:
    """Return that premises go on without who uses them for a while, and for what."""
    return Withdrawn("users", codes_of(one.premises for one in rows))


def codes_of(rows: Iterable[PremisesRecord]) -> frozenset[str]:
    """Return under which codes premises are public."""
    return frozenset(public_code("premises", one.id, one.created_at) for one in rows)


def of_name(rows: Iterable[ListingRecord], actor: Actor) -> Withdrawn:
    """Return that listings go on without the name and the exact place of their owner."""
    taken = releases.taken_now(actor.today)
    unnamed = {code_of(one): releases.public_listing(one, taken) for one in rows}
    return Withdrawn("name", frozenset(unnamed), unnamed=unnamed)


def code_of(record: ListingRecord) -> str:
    """Return under which code a listing is public."""
    return public_code(record.side.value, record.id, record.created_at)


def take_out(what: Withdrawn, actor: Actor) -> int:
    """Take something out of every release that tells it; return of how many."""
    all_moved = release_basis.all_moved(release_basis.earlier()) if what.exchanges else ()
    moved = [one for one in all_moved if one.exchange in what.exchanges]
    return sum(reissued(record, what, moved, actor) for record in publication.oldest_first())


def reissued(record: ReleaseRecord, what: Withdrawn, moved: Sequence[Moved], actor: Actor) -> bool:
    """Take something out of one release, and say so in it and in the trail; tell whether it was in it."""
    release = releases.parsed(record.content)
    without = redacted(release, what, moved)
    if without == release:
        return False
    before = record.checksum
    note = Redaction(actor.today.isoformat(), what.kind, before)
    record.content = releases.text(replace(without, redactions=(*release.redactions, note)))
    record.checksum = releases.checksum(record.content)
    told = {"kind": what.kind, "before": before, "checksum": record.checksum}
    trail.append(trail.Act("release.reissued", "release", record.id, told), actor.person_id, actor.now)
    return True


def redacted(release: Release, what: Withdrawn, moved: Sequence[Moved]) -> Release:
    """Return a release without something, its own figures reckoned anew."""
    if what.kind == "name":
        return replace(
            release,
            offers=tuple(unnamed(row, what) for row in release.offers),
            needs=tuple(unnamed(row, what) for row in release.needs),
        )
    if what.kind in STRIPPED:
        return replace(release, premises=tuple(stripped(row, what) for row in release.premises))
    flows = tuple(row for row in release.flows if row.code not in what.codes)
    premises = tuple(row for row in release.premises if row.code not in what.codes)
    figures = {**release.figures, **releases.figures_of(flows, premises, date.fromisoformat(release.as_of))}
    return replace(
        release,
        flows=flows,
        premises=premises,
        offers=listed(release.offers, what),
        needs=listed(release.needs, what),
        figures=figures if (flows, premises) != (release.flows, release.premises) else release.figures,
        cells=hidden_with(release.cells, moved),
    )


def without_user(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is told of premises without who uses them for a while, and for what."""
    days = {key: value for key, value in (told.get("use") or {}).items() if key not in ("who", "what")}
    return {**told, "use": days or None}


STRIPPED: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "photos": lambda told: {**told, "photos": []},
    "users": without_user,
}
"""What is taken from premises that themselves stay."""


def stripped(row: PublicPremises, what: Withdrawn) -> PublicPremises:
    """Return premises without what is shown of them no more."""
    if row.code not in what.codes or not row.told:
        return row
    return replace(row, told=STRIPPED[what.kind](row.told))


def listed(rows: Iterable[PublicListing], what: Withdrawn) -> tuple[PublicListing, ...]:
    """Return listings without those withdrawn, and without what is left where not all show what they took."""
    kept = (row for row in rows if row.code not in what.codes)
    return tuple(replace(row, left=None) if row.code in what.vague else row for row in kept)


def unnamed(row: PublicListing, what: Withdrawn) -> PublicListing:
    """Return a listing without the name of its owner, its words and its place as it is shown from now on."""
    now = what.unnamed.get(row.code)
    if now is None or not row.organisation:
        return row
    return replace(row, organisation="", title=now.title, at=now.at, precision=now.precision, place=now.place)


def hidden_with(cells: Iterable[PublicCell], moved: Sequence[Moved]) -> tuple[PublicCell, ...]:
    """Return cells, those hidden that only the consent of all in them let show."""
    return tuple(
        hidden(cell) if cell.reason == Reason.CONSENT and any(cell.slot.holds(one) for one in moved) else cell
        for cell in cells
    )


def hidden(cell: PublicCell) -> PublicCell:
    """Return a cell that tells nothing any more but why."""
    return replace(cell, low=None, high=None, givers=None, receivers=None, reason=Reason.WITHDRAWN.value)
