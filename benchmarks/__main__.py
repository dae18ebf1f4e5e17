"""Measures and writes docs/performance.md: python -m benchmarks [--small] [PART ...].

Each part writes its own section anew and leaves the others as they were; without any, all parts are measured.
"""

import argparse
import os
import platform
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path

OUT = Path("docs/performance.md")
PARTS = {
    "best": "every need's best offers beside other engines, and growth",
    "memory": "the most memory of a process, and what it is made of",
    "arrivals": "one new need against many standing offers",
    "taking": "open offers from the database to columns",
    "serving": "registering and listing beside the smallest app",
    "planning": "the plan of a whole database",
    "allocation": "interior point beside simplex",
}
HEAD = """# How fast CirculAIR is

Written by `make bench`, each part on the day it says (`make bench PART="memory arrivals"` measures only those anew).
The machines are shared, so times by the clock are noisy: ratios are taken side by side in one run, engines in turn,
round by round: median (least–most). Every comparison first holds the answers against each other and stops where they differ.
"""
FOOT = """The worlds are made up by seed: our own materials, frequencies by Zipf's law (0.6), 60 towns and a quarter scattered,
300 processes at places, chains of up to two, radii of 15 to 120 km; needs of a material (65 %), a family (28 %) or
a group (7 %).
"""
SECTION = re.compile(r"<!-- part: (\w+) -->\n(.*?)(?=<!-- part: |<!-- end -->)", re.DOTALL)


def written(text: str) -> dict[str, str]:
    """Return the sections that a page holds by their parts."""
    return {name: body.strip() for name, body in SECTION.findall(text)}


def page(sections: Mapping[str, str]) -> str:
    """Return the page of these sections, in the order of the parts."""
    bodies = [f"<!-- part: {name} -->\n{sections[name].strip()}\n" for name in PARTS if name in sections]
    return "\n".join([HEAD, *bodies, f"<!-- end -->\n{FOOT}"])


def measured(name: str, *, small: bool) -> str:
    """Measure one part and return its section, with the day and how much else the machine did."""
    section: Callable[[bool], str] = import_module(f"benchmarks.{name}").section
    before = os.getloadavg()[0]
    body = section(small)
    noise = f"load of the machine {before:.1f} before and {os.getloadavg()[0]:.1f} after, this included"
    where = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    return f"{body.strip()}\n\nMeasured on {date.today():%Y-%m-%d}: {where}; {noise}."


def main(names: Sequence[str], *, small: bool) -> None:
    """Measure some parts, or all, and write the page after each."""
    for name in names or PARTS:
        told = measured(name, small=small)
        sections = written(OUT.read_text(encoding="utf-8")) if OUT.exists() else {}
        OUT.write_text(page(sections | {name: told}), encoding="utf-8")


if __name__ == "__main__":
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--small", action="store_true", help="only what takes a minute or two")
    told.add_argument("parts", nargs="*", metavar="PART", choices=[[], *PARTS], help=", ".join(PARTS))
    wanted = told.parse_args()
    main(wanted.parts, small=wanted.small)
