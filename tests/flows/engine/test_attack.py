"""The attack: what one way shows of many sums is what the solver says of each."""

from random import Random

import pytest

from flows.disclosure import INSIDE, OUTSIDE
from flows.engine.attack import Knowledge, Row, Seen, Solver, near_by


def a_town(seed: int) -> Knowledge:
    """Return figures of firms, some of them named, in cells that are ranges or exact."""
    chance = Random(seed)
    firms = [f"firm {at}" for at in range(9)]
    tonnes = {f"figure {at}": float(chance.randint(1, 60)) for at in range(24)}
    holders = {mark: frozenset(chance.sample(firms, 2)) for mark in tonnes}
    rows = []
    for at in range(7):
        marks = frozenset(chance.sample(sorted(tonnes), chance.randint(2, 9)))
        total, wide = sum(tonnes[mark] for mark in marks), chance.choice((0.0, 0.2, 5.0))
        rows.append(Row(f"cell {at}", marks, max(0.0, total * (1 - wide)), total * (1 + wide)))
    return Knowledge(tonnes, holders, frozenset(chance.sample(sorted(tonnes), 2)), tuple(rows))


@pytest.mark.parametrize("seed", range(12))
def test_each_sum_is_as_near_as_the_solver_alone_says(seed: int) -> None:
    know, chance = a_town(seed), Random(seed)
    seen = Seen(know)
    for who in ("", "firm 1", "firm 2", "firm 3"):
        own = frozenset(mark for mark, names in know.holders.items() if who in names)
        unknown = sorted(know.tonnes.keys() - own - know.named)
        sums = [frozenset(chance.sample(unknown, chance.randint(1, 4))) for _ in range(40)]
        found = near_by(sums, own, know, seen)
        share = float(INSIDE if own else OUTSIDE)
        for one in sums:
            alone = one <= seen.at.keys() and Solver(know, own, Seen(know)).within(one, share)
            assert found[one] is bool(alone)


def test_some_sums_of_these_towns_are_known_and_some_are_not() -> None:
    told = set[bool]()
    for seed in range(12):
        know = a_town(seed)
        told |= set(
            near_by([frozenset({mark}) for mark in know.tonnes], frozenset(), know, Seen(know)).values()
        )
    assert told == {True, False}
