"""What a class weighs becomes a weekly mean with a range and a grade, by rules one can check by hand."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.class_weighing import (
    MOST_A_WEEK,
    MOST_KG,
    NEXT,
    STUDENT_95,
    ClassStage,
    ClassStepError,
    Measurement,
    NoLessonError,
    Plan,
    RangeMethod,
    Week,
    WeekFullError,
    WeekWeighedError,
    Weighing,
    WeighingDayError,
    check,
    grade_of,
    improves,
    is_odd,
    measure,
    monday_of,
    step,
    weeks_lacking,
    weeks_of,
    weeks_over,
)
from flows.errors import OutOfRangeError
from flows.streams import Grade

MONDAY = date(2027, 3, 1)
PLAN = Plan(MONDAY, 8)

kilograms = st.decimals(0, MOST_KG, places=2, allow_nan=False, allow_infinity=False)
totals = st.lists(kilograms, min_size=2, max_size=20).filter(any)


def in_weeks(*kg: str | Decimal | None) -> list[Week]:
    """Make a week of each weight; None is a week without lesson."""
    return [
        Week(number, MONDAY, None if one is None else Decimal(one), int(one is not None), one is None)
        for number, one in enumerate(kg, 1)
    ]


def measured(*kg: str | Decimal | None) -> Measurement:
    found = measure(in_weeks(*kg))
    assert found is not None
    return found


def on(days: int, kg: str | None = "2") -> Weighing:
    return Weighing(MONDAY + timedelta(days=days), None if kg is None else Decimal(kg))


def test_of_few_weeks_the_range_runs_from_the_lightest_to_the_heaviest() -> None:
    found = measured("9", "10", "11", "10")
    assert [found.low, found.mean, found.high] == [Decimal(9), Decimal(10), Decimal(11)]
    assert (found.method, found.weeks) == (RangeMethod.LEAST_TO_MOST, 4)


def test_of_five_weeks_it_is_the_interval_of_student() -> None:
    found = measured("8", "9", "10", "11", "12")  # s² = 2.5, standard error √0.5 = 0.7071, t = 2.78
    assert [found.low, found.mean, found.high] == [Decimal("8.03"), Decimal(10), Decimal("11.97")]
    assert found.method is RangeMethod.STUDENT


def test_the_range_never_lies_below_nought() -> None:
    assert measured("0", "0", "0", "0", "0", "9").low == 0


def test_student_s_t_falls_to_what_the_table_says_for_nineteen_degrees() -> None:
    assert len(STUDENT_95) == 19
    assert list(STUDENT_95) == sorted(STUDENT_95, reverse=True)
    assert (STUDENT_95[0], STUDENT_95[4], STUDENT_95[-1]) == (12.71, 2.57, 2.09)


@pytest.mark.parametrize("kg", [(), ("5",), ("5", None, None), ("0", "0", "0", "0")])
def test_one_week_or_nothing_says_nothing(kg: tuple[str | None, ...]) -> None:
    assert measure(in_weeks(*kg)) is None


@pytest.mark.parametrize(
    ("weeks", "spread", "grade"),
    [
        (3, "0", None),
        (4, "0.15", Grade.DECLARED),
        (4, "0.16", None),
        (7, "0.01", Grade.DECLARED),
        (8, "0.05", Grade.MEASURED),
        (8, "0.06", Grade.DECLARED),
        (20, "0.2", None),
    ],
)
def test_a_grade_asks_weeks_and_a_sure_mean(weeks: int, spread: str, grade: Grade | None) -> None:
    assert grade_of(weeks, Decimal(spread)) == grade


def test_four_even_weeks_make_a_guess_grade_b_and_eight_make_it_a() -> None:
    assert measured("10", "11", "9", "10").grade is Grade.DECLARED
    assert measured(*["10", "11", "9", "10"] * 2).grade is Grade.MEASURED
    assert measured("1", "20", "2", "30").grade is None


@pytest.mark.parametrize(
    ("kg", "known", "better"),
    [
        (["10"] * 4, Grade.CONVERTED, True),
        (["10"] * 4, None, True),
        (["10"] * 4, Grade.DECLARED, True),
        (["10"] * 4, Grade.MEASURED, False),
        (["10"] * 8, Grade.MEASURED, True),
        (["10"] * 3, Grade.ASSUMED, False),
        (["10"], None, False),
    ],
)
def test_a_measurement_never_lowers_a_grade(kg: list[str], known: Grade | None, better: bool) -> None:
    assert improves(measure(in_weeks(*kg)), known) is better


@given(totals)
def test_the_mean_lies_in_its_range(kg: list[Decimal]) -> None:
    found = measured(*kg)
    assert 0 <= found.low <= found.mean <= found.high


@given(totals, st.randoms(use_true_random=False))
def test_neither_order_nor_weeks_without_lesson_change_what_was_measured(
    kg: list[Decimal], chance: Random
) -> None:
    mixed: list[Decimal | None] = [*kg, None, None]
    chance.shuffle(mixed)
    assert measure(in_weeks(*mixed)) == measured(*kg)


@given(totals)
def test_a_week_of_nought_lowers_the_mean_and_a_week_without_lesson_does_not(kg: list[Decimal]) -> None:
    assert measured(*kg, "0").mean <= measured(*kg).mean == measured(*kg, None).mean


@given(st.lists(kilograms.filter(lambda kg: kg >= 1), min_size=2, max_size=10))
def test_the_same_weights_twice_over_are_at_least_as_sure(kg: list[Decimal]) -> None:
    assert measured(*kg, *kg).spread <= measured(*kg).spread


@given(st.lists(st.tuples(st.integers(0, 55), kilograms), max_size=30), st.randoms(use_true_random=False))
def test_the_weeks_hold_all_that_was_weighed_whatever_its_order(
    entries: list[tuple[int, Decimal]], chance: Random
) -> None:
    told = [Weighing(MONDAY + timedelta(days=days), kg) for days, kg in entries]
    weeks = weeks_of(PLAN, told)
    assert sum(week.kg or 0 for week in weeks) == sum(one.kg or 0 for one in told)
    assert sum(week.times for week in weeks) == len(told)
    chance.shuffle(told)
    assert weeks_of(PLAN, told) == weeks


def test_what_is_weighed_twice_in_a_week_counts_together() -> None:
    first, second, *rest = weeks_of(PLAN, [on(0, "1.5"), on(4, "2.5"), on(7, None)])
    assert (first.kg, first.times, first.no_lesson) == (Decimal(4), 2, False)
    assert (second.kg, second.times, second.no_lesson) == (None, 0, True)
    assert {week.kg for week in rest} == {None}


@pytest.mark.parametrize("days", [-1, 56, 3])
def test_only_days_of_the_weeks_that_have_come_can_be_entered(days: int) -> None:
    with pytest.raises(WeighingDayError):
        check(on(days), [], PLAN, MONDAY + timedelta(days=2 if days == 3 else 100))


def test_a_week_is_weighed_or_has_no_lesson() -> None:
    today = MONDAY + timedelta(days=6)
    with pytest.raises(NoLessonError):
        check(on(1), [on(0, None)], PLAN, today)
    for told in (on(0), on(0, None)):
        with pytest.raises(WeekWeighedError):
            check(on(1, None), [told], PLAN, today)
    check(on(1), [on(0)], PLAN, today)


def test_a_plan_begins_on_a_monday_and_lasts_from_four_to_twenty_weeks() -> None:
    assert (PLAN.last_day, PLAN.link_until) == (date(2027, 4, 25), date(2027, 5, 9))
    assert monday_of(date(2027, 3, 7)) == MONDAY
    assert [PLAN.week_of(MONDAY + timedelta(days=days)) for days in (-1, 0, 6, 7, 55, 56)] == [
        *(None, 1, 1, 2, 8, None)
    ]
    for monday, weeks in ((date(2027, 3, 2), 8), (MONDAY, 3), (MONDAY, 21)):
        with pytest.raises(OutOfRangeError):
            Plan(monday, weeks)


@pytest.mark.parametrize("kg", ["-0.1", "1000.1", "NaN"])
def test_no_class_weighs_less_than_nothing_or_more_than_it_can(kg: str) -> None:
    with pytest.raises(OutOfRangeError):
        on(0, kg)


@given(st.sampled_from(ClassStage), st.sampled_from(ClassStage))
def test_a_class_takes_the_steps_of_the_table_and_no_others(current: ClassStage, wanted: ClassStage) -> None:
    allowed = wanted in NEXT[current]
    try:
        taken = step(current, wanted) is wanted
    except ClassStepError:
        taken = False
    assert taken is allowed


def test_it_is_told_how_many_weeks_are_lacking() -> None:
    assert [weeks_lacking(measure(in_weeks(*["5"] * count))) for count in (0, 2, 3, 4, 9)] == [4, 2, 1, 0, 0]


def test_a_week_counts_once_its_sunday_is_past() -> None:
    weeks = weeks_of(PLAN, [on(0), on(7)])
    ended = [len(weeks_over(weeks, MONDAY + timedelta(days=days))) for days in (0, 6, 7, 13, 14, 70)]
    assert ended == [0, 0, 1, 1, 2, 8]


def test_a_week_has_no_more_entries_than_a_class_has_pupils() -> None:
    check(on(0), [on(0)] * (MOST_A_WEEK - 1), PLAN, MONDAY)
    with pytest.raises(WeekFullError):
        check(on(0), [on(0)] * MOST_A_WEEK, PLAN, MONDAY)


@pytest.mark.parametrize(
    ("kg", "others", "usual", "odd"),
    [
        ("24", [on(0, "2.4"), on(7, "2.4")], None, False),
        ("24.1", [on(0, "2.4"), on(7, "2.4")], None, True),
        ("24.1", [on(0, "2.4"), on(7, "2.4"), on(8, "900"), on(21, "2.4")], None, True),
        ("14", [on(0, "2.4"), on(14, "11")], None, True),
        ("24.1", [on(14, "1")], None, False),
        ("24.1", [], "2.4", True),
        ("24.1", [on(0, None)], "2.4", True),
        ("24.1", [on(0, "3")], "2.4", False),
        ("0", [on(0, "2.4")], None, False),
    ],
)
def test_a_week_ten_times_as_heavy_as_usual_is_asked_about(
    kg: str, others: list[Weighing], usual: str | None, odd: bool
) -> None:
    assert is_odd(on(14, kg), others, PLAN, None if usual is None else Decimal(usual)) is odd
