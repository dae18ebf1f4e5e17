"""The bent line of a flow and its arrow head, in metres."""

import math

from maps.crs import Metres

POINTS = 20
BEND = 0.18
"""How far the curve's control point lies aside, as a share of the line's length: to the left, so that two
opposite flows lie apart."""

BEND_STEP = 0.16
"""How much further each next line between the same two places bends."""

RING_M = 140.0
"""Radius of the ring that stands for a flow which stays at its place."""

SAME_PLACE_M = 1.0


def bent_line(start: Metres, end: Metres, rank: int = 0, points: int = POINTS) -> list[Metres]:
    """Return points on a quadratic Bézier curve from start to end; a higher rank bends further."""
    length = math.dist(start, end)
    if length < SAME_PLACE_M:
        return _ring(start, RING_M * (1 + 0.3 * rank), points)
    aside = BEND + rank * BEND_STEP
    control = (
        (start[0] + end[0]) / 2 - aside * (end[1] - start[1]),
        (start[1] + end[1]) / 2 + aside * (end[0] - start[0]),
    )
    return [_bezier(start, control, end, step / (points - 1)) for step in range(points)]


def arrow_head(line: list[Metres], length_m: float) -> list[Metres]:
    """Return a closed triangle that points along the line, its middle at two thirds of it."""
    at = 2 / 3 * (len(line) - 1)
    before, after = line[math.floor(at)], line[math.ceil(at)]
    share = at - math.floor(at)
    middle = (before[0] + share * (after[0] - before[0]), before[1] + share * (after[1] - before[1]))
    step = math.dist(before, after)
    ahead = ((after[0] - before[0]) / step, (after[1] - before[1]) / step)
    half = length_m / 2
    tip = (middle[0] + half * ahead[0], middle[1] + half * ahead[1])
    tail = (middle[0] - half * ahead[0], middle[1] - half * ahead[1])
    left = (tail[0] - half * ahead[1], tail[1] + half * ahead[0])
    right = (tail[0] + half * ahead[1], tail[1] - half * ahead[0])
    return [tip, left, right, tip]


def _bezier(start: Metres, control: Metres, end: Metres, at: float) -> Metres:
    """Return the point of a quadratic Bézier curve at 0 (start) to 1 (end)."""
    first, second, third = (1 - at) ** 2, 2 * (1 - at) * at, at**2
    return (
        first * start[0] + second * control[0] + third * end[0],
        first * start[1] + second * control[1] + third * end[1],
    )


def _ring(at: Metres, radius_m: float, points: int) -> list[Metres]:
    """Return points of a circle that begins and ends at a place, its middle to the north."""
    angles = [-math.pi / 2 + 2 * math.pi * step / (points - 1) for step in range(points)]
    return [
        (at[0] + radius_m * math.cos(angle), at[1] + radius_m + radius_m * math.sin(angle))
        for angle in angles
    ]
