"""Commands that stay: one that meets a database that is away goes on, and none outlives the other."""

import signal
import sys

import pytest

from circulair.app import Application
from circulair.commands import serving
from circulair.commands.beside import beside
from circulair.store import accounts
from circulair.store.session import Store
from tests.letters import Letters
from tests.worlds import NOBODY, a_firm

WAITS = "import signal; signal.pause()"


def test_a_round_without_a_database_is_said_and_survived(
    app: Application, capsys: pytest.CaptureFixture[str]
) -> None:
    app.store = Store("sqlite:////nowhere/at/all/circulair.db")
    serving.one_round(app, 0)
    app.store.close()
    told = capsys.readouterr().err.splitlines()
    assert [line.partition(":")[0] for line in told] == ["DatabaseAwayError"] * 4


def test_a_round_sends_and_every_hour_tidies(app: Application, letters: Letters) -> None:
    with app.store.unit_of_work():
        firm = a_firm()
        accounts.note_wrong_try(firm.email, NOBODY.now.replace(year=2000))
    tries = []
    for number in (1, serving.ROUNDS_AN_HOUR):
        serving.one_round(app, number)
        with app.store.unit_of_work(reading=True):
            tries.append(accounts.wrong_tries(firm.email, NOBODY.now.replace(year=1999)))
    assert (tries, letters) == ([1, 0], [])


def test_commands_beside_are_ended_with_the_one_they_stand_beside() -> None:
    with beside([sys.executable, "-c", WAITS], [sys.executable, "-c", ""]) as running:
        running[1].wait()
        assert running[0].poll() is None
    assert running[0].returncode == -signal.SIGTERM


def test_rounds_end_with_the_pages(app: Application) -> None:
    looks = iter([True, False])
    serving.go_round(app, lambda: next(looks))
    assert list(looks) == []
