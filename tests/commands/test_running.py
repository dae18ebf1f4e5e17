"""`circulair run`: pages from a database that is ready at once, and what is not loaded before it is used."""

import os
import signal
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from socket import create_server

import pytest

from circulair.app import Application
from tests.worlds import a_firm

LATER = {"alembic", "folium", "geopandas", "numba", "pandas", "pyarrow", "pypdf"}
"""Packages that take long to load and that the first page does without."""

LOADED = """
import sys, circulair
assert circulair.create_app().test_client().get("/health/live").status_code == 200
print(*{name.partition(".")[0] for name in sys.modules})
"""


@pytest.fixture
def around(database: str, tmp_path: Path) -> dict[str, str]:
    """Return the environment of a command on the database of a test."""
    return {**os.environ, "CIRCULAIR_DATABASE_URL": database, "CIRCULAIR_DATA_DIR": str(tmp_path)}


def is_open(connection: HTTPConnection) -> bool:
    """Try to connect, and say whether somebody is there."""
    try:
        connection.connect()
    except ConnectionRefusedError:
        return False
    return True


def test_pages_come_from_a_database_that_is_ready_and_end_with_their_command(
    app: Application, around: dict[str, str]
) -> None:
    with app.store.unit_of_work():
        a_firm()
    with create_server(("127.0.0.1", 0)) as place:
        port = place.getsockname()[1]
    command = [sys.executable, "-m", "circulair", "run", "--port", str(port)]
    run = subprocess.Popen(command, env=around, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        connection = HTTPConnection("127.0.0.1", port)
        while not is_open(connection):
            assert run.poll() is None
        connection.request("GET", "/")
        answer = connection.getresponse()
        assert (answer.status, "CirculAIR" in answer.read().decode()) == (200, True)
        connection.close()
    finally:
        run.send_signal(signal.SIGTERM)
        run.communicate()
    assert run.returncode == 0
    with pytest.raises(ConnectionRefusedError):
        HTTPConnection("127.0.0.1", port).connect()


def test_the_first_page_loads_nothing_that_only_others_need(around: dict[str, str]) -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", LOADED], env=around, capture_output=True, text=True, check=True
    )
    assert LATER & set(loaded.stdout.split()) == set()
