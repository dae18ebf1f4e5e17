"""Planned works: who knows of them, what becomes of their offers, and claims that promise nothing."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from circulair.services import (
    claims,
    listings,
    works,
)
from circulair.services.claim_faults import (
    MoreThanLeftError,
    OwnOfferError,
    TooMuchClaimedError,
    WorksCancelledError,
)
from circulair.services.claims import Wish
from circulair.services.faults import NotFoundError, PremisesMissingError, PromisedError, VersionError
from circulair.services.letters import UNDO
from circulair.services.listings import Draft
from circulair.services.works import Told
from circulair.store import outbox, suggestions, trail
from circulair.store.records import (
    ListingSource,
    ListingState,
)
from flows.dates import PastError
from flows.dwelling_components import Work
from flows.law import YesNo
from flows.streams import Availability, Grade, Side
from flows.suggestions import Status
from flows.units import Quantity
from flows.works import AsbestosOpenError, CancelReason, Exactness
from tests.planned import (
    DOORS,
    TODAY,
    a_plan,
    a_school,
    agreed,
    an_association,
    changed,
    claimed,
    counted,
    offered,
    planned,
    reviewed,
    state_of,
    suggestion_of,
)
from tests.worlds import NOW, a_firm, a_reviewer

pytestmark = pytest.mark.usefixtures("unit")


def trail_of(subject: str, number: int) -> list[str]:
    return [row.act for row, _words in trail.of_subject(subject, number)]


def test_works_are_there_for_their_association_and_the_hub_only() -> None:
    made, other, shop = planned(), an_association("Andere Woonstichting"), a_firm("Winkel")
    assert works.sheet(made.works_id, made.owner.member).works.id == made.works_id
    assert works.sheet(made.works_id, a_reviewer()).works.id == made.works_id
    assert [one.works.id for one in works.everything(made.owner.member)] == [made.works_id]
    assert works.everything(other.member) == []
    for stranger in (other.member, shop.member, replace(shop.member, organisation_id=None)):
        with pytest.raises(NotFoundError):
            works.sheet(made.works_id, stranger)
        with pytest.raises(NotFoundError):
            offered(made, DOORS, actor=stranger)
    with pytest.raises(NotFoundError):
        works.everything(shop.member)


def test_works_are_planned_at_a_place_of_a_housing_association_and_not_in_the_past() -> None:
    owner, shop, hub = an_association(), a_firm("Winkel"), a_reviewer()
    with pytest.raises(NotFoundError):
        works.register(Told(a_plan(), shop.premises_id), owner.member)
    with pytest.raises(PremisesMissingError):
        works.register(Told(a_plan(), shop.premises_id), hub)
    with pytest.raises(PastError):
        works.register(Told(a_plan(start=date(2026, 1, 1), until=date(2026, 2, 1)), owner.premises_id), hub)
    made = works.register(Told(a_plan(), owner.premises_id), hub)
    assert made.organisation_id == owner.organisation_id
    assert list(works.places(hub).values()) == ["Woonstichting Verzonnen: Woonstichting Verzonnen"]


def test_an_offer_of_works_says_how_much_when_and_on_what_that_rests() -> None:
    made = planned()
    doors = made.doors
    assert doors.source is ListingSource.WORKS
    assert doors.title == "Binnendeuren, Verzonnenstraat"
    assert doors.typed == Quantity(Decimal(80), "piece", "once")
    assert doors.tonnes is not None
    assert (doors.tonnes.low, doors.tonnes.likely, doors.tonnes.high) == (
        Decimal("0.6"),
        Decimal("1.44"),
        Decimal(3),
    )
    assert doors.grade is Grade.ASSUMED
    assert (doors.start, doors.end) == (date(2027, 9, 1), date(2027, 11, 30))
    origin = claims.origin_of(doors)
    assert origin is not None
    assert origin.expected is not None
    assert (origin.works.id, origin.expected.rests) == (made.works_id, "estimate")


def test_what_is_ticked_is_offered_and_what_is_not_is_taken_back_once_and_the_same() -> None:
    made = planned()
    first = made.doors.id
    assert offered(made, DOORS, "kitchens") == 2
    assert offered(made, "kitchens") == 1
    assert state_of(made) is ListingState.WITHDRAWN
    assert offered(made, DOORS, "kitchens") == 2
    assert (made.doors.id, state_of(made)) == (first, ListingState.OPEN)
    before = trail_of("listing", first)
    assert offered(made, DOORS, "kitchens") == 2
    assert trail_of("listing", first) == before


def test_two_tabs_the_second_is_told_that_somebody_was_quicker() -> None:
    made = planned()
    seen = made.version
    counted(made, 74)
    owner = made.owner.member
    with pytest.raises(VersionError):
        works.survey(made.works_id, seen, {}, owner)
    with pytest.raises(VersionError):
        works.cancel(made.works_id, seen, (CancelReason.MONEY, ""), owner)
    with pytest.raises(VersionError):
        works.change(made.works_id, seen, Told(a_plan(), made.owner.premises_id), owner)


def test_nothing_suspect_is_offered_before_asbestos_was_looked_for() -> None:
    made = planned(built_year=1965, asbestos_checked=YesNo.UNKNOWN)
    with pytest.raises(AsbestosOpenError):
        offered(made, DOORS, "roof-timbers")
    changed(made, built_year=1965, asbestos_checked=YesNo.YES)
    offered(made, DOORS, "roof-timbers")
    changed(made, built_year=1965, asbestos_checked=YesNo.NO)
    states = {one.material: one.listing.state for one in made.works.components if one.listing}
    assert states == {DOORS: ListingState.OPEN, "roof-timbers": ListingState.WITHDRAWN}


def test_a_survey_brings_the_offer_along_and_the_trail_keeps_the_estimate() -> None:
    made = planned()
    counted(made, 74, kg=20)
    doors = made.doors
    assert doors.typed == Quantity(Decimal(74), "piece", "once")
    assert doors.tonnes is not None
    assert (doors.tonnes.low, doors.tonnes.high, doors.grade) == (
        Decimal("1.48"),
        Decimal("1.48"),
        Grade.CONVERTED,
    )
    [told] = [
        json.loads(row.details)
        for row, _words in trail.of_subject("works", made.works_id)
        if row.act == "works.surveyed"
    ]
    assert (told["low"], told["likely"], told["high"], told["grade"], told["counted"], told["now_grade"]) == (
        *("60", "80", "100", "D", "74", "B"),
    )
    acts = trail_of("listing", doors.id)
    counted(made, 74, kg=20)
    assert trail_of("listing", doors.id) == acts


def test_what_was_counted_as_none_is_no_longer_offered() -> None:
    made = planned()
    counted(made, 0)
    assert state_of(made) is ListingState.WITHDRAWN


def test_other_days_change_the_offers_match_anew_and_are_told_to_who_claimed() -> None:
    made, school = planned(), a_school()
    claim = claimed(made, school)
    before = suggestion_of(claim).id
    changed(made, start=date(2027, 10, 1), until=date(2028, 1, 31), name="Andere Straat")
    assert (made.doors.start, made.doors.end) == (date(2027, 10, 1), date(2028, 1, 31))
    assert made.doors.title == "Binnendeuren, Andere Straat"
    assert suggestion_of(claim).id == before
    assert suggestion_of(claim).status is Status.NEW
    [letter] = outbox.to(school.email)
    assert (letter.kind, json.loads(letter.facts)["state"]) == ("works", "moved")
    changed(made, start=date(2027, 10, 1), until=date(2028, 1, 31), name="Andere Straat")
    assert len(outbox.to(school.email)) == 1


def test_a_survey_of_other_dwellings_counts_no_more() -> None:
    made = planned()
    counted(made, 74)
    changed(made, exactness=Exactness.YEAR)
    assert made.doors.typed_value == 74
    changed(made, dwellings=20)
    assert made.doors.typed_value == 160


def test_what_the_plan_frees_no_more_is_withdrawn() -> None:
    made = planned()
    changed(made, work=Work.RENOVATION, parts="kitchen")
    assert state_of(made) is ListingState.WITHDRAWN


def test_a_cancelled_plan_withdraws_what_nobody_has_and_tells_who_claimed_until_it_is_undone() -> None:
    made, school = planned(), a_school()
    claim = claimed(made, school)
    works.cancel(made.works_id, made.version, (CancelReason.PERMIT, ""), made.owner.member)
    assert state_of(made) is ListingState.WITHDRAWN
    assert suggestion_of(claim).status is Status.LAPSED
    assert claim.need.state is ListingState.OPEN
    [letter] = [one for one in outbox.to(school.email) if one.kind == "works"]
    told = json.loads(letter.facts)
    assert (told["state"], told["reason"], letter.due_at) == ("cancelled", "permit", NOW + UNDO)
    with pytest.raises(WorksCancelledError):
        offered(made, DOORS)
    works.put_back(made.works_id, made.owner.member)
    works.put_back(made.works_id, made.owner.member)
    assert state_of(made) is ListingState.OPEN
    assert suggestion_of(claim).status is Status.NEW
    assert [one for one in outbox.to(school.email) if one.kind == "works"] == []


def test_a_claim_is_a_need_suggested_with_that_offer_alone() -> None:
    made, school = planned(), a_school()
    other = planned(an_association("Andere Woonstichting"))
    claim = claimed(made, school)
    need = claim.need
    assert (need.side, need.organisation_id) == (Side.NEED, school.organisation_id)
    assert need.typed_value == 30
    [made_of_it] = suggestions.of_listing(need.id)
    assert [line.offer_id for line in made_of_it.lines] == [made.doors.id]
    assert made_of_it.status is Status.NEW
    assert made_of_it.lines[0].tonnes_likely == Decimal("0.54")
    assert claims.future(made.doors.id, school.member).left == 80
    assert claims.futures(school.member)[1].offer.id == other.doors.id
    assert "listing.claimed" in trail_of("listing", made.doors.id)


def test_claiming_twice_is_claiming_once_and_taken_back_it_can_be_claimed_anew() -> None:
    made, school = planned(), a_school()
    first = claimed(made, school)
    assert claimed(made, school, 50).id == first.id
    claims.take_back(made.doors.id, school.member)
    claims.take_back(made.doors.id, school.member)
    assert first.need.state is ListingState.WITHDRAWN
    assert claims.future(made.doors.id, school.member).claim is None
    assert claimed(made, school, 50).id != first.id


def test_a_need_that_stands_already_can_claim_and_stays_when_the_claim_is_taken_back() -> None:
    made, school = planned(), a_school()
    need = listings.register(
        Draft(
            side=Side.NEED,
            title="Deuren",
            material=DOORS,
            premises_id=school.premises_id,
            quantity=Quantity(Decimal(20), "piece", "once"),
            availability=Availability(TODAY, TODAY + timedelta(days=500)),
        ),
        school.member,
    )
    claim = claims.claim(made.doors.id, Wish(None, need_id=need.id), school.member)
    assert (claim.need_id, len(suggestions.of_listing(need.id))) == (need.id, 1)
    claims.take_back(made.doors.id, school.member)
    assert need.state is ListingState.OPEN


def test_nobody_claims_what_is_their_own_hidden_gone_or_more_than_is_left() -> None:
    made, school = planned(public=False), a_school()
    with pytest.raises(NotFoundError):
        claimed(made, school)
    assert claims.futures(school.member) == []
    offered(made, DOORS)
    with pytest.raises(OwnOfferError):
        claimed(made, made.owner)
    with pytest.raises(TooMuchClaimedError):
        claimed(made, school, 81)
    with pytest.raises(NotFoundError):
        claims.claim(made.doors.id, Wish(None, need_id=made.doors.id), school.member)
    other = a_school("Andere School")
    claimed(made, school)
    offered(made)
    with pytest.raises(NotFoundError):
        claimed(made, other)
    assert claims.future(made.doors.id, school.member).open is False
    claims.take_back(made.doors.id, school.member)


def test_two_may_claim_the_same_and_it_is_promised_once() -> None:
    made, first, second = planned(), a_school(), a_school("Andere School")
    one, other = claimed(made, first, 60), claimed(made, second, 60)
    agreed(one, made, first)
    assert claims.future(made.doors.id, second.member).left == 20
    assert reviewed(other, made, second).suggestion.lines[0].tonnes_likely == Decimal("0.36")
    third = a_school("Derde School")
    with pytest.raises(MoreThanLeftError):
        claimed(made, third, 21)


def test_a_survey_below_what_is_promised_is_refused_and_other_days_stay_possible() -> None:
    made, school = planned(), a_school()
    agreed(claimed(made, school, 60), made, school)
    changed(made, start=date(2027, 10, 1))
    assert made.doors.start == date(2027, 10, 1)
    with pytest.raises(PromisedError):
        counted(made, 50)


def test_an_offer_promised_in_full_stays_when_works_are_cancelled() -> None:
    made, school = planned(), a_school()
    agreed(claimed(made, school, 80), made, school)
    assert state_of(made) is ListingState.RESERVED
    works.cancel(made.works_id, made.version, (CancelReason.MONEY, ""), made.owner.member)
    assert state_of(made) is ListingState.RESERVED
    assert [one.kind for one in outbox.to(school.email)].count("works") == 1
