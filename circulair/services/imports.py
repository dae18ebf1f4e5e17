"""Imports: a sheet of listings that is staged, looked at, mended, confirmed, and can be taken back whole."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from circulair.files import sheet_words
from circulair.files.listing_sheets import ListingSheet, SheetRow, as_cells, as_text, read_sheet
from circulair.files.lma import STREAM
from circulair.files.workbooks import Cell, ErrorCell, Formula
from circulair.services import import_rows, understanding
from circulair.services.actor import Actor, require_own
from circulair.services.faults import NotFoundError, VersionError
from circulair.services.import_faults import ImportNotReadyError
from circulair.services.import_rows import Known, Understood, understand
from circulair.store import imports as store
from circulair.store import organisations, trail
from circulair.store.records import (
    LISTED,
    MATCHABLE,
    STAGED,
    ImportRecord,
    ImportRowRecord,
    ImportState,
    ListingRecord,
    ListingState,
    MaterialSource,
    RowState,
)
from flows.errors import FlowsError, UnknownCodeError
from flows.materials import load_materials
from flows.texts import clean_line

SMALL = 60
"""Rows that a page deals with while its reader waits; of more the worker takes care."""

FEW = 5
"""Rows with an address, for which another machine may be asked, each for some seconds."""

PAGE = 50
SHOWN = 20
NAMELESS = "?"

LEFT_OUT = (RowState.EXISTING, RowState.DOUBLED)
"""States of rows that are right and become no listing of their own."""

WRONG = (RowState.FAULTY, RowState.UNSURE)
"""States of rows that keep a sheet from being imported."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent, and the language of the page or the command that sent it."""

    file_name: str
    content: bytes
    language: str


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row as it was understood, and the materials that an unclear one may mean."""

    understood: Understood
    candidates: tuple[str, ...]
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Preview:
    """One page of a staged sheet: its rows, and how many there are of each kind in all."""

    record: ImportRecord
    headings: dict[str, str]
    counts: dict[RowState, int]
    rows: tuple[PreviewRow, ...]
    place_names: dict[int, str]
    page: int
    only_wrong: bool

    def count(self, state: str) -> int:
        """Return how many rows stand in a state."""
        return self.counts.get(RowState(state), 0)

    def heading(self, column: str) -> str:
        """Return what the sheet itself calls a column, else our own name in its language."""
        return self.headings.get(column) or sheet_words.shown("column", column, self.record.language)

    @property
    def wrong(self) -> int:
        """Return how many rows keep the sheet from being imported."""
        return sum(self.counts.get(state, 0) for state in WRONG)

    @property
    def shown(self) -> int:
        """Return how many rows all pages of this view hold together."""
        return self.wrong if self.only_wrong else sum(self.counts.values())

    @property
    def pages(self) -> int:
        """Return how many pages there are."""
        return max(1, -(-self.shown // PAGE))


def stage(upload: Upload, organisation_id: int, actor: Actor) -> ImportRecord:
    """Keep a sheet with its rows until its owner confirms it.

    A sheet whose content was taken before is not kept again: its import is returned. A new try with a file
    of the same name takes the place of an earlier one that nobody confirmed; materials chosen there hold.
    """
    require_own(actor, organisation_id, "organisation")
    if organisations.with_premises(organisation_id) is None:
        raise NotFoundError("organisation")
    sheet = read_sheet(upload.content, upload.language)
    name = name_of(upload.file_name)
    earlier = store.with_key(key_of(organisation_id, sheet))
    if earlier is not None and earlier.state not in STAGED:
        return earlier
    tries = {one.id for one in store.named(organisation_id, name, STAGED)}
    tries |= set() if earlier is None else {earlier.id}
    chosen = store.chosen(sorted(tries))
    for import_id in sorted(tries):
        store.forget(import_id)
    record = store.add(record_of(sheet, organisation_id, name, actor))
    store.add_rows(staged_row(record, row, chosen) for row in sheet.rows)
    return record


def key_of(organisation_id: int, sheet: ListingSheet) -> str:
    """Return what is the same for the same content of the same organisation."""
    return f"{organisation_id}:{sheet.digest}"


def name_of(file_name: str) -> str:
    """Return the name of a file without its folders, in one clean line."""
    last = file_name.replace("\\", "/").rpartition("/")[2][-100:]
    try:
        return clean_line(last, 120)
    except FlowsError:
        return NAMELESS


def record_of(sheet: ListingSheet, organisation_id: int, name: str, actor: Actor) -> ImportRecord:
    """Return the record of a sheet whose rows nobody looked at yet."""
    return ImportRecord(
        organisation_id=organisation_id,
        person_id=actor.person_id,
        file_name=name,
        digest=sheet.digest,
        open_key=key_of(organisation_id, sheet),
        language=sheet.language,
        headings=json.dumps(sheet.headings, ensure_ascii=False),
        old_windows=sheet.old_windows,
        state=ImportState.READING,
        rows=len(sheet.rows),
        marked=sheet.marked,
        created_at=actor.now,
        changed_at=actor.now,
    )


def staged_row(record: ImportRecord, row: SheetRow, chosen: Mapping[str, str]) -> dict[str, object]:
    """Return the columns of a row that nobody looked at yet, its material as chosen in an earlier try."""
    cells = as_text(row.cells)
    words = import_rows.words_of(cells, record.language)
    material = chosen.get(words, "")
    return {
        "import_id": record.id,
        "number": row.number,
        "cells": cells,
        "twin": row.twin,
        "state": RowState.WAITING,
        "words": words,
        "material": material,
        "material_source": MaterialSource.CHOSEN if material else MaterialSource.UNKNOWN,
        "place": "",
    }


def own(import_id: int, actor: Actor) -> ImportRecord:
    """Return an import of the actor's organisation (any, for the hub)."""
    return owned(store.one(import_id), actor)


def held(import_id: int, actor: Actor) -> ImportRecord:
    """Return such an import, held until this transaction ends."""
    own(import_id, actor)
    return owned(store.locked(import_id), actor)


def owned(record: ImportRecord | None, actor: Actor) -> ImportRecord:
    """Refuse an import that is not there, or not the actor's to see."""
    if record is None:
        raise NotFoundError("import")
    require_own(actor, record.organisation_id, "import")
    return record


def is_small(record: ImportRecord) -> bool:
    """Tell whether a sheet is dealt with while its owner waits: few rows, fewer of them with an address."""
    return record.rows <= SMALL and store.count_naming(record.id, "postcode") <= FEW


@dataclass(frozen=True, slots=True)
class Listed:
    """How many listings of an import are open, were taken back, and are reserved, fulfilled or over."""

    open: int
    withdrawn: int
    rest: int


def listings_by_state(record: ImportRecord) -> Listed:
    """Return what became of the listings of an import."""
    counts = store.count_by_state(record.id)
    still_open = sum(counts.get(state, 0) for state in MATCHABLE)
    withdrawn = counts.get(ListingState.WITHDRAWN, 0)
    return Listed(still_open, withdrawn, sum(counts.values()) - still_open - withdrawn)


def source_of(listing: ListingRecord) -> ImportRecord | None:
    """Return the import that a listing comes from, None where it was put in by itself."""
    return store.import_of(listing.id)


def mine(actor: Actor) -> Sequence[ImportRecord]:
    """Return the newest imports of the actor's organisation."""
    return [] if actor.organisation_id is None else store.of_organisation(actor.organisation_id, SHOWN)


def known_of(record: ImportRecord, actor: Actor) -> Known:
    """Return what the rows of a sheet are read against."""
    return Known(
        language=record.language,
        organisation_id=record.organisation_id,
        premises=tuple(organisations.premises_of(record.organisation_id)),
        living=import_rows.keys_of(store.living(record.organisation_id)),
        actor=actor,
        of_lma=STREAM in json.loads(record.headings),
    )


def preview(import_id: int, page: int, actor: Actor, *, only_wrong: bool = False) -> Preview:
    """Return one page of a staged sheet as it was understood."""
    record = own(import_id, actor)
    states = WRONG if only_wrong else tuple(RowState)
    rows = store.rows_in(import_id, states, PAGE, PAGE * (page - 1))
    known = known_of(record, actor)
    return Preview(
        record=record,
        headings=json.loads(record.headings),
        counts=store.count_rows(import_id),
        rows=tuple(preview_row(row, known) for row in rows),
        place_names={one.id: one.name for one in known.premises},
        page=page,
        only_wrong=only_wrong,
    )


def preview_row(row: ImportRowRecord, known: Known) -> PreviewRow:
    """Return a row with what it may mean where that is not clear."""
    understood = understand(row, known)
    found = understanding.candidates(row.words, known.language) if not row.material else ()
    cells = {column: shown_cell(cell) for column, cell in as_cells(row.cells).items()}
    return PreviewRow(understood, tuple(one.material for one in found), cells)


def shown_cell(cell: Cell) -> str:
    """Return what a cell holds as its owner sees it."""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return cell.text if isinstance(cell, ErrorCell) else "" if isinstance(cell, Formula) else str(cell or "")


def row_of(import_id: int, number: int, actor: Actor) -> PreviewRow:
    """Return one row of a staged sheet."""
    record = own(import_id, actor)
    row = store.row(import_id, number)
    if row is None:
        raise NotFoundError("row")
    return preview_row(row, known_of(record, actor))


def choose(import_id: int, number: int, material: str, actor: Actor) -> int:
    """Say which material a row is, and with it all rows of the same words; return how many these are.

    They are looked at again as when the sheet came in.
    """
    record = held(import_id, actor)
    if material not in load_materials():
        raise UnknownCodeError("material", material)
    row = store.row(import_id, number)
    if row is None:
        raise NotFoundError("row")
    if record.state is not ImportState.CHECKED:
        raise VersionError("import")
    meant = {one.number: one for one in (row, *store.alike(import_id, row.words))}
    for one in meant.values():
        one.material, one.material_source, one.state = material, MaterialSource.CHOSEN, RowState.WAITING
    record.state, record.done = ImportState.READING, record.rows - len(meant)
    record.changed_at = actor.now
    return len(meant)


def confirm(import_id: int, actor: Actor) -> ImportRecord:
    """Say that a sheet may become listings, all of it or nothing; said twice, it counts once."""
    record = held(import_id, actor)
    if record.state is not ImportState.CHECKED:
        return record
    counts = store.count_rows(import_id)
    if set(counts) - {RowState.READY, *LEFT_OUT} or not counts.get(RowState.READY):
        raise ImportNotReadyError()
    record.state, record.done = ImportState.CONFIRMED, 0
    record.person_id, record.changed_at = actor.person_id or record.person_id, actor.now
    return record


def discard(import_id: int, actor: Actor) -> None:
    """Throw away a sheet of which nothing became a listing."""
    record = held(import_id, actor)
    if record.state not in STAGED:
        raise VersionError("import")
    store.forget(import_id)


def withdraw(import_id: int, actor: Actor) -> ImportRecord:
    """Take back all listings of an import that are still open; the same sheet may then come again."""
    record = held(import_id, actor)
    if record.state in LISTED:
        record.state, record.open_key = ImportState.WITHDRAWING, None
        record.done, record.through = 0, 0
        record.person_id, record.changed_at = actor.person_id or record.person_id, actor.now
        trail.append(trail.Act("import.withdrawn", "import", record.id), actor.person_id, actor.now)
    return record
