"""Published exchanges in a file: what was given to whom, as cases to measure the matcher by."""

import csv
from dataclasses import dataclass
from pathlib import Path

from circulair.files.faults import FileFaultError, FileRefusedError
from flows.partners import Case

REQUIRED = ("id", "output_text", "receiver_name_or_kind", "input_text", "status")
"""The columns that are read; there may be others."""

NOT_REALISED = "not realised"


@dataclass(frozen=True, slots=True)
class Published:
    """The cases of a file, and the texts of the offers and needs that they join, by id."""

    cases: tuple[Case, ...]
    offers: dict[str, str]
    needs: dict[str, str]


def read_published(path: Path) -> Published:
    """Return the exchanges that came about or still may, each text and each pair once.

    An offer is what was given; a need is a receiver with the use it makes.
    """
    offers: dict[str, str] = {}
    needs: dict[str, str] = {}
    cases: dict[tuple[str, str], Case] = {}
    for row in rows(path):
        receiver, use = row["receiver_name_or_kind"], row["input_text"]
        offer, need = plain(row["output_text"]), plain(f"{receiver}; {use}" if use else receiver)
        offers.setdefault(offer, row["output_text"])
        needs.setdefault(need, f"{receiver}; {use}")
        cases.setdefault((offer, need), Case(row["id"], offer, need))
    return Published(tuple(cases.values()), offers, needs)


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of the file that are measured."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        absent = [name for name in REQUIRED if name not in (reader.fieldnames or ())]
        if absent:
            raise FileRefusedError(*(FileFaultError(path.name, 0, name, "is missing") for name in absent))
        return [row for row in reader if row["status"] != NOT_REALISED]


def plain(text: str) -> str:
    """Return a text as it is compared: in small letters, with single spaces."""
    return " ".join(text.lower().split())
