"""Published exchanges in a file: who gave what to whom, as cases to measure the matcher by."""

import csv
from dataclasses import dataclass
from pathlib import Path

from circulair.files.faults import FileFaultError, FileRefusedError

REQUIRED = ("id", "giver_name_or_kind", "output_text", "receiver_name_or_kind", "input_text", "status")
"""The columns that are read; there may be others."""

NOT_REALISED = "not realised"


@dataclass(frozen=True, slots=True)
class Published:
    """One exchange of the file: its id, what was given and by whom, who took it and as what."""

    id: str
    giver: str
    output: str
    receiver: str
    use: str

    @property
    def need_text(self) -> str:
        """Return the receiver as a need: what it is, and the use it makes."""
        return f"{self.receiver}; {self.use}" if self.use else self.receiver


def read_published(path: Path) -> tuple[Published, ...]:
    """Return the exchanges of a CSV file that came about or still may."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        absent = [name for name in REQUIRED if name not in (reader.fieldnames or ())]
        if absent:
            raise FileRefusedError(*(FileFaultError(path.name, 0, name, "is missing") for name in absent))
        return tuple(
            Published(
                id=row["id"],
                giver=row["giver_name_or_kind"],
                output=row["output_text"],
                receiver=row["receiver_name_or_kind"],
                use=row["input_text"],
            )
            for row in reader
            if row["status"] != NOT_REALISED
        )
