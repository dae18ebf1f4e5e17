"""Plans: the best set of what can be agreed now, today's beside it, and its lines as suggestions."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from circulair.services import collection, law_answers, listings, planning, plans, reviews, wide_search
from circulair.services.actor import Actor
from circulair.services.faults import NotAllowedError, NotFoundError
from circulair.services.law_answers import Seen, Told
from circulair.services.planning import NothingToPlanError
from circulair.services.plans import Shown
from circulair.services.reviews import Refusal
from circulair.store import exchanges, suggestions, trail
from circulair.store import plans as store
from circulair.store.records import ListingRecord, PlanState, SuggestionRecord
from flows.collection import Collection, Per
from flows.exchanges import Party
from flows.plans import Aim, Holder
from flows.streams import Side
from flows.suggestions import Answer, Reason, Status
from tests.stories import A_PRODUCT, Story, a_story, agreed, answered, in_review, proposed
from tests.worlds import (
    Firm,
    a_draft,
    a_firm,
    a_need_listing,
    a_plant,
    a_reviewer,
    an_offer_listing,
)

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("unit")]


OUT_OF_NEW_HOUSE = {"building_from": Told("from_1994"), "building_notice_due": Told("no")}
"""What the law asks of rubble, answered so that nothing stands in its way."""


class Town:
    """Two givers of 40 and 30 tonnes, a near receiver of 50 and a far one of 15."""

    def __init__(self) -> None:
        self.firms = {
            "large": a_firm("Large", "maker", "market"),
            "small": a_firm("Small", "shop", "station"),
            "near": a_firm("Near", "maker", "station"),
            "far": a_firm("Far", "maker", "sittard"),
        }
        self.large = an_offer_listing(self.firms["large"])
        self.small = an_offer_listing(self.firms["small"], tonnes="30")
        self.near = a_need_listing(self.firms["near"], tonnes="50")
        self.far = a_need_listing(self.firms["far"], tonnes="15")
        self.hub = a_reviewer()

    def planned(self, aim: Aim = Aim.TONNES) -> Shown:
        return plans.shown(plans.ask(aim, self.hub).id, 1, self.hub)

    def accepts(self, plan: Shown, *numbers: int) -> plans.Taken:
        return plans.accept(plan.record.id, numbers or [line.number for line in plan.lines], self.hub)


@pytest.fixture
def town() -> Town:
    return Town()


def forgotten(*listing_ids: int) -> None:
    """Let suggestions lapse, so that a plan meets pairs that are in no queue."""
    for listing_id in listing_ids:
        for suggestion in suggestions.alive_of_listing(listing_id):
            suggestion.status = Status.LAPSED
            for line in suggestion.lines:
                line.open_key = None


def one(number: int) -> SuggestionRecord:
    found = suggestions.one(number)
    assert found is not None
    return found


def put_to_both(number: int, hub: Actor) -> None:
    """Take a suggestion, answer the law for each of its lines, and propose it."""
    reviews.take(number, one(number).version, hub)
    for line in one(number).lines:
        seen = Seen(one(number).version, line.offer.version)
        law_answers.answer_law(line.id, seen, number, A_PRODUCT, hub)
    reviews.propose(number, one(number).version, hub)


def tonnes(plan: Shown) -> list[Decimal]:
    return [line.arriving for line in plan.lines]


def test_the_plan_fills_what_can_be_filled_and_says_what_holds_it_back(town: Town) -> None:
    plan = town.planned()
    assert sum(tonnes(plan)) == 65
    assert (plan.reaches["plan"].arriving, plan.outcome["gap"]) == (65, 0)
    found = {(item.holder, item.listing.id if item.listing else 0) for item in plan.bottlenecks}
    assert found == {(Holder.NEED, town.near.id), (Holder.NEED, town.far.id)}
    assert tonnes(plan) == sorted(tonnes(plan), reverse=True)


def test_the_queue_beside_it_is_worked_from_the_top(town: Town) -> None:
    plan = town.planned()
    queue = plan.reaches["queue"]
    assert 0 < queue.arriving <= plan.reaches["plan"].arriving
    assert plan.reaches["agreed"].matches == 0


def test_what_is_agreed_is_taken_off_and_told_beside() -> None:
    story = agreed(a_story(offered="40", needed="25"))
    other = a_need_listing(a_firm("Other", "maker"), tonnes="30")
    plan = plans.shown(plans.ask(Aim.TONNES, story.hub).id, 1, story.hub)
    assert [(line.need_id, str(line.arriving)) for line in plan.lines] == [(other.id, "15")]
    assert (plan.reaches["agreed"].matches, plan.reaches["agreed"].arriving) == (1, 25)


def test_a_plant_is_used_up_to_its_capacity_and_keeps_its_yield(town: Town) -> None:
    a_plant("concrete-rubble", "gravel", "0.5", "12")
    an_offer_listing(town.firms["large"], "concrete-rubble", "100")
    need = a_need_listing(town.firms["near"], "gravel", "80")
    [line] = [line for line in town.planned().lines if line.need_id == need.id]
    assert (str(line.leaving), str(line.arriving), line.processes) == ("12", "6", "plant")


def test_what_a_plant_refuses_is_not_planned_by_way_of_it(town: Town) -> None:
    closed, _open = (a_plant("concrete-rubble", "gravel", "0.5", code=code) for code in ("closed", "open"))
    offer = an_offer_listing(town.firms["large"], "concrete-rubble", "10")
    need = a_need_listing(town.firms["near"], "gravel", "80")
    offer.eural, closed.eural, closed.minimum_tonnes = "170101", "170904", Decimal(1)
    [line] = [line for line in town.planned().lines if line.need_id == need.id]
    assert (str(line.arriving), line.processes) == ("5", "open")
    _open.minimum_tonnes = Decimal(11)
    assert need.id not in {line.need_id for line in town.planned(Aim.RUNG).lines}


def refused(aim: Aim, hub: Actor) -> str:
    """Return why a plan is refused, of which then nothing is stored."""
    with pytest.raises(NothingToPlanError) as caught:
        plans.ask(aim, hub)
    assert plans.recent(hub) == []
    return caught.value.code


def test_what_somebody_declined_is_not_planned() -> None:
    story = a_story()
    reviews.decline(story.suggestion_id, story.version, Refusal(Reason.PRICE), story.hub)
    assert refused(Aim.RUNG, story.hub) == "plan.nothing"


def test_matches_without_tonnes_are_not_planned() -> None:
    story = a_story(offered=None)
    assert refused(Aim.RUNG, story.hub) == "plan.no_amounts"


def test_matches_without_tonnes_are_counted_beside_a_plan(town: Town) -> None:
    an_offer_listing(town.firms["large"], tonnes=None)
    plan = town.planned()
    assert (plan.outcome["unknown"], plan.outcome["unweighed"]) == (2, 1)


def test_a_plan_stays_as_it_was_made(town: Town) -> None:
    plan = town.planned()
    listings.withdraw(town.large.id, town.firms["large"].member)
    again = plans.shown(plan.record.id, 1, a_reviewer("second@example.org"))
    assert tonnes(again) == tonnes(plan)
    assert again.outcome == json.loads(plan.record.outcome)


def test_the_same_market_gives_the_same_plan(town: Town) -> None:
    seen = [[(line.offer_id, line.need_id, line.arriving) for line in town.planned().lines] for _ in range(2)]
    assert seen[0] == seen[1]


def test_euros_are_those_told_in_confidence_for_a_tonne_or_spread_over_a_year(town: Town) -> None:
    collection.tell(town.large.id, 0, Collection(euros=Decimal(90), per=Per.TONNE), town.hub)
    collection.tell(town.small.id, 0, Collection(euros=Decimal(100), per=Per.MONTH), town.hub)
    plan = town.planned(Aim.EUROS)
    assert plan.reaches["plan"].euros == pytest.approx(40 * 90 + 25 * 1200 / 30)
    assert plan.outcome["unmeasured"] == 0


def test_a_price_for_each_emptying_says_nothing_of_tonnes(town: Town) -> None:
    collection.tell(town.large.id, 0, Collection(euros=Decimal(9), per=Per.EMPTYING), town.hub)
    assert refused(Aim.EUROS, town.hub) == "plan.no_prices"


def test_pairs_without_a_price_are_counted_beside_a_plan_of_euros(town: Town) -> None:
    collection.tell(town.large.id, 0, Collection(euros=Decimal(9), per=Per.TONNE), town.hub)
    plan = town.planned(Aim.EUROS)
    assert (plan.outcome["unmeasured"], plan.outcome["considered"]) == (2, 4)


def test_short_ways_reach_nine_tenths_with_less_driving(town: Town) -> None:
    most, near = town.planned(), town.planned(Aim.KM)
    assert near.reaches["plan"].arriving == pytest.approx(0.9 * 65, abs=1e-3)
    assert near.reaches["plan"].tonne_km < most.reaches["plan"].tonne_km


def test_lines_of_one_need_become_one_suggestion_of_just_the_planned_tonnes(town: Town) -> None:
    plan = town.planned()
    forgotten(town.near.id, town.far.id)
    taken = town.accepts(plan)
    assert (len(taken.made), taken.planned, taken.kept, taken.refused) == (2, (), (), ())
    made = {one(number).need_id: one(number) for number in taken.made}
    for line in plan.lines:
        [found] = [item for item in made[line.need_id].lines if item.offer_id == line.offer_id]
        assert (found.tonnes_likely, found.taken_tonnes) == (line.arriving, line.leaving)
    assert [item.status for item in made.values()] == [Status.NEW, Status.NEW]
    assert len(made[town.near.id].lines) == 2
    assert plans.shown(plan.record.id, 1, town.hub).accepted == len(plan.lines)


def test_a_suggestion_with_two_givers_outlives_a_look_at_one_of_them(town: Town) -> None:
    plan = town.planned()
    forgotten(town.near.id, town.far.id)
    town.accepts(plan)
    listings.extend(town.large.id, town.firms["large"].member)
    alive = [item for item in suggestions.alive_of_listing(town.near.id) if len(item.lines) == 2]
    assert [sum(line.tonnes_likely or 0 for line in item.lines) for item in alive] == [50]


def test_a_suggestion_with_two_givers_can_be_agreed_for_just_the_planned_tonnes(town: Town) -> None:
    plan = town.planned()
    forgotten(town.near.id, town.far.id)
    number = next(number for number in town.accepts(plan).made if len(one(number).lines) == 2)
    put_to_both(number, town.hub)
    for name, party in (("large", Party.GIVER), ("near", Party.RECEIVER), ("small", Party.GIVER)):
        reviews.answer(number, party, Answer.YES, None, town.firms[name].member)
    assert one(number).status is Status.AGREED
    assert sum(made.tonnes_agreed or 0 for made in exchanges.of_suggestion(number)) == 50


def test_it_ends_when_one_of_its_givers_withdraws(town: Town) -> None:
    plan = town.planned()
    forgotten(town.near.id, town.far.id)
    town.accepts(plan)
    listings.withdraw(town.small.id, town.firms["small"].member)
    assert not [item for item in suggestions.alive_of_listing(town.near.id) if len(item.lines) == 2]


def test_accepted_twice_a_line_makes_one_suggestion(town: Town) -> None:
    plan = town.planned()
    forgotten(town.near.id, town.far.id)
    [made] = town.accepts(plan, 1).made
    again = town.accepts(plan, 1)
    assert (again.made, again.kept, again.refused) == ((), (made,), ())


def test_a_pair_in_the_queue_keeps_its_suggestion_which_goes_by_the_plan() -> None:
    story = in_review(a_story(offered="40", needed="25"))
    rival = a_need_listing(a_firm("Rival", "maker", "station"), tonnes="30")
    plan = plans.shown(plans.ask(Aim.TONNES, story.hub).id, 1, story.hub)
    before = len(suggestions.of_listing(rival.id))
    taken = plans.accept(plan.record.id, [line.number for line in plan.lines], story.hub)
    assert (taken.made, len(taken.planned)) == ((), 2)
    assert len(suggestions.of_listing(rival.id)) == before
    found = [line.tonnes_likely for number in taken.planned for line in one(number).lines]
    assert sum(amount or 0 for amount in found) == 40
    acts = [row.act for row, _words in trail.of_subject("suggestion", story.suggestion_id)]
    assert acts[-1] == "suggestion.planned"


def test_what_was_put_to_both_sides_stays_as_it_is() -> None:
    story = proposed(a_story(offered="40", needed="25"))
    plan = plans.shown(plans.ask(Aim.TONNES, story.hub).id, 1, story.hub)
    taken = plans.accept(plan.record.id, [1], story.hub)
    assert (taken.planned, taken.kept) == ((), (story.suggestion_id,))
    assert story.suggestion.lines[0].planned_tonnes is None


def withdrawn(town: Town, offer: ListingRecord, giver: Firm) -> None:
    listings.withdraw(offer.id, giver.member)


def lessened(town: Town, offer: ListingRecord, giver: Firm) -> None:
    draft = a_draft(Side.OFFER, giver, tonnes="39")
    listings.change(offer.id, offer.version, draft, giver.member)


def declined(town: Town, offer: ListingRecord, giver: Firm) -> None:
    for found in suggestions.alive_of_listing(offer.id):
        reviews.decline(found.id, found.version, Refusal(Reason.PRICE), town.hub)


@pytest.mark.parametrize(
    ("happens", "why"),
    [(withdrawn, "lapse.withdrawn"), (lessened, "lapse.changed"), (declined, "plan.declined")],
)
def test_a_line_whose_listings_changed_meanwhile_is_refused_with_what_happened(
    town: Town, happens: Callable[[Town, ListingRecord, Firm], None], why: str
) -> None:
    plan = town.planned()
    [line] = [line for line in plan.lines if line.offer_id == town.large.id and line.need_id == town.near.id]
    before = len(suggestions.of_listing(town.near.id))
    happens(town, town.large, town.firms["large"])
    taken = town.accepts(plan, line.number)
    assert [(its.number, code) for its, code in taken.refused] == [(line.number, why)]
    assert (taken.made, taken.planned, len(suggestions.of_listing(town.near.id))) == ((), (), before)


def test_tonnes_that_went_to_others_meanwhile_are_refused() -> None:
    story = a_story(offered="40", needed="25")
    plan = plans.ask(Aim.TONNES, story.hub)
    offer, taker = story.suggestion.lines[0].offer, a_firm("Taker", "maker", "station")
    need = a_need_listing(taker, tonnes="30")
    [rival] = [found for found in suggestions.alive_of_listing(offer.id) if found.need_id == need.id]
    agreed(Story(story.giver, taker, story.hub, rival.id))
    taken = plans.accept(plan.id, [1], story.hub)
    assert [code for _line, code in taken.refused] == ["lapse.agreed_elsewhere"]


def test_a_plant_that_others_filled_meanwhile_is_refused() -> None:
    a_plant("concrete-rubble", "gravel", "0.5", "12")
    giver, taker, hub = a_firm("Giver"), a_firm("Taker", "maker", "station"), a_reviewer()
    offer, need = an_offer_listing(giver, "concrete-rubble", "100"), a_need_listing(taker, "gravel", "80")
    plan = plans.ask(Aim.TONNES, hub)
    other = a_firm("Other")
    [rival] = suggestions.alive_of_listing(an_offer_listing(other, "concrete-rubble", "8").id)
    story = Story(other, taker, hub, rival.id)
    answered(in_review(story), replace(A_PRODUCT, answers={**A_PRODUCT.answers, **OUT_OF_NEW_HOUSE}))
    reviews.propose(story.suggestion_id, story.version, hub)
    for party, firm in ((Party.GIVER, other), (Party.RECEIVER, taker)):
        reviews.answer(story.suggestion_id, party, Answer.YES, None, firm.member)
    forgotten(offer.id)
    taken = plans.accept(plan.id, [1], hub)
    assert [code for _line, code in taken.refused] == ["lapse.no_capacity"]
    assert need.id in {line.need_id for line in plans.shown(plan.id, 1, hub).lines}


def test_lines_that_are_not_there_and_people_who_may_not_are_refused(town: Town) -> None:
    plan = town.planned()
    with pytest.raises(NotFoundError):
        town.accepts(plan, 99)
    member: Any = town.firms["near"].member
    for not_his in (
        lambda: plans.ask(Aim.RUNG, member),
        lambda: plans.recent(member),
        lambda: plans.shown(plan.record.id, 1, member),
        lambda: plans.accept(plan.record.id, [1], member),
    ):
        with pytest.raises(NotAllowedError):
            not_his()
    with pytest.raises(NotFoundError):
        plans.shown(plan.record.id + 1, 1, town.hub)


def test_of_many_pairs_the_best_of_each_need_and_the_whole_queue_are_planned(town: Town) -> None:
    market = planning.gather(town.hub)
    all_of_them, search = planning.make(market, Aim.TONNES), wide_search.fitting(market, many=1)
    assert wide_search.fitting(market) is planning.EVERYTHING
    found = {
        (item.candidate.offer, item.candidate.need): item.leaving
        for item in planning.make(market, Aim.TONNES, search=search).plan.shares
    }
    assert found == {
        (item.candidate.offer, item.candidate.need): item.leaving for item in all_of_them.plan.shares
    }


def test_old_plans_are_forgotten(town: Town) -> None:
    plan = town.planned()
    store.forget(town.hub.now)
    assert store.one(plan.record.id) is not None
    store.forget(town.hub.now + timedelta(seconds=1))
    assert plans.recent(town.hub) == []


def test_of_two_who_keep_the_same_plan_the_first_does(town: Town) -> None:
    plan = town.planned()
    made = planning.make(planning.gather(town.hub), Aim.TONNES)
    plans.keep(plan.record.id, made, town.hub.now)
    assert tonnes(plans.shown(plan.record.id, 1, town.hub)) == tonnes(plan)
    plans.fail(plan.record.id, "plan.none")
    assert plans.record(plan.record.id, town.hub).state is PlanState.DONE
