"""What several people do at the same moment, on both databases: one wins, the others are told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest

from circulair.files.vault import Vault
from circulair.services import (
    checks,
    documents,
    exchanges,
    organisations,
    premises_import,
    promises,
    releases,
    reviews,
    sweeps,
    temporary_uses,
    undo,
)
from circulair.services.documents import Place, Upload
from circulair.services.faults import VersionError
from circulair.services.positions import NoAddressService
from circulair.services.premises_import import Sent
from circulair.services.reviews import Refusal
from circulair.services.sweeps import Swept
from circulair.store import documents as document_store
from circulair.store import organisations as organisation_store
from circulair.store import premises as premises_store
from circulair.store import suggestions, trail
from circulair.store.records import DocumentKind
from circulair.store.session import ConflictError, Store, begin_writing
from flows.errors import FlowsError
from flows.exchanges import DeliveryStatus, Party
from flows.suggestions import Answer, Reason, Status
from flows.temporary_use import UseParty, UseStatus
from tests.papers import an_image
from tests.stories import Story, a_story, agreed, in_review, proposed
from tests.together import together, until_it_waits
from tests.vacancies import a_space_need, a_vacant_shop
from tests.worlds import NOBODY, NOW, a_firm, a_need_listing, a_plant, a_reviewer, an_offer_listing

pytestmark = pytest.mark.both_databases

TOLD = (FlowsError, ConflictError)
"""What somebody who came second is told."""


def winners(outcomes: list[object]) -> list[object]:
    """Return what was not refused; anything but a refusal in plain words is an error of ours."""
    errors = [one for one in outcomes if isinstance(one, Exception) and not isinstance(one, TOLD)]
    assert errors == []
    return [one for one in outcomes if not isinstance(one, Exception)]


def test_a_release_that_is_made_while_a_name_is_withdrawn_does_not_tell_it(store: Store) -> None:
    with store.unit_of_work():
        story = agreed(a_story())
        for party, firm in ((Party.GIVER, story.giver), (Party.RECEIVER, story.receiver)):
            exchanges.consent(story.exchange.id, party, firm.member, public=True)
        told = exchanges.report_delivery(
            story.exchange.id, Party.GIVER, NOW.date(), Decimal(3), story.giver.member
        )
        exchanges.answer_delivery(
            told.id, story.exchange.id, Party.RECEIVER, DeliveryStatus.CONFIRMED, story.receiver.member
        )

    def make() -> None:
        with store.unit_of_work():
            releases.make(NOW.date(), story.hub)

    with ThreadPoolExecutor(1) as pool:
        with store.unit_of_work() as session:
            exchanges.consent(story.exchange.id, Party.GIVER, story.giver.member, public=False)
            making = pool.submit(make)
            until_it_waits(session, making)
        making.result(timeout=30)
    with store.unit_of_work(reading=True):
        release = releases.shown()
    assert release is not None
    assert release.flows == ()


def test_of_two_reviewers_who_decide_at_once_one_wins(store: Store) -> None:
    with store.unit_of_work():
        story, other = a_story(), a_reviewer("second@example.org")
        seen = story.version

    def decide(number: int) -> Status:
        actor = (story.hub, other)[number]
        with store.unit_of_work():
            refusal = Refusal((Reason.PRICE, Reason.LAW)[number])
            return reviews.decline(story.suggestion_id, seen, refusal, actor).status

    outcomes = together(2, decide)
    assert winners(list(outcomes)) == [Status.DECLINED]
    [told] = [one for one in outcomes if isinstance(one, Exception)]
    assert isinstance(told, (VersionError, ConflictError))
    with store.unit_of_work(reading=True):
        assert story.suggestion.status is Status.DECLINED
        assert trail.broken_seals() == []


def test_of_a_sweep_and_a_take_at_once_neither_overwrites_the_other(
    store: Store,
) -> None:
    with store.unit_of_work():
        story, other = a_story(), a_reviewer("second@example.org")
        for name in ("Another", "Third"):
            a_need_listing(a_firm(name, "maker"))
        found = suggestions.of_listing(story.suggestion.lines[0].offer_id)
        seen = {one.id: one.version for one in found}

    acts: tuple[Callable[[], object], ...] = (
        lambda: sweeps.decline_all(seen, Refusal(Reason.PRICE), story.hub),
        lambda: reviews.take(story.suggestion_id, seen[story.suggestion_id], other).status,
    )

    def act(number: int) -> object:
        with store.unit_of_work():
            return acts[number]()

    swept, taken = together(2, act)
    assert isinstance(swept, Swept)
    with store.unit_of_work(reading=True):
        status = story.suggestion.status
        assert status in (Status.DECLINED, Status.IN_REVIEW)
        assert (taken is Status.IN_REVIEW) == (status is Status.IN_REVIEW) == bool(swept.left)
        assert len(swept.declined) + len(swept.left) == len(seen)
        assert trail.broken_seals() == []


def test_of_two_sweeps_at_once_each_suggestion_is_declined_once(store: Store) -> None:
    with store.unit_of_work():
        story, other = a_story(), a_reviewer("second@example.org")
        for name in ("Another", "Third", "Fourth"):
            a_need_listing(a_firm(name, "maker"))
        seen = {one.id: one.version for one in suggestions.of_listing(story.suggestion.lines[0].offer_id)}

    def sweep(number: int) -> Swept:
        with store.unit_of_work():
            chosen = dict(sorted(seen.items())[number : number + 3])
            return sweeps.decline_all(chosen, Refusal(Reason.PRICE), (story.hub, other)[number])

    outcomes = [one for one in together(2, sweep) if isinstance(one, Swept)]
    assert len(outcomes) == 2
    assert sorted(number for one in outcomes for number in one.declined) == sorted(seen)
    assert sum(len(one.left) for one in outcomes) == 2


def test_of_two_who_take_the_same_step_back_at_once_one_is_told(store: Store) -> None:
    with store.unit_of_work():
        story = in_review(a_story())
        step = undo.last_step(story.hub)
    assert step is not None

    def back(_number: int) -> undo.Undone:
        with store.unit_of_work():
            return undo.undo(step.id, story.hub)

    assert len(winners(list(together(2, back)))) == 1
    with store.unit_of_work(reading=True):
        acts = [row.act for row, _words in trail.of_subject("suggestion", story.suggestion_id)]
        assert acts.count("suggestion.undone") == 1


def test_of_undoing_and_going_on_at_once_one_wins(store: Store) -> None:
    with store.unit_of_work():
        story, other = in_review(a_story()), a_reviewer("second@example.org")
        step, seen = undo.last_step(story.hub), story.version
    assert step is not None

    acts: tuple[Callable[[], object], ...] = (
        lambda: undo.undo(step.id, story.hub),
        lambda: reviews.decline(story.suggestion_id, seen, Refusal(Reason.LAW), other).status,
    )

    def act(number: int) -> object:
        with store.unit_of_work():
            return acts[number]()

    [won] = winners(list(together(2, act)))
    with store.unit_of_work(reading=True):
        assert story.suggestion.status is (Status.DECLINED if won is Status.DECLINED else Status.NEW)


def test_twenty_who_want_the_same_tonnes_at_once_never_get_more_than_there_are(store: Store) -> None:
    with store.unit_of_work():
        giver, hub = a_firm("Giver"), a_reviewer()
        stories = []
        offer = an_offer_listing(giver, tonnes="50")
        for number in range(20):
            receiver = a_firm(f"Receiver {number}", "maker")
            need = a_need_listing(receiver, tonnes="20")
            [made] = suggestions.of_listing(need.id)
            story = proposed(Story(giver, receiver, hub, made.id))
            reviews.answer(story.suggestion_id, Party.GIVER, Answer.YES, None, giver.member)
            stories.append(story)

    def last_yes(number: int) -> int:
        story = stories[number]
        with store.unit_of_work():
            reviews.answer(story.suggestion_id, Party.RECEIVER, Answer.YES, None, story.receiver.member)
        return number

    won = winners(list(together(20, last_yes)))
    with store.unit_of_work(reading=True):
        promised = [stories[int(str(number))].exchange.tonnes_agreed for number in won]
        assert list(map(str, promised)) == ["20", "20"]
        assert promises.book(NOBODY.today).taken(offer).yearly == 40
        assert list(checks.broken_laws(NOBODY.today)) == []
        assert trail.broken_seals() == []


def test_five_who_want_the_same_plant_at_once_never_get_more_than_it_can_take(store: Store) -> None:
    with store.unit_of_work():
        a_plant("ldpe-film", "pe-regranulate", "0.5", "100")
        hub, stories = a_reviewer(), []
        for number in range(5):
            giver, receiver = a_firm(f"Giver {number}"), a_firm(f"Receiver {number}", "maker", "station")
            offer = an_offer_listing(giver, tonnes="40")
            [made] = [
                one
                for one in suggestions.of_listing(a_need_listing(receiver, "pe-regranulate", "20").id)
                if one.lines[0].offer_id == offer.id
            ]
            story = proposed(Story(giver, receiver, hub, made.id))
            reviews.answer(story.suggestion_id, Party.GIVER, Answer.YES, None, giver.member)
            stories.append(story)

    def last_yes(number: int) -> int:
        story = stories[number]
        with store.unit_of_work():
            reviews.answer(story.suggestion_id, Party.RECEIVER, Answer.YES, None, story.receiver.member)
        return number

    won = winners(list(together(5, last_yes)))
    with store.unit_of_work(reading=True):
        assert 1 <= len(won) <= 2
        assert promises.book(NOBODY.today).taken_through("plant").yearly == 40 * len(won)
        assert list(checks.broken_laws(NOBODY.today)) == []


def test_both_sides_who_say_yes_at_once_make_one_exchange(store: Store) -> None:
    with store.unit_of_work():
        story = proposed(a_story())

    def say_yes(number: int) -> None:
        party, firm = ((Party.GIVER, story.giver), (Party.RECEIVER, story.receiver))[number]
        with store.unit_of_work():
            reviews.answer(story.suggestion_id, party, Answer.YES, None, firm.member)

    assert len(winners(list(together(2, say_yes)))) == 2
    with store.unit_of_work(reading=True):
        assert story.suggestion.status is Status.AGREED
        assert story.exchange.tonnes_agreed == 25


def test_of_two_who_answer_a_delivery_at_once_one_is_told(store: Store) -> None:
    with store.unit_of_work():
        story = agreed(a_story())
        delivery = exchanges.report_delivery(
            story.exchange.id, Party.GIVER, NOBODY.today, Decimal(4), story.giver.member
        )
        exchange_id = story.exchange.id

    def respond(number: int) -> None:
        wanted = (DeliveryStatus.CONFIRMED, DeliveryStatus.DISPUTED)[number]
        with store.unit_of_work():
            exchanges.answer_delivery(delivery.id, exchange_id, Party.RECEIVER, wanted, story.receiver.member)

    assert len(winners(list(together(2, respond)))) == 1


def test_a_need_and_an_offer_registered_at_once_are_suggested_once_at_most(store: Store) -> None:
    with store.unit_of_work():
        giver, receiver = a_firm("Giver"), a_firm("Receiver")

    def register(number: int) -> int:
        with store.unit_of_work():
            made = (lambda: an_offer_listing(giver), lambda: a_need_listing(receiver))[number]()
            return made.id

    assert len(winners(list(together(2, register)))) == 2
    with store.unit_of_work(reading=True):
        assert suggestions.count(list(Status)) == 1


def test_of_two_uses_of_one_place_that_are_agreed_at_once_one_has_it(store: Store) -> None:
    with store.unit_of_work():
        owner, places = a_firm("Panden"), []
        premises = a_vacant_shop(owner)
        for name in ("Repair", "Maker"):
            seeker = a_firm(name, "maker")
            places.append(temporary_uses.propose(premises.id, a_space_need(seeker).id, seeker.member))
        seen = [(use.id, use.version) for use in places]

    def say_yes(number: int) -> UseStatus:
        use_id, version = seen[number]
        with store.unit_of_work():
            return temporary_uses.agree(use_id, UseParty.OWNER, version, owner.member).status

    assert winners(list(together(2, say_yes))) == [UseStatus.AGREED]
    with store.unit_of_work(reading=True):
        assert premises_store.running(premises.id) in [number for number, _version in seen]


def test_a_place_that_is_taken_back_while_it_is_agreed_is_one_of_both(store: Store) -> None:
    with store.unit_of_work():
        owner, seeker = a_firm("Panden"), a_firm("Repair", "culture")
        premises = a_vacant_shop(owner)
        use = temporary_uses.propose(premises.id, a_space_need(seeker).id, seeker.member)
        number, version = use.id, use.version

    acts: tuple[Callable[[], object], ...] = (
        lambda: temporary_uses.agree(number, UseParty.OWNER, version, owner.member).status,
        lambda: organisations.withdraw_vacancy(premises.id, owner.member).vacant,
    )

    def act(place: int) -> object:
        with store.unit_of_work():
            return acts[place]()

    assert len(winners(list(together(2, act)))) == 1
    with store.unit_of_work(reading=True):
        record = premises_store.full(premises.id)
        assert record is not None
        assert record.vacant is (premises_store.running(premises.id) is not None)


def test_of_documents_at_once_for_which_there_is_room_for_one_one_is_kept(
    store: Store, tmp_path: Path
) -> None:
    with store.unit_of_work():
        firm = a_firm("Full")
        upload = Upload("a.png", an_image(), DocumentKind.OTHER)
        place, vault = Place(organisation_id=firm.organisation_id), Vault(tmp_path)
        for _ in range(documents.MOST - 1):
            documents.add(upload, place, vault, firm.member)

    def add(number: int) -> int:
        with store.unit_of_work():
            return documents.add(upload, place, vault, firm.member).id

    outcomes = together(4, add)
    assert len(winners(list(outcomes))) == 1
    with store.unit_of_work(reading=True):
        assert len(document_store.of_organisations([firm.organisation_id])) == documents.MOST


def test_of_one_file_with_premises_read_in_twice_at_once_one_is_kept(store: Store) -> None:
    with store.unit_of_work():
        firm = a_firm("Twice")
    row = "Winkel;120,5;5,829;50,974;1883010000012345"
    sent = Sent(f"naam;oppervlakte;lengtegraad;breedtegraad;bag\n{row}".encode(), "nl")

    def bring(number: int) -> int:
        with store.unit_of_work(slow_first=True):
            told = premises_import.checked(sent, NoAddressService(), firm.member)
            begin_writing()
            return premises_import.keep(told, firm.member)

    assert winners(list(together(3, bring))) == [1]
    with store.unit_of_work(reading=True):
        named = [one.name for one in organisation_store.premises_of(firm.organisation_id)]
        assert named.count("Winkel") == 1
