"""Processes that stand beside a command, the server of the pages among them, and how all end politely."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

BLOCKING_THREADS = 16


def server(port: int, host: str, workers: int) -> list[str]:
    """Return the command line of the web server."""
    threads = ["--workers", str(workers), "--blocking-threads", str(BLOCKING_THREADS)]
    where = ["--host", host, "--port", str(port), "--no-ws"]
    application = ["--interface", "wsgi", "--factory", "circulair.warming:application"]
    return [sys.executable, "-m", "granian", *where, *threads, *application]


@contextmanager
def beside(*commands: Sequence[str]) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Run commands beside this one, and end those that still run when it is over."""
    running: list[subprocess.Popen[bytes]] = []
    try:
        running += [subprocess.Popen(command) for command in commands]  # noqa: S603  # our own commands
        yield running
    finally:
        for one in running:
            one.terminate()
        for one in running:
            one.wait()


def stop(_signal: int, _frame: FrameType | None) -> None:
    """End politely: a letter in hand is finished first or goes out again later."""
    raise SystemExit(0)
