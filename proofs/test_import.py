"""Ten thousand rows are imported in bounded memory while others go on writing (trust.md S14)."""

import io
import resource
import secrets
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from openpyxl import Workbook

from circulair.app import Application
from circulair.jobs import imports as job
from circulair.services import imports
from circulair.services.imports import Upload
from circulair.store import housekeeping
from circulair.store import imports as store
from circulair.store.records import ImportState
from circulair.store.session import Store
from tests.worlds import NOW, a_firm, a_need_listing

ROWS = 10_000
MOST_GROWTH_MB = 300
LONGEST_WAIT = 5.0
"""Seconds after which a writer of SQLite gives up."""

NAMES = ("karton", "LDPE-folie", "houten pallets", "bakstenen", "koffiedik", "binnendeuren", "staalschroot")


def a_large_sheet() -> bytes:
    """Make a workbook of so many different rows."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Invullen")
    sheet.append(["Aanbod of vraag", "Wat", "Hoeveelheid", "Eenheid", "Hoe vaak", "Vanaf", "Opmerking"])
    for number in range(ROWS):
        side = "vraag" if number % 10 == 0 else "aanbod"
        words = f"{NAMES[number % len(NAMES)]} {number}"
        sheet.append([side, words, 1 + number / 8, "ton", "per jaar", NOW.date(), "uit het magazijn " * 5])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def peak_mb() -> float:
    """Return the most memory that this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def somebody_writing(database: Store) -> Iterator[list[float]]:
    """Let somebody else store a form every moment; yield how long each took."""
    waits: list[float] = []
    over = threading.Event()

    def write() -> None:
        while not over.wait(0.05):
            begin = time.monotonic()
            with database.unit_of_work():
                housekeeping.claim_form(secrets.token_urlsafe(24), "f" * 64, NOW)
            waits.append(time.monotonic() - begin)

    other = threading.Thread(target=write)
    other.start()
    yield waits
    over.set()
    other.join()


def state_of(app: Application, import_id: int) -> ImportState:
    """Return where an import stands."""
    with app.store.unit_of_work(reading=True):
        record = store.one(import_id)
    assert record is not None
    return record.state


@pytest.mark.both_databases
@pytest.mark.timeout(900)
def test_ten_thousand_rows_become_listings_in_little_memory_while_others_write(app: Application) -> None:
    content = a_large_sheet()
    with app.store.unit_of_work():
        firm, other = a_firm("Large"), a_firm("Other")
        for material in ("cardboard", "ldpe-film", "pallets"):
            a_need_listing(other, material)
    before, begin = peak_mb(), time.monotonic()
    took: dict[str, float] = {}
    with somebody_writing(app.store) as waits:
        with app.store.unit_of_work():
            staged = imports.stage(Upload("veel.xlsx", content, "nl"), firm.organisation_id, firm.member)
        while (state := state_of(app, staged.id)) is not ImportState.DONE:
            took[state.value] = time.monotonic() - begin
            with app.store.unit_of_work():
                imports.confirm(staged.id, firm.member)
            job.step(app, staged.id)
    took["all"] = time.monotonic() - begin
    growth = peak_mb() - before
    sys.stdout.write(
        f"memory grew by {growth:.0f} MB; longest wait of {len(waits)}: {max(waits):.1f} s; until {took}\n"
    )
    with app.store.unit_of_work(reading=True):
        done = store.one(staged.id)
    assert done is not None
    assert done.listings == ROWS
    assert growth < MOST_GROWTH_MB
    assert max(waits) < LONGEST_WAIT
