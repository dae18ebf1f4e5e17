"""Uses: which kinds of business use which residues, in place of what: general knowledge, graded D."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from flows.errors import FlowsError
from flows.materials import load_materials

DATA = Path(__file__).parent / "data"
NOTHING = "nothing"
"""What stands where a use takes the place of nothing."""

LATER = 0.2
"""How much each use counts for less than the one before it: those of a residue stand in order."""


class UseListError(FlowsError):
    """The list of residues, of businesses or of their uses breaks one of its laws; ``law`` says which."""

    code = "use.list"

    def __init__(self, name: str, law: str) -> None:
        super().__init__(name, law)
        self.name, self.law = name, law

    def __str__(self) -> str:
        return f"{self.name!r}: {self.law}"


class HowUsual(StrEnum):
    """How usual it is that a business of a kind uses a residue."""

    USUAL = "usual"
    KNOWN = "known"
    POSSIBLE = "possible"


WORTH: Mapping[HowUsual, float] = {HowUsual.USUAL: 1.0, HowUsual.KNOWN: 0.6, HowUsual.POSSIBLE: 0.35}


@dataclass(frozen=True, slots=True)
class Residue:
    """What industry calls by one name when it is left over: our materials that it may be, and who has it."""

    code: str
    name: str
    materials: tuple[str, ...]
    origins: tuple[str, ...]  # beginnings of SBI codes of those who have it
    words: tuple[str, ...]

    def __post_init__(self) -> None:
        unknown = [slug for slug in self.materials if slug not in load_materials()]
        if unknown:
            raise UseListError(self.code, f"{unknown[0]} is no material")
        if not self.words:
            raise UseListError(self.code, "is called nothing")


@dataclass(frozen=True, slots=True)
class Business:
    """A kind of business, by the codes of its trade and by the words that people have for it."""

    code: str
    name: str
    sectors: tuple[str, ...]  # beginnings of SBI codes
    words: tuple[str, ...]
    name_nl: str = ""
    name_de: str = ""

    def called(self, language: str) -> str:
        """Return the name in nl, en or de without an article; another language is answered in English."""
        english = self.name.removeprefix("a ").removeprefix("an ")
        return {"nl": self.name_nl, "de": self.name_de}.get(language) or english


@dataclass(frozen=True, slots=True)
class Use:
    """What a kind of business makes of a residue, and what that takes the place of."""

    residue: str
    business: str
    how: HowUsual
    use: str
    replaces: str
    place: int  # among the uses of its residue, from nought

    def __post_init__(self) -> None:
        if not (self.use and self.replaces):
            raise UseListError(
                self.residue, f"does not say what {self.business} does with it, or instead of what"
            )

    @property
    def worth(self) -> float:
        """Return how much speaks for this use, at most 1: the more usual and the earlier named, the more."""
        return WORTH[self.how] / (1 + LATER * self.place)


@dataclass(frozen=True, slots=True)
class UseList:
    """All residues, businesses and uses between them."""

    residues: tuple[Residue, ...]
    businesses: tuple[Business, ...]
    uses: tuple[Use, ...]

    def __post_init__(self) -> None:
        residues = unlike(one.code for one in self.residues)
        businesses = unlike(one.code for one in self.businesses)
        unlike(f"{one.residue} in {one.business}" for one in self.uses)
        for use in self.uses:
            if use.residue not in residues:
                raise UseListError(use.residue, "is no residue of the list")
            if use.business not in businesses:
                raise UseListError(use.business, "is no business of the list")


def unlike(names: Iterable[str]) -> frozenset[str]:
    """Return names if none stands twice."""
    found: set[str] = set()
    for name in names:
        if name in found:
            raise UseListError(name, "is listed twice")
        found.add(name)
    return frozenset(found)


@cache
def load_uses() -> UseList:
    """Return the uses that ship with CirculAIR, read once."""
    residues = tuple(
        Residue(
            row["code"], row["name"], _parts(row["materials"]), _parts(row["origins"]), _parts(row["words"])
        )
        for row in _rows("residues.csv")
    )
    businesses = tuple(
        Business(
            row["code"],
            row["name"],
            _parts(row["nace"]),
            _parts(row["words"]),
            row["name_nl"],
            row["name_de"],
        )
        for row in _rows("businesses.csv")
    )
    return UseList(residues, businesses, tuple(_uses()))


def replaced(use: Use, language: str) -> str:
    """Return in nl, en or de what a use takes the place of; nothing where it takes no place."""
    return "" if use.replaces == NOTHING else _replaced()[use.replaces].get(language, use.replaces)


@cache
def _replaced() -> Mapping[str, Mapping[str, str]]:
    return {row["en"]: row for row in _rows("replaced.csv")}


def _uses() -> Iterable[Use]:
    places: dict[str, int] = {}
    for row in _rows("uses.csv"):
        if row["grade"] != "D":
            raise UseListError(row["residue"], "our own knowledge is grade D, nothing else is in this list")
        place = places[row["residue"]] = places.get(row["residue"], -1) + 1
        yield Use(row["residue"], row["business"], HowUsual(row["how"]), row["use"], row["replaces"], place)


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())
