"""Processes in files: rows of one plant, and the faults they can have."""

from decimal import Decimal
from pathlib import Path

import pytest

from circulair.files.faults import FileRefusedError
from circulair.files.processes import COLUMNS, read_processes
from flows.materials import load_materials
from flows.processes import Output, Process, ProcessStatus, Yield
from flows.strategies import Strategy


def read(folder: Path, *rows: str) -> tuple[Process, ...]:
    path = folder / "processes.csv"
    path.write_text("\n".join([",".join(COLUMNS), *rows]) + "\n", encoding="utf-8")
    return read_processes(path, load_materials())


def test_rows_of_one_id_and_input_are_one_process(tmp_path: Path) -> None:
    [crusher] = read(
        tmp_path,
        "crush,concrete-rubble,gravel,0.5,0.6,0.7,1000,,,running",
        "crush,concrete-rubble,sand,,0.3,,1000,,,running",
    )

    gravel = Output("gravel", Yield(Decimal("0.5"), Decimal("0.6"), Decimal("0.7")), Strategy.R8_LOW)
    sand = Output("sand", Yield(Decimal("0.3"), Decimal("0.3"), Decimal("0.3")), Strategy.R8_LOW)
    assert crusher == Process(
        "crush", ("concrete-rubble",), (gravel, sand), ProcessStatus.RUNNING, Decimal(1000)
    )


def test_an_output_belongs_to_its_own_input_only(tmp_path: Path) -> None:
    processes = read(tmp_path, "plant,pe,polymer-wax,,,,,,,running", "plant,glass,sand,,,,,,,running")

    assert [(process.code, process.takes, process.gives[0].material) for process in processes] == [
        ("plant", ("pe",), "polymer-wax"),
        ("plant", ("glass",), "sand"),
    ]


def test_a_status_left_empty_is_unknown_and_a_yield_left_empty_too(tmp_path: Path) -> None:
    [process] = read(tmp_path, "plant,pe,polymer-wax,,,,,,,")

    assert process.status is ProcessStatus.UNKNOWN
    assert process.gives[0].share is None


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (
            ["p,concrete-rubble,gravel,,0.7,,,,,", "p,concrete-rubble,sand,,0.4,,,,,"],
            "row 2, column yield_likely: ",
        ),
        (["p,pe,x,,,,,,,"], "row 1, column gives: 'x' is not in the list"),
        (["p,pe,pp,,1.1,,,,,"], "row 1, column yield_low"),
        (["p,pe,pp,0.9,0.5,0.6,,,,"], "row 1, column yield_low"),
        (["p,pe,pp,,,,0,,,"], "row 1, column capacity_tonnes: "),
        (["p,pe,pp,,,,,,,open"], "row 1, column status: 'open' is none of"),
        (["p,pe,pp,,,,5,,,", "p,pe,ps,,,,6,,,"], "row 2, column capacity_tonnes: differs from row 1"),
        (
            ["p,pe,pp,,,,,,,", "p,pe,pp,,,,,,,"],
            "row 2, column id: stands with the same input and output in row 1",
        ),
    ],
)
def test_a_fault_names_its_row_and_column(tmp_path: Path, rows: list[str], fault: str) -> None:
    with pytest.raises(FileRefusedError, match=f"processes.csv, {fault}"):
        read(tmp_path, *rows)
