"""Questions by e-mail: each has a link that answers it once, without signing in."""

from datetime import timedelta

from circulair.services import links
from circulair.services.actor import Actor
from circulair.store import asks as store
from circulair.store.records import AskKind, AskRecord, PersonRecord

LIVES = {
    AskKind.PROPOSAL: timedelta(days=45),
    AskKind.DELIVERY: timedelta(days=90),
    AskKind.STILL_TRUE: timedelta(days=45),
    AskKind.CONFIRM: timedelta(days=28),
}
"""How long each kind of question can be answered by its link."""

LATER = timedelta(days=7)
"""After how long whoever wants to decide later is asked again."""


def put(kind: AskKind, subject_id: int, person: PersonRecord, actor: Actor) -> str:
    """Keep a question to a person and return the path of the link that answers it."""
    token = links.fresh()
    store.add(
        AskRecord(
            digest=links.digest(token),
            kind=kind,
            subject_id=subject_id,
            person_id=person.id,
            created_at=actor.now,
            expires_at=actor.now + LIVES[kind],
        )
    )
    return f"/antwoord/{token}"
