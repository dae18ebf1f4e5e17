"""The life of an experiment: its stages, what each step asks, and who of the four roles takes part."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from flows.errors import FlowsError


class Stage(StrEnum):
    """Where an experiment stands; the last three say what came of it."""

    DRAFT = "draft"
    RUNNING = "running"
    MEASURED = "measured"
    STOPPED = "stopped"
    REPEATED = "repeated"
    SCALED = "scaled"


class Finding(StrEnum):
    """What the measure says of the hypothesis."""

    HELD = "held"
    REFUTED = "refuted"
    UNCLEAR = "unclear"


class TeamRole(StrEnum):
    """The four roles of the people who make a town."""

    EXPERT = "expert"
    CO_CREATOR = "co_creator"
    FACILITATOR = "facilitator"
    INNOVATOR = "innovator"


NEXT: dict[Stage, frozenset[Stage]] = {
    Stage.DRAFT: frozenset({Stage.RUNNING, Stage.STOPPED}),
    Stage.RUNNING: frozenset({Stage.MEASURED, Stage.STOPPED}),
    Stage.MEASURED: frozenset({Stage.STOPPED, Stage.REPEATED, Stage.SCALED}),
    Stage.STOPPED: frozenset(),
    Stage.REPEATED: frozenset(),
    Stage.SCALED: frozenset(),
}
"""An experiment can stop at any time; only what was measured is repeated or scaled up."""

BACK: dict[Stage, frozenset[Stage]] = {
    stage: frozenset(before for before, after in NEXT.items() if stage in after) for stage in Stage
}
"""From where to where a step may be taken back."""

ENDINGS = frozenset(stage for stage, after in NEXT.items() if not after)

FOLLOWED = frozenset({Stage.REPEATED, Stage.SCALED})
"""Endings after which a next experiment begins."""

ASKS: dict[Stage, tuple[str, ...]] = {
    Stage.DRAFT: (),
    Stage.RUNNING: ("hypothesis", "measure", "baseline", "begins"),
    Stage.MEASURED: ("result", "finding"),
    Stage.STOPPED: ("lesson",),
    Stage.REPEATED: ("lesson",),
    Stage.SCALED: ("lesson",),
}
"""What must have been told before a step: a baseline before it starts, a lesson before it ends."""

KEEPS: dict[Stage, tuple[str, ...]] = {
    **ASKS,
    Stage.MEASURED: ASKS[Stage.RUNNING] + ASKS[Stage.MEASURED],
    **{end: ASKS[Stage.RUNNING] + ASKS[Stage.MEASURED] + ASKS[end] for end in FOLLOWED},
}
"""What stays told in a stage: nobody takes away what its steps rested on."""


class ExperimentStepError(FlowsError):
    """An experiment was asked to take a step that its stage does not allow."""

    code = "experiment.step_not_allowed"

    def __init__(self, current: Stage, wanted: Stage) -> None:
        super().__init__(current, wanted)
        self.current, self.wanted = current, wanted

    def __str__(self) -> str:
        return f"an experiment cannot go from {self.current} to {self.wanted}"


class ExperimentLacksError(FlowsError):
    """An experiment was asked to take a step before what that step needs was told."""

    code = "experiment.lacks"

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__(fields)
        self.fields = fields

    def __str__(self) -> str:
        return f"tell first: {', '.join(self.fields)}"


def step(current: Stage, wanted: Stage, told: Mapping[str, object]) -> Stage:
    """Return ``wanted`` if an experiment of which ``told`` is known may go there from ``current``.

    Raises ExperimentStepError where the table has no such step, ExperimentLacksError where it asks more.
    """
    if wanted not in NEXT[current]:
        raise ExperimentStepError(current, wanted)
    if lacking := missing(wanted, told):
        raise ExperimentLacksError(lacking)
    return wanted


def missing(wanted: Stage, told: Mapping[str, object]) -> tuple[str, ...]:
    """Return what a step to ``wanted`` still asks, in the order in which it is told."""
    return tuple(field for field in ASKS[wanted] if told.get(field) in (None, ""))


def check_kept(stage: Stage, told: Mapping[str, object]) -> None:
    """Refuse to leave empty what a stage rests on; raises ExperimentLacksError."""
    if lacking := tuple(field for field in KEEPS[stage] if told.get(field) in (None, "")):
        raise ExperimentLacksError(lacking)


def step_back(current: Stage, before: Stage) -> Stage:
    """Return ``before`` if an experiment that came from there to ``current`` may return.

    Raises ExperimentStepError where nothing leads from ``before`` to ``current``.
    """
    if before not in BACK[current]:
        raise ExperimentStepError(current, before)
    return before


def coverage(roles: Iterable[TeamRole]) -> dict[TeamRole, int]:
    """Return how many people take each of the four roles, those that nobody takes too."""
    taken = list(roles)
    return {role: taken.count(role) for role in TeamRole}
