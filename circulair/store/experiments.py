"""Queries on experiments, who takes part in them, and what they answer to the lessons."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import joinedload, selectinload

from circulair.store.records import (
    ExperimentAimRecord,
    ExperimentPartnerRecord,
    ExperimentRecord,
    LessonAnswerRecord,
    StoryPictureRecord,
)
from circulair.store.session import current

FULL = (
    joinedload(ExperimentRecord.lab),
    selectinload(ExperimentRecord.partners).joinedload(ExperimentPartnerRecord.member),
    selectinload(ExperimentRecord.answers),
)


def full(chosen: Select[ExperimentRecord]) -> Select[ExperimentRecord]:
    """Return a question that reads experiments with all that belongs to them, as it is stored now."""
    return chosen.options(*FULL).execution_options(populate_existing=True)


def add(record: ExperimentRecord) -> ExperimentRecord:
    """Store a new experiment."""
    current().add(record)
    current().flush()
    return record


def one(experiment_id: int) -> ExperimentRecord | None:
    """Return an experiment with its lab, partners and answers."""
    chosen = select(ExperimentRecord).where(ExperimentRecord.id == experiment_id)
    return current().scalar(full(chosen))


def numbered(lab_id: int, number: int) -> ExperimentRecord | None:
    """Return the experiment of a lab that has a number."""
    chosen = select(ExperimentRecord).where(
        ExperimentRecord.lab_id == lab_id, ExperimentRecord.number == number
    )
    return current().scalar(full(chosen))


def of_lab(lab_id: int) -> Sequence[ExperimentRecord]:
    """Return the experiments of a lab, the newest first."""
    chosen = select(ExperimentRecord).where(ExperimentRecord.lab_id == lab_id)
    return current().scalars(full(chosen.order_by(ExperimentRecord.number.desc()))).all()


def published() -> Sequence[ExperimentRecord]:
    """Return what the public sees of all labs, the newest first."""
    chosen = select(ExperimentRecord).where(ExperimentRecord.published_at.is_not(None))
    return current().scalars(full(chosen.order_by(ExperimentRecord.id.desc()))).all()


def highest_number(lab_id: int) -> int:
    """Return the highest number that an experiment of a lab has, 0 where there is none."""
    chosen = select(func.max(ExperimentRecord.number)).where(ExperimentRecord.lab_id == lab_id)
    return current().scalar(chosen) or 0


def following(experiment_id: int) -> ExperimentRecord | None:
    """Return the experiment that goes on from another, if there is one."""
    chosen = select(ExperimentRecord).where(ExperimentRecord.follows_id == experiment_id)
    return current().scalar(full(chosen.order_by(ExperimentRecord.id.desc()).limit(1)))


def remove(record: ExperimentRecord) -> None:
    """Remove an experiment that nobody worked on."""
    partner = ExperimentPartnerRecord
    current().execute(delete(partner).where(partner.experiment_id == record.id))
    current().execute(delete(StoryPictureRecord).where(StoryPictureRecord.experiment_id == record.id))
    current().execute(delete(ExperimentAimRecord).where(ExperimentAimRecord.experiment_id == record.id))
    current().delete(record)
    current().flush()


def add_partner(record: ExperimentPartnerRecord) -> None:
    """Store that somebody takes part."""
    current().add(record)
    current().flush()


def partner(partner_id: int) -> ExperimentPartnerRecord | None:
    """Return who takes part, with the member that this is."""
    chosen = select(ExperimentPartnerRecord).where(ExperimentPartnerRecord.id == partner_id)
    return current().scalar(chosen.options(joinedload(ExperimentPartnerRecord.member)))


def remove_partner(record: ExperimentPartnerRecord) -> None:
    """Forget that somebody takes part."""
    current().delete(record)
    current().flush()


def answer(experiment_id: int, answers: Collection[LessonAnswerRecord]) -> None:
    """Store what an experiment answers to the lessons, in place of before."""
    known = LessonAnswerRecord
    current().execute(delete(known).where(known.experiment_id == experiment_id))
    current().add_all(answers)
    current().flush()
