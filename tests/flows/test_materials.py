"""What the tree of materials promises."""

import re

import pytest

from flows.errors import UnknownCodeError
from flows.eural import load_eural
from flows.materials import Material, MaterialTree, MaterialTreeError, Nature, load_materials

PROJECT_CODES = [
    "150101", "200101", "150110", "150102", "200139", "170203", "170204", "150104", "200140",
    "170405", "170409", "150107", "200102", "170202", "150109", "200110", "200111", "170201",
    "150103", "200138", "200137", "170101", "170102", "170107", "170106", "170302", "170301",
    "170504", "170503", "200108", "200201", "200301", "200136", "200135", "170604", "170603",
    "170601", "170605",
]  # fmt: skip

PROCESS_SLUGS = [
    "plastic-regranulate", "pet-monomer", "purified-polymer", "pyrolysis-oil", "hydrogen",
    "compost", "digestate", "biogas", "recycled-aggregate", "concrete-fines", "glass-cullet",
    "paper-pulp", "chipboard", "textile-fibre", "oyster-mushroom-substrate", "used-cooking-oil",
    "biodiesel", "insect-protein", "animal-feed",
]  # fmt: skip


def a_material(slug: str, parent: str | None = None, eural: tuple[str, ...] = ("200139",)) -> Material:
    return Material(slug, parent, slug, slug, slug, Nature.MATTER, eural)


def a_tree() -> MaterialTree:
    return MaterialTree(
        [
            a_material("plastics"),
            a_material("film", "plastics"),
            a_material("ldpe-film", "film", ("150102", "200139")),
            a_material("pet", "plastics"),
        ]
    )


def test_the_line_of_a_material_goes_up_to_its_group() -> None:
    assert a_tree().line("ldpe-film") == ("ldpe-film", "film", "plastics")


def test_descendants_are_the_material_itself_and_all_below_sorted() -> None:
    assert a_tree().descendants("plastics") == ("film", "ldpe-film", "pet", "plastics")


def test_children_are_one_level_below_and_groups_are_below_none() -> None:
    tree = a_tree()

    assert [child.slug for child in tree.children("plastics")] == ["film", "pet"]
    assert [child.slug for child in tree.children(None)] == ["plastics"]


@pytest.mark.parametrize(
    ("offered", "wanted", "steps"),
    [
        ("film", "film", 0),
        ("ldpe-film", "film", 1),
        ("ldpe-film", "plastics", 2),
        ("plastics", "ldpe-film", -2),
        ("pet", "film", None),
    ],
)
def test_steps_say_how_much_more_exact_the_offer_is_than_the_need(
    offered: str, wanted: str, steps: int | None
) -> None:
    assert a_tree().steps(offered, wanted) == steps


def test_a_code_leads_first_to_the_materials_for_which_it_is_most_likely() -> None:
    assert [found.slug for found in a_tree().of_code("200139")] == ["film", "pet", "plastics", "ldpe-film"]


def test_an_unknown_material_is_refused() -> None:
    with pytest.raises(UnknownCodeError, match="material 'gold'"):
        a_tree().line("gold")


@pytest.mark.parametrize(
    ("materials", "law"),
    [
        ([a_material("a"), a_material("a")], "twice"),
        ([a_material("a", "b")], "unknown parent"),
        (
            [a_material("a"), a_material("b", "a"), a_material("c", "b"), a_material("d", "c")],
            "deeper than 3",
        ),
        ([a_material("a", "b"), a_material("b", "a")], "deeper than 3"),
    ],
)
def test_a_tree_that_breaks_its_laws_is_refused(materials: list[Material], law: str) -> None:
    with pytest.raises(MaterialTreeError, match=law):
        MaterialTree(materials)


def test_a_material_has_codes_or_a_reason_but_not_both() -> None:
    with pytest.raises(MaterialTreeError, match="reason"):
        a_material("heat", eural=())
    with pytest.raises(MaterialTreeError, match="reason"):
        Material("heat", None, "w", "h", "W", Nature.ENERGY, ("200139",), "energy")


def test_a_name_in_a_language_we_do_not_speak_is_english() -> None:
    tree = load_materials()

    assert tree["coffee-grounds"].name("nl") == "Koffiedik"
    assert tree["coffee-grounds"].name("de") == "Kaffeesatz"
    assert tree["coffee-grounds"].name("fr") == "Coffee grounds"


def test_the_tree_has_at_least_150_materials_below_its_groups() -> None:
    tree = load_materials()

    assert len(tree) - len(tree.children(None)) >= 150


def test_every_slug_is_lower_case_english_with_hyphens() -> None:
    assert [
        item.slug for item in load_materials() if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", item.slug)
    ] == []


def test_names_are_unique_in_each_language() -> None:
    for language in ("nl", "en", "de"):
        names = [material.name(language).casefold() for material in load_materials()]
        assert len(set(names)) == len(names)


def test_synonyms_are_unique_in_each_language() -> None:
    words = [(language, word.casefold()) for item in load_materials() for language, word in item.synonyms]

    assert [word for word in set(words) if words.count(word) > 1] == []


def test_every_code_of_a_material_is_in_the_eural_list() -> None:
    eural = load_eural()

    assert [code for material in load_materials() for code in material.eural if code not in eural] == []


def test_every_code_of_the_project_leads_to_a_material() -> None:
    assert [code for code in PROJECT_CODES if not load_materials().of_code(code)] == []


def test_every_product_of_a_process_is_a_material() -> None:
    assert [slug for slug in PROCESS_SLUGS if slug not in load_materials()] == []


def test_the_three_classes_of_wood_are_materials_of_their_own() -> None:
    assert {"wood-class-a", "wood-class-b", "wood-class-c"} <= set(load_materials().descendants("wood"))


def test_energy_water_space_and_capacity_say_why_they_have_no_code() -> None:
    energy = [
        item for item in load_materials() if item.nature in {Nature.ENERGY, Nature.SPACE, Nature.CAPACITY}
    ]

    assert [item.slug for item in energy if not item.no_code_reason] == []
