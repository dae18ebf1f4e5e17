"""Lines of plans that each fit and not all together, and pairs that agreed since."""

from decimal import Decimal

import pytest

from circulair.services import exchanges as stopping
from circulair.services import planning, plans, reviews
from circulair.store import exchanges, suggestions
from circulair.store import plans as store
from circulair.store.records import ListingRecord, PlanRecord, PlanState
from flows.exchanges import Party, TonnesPromisedError
from flows.plans import Aim
from flows.strategies import Strategy
from flows.suggestions import Answer, Lapse, Reason, Status
from tests.services.test_plans import forgotten, one, put_to_both
from tests.stories import Story, a_story, agreed
from tests.worlds import NOW, a_firm, a_need_listing, a_reviewer, an_offer_listing

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("unit")]

Line = tuple[ListingRecord, ListingRecord, str]


def laid_down(*lines: Line) -> int:
    """Store a plan of just these lines, each an offer, a need and tonnes."""
    plan = store.add(PlanRecord(aim=Aim.TONNES, state=PlanState.DONE, asked_at=NOW, outcome="{}"))
    plan.lines = store.add_lines(
        {
            "plan_id": plan.id,
            "number": number,
            "offer_id": offer.id,
            "need_id": need.id,
            "offer_mark": planning.mark_of(offer),
            "need_mark": planning.mark_of(need),
            "strategy": Strategy.R3,
            "leaving": Decimal(amount),
            "arriving": Decimal(amount),
        }
        for number, (offer, need, amount) in enumerate(lines, start=1)
    )
    return plan.id


class TwoGivers:
    """Two givers of 30 tonnes, a receiver of 50, and a plan of 30 and 20 that was accepted as one."""

    def __init__(self) -> None:
        self.hub = a_reviewer()
        self.givers = [a_firm("First"), a_firm("Second")]
        self.offers = [an_offer_listing(giver, tonnes="30") for giver in self.givers]
        self.receiver = a_firm("Receiver", "maker", "station")
        self.need = a_need_listing(self.receiver, tonnes="50")
        self.first, self.second = self.offers
        self.plan = laid_down((self.first, self.need, "30"), (self.second, self.need, "20"))

    def accepted(self) -> int:
        forgotten(self.need.id)
        [made] = plans.accept(self.plan, [1, 2], self.hub).made
        return made

    def third_agrees(self, amount: str) -> None:
        third = a_firm("Third")
        offer = an_offer_listing(third, tonnes=amount)
        [rival] = suggestions.alive_of_listing(offer.id)
        agreed(Story(third, self.receiver, self.hub, rival.id))


def test_a_second_plan_cannot_give_a_suggestion_more_than_its_need_lacks() -> None:
    two = TwoGivers()
    number = two.accepted()
    again = laid_down((two.second, two.need, "30"))
    taken = plans.accept(again, [1], two.hub)
    assert [code for _line, code in taken.refused] == ["plan.sum"]
    assert (taken.made, taken.planned, taken.kept) == ((), (), ())
    assert [line.tonnes_likely for line in one(number).lines] == [30, 20]
    assert store.count_accepted(again) == 0


def test_a_second_plan_that_moves_both_lines_at_once_is_accepted_and_can_be_agreed() -> None:
    two = TwoGivers()
    number = two.accepted()
    again = laid_down((two.second, two.need, "30"), (two.first, two.need, "20"))
    assert plans.accept(again, [1, 2], two.hub).planned == (number,)
    put_to_both(number, two.hub)
    for firm in two.givers:
        reviews.answer(number, Party.GIVER, Answer.YES, None, firm.member)
    reviews.answer(number, Party.RECEIVER, Answer.YES, None, two.receiver.member)
    assert sorted(made.tonnes_agreed or 0 for made in exchanges.of_suggestion(number)) == [20, 30]


def test_a_suggestion_whose_lines_do_not_fit_together_is_not_put_to_both_sides() -> None:
    two = TwoGivers()
    number = two.accepted()
    two.third_agrees("20")
    with pytest.raises(TonnesPromisedError):
        put_to_both(number, two.hub)
    assert one(number).status is Status.IN_REVIEW


def test_a_proposal_lapses_once_its_lines_no_longer_fit_together() -> None:
    two = TwoGivers()
    number = two.accepted()
    put_to_both(number, two.hub)
    two.third_agrees("20")
    assert (one(number).status, one(number).lapsed_for) == (Status.LAPSED, Lapse.AGREED_ELSEWHERE)


def test_lines_that_fit_one_by_one_and_not_together_are_refused_from_where_room_ends() -> None:
    two = TwoGivers()
    forgotten(two.need.id)
    two.third_agrees("20")
    forgotten(two.need.id)
    taken = plans.accept(two.plan, [1, 2], two.hub)
    assert [(line.number, code) for line, code in taken.refused] == [(2, "lapse.agreed_elsewhere")]
    assert [len(one(number).lines) for number in (*taken.made, *taken.planned)] == [1]


def test_an_offer_is_booked_for_the_needs_of_a_plan_one_after_another() -> None:
    two = TwoGivers()
    other = a_need_listing(a_firm("Other", "maker"), tonnes="30")
    forgotten(two.need.id, other.id)
    plan = laid_down((two.first, two.need, "20"), (two.first, other, "11"))
    taken = plans.accept(plan, [1, 2], two.hub)
    assert [(line.number, code) for line, code in taken.refused] == [(2, "lapse.agreed_elsewhere")]


def test_a_pair_that_agreed_is_not_suggested_again_from_an_older_plan() -> None:
    story = a_story(offered="40", needed="25")
    offer, need = story.suggestion.lines[0].offer, story.suggestion.need
    older = laid_down((offer, need, "10"))
    agreed(story)
    exchange = story.exchange
    stopping.stop(exchange, stopping.Ending(Reason.PRICE, "", "hub"), story.hub)
    taken = plans.accept(older, [1], story.hub)
    assert [code for _line, code in taken.refused] == ["plan.agreed"]
    assert (taken.made, taken.planned) == ((), ())
