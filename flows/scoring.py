"""The score of a match: six parts in a fixed order, each with its value, its evidence and what is missing."""

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flows.distance import Position
from flows.errors import FlowsError
from flows.strategies import SCORE, Strategy
from flows.streams import Availability, Quality

DATA = Path(__file__).parent / "data" / "weights.csv"

PARTS = ("material", "quality", "quantity", "timing", "distance", "ladder")
"""The parts of a score, in the order in which they are summed."""

CLOSENESS: dict[int, float] = {0: 1.0, 1: 0.85, 2: 0.6, -1: 0.6, -2: 0.35}
"""Value of the levels that the material offered lies below the one wanted (above it when negative)."""

STEP_FACTOR = 0.9
"""What each conversion step leaves of the ladder part: prefer the shortest chain (domain.md 9)."""

YEAR_DAYS = 365
"""Days of a year (domain.md 5.1)."""

FACTS = (
    "offer.exact_material",
    "process.exact_material",
    "offer.quality",
    "need.quality",
    "offer.contamination",
    "need.max_contamination",
    "offer.moisture",
    "need.max_moisture",
    "offer.form",
    "need.form",
    "offer.class",
    "need.classes",
    "process.quality",
    "offer.quantity",
    "need.quantity",
    "process.yield",
    "offer.timing",
    "need.timing",
    "offer.position",
    "need.position",
)
"""Every fact that a part can miss: a page turns each into words and a question."""

Evidence = tuple[tuple[str, str | float], ...]


class WeightsError(FlowsError):
    """The weights of the score do not keep their law."""

    code = "score.weights"

    def __str__(self) -> str:
        return f"weights are wanted for {', '.join(PARTS)} in this order, none negative, 1 together"


@dataclass(frozen=True, slots=True)
class Weight:
    """What one part counts for, and what is taken for it where its facts are unknown; both 0 to 1."""

    part: str
    weight: float
    typical: float


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of all parts: which version, of which day, and why; ``distance_scale_km`` in road km."""

    parts: tuple[Weight, ...]
    distance_scale_km: float
    version: str
    date: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        ordered = tuple(weight.part for weight in self.parts) == PARTS
        within = all(weight.weight >= 0 and 0 <= weight.typical <= 1 for weight in self.parts)
        whole = math.isclose(math.fsum(weight.weight for weight in self.parts), 1, abs_tol=1e-9)
        if not (ordered and within and whole and self.distance_scale_km > 0):
            raise WeightsError()


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score: its weight, its value from 0 to 1 (None if unknown), why, and what is missing.

    ``known`` says how far its questions are answered: 0, a half or 1.
    """

    name: str
    weight: float
    value: float | None
    evidence: Evidence
    missing: tuple[str, ...]
    known: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was found for one part, before it is weighed."""

    value: float | None
    evidence: Evidence = ()
    missing: tuple[str, ...] = ()

    @property
    def known(self) -> float:
        """Return how far it is known: 1 when nothing is missing, 0 without a value, else a half."""
        if self.value is None:
            return 0.0
        return 1.0 if not self.missing else 0.5


@cache
def load_weights() -> Weights:
    """Return the weights in use, from ``data/weights.csv``."""
    return read_weights(DATA)


def read_weights(path: Path) -> Weights:
    """Return the weights in a file: a row a part, all of one version; refuse those that break their law."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    of = {(row["version"], row["date"], row["reason"]) for row in rows}
    if len(of) != 1:
        raise WeightsError()
    version, day, reason = of.pop()
    return Weights(
        parts=tuple(Weight(row["part"], _number(row["weight"]), _number(row["typical"])) for row in rows),
        distance_scale_km=next((_number(row["scale"]) for row in rows if row["part"] == "distance"), 0.0),
        version=version,
        date=day,
        reason=reason,
    )


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError as error:
        raise WeightsError() from error


def weigh(judgements: Sequence[Judgement], weights: Weights) -> tuple[Part, ...]:
    """Return the parts of a match from what was found for each, in the order of ``PARTS``."""
    return tuple(
        Part(weight.part, weight.weight, found.value, found.evidence, found.missing, found.known)
        for weight, found in zip(weights.parts, judgements, strict=True)
    )


def total(parts: Sequence[Part], weights: Weights) -> float:
    """Return the score from 0 to 1: what is unknown counts as typical, neither punished nor rewarded."""
    score = 0.0
    for part, weight in zip(parts, weights.parts, strict=True):
        score += weight.weight * (weight.typical if part.value is None else part.value)
    return min(1.0, score)


def completeness(parts: Sequence[Part]) -> float:
    """Return how sure the score is, from 0 to 1: the weight of what is known."""
    known = 0.0
    for part in parts:
        known += part.weight * part.known
    return min(1.0, known)


def billionths(score: float) -> int:
    """Return a score in whole billionths, the key that ranks matches: float64 steps any engine can repeat."""
    return math.floor(score * 1e9 + 0.5)


def judge_material(joints: Sequence[tuple[str, str, int]]) -> Judgement:
    """Judge materials by the loosest joint; each joint is offered, wanted and the levels between them.

    The first joint is the offer's; a second one is where the last process meets the need.
    """
    owners = ("offer.exact_material", "process.exact_material")
    evidence: list[tuple[str, str | float]] = []
    for offered, wanted, levels in joints:
        evidence += [("offered", offered), ("wanted", wanted), ("levels", float(levels))]
    missing = tuple(owner for owner, joint in zip(owners, joints, strict=False) if joint[2] < 0)
    return Judgement(min(CLOSENESS[levels] for _, _, levels in joints), tuple(evidence), missing)


def unknown_conversion_quality() -> Judgement:
    """Return that nothing is known of the quality that comes out of a conversion."""
    return Judgement(None, (), ("process.quality",))


def judge_quality(offered: Quality, wanted: Quality) -> Judgement | None:
    """Judge what the offer is like against what is accepted, None where it breaks a limit."""
    answers = (
        limited("contamination", offered.contamination_pct, wanted.contamination_pct),
        limited("moisture", offered.moisture_pct, wanted.moisture_pct),
        same_form(offered, wanted),
        accepted_class(offered, wanted),
    )
    if any(answer is None for answer in answers):
        return None
    return mean([answer for answer in answers if answer is not None])


def mean(answers: Sequence[Judgement]) -> Judgement:
    """Return the mean of the questions answered, added in their order, with the evidence and gaps of all."""
    evidence = tuple(row for answer in answers for row in answer.evidence)
    missing = tuple(fact for answer in answers for fact in answer.missing)
    values = [answer.value for answer in answers if answer.value is not None]
    if not values:
        return Judgement(None, evidence, missing or ("offer.quality", "need.quality"))
    together = 0.0
    for value in values:
        together += value
    return Judgement(together / len(values), evidence, missing)


def limited(name: str, actual: float | None, limit: float | None) -> Judgement | None:
    """Judge a percentage against the most that is accepted, None above it: 1 at nought, 0.5 at the limit."""
    if actual is None or limit is None:
        return Judgement(None, (), one_sided((f"offer.{name}", f"need.max_{name}"), actual, limit))
    if actual > limit:
        return None
    value = 1 - 0.5 * (actual / limit) if limit > 0 else 1.0
    return Judgement(value, ((f"{name}_pct", actual), (f"max_{name}_pct", limit)))


def same_form(offered: Quality, wanted: Quality) -> Judgement:
    """Judge the form handed over against the one wanted: 1 if the same, else 0.5."""
    if offered.form is None or wanted.form is None:
        return Judgement(None, (), one_sided(("offer.form", "need.form"), offered.form, wanted.form))
    value = 1.0 if offered.form is wanted.form else 0.5
    return Judgement(value, (("offered_form", offered.form.value), ("wanted_form", wanted.form.value)))


def accepted_class(offered: Quality, wanted: Quality) -> Judgement | None:
    """Judge the offer's classes, None where one of them is not accepted."""
    if not offered.classes or not wanted.classes:
        facts = ("offer.class", "need.classes")
        return Judgement(None, (), one_sided(facts, offered.classes, wanted.classes))
    if not set(offered.classes) <= set(wanted.classes):
        return None
    names = " ".join(sorted(offered.classes)), " ".join(sorted(wanted.classes))
    return Judgement(1.0, (("offered_class", names[0]), ("accepted_classes", names[1])))


def one_sided(facts: tuple[str, str], offered: object, wanted: object) -> tuple[str, ...]:
    """Return the fact that one side lacks while the other gave it; a question nobody raised lacks nothing."""
    gaps = [answer is None or answer == () for answer in (offered, wanted)]
    return tuple(fact for fact, gap in zip(facts, gaps, strict=True) if gap) if not all(gaps) else ()


def judge_timing(offered: Availability, wanted: Availability) -> Judgement | None:
    """Judge the days in common against the shorter window, None without a day in common."""
    days = days_in_common(offered, wanted)
    if days is not None and days <= 0:
        return None
    missing = tuple(
        fact for fact, side in (("offer.timing", offered), ("need.timing", wanted)) if not side.known
    )
    if missing:
        return Judgement(None, (), missing)
    shorter = min(
        (length for length in (window(offered), window(wanted)) if length is not None), default=None
    )
    if days is None or shorter is None:
        return Judgement(1.0, () if days is None else (("days_in_common", float(days)),))
    return Judgement(days / shorter, (("days_in_common", float(days)), ("days_of_shorter", float(shorter))))


def days_in_common(offered: Availability, wanted: Availability) -> int | None:
    """Return the days in common, below 1 if the windows miss each other, None if without end."""
    starts = [day for day in (offered.start, wanted.start) if day is not None]
    ends = [day for day in (offered.end, wanted.end) if day is not None]
    return (min(ends) - max(starts)).days + 1 if starts and ends else None


def window(side: Availability) -> int | None:
    """Return the days of a window, None if it is open at an end."""
    return (side.end - side.start).days + 1 if side.start is not None and side.end is not None else None


def judge_distance(
    km: float | None,
    ends: tuple[Position | None, Position | None],
    most_km: tuple[float | None, float | None],
    scale_km: float,
) -> Judgement | None:
    """Judge the road km between both, None beyond what one accepts: 1 next door, 0 at the scale."""
    if km is None:
        facts = zip(("offer.position", "need.position"), ends, strict=True)
        return Judgement(None, (), tuple(fact for fact, end in facts if end is None))
    limits = [limit for limit in most_km if limit is not None]
    if any(km > limit for limit in limits):
        return None
    accepted: Evidence = (("max_km", min(limits)),) if limits else ()
    return Judgement(max(0.0, 1 - km / scale_km), (("km", km), *accepted))


def judge_ladder(strategy: Strategy, steps: int) -> Judgement:
    """Judge the rung of the strategy, less for each conversion step."""
    value = SCORE[strategy] / 100 * STEP_FACTOR**steps
    return Judgement(value, (("strategy", strategy.value), ("steps", float(steps))))
