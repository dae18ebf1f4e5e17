"""Turns: of several processes that would build the same thing, one does and the others wait for it."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

UNFINISHED = "building-"
"""How the name of a folder begins in which something is being built."""


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Wait until no other process builds in a folder, and clear away what one left that was ended.

    The system gives the turn on when a process ends, however it ends.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "turn").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        for left in folder.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield
