"""The next question: worked out in the head, and laws that hold for any listing and its partners."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from flows.matching import Match, find
from flows.materials import load_materials
from flows.processes import ProcessStatus
from flows.quantities import WHOLE, Passing
from flows.questions import (
    Case,
    Counts,
    Partner,
    changed,
    missing,
    next_question,
    plausible,
    shifted,
    weighed,
)
from flows.scoring import FACTS
from flows.streams import Availability, Form, Need, Offer, Quality
from tests.chance import Chance, without_doubles
from tests.factories import a_need, a_process, an_offer

TREE = load_materials()
TODAY = date(2027, 3, 1)


def a_case(
    own: Offer | Need, others: Sequence[Offer | Need], counts: Counts | None = None, least: float = 0
) -> Case:
    """Return a listing with the partners that the matcher finds for it."""
    offers = [one for one in (own, *others) if isinstance(one, Offer)]
    needs = [one for one in (own, *others) if isinstance(one, Need)]
    known = {one.id: one for one in others}
    found = [
        partner_of(match, known[match.need if isinstance(own, Offer) else match.offer])
        for match in find(offers, needs, tree=TREE)
    ]
    return Case(own, tuple(found), TREE, TODAY, counts or {}, least)


def partner_of(match: Match, other: Offer | Need) -> Partner:
    return Partner(other, match.parts, Passing(WHOLE), converted=bool(match.processes))


def makers(*limits: Quality) -> list[Need]:
    return [a_need(id=f"need-{at}", quality=limit) for at, limit in enumerate(limits)]


class TestHowMuchAnOrderChanges:
    def test_the_same_order_changes_nothing(self) -> None:
        assert changed(["a", "b", "c"], ["a", "b", "c"]) == 0
        assert changed([], []) == 0

    def test_two_that_swap_change_one_by_one_point_eight(self) -> None:
        assert changed(["a", "b"], ["b", "a"]) == pytest.approx(1 / 1.8)

    def test_the_second_of_two_that_is_lost_changes_little_and_the_first_much(self) -> None:
        assert changed(["a", "b"], ["a"]) == pytest.approx(0.8 * 0.5 / 1.8)
        assert changed(["a", "b"], ["b"]) == pytest.approx((1 + 0.8 * 0.5) / 1.8)

    def test_to_lose_everybody_changes_all(self) -> None:
        assert changed(["a"], []) == changed(["a", "b", "c"], []) == 1

    def test_what_changes_at_the_top_counts_more(self) -> None:
        before = ["a", "b", "c", "d"]
        assert changed(before, ["b", "a", "c", "d"]) > changed(before, ["a", "b", "d", "c"]) > 0

    @given(st.permutations("abcdef"), st.permutations("abcdef"), st.integers(0, 6))
    def test_a_change_lies_between_nought_and_one(self, one: list[str], other: list[str], kept: int) -> None:
        assert 0 <= changed(one, other[:kept]) <= 1
        assert changed(one, one) == 0

    def test_scores_shift_by_what_they_differ_and_a_lost_one_by_all(self) -> None:
        assert shifted({"a": 0.8, "b": 0.6}, {"a": 0.7}) == pytest.approx((0.1 + 0.6) / 2)


class TestWhatIsAsked:
    def test_the_moisture_of_which_one_partner_accepts_little(self) -> None:
        """0, 1, 2 and 5 % put the strict one's score at 1 to 0.5 of its part; 10, 20 and 40 % lose it."""
        case = a_case(an_offer(), makers(Quality(moisture_pct=5), Quality(), Quality()))
        asked = next_question(case)
        assert asked is not None
        assert (asked.fact, asked.partners, asked.asking, asked.lost) == ("offer.moisture", 3, 1, 1)
        assert asked.new_first
        gone = changed(["need-0", "need-1", "need-2"], ["need-1", "need-2"])
        assert asked.change == pytest.approx(3 / 7 * gone)

    def test_what_others_answered_weighs_as_many_times(self) -> None:
        needs = makers(Quality(moisture_pct=5), Quality(), Quality())
        dry = next_question(a_case(an_offer(), needs, {"moisture_pct": {0.0: 93}}))
        wet = next_question(a_case(an_offer(), needs, {"moisture_pct": {38.0: 93}}))
        gone = changed(["need-0", "need-1", "need-2"], ["need-1", "need-2"])
        assert dry is not None
        assert wet is not None
        assert (dry.change, wet.change) == pytest.approx((3 / 100 * gone, 96 / 100 * gone))

    def test_of_two_facts_the_one_that_changes_the_order_more(self) -> None:
        case = a_case(
            an_offer(),
            makers(Quality(moisture_pct=90), Quality(moisture_pct=90), Quality(contamination_pct=2)),
        )
        both = [weighed(fact, case) for fact in missing(case)]
        assert [one.fact for one in both if one and one.shift] == ["offer.contamination", "offer.moisture"]
        asked = next_question(case)
        assert asked is not None
        assert asked == max((one for one in both if one), key=lambda one: one.change)

    def test_where_no_order_can_change_the_scores_decide(self) -> None:
        asked = next_question(a_case(an_offer(), makers(Quality(form=Form.BALED))))
        assert asked is not None
        assert (asked.fact, asked.change, asked.lost) == ("offer.form", 0, 0)
        assert asked.shift == pytest.approx(0.15 * (0.1 * 0.5 + 0.9 * 0.0))

    def test_an_answer_that_nobody_asks_for_is_not_asked(self) -> None:
        assert next_question(a_case(an_offer(), makers(Quality(), Quality()))) is None
        assert next_question(a_case(an_offer(), [])) is None

    def test_how_much_it_is_changes_who_fits_best(self) -> None:
        small, large = a_need(id="a", tonnes=1), a_need(id="b", tonnes=100)
        asked = next_question(a_case(an_offer(tonnes=None), [small, large]))
        assert asked is not None
        assert asked.fact == "offer.quantity"
        assert asked.change > 0

    def test_until_when_it_lasts_is_asked_where_partners_begin_later(self) -> None:
        soon = a_need(id="a", availability=Availability(date(2027, 3, 1), date(2027, 4, 1)))
        late = a_need(id="b", availability=Availability(date(2027, 8, 1), date(2028, 1, 1)))
        asked = next_question(a_case(an_offer(), [soon, late]))
        assert asked is not None
        assert (asked.fact, asked.lost) == ("offer.timing", 1)

    def test_what_it_is_exactly_is_asked_where_partners_want_different_kinds(self) -> None:
        needs = [a_need("ldpe-film", id="a"), a_need("stretch-film", id="b")]
        asked = next_question(a_case(an_offer("plastic-film"), needs))
        assert asked is not None
        assert asked.fact == "offer.exact_material"
        assert asked.lost >= 1

    def test_a_need_is_asked_what_it_accepts(self) -> None:
        offers = [an_offer(id="a", quality=Quality(contamination_pct=10)), an_offer(id="b")]
        asked = next_question(a_case(a_need(), offers))
        assert asked is not None
        assert (asked.fact, asked.lost) == ("need.max_contamination", 1)

    def test_a_partner_below_the_least_score_is_one_no_more(self) -> None:
        needs = makers(Quality(form=Form.BALED))
        score = a_case(an_offer(), needs).partners[0].score
        asked = next_question(a_case(an_offer(), needs, least=score))
        assert asked is not None
        assert asked.lost == 0
        strict = next_question(a_case(an_offer(), makers(Quality(moisture_pct=40)), least=score))
        assert strict is not None
        assert strict.lost == 0

    def test_the_quality_that_comes_of_a_conversion_is_no_owner_s_to_tell(self) -> None:
        offer, need = an_offer(), a_need("pe-regranulate", quality=Quality(moisture_pct=1))
        [match] = find([offer], [need], [a_process(status=ProcessStatus.RUNNING)], tree=TREE)
        share = match.through[0].share
        partner = Partner(need, match.parts, Passing(share), converted=True)
        case = Case(offer, (partner,), TREE, TODAY, {})
        assert next_question(case) is None


@given(st.integers(0, 2**32))
@settings(deadline=None, max_examples=40)
def test_for_any_listing_the_question_is_of_its_own_side_and_the_strongest(seed: int) -> None:
    offers, needs, _ = without_doubles(Chance(seed).world(8, 1, 0))
    own = replace(needs[0], organisation="asker")
    case = a_case(own, list({one.id: one for one in offers}.values()))
    asked = next_question(case)
    every = [one for fact in missing(case) if (one := weighed(fact, case)) is not None]
    assume(every)
    assert all(0 <= one.change <= 1 and one.fact.startswith("need.") for one in every)
    assert all(one.lost <= one.partners and 1 <= one.asking <= one.partners for one in every)
    assert asked is None or (asked.change, asked.shift) == max((one.change, one.shift) for one in every)


@pytest.mark.parametrize("fact", [fact for fact in FACTS if fact.partition(".")[0] in ("offer", "need")])
def test_plausible_answers_answer_their_fact(fact: str) -> None:
    own = an_offer("plastic-film", None, position=None) if fact.startswith("offer") else a_need(tonnes=None)
    answers = plausible(fact, Case(own, (), TREE, TODAY, {}))
    assert all(listing != own and weight == 1 for listing, weight in answers)
    assert bool(answers) is not fact.endswith((".position", ".quality"))
