"""People who sign in: Flask-Security's datastore on our session, and links by e-mail."""

from collections.abc import Collection, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from flask_security import UserMixin
from flask_security.datastore import SQLAlchemyUserDatastore
from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session, joinedload

from circulair.store.records import (
    MATCHABLE,
    NOBODY_THERE,
    LinkRecord,
    ListingRecord,
    PersonRecord,
    RoleRecord,
    WrongTryRecord,
)
from circulair.store.session import current, is_open


class CurrentSession:
    """What Flask-Security takes for its database: whatever session is open."""

    @property
    def session(self) -> Session:
        """Return the session of the unit of work."""
        return current()


class Datastore(SQLAlchemyUserDatastore):
    """Flask-Security's view of people; the unit of work commits, not it."""

    def __init__(self) -> None:
        super().__init__(CurrentSession(), PersonRecord, RoleRecord)

    def find_user(
        self,
        case_insensitive: bool = False,  # noqa: FBT001, FBT002  # Flask-Security's own signature
        **known: Any,  # whatever column Flask-Security asks for
    ) -> UserMixin | None:
        """Return a person; nobody where no transaction is open, as for a file or a page of an error."""
        return super().find_user(case_insensitive, **known) if is_open() else None

    def commit(self) -> None:
        """Flush only: the transaction is ended in one place, around the request."""
        current().flush()


def person_by_email(email: str) -> PersonRecord | None:
    """Return the person with an e-mail address, whatever its capitals."""
    return current().scalar(select(PersonRecord).where(PersonRecord.email == email.lower()))


def password_of(email: str) -> str | None:
    """Return the kept password of an active person, None where there is no such person or password."""
    known = select(PersonRecord.password).where(PersonRecord.email == email.lower(), PersonRecord.active)
    return current().scalar(known)


def language_of(email: str) -> str | None:
    """Return the language of an active person, None where there is no such person."""
    known = select(PersonRecord.language).where(PersonRecord.email == email.lower(), PersonRecord.active)
    return current().scalar(known)


def person(person_id: int) -> PersonRecord | None:
    """Return one person."""
    return current().get(PersonRecord, person_id)


def name_of(person_id: int | None) -> str:
    """Return what a person is called: the name, else the e-mail address, nothing for the program itself."""
    known = None if person_id is None else person(person_id)
    return "" if known is None else known.called


def names(person_ids: Collection[int]) -> dict[int, str]:
    """Return what people are called, all in one question."""
    chosen = select(PersonRecord).where(PersonRecord.id.in_(person_ids))
    return {one.id: one.called for one in current().scalars(chosen).unique()}


def members_of(organisation_id: int) -> Sequence[PersonRecord]:
    """Return an organisation's active people, in order of number."""
    return (
        current()
        .scalars(
            select(PersonRecord)
            .where(PersonRecord.organisation_id == organisation_id, PersonRecord.active)
            .order_by(PersonRecord.id)
        )
        .unique()
        .all()
    )


def reached_by_letter(organisation_id: int) -> Sequence[PersonRecord]:
    """Return an organisation's active people who have an e-mail address, in order of number."""
    return [one for one in members_of(organisation_id) if one.address]


def only_by_telephone() -> Sequence[PersonRecord]:
    """Return the active people who have no e-mail address, in order of number."""
    nowhere = PersonRecord.email.endswith(f"@{NOBODY_THERE}", autoescape=True)
    chosen = select(PersonRecord).where(PersonRecord.active, nowhere).order_by(PersonRecord.id)
    return current().scalars(chosen).unique().all()


def with_telephone() -> Sequence[PersonRecord]:
    """Return the active people of organisations who told a telephone number, in order of number."""
    told = (PersonRecord.telephone != "", PersonRecord.organisation_id.is_not(None))
    chosen = select(PersonRecord).where(PersonRecord.active, *told).order_by(PersonRecord.id)
    return current().scalars(chosen.options(joinedload(PersonRecord.organisation))).unique().all()


def never_confirmed(before: datetime) -> Sequence[PersonRecord]:
    """Return whom the hub registered before a moment, who confirmed nothing and is asked nothing any more."""
    waiting = select(ListingRecord.organisation_id).where(
        ListingRecord.confirm_by.is_not(None), ListingRecord.state.in_(MATCHABLE)
    )
    chosen = select(PersonRecord).where(
        PersonRecord.active,
        PersonRecord.confirmed_at.is_(None),
        PersonRecord.created_at < before,
        PersonRecord.organisation_id.not_in(waiting),
    )
    return current().scalars(chosen.order_by(PersonRecord.id)).unique().all()


def members_of_each(organisation_ids: Collection[int]) -> dict[int, list[PersonRecord]]:
    """Return the active people of organisations by the organisation's number, each in order of number."""
    found: dict[int, list[PersonRecord]] = {}
    chosen = select(PersonRecord).where(
        PersonRecord.organisation_id.in_(organisation_ids), PersonRecord.active
    )
    for person in current().scalars(chosen.order_by(PersonRecord.id)).unique():
        if person.organisation_id is not None:
            found.setdefault(person.organisation_id, []).append(person)
    return found


def add_person(person: PersonRecord) -> PersonRecord:
    """Store a new person."""
    current().add(person)
    current().flush()
    return person


def role(name: str) -> RoleRecord:
    """Return a role, made when it is first asked for."""
    found = current().scalar(select(RoleRecord).where(RoleRecord.name == name))
    if found is None:
        found = RoleRecord(name=name)
        current().add(found)
        current().flush()
    return found


def add_link(link: LinkRecord) -> None:
    """Store a link that is sent by e-mail."""
    current().add(link)


def link(digest: str) -> LinkRecord | None:
    """Return a link by its digest."""
    return current().get(LinkRecord, digest)


def use_link(digest: str, now: datetime, key: str = "") -> LinkRecord | None:
    """Use a link up with the key of a form and return it; None when it is unknown, used or expired."""
    used = current().scalar(
        update(LinkRecord)
        .where(LinkRecord.digest == digest, LinkRecord.used_at.is_(None), LinkRecord.expires_at > now)
        .values(used_at=now, used_with=key)
        .returning(LinkRecord.digest)
        .execution_options(synchronize_session=False)
    )
    return None if used is None else current().get(LinkRecord, digest, populate_existing=True)


def links_since(email: str, since: datetime) -> int:
    """Return how many links were sent to an e-mail address since a moment."""
    sent = select(func.count()).where(LinkRecord.email == email, LinkRecord.created_at > since)
    return current().scalar(sent) or 0


def end_links(email: str, now: datetime) -> None:
    """End every link that was sent to an e-mail address before now, used or not."""
    links = update(LinkRecord).where(LinkRecord.email == email, LinkRecord.created_at <= now)
    current().execute(links.values(expires_at=now, used_with=""))


def end_repeats(email: str) -> None:
    """Let no form that used up a link of an e-mail address count again."""
    current().execute(update(LinkRecord).where(LinkRecord.email == email).values(used_with=""))


def forget_links(before: datetime) -> None:
    """Forget links that were used or expired before a moment."""
    current().execute(
        delete(LinkRecord).where(or_(LinkRecord.used_at < before, LinkRecord.expires_at < before))
    )


def forget_links_to(email: str) -> None:
    """Forget every link that was sent to an e-mail address."""
    current().execute(delete(LinkRecord).where(LinkRecord.email == email))


def forget_tries(before: datetime) -> None:
    """Forget wrong passwords tried before a moment."""
    current().execute(delete(WrongTryRecord).where(WrongTryRecord.at < before))


def wrong_tries(email: str, since: datetime) -> int:
    """Return how many wrong passwords were tried for an e-mail address since a moment."""
    tries = select(func.count()).where(WrongTryRecord.address == hidden(email), WrongTryRecord.at >= since)
    return current().scalar(tries) or 0


def note_wrong_try(email: str, at: datetime) -> None:
    """Note a wrong password for an e-mail address, whether anybody has it or not."""
    current().add(WrongTryRecord(address=hidden(email), at=at))
    current().flush()


def hidden(email: str) -> str:
    """Return what is kept of an address that may be nobody's: enough to know it again, not to read it."""
    return sha256(email.lower().encode()).hexdigest()
