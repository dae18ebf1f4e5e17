"""The worker's round for imports: claim one, prepare its next step, keep it; until time is up."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from circulair.services import import_steps
from circulair.store import imports

if TYPE_CHECKING:
    from circulair.app import Application

SECONDS = 10.0
"""How long one round lasts, so that letters leave between."""


def go_on(
    app: "Application", note: Callable[[str], None] = lambda _text: None, seconds: float = SECONDS
) -> int:
    """Take the imports further that the program has something to do for; return how many steps that were."""
    end, steps = time.monotonic() + seconds, 0
    while time.monotonic() < end and one_step(app, note):
        steps += 1
    return steps


def one_step(app: "Application", note: Callable[[str], None]) -> bool:
    """Take one import a step further; tell whether there was one.

    It is claimed in one transaction and kept in another: a worker that dies in between leaves it claimed,
    and after the lease the step is done again.
    """
    with app.store.unit_of_work():
        import_id = imports.claim(app.clock())
    if import_id is None:
        return False
    try:
        step(app, import_id)
    except Exception as error:  # one bad sheet must not stop the others
        note(f"import {import_id}: {type(error).__name__}")
        with app.store.unit_of_work():
            imports.lease(import_id, app.clock() + imports.LEASE, type(error).__name__)
    return True


def step(app: "Application", import_id: int) -> None:
    """Prepare the next step of an import while nobody waits for it, and keep it."""
    with app.store.unit_of_work(reading=True):
        prepared = import_steps.prepare(import_id, app.clock(), app.addresses)
    with app.store.unit_of_work():
        import_steps.keep(import_id, prepared, app.clock())
