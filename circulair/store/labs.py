"""Queries on labs: their members, road maps, figures and the town's lessons."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, select

from circulair.store.records import (
    ExperimentPartnerRecord,
    LabMeasureRecord,
    LabMemberRecord,
    LabRecord,
    LessonRecord,
    MilestoneRecord,
)
from circulair.store.session import current


def add(
    record: LabRecord | LabMemberRecord | MilestoneRecord | LabMeasureRecord,
) -> None:
    """Store something new of a lab."""
    current().add(record)
    current().flush()


def everything() -> Sequence[LabRecord]:
    """Return all labs in order of name."""
    return current().scalars(select(LabRecord).order_by(LabRecord.name, LabRecord.id)).all()


def one(lab_id: int) -> LabRecord | None:
    """Return a lab."""
    return current().get(LabRecord, lab_id)


def held(lab_id: int) -> LabRecord | None:
    """Return a lab as it is now, held until this transaction ends: its experiments get their numbers."""
    return current().get(LabRecord, lab_id, with_for_update=True, populate_existing=True)


def of_code(code: str) -> LabRecord | None:
    """Return the lab of a code."""
    return current().scalar(select(LabRecord).where(LabRecord.code == code))


def members(lab_id: int) -> Sequence[LabMemberRecord]:
    """Return the members of a lab in order of name."""
    chosen = select(LabMemberRecord).where(LabMemberRecord.lab_id == lab_id)
    return current().scalars(chosen.order_by(LabMemberRecord.name, LabMemberRecord.id)).all()


def member(member_id: int) -> LabMemberRecord | None:
    """Return a member."""
    return current().get(LabMemberRecord, member_id)


def remove_member(record: LabMemberRecord) -> None:
    """Forget a member, and that they take part in experiments."""
    partner = ExperimentPartnerRecord
    current().execute(delete(partner).where(partner.member_id == record.id))
    current().delete(record)
    current().flush()


def milestones(lab_id: int) -> Sequence[MilestoneRecord]:
    """Return the road map of a lab, the first day first."""
    chosen = select(MilestoneRecord).where(MilestoneRecord.lab_id == lab_id)
    return current().scalars(chosen.order_by(MilestoneRecord.due, MilestoneRecord.id)).all()


def milestone(milestone_id: int) -> MilestoneRecord | None:
    """Return a milestone."""
    return current().get(MilestoneRecord, milestone_id)


def measures(lab_id: int) -> Sequence[LabMeasureRecord]:
    """Return the figures of a lab by kind, the latest period first."""
    chosen = select(LabMeasureRecord).where(LabMeasureRecord.lab_id == lab_id)
    in_order = chosen.order_by(
        LabMeasureRecord.kind, LabMeasureRecord.period.desc(), LabMeasureRecord.unit, LabMeasureRecord.id
    )
    return current().scalars(in_order).all()


def figure(measure_id: int) -> LabMeasureRecord | None:
    """Return a figure."""
    return current().get(LabMeasureRecord, measure_id)


def same_figure(new: LabMeasureRecord) -> LabMeasureRecord | None:
    """Return the figure that a lab has from the same source of the same thing in the same period."""
    known = LabMeasureRecord
    return current().scalar(
        select(known).where(
            known.lab_id == new.lab_id,
            known.kind == new.kind,
            known.period == new.period,
            known.unit == new.unit,
            known.source == new.source,
        )
    )


def remove_figure(record: LabMeasureRecord) -> None:
    """Take a figure away."""
    current().delete(record)
    current().flush()


def lessons() -> dict[int, LessonRecord]:
    """Return the lessons that the town worded, by their number."""
    return {one.number: one for one in current().scalars(select(LessonRecord))}


def word_lessons(worded: Collection[LessonRecord]) -> None:
    """Store how the town words its lessons, in place of before."""
    current().execute(delete(LessonRecord))
    current().add_all(worded)
    current().flush()
