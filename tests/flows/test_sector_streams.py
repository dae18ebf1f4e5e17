"""What is typical of a sector: known materials, none doubled, enough offers, each estimate called one."""

from collections import Counter

import pytest

from flows import sector_streams
from flows.errors import UnknownCodeError
from flows.materials import load_materials
from flows.sector_streams import ESTIMATE, FEWEST_OFFERS, Typical, TypicalStream, checked, streams_of
from flows.sectors import SectorListError, load_sectors
from flows.streams import Grade, Side

EVERY = [stream for sector in load_sectors() for stream in streams_of(sector.code)]


def a_stream(material: str = "cardboard", sector: str = "1071", side: Side = Side.OFFER) -> TypicalStream:
    return TypicalStream(sector, side, material, Typical.MANY, Grade.ASSUMED, ESTIMATE)


def test_every_sector_has_at_least_four_offers_and_a_few_needs() -> None:
    offers = Counter(one.sector for one in EVERY if one.side is Side.OFFER)
    needs = Counter(one.sector for one in EVERY if one.side is Side.NEED)
    assert {sector.code for sector in load_sectors() if offers[sector.code] < FEWEST_OFFERS} == set()
    assert {sector.code for sector in load_sectors() if needs[sector.code] < 3} == set()


def test_every_material_is_in_the_list_of_materials() -> None:
    assert {one.material for one in EVERY if one.material not in load_materials()} == set()


def test_no_stream_of_a_sector_is_listed_twice() -> None:
    assert len({(one.sector, *one.key) for one in EVERY}) == len(EVERY)


def test_our_own_estimates_say_so() -> None:
    assert {one.source for one in EVERY if one.grade is Grade.ASSUMED} == {ESTIMATE}


def test_offers_come_first_and_what_is_most_typical_before_the_rest() -> None:
    bakery = streams_of("1071")
    assert [one.side for one in bakery] == sorted((one.side for one in bakery), key=tuple(Side).index)
    assert {one.material for one in bakery[:3]} == {"bread", "cardboard", "dough"}
    assert {one.typical for one in bakery[:3]} == {Typical.MOST}


def test_a_sector_that_is_not_listed_has_no_streams() -> None:
    with pytest.raises(UnknownCodeError):
        streams_of("9999")


@pytest.mark.parametrize(
    ("streams", "law"),
    [
        ([a_stream("unobtainium")], "unobtainium: sector or material is not in its list"),
        ([a_stream(sector="9999")], "'9999': cardboard: sector or material is not in its list"),
        ([a_stream(), a_stream()], "cardboard is listed twice"),
        ([a_stream()], "has fewer than 4 offers"),
    ],
)
def test_a_list_that_breaks_a_law_is_refused(streams: list[TypicalStream], law: str) -> None:
    with pytest.raises(SectorListError, match=law):
        checked(streams)


@pytest.mark.parametrize(("grade", "source"), [("D", ""), ("D", "https://example.org"), ("B", ESTIMATE)])
def test_an_estimate_is_grade_d_and_nothing_else_is(grade: str, source: str) -> None:
    with pytest.raises(SectorListError):
        TypicalStream("1071", Side.OFFER, "bread", Typical.MOST, Grade(grade), source)


def test_the_file_says_no_quantities() -> None:
    head = sector_streams.DATA.read_text(encoding="utf-8").splitlines()[0]
    assert head == "sector,side,material,typical,grade,source"
