"""All matches: the best partners of every listing, found by bounds on blocks of listings, exactly.

Listings of one material lie side by side in the order of a space-filling curve, in blocks of 32 and
groups of 32 blocks, each with the least and most of what its rows hold. What a block can score at most
follows from these; blocks are visited best first until none can beat the last of the best.
"""

import math
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from flows.engine import kernel_bounds, kernel_order, kernel_search
from flows.engine.columns import (
    OPEN_END,
    OPEN_START,
    Floats,
    Measure,
    Side,
    Ways,
    Wholes,
    Words,
    measure_of,
    routes_of,
    side_of,
    ways_of,
)
from flows.errors import OutOfRangeError
from flows.matching import Match, Route, Routes, Settings, along, still_there
from flows.materials import MaterialTree
from flows.processes import Process
from flows.streams import Need, Offer

PARTS = 6
DEGREE, TONNES, DAYS_APART, LENGTH, CLEAN, UNKNOWN_CLEAN = 0.43, 0.05, 1500.0, 0.05, 0.005, 0.02
AT_ONCE = 1 << 15
"""Finds that one piece of work makes at most."""

PIECES = 8
"""Pieces of work for each core at least, so that all cores end at the same time."""


class Index(NamedTuple):
    """The listings of one side, sorted and in blocks.

    ``row`` is where each sorted row stood; ``row_start`` is where each block begins, ``block_start`` where
    each group, ``group_start`` where each material; the bounds of blocks and groups are a row each. What
    is glanced at stands in ``fields`` once more, a field after the other.
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
    order = np.lexsort((side.id, side.material)).astype(np.int64)
    starts = np.searchsorted(side.material[order], np.arange(materials + 1)).astype(np.int64)
    kernel_order.halve_all(order, starts, traits_of(side), kernel_bounds.BLOCK**2, kernel_bounds.BLOCK)
    rows = in_sequence(side, order)
    row_start, material_of_block = cut(rows.material)
    block_start, material_of_group = cut(material_of_block)
    blocks = bounds_of(rows, row_start[:-1])
    return Index(
        rows=table(rows),
        row=order,
        row_start=row_start,
        block_start=block_start,
        group_start=np.searchsorted(material_of_group, np.arange(materials + 1)).astype(np.int64),
        blocks=blocks,
        groups=together(blocks, block_start[:-1]),
        fields=fields_of(rows, row_start),
    )


def in_sequence(side: Side, order: Wholes) -> Side:
    """Return the rows of a side in another order."""
    columns: list[Any] = [np.ascontiguousarray(column[order]) for column in side]
    return Side(*columns)


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


def table(columns: Side | Ways) -> Floats:
    """Return columns as one table with a row each; behind each latitude its cosine and place on a ball."""
    rows: list[Floats] = []
    for name, column in zip(columns._fields, columns, strict=True):
        rows.append(column.astype(np.float64))
        if name.endswith("lat"):
            rows.append(np.array([math.cos(math.radians(lat)) for lat in column.tolist()]))
            rows.extend(on_the_ball(rows[-3], rows[-2]).T)
    return np.ascontiguousarray(np.column_stack(rows))


def as_row(measure: Measure) -> Floats:
    """Return weights, typical values and scales in one row."""
    return np.concatenate((measure.weights, measure.typical, [measure.scale_km, measure.detour]))


def cut(materials: Wholes) -> tuple[Wholes, Wholes]:
    """Return where each run of at most ``BLOCK`` rows of a material begins, the end too, and its material."""
    rows = np.arange(len(materials))
    first = (
        np.concatenate(([True], materials[1:] != materials[:-1])) if len(rows) else np.array([], dtype=bool)
    )
    since = rows - np.maximum.accumulate(np.where(first, rows, 0)) if len(rows) else rows
    starts = np.flatnonzero(since % kernel_bounds.BLOCK == 0)
    ends = np.append(starts, len(rows)).astype(np.int64)
    return ends, materials[starts]


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


def bounds_of(side: Side, starts: Wholes) -> Floats:
    """Return the least and most of what the rows of each block hold."""
    bounds = np.zeros((len(side.id), kernel_bounds.BOUNDS))
    placed, told = ~np.isnan(side.lon), ~np.isnan(side.tonnes)
    for axis, values in enumerate(on_the_ball(side.lon, side.lat).T):
        bounds[:, 2 * axis] = np.where(placed, values, np.inf)
        bounds[:, 2 * axis + 1] = np.where(placed, values, -np.inf)
    bounded = (side.start != OPEN_START) & (side.end != OPEN_END)
    bounds[:, kernel_bounds.NO_PLACE] = ~placed
    bounds[:, kernel_bounds.EARLIEST], bounds[:, kernel_bounds.LATEST] = side.start, side.end
    bounds[:, kernel_bounds.SHORTEST] = np.where(bounded, side.end - side.start + 1, np.inf)
    bounds[:, kernel_bounds.NO_TIME] = (side.start == OPEN_START) & (side.end == OPEN_END)
    bounds[:, kernel_bounds.LEAST] = np.where(told, side.tonnes, np.inf)
    bounds[:, kernel_bounds.MOST] = np.where(told, side.tonnes, -np.inf)
    bounds[:, kernel_bounds.NO_TONNES] = ~told
    bounds[:, kernel_bounds.YEARLY], bounds[:, kernel_bounds.LOTS] = (
        told & side.recurring,
        told & ~side.recurring,
    )
    bounds[:, kernel_bounds.REACH] = np.where(placed, side.max_km, -np.inf)
    bounds[:, kernel_bounds.FIRST_ID], bounds[:, kernel_bounds.OWNER] = side.id, side.organisation
    return together(bounds, starts)


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


def listed(keys: Wholes, number: int) -> tuple[Wholes, Wholes]:
    """Return where the rows of each key begin (and the end), and these rows sorted by key."""
    order = np.argsort(keys, kind="stable").astype(np.int64)
    return np.searchsorted(keys[order], np.arange(number + 1)).astype(np.int64), order


@dataclass(frozen=True, slots=True)
class Found:
    """The best of those that seek, as columns, by the id of the seeker and then the best first.

    ``offer``, ``need`` and ``way`` are rows of the columns searched; ``parts`` has a column for each part,
    NaN where it is unknown.
    """

    offer: Wholes
    need: Wholes
    way: Wholes
    score: Floats
    parts: Floats


@dataclass(frozen=True, slots=True)
class World:
    """Everything that is searched, as columns; ``materials`` is how many materials there are."""

    offers: Side
    needs: Side
    ways: Ways
    measure: Measure
    materials: int


def best_of_needs(world: World, most: int) -> Iterator[Found]:
    """Yield the ``most`` best offers of every need, a stretch of needs at a time."""
    return best(standing(world, seeks_offers=True), world.needs, most)


def best_of_offers(world: World, most: int) -> Iterator[Found]:
    """Yield the ``most`` best needs of every offer, a stretch of offers at a time."""
    return best(standing(world, seeks_offers=False), world.offers, most)


@dataclass(frozen=True, slots=True)
class Standing:
    """Listings of one side that stand ready to be found, offers where ``seeks_offers``.

    ``way_start`` is where the routes from or to each material begin in ``way_list``.
    """

    index: Index
    ways: Floats
    way_start: Wholes
    way_list: Wholes
    measure: Floats
    seeks_offers: bool


def standing(world: World, *, seeks_offers: bool) -> Standing:
    """Return the offers of a world, or its needs, ready to be found."""
    found, ends = (world.offers, world.ways.wanted) if seeks_offers else (world.needs, world.ways.offered)
    way_start, way_list = listed(ends, world.materials)
    index = index_of(found, world.materials)
    return Standing(index, table(world.ways), way_start, way_list, as_row(world.measure), seeks_offers)


def best(ready: Standing, seeker: Side, most: int) -> Iterator[Found]:
    """Yield the best of those that seek, a stretch at a time; OutOfRangeError if ``most`` is below 1."""
    if most < 1:
        raise OutOfRangeError("top", most, "1 or more")
    rows = table(seeker)
    id_start, ids = listed(seeker.id, int(seeker.id.max()) + 1 if len(seeker.id) else 0)

    def stretch(starts: Wholes) -> Found:
        return among(ready, (rows, ids, starts), most)

    shared = -(-len(id_start) // (PIECES * (os.cpu_count() or 1)))
    length = max(1, min(shared, AT_ONCE // most))
    stretches = (id_start[begin : begin + length + 1] for begin in range(0, len(id_start) - 1, length))
    yield from in_turn(stretch, stretches)


def among(ready: Standing, seekers: tuple[Floats, Wholes, Wholes], most: int) -> Found:
    """Return the best of some that seek, found in this thread.

    They are told as their table, their rows sorted by id, and where each id begins.
    """
    rows, ids, starts = seekers
    found = np.empty(((len(starts) - 1) * most, 3), dtype=np.int64)
    parts = np.empty(((len(starts) - 1) * most, PARTS + 1))
    number = kernel_search.seek_some(
        rows, ids, starts, ready.index, ready.ways, ready.way_start, ready.way_list, ready.measure, most,
        ready.seeks_offers, found, parts,
    )  # fmt: skip
    return taken(found[:number], parts[:number], seeks_offers=ready.seeks_offers)


def in_turn(work: Callable[[Wholes], Found], pieces: Iterable[Wholes]) -> Iterator[Found]:
    """Yield what comes of each piece in order, worked on over all cores, few pieces ahead of the reader."""
    cores = os.cpu_count() or 1
    with ThreadPoolExecutor(cores) as pool:
        ahead: deque[Future[Found]] = deque()
        for piece in pieces:
            ahead.append(pool.submit(work, piece))
            if len(ahead) > 2 * cores:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


def taken(rows: Wholes, figures: Floats, *, seeks_offers: bool) -> Found:
    """Return what was found as columns of their own, so that the places that stayed empty are given back."""
    seeker, other, way = (np.ascontiguousarray(column) for column in rows.T)
    offer, need = (other, seeker) if seeks_offers else (seeker, other)
    return Found(offer, need, way, np.ascontiguousarray(figures[:, PARTS]), figures[:, :PARTS].copy())


def find_by_need(
    offers: Iterable[Offer],
    needs: Iterable[Need],
    processes: Iterable[Process] = (),
    *,
    tree: MaterialTree,
    settings: Settings,
) -> Iterator[tuple[Match, ...]]:
    """Yield what ``flows.matching.find_by_need`` yields, found on columns; ``settings.top`` must be told."""
    if settings.top is None:
        raise OutOfRangeError("top", "all", "a number")
    needs = list(needs)
    wanted = sorted({need.id for need in needs})
    offers, needs = list(still_there(offers, settings.today)), list(still_there(needs, settings.today))
    world, routes = world_of(offers, needs, Routes(processes, tree, settings.max_steps), settings)
    by_need = matches_of(offers, needs, routes, world, settings)
    held = next(by_need, ())
    for need in wanted:
        if held and held[0].need == need:
            yield held
            held = next(by_need, ())
        else:
            yield ()


def world_of(
    offers: Sequence[Offer], needs: Sequence[Need], routes: Routes, settings: Settings
) -> tuple[World, list[Route]]:
    """Return streams and the routes between them as columns, and the routes in their order."""
    words = Words.new()
    offered, wanted = side_of(offers, words), side_of(needs, words)
    found = list(routes_of(routes, {row.material for row in offers}, {row.material for row in needs}))
    ways = ways_of(found, words, settings.detour)
    world = World(offered, wanted, ways, measure_of(settings), len(words.materials.numbers))
    return world, [route for _, _, route in found]


def matches_of(
    offers: Sequence[Offer], needs: Sequence[Need], routes: Sequence[Route], world: World, settings: Settings
) -> Iterator[tuple[Match, ...]]:
    """Yield the matches of each need that has any, in the order of the ids."""
    for found in best_of_needs(world, settings.top or 1):
        group: list[Match] = []
        for offer, need, way in zip(
            found.offer.tolist(), found.need.tolist(), found.way.tolist(), strict=True
        ):
            match = along(routes[way], offers[offer], needs[need], settings)
            assert match is not None
            if group and group[0].need != match.need:
                yield tuple(group)
                group = []
            group.append(match)
        if group:
            yield tuple(group)
