"""The search for the best of one listing after the other, compiled: best bound first, until none can be beaten."""

import numba
import numpy as np

from flows.engine.kernel_bounds import glance, most_scores, set_aim
from flows.engine.kernel_score import billionths, judge
from flows.engine.kernel_views import in_rows
from flows.engine.layout import (
    BOUNDS,
    CLOSED,
    FIRST_ID,
    ID,
    KEPT,
    MATERIAL,
    OFFERED,
    ORDER,
    PARTS,
    WANTED,
)

FEW = 48
"""So few are sorted quickest by putting each in its place."""


@numba.njit(cache=True, error_model="numpy")
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
    for at in range(KEPT):
        figures[place, at] = parts[at]
    return max(count, place + 1)


@numba.njit(cache=True, error_model="numpy")
def worst_of(keys, others, count):
    place = 0
    for at in range(1, count):
        if keys[at] < keys[place] or (keys[at] == keys[place] and others[at] > others[place]):
            place = at
    return place


@numba.njit(cache=True, error_model="numpy")
def hopeless(bound_key, first_id, keys, others, count, most, worst):
    """Tell whether nothing of a bound can come among the best that are known."""
    if count < most:
        return False
    return bound_key < keys[worst] or (bound_key == keys[worst] and first_id > others[worst])


@numba.njit(cache=True, error_model="numpy")
def other_end(ways, way, seeks_offers):
    return np.int64(ways[way, OFFERED] if seeks_offers else ways[way, WANTED])


@numba.njit(cache=True, error_model="numpy")
def seek(
    seeker, first, last, rows, row_start, block_start, group_start, blocks, groups, fields, ways, way_start,
    way_list, measure, most, seeks_offers, best, figures, bounds, uppers, aim, parts, find, seeds, heap, turn,
):  # fmt: skip
    """Find the best of one id, which stands in the rows from ``first`` to ``last``; return how many they are.

    Groups of blocks are visited best bound first, blocks within them too, until no bound can be beaten.
    The arrays from ``bounds`` on are room for what is written down on the way.
    """
    keys, others = best[0], best[1]
    upper, of_block, inner = uppers[0], uppers[1], uppers[2]
    number = 0
    for s in range(first, last):
        material = np.int64(seeker[s, MATERIAL])
        if material + 1 >= len(way_start):
            continue  # nobody told of it when the routes were looked up
        for spot in range(way_start[material], way_start[material + 1]):
            way = way_list[spot]
            other = other_end(ways, way, seeks_offers)
            begin, end = group_start[other], group_start[other + 1]
            if begin == end:
                continue
            set_aim(seeker, s, ways, way, measure, seeks_offers, aim)
            here = in_rows(groups, begin * BOUNDS, BOUNDS, end - begin)
            most_scores(here, seeker, s, ways, way, aim, measure, seeks_offers, bounds[number:])
            held = number
            for group in range(begin, end):
                most_here = bounds[number + group - begin]
                if most_here != CLOSED:
                    bounds[held] = most_here
                    seeds[0, held], seeds[1, held], seeds[2, held] = group, way, s
                    held += 1
            number = held
    heaped(bounds, heap, number)
    count, worst, bar = 0, 0, 0.0
    while number > 0:
        here = heap[0]
        key = billionths(bounds[here])
        if count == most and key < keys[worst]:
            break
        number -= 1
        heap[0] = heap[number]
        sunk(bounds, heap, 0, number)
        group, way, s = seeds[0, here], seeds[1, here], seeds[2, here]
        set_aim(seeker, s, ways, way, measure, seeks_offers, aim)
        begin, end = block_start[group], block_start[group + 1]
        of_group = in_rows(blocks, begin * BOUNDS, BOUNDS, end - begin)
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
            top, bottom = row_start[block], row_start[block + 1]
            glance(fields[block], seeker, s, ways, way, aim, measure, seeks_offers, upper)
            for row in range(top, bottom):
                if upper[row - top] < bar:
                    continue
                other = np.int64(rows[row, ID])
                if hopeless(billionths(upper[row - top]), other, keys, others, count, most, worst):
                    continue
                if seeks_offers:
                    score = judge(rows, row, seeker, s, ways, way, measure, parts)
                else:
                    score = judge(seeker, s, rows, row, ways, way, measure, parts)
                if score == CLOSED:
                    continue
                key = billionths(score)
                if hopeless(key, other, keys, others, count, most, worst):
                    continue
                find[0], find[1], find[2] = key, other, row
                find[3], find[4], find[5] = way, np.int64(ways[way, ORDER]), s
                parts[PARTS] = score
                count = keep(find, parts, best, figures, count, most)
                if count == most:
                    worst = worst_of(keys, others, count)
                    bar = (keys[worst] - 1) * 1e-9
    return count


@numba.njit(cache=True, error_model="numpy")
def seek_in_tail(
    seeker, first, last, tail, tail_start, beyond, ways, way_start, way_list, measure, most, seeks_offers, best,
    figures, parts, find, count,
):  # fmt: skip
    """Find the best of one id among few listings too, sorted by material only; return how many are kept then.

    A row of the tail is told as ``beyond`` more than it is.
    """
    for s in range(first, last):
        material = np.int64(seeker[s, MATERIAL])
        if material + 1 >= len(way_start):
            continue  # nobody told of it when the routes were looked up
        for spot in range(way_start[material], way_start[material + 1]):
            way = way_list[spot]
            other = other_end(ways, way, seeks_offers)
            for row in range(tail_start[other], tail_start[other + 1]):
                if seeks_offers:
                    score = judge(tail, row, seeker, s, ways, way, measure, parts)
                else:
                    score = judge(seeker, s, tail, row, ways, way, measure, parts)
                if score == CLOSED:
                    continue
                find[0], find[1], find[2] = billionths(score), np.int64(tail[row, ID]), beyond + row
                find[3], find[4], find[5] = way, np.int64(ways[way, ORDER]), s
                parts[PARTS] = score
                count = keep(find, parts, best, figures, count, most)
    return count


@numba.njit(cache=True, error_model="numpy")
def before(bounds, one, other):
    """Tell whether one place is visited before another: the higher bound first, of equal ones the first."""
    return bounds[one] > bounds[other] or (bounds[one] == bounds[other] and one < other)


@numba.njit(cache=True, error_model="numpy")
def sunk(bounds, heap, at, number):
    """Let a place sink in a heap until all below it are visited later."""
    place = heap[at]
    while True:
        below = 2 * at + 1
        if below >= number:
            break
        if below + 1 < number and before(bounds, heap[below + 1], heap[below]):
            below += 1
        if not before(bounds, heap[below], place):
            break
        heap[at] = heap[below]
        at = below
    heap[at] = place


@numba.njit(cache=True, error_model="numpy")
def heaped(bounds, heap, number):
    """Put the first places into a heap, the highest bound on top."""
    for at in range(number):
        heap[at] = at
    for at in range(number // 2 - 1, -1, -1):
        sunk(bounds, heap, at, number)


@numba.njit(cache=True, error_model="numpy")
def ranks_before(keys, others, one, other):
    return keys[one] > keys[other] or (keys[one] == keys[other] and others[one] < others[other])


@numba.njit(cache=True, error_model="numpy")
def in_order(keys, others, count, places):
    """Write down the places of the best, the best first, equal ones by the id of the other side."""
    for at in range(count):
        spot = at
        if count > FEW:
            places[at] = at
            continue
        while spot > 0 and ranks_before(keys, others, at, places[spot - 1]):
            places[spot] = places[spot - 1]
            spot -= 1
        places[spot] = at
    if count <= FEW:
        return
    for at in range(count // 2 - 1, -1, -1):
        settled(keys, others, places, at, count)
    for end in range(count - 1, 0, -1):
        places[0], places[end] = places[end], places[0]
        settled(keys, others, places, 0, end)


@numba.njit(cache=True, error_model="numpy")
def settled(keys, others, places, at, number):
    """Let a place sink in a heap until all below it rank before it."""
    place = places[at]
    while True:
        below = 2 * at + 1
        if below >= number:
            break
        if below + 1 < number and ranks_before(keys, others, places[below], places[below + 1]):
            below += 1
        if not ranks_before(keys, others, place, places[below]):
            break
        places[at] = places[below]
        at = below
    places[at] = place
