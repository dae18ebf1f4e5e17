"""Letters: what is written to people, put in the outbox in the transaction that caused it."""

import json
from datetime import timedelta
from email.utils import make_msgid

from circulair.services.actor import Actor
from circulair.store import accounts, outbox
from circulair.store.records import LetterRecord, SuggestionRecord

UNDO = timedelta(minutes=10)
"""How long a letter that a reviewer caused waits, so that the step can be taken back."""


def post(recipient: tuple[str, str], kind: str, facts: dict[str, str], actor: Actor) -> LetterRecord:
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


def proposal(suggestion: SuggestionRecord, actor: Actor) -> None:
    """Write to the people of both sides that a suggestion waits for their answer, while it does."""
    listings = [suggestion.need, *(line.offer for line in suggestion.lines)]
    for listing in listings:
        facts = {"listing": listing.title, "path": f"/voorstel/{suggestion.id}"}
        for person in accounts.members_of(listing.organisation_id):
            letter = post((person.email, person.language), "proposal", facts, actor)
            letter.due_at, letter.suggestion_id = actor.now + UNDO, suggestion.id
