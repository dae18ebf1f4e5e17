"""How things look on the map: colours, patterns, widths and shapes, and the legend that explains them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

GROUND = "#f7f5ee"
"""The colour of the town's ground: every colour below has a contrast of at least 3 to 1 against it."""

OPACITY = 0.85

THINNEST_PX = 1.5
WIDEST_PX = 13.0

FEW_LINES = 30
"""Lines that have room for the widest; of more the widest is narrower."""


@dataclass(frozen=True, slots=True)
class Look:
    """Colour and pattern of one family of materials; the pattern is in units of the line's width."""

    family: str
    colour: str
    pattern: tuple[float, ...] = ()

    def dashes(self, width_px: float) -> str:
        """Return the pattern in pixels for a line of this width, empty when it is drawn through."""
        unit = max(width_px, 2.5)
        return " ".join(f"{part * unit:.1f}" for part in self.pattern)


LOOKS = (
    Look("organic", "#1d8a55", (5, 0.8, 1, 0.8)),
    Look("plastic", "#17498a"),
    Look("fibre", "#927618", (2.4, 0.8)),
    Look("mineral", "#8a2d10", (6, 1)),
    Look("metal", "#b932b8", (1.2, 0.7)),
    Look("other", "#3a3d42", (5, 0.8, 1, 0.8, 1, 0.8)),
)
"""Six looks that stay apart for the three kinds of colour blindness."""

FAMILIES = {
    "ashes-and-slags": "mineral",
    "batteries": "metal",
    "building-parts": "mineral",
    "electrical-equipment": "metal",
    "food-and-organic": "organic",
    "furniture": "metal",
    "glass": "mineral",
    "insulation-roofing-hazards": "mineral",
    "metals": "metal",
    "mineral-building-materials": "mineral",
    "paper-and-board": "fibre",
    "plastics": "plastic",
    "retail-fittings": "metal",
    "rubber": "plastic",
    "textiles-and-leather": "fibre",
    "vehicles": "metal",
    "wood": "fibre",
}
"""The family of looks to which a top-level material group belongs; all other groups are in the last one.

Metal stands for metal and equipment, mineral for stone, glass and building parts, fibre for paper, wood and
textiles.
"""

SHAPES = {"offer": "circle", "need": "square", "process": "triangle", "premises": "diamond"}
"""The shape of each kind of place; its colour is in map.css."""

FILLS = {
    "building": "hollow",
    "planned": "hollow",
    "reserved": "striped",
    "stopped": "striped",
    "unknown": "striped",
}
"""How a shape is filled by status; a status that is not here is filled whole."""


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One row of the legend: a sign and the code of its words."""

    kind: str  # "flow", "width", "point" or "fill"
    code: str
    shape: str = ""
    colour: str = ""
    width_px: float = 0.0
    dashes: str = ""
    tonnes: float = 0.0


def look_of(group: str) -> Look:
    """Return the look of a top-level material group; groups without their own share the last."""
    return next((look for look in LOOKS if look.family == FAMILIES.get(group)), LOOKS[-1])


def widest_px(lines: int) -> float:
    """Return how wide the widest of so many lines is, so that many of them do not hide the ground."""
    return round(WIDEST_PX * math.sqrt(FEW_LINES / max(FEW_LINES, lines)), 1)


def width_px(tonnes: float, largest_tonnes: float, widest: float = WIDEST_PX) -> float:
    """Return a line's width in pixels: 1.5 plus k times the square root of tonnes, so that areas compare."""
    share = min(1.0, max(0.0, tonnes) / largest_tonnes) if largest_tonnes > 0 else 0.0
    return round(THINNEST_PX + (widest - THINNEST_PX) * math.sqrt(share), 1)


def fill_of(statuses: Iterable[str]) -> str:
    """Return how a shape is filled that stands for places of these statuses."""
    fills = {FILLS.get(status, "whole") for status in statuses}
    return fills.pop() if len(fills) == 1 else "whole"


def legend(
    groups: Iterable[str], kinds: Iterable[str], largest_tonnes: float, widest: float = WIDEST_PX
) -> tuple[LegendEntry, ...]:
    """Return the legend of what is drawn: families of materials, widths, kinds of place, their fills."""
    shown_groups, shown_kinds = set(groups), set(kinds)
    families = {look_of(group).family for group in shown_groups}
    lines = [
        LegendEntry("flow", f"map.family.{look.family}", "line", look.colour, 5.0, look.dashes(5.0))
        for look in LOOKS
        if look.family in families
    ]
    widths = [
        LegendEntry(
            "width",
            "map.tonnes_a_year",
            "line",
            LOOKS[-1].colour,
            width_px(tonnes, largest_tonnes, widest),
            "",
            tonnes,
        )
        for tonnes in (sample_tonnes(largest_tonnes) if shown_groups else ())
    ]
    points = [
        LegendEntry("point", f"map.layer.{kind}", shape)
        for kind, shape in SHAPES.items()
        if kind in shown_kinds
    ]
    fills = [
        LegendEntry("fill", f"map.fill.{fill}", SHAPES["process"])
        for fill in ("whole", "hollow", "striped")
        if "process" in shown_kinds
    ]
    return (*lines, *widths, *points, *fills)


def sample_tonnes(largest_tonnes: float) -> tuple[float, ...]:
    """Return up to three round amounts (1, 2 or 5 and zeros) that show the widths, smallest first."""
    if largest_tonnes <= 0:
        return ()
    top = math.floor(math.log10(largest_tonnes))
    rounds = sorted(step * 10.0**power for step, power in product((1, 2, 5), range(top - 2, top + 1)))
    fitting = [amount for amount in rounds if amount <= largest_tonnes]
    return tuple(fitting[index] for index in (-7, -4, -1))
