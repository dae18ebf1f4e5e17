"""What docs/scale.md says: the measured constants, and what follows from them for 100 million listings a side."""

import math
import os
import platform
from datetime import date

Figures = dict[str, float]
Cases = dict[int, tuple[Figures, Figures]]

FAR = 100_000_000
MOST = 20
INDEX = 19 * 8 + 12 * 8 + 21 * 8 / 32
"""Bytes of the index for each offer: a row of 19 figures, 12 fields, and bounds for each block of 32."""

SIDE = 14 * 8 + 1
"""Bytes of a listing in the columns that are searched."""

STEPS = ("columns", "index", "search", "write")
TOGETHER = ("start", "layout", "search", "settle", "join")


def text(reads: list[Figures], cases: Cases, workers: int) -> str:
    """Return the document."""
    load = os.getloadavg()[1]
    state = "a loaded machine" if load > 1.5 * workers else "a quiet machine"
    return f"""# Large files, and several machines

Written by `make scale` on {date.today():%Y-%m-%d}; {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()};
{state} (mean load {load:.1f} over five minutes). Constants of one run are comparable; those of two runs are not.

## Reading and checking

One row after the other, none kept. Every row becomes columns, {reads[-1]["columns"]:.0f} bytes and its id ({reads[-1]["ids"]:.0f} bytes here); each
different organisation takes some 170 bytes more, and 8 bytes a row tell whether an id may stand twice.

| Rows | File | Processor, s | µs a row | MB before | MB held after | bytes a row held | Most MB | bytes a row at most |
|---|---|---|---|---|---|---|---|---|
{chr(10).join(map(read_row, reads))}

All faults are found before anything is searched; at most 50 are named. Arrow holds some batches of a Parquet file
besides, and for a moment 24 bytes a row are needed to sort what tells of doubles.

## One process, and {workers} workers of a cluster beside it

The same listings, the same bytes written, in one run; {", ".join(f"{size:,}" for size in cases)} listings a side, 300 processes, the best {MOST}.
Seconds are of the processor, of all processes and threads together: other programs change these little. One process
searches with all {os.cpu_count()} cores and does the rest with one; workers have a core each, on the same machine.
Of the search of the cluster, about a second for each worker is loading the compiled kernel.

| | {" | ".join(f"{size:,}" for size in cases)} |
|---|{"---|" * len(cases)}
{chr(10).join(rows_of(cases))}

{verdict(cases, workers)}

{derivation(reads, cases)}
"""


def read_row(read: Figures) -> str:
    """Return the line of one file."""
    rows = read["rows"]
    held, most = ((read[name] - read["before"]) * 2**20 / rows for name in ("held", "most"))
    return (
        f"| {rows:,} | {read['kind']}, {read['file'] / 1e6:,.0f} MB | {read['seconds']:.1f} | {read['seconds'] / rows * 1e6:.1f} | "
        f"{read['before']:.0f} | {read['held']:,.0f} | {held:.0f} | {read['most']:,.0f} | {most:.0f} |"
    )


def rows_of(cases: Cases) -> list[str]:
    """Return the lines of the table of both ways."""
    told = [
        ("Pairs of an offer and a need that a route joins", lambda own, _many: f"{own['pairs']:,}"),
        ("Matches written", lambda own, _many: f"{own['matches']:,}"),
        *((f"One process: {name}, s", lambda own, _many, name=name: f"{own[name]:.2f}") for name in STEPS),
        ("One process in all, s", lambda own, _many: f"{sum(own[name] for name in STEPS):.2f}"),
        ("– search, ns a pair", lambda own, _many: f"{own['search'] / own['pairs'] * 1e9:.2f}"),
        ("– write, µs a match", lambda own, _many: f"{own['write'] / own['matches'] * 1e6:.1f}"),
        ("– most memory, MB", lambda own, _many: f"{own['memory']:,.0f}"),
        *((f"Cluster: {name}, s", lambda _own, many, name=name: f"{many[name]:.2f}") for name in TOGETHER),
        ("Cluster in all, s", lambda _own, many: f"{sum(many[name] for name in TOGETHER):.2f}"),
        ("– an empty task, ms", lambda _own, many: f"{many['task'] * 1e3:.2f}"),
        ("– tasks", lambda _own, many: f"{many['tasks']:.0f}"),
        ("– returned to the one that asks, bytes", lambda _own, many: f"{many['sent']:,}"),
        ("– laid out on disk, MB", lambda _own, many: f"{many['laid'] / 1e6:.1f}"),
        ("– finds on disk, MB", lambda _own, many: f"{many['finds'] / 1e6:.1f}"),
        ("– most memory of a worker, MB", lambda _own, many: f"{many['worker']:,.0f}"),
        ("Cluster / one process", lambda own, many: f"{total(many, TOGETHER) / total(own, STEPS):.2f}"),
    ]
    return [f"| {name} | " + " | ".join(cell(*case) for case in cases.values()) + " |" for name, cell in told]


def total(figures: Figures, names: tuple[str, ...]) -> float:
    """Return the seconds of some steps together."""
    return sum(figures[name] for name in names)


def in_turn(own: Figures) -> float:
    """Return how long one process takes if nobody else uses the machine: its search runs on all cores."""
    return total(own, STEPS) - own["search"] * (1 - 1 / (os.cpu_count() or 1))


def verdict(cases: Cases, workers: int) -> str:
    """Return where a cluster breaks even, step by step from what was measured."""
    size, (own, many) = list(cases.items())[-1]
    alone, fixed = in_turn(own), many["start"] + many["layout"] + many["join"]
    divided = many["search"] + many["settle"]
    lines = [
        "**Where it breaks even.** What a cluster adds is starting, laying out and joining; what it divides is searching and "
        f"writing. At {size:,} a side: {many['start']:.1f} + {many['layout']:.1f} + {many['join']:.1f} = {fixed:.1f} s added, "
        f"{many['search']:.1f} + {many['settle']:.1f} = {divided:.1f} s to divide, against {alone:.1f} s in one process, whose search runs on {os.cpu_count()} cores."
    ]
    if alone > fixed:
        lines.append(
            f"So {fixed:.1f} + {divided:.1f} / w = {alone:.1f} s at w = {divided / (alone - fixed):.1f} workers, each with a core of its own."
        )
    else:
        lines.append(
            "What it adds is more than one process needs in all: here no number of workers is worth it."
        )
    lines.append(
        f"With {workers} workers that is {fixed + divided / workers:.1f} s, {(fixed + divided / workers) / alone:.2f} times as long as one process. "
        "The search alone gains nothing on one machine, for there one process uses all cores already; what gains is "
        "writing, where one process uses one core."
    )
    return "\n".join(lines)


def derivation(reads: list[Figures], cases: Cases) -> str:
    """Return what 100 million listings a side need, each figure with how it comes about."""
    sizes = list(cases)
    size, (own, many) = list(cases.items())[-1]
    read = reads[-1]
    held = (read["held"] - read["before"]) * 2**20 / read["rows"]
    power = math.log(own["search"] / cases[sizes[0]][0]["search"]) / math.log(size / sizes[0])
    core_search = own["search"]
    search = core_search * (FAR / size) ** power
    per_match, joined = many["settle"] / own["matches"], many["join"] / own["matches"]
    reading = read["seconds"] / read["rows"] * 2 * FAR
    laying = many["layout"] / size * FAR
    laid, found = many["laid"] / (2 * size), many["finds"] / own["matches"]
    matches = MOST * FAR
    work = search + per_match * matches
    fixed = reading + laying + joined * matches
    part = 1 << 21
    return f"""**Who may reach it.** `--workers` listens on 127.0.0.1 only and opens no dashboard. A scheduler that you give with
`--cluster`, and its workers, must stand in a network that you trust, behind a firewall: Dask asks nobody who he is and
runs whatever is sent to it.

## What 100 million listings a side would need

On paper, from the constants above; nothing of this size was run here.

| What | How | Comes to |
|---|---|---|
| Reading and checking, one process | {read["seconds"] / read["rows"] * 1e6:.1f} µs × 2 × 10⁸ rows | {hours(reading)} |
| Memory of the process that asks: shelves | {held:.0f} bytes × 2 × 10⁸ | {held * 2 * FAR / 1e9:.0f} GB |
| – and columns while it lays out | {SIDE} bytes × 2 × 10⁸ | {SIDE * 2 * FAR / 1e9:.0f} GB |
| Index, over all parts | {INDEX:.0f} bytes × 10⁸ offers | {INDEX * FAR / 1e9:.0f} GB |
| – of one part of {part / 1e6:.1f} million offers, with its columns and shelf | ({INDEX:.0f} + {SIDE} + {held:.0f}) bytes × {part:,} | {(INDEX + SIDE + held) * part / 1e9:.1f} GB a worker, and its needs |
| Laying out, one process | {many["layout"] / size * 1e6:.1f} µs × 10⁸ a side | {hours(laying)} |
| Disk, laid out | {laid:.0f} bytes × 2 × 10⁸ | {laid * 2 * FAR / 1e9:.0f} GB |
| Disk, finds, twice while they are put together | {found:.0f} bytes × {MOST} × 10⁸ × 2 | {found * matches * 2 / 1e9:,.0f} GB |
| Search, of one core | {core_search:.1f} s × ({FAR / size:,.0f})^{power:.2f}, the growth from {sizes[0]:,} to {size:,} in this run | {hours(search)} |
| Writing, of one core | {per_match * 1e6:.1f} µs × {MOST} × 10⁸ matches | {hours(per_match * matches)} |
| Joining, one process | {joined * 1e6:.1f} µs × {MOST} × 10⁸ matches | {hours(joined * matches)} |
| Tasks | {FAR // part + 1} parts + {FAR // (1 << 16) + 1:,} stretches, {many["task"] * 1e3:.1f} ms each | {hours((FAR // part + 1 + FAR // (1 << 16) + 1) * many["task"])} |
| In all with 16 machines of 8 cores | {hours(fixed)} + {hours(work)} / 128 | {hours(fixed + work / 128)} |
| In all on one machine of 2 cores | {hours(fixed)} + {hours(work)} / 2 | {hours(fixed + work / 2)} |

What is not divided (reading, laying out, joining) soon outweighs what is. Beyond that, reading several files side by
side and taking the matches as the files that the workers write are the next steps; neither is built. An index fits one
machine of 24 GB up to about {24e9 / (INDEX + 2 * SIDE + 2 * held) / 1e6:.0f} million offers with as many needs ({INDEX:.0f} + 2 × {SIDE} + 2 × {held:.0f} bytes each); until then a cluster
is a matter of time, not of memory."""


def hours(seconds: float) -> str:
    """Return a duration in the unit that one reads most easily."""
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:,.0f} h"
