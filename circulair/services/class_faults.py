"""What services of classes that weigh refuse, each with a stable code that the web turns into a page."""

from flows.errors import FlowsError


class ClassLinkError(FlowsError):
    """The link of a class is not known, was taken back or renewed, or its time is over."""

    code = "class.link"

    def __str__(self) -> str:
        return "this link of a class does not work (any more); ask its school for a new one"


class OtherClassError(FlowsError):
    """A form of one class was sent from a browser in which another one was opened meanwhile."""

    code = "class.other"

    def __init__(self, opened: str, *, back: bool) -> None:
        super().__init__(opened)
        self.opened, self.back = opened, back

    def __str__(self) -> str:
        return f"another class, {self.opened}, was opened in this browser meanwhile; nothing was entered"


class NoSchoolError(FlowsError):
    """Somebody who belongs to no school wanted to let a class begin."""

    code = "class.no_school"

    def __str__(self) -> str:
        return "a school, or the hub for a school, lets a class begin"


class ClassOverError(FlowsError):
    """A class was to get a link although it does not weigh, or no longer."""

    code = "class.over"

    def __str__(self) -> str:
        return "this class does not weigh (any more), so it needs no link"


class NotWeighableError(FlowsError):
    """A class was to weigh an offer that has ended, does not come back, or has no weight."""

    code = "class.not_weighable"

    def __str__(self) -> str:
        return "a class can weigh an open offer that comes back and that has a weight"


class OfferUnknownError(FlowsError):
    """No public offer has the code that was told."""

    code = "class.offer_unknown"

    def __init__(self, told: str) -> None:
        super().__init__(told)
        self.told = told

    def __str__(self) -> str:
        return f"no public offer has the code {self.told!r}"


class AlreadyWeighedError(FlowsError):
    """An offer was to be weighed by a second class at the same time."""

    code = "class.already"

    def __str__(self) -> str:
        return "another class weighs this offer already, or asked to"


class NothingMeasuredError(FlowsError):
    """A measurement was to take the place of a figure although it is not surer."""

    code = "class.not_better"

    def __str__(self) -> str:
        return "what was weighed is not surer than the figure that stands there"
