"""Classes of schools: who may let one begin, its link, what it weighs, and what that makes of an offer."""

import json
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from circulair.services import (
    class_figures,
    class_weighings,
    classes,
    exports,
    listings,
    mergers,
    organisations,
)
from circulair.services.actor import Actor
from circulair.services.class_weighings import ClassNext
from circulair.services.faults import (
    AlreadyWeighedError,
    ClassLinkError,
    NotAllowedError,
    NotFoundError,
    NothingMeasuredError,
    NotWeighableError,
    OfferUnknownError,
    VersionError,
)
from circulair.store import classes as store
from circulair.store import outbox, suggestions, trail
from circulair.store.records import Base, ListingRecord, WeighingClassRecord
from circulair.store.session import current
from flows.class_weighing import ClassStage, NoLessonError, Weighing, WeighingDayError
from flows.codes import public_code
from flows.errors import OutOfRangeError
from flows.streams import Grade, Side
from flows.units import Quantity
from tests.worlds import FROM_TODAY, NOBODY, NOW, Firm, a_draft, a_firm, a_listing, a_reviewer

TODAY = NOW.date()
TOLD = classes.Told("groep 7", "karton uit de winkel", TODAY, 8)

pytestmark = pytest.mark.usefixtures("unit")


@dataclass
class Town:
    """A school, a shop with a guess in containers, and the hub."""

    school: Firm
    shop: Firm
    offer: ListingRecord
    hub: Actor


@pytest.fixture
def town() -> Town:
    school, shop = a_firm("Basisschool De Proef", "school", "station"), a_firm("Winkel De Doos")
    return Town(school, shop, an_offer(shop), a_reviewer())


def an_offer(firm: Firm, quantity: Quantity | None = None, *, public: bool = False) -> ListingRecord:
    guess = quantity or Quantity(Decimal(2), "container_240", "week")
    draft = replace(a_draft(Side.OFFER, firm, "cardboard"), quantity=guess, public=public)
    return listings.register(replace(draft, availability=FROM_TODAY), firm.member)


def later(actor: Actor, weeks: float) -> Actor:
    return replace(actor, now=NOW + timedelta(weeks=weeks))


def running(town: Town) -> tuple[WeighingClassRecord, str]:
    """Let a class weigh what the shop offers; return it and by what its link is known."""
    record = classes.begin(TOLD, town.school.organisation_id, town.offer.id, town.hub)
    classes.agree(record.id, "doosjes", town.shop.member)
    return record, class_weighings.enter(classes.make_link(record.id, town.school.member), NOBODY)


def weigh(digest: str, week: int, kg: str | None) -> None:
    """Enter on the Monday of a week, the first being 0."""
    who = later(NOBODY, week)
    seen = class_weighings.by_link(digest, who).changes
    told = None if kg is None else Decimal(kg)
    class_weighings.weigh(digest, seen, Weighing(who.today, told), who)


def measured(town: Town, *kg: str | None) -> WeighingClassRecord:
    record, digest = running(town)
    for week, one in enumerate(kg):
        weigh(digest, week, one)
    return classes.seen_by(record.id, town.hub)


def everything_stored() -> str:
    """Return every value of every table as text."""
    tables = Base.metadata.sorted_tables
    return "\n".join(str(tuple(row)) for table in tables for row in current().execute(select(table)))


def test_a_school_adopts_its_own_offer_at_once(town: Town) -> None:
    own = an_offer(town.school)
    record = classes.begin(TOLD, town.school.organisation_id, own.id, town.school.member)
    assert record.stage is ClassStage.RUNNING


def test_another_s_offer_waits_for_the_owner_who_names_it(town: Town) -> None:
    record = classes.begin(TOLD, town.school.organisation_id, town.offer.id, town.hub)
    assert record.stage is ClassStage.ASKED
    assert [one.id for one in classes.to_answer(town.shop.member)] == [record.id]
    assert [letter.kind for letter in outbox.to(town.shop.email)] == ["class_asks"]
    for nobody_to_say_yes in (town.school.member, town.hub):
        with pytest.raises(NotAllowedError):
            classes.agree(record.id, "x", nobody_to_say_yes)
    classes.agree(record.id, "doosjes", town.shop.member)
    assert (record.stage, record.stream_name) == (ClassStage.RUNNING, "doosjes")
    assert classes.to_answer(town.shop.member) == []


def test_an_owner_who_says_no_is_left_alone_and_another_class_may_ask(town: Town) -> None:
    first = classes.begin(TOLD, town.school.organisation_id, town.offer.id, town.hub)
    with pytest.raises(AlreadyWeighedError):
        classes.begin(TOLD, town.school.organisation_id, town.offer.id, town.hub)
    classes.refuse(first.id, town.shop.member)
    assert classes.begin(TOLD, town.school.organisation_id, town.offer.id, town.hub).id != first.id


def test_a_school_asks_for_a_public_offer_by_its_code_and_for_no_other(town: Town) -> None:
    with pytest.raises(NotFoundError):
        classes.begin(TOLD, town.school.organisation_id, town.offer.id, town.school.member)
    shown = an_offer(town.shop, public=True)
    code = public_code("offer", shown.id, shown.created_at)
    assert classes.offer_with(f" {code.lower()} ").id == shown.id
    hidden = public_code("offer", town.offer.id, town.offer.created_at)
    for wrong in (hidden, "A-NOTHERE"):
        with pytest.raises(OfferUnknownError):
            classes.offer_with(wrong)
    asked = classes.begin(TOLD, town.school.organisation_id, shown.id, town.school.member)
    assert asked.stage is ClassStage.ASKED


@pytest.mark.parametrize(
    "quantity", [Quantity(Decimal(5), "t", "once"), Quantity(Decimal(5), "m2", "week")], ids=str
)
def test_what_comes_once_or_has_no_weight_cannot_be_weighed_by_a_class(
    town: Town, quantity: Quantity
) -> None:
    offer = an_offer(town.shop, quantity)
    with pytest.raises(NotWeighableError):
        classes.begin(TOLD, town.school.organisation_id, offer.id, town.hub)


def test_no_shop_lets_a_class_begin_and_no_class_begins_in_the_past(town: Town) -> None:
    with pytest.raises(NotFoundError):
        classes.begin(TOLD, town.shop.organisation_id, town.offer.id, town.shop.member)
    for first_day in (TODAY - timedelta(days=1), TODAY + timedelta(days=367)):
        with pytest.raises(OutOfRangeError):
            classes.begin(
                replace(TOLD, first_day=first_day), town.school.organisation_id, town.offer.id, town.hub
            )


def test_of_a_link_only_a_digest_is_kept_anywhere(town: Town) -> None:
    record = classes.begin(TOLD, town.school.organisation_id, an_offer(town.school).id, town.school.member)
    token = classes.make_link(record.id, town.school.member)
    class_weighings.enter(token, NOBODY)
    assert record.link_digest is not None
    stored = everything_stored()
    assert record.link_digest in stored
    assert token not in stored
    told = [row.details for row, _words in trail.of_subject("class", record.id)]
    assert not [one for one in told if record.link_digest in str(one)]


def test_a_link_ends_when_it_is_renewed_taken_back_or_the_class_stops(town: Town) -> None:
    record, first = running(town)
    second = class_weighings.enter(classes.make_link(record.id, town.school.member), NOBODY)
    with pytest.raises(ClassLinkError):
        class_weighings.by_link(first, NOBODY)
    classes.revoke_link(record.id, town.school.member)
    with pytest.raises(ClassLinkError):
        class_weighings.by_link(second, NOBODY)
    third = class_weighings.enter(classes.make_link(record.id, town.hub), NOBODY)
    classes.stop(record.id, town.shop.member)
    with pytest.raises(ClassLinkError):
        class_weighings.by_link(third, NOBODY)


def test_a_link_works_two_weeks_after_the_last_one(town: Town) -> None:
    record, digest = running(town)
    assert record.plan.link_until == date(2027, 5, 9)
    last = replace(NOBODY, now=NOW + timedelta(days=69))
    assert class_weighings.by_link(digest, last).id == record.id
    with pytest.raises(ClassLinkError):
        class_weighings.by_link(digest, replace(NOBODY, now=NOW + timedelta(days=70)))


def test_what_two_pages_enter_at_once_is_asked_again(town: Town) -> None:
    _record, digest = running(town)
    seen = class_weighings.by_link(digest, NOBODY).changes
    class_weighings.weigh(digest, seen, Weighing(TODAY, Decimal("2.4")), NOBODY)
    with pytest.raises(VersionError):
        class_weighings.weigh(digest, seen, Weighing(TODAY, Decimal("2.4")), NOBODY)
    assert len(class_weighings.by_link(digest, NOBODY).weighings) == 1


def test_entries_are_taken_back_put_right_and_taken_away(town: Town) -> None:
    record, digest = running(town)
    weigh(digest, 0, "2.4")
    weigh(digest, 1, None)
    with pytest.raises(NoLessonError):
        weigh(digest, 1, "3")
    with pytest.raises(WeighingDayError):
        class_weighings.weigh(digest, 3, Weighing(TODAY + timedelta(days=1), Decimal(1)), NOBODY)
    next_week = later(NOBODY, 1)
    assert class_weighings.undo(digest, 3, next_week).kg is None
    [kept] = classes.seen_by(record.id, town.hub).weighings
    class_weighings.correct(digest, kept.id, 4, Weighing(TODAY, Decimal("24")), next_week)
    assert class_weighings.by_link(digest, next_week).weighings[0].kg == 24
    class_weighings.remove(digest, kept.id, 5, next_week)
    assert class_weighings.by_link(digest, next_week).weighings == []
    with pytest.raises(NotFoundError):
        class_weighings.undo(digest, 6, next_week)


def test_an_entry_of_another_class_is_not_there(town: Town) -> None:
    record, digest = running(town)
    weigh(digest, 0, "2.4")
    [entry] = classes.seen_by(record.id, town.hub).weighings
    own = classes.begin(TOLD, town.school.organisation_id, an_offer(town.school).id, town.school.member)
    other = class_weighings.enter(classes.make_link(own.id, town.school.member), NOBODY)
    with pytest.raises(NotFoundError):
        class_weighings.entry(other, entry.id, NOBODY)
    with pytest.raises(NotFoundError):
        class_weighings.remove(other, entry.id, 1, NOBODY)


def test_what_was_measured_takes_the_place_of_the_guess_and_is_matched_anew(town: Town) -> None:
    a_listing(Side.NEED, a_firm("Papierfabriek", "industry", "chemelot"), "cardboard")
    [before] = suggestions.of_listing(town.offer.id)
    record = measured(town, "10", "11", None, "9", "10")
    assert town.offer.grade is Grade.CONVERTED
    owner = later(town.shop.member, 5)
    listing = class_figures.take_over(record.id, (town.offer.version, record.changes), owner)
    assert listing.typed == Quantity(Decimal(10), "kg", "week")
    assert listing.tonnes is not None
    kg = [1000 * one for one in (listing.tonnes.low, listing.tonnes.likely, listing.tonnes.high)]
    assert kg == [9 * 52, 10 * 52, 11 * 52]
    assert listing.weight_note == "least:9.00 most:11.00 weeks:4"
    assert (listing.grade, listing.recurring) == (Grade.DECLARED, True)
    [after] = suggestions.of_listing(town.offer.id)
    assert after.id == before.id
    assert after.lines[0].tonnes_likely == listing.tonnes.likely
    acts = [row.act for row, _words in trail.of_subject("listing", listing.id)]
    assert acts[-2:] == ["listing.changed", "listing.measured"]


def test_what_was_measured_can_be_put_back(town: Town) -> None:
    said = (town.offer.typed, town.offer.tonnes, town.offer.grade, town.offer.weight_note)
    record = measured(town, "10", "11", "9", "10")
    class_figures.take_over(record.id, (town.offer.version, record.changes), later(town.shop.member, 5))
    offer = class_figures.put_back(record.id, town.offer.version, later(town.shop.member, 5))
    assert (offer.typed, offer.tonnes, offer.grade, offer.weight_note) == said
    with pytest.raises(NotFoundError):
        class_figures.put_back(record.id, offer.version, town.shop.member)


def test_a_measured_grade_stays_while_its_amount_does(town: Town) -> None:
    record = measured(town, *["10", "11", "9", "10"] * 2)
    owner = later(town.shop.member, 8)
    offer = class_figures.take_over(record.id, (town.offer.version, record.changes), owner)
    assert offer.grade is Grade.MEASURED
    as_it_is = class_figures.Figure(offer.typed, *class_figures.weights_in(offer.weight_note))
    assert offer.weight_note.endswith("weeks:8")
    same = class_figures.draft_of(offer, as_it_is)
    listings.change(offer.id, offer.version, replace(same, title="Dozen"), owner)
    assert (offer.title, offer.grade) == ("Dozen", Grade.MEASURED)
    other = listings.change(offer.id, offer.version, replace(same, material="paper"), owner)
    assert other.grade is Grade.DECLARED


def test_a_measurement_that_is_not_surer_is_not_taken_over(town: Town) -> None:
    record = measured(town, "10", "11", "9", "10")
    for weeks in (2, 3.9):  # three weeks are over, and the fourth still runs
        with pytest.raises(NothingMeasuredError):
            take_over(town, record, weeks)


def take_over(town: Town, record: WeighingClassRecord, weeks: float) -> ListingRecord:
    """Let the owner take over what stands there after so many weeks."""
    owner = later(town.shop.member, weeks)
    return class_figures.take_over(record.id, (town.offer.version, record.changes), owner)


def test_the_first_figure_is_put_back_even_after_a_second_better_measurement(town: Town) -> None:
    said = (town.offer.typed, town.offer.tonnes, town.offer.grade, town.offer.weight_note)
    record = measured(town, *["10", "11", "9", "10"] * 2)
    assert take_over(town, record, 4).grade is Grade.DECLARED
    with pytest.raises(NothingMeasuredError):
        take_over(town, record, 4)
    assert take_over(town, record, 8).grade is Grade.MEASURED
    offer = class_figures.put_back(record.id, town.offer.version, later(town.shop.member, 8))
    assert (offer.typed, offer.tonnes, offer.grade, offer.weight_note) == said


def test_what_the_owner_says_after_a_measurement_is_not_overwritten_by_putting_back(town: Town) -> None:
    record = measured(town, "10", "11", "9", "10")
    offer, owner = take_over(town, record, 4), later(town.shop.member, 5)
    own = class_figures.draft_of(offer, class_figures.Figure(Quantity(Decimal(3), "container_240", "week")))
    listings.change(offer.id, offer.version, own, owner)
    with pytest.raises(NotFoundError):
        class_figures.put_back(record.id, offer.version, owner)
    take_over(town, record, 5)
    assert class_figures.put_back(record.id, offer.version, owner).typed == own.quantity


def test_a_school_does_not_learn_how_sure_the_figure_of_another_is(town: Town) -> None:
    record = measured(town, "10", "11", "9", "10")
    for weeks, told in ((4, ClassNext.WEIGH), (5, ClassNext.WEIGH), (8, ClassNext.DONE)):
        who = later(town.school.member, weeks)
        assert class_weighings.standing(record, who).next is told
    assert class_weighings.standing(record, later(town.shop.member, 8)).next is ClassNext.TAKE_OVER


def test_only_the_owner_and_the_hub_take_over_and_only_what_they_saw(town: Town) -> None:
    record = measured(town, "10", "11", "9", "10")
    seen = (town.offer.version, record.changes)
    with pytest.raises(NotFoundError):
        class_figures.take_over(record.id, seen, town.school.member)
    for late in ((seen[0] - 1, seen[1]), (seen[0], seen[1] - 1)):
        with pytest.raises(VersionError):
            class_figures.take_over(record.id, late, later(town.shop.member, 4))
    assert class_figures.take_over(record.id, seen, later(town.hub, 4)).grade is Grade.DECLARED


def test_a_year_of_a_school_has_forty_weeks(town: Town) -> None:
    assert class_figures.period_of(an_offer(town.school)) == "school_week"
    assert class_figures.period_of(town.offer) == "week"


def test_the_next_step_is_told(town: Town) -> None:
    def step(weeks: float) -> ClassNext:
        who = later(town.hub, weeks)
        [one] = classes.running(who)
        return class_weighings.standing(one, who).next

    record = classes.begin(
        replace(TOLD, first_day=TODAY + timedelta(weeks=1)),
        town.school.organisation_id,
        town.offer.id,
        town.hub,
    )
    steps = [step(0)]
    classes.agree(record.id, "doosjes", town.shop.member)
    steps.append(step(0))
    digest = class_weighings.enter(classes.make_link(record.id, town.school.member), NOBODY)
    steps += [step(0), step(1)]
    weigh(digest, 1, "10")
    steps += [step(1), step(9)]
    for week in (2, 3, 4):
        weigh(digest, week, "10")
    weigh(digest, 5, "10")
    steps += [step(4), step(5), step(6), step(9)]
    assert steps == [
        *(ClassNext.ASK_OWNER, ClassNext.MAKE_LINK, ClassNext.BEGIN_LATER, ClassNext.WEIGH),
        *(ClassNext.WAIT, ClassNext.TOO_LITTLE),
        *(ClassNext.WAIT, ClassNext.TAKE_OVER, ClassNext.WEIGH, ClassNext.TAKE_OVER),
    ]


@pytest.mark.both_databases
def test_a_class_and_its_weighings_are_forgotten_but_not_what_was_taken_over(town: Town) -> None:
    record = measured(town, "10.37", "11.41", "9.53", "10.19")
    take_over(town, record, 4)
    with pytest.raises(NotAllowedError):
        classes.forget(record.id, town.shop.member)
    number = record.id
    classes.forget(number, town.school.member)
    assert store.one(number) is None
    assert town.offer.grade is Grade.DECLARED
    told = [json.dumps(row.details) for row, _words in trail.of_subject("class", number)]
    assert not [one for one in told if "10.37" in one or "groep" in one]


def test_a_letter_about_a_forgotten_class_does_not_leave(town: Town) -> None:
    record, other = (
        classes.begin(TOLD, town.school.organisation_id, offer.id, town.hub)
        for offer in (town.offer, an_offer(town.shop))
    )
    classes.forget(record.id, town.school.member)
    [letter] = outbox.to(town.shop.email)
    assert f"/klassen/{other.id}" in letter.facts


def test_an_export_holds_what_classes_weighed_for_school_and_owner(town: Town) -> None:
    measured(town, "10.37", None)
    for firm in (town.school, town.shop):
        table = exports.everything(firm.organisation_id, firm.member, "en")["classes.csv"].decode()
        assert "groep 7,doosjes" in table.replace('"', "")
        assert "10.37" in table
    other = a_firm("Iemand")
    assert (
        "10.37" not in exports.everything(other.organisation_id, other.member, "en")["classes.csv"].decode()
    )


def test_the_classes_of_a_school_move_with_it(town: Town) -> None:
    record, _digest = running(town)
    staying = a_firm("Basisschool De Proef Geleen", "school", "station")
    one, two = (organisations.own(firm.member) for firm in (staying, town.school))
    choice = mergers.Choice(one.id, one.version, two.id, two.version)
    mergers.merge(choice, town.hub)
    assert classes.seen_by(record.id, staying.member).organisation_id == staying.organisation_id
