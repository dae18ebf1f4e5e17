"""Queries on releases."""

from collections.abc import Sequence

from sqlalchemy import select

from circulair.store.records import ReleaseRecord
from circulair.store.session import current


def add(release: ReleaseRecord) -> ReleaseRecord:
    """Store a new release."""
    current().add(release)
    current().flush()
    return release


def newest() -> ReleaseRecord | None:
    """Return the release that the public sees now: the one made last, whatever day it is of."""
    return current().scalar(select(ReleaseRecord).order_by(ReleaseRecord.id.desc()).limit(1))


def history() -> Sequence[ReleaseRecord]:
    """Return all releases, the one made last first."""
    return current().scalars(select(ReleaseRecord).order_by(ReleaseRecord.id.desc())).all()


def one(release_id: int) -> ReleaseRecord | None:
    """Return a release by its number."""
    return current().get(ReleaseRecord, release_id)
