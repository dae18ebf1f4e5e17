"""Work: what the program does by itself, for the hub to look into; a failed letter is tried at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial

from circulair.services.actor import TOWN, Actor, require_hub
from circulair.services.faults import LetterInHandError, LetterLeftError, NotFoundError
from circulair.services.paging import Page, page_of
from circulair.store import trail
from circulair.store import work as store
from circulair.store.records import ImportRecord, LetterRecord, PlanRecord, WorkRound
from circulair.store.work import LetterStand

LATE = timedelta(hours=2)
"""After that long without an hourly round the worker seems to stand still."""


class Trouble(StrEnum):
    """Why a letter did not leave, as people can act on it."""

    ADDRESS = "address"
    AWAY = "away"
    SIGN_IN = "sign_in"
    UNSAFE = "unsafe"
    FOLDER = "folder"
    LETTER = "letter"


TROUBLES = {
    "SMTPRecipientsRefused": Trouble.ADDRESS,
    "SMTPSenderRefused": Trouble.SIGN_IN,
    "SMTPAuthenticationError": Trouble.SIGN_IN,
    "SMTPNotSupportedError": Trouble.SIGN_IN,
    "ClearTextError": Trouble.UNSAFE,
    "SSLError": Trouble.UNSAFE,
    "SSLCertVerificationError": Trouble.UNSAFE,
    "PermissionError": Trouble.FOLDER,
    "FileNotFoundError": Trouble.FOLDER,
    "NotADirectoryError": Trouble.FOLDER,
    "ConnectionRefusedError": Trouble.AWAY,
    "ConnectionResetError": Trouble.AWAY,
    "ConnectionAbortedError": Trouble.AWAY,
    "BrokenPipeError": Trouble.AWAY,
    "TimeoutError": Trouble.AWAY,
    "gaierror": Trouble.AWAY,
    "OSError": Trouble.AWAY,
    "SMTPServerDisconnected": Trouble.AWAY,
    "SMTPConnectError": Trouble.AWAY,
    "SMTPHeloError": Trouble.AWAY,
    "SMTPDataError": Trouble.AWAY,
    "SMTPResponseException": Trouble.AWAY,
}
"""What went wrong, by the name that the outbox keeps of it; anything else is wrong with the letter itself."""


def trouble_of(failed: str) -> Trouble:
    """Return why a letter did not leave."""
    return TROUBLES.get(failed, Trouble.LETTER)


@dataclass(frozen=True, slots=True)
class Hour:
    """How the hourly round stands: when it last began and was through, why not, and whether it is late."""

    began_at: datetime | None
    ended_at: datetime | None
    failed: bool
    late: bool


@dataclass(frozen=True, slots=True)
class Work:
    """How much there is of everything that the program does by itself."""

    letters: dict[LetterStand, int]
    files: int
    plans: int
    hour: Hour


def overview(actor: Actor) -> Work:
    """Return how much the program has to do, for the hub."""
    require_hub(actor)
    return Work(
        store.count_letters(actor.now, midnight(actor)),
        store.count_files(),
        store.count_plans(),
        hour(actor),
    )


def hour(actor: Actor) -> Hour:
    """Return how the hourly round stands."""
    last = store.last_round(WorkRound.HOURLY)
    if last is None:
        return Hour(None, None, failed=False, late=True)
    return Hour(last.began_at, last.ended_at, bool(last.failed), actor.now - last.began_at > LATE)


def midnight(actor: Actor) -> datetime:
    """Return the moment at which this day began in the town."""
    return actor.now.astimezone(TOWN).replace(hour=0, minute=0, second=0, microsecond=0)


def letters(stand: LetterStand, number: int, actor: Actor) -> Page[LetterRecord]:
    """Return a page of the letters that are that far, for the hub."""
    require_hub(actor)
    wanted = store.of_stand(stand, actor.now, midnight(actor))
    total = store.count_letters(actor.now, midnight(actor))[stand]
    return page_of(number, total, partial(store.letters, wanted))


def files(number: int, actor: Actor) -> Page[tuple[ImportRecord, str]]:
    """Return a page of the files that the program reads, with whose they are, for the hub."""
    require_hub(actor)
    return page_of(number, store.count_files(), store.files)


def plans(number: int, actor: Actor) -> Page[PlanRecord]:
    """Return a page of the plans that are still to be made or came to nothing, for the hub."""
    require_hub(actor)
    return page_of(number, store.count_plans(), store.plans)


def is_in_hand(letter: LetterRecord, now: datetime) -> bool:
    """Return whether the worker sends a letter right now."""
    return letter.claimed_until is not None and letter.claimed_until > now


def try_again(letter_id: int, actor: Actor) -> None:
    """Let a letter that failed be tried at once instead of later.

    Raises LetterLeftError where it has left or is not late, LetterInHandError while it is on its way: then
    nobody sends it a second time.
    """
    require_hub(actor)
    letter = store.locked_letter(letter_id)
    if letter is None:
        raise NotFoundError("letter")
    if letter.sent_at is not None or not letter.failed:
        raise LetterLeftError()
    if is_in_hand(letter, actor.now):
        raise LetterInHandError()
    letter.due_at = min(letter.due_at, actor.now)
    trail.append(trail.Act("letter.tried_again", "letter", letter.id), actor.person_id, actor.now)
