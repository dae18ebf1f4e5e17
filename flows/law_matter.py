"""The law of certain materials: food, demolition, wood, persistent pollutants, dangerous goods, mixing."""

from flows.law import Check, Facts, LegalStatus, Outcome, YesNo, duty
from flows.law_data import concerns, load_standards, standard_of
from flows.law_known import said, yes
from flows.law_status import is_waste
from flows.materials import Nature
from flows.strategies import Strategy

KITCHEN = ("kitchen", "kitchen_abroad")
ANIMAL = (*KITCHEN, "animal")
AS_PRODUCT = (Strategy.R3, Strategy.R4, Strategy.R5, Strategy.R6, Strategy.R7)
"""The rungs on which a thing stays a product or becomes another."""

BY_PRODUCT_USES = ("feed", "pet_food", "compost", "biogas", "processing")
"""Uses in which a stream from a kitchen is an animal by-product."""

ELECTRONICS = ("1602", "200135", "200136")
SOIL, DEMOLITION = "1705", "17"
FROM_BUILDING = ("from_1994", "before_1994", "unknown")


def origin(facts: Facts) -> str:
    """Return where a food stream comes from; of an ordinary product only what the material says."""
    return said(facts, "food_origin")


def asks_food(facts: Facts) -> bool:
    """Tell whether the origin of a food stream is asked: it is no product, or it comes from a kitchen."""
    if facts.status is LegalStatus.UNKNOWN or not facts.material:
        return False
    food = facts.nature is Nature.FOOD or concerns("food", facts.material)
    return food and (facts.status is not LegalStatus.PRODUCT or origin(facts) in ANIMAL)


def origin_open(facts: Facts) -> bool:
    """Tell whether it is not known where a food stream comes from."""
    return asks_food(facts) and origin(facts) in ("", "unknown")


def is_animal(facts: Facts) -> bool:
    """Tell whether a stream is an animal by-product: from a kitchen or of an animal."""
    return asks_food(facts) and origin(facts) in ANIMAL


def use_open(facts: Facts) -> bool:
    """Tell whether it is not known what an animal by-product becomes."""
    return is_animal(facts) and said(facts, "food_use") == ""


def fed_to_animals(facts: Facts) -> bool:
    """Tell whether kitchen waste would be fed to farm animals."""
    return asks_food(facts) and origin(facts) in KITCHEN and said(facts, "food_use") == "feed"


def is_by_product(facts: Facts) -> bool:
    """Tell whether the rules on animal by-products hold: for a kitchen's stream only in these uses."""
    return is_animal(facts) and (origin(facts) == "animal" or said(facts, "food_use") in BY_PRODUCT_USES)


def category(facts: Facts) -> str:
    """Return the category of an animal by-product: kitchens 3, of international transport 1, else as told."""
    by_origin = {"kitchen": "3", "kitchen_abroad": "1"}
    return by_origin.get(origin(facts), said(facts, "food_category"))


def category_open(facts: Facts) -> bool:
    """Tell whether the category of an animal by-product is not known."""
    return is_animal(facts) and category(facts) not in ("1", "2", "3")


def to_be_destroyed(facts: Facts) -> bool:
    """Tell whether an animal by-product is of category 1."""
    return is_animal(facts) and category(facts) == "1"


def under_conditions(facts: Facts) -> bool:
    """Tell whether the use of an animal by-product stands under conditions that were not read."""
    fed = said(facts, "food_use") in ("feed", "pet_food")
    return is_animal(facts) and not fed_to_animals(facts) and (category(facts) == "2" or fed)


def treated(facts: Facts) -> bool:
    """Tell whether an animal by-product goes to composting or digestion."""
    return is_animal(facts) and said(facts, "food_use") in ("compost", "biogas")


def plant_not_approved(facts: Facts) -> bool:
    """Tell whether the receiving process is not known to be approved for animal by-products."""
    return treated(facts) and not yes(facts, "food_approved")


def carrier_not_registered(facts: Facts) -> bool:
    """Tell whether the carrier of an animal by-product is not known to be registered with NVWA."""
    return is_by_product(facts) and not yes(facts, "food_nvwa")


def former_food(facts: Facts) -> bool:
    """Tell whether it is former food that never was kitchen waste."""
    return asks_food(facts) and origin(facts) == "former_food"


def asks_building(facts: Facts) -> bool:
    """Tell whether a material may come out of a building, soil left out."""
    if facts.status is LegalStatus.UNKNOWN:
        return False
    coded = is_waste(facts) and facts.eural.startswith(DEMOLITION) and not facts.eural.startswith(SOIL)
    return coded or bool(facts.material and concerns("building", facts.material))


def building_open(facts: Facts) -> bool:
    """Tell whether it is not known from which building it comes."""
    return asks_building(facts) and said(facts, "building_from") in ("", "unknown")


def report_missing(facts: Facts) -> bool:
    """Tell whether parts of a building from before 1994 come without the number of an asbestos inventory."""
    old = asks_building(facts) and said(facts, "building_from") == "before_1994"
    return old and not said(facts, "building_report")


def asks_notice(facts: Facts) -> bool:
    """Tell whether a demolition notice can be due."""
    return is_waste(facts) and asks_building(facts) and said(facts, "building_from") in FROM_BUILDING


def notice_open(facts: Facts) -> bool:
    """Tell whether it is not known if there is asbestos or more than 10 m³ of demolition waste."""
    return asks_notice(facts) and said(facts, "building_notice_due") not in (YesNo.YES, YesNo.NO)


def notice_missing(facts: Facts) -> bool:
    """Tell whether a demolition notice is due and was not made."""
    due = asks_notice(facts) and yes(facts, "building_notice_due")
    return due and not yes(facts, "building_notice")


def is_wood(facts: Facts) -> bool:
    """Tell whether the material is wood."""
    return bool(facts.material and concerns("wood", facts.material))


def class_open(facts: Facts) -> bool:
    """Tell whether waste wood has no class."""
    return is_waste(facts) and is_wood(facts) and said(facts, "wood_class") not in ("A", "B", "C")


def impregnated(facts: Facts) -> bool:
    """Tell whether wood is of class C, whatever it is in law."""
    decided = facts.status is not LegalStatus.UNKNOWN
    return decided and is_wood(facts) and said(facts, "wood_class") == "C"


def impregnated_as_product(facts: Facts) -> bool:
    """Tell whether wood of class C would be used again as a product."""
    return impregnated(facts) and facts.strategy in AS_PRODUCT


def pops_possible(facts: Facts) -> bool:
    """Tell whether waste is of a kind in which persistent pollutants are possible."""
    if not is_waste(facts) or not facts.material:
        return False
    electronics = concerns("pops_electronics", facts.material) and facts.eural.startswith(ELECTRONICS)
    building = concerns("pops_building", facts.material) and facts.eural.startswith(DEMOLITION)
    return concerns("pops", facts.material) or electronics or building


def dangerous_goods(facts: Facts) -> bool:
    """Tell whether a hazardous substance goes by road."""
    return facts.status is not LegalStatus.UNKNOWN and facts.hazardous


def no_standard(facts: Facts) -> bool:
    """Tell whether no minimum standard for its treatment was recorded."""
    return is_waste(facts) and standard_of(facts.material, load_standards()) is None


def standard_to_compare(facts: Facts) -> bool:
    """Tell whether a minimum standard for its treatment was recorded, which a person compares."""
    return is_waste(facts) and not no_standard(facts)


def mixed(facts: Facts) -> bool:
    """Tell whether waste of different codes would come together."""
    return is_waste(facts) and len(facts.codes | ({facts.eural} - {""})) > 1


BLOCK, REQUIRE, WARN, INFO = Outcome.BLOCK, Outcome.REQUIRE, Outcome.WARN, Outcome.INFO

MATTER_CHECKS = (
    Check("L8", origin_open, REQUIRE, "law.food_origin_open", "food_origin", sources=("S17", "S33")),
    Check("L8", use_open, REQUIRE, "law.food_use_open", "food_use", sources=("S17", "S19")),
    Check("L8", fed_to_animals, BLOCK, "law.kitchen_as_feed", "food_use", sources=("S17",)),
    Check("L8", category_open, REQUIRE, "law.food_category_open", "food_category", sources=("S19",)),
    Check("L8", to_be_destroyed, BLOCK, "law.category_1", "food_origin", sources=("S17", "S19")),
    Check("L8", under_conditions, WARN, "law.feed_conditions", "food_use", sources=("S19",)),
    Check("L8", plant_not_approved, REQUIRE, "law.plant_not_approved", "food_approved", sources=("S18",)),
    duty("L8", carrier_not_registered, "law.nvwa", "food_nvwa", "S19"),
    Check("L8", former_food, INFO, "law.former_food", "food_origin", sources=("S32",)),
    Check("L9", building_open, REQUIRE, "law.building_open", "building_from", sources=("S20", "S21")),
    Check("L9", report_missing, REQUIRE, "law.asbestos_report", "building_report", sources=("S20", "S21")),
    duty("L10", notice_open, "law.notice_open", "building_notice_due", "S20", "S21"),
    duty("L10", notice_missing, "law.notice_missing", "building_notice", "S20", "S21"),
    Check("L11", class_open, REQUIRE, "law.wood_class_open", "wood_class", sources=("S22",)),
    Check("L12", impregnated, WARN, "law.class_c", "wood_class", sources=("S22", "S37")),
    Check("L12", impregnated_as_product, BLOCK, "law.class_c_as_product", "wood_class", sources=("S22",)),
    Check("L13", pops_possible, WARN, "law.pops", sources=("S36",)),
    Check("L14", dangerous_goods, WARN, "law.adr", sources=("GK",)),
    Check("L15", no_standard, WARN, "law.no_standard", sources=("S13", "S14")),
    Check("L15", standard_to_compare, WARN, "law.standard_recorded", sources=("S13", "S14")),
    Check("L17", mixed, WARN, "law.mixed", sources=("S1",)),
)
"""Rows L8 to L15 and L17 of domain.md."""
