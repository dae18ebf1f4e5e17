"""Who could use what is left over; the list and the encoder are those that ship."""

from pathlib import Path

import pytest

from flows.described import Described
from flows.engine.classify import open_classifier
from flows.engine.takers import Finder, Reader, taker_weights
from flows.kindred import BY_DIGITS, ORIGIN, WHOLE, agreement, common
from flows.uses import load_uses

KEPT = Path(__file__).parents[3] / ".stamps" / "words"

BUSINESSES = (
    Described("bank", "investment bank", "en", ("6419",)),
    Described("board", "Hersteller von Spanplatten", "de"),
    Described("cement", "cement plant", "en", ("2351",)),
    Described("kas", "tomatenkwekerij met kassen", "nl", ("0113",)),
    Described("pigs", "pig farm", "en", ("0146",)),
    Described("steel", "electric arc furnace steel mill", "en", ("2410",)),
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load_uses(), open_classifier(KEPT))


@pytest.fixture(scope="module")
def finder(reader: Reader) -> Finder:
    return Finder(reader, BUSINESSES, taker_weights())


@pytest.mark.parametrize(
    ("text", "language", "taker"),
    [
        ("coal fly ash", "en", "cement"),
        ("koolzuurgas", "nl", "kas"),
        ("Sägemehl", "de", "board"),
        ("wei van de kaasmakerij", "nl", "pigs"),
        ("scrap iron", "en", "steel"),
    ],
)
def test_the_first_taker_is_whom_everybody_would_name(
    finder: Finder, text: str, language: str, taker: str
) -> None:
    [found] = finder.find([Described("o", text, language)], 3)

    assert found[0].id == taker
    assert found[0].use is not None
    assert len(found) == 3


def test_the_giver_s_sector_tells_which_sludge_it_is(reader: Reader) -> None:
    codes = [one.code for one in reader.uses.residues]
    unknown, paper = reader.offers(
        [Described("o", "sludge"), Described("p", "sludge", "en", ("1711",))]
    ).known[:, codes.index("paper-sludge")]

    assert paper > unknown


def test_a_dutch_word_for_a_business_is_read_in_its_parts(reader: Reader) -> None:
    known = reader.takers(
        [Described("z", "champignonteelt", "nl"), Described("k", "kunstmestfabriek", "nl")]
    ).known

    codes = [one.code for one in reader.uses.businesses]
    assert [codes[int(one.argmax())] for one in known] == ["mushrooms", "fertiliser"]


def test_ash_of_a_paper_mill_is_more_surely_of_wood_than_of_coal(reader: Reader) -> None:
    codes = [one.code for one in reader.uses.residues]
    [known] = reader.offers([Described("a", "ash", "en", ("1711",))]).known

    assert known[codes.index("biomass-ash")] > known[codes.index("fly-ash")]


def test_a_residue_with_a_name_of_its_own_is_read_as_that(reader: Reader) -> None:
    codes = [one.code for one in reader.uses.residues]
    known = reader.offers([Described("a", "ferric chloride"), Described("b", "rice husk")]).known

    assert [codes[int(one.argmax())] for one in known] == ["iron-salts", "husks"]


def test_chances_fall_and_equals_stand_by_id(reader: Reader) -> None:
    twins = [Described(name, "cement plant") for name in ("b", "c", "a")]
    finder = Finder(reader, [*twins, BUSINESSES[0]], taker_weights())

    [found] = finder.find([Described("o", "fly ash")], 4)

    assert [one.id for one in found] == ["a", "b", "c", "bank"]
    assert found[0].chance == found[2].chance > found[3].chance


def test_a_code_agrees_by_its_first_digits() -> None:
    assert agreement(["2351"], ["2351"], BY_DIGITS, WHOLE) == 1
    assert agreement(["2361"], ["2351"], BY_DIGITS, WHOLE) == 0.15
    assert agreement(["235"], ["2351"], BY_DIGITS, WHOLE) == WHOLE
    assert agreement(["17"], ["1711"], ORIGIN) == 0
    assert agreement(["1711"], ["17"], ORIGIN) == 0.4
    assert common("2351", "2361") == 2
    assert agreement([], ["2351"], BY_DIGITS, WHOLE) == 0
