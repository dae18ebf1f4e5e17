"""How well one listing fits many, judged on columns at once, without anything that has to be compiled first.

Every sum stands in the order of ``flows.scoring``; only sines and arcs may differ in their last bit. A score
that this could round another way is not sure, and is left to ``flows.matching``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flows.distance import EARTH_RADIUS_KM
from flows.engine.columns import OPEN_END, OPEN_START, Floats, Measure, Side, Ways, Wholes
from flows.scoring import YEAR_DAYS

Truths = NDArray[np.bool_]

DOUBT = 1e-4
"""Billionths by which a score may be off: a thousand times what sines and arcs can differ."""

LEEWAY = 1 + 1e-12
"""How far beyond a radius is left to the readable matcher to decide."""

NOTHING = 0.5e-6
"""Less than this many tonnes is no gram, however it is rounded."""

CLOSED = -np.inf
FIRST = 64


@dataclass(frozen=True, slots=True)
class Judged:
    """The score of each listing of the other side over its best route, endlessly low behind a closed gate."""

    score: Floats

    def best_first(self, ids: Wholes, exactly: Callable[[int], int], least: float = 0.0) -> Iterator[int]:
        """Yield the rows that are open and reach a score, the best first, equal ones by ``ids``.

        ``exactly`` returns the score of a row in billionths, and is asked where rounding is not sure.
        """
        rows = np.flatnonzero(self.score >= least - 1e-9)
        whole = self.score[rows] * 1e9 + 0.5
        keys = np.floor(whole).astype(np.int64)
        unsure = np.minimum(whole - keys, keys + 1 - whole) < DOUBT
        for place in np.flatnonzero(unsure).tolist():
            keys[place] = exactly(int(rows[place]))
        told, size = 0, FIRST
        while told < len(rows):
            least = np.partition(keys, -size)[-size] if size < len(rows) else keys.min()
            band = np.flatnonzero(keys >= least)
            order = np.lexsort((ids[rows[band]], -keys[band]))
            yield from rows[band[order]][told:].tolist()
            told, size = len(band), size * FIRST


def judge(seeker: Side, others: Side, ways: Ways, measure: Measure, *, seeks_offers: bool) -> Judged:
    """Judge one listing, a side of one row, against all others along every route between their materials.

    Along a route on which not even a gram moves, no score is given.
    """
    score = np.full(len(others.id), CLOSED)
    here, there = (ways.wanted, ways.offered) if seeks_offers else (ways.offered, ways.wanted)
    leading = np.flatnonzero(here == seeker.material[0])
    for material in np.unique(there[leading]).tolist():
        rows = np.flatnonzero(others.material == material)
        near = rows_of(others, rows)
        offers, needs = (near, seeker) if seeks_offers else (seeker, near)
        open_ends = gates(offers, needs)
        quality, broken = quality_of(offers, needs)
        for way in leading[there[leading] == material].tolist():
            route = Ways._make(column[way : way + 1] for column in ways)
            found = along(offers, needs, route, measure, quality)
            if route.steps[0] == 0:
                found = np.where(broken, CLOSED, found)
            score[rows] = np.maximum(score[rows], np.where(open_ends, found, CLOSED))
    return Judged(score)


def rows_of(side: Side, rows: Wholes) -> Side:
    """Return some rows of a side."""
    return Side._make(column[rows] for column in side)


def gates(offers: Side, needs: Side) -> Truths:
    """Return who is not of one organisation, and has a day in common."""
    strangers = (offers.organisation < 0) | (offers.organisation != needs.organisation)
    first, last = np.maximum(offers.start, needs.start), np.minimum(offers.end, needs.end)
    open_: Truths = strangers & ((first == OPEN_START) | (last == OPEN_END) | (last >= first))
    return open_


def along(offers: Side, needs: Side, way: Ways, measure: Measure, quality: Floats) -> Floats:
    """Return the scores along one route, endlessly low beyond a radius and where nothing moves."""
    km = travelled(offers, needs, way, measure.detour)
    far = (km > offers.max_km * LEEWAY) | (km > needs.max_km * LEEWAY)
    distance = np.where(np.isnan(km), np.nan, np.maximum(0.0, 1 - km / measure.scale_km))
    quantity, gets = quantity_of(offers, needs, way)
    direct = way.steps[0] == 0
    parts = (
        way.closeness,
        quality if direct else np.full(1, np.nan),
        quantity,
        timing_of(offers, needs),
        distance,
        way.ladder,
    )
    score: Floats = np.zeros(1)
    for place, value in enumerate(parts):
        typical = measure.typical[place]
        score = score + measure.weights[place] * np.where(np.isnan(value), typical, value)
    return np.where(far | (gets < NOTHING), CLOSED, np.minimum(1.0, score))


def travelled(offers: Side, needs: Side, way: Ways, detour: float) -> Floats:
    """Return the road km from offers over the processes of a route to needs."""
    if np.isnan(way.first_lon[0]):
        return crow_km(offers.lon, offers.lat, needs.lon, needs.lat) * detour
    km = crow_km(offers.lon, offers.lat, way.first_lon, way.first_lat) * detour
    km = km + way.between_one + way.between_two
    return km + crow_km(way.last_lon, way.last_lat, needs.lon, needs.lat) * detour


def crow_km(lon: Floats, lat: Floats, to_lon: Floats, to_lat: Floats) -> Floats:
    """Return the great circles in km, by the haversine formula."""
    start, end = np.radians(lat), np.radians(to_lat)
    half_lat, half_lon = np.sin((end - start) / 2), np.sin(np.radians(to_lon - lon) / 2)
    chord = half_lat * half_lat + np.cos(start) * np.cos(end) * half_lon * half_lon
    km: Floats = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(1.0, chord)))
    return km


def timing_of(offers: Side, needs: Side) -> Floats:
    """Return the days in common by those of the shorter window, NaN where a side told nothing.

    A window that is over has no day, and its gate is closed.
    """
    first, last = np.maximum(offers.start, needs.start), np.minimum(offers.end, needs.end)
    unknown = [(side.start == OPEN_START) & (side.end == OPEN_END) for side in (offers, needs)]
    shorter = np.minimum(*(window(side) for side in (offers, needs)))
    endless = (first == OPEN_START) | (last == OPEN_END) | np.isinf(shorter)
    share = np.where(endless, 1.0, (last - first + 1) / np.where(endless, 1.0, np.maximum(shorter, 1.0)))
    return np.where(unknown[0] | unknown[1], np.nan, share)


def window(side: Side) -> Floats:
    """Return the days of windows, endless where an end is open."""
    bounded = (side.start != OPEN_START) & (side.end != OPEN_END)
    return np.where(bounded, side.end - side.start + 1.0, np.inf)


def quality_of(offers: Side, needs: Side) -> tuple[Floats, Truths]:
    """Return the mean of the questions that both answered, NaN without one, and where a limit is broken."""
    forms = (offers.form >= 0) & (needs.form >= 0)
    classed = (offers.classes != 0) & (needs.classes != 0)
    answers = (
        limited(offers.contamination, needs.contamination),
        limited(offers.moisture, needs.moisture),
        (forms, np.where(offers.form == needs.form, 1.0, 0.5), forms & False),
        (classed, classed * 1.0, classed & ((offers.classes & ~needs.classes) != 0)),
    )
    together, answered, broken = np.zeros(1), np.zeros(1), np.zeros(1, dtype=np.bool_)
    for known, value, refused in answers:
        together, answered = together + np.where(known, value, 0.0), answered + known
        broken = broken | refused
    return np.where(answered > 0, together / np.maximum(answered, 1), np.nan), broken


def limited(actual: Floats, limit: Floats) -> tuple[Truths, Floats, Truths]:
    """Return where both figures are known, how well they go together, and where the limit is broken."""
    known = ~np.isnan(actual) & ~np.isnan(limit)
    strict = limit > 0
    value = np.where(strict, 1 - 0.5 * (actual / np.where(strict, limit, 1.0)), 1.0)
    return known, value, known & (actual > limit)


def quantity_of(offers: Side, needs: Side, way: Ways) -> tuple[Floats, Floats]:
    """Return the shares taken and filled, half each, and the tonnes that arrive; NaN where unknown."""
    yearly = offers.recurring & needs.recurring
    mixed = offers.recurring != needs.recurring
    first, last = np.maximum(offers.start, needs.start), np.minimum(offers.end, needs.end)
    bounded = mixed & (first != OPEN_START) & (last != OPEN_END)
    common = np.where(bounded, np.minimum(YEAR_DAYS, last - first + 1), YEAR_DAYS)
    have = np.where(yearly, offers.tonnes, lot(offers, common)) * way.share
    want = np.where(yearly, needs.tonnes, lot(needs, common))
    once = np.minimum(in_days(way.limit_year, common), way.limit_once)
    gets = np.minimum(np.minimum(have, want), np.where(yearly, way.limit_year, once))
    return (part_of(gets, have) + part_of(gets, want)) / 2, gets


def lot(side: Side, common: Wholes) -> Floats:
    """Return what amounts come to in the days in common with a lot."""
    left = in_days(side.tonnes, np.minimum(YEAR_DAYS, window(side))) - side.taken_once
    return np.where(
        side.recurring, np.maximum(0.0, np.minimum(in_days(side.tonnes, common), left)), side.tonnes
    )


def in_days(tonnes: Floats, days: Wholes | Floats) -> Floats:
    """Return what tonnes a year come to in so many days."""
    finite = np.where(np.isinf(tonnes), 0.0, tonnes)
    return np.where((days == YEAR_DAYS) | np.isinf(tonnes), tonnes, finite * days / YEAR_DAYS)


def part_of(some: Floats, whole: Floats) -> Floats:
    """Return shares from 0 to 1; nothing is no share of nothing."""
    return np.where(whole > 0, some / np.where(whole > 0, whole, 1.0), np.where(np.isnan(whole), np.nan, 0.0))
