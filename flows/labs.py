"""A Stadslab: what it measures, and the six questions that each of its experiments answers."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Measured(StrEnum):
    """What a lab can measure of its area; every figure comes from a source outside."""

    MATERIALS = "materials"
    VACANCY = "vacancy"
    VISITORS = "visitors"
    OCCUPIED_SHOPS = "occupied_shops"
    EVENTS = "events"
    SPENDING = "spending"


PERIOD = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
"""A year, a month or a day: 2025, 2025-03 or 2025-03-31."""


def is_period(text: str) -> bool:
    """Return whether a text is a year, a month or a day of a figure."""
    return PERIOD.fullmatch(text) is not None


LESSONS = (1, 2, 3, 4, 5, 6)
"""The numbers of the town's six lessons; their wording is the town's and kept with its source."""


@dataclass(frozen=True, slots=True)
class KnownFigure:
    """A figure that was read from a source: of which lab, what, when, how many of what, and who says so."""

    lab: str
    kind: Measured
    period: str
    value: Decimal
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class KnownLab:
    """A lab that the town runs: its code, name, neighbourhoods (CBS codes) and what it measures."""

    code: str
    name: str
    neighbourhoods: tuple[str, ...]
    measures: tuple[Measured, ...]


KNOWN = (
    KnownLab(
        "geleen-circulair",
        "Geleen Circulair",
        tuple(f"BU188305{number:02}" for number in range(1, 8)),
        (Measured.MATERIALS, Measured.VACANCY),
    ),
    KnownLab(
        "historisch-sittard",
        "Historisch Sittard",
        ("BU18830100",),
        (Measured.VISITORS, Measured.OCCUPIED_SHOPS, Measured.EVENTS, Measured.SPENDING, Measured.VACANCY),
    ),
)
"""The two labs of the town (product.md 3); all else about them is told by the hub."""

FIGURES = (
    KnownFigure(
        "geleen-circulair",
        Measured.VACANCY,
        "2022-05",
        Decimal(90),
        "winkels leeg van 304, centrum van Geleen",
        "retailland.nl; limburger.nl",
    ),
    KnownFigure(
        "geleen-circulair",
        Measured.VACANCY,
        "2022-05",
        Decimal("29.6"),
        "% van de winkels leeg, centrum van Geleen",
        "retailland.nl; limburger.nl",
    ),
    KnownFigure(
        "geleen-circulair",
        Measured.VACANCY,
        "2018",
        Decimal("24.8"),
        "% van de winkels leeg, centrum van Geleen",
        "retailland.nl; limburger.nl",
    ),
)
"""What sources say of the areas, in the words of the town; of all else there is none yet."""
