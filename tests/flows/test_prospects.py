"""Which kinds of business and sectors might use a material."""

import csv
from pathlib import Path

import pytest

from flows import prospects as module
from flows.errors import UnknownCodeError
from flows.materials import load_materials
from flows.prospects import Limit, Prospect, best, kinds_of, prospects, wanting
from flows.sectors import load_sectors
from flows.uses import NOTHING, Business, HowUsual, Use, load_uses, replaced

DATA = Path(module.__file__).parent / "data"


def kinds(material: str, sector: str = "") -> list[str]:
    return [one.business.code for one in prospects(material, sector)]


def test_coffee_grounds_go_to_a_mushroom_grower_in_place_of_straw() -> None:
    first = prospects("coffee-grounds")[0]
    assert (first.business.code, first.use.replaces, replaced(first.use, "nl")) == (
        "mushrooms",
        "straw",
        "stro",
    )


def test_each_kind_stands_once_and_the_likeliest_first() -> None:
    found = prospects("cardboard")
    assert len({one.business.code for one in found}) == len(found) > 5
    assert [one.worth for one in found] == sorted((one.worth for one in found), reverse=True)


def test_the_giver_s_sector_speaks_for_the_residue_that_it_is_known_for() -> None:
    assert prospects("fly-ash", "3511")[0].worth > prospects("fly-ash")[0].worth


def test_of_two_uses_by_one_kind_the_better_is_kept_and_equals_stand_by_code() -> None:
    def one(code: str, residue: str, worth: float) -> Prospect:
        return Prospect(
            Business(code, code, (), ()), Use(residue, code, HowUsual.KNOWN, "so", "that", 0), worth
        )

    found = best([one("b", "y", 0.4), one("b", "x", 0.6), one("a", "x", 0.6), one("c", "x", 0.9)])

    assert [(each.business.code, each.use.residue) for each in found] == [("c", "x"), ("a", "x"), ("b", "x")]


def test_what_is_no_material_of_the_list_is_refused() -> None:
    with pytest.raises(UnknownCodeError):
        prospects("kryptonite")


def test_no_animal_is_fed_with_what_comes_out_of_a_kitchen() -> None:
    fed = {"feed", "livestock", "pig-farm", "poultry-farm", "insect-farm", "fish-farm", "pet-food"}
    for material in load_materials().descendants("kitchen-waste"):
        assert fed.isdisjoint(kinds(material)), material
    assert fed & set(kinds("brewers-grain"))


def test_polyester_is_spun_of_pet_and_of_no_other_plastic() -> None:
    assert "fibre-maker" in kinds("pet-bottles")
    assert "fibre-maker" not in kinds("ldpe-film")


def test_painted_wood_goes_into_no_compost() -> None:
    assert "composter" in kinds("wood-class-a")
    assert "composter" not in kinds("wood-class-b")


@pytest.mark.parametrize(
    ("line", "allowed"),
    [
        (("a",), True),
        (("a", "group"), True),
        (("b",), False),
        (("b", "never"), False),
        (("a", "never"), False),
    ],
)
def test_a_limit_leaves_what_it_names_and_takes_out_what_lies_below_what_it_forbids(
    line: tuple[str, ...], allowed: bool
) -> None:
    assert Limit(frozenset({"a"}), frozenset({"never"}), "why").allows(line) is allowed


def test_a_sector_that_wants_it_or_what_it_is_a_kind_of_stands_once_the_nearest_first() -> None:
    found = wanting("cardboard")
    assert found[0].sector == "17"
    assert len({one.sector for one in found}) == len(found)
    assert all(one.material in load_materials().line("cardboard") for one in found)


def test_every_kind_of_a_sector_is_known_and_a_hairdresser_is_no_laundry() -> None:
    known = {one.code for one in load_uses().businesses}
    assert all(kinds_of(sector.code) <= known for sector in load_sectors())
    assert kinds_of("1071") == {"bakery"}
    assert kinds_of("9602") == frozenset()
    assert kinds_of("") == frozenset()


def test_all_that_is_replaced_and_every_kind_of_business_has_dutch_and_german_words() -> None:
    with (DATA / "replaced.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["en"] for row in rows} >= {use.replaces for use in load_uses().uses}
    assert all(row["nl"] and row["de"] for row in rows)
    assert all(one.name_nl and one.name_de for one in load_uses().businesses)


def test_a_kind_is_called_without_its_article() -> None:
    oil = Business("refinery", "an oil refinery", (), (), "olieraffinaderij", "Erdölraffinerie")
    assert [oil.called(language) for language in ("nl", "en", "de")] == [
        "olieraffinaderij",
        "oil refinery",
        "Erdölraffinerie",
    ]


def test_what_takes_the_place_of_nothing_says_nothing() -> None:
    use = Use("x", "y", HowUsual.KNOWN, "to be cleaned", NOTHING, 0)
    assert replaced(use, "nl") == ""
