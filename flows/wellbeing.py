"""Wellbeing in a broad sense: sets of indicators by edition, three regions, and which figure is better.

A figure is compared with that of another region by the direction that its own set states; nothing is added
up over indicators, and nothing is said of causes (domain.md 7).
"""

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path

from flows.errors import FlowsError

DATA = Path(__file__).parent / "data" / "wellbeing.csv"

TOWN, PROVINCE, COUNTRY = "GM1883", "PV31", "NL01"
REGIONS = (TOWN, PROVINCE, COUNTRY)
"""Sittard-Geleen, Limburg and the Netherlands, by the codes of CBS (general knowledge)."""

CALLED = {
    "gm1883": TOWN,
    "sittardgeleen": TOWN,
    "pv31": PROVINCE,
    "limburg": PROVINCE,
    "limburgpv": PROVINCE,
    "nl": COUNTRY,
    "nl00": COUNTRY,
    "nl01": COUNTRY,
    "nederland": COUNTRY,
}
"""How files call the three regions, letters and digits only."""


class Better(StrEnum):
    """In which direction an indicator is better, as its set says."""

    HIGHER = "higher"
    LOWER = "lower"
    UNKNOWN = "unknown"


class Compared(StrEnum):
    """How a figure stands beside that of another region."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    UNJUDGED = "unjudged"


class IndicatorSetError(FlowsError):
    """A set of indicators names one twice, or a figure that its unit cannot have."""

    code = "wellbeing.set"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"the set of indicators does not fit together at {self.name}"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of an edition: its code and name, unit, direction, and where these were read.

    ``unit`` is empty where the source of the set names none; it then comes with the figures.
    """

    edition: str
    code: str
    theme: str
    name_nl: str
    name_en: str
    unit: str
    better: Better
    source: str
    part: str = ""
    better_basis: str = ""

    def __post_init__(self) -> None:
        if not (self.edition and self.code and self.name_nl):
            raise IndicatorSetError(self.name_nl or self.code or self.edition)

    @property
    def keys(self) -> frozenset[str]:
        """Return what a file may call it: its code or its Dutch name, letters and digits only."""
        return frozenset({plain(self.code), plain(self.name_nl)})


def plain(text: str) -> str:
    """Return the letters and digits of a text in small letters, without accents."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[^a-z0-9]", "", folded)


def region_of(text: str) -> str | None:
    """Return the code of the region that a file calls so, None where it is none of the three."""
    return CALLED.get(plain(text))


def compare(value: Decimal, other: Decimal, better: Better) -> Compared:
    """Return how a figure stands beside another one, by the direction of its indicator."""
    if value == other:
        return Compared.SAME
    if better is Better.UNKNOWN:
        return Compared.UNJUDGED
    higher = value > other
    return Compared.BETTER if higher == (better is Better.HIGHER) else Compared.WORSE


def possible(value: Decimal, unit: str) -> bool:
    """Return whether a unit can have this figure: a share lies from nothing to all of it."""
    for sign, most in (("%", 100), ("‰", 1000)):
        if unit.startswith(sign):
            return 0 <= value <= most
    return True


def checked(indicators: Iterable[Indicator]) -> tuple[Indicator, ...]:
    """Return a set of indicators in which none stands twice; raises IndicatorSetError."""
    known: set[tuple[str, str]] = set()
    kept = tuple(indicators)
    for one in kept:
        keys = {(one.edition, key) for key in one.keys}
        if keys & known:
            raise IndicatorSetError(one.name_nl)
        known |= keys
    return kept


@cache
def load_sets() -> tuple[Indicator, ...]:
    """Return the sets that were read from sources, without any figure (reference list of the domain)."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return checked(
            Indicator(
                row["edition"],
                row["code"],
                row["theme"],
                row["name_nl"],
                row["name_en"],
                row["unit"],
                Better(row["better_when"]),
                row["source"],
                row["part"],
                row["better_basis"],
            )
            for row in csv.DictReader(file)
        )
