"""Vacant premises and needs for space: what must hold, the four questions, and the order of what is found."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.buildings import (
    BagIdError,
    Building,
    Feature,
    FreeAreaError,
    Loading,
    Truck,
    VacancyOrderError,
    as_features,
    check_areas,
    check_order,
)
from flows.errors import OutOfRangeError, UnknownCodeError
from flows.law import YesNo
from flows.premises import (
    WEIGHTS,
    AreaOrderError,
    Purpose,
    Room,
    RoomMatch,
    SpaceNeed,
    judge,
    load_use_kinds,
)
from flows.streams import Availability
from tests.factories import SPOTS

YEAR = Availability(date(2027, 3, 1), date(2028, 2, 28))
ALL = as_features(dict.fromkeys(Feature, True))


def a_room(area: int | None = 500, **few: Any) -> Room:  # whatever is known of a building
    building = {"features": ALL, "rent_eur_m2_year": Decimal(40), "loading": Loading.BOTH, **few}
    return Room(
        1,
        Building(**building),
        None if area is None else Decimal(area),
        YEAR,
        SPOTS["market"],
        use_confirmed=True,
    )


def a_need(least: int = 500, most: int | None = None, **few: Any) -> SpaceNeed:  # whatever is asked
    told = {"purpose": Purpose.POP_UP, "budget_eur_m2_year": Decimal(40), **few}
    return SpaceNeed(
        id=1,
        least_m2=Decimal(least),
        most_m2=Decimal(most or least),
        availability=YEAR,
        position=SPOTS["market"],
        **told,
    )


def matched(room: Room, need: SpaceNeed) -> RoomMatch:
    found = judge(room, need)
    assert isinstance(found, RoomMatch)
    return found


def value_of(match: RoomMatch, name: str) -> float | None:
    return next(part.value for part in match.parts if part.name == name)


def test_four_hundred_of_five_hundred_square_metres_fit_for_four_fifths() -> None:
    assert value_of(matched(a_room(400), a_need(500)), "area") == 0.8
    assert value_of(matched(a_room(625), a_need(500)), "area") == 0.8


def test_everything_as_asked_next_door_scores_one() -> None:
    match = matched(a_room(500), a_need(500))
    assert (match.score, match.completeness, match.open, match.missing) == (1.0, 1.0, (), ())


def test_the_weights_are_those_of_the_proposal() -> None:
    assert [(one.part, one.weight) for one in WEIGHTS] == [
        ("area", 0.4),
        ("distance", 0.2),
        ("loading", 0.2),
        ("rent", 0.2),
    ]


@pytest.mark.parametrize(
    ("room", "need", "broken"),
    [
        (a_room(200), a_need(500), "area"),
        (a_room(clear_height_m=Decimal("2.8")), a_need(height_m=Decimal(4)), "height"),
        (a_room(gate_height_m=Decimal(2)), a_need(door_height_m=Decimal(3)), "door"),
        (a_room(truck=Truck.VAN), a_need(truck=Truck.RIGID), "truck"),
        (a_room(floor_load_kg_m2=Decimal(300)), a_need(floor_load_kg_m2=Decimal(1000)), "floor_load"),
        (a_room(features="toilet:no"), a_need(features=(Feature.TOILET,)), "toilet"),
        (
            replace(a_room(), availability=Availability(date(2029, 1, 1), date(2029, 2, 1))),
            a_need(),
            "period",
        ),
    ],
)
def test_what_must_hold_and_does_not_is_never_listed(room: Room, need: SpaceNeed, broken: str) -> None:
    found = judge(room, need)
    assert isinstance(found, tuple)
    assert [one.name for one in found] == [broken]


def test_what_nobody_knows_is_possible_flagged_and_ranked_after_all_that_is_known() -> None:
    unknown = replace(a_room(500, features=""), id=2)
    worse = replace(a_room(300), id=3)
    need = a_need(500, features=(Feature.TOILET,))
    assert matched(worse, need).rank < matched(unknown, need).rank
    assert matched(unknown, need).open == ("toilet",)
    assert "room.toilet" in matched(unknown, need).missing


def test_a_use_that_no_reviewer_saw_in_the_plan_stays_open() -> None:
    assert matched(replace(a_room(), use_confirmed=False), a_need()).open == ("use",)


def test_a_repair_cafe_asks_for_visitors_a_toilet_and_power_by_itself() -> None:
    need = a_need(100, purpose=Purpose.REPAIR_CAFE)
    assert need.asked_features == (Feature.POWER, Feature.TOILET, Feature.PUBLIC_ACCESS)
    assert isinstance(judge(a_room(100, features="public_access:no"), need), tuple)


def test_a_depot_asks_what_the_floor_carries() -> None:
    need = a_need(500, purpose=Purpose.DEPOT)
    assert "floor_load" in matched(a_room(clear_height_m=Decimal(5), truck=Truck.RIGID), need).open


def test_rent_above_the_budget_counts_for_the_share_that_it_covers() -> None:
    assert value_of(matched(a_room(rent_eur_m2_year=Decimal(80)), a_need()), "rent") == 0.5
    assert (
        value_of(matched(a_room(rent_eur_m2_year=Decimal(0)), a_need(budget_eur_m2_year=None)), "rent") == 1
    )


def test_every_use_of_the_list_is_graded_as_our_own_proposal() -> None:
    kinds = load_use_kinds()
    assert set(kinds) == set(Purpose) - {
        *(Purpose.POP_UP, Purpose.SHOP, Purpose.HOSPITALITY, Purpose.STUDIO, Purpose.OTHER)
    }
    assert all(0 < kind.area_low < kind.area_high for kind in kinds.values())


def test_areas_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(AreaOrderError):
        SpaceNeed(1, Purpose.DEPOT, Decimal(300), Decimal(200))


@pytest.mark.parametrize("text", ["1883010000001", "18830100000012345", "188301000000123A"])
def test_a_bag_number_has_sixteen_digits(text: str) -> None:
    with pytest.raises(BagIdError):
        Building(bag_id=text)


def test_a_building_refuses_what_cannot_be() -> None:
    with pytest.raises(OutOfRangeError):
        Building(clear_height_m=Decimal(0))
    with pytest.raises(UnknownCodeError):
        Building(uses="kasteel")
    with pytest.raises(UnknownCodeError):
        Building(features="moat:yes")
    with pytest.raises(FreeAreaError):
        check_areas(Decimal(200), Decimal(100))
    with pytest.raises(VacancyOrderError):
        check_order(date(2027, 3, 1), date(2027, 2, 1))


def test_an_old_building_is_asked_for_its_asbestos_inventory() -> None:
    assert Building(built_year=1965).asks_asbestos
    assert not Building(built_year=1965, asbestos_checked=YesNo.YES).asks_asbestos
    assert not Building(built_year=1994).asks_asbestos


SIZES = st.decimals(1, 5000, places=1)


@given(SIZES, SIZES, SIZES, st.booleans())
def test_scores_lie_between_nought_and_one_and_more_knowledge_never_lowers_completeness(
    area: Decimal, least: Decimal, budget: Decimal, told: bool
) -> None:
    need = replace(a_need(), least_m2=least, most_m2=least, budget_eur_m2_year=budget)
    room = replace(a_room(rent_eur_m2_year=Decimal(40) if told else None), area_m2=area)
    found = [one for one in (judge(room, need),) if isinstance(one, RoomMatch)]
    assert bool(found) is (area >= least / 2)
    for match in found:
        assert 0 <= match.score <= 1
        assert 0 <= match.completeness <= 1
        full = matched(replace(room, building=replace(room.building, rent_eur_m2_year=Decimal(40))), need)
        assert match.completeness <= full.completeness
