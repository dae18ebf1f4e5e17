"""The life of a suggestion: its statuses, its steps and the reasons for ending it."""

from enum import StrEnum

from flows.errors import FlowsError


class Status(StrEnum):
    """Where a suggestion stands."""

    NEW = "new"
    IN_REVIEW = "in_review"
    PROPOSED = "proposed"
    AGREED = "agreed"
    MOVED = "moved"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    LAPSED = "lapsed"


class Reason(StrEnum):
    """Why somebody declined."""

    QUALITY = "quality"
    QUANTITY = "quantity"
    TIMING = "timing"
    DISTANCE = "distance"
    PRICE = "price"
    LAW = "law"
    SAFETY = "safety"
    TRUST = "trust"
    CAPACITY = "capacity"
    FOUND_ELSEWHERE = "found_elsewhere"
    NO_ANSWER = "no_answer"
    OTHER = "other"


class Lapse(StrEnum):
    """Why a suggestion lapsed without anybody declining it."""

    AGREED_ELSEWHERE = "agreed_elsewhere"
    NO_CAPACITY = "no_capacity"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    NO_FIT = "no_fit"
    PROCESS_IDLE = "process_idle"


class Answer(StrEnum):
    """What a side said to a proposal."""

    YES = "yes"
    NO = "no"


class Means(StrEnum):
    """How somebody was spoken to."""

    TELEPHONE = "telephone"
    MAIL = "mail"
    VISIT = "visit"


ENDINGS = frozenset({Status.DECLINED, Status.LAPSED})

NEXT: dict[Status, frozenset[Status]] = {
    Status.NEW: ENDINGS | {Status.IN_REVIEW},
    Status.IN_REVIEW: ENDINGS | {Status.PROPOSED},
    Status.PROPOSED: ENDINGS | {Status.AGREED},
    Status.AGREED: ENDINGS | {Status.MOVED},
    Status.MOVED: ENDINGS | {Status.AGREED, Status.CONFIRMED},
    Status.CONFIRMED: frozenset(),
    Status.DECLINED: frozenset(),
    Status.LAPSED: frozenset(),
}
"""From any status before confirmed a suggestion can end; without its only delivery it is agreed again."""

TO_DECIDE = (Status.NEW, Status.IN_REVIEW)
"""Statuses in which the hub is to act."""

OPEN = (*TO_DECIDE, Status.PROPOSED)
"""Statuses in which nothing is promised yet."""

ALIVE = (*OPEN, Status.AGREED, Status.MOVED)
"""Statuses that can still change."""

BACK: dict[Status, frozenset[Status]] = {
    Status.IN_REVIEW: frozenset({Status.NEW}),
    Status.PROPOSED: frozenset({Status.IN_REVIEW}),
    Status.DECLINED: frozenset(OPEN),
}
"""From where to where whoever took a step may take it back, for a while and if nobody acted since.

What was promised already is not among them: both sides were told at once that it ended, and others may have
been promised what became free.
"""


class StepNotAllowedError(FlowsError):
    """A suggestion was asked to take a step that its status does not allow."""

    code = "suggestion.step_not_allowed"

    def __init__(self, current: Status, wanted: Status) -> None:
        super().__init__(current, wanted)
        self.current, self.wanted = current, wanted

    def __str__(self) -> str:
        return f"a suggestion cannot go from {self.current} to {self.wanted}"


class ReasonMissingError(FlowsError):
    """A refusal came without a reason, or with 'other' and no words."""

    code = "suggestion.reason_missing"

    def __str__(self) -> str:
        return "say why: choose a reason, and write a few words when it is 'other'"


class UndoOverError(FlowsError):
    """A step was to be taken back that is not one's last, is too long ago, or that somebody went on from."""

    code = "suggestion.undo_over"

    def __str__(self) -> str:
        return "this step can no longer be taken back; look at the suggestion as it is now"


def step(current: Status, wanted: Status) -> Status:
    """Return ``wanted`` if a suggestion may go there from ``current``."""
    if wanted not in NEXT[current]:
        raise StepNotAllowedError(current, wanted)
    return wanted


def step_back(current: Status, before: Status) -> Status:
    """Return ``before`` if a suggestion that came from there to ``current`` may return."""
    if before not in BACK.get(current, frozenset()):
        raise StepNotAllowedError(current, before)
    return before


def check_reason(reason: Reason | None, words: str) -> Reason:
    """Return the reason of a refusal if it can be counted and understood."""
    if reason is None or (reason is Reason.OTHER and not words.strip()):
        raise ReasonMissingError()
    return reason
