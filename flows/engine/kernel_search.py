"""The search for the best of one listing after the other, compiled: best bound first, until none can be beaten."""

import numba
import numpy as np

from flows.engine.kernel_bounds import (
    BLOCK,
    BOUNDS,
    FIRST_ID,
    glance,
    most_scores,
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
def keep(find, parts, best, figures, count, most):
    """Put a find among the best, one per listing of the other side; return how many are kept.

    A find and the best are columns: score in billionths, id, row, route, its order, row of the seeker.
    """
    keys, others = best[0], best[1]
    key, other, order = find[0], find[1], find[4]
    place = count
    for at in range(count):
        if others[at] == other:
            if key < keys[at] or (key == keys[at] and order >= best[4, at]):
                return count
            place = at
            break
    if place == most:
        place = worst_of(keys, others, count)
        if key < keys[place] or (key == keys[place] and other > others[place]):
            return count
    for at in range(6):
        best[at, place] = find[at]
    for at in range(7):
        figures[place, at] = parts[at]
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
def other_end(ways, way, seeks_offers):
    return np.int64(ways[way, OFFERED] if seeks_offers else ways[way, WANTED])


@numba.njit(cache=True)
def most_groups(ids, id_start, seeker, index, ways, way_start, way_list, seeks_offers):
    """Return how many groups of blocks one of the ids may have to look at, at most."""
    most = 0
    for at in range(len(id_start) - 1):
        number = 0
        for member in range(id_start[at], id_start[at + 1]):
            material = np.int64(seeker[ids[member], MATERIAL])
            for spot in range(way_start[material], way_start[material + 1]):
                other = other_end(ways, way_list[spot], seeks_offers)
                number += index.group_start[other + 1] - index.group_start[other]
        most = max(most, number)
    return most


@numba.njit(cache=True)
def room_for(groups):
    """Return what a search writes down on its way, made once for many searches."""
    return (
        np.empty(groups, np.float64),
        np.empty((3, groups), np.int64),
        np.empty(4, np.float64),
        np.empty(7, np.float64),
        np.empty(6, np.int64),
        np.empty((3, BLOCK), np.float64),
        np.empty(BLOCK, np.int64),
    )


@numba.njit(cache=True)
def seek(seeker, members, index, ways, way_start, way_list, measure, most, seeks_offers, best, figures, room):
    """Find the best of one id, which may stand in several rows; write them to ``best`` and return how many.

    Groups of blocks are visited best bound first, blocks within them too, until no bound can be beaten.
    """
    keys, others = best[0], best[1]
    bounds, seeds, aim, parts, find, uppers, turn = room
    upper, of_block, inner = uppers[0], uppers[1], uppers[2]
    standing = index.rows
    number = 0
    for at in range(len(members)):
        s = members[at]
        material = np.int64(seeker[s, MATERIAL])
        for spot in range(way_start[material], way_start[material + 1]):
            way = way_list[spot]
            other = other_end(ways, way, seeks_offers)
            begin, end = index.group_start[other], index.group_start[other + 1]
            if begin == end:
                continue
            set_aim(seeker, s, ways, way, measure, seeks_offers, aim)
            here = index.groups[begin * BOUNDS : end * BOUNDS].reshape((BOUNDS, end - begin))
            most_scores(here, seeker, s, ways, way, aim, measure, seeks_offers, bounds[number:])
            held = number
            for group in range(begin, end):
                most_here = bounds[number + group - begin]
                if most_here != CLOSED:
                    bounds[held] = most_here
                    seeds[0, held], seeds[1, held], seeds[2, held] = group, way, s
                    held += 1
            number = held
    sequence = highest_first(bounds[:number])
    count, worst, bar = 0, 0, 0.0
    for step in range(number):
        here = sequence[step]
        key = billionths(bounds[here])
        if count == most and key < keys[worst]:
            break
        group, way, s = seeds[0, here], seeds[1, here], seeds[2, here]
        set_aim(seeker, s, ways, way, measure, seeks_offers, aim)
        begin, end = index.block_start[group], index.block_start[group + 1]
        of_group = index.blocks[begin * BOUNDS : end * BOUNDS].reshape((BOUNDS, end - begin))
        most_scores(of_group, seeker, s, ways, way, aim, measure, seeks_offers, of_block)
        held = 0
        for block in range(begin, end):
            most_here = of_block[block - begin]
            if most_here == CLOSED or most_here < bar:
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
            if hopeless(key, of_group[FIRST_ID, block - begin], keys, others, count, most, worst):
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
                if count == most:
                    worst = worst_of(keys, others, count)
                    bar = (keys[worst] - 1) * 1e-9
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


@numba.njit(cache=True, nogil=True)
def seek_some(
    seeker,
    ids,
    id_start,
    index,
    ways,
    way_start,
    way_list,
    measure,
    most,
    seeks_offers,
    found,
    parts,
    counts,
    turn,
):
    """Find the best of the ids of a stretch whose ``turn`` it is.

    The seeker, the row found and the route of each go to ``found``, the best first, where each id of the
    stretch has ``most`` places; its parts and score to ``parts``, how many they are to ``counts``.
    """
    best, figures = np.empty((6, most), np.int64), np.empty((most, 7), np.float64)
    room = room_for(most_groups(ids, id_start, seeker, index, ways, way_start, way_list, seeks_offers))
    for at in turn:
        members = ids[id_start[at] : id_start[at + 1]]
        count = seek(
            seeker,
            members,
            index,
            ways,
            way_start,
            way_list,
            measure,
            most,
            seeks_offers,
            best,
            figures,
            room,
        )
        sequence = in_order(best[0], best[1], count)
        for place in range(count):
            kept, to = sequence[place], at * most + place
            found[to, 0], found[to, 1], found[to, 2] = best[5, kept], index.row[best[2, kept]], best[3, kept]
            for part in range(7):
                parts[to, part] = figures[kept, part]
        counts[at] = count


@numba.njit(cache=True, nogil=True)
def filled(found, parts, counts, most):
    """Return the columns of what was found, score and parts, without the places that stayed empty."""
    number = counts.sum()
    seeker, other, way = np.empty(number, np.int64), np.empty(number, np.int64), np.empty(number, np.int64)
    score, figures = np.empty(number, np.float64), np.empty((number, 6), np.float64)
    to = 0
    for at in range(len(counts)):
        for place in range(at * most, at * most + counts[at]):
            seeker[to], other[to], way[to] = found[place, 0], found[place, 1], found[place, 2]
            score[to] = parts[place, 6]
            for part in range(6):
                figures[to, part] = parts[place, part]
            to += 1
    return seeker, other, way, score, figures
