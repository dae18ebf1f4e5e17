"""The search for the best of one listing after the other, compiled: best bound first, until none can be beaten."""

import numba
import numpy as np

from flows.engine.kernel_bounds import (
    BLOCK,
    FIRST_ID,
    glance,
    most_score,
    set_aim,
)
from flows.engine.kernel_score import (
    CLOSED,
    ID,
    MATERIAL,
    OFFERED,
    ORDER,
    WANTED,
    billionths,
    judge,
)

FEW = 48
"""So few are sorted quickest by putting each in its place."""


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
    sequence = highest_first(bounds[:number])
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
    if count > FEW:
        places = np.argsort(others[:count])
        return places[np.argsort(-keys[:count][places], kind="mergesort")]
    places = np.empty(count, np.int64)
    for at in range(count):
        spot = at
        while spot > 0 and (
            keys[at] > keys[places[spot - 1]]
            or (keys[at] == keys[places[spot - 1]] and others[at] < others[places[spot - 1]])
        ):
            places[spot] = places[spot - 1]
            spot -= 1
        places[spot] = at
    return places


@numba.njit(cache=True)
def highest_first(bounds):
    """Return the places of bounds, the highest first."""
    if len(bounds) > FEW:
        return np.argsort(-bounds)
    places = np.empty(len(bounds), np.int64)
    for at in range(len(bounds)):
        spot = at
        while spot > 0 and bounds[at] > bounds[places[spot - 1]]:
            places[spot] = places[spot - 1]
            spot -= 1
        places[spot] = at
    return places


@numba.njit(cache=True)
def write(best, figures, count, index, found, parts, begin):
    """Write the best of one id behind what was found before, best first; return where the next may begin."""
    sequence = in_order(best[0], best[1], count)
    for place in range(count):
        at, to = sequence[place], begin + place
        found[to, 0], found[to, 1], found[to, 2] = best[5, at], index.row[best[2, at]], best[3, at]
        for part in range(7):
            parts[to, part] = figures[at, part]
    return begin + count


@numba.njit(cache=True, nogil=True)
def seek_some(
    seeker, ids, id_start, index, ways, way_start, way_list, measure, most, seeks_offers, found, parts
):
    """Find the best of each of some ids, one after the other; return how many they are together."""
    best = np.empty((6, most), np.int64)
    figures = np.empty((most, 7), np.float64)
    number = 0
    for at in range(len(id_start) - 1):
        members = ids[id_start[at] : id_start[at + 1]]
        count = seek(
            seeker, members, index, ways, way_start, way_list, measure, most, seeks_offers, best, figures
        )
        number = write(best, figures, count, index, found, parts, number)
    return number
