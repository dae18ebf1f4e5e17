"""What the quality page says of certainty: how far the surest are right, and how far reports agree."""

import numpy as np
import pytest

from circulair.commands.understood import asked_less
from circulair.commands.understood_limits import (
    KINDS,
    agreement,
    customary,
    kind_of,
    limits,
    reach,
    surest,
)
from flows.engine.evidence import Evidence
from flows.engine.hazard_said import Said
from flows.engine.learning import Answer, Case

EMPTY = np.zeros((0, 0), np.float32)
UNSEEN = Evidence(EMPTY, EMPTY, EMPTY, EMPTY, Said())


def answer(said: str, *reported: str, chance: float = 0.5, copies: tuple[str, ...] = ()) -> Answer:
    case = Case("a name", "nl", reported, "", UNSEEN, 0)
    return Answer(case, (said,), chance, tuple(tuple(codes.split(";")) for codes in copies))


@pytest.mark.parametrize(
    ("said", "reported", "kind"),
    [
        ("170504", ("170503",), 0),
        ("170401", ("170407",), 1),
        ("170107", ("020304", "170904"), 2),
        ("200140", ("170405",), 3),
    ],
)
def test_a_wrong_code_is_a_twin_a_neighbour_or_of_another_origin(
    said: str, reported: tuple[str, ...], kind: int
) -> None:
    assert kind_of(answer(said, *reported)) == KINDS[kind]


def test_the_surest_are_those_of_the_highest_chance() -> None:
    answers = [answer("170401", "170401", chance=chance) for chance in (0.2, 0.9, 0.4, 0.7, 0.1)]
    assert [one.chance for one in surest(answers, 0.4)] == [0.9, 0.7]


def test_reach_is_the_largest_part_with_few_enough_errors() -> None:
    right = [answer("170401", "170401", chance=0.9) for _ in range(19)]
    wrong = [answer("170401", "170407", chance=chance) for chance in (0.8, 0.1)]
    assert reach([*wrong, *right]) == 20 / 21


def test_reach_is_nothing_if_the_surest_is_wrong() -> None:
    assert reach([answer("170401", "170407")]) == 0
    assert reach([]) == 0


def test_reports_agree_if_their_codes_meet() -> None:
    one = answer("170401", "170401", "170407", copies=("170407;200140", "200140", "170401", "200140"))
    assert agreement(one) == 0.5
    assert not customary(one)
    assert customary(answer("170401", "200140", copies=("170407;200140", "200140")))


def test_the_page_counts_who_contradicts_a_report() -> None:
    answers = [
        answer("170401", "200140", chance=0.9, copies=("170401",)),
        answer("170401", "170407", chance=0.8, copies=("200140",)),
        *(answer("170401", "170401", chance=0.1) for _ in range(3)),
    ]
    lines = list(limits(answers))
    assert "these cases and so flattered. Of the surest 40%, 2 are wrong:" in lines
    assert "In 1 of these 2 somebody else reported nearly the same words under the" in lines
    assert f"| {KINDS[1]} | 1 |" in lines
    assert f"| {KINDS[3]} | 1 |" in lines
    assert "| all | 2 | 0.0% | 0.0% | 0.0% |" in lines


def test_a_page_of_no_case_can_be_written() -> None:
    assert "| the surest 40% | 0 | 0.0% | 0.0% | 0.0% |" in list(limits([]))
    assert "| the surest 40% | 1.00 | 0.0% | 0.0% | 0.0% of 0 |" in list(asked_less([]))


def test_the_plain_figure_comes_first_and_twins_beside_it() -> None:
    answers = [
        answer("170504", "170503", chance=0.9),
        answer("200201", "200201", chance=0.8),
        *(answer("170401", "170407", chance=0.1) for _ in range(3)),
    ]
    assert "| the surest 40% | 0.80 | 50.0% | 100.0% | 100.0% of 1 |" in list(asked_less(answers))
