"""Reviews: what the hub team and the two sides do with a suggestion."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from circulair.services import asks, exchanges, law, letters
from circulair.services.actor import Actor, require_hub
from circulair.services.exchanges import Ending, agree, listings_of, settle, undo_agreement
from circulair.services.faults import (
    AlreadyAnsweredError,
    ListingClosedError,
    ListingUnconfirmedError,
    NotFoundError,
    VersionError,
)
from circulair.services.promises import check_together, require_running, wanted_of
from circulair.store import accounts as accounts_store
from circulair.store import listings as listings_store
from circulair.store import suggestions as store
from circulair.store import trail
from circulair.store.records import (
    MATCHABLE,
    AnswerRecord,
    ListingRecord,
    OrganisationRecord,
    SuggestionRecord,
)
from flows.errors import FlowsError
from flows.exchanges import Party
from flows.suggestions import OPEN, Answer, Reason, Status, StepNotAllowedError, check_reason, step

UNCONFIRMED = (Status.AGREED, Status.MOVED)
"""Statuses in which something is agreed and nothing of it confirmed."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a suggestion is declined, and on whose behalf; ``together`` marks those declined in one go."""

    reason: Reason | None
    words: str = ""
    by: str = "hub"
    together: str = ""


def seen_by(suggestion_id: int, actor: Actor) -> SuggestionRecord:
    """Return a suggestion for the hub or, once it is proposed, for its two sides."""
    suggestion = store.one(suggestion_id)
    if suggestion is None or not (actor.is_hub or known_sides(suggestion, actor)):
        raise NotFoundError("suggestion")
    return suggestion


def was_proposed(suggestion: SuggestionRecord) -> bool:
    """Tell whether the sides know of a suggestion: the hub put it to them, whatever came of it."""
    return suggestion.proposed_at is not None


def known_sides(suggestion: SuggestionRecord, actor: Actor) -> list[tuple[Party, ListingRecord]]:
    """Return the actor's sides, none before it is proposed, as if there were no suggestion."""
    return parties_of(suggestion, actor) if was_proposed(suggestion) else []


def parties_of(suggestion: SuggestionRecord, actor: Actor) -> list[tuple[Party, ListingRecord]]:
    """Return the sides on which the actor's organisation stands, with the listing concerned."""
    sides = [(Party.RECEIVER, suggestion.need)]
    sides += [(Party.GIVER, line.offer) for line in suggestion.lines]
    return [
        (party, listing)
        for party, listing in sides
        if actor.organisation_id is not None and listing.organisation_id == actor.organisation_id
    ]


def take(suggestion_id: int, version: int, actor: Actor) -> SuggestionRecord:
    """Take a suggestion into review."""
    suggestion = held(suggestion_id, version, actor)
    move(suggestion, Status.IN_REVIEW, actor)
    suggestion.reviewer_id = actor.person_id
    return suggestion


def propose(suggestion_id: int, version: int, actor: Actor) -> SuggestionRecord:
    """Accept a suggestion for the hub and put it to both sides, if the law allows it and it can be agreed."""
    suggestion = held(suggestion_id, version, actor)
    sides = (suggestion.need, *(line.offer for line in suggestion.lines))
    if any(one.state not in MATCHABLE for one in sides):
        raise ListingClosedError()
    if any(one.confirm_by is not None for one in sides):
        raise ListingUnconfirmedError()
    law.require_all_lawful(suggestion, actor.today)
    require_running(suggestion)
    check_together(wanted_of(suggestion), actor.today)
    move(suggestion, Status.PROPOSED, actor)
    suggestion.proposed_at = actor.now
    letters.proposal(suggestion, actor)
    return suggestion


def decline(suggestion_id: int, version: int, refusal: Refusal, actor: Actor) -> SuggestionRecord:
    """Decline a suggestion for the hub, always with a reason."""
    suggestion = held(suggestion_id, version, actor)
    end(suggestion, refusal, actor)
    return suggestion


def answer(
    suggestion_id: int, party: Party, said: Answer, refusal: Refusal | None, actor: Actor
) -> SuggestionRecord:
    """Record what one side says to a proposal while it waits; the last yes makes the exchange.

    What was agreed meanwhile is not declined by it: that is ``stop``. The hub may record what a side said
    by telephone, and with a yes the words of ``refusal`` as well, for the hub alone.
    """
    hold_listings(suggestion_id)
    suggestion = store.locked(suggestion_id)
    if suggestion is None:
        raise NotFoundError("suggestion")
    listings = answered_for(suggestion, party, actor)
    by_telephone = party not in [side for side, _listing in parties_of(suggestion, actor)]
    require_waiting(suggestion)
    waiting = unanswered(suggestion, listings) if said is Answer.YES or by_telephone else listings
    given = refusal or Refusal(None)
    if said is Answer.NO:
        end(suggestion, Refusal(given.reason, given.words, party), actor)
    else:
        say_yes(suggestion, party, waiting, actor, given.words if by_telephone else "")
    return suggestion


def require_waiting(suggestion: SuggestionRecord) -> None:
    """Refuse an answer to what waits for none: it was not proposed yet, was agreed, or has ended."""
    if suggestion.status is not Status.PROPOSED:
        raise StepNotAllowedError(suggestion.status, Status.AGREED)


def answer_later(suggestion_id: int, party: Party, actor: Actor) -> None:
    """Note that one side wants to be asked again in a week; refuse where nothing is asked of it any more."""
    suggestion = store.locked(suggestion_id)
    if suggestion is None:
        raise NotFoundError("suggestion")
    require_waiting(suggestion)
    [first, *_more] = unanswered(suggestion, answered_for(suggestion, party, actor))
    person = accounts_store.person(actor.person_id or 0)
    if person is None:
        raise NotFoundError("person")
    letters.ask_later(suggestion, first, person, actor.now + asks.LATER, actor)
    act = trail.Act(letters.SAID_LATER, "suggestion", suggestion.id, {"party": party})
    trail.append(act, actor.person_id, actor.now)


def unanswered(suggestion: SuggestionRecord, listings: Sequence[ListingRecord]) -> list[ListingRecord]:
    """Return the listings for which nobody answered yet; refuse where there is none."""
    answered = {given.listing_id for given in suggestion.answers}
    left = [listing for listing in listings if listing.id not in answered]
    if not left:
        raise AlreadyAnsweredError()
    return left


def say_yes(
    suggestion: SuggestionRecord, party: Party, listings: Sequence[ListingRecord], actor: Actor, words: str
) -> None:
    """Keep one side's yes; the last one makes the exchanges, which comes first because it may be refused.

    Where the hub has not verified a side yet, all that was said waits for that.
    """
    last = len(suggestion.answers) + len(listings) == 1 + len(suggestion.lines)
    agrees = last and not unverified(suggestion)
    if agrees:
        make_exchanges(suggestion, actor)
    for listing in listings:
        record_yes(suggestion, party, listing, actor)
    letters.asked_no_more(suggestion)
    act = trail.Act("suggestion.answered_yes", "suggestion", suggestion.id, {"party": party}, words)
    trail.append(act, actor.person_id, actor.now)
    if agrees:
        conclude(suggestion, actor)


def unverified(suggestion: SuggestionRecord) -> list[OrganisationRecord]:
    """Return the organisations of a suggestion that the hub has not verified, each once, givers first."""
    sides = [*(line.offer.organisation for line in suggestion.lines), suggestion.need.organisation]
    return [one for one in dict.fromkeys(sides) if one.verified_at is None]


def all_said_yes(suggestion: SuggestionRecord) -> bool:
    """Return whether every side of a proposal has said yes, so that only the hub's check is open."""
    answered = {answer.listing_id for answer in suggestion.answers}
    return suggestion.status is Status.PROPOSED and answered.issuperset(listings_of(suggestion))


def agree_verified(suggestion: SuggestionRecord, actor: Actor) -> None:
    """Make the exchanges of what all sides said yes to and only waited for the hub's check."""
    make_exchanges(suggestion, actor)
    store.touch(suggestion, actor.now)
    conclude(suggestion, actor)


def agree_if_nothing_waits(suggestion: SuggestionRecord, actor: Actor) -> None:
    """Agree to a proposal that stands again if no answer or check is open; what cannot be agreed waits on."""
    if all_said_yes(suggestion) and not unverified(suggestion):
        with suppress(FlowsError):
            agree_verified(suggestion, actor)


def make_exchanges(suggestion: SuggestionRecord, actor: Actor) -> None:
    """Make the exchanges of a suggestion, or refuse and have changed nothing."""
    law.require_all_lawful(suggestion, actor.today)
    agree(suggestion, actor)


def conclude(suggestion: SuggestionRecord, actor: Actor) -> None:
    """Take the step to agreed, settle what is left of the listings and write to both sides."""
    move(suggestion, Status.AGREED, actor)
    settle(listings_of(suggestion), actor)
    letters.agreed(suggestion.id, actor)


def stop(exchange_id: int, refusal: Refusal, actor: Actor) -> None:
    """Stop what was agreed, for one side or for the hub, always with a reason.

    Until a delivery is confirmed that declines the suggestion with all that came of it. From then on the
    suggestion stays confirmed, and only the exchange ends.
    """
    if refusal.by not in list(Party):
        require_hub(actor)
    party = Party(refusal.by) if refusal.by in list(Party) else Party.GIVER
    exchange = exchanges.held(exchange_id, party, actor)
    suggestion = store.locked(exchange.suggestion_id)
    if suggestion is not None and suggestion.status in UNCONFIRMED:
        end(suggestion, refusal, actor)
    else:
        reason = check_reason(refusal.reason, refusal.words)
        exchanges.stop(exchange, Ending(reason, refusal.words, refusal.by), actor)


def hold_listings(suggestion_id: int) -> None:
    """Hold the listings of a suggestion before itself, in the order in which a change of one holds them."""
    seen = store.one(suggestion_id)
    if seen is not None:
        listings_store.locked([seen.need_id, *(line.offer_id for line in seen.lines)])


def answered_for(suggestion: SuggestionRecord, party: Party, actor: Actor) -> list[ListingRecord]:
    """Return the listings for which the actor may answer as this side."""
    if actor.is_hub:
        offers = [line.offer for line in suggestion.lines]
        return [suggestion.need] if party is Party.RECEIVER else offers
    own = [listing for side, listing in known_sides(suggestion, actor) if side is party]
    if not own:
        raise NotFoundError("suggestion")
    return own


def record_yes(suggestion: SuggestionRecord, party: Party, listing: ListingRecord, actor: Actor) -> None:
    """Keep one side's yes for one listing."""
    suggestion.answers.append(
        AnswerRecord(
            listing_id=listing.id,
            party=party,
            answer=Answer.YES,
            recorded_by_id=actor.person_id,
            at=actor.now,
        )
    )
    store.touch(suggestion, actor.now)


def held(suggestion_id: int, version: int, actor: Actor) -> SuggestionRecord:
    """Return a suggestion for the hub, held, if it is still as the page showed it."""
    require_hub(actor)
    suggestion = store.locked(suggestion_id)
    if suggestion is None:
        raise NotFoundError("suggestion")
    if suggestion.version != version:
        raise VersionError("suggestion")
    return suggestion


def move(suggestion: SuggestionRecord, wanted: Status, actor: Actor) -> None:
    """Take one step of the life of a suggestion and note it."""
    before = suggestion.status
    suggestion.status = step(before, wanted)
    suggestion.changed_at = actor.now
    act = trail.Act(f"suggestion.{wanted}", "suggestion", suggestion.id, {"from": before})
    trail.append(act, actor.person_id, actor.now)


def end(suggestion: SuggestionRecord, refusal: Refusal, actor: Actor) -> None:
    """Decline a suggestion with its reason, free its pairs and end what was agreed on it."""
    reason = check_reason(refusal.reason, refusal.words)
    before = suggestion.status
    suggestion.status = step(before, Status.DECLINED)
    if before not in OPEN:
        undo_agreement(suggestion, Ending(reason, refusal.words, refusal.by), actor)
    suggestion.reason, suggestion.reason_words, suggestion.declined_by = reason, refusal.words, refusal.by
    suggestion.changed_at = actor.now
    for line in suggestion.lines:
        line.open_key = None
    details = {"from": before, "reason": reason, "by": refusal.by}
    details |= {"together": refusal.together} if refusal.together else {}
    act = trail.Act("suggestion.declined", "suggestion", suggestion.id, details, refusal.words)
    trail.append(act, actor.person_id, actor.now)
    if before is Status.PROPOSED:
        letters.declined(suggestion, actor)
