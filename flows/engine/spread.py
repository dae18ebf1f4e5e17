"""How a large search is spread: offers by group of materials and coarse cell, needs to all they reach."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flows.distance import EARTH_RADIUS_KM
from flows.engine.columns import Floats, Side, Ways, Wholes, Words
from flows.engine.topk import World, listed
from flows.materials import MaterialTree

DEGREES = 1.0
"""How wide and high a cell is, in degrees: some 111 km from south to north."""

ROWS, COLUMNS = 180, 360
NOWHERE = ROWS * COLUMNS
"""The cell of what has no position, which everything of its group reaches."""

CELLS = NOWHERE + 1
KM_PER_DEGREE = math.radians(1) * EARTH_RADIUS_KM
ROUNDING_KM = 0.001
"""More than float64 can be off on earth."""

AT_ONCE = 1 << 16
"""Needs whose reach is drawn at once."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Parts of the offers: a key is a group of materials and a cell, a part some keys that follow another."""

    keys: Wholes
    part_of_key: Wholes
    part_of_offer: Wholes
    number: int


@dataclass(frozen=True, slots=True)
class Entries:
    """Where goods enter the routes to each material: ``start`` is where the entries of a material begin.

    ``group`` is what must be offered; the entry is the first process with a place, NaN where it is the need
    itself, and ``last`` the last one, from where ``between_km`` by road less are left for the way in.
    """

    start: Wholes
    group: Wholes
    lon: Floats
    lat: Floats
    last_lon: Floats
    last_lat: Floats
    between_km: Floats


def groups_of(words: Words, tree: MaterialTree) -> Wholes:
    """Return the number of the group that each numbered material belongs to."""
    roots = [tree.line(slug)[-1] for slug in words.materials.words]
    numbers = {root: number for number, root in enumerate(sorted(set(roots)))}
    return np.array([numbers[root] for root in roots], dtype=np.int64)


def spread(offers: Side, groups: Wholes, parts: int) -> Spread:
    """Return offers cut into about as many parts, or fewer where there are fewer keys."""
    found = groups[offers.material] * CELLS + cells_of(offers.lon, offers.lat)
    keys, key_of_offer, counts = np.unique(found, return_inverse=True, return_counts=True)
    before = np.cumsum(counts) - counts
    drawn = before * parts // max(1, len(found))
    _names, part_of_key = np.unique(drawn, return_inverse=True)
    part_of_key = part_of_key.astype(np.int64)
    number = int(part_of_key.max()) + 1 if len(keys) else 0
    return Spread(keys, part_of_key, part_of_key[key_of_offer], number)


def cells_of(lon: Floats, lat: Floats) -> Wholes:
    """Return the cell of each position, ``NOWHERE`` where there is none."""
    none = np.isnan(lon)
    row = np.minimum((np.where(none, 0, lat) + 90) // DEGREES, ROWS - 1)
    column = np.minimum((np.where(none, 0, lon) + 180) // DEGREES, COLUMNS - 1)
    return np.where(none, NOWHERE, row * COLUMNS + column).astype(np.int64)


def entries_of(ways: Ways, groups: Wholes, materials: int) -> Entries:
    """Return the different entries of the routes to each material."""
    legs = ways.between_one + ways.between_two
    places = (ways.first_lon, ways.first_lat, ways.last_lon, ways.last_lat, legs)
    rows = np.column_stack((ways.wanted, groups[ways.offered], *places))
    rows = np.unique(np.where(np.isnan(rows), math.inf, rows), axis=0)
    start, _order = listed(rows[:, 0].astype(np.int64), materials)
    rows[np.isinf(rows)] = math.nan
    return Entries(start, rows[:, 1].astype(np.int64), *np.ascontiguousarray(rows[:, 2:].T))


def reached(world: World, groups: Wholes, parts: Spread) -> Iterator[tuple[int, Wholes]]:
    """Yield for each part rows of needs that may find an offer in it, some needs at a time."""
    entries = entries_of(world.ways, groups, world.materials)
    for begin in range(0, len(world.needs.id), AT_ONCE):
        rows = np.arange(begin, min(begin + AT_ONCE, len(world.needs.id)))
        count = (entries.start[1:] - entries.start[:-1])[world.needs.material[rows]]
        need = np.repeat(rows, count)
        since = np.arange(len(need)) - np.repeat(np.cumsum(count) - count, count)
        at = entries.start[world.needs.material[need]] + since
        yield from by_part(circles(world, entries, need, at), parts)


@dataclass(frozen=True, slots=True)
class Circles:
    """How far needs reach: each a need, a group of materials, and a middle with a radius in km.

    It is NaN where it is endless, and below 0 where only what has no position can be reached.
    """

    need: Wholes
    group: Wholes
    lon: Floats
    lat: Floats
    radius_km: Floats


def circles(world: World, entries: Entries, need: Wholes, at: Wholes) -> Circles:
    """Return the circle in which lies what a need finds through an entry."""
    lon, lat = world.needs.lon[need], world.needs.lat[need]
    direct = np.isnan(entries.lon[at])
    fixed = np.where(
        direct,
        0,
        entries.between_km[at]
        + world.measure.detour * crow_km(entries.last_lon[at], entries.last_lat[at], lon, lat),
    )
    left = (world.needs.max_km[need] - fixed) / world.measure.detour + ROUNDING_KM
    left = np.where(np.isposinf(left), math.nan, np.where(left < 0, -math.inf, left))
    middle_lon, middle_lat = np.where(direct, lon, entries.lon[at]), np.where(direct, lat, entries.lat[at])
    left = np.where(np.isnan(lon), math.nan, left)
    return Circles(need, entries.group[at], middle_lon, middle_lat, left)


def crow_km(lon: Floats, lat: Floats, other_lon: Floats, other_lat: Floats) -> Floats:
    """Return the great circles in km, NaN where a position is unknown."""
    one, other = np.radians(lat), np.radians(other_lat)
    across = np.sin(np.radians(other_lon - lon) / 2) ** 2
    chord = np.sin((other - one) / 2) ** 2 + np.cos(one) * np.cos(other) * across
    distance: Floats = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(1.0, chord)))
    return distance


def by_part(drawn: Circles, parts: Spread) -> Iterator[tuple[int, Wholes]]:
    """Yield the needs whose circles touch a cell of each part, each need once."""
    high, wide = extents(drawn)
    group_start, order = listed(drawn.group, int(parts.keys.max(initial=-CELLS)) // CELLS + 1)
    for part in range(parts.number):
        touching = []
        for key in parts.keys[parts.part_of_key == part].tolist():
            group, cell = divmod(key, CELLS)
            rows = order[group_start[group] : group_start[group + 1]]
            touching.append(drawn.need[rows[touches(drawn, rows, (high, wide), cell)]])
        needs = np.unique(np.concatenate(touching))
        if len(needs):
            yield part, needs


def extents(drawn: Circles) -> tuple[Floats, Floats]:
    """Return how many degrees each circle stretches to the north and to the east, 180 where it is endless."""
    high = drawn.radius_km / KM_PER_DEGREE
    polar = ~(np.abs(drawn.lat) + high < 90)
    rise = np.sin(np.radians(np.where(polar, 0, np.maximum(high, 0)))) / np.cos(
        np.radians(np.where(polar, 0, drawn.lat))
    )
    wide = np.where(polar, 180, np.degrees(np.arcsin(np.minimum(1, rise))) + ROUNDING_KM)
    return np.where(np.isnan(high), 180, high), wide


def touches(drawn: Circles, rows: Wholes, extent: tuple[Floats, Floats], cell: int) -> NDArray[np.bool_]:
    """Tell which circles touch a cell, or may: a circle counts as the box around it."""
    if cell == NOWHERE:
        return np.ones(len(rows), dtype=np.bool_)
    high, wide = extent[0][rows], extent[1][rows]
    middle_lat = cell // COLUMNS * DEGREES - 90 + DEGREES / 2
    middle_lon = cell % COLUMNS * DEGREES - 180 + DEGREES / 2
    north = np.abs(drawn.lat[rows] - middle_lat) <= high + DEGREES / 2
    turned = np.abs((drawn.lon[rows] - middle_lon + 180) % 360 - 180)
    found: NDArray[np.bool_] = np.isnan(drawn.radius_km[rows]) | (north & (turned <= wide + DEGREES / 2))
    return found
