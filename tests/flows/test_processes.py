"""Processes: no mass from nothing, only running ones in chains, yields that multiply."""

from dataclasses import replace
from decimal import Decimal

import pytest

from flows.errors import OutOfRangeError
from flows.materials import load_materials
from flows.processes import (
    Chain,
    MassCreatedError,
    Process,
    ProcessStatus,
    Yield,
    chain_yield,
    chains,
    single_steps,
)
from flows.streams import RangeOrderError
from tests.factories import a_process, a_yield, an_output

SORTING = a_process("mixed-plastics", an_output("sorted-polymers", "0.9"), code="sorting")
WASHING = a_process("sorted-polymers", an_output("pe", "0.85"), code="washing")
EXTRUSION = a_process("pe", an_output("pe-regranulate", "0.98"), code="extrusion")
LINE = (SORTING, WASHING, EXTRUSION)


def found(*processes: Process, steps: int = 2) -> list[tuple[str, ...]]:
    return [codes(chain) for chain in chains(processes, load_materials(), steps)]


def codes(chain: Chain) -> tuple[str, ...]:
    return tuple(step.process.code for step in chain)


def test_sorting_washing_and_extrusion_keep_three_quarters() -> None:
    [whole] = [chain for chain in chains(LINE, load_materials(), 3) if len(chain) == 3]
    assert codes(whole) == ("sorting", "washing", "extrusion")
    assert chain_yield(whole) == a_yield("0.7497")


def test_the_ends_of_yields_multiply_as_well() -> None:
    halves = replace(SORTING, gives=(replace(SORTING.gives[0], share=a_yield("0.5", "0.4", "0.6")),))
    [chain] = [chain for chain in chains((halves, WASHING), load_materials()) if len(chain) == 2]
    assert chain_yield(chain) == a_yield("0.425", "0.34", "0.51")


def test_an_unknown_yield_makes_the_whole_chain_unknown() -> None:
    unknown = a_process("sorted-polymers", an_output("pe", None), code="washing")
    [chain] = [chain for chain in chains((SORTING, unknown), load_materials()) if len(chain) == 2]
    assert chain_yield(chain) is None


def test_no_process_keeps_everything() -> None:
    assert chain_yield(()) == a_yield(1)


def test_a_process_that_gives_more_than_it_takes_is_refused() -> None:
    with pytest.raises(MassCreatedError) as refused:
        a_process(
            "concrete-rubble", an_output("recycled-aggregate", "0.7"), an_output("concrete-fines", "0.4")
        )
    assert (refused.value.code, refused.value.process) == ("process.mass_created", "process-1")


@pytest.mark.parametrize("low", ["0.2", "0.5"])
def test_a_high_that_leaves_less_than_the_others_give_at_least_is_refused(low: str) -> None:
    share = a_yield("0.5", low, "0.9")
    with pytest.raises(MassCreatedError):
        a_process("rubble", *sorted_into(share, share).gives)


def test_where_one_output_is_high_the_other_is_low() -> None:
    one, other = a_yield("0.6", "0.5", "0.7"), a_yield("0.4", "0.3", "0.5")
    gives = sorted_into(one, other).gives
    assert sum(output.share.high for output in gives if output.share) > 1
    assert one.high + other.low == other.high + one.low == 1


def sorted_into(one: Yield, other: Yield) -> Process:
    """Return a process with two outputs of these yields."""
    first, second = an_output("recycled-aggregate", None), an_output("concrete-fines", None)
    return a_process("rubble", replace(first, share=one), replace(second, share=other))


def test_a_process_may_give_all_that_it_takes() -> None:
    crusher = a_process("rubble", an_output("recycled-aggregate", "0.6"), an_output("concrete-fines", "0.4"))
    assert len(crusher.gives) == 2


def test_an_output_of_unknown_yield_adds_no_mass() -> None:
    assert a_process("swill", an_output("biogas", None), an_output("digestate", 1)).gives[0].share is None


@pytest.mark.parametrize("share", ["-0.1", "1.1", "NaN", "Infinity"])
def test_a_yield_lies_between_nothing_and_everything(share: str) -> None:
    with pytest.raises(OutOfRangeError):
        Yield(Decimal(share), Decimal(share), Decimal(share))


@pytest.mark.parametrize(("low", "high"), [("0.6", "0.7"), ("0.4", "0.45"), ("0.6", "0.4")])
def test_a_yield_runs_from_low_to_high(low: str, high: str) -> None:
    with pytest.raises(RangeOrderError):
        a_yield("0.5", low, high)


@pytest.mark.parametrize("capacity", [0, -1])
def test_a_capacity_is_more_than_nothing(capacity: int) -> None:
    with pytest.raises(OutOfRangeError):
        a_process(capacity=capacity)


@pytest.mark.parametrize("capacity", ["NaN", "Infinity", "1000000001"])
def test_a_capacity_is_a_plausible_number(capacity: str) -> None:
    with pytest.raises(OutOfRangeError):
        replace(a_process(), capacity_tonnes=Decimal(capacity))


def test_a_chain_of_one_or_two_is_found_by_default() -> None:
    assert found(*LINE) == [
        ("extrusion",),
        ("sorting",),
        ("washing",),
        ("sorting", "washing"),
        ("washing", "extrusion"),
    ]


def test_a_chain_is_as_long_as_allowed() -> None:
    assert max(len(chain) for chain in found(*LINE, steps=1)) == 1
    assert ("sorting", "washing", "extrusion") in found(*LINE, steps=3)


@pytest.mark.parametrize("status", sorted(set(ProcessStatus) - {ProcessStatus.RUNNING}))
def test_what_does_not_run_is_in_no_chain(status: ProcessStatus) -> None:
    assert found(replace(SORTING, status=status), WASHING) == [("washing",)]
    assert found(SORTING, replace(WASHING, status=status)) == [("sorting",)]


def test_no_process_stands_twice_in_a_chain() -> None:
    there = a_process("pe", an_output("pp", 1), code="there")
    back = a_process("pp", an_output("pe", 1), code="back")
    assert found(there, back, steps=3) == [("back",), ("there",), ("back", "there"), ("there", "back")]
    assert found(a_process("pe", an_output("pe", 1), code="round")) == [("round",)]


def test_a_process_that_takes_the_broader_material_takes_the_narrower_one() -> None:
    gives_film = a_process("residual-waste", an_output("ldpe-film", "0.1"), code="first")
    takes_any_film = a_process("plastic-film", an_output("plastic-regranulate", "0.8"), code="second")
    assert ("first", "second") in found(gives_film, takes_any_film)


def test_a_process_that_takes_the_narrower_material_does_not_take_the_broader_one() -> None:
    gives_some_film = a_process("residual-waste", an_output("plastic-film", "0.1"), code="first")
    takes_ldpe = a_process("ldpe-film", an_output("pe-regranulate", "0.8"), code="second")
    assert ("first", "second") not in found(gives_some_film, takes_ldpe)


def test_every_pair_of_taken_and_given_is_a_use() -> None:
    crusher = Process(
        "crusher",
        ("concrete-rubble", "masonry-rubble"),
        (an_output("recycled-aggregate", "0.6"), an_output("concrete-fines", "0.4")),
        ProcessStatus.RUNNING,
    )
    uses = [(step.takes, step.output.material) for step in single_steps([crusher])]
    assert uses == [
        ("concrete-rubble", "recycled-aggregate"),
        ("concrete-rubble", "concrete-fines"),
        ("masonry-rubble", "recycled-aggregate"),
        ("masonry-rubble", "concrete-fines"),
    ]


def test_the_order_in_which_processes_are_listed_does_not_matter() -> None:
    assert found(*LINE, steps=3) == found(*reversed(LINE), steps=3)
