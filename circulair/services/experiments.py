"""Experiments of the labs: told, taken step by step, answered to the lessons, and published or not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from circulair.services import labs, letters
from circulair.services.actor import Actor, require_hub
from circulair.services.faults import NotFoundError, VersionError
from circulair.store import experiments as store
from circulair.store import labs as lab_store
from circulair.store import trail
from circulair.store.records import ExperimentPartnerRecord, ExperimentRecord, LessonAnswerRecord
from flows.errors import FlowsError
from flows.experiments import FOLLOWED, Finding, Stage, TeamRole, check_kept, step, step_back

NUMBERED = re.compile(r"(.+) \(([1-9][0-9]?)\)")
MOST_NAME = 110
"""Letters of a name before the number of what follows."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of an experiment: what one expects, how it is measured, and what came of it."""

    title: str
    summary: str = ""
    hypothesis: str = ""
    measure: str = ""
    baseline: str = ""
    begins: date | None = None
    ends: date | None = None
    result: str = ""
    finding: Finding | None = None
    lesson: str = ""
    story: str = ""
    links: tuple[str, ...] = ()


TEXTS = ("title", "summary", "hypothesis", "measure", "baseline", "result", "lesson", "story")

TOLD_OF = ("title", "summary", "lesson", "story")
"""What everybody reads of a story and its poster: who takes part agreed to these words."""


class StepBackOverError(FlowsError):
    """A step of an experiment was to be taken back too late, or after somebody went on from it."""

    code = "experiment.undo_over"

    def __str__(self) -> str:
        return "this step can no longer be taken back; look at the experiment as it is now"


class PartnerTwiceError(FlowsError):
    """Somebody takes part in an experiment already."""

    code = "experiment.partner_twice"

    def __str__(self) -> str:
        return "this member takes part already"


def of_lab(lab_id: int, actor: Actor) -> Sequence[ExperimentRecord]:
    """Return the experiments of a lab, for the hub."""
    return store.of_lab(labs.one(lab_id, actor).id)


def one(experiment_id: int, actor: Actor) -> ExperimentRecord:
    """Return an experiment, for the hub."""
    require_hub(actor)
    record = store.one(experiment_id)
    if record is None:
        raise NotFoundError("experiment")
    return record


def begin(lab_id: int, told: Told, actor: Actor, follows: int | None = None) -> ExperimentRecord:
    """Add an experiment to a lab as a draft, which the public does not see."""
    require_hub(actor)
    if lab_store.held(lab_id) is None:
        raise NotFoundError("lab")
    number = store.highest_number(lab_id) + 1
    record = ExperimentRecord(lab_id=lab_id, number=number, created_at=actor.now, follows_id=follows)
    write(record, told)
    store.add(record)
    note("experiment.added", record, actor)
    return record


def change(experiment_id: int, version: int, told: Told, actor: Actor) -> ExperimentRecord:
    """Change what is told of an experiment as it was seen in ``version``.

    What its stage rests on cannot be emptied: an ending keeps its lesson. Other words of its story are asked
    anew of all who take part.
    """
    record = seen(experiment_id, version, actor)
    before = [getattr(record, name) for name in TOLD_OF]
    write(record, told)
    if before != [getattr(record, name) for name in TOLD_OF]:
        ask_anew(record)
    check_kept(record.stage, told_of(record))
    note("experiment.changed", record, actor)
    return record


def ask_anew(record: ExperimentRecord) -> None:
    """Forget that those who take part agreed to the story: it is another now."""
    for partner in record.partners:
        partner.agreed_on = None


def seen(experiment_id: int, version: int, actor: Actor) -> ExperimentRecord:
    """Return an experiment if it is still as it was seen."""
    record = one(experiment_id, actor)
    if record.version != version:
        raise VersionError("experiment")
    return record


def write(record: ExperimentRecord, told: Told) -> None:
    """Put what was told on an experiment."""
    for name in TEXTS:
        setattr(record, name, getattr(told, name))
    record.begins, record.ends, record.finding = told.begins, told.ends, told.finding
    record.links = " ".join(told.links)


def told_of(record: ExperimentRecord) -> dict[str, object]:
    """Return what was told of an experiment, by name."""
    return {name: getattr(record, name) for name in (*TEXTS, "begins", "ends", "finding")}


def take(experiment_id: int, wanted: Stage, actor: Actor) -> ExperimentRecord:
    """Take a step; what is repeated or scaled up goes on in a new draft, which starts at the result."""
    record = one(experiment_id, actor)
    before, record.stage = record.stage, step(record.stage, wanted, told_of(record))
    record.stage_before, record.stage_at = before, actor.now
    note(f"experiment.{record.stage}", record, actor, {"from": str(before)})
    if record.stage in FOLLOWED:
        begin(record.lab_id, follow_up(record), actor, follows=record.id)
    return record


def follow_up(record: ExperimentRecord) -> Told:
    """Return how an experiment goes on: the same question, from where this one ended."""
    return Told(
        numbered(record.title),
        record.summary,
        record.hypothesis,
        record.measure,
        record.result,
        links=links_of(record),
    )


def numbered(title: str) -> str:
    """Return the name of what follows: Swap shelf (2) after Swap shelf, so that the two can be told apart."""
    name, number = (found[1], int(found[2])) if (found := NUMBERED.fullmatch(title)) else (title, 1)
    return f"{name[:MOST_NAME]} ({number + 1})"


def links_of(record: ExperimentRecord) -> tuple[str, ...]:
    """Return the public codes of what belongs to an experiment."""
    return tuple(record.links.split())


def may_go_back(record: ExperimentRecord, actor: Actor) -> bool:
    """Return whether the last step can still be taken back: not long ago, and nobody went on from it."""
    if record.stage_before is None or record.stage_at is None:
        return False
    after = store.following(record.id) if record.stage in FOLLOWED else None
    return actor.now <= record.stage_at + letters.UNDO and (after is None or after.version == 1)


def undo(experiment_id: int, actor: Actor) -> ExperimentRecord:
    """Take the last step back; the draft that would have gone on goes with it."""
    record = one(experiment_id, actor)
    before = record.stage_before
    if before is None or not may_go_back(record, actor):
        raise StepBackOverError()
    after = store.following(record.id) if record.stage in FOLLOWED else None
    if after is not None:
        note("experiment.removed", after, actor)
        store.remove(after)
    reached, record.stage = record.stage, step_back(record.stage, before)
    record.stage_before = record.stage_at = None
    note("experiment.undone", record, actor, {"from": str(reached), "to": str(before)})
    return record


def publish(experiment_id: int, actor: Actor, *, public: bool) -> ExperimentRecord:
    """Let the public see an experiment, or no longer."""
    record = one(experiment_id, actor)
    if (record.published_at is not None) != public:
        record.published_at = actor.now if public else None
        note("experiment.published" if public else "experiment.hidden", record, actor)
    return record


def add_partner(
    experiment_id: int, member_id: int, role: TeamRole, actor: Actor, agreed_on: date | None = None
) -> ExperimentPartnerRecord:
    """Note who takes part and in which role; ``agreed_on`` where they agreed to the public story."""
    record, member = one(experiment_id, actor), lab_store.member(member_id)
    if member is None or member.lab_id != record.lab_id:
        raise NotFoundError("member")
    if any(partner.member_id == member_id for partner in record.partners):
        raise PartnerTwiceError()
    partner = ExperimentPartnerRecord(experiment_id=record.id, member_id=member_id, role=role)
    partner.agreed_on = agreed_on
    store.add_partner(partner)
    note("experiment.partner_added", record, actor, {"role": str(role)})
    return partner


def agree(partner_id: int, actor: Actor) -> int:
    """Note that somebody agrees today to the story as it is; return the number of the experiment."""
    partner = held_partner(partner_id, actor)
    record = one(partner.experiment_id, actor)
    if partner.agreed_on is None:
        partner.agreed_on = actor.today
        note("experiment.partner_agreed", record, actor)
    return record.id


def held_partner(partner_id: int, actor: Actor) -> ExperimentPartnerRecord:
    """Return who takes part, for the hub."""
    require_hub(actor)
    partner = store.partner(partner_id)
    if partner is None:
        raise NotFoundError("partner")
    return partner


def remove_partner(partner_id: int, actor: Actor) -> int:
    """Forget that somebody takes part; return the number of the experiment. The others are asked anew."""
    partner = held_partner(partner_id, actor)
    store.remove_partner(partner)
    record = one(partner.experiment_id, actor)
    ask_anew(record)
    note("experiment.partner_removed", record, actor)
    return record.id


def answer(experiment_id: int, answers: dict[int, str], actor: Actor) -> ExperimentRecord:
    """Tell what an experiment answers to the lessons; an empty answer stays open."""
    record = one(experiment_id, actor)
    told = [
        LessonAnswerRecord(experiment_id=record.id, lesson=number, answer=text)
        for number, text in sorted(answers.items())
        if text
    ]
    store.answer(record.id, told)
    note("experiment.answered", record, actor)
    return record


def note(code: str, record: ExperimentRecord, actor: Actor, details: dict[str, str] | None = None) -> None:
    """Note in the trail what was done to an experiment."""
    trail.append(trail.Act(code, "experiment", record.id, details or {}), actor.person_id, actor.now)
