"""Listings and routes as columns: what the engine reads instead of one object per listing."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from flows.distance import road_km
from flows.errors import FlowsError
from flows.matching import Route, Routes, Settings
from flows.scoring import PARTS, Weights
from flows.streams import Form, Range

Floats = NDArray[np.float64]
Wholes = NDArray[np.int64]
Word = TypeVar("Word", str, tuple[str, ...])

OPEN_START = -(2**31)
OPEN_END = 2**31
"""Days of a window without first or last day; days count from the year 1."""

NO_FORM = -1
FORMS = {form: place for place, form in enumerate(Form)}

MOST_CLASSES = 52
"""Different quality classes that fit into one whole number, a bit each."""


class TooManyClassesError(FlowsError):
    """More quality classes than the engine tells apart."""

    code = "columns.classes"

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number

    def __str__(self) -> str:
        return f"{self.number} different quality classes; at most {MOST_CLASSES} are told apart"


class Side(NamedTuple):
    """The listings of one side, a row each, in any order.

    ``id`` ranks the ids as text sorts them; ``organisation`` is -1 where it is unknown. Unknown figures
    are NaN: ``tonnes`` (a year where ``recurring``), ``contamination``, ``moisture``, ``lon``, ``lat``.
    ``form`` and ``classes`` are -1 and 0 where unknown; ``max_km`` is endless where nothing was told.
    """

    id: Wholes
    organisation: Wholes
    material: Wholes
    tonnes: Floats
    recurring: NDArray[np.bool_]
    taken_once: Floats
    start: Wholes
    end: Wholes
    contamination: Floats
    moisture: Floats
    form: Wholes
    classes: Wholes
    lon: Floats
    lat: Floats
    max_km: Floats


class Ways(NamedTuple):
    """The routes between materials, a row each.

    ``order`` is the order of preference among routes of equal score. ``share`` is NaN where a yield is
    unknown. ``first_*`` and ``last_*`` are the first and last process with a place, NaN where there is
    none; ``between_*`` are the road km from process to process in between, 0 where there is none.
    """

    offered: Wholes
    wanted: Wholes
    order: Wholes
    steps: Wholes
    closeness: Floats
    ladder: Floats
    share: Floats
    limit_year: Floats
    limit_once: Floats
    first_lon: Floats
    first_lat: Floats
    last_lon: Floats
    last_lat: Floats
    between_one: Floats
    between_two: Floats


class Measure(NamedTuple):
    """How parts become a score: weights and typical values in the order of the parts, scales of distance."""

    weights: Floats
    typical: Floats
    scale_km: float
    detour: float


def measure_of(settings: Settings) -> Measure:
    """Return the weights of a search as columns."""
    weights: Weights = settings.weights
    assert tuple(weight.part for weight in weights.parts) == PARTS
    return Measure(
        np.array([weight.weight for weight in weights.parts]),
        np.array([weight.typical for weight in weights.parts]),
        float(weights.distance_scale_km),
        float(settings.detour),
    )


class Book(Generic[Word]):
    """Numbers for the words that several rows share, given as they come up."""

    def __init__(self) -> None:
        self.numbers: dict[Word, int] = {}
        self.words: list[Word] = []

    def number(self, word: Word) -> int:
        """Return the number of a word, a new one for a new word."""
        found = self.numbers.get(word)
        if found is None:
            found = self.numbers[word] = len(self.words)
            self.words.append(word)
        return found

    def word(self, number: int) -> Word:
        """Return the word of a number."""
        return self.words[number]


class Unwritten(Book[str]):
    """A book of which only the numbers are known: each word is its number in digits."""

    def word(self, number: int) -> str:
        """Return the digits of a number."""
        return str(number)


@dataclass(frozen=True, slots=True)
class Words:
    """The numbers that both sides share: of materials, organisations, quality classes and sets of these."""

    materials: Book[str]
    organisations: Book[str]
    classes: Book[str]
    sets: Book[tuple[str, ...]]

    @classmethod
    def new(cls) -> "Words":
        """Return empty books."""
        return cls(Book(), Book(), Book(), Book())

    def mask(self, classes: Sequence[str]) -> int:
        """Return quality classes as the bits of one number."""
        bits = [self.classes.number(one) for one in classes]
        if len(self.classes.numbers) > MOST_CLASSES:
            raise TooManyClassesError(len(self.classes.numbers))
        return sum(1 << bit for bit in set(bits))


def floats(values: Iterable[float | None]) -> Floats:
    """Return figures as a column, NaN where unknown."""
    return np.array([math.nan if value is None else value for value in values], dtype=np.float64)


def wholes(values: Iterable[int]) -> Wholes:
    """Return whole numbers as a column."""
    return np.array(values if isinstance(values, list) else list(values), dtype=np.int64)


def routes_of(
    routes: Routes, offered: Iterable[str], wanted: Iterable[str]
) -> Iterator[tuple[str, str, Route]]:
    """Yield every route between materials that are offered and materials that are wanted."""
    tree, standing = routes.tree, frozenset(offered)
    for want in sorted(set(wanted)):
        near = tree.related(want)
        for have in sorted(near & standing):
            yield from ((have, want, route) for route in routes.direct(have, want))
        for given in sorted(near & routes.by_end.keys()):
            for chain, made in routes.by_end[given]:
                for have in sorted(tree.related(chain[0].takes) & standing):
                    yield from ((have, want, route) for route in routes.through(chain, made, have, want))


def ways_of(found: Sequence[tuple[str, str, Route]], words: Words, detour: float) -> Ways:
    """Return routes as columns, in their order."""
    rows = [route for _, _, route in found]
    rank = {
        place: order for order, place in enumerate(sorted(range(len(rows)), key=lambda at: taste(rows[at])))
    }
    places = [[step.process.position for step in route.chain if step.process.position] for route in rows]
    legs = [[road_km(*pair, detour) for pair in pairwise(stops)] for stops in places]
    limits = [(least(route.passing.limits), least(route.passing.once)) for route in rows]
    shares = [route.passing.share for route in rows]
    return Ways(
        offered=wholes(words.materials.number(have) for have, _, _ in found),
        wanted=wholes(words.materials.number(want) for _, want, _ in found),
        order=wholes(rank[place] for place in range(len(rows))),
        steps=wholes(len(route.chain) for route in rows),
        closeness=floats(route.material.value for route in rows),
        ladder=floats(route.ladder.value for route in rows),
        share=floats(None if share is None else float(share.likely) for share in shares),
        limit_year=floats(year for year, _ in limits),
        limit_once=floats(once for _, once in limits),
        first_lon=floats(stops[0].lon if stops else None for stops in places),
        first_lat=floats(stops[0].lat if stops else None for stops in places),
        last_lon=floats(stops[-1].lon if stops else None for stops in places),
        last_lat=floats(stops[-1].lat if stops else None for stops in places),
        between_one=floats(leg[0] if leg else 0.0 for leg in legs),
        between_two=floats(leg[1] if len(leg) > 1 else 0.0 for leg in legs),
    )


def taste(route: Route) -> tuple[object, ...]:
    """Return the key that chooses among routes of equal score, as ``flows.matching.preference`` does."""
    codes = tuple(step.process.code for step in route.chain)
    names = tuple((passage.takes, passage.gives) for passage in route.through)
    materials = tuple(text for _, text in route.material.evidence if isinstance(text, str))
    return len(codes), codes, names, materials


def least(limits: Sequence[Range]) -> float:
    """Return the least of the likely limits in tonnes, endless where there is none."""
    return min((float(limit.likely) for limit in limits), default=math.inf)
