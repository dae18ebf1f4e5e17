"""How long the first visitors of the map wait: at once after a start, later, and after a new release."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from circulair import warming
from circulair.app import Application, create_app
from circulair.config import Settings
from circulair.language import LANGUAGES
from circulair.services import releases
from circulair.services.releases import Release
from circulair.store import publication, schema
from circulair.store.records import ReleaseRecord

PATIENCE_SECONDS = 120
LATER_SECONDS = 2.0
"""When a visitor comes who is not the very first."""

STARTS = 1
"""How often a server is started for each figure, of which the middle counts: more on a quiet machine."""


def starts(release: Release) -> dict[str, Any]:
    """Measure what the first visitors of a server wait: before anything is kept, then at each start."""
    day = date.fromisoformat(release.as_of)
    release = replace(release, figures=releases.figures_of(release.flows, release.premises, day))
    with tempfile.TemporaryDirectory(prefix="map-starts-") as folder:
        app = create_app(Settings(data_dir=folder))
        schema.migrate(app.store)
        store(app, release)
        with closing(app.store):
            fresh = visited(folder)
            make_ready(app, folder)
            home = middle(visited(folder, "/") for _ in range(STARTS))
            at_once = middle(visited(folder) for _ in range(STARTS))
            later = middle(visited(folder, pause=LATER_SECONDS) for _ in range(STARTS))
            after = after_a_release(app, folder, release)
    return {"fresh": fresh, "home": home, "at_once": at_once, "start_later": later, "new_release": after}


def visited(folder: str, path: str = "/kaart", pause: float = 0.0) -> float:
    """Return how many ms the first visitor of a server waits who comes so many seconds after its start."""
    with serving(folder) as port:
        time.sleep(pause)
        return asked(port, path)


def make_ready(app: Application, folder: str) -> None:
    """Let a server run until the map is kept in each language."""
    end = time.monotonic() + PATIENCE_SECONDS
    with serving(folder):
        while len(kept(app)) < len(LANGUAGES):
            if time.monotonic() > end:
                raise TimeoutError("the map was not kept")
            time.sleep(0.1)


def after_a_release(app: Application, folder: str, release: Release) -> float:
    """Return how many ms the first visitor waits after a new release, of a server that runs already."""
    with serving(folder) as port:
        asked(port, "/")
        time.sleep(LATER_SECONDS)
        newer = date.fromisoformat(release.as_of).replace(day=1)
        store(app, replace(release, as_of=newer.isoformat()))
        warming.keep_maps(app)  # as ``circulair release`` does
        return asked(port, "/kaart")


def store(app: Application, release: Release) -> None:
    """Put a release before the public, as ``circulair release`` stores it, without deciding its cells."""
    content = releases.text(release)
    with app.store.unit_of_work():
        publication.add(
            ReleaseRecord(
                as_of=date.fromisoformat(release.as_of),
                content=content,
                checksum=releases.checksum(content),
                created_at=datetime.now(UTC),
            )
        )


def kept(app: Application) -> list[str]:
    """Return in which languages the map of the newest release is kept."""
    with app.store.unit_of_work(reading=True):
        newest = publication.newest_mark()
        numbers = [] if newest is None else [newest[0]]
        return [one for one in LANGUAGES for number in numbers if publication.map_of(number, one)]


@contextmanager
def serving(folder: str) -> Iterator[int]:
    """Run ``circulair serve`` on a free port until it takes connections, and give the port."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("circulair")), "serve", "--port", str(port)]
    settings = {**os.environ, "CIRCULAIR_DATA_DIR": folder, "CIRCULAIR_BASE_URL": f"http://127.0.0.1:{port}"}
    server = subprocess.Popen(command, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def wait_for(port: int) -> None:
    """Wait until a server takes connections."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        with closing(socket.socket()) as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.005)
    raise TimeoutError("the server did not start")


def asked(port: int, path: str) -> float:
    """Return how many ms a page takes to its last byte."""
    start = time.perf_counter()
    with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        content = answer.read()
    assert answer.status == 200, content[:300]
    return (time.perf_counter() - start) * 1000


def middle(found: Iterator[float]) -> float:
    """Return the middle of some figures."""
    return sorted(found)[STARTS // 2]
