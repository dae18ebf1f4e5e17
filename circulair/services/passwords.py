"""Passwords: checked slowly and alike for known and unknown people, and chosen anew."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore

from flask_security import hash_password

from circulair.services.actor import Actor
from circulair.services.faults import NotFoundError
from circulair.store import accounts as store
from circulair.store import trail
from circulair.store.records import PersonRecord
from circulair.store.session import begin_writing
from flows.errors import FlowsError
from flows.texts import ControlCharactersError, controls

MOST_TRIES = 10
WINDOW = timedelta(minutes=15)
"""After that many wrong tries in that time an account takes no password; the link by e-mail still works."""

OFTEN_TRIED = Path(__file__).parent / "often_tried_passwords.txt"

FRESH = timedelta(minutes=10)
"""So long after signing in by a link nobody is asked the password that may be forgotten."""

AT_ONCE = BoundedSemaphore(4)
"""So many passwords are checked at the same moment, for each takes 64 MB and every core there is."""

Verify = Callable[[str, str], bool]
"""Tells whether a password is the one that is kept."""


class PasswordTooCommonError(FlowsError):
    """A password is one of those that are guessed first."""

    code = "password.too_common"

    def __str__(self) -> str:
        return "many people use this password, so it is guessed first; a few words in a row are strong"


class PasswordWrongError(FlowsError):
    """Whoever wants another password does not know the current one."""

    code = "password.wrong"

    def __str__(self) -> str:
        return "this is not your current password; without it, sign in by a link first"


def person_for(email: str, password: str, actor: Actor, verify: Verify) -> PersonRecord | None:
    """Return the person whom e-mail address and password belong to, None for any other pair.

    The slow check comes first, while nobody waits; what it said counts if the password is still the same.
    """
    kept = store.password_of(email)
    right = is_right(password, kept, verify)
    begin_writing()
    if not counted(email, actor, right=right):
        return None
    person = store.person_by_email(email)
    return person if person is not None and person.active and person.password == kept else None


def is_right(password: str, kept: str | None, verify: Verify) -> bool:
    """Tell whether a password is the kept one, just as slowly where none is kept: time tells nothing."""
    with AT_ONCE:
        return verify(password, kept or nobodys()) and kept is not None


@cache
def nobodys() -> str:
    """Return a hash like those that are kept, of a password that nobody knows."""
    return hash_password(secrets.token_urlsafe())


def counted(email: str, actor: Actor, *, right: bool) -> bool:
    """Return whether a try opens, counting the wrong ones: after too many not even a right one does."""
    if store.wrong_tries(email, since=actor.now - WINDOW) >= MOST_TRIES:
        return False
    if not right:
        store.note_wrong_try(email, actor.now)
    return right


def require_guarding(password: str) -> None:
    """Refuse a password that cannot be typed everywhere, or that is among the first ones tried."""
    if any(controls(character) for character in password):
        raise ControlCharactersError()
    if password.casefold() in often_tried():
        raise PasswordTooCommonError()


@cache
def often_tried() -> frozenset[str]:
    """Return passwords of eight characters and more that guessers try first, in small letters."""
    return frozenset(OFTEN_TRIED.read_text(encoding="utf-8").split())


def is_asked(person_id: int, linked_at: datetime | None, actor: Actor) -> bool:
    """Tell whether somebody is asked the current password before choosing another.

    Not who has none, and not who came by a link a moment ago: that is how a forgotten one is replaced.
    """
    person = store.person(person_id)
    fresh = linked_at is not None and actor.now - linked_at < FRESH
    return person is not None and person.password is not None and not fresh


def change(person_id: int, current: str, password: str, actor: Actor, verify: Verify) -> PersonRecord:
    """Set another password for whoever knows the current one."""
    require_guarding(password)
    person = store.person(person_id)
    email, kept = (person.email, person.password) if person else ("", None)
    right, hashed = is_right(current, kept, verify), digested(password)
    begin_writing()
    if not counted(email, actor, right=right) or store.password_of(email) != kept:
        raise PasswordWrongError()
    return keep(person_id, hashed, actor)


def choose(person_id: int, password: str, actor: Actor) -> PersonRecord:
    """Set a password of somebody who is not asked the current one."""
    require_guarding(password)
    hashed = digested(password)
    begin_writing()
    return keep(person_id, hashed, actor)


def digested(password: str) -> str:
    """Return what is kept of a password; slow on purpose."""
    with AT_ONCE:
        return hash_password(password)


def keep(person_id: int, hashed: str, actor: Actor) -> PersonRecord:
    """Keep a new password; open sessions and links that were sent before end."""
    person = store.person(person_id)
    if person is None:
        raise NotFoundError("person")
    person.password = hashed
    person.fs_uniquifier = secrets.token_hex(32)
    store.end_links(person.email, actor.now)
    trail.append(trail.Act("person.password_set", "person", person.id), person.id, actor.now)
    return person
