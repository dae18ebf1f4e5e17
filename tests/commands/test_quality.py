"""The command that measures the matcher on published exchanges; these are invented."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from circulair.commands.quality import quality


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cases.csv").write_text(
        "id,output_text,receiver_name_or_kind,input_text,status\n"
        "1,cardboard,box maker,waste paper,implemented\n"
        "2,Cardboard,box maker,waste paper,implemented\n"
        "3,glass bottles,qwertyuiop,,implemented\n"
        "4,glass bottles,,coffee grounds,planned\n"
        "5,cardboard,,cardboard,not realised\n",
        encoding="utf-8",
    )
    return tmp_path


def run(folder: Path, *more: str) -> Result:
    return CliRunner().invoke(
        quality, [str(folder / "cases.csv"), "--out", str(folder / "quality.md"), *more]
    )


def test_the_page_counts_partners_near_the_top(folder: Path) -> None:
    assert run(folder).exit_code == 0

    lines = (folder / "quality.md").read_text(encoding="utf-8").splitlines()
    assert "3 published exchanges (each pair once) join 2 texts of" in lines
    assert "Texts that name no known material: 0 of the offers," in lines
    assert "1 of the needs. They match nothing." in lines
    assert "| an offer's needs, ties lost | 1 (33.3%) | 1 (33.3%) | 1 (33.3%) | 1 (33.3%) |" in lines
    assert "| the need's text names no known material | 1 |" in lines
    assert "| both were read, as materials that are not related | 1 |" in lines


def test_what_a_person_saw_stands_beside_the_miss(folder: Path) -> None:
    (folder / "notes.csv").write_text("4,nobody makes glass of coffee, so far\n", encoding="utf-8")

    assert run(folder, "--notes", str(folder / "notes.csv")).exit_code == 0

    page = (folder / "quality.md").read_text(encoding="utf-8")
    assert "| 4 | glass-bottles | coffee-grounds |" in page
    assert "| nobody makes glass of coffee, so far |" in page


def test_two_runs_write_the_same_page(folder: Path) -> None:
    run(folder)
    first = (folder / "quality.md").read_bytes()

    run(folder)

    assert (folder / "quality.md").read_bytes() == first


def test_a_file_with_other_columns_is_refused(folder: Path) -> None:
    (folder / "cases.csv").write_text("id,output_text\n", encoding="utf-8")

    result = run(folder)

    assert result.exit_code == 1
    assert "cases.csv, column receiver_name_or_kind: is missing" in result.stderr
    assert not (folder / "quality.md").exists()
