"""The most memory of a process that answers the question, and what ours is made of: the section of the page."""

import statistics
import subprocess
import sys
from pathlib import Path

from benchmarks.matching import ENGINES, OURS, peak, write_world

FOLDER = Path("var/benchmarks")
ASKED = ("CirculAIR", "DuckDB, SQL", "Polars, join")
STEPS = """
import sys
from pathlib import Path

def told(step):
    text = Path("/proc/self/status").read_text()
    figures = [int(line.split()[1]) / 1024 for kind in ("VmHWM", "VmRSS") for line in text.splitlines() if line.startswith(kind)]
    print(step, *figures, sep="|")

told("Python")
import numpy
told("NumPy")
import pyarrow.parquet
told("Arrow and Parquet")
import flows.engine.topk
told("our modules")
from benchmarks import ours
world = ours.read_world(Path(sys.argv[1]))
told("both sides and the routes as columns")
ready = ours.topk.standing(world, seeks_offers=True)
told("the index")
found = list(ours.topk.best(ready, world.needs, ours.MOST))
told("the search")
"""
"""Says after each step of an answer how much memory was taken at most, and is held, in MB."""


def steps(here: Path) -> list[str]:
    """Return a line for each step of our answer: the most memory so far, and what is held."""
    done = subprocess.run(
        [sys.executable, "-c", STEPS, str(here)], capture_output=True, text=True, check=True
    )
    rows = [line.split("|") for line in done.stdout.splitlines()]
    return [f"| {name} | {float(most):.0f} | {float(held):.0f} |" for name, most, held in rows]


def section(small: bool) -> str:
    """Measure and return the part of the page."""
    number, rounds = (10_000, 2) if small else (100_000, 5)
    sample = number if small else 2_000
    here = write_world(number, sample, FOLDER)
    peak(ENGINES[OURS], here)  # builds what is not built yet
    runs = [{name: peak(ENGINES[name], here) for name in ASKED} for _ in range(rounds)]
    lines = []
    for name in ASKED:
        most = [run[name] for run in runs]
        ratios = [run[name] / run["Polars, join"] for run in runs]
        cells = [f"{statistics.median(one):.3g} ({min(one):.3g}–{max(one):.3g})" for one in (most, ratios)]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return f"""## Memory

The most that a process holds (VmHWM) that reads {number:,} listings a side from Parquet, makes ready and answers {sample:,} needs, in
MB; each engine in a process of its own with its own libraries only, {rounds} rounds in turn.

| Engine | MB | by that of Polars |
|---|---|---|
{chr(10).join(lines)}

What ours is made of, step by step, in one run:

| After | Most so far, MB | Held, MB |
|---|---|---|
{chr(10).join(steps(here))}
"""
