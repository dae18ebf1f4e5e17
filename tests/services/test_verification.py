"""Verification: nothing is agreed with an organisation before the hub has checked it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from circulair.services import law, listings, reviews, undo, verification
from circulair.services import organisations as own_organisations
from circulair.services.faults import NotAllowedError, VersionError
from circulair.services.law_answers import Told
from circulair.services.organisations import Profile
from circulair.services.reviews import Refusal
from circulair.services.verification import Check
from circulair.store import exchanges, organisations, outbox, suggestions, trail
from circulair.store.records import Verification
from circulair.store.session import ConflictError, Store, current
from flows.exchanges import Party
from flows.suggestions import Answer, Reason, Status
from tests.stories import LAWFUL_WASTE, WASTE, Story, a_story, answered, in_review, proposed
from tests.worlds import NOW, a_firm, a_need_listing, a_reviewer, an_offer_listing

BY_TELEPHONE = Check(Verification.TELEPHONE, note="spoke with the owner")


def unknown(story: Story, *firms: int) -> Story:
    """Let the hub not know the giver, or the organisations told."""
    for number in firms or (story.giver.organisation_id,):
        record = organisations.held(number)
        assert record is not None
        record.verified_at = None
    return story


def yes(story: Story, *parties: Party) -> None:
    members = {Party.GIVER: story.giver.member, Party.RECEIVER: story.receiver.member}
    for party in parties:
        reviews.answer(story.suggestion_id, party, Answer.YES, None, members[party])


def check(story: Story, number: int) -> verification.Verified:
    record = organisations.held(number)
    assert record is not None
    return verification.verify(number, record.version, BY_TELEPHONE, story.hub)


@pytest.mark.both_databases
def test_two_yeses_wait_for_the_check_and_are_agreed_by_it(store: Store) -> None:
    with store.unit_of_work():
        story = unknown(proposed(a_story()))
    with store.unit_of_work():
        yes(story, Party.GIVER, Party.RECEIVER)
    with store.unit_of_work():
        assert reviews.all_said_yes(story.suggestion)
        assert exchanges.of_suggestion(story.suggestion_id) == []
        assert [one.name for one in verification.to_verify(story.hub)] == ["Giver"]
    with store.unit_of_work():
        assert check(story, story.giver.organisation_id).agreed == (story.suggestion_id,)
    with store.unit_of_work():
        assert story.suggestion.status is Status.AGREED
        assert story.exchange.tonnes_agreed == 25
        assert verification.to_verify(story.hub) == {}
        assert {letter.kind for letter in outbox.waiting()} >= {"agreed"}


@pytest.mark.both_databases
def test_where_neither_is_known_both_must_be_checked(store: Store) -> None:
    with store.unit_of_work():
        story = proposed(a_story())
        unknown(story, story.giver.organisation_id, story.receiver.organisation_id)
        yes(story, Party.GIVER, Party.RECEIVER)
        assert check(story, story.giver.organisation_id).agreed == ()
        assert exchanges.of_suggestion(story.suggestion_id) == []
        assert check(story, story.receiver.organisation_id).agreed == (story.suggestion_id,)


@pytest.mark.both_databases
def test_a_check_before_the_last_yes_lets_that_yes_agree(store: Store) -> None:
    with store.unit_of_work():
        story = unknown(proposed(a_story()))
        yes(story, Party.GIVER)
        assert check(story, story.giver.organisation_id).agreed == ()
        yes(story, Party.RECEIVER)
        assert story.suggestion.status is Status.AGREED


@pytest.mark.both_databases
def test_a_check_while_a_no_stood_that_is_taken_back_lets_the_yeses_agree(unit: object) -> None:
    story = unknown(proposed(a_story()))
    yes(story, Party.GIVER, Party.RECEIVER)
    no = Refusal(Reason.PRICE, by=Party.RECEIVER)
    reviews.answer(story.suggestion_id, Party.RECEIVER, Answer.NO, no, story.receiver.member)
    assert check(story, story.giver.organisation_id).agreed == ()
    undo.take_back_no(story.suggestion_id, story.receiver.member)
    assert story.suggestion.status is Status.AGREED
    outbox.drop_moot()
    assert [one.kind for one in outbox.to(story.giver.email)] == ["agreed"]


@pytest.mark.both_databases
def test_a_check_while_an_offer_was_withdrawn_lets_the_yeses_agree_when_it_is_back(unit: object) -> None:
    story = unknown(proposed(a_story()))
    yes(story, Party.GIVER, Party.RECEIVER)
    offer, giver = story.suggestion.lines[0].offer_id, story.giver.member
    listings.withdraw(offer, giver)
    assert check(story, story.giver.organisation_id).agreed == ()
    assert listings.reopen(offer, giver).back == (story.suggestion_id,)
    assert story.suggestion.status is Status.AGREED


@pytest.mark.both_databases
def test_the_last_yes_and_the_check_at_the_same_moment_never_leave_it_waiting(store: Store) -> None:
    with store.unit_of_work():
        story = unknown(proposed(a_story()))
        yes(story, Party.GIVER)

    def last_yes() -> None:
        with store.unit_of_work():
            yes(story, Party.RECEIVER)

    def the_check() -> None:
        with store.unit_of_work():
            check(story, story.giver.organisation_id)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(last_yes), pool.submit(the_check)]:
            assert done.exception() is None or isinstance(done.exception(), ConflictError)
    with store.unit_of_work():
        answers = len(story.suggestion.answers)
        known = not reviews.unverified(story.suggestion)
        assert (story.suggestion.status is Status.AGREED) == (answers == 2 and known)


@pytest.mark.both_databases
def test_what_was_promised_elsewhere_meanwhile_is_not_agreed_twice(store: Store) -> None:
    with store.unit_of_work():
        story = unknown(proposed(a_story("40", "40")))
        yes(story, Party.GIVER, Party.RECEIVER)
        other = an_other_taker(story)
        assert other.suggestion.status is Status.AGREED
        assert story.suggestion.status is Status.LAPSED
        assert check(story, story.receiver.organisation_id).agreed == ()
        promised = [one.tonnes_agreed for one in exchanges.of_organisation(story.giver.organisation_id)]
        assert promised == [40]


def an_other_taker(story: Story) -> Story:
    """Let a third firm agree with the giver, whom the hub knows by now, on all that there is."""
    record = organisations.held(story.giver.organisation_id)
    assert record is not None
    record.verified_at = NOW
    unknown(story, story.receiver.organisation_id)
    taker = a_firm("Taker", "maker", "station")
    need = a_need_listing(taker, "ldpe-film", "40")
    [made] = suggestions.of_listing(need.id)
    second = proposed(Story(story.giver, taker, story.hub, made.id))
    yes(second, Party.GIVER, Party.RECEIVER)
    return second


def test_the_check_is_noted_with_who_and_how(unit: object) -> None:
    story = unknown(proposed(a_story()))
    check(story, story.giver.organisation_id)
    seen = verification.dossier(story.giver.organisation_id, story.hub)
    assert seen.row.organisation.verified_how is Verification.TELEPHONE
    assert (seen.checked_at, seen.checked_by) == (NOW, "hub@example.org")
    [act] = [row for row, _ in trail.of_subject("organisation", seen.row.organisation.id)][-1:]
    assert (act.act, act.actor_id) == ("organisation.verified", story.hub.person_id)


def test_a_check_of_an_old_version_is_refused(unit: object) -> None:
    firm, hub = a_firm(verified=False), a_reviewer()
    with pytest.raises(VersionError):
        verification.verify(firm.organisation_id, 99, BY_TELEPHONE, hub)
    record = organisations.held(firm.organisation_id)
    assert record is not None
    assert record.verified_at is None


def test_only_the_hub_checks_and_sees(unit: object) -> None:
    firm = a_firm(verified=False)
    with pytest.raises(NotAllowedError):
        verification.verify(firm.organisation_id, 1, BY_TELEPHONE, firm.member)
    with pytest.raises(NotAllowedError):
        verification.page("", 1, firm.member, unverified=False)


def test_a_search_finds_by_name_town_and_check_and_counts(unit: object) -> None:
    hub = a_reviewer()
    known, new = a_firm("Bakkerij 100%"), a_firm("Slagerij", verified=False)
    an_offer_listing(known)
    found = verification.page("100%", 1, hub, unverified=False)
    assert [(row.organisation.id, row.listings, row.exchanges) for row in found.rows] == [
        (known.organisation_id, 1, 0)
    ]
    assert [row.organisation.id for row in verification.page("", 9, hub, unverified=True).rows] == [
        new.organisation_id
    ]
    assert verification.page("nobody", 1, hub, unverified=False).total == 0


def test_another_vihb_number_is_not_looked_up_yet(unit: object) -> None:
    firm, hub = a_firm(), a_reviewer()
    record = organisations.held(firm.organisation_id)
    assert record is not None
    verification.note_vihb(record.id, record.version, "123456VIXX", hub, checked=True)
    current().flush()
    assert (record.vihb_number, record.vihb_checked_at) == ("123456VIXX", NOW)
    row, words = trail.of_subject("organisation", record.id)[-1]
    assert (row.act, row.details, words) == ("organisation.vihb", '{"checked": "True"}', "123456VIXX")
    with pytest.raises(VersionError):
        verification.note_vihb(record.id, 99, "1", hub, checked=True)
    same = Profile(record.name, record.kind, "", vihb_number="123456VIXX")
    own_organisations.change(record.version, same, firm.member)
    current().flush()
    assert record.vihb_checked_at == NOW
    other = Profile(record.name, record.kind, "", vihb_number="654321VIXX")
    own_organisations.change(record.version, other, firm.member)
    after = verification.dossier(firm.organisation_id, hub).row.organisation
    assert (after.vihb_number, after.vihb_checked_at is None) == ("654321VIXX", True)
    with pytest.raises(NotAllowedError):
        verification.note_vihb(record.id, record.version, "1", firm.member, checked=True)


def test_a_number_that_was_looked_up_answers_what_the_law_asks(unit: object) -> None:
    story = in_review(a_story())
    waste = replace(WASTE, answers={**LAWFUL_WASTE, "transport_vihb": Told("")})
    answered(story, waste)
    codes = {one.code for one in law.open_law(story.suggestion, story.hub.today)}
    assert "law.vihb_missing" in codes
    record = organisations.held(story.receiver.organisation_id)
    assert record is not None
    verification.note_vihb(record.id, record.version, "123456VXXX", story.hub, checked=False)
    assert "law.vihb_missing" in {one.code for one in law.open_law(story.suggestion, story.hub.today)}
    current().flush()
    verification.note_vihb(record.id, record.version, "123456VXXX", story.hub, checked=True)
    assert "law.vihb_missing" not in {one.code for one in law.open_law(story.suggestion, story.hub.today)}
