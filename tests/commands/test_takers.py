"""The command that says who could use what is left over."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from circulair.commands.takers import takers

HEADING = "id,text,language,sector\n"
OFFERS = f"{HEADING}o1,coal fly ash,en,3511\no2,bierbostel,nl,11.05\no3,zzqx,en,101/102\n"
TAKERS = f"{HEADING}t1,dairy cattle farm that buys feed,en,0141\nt2,cement plant,en,2351\nt3,Bank,de,\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "offers.csv").write_text(OFFERS, encoding="utf-8")
    (tmp_path / "takers.csv").write_text(TAKERS, encoding="utf-8")
    return tmp_path


def run(folder: Path, *more: str) -> Result:
    files = ["--offers", str(folder / "offers.csv"), "--takers", str(folder / "takers.csv")]
    return CliRunner().invoke(takers, [*files, *more])


def test_each_offer_has_its_takers_with_a_reason(folder: Path) -> None:
    result = run(folder)

    assert (result.exit_code, result.stderr) == (0, "")
    rows = list(csv.DictReader(StringIO(result.stdout)))
    assert [(row["offer"], row["rank"]) for row in rows[:4]] == [
        ("o1", "1"),
        ("o1", "2"),
        ("o1", "3"),
        ("o2", "1"),
    ]
    assert len(rows) == 9
    assert (rows[0]["taker"], rows[3]["taker"]) == ("t2", "t1")
    assert rows[0]["why"] == (
        "Fly ash: a cement works can use it as a blending material, in place of clinker "
        "(usual; our own knowledge, grade D)."
    )
    assert all(row["why"] for row in rows)


def test_two_runs_give_the_same_bytes_and_top_cuts_them(folder: Path) -> None:
    first = run(folder, "--top", "1").stdout

    assert run(folder, "--top", "1").stdout == first
    assert len(first.splitlines()) == 4


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id,text,language\no1,ash,en\n", "offers.csv, column sector: is missing"),
        (HEADING + "o1,ash,fr,\n", "offers.csv, row 1, column language: 'fr' is none of nl, en, de"),
        (HEADING + "o1,ash,en,\no1,slag,en,\n", "row 2, column id: 'o1' stands in an earlier row"),
        (HEADING + ",ash,en,\n", "offers.csv, row 1, column id: is empty"),
        (HEADING + "o1,,en,\n", "offers.csv, row 1, column text: is empty"),
        (HEADING + "o1,ash,en,bakery\n", "row 1, column sector: 'bakery' is no code of two to six"),
        (HEADING + "o1,ash,en\n", "offers.csv, row 1: has 3 cells where the heading has 4"),
        (HEADING + f"o1,{'a' * 2001},en,\n", "row 1, column text: is longer than 2000 signs"),
        (HEADING, "offers.csv: has no rows below the heading"),
        ("", "offers.csv, column id: is missing"),
    ],
)
def test_a_bad_file_is_refused_and_nothing_is_printed(folder: Path, text: str, message: str) -> None:
    (folder / "offers.csv").write_text(text, encoding="utf-8")

    result = run(folder)

    assert (result.exit_code, result.stdout) == (1, "")
    assert message in result.stderr
