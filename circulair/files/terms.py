"""Published waste names with the codes under which they were reported: cases to measure with."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from circulair.files.tables import read_rows

COLUMNS = ("text", "language", "code", "source", "kind")
LANGUAGES = ("nl", "en", "de")


@dataclass(frozen=True, slots=True)
class ReportedName:
    """What somebody called a waste, and the codes that count as right."""

    text: str
    language: str
    codes: tuple[str, ...]


def read_terms(path: Path) -> Sequence[ReportedName]:
    """Return the names in a file; ``;`` stands between several codes."""
    found = []
    for row in read_rows(path, COLUMNS, required=("text", "language", "code")):
        if row["language"] not in LANGUAGES:
            raise row.fault("language", f"{row['language']!r} is none of nl, en, de")
        codes = tuple(code.strip() for code in row["code"].split(";"))
        found.append(ReportedName(row["text"], row["language"], codes))
    return found
