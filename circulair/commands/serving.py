"""Commands that stay: serving pages, and working off the outbox."""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import click

from circulair.app import Application
from circulair.commands.beside import beside, server, stop
from circulair.commands.opening import check_current, opened_current, opened_store, operator
from circulair.demo import world as example
from circulair.jobs import imports, plans
from circulair.jobs.outbox import send_due
from circulair.services import (
    callers,
    classification,
    delivery_periods,
    documents,
    expiry,
    labs,
    processes,
    release_withdrawal,
    retention,
    wellbeing,
)
from circulair.services.actor import Actor
from circulair.store import housekeeping, organisations, schema
from circulair.store import work as work_store
from circulair.store.records import WorkRound
from circulair.store.session import ConflictError, DatabaseAwayError
from flows.engine.classify import is_built

PAUSE_SECONDS = 5
LOOK_SECONDS = 0.5
LOOKS_A_PAUSE = round(PAUSE_SECONDS / LOOK_SECONDS)
ROUNDS_AN_HOUR = 3600 // PAUSE_SECONDS

LEARN_WORDS = (sys.executable, "-m", "circulair", "warm")
"""The command that builds the index of words; pages do without it meanwhile."""


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True)
def serve(port: int, host: str, workers: int) -> None:
    """Serve the pages."""
    check_current(opened_store())
    os.execv(sys.executable, server(port, host, workers))  # noqa: S606  # the server takes this process over


@click.command()
def work() -> None:
    """Send letters, make plans, take imports further and, every hour, end what is over; until stopped."""
    app = opened_current()
    signal.signal(signal.SIGTERM, stop)
    go_round(app, lambda: True)


def go_round(app: Application, goes_on: Callable[[], bool]) -> None:
    """Do round after round while there is a reason to; learn words beside it, if that was not done yet."""
    commands = [] if is_built(classification.folder_of(app.settings)) else [LEARN_WORDS]
    with beside(*commands):
        rounds = 0
        while goes_on():
            if rounds % LOOKS_A_PAUSE == 0:
                one_round(app, rounds // LOOKS_A_PAUSE)
            rounds += 1
            time.sleep(LOOK_SECONDS)


def one_round(app: Application, number: int) -> None:
    """Send what is due and, every hour, tidy up; what the database does not take now, it takes later."""
    uses: list[Callable[[], object]] = [
        lambda: send_due(app, say),
        lambda: plans.go_on(app, say),
        lambda: imports.go_on(app, say),
    ]
    if number % ROUNDS_AN_HOUR == 0:
        uses.append(lambda: tidy(app))
    for use in uses:
        try:
            use()
        except (ConflictError, DatabaseAwayError) as error:
            say(f"{type(error).__name__}: the database did not take this round; the next one follows")
        except Exception as error:  # one kind of work that fails must not end the others
            say(f"{type(error).__name__}: this work failed and is tried again in the next round")
            say(traceback.format_exc())


def say(text: str) -> None:
    """Say something to the operator, on standard error."""
    click.echo(text, err=True)


def tidy(app: Application) -> None:
    """End what is over and forget what is kept for a while only."""
    with noted(app, WorkRound.HOURLY):
        actor = operator()
        faults = [fault for use in HOURLY if (fault := fault_of(app, partial(use, actor)))]
        with app.store.unit_of_work(reading=True):
            documents.sweep(app.vault, actor)
        for fault in faults[1:]:
            say("".join(traceback.format_exception(fault)))
        if faults:
            raise faults[0]


HOURLY: tuple[Callable[[Actor], object], ...] = (
    expiry.end_what_is_over,
    callers.end_what_nobody_confirmed,
    expiry.ask_what_ends,
    delivery_periods.ask_what_moved,
    retention.forget_what_is_over,
    release_withdrawal.take_out_what_no_operator_shows,
)
"""What is done every hour, each in a transaction of its own: one bad row holds up its own kind alone."""


def fault_of(app: Application, use: Callable[[], object]) -> Exception | None:
    """Do one use and return what broke it off, None if nothing did."""
    try:
        with app.store.unit_of_work():
            use()
    except Exception as error:  # whatever it is, the other uses go on
        return error
    return None


@contextmanager
def noted(app: Application, name: WorkRound) -> Iterator[None]:
    """Note when a round begins and when it is through, or what broke it off, for the hub to see."""
    with app.store.unit_of_work():
        work_store.began(name, app.clock())
    try:
        yield
    except Exception as error:  # whatever it is goes on to whoever called; only its name is kept
        with app.store.unit_of_work():
            work_store.ended(name, app.clock(), type(error).__name__)
        raise
    with app.store.unit_of_work():
        work_store.ended(name, app.clock())


def prepare(app: Application) -> None:
    """Bring the database up to date and fill an empty one with the example world."""
    if not schema.is_current(app.store):
        schema.migrate(app.store)
        with app.store.unit_of_work():
            processes.register_known(operator())
            labs.register_known(operator())
            wellbeing.register_known(operator())
    with app.store.unit_of_work(reading=True):
        empty = housekeeping.is_demo() is None and not organisations.count()
    if empty and not app.settings.production:
        with click.progressbar(length=100, label="example world") as bar:
            example.load(app, bar.update)


def greeting(app: Application) -> list[str]:
    """Return the sign-ins of the example world, if this is one."""
    with app.store.unit_of_work(reading=True):
        return list(example.SIGN_INS) if housekeeping.is_demo() else []
