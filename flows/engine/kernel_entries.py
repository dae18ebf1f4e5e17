"""Where the compiled kernels are entered: functions of addresses and numbers, which need no compiler to be called.

None of them asks for memory or fails: the room that they need is told. ``flows.engine.native`` calls them.
"""

import numba
from numba import types

from flows.engine import kernel_order, kernel_search
from flows.engine.kernel_views import in_rows
from flows.engine.layout import BLOCK, BOUNDS, DEEP, FIELDS, KEPT, LISTING, MEASURE, PARTS, ROUTE

FLOATS = types.CPointer(types.float64)
WHOLES = types.CPointer(types.int64)
SMALL = types.CPointer(types.int32)
WHOLE = types.int64

SEEK = types.void(
    types.CPointer(FLOATS), types.CPointer(WHOLES), WHOLES, FLOATS, WHOLE, WHOLES, WHOLES, WHOLE, WHOLE, SMALL,
    FLOATS, WHOLES, FLOATS, WHOLES, WHOLE,
)  # fmt: skip
FILL = types.void(SMALL, FLOATS, WHOLES, WHOLE, WHOLE, WHOLE, WHOLES, FLOATS, FLOATS)
HALVE = types.void(WHOLES, WHOLE, WHOLES, WHOLE, FLOATS, WHOLE, WHOLE, WHOLES, WHOLES, FLOATS)


def seek(
    figures, wholes, sizes, seeker, seekers, id_start, turn, turns, most, found, parts, counts, float_room,
    whole_room, groups,
):  # fmt: skip
    """Find the best of the ids of a stretch whose ``turn`` it is, among listings that stand ready.

    The place of the seeker, the row found and the route of each go to ``found``, the best first, where each
    id of the stretch has ``most`` places; its parts and score to ``parts``, how many they are to ``counts``.
    ``groups`` is how many groups of blocks an id may look at, for which there is room.
    """
    size = numba.carray(sizes, 8)
    seeks_offers = size[7] > 0
    rows = numba.carray(figures[0], (size[0], LISTING))
    blocks = numba.carray(figures[1], (size[1] * BOUNDS,))
    of_groups = numba.carray(figures[2], (size[2] * BOUNDS,))
    fields = numba.carray(figures[3], (size[1], FIELDS, BLOCK))
    ways = numba.carray(figures[4], (size[4], ROUTE))
    measure = numba.carray(figures[5], (MEASURE,))
    tail = numba.carray(figures[6], (size[6], LISTING))
    row = numba.carray(wholes[0], (size[0],))
    row_start = numba.carray(wholes[1], (size[1] + 1,))
    block_start = numba.carray(wholes[2], (size[2] + 1,))
    group_start = numba.carray(wholes[3], (size[3] + 1,))
    way_start = numba.carray(wholes[4], (size[3] + 1,))
    way_list = numba.carray(wholes[5], (size[5],))
    tail_start = numba.carray(wholes[6], (size[3] + 1,))
    asking = numba.carray(seeker, (seekers, LISTING))
    room = numba.carray(float_room, (KEPT * most + groups + 3 * BLOCK + 4 + KEPT,))
    kept, uppers = in_rows(room, 0, most, KEPT), in_rows(room, KEPT * most, 3, BLOCK)
    rest = room[KEPT * most + 3 * BLOCK :]
    aim, here, bounds = rest[:4], rest[4 : 4 + KEPT], rest[4 + KEPT :]
    spots = numba.carray(whole_room, (7 * most + 4 * groups + BLOCK + 6,))
    best, seeds = in_rows(spots, 0, 6, most), in_rows(spots, 6 * most, 3, groups)
    others = spots[6 * most + 3 * groups :]
    places, heap = others[:most], others[most : most + groups]
    turns_of_blocks, find = others[most + groups : most + groups + BLOCK], others[most + groups + BLOCK :]
    for place in range(turns):
        at = turn[place]
        first, last = id_start[at], id_start[at + 1]
        count = kernel_search.seek(
            asking, first, last, rows, row_start, block_start, group_start, blocks, of_groups, fields, ways,
            way_start, way_list, measure, most, seeks_offers, best, kept, bounds, uppers, aim, here, find, seeds,
            heap, turns_of_blocks,
        )  # fmt: skip
        if size[6] > 0:
            count = kernel_search.seek_in_tail(
                asking, first, last, tail, tail_start, size[0], ways, way_start, way_list, measure, most,
                seeks_offers, best, kept, here, find, count,
            )  # fmt: skip
        kernel_search.in_order(best[0], best[1], count, places)
        for rank in range(count):
            spot, to = places[rank], at * most + rank
            sorted_in = best[2, spot] < size[0]
            found[3 * to] = best[5, spot]
            found[3 * to + 1] = row[best[2, spot]] if sorted_in else best[2, spot]
            found[3 * to + 2] = best[3, spot]
            for part in range(KEPT):
                parts[KEPT * to + part] = kept[spot, part]
        counts[at] = count


def fill(found, parts, counts, ids, most, number, wholes, scores, figures):
    """Write down what was found as columns without the places that stayed empty, ``number`` rows.

    The columns of ``wholes`` are the place of the seeker, the row found and the route.
    """
    columns = numba.carray(wholes, (3, number))
    to = 0
    for at in range(ids):
        for place in range(at * most, at * most + counts[at]):
            for column in range(3):
                columns[column, to] = found[3 * place + column]
            scores[to] = parts[KEPT * place + KEPT - 1]
            for part in range(PARTS):
                figures[PARTS * to + part] = parts[KEPT * place + part]
            to += 1


def halve(order, rows, starts, materials, traits, width, longest, stack, whole_room, float_room):
    """Put the rows of each material in the order of groups, and those of each group in the order of blocks.

    ``width`` is how many traits there are, ``longest`` how many rows of a material at most.
    """
    kernel_order.halve_all(
        numba.carray(order, (rows,)),
        numba.carray(starts, (materials + 1,)),
        numba.carray(traits, (rows, width)),
        BLOCK * BLOCK,
        BLOCK,
        numba.carray(stack, (DEEP, 2)),
        numba.carray(whole_room, (2, longest)),
        numba.carray(float_room, (2, longest)),
    )


ENTRIES = {"seek": (seek, SEEK), "fill": (fill, FILL), "halve": (halve, HALVE)}


def compiled(name, *, cache):
    """Return an entry as the compiler makes it."""
    function, signature = ENTRIES[name]
    return numba.cfunc(signature, cache=cache, error_model="numpy")(function)
