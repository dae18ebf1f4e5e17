"""Measures all questions and writes docs/performance.md: python -m benchmarks [--small]."""

import os
import platform
import sys
from datetime import date
from pathlib import Path

from benchmarks import arrivals, planning
from benchmarks.matching import ENGINES, Case, alone, growth, measured, peak, ratios, write_world

FOLDER = Path("var/benchmarks")
OUT = Path("docs/performance.md")
CASES = (Case(1_000, 1_000, 5), Case(10_000, 10_000, 5), Case(100_000, 2_000, 5), Case(100_000, 100_000, 2),
         Case(1_000_000, 2_000, 3))  # fmt: skip
SMALL = CASES[:3]
GROWTH = ((10_000, 5), (100_000, 3), (1_000_000, 1))


def row(case: Case) -> str:
    """Measure one case and return its line of the table."""
    told = ratios(measured(case, FOLDER))
    cells = [
        f"{told[name][0]:.3g} ({told[name][1]:.3g}–{told[name][2]:.3g})" if name in told else "–"
        for name in ENGINES
    ]
    return f"| {case.number:,} | {case.sample:,} | {case.rounds} | " + " | ".join(cells) + " |"


def memory() -> str:
    """Return the line on memory."""
    here = write_world(100_000, 2_000, FOLDER)
    told = ", ".join(f"{name} {peak(ENGINES[name], here):,.0f} MB" for name in list(ENGINES)[:3])
    return f"Most memory at 100,000 listings a side and 2,000 needs, each in a process of its own: {told}."


def main(small: bool) -> None:
    """Measure and write."""
    cases = SMALL if small else CASES
    lines = [row(case) for case in cases]
    sizes = {number: alone(number, rounds, FOLDER) for number, rounds in (GROWTH[:2] if small else GROWTH)}
    grown = [f"{a:,} to {b:,} listings a side: exponent {power:.2f}" for a, b, power in growth(sizes)]
    text = f"""# How fast the matcher is

Written by `make bench` on {date.today():%Y-%m-%d}; {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}.
A figure is the time of a peer divided by ours, round by round in turn in one run: median (least–most). Every
engine answers the same question on the same files, and the run stops unless need, offer, route and order are the
same and scores differ by less than 1e-9. Tables, frames and our index stand ready before the clock starts.

## The {20} best offers of every need

| Listings a side | Needs asked | Rounds | {" | ".join(ENGINES)} |
|---|---|---|{"---|" * len(ENGINES)}
{chr(10).join(lines)}

Growth of the time for all needs: {"; ".join(grown)}.

{memory()}

{arrivals.section()}
## The best set of matches

Seconds, on the same two cores; then what the simplex method takes beside the interior point method on one model.

{planning.report(small)}

The worlds are made up by seed: our own materials, frequencies by Zipf's law (0.6), 60 towns and a quarter scattered,
300 processes at places, chains of up to two, radii of 15 to 120 km; needs of a material (65 %), a family (28 %) or
a group (7 %).
"""
    OUT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main("--small" in sys.argv[1:])
