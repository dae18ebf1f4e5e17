"""Origins: which chapters of the waste list a sector's waste mostly falls under."""

import csv
from functools import cache
from pathlib import Path

import numpy as np

from flows.engine.likeness import Floats
from flows.eural import load_eural

DATA = Path(__file__).parent.parent / "data" / "origins.csv"

TIMES_LIKELIER = 6.0
"""How many times likelier a code of the sector's own chapters becomes; an assumption, grade D."""


@cache
def lean(sector: str) -> Floats:
    """Return what is added to the score of each Eural code for a sector (SBI code, "" if unknown).

    A sector decides between origins of the same thing; it outweighs no clear word.
    """
    own = {row_code for division, row_code in _rows() if sector.startswith(division)}
    codes = [entry.code for entry in load_eural()]
    return np.array(
        [np.log(TIMES_LIKELIER) if any(code.startswith(part) for part in own) else 0 for code in codes],
        np.float32,
    )


@cache
def _rows() -> tuple[tuple[str, str], ...]:
    with DATA.open(encoding="utf-8", newline="") as file:
        return tuple((row["sbi"], row["eural"]) for row in csv.DictReader(file))
