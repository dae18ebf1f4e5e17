"""Listings that stand ready to be found while others come, change and go, without sorting all of them anew.

What stood ready at the start is sorted into blocks (``flows.engine.topk``). What came or changed since stands
behind it in a tail that is searched through; its place among the sorted ones is blocked. A full tail is
sorted in. Whoever holds this tells it what changed: it never looks by itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import repeat
from typing import NamedTuple

import numpy as np

from flows.engine.blocks import table
from flows.engine.columns import (
    OPEN_END,
    OPEN_START,
    Measure,
    Side,
    Ways,
    Wholes,
    Words,
    measure_of,
    routes_of,
    ways_of,
)
from flows.engine.layout import END, START
from flows.engine.standing import ID, LAST, Bare, Left, Row, alone, side_of_rows
from flows.engine.topk import Desk, Standing, World, among, best, standing
from flows.errors import OutOfRangeError
from flows.matching import Routes, Settings

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
    rows: dict[int, Bare] = field(default_factory=dict)
    left: dict[int, Left] = field(default_factory=dict)
    sorted: Standing | None = None
    numbers: Wholes = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    places: dict[int, int] = field(default_factory=dict)
    tail: dict[int, None] = field(default_factory=dict)
    whole: tuple[Standing, Wholes] | None = None
    desk: Desk | None = None

    def take(self, rows: Iterable[Bare], left: Mapping[int, Left]) -> None:
        """Take in listings that came or changed, those that are over left out.

        ``left`` is what promises leave of those that have any.
        """
        first = self.today.toordinal()
        for row in rows:
            number, last = row[ID], row[LAST]
            self.drop([number])
            if last is not None and last < first:
                continue
            self.rows[number] = row
            if number in left:
                self.left[number] = left[number]
            self.tail[number] = None
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
        self.whole = self.desk = None

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
        self.places, self.tail, self.whole, self.desk = dict(places), {}, None, None

    def columns(self, rows: Sequence[Bare]) -> Side:
        """Return listings as columns."""
        return side_of_rows(rows, self.roads.words, self.today, self.left)

    def ready(self) -> tuple[Standing, Wholes]:
        """Return what is sorted with the tail behind it, and the numbers of its rows."""
        if self.sorted is None:
            self.sort()
        assert self.sorted is not None
        if self.whole is None:
            side, numbers = (
                self.columns([self.rows[one] for one in self.tail]),
                np.array([*self.tail], dtype=np.int64),
            )
            order = np.argsort(side.material, kind="stable")
            starts = np.searchsorted(side.material[order], np.arange(self.roads.materials + 1)).astype(
                np.int64
            )
            whole = replace(self.sorted, tail=table(side, order), tail_start=starts)
            self.whole = whole, np.concatenate((self.numbers, numbers[order]))
        return self.whole

    def best(self, seekers: Sequence[Bare], left: Mapping[int, Left], most: int) -> list[list[Find]]:
        """Return the best partners of each that seeks, in their order, the best first.

        OutOfRangeError if ``most`` is below 1.
        """
        if most < 1:
            raise OutOfRangeError("top", most, "1 or more")
        if len(seekers) == 1:
            return [self.best_of(Row._make(seekers[0]), left, most)]
        ready, numbers = self.ready()
        side = side_of_rows(seekers, self.roads.words, self.today, left)
        side = side._replace(id=np.arange(len(seekers), dtype=np.int64))
        found: list[list[Find]] = [[] for _ in seekers]
        for piece in [among(ready, side, most)] if len(seekers) <= FEW else best(ready, side, most):
            here, there = (piece.need, piece.offer) if self.seeks_offers else (piece.offer, piece.need)
            finds = zip(here.tolist(), numbers[there].tolist(), piece.score.tolist(), strict=True)
            for at, number, score in finds:
                found[at].append(Find(seekers[at][ID], number, score))
        return found

    def best_of(self, seeker: Row, left: Mapping[int, Left], most: int) -> list[Find]:
        """Return the best partners of one that seeks, the best first, asked at a desk that stands ready."""
        ready, numbers = self.ready()
        if self.desk is None or self.desk.most != most:
            self.desk = Desk(ready, most)
        rows, scores = self.desk.ask(alone(seeker, self.roads.words, self.today, left))
        return list(map(Find._make, zip(repeat(seeker.id), numbers[rows].tolist(), scores.tolist())))
