"""Turns: two processes never build in one folder at once, and leftovers of one that was killed go."""

import multiprocessing
import os
from itertools import groupby
from pathlib import Path

from flows.engine.turns import UNFINISHED, alone_in

LINES = 2000


def build(folder: Path) -> None:
    """Write one's own number many times, line by line."""
    with alone_in(folder), (folder / "notes").open("a", buffering=1) as notes:
        for _ in range(LINES):
            notes.write(f"{os.getpid()}\n")


def test_one_builds_after_the_other(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    builders = [context.Process(target=build, args=(tmp_path,)) for _ in range(3)]
    for builder in builders:
        builder.start()
    for builder in builders:
        builder.join()
    turns = [len(list(lines)) for _, lines in groupby((tmp_path / "notes").read_text().split())]
    assert turns == [LINES] * 3


def test_what_a_killed_builder_left_goes(tmp_path: Path) -> None:
    (tmp_path / f"{UNFINISHED}x").mkdir()
    with alone_in(tmp_path):
        assert not list(tmp_path.glob(f"{UNFINISHED}*"))
