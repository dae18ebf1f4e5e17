"""The words a map is handed: maps speaks codes and translates nothing itself."""

from collections.abc import Callable
from dataclasses import dataclass

LABEL_CODES = (
    "map.about",
    "map.arrives",
    "map.boundaries_source",
    "map.close",
    "map.family.fibre",
    "map.family.metal",
    "map.family.mineral",
    "map.family.organic",
    "map.family.other",
    "map.family.plastic",
    "map.fill.hollow",
    "map.fill.striped",
    "map.fill.whole",
    "map.gives",
    "map.layer.flow",
    "map.layer.line",
    "map.layer.need",
    "map.layer.offer",
    "map.layer.premises",
    "map.layer.process",
    "map.layer.round",
    "map.layers",
    "map.length",
    "map.load",
    "map.material",
    "map.period",
    "map.picked_place",
    "map.points_away",
    "map.receives",
    "map.status",
    "map.streams_away",
    "map.streams_here",
    "map.tonnes",
    "map.tonnes_a_year",
    "map.year",
    "map.touch",
    "map.zoom_in",
    "map.zoom_out",
)
"""Every code asked of ``label``, besides ``material.<slug>`` and ``status.<status>``."""


def plain_tonnes(tonnes: float) -> str:
    """Return tonnes as plain digits, for tests and files; pages hand in their language's own way."""
    return f"{tonnes:g} t"


def plain_more(number: int) -> str:
    """Return how many more there are in plain digits."""
    return f"+{number}"


@dataclass(frozen=True, slots=True)
class Words:
    """The callables that turn codes and amounts into the words of one language."""

    label: Callable[[str], str]
    tonnes: Callable[[float], str] = plain_tonnes
    more: Callable[[int], str] = plain_more
