"""The command that matches files."""

from pathlib import Path
from random import Random

import pyarrow.parquet
import pytest
from click.testing import CliRunner, Result

from circulair.commands.match import match

HEADING = (
    "need,offer,processes,rank,score,tonnes_likely,distance_km,strategy,completeness,"
    "material,quality,quantity,timing,distance,ladder,missing\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "offers.csv").write_text(
        "id,material,tonnes_likely,recurring,text,language,lon,lat\n"
        "film,ldpe-film,40,true,,,5.83,50.97\n"
        "rubble,concrete-rubble,100,true,,,,\n"
        "word,,,,qwertyuiop,nl,,\n",
        encoding="utf-8",
    )
    (tmp_path / "needs.csv").write_text(
        "id,material,tonnes_likely,recurring,lon,lat\n"
        "packer,ldpe-film,25,true,5.83,50.97\n"
        "road,gravel,80,true,,\n",
        encoding="utf-8",
    )
    (tmp_path / "processes.csv").write_text(
        "id,takes,gives,yield_likely,status\n"
        "crush,concrete-rubble,gravel,0.5,running\n"
        "dream,concrete-rubble,gravel,0.9,planned\n",
        encoding="utf-8",
    )
    return tmp_path


def run(folder: Path, *more: str, out: str = "out.csv") -> Result:
    arguments = ["--offers", str(folder / "offers.csv"), "--needs", str(folder / "needs.csv")]
    return CliRunner().invoke(match, [*arguments, "--out", str(folder / out), *more])


def test_matches_are_written_by_need_and_rank(folder: Path) -> None:
    result = run(folder, "--processes", str(folder / "processes.csv"))

    assert result.exit_code == 0
    assert (folder / "out.csv").read_text(encoding="utf-8") == (
        HEADING + "packer,film,,1,0.751875,25.0,0.0,R8-high,0.7,1.0,,0.8125,,1.0,0.3,"
        "offer.quality;need.quality;offer.timing;need.timing\n"
        "road,rubble,crush,1,0.664875,50.0,,R8-low,0.55,1.0,,0.8125,,,0.18,"
        "process.quality;offer.timing;need.timing;offer.position;need.position\n"
    )


def test_days_count_from_the_day_that_is_told(folder: Path) -> None:
    (folder / "offers.csv").write_text(
        "id,material,tonnes_likely,recurring,until\nfilm,ldpe-film,365,true,2026-12-05\n", encoding="utf-8"
    )
    (folder / "needs.csv").write_text(
        "id,material,tonnes_likely,recurring\npacker,ldpe-film,365,false\n", encoding="utf-8"
    )
    tonnes = []
    for today in ([], ["--today", "2026-11-26"], ["--today", "2026-12-06"]):
        assert run(folder, *today).exit_code == 0
        rows = (folder / "out.csv").read_text(encoding="utf-8").splitlines()[1:]
        tonnes.append([row.split(",")[5] for row in rows])
    assert tonnes == [["365.0"], ["10.0"], []]


def test_what_takes_no_part_is_said_on_stderr(folder: Path) -> None:
    result = run(folder, "--processes", str(folder / "processes.csv"))

    assert result.stdout == ""
    assert result.stderr == (
        "1 offers have a text that names no known material: no match\n1 processes are not running: not used\n"
    )


def test_without_processes_only_the_direct_way_is_left(folder: Path) -> None:
    assert run(folder).exit_code == 0
    assert (folder / "out.csv").read_text(encoding="utf-8").count("\n") == 2


def test_the_suffix_says_what_is_written(folder: Path) -> None:
    assert run(folder, out="out.parquet").exit_code == 0

    table = pyarrow.parquet.read_table(folder / "out.parquet")
    assert ",".join(table.column_names) + "\n" == HEADING
    assert table.to_pylist()[0]["tonnes_likely"] == 25.0


def test_a_fault_stops_all_and_leaves_the_old_matches(folder: Path) -> None:
    (folder / "out.csv").write_text("old", encoding="utf-8")
    (folder / "needs.csv").write_text("id,material\nn1,unobtainium\n", encoding="utf-8")

    result = run(folder)

    assert result.exit_code == 1
    assert result.stderr == (
        "Error: needs.csv, row 1, column material: 'unobtainium' is not in the list of materials\n"
    )
    assert (folder / "out.csv").read_text(encoding="utf-8") == "old"


def test_a_folder_that_is_not_there_is_said_plainly(folder: Path) -> None:
    result = run(folder, out="nowhere/out.csv")

    assert result.exit_code == 1
    assert "No such file or directory" in result.stderr


@pytest.mark.parametrize(
    "more", [["--top", "0"], ["--top", "many"], ["--processes", "none.csv"], ["--colour", "x"]]
)
def test_bad_usage_exits_with_two(folder: Path, more: list[str]) -> None:
    assert run(folder, *more).exit_code == 2


def test_another_suffix_is_bad_usage(folder: Path) -> None:
    result = run(folder, out="out.xlsx")

    assert result.exit_code == 2
    assert "does not end in .csv or .parquet" in result.stderr


def test_the_command_explains_itself() -> None:
    assert "Find which offers could serve which needs" in CliRunner().invoke(match, ["--help"]).output


def test_the_best_match_of_the_first_needs_is_explained_as_its_sides_read_it(folder: Path) -> None:
    more = ["--processes", str(folder / "processes.csv"), "--explain"]
    told = run(folder, *more, "1").stdout

    assert told.startswith("Waar alleen een tekst stond, is het materiaal gelezen door ons.")
    assert "1. film → packer\n   Hoe goed het past: 75%. Hoeveel we weten: 70%.\n" in told
    assert "Materiaal (100%): Aangeboden en gezocht: LDPE-folie. Dat is hetzelfde materiaal." in told
    assert "   - Nog niet bekend: vorm en kwaliteit, tijd.\n" in told
    assert "De gever kan nog vertellen: hoe is de kwaliteit van het aanbod? Van wanneer tot" in told
    assert "2. " not in told
    assert "2. rubble → road\n" in run(folder, *more, "5").stdout
    assert "crush: Betonpuin → Grind" in run(folder, *more, "5").stdout


@pytest.mark.parametrize(
    ("language", "words"), [("en", "How well it fits: 75%"), ("de", "Wie gut es passt: 75%")]
)
def test_it_is_explained_in_each_language(folder: Path, language: str, words: str) -> None:
    assert words in run(folder, "--explain", "1", "--language", language).stdout


def test_nothing_is_explained_unless_it_is_asked_for(folder: Path) -> None:
    assert run(folder).stdout == ""


def test_several_processes_write_the_bytes_of_one(folder: Path) -> None:
    chance = Random(3)
    for name in ("offers", "needs"):
        rows = [
            f"{name}{at},{chance.choice(['pe', 'ldpe-film', 'gravel', 'concrete-rubble'])},"
            f"{chance.random():.3f},{5 + chance.random():.4f},{50 + chance.random():.4f},"
            f"{chance.choice(['', 'bakery', 'school'])},40\n"
            for at in range(200)
        ]
        heading = "id,material,tonnes_likely,lon,lat,organisation,max_km\n"
        (folder / f"{name}.csv").write_text(heading + "".join(rows), encoding="utf-8")

    processes = ("--processes", str(folder / "processes.csv"))
    assert run(folder, *processes).exit_code == 0
    assert run(folder, *processes, "--workers", "1", out="more.csv").exit_code == 0

    assert (folder / "out.csv").read_bytes() == (folder / "more.csv").read_bytes()
    assert (folder / "out.csv").read_text(encoding="utf-8").count("\n") > 1000
    assert not list(folder.glob(".*"))
