"""The inner loops of the engine, compiled: the score of one pair, and the search by bounds for the best.

Every sum and comparison stands in the order of ``flows.scoring`` and ``flows.quantities``: no fast maths,
so that both find the same score to the last bit. Beyond the imports it knows only plain columns.
"""

import math

import numba
import numpy as np

UNKNOWN = math.nan
CLOSED = -1.0
"""What a gate says that lets nothing through."""

YEAR = 365
EARTH_RADIUS_KM = 6371.0088
RADIANS = math.pi / 180.0
OPEN_START = -(2**31)
OPEN_END = 2**31

BLOCK = 32
"""Rows of a block, and blocks of a group."""

SLACK = 1e-11
"""More than rounding can add to a bound, and far less than the billionths by which matches are ranked."""

# columns of a listing, of a route and of the measure: as in ``flows.engine.columns``
ID = 0
ORGANISATION = 1
MATERIAL = 2
TONNES = 3
RECURRING = 4
TAKEN_ONCE = 5
START = 6
END = 7
CONTAMINATION = 8
MOISTURE = 9
FORM = 10
CLASSES = 11
LON = 12
LAT = 13
COS_LAT = 14
MAX_KM = 15

OFFERED = 0
WANTED = 1
ORDER = 2
STEPS = 3
CLOSENESS = 4
LADDER = 5
SHARE = 6
LIMIT_YEAR = 7
LIMIT_ONCE = 8
FIRST_LON = 9
FIRST_LAT = 10
FIRST_COS = 11
LAST_LON = 12
LAST_LAT = 13
LAST_COS = 14
BETWEEN_ONE = 15
BETWEEN_TWO = 16

SCALE_KM, DETOUR = 12, 13

# columns of the bounds of a block
X_LOW, X_HIGH, Y_LOW, Y_HIGH, Z_LOW, Z_HIGH = 0, 1, 2, 3, 4, 5
NO_PLACE, EARLIEST, LATEST, SHORTEST, NO_TIME = 6, 7, 8, 9, 10
LEAST, MOST, NO_TONNES, YEARLY, LOTS = 11, 12, 13, 14, 15
REACH, FIRST_ID, OWNER = 16, 17, 18
BOUNDS = 19


@numba.njit(cache=True)
def billionths(score):
    return np.int64(math.floor(score * 1e9 + 0.5))


@numba.njit(cache=True)
def crow_km(a, at, a_place, b, to, b_place):
    """Return the km between the places of two rows: from ``place`` on stand longitude, latitude and its cosine."""
    start_lat, end_lat = a[at, a_place + 1] * RADIANS, b[to, b_place + 1] * RADIANS
    half_lat = math.sin((end_lat - start_lat) / 2)
    half_lon = math.sin((b[to, b_place] - a[at, a_place]) * RADIANS / 2)
    chord = half_lat * half_lat + a[at, a_place + 2] * b[to, b_place + 2] * half_lon * half_lon
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, chord)))


@numba.njit(cache=True)
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


@numba.njit(cache=True)
def distance_part(km, offer_reach, need_reach, scale):
    if math.isnan(km):
        return UNKNOWN
    if km > offer_reach or km > need_reach:
        return CLOSED
    return max(0.0, 1 - km / scale)


@numba.njit(cache=True)
def days_of(start, end):
    if start == OPEN_START or end == OPEN_END:
        return YEAR
    return min(YEAR, end - start + 1)


@numba.njit(cache=True)
def days_in_common(start, end, other_start, other_end):
    return min(end, other_end) - max(start, other_start) + 1


@numba.njit(cache=True)
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


@numba.njit(cache=True)
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


@numba.njit(cache=True)
def in_days(tonnes, days):
    return tonnes if days == YEAR else tonnes * days / YEAR


@numba.njit(cache=True)
def lot(tonnes, recurring, taken, common, lasts):
    if recurring == 0:
        return tonnes
    return max(0.0, min(in_days(tonnes, common), in_days(tonnes, lasts) - taken))


@numba.njit(cache=True)
def filled(have, want, most):
    gets = min(min(have, want), most)
    of_have = gets / have if have > 0 else 0.0
    of_want = gets / want if want > 0 else 0.0
    return (of_have + of_want) / 2


@numba.njit(cache=True)
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
    have = lot(have, offers[o, RECURRING], offers[o, TAKEN_ONCE], common, days_of(offers[o, START], offers[o, END]))
    want = lot(want, needs[n, RECURRING], needs[n, TAKEN_ONCE], common, days_of(needs[n, START], needs[n, END]))
    most = min(in_days(ways[w, LIMIT_YEAR], common), ways[w, LIMIT_ONCE])
    return filled(have * share, want, most)


@numba.njit(cache=True)
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
    lon, lat, beyond = seeker[s, LON], seeker[s, LAT], 0.0
    if not math.isnan(ways[w, FIRST_LON]) and not math.isnan(lon):
        if seeks_offers:
            beyond = crow_km(ways, w, LAST_LON, seeker, s, LON) * measure[DETOUR]
            lon, lat = ways[w, FIRST_LON], ways[w, FIRST_LAT]
        else:
            beyond = crow_km(seeker, s, LON, ways, w, FIRST_LON) * measure[DETOUR]
            lon, lat = ways[w, LAST_LON], ways[w, LAST_LAT]
        beyond += ways[w, BETWEEN_ONE] + ways[w, BETWEEN_TWO]
    level = math.cos(lat * RADIANS)
    aim[0], aim[1] = level * math.cos(lon * RADIANS), level * math.sin(lon * RADIANS)
    aim[2], aim[3] = math.sin(lat * RADIANS), beyond


@numba.njit(cache=True)
def put(find, parts, best, figures, place):
    for at in range(6):
        best[at, place] = find[at]
    for at in range(7):
        figures[place, at] = parts[at]


@numba.njit(cache=True)
def keep(find, parts, best, figures, count, most):
    """Put a find among the best, one per listing of the other side; return how many are kept.

    A find and the best are columns: score in billionths, id, row, route, its order, row of the seeker.
    """
    keys, others = best[0], best[1]
    key, other, order = find[0], find[1], find[4]
    for place in range(count):
        if others[place] == other:
            if key > keys[place] or (key == keys[place] and order < best[4, place]):
                put(find, parts, best, figures, place)
            return count
    place = count
    if count == most:
        place = 0
        for at in range(1, count):
            if keys[at] < keys[place] or (keys[at] == keys[place] and others[at] > others[place]):
                place = at
        if key < keys[place] or (key == keys[place] and other > others[place]):
            return count
    put(find, parts, best, figures, place)
    return max(count, place + 1)


@numba.njit(cache=True)
def worst_of(keys, others, count):
    place = 0
    for at in range(1, count):
        if keys[at] < keys[place] or (keys[at] == keys[place] and others[at] > others[place]):
            place = at
    return place


@numba.njit(cache=True)
def hopeless(bound_key, first_id, keys, others, count, most, worst):
    """Tell whether nothing of a bound can come among the best that are known."""
    if count < most:
        return False
    return bound_key < keys[worst] or (bound_key == keys[worst] and first_id > others[worst])


@numba.njit(cache=True)
def seek(seeker, members, index, ways, way_start, way_list, measure, most, seeks_offers, best, figures):
    """Find the best of one id, which may stand in several rows; write them to ``best`` and return how many.

    Groups of blocks are visited best bound first, blocks within them too, until no bound can be beaten.
    """
    keys, others = best[0], best[1]
    find = np.empty(6, np.int64)
    standing = index.rows
    number = 0
    for at in range(len(members)):
        material = np.int64(seeker[members[at], MATERIAL])
        for spot in range(way_start[material], way_start[material + 1]):
            way = way_list[spot]
            other = np.int64(ways[way, OFFERED] if seeks_offers else ways[way, WANTED])
            number += index.group_start[other + 1] - index.group_start[other]
    bounds = np.empty(number, np.float64)
    at_group = np.empty(number, np.int64)
    at_way = np.empty(number, np.int64)
    at_seeker = np.empty(number, np.int64)
    aim = np.empty(4, np.float64)
    parts = np.empty(7, np.float64)
    number = 0
    for at in range(len(members)):
        s = members[at]
        material = np.int64(seeker[s, MATERIAL])
        for spot in range(way_start[material], way_start[material + 1]):
            way = way_list[spot]
            other = np.int64(ways[way, OFFERED] if seeks_offers else ways[way, WANTED])
            set_aim(seeker, s, ways, way, measure, seeks_offers, aim)
            for group in range(index.group_start[other], index.group_start[other + 1]):
                most_here = most_score(seeker, s, ways, way, index.groups[group], aim, measure, seeks_offers)
                if most_here != CLOSED:
                    bounds[number], at_group[number] = most_here, group
                    at_way[number], at_seeker[number] = way, s
                    number += 1
    sequence = np.argsort(-bounds[:number])
    count, worst, bar = 0, 0, 0.0
    upper = np.empty(BLOCK, np.float64)
    inner = np.empty(BLOCK, np.float64)
    turn = np.empty(BLOCK, np.int64)
    for step in range(number):
        here = sequence[step]
        key = billionths(bounds[here])
        if count == most and key < keys[worst]:
            break
        group, way, s = at_group[here], at_way[here], at_seeker[here]
        if hopeless(key, index.groups[group, FIRST_ID], keys, others, count, most, worst):
            continue
        set_aim(seeker, s, ways, way, measure, seeks_offers, aim)
        held = 0
        for block in range(index.block_start[group], index.block_start[group + 1]):
            most_here = most_score(seeker, s, ways, way, index.blocks[block], aim, measure, seeks_offers)
            if most_here == CLOSED:
                continue
            spot = held
            while spot > 0 and inner[spot - 1] < most_here:
                inner[spot], turn[spot] = inner[spot - 1], turn[spot - 1]
                spot -= 1
            inner[spot], turn[spot] = most_here, block
            held += 1
        for place in range(held):
            block = turn[place]
            key = billionths(inner[place])
            if count == most and key < keys[worst]:
                break
            if hopeless(key, index.blocks[block, FIRST_ID], keys, others, count, most, worst):
                continue
            first, last = index.row_start[block], index.row_start[block + 1]
            glance(index.fields[block], seeker, s, ways, way, aim, measure, seeks_offers, upper)
            for row in range(first, last):
                if upper[row - first] < bar:
                    continue
                other = np.int64(standing[row, ID])
                if hopeless(billionths(upper[row - first]), other, keys, others, count, most, worst):
                    continue
                if seeks_offers:
                    score = judge(standing, row, seeker, s, ways, way, measure, parts)
                else:
                    score = judge(seeker, s, standing, row, ways, way, measure, parts)
                if score == CLOSED:
                    continue
                key = billionths(score)
                if hopeless(key, other, keys, others, count, most, worst):
                    continue
                find[0], find[1], find[2] = key, other, row
                find[3], find[4], find[5] = way, np.int64(ways[way, ORDER]), s
                parts[6] = score
                count = keep(find, parts, best, figures, count, most)
                worst = worst_of(keys, others, count)
                bar = (keys[worst] - 1) * 1e-9 if count == most else 0.0
    return count


@numba.njit(cache=True)
def in_order(keys, others, count):
    """Return the places of the best, the best first, equal ones by the id of the other side."""
    places = np.argsort(others[:count])
    by_key = np.argsort(-keys[:count][places], kind="mergesort")
    return places[by_key]


@numba.njit(cache=True)
def seek_one(seeker, members, index, ways, way_start, way_list, measure, most, seeks_offers, found, parts):
    """Find the best of one id into one row of ``found``; return how many."""
    best = np.empty((6, most), np.int64)
    figures = np.empty((most, 7), np.float64)
    count = seek(seeker, members, index, ways, way_start, way_list, measure, most, seeks_offers, best, figures)
    sequence = in_order(best[0], best[1], count)
    for place in range(count):
        at = sequence[place]
        found[place, 0], found[place, 1], found[place, 2] = best[5, at], index.row[best[2, at]], best[3, at]
        for part in range(7):
            parts[place, part] = figures[at, part]
    return count


@numba.njit(cache=True, nogil=True)
def seek_some(seeker, ids, id_start, index, ways, way_start, way_list, measure, most, seeks_offers, found, parts):
    """Find the best of each of some ids; return how many there are of each."""
    counts = np.zeros(len(id_start) - 1, np.int64)
    for at in range(len(counts)):
        members = ids[id_start[at] : id_start[at + 1]]
        counts[at] = seek_one(
            seeker, members, index, ways, way_start, way_list, measure, most, seeks_offers, found[at], parts[at]
        )
    return counts
