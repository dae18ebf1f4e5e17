"""What densities and piece weights promise."""

import csv
from decimal import Decimal

import pytest

from flows.densities import DATA, Density, density_of, piece_weight_of
from flows.errors import OutOfRangeError, UnknownCodeError
from flows.materials import load_materials
from flows.streams import Grade, RangeOrderError

NOBODY_SAID = ("a source", "as collected", Grade.CONVERTED, False)


@pytest.mark.parametrize(
    ("slug", "likely"),
    [
        ("cardboard", 80),
        ("wood-class-b", 300),
        ("rubble", 1000),
        ("swill", 1000),
        ("green-waste", 300),
        ("used-cooking-oil", 900),
        ("paper", 120),
        ("plastic-film", 50),
        ("flat-glass", 1200),
        ("asphalt", 1750),
        ("residual-waste", 150),
    ],
)
def test_the_dutch_service_table_is_the_likely_density(slug: str, likely: int) -> None:
    density = density_of(slug)

    assert density is not None
    assert density.likely == likely


def test_where_sources_differ_the_range_says_so() -> None:
    density = density_of("cardboard")

    assert density is not None
    assert (density.low, density.likely, density.high) == (Decimal("62.9"), Decimal(80), Decimal(80))
    assert density.grade is Grade.CONVERTED
    assert "duurzamebedrijfsvoering" in density.source


def test_a_material_takes_the_density_of_its_family_where_that_serves_it() -> None:
    assert density_of("corrugated-board") == density_of("cardboard")
    assert density_of("ldpe-film") == density_of("plastic-film")


def test_a_material_with_its_own_density_keeps_it() -> None:
    density = density_of("office-paper")

    assert density is not None
    assert density.likely == 400


@pytest.mark.parametrize(
    "slug", ["paper-sludge", "bark", "steel-turnings", "coffee-grounds", "residual-heat"]
)
def test_a_material_unlike_its_family_has_no_density_and_must_be_asked(slug: str) -> None:
    assert density_of(slug) is None


def test_an_object_takes_no_density_from_the_matter_above_it() -> None:
    assert density_of("plastic-packaging") is not None
    assert density_of("ibc-container") is None


def test_a_pallet_weighs_25_kg_by_a_source() -> None:
    weight = piece_weight_of("pallets")

    assert weight is not None
    assert weight.likely == 25
    assert weight.grade is Grade.CONVERTED


def test_a_weight_nobody_published_is_an_assumption_with_a_range() -> None:
    weight = piece_weight_of("interior-doors")

    assert weight is not None
    assert weight.grade is Grade.ASSUMED
    assert weight.low < weight.likely < weight.high


def test_what_is_not_counted_has_no_piece_weight() -> None:
    assert piece_weight_of("sand") is None


def test_an_unknown_material_is_refused() -> None:
    with pytest.raises(UnknownCodeError):
        density_of("gold")
    with pytest.raises(UnknownCodeError):
        piece_weight_of("gold")


def test_a_density_is_positive_and_in_order() -> None:
    with pytest.raises(OutOfRangeError):
        Density("sand", Decimal(0), Decimal(1), Decimal(2), *NOBODY_SAID)
    with pytest.raises(RangeOrderError):
        Density("sand", Decimal(3), Decimal(2), Decimal(4), *NOBODY_SAID)


def test_every_row_is_about_a_material_and_has_a_source_and_a_grade() -> None:
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert [row for row in rows if row["material"] not in load_materials()] == []
    assert [row for row in rows if not row["source"] or row["grade"] not in {"C", "D"}] == []
    assert {row["unit"] for row in rows} == {"kg/m3", "kg/piece"}


def test_no_material_is_listed_twice_for_one_unit() -> None:
    with DATA.open(encoding="utf-8", newline="") as file:
        keys = [(row["material"], row["unit"]) for row in csv.DictReader(file)]

    assert len(set(keys)) == len(keys)
