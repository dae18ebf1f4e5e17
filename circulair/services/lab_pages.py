"""What the public sees of the labs: what was published, and what else is public already."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from circulair.services import references, releases, stories, wellbeing
from circulair.services.faults import NotFoundError
from circulair.services.references import Thing
from circulair.services.releases import Release
from circulair.store import experiments as experiment_store
from circulair.store import labs as store
from circulair.store.records import (
    ExperimentPartnerRecord,
    ExperimentRecord,
    IndicatorRecord,
    LabMeasureRecord,
    LabMemberRecord,
    LabRecord,
    MilestoneRecord,
)
from flows.distance import Position, Precision
from flows.experiments import ENDINGS, Finding, Stage, TeamRole, coverage
from flows.labs import LESSONS, Measured
from flows.organisations import StakeholderGroup
from maps.reading import neighbourhood_label_points, neighbourhood_of

TAUGHT = 2
"""Lessons that the page of all labs tells of each lab."""


@dataclass(frozen=True, slots=True)
class People:
    """Who makes the town with a lab: how many of each group in each role, and who wants to be named."""

    counts: dict[StakeholderGroup, dict[TeamRole, int]]
    named: tuple[LabMemberRecord, ...]

    @property
    def absent(self) -> tuple[StakeholderGroup, ...]:
        """Return the groups of which nobody takes part."""
        return tuple(group for group, roles in self.counts.items() if not sum(roles.values()))

    @property
    def total(self) -> int:
        """Return how many people there are."""
        return sum(sum(roles.values()) for roles in self.counts.values())


@dataclass(frozen=True, slots=True)
class PublicLab:
    """A lab as the public sees it."""

    record: LabRecord
    places: tuple[str, ...]
    people: People
    milestones: tuple[MilestoneRecord, ...]
    experiments: tuple[ExperimentRecord, ...]
    figures: dict[Measured, tuple[LabMeasureRecord, ...]]
    linked: tuple[Thing, ...]
    around: dict[str, int]
    as_of: str


@dataclass(frozen=True, slots=True)
class PublicExperiment:
    """A published experiment: who takes part, which roles are taken, what it answers, what belongs to it."""

    record: ExperimentRecord
    partners: Sequence[ExperimentPartnerRecord]
    roles: dict[TeamRole, int]
    answers: dict[int, str]
    linked: tuple[Thing, ...]
    aims: Sequence[IndicatorRecord]
    has_story: bool
    follows: ExperimentRecord | None
    followed: ExperimentRecord | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How the labs stand on one lesson: which published experiments answer it, and how many do not."""

    lesson: int
    answers: tuple[tuple[ExperimentRecord, str], ...]
    silent: int


def has_failed(record: ExperimentRecord) -> bool:
    """Return whether an experiment showed that it does not work so, or was stopped."""
    return record.finding is Finding.REFUTED or record.stage is Stage.STOPPED


def has_ended(record: ExperimentRecord) -> bool:
    """Return whether an experiment is over."""
    return record.stage in ENDINGS


def labs() -> list[tuple[LabRecord, list[ExperimentRecord]]]:
    """Return all labs with the experiments that are published, the newest first."""
    shown = experiment_store.published()
    return [(lab, [one for one in shown if one.lab_id == lab.id]) for lab in store.everything()]


def lab(code: str) -> PublicLab:
    """Return a lab as the public sees it."""
    record = store.of_code(code)
    if record is None:
        raise NotFoundError("lab")
    release = releases.shown()
    figures = store.measures(record.id)
    shown = tuple(one for one in experiment_store.of_lab(record.id) if one.published_at is not None)
    return PublicLab(
        record=record,
        places=names_of(record),
        people=people_of(store.members(record.id)),
        milestones=tuple(one for one in store.milestones(record.id) if one.published_at is not None),
        experiments=shown,
        figures={
            kind: tuple(one for one in figures if one.kind is kind)
            for kind in map(Measured, record.measures.split())
        },
        linked=linked(record.links, release),
        around=around(record, release),
        as_of=release.as_of if release else "",
    )


def names_of(record: LabRecord) -> tuple[str, ...]:
    """Return the names of the neighbourhoods in which a lab works."""
    wanted = set(record.neighbourhoods.split())
    return tuple(name for code, name, _place in neighbourhood_label_points() if code in wanted)


def people_of(members: Sequence[LabMemberRecord]) -> People:
    """Return who makes the town with a lab."""
    counts = {
        group: coverage(one.role for one in members if one.stakeholder_group is group)
        for group in StakeholderGroup
    }
    return People(counts, tuple(one for one in members if one.shows_name))


def linked(codes: str, release: Release | None) -> tuple[Thing, ...]:
    """Return what belongs to something and is in the release; the public learns of nothing else."""
    return tuple(thing for code in codes.split() if (thing := in_release(code, release)) is not None)


def in_release(code: str, release: Release | None) -> Thing | None:
    """Return what a release tells under a code, None where it tells nothing."""
    try:
        return references.thing(release, code)
    except NotFoundError:
        return None


def around(record: LabRecord, release: Release | None) -> dict[str, int]:
    """Return how many public offers, needs and vacant premises lie in the area of a lab.

    What is shown in a square of a kilometre only is not counted: it may lie outside.
    """
    if release is None:
        return {}
    wanted = set(record.neighbourhoods.split())
    listed = {"offer": release.offers, "need": release.needs}
    places = [(kind, row.at, row.precision) for kind, rows in listed.items() for row in rows]
    places += [("premises", row.at, row.precision) for row in release.premises]
    counted = Counter(kind for kind, at, precision in places if lies_in(at, precision, wanted))
    return {kind: counted[kind] for kind in (*listed, "premises")}


def lies_in(at: tuple[float, float], precision: str, wanted: set[str]) -> bool:
    """Return whether a public place lies in one of these neighbourhoods."""
    found = None if precision == Precision.SQUARE else neighbourhood_of(Position(*at))
    return found is not None and found[0] in wanted


def experiment(code: str, number: int) -> PublicExperiment:
    """Return a published experiment; a draft is not there."""
    lab_record = store.of_code(code)
    record = None if lab_record is None else experiment_store.numbered(lab_record.id, number)
    if record is None or record.published_at is None:
        raise NotFoundError("experiment")
    before = None if record.follows_id is None else experiment_store.one(record.follows_id)
    return PublicExperiment(
        record=record,
        partners=record.partners,
        roles=coverage(partner.role for partner in record.partners),
        answers={one.lesson: one.answer for one in record.answers},
        linked=linked(record.links, releases.shown()),
        aims=wellbeing.aims(record.id),
        has_story=stories.may_be_told(record),
        follows=published(before),
        followed=published(experiment_store.following(record.id)),
    )


def published(record: ExperimentRecord | None) -> ExperimentRecord | None:
    """Return an experiment if the public sees it."""
    return record if record is not None and record.published_at is not None else None


def standings() -> tuple[Standing, ...]:
    """Return how the labs stand on each lesson, of what is published."""
    shown = experiment_store.published()
    return tuple(standing(number, shown) for number in LESSONS)


def standing(number: int, shown: Iterable[ExperimentRecord]) -> Standing:
    """Return how the labs stand on one lesson."""
    told = [(one, text) for one in shown if (text := answer_of(one, number))]
    return Standing(number, tuple(told), len(list(shown)) - len(told))


def answer_of(record: ExperimentRecord, number: int) -> str:
    """Return what an experiment answers to a lesson, empty where it says nothing."""
    return next((one.answer for one in record.answers if one.lesson == number), "")
