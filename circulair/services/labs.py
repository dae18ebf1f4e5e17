"""Labs: what the hub tells of each Stadslab: its start, aim and vehicle, members, road map and figures."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from circulair.files.lab_figures import read_figures
from circulair.services.actor import Actor, require_hub
from circulair.services.faults import NotFoundError, VersionError
from circulair.store import labs as store
from circulair.store import trail
from circulair.store.records import (
    LabMeasureRecord,
    LabMemberRecord,
    LabRecord,
    LessonRecord,
    MilestoneRecord,
)
from flows.errors import FlowsError
from flows.experiments import TeamRole
from flows.labs import FIGURES, KNOWN, KnownFigure, Measured, is_period
from flows.organisations import StakeholderGroup

LINK = re.compile(r"[ALPSV]-[2-9A-HJ-NP-Z]{6}")
"""The public code of a listing, premises, exchange or plant (flows.codes)."""


class LinkFormatError(FlowsError):
    """What was typed is not the public code of a thing."""

    code = "lab.link"

    def __init__(self, value: str) -> None:
        super().__init__(value)
        self.value = value

    def __str__(self) -> str:
        return f"{self.value} is no code; it looks like A-7K3M9P"


class PeriodFormatError(FlowsError):
    """What was typed is no year, month or day."""

    code = "lab.period"

    def __str__(self) -> str:
        return "write a year, a month or a day: 2025, 2025-03 or 2025-03-31"


def read_links(text: str) -> tuple[str, ...]:
    """Return the public codes in a text, each once; refuse what is none."""
    codes = tuple(dict.fromkeys(text.upper().replace(",", " ").split()))
    if wrong := next((code for code in codes if not LINK.fullmatch(code)), None):
        raise LinkFormatError(wrong)
    return codes


def read_period(text: str) -> str:
    """Return a year, a month or a day as it is written in a figure."""
    period = text.strip()
    if not is_period(period):
        raise PeriodFormatError()
    return period


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a lab: where it starts, where it wants to be, who carries it, where, what belongs."""

    name: str
    neighbourhoods: tuple[str, ...]
    start_point: str = ""
    destination: str = ""
    vehicle: str = ""
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who makes the town: their group, their role, and whether the public reads the name."""

    name: str
    group: StakeholderGroup
    role: TeamRole
    shows_name: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A step on the road map: until when, and once it is reached, the day and the evidence."""

    title: str
    due: date
    reached_on: date | None = None
    evidence: str = ""
    public: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as a source outside gives it; ``period`` is a year, a month or a day."""

    kind: Measured
    period: str
    value: Decimal
    unit: str
    source: str


def register_known(actor: Actor) -> int:
    """Register the labs that the town runs and the register lacks; return how many."""
    missing = [known for known in KNOWN if store.of_code(known.code) is None]
    for known in missing:
        record = LabRecord(code=known.code, name=known.name, created_at=actor.now)
        record.neighbourhoods, record.measures = " ".join(known.neighbourhoods), " ".join(known.measures)
        store.add(record)
        for told in FIGURES:
            if told.lab == known.code:
                store.add(figure_of(record.id, told, actor))
    return len(missing)


def figure_of(lab_id: int, told: Figure | KnownFigure, actor: Actor) -> LabMeasureRecord:
    """Return a figure as a record."""
    record = LabMeasureRecord(lab_id=lab_id, kind=told.kind, period=told.period, created_at=actor.now)
    record.value, record.unit, record.source = told.value, told.unit, told.source
    return record


def everything(actor: Actor) -> Sequence[LabRecord]:
    """Return all labs, for the hub."""
    require_hub(actor)
    return store.everything()


def one(lab_id: int, actor: Actor) -> LabRecord:
    """Return a lab, for the hub."""
    require_hub(actor)
    record = store.one(lab_id)
    if record is None:
        raise NotFoundError("lab")
    return record


def change(lab_id: int, version: int, told: Told, actor: Actor) -> LabRecord:
    """Change what is told of a lab as it was seen in ``version``."""
    record = one(lab_id, actor)
    if record.version != version:
        raise VersionError("lab")
    record.name, record.neighbourhoods = told.name, " ".join(told.neighbourhoods)
    record.start_point, record.destination = told.start_point, told.destination
    record.vehicle, record.links = told.vehicle, " ".join(told.links)
    note("lab.changed", record.id, actor)
    return record


def members(lab_id: int, actor: Actor) -> Sequence[LabMemberRecord]:
    """Return the members of a lab, for the hub."""
    return store.members(one(lab_id, actor).id)


def add_member(lab_id: int, told: Member, actor: Actor) -> LabMemberRecord:
    """Add a member to a lab."""
    record = LabMemberRecord(lab_id=one(lab_id, actor).id, name=told.name, created_at=actor.now)
    record.stakeholder_group, record.role = told.group, told.role
    record.shows_name = told.shows_name
    store.add(record)
    note("lab.member_added", lab_id, actor)
    return record


def remove_member(member_id: int, actor: Actor) -> int:
    """Forget a member and in which experiments they took part; return the number of the lab."""
    require_hub(actor)
    record = store.member(member_id)
    if record is None:
        raise NotFoundError("member")
    lab_id = record.lab_id
    store.remove_member(record)
    note("lab.member_removed", lab_id, actor)
    return lab_id


def milestones(lab_id: int, actor: Actor) -> Sequence[MilestoneRecord]:
    """Return the road map of a lab, for the hub."""
    return store.milestones(one(lab_id, actor).id)


def milestone(milestone_id: int, actor: Actor) -> MilestoneRecord:
    """Return a milestone, for the hub."""
    require_hub(actor)
    record = store.milestone(milestone_id)
    if record is None:
        raise NotFoundError("milestone")
    return record


def add_milestone(lab_id: int, told: Step, actor: Actor) -> MilestoneRecord:
    """Add a milestone to a road map."""
    record = MilestoneRecord(lab_id=one(lab_id, actor).id, created_at=actor.now)
    write(record, told, actor)
    store.add(record)
    note("lab.milestone_added", lab_id, actor, {"milestone": str(record.id)})
    return record


def change_milestone(milestone_id: int, version: int, told: Step, actor: Actor) -> MilestoneRecord:
    """Change a milestone as it was seen in ``version``."""
    record = milestone(milestone_id, actor)
    if record.version != version:
        raise VersionError("milestone")
    write(record, told, actor)
    public = "yes" if told.public else "no"
    note("lab.milestone_changed", record.lab_id, actor, {"milestone": str(milestone_id), "published": public})
    return record


def write(record: MilestoneRecord, told: Step, actor: Actor) -> None:
    """Put what was told on a milestone; it stays published since when it was."""
    record.title, record.due = told.title, told.due
    record.reached_on, record.evidence = told.reached_on, told.evidence
    record.published_at = (record.published_at or actor.now) if told.public else None


def figures(lab_id: int, actor: Actor) -> Sequence[LabMeasureRecord]:
    """Return the figures of a lab, for the hub."""
    return store.measures(one(lab_id, actor).id)


def add_figure(lab_id: int, told: Figure, actor: Actor) -> LabMeasureRecord:
    """Add a figure, in place of what the same source said before of the same thing and period."""
    record = figure_of(one(lab_id, actor).id, told, actor)
    known = store.same_figure(record)
    if known is None:
        store.add(record)
    else:
        known.value, known.created_at = told.value, actor.now
    details = {"kind": str(told.kind), "period": told.period, "value": str(told.value), "unit": told.unit}
    note("lab.figure_added", lab_id, actor, details)
    return known or record


def load_figures(lab_id: int, content: bytes, actor: Actor) -> int:
    """Add the figures of a file, all or nothing, and return how many there are."""
    kinds = [Measured(code) for code in one(lab_id, actor).measures.split()]
    rows = read_figures(content, kinds)
    for row in rows:
        add_figure(lab_id, Figure(row.kind, row.period, row.value, row.unit, row.source), actor)
    return len(rows)


def remove_figure(figure_id: int, actor: Actor) -> int:
    """Take a figure away; return the number of the lab."""
    require_hub(actor)
    record = store.figure(figure_id)
    if record is None:
        raise NotFoundError("figure")
    lab_id = record.lab_id
    details = {"kind": str(record.kind), "period": record.period, "value": str(record.value)}
    store.remove_figure(record)
    note("lab.figure_removed", lab_id, actor, details | {"unit": record.unit})
    return lab_id


def lessons() -> dict[int, LessonRecord]:
    """Return the lessons that the town worded, by their number."""
    return store.lessons()


def word_lessons(words: dict[int, str], source: str, actor: Actor) -> None:
    """Tell how the town words its lessons and where it says so; what stays empty keeps our words."""
    require_hub(actor)
    told = [LessonRecord(number=number, words=text, source=source) for number, text in words.items() if text]
    store.word_lessons(told)
    trail.append(trail.Act("lab.lessons_worded", "lab", 0), actor.person_id, actor.now)


def note(code: str, lab_id: int, actor: Actor, details: dict[str, str] | None = None) -> None:
    """Note in the trail what was done to a lab."""
    trail.append(trail.Act(code, "lab", lab_id, details or {}), actor.person_id, actor.now)
