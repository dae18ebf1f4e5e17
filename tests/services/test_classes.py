"""Classes of schools: who may let one begin, its link, what it weighs, and what that makes of an offer."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from circulair.services import (
    class_weighings,
    classes,
    exports,
    mergers,
    organisations,
)
from circulair.services.actor import Actor
from circulair.services.class_faults import (
    AlreadyWeighedError,
    ClassLinkError,
    NotWeighableError,
    OfferUnknownError,
)
from circulair.services.class_weighings import ClassNext
from circulair.services.faults import NotAllowedError, NotFoundError, VersionError
from circulair.store import classes as store
from circulair.store import outbox, trail
from circulair.store.records import Base
from circulair.store.session import current
from flows.class_weighing import ClassStage, NoLessonError, Weighing, WeighingDayError
from flows.codes import public_code
from flows.errors import OutOfRangeError
from flows.streams import Grade
from flows.units import Quantity
from tests.weighing import TODAY, TOLD, Town, a_town, an_offer, later, measured, running, take_over, weigh
from tests.worlds import NOBODY, NOW, a_firm

pytestmark = pytest.mark.usefixtures("unit")


@pytest.fixture
def town() -> Town:
    return a_town()


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


@pytest.mark.parametrize("end", [classes.stop, classes.refuse], ids=["stopped", "refused"])
def test_a_question_that_asks_no_more_does_not_leave(town: Town, end: Callable[[int, Actor], None]) -> None:
    record = classes.begin(TOLD, town.school.organisation_id, town.offer.id, town.hub)
    end(record.id, town.shop.member)
    assert list(outbox.to(town.shop.email)) == []


def test_a_question_that_was_answered_in_time_does_not_leave(town: Town) -> None:
    record = classes.begin(TOLD, town.school.organisation_id, town.offer.id, town.hub)
    classes.agree(record.id, "doosjes", town.shop.member)
    assert list(outbox.to(town.shop.email)) == []


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
