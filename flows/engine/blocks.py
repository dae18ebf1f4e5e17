"""What blocks of listings hold at least and at most, and in which order listings come to lie in blocks."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from flows.engine import kernel_bounds
from flows.engine.columns import OPEN_END, OPEN_START, Floats, Side, Wholes

DEGREE, TONNES, DAYS_APART, LENGTH, CLEAN, UNKNOWN_CLEAN = 0.43, 0.05, 1500.0, 0.05, 0.005, 0.02
"""How wide each trait is beside the others: about as wide as what it can change of a score."""

APART = 10.0
"""Wider than any other trait, so that rows of which something is unknown stand by themselves."""


def traits_of(side: Side) -> Floats:
    """Return in what listings differ, each trait about as wide as what it can change of a score."""
    lat = np.where(np.isnan(side.lat), 0, side.lat)
    lon = np.where(np.isnan(side.lon), 0, side.lon) * np.cos(np.radians(lat))
    tonnes = np.log(np.maximum(np.where(np.isnan(side.tonnes), 1, side.tonnes), 1e-6))
    bounded = (side.start != OPEN_START) & (side.end != OPEN_END)
    start = np.where(side.start == OPEN_START, 0, side.start) / DAYS_APART
    length = np.log(np.where(bounded, side.end - side.start + 1, 1).astype(np.float64))
    clean = np.where(np.isnan(side.contamination), 0, side.contamination)
    return np.column_stack((
        lon * DEGREE, lat * DEGREE, tonnes * TONNES, start, length * LENGTH, clean * CLEAN,
        np.isnan(side.lon) * APART, np.isnan(side.tonnes) * APART, side.recurring * APART, ~bounded * APART,
        np.isnan(side.contamination) * UNKNOWN_CLEAN,
    ))  # fmt: skip


def on_the_ball(lon: Floats, lat: Floats) -> Floats:
    """Return where positions lie on a ball of radius 1, NaN where there is none."""
    east, north = np.radians(lon), np.radians(lat)
    level = np.cos(north)
    return np.column_stack((level * np.cos(east), level * np.sin(east), np.sin(north)))


def fields_of(side: Side, starts: Wholes) -> Floats:
    """Return what ``kernel_bounds.glance`` reads: for each block its fields, and for each field its rows.

    A block that is not full is filled up with rows that nobody reaches.
    """
    bounded = (side.start != OPEN_START) & (side.end != OPEN_END)
    fields = (
        *on_the_ball(side.lon, side.lat).T,
        side.max_km,
        side.start,
        side.end,
        np.where(bounded, side.end - side.start + 1, np.inf),
        (side.start == OPEN_START) & (side.end == OPEN_END),
        side.tonnes,
        side.recurring,
        side.contamination,
    )
    blocks = np.zeros((len(starts) - 1, len(fields), kernel_bounds.BLOCK))
    blocks[:, 3] = -np.inf
    block = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    for place, field in enumerate(fields):
        blocks[block, place, np.arange(len(side.id)) - starts[block]] = field
    return blocks


LOWEST = [
    0,
    2,
    4,
    kernel_bounds.EARLIEST,
    kernel_bounds.SHORTEST,
    kernel_bounds.LEAST,
    kernel_bounds.FIRST_ID,
]
"""Columns of the bounds of which the least counts, of the others the most."""


def bounds_of(side: Side, starts: Wholes) -> Floats:
    """Return the least and most of what the rows of each block hold, reckoned one column at a time."""
    bounds = np.zeros((len(starts), kernel_bounds.BOUNDS))
    if len(starts):
        for place, column in bounded_by(side):
            reduce = np.minimum if place in LOWEST else np.maximum
            bounds[:, place] = reduce.reduceat(column, starts)
        sole = np.minimum.reduceat(side.organisation, starts) == bounds[:, kernel_bounds.OWNER]
        bounds[~sole, kernel_bounds.OWNER] = -1
    return bounds


def bounded_by(side: Side) -> Iterator[tuple[int, NDArray[Any]]]:
    """Yield for each bound the column of which it is the least or the most."""
    placed, told = ~np.isnan(side.lon), ~np.isnan(side.tonnes)
    for axis, values in enumerate(on_the_ball(side.lon, side.lat).T):
        yield 2 * axis, np.where(placed, values, np.inf)
        yield 2 * axis + 1, np.where(placed, values, -np.inf)
    bounded = (side.start != OPEN_START) & (side.end != OPEN_END)
    yield kernel_bounds.NO_PLACE, ~placed
    yield kernel_bounds.EARLIEST, side.start
    yield kernel_bounds.LATEST, side.end
    yield kernel_bounds.SHORTEST, np.where(bounded, side.end - side.start + 1, np.inf)
    yield kernel_bounds.NO_TIME, (side.start == OPEN_START) & (side.end == OPEN_END)
    yield kernel_bounds.LEAST, np.where(told, side.tonnes, np.inf)
    yield kernel_bounds.MOST, np.where(told, side.tonnes, -np.inf)
    yield kernel_bounds.NO_TONNES, ~told
    yield kernel_bounds.YEARLY, told & side.recurring
    yield kernel_bounds.LOTS, told & ~side.recurring
    yield kernel_bounds.REACH, np.where(placed, side.max_km, -np.inf)
    yield kernel_bounds.FIRST_ID, side.id
    yield kernel_bounds.OWNER, side.organisation


def together(bounds: Floats, starts: Wholes) -> Floats:
    """Return the bounds of runs of blocks, from those of the blocks."""
    if not len(starts):
        return np.zeros((0, kernel_bounds.BOUNDS))
    most = np.maximum.reduceat(bounds, starts, axis=0)
    least = np.minimum.reduceat(bounds, starts, axis=0)
    most[:, LOWEST] = least[:, LOWEST]
    shared = least[:, kernel_bounds.OWNER] == most[:, kernel_bounds.OWNER]
    most[:, kernel_bounds.OWNER] = np.where(shared, most[:, kernel_bounds.OWNER], -1)
    return np.ascontiguousarray(most)
