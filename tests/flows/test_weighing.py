"""From a quantity as typed to tonnes: every worked example and rule of domain.md 5."""

from decimal import Decimal

import pytest

from flows.errors import OutOfRangeError
from flows.streams import Amount, Grade, Range, RangeOrderError, exactly
from flows.units import Quantity
from flows.weighing import (
    Conversion,
    Missing,
    NeedsWeightError,
    NoTonnesError,
    OneOffAndYearlyError,
    Weight,
    add,
    amount_of,
    conversion_for,
    implausible,
    missing_for,
    told,
)

NOTHING_KNOWN = Conversion()
CARDBOARD = Conversion(density=told(Decimal(80)))
CLASS_B_WOOD = Conversion(density=told(Decimal(300)))
RUBBLE = Conversion(density=told(Decimal(1000)))
DUMPED_CONCRETE = Conversion(density=Weight(Decimal(1550), Decimal(1675), Decimal(1800)))
SWILL = Conversion(density=told(Decimal(1000)))


def q(value: str, unit: str, period: str = "year") -> Quantity:
    return Quantity(Decimal(value), unit, period)


def test_two_containers_of_cardboard_a_week_are_9152_kg_a_year() -> None:
    amount = amount_of(q("2", "container_1100", "week"), CARDBOARD)
    assert amount == Amount(exactly(Decimal("9.152")), Grade.CONVERTED, recurring=True)


def test_forty_cubic_metres_of_class_b_wood_once_are_twelve_tonnes() -> None:
    amount = amount_of(q("40", "m3", "once"), CLASS_B_WOOD)
    assert amount == Amount(exactly(Decimal(12)), Grade.CONVERTED, recurring=False)


def test_thirty_pallets_a_month_are_nine_tonnes_a_year() -> None:
    amount = amount_of(q("30", "pallet_piece", "month"), NOTHING_KNOWN)
    assert amount == Amount(exactly(Decimal(9)), Grade.CONVERTED, recurring=True)


def test_five_cubic_metres_of_rubble_are_five_tonnes() -> None:
    assert amount_of(q("5", "m3", "once"), RUBBLE).tonnes == exactly(Decimal(5))


def test_five_cubic_metres_of_dumped_concrete_are_between_7_75_and_9_tonnes() -> None:
    tonnes = amount_of(q("5", "m3", "once"), DUMPED_CONCRETE).tonnes
    assert (tonnes.low, tonnes.high) == (Decimal("7.75"), Decimal(9))


@pytest.mark.parametrize(
    ("period", "tonnes"),
    [("day", 365), ("working_day", 260), ("week", 52), ("month", 12), ("quarter", 4), ("year", 1)],
)
def test_a_tonne_every_period_makes_as_many_tonnes_a_year(period: str, tonnes: int) -> None:
    assert amount_of(q("1", "t", period), NOTHING_KNOWN).tonnes.likely == tonnes


def test_a_school_has_forty_weeks() -> None:
    assert amount_of(q("1", "t", "school_week"), NOTHING_KNOWN).tonnes.likely == 40


@pytest.mark.parametrize(("value", "unit"), [("2500", "kg"), ("2.5", "t"), ("2500000", "g")])
def test_a_typed_mass_is_declared(value: str, unit: str) -> None:
    assert amount_of(q(value, unit), NOTHING_KNOWN) == Amount(
        exactly(Decimal("2.5")), Grade.DECLARED, recurring=True
    )


def test_a_half_full_container_weighs_half() -> None:
    half_full = Conversion(density=told(Decimal(80)), fill=Decimal("0.5"))
    assert amount_of(q("1", "container_1100", "once"), half_full).tonnes.likely == Decimal("0.044")


def test_fill_says_nothing_about_cubic_metres() -> None:
    half_full = Conversion(density=told(Decimal(80)), fill=Decimal("0.5"))
    assert amount_of(q("1", "m3", "once"), half_full).tonnes.likely == Decimal("0.08")


def test_pieces_weigh_what_one_of_them_weighs() -> None:
    chairs = Conversion(piece=told(Decimal("12.5")))
    assert amount_of(q("40", "piece", "once"), chairs).tonnes.likely == Decimal("0.5")


@pytest.mark.parametrize("unit", ["load", "pallet_load", "bigbag"])
def test_loads_weigh_what_their_owner_says(unit: str) -> None:
    said = Conversion(load=told(Decimal(600)))
    assert amount_of(q("5", unit, "month"), said) == Amount(
        exactly(Decimal(36)), Grade.CONVERTED, recurring=True
    )


def test_a_load_of_known_volume_weighs_by_its_density() -> None:
    said = Conversion(density=told(Decimal(300)), load_m3=Decimal(2))
    assert amount_of(q("10", "load", "year"), said).tonnes.likely == 6


def test_a_big_bag_without_weight_rests_on_its_nominal_volume() -> None:
    assert amount_of(q("3", "bigbag", "once"), RUBBLE) == Amount(
        exactly(Decimal(3)), Grade.ASSUMED, recurring=False
    )


def test_an_assumed_density_makes_an_assumed_amount() -> None:
    assumed = Conversion(density=told(Decimal(200), Grade.ASSUMED))
    assert amount_of(q("1", "m3"), assumed).grade is Grade.ASSUMED
    assert amount_of(q("1", "t"), assumed).grade is Grade.DECLARED


def test_tonnes_are_rounded_to_the_gram() -> None:
    third = Conversion(density=told(Decimal("333.3333333")))
    assert amount_of(q("1", "m3", "once"), third).tonnes.likely == Decimal("0.333333")


def test_less_than_a_gram_is_no_quantity() -> None:
    with pytest.raises(OutOfRangeError, match="gram"):
        amount_of(q("0.01", "g", "once"), NOTHING_KNOWN)


def test_more_than_any_site_handles_is_refused() -> None:
    heaviest = Conversion(load=told(Decimal(10_000_000)))
    with pytest.raises(OutOfRangeError, match="tonnes"):
        amount_of(q("1000000000000", "load", "day"), heaviest)


@pytest.mark.parametrize(
    ("unit", "known", "asked"),
    [
        ("m3", NOTHING_KNOWN, Missing.DENSITY),
        ("L", NOTHING_KNOWN, Missing.DENSITY),
        ("container_240", NOTHING_KNOWN, Missing.DENSITY),
        ("skip_40", Conversion(piece=told(Decimal(5))), Missing.DENSITY),
        ("bigbag", NOTHING_KNOWN, Missing.LOAD_KG),
        ("piece", CARDBOARD, Missing.PIECE_KG),
        ("piece", Conversion(load=told(Decimal(5))), Missing.PIECE_KG),
        ("load", CARDBOARD, Missing.LOAD_KG),
        ("pallet_load", CARDBOARD, Missing.LOAD_KG),
        ("load", Conversion(load_m3=Decimal(5)), Missing.DENSITY),
    ],
)
def test_an_unknown_weight_is_asked_and_never_guessed(unit: str, known: Conversion, asked: Missing) -> None:
    assert missing_for(q("1", unit), known) is asked
    with pytest.raises(NeedsWeightError) as refused:
        amount_of(q("1", unit), known)
    assert (refused.value.code, refused.value.unit, refused.value.missing) == (
        "quantity.needs_weight",
        unit,
        asked,
    )


@pytest.mark.parametrize(
    ("unit", "known"), [("kg", NOTHING_KNOWN), ("m3", CARDBOARD), ("kWh", NOTHING_KNOWN)]
)
def test_nothing_is_asked_where_nothing_is_missing(unit: str, known: Conversion) -> None:
    assert missing_for(q("1", unit), known) is None


@pytest.mark.parametrize("unit", ["kWh", "MJ", "GJ", "m2", "hour"])
def test_energy_space_and_time_have_no_tonnes(unit: str) -> None:
    with pytest.raises(NoTonnesError):
        amount_of(q("1", unit), CARDBOARD)


def test_amounts_of_one_sort_add_up_and_keep_the_lower_grade() -> None:
    nine = Amount(Range(Decimal(8), Decimal(9), Decimal(10)), Grade.CONVERTED, recurring=True)
    one = Amount(exactly(Decimal(1)), Grade.DECLARED, recurring=True)
    assert add(nine, one) == Amount(
        Range(Decimal(9), Decimal(10), Decimal(11)), Grade.CONVERTED, recurring=True
    )


def test_a_one_off_is_never_added_to_a_year() -> None:
    yearly = Amount(exactly(Decimal(9)), Grade.DECLARED, recurring=True)
    once = Amount(exactly(Decimal(12)), Grade.DECLARED, recurring=False)
    with pytest.raises(OneOffAndYearlyError):
        add(yearly, once)
    with pytest.raises(OneOffAndYearlyError):
        add(once, yearly)


@pytest.mark.parametrize(
    ("density", "warning"), [("300", None), ("333", None), ("334", "quantity.container_heavy"), ("80", None)]
)
def test_a_240_litre_container_above_eighty_kilos_is_questioned(density: str, warning: str | None) -> None:
    known = Conversion(density=told(Decimal(density)))
    containers = q("3", "container_240", "week")
    assert implausible(containers, amount_of(containers, known), known) == warning


@pytest.mark.parametrize(
    ("density", "warning"),
    [
        ("80", None),
        ("240", None),
        ("241", "quantity.density_odd"),
        ("27", None),
        ("26", "quantity.density_odd"),
    ],
)
def test_a_density_more_than_three_times_off_the_table_is_questioned(
    density: str, warning: str | None
) -> None:
    typed = q("10", "m3", "month")
    assert (
        implausible(typed, amount_of(typed, Conversion(density=told(Decimal(density)))), CARDBOARD) == warning
    )


def test_nothing_is_questioned_where_there_is_no_volume_to_compare() -> None:
    typed = q("10", "t", "month")
    assert implausible(typed, amount_of(typed, NOTHING_KNOWN), CARDBOARD) is None


@pytest.mark.parametrize("kg", ["0", "-1", "NaN", "Infinity", "10000001"])
def test_a_weight_is_a_plausible_positive_number(kg: str) -> None:
    with pytest.raises(OutOfRangeError):
        told(Decimal(kg))


@pytest.mark.parametrize(("low", "high"), [(90, 100), (60, 70), (100, 60)])
def test_weights_run_from_low_to_high(low: int, high: int) -> None:
    with pytest.raises(RangeOrderError):
        Weight(Decimal(low), Decimal(80), Decimal(high))


@pytest.mark.parametrize("fill", ["0", "1.01", "-0.5", "NaN"])
def test_a_container_is_filled_more_than_not_at_all_and_at_most_to_the_brim(fill: str) -> None:
    with pytest.raises(OutOfRangeError):
        Conversion(fill=Decimal(fill))


@pytest.mark.parametrize("m3", ["0", "-1", "10001", "NaN"])
def test_a_load_has_a_plausible_volume(m3: str) -> None:
    with pytest.raises(OutOfRangeError):
        Conversion(load_m3=Decimal(m3))


@pytest.mark.parametrize(
    ("material", "quantity", "tonnes"),
    [
        ("cardboard", q("2", "container_1100", "week"), "9.152"),
        ("wood-class-b", q("40", "m3", "once"), "12"),
        ("rubble", q("5", "m3", "once"), "5"),
        ("pallets", q("30", "pallet_piece", "month"), "9"),
        ("pallets", q("30", "piece", "month"), "9"),
    ],
)
def test_the_worked_examples_hold_by_the_published_tables(
    material: str, quantity: Quantity, tonnes: str
) -> None:
    amount = amount_of(quantity, conversion_for(material))
    assert (amount.tonnes.likely, amount.grade) == (Decimal(tonnes), Grade.CONVERTED)


def test_where_sources_differ_the_range_travels_into_the_tonnes() -> None:
    tonnes = amount_of(q("5", "m3", "once"), conversion_for("rubble")).tonnes
    assert tonnes == Range(Decimal("2.551"), Decimal(5), Decimal("9.5"))


def test_an_assumed_piece_weight_makes_an_assumed_range() -> None:
    chairs = amount_of(q("40", "piece", "once"), conversion_for("office-chair"))
    assert chairs == Amount(
        Range(Decimal("0.32"), Decimal("0.6"), Decimal(1)), Grade.ASSUMED, recurring=False
    )


def test_a_material_without_published_weight_is_asked() -> None:
    assert missing_for(q("1", "m3"), conversion_for("residual-heat")) is Missing.DENSITY


def test_what_the_owner_said_goes_before_the_tables() -> None:
    half_full = conversion_for("cardboard", Conversion(fill=Decimal("0.5")))
    pressed = conversion_for("cardboard", Conversion(density=told(Decimal(160))))
    assert amount_of(q("1", "container_1100", "once"), half_full).tonnes.likely == Decimal("0.044")
    assert amount_of(q("1", "container_1100", "once"), pressed).tonnes.likely == Decimal("0.176")
