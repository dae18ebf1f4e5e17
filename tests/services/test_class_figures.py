"""What a class measured takes the place of what an offer said, and how that is put back."""

from dataclasses import replace
from decimal import Decimal

import pytest

from circulair.services import (
    class_figures,
    class_weighings,
    classes,
    exports,
    listings,
    retention,
)
from circulair.services.class_faults import NothingMeasuredError
from circulair.services.class_weighings import ClassNext
from circulair.services.faults import NotFoundError, VersionError
from circulair.store import classes as classes_store
from circulair.store import suggestions, trail
from flows.streams import Grade, Side
from flows.units import Quantity
from tests.weighing import Town, a_town, an_offer, later, measured, take_over
from tests.worlds import a_firm, a_listing

pytestmark = pytest.mark.usefixtures("unit")


@pytest.fixture
def town() -> Town:
    return a_town()


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


@pytest.mark.both_databases
def test_what_was_measured_can_be_put_back_after_the_class_is_forgotten(town: Town) -> None:
    said = (town.offer.typed, town.offer.tonnes, town.offer.grade, town.offer.weight_note)
    record = measured(town, "10", "11", "9", "10")
    take_over(town, record, 5)
    classes.forget(record.id, town.school.member)
    left = class_figures.left_to(town.offer)
    assert left is not None
    assert left.before.quantity == said[0]
    for stranger in (town.school.member, later(town.school.member, 5)):
        with pytest.raises(NotFoundError):
            class_figures.put_back_left(town.offer.id, town.offer.version, stranger)
    offer = class_figures.put_back_left(town.offer.id, town.offer.version, later(town.shop.member, 5))
    assert (offer.typed, offer.tonnes, offer.grade, offer.weight_note) == said
    assert class_figures.left_to(offer) is None
    with pytest.raises(NotFoundError):
        class_figures.put_back_left(offer.id, offer.version, later(town.shop.member, 5))


def test_a_forgotten_class_that_was_not_taken_over_leaves_nothing(town: Town) -> None:
    classes.forget(measured(town, "10", "11", "9", "10").id, town.school.member)
    assert class_figures.left_to(town.offer) is None


def ways_back(town: Town) -> int:
    return len(classes_store.taken_of(town.offer.id))


def by_hand(town: Town, bins: int) -> None:
    """Change the offer by hand to so many containers a week."""
    owner = later(town.shop.member, 5)
    figure = class_figures.Figure(Quantity(Decimal(bins), "container_240", "week"))
    listings.change(town.offer.id, town.offer.version, class_figures.draft_of(town.offer, figure), owner)


def test_a_forgotten_class_leaves_nothing_where_the_owner_said_something_else_since(town: Town) -> None:
    record = measured(town, "10", "11", "9", "10")
    take_over(town, record, 4)
    by_hand(town, 3)
    classes.forget(record.id, later(town.school.member, 6))
    assert ways_back(town) == 0


def test_what_a_forgotten_class_left_goes_with_a_change_by_hand(town: Town) -> None:
    record = measured(town, "10", "11", "9", "10")
    offer = take_over(town, record, 4)
    classes.forget(record.id, later(town.school.member, 4))
    same = class_figures.Figure(offer.typed, *class_figures.weights_in(offer.weight_note))
    titled = replace(class_figures.draft_of(offer, same), title="Dozen")
    listings.change(offer.id, offer.version, titled, later(town.shop.member, 5))
    assert ways_back(town) == 1
    by_hand(town, 3)
    assert ways_back(town) == 0


def test_what_a_forgotten_class_left_is_kept_for_a_year(town: Town) -> None:
    record = measured(town, "10", "11", "9", "10")
    take_over(town, record, 4)
    classes.forget(record.id, later(town.school.member, 4))
    retention.forget_what_is_over(later(town.shop.member, 56))
    assert ways_back(town) == 1
    retention.forget_what_is_over(later(town.shop.member, 57))
    assert ways_back(town) == 0


def test_what_a_forgotten_class_left_goes_a_month_after_the_offer_ended(town: Town) -> None:
    record = measured(town, "10", "11", "9", "10")
    take_over(town, record, 4)
    classes.forget(record.id, later(town.school.member, 4))
    listings.withdraw(town.offer.id, later(town.shop.member, 4))
    retention.forget_what_is_over(later(town.shop.member, 8))
    assert ways_back(town) == 1
    retention.forget_what_is_over(later(town.shop.member, 9))
    assert ways_back(town) == 0


def test_the_owner_takes_out_what_a_forgotten_class_left(town: Town) -> None:
    record = measured(town, "10", "11", "9", "10")
    take_over(town, record, 4)
    classes.forget(record.id, later(town.school.member, 4))
    number, owner = town.shop.organisation_id, town.shop.member
    told = exports.everything(number, owner, "en")["measured.csv"].decode()
    assert f"\n{town.offer.id}," in told
    school = town.school
    others = exports.everything(school.organisation_id, school.member, "en")["measured.csv"].decode()
    assert len(others.splitlines()) == 1


def test_a_second_class_leads_back_past_one_that_is_forgotten(town: Town) -> None:
    said = (town.offer.typed, town.offer.tonnes, town.offer.grade, town.offer.weight_note)
    first = measured(town, "10", "11", "9", "10")
    take_over(town, first, 4)
    classes.forget(first.id, later(town.school.member, 4))
    second = measured(town, *["12", "11", "9", "10"] * 2)
    assert take_over(town, second, 8).grade is Grade.MEASURED
    offer = class_figures.put_back(second.id, town.offer.version, later(town.shop.member, 8))
    assert (offer.typed, offer.tonnes, offer.grade, offer.weight_note) == said


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
