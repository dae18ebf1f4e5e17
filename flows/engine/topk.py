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
from flows.engine.blocks import bounds_of, fields_of, on_the_ball, together, traits_of
from flows.engine.columns import (
    Floats,
    Measure,
    Side,
    Ways,
    Wholes,
    Words,
    measure_of,
    routes_of,
    ways_of,
)
from flows.engine.shelf import Shelf, shelves
from flows.errors import OutOfRangeError
from flows.matching import Match, Route, Routes, Settings, along, still_there
from flows.materials import MaterialTree
from flows.processes import Process
from flows.streams import Need, Offer

PARTS = 6
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


def table(columns: Side | Ways) -> Floats:
    """Return columns as one table with a row each; behind each latitude its cosine and place on a ball."""
    width = len(columns) + sum(4 for name in columns._fields if name.endswith("lat"))
    rows = np.empty((len(columns[0]), width))
    place = 0
    for name, column in zip(columns._fields, columns, strict=True):
        rows[:, place] = column
        place += 1
        if name.endswith("lat"):
            cosines = (math.cos(math.radians(lat)) for lat in column.tolist())
            rows[:, place] = np.fromiter(cosines, np.float64, len(column))
            rows[:, place + 1 : place + 4] = on_the_ball(rows[:, place - 2], rows[:, place - 1])
            place += 4
    return rows


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


def best(ready: Standing, seeker: Side, most: int, cores: int | None = None) -> Iterator[Found]:
    """Yield the best of those that seek, a stretch at a time; OutOfRangeError if ``most`` is below 1.

    All cores work on it unless it is told how many.
    """
    if most < 1:
        raise OutOfRangeError("top", most, "1 or more")
    cores = cores or os.cpu_count() or 1
    id_start, ids = listed(seeker.id, int(seeker.id.max()) + 1 if len(seeker.id) else 0)

    def stretch(starts: Wholes) -> Found:
        asking = ids[starts[0] : starts[-1]]
        found = np.empty(((len(starts) - 1) * most, 3), dtype=np.int64)
        parts = np.empty(((len(starts) - 1) * most, PARTS + 1))
        number = kernel_search.seek_some(
            table(in_sequence(seeker, asking)), np.arange(len(asking)), starts - starts[0], ready.index,
            ready.ways, ready.way_start, ready.way_list, ready.measure, most, ready.seeks_offers,
            found, parts,
        )  # fmt: skip
        found[:number, 0] = asking[found[:number, 0]]
        return taken(found[:number], parts[:number], seeks_offers=ready.seeks_offers)

    shared = -(-len(id_start) // (PIECES * cores))
    length = max(1, min(shared, AT_ONCE // most))
    stretches = (id_start[begin : begin + length + 1] for begin in range(0, len(id_start) - 1, length))
    yield from in_turn(stretch, stretches, cores)


def in_turn(work: Callable[[Wholes], Found], pieces: Iterable[Wholes], cores: int) -> Iterator[Found]:
    """Yield what comes of each piece in order, worked on over some cores, few pieces ahead of the reader."""
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
    routes = Routes(processes, tree, settings.max_steps)
    world, ways = world_of(*shelves(offers, needs), routes, settings)
    by_need = matches_of(offers, needs, ways, world, settings)
    held = next(by_need, ())
    for need in wanted:
        if held and held[0].need == need:
            yield held
            held = next(by_need, ())
        else:
            yield ()


def find_on_shelves(
    offers: Shelf[Offer], needs: Shelf[Need], routes: Routes, settings: Settings
) -> Iterator[tuple[Match, ...]]:
    """Yield the matches of each need that has any, in the order of the ids.

    Nothing on the shelves is over on ``settings.today``, and they share their words.
    """
    world, ways = world_of(offers, needs, routes, settings)
    yield from matches_of(offers, needs, ways, world, settings)


def world_of(
    offers: Shelf[Offer], needs: Shelf[Need], routes: Routes, settings: Settings
) -> tuple[World, list[Route]]:
    """Return streams and the routes between them as columns, and the routes in their order."""
    words = offers.words
    offered, wanted = offers.side(), needs.side()
    found = list(routes_of(routes, names(offered, words), names(wanted, words)))
    ways = ways_of(found, words, settings.detour)
    world = World(offered, wanted, ways, measure_of(settings), len(words.materials.words))
    return world, [route for _, _, route in found]


def names(side: Side, words: Words) -> set[str]:
    """Return the materials of the listings of a side."""
    return {words.materials.word(number) for number in np.unique(side.material).tolist()}


def matches_of(
    offers: Sequence[Offer], needs: Sequence[Need], routes: Sequence[Route], world: World, settings: Settings
) -> Iterator[tuple[Match, ...]]:
    """Yield the matches of each need that has any, in the order of the ids."""
    for found in best_of_needs(world, settings.top or 1):
        finds = zip(found.offer.tolist(), found.need.tolist(), found.way.tolist(), strict=True)
        yield from judged(finds, offers, needs, routes, settings)


def judged(
    finds: Iterable[tuple[int, int, int]],
    offers: Sequence[Offer],
    needs: Sequence[Need],
    routes: Sequence[Route],
    settings: Settings,
) -> Iterator[tuple[Match, ...]]:
    """Yield the matches of each need from the rows of its finds: offer, need and route."""
    group: list[Match] = []
    for offer, need, way in finds:
        match = along(routes[way], offers[offer], needs[need], settings)
        assert match is not None
        if group and group[0].need != match.need:
            yield tuple(group)
            group = []
        group.append(match)
    if group:
        yield tuple(group)
