"""The next question: the one missing fact whose answer is expected to change the order of the partners most.

For each fact that a partner asks for and a listing lacks, each plausible answer is tried: the part of the
score that it touches is judged anew for every partner, and the new order is laid beside the present one.

The change of an order is one minus its rank-biased overlap with the order before, after W. Webber, A. Moffat
and J. Zobel, "A similarity measure for indefinite rankings", ACM TOIS 28(4), 2010, cut off at the k partners
there are and scaled to lie from 0 to 1: ``1 - (1 - p) / (1 - p^k) * sum(p^(d-1) * X_d / d for d = 1..k)``,
where ``X_d`` partners stand among the first ``d`` of both orders and p = 0.8. A partner whose limit an answer
breaks stands nowhere. With two partners a swap changes 1 / 1.8 = 0.56, and losing the second 0.22.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from flows.materials import MaterialTree
from flows.quantities import Passing, days_of, judge_quantity
from flows.scoring import (
    FACTS,
    Judgement,
    Part,
    billionths,
    judge_material,
    judge_quality,
    judge_timing,
    load_weights,
    total,
)
from flows.streams import Amount, Availability, Form, Grade, Need, Offer, Side, exactly

PERSISTENCE = 0.8
"""The chance that who looked at one partner looks at the next: Moffat and Zobel's for a patient reader."""

PERCENTAGES = (0.0, 1.0, 2.0, 5.0, 10.0, 20.0, 40.0)
TONNES = (Decimal("0.1"), Decimal(1), Decimal(10), Decimal(100))
LASTING = (30, 90, 180, 365)
CLASSES = (("A",), ("B",), ("C",), ("A", "B"), ("A", "B", "C"))
"""Plausible: per cent by mass, tonnes a year, days from today, classes of wood: own estimate, grade D."""

ANSWERED = {
    "contamination": "contamination_pct",
    "max_contamination": "contamination_pct",
    "moisture": "moisture_pct",
    "max_moisture": "moisture_pct",
    "form": "form",
    "class": "classes",
    "classes": "classes",
}
"""The answer about quality that each fact is, without its side."""

Listing = Offer | Need
Value = float | Form | tuple[str, ...] | Decimal | str
Counts = Mapping[str, Mapping[Value, int]]
"""How often listings of the same side and material give each answer, by the name of the answer."""


@dataclass(frozen=True, slots=True)
class Partner:
    """One possible partner: its listing, the parts of the match, and what the way makes of a stream."""

    other: Listing
    parts: tuple[Part, ...]
    passing: Passing
    converted: bool = False

    @property
    def score(self) -> float:
        """Return the score as it stands."""
        return total(self.parts, load_weights())


@dataclass(frozen=True, slots=True)
class Case:
    """A listing, its best partners and what listings like it say; below the score ``least`` none is one."""

    own: Listing
    partners: tuple[Partner, ...]
    tree: MaterialTree
    today: date
    counts: Counts
    least: float = 0.0

    @property
    def side(self) -> Side:
        """Return the side of the listing."""
        return Side.OFFER if isinstance(self.own, Offer) else Side.NEED


@dataclass(frozen=True, slots=True)
class Question:
    """A fact to ask for: how much its answer is expected to change the order (0 to 1) and the scores.

    ``asking`` of the ``partners`` lack it, ``lost`` is the most that one answer rules out, and ``new_first``
    tells whether one puts another partner first.
    """

    fact: str
    change: float
    shift: float
    partners: int
    asking: int
    lost: int
    new_first: bool


Scores = dict[str, float]
"""The score of each partner that an answer leaves, by the id of its listing."""


def next_question(case: Case) -> Question | None:
    """Return the question that changes the order most, equal ones by the scores; None where none changes any.

    Of facts that are equal in both the first of ``flows.scoring.FACTS`` is asked.
    """
    asked = [question for fact in missing(case) if (question := weighed(fact, case)) is not None]
    changing = [one for one in asked if one.change > 0 or one.shift > 0]
    return min(changing, key=lambda one: (-one.change, -one.shift, FACTS.index(one.fact)), default=None)


def missing(case: Case) -> list[str]:
    """Return what partners ask for and the listing's own side lacks."""
    facts = {fact for partner in case.partners for part in partner.parts for fact in part.missing}
    return [fact for fact in FACTS if fact in facts and fact.startswith(f"{case.side}.")]


def weighed(fact: str, case: Case) -> Question | None:
    """Return what asking for one fact is expected to change, None where no answer to it can be guessed."""
    answers = plausible(fact, case)
    if not answers:
        return None
    before = {partner.other.id: partner.score for partner in case.partners}
    first = order(before)
    weight = sum(count for _, count in answers)
    change = shift = 0.0
    lost, new_first = 0, False
    for own, count in answers:
        after = scores_with(own, fact, case, before)
        ranked = order(after)
        change += count / weight * changed(first, ranked)
        shift += count / weight * shifted(before, after)
        lost = max(lost, len(before) - len(after))
        new_first = new_first or (bool(ranked) and ranked[0] != first[0])
    asking = sum(fact in part.missing for partner in case.partners for part in partner.parts)
    return Question(fact, round(change, 9), round(shift, 9), len(before), asking, lost, new_first)


def order(scores: Scores) -> list[str]:
    """Return partners in their order: best score first, then by id."""
    return sorted(scores, key=lambda one: (-billionths(scores[one]), one))


def changed(before: Sequence[str], after: Sequence[str], persistence: float = PERSISTENCE) -> float:
    """Return how much an order differs from the one before, from 0 (the same) to 1 (nothing in common)."""
    if not before:
        return 0.0
    agreement = weight = 0.0
    for depth in range(1, len(before) + 1):
        here = persistence ** (depth - 1)
        agreement += here * len(set(before[:depth]) & set(after[:depth])) / depth
        weight += here
    return max(0.0, 1 - agreement / weight)


def shifted(before: Scores, after: Scores) -> float:
    """Return the mean change of the scores, that of a lost partner being all it had."""
    return math.fsum(abs(score - after.get(one, 0.0)) for one, score in before.items()) / max(1, len(before))


def plausible(fact: str, case: Case) -> list[tuple[Listing, int]]:
    """Return the listing with each plausible answer, and the weight of that answer.

    Each answer weighs 1, and 1 more for every listing like it that gives this answer or one nearest to it.
    """
    own, name = case.own, fact.partition(".")[2]
    if name in ANSWERED:
        field = ANSWERED[name]
        return [
            (replace(own, quality=replace(own.quality, **{field: value})), weight)  # type: ignore[arg-type]
            for value, weight in weights(field, case.counts.get(field, {}))
        ]
    if name == "quantity":
        found = weights("tonnes", case.counts.get("tonnes", {}))
        return [(replace(own, amount=yearly(value)), weight) for value, weight in found]
    if name == "timing":
        until = [case.today + timedelta(days=days) for days in LASTING]
        return [(replace(own, availability=Availability(case.today, last)), 1) for last in until]
    if name == "exact_material":
        below = [one for one in case.tree.descendants(own.material) if one != own.material]
        counts = case.counts.get("material", {})
        return [(replace(own, material=one), 1 + counts.get(one, 0)) for one in below]
    return []


def yearly(tonnes: Value) -> Amount:
    """Return tonnes a year as an amount that nobody measured."""
    return Amount(exactly(Decimal(str(tonnes))), Grade.ASSUMED, recurring=True)


RANGES: Mapping[str, Sequence[Value]] = {
    "contamination_pct": PERCENTAGES,
    "moisture_pct": PERCENTAGES,
    "form": tuple(Form),
    "classes": CLASSES,
    "tonnes": TONNES,
}


def weights(name: str, counts: Mapping[Value, int]) -> list[tuple[Value, int]]:
    """Return the plausible values of an answer with their weights, from what others answered."""
    found = dict.fromkeys(RANGES[name], 1)
    for value, count in counts.items():
        nearest = NEAREST[name](value) if name in NEAREST else value
        if nearest in found:
            found[nearest] += count
    return list(found.items())


def nearest_percentage(value: Value) -> Value:
    """Return the plausible percentage nearest to one."""
    return min(PERCENTAGES, key=lambda one: abs(one - float(str(value))))


def nearest_tonnes(value: Value) -> Value:
    """Return the plausible tonnes nearest to some, by their ratio."""
    told = max(float(str(value)), 1e-6)
    return min(TONNES, key=lambda one: abs(math.log(float(one) / told)))


NEAREST: Mapping[str, Callable[[Value], Value]] = {
    "contamination_pct": nearest_percentage,
    "moisture_pct": nearest_percentage,
    "tonnes": nearest_tonnes,
}


def scores_with(own: Listing, fact: str, case: Case, before: Scores) -> Scores:
    """Return what the scores would be with an answer; who is lost by it stands no more in it."""
    found: Scores = {}
    for partner in case.partners:
        score = before[partner.other.id]
        if any(fact in part.missing for part in partner.parts):
            parts = judged_anew(own, fact, partner, case.tree)
            score = -1.0 if parts is None else total(parts, load_weights())
        if score >= case.least:
            found[partner.other.id] = score
    return found


def judged_anew(own: Listing, fact: str, partner: Partner, tree: MaterialTree) -> tuple[Part, ...] | None:
    """Return the parts of a match with an answer to one fact, None where that closes a gate."""
    new = dict(answered_parts(own, fact, partner, tree))
    if None in new.values():
        return None
    return tuple(
        part if (found := new.get(part.name)) is None else put(part, found) for part in partner.parts
    )


def answered_parts(
    own: Listing, fact: str, partner: Partner, tree: MaterialTree
) -> Iterator[tuple[str, Judgement | None]]:
    """Yield the parts that an answer touches, judged anew; None where a gate closes."""
    offer, need = (own, partner.other) if isinstance(own, Offer) else (partner.other, own)
    name = fact.partition(".")[2]
    if name in ANSWERED and not partner.converted:
        yield "quality", judge_quality(offer.quality, need.quality)
    if name == "timing":
        yield "timing", judge_timing(offer.availability, need.availability)
    if name in ("timing", "quantity"):
        days = days_of(offer.availability, need.availability)
        yield "quantity", judge_quantity(offer.amount, need.amount, partner.passing, days).judgement
    if name == "exact_material":
        yield "material", material_of(offer.material, partner.parts[0], tree)


def material_of(offered: str, part: Part, tree: MaterialTree) -> Judgement | None:
    """Return how well another material offered goes with what is wanted, None where it does not."""
    words = [str(value) for key, value in part.evidence if key in ("offered", "wanted")]
    joints = list(zip(words[::2], words[1::2], strict=True))
    joints[0] = (offered, joints[0][1])
    levels = [tree.steps(*joint) for joint in joints]
    if any(one is None for one in levels):
        return None
    return judge_material(
        [(*joint, one) for joint, one in zip(joints, levels, strict=True) if one is not None]
    )


def put(part: Part, found: Judgement) -> Part:
    """Return a part with what was found for it anew."""
    return replace(part, value=found.value, evidence=found.evidence, missing=found.missing, known=found.known)
