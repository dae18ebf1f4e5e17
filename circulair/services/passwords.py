"""Passwords: checked slowly and alike for known and unknown people, and chosen anew."""

import secrets
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path

from flask_security import hash_password

from circulair.services.actor import Actor
from circulair.services.faults import NotFoundError
from circulair.store import accounts as store
from circulair.store import trail
from circulair.store.records import PersonRecord
from flows.errors import FlowsError
from flows.texts import ControlCharactersError, controls

MOST_TRIES = 10
WINDOW = timedelta(minutes=15)
"""After that many wrong tries in that time an account takes no password; the link by e-mail still works."""

OFTEN_TRIED = Path(__file__).parent / "often_tried_passwords.txt"

Verify = Callable[[str, PersonRecord], bool]


class PasswordTooCommonError(FlowsError):
    """A password is one of those that are guessed first."""

    code = "password.too_common"

    def __str__(self) -> str:
        return "many people use this password, so it is guessed first; a few words in a row are strong"


def person_for(email: str, password: str, actor: Actor, verify: Verify) -> PersonRecord | None:
    """Return the person whom e-mail address and password belong to, None for any other pair."""
    person = store.person_by_email(email)
    if person is None or person.password is None or not person.active:
        hash_password(password)  # as slow as for somebody known, so that time tells nothing
        return None
    right = verify(password, person)  # before the next question, so that a locked account is as slow
    if store.wrong_tries(person.id, since=actor.now - WINDOW) >= MOST_TRIES:
        return None
    if not right:
        store.note_wrong_try(person.id, actor.now)
        return None
    return person


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


def choose(person_id: int, password: str, actor: Actor) -> PersonRecord:
    """Set a password and end all sessions that were open."""
    require_guarding(password)
    person = store.person(person_id)
    if person is None:
        raise NotFoundError("person")
    person.password = hash_password(password)
    person.fs_uniquifier = secrets.token_hex(32)
    trail.append(trail.Act("person.password_set", "person", person.id), person.id, actor.now)
    return person
