"""What is published of made-up towns, attacked and counted: python -m benchmarks.disclosure writes docs/disclosure.md."""

import os
import platform
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flows.disclosure import Cell
from flows.engine.suppression import chosen
from tests.attacker import Belief, Row, finds
from tests.towns import TOWNS, Table, Town, guarded, informative, naive, occupied

OUT = Path("docs/disclosure.md")
BELIEFS = (Belief(), Belief(moving=True), Belief(given=False))


@dataclass(frozen=True)
class Outcome:
    """What came of one town."""

    town: Town
    table: Table
    cells: list[Cell]
    seconds: float

    def found(self, cells: list[Cell], beliefs: tuple[Belief, ...]) -> tuple[int, int]:
        """Return whose tonnes everybody knows too well, and whose a participant does."""
        rows, areas = self.table
        told = [Row(one.release, one.material, one.area, str(one.bounds or "")) for one in cells]
        found = {one for belief in beliefs for one in finds(rows, told, areas, belief)}
        outside = {(one.organisation, one.what) for one in found if not one.insider}
        return len(outside), len({(one.organisation, one.what) for one in found if one.insider} - outside)


def outcome(town: Town) -> Outcome:
    """Decide what is published of a town."""
    table = town.table()
    start = time.process_time()
    cells = [cell for step in chosen(*table) for cell in step.cells]
    return Outcome(town, table, cells, time.process_time() - start)


def lines() -> Iterator[tuple[str, str]]:
    """Yield the lines of a town in both tables."""
    for town in TOWNS:
        it = outcome(town)
        rows, areas = it.table
        held = occupied(rows, areas)
        ours = informative(it.cells, held)
        guard = max(guarded(rows, areas, large_first=first) for first in (True, False))
        outside, inside = it.found(it.cells, BELIEFS)
        given_away, to_insiders = it.found(naive(rows, areas), BELIEFS[:1])
        firms = len({row.organisation for row in rows})
        print(
            f"town {town.seed}: {ours} of {len(held)}, guard {guard}, found {outside} + {inside}",
            file=sys.stderr,
        )
        yield (
            f"| {town.seed} | {firms} | {len(rows)} | {town.materials} × {len(areas)} | {len(held)} | {guard} | {ours} "
            f"| {ours / guard:.1f} | {outside} | {inside} | {given_away} + {to_insiders} | {it.seconds:.1f} |",
            f"| {town.seed} | " + " | ".join(str(count) for count in kinds(it.cells, held)) + " |",
        )


def kinds(cells: list[Cell], held: set[tuple[str, str, str]]) -> list[int]:
    """Count the cells with somebody in them by what they say: exact, a step, a decade, by why, or nothing."""
    reasons = Counter(one.reason.value for one in cells if (one.release, one.material, one.area) in held)
    return [reasons[name] for name in ("consent", "enough", "step", "magnitude", "too_few", "would_tell")]


def main() -> None:
    """Attack all towns and write what came of it."""
    first, second = zip(*lines(), strict=True)
    text = f"""# What is published of a table, and what can be worked out of it

Written by `make disclosure` (`python -m benchmarks.disclosure`) on {date.today():%Y-%m-%d}; {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}.
The rule and what it promises are in [ADR 0020](adr/0020-nobody-given-away-by-differences.md); the towns are made up by seed in
`tests/towns.py`: four quarters, firms that join, leave and change their figures, some with consent, four to six
quarters of a town and four areas of them that overlap.

| Seed | Firms | Rows | Materials × areas | Cells with somebody | Simple guard | Ours | Ratio | Known to all | Known to one inside | Naive sums give away | Seconds |
|---|---|---|---|---|---|---|---|---|---|---|---|
{chr(10).join(first)}

**Simple guard, ours**: cells with somebody in them that are exact, or whose high end is at most ten times the low one.
The guard publishes a cell only if it has five organisations of which the two largest are below 85 %, and so has every
difference with any cell ever published, both ways, unless that is empty. It is run with the large areas first and with
the small ones first; the better counts. A figure with consent is nobody's secret to either.

**Known**: figures, and tonnes of an organisation in a release, of one material and of all, of which the whole interval
that the published cells allow lies within 50 % of the truth (to all), or within 25 % for a participant who knows all his own figures. The
attacker (`tests/attacker.py`) shares no code with the audit: he asks HiGHS for the least and the most of each sum, beside
all cells of all releases, for everybody and for each participant in turn. He does so three times: figures shown with consent
known; besides, a figure that is the same in two areas known to be one; and nothing known but the cells.
The same attacker on naive exact sums shows that he finds what is there (to all + to one inside).

## What the cells say

| Seed | Exact, all consent | Exact | 1-2-5 step | Decade | Hidden, fewer than five | Hidden, else somebody is given away |
|---|---|---|---|---|---|---|
{chr(10).join(second)}
"""
    OUT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
