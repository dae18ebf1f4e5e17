"""Signing up and in by a link that is sent by e-mail and works once."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from circulair.services import accounts, links, organisations, reviews
from circulair.services.accounts import SignUp
from circulair.services.actor import Actor, Role
from circulair.services.faults import EmailTakenError, LinkSpentError, NotFoundError
from circulair.services.positions import Place
from circulair.services.reviews import Refusal
from circulair.store import accounts as store
from circulair.store import organisations as places
from circulair.store import outbox, trail
from circulair.store.session import current
from flows.distance import Precision
from flows.exchanges import Party
from flows.organisations import Kind
from flows.suggestions import Answer, Reason
from tests.factories import SPOTS
from tests.statements import counted
from tests.stories import Story, a_story, agreed, proposed
from tests.worlds import NOBODY, NOW, a_firm, a_person

pytestmark = pytest.mark.usefixtures("unit")

WISH = SignUp(
    "nieuw@example.org",
    "Fietsenmaker Ketting",
    Kind.MAKER,
    Place(SPOTS["lutterade"], Precision.ADDRESS, "6161 AB", "12", "Rijksweg", "Geleen"),
)


def later(hours: float) -> Actor:
    return replace(NOBODY, now=NOW + timedelta(hours=hours))


def tokens(email: str) -> list[str]:
    """Return the tokens in the letters to an address."""
    return [json.loads(letter.facts)["path"].rpartition("/")[2] for letter in outbox.to(email)]


def kinds(email: str) -> list[str]:
    return [letter.kind for letter in outbox.to(email)]


def test_a_sign_up_makes_nothing_but_a_letter() -> None:
    accounts.ask_sign_up(WISH, "nl", NOBODY)
    assert kinds(WISH.email) == ["sign_up"]
    assert (places.count(), store.person_by_email(WISH.email)) == (0, None)


def test_the_link_of_a_sign_up_makes_organisation_premises_and_member() -> None:
    accounts.ask_sign_up(WISH, "en", NOBODY)
    person = accounts.follow_link(tokens(WISH.email)[0], NOBODY)
    assert (person.email, person.language, person.confirmed_at) == (WISH.email, "en", NOW)
    own = organisations.own(Actor(NOW, Role.MEMBER, person.id, person.organisation_id))
    assert (own.name, own.kind) == ("Fietsenmaker Ketting", Kind.MAKER)
    [premises] = places.premises_of(own.id)
    assert (premises.street, premises.position, premises.precision) == (
        "Rijksweg",
        SPOTS["lutterade"],
        Precision.ADDRESS,
    )


def test_a_link_from_before_sectors_were_asked_still_makes_the_organisation() -> None:
    accounts.ask_sign_up(WISH, "nl", NOBODY)
    link = accounts.look_at_link(tokens(WISH.email)[0], NOBODY)
    told = json.loads(link.carries)
    del told["sector"]
    person = accounts.welcome(told, NOBODY)
    own = organisations.own(Actor(NOW, Role.MEMBER, person.id, person.organisation_id))
    assert (own.name, own.sector) == ("Fietsenmaker Ketting", "")


def test_a_link_works_once() -> None:
    accounts.ask_sign_up(WISH, "nl", NOBODY)
    [token] = tokens(WISH.email)
    accounts.follow_link(token, NOBODY)
    with pytest.raises(LinkSpentError):
        accounts.follow_link(token, NOBODY)
    assert places.count() == 1


def test_signing_out_ends_the_repeats_of_the_form_that_used_a_link() -> None:
    accounts.ask_sign_up(WISH, "nl", NOBODY)
    [token] = tokens(WISH.email)
    person = accounts.follow_link(token, NOBODY, "k" * 24)
    accounts.end_sessions(Actor(NOW, Role.MEMBER, person.id))
    with pytest.raises(LinkSpentError):
        accounts.follow_link(token, NOBODY, "k" * 24)


def test_the_form_that_used_a_link_may_be_sent_again_within_a_minute() -> None:
    accounts.ask_sign_up(WISH, "nl", NOBODY)
    [token] = tokens(WISH.email)
    first = accounts.follow_link(token, NOBODY, "k" * 24)
    assert accounts.follow_link(token, later(1 / 61), "k" * 24) is first
    for actor, key in ((NOBODY, "other" * 5), (NOBODY, ""), (later(1 / 60), "k" * 24)):
        with pytest.raises(LinkSpentError):
            accounts.follow_link(token, actor, key)


def test_one_address_gets_five_letters_an_hour() -> None:
    firm = a_firm()
    for _ in range(7):
        accounts.ask_sign_in(firm.email, NOBODY)
        accounts.ask_sign_up(WISH, "nl", NOBODY)
    assert (len(kinds(firm.email)), len(kinds(WISH.email))) == (5, 5)
    accounts.ask_sign_in(firm.email, later(1))
    assert len(kinds(firm.email)) == 6


def test_signing_out_is_noted() -> None:
    firm = a_firm()
    accounts.end_sessions(firm.member)
    accounts.end_sessions(NOBODY)
    acts = [row.act for row, _words in trail.of_subject("person", firm.person_id)]
    assert acts == ["person.joined", "person.signed_out"]


def test_a_link_works_for_a_day() -> None:
    accounts.ask_sign_up(WISH, "nl", NOBODY)
    [token] = tokens(WISH.email)
    with pytest.raises(LinkSpentError):
        accounts.follow_link(token, later(24))
    assert accounts.follow_link(token, later(23.9)).email == WISH.email


def test_looking_at_a_link_does_not_use_it() -> None:
    accounts.ask_sign_up(WISH, "nl", NOBODY)
    [token] = tokens(WISH.email)
    accounts.look_at_link(token, NOBODY)
    accounts.look_at_link(token, NOBODY)
    assert accounts.follow_link(token, NOBODY).email == WISH.email
    with pytest.raises(LinkSpentError):
        accounts.look_at_link(token, NOBODY)


def test_a_link_that_never_was_is_spent() -> None:
    for act in (accounts.look_at_link, accounts.follow_link):
        with pytest.raises(LinkSpentError):
            act("never-given-out", NOBODY)


def test_the_token_itself_is_not_kept() -> None:
    accounts.ask_sign_up(WISH, "nl", NOBODY)
    [token] = tokens(WISH.email)
    assert store.link(token) is None
    assert store.link(links.digest(token)) is not None


def test_whoever_has_an_account_gets_a_link_to_sign_in_instead() -> None:
    firm = a_firm()
    accounts.ask_sign_up(replace(WISH, email=firm.email), "nl", NOBODY)
    assert kinds(firm.email) == ["sign_in"]
    assert accounts.follow_link(tokens(firm.email)[0], NOBODY).id == firm.person_id
    assert places.count() == 1


def test_an_unknown_address_gets_no_letter() -> None:
    accounts.ask_sign_in("nobody@example.org", NOBODY)
    assert outbox.to("nobody@example.org") == []
    assert outbox.claim(NOW) == []


def test_asking_does_the_same_work_for_an_unknown_address_as_for_a_known_one(unit: Session) -> None:
    firm = a_firm()
    asked: list[list[str]] = []

    for email in (firm.email, "nobody@example.org") * 6:
        with counted(unit.get_bind()) as statements:
            accounts.ask_sign_in(email, NOBODY)
            unit.flush()
        asked.append(statements)
    assert asked[::2] == asked[1::2]
    assert [len(statements) for statements in asked[::2]] == [4, 4, 4, 4, 4, 2]


def test_somebody_switched_off_gets_no_letter() -> None:
    a_person(Role.MEMBER, None, "left@example.org").active = False
    accounts.ask_sign_in("left@example.org", NOBODY)
    assert outbox.to("left@example.org") == []


def test_somebody_switched_off_does_not_get_in_by_an_older_link() -> None:
    person = a_person(Role.MEMBER, None, "left@example.org")
    accounts.ask_sign_in(person.email, NOBODY)
    person.active = False
    with pytest.raises(LinkSpentError):
        accounts.follow_link(tokens(person.email)[0], NOBODY)


def test_two_sign_ups_for_one_address_make_one_account() -> None:
    accounts.ask_sign_up(WISH, "nl", NOBODY)
    accounts.ask_sign_up(replace(WISH, organisation="Second thoughts"), "nl", NOBODY)
    people = {accounts.follow_link(token, NOBODY).id for token in tokens(WISH.email)}
    assert (len(people), places.count()) == (1, 1)


def test_an_address_has_one_account() -> None:
    firm = a_firm()
    with pytest.raises(EmailTakenError):
        a_person(Role.HUB, None, firm.email)


def test_who_wants_to_be_forgotten_leaves_no_name_and_no_words_and_the_history_stays_whole() -> None:
    story = agreed(a_story())
    accounts.ask_sign_in(story.giver.email, NOBODY)
    accounts.tell_contact(accounts.Contact("Jan", "046 477 12 34"), story.giver.member)
    words = "Ask for Jan"
    reviews.stop(story.exchange.id, Refusal(Reason.OTHER, words, "giver"), story.giver.member)
    accounts.forget(story.giver.email, NOBODY)
    person = store.person(story.giver.person_id)
    assert person is not None
    assert (person.name, person.active, person.email) == ("", False, f"forgotten-{person.id}@nobody.invalid")
    assert person.telephone == ""
    assert store.person_by_email(story.giver.email) is None
    assert store.links_since(story.giver.email, NOW - timedelta(days=1)) == 0
    current().expire_all()
    assert (story.suggestion.reason, story.suggestion.reason_words) == (Reason.OTHER, "")
    assert (story.exchange.end_reason, story.exchange.end_words) == (Reason.OTHER, "")
    for subject, number in (("suggestion", story.suggestion_id), ("exchange", story.exchange.id)):
        assert words not in [told for _row, told in trail.of_subject(subject, number)]
    assert trail.broken_seals() == []


def test_words_of_somebody_else_are_not_forgotten_along() -> None:
    story = proposed(a_story())
    reviews.answer(
        story.suggestion_id, Party.GIVER, Answer.NO, Refusal(Reason.OTHER, "Sold"), story.giver.member
    )
    accounts.forget("hub@example.org", NOBODY)
    current().expire_all()
    assert story.suggestion.reason_words == "Sold"


def test_nobody_is_forgotten_who_never_was() -> None:
    with pytest.raises(NotFoundError):
        accounts.forget("nobody@example.org", NOBODY)


class TestWhoIsReachedByTelephoneAlone:
    TELEPHONE = "046 477 12 34"

    def named_in(self, email: str) -> list[dict[str, object]]:
        """Return whom the letter names that tells somebody of an agreement."""
        [letter] = [one for one in outbox.to(email) if one.kind == "agreed"]
        people: list[dict[str, object]] = json.loads(letter.facts)["people"]
        return people

    def told(self) -> Story:
        """Tell of an agreement with a caller who has no e-mail address, and of a colleague who has one."""
        story = a_story()
        [caller] = store.members_of(story.receiver.organisation_id)
        caller.email, caller.telephone = "caller-00ff@nobody.invalid", self.TELEPHONE
        caller.name = "Toos Verzonnen"
        a_person(Role.MEMBER, story.receiver.organisation_id, "colleague@example.org")
        return agreed(story)

    def test_once_forgotten_no_letter_that_has_not_left_names_them(self) -> None:
        story = self.told()
        assert len(self.named_in(story.giver.email)) == 2
        accounts.forget_by_telephone(self.TELEPHONE, NOBODY)
        assert [one["email"] for one in self.named_in(story.giver.email)] == ["colleague@example.org"]

    def test_nor_does_a_letter_from_before_that_names_people_without_their_number(self) -> None:
        story = self.told()
        [letter] = [one for one in outbox.to(story.giver.email) if one.kind == "agreed"]
        facts = json.loads(letter.facts)
        older = [{key: told for key, told in one.items() if key != "id"} for one in facts["people"]]
        letter.facts = json.dumps({**facts, "people": older})
        accounts.forget_by_telephone(self.TELEPHONE, NOBODY)
        assert [one["email"] for one in self.named_in(story.giver.email)] == ["colleague@example.org"]
        accounts.forget("colleague@example.org", NOBODY)
        assert self.named_in(story.giver.email) == []
