"""The score of one pair, compiled.

Every sum and comparison stands in the order of ``flows.scoring`` and ``flows.quantities``: no fast maths,
so that both find the same score to the last bit. Listings, routes and the measure are
tables of plain figures, whose columns are named below.
"""

import math

import numba
import numpy as np

from flows.distance import EARTH_RADIUS_KM
from flows.engine.columns import OPEN_END, OPEN_START
from flows.engine.layout import (
    BETWEEN_ONE,
    BETWEEN_TWO,
    CLASSES,
    CLOSED,
    CLOSENESS,
    CONTAMINATION,
    DETOUR,
    END,
    FIRST_LON,
    FORM,
    LADDER,
    LAST_LON,
    LIMIT_ONCE,
    LIMIT_YEAR,
    LON,
    MAX_KM,
    MOISTURE,
    ORGANISATION,
    RECURRING,
    SCALE_KM,
    SHARE,
    START,
    STEPS,
    TAKEN_ONCE,
    TONNES,
)
from flows.scoring import YEAR_DAYS

UNKNOWN = math.nan
YEAR = YEAR_DAYS
RADIANS = math.pi / 180.0


@numba.njit(cache=True, error_model="numpy")
def billionths(score):
    return np.int64(math.floor(score * 1e9 + 0.5))


@numba.njit(cache=True, error_model="numpy")
def crow_km(a, at, a_place, b, to, b_place):
    """Return the km between the places of two rows: from ``place`` on stand longitude, latitude and its cosine."""
    start_lat, end_lat = a[at, a_place + 1] * RADIANS, b[to, b_place + 1] * RADIANS
    half_lat = math.sin((end_lat - start_lat) / 2)
    half_lon = math.sin((b[to, b_place] - a[at, a_place]) * RADIANS / 2)
    chord = half_lat * half_lat + a[at, a_place + 2] * b[to, b_place + 2] * half_lon * half_lon
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, chord)))


@numba.njit(cache=True, error_model="numpy")
def travelled(offers, o, needs, n, ways, w, detour):
    if math.isnan(offers[o, LON]) or math.isnan(needs[n, LON]):
        return UNKNOWN
    if math.isnan(ways[w, FIRST_LON]):
        return crow_km(offers, o, LON, needs, n, LON) * detour
    km = crow_km(offers, o, LON, ways, w, FIRST_LON) * detour
    km += ways[w, BETWEEN_ONE]
    km += ways[w, BETWEEN_TWO]
    km += crow_km(ways, w, LAST_LON, needs, n, LON) * detour
    return km


@numba.njit(cache=True, error_model="numpy")
def distance_part(km, offer_reach, need_reach, scale):
    if math.isnan(km):
        return UNKNOWN
    if km > offer_reach or km > need_reach:
        return CLOSED
    return max(0.0, 1 - km / scale)


@numba.njit(cache=True, error_model="numpy")
def days_of(start, end):
    if start == OPEN_START or end == OPEN_END:
        return YEAR
    return min(YEAR, end - start + 1)


@numba.njit(cache=True, error_model="numpy")
def timing_part(start, end, other_start, other_end):
    first, last = max(start, other_start), min(end, other_end)
    bounded = first != OPEN_START and last != OPEN_END
    days = last - first + 1
    if bounded and days <= 0:
        return CLOSED
    if (start == OPEN_START and end == OPEN_END) or (other_start == OPEN_START and other_end == OPEN_END):
        return UNKNOWN
    shorter = OPEN_END
    if start != OPEN_START and end != OPEN_END:
        shorter = min(shorter, end - start + 1)
    if other_start != OPEN_START and other_end != OPEN_END:
        shorter = min(shorter, other_end - other_start + 1)
    if not bounded or shorter == OPEN_END:
        return 1.0
    return days / shorter


@numba.njit(cache=True, error_model="numpy")
def quality_part(offers, o, needs, n):
    together, answered = 0.0, 0
    if not math.isnan(offers[o, CONTAMINATION]) and not math.isnan(needs[n, CONTAMINATION]):
        actual, limit = offers[o, CONTAMINATION], needs[n, CONTAMINATION]
        if actual > limit:
            return CLOSED
        together += 1 - 0.5 * (actual / limit) if limit > 0 else 1.0
        answered += 1
    if not math.isnan(offers[o, MOISTURE]) and not math.isnan(needs[n, MOISTURE]):
        actual, limit = offers[o, MOISTURE], needs[n, MOISTURE]
        if actual > limit:
            return CLOSED
        together += 1 - 0.5 * (actual / limit) if limit > 0 else 1.0
        answered += 1
    if offers[o, FORM] >= 0 and needs[n, FORM] >= 0:
        together += 1.0 if offers[o, FORM] == needs[n, FORM] else 0.5
        answered += 1
    if offers[o, CLASSES] != 0 and needs[n, CLASSES] != 0:
        if np.int64(offers[o, CLASSES]) & ~np.int64(needs[n, CLASSES]) != 0:
            return CLOSED
        together += 1.0
        answered += 1
    return together / answered if answered else UNKNOWN


@numba.njit(cache=True, error_model="numpy")
def in_days(tonnes, days):
    return tonnes if days == YEAR else tonnes * days / YEAR


@numba.njit(cache=True, error_model="numpy")
def lot(tonnes, recurring, taken, common, lasts):
    if recurring == 0:
        return tonnes
    return max(0.0, min(in_days(tonnes, common), in_days(tonnes, lasts) - taken))


@numba.njit(cache=True, error_model="numpy")
def filled(have, want, most):
    gets = min(min(have, want), most)
    of_have = gets / have if have > 0 else 0.0
    of_want = gets / want if want > 0 else 0.0
    return (of_have + of_want) / 2


@numba.njit(cache=True, error_model="numpy")
def quantity_part(offers, o, needs, n, ways, w):
    have, want, share = offers[o, TONNES], needs[n, TONNES], ways[w, SHARE]
    if math.isnan(have) or math.isnan(want) or math.isnan(share):
        return UNKNOWN
    if offers[o, RECURRING] > 0 and needs[n, RECURRING] > 0:
        return filled(have * share, want, ways[w, LIMIT_YEAR])
    common = YEAR
    if offers[o, RECURRING] != needs[n, RECURRING]:
        first, last = max(offers[o, START], needs[n, START]), min(offers[o, END], needs[n, END])
        if first != OPEN_START and last != OPEN_END:
            common = min(YEAR, last - first + 1)
    have = lot(
        have, offers[o, RECURRING], offers[o, TAKEN_ONCE], common, days_of(offers[o, START], offers[o, END])
    )
    want = lot(
        want, needs[n, RECURRING], needs[n, TAKEN_ONCE], common, days_of(needs[n, START], needs[n, END])
    )
    most = min(in_days(ways[w, LIMIT_YEAR], common), ways[w, LIMIT_ONCE])
    return filled(have * share, want, most)


@numba.njit(cache=True, error_model="numpy")
def judge(offers, o, needs, n, ways, w, measure, parts):
    """Fill in the six parts of a pair along a route and return its score, CLOSED where a gate is."""
    if offers[o, ORGANISATION] >= 0 and offers[o, ORGANISATION] == needs[n, ORGANISATION]:
        return CLOSED
    timing = timing_part(offers[o, START], offers[o, END], needs[n, START], needs[n, END])
    if timing == CLOSED:
        return CLOSED
    quality = UNKNOWN if ways[w, STEPS] > 0 else quality_part(offers, o, needs, n)
    if quality == CLOSED:
        return CLOSED
    km = travelled(offers, o, needs, n, ways, w, measure[DETOUR])
    distance = distance_part(km, offers[o, MAX_KM], needs[n, MAX_KM], measure[SCALE_KM])
    if distance == CLOSED:
        return CLOSED
    parts[0] = ways[w, CLOSENESS]
    parts[1] = quality
    parts[2] = quantity_part(offers, o, needs, n, ways, w)
    parts[3] = timing
    parts[4] = distance
    parts[5] = ways[w, LADDER]
    score = 0.0
    for place in range(6):
        value = parts[place]
        score += measure[place] * (measure[6 + place] if math.isnan(value) else value)
    return min(1.0, score)
