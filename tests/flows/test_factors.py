"""The list of factors: every row has its source, and editions stand beside each other."""

from dataclasses import replace

import pytest

from flows.errors import UnknownCodeError
from flows.factors import Factor, FactorBook, FactorListError, load_factors
from flows.materials import load_materials
from flows.streams import Grade

LDPE = "material/plastics-ldpe-and-lldpe-incl-forming"


def test_every_row_says_source_year_grade_unit_and_licence() -> None:
    book = load_factors()
    rows = [book.factor(one, book.newest) for one in book.ids(book.newest)]

    assert len(rows) == 248
    assert all(row.source.startswith("https://") and row.read_at.startswith("https://") for row in rows)
    assert all(
        row.year > 2000 and row.publisher and row.licence and row.unit.startswith("kg") for row in rows
    )
    assert {row.grade for row in rows} == {Grade.CONVERTED}
    assert all(row.value > 0 and row.range[0] < row.value < row.range[1] for row in rows)


def test_every_material_with_a_factor_is_in_the_tree_and_has_its_row() -> None:
    book = load_factors()

    assert [one for one in book.materials if one not in load_materials()] == []
    assert [
        one
        for one in book.materials
        if not book.known(f"material/{book.materials[one]}/primary", book.newest)
    ] == []


@pytest.mark.parametrize(
    ("material", "basis", "primary", "secondary"),
    [
        ("ldpe-film", "closed-loop", 2965.0779, 1097.90131),
        ("pp", "closed-loop", 2577.57172, 1312.57172),
        ("cardboard", "closed-loop", 1199.72542, 1098.11442),
        ("recycled-aggregate", "closed-loop", 7.79306, 3.21835),
        ("workwear", "re-used", 22310, 152.25),
    ],
)
def test_a_pair_is_of_one_row(material: str, basis: str, primary: float, secondary: float) -> None:
    book = load_factors()
    pair = book.pair(material, basis, book.newest)

    assert pair is not None
    assert (pair.primary.value, pair.secondary.value) == (primary, secondary)


def test_half_a_pair_is_none() -> None:
    book = load_factors()

    assert book.pair("ldpe-film", "re-used", book.newest) is None
    assert book.pair("coffee-grounds", "closed-loop", book.newest) is None


def test_a_changed_factor_stands_beside_the_old_one() -> None:
    book = load_factors()
    old = book.factor(f"{LDPE}/primary", "2025")
    changed = FactorBook([*everything(), replace(old, edition="2026", value=2000.0)], book.materials)

    assert changed.editions == ("2025", "2026")
    assert changed.factor(f"{LDPE}/primary", "2025") == old
    assert changed.factor(f"{LDPE}/primary", "2026").value == 2000.0
    assert changed.factor(f"{LDPE}/closed-loop", "2026") == book.factor(f"{LDPE}/closed-loop", "2025")


def test_two_halves_of_two_publications_are_no_pair() -> None:
    book = load_factors()
    newer = replace(book.factor(f"{LDPE}/primary", "2025"), edition="2026", year=2026)

    assert FactorBook([*everything(), newer], book.materials).pair("ldpe-film", "closed-loop", "2026") is None


def test_a_row_cannot_be_rewritten() -> None:
    with pytest.raises(FactorListError, match="stands twice in edition '2025'"):
        FactorBook([*everything(), everything()[0]], {})


def test_what_is_in_no_list_is_refused() -> None:
    with pytest.raises(UnknownCodeError, match="nowhere"):
        load_factors().factor("material/nowhere/primary", "2025")
    assert not load_factors().known(f"{LDPE}/primary", "1999")


def everything() -> list[Factor]:
    book = load_factors()
    return [book.factor(one, book.newest) for one in book.ids(book.newest)]
