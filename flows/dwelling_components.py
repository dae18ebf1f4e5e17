"""What usually comes free in one dwelling of a type: our own estimates, grade D, facts of no dwelling."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path

from flows.errors import FlowsError
from flows.materials import load_materials
from flows.streams import Grade, RangeOrderError

DATA = Path(__file__).parent / "data" / "dwelling_components.csv"
ESTIMATE = "estimate of CirculAIR, not measured"
UNITS = ("piece", "t")
"""In what components are counted: those that come whole by the piece, matter in tonnes."""


class Dwelling(StrEnum):
    """A type of dwelling."""

    TERRACED = "terraced"
    SEMI_DETACHED = "semi_detached"
    STAIRWELL_FLAT = "stairwell_flat"
    GALLERY_FLAT = "gallery_flat"
    SENIOR = "senior"


class Work(StrEnum):
    """What happens to dwellings."""

    DEMOLITION = "demolition"
    RENOVATION = "renovation"


class Part(StrEnum):
    """A part of a dwelling that is taken out."""

    INTERIOR = "interior"
    KITCHEN = "kitchen"
    BATHROOM = "bathroom"
    HEATING = "heating"
    FRAMES = "frames"
    ROOF = "roof"
    SHELL = "shell"


class ComponentListError(FlowsError):
    """The list of components of dwellings does not fit together."""

    code = "works.list"

    def __init__(self, dwelling: str, why: str) -> None:
        super().__init__(dwelling, why)
        self.dwelling, self.why = dwelling, why

    def __str__(self) -> str:
        return f"components of {self.dwelling}: {self.why}"


@dataclass(frozen=True, slots=True)
class Component:
    """A material in one dwelling: how much at least, likely and at most, in its own unit (piece or t).

    ``suspect`` says that asbestos can be in or behind it in an old building.
    """

    dwelling: Dwelling
    material: str
    part: Part
    unit: str
    low: Decimal
    likely: Decimal
    high: Decimal
    works: frozenset[Work]
    suspect: bool
    grade: Grade
    source: str

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise ComponentListError(self.dwelling, f"{self.material} is counted in {self.unit}")
        if not 0 <= self.low <= self.likely <= self.high:
            raise RangeOrderError(self.low, self.likely, self.high)
        whole = all(end == end.to_integral_value() for end in (self.low, self.likely, self.high))
        if self.likely == 0 or (self.unit == "piece" and not whole):
            raise ComponentListError(self.dwelling, f"{self.material} is no whole number above nought")
        if not self.works or (self.grade is Grade.ASSUMED) != (self.source == ESTIMATE):
            raise ComponentListError(
                self.dwelling, f"{self.material}: our estimate is grade D, nothing else is"
            )

    def comes_free(self, work: Work, parts: Iterable[Part]) -> bool:
        """Return whether works free it: all that demolition frees, of a renovation what is taken out."""
        return work in self.works and (work is Work.DEMOLITION or self.part in parts)


def components_of(dwelling: Dwelling) -> tuple[Component, ...]:
    """Return what is expected in one dwelling of a type, in the order of the list."""
    return _by_dwelling()[dwelling]


RENOVATED = tuple(part for part in Part if part is not Part.SHELL)
"""What a renovation can take out: without its shell there is no dwelling left."""


def checked(components: Iterable[Component]) -> dict[Dwelling, tuple[Component, ...]]:
    """Return components by dwelling if each material is known and none stands twice."""
    found: dict[Dwelling, dict[str, Component]] = {dwelling: {} for dwelling in Dwelling}
    for one in components:
        if one.material not in load_materials():
            raise ComponentListError(one.dwelling, f"{one.material} is no material of the list")
        if one.material in found[one.dwelling]:
            raise ComponentListError(one.dwelling, f"{one.material} stands twice")
        found[one.dwelling][one.material] = one
    return {dwelling: tuple(own.values()) for dwelling, own in found.items()}


@cache
def _by_dwelling() -> dict[Dwelling, tuple[Component, ...]]:
    with DATA.open(encoding="utf-8", newline="") as file:
        return checked(_component(row) for row in csv.DictReader(file))


def _component(row: Mapping[str, str]) -> Component:
    low, likely, high = (Decimal(row[end]) for end in ("low", "likely", "high"))
    return Component(
        dwelling=Dwelling(row["dwelling"]),
        material=row["material"],
        part=Part(row["part"]),
        unit=row["unit"],
        low=low,
        likely=likely,
        high=high,
        works=frozenset(Work(one) for one in row["works"].split()),
        suspect=row["suspect"] == "yes",
        grade=Grade(row["grade"]),
        source=row["source"],
    )
