"""The law of certain materials: rows L8 to L15 of the domain reference, each by its number."""

from dataclasses import replace

import pytest

from flows.law import Decision, LegalStatus
from flows.law_data import Standard, standard_of
from flows.law_questions import prefilled
from flows.law_status import CONDITIONS
from flows.law_table import CHECKS
from flows.strategies import Strategy
from tests.law_cases import (
    CARDBOARD,
    IN_WOOD,
    NO,
    WASTE,
    WEIGHED,
    YES,
    claiming,
    codes,
    stopped,
    told,
    without,
)
from tests.worlds import NOW

SWILL = told(
    replace(CARDBOARD, material="swill", eural="200108"),
    food_use="biogas",
    food_approved="yes",
    food_nvwa="yes",
)


def test_row_l8_kitchen_waste_goes_to_an_approved_plant_by_a_registered_carrier() -> None:
    assert stopped(SWILL) == []
    assert stopped(told(SWILL, food_approved="no")) == [("L8", "plant_not_approved")]
    assert stopped(told(SWILL, food_nvwa="unknown")) == [("L8", "nvwa")]
    assert stopped(without(SWILL, "food_use")) == [("L8", "food_use_open")]


@pytest.mark.parametrize("status", [*CONDITIONS, WASTE])
def test_row_l8_kitchen_waste_is_never_fed_to_farm_animals_whatever_it_is_called(
    status: LegalStatus,
) -> None:
    fed = told(replace(SWILL, status=status), food_use="feed")
    everything = dict.fromkeys((check.code for check in CHECKS), Decision.WAIVED)
    assert ("L8", "kitchen_as_feed") in stopped(fed, everything)


def test_row_l8_the_origin_of_other_food_is_asked() -> None:
    peels = replace(SWILL, material="vegetable-scraps")
    assert stopped(peels) == [("L8", "food_origin_open")]
    assert stopped(told(peels, food_origin="plant")) == []
    assert codes(told(peels, food_origin="former_food")) >= {"former_food"}


@pytest.mark.parametrize(
    ("category", "rows"),
    [("1", ["category_1"]), ("2", ["feed_conditions"]), ("3", []), ("", ["food_category_open"])],
)
def test_row_l8_the_category_of_animal_material_decides(category: str, rows: list[str]) -> None:
    hides = told(replace(SWILL, material="hides-skins"), food_category=category)
    assert [code for _row, code in stopped(hides)] == rows


def test_row_l8_catering_of_international_transport_is_of_category_1() -> None:
    assert ("L8", "category_1") in stopped(replace(SWILL, material="catering-international"))


DOORS = told(replace(claiming(LegalStatus.USED_GOOD), material="interior-doors"), building_from="from_1994")
RUBBLE = told(
    replace(CARDBOARD, material="concrete-rubble", eural="170101", contains_dangerous=NO),
    building_from="from_1994",
    building_notice_due="no",
)


def test_row_l9_parts_of_an_old_building_come_with_the_number_of_an_asbestos_inventory() -> None:
    assert stopped(DOORS) == []
    assert stopped(without(DOORS, "building_from")) == [("L9", "building_open")]
    assert stopped(told(DOORS, building_from="unknown")) == [("L9", "building_open")]
    old = told(DOORS, building_from="before_1994")
    assert stopped(old, {"law.asbestos_report": Decision.WAIVED}) == [("L9", "asbestos_report")]
    assert stopped(told(old, building_report="R-12")) == []


@pytest.mark.parametrize(
    ("year", "answer", "stops"),
    [(1993, "before_1994", ["asbestos_report"]), (1994, "from_1994", []), (None, None, ["building_open"])],
)
def test_row_l9_planned_works_tell_the_year_of_their_building(
    year: int | None, answer: str | None, stops: list[str]
) -> None:
    doors = replace(without(DOORS, "building_from"), built_year=year)
    assert prefilled(doors).get("building_from") == answer
    assert [code for _row, code in stopped(doors)] == stops
    assert stopped(told(doors, building_from="from_1994")) == []


def test_row_l10_the_municipality_knows_of_much_demolition_waste_or_asbestos() -> None:
    assert stopped(RUBBLE) == []
    assert stopped(without(RUBBLE, "building_notice_due")) == [("L10", "notice_open")]
    much = told(RUBBLE, building_notice_due="yes")
    assert stopped(much) == [("L10", "notice_missing")]
    assert stopped(told(much, building_notice="yes")) == []


def test_row_l10_asbestos_needs_the_notice_without_a_question() -> None:
    sheets = without(replace(RUBBLE, material="asbestos-cement", eural="170605"), "building_notice_due")
    assert ("L10", "notice_missing") in stopped(sheets)


def test_row_l11_waste_wood_has_a_class_which_may_follow_from_the_listing() -> None:
    unclassed = without(IN_WOOD, "wood_class")
    assert stopped(unclassed) == [("L11", "wood_class_open")]
    assert stopped(told(unclassed, wood_class="unknown")) == [("L11", "wood_class_open")]
    assert stopped(replace(unclassed, classes=("B",))) == []
    assert stopped(replace(unclassed, classes=("A", "B"))) == [("L11", "wood_class_open")]


def test_row_l12_impregnated_wood_is_kept_apart_and_never_a_product_again() -> None:
    sleepers = told(IN_WOOD, wood_class="C")
    assert stopped(sleepers) == [("L12", "class_c")]
    weighed = {**WEIGHED, "law.class_c": Decision.WEIGHED, "law.class_c_as_product": Decision.WAIVED}
    assert stopped(sleepers, weighed) == []
    as_garden = replace(sleepers, strategy=Strategy.R7)
    assert stopped(as_garden, weighed) == [("L12", "class_c_as_product")]


def test_row_l12_holds_for_used_goods_too() -> None:
    garden = replace(claiming(LegalStatus.USED_GOOD), material="wood-class-c", strategy=Strategy.R3)
    assert ("L12", "class_c_as_product") in stopped(garden)


@pytest.mark.parametrize(
    ("material", "eural", "possible"),
    [
        ("eps-insulation", "170604", True),
        ("eps-packaging", "150102", False),
        ("sofas", "200307", True),
        ("abs", "160216", True),
        ("abs", "200139", False),
    ],
)
def test_row_l13_persistent_pollutants_are_flagged(material: str, eural: str, possible: bool) -> None:
    assert ("pops" in codes(replace(CARDBOARD, material=material, eural=eural))) is possible


def test_row_l14_a_hazardous_substance_on_the_road_is_warned_of() -> None:
    assert "adr" in codes(replace(claiming(LegalStatus.PRODUCT), contains_dangerous=YES))
    assert "adr" not in codes(claiming(LegalStatus.PRODUCT))


def test_row_l15_no_standard_ships_and_the_nearest_recorded_one_counts() -> None:
    assert ("L15", "no_standard") in stopped(CARDBOARD, {})
    recorded = Standard("paper-and-board", "CMP1", "1", NOW.date(), "recycling", "")
    nearer = replace(recorded, material="cardboard")
    assert standard_of("corrugated-board", (recorded, nearer)) == nearer
    assert standard_of("steel-scrap", (recorded, nearer)) is None
