"""The part of the quality page on typed texts: how often the right Eural code and material come first."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from circulair.commands.understood_limits import limits, right, surest
from flows.engine.learning import Answer
from flows.eural import has_mirror, load_eural

MOST_A_CODE = 10
"""Cases of one code that count in the balanced figure: the first ten of the file."""

BINS = 10
ANSWERED = (0.2, 0.4, 0.6)
SURE_PRECISION = 0.9


@dataclass(frozen=True, slots=True)
class Understood:
    """What was measured: an answer a case, in the order of the file, the shares for materials, and times."""

    file: str
    answers: Sequence[Answer]
    materials: tuple[float, float]
    terms: int
    milliseconds: tuple[float, float]


def hit(answer: Answer, first: int, digits: int = 6) -> bool:
    """Return whether one of the first codes is one of the reported, compared by so many digits."""
    said = {code[:digits] for code in answer.codes[:first]}
    return bool(said & {code[:digits] for code in answer.case.codes})


def hit_or_twin(answer: Answer) -> bool:
    """Return whether the first code is right once its owner said whether it is hazardous."""
    entry = load_eural()[answer.codes[0]]
    return bool({entry.code, *entry.mirror} & set(answer.case.codes))


def balanced(answers: Sequence[Answer]) -> list[Answer]:
    """Return at most ten cases of each code, the first ones, so that soil does not decide everything."""
    seen: Counter[str] = Counter()
    kept = []
    for answer in answers:
        seen[answer.case.codes[0]] += 1
        if seen[answer.case.codes[0]] <= MOST_A_CODE:
            kept.append(answer)
    return kept


def groups(answers: Sequence[Answer]) -> Iterator[tuple[str, list[Answer]]]:
    """Yield the groups that are told apart, each with its answers."""
    yield "all", list(answers)
    yield "balanced (at most ten a code)", balanced(answers)
    for language, name in (("nl", "Dutch"), ("en", "English"), ("de", "German")):
        yield name, [answer for answer in answers if answer.case.language == language]
    yield "no near copy was known", [answer for answer in answers if not answer.copies]
    yield "a near copy was known", [answer for answer in answers if answer.copies]


def share(answers: Sequence[Answer], right: Callable[[Answer], bool]) -> str:
    """Return in which share of answers something holds."""
    return f"{sum(map(right, answers)) / max(1, len(answers)):.1%}"


def calibration_error(answers: Sequence[Answer]) -> float:
    """Return how far chances are from what came true: the mean distance over ten bins, by their size."""
    total = 0.0
    for bin_ in range(BINS):
        inside = [one for one in answers if min(BINS - 1, int(one.chance * BINS)) == bin_]
        told, true = sum(one.chance for one in inside), sum(hit(one, 1) for one in inside)
        total += abs(told - true)
    return total / max(1, len(answers))


def sure_from(answers: Sequence[Answer]) -> float:
    """Return the lowest chance from which on the first code is right in nine of ten cases."""
    ordered = sorted(answers, key=lambda one: -one.chance)
    right, lowest = 0, 1.0
    for number, one in enumerate(ordered, start=1):
        right += hit_or_twin(one)
        if right >= SURE_PRECISION * number:
            lowest = one.chance
    return lowest


def section(measured: Understood) -> Iterator[str]:
    """Yield the lines of the part."""
    answers = measured.answers
    yield from ["## Is a typed waste name understood?", ""]
    yield f"{len(answers)} names from `{measured.file}`, as they were written, with the codes under"
    yield "which they were reported. Five-fold: the reports of a fold, and copies of them, are unknown to the"
    yield "classifier that is asked about them, and its weights are learnt without them. What was reported"
    yield "counts as right, errors included."
    yield ""
    yield "| Cases | number | 6 digits, first | 6 digits, first 5 | 4 digits, first | 2 digits, first |"
    yield "|---|---|---|---|---|---|"
    for name, group in groups(answers):
        cells = [
            share(group, lambda one, first=first, digits=digits: hit(one, first, digits))  # type: ignore[misc]
            for first, digits in ((1, 6), (5, 6), (1, 4), (1, 2))
        ]
        yield f"| {name} | {len(group)} | " + " | ".join(cells) + " |"
    yield from ["", f"Expected calibration error: {calibration_error(answers):.3f}.", ""]
    yield from asked_less(answers)
    first, five = measured.materials
    yield f"Materials: of {measured.terms} everyday terms, their own entry hidden, {first:.1%} have the"
    yield f"material that was written beside them first, {five:.1%} among the first five."
    clock, computing = measured.milliseconds
    yield f"Time: {computing:.1f} ms of computing a text, median, warm; {clock:.1f} ms by the clock, beside"
    yield "whatever else the machine did."
    yield ""
    yield "The English cases come from the collection of `exchanges_dev.csv`, whose words the list of"
    yield "materials knows in part: their figures are flattering. Everyday terms were written without sight"
    yield "of any case."
    yield ""


def asked_less(answers: Sequence[Answer]) -> Iterator[str]:
    """Yield how often the first code is right if only the surest answers are given without asking."""
    yield "| Answered without asking | from chance | right | or its hazardous twin | right, without twin |"
    yield "|---|---|---|---|---|"
    for part in ANSWERED:
        kept = surest(answers, part)
        alone = [one for one in kept if not has_mirror(one.codes[0])]
        cells = (share(kept, right), share(kept, hit_or_twin), f"{share(alone, right)} of {len(alone)}")
        lowest = kept[-1].chance if kept else 1.0
        yield f"| the surest {part:.0%} | {lowest:.2f} | " + " | ".join(cells) + " |"
    yield ""
    yield "*Right* is the plain figure. Which of two twins it is, the owner is always asked. *Without twin*:"
    yield "only the answers of which nothing is asked about hazard."
    yield ""
    yield from limits(answers)
