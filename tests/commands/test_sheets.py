"""The commands on sheets: template, import and export, their words and their exit status."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from circulair.app import Application
from circulair.commands import circulair
from circulair.files.listing_sheets import read_sheet
from circulair.services import accounts, documents
from circulair.store import listings
from circulair.store.records import ListingRecord
from tests.papers import a_pdf, a_permit
from tests.sheets import CARDBOARD, DOORS, PALLETS, UNCLEAR, WRONG, a_csv
from tests.stories import a_story, agreed
from tests.worlds import Firm, a_firm


@pytest.fixture
def firm(app: Application, monkeypatch: pytest.MonkeyPatch) -> Firm:
    monkeypatch.setenv("CIRCULAIR_DATABASE_URL", app.settings.database_url)
    monkeypatch.setenv("CIRCULAIR_DATA_DIR", app.settings.data_dir)
    with app.store.unit_of_work():
        return a_firm()


def run(*arguments: object) -> Result:
    return CliRunner().invoke(circulair, [str(one) for one in arguments])


def a_file(folder: Path, *rows: str) -> Path:
    path = folder / "stromen.csv"
    path.write_bytes(a_csv(*rows).replace(b"-2027;", b"-2040;"))
    return path


def stored(app: Application) -> list[ListingRecord]:
    with app.store.unit_of_work(reading=True):
        return list(listings.everything())


@pytest.mark.parametrize("command", ["template", "import", "export"])
def test_each_command_has_help(command: str) -> None:
    result = run(command, "--help")
    assert (result.exit_code, "--organisation" in result.output) == (0, True)


@pytest.mark.parametrize("language", ["nl", "en", "de"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_template_is_written_with_the_places_of_an_organisation(
    firm: Firm, tmp_path: Path, language: str, kind: str
) -> None:
    out = tmp_path / f"template.{kind}"
    result = run("template", "--out", out, "--language", language, "--organisation", firm.organisation_id)
    assert (result.exit_code, result.output) == (0, "")
    assert out.stat().st_size > 500


def test_a_template_needs_no_database(tmp_path: Path) -> None:
    out = tmp_path / "template.csv"
    assert run("template", "--out", out).exit_code == 0
    assert out.read_bytes().startswith("\ufeffAanbod of vraag;Wat".encode())


def test_a_template_of_another_kind_is_bad_usage(tmp_path: Path) -> None:
    assert run("template", "--out", tmp_path / "template.ods").exit_code == 2


def test_a_good_sheet_is_imported_and_counted(app: Application, firm: Firm, tmp_path: Path) -> None:
    result = run(
        "import", a_file(tmp_path, CARDBOARD, PALLETS, DOORS), "--organisation", firm.organisation_id
    )
    assert (result.exit_code, result.output) == (
        0,
        "3 listings to import\nimported as number 1: 3 listings\n",
    )
    assert len(stored(app)) == 3


def test_a_dry_run_says_what_would_be_and_imports_nothing(
    app: Application, firm: Firm, tmp_path: Path
) -> None:
    path = a_file(tmp_path, CARDBOARD, PALLETS)
    result = run("import", path, "--organisation", firm.organisation_id, "--dry-run")
    assert (result.exit_code, result.output) == (0, "2 listings would be imported\n")
    assert stored(app) == []
    assert run("import", path, "--organisation", firm.organisation_id).exit_code == 0


def test_the_same_file_twice_adds_nothing_and_says_so(app: Application, firm: Firm, tmp_path: Path) -> None:
    path = a_file(tmp_path, CARDBOARD)
    run("import", path, "--organisation", firm.organisation_id)
    result = run("import", path, "--organisation", firm.organisation_id)
    assert result.exit_code == 0
    assert "imported before" in result.output
    assert len(stored(app)) == 1


def test_rows_that_are_listed_already_are_left_out_and_counted(
    app: Application, firm: Firm, tmp_path: Path
) -> None:
    run("import", a_file(tmp_path, CARDBOARD), "--organisation", firm.organisation_id)
    result = run("import", a_file(tmp_path, CARDBOARD, PALLETS), "--organisation", firm.organisation_id)
    assert "1 listings to import\n1 rows say what is listed already; left out\n" in result.output
    assert len(stored(app)) == 2


def test_every_fault_is_named_by_row_and_column_and_nothing_is_imported(
    app: Application, firm: Firm, tmp_path: Path
) -> None:
    result = run(
        "import", a_file(tmp_path, CARDBOARD, UNCLEAR, WRONG), "--organisation", firm.organisation_id
    )
    assert result.exit_code == 1
    for words in ("row 3, Materiaal: We are not sure", "row 4, Locatie: You have no place called 'Nergens'"):
        assert words in result.output
    assert "2 rows are not right; nothing imported" in result.output
    assert stored(app) == []


def test_faults_can_be_told_in_dutch(firm: Firm, tmp_path: Path) -> None:
    path = a_file(tmp_path, UNCLEAR)
    result = run("import", path, "--organisation", firm.organisation_id, "--language", "nl")
    assert "row 2, Materiaal: We weten niet zeker wat dit is." in result.output


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"Wat;Kleur\nx;y\n"])
def test_a_file_that_is_no_sheet_is_refused(firm: Firm, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    result = run("import", path, "--organisation", firm.organisation_id)
    assert result.exit_code == 1
    assert result.output.startswith("Error: x.csv: ")


def test_an_organisation_that_is_not_there_is_refused(firm: Firm, tmp_path: Path) -> None:
    result = run("import", a_file(tmp_path, CARDBOARD), "--organisation", 999)
    assert (result.exit_code, result.output) == (1, "Error: no such organisation\n")


def test_everything_that_an_organisation_put_in_is_in_the_export(
    app: Application, firm: Firm, tmp_path: Path
) -> None:
    with app.store.unit_of_work():
        story = agreed(a_story())
        accounts.tell_contact(accounts.Contact("Mia Korrel", "046 477 12 34"), story.giver.member)
        permit = documents.add_own(a_permit(), app.vault, story.giver.member)
    out = tmp_path / "all.zip"
    assert run("export", "--organisation", story.giver.organisation_id, "--out", out).exit_code == 0
    with zipfile.ZipFile(out) as archive:
        assert archive.read(f"documents/{permit.id}.pdf") == a_pdf()
        tables = [name for name in archive.namelist() if not name.startswith("documents/")]
        files = {name: archive.read(name).decode("utf-8-sig") for name in tables}
    assert set(files) == {
        *("README.txt", "listings.csv", "premises.csv", "exchanges.csv"),
        *("deliveries.csv", "answers.csv", "people.csv", "imports.csv", "documents.csv"),
        *("space.csv", "uses.csv", "works.csv", "works_components.csv", "claims.csv"),
        "classes.csv",
        "measured.csv",
    }
    assert all(name in files["README.txt"] for name in files if name.endswith(".csv"))
    assert "ldpe-film of giver@example.org" in files["listings.csv"]
    assert "giver;ldpe-film of giver@example.org" in files["exchanges.csv"]
    assert "giver;yes" in files["answers.csv"]
    assert "giver@example.org;Mia Korrel;046 477 12 34;nl" in files["people.csv"]
    assert "receiver@example.org" not in files["people.csv"]
    assert len(read_sheet(files["listings.csv"].encode(), "nl").rows) == 1


def test_the_export_of_nobody_is_refused(firm: Firm, tmp_path: Path) -> None:
    result = run("export", "--organisation", 999, "--out", tmp_path / "x.zip")
    assert (result.exit_code, (tmp_path / "x.zip").exists()) == (1, False)


def test_the_command_itself_exits_with_what_happened(firm: Firm, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "circulair"]
    path = a_file(tmp_path, WRONG)
    failed = subprocess.run(
        [*command, "import", path, "--organisation", "1"], check=False, capture_output=True, text=True
    )
    assert (failed.returncode, failed.stdout) == (1, "")
    assert "row 2" in failed.stderr
    usage = subprocess.run([*command, "import", path], check=False, capture_output=True, text=True)
    assert usage.returncode == 2


def test_what_is_exported_can_be_opened_as_a_zip(firm: Firm, tmp_path: Path) -> None:
    out = tmp_path / "x.zip"
    run("export", "--organisation", firm.organisation_id, "--out", out)
    assert zipfile.ZipFile(io.BytesIO(out.read_bytes())).testzip() is None
