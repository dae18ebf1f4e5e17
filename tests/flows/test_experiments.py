"""The life of an experiment: no sequence of steps leaves its table, none is taken without what it asks."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.experiments import (
    ASKS,
    BACK,
    ENDINGS,
    KEEPS,
    NEXT,
    ExperimentLacksError,
    ExperimentStepError,
    Stage,
    TeamRole,
    check_kept,
    coverage,
    missing,
    step,
    step_back,
)

FIELDS = sorted({field for asked in ASKS.values() for field in asked})
EVERYTHING = dict.fromkeys(FIELDS, "told")

tellings = st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(["told", "", None]))


def tried(current: Stage, wanted: Stage, told: dict[str, str | None]) -> Stage:
    """Return where an experiment is after somebody asked for a step, allowed or not."""
    try:
        return step(current, wanted, told)
    except (ExperimentStepError, ExperimentLacksError):
        return current


@given(st.lists(st.tuples(st.sampled_from(list(Stage)), tellings), max_size=12))
def test_no_sequence_of_steps_leaves_the_table(wishes: list[tuple[Stage, dict[str, str | None]]]) -> None:
    current, way = Stage.DRAFT, [Stage.DRAFT]
    for wanted, told in wishes:
        current = tried(current, wanted, told)
        way.append(current)
    moves = [(before, after) for before, after in pairwise(way) if before is not after]
    assert all(after in NEXT[before] for before, after in moves)
    assert len(moves) <= 3
    assert not {before for before, _ in moves} & ENDINGS


@given(st.sampled_from(list(Stage)), st.sampled_from(list(Stage)), tellings)
def test_a_step_is_taken_exactly_if_the_table_has_it_and_what_it_asks_was_told(
    current: Stage, wanted: Stage, told: dict[str, str | None]
) -> None:
    allowed = wanted in NEXT[current] and all(told.get(field) for field in ASKS[wanted])
    assert (tried(current, wanted, told) is wanted and wanted is not current) == allowed


@given(st.sampled_from(list(Stage)), st.sampled_from(list(Stage)))
def test_every_step_can_be_taken_back_and_nothing_else(before: Stage, after: Stage) -> None:
    assert (after in NEXT[before]) == (before in BACK[after])


@given(tellings, st.sampled_from(list(Stage)))
def test_what_a_stage_keeps_holds_all_that_its_own_step_asked(
    told: dict[str, str | None], stage: Stage
) -> None:
    assert set(ASKS[stage]) <= set(KEEPS[stage])
    kept = {**told, **dict.fromkeys(KEEPS[stage], "told")}
    check_kept(stage, kept)


def test_a_step_back_goes_only_where_it_came_from() -> None:
    assert step_back(Stage.MEASURED, Stage.RUNNING) is Stage.RUNNING
    with pytest.raises(ExperimentStepError, match="cannot go from measured to draft"):
        step_back(Stage.MEASURED, Stage.DRAFT)


def test_an_experiment_begins_with_a_baseline_and_ends_with_a_lesson() -> None:
    no_baseline = {**EVERYTHING, "baseline": ""}
    with pytest.raises(ExperimentLacksError, match="baseline"):
        step(Stage.DRAFT, Stage.RUNNING, no_baseline)
    assert missing(Stage.STOPPED, {}) == ("lesson",)
    assert step(Stage.RUNNING, Stage.STOPPED, {"lesson": "a box on a square becomes a bin"}) is Stage.STOPPED


def test_only_what_was_measured_is_repeated_or_scaled_up() -> None:
    for current in (Stage.DRAFT, Stage.RUNNING):
        for wanted in (Stage.REPEATED, Stage.SCALED):
            with pytest.raises(ExperimentStepError):
                step(current, wanted, EVERYTHING)


def test_what_a_stage_rests_on_cannot_be_emptied() -> None:
    with pytest.raises(ExperimentLacksError, match="hypothesis, baseline"):
        check_kept(Stage.SCALED, {**EVERYTHING, "hypothesis": "", "baseline": None})


def test_coverage_counts_the_roles_that_nobody_takes_too() -> None:
    taken = coverage([TeamRole.EXPERT, TeamRole.EXPERT, TeamRole.INNOVATOR])
    assert list(taken.values()) == [2, 0, 0, 1]
