"""What is published of a table, attacked by somebody who reads all of it."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from flows.disclosure import Bounds, Cell, Contribution, Reason, basic_areas, in_order
from flows.engine.suppression import chosen, disclosed, steps_of
from tests.attacker import Belief, Row, finds
from tests.towns import TOWNS, Table, Town, guarded, informative, naive, occupied

AREAS = basic_areas({"Geleen": ["Centrum", "Zuid"]})
BELIEFS = [Belief(), Belief(moving=True), Belief(given=False)]


def contributed(
    release: str, *figures: float, area: str = "Centrum", consent: str = ""
) -> list[Contribution]:
    """Return a contribution of firm a, b, c … each; those in ``consent`` want theirs seen."""
    return [
        Contribution(release, name, "hdpe", area, Decimal(str(figure)), name in consent)
        for name, figure in zip("abcdefghijklmno", figures, strict=False)
    ]


def cells_of(rows: Iterable[Contribution], areas: dict[str, frozenset[str]] = AREAS) -> list[Cell]:
    return [cell for step in chosen(rows, areas) for cell in step.cells]


def published(cells: Iterable[Cell]) -> list[Row]:
    return [
        Row(cell.release, cell.material, cell.area, "" if cell.bounds is None else str(cell.bounds))
        for cell in cells
    ]


def told(rows: Iterable[Contribution], area: str = "Centrum") -> list[str]:
    return [str(cell.bounds or "") for cell in cells_of(rows) if cell.area == area]


def test_five_of_a_size_are_exact_and_counted() -> None:
    [cell] = [cell for cell in cells_of(contributed("1", 20, 20, 20, 20, 20)) if cell.area == "Centrum"]
    assert cell == Cell(
        "1", "hdpe", "Centrum", Bounds(Decimal(100), Decimal(100)), organisations=5, reason=Reason.ENOUGH
    )


def test_where_nobody_stands_it_is_nought() -> None:
    assert told(contributed("1", 20, 20, 20, 20, 20), "Zuid") == ["0"]


def test_few_are_not_counted() -> None:
    [cell] = [cell for cell in cells_of(contributed("1", 20, 20, 20)) if cell.area == "Centrum"]
    assert (cell.reason, cell.organisations) == (Reason.TOO_FEW, None)


def test_a_large_newcomer_makes_the_next_figure_a_wide_range() -> None:
    before, after = contributed("1", *[20] * 5), contributed("2", *[20] * 5, 400)
    assert told([*before, *after]) == ["100", "100-1000"]


def test_one_who_leaves_is_not_the_difference_of_two_exact_figures() -> None:
    rows = [*contributed("1", *[20] * 7), *contributed("2", *[20] * 6)]
    assert told(rows)[0] == "140"
    assert told(rows)[1] in {"100-200", "100-1000"}


def test_one_in_the_rest_of_a_town_is_not_the_difference_of_town_and_quarter() -> None:
    alone = Contribution("1", "z", "hdpe", "Zuid", Decimal(30))
    shown = {cell.area: cell for cell in cells_of([*contributed("1", *[20] * 6), alone])}
    assert shown["Zuid"].bounds is None
    exact = [cell.bounds is not None and cell.bounds.exact for cell in (shown["Geleen"], shown["Centrum"])]
    assert sorted(exact) == [False, True]


def test_who_consents_does_not_hide_the_last_one() -> None:
    assert told(contributed("1", 90, 10, consent="ab")) == ["100"]
    assert told(contributed("1", 90, 10, consent="a")) == [""]
    assert told(contributed("1", 20, 20, 20, 20, 20, consent="abcd")) == [""]


def test_a_figure_that_was_kept_back_before_is_not_shown_by_consent_while_it_is_the_same() -> None:
    assert told([*contributed("1", 90), *contributed("2", 90, consent="a")]) == ["", ""]
    assert told([*contributed("1", 90), *contributed("2", 80, consent="a")]) == ["", "80"]


def test_consent_that_is_taken_back_hides_what_follows_and_is_told_as_known() -> None:
    steps = list(chosen([*contributed("1", 90, consent="a"), *contributed("2", 90)], AREAS))
    assert [str(step.cells[0].bounds or "") for step in steps] == ["90", ""]
    assert [len(step.known) for step in steps] == [0, 1]


def test_several_sites_of_one_organisation_are_one() -> None:
    rows = [Contribution("1", "a", "hdpe", area, Decimal(20)) for area in ("Centrum", "Zuid")]
    rows += [Contribution("1", "a", "hdpe", "Centrum", Decimal(20)) for _ in range(4)]
    assert {cell.bounds for cell in cells_of(rows)} == {None}


def test_two_rows_of_an_organisation_in_a_cell_are_one_figure() -> None:
    rows = contributed("1", 20, 20, 20, 20, 15)
    assert told([*rows, Contribution("1", "e", "hdpe", "Centrum", Decimal(5))]) == ["100"]


def test_one_with_nought_is_hidden_by_nobody_and_counts_for_none() -> None:
    assert told(contributed("1", 0, 0, 0, 0, 0)) == [""]
    same = [*contributed("1", *[20] * 5), *contributed("2", *[20] * 5, 0)]
    assert told(same)[1] != "100"


def test_whole_tonnes_that_leave_no_other_way_are_not_exact() -> None:
    assert told(contributed("1", 1, 1, 1, 1, 1)) == ["5-10"]


def test_the_sum_over_materials_is_kept_as_well() -> None:
    rows = [
        Contribution("1", name, material, "Centrum", Decimal(20))
        for name in "abcdef"
        for material in ("hdpe", "wood")
    ]
    assert finds(rows, published(cells_of(rows)), AREAS) == []


@pytest.mark.parametrize("seed", range(5))
def test_nobody_who_thinks_in_whole_tonnes_knows_more(seed: int) -> None:
    chance = Random(seed)
    first = [
        Contribution("1", f"{at}", "hdpe", chance.choice(["Centrum", "Zuid"]), Decimal(chance.randint(1, 4)))
        for at in range(20)
    ]
    second = [replace(row, release="2", tonnes=Decimal(1)) if at < 2 else row for at, row in enumerate(first)]
    rows = [*first, *(replace(row, release="2") for row in second[:-1])]
    cells = cells_of(rows)
    assert finds(rows, published(naive(rows, AREAS)), AREAS, Belief(whole=True))
    assert finds(rows, published(cells), AREAS, Belief(whole=True)) == []
    assert informative(cells, occupied(rows, AREAS)) == 6


@pytest.mark.parametrize("scale", ["0.000001", "1", "100000000"])
def test_small_and_large_figures_are_kept_alike(scale: str) -> None:
    figures = [Decimal(figure) * Decimal(scale) for figure in (1, 2, 2, 2, 2, 2, 3)]
    rows = [Contribution("1", str(at), "hdpe", "Centrum", figure) for at, figure in enumerate(figures)]
    rows += [Contribution("2", str(at), "hdpe", "Centrum", figure) for at, figure in enumerate(figures[1:])]
    assert informative(cells_of(rows), occupied(rows, AREAS)) == 4
    assert finds(rows, published(cells_of(rows)), AREAS) == []


def test_one_huge_among_small_ones_is_not_told_of() -> None:
    figures = [Decimal(1_000_000_000), *[Decimal("0.001")] * 6]
    rows = [Contribution("1", str(at), "hdpe", "Centrum", figure) for at, figure in enumerate(figures)]
    assert told(rows) == [""]


def test_nothing_at_all_is_nothing() -> None:
    assert cells_of([]) == []
    assert steps_of([]) == 0


def test_the_attacker_and_the_audit_find_what_naive_sums_give_away() -> None:
    rows, areas = TOWNS[6].table()
    cells = naive(rows, areas)
    assert {find.insider == "" for find in finds(rows, published(cells), areas)} == {True, False}
    assert {one.insider == "" for one in disclosed(rows, areas, cells)} == {True, False}


def test_the_audit_finds_nothing_in_what_was_chosen() -> None:
    rows, areas = TOWNS[6].table()
    assert disclosed(rows, areas, cells_of(rows, areas)) == []


@pytest.mark.parametrize("town", [TOWNS[6], Town(11, firms=20, changing=0.2, consenting=0.1)])
def test_nobody_is_narrowed_and_twice_as_much_is_told_as_by_the_simple_guard(town: Town) -> None:
    rows, areas = town.table()
    cells = cells_of(rows, areas)
    assert [find for belief in BELIEFS for find in finds(rows, published(cells), areas, belief)] == []
    guard = max(guarded(rows, areas, large_first=first) for first in (True, False))
    assert informative(cells, occupied(rows, areas)) >= 2 * guard > 0


@some.composite
def small_towns(draw: some.DrawFn) -> Table:
    """Draw a few firms in up to three areas, some of which join, leave, change, or consent all along."""
    chance = Random(draw(some.integers(0, 10**9)))
    basics = ["A", "B", "C"][: draw(some.integers(1, 3))]
    unions = {f"U{at}": chance.sample(basics, draw(some.integers(1, len(basics)))) for at in range(2)}
    figures = draw(some.sampled_from([(1, 2, 3), (0, 10, 50), (90, 100, 110), (1, 30, 1000)]))
    consents = draw(some.sampled_from([0.0, 0.3]))
    rows: list[Contribution] = []
    standing: dict[tuple[str, str, str], int] = {}
    willing: dict[str, bool] = {}
    for release in range(draw(some.integers(1, 3))):
        for at in range(draw(some.integers(0, 3)) if release else draw(some.integers(3, 9))):
            name = f"{release}{at}"
            willing[name] = chance.random() < consents
            for area in chance.sample(basics, min(len(basics), chance.choice([1, 1, 2]))):
                standing[name, chance.choice("mn"), area] = chance.choice(figures)
        standing = {
            key: chance.choice([figure] * 5 + list(figures))
            for key, figure in standing.items()
            if chance.random() > 0.1 or not release
        }
        rows += [
            Contribution(f"{release}", name, material, area, Decimal(figure), willing[name])
            for (name, material, area), figure in standing.items()
        ]
    return rows, basic_areas({"Town": basics, **unions})


SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(small_towns())
def test_no_small_town_narrows_anybody(table: Table) -> None:
    rows, areas = table
    shown = published(cells_of(rows, areas))
    assert [find for belief in BELIEFS for find in finds(rows, shown, areas, belief)] == []


@SLOW
@given(small_towns(), some.randoms(use_true_random=False))
def test_later_releases_change_no_earlier_cell_and_the_order_of_rows_nothing(
    table: Table, chance: Random
) -> None:
    rows, areas = table
    cells = cells_of(rows, areas)
    releases = in_order(row.release for row in rows)
    early = cells_of([row for row in rows if row.release != releases[-1]], areas)
    assert early == cells[: len(early)]
    chance.shuffle(rows)
    assert cells_of(rows, areas) == cells
