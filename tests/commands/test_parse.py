"""The commands on typed lines in a file."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from circulair.commands.parse import parse, proofread

LINES = Path(__file__).parents[1] / "data" / "lines.csv"

HEADING = (
    "row,side,material,eural,value,low,high,unit,period,tonnes_per_year,one_off_tonnes,"
    "from,until,grade,problems\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "lines.csv"
    path.write_text(
        "text,language\n"
        "elke week 2 rolcontainers van 1100 liter karton,nl\n"
        '"wir suchen saubere LDPE-Folie, 5 t im Monat",de\n'
        "60 binnendeuren uit sloop in maart,\n"
        "1.5 ton glas,nl\n"
        "qwerty,en\n",
        encoding="utf-8",
    )
    return path


def run(path: Path, *more: str) -> Result:
    return CliRunner().invoke(parse, [str(path), "--today", "2027-03-01", *more])


def test_each_line_becomes_a_row_of_what_it_says(file: Path) -> None:
    result = run(file)

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        HEADING + "1,offer,cardboard,150101,2,2,2,container_1100,week,9.152,,,,C,\n"
        "2,need,ldpe-film,150102,5,5,5,t,month,60,,,,B,\n"
        "3,offer,interior-doors,170201,60,60,60,piece,once,,1.08,2027-03-01,2027-03-31,D,\n"
        "4,offer,glass,200102,,,,t,once,,,,,,number_ambiguous\n"
        "5,offer,,,,,,,,,,,,,material_unknown;amount_missing\n"
    )


def test_two_runs_give_the_same_bytes(file: Path) -> None:
    assert run(file).stdout == run(file).stdout


def test_several_problems_stand_behind_each_other(tmp_path: Path) -> None:
    path = tmp_path / "lines.csv"
    path.write_text("text\n1.5 ton stalen stellingkasten binnenkort\n", encoding="utf-8")
    [row] = csv.DictReader(StringIO(run(path).stdout))

    assert row["problems"] == "material_unsure;number_ambiguous;date_vague"


def test_other_columns_are_left_unread(tmp_path: Path) -> None:
    path = tmp_path / "lines.csv"
    path.write_text("id,text\na,2 ton karton\n", encoding="utf-8")

    assert "1,offer,cardboard" in run(path).stdout


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("tekst\nkarton\n", "lines.csv, column text: is missing"),
        ("text,language\nkarton,fr\n", "lines.csv, row 1, column language: 'fr' is not nl, en or de"),
        ("text,language\nkarton,nl\n ,nl\n", "lines.csv, row 2, column text: is empty"),
        ("text\nkar\x00ton\n", "holds a control character"),
        (f"text\n{'x' * 501}\n", "has 501 characters; at most 500 are read"),
        ("text,language\nkarton\n", "row 1: has 1 cells where the heading has 2"),
        ("text,text\na,b\n", "column text: stands twice"),
    ],
)
def test_a_bad_file_is_refused_by_row_and_column(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "lines.csv"
    path.write_text(content, encoding="utf-8")
    result = run(path)

    assert result.exit_code == 1
    assert words in result.stderr
    assert result.stdout == ""


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "lines.csv"
    path.write_bytes(b"text\nkart\xffon\n")

    assert "is not UTF-8" in run(path).stderr


@pytest.mark.parametrize("wrong", [["nowhere.csv"], ["--today", "tomorrow", str(LINES)], [__file__]])
def test_a_bad_use_ends_with_2(wrong: list[str]) -> None:
    assert CliRunner().invoke(parse, wrong).exit_code == 2


def test_how_well_lines_are_read_is_a_table(tmp_path: Path) -> None:
    result = CliRunner().invoke(proofread, [str(LINES), "--today", "2027-03-01"])

    assert result.exit_code == 0
    assert "| batch 2: 98 lines | read right |" in result.stdout
    assert "| all: 329 lines | read right |\n|---|---|\n| whole lines | 9" in result.stdout
