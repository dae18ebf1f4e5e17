"""What was acknowledged survives a kill at any moment, exactly once (trust.md R1, R2)."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from circulair.app import Application
from circulair.store import accounts, listings, trail
from circulair.store.records import PersonRecord
from circulair.store.session import Store
from proofs.writer import offer
from tests.web.checked import CheckedClient
from tests.worlds import Firm, a_firm

ROUNDS = 20
WRITERS = 2
SHORTEST, LONGEST = 0.2, 2.0
"""Seconds from the first form to the kill."""


def writers(database: str, folder: Path, uniquifier: str, number: int) -> list[subprocess.Popen[str]]:
    """Start the writers of one round, each reporting to a file of its own."""
    started = []
    for writer in range(WRITERS):
        name = f"w{writer}r{number}"
        with (folder / f"{name}.log").open("w") as log:
            arguments = [sys.executable, "-m", "proofs.writer", database, str(folder), uniquifier, name]
            started.append(subprocess.Popen(arguments, stdout=log, text=True))
    return started


def wait_for_forms(folder: Path, number: int) -> None:
    """Wait until every writer of a round sends forms."""
    logs = [folder / f"w{writer}r{number}.log" for writer in range(WRITERS)]
    while not all("sent" in log.read_text() for log in logs):
        time.sleep(0.05)


def reported(folder: Path, word: str) -> list[str]:
    """Return the keys that writers reported, in all rounds."""
    lines = [line.split() for log in sorted(folder.glob("*.log")) for line in log.read_text().splitlines()]
    return [line[1] for line in lines if len(line) == 2 and line[0] == word]


def person_of(firm: Firm) -> PersonRecord:
    """Return the member of a firm."""
    person = accounts.person(firm.person_id)
    assert person is not None
    return person


def stored_keys(store: Store) -> Counter[str]:
    """Return how often each key's offer is stored; each has its line in the trail."""
    with store.unit_of_work(reading=True):
        found = listings.everything()
        for listing in found:
            acts = [row.act for row, _words in trail.of_subject("listing", listing.id)]
            assert acts[:1] == ["listing.registered"]
        assert trail.broken_seals() == []
        return Counter(listing.title.removeprefix("LDPE-folie ") for listing in found)


def repeat(client: CheckedClient, keys: Iterable[str]) -> None:
    """Send forms again, as a browser does that never saw the answer."""
    for key in keys:
        answer = client.http.post("/aanbod/nieuw", data=offer(key))
        assert answer.status_code == 303


@pytest.mark.both_databases
@pytest.mark.timeout(900)
def test_a_kill_loses_nothing_acknowledged_and_doubles_nothing(
    app: Application, store: Store, database: str, tmp_path: Path
) -> None:
    with store.unit_of_work():
        uniquifier = person_of(a_firm()).fs_uniquifier
    chance = random.Random(1)  # for moments, not for secrets
    for number in range(ROUNDS):
        running = writers(database, tmp_path, uniquifier, number)
        wait_for_forms(tmp_path, number)
        time.sleep(chance.uniform(SHORTEST, LONGEST))
        for writer in running:
            writer.send_signal(signal.SIGKILL)
            writer.wait()

    acknowledged, sent = reported(tmp_path, "done"), reported(tmp_path, "sent")
    stored = stored_keys(store)
    in_flight = set(sent) - set(acknowledged)
    assert len(acknowledged) > 100, "too few forms were sent for this to prove anything"
    assert in_flight, "no kill hit a form on its way"
    assert [key for key in acknowledged if stored[key] != 1] == []
    assert [key for key, times in stored.items() if times > 1 or key not in sent] == []

    app.config["WTF_CSRF_ENABLED"] = False
    repeat(CheckedClient(app).sign_in(uniquifier), in_flight)
    stored = stored_keys(store)
    assert [key for key in sent if stored[key] != 1] == []
