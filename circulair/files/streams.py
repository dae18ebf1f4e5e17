"""Offers and needs in files: one row each, everything but the id and what it is may be empty."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Generic, TypeVar

from circulair.files.cells import (
    availability,
    blaming,
    degrees,
    identifier,
    position,
    quality,
    tonnes,
    yes_no,
)
from circulair.files.faults import FileFaultError, FileRefusedError
from circulair.files.seen import Seen, fingerprint
from circulair.files.tables import MOST_FAULTS, Row, read_rows
from flows.eural import normal_code
from flows.materials import MaterialTree
from flows.recognition import recognise
from flows.streams import Amount, Grade, Need, Offer

COLUMNS = (
    "id",
    "material",
    "eural",
    "tonnes_low",
    "tonnes_likely",
    "tonnes_high",
    "recurring",
    "from",
    "until",
    "lon",
    "lat",
    "quality_json",
    "organisation",
    "max_km",
    "text",
    "language",
)
"""The columns of product.md 7.1."""

READ = (*COLUMNS, "minimum_lot")
"""What such a file may have: the lot is for a plan."""

LANGUAGES = ("", "nl", "en", "de")

CLEAR = 0.25
"""A material counts if so much speaks for it of what speaks for the clearest one: an assumption."""

Kind = TypeVar("Kind", Offer, Need)

Reading = Callable[[str, str], Sequence[str]]
"""What tells the materials that a text in a language ("" if unknown) clearly names."""


@dataclass(frozen=True, slots=True)
class Streams(Generic[Kind]):
    """What a file holds: a stream per row and material, and the ids whose text named no known material."""

    rows: tuple[Kind, ...]
    unrecognised: tuple[str, ...]


def read_streams(
    path: Path, kind: type[Kind], tree: MaterialTree, read: Reading | None = None
) -> Streams[Kind]:
    """Return the streams of a file, refusing all of it when a row has a fault.

    A text that names several materials becomes a stream of each, with all of the tonnes.
    """
    unrecognised: list[str] = []
    rows = tuple(each_stream(path, kind, tree, Listener(read or clearly_named, unrecognised.append)))
    return Streams(rows, tuple(unrecognised))


@dataclass(frozen=True, slots=True)
class Listener:
    """What reading a file calls: to understand a text, and with the id of a row whose text meant nothing."""

    read: Reading
    unrecognised: Callable[[str], None]


def each_stream(path: Path, kind: type[Kind], tree: MaterialTree, listener: Listener) -> Iterator[Kind]:
    """Yield the streams of a file, which count only if no FileRefusedError comes in the end.

    That error names all faults there are, or the first of very many. No row is kept.
    """
    faults: list[FileFaultError] = []
    ids, last = Seen(), 0
    for row in read_rows(path, READ, required=("id",)):
        last = row.number
        try:
            ids.add(identifier(row))
            none = True
            for stream in streams_of(row, kind, tree, listener.read):
                none = False
                yield stream
            if none:
                listener.unrecognised(row["id"])
        except FileFaultError as fault:
            faults.append(fault)
            if len(faults) == MOST_FAULTS:
                break
    faults.extend(islice(doubles(path, ids, last), MOST_FAULTS))
    if faults:
        raise FileRefusedError(*sorted(faults, key=lambda fault: fault.row)[:MOST_FAULTS])


def doubles(path: Path, ids: Seen, last: int) -> Iterator[FileFaultError]:
    """Yield a fault for each row up to the last whose id an earlier row has.

    The file is read again only if there may be any.
    """
    suspects = ids.suspects()
    first_row: dict[str, int] = {}
    rows = islice(read_rows(path, COLUMNS, required=("id",)), last) if suspects else ()
    for row in rows:
        if fingerprint(row["id"]) in suspects:
            first = first_row.setdefault(row["id"], row.number)
            if first != row.number:
                yield row.fault("id", f"{row['id']!r} stands in row {first} as well")


def streams_of(row: Row, kind: type[Kind], tree: MaterialTree, read: Reading) -> Iterator[Kind]:
    """Yield the streams that a row stands for: one, or one for each material its text names."""
    with blaming(row, "eural"):
        if row["eural"]:
            normal_code(row["eural"])
    with blaming(row, "max_km"):
        facts = kind(
            id=identifier(row),
            material="",
            amount=amount(row),
            availability=availability(row),
            quality=quality(row),
            position=position(row),
            max_km=degrees(row, "max_km"),
            organisation=row["organisation"],
        )
    for material in materials(row, tree, read):
        yield replace(facts, material=material)


def materials(row: Row, tree: MaterialTree, read: Reading) -> Sequence[str]:
    """Return what a row is about: its material, or what its text names."""
    if row["language"] not in LANGUAGES:
        raise row.fault("language", f"{row['language']!r} is not nl, en or de")
    if row["material"]:
        if row["material"] not in tree:
            raise row.fault("material", f"{row['material']!r} is not in the list of materials")
        return (row["material"],)
    if not row["text"]:
        raise row.fault("material", "is empty and there is no text to read it from")
    return read(row["text"], row["language"])


def clearly_named(text: str, language: str = "") -> tuple[str, ...]:
    """Return the materials that a text names, without those that less than half as much of it speaks for."""
    found = recognise(text, language or None)
    return tuple(item.material for item in found if item.share >= CLEAR * found[0].share)


def amount(row: Row) -> Amount | None:
    """Return how much: a year unless the row says otherwise, which is then an assumption."""
    range_tonnes, recurring = tonnes(row), yes_no(row, "recurring")
    if range_tonnes is None:
        return None
    return Amount(
        range_tonnes, Grade.ASSUMED if recurring is None else Grade.DECLARED, recurring is not False
    )
