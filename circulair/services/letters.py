"""Letters: what is written to people, put in the outbox in the transaction that caused it.

A letter tells of what its reader may know at that moment: until both sides said yes no name of the other.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from email.utils import make_msgid

from circulair.services import asks, gist
from circulair.services.actor import TOWN, Actor
from circulair.store import accounts, exchanges, outbox, trail
from circulair.store import asks as ask_store
from circulair.store.records import (
    AskKind,
    ExchangeRecord,
    LetterRecord,
    ListingRecord,
    PersonRecord,
    SuggestionRecord,
    WeighingClassRecord,
)
from flows.delivery_periods import DeliveryPeriod
from flows.exchanges import Party
from flows.streams import Availability
from flows.suggestions import Lapse, Status

UNDO = timedelta(minutes=10)
"""How long a letter that a reviewer caused waits, so that the step can be taken back."""

SAID_LATER = "suggestion.answered_later"
"""The act of somebody who wants to be asked again."""

Facts = Mapping[str, object]
"""What the words of a letter are made of: codes and figures, no sentences."""


def post(recipient: tuple[str, str], kind: str, facts: Facts, actor: Actor) -> LetterRecord:
    """Put a letter to an address, in a language, in the outbox."""
    email, language = recipient
    letter = LetterRecord(
        message_id=make_msgid(domain="circulair"),
        recipient=email,
        language=language,
        kind=kind,
        facts=json.dumps(facts, ensure_ascii=False, sort_keys=True),
        due_at=actor.now,
        created_at=actor.now,
    )
    outbox.add(letter)
    return letter


def write_to(person: PersonRecord, kind: str, facts: Facts, actor: Actor) -> LetterRecord:
    """Put a letter to somebody, who is greeted by name if that is known, in the outbox."""
    return post((person.email, person.language), kind, {**facts, "name": person.name}, actor)


def write_to_side(
    listing: ListingRecord, kind: str, facts: Facts, actor: Actor, but: Collection[str] = ()
) -> list[LetterRecord]:
    """Write to the people behind a listing, but not to whoever did it, nor to the addresses in ``but``."""
    told = {"listing": listing.title, **facts}
    people = accounts.reached_by_letter(listing.organisation_id)
    to_them = [one for one in people if one.id != actor.person_id and one.email not in but]
    return [write_to(person, kind, told, actor) for person in to_them]


def proposal(suggestion: SuggestionRecord, actor: Actor) -> None:
    """Write to the people of both sides that a suggestion waits for their answer, while it does.

    Whoever was asked already is not asked again: after a no that was taken back the question may have left.
    """
    remind_as_promised(suggestion, actor)
    asked = outbox.asked_about(suggestion.id)
    for listing in listings_of(suggestion):
        for person in accounts.reached_by_letter(listing.organisation_id):
            if person.email not in asked:
                ask_about(suggestion, listing, person, actor.now + UNDO, actor)


def remind_as_promised(suggestion: SuggestionRecord, actor: Actor) -> None:
    """Ask those who wanted to decide later on the day they were promised, if nobody has or is about to.

    Their reminder fell away where the suggestion ended in between, whether it had left before or not, and
    whoever ended it: the trail keeps what a link forgets once it is answered again.
    """
    acts = trail.of_subject("suggestion", suggestion.id)
    later = {row.actor_id: row.at for row, _words in acts if row.act == SAID_LATER}
    for listing in unanswered(suggestion) if later else ():
        for person in accounts.reached_by_letter(listing.organisation_id):
            said = later.get(person.id)
            if said is not None and not outbox.asked_since(suggestion.id, person.email, said):
                ask_about(suggestion, listing, person, max(said + asks.LATER, actor.now), actor)


def ask_about(
    suggestion: SuggestionRecord, listing: ListingRecord, person: PersonRecord, due: datetime, actor: Actor
) -> None:
    """Ask somebody from a moment on, and while it waits for an answer, what they say to a proposal."""
    path = asks.put(AskKind.PROPOSAL, suggestion.id, person, actor)
    told = gist.of_side(suggestion, listing, actor)
    letter = write_to(person, outbox.ASKS, {"listing": listing.title, "path": path, **told}, actor)
    letter.due_at, letter.suggestion_id = due, suggestion.id


def asked_no_more(suggestion: SuggestionRecord) -> None:
    """Drop the questions that have not left to those whose organisation answered for all it stands for."""
    answered = {answer.listing_id for answer in suggestion.answers}
    open_still = {one.organisation_id for one in listings_of(suggestion) if one.id not in answered}
    done = {one.organisation_id for one in listings_of(suggestion)} - open_still
    people = [person.email for number in sorted(done) for person in accounts.reached_by_letter(number)]
    outbox.drop_questions(suggestion.id, people)


def ask_later(
    suggestion: SuggestionRecord, listing: ListingRecord, person: PersonRecord, due: datetime, actor: Actor
) -> None:
    """Ask somebody again from a moment on, and not before."""
    outbox.drop_questions(suggestion.id, [person.email])
    ask_about(suggestion, listing, person, due, actor)


def to_confirm(listing: ListingRecord, actor: Actor) -> None:
    """Ask the owner of a listing whether what the hub put in for them is right."""
    facts = {
        "listing": listing.title,
        "side": listing.side,
        "organisation": listing.organisation.name,
        "slug": listing.material,
        "last": (listing.confirm_by or actor.today).isoformat(),
    }
    for person in accounts.reached_by_letter(listing.organisation_id):
        path = asks.put(AskKind.CONFIRM, listing.id, person, actor)
        write_to(person, "confirm", {**facts, "path": path}, actor)


def still_true(listing: ListingRecord, longer: date, actor: Actor) -> None:
    """Ask the owner of a listing whether it still holds, and say until when a yes keeps it."""
    for person in accounts.reached_by_letter(listing.organisation_id):
        facts = {
            "listing": listing.title,
            "side": listing.side,
            "last": (listing.expires_on or actor.today).isoformat(),
            "longer": longer.isoformat(),
            "path": asks.put(AskKind.STILL_TRUE, listing.id, person, actor),
        }
        write_to(person, "still_true", facts, actor)


def wait_with(suggestion: SuggestionRecord, letter: LetterRecord, actor: Actor) -> None:
    """Let a letter wait so that its step can be taken back, and fall away with it."""
    letter.due_at, letter.suggestion_id = actor.now + UNDO, suggestion.id


def no_taken_back(suggestion: SuggestionRecord, actor: Actor) -> None:
    """Drop the letters that tell of a no, and ask those again whose question fell away with it."""
    outbox.drop_no(suggestion.id)
    if suggestion.status is Status.PROPOSED:
        ask_store.open_again(AskKind.PROPOSAL, suggestion.id)
        proposal(suggestion, actor)


def proposal_taken_back(suggestion: SuggestionRecord) -> None:
    """Drop the questions about a proposal that was taken back before they left."""
    outbox.drop_questions(suggestion.id, outbox.asked_about(suggestion.id))


def lapsed(suggestion: SuggestionRecord, actor: Actor) -> None:
    """Write to the sides that were asked about a suggestion that it lapsed, and why.

    Where a listing was withdrawn the letter waits for a while, so that its owner can take that back.
    """
    written = tell_asked(suggestion, outbox.TELLS_LAPSE, {"why": suggestion.lapsed_for}, actor)
    for letter in written if suggestion.lapsed_for is Lapse.WITHDRAWN else ():
        wait_with(suggestion, letter, actor)


def proposed_again(suggestion: SuggestionRecord, actor: Actor) -> None:
    """Ask whoever did not answer a proposal that stands again; who read that it had ended is asked anew."""
    told_of_end = outbox.told_of_lapse(suggestion.id)
    outbox.drop_lapse(suggestion.id)
    remind_as_promised(suggestion, actor)
    to_come = outbox.still_to_come(suggestion.id)
    asked = to_come | (outbox.asked_about(suggestion.id) - told_of_end)
    for listing in unanswered(suggestion):
        for person in accounts.reached_by_letter(listing.organisation_id):
            if person.email not in asked:
                ask_about(suggestion, listing, person, actor.now, actor)


def declined(suggestion: SuggestionRecord, actor: Actor) -> None:
    """Write to the sides that were asked that somebody said no, for which of the reasons.

    They wait for a while, so that the no can be taken back.
    """
    facts = {"by": suggestion.declined_by, "reason": suggestion.reason}
    for letter in tell_asked(suggestion, outbox.TELLS_NO, facts, actor):
        wait_with(suggestion, letter, actor)


def tell_asked(suggestion: SuggestionRecord, kind: str, facts: Facts, actor: Actor) -> Sequence[LetterRecord]:
    """Write to each side that answered, or to which the question has left already; return the letters."""
    written: list[LetterRecord] = []
    if suggestion.proposed_at is None:
        return written
    answered = {answer.listing_id for answer in suggestion.answers}
    waiting = outbox.still_to_ask(suggestion.id)
    for listing in of_each_organisation(listings_of(suggestion)):
        told = {**facts, "listing": listing.title, "said_yes": listing.id in answered}
        for person in accounts.reached_by_letter(listing.organisation_id):
            asked = listing.id in answered or person.email not in waiting
            if asked and person.id != actor.person_id:
                told["path"] = f"/voorstel/{suggestion.id}"
                written.append(write_to(person, kind, told, actor))
    return written


def unanswered(suggestion: SuggestionRecord) -> list[ListingRecord]:
    """Return the listings of a suggestion for which nobody answered."""
    answered = {answer.listing_id for answer in suggestion.answers}
    return [one for one in listings_of(suggestion) if one.id not in answered]


def listings_of(suggestion: SuggestionRecord) -> list[ListingRecord]:
    """Return the listings that a suggestion joins."""
    return [suggestion.need, *(line.offer for line in suggestion.lines)]


def of_each_organisation(listings: Iterable[ListingRecord]) -> Sequence[ListingRecord]:
    """Return one listing of each organisation, so that nobody gets the same letter twice."""
    return list({one.organisation_id: one for one in reversed(list(listings))}.values())


def agreed(suggestion_id: int, actor: Actor) -> None:
    """Write to both sides what was agreed, and with whom: from now on they know each other."""
    for exchange in exchanges.of_suggestion(suggestion_id):
        for own, other in ((exchange.offer, exchange.need), (exchange.need, exchange.offer)):
            told = {**terms(exchange), **contact(other), "gives": own is exchange.offer}
            for person in accounts.reached_by_letter(own.organisation_id):
                write_to(person, "agreed", {**told, "listing": own.title}, actor)


def terms(exchange: ExchangeRecord) -> dict[str, object]:
    """Return what both sides agreed to: what, how much and when."""
    leaving, arriving = exchange.tonnes_agreed, exchange.tonnes_arriving
    first, last = days(exchange)
    return {
        "path": f"/uitwisseling/{exchange.id}",
        "slug": exchange.material,
        "recurring": exchange.recurring,
        "leaving": None if leaving is None else str(leaving),
        "counted": counted_of(exchange),
        "arriving": None if arriving is None else str(arriving),
        "first": first.isoformat() if first else "",
        "last": last.isoformat() if last else "",
    }


def counted_of(exchange: ExchangeRecord) -> list[str] | None:
    """Return what leaves the giver in the unit in which they told it, None where that is a weight."""
    quantity = gist.counted(exchange.offer, exchange.tonnes_agreed, exchange.recurring)
    return None if quantity is None else [str(quantity.value), quantity.unit, quantity.period]


def days(exchange: ExchangeRecord) -> tuple[date | None, date | None]:
    """Return the first day that is still to come and the last on which both can, None where that is open."""
    offered, wanted = (one.availability or Availability() for one in (exchange.offer, exchange.need))
    common = offered.together(wanted) or Availability()
    agreed_on = exchange.agreed_at.astimezone(TOWN).date()
    has_begun = common.start is not None and common.start <= agreed_on
    return None if has_begun else common.start, common.end


def contact(listing: ListingRecord) -> dict[str, object]:
    """Return who stands behind a listing and where, for a side that agreed with it."""
    premises = listing.premises
    street = f"{premises.street} {premises.house_number}".strip()
    place = f"{premises.postcode} {premises.place}".strip()
    return {
        "partner": listing.organisation.name,
        "place": ", ".join(filter(None, (street, place))) or premises.name,
        "people": [
            {"id": one.id, "name": one.name, "email": one.address, "telephone": one.telephone}
            for one in accounts.members_of(listing.organisation_id)
        ],
    }


def is_of_works(letter: LetterRecord, works_id: int, state: str) -> bool:
    """Return whether a letter tells that these planned works came into a state."""
    facts = json.loads(letter.facts)
    return bool(facts.get("works") == works_id and facts.get("state") == state)


def period_due(exchange: ExchangeRecord, period: DeliveryPeriod, actor: Actor) -> None:
    """Ask the giver what moved in a period of something that recurs."""
    facts = {
        "path": f"/uitwisseling/{exchange.id}?dag={period.last.isoformat()}",
        "partner": exchange.need.organisation.name,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
    }
    write_to_side(exchange.offer, "period_due", facts, actor)


def quiet_told(exchange: ExchangeRecord, by: Party, period: DeliveryPeriod, actor: Actor) -> None:
    """Ask the other side whether nothing moved in a period, as one side told."""
    told, asked = (exchange.offer, exchange.need) if by is Party.GIVER else (exchange.need, exchange.offer)
    facts = {
        "path": f"/uitwisseling/{exchange.id}",
        "partner": told.organisation.name,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
    }
    write_to_side(asked, "quiet_told", facts, actor)


def class_asks(record: WeighingClassRecord, school: str, listing: ListingRecord, actor: Actor) -> None:
    """Ask the owner of an offer whether a class of a school may weigh it."""
    facts = {
        "path": f"/klassen/{record.id}",
        "school": school,
        "label_of_class": record.label,
        "weeks": record.weeks,
    }
    write_to_side(listing, "class_asks", facts, actor)


def answered_for_class(record: WeighingClassRecord) -> None:
    """Drop the question about a class that has not left, once its owner answered or it asks no more."""
    path = f"/klassen/{record.id}"
    about = [one for one in outbox.unsent_of("class_asks") if json.loads(one.facts).get("path") == path]
    outbox.drop(about)


def stopped(exchange: ExchangeRecord, actor: Actor) -> None:
    """Write to both sides that an exchange has ended, by whom and for which of the reasons."""
    for own, other in ((exchange.offer, exchange.need), (exchange.need, exchange.offer)):
        facts = {
            "path": f"/uitwisseling/{exchange.id}",
            "partner": other.organisation.name,
            "by": exchange.ended_by,
            "reason": exchange.end_reason,
        }
        write_to_side(own, "stopped", facts, actor)


def forget(person: PersonRecord) -> None:
    """Write no more to somebody who is forgotten, and name them in no letter that has not left."""
    outbox.forget(person.email)
    for letter in outbox.unsent():
        facts = json.loads(letter.facts)
        people = facts.get("people", [])
        left = [one for one in people if not is_named(one, person)]
        if left != people:
            letter.facts = json.dumps({**facts, "people": left}, ensure_ascii=False, sort_keys=True)


def is_named(told: Mapping[str, object], person: PersonRecord) -> bool:
    """Return whether what a letter tells of somebody is told of this person.

    A letter from before tells no number of whom it names: there the address counts, else the telephone.
    """
    if "id" in told:
        return told["id"] == person.id
    reached = (told.get("email"), told.get("telephone"))
    return reached[0] == person.address if reached[0] else reached[1] == person.telephone
