"""Published waste names with the codes under which they were reported: cases to measure with."""

from collections.abc import Sequence
from pathlib import Path

from circulair.files.tables import read_rows
from flows.engine.phrases import Channel, Phrase

COLUMNS = ("text", "language", "code", "source", "kind")
LANGUAGES = ("nl", "en", "de")


def read_terms(path: Path) -> Sequence[Phrase]:
    """Return the names in a file, each with the codes that count as right, ``;`` between several."""
    found = []
    for row in read_rows(path, COLUMNS, required=("text", "language", "code")):
        if row["language"] not in LANGUAGES:
            raise row.fault("language", f"{row['language']!r} is none of nl, en, de")
        codes = tuple(code.strip() for code in row["code"].split(";"))
        found.append(Phrase(row["text"], row["language"], codes, "", Channel.REPORTED))
    return found
