"""What the rows of a block can score at most, compiled: by the least and most that they hold, or at a glance."""

import math

import numba

from flows.distance import EARTH_RADIUS_KM
from flows.engine.columns import OPEN_END, OPEN_START
from flows.engine.kernel_score import (
    BALL,
    BETWEEN_ONE,
    BETWEEN_TWO,
    CLASSES,
    CLOSED,
    CLOSENESS,
    CONTAMINATION,
    DETOUR,
    END,
    FIRST_BALL,
    FIRST_LON,
    FORM,
    LADDER,
    LAST_BALL,
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
    TONNES,
    crow_km,
    filled,
)

BLOCK = 32
"""Rows of a block, and blocks of a group."""

SLACK = 1e-11
"""More than rounding can add to a bound, and far less than the billionths by which matches are ranked."""

# columns of the bounds of a block
X_LOW, X_HIGH, Y_LOW, Y_HIGH, Z_LOW, Z_HIGH = 0, 1, 2, 3, 4, 5
NO_PLACE, EARLIEST, LATEST, SHORTEST, NO_TIME = 6, 7, 8, 9, 10
LEAST, MOST, NO_TONNES, YEARLY, LOTS = 11, 12, 13, 14, 15
REACH, FIRST_ID, OWNER = 16, 17, 18
BOUNDS = 19


@numba.njit(cache=True)
def chord_to_box(x, y, z, bound):
    dx = max(0.0, max(bound[X_LOW] - x, x - bound[X_HIGH]))
    dy = max(0.0, max(bound[Y_LOW] - y, y - bound[Y_HIGH]))
    dz = max(0.0, max(bound[Z_LOW] - z, z - bound[Z_HIGH]))
    return math.sqrt(dx * dx + dy * dy + dz * dz)


@numba.njit(cache=True)
def best_amount(asked, bound, seeks_offers, share, most):
    """Return the most that the quantity part can be for amounts between those of a block, of one kind."""
    low, high = bound[LEAST], bound[MOST]
    if seeks_offers:
        low, high = low * share, high * share
    else:
        asked = asked * share
    ideal = min(asked, most)
    return filled(asked, min(max(ideal, low), high), most)


@numba.njit(cache=True)
def most_score(seeker, s, ways, w, bound, aim, measure, seeks_offers):
    """Return a score that no row of a block exceeds, CLOSED if every row meets a closed gate.

    ``aim`` holds the unit vector from which the way to the block is measured and the km beyond it.
    """
    weights, typical = measure[:6], measure[6:12]
    if bound[OWNER] >= 0 and bound[OWNER] == seeker[s, ORGANISATION]:
        return CLOSED
    start, end = seeker[s, START], seeker[s, END]
    first, last = max(float(start), bound[EARLIEST]), min(float(end), bound[LATEST])
    days = last - first + 1
    if days <= 0:
        return CLOSED
    timing = 1.0
    if start == OPEN_START and end == OPEN_END:
        timing = typical[3]
    elif start != OPEN_START and end != OPEN_END and bound[SHORTEST] >= end - start + 1:
        timing = min(1.0, days / (end - start + 1))
    if bound[NO_TIME] > 0:
        timing = max(timing, typical[3])
    distance = typical[4]
    if not math.isnan(seeker[s, LON]) and bound[X_LOW] <= bound[X_HIGH]:
        km = aim[3] + chord_to_box(aim[0], aim[1], aim[2], bound) * EARTH_RADIUS_KM * measure[DETOUR]
        km -= 1e-9 * km + 1e-9
        if km > seeker[s, MAX_KM] or km > bound[REACH]:
            if bound[NO_PLACE] == 0:
                return CLOSED
        else:
            distance = max(0.0, 1 - km / measure[SCALE_KM])
            if bound[NO_PLACE] > 0:
                distance = max(distance, typical[4])
    quality = typical[1]
    if ways[w, STEPS] == 0:
        told = not (math.isnan(seeker[s, CONTAMINATION]) and math.isnan(seeker[s, MOISTURE]))
        if told or seeker[s, FORM] >= 0 or seeker[s, CLASSES] != 0:
            quality = max(1.0, typical[1])
    quantity = typical[2]
    share = ways[w, SHARE]
    if not math.isnan(seeker[s, TONNES]) and not math.isnan(share) and bound[LEAST] <= bound[MOST]:
        if seeker[s, RECURRING] > 0 and bound[LOTS] == 0:
            quantity = best_amount(seeker[s, TONNES], bound, seeks_offers, share, ways[w, LIMIT_YEAR])
        elif seeker[s, RECURRING] == 0 and bound[YEARLY] == 0:
            most = min(ways[w, LIMIT_YEAR], ways[w, LIMIT_ONCE])
            quantity = best_amount(seeker[s, TONNES], bound, seeks_offers, share, most)
        else:
            quantity = 1.0
        if bound[NO_TONNES] > 0:
            quantity = max(quantity, typical[2])
    score = weights[0] * ways[w, CLOSENESS] + weights[1] * quality + weights[2] * quantity
    score += weights[3] * timing + weights[4] * distance + weights[5] * ways[w, LADDER]
    return min(1.0, score) + SLACK


@numba.njit(cache=True, error_model="numpy")
def glance(fields, seeker, s, ways, w, aim, measure, seeks_offers, upper):
    """Write down scores that the rows of a block do not exceed: no trigonometry, no branch, many rows at a time.

    CLOSED where a gate is; ways are measured as the mole digs. What is promising is judged by ``judge``.
    """
    start, end = seeker[s, START], seeker[s, END]
    timeless = start == OPEN_START and end == OPEN_END
    window = end - start + 1 if start != OPEN_START and end != OPEN_END else math.inf
    tonnes, yearly = seeker[s, TONNES], seeker[s, RECURRING]
    share, most_year = ways[w, SHARE], ways[w, LIMIT_YEAR]
    most_once = min(most_year, ways[w, LIMIT_ONCE])
    own_share, other_share = (1.0, share) if seeks_offers else (share, 1.0)
    own = tonnes * own_share
    most = most_year if yearly > 0 else most_once
    clean = seeker[s, CONTAMINATION]
    direct = ways[w, STEPS] == 0
    only_clean = math.isnan(seeker[s, MOISTURE]) and seeker[s, FORM] < 0 and seeker[s, CLASSES] == 0
    fixed = measure[0] * ways[w, CLOSENESS] + measure[5] * ways[w, LADDER] + SLACK
    slope = EARTH_RADIUS_KM * measure[DETOUR] * (1 - 1e-9)
    beyond = aim[3] * (1 - 1e-9) - 1e-9
    reach, scale = seeker[s, MAX_KM], measure[SCALE_KM]
    for row in range(BLOCK):
        dx, dy, dz = fields[0, row] - aim[0], fields[1, row] - aim[1], fields[2, row] - aim[2]
        km = beyond + math.sqrt(dx * dx + dy * dy + dz * dz) * slope
        far = km > reach or km > fields[3, row]
        near = 1 - km / scale
        near = near if near > 0 else 0.0
        near = near if km == km else measure[10]  # an unknown way is no number
        begins = fields[4, row] if fields[4, row] > start else start
        ends = fields[5, row] if fields[5, row] < end else end
        days = ends - begins + 1
        shorter = fields[6, row] if fields[6, row] < window else window
        in_time = days / shorter if shorter < math.inf else 1.0
        in_time = in_time if in_time < 1.0 else 1.0
        in_time = measure[9] if timeless or fields[7, row] > 0 else in_time
        theirs = fields[8, row] * other_share
        gets = theirs if theirs < own else own
        gets = gets if gets < most else most
        of_own = gets / own if own > 0 else 0.0
        of_theirs = gets / theirs if theirs > 0 else 0.0
        amount = (of_own + of_theirs) / 2
        amount = amount if fields[9, row] == yearly else 1.0
        amount = amount if theirs == theirs and own == own else measure[8]
        actual = fields[10, row] if seeks_offers else clean
        limit = clean if seeks_offers else fields[10, row]
        purity = 1 - 0.5 * (actual / limit) if limit > 0 else 1.0
        purity = purity if only_clean else 1.0
        dirty = direct and actual > limit
        told = actual == actual and limit == limit
        purity = purity if told or not only_clean else measure[7]
        purity = purity if direct else measure[7]
        score = fixed + measure[1] * purity + measure[2] * amount + measure[3] * in_time + measure[4] * near
        score = score if score < 1 + SLACK else 1 + SLACK
        upper[row] = CLOSED if far or dirty or days <= 0 else score


@numba.njit(cache=True)
def set_aim(seeker, s, ways, w, measure, seeks_offers, aim):
    """Write down from where the way to a listing of the other side is measured, and the km beyond it."""
    aim[3] = 0.0
    if math.isnan(ways[w, FIRST_LON]) or math.isnan(seeker[s, LON]):
        aim[0], aim[1], aim[2] = seeker[s, BALL], seeker[s, BALL + 1], seeker[s, BALL + 2]
        return
    if seeks_offers:
        aim[3] = crow_km(ways, w, LAST_LON, seeker, s, LON) * measure[DETOUR]
        aim[0], aim[1], aim[2] = ways[w, FIRST_BALL], ways[w, FIRST_BALL + 1], ways[w, FIRST_BALL + 2]
    else:
        aim[3] = crow_km(seeker, s, LON, ways, w, FIRST_LON) * measure[DETOUR]
        aim[0], aim[1], aim[2] = ways[w, LAST_BALL], ways[w, LAST_BALL + 1], ways[w, LAST_BALL + 2]
    aim[3] += ways[w, BETWEEN_ONE] + ways[w, BETWEEN_TWO]
