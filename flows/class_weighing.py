"""Class weighing: what a class weighs of a stream for some weeks, and what that says of a year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from statistics import median

from flows.errors import FlowsError, OutOfRangeError
from flows.factors import SPREAD
from flows.streams import Grade

FEWEST_WEEKS, USUAL_WEEKS, MOST_WEEKS = 4, 8, 20
"""For how many weeks a class weighs: at least what the first grade asks, at most half a school year."""

LINK_WEEKS = 2
"""How many weeks after its last one a class can still enter what it weighed."""

MOST_KG = Decimal(1000)
"""Heavier than a class can weigh in one go: a slip of the unit."""

MOST_A_WEEK = 40
"""As many entries of one week: more than a class has pupils, each with a bag."""

ODD_TIMES = 10
"""A week this many times as heavy as usual is asked about: a slip of the comma is ten times too much."""

GRAM_IN_KG = Decimal("0.001")
TEN_GRAMS = Decimal("0.01")

FEW = 5
"""From this many weeks on the range is reckoned; of fewer it runs from the least to the most."""

STUDENT_95 = (
    *(12.71, 4.30, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23),
    *(2.20, 2.18, 2.16, 2.14, 2.13, 2.12, 2.11, 2.10, 2.09),
)
"""Student's t for 95 % by degrees of freedom from 1 to 19: NIST Technical Note 1297 (1994), table B.1."""

WEEKS_FOR = {Grade.MEASURED: 8, Grade.DECLARED: 4}
"""The fewest weeks that a grade asks, the better grade first: our choice (docs/adr/0027)."""


class ClassStage(StrEnum):
    """Where the weighing of a class stands: asked of the owner, going on, refused by them, or stopped."""

    ASKED = "asked"
    RUNNING = "running"
    REFUSED = "refused"
    STOPPED = "stopped"


NEXT: dict[ClassStage, frozenset[ClassStage]] = {
    ClassStage.ASKED: frozenset({ClassStage.RUNNING, ClassStage.REFUSED, ClassStage.STOPPED}),
    ClassStage.RUNNING: frozenset({ClassStage.STOPPED}),
    ClassStage.REFUSED: frozenset(),
    ClassStage.STOPPED: frozenset(),
}


class ClassStepError(FlowsError):
    """The weighing of a class was asked to take a step that its stage does not allow."""

    code = "class.step_not_allowed"

    def __init__(self, current: ClassStage, wanted: ClassStage) -> None:
        super().__init__(current, wanted)
        self.current, self.wanted = current, wanted

    def __str__(self) -> str:
        return f"the weighing of a class cannot go from {self.current} to {self.wanted}"


class WeighingDayError(FlowsError):
    """A weighing was entered for a day that is not one of the class's weeks, or is still to come."""

    code = "weighing.day"

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self.day = day

    def __str__(self) -> str:
        return f"{self.day} is no day of the weeks in which this class weighs, or is still to come"


class NoLessonError(FlowsError):
    """A weighing was entered for a week that was said to have no lesson."""

    code = "weighing.no_lesson"

    def __str__(self) -> str:
        return "this week was said to have no lesson; take that back first"


class WeekWeighedError(FlowsError):
    """A week was said to have no lesson although something was weighed in it, or said so twice."""

    code = "weighing.week_told"

    def __str__(self) -> str:
        return "something was told of this week already; take that back first"


class WeekFullError(FlowsError):
    """One entry more was told of a week that has as many as a class can need."""

    code = "weighing.week_full"

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most

    def __str__(self) -> str:
        return f"a week has at most {self.most} entries; take one away first"


def step(current: ClassStage, wanted: ClassStage) -> ClassStage:
    """Return ``wanted`` if the weighing of a class may go there from ``current``; raises ClassStepError."""
    if wanted not in NEXT[current]:
        raise ClassStepError(current, wanted)
    return wanted


@dataclass(frozen=True, slots=True)
class Plan:
    """The weeks in which a class weighs: the Monday of the first one and how many, holidays among them."""

    monday: date
    weeks: int

    def __post_init__(self) -> None:
        if self.monday.weekday() != 0:
            raise OutOfRangeError("monday", self.monday, "a Monday")
        if not FEWEST_WEEKS <= self.weeks <= MOST_WEEKS:
            raise OutOfRangeError("weeks", self.weeks, f"from {FEWEST_WEEKS} to {MOST_WEEKS}")

    @property
    def last_day(self) -> date:
        """Return the Sunday of the last week."""
        return self.monday + timedelta(days=7 * self.weeks - 1)

    @property
    def link_until(self) -> date:
        """Return the last day on which the class can enter something."""
        return self.last_day + timedelta(weeks=LINK_WEEKS)

    def monday_of(self, number: int) -> date:
        """Return the Monday of a week, the first being number 1."""
        return self.monday + timedelta(weeks=number - 1)

    def week_of(self, day: date) -> int | None:
        """Return the number of the week in which a day lies, None where it is none of them."""
        return (day - self.monday).days // 7 + 1 if self.monday <= day <= self.last_day else None


def monday_of(day: date) -> date:
    """Return the Monday of the week in which a day lies."""
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True, slots=True)
class Weighing:
    """What was weighed on a day, in kg; None where there was no lesson in that week."""

    day: date
    kg: Decimal | None

    def __post_init__(self) -> None:
        if self.kg is not None and not (self.kg.is_finite() and 0 <= self.kg <= MOST_KG):
            raise OutOfRangeError("kg", self.kg, f"from 0 to {MOST_KG}")


@dataclass(frozen=True, slots=True)
class Week:
    """One week of a class: what it weighed in all, in kg; None where it did not weigh."""

    number: int
    monday: date
    kg: Decimal | None = None
    times: int = 0
    no_lesson: bool = False


def check(entry: Weighing, others: Iterable[Weighing], plan: Plan, today: date) -> None:
    """Refuse an entry that does not fit beside the ``others`` of the class.

    Raises WeighingDayError, NoLessonError, WeekWeighedError or WeekFullError.
    """
    number = plan.week_of(entry.day)
    if number is None or entry.day > today:
        raise WeighingDayError(entry.day)
    same_week = [one for one in others if plan.week_of(one.day) == number]
    if entry.kg is None and same_week:
        raise WeekWeighedError()
    if entry.kg is not None and any(one.kg is None for one in same_week):
        raise NoLessonError()
    if len(same_week) >= MOST_A_WEEK:
        raise WeekFullError(MOST_A_WEEK)


def is_odd(entry: Weighing, others: Iterable[Weighing], plan: Plan, usual: Decimal | None = None) -> bool:
    """Return whether an entry makes its week more than ten times as heavy as the other weeks (their median).

    While nothing was weighed in another week, ``usual`` is what is expected, in kg a week, if anybody knows.
    """
    number = plan.week_of(entry.day)
    weeks = weeks_of(plan, [*others, entry])
    known = [week.kg for week in weeks if week.kg and week.number != number]
    expected = Decimal(median(known)) if known else usual
    total = next((week.kg for week in weeks if week.number == number), None)
    if not entry.kg or not expected or total is None:
        return False
    return total > ODD_TIMES * expected


def weeks_of(plan: Plan, entries: Iterable[Weighing]) -> tuple[Week, ...]:
    """Return every week of a plan with what was weighed in it, whatever the order of the entries."""
    told = list(entries)
    return tuple(
        week_told(plan, number, [one for one in told if plan.week_of(one.day) == number])
        for number in range(1, plan.weeks + 1)
    )


def week_told(plan: Plan, number: int, entries: Sequence[Weighing]) -> Week:
    """Return a week with the sum of what was weighed in it, in kg; one weighing outweighs "no lesson"."""
    weighed = [one.kg for one in entries if one.kg is not None]
    if not weighed:
        return Week(number, plan.monday_of(number), no_lesson=bool(entries))
    return Week(number, plan.monday_of(number), sum(weighed, Decimal(0)), len(weighed))


def weeks_over(weeks: Iterable[Week], today: date) -> list[Week]:
    """Return the weeks that have ended: the running one may still get heavier, so it is no week yet."""
    return [week for week in weeks if week.monday + timedelta(days=7) <= today]


class RangeMethod(StrEnum):
    """How the range around the mean of the weeks was found."""

    LEAST_TO_MOST = "least_to_most"
    STUDENT = "student"


@dataclass(frozen=True, slots=True)
class Measurement:
    """What the weeks say: kg a week as mean with its range, of how many weeks, and the grade that gives.

    ``spread`` is the standard error of the mean as a share of it; ``grade`` is None while it says too little.
    """

    low: Decimal
    mean: Decimal
    high: Decimal
    weeks: int
    times: int
    method: RangeMethod
    spread: Decimal
    grade: Grade | None


def measure(weeks: Iterable[Week]) -> Measurement | None:
    """Return what weighed weeks say of a usual one, None of fewer than two or where all is nought.

    A week without lesson and a week in which nobody weighed are left out; they are no nought. The mean is
    the sum over the weighed weeks divided by their number. Its range, rounded outwards to 10 g, is the 95 %
    confidence interval ``mean ± t · s / √n`` with Student's t (NIST Technical Note 1297, appendix B), not
    below nought; of fewer than five weeks it runs from the lightest week to the heaviest.
    """
    told = [week for week in weeks if week.kg is not None]
    totals = sorted(week.kg for week in told if week.kg is not None)
    count = len(totals)
    if count < 2 or totals[-1] == 0:
        return None
    mean = sum(totals, Decimal(0)) / count
    error = (sum(((kg - mean) ** 2 for kg in totals), Decimal(0)) / (count - 1) / count).sqrt()
    low, high, method = totals[0], totals[-1], RangeMethod.LEAST_TO_MOST
    if count >= FEW:
        away = Decimal(str(STUDENT_95[min(count - 2, len(STUDENT_95) - 1)])) * error
        low, high, method = max(Decimal(0), mean - away), mean + away, RangeMethod.STUDENT
    middle = max(GRAM_IN_KG, mean.quantize(TEN_GRAMS if mean >= TEN_GRAMS else GRAM_IN_KG, ROUND_HALF_EVEN))
    return Measurement(
        low=min(middle, low.quantize(TEN_GRAMS, ROUND_FLOOR)),
        mean=middle,
        high=max(middle, high.quantize(TEN_GRAMS, ROUND_CEILING)),
        weeks=count,
        times=sum(week.times for week in told),
        method=method,
        spread=error / mean,
        grade=grade_of(count, error / mean),
    )


def grade_of(weeks: int, spread: Decimal) -> Grade | None:
    """Return the grade that a mean over so many weeks deserves, None while it deserves none.

    A grade asks enough weeks, and that the mean is as sure as the grade says: one plus its relative
    standard error is at most the grade's geometric standard deviation (domain.md 4.4: A 1.05, B 1.15).
    """
    return next(
        (
            grade
            for grade, fewest in WEEKS_FOR.items()
            if weeks >= fewest and 1 + spread <= Decimal(str(SPREAD[grade]))
        ),
        None,
    )


def weeks_lacking(measurement: Measurement | None) -> int:
    """Return how many more weeks the first grade asks at least, 0 where there are enough."""
    return max(0, WEEKS_FOR[Grade.DECLARED] - (measurement.weeks if measurement else 0))


def improves(measurement: Measurement | None, known: Grade | None) -> bool:
    """Return whether a measurement may take the place of a figure: it never lowers its grade."""
    if measurement is None or measurement.grade is None:
        return False
    return known is None or measurement.grade <= known
