"""Listings that stand ready to be found while others come, change and go, without sorting all of them anew.

What stood ready at the start is sorted into blocks (``flows.engine.topk``). What came or changed since stands
behind it in a tail that is searched through; its place among the sorted ones is blocked. A full tail is
sorted in. Whoever holds this tells it what changed: it never looks by itself.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import numpy as np

from flows.engine import kernel_tail
from flows.engine.blocks import table
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
    ways_of,
)
from flows.engine.kernel_score import END, START
from flows.engine.standing import Left, Row, side_of_rows
from flows.engine.topk import AT_ONCE, PARTS, Found, Standing, World, among, best, standing
from flows.errors import OutOfRangeError
from flows.matching import Routes, Settings
from flows.scoring import billionths

TAIL = 1_000
"""Listings that stand in no order before all are sorted anew."""

FEW = 64
"""So many that seek are dealt with in one thread: sharing them out would take longer."""


class Find(NamedTuple):
    """One find: the numbers of who seeks and of whom it found, and the score."""

    seeker: int
    found: int
    score: float


@dataclass(frozen=True, slots=True)
class Roads:
    """The routes between all materials as columns, with the numbers of the words in them."""

    ways: Ways
    words: Words
    measure: Measure
    materials: int


def roads_of(routes: Routes, settings: Settings) -> Roads:
    """Return the routes between all materials of the tree."""
    words = Words.new()
    slugs = [material.slug for material in routes.tree]
    for slug in slugs:
        words.materials.number(slug)
    ways = ways_of(list(routes_of(routes, slugs, slugs)), words, settings.detour)
    return Roads(ways, words, measure_of(settings), len(slugs))


@dataclass(slots=True)
class Ready:
    """The listings of one side, ready to be found on a day: offers where ``seeks_offers``, else needs."""

    roads: Roads
    today: date
    seeks_offers: bool
    rows: dict[int, Row] = field(default_factory=dict)
    left: dict[int, Left] = field(default_factory=dict)
    sorted: Standing | None = None
    numbers: Wholes = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    places: dict[int, int] = field(default_factory=dict)
    tail: dict[int, None] = field(default_factory=dict)
    stood: tuple[Wholes, Floats] | None = None

    def take(self, rows: Iterable[Row], left: Mapping[int, Left]) -> None:
        """Take in listings that came or changed, those that are over left out.

        ``left`` is what promises leave of those that have any.
        """
        for row in rows:
            self.drop([row.id])
            if row.end is not None and row.end < self.today:
                continue
            self.rows[row.id] = row
            if row.id in left:
                self.left[row.id] = left[row.id]
            self.tail[row.id] = None
        if len(self.tail) > TAIL:
            self.sort()

    def drop(self, numbers: Iterable[int]) -> None:
        """Let listings go that cannot be found any more; numbers that are not there do nothing."""
        for number in numbers:
            self.rows.pop(number, None)
            self.left.pop(number, None)
            self.tail.pop(number, None)
            place = self.places.pop(number, None)
            if place is not None and self.sorted is not None:
                self.sorted.index.rows[place, (START, END)] = OPEN_END, OPEN_START
        self.stood = None

    def lead(self, roads: Roads) -> None:
        """Go by other routes from now on."""
        self.roads, self.sorted, self.tail = roads, None, dict.fromkeys(self.rows)
        self.sort()

    def sort(self) -> None:
        """Sort all listings in, so that the tail is empty."""
        self.numbers = np.array(list(self.rows), dtype=np.int64)
        side = self.columns(list(self.rows.values()))
        empty = self.columns([])
        offers, needs = (side, empty) if self.seeks_offers else (empty, side)
        roads = self.roads
        world = World(offers, needs, roads.ways, roads.measure, roads.materials)
        self.sorted = standing(world, seeks_offers=self.seeks_offers)
        places = zip(self.numbers[self.sorted.index.row].tolist(), range(len(self.numbers)), strict=True)
        self.places, self.tail, self.stood = dict(places), {}, None

    def columns(self, rows: Sequence[Row]) -> Side:
        """Return listings as columns."""
        return side_of_rows(rows, self.roads.words, self.today, self.left)

    def best(self, seekers: Sequence[Row], left: Mapping[int, Left], most: int) -> list[list[Find]]:
        """Return the best partners of each that seeks, in their order, the best first.

        OutOfRangeError if ``most`` is below 1.
        """
        if most < 1:
            raise OutOfRangeError("top", most, "1 or more")
        if self.sorted is None:
            self.sort()
        side = side_of_rows(seekers, self.roads.words, self.today, left)
        side = side._replace(id=np.arange(len(seekers), dtype=np.int64))
        found: list[list[Find]] = [[] for _ in seekers]
        for at, number, score in (*self.among_sorted(side, most), *self.in_tail(side, most)):
            found[at].append(Find(seekers[at].id, number, score))
        return [sorted(one, key=rank)[:most] for one in found]

    def among_sorted(self, side: Side, most: int) -> Iterator[tuple[int, int, float]]:
        """Yield for each that seeks its best among what is sorted: its row, a number and the score."""
        if self.sorted is None or not len(self.numbers):
            return
        if len(side.id) <= FEW:
            pieces: Iterable[Found] = [among(self.sorted, side, most)]
        else:
            pieces = best(self.sorted, side, most)
        for piece in pieces:
            here, there = (piece.need, piece.offer) if self.seeks_offers else (piece.offer, piece.need)
            yield from zip(here.tolist(), self.numbers[there].tolist(), piece.score.tolist(), strict=True)

    def in_tail(self, side: Side, most: int) -> Iterator[tuple[int, int, float]]:
        """Yield for each that seeks its best in the tail."""
        ready = self.sorted
        if ready is None or not self.tail:
            return
        if self.stood is None:
            rows = [self.rows[number] for number in self.tail]
            self.stood = np.array(list(self.tail), dtype=np.int64), table(self.columns(rows))
        numbers, tail = self.stood
        seekers, length = table(side), max(1, AT_ONCE // most)
        for begin in range(0, len(seekers), length):
            some = seekers[begin : begin + length]
            found = np.empty((len(some) * most, 3), dtype=np.int64)
            parts = np.empty((len(some) * most, PARTS + 1))
            number = kernel_tail.seek_all(
                some, tail, ready.ways, ready.way_start, ready.way_list, ready.measure, most,
                self.seeks_offers, found, parts,
            )  # fmt: skip
            here, there = found[:number, 0] + begin, numbers[found[:number, 1]]
            yield from zip(here.tolist(), there.tolist(), parts[:number, PARTS].tolist(), strict=True)


def rank(find: Find) -> tuple[int, str]:
    """Return the key that puts finds in order: best score first, then the number as text."""
    return -billionths(find.score), str(find.found)
