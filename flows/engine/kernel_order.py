"""The order of listings in blocks, compiled: halved again and again where they differ most."""

import numba
import numpy as np


@numba.njit(cache=True)
def halve(order, first, last, traits, unit):
    """Sort the rows from ``first`` to ``last`` so that each run of ``unit`` rows is alike in all traits.

    A stretch is cut in two, at a whole number of runs, along the trait in which it is widest.
    """
    stack = [(first, last)]
    while stack:
        begin, end = stack.pop()
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
        part = order[begin:end].copy()
        values = np.empty(end - begin)
        for at in range(end - begin):
            values[at] = traits[part[at], widest]
        turn = np.argsort(values, kind="mergesort")
        for at in range(end - begin):
            order[begin + at] = part[turn[at]]
        middle = begin + unit * (runs // 2)
        stack.append((begin, middle))
        stack.append((middle, end))


@numba.njit(cache=True)
def halve_all(order, starts, traits, group, block):
    """Put the rows of each material in the order of groups, and those of each group in the order of blocks."""
    for at in range(len(starts) - 1):
        halve(order, starts[at], starts[at + 1], traits, group)
        for begin in range(starts[at], starts[at + 1], group):
            halve(order, begin, min(begin + group, starts[at + 1]), traits, block)
