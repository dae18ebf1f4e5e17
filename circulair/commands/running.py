"""The one command for a machine of one's own: pages first, all that the worker needs beside them."""

import importlib
import os
import signal
from types import ModuleType

import click

from circulair.commands.beside import beside, server, stop
from circulair.commands.opening import opened, opened_store
from circulair.store import housekeeping, organisations, schema


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def run(port: int) -> None:
    """Set the database up, load the example world into an empty one, serve pages and send letters."""
    os.environ.setdefault("CIRCULAIR_BASE_URL", f"http://127.0.0.1:{port}")
    if not is_ready():
        worker().prepare(opened())
    click.echo(f"CirculAIR on http://127.0.0.1:{port}  (stop with Ctrl+C)")
    signal.signal(signal.SIGTERM, stop)
    with beside(server(port, "127.0.0.1", 1)) as [pages]:
        app = opened()
        for line in worker().greeting(app):
            click.echo(line)
        worker().go_round(app, lambda: pages.poll() is None)


def is_ready() -> bool:
    """Say whether pages can be served from the database as it is: its schema fits, and a world is in it."""
    store = opened_store()
    if not schema.is_current(store):
        return False
    with store.unit_of_work(reading=True):
        return housekeeping.is_demo() is not None or organisations.count() > 0


def worker() -> ModuleType:
    """Return what works beside the pages, loaded while they start: it takes as long as they do."""
    return importlib.import_module("circulair.commands.serving")
