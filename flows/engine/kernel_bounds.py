"""What the rows of a block can score at most, compiled: by the least and most that they hold, or at a glance."""

import math

import numba

from flows.distance import EARTH_RADIUS_KM
from flows.engine.columns import OPEN_END, OPEN_START
from flows.engine.kernel_score import crow_km
from flows.engine.layout import (
    BALL,
    BETWEEN_ONE,
    BETWEEN_TWO,
    BLOCK,
    CLASSES,
    CLOSED,
    CLOSENESS,
    CONTAMINATION,
    DETOUR,
    EARLIEST,
    END,
    FIRST_BALL,
    FIRST_LON,
    FORM,
    LADDER,
    LAST_BALL,
    LAST_LON,
    LATEST,
    LEAST,
    LIMIT_ONCE,
    LIMIT_YEAR,
    LON,
    LOTS,
    MAX_KM,
    MOISTURE,
    MOST,
    NO_PLACE,
    NO_TIME,
    NO_TONNES,
    ORGANISATION,
    OWNER,
    REACH,
    RECURRING,
    SCALE_KM,
    SHARE,
    SHORTEST,
    START,
    STEPS,
    TONNES,
    X_HIGH,
    X_LOW,
    Y_HIGH,
    Y_LOW,
    YEARLY,
    Z_HIGH,
    Z_LOW,
)

SLACK = 1e-11
"""More than rounding can add to a bound, and far less than the billionths by which matches are ranked."""


@numba.njit(cache=True, error_model="numpy")
def most_scores(bounds, seeker, s, ways, w, aim, measure, seeks_offers, upper):
    """Write down scores that no row of each block exceeds, CLOSED where every row of it meets a closed gate.

    ``bounds`` has a row for each bound and a column for each block, so that many blocks are reckoned at a
    time: no branch in the loop. ``aim`` holds the unit vector from which the way to a block is measured and
    the km beyond it.
    """
    owner = seeker[s, ORGANISATION] if seeker[s, ORGANISATION] >= 0 else -2.0  # who is nobody owns no block
    start, end = seeker[s, START], seeker[s, END]
    timeless = start == OPEN_START and end == OPEN_END
    window = end - start + 1 if start != OPEN_START and end != OPEN_END else 0.0
    asked, share = seeker[s, TONNES], ways[w, SHARE]
    known = asked == asked and share == share
    other_kind = LOTS if seeker[s, RECURRING] > 0 else YEARLY
    most = ways[w, LIMIT_YEAR]
    most = most if seeker[s, RECURRING] > 0 else min(most, ways[w, LIMIT_ONCE])
    own_share, other_share = (1.0, share) if seeks_offers else (share, 1.0)
    own = asked * own_share
    ideal = own if own < most else most
    placed = seeker[s, LON] == seeker[s, LON]
    slope = EARTH_RADIUS_KM * measure[DETOUR] * (1 - 1e-9)
    beyond = aim[3] * (1 - 1e-9) - 1e-9
    reach, scale = seeker[s, MAX_KM], measure[SCALE_KM]
    quality = measure[7]
    if ways[w, STEPS] == 0:
        told = not (math.isnan(seeker[s, CONTAMINATION]) and math.isnan(seeker[s, MOISTURE]))
        if told or seeker[s, FORM] >= 0 or seeker[s, CLASSES] != 0:
            quality = max(1.0, quality)
    fixed = measure[0] * ways[w, CLOSENESS] + measure[1] * quality + measure[5] * ways[w, LADDER] + SLACK
    for at in range(bounds.shape[1]):
        begins = bounds[EARLIEST, at] if bounds[EARLIEST, at] > start else start
        ends = bounds[LATEST, at] if bounds[LATEST, at] < end else end
        days = ends - begins + 1
        in_time = days / window if days < window and bounds[SHORTEST, at] >= window else 1.0
        in_time = measure[9] if timeless else in_time
        in_time = measure[9] if bounds[NO_TIME, at] > 0 and measure[9] > in_time else in_time
        low, high = bounds[X_LOW, at] - aim[0], aim[0] - bounds[X_HIGH, at]
        dx = low if low > high else high
        dx = dx if dx > 0 else 0.0
        low, high = bounds[Y_LOW, at] - aim[1], aim[1] - bounds[Y_HIGH, at]
        dy = low if low > high else high
        dy = dy if dy > 0 else 0.0
        low, high = bounds[Z_LOW, at] - aim[2], aim[2] - bounds[Z_HIGH, at]
        dz = low if low > high else high
        dz = dz if dz > 0 else 0.0
        km = beyond + math.sqrt(dx * dx + dy * dy + dz * dz) * slope
        far = placed and (km > reach or km > bounds[REACH, at])
        near = 1 - km / scale
        near = near if near > 0 and not far else 0.0
        typical = not placed or (bounds[NO_PLACE, at] > 0 and measure[10] > near)
        near = measure[10] if typical else near
        low, high = bounds[LEAST, at] * other_share, bounds[MOST, at] * other_share
        theirs = ideal if ideal > low else low
        theirs = theirs if theirs < high else high
        gets = theirs if theirs < own else own
        gets = gets if gets < most else most
        of_own = gets / own if own > 0 else 0.0
        of_theirs = gets / theirs if theirs > 0 else 0.0
        amount = (of_own + of_theirs) / 2
        amount = amount if bounds[other_kind, at] == 0 else 1.0
        amount = measure[8] if bounds[NO_TONNES, at] > 0 and measure[8] > amount else amount
        amount = amount if known and bounds[LEAST, at] <= bounds[MOST, at] else measure[8]
        score = fixed + measure[2] * amount + measure[3] * in_time + measure[4] * near
        score = score if score < 1 + SLACK else 1 + SLACK
        shut = days <= 0 or bounds[OWNER, at] == owner or (far and bounds[NO_PLACE, at] == 0)
        upper[at] = CLOSED if shut else score


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


@numba.njit(cache=True, error_model="numpy")
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
