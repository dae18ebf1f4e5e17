"""What recognition of typed text promises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.errors import OutOfRangeError
from flows.materials import load_materials
from flows.recognition import Recognised, plain_of, recognise, stem


@pytest.mark.parametrize(
    ("language", "text", "material"),
    [
        ("nl", "elke week 2 rolcontainers karton", "cardboard"),
        ("nl", "60 binnendeuren uit sloop in maart", "interior-doors"),
        ("de", "wir suchen saubere LDPE-Folie, 5 t im Monat", "ldpe-film"),
        ("nl", "koffiedik van ons café", "coffee-grounds"),
        ("nl", "gebruikt frituurvet uit de keuken", "used-cooking-oil"),
        ("nl", "40 m³ B-hout", "wood-class-b"),
        ("nl", "CO₂ uit de fabriek", "carbon-dioxide"),
        ("nl", "leegstaande winkelruimte", "shop-unit"),
        ("nl", "oude dakpannen", "roof-tiles"),
        ("en", "office chairs", "office-chair"),
        ("en", "waste heat", "residual-heat"),
        ("de", "alte Bürostühle", "office-chair"),
    ],
)
def test_a_line_as_people_write_it_names_its_material(language: str, text: str, material: str) -> None:
    assert recognise(text, language)[0].material == material


def test_every_name_of_every_material_is_recognised_in_its_language() -> None:
    unknown = [
        (material.slug, language)
        for material in load_materials()
        for language in ("nl", "en", "de")
        if material.slug not in {found.material for found in recognise(material.name(language), language)}
    ]

    assert unknown == []


def test_the_longest_phrase_is_read_first() -> None:
    assert recognise("pvc buizen", "nl") == (Recognised("plastic-pipes", 1.0, "pvc buizen"),)


def test_the_share_is_the_part_of_the_letters_that_was_understood() -> None:
    [found] = recognise("hout xxxxxxxxxxxx", "nl")

    assert found == Recognised("wood", 0.25, "hout")


def test_numbers_and_words_of_quantity_are_no_part_of_what_is_said() -> None:
    [found] = recognise("ca. 5 kuub schoon puin per week", "nl")

    assert found == Recognised("rubble", 1.0, "schoon puin")


def test_a_compound_is_what_its_last_part_says() -> None:
    assert [found.material for found in recognise("zolderdeur", "nl")] == ["doors"]
    assert recognise("Fabrikfenster", "de")[0].material == "windows-frames"


def test_what_something_is_packed_in_counts_only_where_nothing_else_is_said() -> None:
    assert [found.material for found in recognise("2 pallets karton", "nl")] == ["cardboard", "pallets"]
    assert recognise("30 pallets", "nl") == (Recognised("pallets", 1.0, "pallets"),)


def test_what_is_said_of_a_family_supports_the_material_named_besides() -> None:
    found = recognise("hout: zaagsel", "nl")

    assert [item.material for item in found] == ["sawdust", "wood"]
    assert found[0].words == "zaagsel"


def test_what_is_denied_is_not_recognised() -> None:
    assert recognise("asfalt, niet teerhoudend", "nl")[0].material == "asphalt"
    assert recognise("teerhoudend asfalt", "nl")[0].material == "tar-asphalt"


def test_a_negation_inside_a_name_is_part_of_the_name() -> None:
    assert recognise("non ferro", "nl")[0].material == "non-ferrous-metals"


def test_the_given_language_is_asked_first_and_the_others_after_it() -> None:
    assert recognise("cardboard", "nl") == (Recognised("cardboard", 0.9, "cardboard"),)
    assert recognise("cardboard", "en") == (Recognised("cardboard", 1.0, "cardboard"),)


def test_without_a_language_all_three_are_asked() -> None:
    found = [recognise(text)[0].material for text in ("koffiedik", "coffee grounds", "Kaffeesatz")]

    assert found == ["coffee-grounds"] * 3


def test_equal_shares_are_in_the_order_of_their_slugs() -> None:
    found = recognise("zand, puin", "nl")

    assert [item.material for item in found] == ["rubble", "sand"]
    assert found[0].share == found[1].share


@pytest.mark.parametrize("text", ["", "   ", "123", "2 x 5 t", "\u200b", "%%%", "xyzzy"])
def test_a_text_that_names_nothing_gives_nothing(text: str) -> None:
    assert recognise(text, "nl") == ()


def test_invisible_characters_and_accents_do_not_matter() -> None:
    assert recognise("kar\u00adton", "nl") == recognise("karton", "nl") != ()
    assert recognise("KARTON", "nl")[0].material == "cardboard"
    assert plain_of("Bürostühle") == "burostuhle"
    assert plain_of("CO₂") == "co2"


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("doos", "dozen"),
        ("glas", "glazen"),
        ("matras", "matrassen"),
        ("Tür", "Türen"),
        ("battery", "batteries"),
    ],
)
def test_singular_and_plural_have_one_stem(one: str, many: str) -> None:
    assert stem(plain_of(one)) == stem(plain_of(many))


def test_no_more_than_the_limit_is_returned() -> None:
    assert len(recognise("hout glas zand puin karton folie", "nl")) == 5
    assert len(recognise("hout glas zand puin karton folie", "nl", limit=2)) == 2


def test_a_share_lies_above_nought_and_at_most_at_one() -> None:
    with pytest.raises(OutOfRangeError):
        Recognised("wood", 0.0, "hout")


def test_a_very_long_text_is_read_only_at_its_beginning() -> None:
    assert recognise("onbekend " * 1000 + "hout", "nl") == ()
    assert recognise("x" * 1_000_000, "nl") == ()


@given(st.text(max_size=200), st.sampled_from(["nl", "en", "de", "fr", None]))
def test_any_text_is_answered_with_shares_in_order(text: str, language: str | None) -> None:
    shares = [found.share for found in recognise(text, language)]

    assert shares == sorted(shares, reverse=True)
