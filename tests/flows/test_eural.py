"""What the list of waste promises."""

import pytest

from flows.errors import UnknownCodeError
from flows.eural import (
    Entry,
    EuralList,
    HazardMarkMissingError,
    MirrorNotSymmetricError,
    has_mirror,
    load_eural,
    normal_code,
    shown,
    typed_code,
)
from flows.materials import load_materials


def test_the_list_has_842_codes_of_which_408_are_hazardous() -> None:
    entries = list(load_eural())

    assert len(entries) == len(load_eural()) == 842
    assert sum(entry.hazardous for entry in entries) == 408


def test_the_list_is_walked_in_the_order_of_its_codes() -> None:
    codes = [entry.code for entry in load_eural()]

    assert codes == sorted(codes)


def test_every_mirror_names_its_partner_back_and_one_of_a_pair_is_hazardous() -> None:
    eural = load_eural()
    pairs = [(entry, eural[other]) for entry in eural for other in entry.mirror]

    assert len(pairs) == 2 * 152
    assert [entry.code for entry, other in pairs if entry.code not in other.mirror] == []
    assert [entry.code for entry, other in pairs if entry.hazardous == other.hazardous] == []


def test_a_list_with_a_one_sided_mirror_is_refused() -> None:
    soil = Entry("170504", False, "MN", "grond", "soil", "Boden", ("170503",))
    dirty = Entry("170503", True, "MH", "vuile grond", "dirty soil", "belasteter Boden")

    with pytest.raises(MirrorNotSymmetricError, match="170504 names 170503"):
        EuralList([soil, dirty])


@pytest.mark.parametrize(
    ("harmless", "hazardous"),
    [
        ("200138", "200137"),
        ("170107", "170106"),
        ("170302", "170301"),
        ("170504", "170503"),
        ("170604", "170603"),
        ("170604", "170601"),
    ],
)
def test_the_pairs_of_the_project_are_mirrors_in_the_list(harmless: str, hazardous: str) -> None:
    eural = load_eural()

    assert hazardous in eural[harmless].mirror
    assert harmless in eural[hazardous].mirror
    assert eural[hazardous].hazardous
    assert not eural[harmless].hazardous


@pytest.mark.parametrize("code", ["170101", "170203", "170204", "170405", "170409", "170202", "170201"])
def test_a_mirror_entry_without_a_named_partner_still_has_its_hazard_asked(code: str) -> None:
    assert load_eural()[code].mirror == ()
    assert has_mirror(code)


@pytest.mark.parametrize("code", ["150101", "150110", "200101", "200108", "200301"])
def test_an_absolute_entry_has_no_mirror(code: str) -> None:
    assert not has_mirror(code)


@pytest.mark.parametrize(
    "text",
    [
        "150110",
        "15 01 10",
        "15.01.10",
        "150110*",
        "15 01 10 *",
        "\u200b15\u00a001\u00a010\ufeff",
        " 15 0110 ",
    ],
)
def test_a_code_is_read_as_people_write_it(text: str) -> None:
    assert normal_code(text) == "150110"


@pytest.mark.parametrize(
    "text", ["", "15 01", "999999", "1501100", "15-01-10", "١٥٠١١٠", "150101*", "karton"]
)
def test_what_is_no_code_of_the_list_is_refused(text: str) -> None:
    with pytest.raises(UnknownCodeError):
        normal_code(text)


def test_a_code_is_shown_in_pairs_with_an_asterisk_if_hazardous() -> None:
    assert shown("150110") == "15 01 10*"
    assert shown("150101") == "15 01 01"


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(UnknownCodeError, match="000000"):
        load_eural()["000000"]


def test_every_name_begins_with_a_capital_and_has_no_stray_blanks() -> None:
    names = [entry.name(language) for entry in load_eural() for language in ("nl", "en", "de")]

    assert [name for name in names if not name[0].isupper() and name[0].isalpha()] == []
    assert [name for name in names if name != " ".join(name.split())] == []


def test_a_code_knows_its_chapter_and_sub_chapter() -> None:
    eural = load_eural()

    assert eural.chapter("170101").name("nl").startswith("Bouw- en sloopafval")
    assert eural.subchapter("170101").name("en") == "Concrete, bricks, tiles and ceramics"
    assert {eural.chapter(entry.code).code for entry in eural} == {f"{number:02}" for number in range(1, 21)}


def test_nearly_half_of_the_list_leads_to_a_material() -> None:
    used = {code for material in load_materials() for code in material.eural}

    assert len(used) > 400


def test_a_typed_hazardous_code_needs_its_asterisk() -> None:
    assert typed_code("15 01 10*") == "150110"
    assert typed_code("15 01 01") == "150101"

    with pytest.raises(HazardMarkMissingError, match=r"write 15 01 10\*"):
        typed_code("15 01 10")
