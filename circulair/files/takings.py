"""Published exchanges as takings: texts of offers, of businesses, and who really took what, case by case."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from circulair.files.described import SEVERAL
from circulair.files.tables import Row, read_rows
from flows.described import Described

REQUIRED = (
    *("output_text", "giver_nace", "receiver_name_or_kind", "receiver_nace"),
    *("input_text", "status", "stream_class", "case"),
)
LANGUAGE = "en"
"""The collections are in English."""


@dataclass
class Takings:
    """Each offer and each business once; a business is told by its name and its use, not by what it took."""

    offers: dict[str, Described] = field(default_factory=dict)
    takers: dict[str, Described] = field(default_factory=dict)
    uses: dict[str, set[str]] = field(default_factory=dict)
    took: dict[str, set[str]] = field(default_factory=dict)
    cases: dict[str, set[str]] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        """Take in a row of the file."""
        what, who = row["output_text"].lower(), row["receiver_name_or_kind"].lower()
        given = Described(
            f"o{len(self.offers) + 1}", row["output_text"], LANGUAGE, sectors(row["giver_nace"])
        )
        taker = Described(f"t{len(self.takers) + 1}", who, LANGUAGE, sectors(row["receiver_nace"]))
        self.offers.setdefault(what, given)
        self.takers.setdefault(who, taker)
        self.uses.setdefault(who, set()).update(filter(None, [row["input_text"]]))
        self.took.setdefault(what, set()).add(who)
        self.cases.setdefault(what, set()).add(row["case"])

    def told(self) -> Mapping[str, Described]:
        """Return the businesses by name, each told by its name and the uses it makes."""
        return {
            who: Described(one.id, " ".join([who, *sorted(self.uses[who])]), LANGUAGE, one.sectors)
            for who, one in self.takers.items()
        }


def read_takings(path: Path) -> Takings:
    """Return the exchanges of materials in a file that came about or still may."""
    found = Takings()
    for row in read_rows(path, None, required=REQUIRED):
        if row["stream_class"] == "material" and row["status"] != "not realised":
            found.add(row)
    return found


def sectors(cell: str) -> tuple[str, ...]:
    """Return the sector codes in a cell."""
    return tuple(part.strip() for part in SEVERAL.split(cell) if part.strip())
