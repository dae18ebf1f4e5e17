"""The search among few listings that stand in no order, compiled: all of them are judged."""

import numba
import numpy as np

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
from flows.engine.kernel_search import in_order, keep


@numba.njit(cache=True)
def seek_all(seeker, tail, ways, way_start, way_list, measure, most, seeks_offers, found, parts):
    """Find the best of each seeker among the rows of a tail; return how many they are together.

    A find is the row of the seeker, the row of the tail and the route.
    """
    best = np.empty((6, most), np.int64)
    figures = np.empty((most, 7), np.float64)
    find = np.empty(6, np.int64)
    here = np.empty(7, np.float64)
    number = 0
    for s in range(len(seeker)):
        count = 0
        material = np.int64(seeker[s, MATERIAL])
        for spot in range(way_start[material], way_start[material + 1]):
            way = way_list[spot]
            other = ways[way, OFFERED] if seeks_offers else ways[way, WANTED]
            for row in range(len(tail)):
                if tail[row, MATERIAL] != other:
                    continue
                if seeks_offers:
                    score = judge(tail, row, seeker, s, ways, way, measure, here)
                else:
                    score = judge(seeker, s, tail, row, ways, way, measure, here)
                if score == CLOSED:
                    continue
                find[0], find[1], find[2] = billionths(score), np.int64(tail[row, ID]), row
                find[3], find[4], find[5] = way, np.int64(ways[way, ORDER]), s
                here[6] = score
                count = keep(find, here, best, figures, count, most)
        places = in_order(best[0], best[1], count)
        for at in range(count):
            place = places[at]
            found[number, 0], found[number, 1], found[number, 2] = s, best[2, place], best[3, place]
            for part in range(7):
                parts[number, part] = figures[place, part]
            number += 1
    return number
