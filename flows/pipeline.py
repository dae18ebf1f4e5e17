"""The pipeline: how many suggestions take each step in a period, and how long they wait before it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from flows.suggestions import Status

STEPS = (
    Status.NEW,
    Status.IN_REVIEW,
    Status.PROPOSED,
    Status.AGREED,
    Status.MOVED,
    Status.CONFIRMED,
)
"""The life of a suggestion from found to confirmed, in its order."""

DAY_SECONDS = 86_400

Journey = Mapping[Status, datetime]
"""When one suggestion first took each step that it took."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A step in a period: how many took it, and the median days since the step before it.

    ``median_days`` is None for the first step and where nobody took the step.
    """

    step: Status
    number: int
    median_days: float | None


def passages(journeys: Iterable[Journey], begin: datetime, end: datetime) -> tuple[Passage, ...]:
    """Return each step of the pipeline in the period from ``begin`` until before ``end``.

    The wait before a step counts from the nearest earlier step that the suggestion took; one that skipped
    steps waited from the last that it did take.
    """
    known = list(journeys)
    return tuple(passage(known, place, begin, end) for place in range(len(STEPS)))


def passage(journeys: Sequence[Journey], place: int, begin: datetime, end: datetime) -> Passage:
    """Return one step of the pipeline in a period."""
    step = STEPS[place]
    took = [one for one in journeys if step in one and begin <= one[step] < end]
    waits = [
        (one[step] - before).total_seconds() / DAY_SECONDS
        for one in took
        for before in [max((one[earlier] for earlier in STEPS[:place] if earlier in one), default=None)]
        if before is not None
    ]
    return Passage(step, len(took), median(waits) if waits else None)
