"""Passwords: slowed down after ten wrong tries, alike for everybody, chosen anew with new sessions."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask_security import hash_password, verify_password

from circulair.app import Application
from circulair.services import accounts, passwords
from circulair.services.actor import Actor, Role
from circulair.services.faults import LinkSpentError, NotFoundError
from circulair.services.passwords import PasswordTooCommonError, PasswordWrongError
from circulair.store import accounts as store
from circulair.store import outbox
from circulair.store.records import PersonRecord
from flows.texts import ControlCharactersError
from tests.worlds import NOBODY, NOW, a_person

RIGHT, WRONG = "vier losse woorden achter elkaar", "iets heel anders"


@pytest.fixture
def person(app: Application) -> Iterator[PersonRecord]:
    """Somebody with a password, in an open unit of work."""
    with app.app_context(), app.store.unit_of_work():
        made = a_person(Role.MEMBER, None, "korrel@example.org")
        passwords.choose(made.id, RIGHT, NOBODY)
        yield made


def tried(password: str, email: str = "korrel@example.org", actor: Actor = NOBODY) -> PersonRecord | None:
    return passwords.person_for(email, password, actor, verify_password)


def test_the_right_password_opens(person: PersonRecord) -> None:
    assert tried(RIGHT) is person


def test_capitals_in_the_address_do_not_matter(person: PersonRecord) -> None:
    assert tried(RIGHT, "Korrel@Example.org") is person


@pytest.mark.usefixtures("person")
def test_a_wrong_one_and_an_unknown_person_are_answered_alike() -> None:
    assert tried(WRONG) is None
    assert tried(RIGHT, "nobody@example.org") is None


@pytest.mark.usefixtures("person")
def test_whoever_chose_no_password_cannot_come_in_by_one() -> None:
    a_person(Role.MEMBER, None, "without@example.org")
    assert tried("", "without@example.org") is None
    assert tried(WRONG, "without@example.org") is None


def test_whoever_is_switched_off_does_not_come_in(person: PersonRecord) -> None:
    person.active = False
    assert tried(RIGHT) is None


def test_after_ten_wrong_tries_the_right_one_has_to_wait(person: PersonRecord) -> None:
    assert [tried(WRONG) for _ in range(9)] == [None] * 9
    assert tried(RIGHT) is person
    assert tried(WRONG) is None
    assert tried(RIGHT) is None
    assert tried(RIGHT, actor=replace(NOBODY, now=NOW + timedelta(minutes=15, seconds=1))) is person


@pytest.mark.usefixtures("person")
def test_a_locked_account_is_verified_as_slowly_as_any() -> None:
    asked: list[str] = []

    def verify(password: str, _kept: str) -> bool:
        asked.append(password)
        return False

    for _ in range(11):
        passwords.person_for("korrel@example.org", WRONG, NOBODY, verify)
    assert len(asked) == 11


@pytest.mark.usefixtures("person")
def test_an_unknown_address_is_counted_and_locked_like_any() -> None:
    for _ in range(10):
        assert tried(WRONG, "nobody@example.org") is None
    a_person(Role.MEMBER, None, "nobody@example.org").password = hash_password(RIGHT)
    assert tried(RIGHT, "nobody@example.org") is None


@pytest.mark.parametrize("email", ["korrel@example.org", "nobody@example.org"])
def test_a_slow_check_keeps_no_writer_waiting(app: Application, email: str) -> None:
    def verify(password: str, kept: str) -> bool:
        with app.store.unit_of_work():
            store.note_wrong_try("somebody.else@example.org", NOW)
        return verify_password(password, kept)

    with app.app_context():
        with app.store.unit_of_work():
            made = a_person(Role.MEMBER, None, "korrel@example.org")
            passwords.choose(made.id, RIGHT, NOBODY)
        with app.store.unit_of_work(slow_first=True):
            found = passwords.person_for(email, RIGHT, NOBODY, verify)
        with app.store.unit_of_work(slow_first=True):
            passwords.change(made.id, RIGHT, WRONG, NOBODY, verify)
    assert (found is not None) == (email == made.email)


def test_a_password_that_was_changed_during_the_check_does_not_open(person: PersonRecord) -> None:
    def verify(password: str, kept: str) -> bool:
        passwords.choose(person.id, WRONG, NOBODY)
        return verify_password(password, kept)

    assert passwords.person_for(person.email, RIGHT, NOBODY, verify) is None
    with pytest.raises(PasswordWrongError):
        passwords.change(person.id, WRONG, RIGHT, NOBODY, verify)


@pytest.mark.parametrize("password", ["Welkom01", "12345678", "WACHTWOORD123"])
def test_a_password_that_is_guessed_first_is_refused(person: PersonRecord, password: str) -> None:
    with pytest.raises(PasswordTooCommonError):
        passwords.choose(person.id, password, NOBODY)


def test_a_password_with_control_characters_is_refused(person: PersonRecord) -> None:
    with pytest.raises(ControlCharactersError):
        passwords.choose(person.id, "vier losse\x00 woorden", NOBODY)


def test_no_listed_password_is_refused_for_its_length_already() -> None:
    assert {len(one) >= 8 and one == one.casefold() for one in passwords.often_tried()} == {True}


def test_a_new_password_ends_the_sessions_of_before(person: PersonRecord) -> None:
    before = person.fs_uniquifier
    passwords.choose(person.id, WRONG, NOBODY)
    assert person.fs_uniquifier != before
    assert tried(WRONG) is person


@pytest.mark.usefixtures("person")
def test_nobody_has_no_password() -> None:
    with pytest.raises(NotFoundError):
        passwords.choose(999, RIGHT, NOBODY)
    with pytest.raises(PasswordWrongError):
        passwords.change(999, RIGHT, RIGHT, NOBODY, verify_password)
    assert not passwords.is_asked(999, None, NOBODY)


def test_the_current_one_is_asked_but_not_of_who_came_by_a_link_just_now(person: PersonRecord) -> None:
    assert passwords.is_asked(person.id, None, NOBODY)
    assert passwords.is_asked(person.id, NOW - timedelta(minutes=10), NOBODY)
    assert not passwords.is_asked(person.id, NOW - timedelta(minutes=9), NOBODY)
    without = a_person(Role.MEMBER, None, "without@example.org")
    assert not passwords.is_asked(without.id, None, NOBODY)


def test_who_does_not_know_the_current_one_changes_nothing_and_is_slowed_down(person: PersonRecord) -> None:
    for _ in range(10):
        with pytest.raises(PasswordWrongError):
            passwords.change(person.id, WRONG, "weer vier andere woorden", NOBODY, verify_password)
    assert tried(RIGHT) is None
    later = replace(NOBODY, now=NOW + timedelta(minutes=16))
    assert passwords.change(person.id, RIGHT, WRONG, later, verify_password) is person
    assert tried(WRONG, actor=later) is person


def test_links_that_were_sent_before_a_new_password_are_dead(person: PersonRecord) -> None:
    accounts.ask_sign_in(person.email, NOBODY)
    [letter] = outbox.to(person.email)
    token = json.loads(letter.facts)["path"].rpartition("/")[2]
    passwords.choose(person.id, WRONG, NOBODY)
    for use in (accounts.look_at_link, accounts.follow_link):
        with pytest.raises(LinkSpentError):
            use(token, NOBODY)
