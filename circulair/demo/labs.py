"""The labs of the example: invented experiments, among them one that failed, with who takes part."""

from collections.abc import Iterator
from functools import partial

from circulair.demo.rows import Row, table
from circulair.demo.stage import Event, Stage
from circulair.services import experiments, labs
from circulair.store import exchanges, organisations
from circulair.store import experiments as experiment_store
from circulair.store import labs as lab_store
from circulair.store.records import ExperimentRecord, LabRecord
from flows.codes import public_code
from flows.experiments import Finding, TeamRole
from flows.experiments import Stage as Step
from flows.organisations import StakeholderGroup

FOUNDED = 430
"""Days ago."""


def events() -> Iterator[Event]:
    """Yield how the labs are told of, who joins, and how their experiments go."""
    yield Event(FOUNDED, found)
    for row in table("milestones"):
        yield Event(int(row["ago"]), partial(plan, row))
    for row in table("experiments"):
        yield Event(int(row["ago"]), partial(begin, row))
        for taken in row["steps"].split():
            stage, ago = taken.split(":")
            yield Event(int(ago), partial(take, row["key"], Step(stage), int(ago)))


def found(stage: Stage) -> None:
    """Tell of both labs, and who takes part."""
    hub = stage.reviewer(FOUNDED)
    for row in table("labs"):
        lab = lab_of(row["code"])
        told = labs.Told(
            lab.name, tuple(lab.neighbourhoods.split()), row["start"], row["destination"], row["vehicle"]
        )
        labs.change(lab.id, lab.version, told, hub)
    for row in table("lab_members"):
        group, role = StakeholderGroup(row["group"]), TeamRole(row["role"])
        member = labs.Member(row["name"], group, role, row.yes("shows"))
        stage.lab_members[row["key"]] = labs.add_member(lab_of(row["lab"]).id, member, hub).id


def lab_of(code: str) -> LabRecord:
    """Return one of the town's labs."""
    lab = lab_store.of_code(code)
    assert lab is not None
    return lab


def plan(row: Row, stage: Stage) -> None:
    """Put a milestone on a road map, as it stands today."""
    due = stage.day(row.days("due"))
    assert due is not None
    told = labs.Step(row["title"], due, stage.day(row.days("reached")), row["evidence"], row.yes("public"))
    labs.add_milestone(lab_of(row["lab"]).id, told, stage.reviewer(int(row["ago"])))


def begin(row: Row, stage: Stage) -> None:
    """Tell of an experiment, of who takes part and of what it answers, and publish it."""
    hub = stage.reviewer(int(row["ago"]))
    record = experiments.begin(lab_of(row["lab"]).id, told_of(row, stage), hub)
    stage.experiments[row["key"]] = record.id
    for told in row["partners"].split():
        key, agreed = told.split(":")
        member = next(one for one in table("lab_members") if one["key"] == key)
        agreed_on = stage.day(int(agreed)) if agreed else None
        number = stage.lab_members[key]
        experiments.add_partner(record.id, number, TeamRole(member["role"]), hub, agreed_on)
    answers = dict(enumerate(row["answers"].split("|"), start=1)) if row["answers"] else {}
    experiments.answer(record.id, answers, hub)
    experiments.publish(record.id, hub, public=row.yes("public"))


def told_of(row: Row, stage: Stage) -> experiments.Told:
    """Return what is told of an experiment; all is told at once, as it was when it ended."""
    return experiments.Told(
        title=row["title"],
        summary=row["summary"],
        hypothesis=row["hypothesis"],
        measure=row["measure"],
        baseline=row["baseline"],
        begins=stage.day(row.days("begins")),
        ends=stage.day(row.days("ends")),
        result=row["result"],
        finding=Finding(row["finding"]) if row["finding"] else None,
        lesson=row["lesson"],
        story=row["story"],
    )


def take(key: str, wanted: Step, ago: int, stage: Stage) -> None:
    """Let an experiment take a step, and name what belongs to it."""
    hub = stage.reviewer(ago)
    record = experiments.take(stage.experiments[key], wanted, hub)
    row = next(one for one in table("experiments") if one["key"] == key)
    record.links = " ".join(codes_of(row["links"], stage))
    if (after := following(record)) is not None:
        after.title = f"{record.title}, vervolg"


def following(record: ExperimentRecord) -> ExperimentRecord | None:
    """Return the experiment that goes on from one."""
    return experiment_store.following(record.id)


def codes_of(key: str, stage: Stage) -> Iterator[str]:
    """Yield the public code of what a key of the example stands for, if that is there by now."""
    if key in stage.exchanges and (exchange := exchanges.one(stage.exchanges[key])) is not None:
        yield public_code("flow", exchange.id, exchange.agreed_at)
    if key in stage.premises and (place := organisations.premises(stage.premises[key])) is not None:
        yield public_code("premises", place.id, place.created_at)
