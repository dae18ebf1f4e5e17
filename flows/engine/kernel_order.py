"""The order of listings in blocks, compiled: halved again and again where they differ most."""

import numba
import numpy as np


@numba.njit(cache=True, error_model="numpy")
def halve(order, first, last, traits, unit, stack, room, values):
    """Sort the rows from ``first`` to ``last`` so that each run of ``unit`` rows is alike in all traits.

    A stretch is cut in two, at a whole number of runs, along the trait in which it is widest. ``stack`` has
    room for the stretches still to be cut, ``room`` and ``values`` for those of the stretch being cut.
    """
    waiting = 1
    stack[0, 0], stack[0, 1] = first, last
    while waiting > 0:
        waiting -= 1
        begin, end = stack[waiting, 0], stack[waiting, 1]
        runs = (end - begin + unit - 1) // unit
        if runs < 2:
            continue
        widest, width = 0, -1.0
        for trait in range(traits.shape[1]):
            low, high = np.inf, -np.inf
            for at in range(begin, end):
                value = traits[order[at], trait]
                low, high = min(low, value), max(high, value)
            if high - low > width:
                widest, width = trait, high - low
        if width <= 0:
            continue
        sort(order, begin, end, traits, widest, room, values)
        middle = begin + unit * (runs // 2)
        stack[waiting, 0], stack[waiting, 1] = begin, middle
        stack[waiting + 1, 0], stack[waiting + 1, 1] = middle, end
        waiting += 2


@numba.njit(cache=True, error_model="numpy")
def sort(order, begin, end, traits, trait, room, values):
    """Sort a stretch of rows along a trait, equal ones as they stood, by merging longer and longer runs."""
    length = end - begin
    for at in range(length):
        room[0, at] = order[begin + at]
        values[0, at] = traits[order[begin + at], trait]
    here, run = 0, 1
    while run < length:
        there = 1 - here
        for left in range(0, length, 2 * run):
            middle, right = min(left + run, length), min(left + 2 * run, length)
            one, other = left, middle
            for to in range(left, right):
                if one < middle and (other >= right or values[here, one] <= values[here, other]):
                    values[there, to], room[there, to] = values[here, one], room[here, one]
                    one += 1
                else:
                    values[there, to], room[there, to] = values[here, other], room[here, other]
                    other += 1
        here, run = there, 2 * run
    for at in range(length):
        order[begin + at] = room[here, at]


@numba.njit(cache=True, error_model="numpy")
def halve_all(order, starts, traits, group, block, stack, room, values):
    """Put the rows of each material in the order of groups, and those of each group in the order of blocks."""
    for at in range(len(starts) - 1):
        halve(order, starts[at], starts[at + 1], traits, group, stack, room, values)
        for begin in range(starts[at], starts[at + 1], group):
            halve(order, begin, min(begin + group, starts[at + 1]), traits, block, stack, room, values)
