"""Many draws at once: how far the avoided emission of many exchanges together may lie off."""

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from flows.effects import DRAWS, SEED, Case, Input, Spread, avoided
from flows.factors import SPREAD

Floats = NDArray[np.float64]

PERCENTILES = (5, 50, 95)


def spread_of(cases: Sequence[Case]) -> Spread:
    """Return the range of what exchanges avoid together, in kg CO2e, of 2 000 lognormal draws.

    An input of one name is drawn once and used wherever it occurs: a factor that is too high is so for all.
    The order of the cases changes nothing, since each input has its own stream of chance.
    """
    known: dict[str, Floats] = {}
    total = np.zeros(DRAWS)
    for case in sorted(cases, key=lambda one: one.tonnes.name):
        m, y, q, d, new, again, otherwise, rest, tank, well = (drawn(one, known) for one in case.inputs())
        total += m * y * (q * new - again) + m * otherwise - m * (1 - y) * rest - m * d * (tank + well)
    low, middle, high = (float(value) for value in np.percentile(total, PERCENTILES))
    return Spread(low, middle, high, sum(avoided(case).total for case in cases))


def drawn(one: Input, known: dict[str, Floats]) -> Floats:
    """Return the draws of an input, the same for every input of its name."""
    if one.grade is None:
        return np.full(DRAWS, one.value)
    if one.name not in known:
        chance = np.random.default_rng([SEED, zlib.crc32(one.name.encode())])
        known[one.name] = chance.standard_normal(DRAWS)
    values: Floats = one.value * SPREAD[one.grade] ** known[one.name]
    return values if one.at_most is None else np.minimum(values, one.at_most)
