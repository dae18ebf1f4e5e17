"""The listings of one side in blocks, each with the least and most of what its rows hold.

Listings of one material lie side by side, alike ones together, in blocks of 32 rows and groups of 32
blocks.
"""

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from flows.engine import layout, native
from flows.engine.columns import OPEN_END, OPEN_START, Floats, Side, Ways, Wholes

DEGREE, TONNES, DAYS_APART, LENGTH, CLEAN, UNKNOWN_CLEAN = 0.43, 0.05, 1500.0, 0.05, 0.005, 0.02
"""How wide traits count: per degree, factor e of tonnes, so many days, factor e of days, percent, unknown."""


class Index(NamedTuple):
    """The listings of one side, sorted and in blocks.

    ``row`` is where each sorted row stood; ``row_start`` is where each block begins, ``block_start`` where
    each group, ``group_start`` where each material. ``blocks`` holds for each group the bounds of its blocks,
    a bound after the other, ``groups`` for each material those of its groups. What is glanced at stands in
    ``fields`` once more, a field after the other.
    """

    rows: Floats
    row: Wholes
    row_start: Wholes
    block_start: Wholes
    group_start: Wholes
    blocks: Floats
    groups: Floats
    fields: Floats


def index_of(side: Side, materials: int) -> Index:
    """Return the listings of a side ready to be searched; ``materials`` is how many there are."""
    order = in_blocks(side, materials)
    rows = table(side, order)
    row_start, material_of_block = cut(side.material[order])
    block_start, material_of_group = cut(material_of_block)
    group_start = np.searchsorted(material_of_group, np.arange(materials + 1)).astype(np.int64)
    blocks = bounds_of(rows, row_start[:-1])
    return Index(
        rows=rows,
        row=order,
        row_start=row_start,
        block_start=block_start,
        group_start=group_start,
        blocks=by_run(blocks, block_start),
        groups=by_run(together(blocks, block_start[:-1]), group_start),
        fields=fields_of(rows, row_start),
    )


def in_blocks(side: Side, materials: int) -> Wholes:
    """Return the rows of a side in the order in which they lie in blocks."""
    order = np.lexsort((side.id, side.material)).astype(np.int64)
    starts = np.searchsorted(side.material[order], np.arange(materials + 1)).astype(np.int64)
    traits, longest = traits_of(side), int(np.diff(starts).max(initial=0))
    stack, whole_room = np.empty((layout.DEEP, 2), dtype=np.int64), np.empty((2, longest), dtype=np.int64)
    float_room = np.empty((2, longest))
    native.run(
        "halve",
        order,
        len(order),
        starts,
        materials,
        traits,
        traits.shape[1],
        longest,
        stack,
        whole_room,
        float_room,
    )
    return order


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


def table(columns: Side | Ways, order: Wholes | None = None) -> Floats:
    """Return columns as one table with a row each, in an order.

    Behind each latitude stand its cosine and its place on a ball.
    """
    width = len(columns) + sum(4 for name in columns._fields if name.endswith("lat"))
    rows = np.empty((len(columns[0] if order is None else order), width))
    place = 0
    for name, column in zip(columns._fields, columns, strict=True):
        rows[:, place] = column if order is None else column[order]
        place += 1
        if name.endswith("lat"):
            cosines = (math.cos(math.radians(lat)) for lat in rows[:, place - 1].tolist())
            rows[:, place] = np.fromiter(cosines, np.float64, len(rows))
            rows[:, place + 1 : place + 4] = on_the_ball(rows[:, place - 2], rows[:, place - 1])
            place += 4
    return rows


def cut(materials: Wholes) -> tuple[Wholes, Wholes]:
    """Return where each run of at most ``BLOCK`` rows of a material begins, the end too, and its material."""
    rows = np.arange(len(materials))
    first = (
        np.concatenate(([True], materials[1:] != materials[:-1])) if len(rows) else np.array([], dtype=bool)
    )
    since = rows - np.maximum.accumulate(np.where(first, rows, 0)) if len(rows) else rows
    starts = np.flatnonzero(since % layout.BLOCK == 0)
    ends = np.append(starts, len(rows)).astype(np.int64)
    return ends, materials[starts]


def on_the_ball(lon: Floats, lat: Floats) -> Floats:
    """Return where positions lie on a ball of radius 1, NaN where there is none."""
    east, north = np.radians(lon), np.radians(lat)
    level = np.cos(north)
    return np.column_stack((level * np.cos(east), level * np.sin(east), np.sin(north)))


def fields_of(rows: Floats, starts: Wholes) -> Floats:
    """Return what ``kernel_bounds.glance`` reads: for each block its fields, and for each field its rows.

    A block that is not full is filled up with rows that nobody reaches.
    """
    blocks = np.zeros((len(starts) - 1, layout.FIELDS, layout.BLOCK))
    blocks[:, 3] = -np.inf
    block = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    within = np.arange(len(rows)) - starts[block]
    for place, field in enumerate(glanced_at(rows)):
        blocks[block, place, within] = field
    return blocks


def glanced_at(rows: Floats) -> Iterator[NDArray[Any]]:
    """Yield the fields of rows one after the other."""
    for axis in range(3):
        yield rows[:, layout.BALL + axis]
    yield rows[:, layout.MAX_KM]
    start, end = rows[:, layout.START], rows[:, layout.END]
    yield start
    yield end
    yield lengths(start, end)
    yield (start == OPEN_START) & (end == OPEN_END)
    for column in (layout.TONNES, layout.RECURRING, layout.CONTAMINATION):
        yield rows[:, column]


def lengths(start: Floats, end: Floats) -> Floats:
    """Return the days of windows, endless where an end is open."""
    bounded = (start != OPEN_START) & (end != OPEN_END)
    return np.where(bounded, end - start + 1, np.inf)


LOWEST = [
    0,
    2,
    4,
    layout.EARLIEST,
    layout.SHORTEST,
    layout.LEAST,
    layout.FIRST_ID,
]
"""Columns of the bounds of which the least counts, of the others the most."""


def together(bounds: Floats, starts: Wholes) -> Floats:
    """Return the bounds of runs of blocks, from those of the blocks."""
    if not len(starts):
        return np.zeros((0, layout.BOUNDS))
    most = np.maximum.reduceat(bounds, starts, axis=0)
    least = np.minimum.reduceat(bounds, starts, axis=0)
    most[:, LOWEST] = least[:, LOWEST]
    shared = least[:, layout.OWNER] == most[:, layout.OWNER]
    most[:, layout.OWNER] = np.where(shared, most[:, layout.OWNER], -1)
    return np.ascontiguousarray(most)


def bounds_of(rows: Floats, starts: Wholes) -> Floats:
    """Return the least and most of what the rows of each block hold, reckoned one column at a time."""
    bounds = np.zeros((len(starts), layout.BOUNDS))
    if len(starts):
        for place, column in bounded_by(rows):
            reduce = np.minimum if place in LOWEST else np.maximum
            bounds[:, place] = reduce.reduceat(column, starts)
        sole = np.minimum.reduceat(rows[:, layout.ORGANISATION], starts) == bounds[:, layout.OWNER]
        bounds[~sole, layout.OWNER] = -1
    return bounds


def bounded_by(rows: Floats) -> Iterator[tuple[int, NDArray[Any]]]:
    """Yield for each bound the column of which it is the least or the most."""
    placed, told = ~np.isnan(rows[:, layout.LON]), ~np.isnan(rows[:, layout.TONNES])
    for axis in range(3):
        values = rows[:, layout.BALL + axis]
        yield 2 * axis, np.where(placed, values, np.inf)
        yield 2 * axis + 1, np.where(placed, values, -np.inf)
    start, end, tonnes = (rows[:, one] for one in (layout.START, layout.END, layout.TONNES))
    yearly = rows[:, layout.RECURRING] > 0
    yield layout.NO_PLACE, ~placed
    yield layout.EARLIEST, start
    yield layout.LATEST, end
    yield layout.SHORTEST, lengths(start, end)
    yield layout.NO_TIME, (start == OPEN_START) & (end == OPEN_END)
    yield layout.LEAST, np.where(told, tonnes, np.inf)
    yield layout.MOST, np.where(told, tonnes, -np.inf)
    yield layout.NO_TONNES, ~told
    yield layout.YEARLY, told & yearly
    yield layout.LOTS, told & ~yearly
    yield layout.REACH, np.where(placed, rows[:, layout.MAX_KM], -np.inf)
    yield layout.FIRST_ID, rows[:, layout.ID]
    yield layout.OWNER, rows[:, layout.ORGANISATION]


def by_run(bounds: Floats, starts: Wholes) -> Floats:
    """Return the bounds of each run of rows side by side, a bound after the other."""
    runs = [bounds[begin:end].T.ravel() for begin, end in pairwise(starts.tolist())]
    return np.concatenate(runs) if runs else np.zeros(0)
