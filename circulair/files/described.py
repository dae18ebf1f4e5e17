"""Offers and businesses described in words, in a file: one a row, with the sector of who it is."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from circulair.files.faults import FileFaultError, FileRefusedError
from circulair.files.tables import MOST_FAULTS, Row, read_rows
from flows.described import Described
from flows.recognition import LONGEST_TEXT

COLUMNS = ("id", "text", "language", "sector")
LANGUAGES = ("nl", "en", "de")
SEVERAL = re.compile(r"[/;]")
SECTOR = re.compile(r"[0-9]{2,6}")


def read_described(path: Path) -> Sequence[Described]:
    """Return what a file describes, or refuse it with every fault; ``/`` or ``;`` parts several sectors."""
    found: dict[str, Described] = {}
    faults: list[FileFaultError] = []
    for row in read_rows(path, COLUMNS, required=COLUMNS):
        faults += faults_of(row, found)
        if len(faults) >= MOST_FAULTS:
            break
        found[row["id"]] = Described(row["id"], row["text"], row["language"], sectors_of(row))
    if not faults and not found:
        faults.append(FileFaultError(path.name, 0, "", "has no rows below the heading"))
    if faults:
        raise FileRefusedError(*faults)
    return tuple(found.values())


def faults_of(row: Row, found: dict[str, Described]) -> Iterator[FileFaultError]:
    """Yield what is wrong with a row."""
    if not row["id"]:
        yield row.fault("id", "is empty")
    if row["id"] in found:
        yield row.fault("id", f"{row['id']!r} stands in an earlier row too")
    if not row["text"]:
        yield row.fault("text", "is empty")
    if len(row["text"]) > LONGEST_TEXT:
        yield row.fault("text", f"is longer than {LONGEST_TEXT} signs")
    if row["language"] not in LANGUAGES:
        yield row.fault("language", f"{row['language']!r} is none of nl, en, de")
    for code in sectors_of(row):
        if not SECTOR.fullmatch(code):
            yield row.fault("sector", f"{code!r} is no code of two to six digits")


def sectors_of(row: Row) -> tuple[str, ...]:
    """Return the sector codes of a row, without the dots that some write in them."""
    parts = (part.strip().replace(".", "") for part in SEVERAL.split(row["sector"]))
    return tuple(part for part in parts if part)
