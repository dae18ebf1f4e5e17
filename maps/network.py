"""The network of organisations: who gives to whom, around a circle, in an order that does not change."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from maps.pictures import INK, WIDTH_PX, Spot, Telling, framed, px, shortened, text
from maps.style import look_of, width_px

RADIUS_PX, DOT_PX, HEIGHT_PX = 230.0, 5.0, 620.0
MOST_NODES = 24
MOST_LETTERS = 30
HEAD_PX = 11.0
"""Length of an arrow's head."""

LABEL_PX = 18.0
"""How far two names on one side lie apart at least."""

NEARLY = 1e-9


@dataclass(frozen=True, slots=True)
class Tie:
    """Tonnes of a material group that one organisation gives to another, both by name."""

    giver: str
    receiver: str
    group: str
    tonnes: float


def network(ties: Iterable[Tie], telling: Telling) -> str:
    """Return the organisations that move most as dots on a circle, an arrow for each tie, if any."""
    told = sorted(ties, key=lambda tie: (tie.giver, tie.receiver, tie.group))
    names = drawn_names(told)
    kept = [tie for tie in told if tie.giver in names and tie.receiver in names and tie.tonnes > 0]
    if not kept:
        return ""
    spots = {name: spot_of(place, len(names)) for place, name in enumerate(names)}
    largest = max(tie.tonnes for tie in kept)
    arrows = [arrow(spots[tie.giver], spots[tie.receiver], tie, largest) for tie in kept]
    dots = [
        f'<circle cx="{px(spot.x)}" cy="{px(spot.y)}" r="{px(DOT_PX)}" fill="{INK}"/>'
        for spot in spots.values()
    ]
    return framed(telling, HEIGHT_PX, (*arrows, *dots, *labels(names)))


def drawn_names(ties: Sequence[Tie]) -> list[str]:
    """Return the names on the circle: those that move most, by name in their order around it."""
    moved: dict[str, float] = defaultdict(float)
    for tie in ties:
        moved[tie.giver] += tie.tonnes
        moved[tie.receiver] += tie.tonnes
    return sorted(sorted(moved, key=lambda name: (-moved[name], name))[:MOST_NODES])


def angle_of(place: int, number: int) -> float:
    """Return the angle of a place on the circle, in radians from the right, the first on top."""
    return 2 * math.pi * place / number - math.pi / 2


def spot_of(place: int, number: int, radius: float = RADIUS_PX) -> Spot:
    """Return the point of a place on the circle."""
    angle = angle_of(place, number)
    return Spot(WIDTH_PX / 2 + radius * math.cos(angle), HEIGHT_PX / 2 + radius * math.sin(angle))


def arrow(start: Spot, end: Spot, tie: Tie, largest: float) -> str:
    """Return an arrow that bends towards the middle of the circle; its width tells the tonnes."""
    look, width = look_of(tie.group), width_px(tie.tonnes, largest) / 2
    bend = Spot((start.x + end.x + WIDTH_PX) / 4, (start.y + end.y + HEIGHT_PX) / 4)
    away = math.dist((bend.x, bend.y), (end.x, end.y)) or 1.0
    along = ((end.x - bend.x) / away, (end.y - bend.y) / away)
    tip = Spot(end.x - (DOT_PX + 1) * along[0], end.y - (DOT_PX + 1) * along[1])
    length = HEAD_PX + width
    back = Spot(tip.x - length * along[0], tip.y - length * along[1])
    half = length / 2.4
    head = (
        f"M{px(tip.x)} {px(tip.y)}L{px(back.x - half * along[1])} {px(back.y + half * along[0])}"
        f"L{px(back.x + half * along[1])} {px(back.y - half * along[0])}Z"
    )
    dashes = f' stroke-dasharray="{look.dashes(width)}"' if look.pattern else ""
    line = f"M{px(start.x)} {px(start.y)}Q{px(bend.x)} {px(bend.y)} {px(back.x)} {px(back.y)}"
    return (
        f'<path d="{line}" fill="none" stroke="{look.colour}" stroke-width="{px(width)}"{dashes}/>'
        f'<path d="{head}" fill="{look.colour}"/>'
    )


def labels(names: Sequence[str]) -> list[str]:
    """Return the names outside the circle, each on its own side, moved until none hides another."""
    number = len(names)
    sides: dict[bool, list[tuple[Spot, str]]] = {True: [], False: []}
    for place, name in enumerate(names):
        right = math.cos(angle_of(place, number)) > -NEARLY
        sides[right].append((spot_of(place, number, RADIUS_PX + 16), name))
    return [
        text(shortened(name, MOST_LETTERS), Spot(spot.x, y), "start" if right else "end")
        for right, side in sides.items()
        for (spot, name), y in apart(sorted(side, key=lambda one: one[0].y))
    ]


def apart(side: Sequence[tuple[Spot, str]]) -> list[tuple[tuple[Spot, str], float]]:
    """Return labels of one side with heights at least a line apart, from the middle outwards."""
    heights = [spot.y for spot, _name in side]
    upper = [place for place, y in enumerate(heights) if y < HEIGHT_PX / 2]
    for place in reversed(upper[:-1]):
        heights[place] = min(heights[place], heights[place + 1] - LABEL_PX)
    for place in range(len(upper) + 1, len(side)):
        heights[place] = max(heights[place], heights[place - 1] + LABEL_PX)
    return list(zip(side, heights, strict=True))
