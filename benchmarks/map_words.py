"""What docs/map.md says: what the public map costs, and what was made up for it."""

import os
import platform
from datetime import date
from typing import Any

Figures = dict[str, Any]

MOST_BYTES, MOST_MS, MOST_READY_MS = 300_000, 500, 3_000

ROWS = (
    ("– of them told by name", "flows", "{:,}"),
    ("– lines between neighbourhoods in the release", "cells", "{:,}"),
    ("Offers, needs, plants and vacant premises", "points", "{:,}"),
    ("Release as stored, kB", "stored", "kb"),
    ("**Page, raw bytes, kB**", "bytes", "kb"),
    ("– the same behind a proxy that compresses (gzip 6), kB", "gzip", "kb"),
    ("All that the page loads (styles, scripts, places), raw, kB", "all_bytes", "kb"),
    ("**Server, next visitors, median ms**", "later", "{:,.0f}"),
    ("– slowest of them, ms", "worst", "{:,.0f}"),
    ("– of that the processor, mean ms", "later_cpu", "{:,.0f}"),
    ("**First visitor, at once after a start, ms**", "at_once", "{:,.0f}"),
    ("– two seconds after a start, ms", "start_later", "{:,.0f}"),
    ("– at once after a new release, ms", "new_release", "{:,.0f}"),
    ("– at once after the first start of a new version, nothing kept, ms", "fresh", "{:,.0f}"),
    ("– of the first page (`/`), at once after a start, ms", "home", "{:,.0f}"),
    ("– in a process that made nothing ready: of that the processor, ms", "first_cpu", "{:,.0f}"),
    ("– a choice that nobody made before (one year), slowest, ms", "other", "{:,.0f}"),
    ("– another page of the table, median ms", "table", "{:,.0f}"),
    ("Places of one part of the map, first time, ms", "points_ms", "{:,.0f}"),
    ("– raw kB", "points_bytes", "kb"),
    ("– asked again with its ETag (304), ms", "again", "{:,.0f}"),
    ("**Interactive in Chromium, ms**", "interactive", "{:,.0f}"),
    ("Lines drawn", "lines", "{:,}"),
    ("Signs of places drawn", "signs", "{:,}"),
    ("Elements of the page", "nodes", "{:,}"),
    ("Height at 1280 px, px", "height", "{:,}"),
    ("Width at 390 px, at 320 px", "widths", "{}"),
    ("Requests to other hosts", "hosts", "{}"),
    ("Violations of the content policy", "violations", "{}"),
    ("What axe finds (1280 and 390 px)", "found", "{}"),
)


def text(cases: list[Figures], seed: int) -> str:
    """Return the document."""
    for case in cases:
        case["widths"] = f"{case['width 390']}, {case['width 320']}"
        case["hosts"] = len(case["foreign"])
        case["found"] = ", ".join(sorted(set(case["axe"]))) or "nothing"
    load = os.getloadavg()[1]
    return f"""# The public map at scale

Written by `make mapbench` on {date.today():%Y-%m-%d}; {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, mean load {load:.1f} over
five minutes; seed {seed}. Server and browser share the machine. A time is from the request to its last byte on
127.0.0.1, by the server that comes with Werkzeug.

| Exchanges | {" | ".join(f"{case['exchanges']:,}" for case in cases)} |
|---|{"---:|" * len(cases)}
{chr(10).join(row(cases, *one) for one in ROWS)}

{verdict(cases)}

## What was measured

* The town is made up (`benchmarks/map_world.py`): firms around the neighbourhoods of Sittard-Geleen, four years, half of
  the exchanges shown by name. The page reads a stored release and nothing else, so the exchanges themselves are not in the
  database. The release is written as `circulair release` stores it, but its cells were **not** decided by the audit, which
  takes minutes at such sizes: each line that rule 6.3 allows alone is told, as its decade, its step or exactly. So there are
  more lines than the audit would let be told, and the page has more to do.
* "Interactive" is the latest of the load event, the last answer, and the last task that kept the browser busy for more than 50 ms,
  after which nothing happened for 0.6 s; the middle of three times, each with an empty cache, after the server had answered before.
* First visitors are those of `circulair serve` itself, started anew for each figure (`benchmarks/map_starts.py`): at once is when
  its port takes connections. The map
  is kept with its release; a process reads the release and keeps what it reckoned until the release changes (docs/adr/0032).
* Times are of the clock, on a machine that other programs may use as well: the load above says how much. What the processor of
  the server spent is told beside them.
* Nothing is compressed by our own server. Bytes are raw; a proxy in front that compresses sends the second figure.
* Up to 500 places stand in the page, more are fetched in clusters for the part that is in sight.
"""


def row(cases: list[Figures], title: str, name: str, form: str) -> str:
    """Return one line of the table."""
    cells = (f"{case[name] / 1000:,.0f}" if form == "kb" else form.format(case[name]) for case in cases)
    return f"| {title} | {' | '.join(cells)} |"


def verdict(cases: list[Figures]) -> str:
    """Return which bounds are kept, in words that the figures decide."""
    heavy = [case["exchanges"] for case in cases if case["bytes"] > MOST_BYTES]
    slow = [case["exchanges"] for case in cases if case["exchanges"] <= 10_000 and case["later"] > MOST_MS]
    first = [
        case["exchanges"]
        for case in cases
        if case["exchanges"] <= 10_000
        and max(case[name] for name in ("at_once", "start_later", "new_release")) > MOST_MS
    ]
    late = [case["exchanges"] for case in cases if case["interactive"] > MOST_READY_MS]
    told = (
        (f"at most {MOST_BYTES // 1000} kB raw", heavy),
        (f"at most {MOST_MS} ms of the server by the clock up to 10,000 exchanges, next visitors", slow),
        (f"at most {MOST_MS} ms by the clock up to 10,000 exchanges, first visitors", first),
        (f"interactive within {MOST_READY_MS // 1000} s", late),
    )
    return "\n".join(
        f"* {what}: {'kept' if not broken else 'NOT kept at ' + ', '.join(f'{one:,}' for one in broken)}"
        for what, broken in told
    )
