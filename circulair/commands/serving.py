"""Commands that stay: serving pages, and working off the outbox."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from types import FrameType

import click

from circulair.app import Application
from circulair.commands.opening import opened, opened_current, operator
from circulair.demo import world as example
from circulair.jobs.outbox import send_due
from circulair.services import expiry, processes
from circulair.store import housekeeping, organisations, schema

PAUSE_SECONDS = 5
BLOCKING_THREADS = 4
ROUNDS_AN_HOUR = 3600 // PAUSE_SECONDS
KEYS_LIVE = timedelta(days=7)


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True)
def serve(port: int, host: str, workers: int) -> None:
    """Serve the pages."""
    opened_current()
    os.execv(sys.executable, server(port, host, workers))  # noqa: S606  # the server takes this process over


def server(port: int, host: str, workers: int) -> list[str]:
    """Return the command line of the web server."""
    threads = ["--workers", str(workers), "--blocking-threads", str(BLOCKING_THREADS)]
    where = ["--host", host, "--port", str(port), "--no-ws"]
    application = ["--interface", "wsgi", "--factory", "circulair.app:create_app"]
    return [sys.executable, "-m", "granian", *where, *threads, *application]


@click.command()
def work() -> None:
    """Send the letters in the outbox and, every hour, end what is over; until stopped."""
    app = opened_current()
    signal.signal(signal.SIGTERM, stop)
    rounds = 0
    while True:
        send_due(app, lambda text: click.echo(text, err=True))
        if rounds % ROUNDS_AN_HOUR == 0:
            tidy(app)
        rounds += 1
        time.sleep(PAUSE_SECONDS)


def tidy(app: Application) -> None:
    """End what is over and forget the keys of forms that nobody sends again."""
    actor = operator()
    with app.store.unit_of_work():
        expiry.end_what_is_over(actor)
        housekeeping.forget_forms(actor.now - KEYS_LIVE)


def stop(_signal: int, _frame: FrameType | None) -> None:
    """End politely: a letter in hand is finished first or goes out again later."""
    raise SystemExit(0)


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def run(port: int) -> None:
    """Set the database up, load the example world into an empty one, serve pages and send letters."""
    os.environ.setdefault("CIRCULAIR_BASE_URL", f"http://127.0.0.1:{port}")
    app = opened()
    prepare(app)
    click.echo(f"CirculAIR on http://127.0.0.1:{port}  (stop with Ctrl+C)")
    for line in greeting(app):
        click.echo(line)
    app.store.close()
    keep_running(port)


def prepare(app: Application) -> None:
    """Bring the database up to date and fill an empty one with the example world."""
    if not schema.is_current(app.store):
        schema.migrate(app.store)
        with app.store.unit_of_work():
            processes.register_known(operator())
    with app.store.unit_of_work(reading=True):
        empty = housekeeping.is_demo() is None and not organisations.count()
    if empty and not app.settings.production:
        with click.progressbar(length=100, label="example world") as bar:
            example.load(app, bar.update)


def greeting(app: Application) -> list[str]:
    """Return the sign-ins of the example world, if this is one."""
    with app.store.unit_of_work(reading=True):
        return list(example.SIGN_INS) if housekeeping.is_demo() else []


def keep_running(port: int) -> None:
    """Run the web server and the worker beside it; when one ends, end the other."""
    worker = subprocess.Popen([sys.executable, "-m", "circulair", "work"])  # our own command
    signal.signal(signal.SIGTERM, stop)
    try:
        subprocess.run(server(port, "127.0.0.1", 1), check=False)  # noqa: S603  # our own server
    finally:
        worker.terminate()
        worker.wait()
