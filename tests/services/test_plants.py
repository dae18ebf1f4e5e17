"""The register of processes: what a change of one moves, and what is asked of its operator."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from circulair.services import explanations, law_answers, plants, reviews, undo
from circulair.services import listings as listings_service
from circulair.services.actor import Actor
from circulair.services.faults import NotAllowedError, NotFoundError, VersionError
from circulair.services.plants import Names, Standing, Told
from circulair.services.reviews import Refusal
from circulair.services.revival import Revived
from circulair.store import exchanges as store_exchanges
from circulair.store import listings, outbox, suggestions, trail
from circulair.store import processes as store
from circulair.store.records import ProcessRecord, SuggestionRecord
from circulair.store.session import Store
from flows.conditions import Condition
from flows.errors import UnknownCodeError
from flows.exchanges import Party, ProcessIdleError
from flows.processes import MassCreatedError, Output, ProcessStatus, Yield
from flows.strategies import Strategy
from flows.suggestions import Answer, Lapse, Reason, Status, UndoOverError
from tests.stories import A_PRODUCT, Story, agreed, answered, in_review
from tests.worlds import a_firm, a_need_listing, a_plant, a_reviewer, an_offer_listing

RUNS = Standing(ProcessStatus.RUNNING, date(2027, 2, 1), "telephone call with the operator")
STOPPED = replace(RUNS, status=ProcessStatus.STOPPED)
MOST_OF_IT = Yield(Decimal("0.7"), Decimal("0.8"), Decimal("0.9"))

TOLD = Told(
    names=Names("Vergister Verzonnen"),
    operator="Verzonnen BV",
    organisation_id=None,
    takes=("bread",),
    gives=(Output("compost", MOST_OF_IT, Strategy.R8_LOW),),
    standing=RUNS,
    eural=("200108",),
)


def a_market() -> tuple[int, int]:
    """Let one offer bread and another look for compost; return the two listings."""
    offer = an_offer_listing(a_firm("Giver"), "bread")
    need = a_need_listing(a_firm("Receiver", "maker", "station"), "compost", "10")
    return offer.id, need.id


def between(need: int) -> list[SuggestionRecord]:
    return list(suggestions.of_listing(need))


@pytest.mark.both_databases
def test_a_running_plant_is_a_way_at_once_and_one_that_stops_is_none(store: Store) -> None:
    with store.unit_of_work():
        hub, (_, need) = a_reviewer(), a_market()
        record = plants.register(TOLD, hub).record
        [found] = between(need)
        assert found.lines[0].processes == "vergister-verzonnen"
        moved = plants.change(record.id, record.version, replace(TOLD, standing=STOPPED), hub)
        [lapsed] = between(need)
        assert (moved.lapsed, lapsed.status, lapsed.lapsed_for) == (1, Status.LAPSED, Lapse.PROCESS_IDLE)
        plants.change(record.id, record.version, TOLD, hub)
        assert sorted(one.status for one in between(need)) == [Status.LAPSED, Status.NEW]


def through_a_plant(hub: Actor) -> tuple[Story, ProcessRecord]:
    """Tell of bread that becomes compost by way of a plant, up to a lawful suggestion in review."""
    giver, receiver = a_firm("Giver"), a_firm("Receiver", "maker", "station")
    an_offer_listing(giver, "bread")
    need = a_need_listing(receiver, "compost", "10")
    record = plants.register(replace(TOLD, eural=()), hub).record
    [found] = between(need.id)
    food = {"food_origin": law_answers.Told("plant")}
    answers = replace(A_PRODUCT, answers={**A_PRODUCT.answers, **food})
    return answered(in_review(Story(giver, receiver, hub, found.id)), answers), record


def stop(record: ProcessRecord, hub: Actor) -> None:
    plants.change(record.id, record.version, replace(TOLD, eural=(), standing=STOPPED), hub)


def propose(story: Story) -> None:
    reviews.propose(story.suggestion_id, story.version, story.hub)


@pytest.mark.parametrize("go_on", [lambda _story: None, propose])
@pytest.mark.usefixtures("unit")
def test_nothing_comes_back_through_a_plant_that_has_stopped(go_on: Callable[[Story], None]) -> None:
    hub = a_reviewer()
    story, record = through_a_plant(hub)
    go_on(story)
    reviews.decline(story.suggestion_id, story.version, Refusal(Reason.PRICE), hub)
    stop(record, a_reviewer("second@example.org"))
    step = undo.last_step(hub)
    assert step is not None
    with pytest.raises(UndoOverError):
        undo.undo(step.id, hub)
    assert story.suggestion.status is Status.DECLINED


@pytest.mark.usefixtures("unit")
def test_a_proposal_does_not_stand_again_through_a_plant_that_has_stopped() -> None:
    hub = a_reviewer()
    story, record = through_a_plant(hub)
    propose(story)
    listings_service.withdraw(story.suggestion.need_id, story.receiver.member)
    stop(record, hub)
    plants.register(replace(TOLD, eural=(), names=Names("Vergister Twee")), hub)
    back = listings_service.reopen(story.suggestion.need_id, story.receiver.member)
    assert back == Revived(lost=(story.suggestion_id,))


@pytest.mark.usefixtures("unit")
def test_nothing_is_proposed_or_agreed_through_a_plant_that_does_not_run() -> None:
    story, record = through_a_plant(a_reviewer())
    record.status = ProcessStatus.STOPPED
    with pytest.raises(ProcessIdleError, match=record.code):
        propose(story)
    record.status = ProcessStatus.RUNNING
    propose(story)
    reviews.answer(story.suggestion_id, Party.GIVER, Answer.YES, None, story.giver.member)
    record.status = ProcessStatus.UNKNOWN
    with pytest.raises(ProcessIdleError, match=record.code):
        reviews.answer(story.suggestion_id, Party.RECEIVER, Answer.YES, None, story.receiver.member)
    assert store_exchanges.of_suggestion(story.suggestion_id) == []


@pytest.mark.both_databases
def test_a_plant_that_asks_more_lets_what_it_refuses_lapse(store: Store) -> None:
    with store.unit_of_work():
        hub, (_, need) = a_reviewer(), a_market()
        record = plants.register(TOLD, hub).record
        moved = plants.change(record.id, record.version, replace(TOLD, minimum_tonnes=Decimal(41)), hub)
        [lapsed] = between(need)
        assert (moved.lapsed, lapsed.status) == (1, Status.LAPSED)
        plants.change(record.id, record.version, replace(TOLD, minimum_tonnes=Decimal(40)), hub)
        fresh = between(need)[-1] if between(need)[-1].status is Status.NEW else between(need)[0]
        assert explanations.explain(fresh.lines[0]).to_ask == (("vergister-verzonnen", Condition.EURAL),)
        fresh.lines[0].offer.eural = "150102"
        assert explanations.explain(fresh.lines[0]).broken is Condition.EURAL


@pytest.mark.both_databases
@pytest.mark.parametrize("status", sorted(set(ProcessStatus) - {ProcessStatus.RUNNING}))
def test_only_a_running_process_is_a_destination(store: Store, status: ProcessStatus) -> None:
    with store.unit_of_work():
        hub, (_, need) = a_reviewer(), a_market()
        plants.register(replace(TOLD, standing=replace(RUNS, status=status)), hub)
        assert between(need) == []


@pytest.mark.both_databases
def test_what_is_agreed_stays_when_a_plant_stops_and_is_told(store: Store) -> None:
    with store.unit_of_work():
        hub = a_reviewer("somebody@example.org")
        giver, receiver = a_firm("Giver"), a_firm("Receiver", "maker", "station")
        an_offer_listing(giver, "bread")
        need = a_need_listing(receiver, "compost", "10")
        record = plants.register(TOLD, hub).record
        [made] = between(need.id)
        story = agreed(Story(giver, receiver, hub, made.id))
        moved = plants.change(record.id, record.version, replace(TOLD, standing=STOPPED), hub)
        assert (moved.lapsed, moved.relied_on) == (0, (story.suggestion_id,))
        assert story.suggestion.status is Status.AGREED


@pytest.mark.both_databases
def test_an_old_version_changes_nothing(store: Store) -> None:
    with store.unit_of_work():
        hub = a_reviewer()
        record = plants.register(TOLD, hub).record
        seen = record.version
        plants.change(record.id, seen, replace(TOLD, limits="dry"), hub)
    with pytest.raises(VersionError), store.unit_of_work():
        plants.change(record.id, seen, replace(TOLD, limits="wet"), hub)
    with store.unit_of_work():
        assert plants.one(record.id, hub).limits == "dry"
        acts = [row.act for row, _ in trail.of_subject("process", record.id)]
        assert acts == ["process.registered", "process.changed"]


def test_parts_are_replaced_and_what_stays_keeps_its_row(unit: object) -> None:
    hub = a_reviewer()
    record = plants.register(TOLD, hub).record
    two = (Output("compost", None, Strategy.R8_LOW), Output("heat", None, Strategy.R9))
    plants.change(record.id, record.version, replace(TOLD, takes=("bread", "green-waste"), gives=two), hub)
    now = plants.one(record.id, hub)
    assert [one.material for one in now.takes] == ["bread", "green-waste"]
    assert [(one.material, one.yield_likely) for one in now.gives] == [("compost", None), ("heat", None)]


def test_what_cannot_be_is_refused(unit: object) -> None:
    hub, whole = a_reviewer(), Yield(Decimal(1), Decimal(1), Decimal(1))
    twice = (Output("compost", whole, Strategy.R8_LOW), Output("heat", whole, Strategy.R9))
    for wrong, error in (
        (replace(TOLD, gives=twice), MassCreatedError),
        (replace(TOLD, takes=("unobtainium",)), UnknownCodeError),
        (replace(TOLD, eural=("999999",)), UnknownCodeError),
        (replace(TOLD, organisation_id=12345), NotFoundError),
    ):
        with pytest.raises(error):
            plants.register(wrong, hub)
    assert store.codes() == set()


def test_two_of_one_name_have_codes_of_their_own(unit: object) -> None:
    hub = a_reviewer()
    codes = [plants.register(TOLD, hub).record.code for _ in range(2)]
    assert codes == ["vergister-verzonnen", "vergister-verzonnen-2"]


def test_the_operator_is_asked_what_nobody_knows(unit: object) -> None:
    hub = a_reviewer()
    building = replace(RUNS, status=ProcessStatus.BUILDING)
    record = plants.register(replace(TOLD, standing=building, limits="dry"), hub).record
    assert plants.questions(record) == ("running", "capacity", "minimum")
    plants.ask_operator(record.id, ("plant@example.org", "de"), hub)
    [letter] = outbox.unsent_of("operator")
    assert (letter.recipient, letter.language) == ("plant@example.org", "de")
    assert record.asked_at == hub.now


def test_nothing_is_asked_of_what_has_stopped(unit: object) -> None:
    hub = a_reviewer()
    record = plants.register(replace(TOLD, standing=STOPPED), hub).record
    assert plants.questions(record) == ()
    with pytest.raises(NotFoundError):
        plants.ask_operator(record.id, ("plant@example.org", "nl"), hub)


def test_a_known_process_of_a_source_can_be_changed(unit: object) -> None:
    hub, plant = a_reviewer(), a_plant("bread", "compost")
    plants.change(plant.id, plant.version, replace(TOLD, capacity_tonnes=Decimal(500)), hub)
    assert plants.one(plant.id, hub).capacity_tonnes == 500


def test_only_the_hub_keeps_the_register(unit: object) -> None:
    firm = a_firm()
    with pytest.raises(NotAllowedError):
        plants.register(TOLD, firm.member)
    with pytest.raises(NotAllowedError):
        plants.everything(firm.member)
    assert listings.of_organisation(firm.organisation_id) == []
