"""Turns: two processes never build in one folder at once, and leftovers of one that was killed go."""

import multiprocessing
from pathlib import Path
from time import sleep

from flows.engine.turns import UNFINISHED, alone_in


def build(folder: Path) -> None:
    """Note when building began and ended."""
    with alone_in(folder), (folder / "notes").open("a") as notes:
        for word in ("begin\n", "end\n"):
            notes.write(word)
            notes.flush()
            sleep(0.05)


def test_one_builds_after_the_other(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    builders = [context.Process(target=build, args=(tmp_path,)) for _ in range(3)]
    for builder in builders:
        builder.start()
    for builder in builders:
        builder.join()
    assert (tmp_path / "notes").read_text().split() == ["begin", "end"] * 3


def test_what_a_killed_builder_left_goes(tmp_path: Path) -> None:
    (tmp_path / f"{UNFINISHED}x").mkdir()
    with alone_in(tmp_path):
        assert not list(tmp_path.glob(f"{UNFINISHED}*"))
