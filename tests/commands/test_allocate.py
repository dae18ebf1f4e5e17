"""The command that chooses the best set of matches."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from circulair.commands.allocate import allocate
from circulair.commands.match import match

PROCESSES = (
    "id,takes,gives,yield_likely,capacity_tonnes,status\ncrush,concrete-rubble,gravel,0.5,60,running\n"
)
OFFERS = (
    "id,material,tonnes_likely,recurring\nfilm,ldpe-film,40,true\nrubble,concrete-rubble,100,true\n"
    "dark,concrete-rubble,,\n"
)
NEEDS = "id,material,tonnes_likely,recurring\npacker,ldpe-film,25,true\nroad,gravel,80,true\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("processes", PROCESSES), ("offers", OFFERS), ("needs", NEEDS)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    result = CliRunner().invoke(match, [*files(tmp_path), "--out", str(tmp_path / "matches.csv")])
    assert result.exit_code == 0
    return tmp_path


def files(folder: Path) -> list[str]:
    names = ("offers", "needs", "processes")
    return [part for name in names for part in (f"--{name}", str(folder / f"{name}.csv"))]


def run(folder: Path, *more: str) -> Result:
    matches = ["--matches", str(folder / "matches.csv"), "--out", str(folder / "plan.csv")]
    return CliRunner().invoke(allocate, [*matches, *files(folder), *more])


def test_the_plan_is_written_and_what_holds_it_back_is_said(folder: Path) -> None:
    result = run(folder)

    assert result.exit_code == 0
    assert (folder / "plan.csv").read_text(encoding="utf-8") == (
        "offer,need,processes,tonnes_leaving,tonnes_arriving,strategy,distance_km\n"
        "film,packer,,25.0,25.0,R8-high,\n"
        "rubble,road,crush,60.0,30.0,R8-low,\n"
    )
    assert "1 matches have no tonnes or no yield: not planned" in result.stderr
    assert "need packer is filled: a tonne more would gain 0.300" in result.stderr
    assert "process crush runs at capacity: a tonne more would gain 0.100" in result.stderr


def test_tonnes_alone_can_be_the_aim(folder: Path) -> None:
    assert "worth 55.000 tonnes\n" in run(folder, "--aim", "tonnes").stderr


@pytest.mark.parametrize(
    ("was", "becomes", "words"),
    [
        ("packer,film", "packer,nobody", "row 1, column offer: 'nobody' is not in the file of offers"),
        ("packer,film", "nobody,film", "row 1, column need: 'nobody' is not in the file of needs"),
        ("R8-high", "R77", "row 1, column strategy: 'R77' is no strategy"),
        (",crush,", ",mill,", "no route by mill and R8-low leads from the offer to the need"),
    ],
)
def test_a_row_that_fits_no_file_is_refused_and_the_old_plan_stays(
    folder: Path, was: str, becomes: str, words: str
) -> None:
    (folder / "plan.csv").write_text("the old plan", encoding="utf-8")
    found = (folder / "matches.csv").read_text(encoding="utf-8")
    assert was in found
    (folder / "matches.csv").write_text(found.replace(was, becomes, 1), encoding="utf-8")

    result = run(folder)

    assert result.exit_code == 1
    assert words in result.stderr
    assert (folder / "plan.csv").read_text(encoding="utf-8") == "the old plan"


def lots(folder: Path, name: str, column: int, cell: str) -> None:
    """Put a column of lots into a file, the cell in one of its rows."""
    path = folder / f"{name}.csv"
    heading, *rows = path.read_text(encoding="utf-8").splitlines()
    told = [f"{row},{cell if at == column else ''}" for at, row in enumerate(rows)]
    path.write_text("\n".join([f"{heading},minimum_lot", *told, ""]), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "row", "holder"),
    [("offers", 1, "offer rubble"), ("needs", 1, "need road"), ("processes", 0, "process crush")],
)
def test_nothing_moves_below_a_lot_and_that_is_said(folder: Path, name: str, row: int, holder: str) -> None:
    lots(folder, name, row, "61")
    result = run(folder)
    assert "rubble" not in (folder / "plan.csv").read_text(encoding="utf-8")
    assert f"{holder} takes nothing: its lot is not reached" in result.stderr
    assert "prices hold as long as the same lots are taken" in result.stderr


def test_a_match_can_have_a_lot_of_its_own(folder: Path) -> None:
    lots(folder, "matches", 0, "26")
    assert run(folder).exit_code == 0
    assert "film" not in (folder / "plan.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("cell", ["-1", "many", "1e99"])
def test_a_lot_that_cannot_be_is_refused_where_it_stands(folder: Path, cell: str) -> None:
    lots(folder, "needs", 1, cell)
    result = run(folder)
    assert result.exit_code == 1
    assert "row 2, column minimum_lot" in result.stderr


def test_few_kilometres_leave_out_what_has_no_distance(folder: Path) -> None:
    assert "2 matches have no distance: not planned" in run(folder, "--aim", "km").stderr


def test_euros_are_no_aim_of_files_which_hold_none(folder: Path) -> None:
    assert run(folder, "--aim", "euros").exit_code == 2
