"""Sectors: a code of the trade classification each, found by the words people use for it."""

import pytest

from flows.errors import UnknownCodeError
from flows.sectors import (
    Section,
    Sector,
    SectorAmbiguousError,
    SectorList,
    SectorListError,
    SectorUnknownError,
    load_sectors,
)

TRADE = Section("G", "Handel", "Trade", "Handel")
BAKERY = Sector("1071", "G", "Bakkerij", "Bakery", "Bäckerei", ("bakker",))
SCHOOL = Sector("852", "G", "Basisschool", "Primary school", "Grundschule", ("school",))
COLLEGE = Sector("853", "G", "Middelbare school", "High school", "Weiterführende Schule", ("school",))
FEW = SectorList([TRADE], [SCHOOL, BAKERY, COLLEGE])


@pytest.mark.parametrize("text", ["1071", "Bakkerij", " bakkerij ", "BAKERY", "Bäckerei", "backerei", "bakk"])
def test_a_sector_is_found_by_code_name_or_the_beginning_of_a_name(text: str) -> None:
    assert FEW.read(text) is BAKERY


def test_words_of_two_sectors_are_asked_with_both() -> None:
    with pytest.raises(SectorAmbiguousError) as asked:
        FEW.read("school")
    assert asked.value.codes == ("852", "853")


def test_a_whole_name_wins_over_the_names_that_it_begins() -> None:
    assert load_sectors().read("Café").code == "563"


@pytest.mark.parametrize("text", ["", "  ", "x", "bak", "unicorn", "107", "bakkerij unicorn"])
def test_words_that_nobody_uses_are_no_sector(text: str) -> None:
    with pytest.raises(SectorUnknownError):
        FEW.read(text)


def test_a_code_that_is_not_listed_is_unknown() -> None:
    with pytest.raises(UnknownCodeError):
        FEW["9999"]
    assert "9999" not in FEW
    assert "1071" in FEW


def test_sectors_come_in_order_of_code() -> None:
    assert [one.code for one in FEW] == ["1071", "852", "853"]
    assert len(FEW) == 3


@pytest.mark.parametrize("code", ["", "1", "G", "47.11", "123456", "４７"])
def test_a_code_is_two_to_five_digits(code: str) -> None:
    with pytest.raises(SectorListError, match="two to 5 digits"):
        Sector(code, "G", "x", "x", "x")


def test_a_sector_twice_or_without_its_section_is_refused() -> None:
    with pytest.raises(SectorListError, match="listed twice"):
        SectorList([TRADE], [BAKERY, BAKERY])
    with pytest.raises(SectorListError, match="unknown section 'G'"):
        SectorList([], [BAKERY])


def test_names_are_in_three_languages_and_english_for_others() -> None:
    assert [BAKERY.name(language) for language in ("nl", "en", "de", "fr")] == [
        "Bakkerij",
        "Bakery",
        "Bäckerei",
        "Bakery",
    ]
    assert [TRADE.name(language) for language in ("nl", "en", "de")] == ["Handel", "Trade", "Handel"]


def test_the_division_is_the_first_two_digits() -> None:
    assert BAKERY.division == "10"


def test_every_sector_of_the_list_is_found_by_each_of_its_names() -> None:
    sectors = load_sectors()
    assert len(sectors) >= 60
    for one in sectors:
        assert {sectors.read(one.name(language)) for language in ("nl", "en", "de")} == {one}


def test_every_section_has_a_sector() -> None:
    sectors = load_sectors()
    assert {one.section for one in sectors} == set(sectors.sections)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("bakker", "1071"),
        ("supermarkt", "4711"),
        ("kapper", "9602"),
        ("woningcorporatie", "682"),
        ("gemeente", "841"),
        ("demolition", "4311"),
        ("Wäscherei", "9601"),
        ("tuinder", "01132"),
    ],
)
def test_everyday_words_lead_to_everyday_sectors(text: str, code: str) -> None:
    assert load_sectors().read(text).code == code
