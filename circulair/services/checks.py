"""Checks: the laws that the stored data must keep, each told when it is broken."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from circulair.files.vault import Vault
from circulair.services import documents, ledger_checks, promises
from circulair.services.actor import Actor
from circulair.store import exchanges, listings, processes, publication, trail
from circulair.store.records import DocumentRecord
from flows.eural import load_eural
from flows.materials import load_materials
from flows.promises import Taken


def broken_laws(today: date) -> Iterator[str]:
    """Yield every law that the data break, with where."""
    yield from (f"trail row {number}: its seal does not fit" for number in trail.broken_seals())
    for listing in listings.everything():
        if listing.material not in load_materials():
            yield f"listing {listing.id}: material {listing.material} is not in the tree"
        if listing.eural and listing.eural not in load_eural():
            yield f"listing {listing.id}: Eural code {listing.eural} is not in the list"
    yield from promised_twice(today)
    yield from ledger_checks.broken_ledgers(today)
    yield from ledger_checks.false_figures()
    yield from broken_releases()


def broken_releases() -> Iterator[str]:
    """Yield the releases whose text is not what was sealed, or not as the trail tells last."""
    records = publication.history()
    acts = trail.newest_on("release", [record.id for record in records])
    for record in records:
        if hashlib.sha256(record.content.encode()).hexdigest() != record.checksum:
            yield f"release {record.id}: its checksum does not fit"
        told = json.loads(acts[record.id].details or "{}") if record.id in acts else {}
        if told.get("checksum", record.checksum) != record.checksum:
            yield f"release {record.id}: the trail has another checksum"


def broken_files(vault: Vault, actor: Actor) -> Iterator[str]:
    """Yield the documents whose file is missing or changed, and the files that no document has."""
    for record in documents.all_kept():
        fault = file_fault(record, vault.path(record.key))
        if fault:
            yield f"document {record.id}: its file {record.key} {fault}"
    yield from (f"file {name}: no document has it" for name in documents.left_over(vault, actor))


def file_fault(record: DocumentRecord, path: Path) -> str:
    """Return what is wrong with the file of a document, "" where nothing is."""
    try:
        size = path.stat().st_size
        if size != record.size:
            return f"has {size} bytes instead of {record.size}"
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    return "" if digest == record.sha256 else "has another content"


def promised_twice(today: date) -> Iterator[str]:
    """Yield the listings and the plants of which living exchanges were told more than there is.

    Only what was agreed counts: that more moved of a lot than was agreed is no promise of ours.
    """
    told = [one for one in exchanges.standing(today) if one.ended_on is None and one.agreed is not None]
    now = promises.book_of([replace(one, moved=Decimal(0)) for one in told], today)
    for listing in listings.everything():
        yield from beyond(f"listing {listing.id}", now.taken(listing), listing.tonnes_likely)
    for process in processes.everything():
        yield from beyond(f"process {process.code}", now.taken_through(process.code), process.capacity_tonnes)


def beyond(name: str, taken: Taken, whole: Decimal | None) -> Iterator[str]:
    """Yield that more is promised than there is, of what recurs or of the one-offs."""
    most = max(taken.yearly, taken.once)
    if whole is not None and most > whole:
        yield f"{name}: {most} t are promised of {whole} t"
