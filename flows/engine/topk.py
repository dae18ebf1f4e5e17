"""All matches: the best partners of every listing, found by bounds on blocks of listings, exactly.

What a block of listings can score at most follows from its bounds; blocks are visited best first until
none can beat the last of the best. Who seeks alike is served one after the other, so that the blocks
that they look at are at hand.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from struct import Struct
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from flows.engine import native
from flows.engine.blocks import Index, index_of, table
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
from flows.engine.layout import BLOCK, KEPT, LISTING, PARTS
from flows.engine.shelf import Shelf, shelves
from flows.errors import OutOfRangeError
from flows.matching import Match, Route, Routes, Settings, along, still_there
from flows.materials import MaterialTree
from flows.processes import Process
from flows.streams import Need, Offer

AT_ONCE = 1 << 18
"""Finds of a stretch at most."""

PIECES = 8
"""Pieces of work for each core in a stretch, so that all cores end at the same time."""

AS_FLOATS = Struct(f"{LISTING}d").pack_into

CELL = 0.1
"""Degrees of a cell of neighbours."""


def as_row(measure: Measure) -> Floats:
    """Return weights, typical values and scales in one row."""
    return np.concatenate((measure.weights, measure.typical, [measure.scale_km, measure.detour]))


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


class Addresses(NamedTuple):
    """Where the tables of standing listings lie and how long they are, as ``kernel_entries`` reads it."""

    figures: Wholes
    wholes: Wholes
    sizes: Wholes


@dataclass(frozen=True, slots=True)
class Standing:
    """Listings of one side that stand ready to be found, offers where ``seeks_offers``.

    ``way_start`` is where the routes from or to each material begin in ``way_list``; ``groups`` is how many
    groups of blocks who seeks with each material may look at. The ``tail`` holds a few more listings, sorted
    by material only, which begin at ``tail_start``; they are told as rows behind all others.
    """

    index: Index
    ways: Floats
    way_start: Wholes
    way_list: Wholes
    groups: Wholes
    measure: Floats
    seeks_offers: bool
    tail: Floats
    tail_start: Wholes

    def addresses(self) -> Addresses:
        """Return where all of it lies, as long as this lives."""
        index = self.index
        figures = (index.rows, index.blocks, index.groups, index.fields, self.ways, self.measure, self.tail)
        wholes = (
            index.row, index.row_start, index.block_start, index.group_start, self.way_start, self.way_list,
            self.tail_start,
        )  # fmt: skip
        sizes = (
            len(index.rows), len(index.row_start) - 1, len(index.block_start) - 1, len(self.way_start) - 1,
            len(self.ways), len(self.way_list), len(self.tail), self.seeks_offers,
        )  # fmt: skip
        return Addresses(
            np.array([native.address(one, np.float64) for one in figures], dtype=np.int64),
            np.array([native.address(one, np.int64) for one in wholes], dtype=np.int64),
            np.array(sizes, dtype=np.int64),
        )


def standing(world: World, *, seeks_offers: bool) -> Standing:
    """Return the offers of a world, or its needs, ready to be found."""
    ways = world.ways
    found, ends = (world.offers, ways.wanted) if seeks_offers else (world.needs, ways.offered)
    way_start, way_list = listed(ends, world.materials)
    index = index_of(found, world.materials)
    reached = (ways.offered if seeks_offers else ways.wanted)[way_list]
    until = np.concatenate(([0], np.cumsum(np.diff(index.group_start)[reached])))
    groups = until[way_start[1:]] - until[way_start[:-1]]
    tail, tail_start = np.empty((0, LISTING)), np.zeros(world.materials + 1, dtype=np.int64)
    return Standing(
        index, table(ways), way_start, way_list, groups, as_row(world.measure), seeks_offers, tail, tail_start
    )


def best(ready: Standing, seeker: Side, most: int, cores: int | None = None) -> Iterator[Found]:
    """Yield the best of those that seek, a stretch at a time; OutOfRangeError if ``most`` is below 1.

    All cores work on it unless it is told how many.
    """
    if most < 1:
        raise OutOfRangeError("top", most, "1 or more")
    cores = cores or os.cpu_count() or 1
    id_start, ids = listed(seeker.id, int(seeker.id.max()) + 1 if len(seeker.id) else 0)
    alike = neighbours(seeker)
    length = max(1, AT_ONCE // most)
    with ThreadPoolExecutor(cores) as pool:
        ahead: deque[Stretch] = deque()
        for begin in range(0, len(id_start) - 1, length):
            starts = id_start[begin : begin + length + 1]
            stretch, seek = begun(ready, seeker, (ids, starts), most)
            likeness = alike[ids[np.minimum(starts[:-1], len(ids) - 1)]]
            turns = np.array_split(np.argsort(likeness, kind="stable"), PIECES * cores)
            stretch.work.extend(pool.submit(seek, turn) for turn in turns if len(turn))
            ahead.append(stretch)
            if len(ahead) > 1:
                yield told(ahead.popleft(), most, seeks_offers=ready.seeks_offers)
        while ahead:
            yield told(ahead.popleft(), most, seeks_offers=ready.seeks_offers)


def among(ready: Standing, seeker: Side, most: int) -> Found:
    """Return the best of few that seek, numbered from 0 without gaps, found in this thread."""
    starts, ids = listed(seeker.id, len(seeker.id))
    stretch, seek = begun(ready, seeker, (ids, starts), most)
    seek(np.arange(len(starts) - 1))
    return told(stretch, most, seeks_offers=ready.seeks_offers)


class Stretch(NamedTuple):
    """What is found of some ids, in equally many places for each, and the work on it.

    ``asking`` are the rows of those that seek, and ``counts`` of the places are filled. Columns of ``found``
    are the place of the seeker among them, the row of the find and the route, those of ``parts`` the parts
    and the score.
    """

    asking: Wholes
    found: NDArray[np.int32]
    parts: Floats
    counts: Wholes
    work: list[Future[None]]


def room_for(most: int, groups: int) -> tuple[Floats, Wholes]:
    """Return where a search for so many best among so many groups of blocks writes down what it needs."""
    floats = np.empty(KEPT * most + groups + 3 * BLOCK + 4 + KEPT)
    return floats, np.empty(7 * most + 4 * groups + BLOCK + 6, dtype=np.int64)


def begun(
    ready: Standing, seeker: Side, sought: tuple[Wholes, Wholes], most: int
) -> tuple[Stretch, Callable[[Wholes], None]]:
    """Return the places for what is found of some ids, and what finds those of some of them.

    They are told as the rows sorted by id, and where each id begins among them, the end too.
    """
    ids, starts = sought
    number, asking = len(starts) - 1, ids[starts[0] : starts[-1]]
    found, parts = np.empty((number * most, 3), dtype=np.int32), np.empty((number * most, KEPT))
    stretch = Stretch(asking, found, parts, np.zeros(number, dtype=np.int64), [])
    seekers, starts, lies = table(seeker, asking), starts - starts[0], ready.addresses()
    until = np.concatenate(([0], np.cumsum(ready.groups.take(seeker.material[asking], mode="clip"))))
    groups = int((until[starts[1:]] - until[starts[:-1]]).max(initial=0))

    def seek(turn: Wholes) -> None:
        floats, wholes = room_for(most, groups)
        native.run(
            "seek", *lies, seekers, len(seekers), starts, turn, len(turn), most, found, parts, stretch.counts,
            floats, wholes, groups,
        )  # fmt: skip

    return stretch, seek


class Desk:
    """Where who seeks is served, one after the other in one thread, all laid out for ``most`` finds each."""

    def __init__(self, ready: Standing, most: int) -> None:
        self.ready, self.most = ready, most
        groups = int(ready.groups.max(initial=0))
        self.seeker, self.counts = np.empty((1, LISTING)), np.zeros(1, dtype=np.int64)
        self.found, self.parts = np.empty((most, 3), dtype=np.int32), np.empty((most, KEPT))
        starts, turn = np.array([0, 1], dtype=np.int64), np.zeros(1, dtype=np.int64)
        lies, (floats, wholes) = ready.addresses(), room_for(most, groups)
        self.held = *lies, starts, turn, floats, wholes
        self.told = native.laid_out(
            "seek", *lies, self.seeker, 1, starts, turn, 1, most, self.found, self.parts, self.counts, floats,
            wholes, groups,
        )  # fmt: skip
        self.seek = native.entry("seek")

    def ask(self, seeker: Sequence[float]) -> tuple[NDArray[np.int32], Floats]:
        """Return the rows and the scores of its finds, the best first, as long as nobody else asks."""
        AS_FLOATS(self.seeker.data, 0, *seeker)
        self.seek(*self.told)
        number = self.counts[0]
        return self.found[:number, 1], self.parts[:number, PARTS]


def told(stretch: Stretch, most: int, *, seeks_offers: bool) -> Found:
    """Wait for a stretch and return what it found as columns, without the places that stayed empty."""
    for piece in stretch.work:
        piece.result()
    number = int(stretch.counts.sum())
    wholes, score, parts = np.empty((3, number), dtype=np.int64), np.empty(number), np.empty((number, PARTS))
    native.run(
        "fill",
        stretch.found,
        stretch.parts,
        stretch.counts,
        len(stretch.counts),
        most,
        number,
        wholes,
        score,
        parts,
    )
    seeker, other, way = stretch.asking[wholes[0]], wholes[1], wholes[2]
    offer, need = (other, seeker) if seeks_offers else (seeker, other)
    return Found(offer, need, way, score, parts)


def neighbours(side: Side) -> Wholes:
    """Return a number for each row that is alike for rows of one material near each other.

    Who seeks the same in the same place looks at the same blocks, which are at hand then.
    """
    lon = np.where(np.isnan(side.lon), 0, side.lon)
    lat = np.where(np.isnan(side.lat), 0, side.lat)
    cell = (np.floor((lon + 180) / CELL) * 4096 + np.floor((lat + 90) / CELL)).astype(np.int64)
    return side.material * (1 << 24) + cell


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
