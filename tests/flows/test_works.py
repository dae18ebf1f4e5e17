"""Planned works: components by dwelling, ranges that add, days as exact as known, surveys, asbestos."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.densities import piece_weight_of
from flows.dwelling_components import (
    ESTIMATE,
    RENOVATED,
    Component,
    ComponentListError,
    Dwelling,
    Part,
    Work,
    checked,
    components_of,
)
from flows.errors import FlowsError, OutOfRangeError, UnknownCodeError
from flows.law import YesNo
from flows.materials import load_materials
from flows.streams import DateOrderError, Grade, RangeOrderError
from flows.weighing import add
from flows.works import (
    AsbestosOpenError,
    CancelReason,
    CancelReasonError,
    Counted,
    Exactness,
    HouseNumberError,
    NoPartsError,
    PlannedWorks,
    Rests,
    check_cancelled,
    check_offered,
    expected,
    still_counts,
    ticked_at_first,
    tonnes_of,
)

EVERY = [one for dwelling in Dwelling for one in components_of(dwelling)]
DAY = date(2027, 8, 20)

DWELLINGS = st.sampled_from(Dwelling)
COUNTS = st.integers(1, 1000)
DAYS = st.dates(date(2026, 1, 1), date(2040, 12, 31))


def some_works(**told: Any) -> PlannedWorks:  # whatever is planned
    """Make the demolition of ten terraced houses in a street, of which an inventory was made."""
    known: dict[str, Any] = {
        "name": "Kerkstraat",
        "dwelling": Dwelling.TERRACED,
        "dwellings": 10,
        "work": Work.DEMOLITION,
        "parts": "",
        "start": DAY,
        "until": date(2027, 10, 5),
        "asbestos_checked": YesNo.YES,
    }
    return PlannedWorks(**{**known, **told})


def a_component(**told: Any) -> Component:  # whatever is known of a component
    known: dict[str, Any] = {
        "dwelling": Dwelling.TERRACED,
        "material": "interior-doors",
        "part": Part.INTERIOR,
        "unit": "piece",
        "low": Decimal(6),
        "likely": Decimal(8),
        "high": Decimal(10),
        "works": frozenset(Work),
        "suspect": False,
        "grade": Grade.ASSUMED,
        "source": ESTIMATE,
    }
    return Component(**{**known, **told})


def by_material(works: PlannedWorks, **surveys: Counted) -> dict[str, Any]:
    told = {slug.replace("_", "-"): counted for slug, counted in surveys.items()}
    return {one.material: one for one in expected(works, told)}


def test_every_component_is_a_known_material_that_can_be_weighed_and_calls_itself_an_estimate() -> None:
    assert all(components_of(dwelling) for dwelling in Dwelling)
    assert {one.material for one in EVERY} <= {one.slug for one in load_materials()}
    assert {
        one.material for one in EVERY if one.unit == "piece" and piece_weight_of(one.material) is None
    } == set()
    assert {(one.grade, one.source) for one in EVERY} == {(Grade.ASSUMED, ESTIMATE)}


def test_a_list_of_components_that_does_not_fit_together_is_refused() -> None:
    with pytest.raises(ComponentListError):
        checked([a_component(), a_component()])
    with pytest.raises(ComponentListError):
        checked([a_component(material="unobtainium")])
    for wrong in ({"unit": "kg"}, {"likely": Decimal("7.5")}, {"source": ""}, {"works": frozenset[Work]()}):
        with pytest.raises(ComponentListError):
            a_component(**wrong)
    with pytest.raises(RangeOrderError):
        a_component(low=Decimal(9))


def test_ten_houses_have_eighty_doors_between_sixty_and_a_hundred_of_grade_d() -> None:
    doors = by_material(some_works())["interior-doors"]
    assert (doors.low, doors.likely, doors.high) == (60, 80, 100)
    assert (doors.grade, doors.rests) == (Grade.ASSUMED, Rests.ESTIMATE)


@given(DWELLINGS, COUNTS, COUNTS)
def test_the_range_of_two_groups_together_is_the_sum_of_their_ranges(
    dwelling: Dwelling, some: int, more: int
) -> None:
    one, other, both = (
        expected(some_works(dwelling=dwelling, dwellings=number)) for number in (some, more, some + more)
    )
    for first, second, whole in zip(one, other, both, strict=True):
        ends = [(first.low + second.low), (first.likely + second.likely), (first.high + second.high)]
        assert ends == [whole.low, whole.likely, whole.high]
        weights = tonnes_of(first), tonnes_of(second)
        assert None not in weights
        assert add(*weights) == tonnes_of(whole)  # type: ignore[arg-type]  # none of them is None


def test_a_renovation_frees_what_is_taken_out_and_never_the_shell() -> None:
    out = by_material(some_works(work=Work.RENOVATION, parts="kitchen"))
    assert set(out) == {"kitchens", "worktops"}
    everything = by_material(some_works(work=Work.RENOVATION, parts=" ".join(RENOVATED)))
    assert not {one.component.part for one in everything.values()} & {Part.SHELL}
    assert set(everything) < set(by_material(some_works()))


@given(DAYS, DAYS, st.sampled_from(Exactness))
def test_the_less_exactly_days_are_known_the_wider_is_the_window(
    one: date, other: date, exactness: Exactness
) -> None:
    start, until = sorted((one, other))
    works = some_works(start=start, until=until, exactness=exactness)
    exact = some_works(start=start, until=until)
    assert (exact.window.start, exact.window.end) == (start, until)
    wider = list(Exactness)[list(Exactness).index(exactness) :]
    for vaguer in wider:
        wide = some_works(start=start, until=until, exactness=vaguer).window
        assert wide.start is not None
        assert wide.end is not None
        assert works.window.start is not None
        assert works.window.end is not None
        assert wide.start <= works.window.start <= start
        assert until <= works.window.end <= wide.end


@pytest.mark.parametrize(
    ("exactness", "first", "last"),
    [
        (Exactness.MONTH, date(2027, 8, 1), date(2027, 10, 31)),
        (Exactness.QUARTER, date(2027, 7, 1), date(2027, 12, 31)),
        (Exactness.YEAR, date(2027, 1, 1), date(2027, 12, 31)),
    ],
)
def test_days_are_as_wide_as_their_month_quarter_or_year(
    exactness: Exactness, first: date, last: date
) -> None:
    window = some_works(exactness=exactness).window
    assert (window.start, window.end) == (first, last)


def test_what_was_counted_takes_the_place_of_the_estimate_and_deserves_more_trust() -> None:
    found = by_material(some_works(), interior_doors=Counted(Decimal(74), DAY, Decimal(20)))
    doors = found["interior-doors"]
    assert (doors.low, doors.likely, doors.high) == (74, 74, 74)
    assert (doors.rests, doors.surveyed_on) == (Rests.SURVEY, DAY)
    assert doors.grade < Grade.ASSUMED
    assert doors.spread is None
    amount = tonnes_of(doors)
    assert amount is not None
    assert (amount.tonnes.likely, amount.grade) == (Decimal("1.48"), Grade.CONVERTED)
    assert found["kitchens"].rests is Rests.ESTIMATE


def test_tonnes_are_as_sure_as_the_less_sure_of_count_and_weight() -> None:
    found = by_material(
        some_works(), interior_doors=Counted(Decimal(74), DAY), bricks=Counted(Decimal(90), DAY)
    )
    grades = {slug: amount.grade for slug, one in found.items() if (amount := tonnes_of(one))}
    assert grades["interior-doors"] is Grade.ASSUMED  # counted, but the weight of one is our estimate
    assert grades["bricks"] is Grade.DECLARED  # told in tonnes
    assert grades["concrete-rubble"] is Grade.ASSUMED


def test_nothing_comes_of_what_was_counted_as_none() -> None:
    found = expected(some_works(), {"kitchens": Counted(Decimal(0), DAY)})
    [kitchens] = [one for one in found if one.material == "kitchens"]
    assert (kitchens.quantity, tonnes_of(kitchens)) == (None, None)
    assert "kitchens" not in ticked_at_first(some_works(), found)
    with pytest.raises(UnknownCodeError):
        check_offered(some_works(), found, ["kitchens"])


@pytest.mark.parametrize(
    ("year", "checked_", "asks"),
    [
        (1993, YesNo.UNKNOWN, True),
        (1993, YesNo.NO, True),
        (1993, YesNo.YES, False),
        (1994, YesNo.UNKNOWN, False),
        (None, YesNo.UNKNOWN, True),
        (None, YesNo.YES, False),
    ],
)
def test_asbestos_is_asked_of_old_buildings_and_of_those_whose_year_nobody_told(
    year: int | None,
    checked_: YesNo,
    asks: bool,  # a case
) -> None:
    works = some_works(built_year=year, asbestos_checked=checked_)
    found = expected(works)
    assert works.asks_asbestos is asks
    assert bool(ticked_at_first(works, found)) is not asks


def test_what_can_hold_asbestos_is_not_offered_before_somebody_looked() -> None:
    works = some_works(built_year=1970, asbestos_checked=YesNo.UNKNOWN)
    found = expected(works)
    check_offered(works, found, ["interior-doors"])
    with pytest.raises(AsbestosOpenError):
        check_offered(works, found, ["interior-doors", "roof-timbers"])
    check_offered(some_works(built_year=1970), found, ["roof-timbers"])


@pytest.mark.parametrize(
    "name",
    [
        "Kerkstraat 12",
        "Kerkstraat 2-40",
        "Hof 7a",
        "Kerkstr.12",
        "Kerkstraat 12e",
        "Kerkstraat 12 de hoek",
        "Kerkstraat 1245",
        "Kerkstraat gebouw 14",
        "Kerkstraat 2012a",
        "12e",
    ],
)
def test_a_house_number_in_the_name_is_refused(name: str) -> None:
    with pytest.raises(HouseNumberError):
        some_works(name=name)


@pytest.mark.parametrize(
    "name",
    [
        "Kerkstraat",
        "Plein 1992",
        "2e Carmelstraat",
        "Blok 3",
        "1ste Laan",
        "2e Poortstraat",
        "Hof en 2e Poortstraat",
    ],
)
def test_a_year_an_order_or_the_number_of_a_block_in_the_name_is_none(name: str) -> None:
    assert some_works(name=name).name == name


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"dwellings": 0}, OutOfRangeError),
        ({"dwellings": 2001}, OutOfRangeError),
        ({"work": Work.RENOVATION}, NoPartsError),
        ({"work": Work.RENOVATION, "parts": "shell"}, UnknownCodeError),
        ({"until": date(2027, 8, 19)}, DateOrderError),
        ({"built_year": 99}, OutOfRangeError),
    ],
)
def test_a_plan_that_cannot_be_right_is_refused(wrong: dict[str, Any], error: type[FlowsError]) -> None:
    with pytest.raises(error):
        some_works(**wrong)


@pytest.mark.parametrize(
    "wrong", [{"count": Decimal(-1)}, {"count": Decimal("NaN")}, {"kg_each": Decimal(0)}]
)
def test_a_count_that_cannot_be_right_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(OutOfRangeError):
        Counted(**{"count": Decimal(1), "day": DAY, **wrong})


def test_pieces_are_counted_whole() -> None:
    with pytest.raises(OutOfRangeError):
        expected(some_works(), {"kitchens": Counted(Decimal("9.5"), DAY)})


def test_a_survey_holds_for_the_same_dwellings_only() -> None:
    works = some_works()
    assert still_counts(works, some_works(start=date(2027, 1, 1), name="Elders"))
    assert not still_counts(works, some_works(dwellings=11))
    assert not still_counts(works, some_works(dwelling=Dwelling.SENIOR))


def test_works_are_cancelled_with_a_reason_and_something_else_with_words() -> None:
    assert check_cancelled(CancelReason.MONEY, "") is CancelReason.MONEY
    assert check_cancelled(CancelReason.OTHER, "brand") is CancelReason.OTHER
    for reason, words in ((None, "brand"), (CancelReason.OTHER, " ")):
        with pytest.raises(CancelReasonError):
            check_cancelled(reason, words)
