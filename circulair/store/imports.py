"""Queries on imports, their rows and the listings that came of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, or_, select, update

from circulair.store.records import (
    MATCHABLE,
    UNDER_WAY,
    ImportedListingRecord,
    ImportRecord,
    ImportRowRecord,
    ImportState,
    ListingRecord,
    ListingState,
    MaterialSource,
    RowState,
)
from circulair.store.session import current

LEASE = timedelta(minutes=5)
"""How long an import that somebody works on is left alone before another may go on with it."""

AT_ONCE = 500
"""Rows that are stored in one statement."""

LIVING = (*MATCHABLE, ListingState.RESERVED)


def add(record: ImportRecord) -> ImportRecord:
    """Store a new import and return it with its number."""
    current().add(record)
    current().flush()
    return record


def one(import_id: int) -> ImportRecord | None:
    """Return one import."""
    return current().get(ImportRecord, import_id)


def locked(import_id: int) -> ImportRecord | None:
    """Return one import, held until this transaction ends."""
    return current().get(ImportRecord, import_id, with_for_update=True, populate_existing=True)


def with_key(open_key: str) -> ImportRecord | None:
    """Return the import that holds the same content for the same organisation, if nothing undid it."""
    return current().scalar(select(ImportRecord).where(ImportRecord.open_key == open_key).with_for_update())


def named(organisation_id: int, file_name: str, states: Sequence[ImportState]) -> Sequence[ImportRecord]:
    """Return the imports of an organisation's files of one name in some states, held."""
    return (
        current()
        .scalars(
            select(ImportRecord)
            .where(
                ImportRecord.organisation_id == organisation_id,
                ImportRecord.file_name == file_name,
                ImportRecord.state.in_(states),
            )
            .order_by(ImportRecord.id)
            .with_for_update()
        )
        .all()
    )


def of_organisation(organisation_id: int, most: int) -> Sequence[ImportRecord]:
    """Return an organisation's imports, newest first."""
    return (
        current()
        .scalars(
            select(ImportRecord)
            .where(ImportRecord.organisation_id == organisation_id)
            .order_by(ImportRecord.id.desc())
            .limit(most)
        )
        .all()
    )


def claim(now: datetime) -> int | None:
    """Claim an import that the program has something to do for; two workers never get the same."""
    free = or_(ImportRecord.leased_until.is_(None), ImportRecord.leased_until <= now)
    found = current().scalar(
        select(ImportRecord.id)
        .where(ImportRecord.state.in_(UNDER_WAY), free)
        .order_by(ImportRecord.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if found is not None:
        lease(found, now + LEASE)
    return found


def lease(import_id: int, until: datetime | None, failed: str = "") -> None:
    """Leave an import to one worker until a moment, or give it back."""
    current().execute(
        update(ImportRecord)
        .where(ImportRecord.id == import_id)
        .values(leased_until=until, failed=failed)
        .execution_options(synchronize_session="fetch")
    )


def older(states: Sequence[ImportState], before: datetime) -> Sequence[int]:
    """Return the numbers of the imports in some states that were left alone since a moment."""
    chosen = select(ImportRecord.id).where(ImportRecord.state.in_(states), ImportRecord.changed_at < before)
    return current().scalars(chosen.order_by(ImportRecord.id)).all()


def forget(import_id: int) -> None:
    """Forget an import of which nothing became a listing."""
    forget_rows(import_id)
    current().execute(delete(ImportRecord).where(ImportRecord.id == import_id))


def add_rows(rows: Iterable[dict[str, object]]) -> None:
    """Store the rows of a sheet, many at once."""
    waiting: list[dict[str, object]] = []
    for row in rows:
        waiting.append(row)
        if len(waiting) == AT_ONCE:
            current().execute(insert(ImportRowRecord), waiting)
            waiting = []
    if waiting:
        current().execute(insert(ImportRowRecord), waiting)


def forget_rows(import_id: int) -> None:
    """Forget the rows of a sheet."""
    current().execute(delete(ImportRowRecord).where(ImportRowRecord.import_id == import_id))


def rows_after(import_id: int, number: int, most: int) -> Sequence[ImportRowRecord]:
    """Return the next rows of a sheet, in order."""
    chosen = select(ImportRowRecord).where(
        ImportRowRecord.import_id == import_id, ImportRowRecord.number > number
    )
    return current().scalars(chosen.order_by(ImportRowRecord.number).limit(most)).all()


def rows_in(
    import_id: int, states: Sequence[RowState], most: int, offset: int = 0
) -> Sequence[ImportRowRecord]:
    """Return rows of a sheet in some states, in order."""
    chosen = select(ImportRowRecord).where(
        ImportRowRecord.import_id == import_id, ImportRowRecord.state.in_(states)
    )
    return current().scalars(chosen.order_by(ImportRowRecord.number).limit(most).offset(offset)).all()


def row(import_id: int, number: int) -> ImportRowRecord | None:
    """Return one row of a sheet."""
    return current().get(ImportRowRecord, (import_id, number))


def alike(import_id: int, words: str) -> Sequence[ImportRowRecord]:
    """Return the rows that say the same in words and whose material nobody told or chose."""
    open_sources = (MaterialSource.UNKNOWN, MaterialSource.UNDERSTOOD)
    return (
        current()
        .scalars(
            select(ImportRowRecord)
            .where(
                ImportRowRecord.import_id == import_id,
                ImportRowRecord.words == words,
                ImportRowRecord.material_source.in_(open_sources),
            )
            .order_by(ImportRowRecord.number)
        )
        .all()
    )


def chosen(import_ids: Sequence[int]) -> dict[str, str]:
    """Return the materials that were chosen in these imports, by the words of their rows."""
    rows = current().execute(
        select(ImportRowRecord.words, ImportRowRecord.material).where(
            ImportRowRecord.import_id.in_(import_ids),
            ImportRowRecord.material_source == MaterialSource.CHOSEN,
        )
    )
    return {row[0]: row[1] for row in rows}


def keep_rows(found: Sequence[Mapping[str, object]]) -> None:
    """Store what was found out about rows, by import and number."""
    if found:
        current().execute(update(ImportRowRecord), [dict(row) for row in found])


def count_rows(import_id: int) -> dict[RowState, int]:
    """Return how many rows of a sheet stand in each state."""
    rows = (
        current()
        .execute(
            select(ImportRowRecord.state, func.count())
            .where(ImportRowRecord.import_id == import_id)
            .group_by(ImportRowRecord.state)
        )
        .all()
    )
    return {one[0]: one[1] for one in rows}


def count_naming(import_id: int, column: str) -> int:
    """Return how many rows of a sheet have something in a column."""
    named = ImportRowRecord.cells.contains(f'"{column}": ', autoescape=True)
    chosen = select(func.count()).where(ImportRowRecord.import_id == import_id, named)
    return current().scalar(chosen) or 0


def link(import_id: int, listing_ids: Sequence[int]) -> None:
    """Note which import listings come from."""
    links = [{"import_id": import_id, "listing_id": listing_id} for listing_id in listing_ids]
    if links:
        current().execute(insert(ImportedListingRecord), links)


def import_of(listing_id: int) -> ImportRecord | None:
    """Return the import that a listing comes from, None where it was put in by itself."""
    return current().scalar(
        select(ImportRecord)
        .join(ImportedListingRecord, ImportedListingRecord.import_id == ImportRecord.id)
        .where(ImportedListingRecord.listing_id == listing_id)
    )


def listings_after(import_id: int, number: int, most: int) -> Sequence[int]:
    """Return the numbers of the next listings of an import, in order."""
    chosen = select(ImportedListingRecord.listing_id).where(
        ImportedListingRecord.import_id == import_id, ImportedListingRecord.listing_id > number
    )
    return current().scalars(chosen.order_by(ImportedListingRecord.listing_id).limit(most)).all()


def count_by_state(import_id: int) -> dict[ListingState, int]:
    """Return how many listings of an import stand in each state."""
    rows = (
        current()
        .execute(
            select(ListingRecord.state, func.count())
            .join(ImportedListingRecord, ImportedListingRecord.listing_id == ListingRecord.id)
            .where(ImportedListingRecord.import_id == import_id)
            .group_by(ListingRecord.state)
        )
        .all()
    )
    return {one[0]: one[1] for one in rows}


def living(organisation_id: int) -> Sequence[tuple[object, ...]]:
    """Return what makes the living listings of an organisation what they are, the number first."""
    columns = (
        *(ListingRecord.id, ListingRecord.side, ListingRecord.title, ListingRecord.material),
        *(ListingRecord.typed_value, ListingRecord.typed_unit, ListingRecord.typed_period),
        *(ListingRecord.end, ListingRecord.premises_id),
    )
    rows = current().execute(
        select(*columns)
        .where(ListingRecord.organisation_id == organisation_id, ListingRecord.state.in_(LIVING))
        .order_by(ListingRecord.id)
    )
    return [tuple(one) for one in rows]
