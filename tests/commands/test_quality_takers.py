"""The command that measures takers on published exchanges; these are invented."""

from pathlib import Path

from click.testing import CliRunner, Result

from circulair.commands.quality_takers import quality_takers

HEADING = (
    "id,giver_nace,output_text,receiver_name_or_kind,receiver_nace,input_text,status,stream_class,case\n"
)
ROWS = (
    "1,3511,fly ash,cement plant,2351,raw material,implemented,material,A\n"
    "2,3511,Fly ash,road builder,4211,,implemented,material,B\n"
    "3,1105,spent grain,cattle farm,0141,feed,planned,material,C\n"
    "4,1610,sawdust,board maker,1621,,implemented,material,D\n"
    "5,1610,steam,greenhouse,0113,,implemented,energy_water,D\n"
    "6,1610,bark,nobody,,,not realised,material,E\n"
)


def run(folder: Path, text: str) -> Result:
    (folder / "cases.csv").write_text(text, encoding="utf-8")
    return CliRunner().invoke(quality_takers, [str(folder / "cases.csv"), "--out", str(folder / "takers.md")])


def test_the_page_tells_how_near_the_top_takers_stand(tmp_path: Path) -> None:
    result = run(tmp_path, HEADING + ROWS)

    assert (result.exit_code, result.output) == (0, "")
    page = (tmp_path / "takers.md").read_text(encoding="utf-8")
    assert "3 offers, 4 businesses, 5 folds by case;" in page
    assert "| all together | all cases | 3 |" in page


def test_a_file_of_one_case_is_refused(tmp_path: Path) -> None:
    result = run(tmp_path, HEADING + ROWS.splitlines()[0] + "\n")

    assert result.exit_code == 1
    assert "cases.csv, column case: has fewer than 2 cases of materials" in result.stderr
    assert not (tmp_path / "takers.md").exists()
