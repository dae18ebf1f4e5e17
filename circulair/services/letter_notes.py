"""Letter notes: what the hub adds to a kind of letter in its own words, with the way back."""

from circulair.services.actor import Actor, require_hub
from circulair.services.faults import NotFoundError, VersionError
from circulair.store import letter_notes as store
from circulair.store import trail
from circulair.store.records import LetterNoteRecord

MOST = 400
"""Characters that can be added: two or three sentences."""

KINDS = (
    "sign_up",
    "sign_in",
    "proposal",
    "still_true",
    "confirm",
    "agreed",
    "declined",
    "lapsed",
    "period_due",
    "stopped",
    "delivery_reported",
    "delivery_confirmed",
    "delivery_disputed",
    "delivery_withdrawn",
    "delivery_by_hub",
    "operator",
    "space",
    "class_asks",
    "works",
    "quiet_told",
)
"""Every kind of letter that leaves; the trail knows them by their place, so that a new one comes last."""

LANGUAGES = ("nl", "en", "de")


def of(kind: str, language: str, actor: Actor) -> LetterNoteRecord | None:
    """Return what the hub adds to letters of a kind in a language, None where it never added anything."""
    require_hub(actor)
    require_known(kind, language)
    return store.one(kind, language)


def change(kind: str, language: str, words: str, version: int, actor: Actor) -> LetterNoteRecord:
    """Add own sentences to letters of a kind that have not left, in place of those from before.

    ``version`` is that of what the page showed, nought where nothing stood there.
    """
    require_hub(actor)
    require_known(kind, language)
    note = store.locked(kind, language)
    if (0 if note is None else note.version) != version:
        raise VersionError("letter")
    if note is None:
        note = store.add(LetterNoteRecord(kind=kind, language=language, changed_at=actor.now))
    note.before, note.words, note.changed_at = note.words or "", words[:MOST], actor.now
    trail.append(
        trail.Act("letter.reworded", "letter", number_of(kind), told(kind, language), words),
        actor.person_id,
        actor.now,
    )
    return note


def put_back(kind: str, language: str, version: int, actor: Actor) -> None:
    """Put back what stood there before the last change; once more puts it forth again.

    ``version`` is that of what the page showed: whoever saw other words puts nothing back.
    """
    require_hub(actor)
    require_known(kind, language)
    note = store.locked(kind, language)
    if note is None:
        raise NotFoundError("letter")
    if note.version != version:
        raise VersionError("letter")
    note.words, note.before, note.changed_at = note.before, note.words, actor.now
    act = trail.Act("letter.put_back", "letter", number_of(kind), told(kind, language))
    trail.append(act, actor.person_id, actor.now)


def told(kind: str, language: str) -> dict[str, str]:
    """Return of which letters the trail speaks."""
    return {"kind": kind, "language": language}


def number_of(kind: str) -> int:
    """Return the number under which the trail keeps a kind of letter, from 1."""
    return KINDS.index(kind) + 1


def require_known(kind: str, language: str) -> None:
    """Refuse a kind or a language that no letter has."""
    if kind not in KINDS or language not in LANGUAGES:
        raise NotFoundError("letter")
