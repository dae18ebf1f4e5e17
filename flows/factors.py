"""Emission factors: published figures with source, year and grade, in editions that are never rewritten."""

import csv
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from flows.errors import FlowsError, UnknownCodeError
from flows.streams import Grade

DATA = Path(__file__).parent / "data"

SPREAD: dict[Grade, float] = {
    Grade.MEASURED: 1.05,
    Grade.DECLARED: 1.15,
    Grade.CONVERTED: 1.30,
    Grade.ASSUMED: 1.60,
}
"""Geometric standard deviation of an input by its grade: our own proposal (domain.md 4.4)."""

TAIL = 1.6448536269514722
"""The 95th percentile of the standard normal distribution."""

VEHICLE = "rigid-over-17-t/average-laden"
"""The vehicle that we assume as long as nobody told: a lorry above 17 t, with an average load."""

TREATMENT = "treatment/commercial-and-industrial-waste/burnt"
"""What we assume to happen otherwise, and to what is left over: burning, with its transport only."""


class FactorListError(FlowsError):
    """The list of factors has the same row twice in an edition."""

    code = "factor.list"

    def __init__(self, row: str, edition: str) -> None:
        super().__init__(row, edition)
        self.row, self.edition = row, edition

    def __str__(self) -> str:
        return f"factor {self.row!r} stands twice in edition {self.edition!r}; put a change in a new one"


@dataclass(frozen=True, slots=True)
class Factor:
    """One published factor: ``value`` in ``unit`` (kg CO2e per t or t·km), with where and when it is from.

    ``read_at`` is where we read it, which may be a copy of the ``source``.
    """

    id: str
    edition: str
    name: str
    basis: str
    unit: str
    value: float
    grade: Grade
    publisher: str
    year: int
    source: str
    read_at: str
    licence: str
    note: str = ""

    @property
    def range(self) -> tuple[float, float]:
        """Return from where to where it lies in nine cases of ten, by its grade."""
        times = SPREAD[self.grade] ** TAIL
        return self.value / times, self.value * times


@dataclass(frozen=True, slots=True)
class Pair:
    """What making a material new and making it again emit, from one row of one publication."""

    primary: Factor
    secondary: Factor


class FactorBook:
    """All factors, in editions that stand beside each other; the newest is the last by name."""

    def __init__(self, factors: Iterable[Factor], materials: Mapping[str, str]) -> None:
        self._by_id: dict[str, dict[str, Factor]] = defaultdict(dict)
        for factor in factors:
            if factor.edition in self._by_id[factor.id]:
                raise FactorListError(factor.id, factor.edition)
            self._by_id[factor.id][factor.edition] = factor
        self.materials = dict(materials)
        self.editions = tuple(sorted({one for known in self._by_id.values() for one in known}))

    @property
    def newest(self) -> str:
        """Return the name of the newest edition."""
        return self.editions[-1]

    def ids(self, edition: str) -> tuple[str, ...]:
        """Return what an edition has factors of, sorted."""
        return tuple(one for one in sorted(self._by_id) if self.known(one, edition))

    def known(self, factor_id: str, edition: str) -> bool:
        """Return whether an edition has a factor."""
        return edition in self.editions and any(one <= edition for one in self._by_id.get(factor_id, ()))

    def factor(self, factor_id: str, edition: str) -> Factor:
        """Return a factor as an edition has it: changed in it or as before. Raises UnknownCodeError."""
        if not self.known(factor_id, edition):
            raise UnknownCodeError("factor", f"{factor_id} {edition}")
        rows = self._by_id[factor_id]
        return rows[max(one for one in rows if one <= edition)]

    def pair(self, material: str, basis: str, edition: str) -> Pair | None:
        """Return the two factors of a material, None where one lacks or they are of two publications.

        ``basis`` is how it is made again: closed-loop or re-used.
        """
        row = self.materials.get(material)
        ids = [f"material/{row}/{one}" for one in ("primary", basis)]
        if row is None or not all(self.known(one, edition) for one in ids):
            return None
        first, second = (self.factor(one, edition) for one in ids)
        same = (first.publisher, first.year) == (second.publisher, second.year)
        return Pair(first, second) if same else None

    def transport(self, edition: str) -> tuple[Factor, Factor]:
        """Return what a t·km emits: from tank to wheel, and from well to tank."""
        return self.factor(f"freight/{VEHICLE}", edition), self.factor(f"freight-wtt/{VEHICLE}", edition)

    def treatment(self, edition: str) -> Factor:
        """Return what we assume for a tonne that nobody uses, and for what a process leaves over."""
        return self.factor(TREATMENT, edition)


@cache
def load_factors() -> FactorBook:
    """Return the factors that ship with CirculAIR, read once."""
    with (DATA / "factor_materials.csv").open(encoding="utf-8", newline="") as file:
        materials = {row["material"]: row["factor"] for row in csv.DictReader(file)}
    with (DATA / "factors.csv").open(encoding="utf-8", newline="") as file:
        return FactorBook([factor_of(row) for row in csv.DictReader(file)], materials)


def factor_of(row: Mapping[str, str]) -> Factor:
    """Return a row of the list as a factor, refusing a value that is no number."""
    value = float(Decimal(row["value"]))
    if not math.isfinite(value):
        raise UnknownCodeError("value", row["value"])
    return Factor(
        id=row["id"],
        edition=row["edition"],
        name=row["name"],
        basis=row["basis"],
        unit=row["unit"],
        value=value,
        grade=Grade(row["grade"]),
        publisher=row["publisher"],
        year=int(row["year"]),
        source=row["source"],
        read_at=row["read_at"],
        licence=row["licence"],
        note=row["note"],
    )
