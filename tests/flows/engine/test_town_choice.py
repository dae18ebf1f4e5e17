"""What is published of what moved, attacked by somebody who reads all of it."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from decimal import Decimal

import pytest

from circulair.services import release_basis, release_cells, release_gate
from circulair.services.release_cells import PublicCell
from circulair.services.release_gate import DisclosingReleaseError
from flows.disclosure import LEAST, Bounds, Reason, at_most, dominated
from flows.engine.town_choice import Rules
from flows.quarters import Quarter
from flows.town_cells import Moved, Slot
from tests.moved import FIRST, Publisher, content, moved, pairs, town_of

SECOND = Quarter(2026, 2)
Ways = tuple[Reason, tuple[tuple[Bounds, Reason], ...]]


def gate(press: Publisher) -> None:
    """Let the gate look at the newest release beside all before it."""
    release_gate.check(
        press.contents[-1], press.bases[-1], press.bases[:-1], press.contents[:-1], press.shown
    )


def cell_of(press: Publisher, slot: Slot) -> PublicCell:
    [found] = [cell for cell in press.cells if cell.slot == slot]
    return found


def published(rows: list[Moved], *quarters: Quarter, rules: Rules | None = None) -> Publisher:
    press = Publisher(rules or Rules())
    for quarter in quarters:
        press.decide(rows, quarter)
    return press


LINE = Slot("2026-Q1", "plastics", "Centrum", "Zuid")
TOWN = Slot("2026-Q1", "plastics", "town")


class TestChoice:
    def test_a_line_of_six_and_six_says_something_and_counts_them(self) -> None:
        line = cell_of(published(pairs([20] * 6), FIRST), LINE)
        assert line.low is not None
        assert (line.givers, line.receivers) == (6, 6)

    def test_five_givers_to_one_receiver_are_no_line(self) -> None:
        rows = [replace(one, receiver="the only one") for one in pairs([20] * 6)]
        press = published(rows, FIRST)
        assert LINE not in {cell.slot for cell in press.cells}
        assert LINE in release_basis.slots_decided(press.bases)
        gate(press)

    def test_what_says_nothing_is_told_of_the_whole_town_only_and_not_decided_again(self) -> None:
        press = published(pairs([20] * 3), FIRST)
        assert [(cell.slot, cell.reason) for cell in press.cells] == [(TOWN, "too_few")]
        press.decide(pairs([30] * 6, SECOND), SECOND)
        assert {cell.slot.period for cell in press.cells if cell.end} == {"2026-Q1/Q2"}
        gate(press)

    def test_rows_of_older_releases_that_say_nothing_are_not_read(self) -> None:
        [told] = published(pairs([20] * 3), FIRST).cells
        line, area = replace(told, start="Centrum", end="Zuid"), replace(told, start="Centrum")
        assert release_cells.parsed(map(asdict, (line, told, area))) == (told,)

    def test_what_all_show_is_exact_whoever_they_are(self) -> None:
        press = Publisher()
        press.decide(pairs([20, 3]), FIRST, named=frozenset({0, 1}))
        assert {(cell.low, cell.high, cell.reason) for cell in press.cells} == {(23, 23, "consent")}

    def test_whoever_shows_it_does_not_count_towards_five(self) -> None:
        press = Publisher()
        press.decide(pairs([20] * 6), FIRST, named=frozenset({0, 1}))
        assert {cell.reason for cell in press.cells} == {"too_few"}

    def test_a_cell_of_an_earlier_release_stays_as_it_is(self) -> None:
        rows = [*pairs([20] * 6), *pairs([30] * 6, SECOND)]
        press = published(rows, FIRST)
        first = press.cells
        press.decide(rows, SECOND)
        assert press.cells[: len(first)] == first
        assert len(press.cells) > len(first)

    def test_a_name_that_is_withdrawn_is_audited_as_known_and_as_unknown(self) -> None:
        rows = [*pairs([20] * 7), *pairs([25] * 7, SECOND)]
        press = Publisher()
        press.decide(rows, FIRST, named=frozenset({0}))
        press.decide(rows, SECOND)
        gate(press)
        assert cell_of(press, Slot("2026-Q2", "plastics", "town")).low is not None

    def test_an_exchange_stays_unnamed_where_its_name_would_give_another_away(self) -> None:
        press = published(pairs([20, 21, 22, 23, 24]), FIRST)
        assert cell_of(press, LINE).low is not None
        press.decide([], SECOND, named=frozenset({0, 1, 2, 3}))
        assert len(press.bases[-1].named) < 4


@pytest.mark.parametrize("seed", range(6))
def test_the_attacker_finds_nothing_in_four_releases_of_a_town(seed: int) -> None:
    rows, press = town_of(seed), Publisher()
    for number in range(1, 5):
        press.decide(rows, Quarter(2026, number), named=frozenset(range(seed)))
        gate(press)
    assert any(cell.low is not None and cell.reason != "consent" for cell in press.cells)


def three_are_enough(total: Decimal, unknown: Sequence[Decimal]) -> Ways:
    """Break the rule: three organisations will do."""
    padded = [*unknown, *[Decimal("0.001")] * (LEAST - len(unknown))] if len(unknown) >= 3 else unknown
    return at_most(total, padded)


def two_may_be_large(total: Decimal, unknown: Sequence[Decimal]) -> Ways:
    """Break the rule: two may hold nearly all."""
    even = [total / len(unknown)] * len(unknown) if unknown and dominated(unknown) else unknown
    return at_most(total, even)


class TestBrokenRules:
    """A rule that is broken on purpose lets through what the gate then refuses."""

    def test_the_unbroken_rule_passes(self) -> None:
        gate(published(pairs([20] * 4), FIRST))
        gate(published(pairs([300, 20, 5, 5, 5]), FIRST))

    def test_three_instead_of_five(self) -> None:
        press = published(pairs([20] * 4), FIRST, rules=Rules(three_are_enough, audited=False))
        with pytest.raises(DisclosingReleaseError, match=r"cell plastics, 2026-Q1, Centrum has too few"):
            gate(press)

    def test_two_that_hold_nearly_all(self) -> None:
        press = published(pairs([300, 20, 5, 5, 5]), FIRST, rules=Rules(two_may_be_large, audited=False))
        with pytest.raises(DisclosingReleaseError, match="too large a giver"):
            gate(press)

    def test_no_audit_within_one_release(self) -> None:
        alone = replace(moved(9, "alone", "far off", "30"), start="Noord", end="Noord")
        rows = [*pairs([20] * 6), alone]
        gate(published(rows, FIRST))
        with pytest.raises(DisclosingReleaseError, match="would let everybody know the tonnes"):
            gate(published(rows, FIRST, rules=Rules(audited=False)))

    def test_no_audit_over_releases(self) -> None:
        """Quarter one and the half year are safe alone; their difference is one newcomer."""
        rows = [*pairs([20] * 7), moved(9, "newcomer", "another", "40", SECOND)]
        gate(published(rows, FIRST, SECOND))
        with pytest.raises(DisclosingReleaseError, match="2026-Q1/Q2"):
            gate(published(rows, FIRST, SECOND, rules=Rules(audited=False)))


class TestGate:
    def test_an_exact_cell_of_one_firm_is_refused_and_named(self) -> None:
        press = published(pairs([20]), FIRST)
        told = replace(cell_of(press, TOWN), low=20.0, high=20.0, reason="enough")
        press.contents[-1] = content(FIRST.last, [told])
        with pytest.raises(DisclosingReleaseError, match="cell plastics, 2026-Q1, town has too few"):
            gate(press)

    def test_consent_that_nobody_gave_is_refused(self) -> None:
        press = published(pairs([20]), FIRST)
        told = replace(cell_of(press, TOWN), low=20.0, high=20.0, reason="consent")
        press.contents[-1] = content(FIRST.last, [told])
        with pytest.raises(DisclosingReleaseError, match="would let everybody know"):
            gate(press)

    def test_a_cell_that_does_not_hold_the_truth_is_refused(self) -> None:
        press = published(pairs([20] * 6), FIRST)
        told = replace(cell_of(press, TOWN), low=500.0, high=1000.0)
        press.contents[-1] = content(FIRST.last, [told])
        with pytest.raises(DisclosingReleaseError, match="does not hold what moved"):
            gate(press)

    def test_a_changed_and_a_dropped_cell_are_refused(self) -> None:
        press = published(pairs([20] * 6), FIRST, SECOND)
        for cells in (press.cells[1:], (replace(press.cells[0], high=999.0), *press.cells[1:])):
            press.contents[-1] = content(SECOND.last, cells)
            with pytest.raises(DisclosingReleaseError, match="is not as an earlier release told it"):
                gate(press)
