"""Photos of premises: written anew, seen by owner and hub, and by all only where a release shows them."""

from collections.abc import Sequence

from circulair.files.document_faults import DocumentKindError
from circulair.files.document_guard import kind_of
from circulair.files.vault import Vault
from circulair.services import documents, organisations
from circulair.services.actor import Actor
from circulair.services.documents import Place, Upload
from circulair.services.faults import NotFoundError
from circulair.services.releases import PublicPremises
from circulair.store import documents as store
from circulair.store import organisations as premises_store
from circulair.store.records import DocumentRecord


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


def released(row: PublicPremises, document_id: int) -> DocumentRecord:
    """Return a photo that a release shows, if its owner still consents and did not withdraw it."""
    told = {one["id"] for one in row.told.get("photos", ())}
    record = store.one(document_id) if document_id in told else None
    if record is None or record.withdrawn_at is not None or record.premises_id is None:
        raise NotFoundError("document")
    premises = premises_store.premises(record.premises_id)
    if premises is None or not premises.public or premises.photos_public_at is None:
        raise NotFoundError("document")
    return record
