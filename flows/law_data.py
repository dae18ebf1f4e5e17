"""The data of the law: sources, dates, exemptions, processing methods, entries and materials, as tables."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from flows.materials import load_materials

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule was read: its title, how much of it was read (full, part, none), its address if known."""

    key: str
    title: str
    read: str
    address: str


@dataclass(frozen=True, slots=True)
class Period:
    """From when until when a regime holds, open where None, and the key of the source."""

    starts: date
    ends: date | None
    source: str

    def holds(self, day: date) -> bool:
        """Return whether it holds on a day."""
        return self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True, slots=True)
class BorderEntry:
    """An entry of the waste lists for shipments: its regime, and the most of anything else, in % by mass."""

    code: str
    what: str
    green: bool
    most_other_pct: int | None
    source: str


@dataclass(frozen=True, slots=True)
class Method:
    """A processing method of LMA: its Dutch name, the EU's operation and our strategy, both proposals."""

    code: str
    name_nl: str
    operation: str
    strategy: str


@dataclass(frozen=True, slots=True)
class Standard:
    """A minimum standard for the treatment of a material, as the hub recorded it from a plan."""

    material: str
    plan: str
    version: str
    valid_from: date
    text: str
    url: str


def _rows(file_name: str) -> list[dict[str, str]]:
    with (DATA / file_name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def load_sources() -> Mapping[str, Source]:
    """Return every source by its key, read once."""
    return {row["key"]: Source(**row) for row in _rows("law_sources.csv")}


@cache
def load_dates() -> Mapping[str, Period]:
    """Return from when until when each regime holds, by its code, read once."""
    return {row["code"]: _period(row) for row in _rows("law_dates.csv")}


def _period(row: Mapping[str, str]) -> Period:
    ends = date.fromisoformat(row["ends"]) if row["ends"] else None
    return Period(date.fromisoformat(row["starts"]), ends, row["source"])


@cache
def load_entries() -> Mapping[str, BorderEntry]:
    """Return every entry for shipments by its code, read once."""
    return {row["code"]: _entry(row) for row in _rows("law_entries.csv")}


def _entry(row: Mapping[str, str]) -> BorderEntry:
    most = int(row["most_other_pct"]) if row["most_other_pct"] else None
    return BorderEntry(row["code"], row["what"], row["regime"] == "green", most, row["source"])


@cache
def load_exemptions() -> tuple[str, ...]:
    """Return the codes of the exemptions from the accompanying letter (domain.md 1.4), read once."""
    return tuple(row["code"] for row in _rows("law_exemptions.csv"))


@cache
def load_methods() -> Mapping[str, Method]:
    """Return the processing methods by their code, read once; the list can grow."""
    return {
        row["code"]: Method(row["code"], row["name_nl"], row["operation"], row["strategy"])
        for row in _rows("law_methods.csv")
    }


@cache
def load_standards() -> tuple[Standard, ...]:
    """Return the minimum standards that were recorded, read once; none ships with CirculAIR."""
    return tuple(
        Standard(
            row["material"],
            row["plan"],
            row["version"],
            date.fromisoformat(row["valid_from"]),
            row["text"],
            row["url"],
        )
        for row in _rows("law_standards.csv")
    )


@cache
def load_concerned() -> Mapping[str, frozenset[str]]:
    """Return which materials each question of the law concerns, with all below them, read once."""
    tree, found = load_materials(), dict[str, frozenset[str]]()
    for row in _rows("law_materials.csv"):
        below = frozenset(tree.descendants(row["material"]))
        found[row["asks"]] = found.get(row["asks"], frozenset()) | below
    return found


def concerns(question: str, material: str) -> bool:
    """Tell whether a material belongs to those that a question concerns."""
    return material in load_concerned()[question]


def standard_of(material: str, standards: tuple[Standard, ...]) -> Standard | None:
    """Return the minimum standard recorded for a material or for what it belongs to, the nearest first."""
    line = load_materials().line(material) if material else ()
    return next((one for slug in line for one in standards if one.material == slug), None)
