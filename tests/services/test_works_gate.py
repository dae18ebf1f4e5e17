"""Whether an offer of planned works may stand, and that no tonne of them is offered twice."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from circulair.services import (
    accounts,
    claims,
    exchanges,
    expiry,
    listings,
    matching,
    mergers,
    works,
    works_offers,
)
from circulair.services.actor import Actor
from circulair.services.claim_faults import MoreThanLeftError, TooMuchClaimedError, WorksCancelledError
from circulair.services.claims import Wish
from circulair.services.faults import CannotMergeError, PromisedError
from circulair.services.listings import Draft
from circulair.services.mergers import Choice, Obstacle
from circulair.services.works import Told
from circulair.store import exchanges as exchanges_of
from circulair.store import suggestions
from circulair.store import works as works_store
from circulair.store.records import (
    ClaimRecord,
    ListingRecord,
    ListingState,
)
from circulair.store.session import current
from flows.dwelling_components import Work
from flows.law import YesNo
from flows.streams import Availability, Side
from flows.suggestions import Lapse, Reason, Status
from flows.units import Quantity
from flows.works import AsbestosOpenError, CancelReason, WorksOverError
from tests.planned import (
    DOORS,
    TODAY,
    Planned,
    a_plan,
    a_school,
    agreed,
    an_association,
    changed,
    claimed,
    counted,
    offered,
    planned,
    state_of,
    suggestion_of,
)
from tests.worlds import NOW, Firm, a_firm, a_reviewer

pytestmark = pytest.mark.usefixtures("unit")

OLD = {"built_year": 1965}
"""Of a building in which asbestos can be: asked, and answered unless told otherwise."""

NEXT_YEAR = {"start": date(2028, 6, 1), "until": date(2028, 9, 1)}


def later(made: Planned, days: int) -> Actor:
    """Return the owner so many days later."""
    return replace(made.owner.member, now=NOW + timedelta(days=days))


def ended(claim: ClaimRecord, made: Planned) -> None:
    """End what was agreed on a claim."""
    [exchange] = exchanges_of.of_suggestion(suggestion_of(claim).id)
    why = exchanges.Ending(Reason.OTHER, "", "hub")
    exchanges.stop(exchange, why, made.owner.member)


def test_by_hand_nothing_comes_back_of_cancelled_works_or_before_asbestos_was_looked_for() -> None:
    made = planned(built_year=1965)
    offered(made, DOORS, "roof-timbers")
    changed(made, **OLD, asbestos_checked=YesNo.UNKNOWN)
    timbers = made.offer_of("roof-timbers")
    with pytest.raises(AsbestosOpenError):
        listings.reopen(timbers.id, made.owner.member)
    assert not listings.reopens(timbers, TODAY)
    works.cancel(made.works_id, made.version, (CancelReason.MONEY, ""), made.owner.member)
    with pytest.raises(WorksCancelledError):
        listings.reopen(made.doors.id, made.owner.member)
    made.doors.state = ListingState.EXPIRED
    with pytest.raises(WorksCancelledError):
        listings.extend(made.doors.id, made.owner.member)


def test_what_is_partly_promised_asks_about_asbestos_as_everything_does() -> None:
    made, school = planned(built_year=1965), a_school()
    offered(made, DOORS, "roof-timbers")
    timbers = made.offer_of("roof-timbers")
    claim = claims.claim(timbers.id, Wish(Decimal(1), school.premises_id), school.member)
    agreed(claim, made, school)
    changed(made, **OLD, asbestos_checked=YesNo.UNKNOWN)
    with pytest.raises(AsbestosOpenError):
        offered(made, DOORS, "roof-timbers")
    assert timbers.state is ListingState.WITHDRAWN


def test_what_was_promised_in_full_of_cancelled_works_comes_free_for_nobody() -> None:
    made, school = planned(), a_school()
    claim = claimed(made, school, 80)
    agreed(claim, made, school)
    works.cancel(made.works_id, made.version, (CancelReason.MONEY, ""), made.owner.member)
    ended(claim, made)
    assert state_of(made) is ListingState.WITHDRAWN


def test_what_was_promised_in_full_comes_free_for_the_days_that_are_planned_now() -> None:
    made, school = planned(), a_school()
    claim = claimed(made, school, 80)
    agreed(claim, made, school)
    changed(made, **NEXT_YEAR)
    ended(claim, made)
    assert (state_of(made), made.doors.end) == (ListingState.OPEN, date(2028, 9, 30))


def test_late_works_offer_no_tonne_twice() -> None:
    made, school = planned(), a_school()
    claim = claimed(made, school, 50)
    agreed(claim, made, school)
    first, owner = made.doors.id, later(made, 400)
    expiry.end_what_is_over(owner)
    assert state_of(made) is ListingState.EXPIRED
    with pytest.raises(WorksOverError):
        listings.extend(first, owner)
    told = Told(a_plan(**NEXT_YEAR), made.owner.premises_id)
    works.change(made.works_id, made.version, told, owner)
    assert (made.doors.id, state_of(made), made.doors.expires_on) == (
        *(first, ListingState.OPEN),
        date(2028, 9, 30),
    )
    assert claims.future(first, replace(school.member, now=owner.now)).left == 30


def test_what_was_withdrawn_and_is_offered_for_later_days_is_the_same_offer() -> None:
    made, school = planned(), a_school()
    agreed(claimed(made, school, 50), made, school)
    first, owner = made.doors.id, later(made, 400)
    offered(made)
    works.change(made.works_id, made.version, Told(a_plan(**NEXT_YEAR), made.owner.premises_id), owner)
    assert state_of(made) is ListingState.WITHDRAWN
    offered(made, DOORS, actor=owner)
    assert (made.doors.id, state_of(made)) == (first, ListingState.OPEN)
    assert claims.future(first, replace(school.member, now=owner.now)).left == 30


@pytest.mark.parametrize("promised", [60, 80])
def test_neither_a_count_of_none_nor_another_plan_undercuts_what_is_promised(promised: int) -> None:
    made, school = planned(), a_school()
    agreed(claimed(made, school, promised), made, school)
    with pytest.raises(PromisedError):
        counted(made, 0)
    with pytest.raises(PromisedError):
        counted(made, promised - 10)
    with pytest.raises(PromisedError):
        changed(made, work=Work.RENOVATION, parts="kitchen")


def test_another_name_changes_the_end_of_a_title_and_leaves_one_of_its_owner_alone() -> None:
    assert works_offers.renamed("Deuren, Deur", "Deur", "Poort") == "Deuren, Poort"
    assert works_offers.renamed("Mooie Deuren", "Deur", "Poort") == "Mooie Deuren"


def a_need(school: Firm, amount: int) -> ListingRecord:
    draft = Draft(
        side=Side.NEED,
        title="Deuren",
        material=DOORS,
        premises_id=school.premises_id,
        quantity=Quantity(Decimal(amount), "piece", "once"),
        availability=Availability(TODAY, TODAY + timedelta(days=500)),
    )
    return listings.register(draft, school.member)


def test_how_much_others_were_promised_is_told_only_where_they_want_that_seen() -> None:
    made, school, other = planned(), a_school(), a_school("Andere School")
    claim = claimed(made, school, 50)
    agreed(claim, made, school)
    number = made.doors.id
    seen = claims.future(number, other.member)
    assert (seen.told_left, seen.partly) == (None, True)
    assert [one.told_left for one in claims.futures(other.member)] == [None]
    with pytest.raises(MoreThanLeftError):
        claimed(made, other, 31)
    assert claims.future(number, made.owner.member).told_left == 30
    assert claims.future(number, a_reviewer()).told_left == 30
    [exchange] = exchanges_of.of_suggestion(suggestion_of(claim).id)
    exchange.giver_consents = exchange.receiver_consents = True
    assert claims.future(number, other.member).told_left == 30
    with pytest.raises(TooMuchClaimedError):
        claimed(made, other, 31)


def test_the_words_of_a_cancellation_go_with_whoever_wrote_them() -> None:
    made = planned()
    works.cancel(made.works_id, made.version, (CancelReason.OTHER, "Jan is ziek"), made.owner.member)
    accounts.forget(made.owner.email, made.owner.member)
    current().expire_all()
    assert (made.works.cancel_words, made.works.cancel_reason) == ("", CancelReason.OTHER)


def test_a_claim_of_a_standing_need_is_for_what_it_lacks_and_its_suggestion_goes_with_it() -> None:
    made, school = planned(public=False), a_school()
    need = a_need(school, 1)
    for one in suggestions.alive_of_listing(need.id):
        matching.lapse(one, Lapse.NO_FIT, school.member)
    offered(made, DOORS)
    for one in suggestions.alive_of_listing(need.id):
        matching.lapse(one, Lapse.NO_FIT, school.member)
    claim = claims.claim(made.doors.id, Wish(None, need_id=need.id), later_of(school, 1))
    assert claim.amount == 1
    claims.take_back(made.doors.id, later_of(school, 1))
    assert suggestion_of(claim).status is Status.LAPSED
    assert need.state is ListingState.OPEN


def later_of(firm: Firm, days: int) -> Actor:
    return replace(firm.member, now=NOW + timedelta(days=days))


def test_a_firm_has_one_claim_on_an_offer_also_where_its_former_need_comes_back() -> None:
    made, school = planned(), a_school()
    former = claimed(made, school, 20)
    listings.withdraw(former.need_id, school.member)
    assert works_store.claims_on([made.doors.id]) == []
    now = claimed(made, school, 30)
    listings.reopen(former.need_id, school.member)
    assert [one.id for one in works_store.claims_on([made.doors.id])] == [now.id]


def test_another_kind_stands_in_the_way_of_a_merger_while_there_are_planned_works() -> None:
    owner, firm, hub = an_association(), a_firm("Zon"), a_reviewer()
    both = (firm.organisation_id, owner.organisation_id)
    assert mergers.pair(*both, hub).obstacles == ()
    works.register(Told(a_plan(), owner.premises_id), owner.member)
    assert mergers.pair(*both, hub).obstacles == ((Obstacle.KIND, (owner.organisation_id,)),)
    staying, leaving = (mergers.pair(*both, hub).sides[side].organisation for side in (0, 1))
    with pytest.raises(CannotMergeError):
        mergers.merge(Choice(staying.id, staying.version, leaving.id, leaving.version), hub)
    other = an_association("Andere Woonstichting")
    assert mergers.pair(other.organisation_id, owner.organisation_id, hub).obstacles == ()
