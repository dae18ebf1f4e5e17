"""The part of the quality page on what holds certainty back: the wrong among the surest, and the reports."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from flows.engine.learning import Answer
from flows.eural import load_eural

WANTED = 0.95
"""What was asked of the answers that are given without asking back."""

PART = 0.4
"""The part of the cases that should be answered so."""

KINDS = (
    "its hazardous or harmless twin",
    "another code of the same sub-chapter",
    "another sub-chapter of the same chapter",
    "another chapter: most often another origin of the same thing",
)


def surest(answers: Sequence[Answer], part: float) -> list[Answer]:
    """Return a part of the answers, those of the highest chance."""
    return sorted(answers, key=lambda one: -one.chance)[: int(part * len(answers))]


def right(answer: Answer) -> bool:
    """Return whether the first code was reported."""
    return answer.codes[0] in answer.case.codes


def kind_of(answer: Answer) -> str:
    """Return how far a wrong answer is from what was reported."""
    said, reported = answer.codes[0], answer.case.codes
    if set(load_eural()[said].mirror) & set(reported):
        return KINDS[0]
    near = (any(code.startswith(said[:digits]) for code in reported) for digits in (4, 2))
    return next((kind for kind, holds in zip(KINDS[1:], near, strict=False) if holds), KINDS[-1])


def reach(answers: Sequence[Answer]) -> float:
    """Return the largest part of the answers, the surest, of which as many are right as was asked."""
    found, hits = 0, 0
    for number, one in enumerate(surest(answers, 1), start=1):
        hits += right(one)
        found = number if hits >= WANTED * number else found
    return found / max(1, len(answers))


def agreement(answer: Answer) -> float:
    """Return in which share of its near copies the reports agree with that of the case itself."""
    own = set(answer.case.codes)
    return sum(bool(own & set(codes)) for codes in answer.copies) / len(answer.copies)


def customary(answer: Answer) -> bool:
    """Return whether the code under which its near copies were most often reported is right."""
    counts = Counter(code for codes in answer.copies for code in codes)
    return counts.most_common(1)[0][0] in answer.case.codes


def limits(answers: Sequence[Answer]) -> Iterator[str]:
    """Yield the lines of the part."""
    kept = surest(answers, PART)
    wrong = [one for one in kept if not right(one)]
    contradicted = sum(any(one.codes[0] in codes for codes in one.copies) for one in wrong)
    yield f"{WANTED:.0%} are right among the surest {reach(answers):.0%}: the largest such part, found on"
    yield f"these cases and so flattered. Of the surest {PART:.0%}, {len(wrong)} are wrong:"
    yield ""
    yield "| Reported was | cases |"
    yield "|---|---|"
    counts = Counter(map(kind_of, wrong))
    yield from (f"| {kind} | {counts[kind]} |" for kind in KINDS)
    yield ""
    yield f"In {contradicted} of these {len(wrong)} somebody else reported nearly the same words under the"
    yield "code that was said. How far such reports agree, where the classifier knew some:"
    yield ""
    yield "| Cases | number | one such report agrees | their commonest code is right | first code right |"
    yield "|---|---|---|---|---|"
    yield from (row(name, group) for name, group in (("all", answers), (f"the surest {PART:.0%}", kept)))
    yield ""
    yield "Where two firms report nearly the same words under codes that do not meet, an answer that is the"
    yield "same for both is wrong for one of them."
    yield ""


def row(name: str, answers: Sequence[Answer]) -> str:
    """Return a line on the cases of which near copies were known."""
    known = [one for one in answers if one.copies]
    judges: tuple[Callable[[Answer], float], ...] = (agreement, customary, right)
    cells = (f"{sum(map(judge, known)) / max(1, len(known)):.1%}" for judge in judges)
    return f"| {name} | {len(known)} | " + " | ".join(cells) + " |"
