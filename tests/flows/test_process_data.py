"""The known processes: sourced, honest about what is not known, never a destination by themselves."""

from decimal import Decimal

import pytest

from flows.materials import load_materials
from flows.process_data import (
    FILES,
    KnownProcess,
    ProcessRowsError,
    known_processes,
    load_known_processes,
    rows_of,
)
from flows.processes import ProcessStatus, chains
from tests.factories import a_yield

ROWS = [row for file in FILES for row in rows_of(file)]


def known(code: str) -> KnownProcess:
    [found] = [known for known in load_known_processes() if known.process.code == code]
    return found


def a_row(**changed: str) -> dict[str, str]:
    [row] = [row for row in ROWS if row["code"] == "composting" and row["takes"] == "green-waste"]
    return {**row, **changed}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['code']}-{row['takes']}-{row['gives']}")
def test_every_row_names_its_source_and_materials_of_the_tree(row: dict[str, str]) -> None:
    tree = load_materials()
    assert row["source"]
    assert all(slug in tree for slug in (row["takes"], row["gives"]) if slug)


@pytest.mark.parametrize("process", load_known_processes(), ids=lambda known: known.process.code)
def test_every_process_has_a_name_in_three_languages(process: KnownProcess) -> None:
    assert all(process.name(language) for language in ("nl", "en", "de"))


def test_codes_stand_in_one_file_only_and_in_order() -> None:
    codes = [known.process.code for known in load_known_processes()]
    assert codes == sorted(set(codes))


def test_no_known_process_is_a_destination_because_no_source_says_that_one_runs() -> None:
    processes = [known.process for known in load_known_processes()]
    assert all(process.status is not ProcessStatus.RUNNING for process in processes)
    assert chains(processes, load_materials()) == ()


@pytest.mark.parametrize(
    ("code", "status", "capacity", "as_of"),
    [
        ("qcp-geleen", "unknown", 25_000, "2018"),
        ("spear-geleen", "building", 20_000, "2025"),
        ("sabic-olefins-3", "stopped", None, "2024"),
        ("furec", "planned", 700_000, "2024"),
        ("ioniqa-geleen", "unknown", 10_000, "2024"),
        ("bes-sittard", "unknown", 25_000, ""),
        ("het-groene-net", "unknown", None, "2020"),
    ],
)
def test_a_real_plant_has_the_status_and_capacity_of_its_source(
    code: str, status: str, capacity: int | None, as_of: str
) -> None:
    plant = known(code)
    assert (plant.process.status, plant.process.capacity_tonnes, plant.as_of) == (status, capacity, as_of)
    assert plant.is_plant


@pytest.mark.parametrize(
    ("code", "low", "likely", "high"),
    [
        ("mechanical-recycling-pe", "0.8", "0.825", "0.85"),
        ("depolymerisation-pet", "0.8", "0.8", "0.8"),
        ("dissolution-plastics", "0.95", "0.95", "0.95"),
        ("pyrolysis-to-plastic", "0.3", "0.35", "0.4"),
        ("gasification-to-hydrogen", "0.0771", "0.0771", "0.0771"),
        ("composting", "0.4", "0.4", "0.4"),
    ],
)
def test_a_route_has_the_yield_of_its_source_and_the_mean_of_a_range(
    code: str, low: str, likely: str, high: str
) -> None:
    route = known(code)
    assert route.process.gives[0].share == a_yield(likely, low, high)
    assert not route.is_plant


def test_crushed_concrete_is_all_aggregate_or_fines() -> None:
    assert [output.share for output in known("crushing-concrete").process.gives] == [
        a_yield("0.6"),
        a_yield("0.4"),
    ]


@pytest.mark.parametrize(
    "code", ["digestion", "glass-melting", "pyrolysis-to-oil", "spear-geleen", "ioniqa-geleen", "qcp-geleen"]
)
def test_a_yield_that_nobody_published_stays_empty(code: str) -> None:
    assert {output.share for output in known(code).process.gives} == {None}


def test_a_closed_cracker_takes_and_gives_nothing() -> None:
    closed = known("sabic-olefins-3").process
    assert (closed.takes, closed.gives) == ((), ())


def test_one_process_is_made_of_all_its_rows() -> None:
    [composting] = known_processes([a_row(), a_row(takes="kitchen-waste")])
    assert composting.process.takes == ("green-waste", "kitchen-waste")
    assert [output.material for output in composting.process.gives] == ["compost"]


@pytest.mark.parametrize(
    "changed", [{"status": "running"}, {"capacity_tonnes": "5"}, {"source": "hearsay"}, {"yield_low": "0.1"}]
)
def test_rows_of_one_process_that_disagree_are_refused(changed: dict[str, str]) -> None:
    with pytest.raises(ProcessRowsError):
        known_processes([a_row(), a_row(takes="kitchen-waste", **changed)])


def test_a_capacity_is_read_as_tonnes_a_year() -> None:
    [plant] = known_processes([a_row(capacity_tonnes="12500.5")])
    assert plant.process.capacity_tonnes == Decimal("12500.5")
