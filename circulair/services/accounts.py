"""Accounts: signing up and in by a link that is sent by e-mail and works once."""

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta

from circulair.services import letters, links, organisations
from circulair.services.actor import Actor, Role
from circulair.services.faults import EmailTakenError, LettersSpentError, LinkSpentError, NotFoundError
from circulair.services.positions import Place
from circulair.store import accounts as store
from circulair.store import asks, contacts, exchanges, suggestions, trail, works, workshops
from circulair.store.records import NOBODY_THERE, LinkRecord, PersonRecord
from circulair.store.session import begin_writing
from flows.distance import Position, Precision
from flows.organisations import Kind
from flows.telephones import dialled, read_telephone

LINK_LIFE = timedelta(hours=24)
SIGN_UP, SIGN_IN = "sign_up", "sign_in"
AGAIN = timedelta(minutes=1)
"""How long the form that used a link may be sent again, by whom its answer did not reach."""

MOST_LINKS, PERIOD = 5, timedelta(hours=1)
"""Letters with a link to one e-mail address in that time; no more leave, though the page says the same."""


@dataclass(frozen=True, slots=True)
class SignUp:
    """What somebody tells to start: who they are and where their organisation is.

    ``telephone`` is how a caller without an e-mail address is reached.
    """

    email: str
    organisation: str
    kind: Kind
    place: Place
    sector: str = ""
    telephone: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """How somebody is called and reached by those who may know; empty where that is not told."""

    name: str = ""
    telephone: str = ""


@dataclass(frozen=True, slots=True)
class Intent:
    """What somebody was about to do: the path of a page of ours, or a listing to place, kept as text."""

    wanted: str = ""
    listing: str = ""


NOTHING = Intent()


def ask_sign_up(wish: SignUp, language: str, actor: Actor, intent: Intent = NOTHING) -> None:
    """Send a link that makes the account; whoever has one already gets a link to sign in.

    Either does then what was intended. The page says the same in both cases, so that nobody learns who has
    an account.
    """
    if store.person_by_email(wish.email) is not None:
        ask_sign_in(wish.email, actor, intent)
        return
    require_letter_left(wish.email, intent, actor)
    carries = {**asdict(wish), "language": language, **asdict(intent)}
    send_link((wish.email, language), SIGN_UP, carries, actor)


def ask_sign_in(email: str, actor: Actor, intent: Intent = NOTHING) -> None:
    """Send a link that signs in and does what was intended; say nothing if there is no such account."""
    begin_writing()
    require_letter_left(email.lower(), intent, actor)
    language = store.language_of(email)
    if language is None:
        send_nothing(email.lower(), actor)
    else:
        send_link((email.lower(), language), SIGN_IN, asdict(intent), actor)


def require_letter_left(email: str, intent: Intent, actor: Actor) -> None:
    """Refuse what would be lost: a listing for an address that got enough letters lately, known or not."""
    if intent.listing and store.links_since(email, actor.now - PERIOD) >= MOST_LINKS:
        raise LettersSpentError()


def send_link(recipient: tuple[str, str], purpose: str, carries: Mapping[str, object], actor: Actor) -> None:
    """Store a fresh link by its digest and post it, unless the address got enough of them lately."""
    email = recipient[0]
    if store.links_since(email, actor.now - PERIOD) >= MOST_LINKS:
        return
    token = links.fresh()
    store.add_link(
        LinkRecord(
            digest=links.digest(token),
            purpose=purpose,
            email=email,
            carries=json.dumps(carries),
            created_at=actor.now,
            expires_at=actor.now + LINK_LIFE,
        )
    )
    facts = {"path": f"/link/{token}", "places": bool(carries.get("listing"))}
    letters.post(recipient, purpose, facts, actor)


def send_nothing(email: str, actor: Actor) -> None:
    """Do the work of a letter for an address without an account, so that time does not tell who has one.

    The link is dead from the start and its token told to nobody; the letter counts as one that has left.
    """
    if store.links_since(email, actor.now - PERIOD) >= MOST_LINKS:
        return
    token = links.fresh()
    dead = LinkRecord(digest=links.digest(token), purpose=SIGN_IN, email=email, created_at=actor.now)
    dead.expires_at = actor.now
    store.add_link(dead)
    letters.post(("", ""), SIGN_IN, {}, actor).sent_at = actor.now


def look_at_link(token: str, actor: Actor) -> LinkRecord:
    """Return a link that still works, without using it: a mail scanner's visit changes nothing."""
    link = store.link(links.digest(token))
    if link is None or link.used_at is not None or link.expires_at <= actor.now:
        raise LinkSpentError()
    return link


def follow_link(token: str, actor: Actor, mark: str = "") -> PersonRecord:
    """Use a link up by a form's mark and return the person to sign in, made now if it was a sign-up."""
    link = store.use_link(links.digest(token), actor.now, mark) or used_just_now(token, actor, mark)
    if link is None:
        raise LinkSpentError()
    person = store.person_by_email(link.email)
    if person is None:
        if link.purpose != SIGN_UP:
            raise LinkSpentError()
        person = welcome(json.loads(link.carries), actor)
    if not person.active:
        raise LinkSpentError()
    if person.confirmed_at is None:
        person.confirmed_at = actor.now
    return person


def wanted_after(token: str) -> str:
    """Return the path for which somebody asked for a link, empty where it was for none."""
    link = store.link(links.digest(token))
    return "" if link is None else str(json.loads(link.carries).get("wanted", ""))


def used_just_now(token: str, actor: Actor, mark: str) -> LinkRecord | None:
    """Return a link that this form in this browser used up a moment ago: its answer may have been lost."""
    link = store.link(links.digest(token))
    if link is None or link.used_at is None or not mark or link.used_with != mark:
        return None
    return link if actor.now - link.used_at < AGAIN else None


def welcome(wish: dict[str, object], actor: Actor) -> PersonRecord:
    """Make the organisation, its first premises and its first member."""
    told = wish["place"]
    if not isinstance(told, dict):
        raise LinkSpentError()
    position = told.pop("position")
    place = Place(Position(**position), Precision(told.pop("precision")), **told)
    kind, sector = Kind(str(wish["kind"])), str(wish.get("sector", ""))
    told_of = SignUp(str(wish["email"]), str(wish["organisation"]), kind, place, sector)
    return start(told_of, str(wish["language"]), actor)


def start(wish: SignUp, language: str, actor: Actor) -> PersonRecord:
    """Make an organisation, its first premises and its first member."""
    organisation = organisations.found(wish.organisation, wish.kind, actor, wish.sector)
    member = Actor(actor.now, Role.MEMBER, None, organisation.id)
    organisations.add_premises(wish.organisation, wish.place, member)
    email = wish.email or f"caller-{secrets.token_hex(12)}@{NOBODY_THERE}"
    person = PersonRecord(
        email=email, telephone=wish.telephone, language=language, organisation_id=organisation.id
    )
    return add_person(person, Role.MEMBER, actor)


def contact_of(actor: Actor) -> Contact:
    """Return how whoever acts is called and reached."""
    person = acting(actor)
    return Contact(person.name, person.telephone)


def tell_contact(contact: Contact, actor: Actor) -> None:
    """Say how whoever acts wants to be called and reached."""
    person = acting(actor)
    person.name, person.telephone = contact.name, contact.telephone
    trail.append(trail.Act("person.told_contact", "person", person.id), person.id, actor.now)


def acting(actor: Actor) -> PersonRecord:
    """Return whoever acts."""
    person = None if actor.person_id is None else store.person(actor.person_id)
    if person is None:
        raise NotFoundError("person")
    return person


def end_sessions(actor: Actor) -> None:
    """End every session of whoever acts, so that a copied cookie opens nothing any more."""
    person = None if actor.person_id is None else store.person(actor.person_id)
    if person is not None:
        person.fs_uniquifier = secrets.token_hex(32)
        store.end_repeats(person.email)
        trail.append(trail.Act("person.signed_out", "person", person.id), person.id, actor.now)


WORDS_OF: dict[str, Callable[[int], None]] = {
    "suggestion.declined": suggestions.forget_words,
    "exchange.ended": exchanges.forget_words,
    "suggestion.contacted": contacts.forget_words,
    "works.cancelled": works.forget_words,
}
"""How the words of an act are forgotten that are kept beside the trail; what the law rests on is not."""


def forget(email: str, actor: Actor) -> None:
    """Forget somebody: address, name, password and words; what was done stays, by a number without a name."""
    person = store.person_by_email(email)
    if person is None:
        raise NotFoundError("person")
    store.forget_links_to(person.email)
    asks.forget_of(person.id)
    workshops.forget_email(person.email)
    for act, subject_id in trail.erase_words(person.id):
        if act in WORDS_OF:
            WORDS_OF[act](subject_id)
    letters.forget(person)
    person.email, person.password = f"forgotten-{person.id}@{NOBODY_THERE}", None
    person.name = person.telephone = ""
    person.active, person.fs_uniquifier = False, secrets.token_hex(32)
    trail.append(trail.Act("person.forgotten", "person", person.id), actor.person_id, actor.now)


def forget_by_telephone(telephone: str, actor: Actor) -> None:
    """Forget whoever has no e-mail address, by the telephone number that they gave."""
    wanted = dialled(read_telephone(telephone))
    found = [one for one in store.only_by_telephone() if one.telephone and dialled(one.telephone) == wanted]
    if not found:
        raise NotFoundError("person")
    for person in found:
        forget(person.email, actor)


def add_person(person: PersonRecord, role: Role, actor: Actor) -> PersonRecord:
    """Store a person with a role."""
    if store.person_by_email(person.email) is not None:
        raise EmailTakenError()
    person.fs_uniquifier = secrets.token_hex(32)
    person.active, person.confirmed_at, person.created_at = True, actor.now, actor.now
    person.roles = [store.role(role)]
    store.add_person(person)
    trail.append(trail.Act("person.joined", "person", person.id), actor.person_id or person.id, actor.now)
    return person
