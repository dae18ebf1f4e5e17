"""All matches: the engine beside what others would use, the same question on the same files in one run."""

import gc
import itertools
import json
import math
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.engines import ENGINES, Rows, engine
from benchmarks.worlds import a_world
from flows.engine.columns import Side


def write_world(number: int, sample: int, folder: Path) -> Path:
    """Write a world to Parquet files, with the needs that are asked, and return where."""
    here = folder / f"{number}-{sample}"
    if (here / "w.parquet").exists():
        return here
    here.mkdir(parents=True, exist_ok=True)
    world = a_world(number)
    asked = Side(*(column[:sample] for column in world.needs))
    ways = world.ways._asdict() | {"way": np.arange(len(world.ways.order))}
    for name, columns in (("o", world.offers._asdict()), ("n", asked._asdict()), ("w", ways)):
        renamed = {{"end": "finish", "order": "ord"}.get(key, key): column for key, column in columns.items()}
        arrays = {key: pa.array(column, from_pandas=True) for key, column in renamed.items()}
        pq.write_table(pa.table(arrays), here / f"{name}.parquet")
    (here / "world.json").write_text(json.dumps({"materials": world.materials}), encoding="utf-8")
    return here


@dataclass(frozen=True)
class Case:
    """A size, how many needs are asked, and how often."""

    number: int
    sample: int
    rounds: int


def same(one: Rows, other: Rows) -> bool:
    """Return whether two engines found the same."""
    ids = all(
        len(one[name]) == len(other[name]) and (one[name] == other[name]).all()
        for name in ("need", "offer", "way")
    )
    return bool(ids and np.abs(one["score"] - other["score"]).max(initial=0) < 1e-9)


def measured(case: Case, folder: Path) -> dict[str, list[float]]:
    """Return the seconds of each engine, in turn; stop where two find different matches."""
    here = write_world(case.number, case.sample, folder)
    ready = {name: engine(name)(here) for name in ENGINES}
    first = {name: answer() for name, answer in ready.items()}
    for name, rows in first.items():
        assert same(rows, first["CirculAIR"]), f"{name} finds something else at {case.number}"
    first.clear()
    seconds: dict[str, list[float]] = {name: [] for name in ENGINES}
    for _ in range(case.rounds):
        for name, answer in ready.items():
            gc.collect()
            start = time.perf_counter()
            answer()
            seconds[name].append(time.perf_counter() - start)
    return seconds


def ratios(seconds: dict[str, list[float]]) -> dict[str, tuple[float, float, float]]:
    """Return for each peer its time against ours, round by round: median, least and most."""
    own = seconds["CirculAIR"]
    told = {
        name: [peer / mine for peer, mine in zip(times, own, strict=True)] for name, times in seconds.items()
    }
    return {name: (statistics.median(times), min(times), max(times)) for name, times in told.items()}


def peak(engine: str, folder: Path) -> float:
    """Return the most memory in MB that a process of its own, with only its own libraries, needs for one answer."""
    code = (
        "import sys; from pathlib import Path; from benchmarks.engines import engine;"
        "engine(sys.argv[1])(Path(sys.argv[2]))(); print(Path('/proc/self/status').read_text())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, engine, str(folder)], capture_output=True, text=True, check=True
    )
    most = next(line for line in done.stdout.splitlines() if line.startswith("VmHWM"))
    return int(most.split()[1]) / 1024


def growth(seconds: dict[int, float]) -> list[tuple[int, int, float]]:
    """Return the exponent of the time from each size to the next."""
    sizes = sorted(seconds)
    return [
        (small, large, math.log(seconds[large] / seconds[small]) / math.log(large / small))
        for small, large in itertools.pairwise(sizes)
    ]


def alone(number: int, rounds: int, folder: Path) -> float:
    """Return the median seconds of our engine for all needs of a world."""
    answer = engine("CirculAIR")(write_world(number, number, folder))
    answer()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        answer()
        times.append(time.perf_counter() - start)
    return statistics.median(times)
