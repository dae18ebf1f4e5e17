"""Photos of premises: written anew, seen by owner and hub, and by all only where a release shows them."""

from collections.abc import Sequence

from circulair.files.document_faults import DocumentKindError
from circulair.files.document_guard import kind_of
from circulair.files.vault import Vault
from circulair.services import documents, organisations, vacant_facts
from circulair.services.actor import Actor
from circulair.services.documents import Place, Upload
from circulair.services.faults import NotFoundError
from circulair.services.releases import PublicPremises
from circulair.store import documents as store
from circulair.store import organisations as premises_store
from circulair.store.records import DocumentRecord, PremisesRecord
from flows.codes import public_code


def of_premises(premises_id: int, actor: Actor) -> Sequence[DocumentRecord]:
    """Return the photos of own premises (any, for the hub)."""
    return store.photos_of([organisations.premises(premises_id, actor).id])


def add(premises_id: int, upload: Upload, vault: Vault, actor: Actor) -> DocumentRecord:
    """Add a photo to own premises; a document that is no image is refused."""
    record = organisations.premises(premises_id, actor)
    if kind_of(upload.content) == "PDF":
        raise DocumentKindError()
    place = Place(organisation_id=record.organisation_id, premises_id=record.id)
    return documents.add(upload, place, vault, actor)


def released(row: PublicPremises, code: str) -> DocumentRecord:
    """Return a photo that a release shows, if its owner still consents and did not withdraw it."""
    if code in {one.get("code") for one in row.told.get("photos", ())}:
        own = [one for one in premises_store.vacant_with_consent() if shows_photos(one, row.code)]
        for record in store.photos_of([one.id for one in own]):
            if vacant_facts.photo_code(record) == code:
                return record
    raise NotFoundError("document")


def shows_photos(record: PremisesRecord, code: str) -> bool:
    """Return whether premises are those of a code, and show their photos to everybody."""
    return (
        record.photos_public_at is not None and public_code("premises", record.id, record.created_at) == code
    )
