"""Contacts: calls, mails and visits about a suggestion, noted by hand, and what is to be done next."""

from dataclasses import dataclass
from datetime import date, timedelta

from circulair.services.actor import Actor, require_hub
from circulair.services.faults import NextDayPastError, NotFoundError
from circulair.store import contacts as store
from circulair.store import suggestions, trail
from circulair.store.records import ContactRecord, SuggestionRecord
from flows.exchanges import Party
from flows.suggestions import ENDINGS, Means, Status, StepNotAllowedError, UndoOverError

UNDO = timedelta(minutes=10)
"""How long whoever noted a contact can take it back."""

MOST_AHEAD = timedelta(days=366)
"""How far ahead something can be planned."""


@dataclass(frozen=True, slots=True)
class Call:
    """With whom somebody spoke, how, what was said, and what is to be done next on which day, if anything."""

    party: Party
    means: Means
    words: str
    next_on: date | None = None
    next_words: str = ""


def note(suggestion_id: int, call: Call, actor: Actor) -> ContactRecord:
    """Note a contact; its day moves the suggestion in the queue, and without one it stands where it stood."""
    require_hub(actor)
    suggestion = held(suggestion_id)
    if suggestion.status in ENDINGS | {Status.CONFIRMED}:
        raise StepNotAllowedError(suggestion.status, suggestion.status)
    if call.next_on is not None and not actor.today <= call.next_on <= actor.today + MOST_AHEAD:
        raise NextDayPastError(call.next_on)
    contact = store.add(
        ContactRecord(
            suggestion_id=suggestion.id,
            party=call.party,
            means=call.means,
            next_on=call.next_on,
            next_words=call.next_words,
            person_id=actor.person_id,
            at=actor.now,
        )
    )
    plan_next(suggestion, contact)
    told = {"party": str(call.party), "means": str(call.means), "contact": str(contact.id)}
    told |= {"next_on": call.next_on.isoformat()} if call.next_on else {}
    said = " → ".join(filter(None, (call.words, call.next_words)))
    act = trail.Act("suggestion.contacted", "suggestion", suggestion.id, told, said)
    trail.append(act, actor.person_id, actor.now)
    return contact


def take_back(contact_id: int, suggestion_id: int, actor: Actor) -> None:
    """Take back an own note while that is possible: what was planned before it stands again."""
    require_hub(actor)
    suggestion, contact = held(suggestion_id), store.one(contact_id)
    if contact is None or contact.suggestion_id != suggestion_id:
        raise NotFoundError("contact")
    if not may_take_back(contact, actor):
        raise UndoOverError()
    contact.taken_back_at = actor.now
    plan_next(suggestion, store.newest(suggestion.id))
    told = {"contact": str(contact.id)}
    act = trail.Act("suggestion.contact_undone", "suggestion", suggestion.id, told)
    trail.append(act, actor.person_id, actor.now)


def may_take_back(contact: ContactRecord, actor: Actor) -> bool:
    """Return whether somebody noted a contact just now and did not take it back."""
    own = contact.person_id is not None and contact.person_id == actor.person_id
    return own and contact.taken_back_at is None and actor.now - contact.at < UNDO


def last_of(suggestion_id: int, actor: Actor) -> ContactRecord | None:
    """Return the last contact if the actor noted it just now, for the way back."""
    found = store.newest(suggestion_id)
    return found if found is not None and may_take_back(found, actor) else None


def plan_next(suggestion: SuggestionRecord, contact: ContactRecord | None) -> None:
    """Put on a suggestion what a contact leaves to do, nothing where there is none."""
    suggestion.next_on = None if contact is None else contact.next_on
    suggestion.next_words = "" if contact is None else contact.next_words


def held(suggestion_id: int) -> SuggestionRecord:
    """Return a suggestion, held."""
    suggestion = suggestions.locked(suggestion_id)
    if suggestion is None:
        raise NotFoundError("suggestion")
    return suggestion
