"""Queries on the pictures of stories."""

from collections.abc import Collection

from sqlalchemy import delete, select

from circulair.store.records import StoryPictureRecord
from circulair.store.session import current


def picture(experiment_id: int) -> StoryPictureRecord | None:
    """Return the picture of an experiment's story."""
    return current().get(StoryPictureRecord, experiment_id)


def words(experiment_ids: Collection[int]) -> dict[int, str]:
    """Return what the pictures of these stories show, without the pictures."""
    known = StoryPictureRecord
    chosen = select(known.experiment_id, known.words).where(known.experiment_id.in_(experiment_ids))
    return {row[0]: row[1] for row in current().execute(chosen)}


def put(record: StoryPictureRecord) -> None:
    """Store a picture in place of the one before."""
    remove(record.experiment_id)
    current().add(record)
    current().flush()


def remove(experiment_id: int) -> None:
    """Forget the picture of a story."""
    current().execute(delete(StoryPictureRecord).where(StoryPictureRecord.experiment_id == experiment_id))
    current().expire_all()
