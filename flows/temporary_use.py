"""The life of a temporary use of vacant premises: its steps, what both sides said, and why it ended."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from flows.errors import FlowsError


class UseStatus(StrEnum):
    """Where a temporary use stands."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    IN_USE = "in_use"
    ENDED = "ended"
    DECLINED = "declined"


class UseParty(StrEnum):
    """A side of a temporary use."""

    OWNER = "owner"
    USER = "user"


class UseReason(StrEnum):
    """Why a temporary use came to nothing, or ended."""

    TERM_OVER = "term_over"
    MOVED_ON = "moved_on"
    LET = "let"
    SOLD = "sold"
    REBUILT = "rebuilt"
    SIZE = "size"
    PRICE = "price"
    TIMING = "timing"
    RULES = "rules"
    CONDITION = "condition"
    TRUST = "trust"
    FOUND_ELSEWHERE = "found_elsewhere"
    NO_ANSWER = "no_answer"
    OTHER = "other"


ENDS = frozenset({UseReason.TERM_OVER, UseReason.MOVED_ON, UseReason.LET, UseReason.SOLD, UseReason.REBUILT})
"""Reasons of what has run; ``OTHER`` may be said of everything."""

NEXT: dict[UseStatus, frozenset[UseStatus]] = {
    UseStatus.PROPOSED: frozenset({UseStatus.AGREED, UseStatus.DECLINED}),
    UseStatus.AGREED: frozenset({UseStatus.IN_USE, UseStatus.DECLINED}),
    UseStatus.IN_USE: frozenset({UseStatus.ENDED}),
    UseStatus.ENDED: frozenset(),
    UseStatus.DECLINED: frozenset(),
}
"""Where each status leads."""

BACK: dict[UseStatus, frozenset[UseStatus]] = {
    UseStatus.IN_USE: frozenset({UseStatus.AGREED}),
    UseStatus.ENDED: frozenset({UseStatus.IN_USE}),
    UseStatus.DECLINED: frozenset({UseStatus.PROPOSED, UseStatus.AGREED}),
}
"""From where to where whoever took a step may take it back, for a while and if nobody acted since."""

RUNNING = frozenset({UseStatus.AGREED, UseStatus.IN_USE})
"""While one of these holds, the premises are nobody else's."""

ALIVE = RUNNING | {UseStatus.PROPOSED}


class UseStepError(FlowsError):
    """A temporary use was asked to take a step that its status does not allow."""

    code = "use.step_not_allowed"

    def __init__(self, current: UseStatus, wanted: UseStatus) -> None:
        super().__init__(current, wanted)
        self.current, self.wanted = current, wanted

    def __str__(self) -> str:
        return f"a temporary use cannot go from {self.current} to {self.wanted}"


class UseReasonError(FlowsError):
    """A temporary use ended or was declined without a reason that fits, or with 'other' and no words."""

    code = "use.reason_missing"

    def __str__(self) -> str:
        return "say why: choose a reason, and write a few words when it is 'other'"


class UseDayError(FlowsError):
    """A temporary use began or ended on a day that cannot be."""

    code = "use.day"

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self.day = day

    def __str__(self) -> str:
        return f"{self.day} cannot be: it lies ahead, or the end before the beginning"


@dataclass(frozen=True, slots=True)
class TemporaryUse:
    """One use of one vacant place by one organisation, from the proposal to its end.

    It is agreed once owner and user both said yes; ``began`` and ``ended`` are days that have come.
    """

    status: UseStatus = UseStatus.PROPOSED
    owner_agrees: bool = False
    user_agrees: bool = False
    began: date | None = None
    ended: date | None = None
    reason: UseReason | None = None
    words: str = ""

    def __post_init__(self) -> None:
        both = self.owner_agrees and self.user_agrees
        if self.status in (*RUNNING, UseStatus.ENDED) and not both:
            raise UseStepError(UseStatus.PROPOSED, self.status)
        if self.status is UseStatus.PROPOSED and both:
            raise UseStepError(UseStatus.AGREED, self.status)
        if self.began is not None and self.ended is not None and self.ended < self.began:
            raise UseDayError(self.ended)

    def agree(self, party: UseParty) -> "TemporaryUse":
        """Return this use after one side said yes; after the second yes it is agreed."""
        if self.status is not UseStatus.PROPOSED:
            raise UseStepError(self.status, UseStatus.AGREED)
        owner = self.owner_agrees or party is UseParty.OWNER
        user = self.user_agrees or party is UseParty.USER
        status = step(self.status, UseStatus.AGREED) if owner and user else self.status
        return replace(self, status=status, owner_agrees=owner, user_agrees=user)

    def begin(self, day: date, today: date) -> "TemporaryUse":
        """Return this use from the day on which the user came in."""
        status = step(self.status, UseStatus.IN_USE)
        _come(day, today)
        return replace(self, status=status, began=day)

    def end(self, day: date, why: tuple[UseReason | None, str], today: date) -> "TemporaryUse":
        """Return this use ended on a day, for a reason with its words."""
        status = step(self.status, UseStatus.ENDED)
        _come(day, today)
        if self.began is not None and day < self.began:
            raise UseDayError(day)
        reason = check_reason(*why, ended=True)
        return replace(self, status=status, ended=day, reason=reason, words=why[1])

    def decline(self, why: tuple[UseReason | None, str]) -> "TemporaryUse":
        """Return this use declined, for a reason with its words."""
        status = step(self.status, UseStatus.DECLINED)
        return replace(self, status=status, reason=check_reason(*why, ended=False), words=why[1])

    def back(self, before: UseStatus) -> "TemporaryUse":
        """Return this use as it was before its last step."""
        if before not in BACK.get(self.status, frozenset()):
            raise UseStepError(self.status, before)
        began = None if before in (UseStatus.AGREED, UseStatus.PROPOSED) else self.began
        return replace(self, status=before, began=began, ended=None, reason=None, words="")


def step(current: UseStatus, wanted: UseStatus) -> UseStatus:
    """Return ``wanted`` if a temporary use may go there from ``current``."""
    if wanted not in NEXT[current]:
        raise UseStepError(current, wanted)
    return wanted


def check_reason(reason: UseReason | None, words: str, *, ended: bool) -> UseReason:
    """Return a reason that fits an end, or a refusal where nothing ran yet."""
    fits = reason is UseReason.OTHER or (reason in ENDS) is ended
    if reason is None or not fits or (reason is UseReason.OTHER and not words.strip()):
        raise UseReasonError()
    return reason


def _come(day: date, today: date) -> None:
    """Refuse a day that has not come yet."""
    if day > today:
        raise UseDayError(day)
