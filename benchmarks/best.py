"""The best offers of every need: the section of the page."""

from pathlib import Path

from benchmarks.matching import ENGINES, Case, alone, growth, measured, ratios

FOLDER = Path("var/benchmarks")
CASES = (Case(1_000, 1_000, 5), Case(10_000, 10_000, 5), Case(100_000, 2_000, 5), Case(100_000, 100_000, 5),
         Case(1_000_000, 2_000, 5))  # fmt: skip
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


def section(small: bool) -> str:
    """Measure and return the part of the page."""
    lines = [row(case) for case in (SMALL if small else CASES)]
    sizes = {number: alone(number, rounds, FOLDER) for number, rounds in (GROWTH[:2] if small else GROWTH)}
    grown = [f"{a:,} to {b:,} listings a side: exponent {power:.2f}" for a, b, power in growth(sizes)]
    times = ", ".join(f"{number:,}: {seconds:.3g} s" for number, seconds in sizes.items())
    return f"""## The 20 best offers of every need

The time of a peer divided by ours, by the clock. Tables, frames and our index stand ready before the clock starts. Every engine
answers the same question on the same files: need, offer, route and order are the same, and scores differ by less than 1e-9.

| Listings a side | Needs asked | Rounds | {" | ".join(ENGINES)} |
|---|---|---|{"---|" * len(ENGINES)}
{chr(10).join(lines)}

Growth of the time for all needs: {"; ".join(grown)} ({times}).
"""
