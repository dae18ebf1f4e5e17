"""The command that decides what may be published of a table."""

import os
import signal
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from circulair.commands.disclose import disclose
from tests.interrupts import COMMAND

HEADING = "release,organisation,material,area,tonnes,consent\n"
ROWS = "".join(f"2026-Q1,firm-{at},hdpe,Centrum,20,false\n" for at in range(5))
SHOP = "2026-Q1,shop,wood,Zuid,7.50,true\n"
AREAS = '{"Geleen": ["Centrum", "Zuid"]}'
OLD = "what was published before\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "contributions.csv").write_text(HEADING + ROWS + SHOP, encoding="utf-8")
    (tmp_path / "areas.json").write_text(AREAS, encoding="utf-8")
    (tmp_path / "out.csv").write_text(OLD, encoding="utf-8")
    return tmp_path


def options(folder: Path, out: str = "out.csv") -> list[str]:
    files = {"contributions": "contributions.csv", "areas": "areas.json", "out": out}
    return [part for name, file in files.items() for part in (f"--{name}", str(folder / file))]


def run(folder: Path) -> Result:
    return CliRunner().invoke(disclose, options(folder))


def test_every_area_material_and_release_has_a_row_with_its_reason(folder: Path) -> None:
    result = run(folder)

    assert result.exit_code == 0
    assert (folder / "out.csv").read_text(encoding="utf-8") == (
        "release,material,area,tonnes,organisations,reason\n"
        "2026-Q1,hdpe,Centrum,100,5,enough\n"
        "2026-Q1,hdpe,Geleen,100,5,enough\n"
        "2026-Q1,hdpe,Zuid,0,0,nothing\n"
        "2026-Q1,wood,Centrum,0,0,nothing\n"
        "2026-Q1,wood,Geleen,7.5,1,consent\n"
        "2026-Q1,wood,Zuid,7.5,1,consent\n"
    )
    assert "6 cells: 6 exact, 0 from low to high, 0 hidden\n" in result.stderr
    assert "known within 50%, nor within 25% to one who knows his own" in result.stderr


def test_a_later_release_leaves_the_rows_of_earlier_ones_as_they_are(folder: Path) -> None:
    run(folder)
    before = (folder / "out.csv").read_text(encoding="utf-8")
    later = HEADING + "2026-Q10,big,hdpe,Centrum,400,false\n" + ROWS + SHOP
    later += ROWS.replace("2026-Q1,", "2026-Q10,") + "2026-Q2,new,glass,Zuid,3,false\n"
    (folder / "contributions.csv").write_text(later, encoding="utf-8")

    assert run(folder).exit_code == 0

    after = (folder / "out.csv").read_text(encoding="utf-8")
    assert after.startswith(before)
    assert "2026-Q10,hdpe,Centrum,100-1000,6,magnitude\n" in after
    assert after.index("2026-Q2,glass") < after.index("2026-Q10,hdpe")


def test_what_was_shown_with_consent_before_is_said_to_be_known(folder: Path) -> None:
    withdrawn = SHOP.replace("Q1", "Q2").replace("true", "false")
    (folder / "contributions.csv").write_text(HEADING + SHOP + withdrawn, encoding="utf-8")
    assert "except 1 that can be worked out" in run(folder).stderr


def test_one_organisation_written_in_two_ways_is_one(folder: Path) -> None:
    rows = ROWS.replace("firm-4", "firm-\u200b3") + "2026-Q1,firm-0,hdpe,Centrum,1,false\n"
    (folder / "contributions.csv").write_text(HEADING + rows, encoding="utf-8")
    assert run(folder).exit_code == 0
    assert "hdpe,Centrum,,,too_few" in (folder / "out.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("1,a,hdpe,Centrum,many,false", "row 1, column tonnes: 'many' is no number; write 1500 or 1.5"),
        ("1,a,hdpe,Centrum,NaN,false", "row 1, column tonnes: 'NaN' is no number"),
        ("1,a,hdpe,Centrum,-1,false", "row 1, column tonnes: tonnes is -1; it must be from 0 to 1000000000"),
        ("1,a,hdpe,Centrum,1e-99,false", "of at most 30 decimals"),
        ("1,a,hdpe,Centrum,,false", "row 1, column tonnes: is empty"),
        ("1,a,hdpe,Born,1,false", "row 1, column area: 'Born' is not in the file of areas"),
        ("1,a,hdpe,Geleen,1,false", "row 1, column area: 'Geleen' is made of other areas"),
        ("1,,hdpe,Centrum,1,false", "row 1, column organisation: is empty"),
        (",a,hdpe,Centrum,1,false", "row 1, column release: is empty"),
        ("1,a,hdpe,Centrum,1,perhaps", "row 1, column consent: 'perhaps' is not true or false"),
        ("1,a,hdpe,Centrum,1", "row 1: has 5 cells where the heading has 6"),
        (f"1,{'a' * 201},hdpe,Centrum,1,false", "row 1, column organisation: is longer than 200 characters"),
        (f"1,{'a' * 10_000_000},hdpe,Centrum,1,false", "field larger than field limit"),
    ],
)
def test_a_row_that_cannot_be_is_named_and_nothing_is_written(folder: Path, row: str, words: str) -> None:
    (folder / "contributions.csv").write_text(f"{HEADING}{row}\n", encoding="utf-8")
    result = run(folder)
    assert result.exit_code == 1
    assert words in result.stderr
    assert (folder / "out.csv").read_text(encoding="utf-8") == OLD


def test_a_column_that_is_missing_is_named(folder: Path) -> None:
    (folder / "contributions.csv").write_text("release,organisation,material,area,tonnes\n", encoding="utf-8")
    result = run(folder)
    assert result.exit_code == 1
    assert "contributions.csv, column consent: is missing" in result.stderr


@pytest.mark.parametrize(
    ("areas", "words"),
    [
        ("", "is no JSON"),
        ("[]", "is no JSON object such as"),
        ('{"Geleen": "Centrum"}', "Geleen: must be a list of areas"),
        ('{"Geleen": []}', "Geleen: must be a list of areas"),
        ('{"Geleen": {"Centrum": []}}', "Geleen: must be a list of areas"),
        ('{"Geleen": ["Centrum", 7]}', "Geleen: names 7, which is no text"),
        ('{"Geleen": ["Centrum", " "]}', "Geleen: names an area that is empty"),
        ('{"Geleen": ["Centrum", "Centrum"]}', "Geleen: names 'Centrum' twice"),
        ('{"Geleen": ["Centrum"], "Geleen ": ["Zuid"]}', "Geleen: stands twice"),
        ('{"Geleen": ["Geleen", "Centrum"]}', "Geleen: is made of itself"),
        ('{"a": ["b"], "b": ["a"]}', "is made of itself"),
        ('{"Gel\\u0007een": ["Centrum"]}', "holds a control character"),
        ("[" * 100_000, "is no JSON"),
        ("[" + "7," * 5_000_000 + "7]", "is larger than 10000000 bytes"),
    ],
)
def test_areas_that_cannot_be_are_named_and_nothing_is_written(folder: Path, areas: str, words: str) -> None:
    (folder / "areas.json").write_text(areas, encoding="utf-8")
    result = run(folder)
    assert result.exit_code == 1
    assert words in result.stderr
    assert (folder / "out.csv").read_text(encoding="utf-8") == OLD


def test_areas_within_areas_too_deep_are_refused(folder: Path) -> None:
    deep = ", ".join(f'"{level}": ["{level + 1}"]' for level in range(3000))
    (folder / "areas.json").write_text(f"{{{deep}}}", encoding="utf-8")
    assert "too deep to follow" in run(folder).stderr


def test_areas_that_are_not_utf_8_are_refused(folder: Path) -> None:
    (folder / "areas.json").write_bytes(b'{"S\xfcd": ["Centrum"]}')
    assert "areas.json: is not UTF-8" in run(folder).stderr


def test_no_contributions_are_an_empty_table(folder: Path) -> None:
    (folder / "contributions.csv").write_text(HEADING, encoding="utf-8")
    assert run(folder).exit_code == 0
    assert (folder / "out.csv").read_text(encoding="utf-8").count("\n") == 1


def test_a_run_that_is_interrupted_leaves_what_was_published(folder: Path) -> None:
    (folder / "contributions.csv").unlink()
    os.mkfifo(folder / "contributions.csv")
    with (
        subprocess.Popen([*COMMAND, "disclose", *options(folder)], stderr=subprocess.PIPE) as started,
        (folder / "contributions.csv").open("w", encoding="utf-8") as pipe,  # opens when the run reads it
    ):
        pipe.write(HEADING)
        pipe.flush()
        started.send_signal(signal.SIGINT)
        pipe.close()  # what arrives before it waits for more is seen when it has read all
        assert started.wait(60) == 1

    assert (folder / "out.csv").read_text(encoding="utf-8") == OLD
    assert sorted(path.name for path in folder.iterdir()) == ["areas.json", "contributions.csv", "out.csv"]
