"""Labs: one Stadslab each, with its members, road map, figures from outside, and experiments."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from circulair.store.records.base import Base
from circulair.store.records.types import Id, Scaled
from flows.experiments import Finding, Stage, TeamRole
from flows.labs import Measured
from flows.organisations import StakeholderGroup


class LabRecord(Base):
    """A Stadslab; ``neighbourhoods`` are CBS codes and ``measures`` codes, apart by blanks.

    ``links`` are the public codes of listings, premises and exchanges that belong to it.
    """

    __tablename__ = "labs"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    neighbourhoods: Mapped[str] = mapped_column(String(600), default="")
    measures: Mapped[str] = mapped_column(String(120), default="")
    start_point: Mapped[str] = mapped_column(Text, default="")
    destination: Mapped[str] = mapped_column(Text, default="")
    vehicle: Mapped[str] = mapped_column(Text, default="")
    links: Mapped[str] = mapped_column(String(400), default="")
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class LabMemberRecord(Base):
    """Somebody who makes the town with a lab; the public reads the name only where ``shows_name``."""

    __tablename__ = "lab_members"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    lab_id: Mapped[int] = mapped_column(ForeignKey("labs.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    stakeholder_group: Mapped[StakeholderGroup]
    role: Mapped[TeamRole]
    shows_name: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class LabMeasureRecord(Base):
    """A figure about a lab's area, as a source outside gives it."""

    __tablename__ = "lab_measures"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    lab_id: Mapped[int] = mapped_column(ForeignKey("labs.id"), index=True)
    kind: Mapped[Measured]
    period: Mapped[str] = mapped_column(String(10))
    value: Mapped[Decimal] = mapped_column(Scaled)
    unit: Mapped[str] = mapped_column(String(60))
    source: Mapped[str] = mapped_column(String(400))
    created_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("lab_id", "kind", "period", "unit", "source", name="uq_lab_measures_lab_id_kind"),
    )


class MilestoneRecord(Base):
    """A step on a lab's road map: planned for a day, reached with evidence; not public until published."""

    __tablename__ = "milestones"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    lab_id: Mapped[int] = mapped_column(ForeignKey("labs.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    due: Mapped[date]
    reached_on: Mapped[date | None]
    evidence: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class ExperimentRecord(Base):
    """A bounded trial of a lab; ``number`` counts within the lab and stands in its address.

    ``stage_before`` is where its last step came from, at ``stage_at``; None where nothing can be taken back.
    """

    __tablename__ = "experiments"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    lab_id: Mapped[int] = mapped_column(ForeignKey("labs.id"), index=True)
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(Text, default="")
    hypothesis: Mapped[str] = mapped_column(Text, default="")
    measure: Mapped[str] = mapped_column(Text, default="")
    baseline: Mapped[str] = mapped_column(Text, default="")
    begins: Mapped[date | None]
    ends: Mapped[date | None]
    result: Mapped[str] = mapped_column(Text, default="")
    finding: Mapped[Finding | None]
    lesson: Mapped[str] = mapped_column(Text, default="")
    story: Mapped[str] = mapped_column(Text, default="")
    links: Mapped[str] = mapped_column(String(400), default="")
    stage: Mapped[Stage] = mapped_column(default=Stage.DRAFT)
    stage_before: Mapped[Stage | None]
    stage_at: Mapped[datetime | None]
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("experiments.id"), index=True)
    published_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    lab: Mapped[LabRecord] = relationship(lazy="raise")
    partners: Mapped[list["ExperimentPartnerRecord"]] = relationship(
        lazy="raise", order_by="ExperimentPartnerRecord.id"
    )
    answers: Mapped[list["LessonAnswerRecord"]] = relationship(
        lazy="raise", order_by="LessonAnswerRecord.lesson"
    )

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("lab_id", "number", name="uq_experiments_lab_id_number"),)


class ExperimentPartnerRecord(Base):
    """A member of the lab who takes part in an experiment, in a role; ``agreed_on`` to its public story."""

    __tablename__ = "experiment_partners"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    experiment_id: Mapped[int] = mapped_column(ForeignKey("experiments.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("lab_members.id"), index=True)
    role: Mapped[TeamRole]
    agreed_on: Mapped[date | None]

    member: Mapped[LabMemberRecord] = relationship(lazy="raise")

    __table_args__ = (
        UniqueConstraint("experiment_id", "member_id", name="uq_experiment_partners_experiment_id_member_id"),
    )


class LessonAnswerRecord(Base):
    """What an experiment answers to one of the six lessons."""

    __tablename__ = "lesson_answers"

    experiment_id: Mapped[int] = mapped_column(ForeignKey("experiments.id"), primary_key=True)
    lesson: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    answer: Mapped[str] = mapped_column(Text)


class LessonRecord(Base):
    """How the town words one of its six lessons, and where it says so."""

    __tablename__ = "lessons"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    words: Mapped[str] = mapped_column(String(400))
    source: Mapped[str] = mapped_column(String(400))
