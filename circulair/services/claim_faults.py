"""What is refused of planned works and of early claims on what they free."""

from decimal import Decimal

from flows.errors import FlowsError


class WorksCancelledError(FlowsError):
    """Planned works were cancelled, so that nothing of them changes any more."""

    code = "works.cancelled"

    def __str__(self) -> str:
        return "these works were cancelled; undo that first"


class OwnOfferError(FlowsError):
    """Somebody claimed an offer of their own organisation."""

    code = "claim.own"

    def __str__(self) -> str:
        return "this is your own offer"


class TooMuchClaimedError(FlowsError):
    """More was claimed than nobody has yet; ``left`` in the unit of the offer."""

    code = "claim.too_much"

    def __init__(self, left: Decimal) -> None:
        super().__init__(left)
        self.left = left

    def __str__(self) -> str:
        return f"there are {self.left} left"


class MoreThanLeftError(FlowsError):
    """More was claimed than nobody has yet, of which not everybody may know how much that is."""

    code = "claim.more_than_left"

    def __str__(self) -> str:
        return "this is more than nobody has yet; ask for less"


class NoClaimError(FlowsError):
    """A need cannot take what it was to claim."""

    code = "claim.no_fit"

    def __str__(self) -> str:
        return "this need does not fit the offer; choose another or make a new one"
