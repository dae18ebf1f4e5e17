"""Documents: proof files added, seen by those concerned, withdrawn, and swept once nobody keeps them."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from circulair.files.document_guard import check_name, checked
from circulair.files.sheet_guard import MEGABYTE
from circulair.files.vault import Vault
from circulair.services import exchanges, release_withdrawal
from circulair.services.actor import Actor, require_hub
from circulair.services.faults import NotFoundError
from circulair.store import documents as store
from circulair.store import exchanges as exchange_store
from circulair.store import organisations as organisation_store
from circulair.store import suggestions, trail
from circulair.store.records import DocumentKind, DocumentRecord, SuggestionRecord
from flows.errors import FlowsError

MOST = 200
"""Documents that one organisation, suggestion or exchange has in sight at once."""

MOST_MEGABYTES = 200
"""What one organisation may keep here in all, what is out of sight included."""

KEPT_OUT_OF_SIGHT = timedelta(days=5 * 365 + 2)
"""What belongs to an exchange is kept for five years (domain.md 1.3), also after it was withdrawn."""

SETTLED = timedelta(hours=1)
"""After which a file without a record is one whose use never ended well."""

AT_ONCE = 500
"""Names of files that are looked up in one query."""


class DocumentsFullError(FlowsError):
    """There are as many documents in one place as it takes."""

    code = "document.too_many"

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most

    def __str__(self) -> str:
        return f"there are {self.most} documents here; withdraw those that nobody needs"


class NoRoomError(FlowsError):
    """An organisation has as much in documents as it may keep."""

    code = "document.no_room"

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most

    def __str__(self) -> str:
        return f"this organisation keeps {self.most} MB of documents already; what was withdrawn counts too"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent, and what was told of it."""

    file_name: str
    content: bytes
    kind: DocumentKind
    words: str = ""
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """To what a document belongs, and whose it is: None for the hub's own."""

    organisation_id: int | None = None
    suggestion_id: int | None = None
    exchange_id: int | None = None
    premises_id: int | None = None

    @property
    def subject(self) -> tuple[str, int]:
        """Return under what the trail notes it."""
        if self.premises_id is not None:
            return "premises", self.premises_id
        if self.exchange_id is not None:
            return "exchange", self.exchange_id
        if self.suggestion_id is not None:
            return "suggestion", self.suggestion_id
        return "organisation", self.organisation_id or 0


def of_own(actor: Actor) -> Sequence[DocumentRecord]:
    """Return the documents of the actor's organisation as such."""
    return store.of_organisations([own(actor)])


def add_own(upload: Upload, vault: Vault, actor: Actor) -> DocumentRecord:
    """Add a document to the actor's organisation."""
    place = Place(organisation_id=own(actor))
    return add(upload, place, vault, actor)


def own(actor: Actor) -> int:
    """Return the number of the actor's organisation."""
    if actor.organisation_id is None:
        raise NotFoundError("organisation")
    return actor.organisation_id


def of_exchange(exchange_id: int, actor: Actor) -> Sequence[DocumentRecord]:
    """Return the documents of an exchange, for the hub and both sides."""
    return store.of_exchanges([exchanges.seen_by(exchange_id, actor).id])


def add_to_exchange(exchange_id: int, upload: Upload, vault: Vault, actor: Actor) -> DocumentRecord:
    """Add a document to an exchange as the hub or as one of its sides; the other side sees it too."""
    exchange = exchanges.seen_by(exchange_id, actor)
    owner = actor.organisation_id if exchanges.parties_of(exchange, actor) else None
    return add(upload, Place(owner, None, exchange.id), vault, actor)


def of_suggestion(suggestion: SuggestionRecord) -> Sequence[DocumentRecord]:
    """Return what can prove an answer of a suggestion: what its sides have, and what was added to it."""
    made = [exchange.id for exchange in exchange_store.of_suggestion(suggestion.id)]
    found = (
        *store.of_organisations(parties_of(suggestion)),
        *store.of_suggestion(suggestion.id),
        *store.of_exchanges(made),
    )
    return sorted(found, key=lambda one: -one.id)


def parties_of(suggestion: SuggestionRecord) -> Mapping[int, str]:
    """Return the organisations of a suggestion: number and name, the givers first."""
    listings = [*(line.offer for line in suggestion.lines), suggestion.need]
    return {listing.organisation_id: listing.organisation.name for listing in listings}


def for_review(suggestion_id: int, actor: Actor) -> SuggestionRecord:
    """Return a suggestion for the hub to add documents to."""
    require_hub(actor)
    suggestion = suggestions.one(suggestion_id)
    if suggestion is None:
        raise NotFoundError("suggestion")
    return suggestion


def add_for_review(
    suggestion_id: int, owner: int | None, upload: Upload, vault: Vault, actor: Actor
) -> DocumentRecord:
    """Add as the hub a document of one of a suggestion's organisations, or one of the suggestion alone."""
    suggestion = for_review(suggestion_id, actor)
    if owner is None:
        return add(upload, Place(suggestion_id=suggestion.id), vault, actor)
    if owner not in parties_of(suggestion):
        raise NotFoundError("organisation")
    return add(upload, Place(organisation_id=owner), vault, actor)


def add(upload: Upload, place: Place, vault: Vault, actor: Actor) -> DocumentRecord:
    """Check a file by its content, keep it, and note who added it; nobody else adds one meanwhile."""
    name, file = check_name(upload.file_name), checked(upload.content)
    if place.organisation_id is not None:
        organisation_store.held(place.organisation_id)
    if len(in_sight(place)) >= MOST:
        raise DocumentsFullError(MOST)
    if place.organisation_id is not None:
        held = store.bytes_of(place.organisation_id)
        if held + len(file.content) > MOST_MEGABYTES * MEGABYTE:
            raise NoRoomError(MOST_MEGABYTES)
    record = store.add(
        DocumentRecord(
            organisation_id=place.organisation_id,
            suggestion_id=place.suggestion_id,
            exchange_id=place.exchange_id,
            premises_id=place.premises_id,
            kind=upload.kind,
            file_name=name,
            media_type=file.media_type,
            size=len(file.content),
            sha256=hashlib.sha256(file.content).hexdigest(),
            key=vault.keep(file.content),
            words=upload.words,
            valid_until=upload.valid_until,
            person_id=actor.person_id,
            added_at=actor.now,
        )
    )
    note("document.added", record, actor)
    return record


def in_sight(place: Place) -> Sequence[DocumentRecord]:
    """Return the documents that a place has already."""
    if place.premises_id is not None:
        return store.photos_of([place.premises_id])
    if place.exchange_id is not None:
        return store.of_exchanges([place.exchange_id])
    if place.suggestion_id is not None:
        return store.of_suggestion(place.suggestion_id)
    return store.of_organisations([place.organisation_id or 0])


def place_of(record: DocumentRecord) -> Place:
    """Return to what a document belongs."""
    return Place(record.organisation_id, record.suggestion_id, record.exchange_id, record.premises_id)


def note(act: str, record: DocumentRecord, actor: Actor) -> None:
    """Note in the trail what was done with a document: its number, kind and digest, not its name."""
    told = {"document": str(record.id), "kind": record.kind.value, "sha256": record.sha256}
    trail.append(trail.Act(act, *place_of(record).subject, told), actor.person_id, actor.now)


def seen_by(document_id: int, actor: Actor) -> DocumentRecord:
    """Return a document for those whom it concerns; for everybody else it is not there."""
    record = store.one(document_id)
    if record is None or record.withdrawn_at is not None or not concerns(record, actor):
        raise NotFoundError("document")
    return record


def concerns(record: DocumentRecord, actor: Actor) -> bool:
    """Return whether somebody may see a document: the hub, its owner, both sides of its exchange."""
    if may_withdraw(record, actor):
        return True
    exchange = None if record.exchange_id is None else exchange_store.one(record.exchange_id)
    return exchange is not None and bool(exchanges.parties_of(exchange, actor))


def may_withdraw(record: DocumentRecord, actor: Actor) -> bool:
    """Return whether somebody may withdraw a document: the hub and its owner."""
    mine = actor.organisation_id is not None and record.organisation_id == actor.organisation_id
    return actor.is_hub or mine


def withdraw(document_id: int, actor: Actor) -> DocumentRecord:
    """Take a document out of everybody's sight; as a proof it counts no longer."""
    record = store.locked(document_id)
    if record is None or record.withdrawn_at is not None or not may_withdraw(record, actor):
        raise NotFoundError("document")
    record.withdrawn_at = actor.now
    if record.premises_id is not None:
        release_withdrawal.take_out(release_withdrawal.of_photos([record]), actor)
    note("document.withdrawn", record, actor)
    return record


def put_in_by(organisation_id: int) -> Iterator[DocumentRecord]:
    """Yield every document of an organisation that is still in sight."""
    yield from (one for one in store.put_in_by(organisation_id) if one.withdrawn_at is None)


def forget_withdrawn(actor: Actor) -> None:
    """Forget what was withdrawn, if it belongs to no exchange or its five years are over."""
    store.forget_withdrawn(actor.now, actor.now - KEPT_OUT_OF_SIGHT)


def all_kept() -> Sequence[DocumentRecord]:
    """Return every document, those out of sight too, oldest first."""
    return store.everything()


def left_over(vault: Vault, actor: Actor) -> list[str]:
    """Return the files that no record has; those just written may still get theirs."""
    names = vault.older(actor.now - SETTLED)
    gone: list[str] = []
    for start in range(0, len(names), AT_ONCE):
        some = names[start : start + AT_ONCE]
        known = store.known_keys(some)
        gone += [name for name in some if name not in known]
    return gone


def sweep(vault: Vault, actor: Actor) -> int:
    """Remove the files that no record has, and return how many; those just written are left alone."""
    gone = left_over(vault, actor)
    vault.remove(gone)
    return len(gone)
