"""The best set of matches: the interior point method beside the simplex, both of HiGHS, on one model."""

import time

import numpy as np

from benchmarks.planning import spread
from flows.engine.allocation import question
from flows.engine.programme import room_of, solved
from flows.plans import Aim, Candidate, Effort, Room
from flows.strategies import Strategy

SIZES = ((1_000, 5), (10_000, 5), (100_000, 5))
"""Matches and rounds; at 100,000 the simplex takes two minutes a round."""


def a_market(number: int, seed: int = 1) -> tuple[list[Candidate], Room]:
    """Return a random graph: ten matches per need, a third through one of few processes with a yield."""
    chance = np.random.default_rng(seed)
    needs = max(10, number // 10)
    tonnes = chance.random((2, needs)) * 50
    rungs = list(Strategy)
    lines = []
    for at in range(number):
        through = chance.random() < 0.3
        uses = ((f"p{chance.integers(max(1, needs // 50))}", 1.0),) if through else ()
        lines.append(
            Candidate(f"o{chance.integers(needs)}", f"n{at % needs}", uses, float(chance.random()) if through else 1.0,
                      rungs[int(chance.integers(len(rungs)))], float(chance.random() * 50))
        )  # fmt: skip
    room = Room(
        {f"o{at}": float(tonnes[0, at]) for at in range(needs)},
        {f"n{at}": float(tonnes[1, at]) for at in range(needs)},
        {f"p{at}": 100.0 for at in range(max(1, needs // 50))},
    )
    return lines, room


def side_by_side(number: int, rounds: int) -> tuple[list[dict[str, float]], float]:
    """Solve one model by both methods in turn; return the seconds of each, and the largest gap of the quicker."""
    lines, room = a_market(number)
    asked = question(lines, room, Aim.RUNG, Effort())
    assert np.isfinite(room_of(asked.programme)).all()
    runs, gap = [], 0.0
    for _ in range(rounds):
        seconds, worth, bound = {}, {}, {}
        for method in ("simplex", "ipm"):
            began = time.process_time()
            found = solved(asked.programme, -asked.gain, method=method)
            seconds[method] = time.process_time() - began
            worth[method], bound[method] = float(asked.gain @ found.tonnes), -found.bound
        runs.append(seconds)
        gap = max(gap, (bound["ipm"] - worth["ipm"]) / bound["ipm"])
        assert abs(worth["simplex"] - worth["ipm"]) <= 1e-6 * worth["simplex"]
    return runs, gap


def section(small: bool) -> str:
    """Measure and return the part of the page."""
    lines = []
    for number, rounds in SIZES[:2] if small else SIZES:
        runs, gap = side_by_side(number, rounds)
        simplex, ipm = ([run[method] for run in runs] for method in ("simplex", "ipm"))
        ratios = [a / b for a, b in zip(simplex, ipm, strict=True)]
        lines.append(
            f"| {number:,} | {rounds} | {spread(simplex)} | {spread(ipm)} | {spread(ratios)} | {gap:.1e} |"
        )
    return f"""## The best set of matches: interior point beside simplex

Processor seconds of HiGHS on one model, with its building, one thread: ten matches per need, a third of them through one of few
processes with a yield. Both find the same worth to a millionth; the gap is proved by duality.

| Matches | Rounds | Simplex, s | Interior point, s | Simplex by interior point | Gap |
|---|---|---|---|---|---|
{chr(10).join(lines)}
"""
