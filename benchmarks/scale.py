"""What a large search costs, in one process and in several: python -m benchmarks.scale [--large] writes docs/scale.md."""

import pickle
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from distributed import Client

from benchmarks import reading
from benchmarks.listings import the_processes, write_listings
from benchmarks.reading import memory, on_shelf
from benchmarks.scale_words import text
from circulair.files.matches import join_matches, write_matches
from flows.engine import cluster, topk
from flows.engine.columns import Words
from flows.engine.shelf import Shelf
from flows.matching import Routes, Settings
from flows.materials import load_materials
from flows.streams import Need, Offer

FOLDER = Path("var/benchmarks/scale")
OUT = Path("docs/scale.md")
SIZES = (10_000, 100_000)
WARM = 1_000
"""Listings with which everything runs once before it is measured."""

WORKERS = 2
READ = ((100_000, "csv"), (100_000, "parquet"), (1_000_000, "parquet"))
LARGE = (10_000_000, "parquet")
EMPTY_TASKS = 200


@dataclass
class Watch:
    """Seconds of the processor by what they were spent on, which other programs of the machine change little."""

    seconds: dict[str, float]
    clock: Callable[[], float] = time.process_time

    def timed(self, name: str, work: Callable[[], Any]) -> Any:
        """Do something and note how long it took."""
        start = self.clock()
        found = work()
        self.seconds[name] = self.clock() - start
        return found


@dataclass(frozen=True)
class Case:
    """Listings on shelves and the routes between them."""

    offers: Shelf[Offer]
    needs: Shelf[Need]
    routes: Routes
    settings: Settings


def a_case(number: int) -> Case:
    """Return so many offers and needs, read from files."""
    settings, shared = Settings(top=20), Words.new()
    offers, needs = (
        on_shelf(write_listings(FOLDER / f"{side}-{number}.parquet", side, number), shared) for side in "on"
    )
    return Case(offers, needs, Routes(the_processes(), load_materials(), settings.max_steps), settings)


def alone(case: Case, out: Path) -> dict[str, float]:
    """Measure the search in this process, step by step."""
    watch = Watch({})
    world, ways = watch.timed(
        "columns", lambda: topk.world_of(case.offers, case.needs, case.routes, case.settings)
    )
    ready = watch.timed("index", lambda: topk.standing(world, seeks_offers=True))
    found = watch.timed("search", lambda: list(topk.best(ready, world.needs, 20)))

    def finds() -> Iterator[tuple[int, int, int]]:
        for one in found:
            yield from zip(one.offer.tolist(), one.need.tolist(), one.way.tolist(), strict=True)

    matches = topk.judged(finds(), case.offers, case.needs, ways, case.settings)
    watch.timed("write", lambda: write_matches(out, matches))
    return watch.seconds | {"matches": sum(len(one.offer) for one in found), "pairs": pairs_of(world)}


def pairs_of(world: topk.World) -> int:
    """Return how many pairs of an offer and a need some route joins, before any other rule."""
    offered = [0] * world.materials
    for material in world.offers.material.tolist():
        offered[material] += 1
    reach = [0] * world.materials
    for have, want in set(zip(world.ways.offered.tolist(), world.ways.wanted.tolist(), strict=True)):
        reach[want] += offered[have]
    return sum(reach[material] for material in world.needs.material.tolist())


def together(case: Case, out: Path) -> dict[str, float]:
    """Measure the same search with two processes beside this one, step by step."""
    watch = Watch({})
    folder = Path(tempfile.mkdtemp(dir=FOLDER))
    started = cluster.started(WORKERS)
    address = watch.timed("start", started.__enter__)
    with Client(address) as client:
        watch.clock = lambda: time.process_time() + sum(client.run(time.process_time).values())
        watch.seconds["start"] += sum(client.run(time.process_time).values())
        tasks = [()] * EMPTY_TASKS
        cluster.done(client, nothing, tasks)
        watch.timed("empty", lambda: cluster.done(client, nothing, tasks))
        parts, stretches = watch.timed(
            "layout",
            lambda: cluster.laid_out(folder, (case.offers, case.needs), case.routes, case.settings, WORKERS),
        )
        laid = size_of(folder)
        found = watch.timed(
            "search", lambda: cluster.done(client, cluster.search, [(folder, part) for part in parts])
        )
        finds = size_of(folder) - laid
        jobs = [(folder, one, found, write_matches) for one in range(stretches)]
        matches = watch.timed("settle", lambda: cluster.done(client, cluster.settle, jobs))
        watch.timed("join", lambda: join_matches(out, matches))
        most = max(client.run(memory).values())
    started.__exit__(None, None, None)
    sent = sum(len(pickle.dumps(path)) for path in (*found, *matches))
    shutil.rmtree(folder)
    return watch.seconds | {
        "task": watch.seconds["empty"] / EMPTY_TASKS, "laid": laid, "finds": finds, "worker": most,
        "tasks": len(parts) + stretches, "sent": sent,
    }  # fmt: skip


def nothing() -> None:
    """Do nothing: what a task costs besides its work."""


def size_of(folder: Path) -> int:
    """Return the bytes of the files in a folder."""
    return sum(path.stat().st_size for path in folder.iterdir())


def compared(number: int) -> tuple[dict[str, float], dict[str, float]]:
    """Measure one size in one process and in several; stop unless both write the same bytes."""
    case = a_case(number)
    outs = FOLDER / f"alone-{number}.csv", FOLDER / f"together-{number}.csv"
    own, shared = alone(case, outs[0]), together(case, outs[1])
    assert outs[0].read_bytes() == outs[1].read_bytes(), f"several processes find something else at {number}"
    return own | {"memory": memory()}, shared


def main(large: bool) -> None:
    """Measure and write."""
    files = [(rows, kind, FOLDER / f"o-{rows}.{kind}") for rows, kind in (*READ, *([LARGE] if large else []))]
    reads = [
        {"kind": kind, **reading.measured(write_listings(path, "o", rows))} for rows, kind, path in files
    ]
    compared(WARM)
    cases = {number: compared(number) for number in SIZES}
    OUT.write_text(text(reads, cases, WORKERS), encoding="utf-8")


if __name__ == "__main__":
    main("--large" in sys.argv[1:])
