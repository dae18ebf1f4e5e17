"""What a service refuses, each with a stable code that the web turns into a page."""

from datetime import date
from decimal import Decimal

from flows.errors import FlowsError


class NotFoundError(FlowsError):
    """There is no such thing, or it is not for this actor to know."""

    code = "not_found"

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what

    def __str__(self) -> str:
        return f"no such {self.what}"


class UnknownPartError(FlowsError):
    """A part of the map is asked for that makes no sense; ``part`` is which and ``value`` what was said."""

    code = "map.part"

    def __init__(self, part: str, value: str) -> None:
        super().__init__(part, value)
        self.part, self.value = part, value

    def __str__(self) -> str:
        return f"{self.part} cannot be {self.value!r}"


class NotAllowedError(FlowsError):
    """The actor's role does not include this."""

    code = "not_allowed"

    def __str__(self) -> str:
        return "this is for the hub team"


class VersionError(FlowsError):
    """Somebody changed it since this page was opened."""

    code = "changed_meanwhile"

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what

    def __str__(self) -> str:
        return f"somebody changed this {self.what} in the meantime; look at it as it is now"


class AlreadyAnsweredError(FlowsError):
    """This side has answered the proposal already."""

    code = "suggestion.already_answered"

    def __str__(self) -> str:
        return "this side has answered already"


class LettersSpentError(FlowsError):
    """An address got as many letters with a link as leave to it in an hour."""

    code = "letters.spent"

    def __str__(self) -> str:
        return "this address got enough letters with a link within the last hour"


class LinkSpentError(FlowsError):
    """A link from an e-mail was used before, has expired, or never existed."""

    code = "link.spent"

    def __str__(self) -> str:
        return "this link was used or has expired; ask for a new one"


class AddressUnknownError(FlowsError):
    """A postcode and house number lead to no position."""

    code = "address.unknown"

    def __str__(self) -> str:
        return "we cannot find this address; pick the place on the map or choose a neighbourhood"


class WorldNotEmptyError(FlowsError):
    """The example world would mix with real records."""

    code = "world.not_empty"

    def __str__(self) -> str:
        return "this database already holds records; the example world only goes into an empty one"


class ListingClosedError(FlowsError):
    """A listing that has ended was asked to change."""

    code = "listing.closed"

    def __str__(self) -> str:
        return "this listing has ended; make a new one"


class NextDayPastError(FlowsError):
    """Something was planned for a day that is over, or more than a year ahead."""

    code = "contact.next_day"

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self.day = day

    def __str__(self) -> str:
        return "choose a day from today on, within a year"


class ListingUnconfirmedError(FlowsError):
    """What the hub put in for somebody was to be proposed or extended before its owner confirmed it."""

    code = "listing.unconfirmed"

    def __str__(self) -> str:
        return "its owner has not confirmed this listing yet; they do so by the link in their letter"


class AskedByLetterError(FlowsError):
    """The hub was to say for an owner who has an e-mail address that what it noted for them is right."""

    code = "listing.asked_by_letter"

    def __str__(self) -> str:
        return "its owner has an e-mail address and says so by the link"


class NobodyToAskError(FlowsError):
    """Nobody of an organisation can confirm something in the way in which they were to be asked."""

    code = "listing.nobody_to_ask"

    def __str__(self) -> str:
        return "this organisation has nobody who could confirm it that way"


class AskedJustNowError(FlowsError):
    """The owner of a listing was to be asked again whether it still holds, too soon after the last time."""

    code = "listing.asked_just_now"

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self.day = day

    def __str__(self) -> str:
        return f"its owner was asked a short while ago; ask again from {self.day} on"


class ListingOverError(FlowsError):
    """A withdrawn listing was to be placed again after its last day."""

    code = "listing.over"

    def __str__(self) -> str:
        return "the last day of this listing is over; place it anew with another last day"


class PromisedError(FlowsError):
    """An offer was made smaller than what others were promised of it."""

    code = "listing.promised"

    def __init__(self, promised: Decimal) -> None:
        super().__init__(promised)
        self.promised = promised

    def __str__(self) -> str:
        return f"{self.promised} t of this offer are promised; it cannot be less"


class PromisedMaterialError(FlowsError):
    """A listing was to become another material while it is part of an exchange."""

    code = "listing.material_promised"

    def __str__(self) -> str:
        return "others agreed to this material; stop the agreement, or make a new listing"


class PromisedPlaceError(FlowsError):
    """A listing was to move to other premises while it is part of an exchange."""

    code = "listing.place_promised"

    def __str__(self) -> str:
        return "others agreed to this place; stop the agreement, or make a new listing"


class PremisesMissingError(FlowsError):
    """An organisation without a place wants to list something."""

    code = "premises.missing"

    def __str__(self) -> str:
        return "say first where you are"


class PremisesTakenError(FlowsError):
    """Premises were to be promised or taken away while somebody has them for a while."""

    code = "premises.taken"

    def __str__(self) -> str:
        return "these premises are in temporary use, or promised for it; end that first"


class PremisesNotVacantError(FlowsError):
    """Premises that are in use, or a need that is over, were to be brought together."""

    code = "premises.not_vacant"

    def __str__(self) -> str:
        return "these premises or this need are no longer open; choose another"


class NoFitError(FlowsError):
    """Premises were proposed to a need that they cannot serve."""

    code = "premises.no_fit"

    def __str__(self) -> str:
        return "these premises do not have what this need must have"


class CardUnclearError(FlowsError):
    """Nobody knows yet of which material a workshop card is."""

    code = "card.unclear"

    def __str__(self) -> str:
        return "say first which material this card is about"


class CardPlacedError(FlowsError):
    """A workshop card is a listing by now; it changes there."""

    code = "card.placed"

    def __str__(self) -> str:
        return "this card is a listing already; change the listing"


class EmailTakenError(FlowsError):
    """A person with this e-mail address exists."""

    code = "email.taken"

    def __str__(self) -> str:
        return "somebody with this e-mail address has an account already"


class TelephoneKnownError(FlowsError):
    """A caller was to be registered by a telephone number that somebody of another organisation has."""

    code = "telephone.known"

    def __init__(self, organisation_id: int, name: str) -> None:
        super().__init__(organisation_id, name)
        self.organisation_id, self.name = organisation_id, name

    def __str__(self) -> str:
        return f"this number is of {self.name}, which is known already; go on with that organisation"


class MergedError(FlowsError):
    """An organisation that was merged into another was to act or to change."""

    code = "organisation.merged"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"{self.name} was merged into another organisation; go on with that one"


class CannotMergeError(FlowsError):
    """Two organisations were to be made one while something stands between them."""

    code = "organisation.cannot_merge"

    def __init__(self, numbers: tuple[int, ...]) -> None:
        super().__init__(numbers)
        self.numbers = numbers

    def __str__(self) -> str:
        return f"these two cannot be made one while this stands between them: {self.numbers}"


class LetterLeftError(FlowsError):
    """A letter was to be tried again that has left by now."""

    code = "letter.left"

    def __str__(self) -> str:
        return "this letter needs no new try: it has left, or its first try is still to come"


class LetterInHandError(FlowsError):
    """A letter was to be tried again while it is being sent."""

    code = "letter.in_hand"

    def __str__(self) -> str:
        return "this letter is being sent right now"
