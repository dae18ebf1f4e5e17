"""The command that loads figures of wellbeing: all of a file, or nothing of it. All figures are invented."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from circulair.app import Application
from circulair.commands import circulair
from circulair.services import wellbeing
from tests.worlds import NOBODY

GOOD = "RegioS;Perioden;Sociale cohesie\nGM1883;2031JJ00;6.5\nPV31;2031JJ00;6.1\n"


@pytest.fixture
def opened(app: Application, monkeypatch: pytest.MonkeyPatch) -> Application:
    monkeypatch.setenv("CIRCULAIR_DATABASE_URL", app.settings.database_url)
    monkeypatch.setenv("CIRCULAIR_DATA_DIR", app.settings.data_dir)
    with app.store.unit_of_work():
        wellbeing.register_known(NOBODY)
    return app


def run(folder: Path, content: str, *more: str) -> Result:
    file = folder / "figures.csv"
    file.write_text(content, encoding="utf-8")
    return CliRunner().invoke(circulair, ["wellbeing", str(file), "--source", "made up", *more])


def loaded(app: Application) -> int:
    with app.store.unit_of_work(reading=True):
        return sum(len(rows) for rows in wellbeing.shown("2022").themes.values())


def test_it_says_how_many_figures_are_new(opened: Application, tmp_path: Path) -> None:
    done = run(tmp_path, GOOD, "--status", "final")
    assert (done.exit_code, done.output) == (0, "edition 2022: 2 new, 0 changed, 0 as before\n")
    assert "0 new, 0 changed, 2 as before" in run(tmp_path, GOOD, "--status", "final").output
    assert loaded(opened) == 1


def test_a_mistake_is_named_and_nothing_is_stored(opened: Application, tmp_path: Path) -> None:
    done = run(tmp_path, GOOD + "GM0935;2031JJ00;6\n", "--status", "final")
    assert done.exit_code == 1
    assert "row 3, column Sociale cohesie: 'GM0935' is none of GM1883, PV31 and NL01" in done.stderr
    assert loaded(opened) == 0


def test_it_asks_for_what_the_file_does_not_say(opened: Application, tmp_path: Path) -> None:
    assert "says nothing of final or provisional" in run(tmp_path, GOOD).stderr
    unknown = run(tmp_path, GOOD, "--edition", "1999")
    assert (unknown.exit_code, loaded(opened)) == (1, 0)
    assert "there are 2022, 2020" in unknown.stderr
