"""Callers: what the hub puts in for somebody is theirs once they confirm it by the link in a letter."""

from dataclasses import replace
from datetime import timedelta

import pytest

from circulair.services import (
    accounts,
    agenda,
    answers,
    board,
    callers,
    downloads,
    exports,
    listings,
    releases,
    reviews,
    sheets,
)
from circulair.services.accounts import SignUp
from circulair.services.actor import Actor
from circulair.services.faults import (
    AskedByLetterError,
    EmailTakenError,
    LinkSpentError,
    ListingClosedError,
    ListingUnconfirmedError,
    NobodyToAskError,
    NotAllowedError,
    NotFoundError,
    TelephoneKnownError,
)
from circulair.services.positions import Place
from circulair.store import accounts as people
from circulair.store import listings as store
from circulair.store import organisations, outbox, plans, suggestions, trail
from circulair.store.records import ListingRecord, ListingSource, ListingState, Said
from flows.distance import Precision
from flows.exchanges import Party
from flows.organisations import Kind
from flows.streams import Side
from flows.suggestions import Answer, Status
from flows.texts import TextEmptyError
from tests.factories import SPOTS
from tests.stories import Story, answered, in_review
from tests.worlds import NOBODY, NOW, Firm, a_draft, a_firm, a_need_listing, a_reviewer

pytestmark = [pytest.mark.usefixtures("unit"), pytest.mark.both_databases]

CALLER = SignUp(
    "beller@example.org",
    "Atelier Draad",
    Kind.MAKER,
    Place(SPOTS["market"], Precision.PICKED, place="Geleen"),
)


def noted(firm: Firm, hub: Actor) -> ListingRecord:
    """Let the hub put in an offer for a firm that called."""
    return callers.register(a_draft(Side.OFFER, firm), hub)


def stored(listing: ListingRecord) -> ListingRecord:
    found = store.one(listing.id)
    assert found is not None
    return found


def token(email: str) -> str:
    """Return the token of the newest letter that asks to confirm."""
    letter = [one for one in outbox.to(email) if one.kind == "confirm"][-1]
    return letter.facts.split("/antwoord/")[1].split('"')[0]


def acts(listing: ListingRecord) -> list[str]:
    return [row.act for row, _words in trail.of_subject("listing", listing.id)]


def later(days: int) -> Actor:
    return Actor(NOW + timedelta(days=days))


def test_it_is_matched_and_put_to_nobody_before_it_is_confirmed() -> None:
    giver, receiver, hub = a_firm("Giver"), a_firm("Receiver", "maker", "station"), a_reviewer()
    listing = noted(giver, hub)
    a_need_listing(receiver)
    [made] = suggestions.of_listing(listing.id)
    assert board.next_step(made, hub.today) == "unconfirmed"
    story = answered(in_review(Story(giver, receiver, hub, made.id)))
    with pytest.raises(ListingUnconfirmedError):
        reviews.propose(made.id, story.version, hub)
    answers.answer(token(giver.email), Said.YES, NOBODY)
    reviews.propose(made.id, story.version, hub)
    assert story.suggestion.status is Status.PROPOSED


def test_until_then_it_is_not_its_owner_s_and_nobody_s_plan() -> None:
    firm, hub = a_firm(), a_reviewer()
    listing = noted(firm, hub)
    assert listing.source is ListingSource.HUB
    assert agenda.of_actor(firm.member).rows == ()
    for act in (listings.own, listings.extend, listings.withdraw, agenda.story):
        with pytest.raises(NotFoundError):
            act(listing.id, firm.member)
    assert plans.matchable() == []
    assert list(store.open_offers(listing.material)) == []
    assert listing.title not in exports.everything(firm.organisation_id, hub, "nl")["listings.csv"].decode()
    assert listing.title not in downloads.listings("csv", "nl", firm.member).decode()
    with pytest.raises(ListingUnconfirmedError):
        listings.extend(listing.id, hub)


def test_what_the_hub_puts_in_is_never_public_before_its_owner_wants_it() -> None:
    firm, hub = a_firm(), a_reviewer()
    listing = callers.register(replace(a_draft(Side.OFFER, firm), public=True), hub)
    assert not listing.public
    listing.public = True
    releases.make(hub.today, hub)
    shown = releases.shown()
    assert shown is not None
    assert shown.offers == ()


def test_a_yes_makes_it_its_owner_s() -> None:
    firm, hub = a_firm(), a_reviewer()
    listing = noted(firm, hub)
    answers.answer(token(firm.email), Said.YES, NOBODY)
    assert stored(listing).confirm_by is None
    assert [row.listing.id for row in agenda.of_actor(firm.member).rows] == [listing.id]
    assert acts(listing) == ["listing.registered", "listing.confirmed"]
    assert plans.matchable() == [listing]


def test_looking_confirms_nothing() -> None:
    firm, hub = a_firm(), a_reviewer()
    listing = noted(firm, hub)
    answers.look_at(token(firm.email), NOBODY)
    assert stored(listing).confirm_by is not None


def test_a_no_ends_it_and_what_was_found_for_it() -> None:
    firm, hub = a_firm("Giver"), a_reviewer()
    listing = noted(firm, hub)
    a_need_listing(a_firm("Receiver", "maker", "station"))
    [made] = suggestions.of_listing(listing.id)
    answers.answer(token(firm.email), Said.NO, NOBODY)
    assert stored(listing).state is ListingState.WITHDRAWN
    assert made.status is Status.LAPSED
    with pytest.raises(ListingUnconfirmedError):
        listings.reopen(listing.id, hub)


def test_a_link_works_once_and_not_for_ever() -> None:
    firm, hub = a_firm(), a_reviewer()
    noted(firm, hub)
    with pytest.raises(LinkSpentError):
        answers.answer(token(firm.email), Said.YES, later(28))
    answers.answer(token(firm.email), Said.YES, NOBODY)
    with pytest.raises(LinkSpentError):
        answers.answer(token(firm.email), Said.NO, NOBODY)


def test_of_two_links_the_second_finds_it_answered() -> None:
    firm, hub = a_firm(), a_reviewer()
    listing = noted(firm, hub)
    first = token(firm.email)
    callers.ask_again(listing.id, hub)
    answers.answer(token(firm.email), Said.YES, NOBODY)
    with pytest.raises(ListingClosedError):
        callers.refuse(answers.look_at(first, NOBODY).ask.subject_id, firm.member)


def test_nobody_else_can_confirm_it() -> None:
    firm, hub = a_firm(), a_reviewer()
    listing = noted(firm, hub)
    with pytest.raises(NotFoundError):
        callers.confirm(listing.id, a_firm("Other").member)


def test_only_the_hub_puts_something_in_for_others() -> None:
    firm = a_firm()
    for act in (
        lambda: callers.register(a_draft(Side.OFFER, firm), firm.member),
        lambda: callers.welcome(CALLER, "nl", firm.member),
        lambda: callers.unconfirmed(firm.member),
        lambda: callers.organisation(firm.organisation_id, firm.member),
    ):
        with pytest.raises(NotAllowedError):
            act()


def test_what_nobody_confirms_lapses_after_four_weeks() -> None:
    firm, hub = a_firm(), a_reviewer()
    listing = noted(firm, hub)
    assert callers.end_what_nobody_confirmed(later(28)) == 0
    assert callers.end_what_nobody_confirmed(later(29)) == 1
    assert stored(listing).state is ListingState.WITHDRAWN
    assert acts(listing)[-1] == "listing.unconfirmed"
    assert callers.end_what_nobody_confirmed(later(30)) == 0


def test_asking_again_gives_four_more_weeks() -> None:
    firm, hub = a_firm(), a_reviewer()
    listing = noted(firm, hub)
    callers.ask_again(listing.id, replace(hub, now=NOW + timedelta(days=20)))
    assert callers.end_what_nobody_confirmed(later(29)) == 0
    answers.answer(token(firm.email), Said.YES, later(40))
    assert callers.end_what_nobody_confirmed(later(60)) == 0


class TestNewOrganisations:
    def test_a_caller_is_asked_at_the_address_that_they_gave(self) -> None:
        hub = a_reviewer()
        person = callers.welcome(CALLER, "de", hub)
        [premises] = organisations.premises_of(person.organisation_id or 0)
        firm = Firm(person.organisation_id or 0, premises.id, person.id, person.email)
        listing = noted(firm, hub)
        [letter] = outbox.to(CALLER.email)
        assert (letter.kind, letter.language) == ("confirm", "de")
        assert person.confirmed_at is None
        answers.answer(token(CALLER.email), Said.YES, NOBODY)
        assert person.confirmed_at == NOW
        assert callers.end_what_nobody_confirmed(later(100)) == 0
        assert stored(listing).state is ListingState.OPEN

    def test_an_address_that_has_an_account_is_refused(self) -> None:
        hub = a_reviewer()
        callers.welcome(CALLER, "nl", hub)
        with pytest.raises(EmailTakenError):
            callers.welcome(CALLER, "nl", hub)

    def test_who_never_confirms_anything_is_forgotten(self) -> None:
        hub = a_reviewer()
        person = callers.welcome(CALLER, "nl", hub)
        callers.end_what_nobody_confirmed(later(29))
        assert people.person_by_email(CALLER.email) is person
        callers.end_what_nobody_confirmed(later(30))
        assert people.person_by_email(CALLER.email) is None

    def test_who_is_still_asked_is_not_forgotten(self) -> None:
        hub = a_reviewer()
        person = callers.welcome(CALLER, "nl", hub)
        [premises] = organisations.premises_of(person.organisation_id or 0)
        firm = Firm(person.organisation_id or 0, premises.id, person.id, person.email)
        callers.register(a_draft(Side.OFFER, firm), replace(hub, now=NOW + timedelta(days=20)))
        callers.end_what_nobody_confirmed(later(40))
        assert person.active

    def test_for_an_organisation_without_anybody_nothing_is_put_in(self) -> None:
        firm, hub = a_firm(), a_reviewer()
        accounts.forget(firm.email, hub)
        with pytest.raises(NobodyToAskError):
            noted(firm, hub)


def test_no_round_collects_it() -> None:
    firm, hub = a_firm(), a_reviewer()
    noted(firm, hub)
    assert "ldpe-film" not in store.materials_offered(1)


class TestCallersWithoutAnAddress:
    TELEPHONE = "046 477 12 34"

    def called(self, hub: Actor) -> Firm:
        """Register a caller who has no e-mail address."""
        person = callers.welcome(replace(CALLER, email="", telephone=self.TELEPHONE), "nl", hub)
        [premises] = organisations.premises_of(person.organisation_id or 0)
        return Firm(person.organisation_id or 0, premises.id, person.id, person.email)

    def test_the_hub_calls_and_notes_that_it_is_right(self) -> None:
        hub = a_reviewer()
        firm = self.called(hub)
        listing = noted(firm, hub)
        assert list(outbox.unsent()) == []
        assert list(callers.to_call([listing], hub)) == [firm.organisation_id]
        callers.told_by_call(listing.id, Said.YES, "spoke with the owner", hub)
        assert stored(listing).confirm_by is None
        rows = trail.of_subject("listing", listing.id)
        assert [(row.act, words) for row, words in rows][-1] == (
            "listing.confirmed_by_call",
            "spoke with the owner",
        )
        assert callers.end_what_nobody_confirmed(later(100)) == 0
        person = people.person(firm.person_id)
        assert person is not None
        assert (person.address, person.called, person.active) == ("", self.TELEPHONE, True)

    def test_a_no_drops_it(self) -> None:
        hub = a_reviewer()
        listing = noted(self.called(hub), hub)
        callers.told_by_call(listing.id, Said.NO, "not theirs", hub)
        assert stored(listing).state is ListingState.WITHDRAWN

    def test_it_is_put_to_nobody_before_and_answered_by_telephone_after(self) -> None:
        hub, receiver = a_reviewer(), a_firm("Receiver", "maker", "station")
        firm = self.called(hub)
        listing = noted(firm, hub)
        a_need_listing(receiver)
        [made] = suggestions.of_listing(listing.id)
        story = answered(in_review(Story(firm, receiver, hub, made.id)))
        with pytest.raises(ListingUnconfirmedError):
            reviews.propose(made.id, story.version, hub)
        callers.told_by_call(listing.id, Said.YES, "yes", hub)
        reviews.propose(made.id, story.version, hub)
        assert [one.recipient for one in outbox.unsent()] == [receiver.email]
        assert [one.id for one in sheets.of_suggestion(made.id, hub).by_telephone] == [firm.organisation_id]
        reviews.answer(made.id, Party.GIVER, Answer.YES, None, hub)
        assert sheets.of_suggestion(made.id, hub).by_telephone == ()

    def test_nobody_is_registered_without_any_way_to_reach_them(self) -> None:
        with pytest.raises(NobodyToAskError):
            callers.welcome(replace(CALLER, email=""), "nl", a_reviewer())

    @pytest.mark.parametrize("written", ["046 477 12 34", "+31 (0)46 4771234", "0031464771234"])
    def test_a_number_that_is_known_is_no_second_organisation_however_it_is_written(
        self, written: str
    ) -> None:
        hub = a_reviewer()
        firm = self.called(hub)
        for email in ("", "another@example.org"):
            again = replace(CALLER, organisation="Toos naaiwerk", email=email, telephone=written)
            with pytest.raises(TelephoneKnownError) as refused:
                callers.welcome(again, "nl", hub)
            assert (refused.value.organisation_id, refused.value.name) == (
                firm.organisation_id,
                "Atelier Draad",
            )
        assert [one.name for one in organisations.all_by_name()] == ["Atelier Draad"]

    def test_another_number_and_that_of_who_is_forgotten_are_free(self) -> None:
        hub = a_reviewer()
        self.called(hub)
        callers.welcome(replace(CALLER, email="", telephone="046 477 12 35"), "nl", hub)
        accounts.forget_by_telephone(self.TELEPHONE, hub)
        assert self.called(hub).person_id

    def test_nobody_says_yes_or_no_for_an_owner_who_is_forgotten(self) -> None:
        firm, hub = a_firm(), a_reviewer()
        listing = noted(firm, hub)
        assert callers.reached_by_nobody([listing], hub) == set()
        accounts.forget(firm.email, NOBODY)
        assert callers.reached_by_nobody([listing], hub) == {firm.organisation_id}
        assert callers.to_call([listing], hub) == {}
        for said in (Said.YES, Said.NO):
            with pytest.raises(NobodyToAskError):
                callers.told_by_call(listing.id, said, "they said so", hub)
        with pytest.raises(NobodyToAskError):
            callers.ask_again(listing.id, hub)
        assert stored(listing).confirm_by is not None

    def test_who_is_called_is_not_asked_once_more_by_a_letter_that_never_leaves(self) -> None:
        hub = a_reviewer()
        listing = noted(self.called(hub), hub)
        until = listing.confirm_by
        with pytest.raises(NobodyToAskError):
            callers.ask_again(listing.id, replace(hub, now=NOW + timedelta(days=20)))
        assert (stored(listing).confirm_by, acts(listing)) == (until, ["listing.registered"])

    def test_whoever_has_an_address_says_it_by_the_link(self) -> None:
        firm, hub = a_firm(), a_reviewer()
        listing = noted(firm, hub)
        assert callers.to_call([listing], hub) == {}
        with pytest.raises(AskedByLetterError):
            callers.told_by_call(listing.id, Said.YES, "yes", hub)

    def test_what_was_said_is_needed_and_only_the_hub_notes_it(self) -> None:
        hub = a_reviewer()
        firm = self.called(hub)
        listing = noted(firm, hub)
        with pytest.raises(TextEmptyError):
            callers.told_by_call(listing.id, Said.YES, " ", hub)
        with pytest.raises(NotAllowedError):
            callers.told_by_call(listing.id, Said.YES, "yes", firm.member)

    def test_who_confirms_nothing_is_forgotten_with_the_telephone_number(self) -> None:
        hub = a_reviewer()
        firm = self.called(hub)
        callers.end_what_nobody_confirmed(later(30))
        person = people.person(firm.person_id)
        assert person is not None
        assert (person.telephone, person.active) == ("", False)

    def test_they_are_forgotten_by_their_telephone_number_however_it_is_written(self) -> None:
        hub = a_reviewer()
        firm = self.called(hub)
        with pytest.raises(NotFoundError):
            accounts.forget_by_telephone("046 477 12 35", hub)
        accounts.forget_by_telephone("+31 46 4771234", hub)
        person = people.person(firm.person_id)
        assert person is not None
        assert (person.telephone, person.active) == ("", False)
