"""Queries on releases."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, func, select

from circulair.store.records import ReleaseBasisRecord, ReleaseMapRecord, ReleaseRecord
from circulair.store.session import current


def add(release: ReleaseRecord) -> ReleaseRecord:
    """Store a new release."""
    current().add(release)
    current().flush()
    return release


def newest() -> ReleaseRecord | None:
    """Return the release that the public sees now: the one made last, whatever day it is of."""
    return current().scalar(select(ReleaseRecord).order_by(ReleaseRecord.id.desc()).limit(1))


def newest_held() -> ReleaseRecord | None:
    """Return the release that the public sees now as it is stored, held until this transaction ends."""
    chosen = select(ReleaseRecord).order_by(ReleaseRecord.id.desc()).limit(1).with_for_update(key_share=True)
    return current().scalar(chosen.execution_options(populate_existing=True))


def newest_mark() -> tuple[int, str] | None:
    """Return number and checksum of the release that the public sees now, without its content."""
    chosen = select(ReleaseRecord.id, ReleaseRecord.checksum).order_by(ReleaseRecord.id.desc()).limit(1)
    found = current().execute(chosen).first()
    return None if found is None else (found.id, found.checksum)


def content_of(release_id: int) -> str:
    """Return the content of a release."""
    return current().scalars(select(ReleaseRecord.content).where(ReleaseRecord.id == release_id)).one()


def history() -> Sequence[ReleaseRecord]:
    """Return all releases, the one made last first."""
    return current().scalars(select(ReleaseRecord).order_by(ReleaseRecord.id.desc())).all()


def one(release_id: int) -> ReleaseRecord | None:
    """Return one release."""
    return current().get(ReleaseRecord, release_id)


def first_number() -> int | None:
    """Return the number of the first release that was made."""
    return current().scalar(select(func.min(ReleaseRecord.id)))


def oldest_first() -> Sequence[ReleaseRecord]:
    """Return all releases in the order in which they were made, held until this transaction ends."""
    chosen = select(ReleaseRecord).order_by(ReleaseRecord.id).with_for_update(key_share=True)
    return current().scalars(chosen.execution_options(populate_existing=True)).all()


def add_basis(release_id: int, content: str) -> None:
    """Store what the cells of a release were decided from."""
    current().add(ReleaseBasisRecord(release_id=release_id, content=content))
    current().flush()


def bases() -> dict[int, str]:
    """Return what the cells of releases were decided from, by the number of the release."""
    return {row.release_id: row.content for row in current().scalars(select(ReleaseBasisRecord))}


def map_of(release_id: int, language: str) -> ReleaseMapRecord | None:
    """Return the map of a release in a language, as it is kept."""
    return current().get(ReleaseMapRecord, (release_id, language))


def keep_map(drawn: ReleaseMapRecord) -> None:
    """Keep the map of a release in a language instead of the one before; those of other releases go."""
    current().execute(delete(ReleaseMapRecord).where(ReleaseMapRecord.release_id != drawn.release_id))
    current().merge(drawn)
    current().flush()


def forget_maps(release_ids: Collection[int]) -> None:
    """Forget the maps of releases."""
    current().execute(delete(ReleaseMapRecord).where(ReleaseMapRecord.release_id.in_(release_ids)))
