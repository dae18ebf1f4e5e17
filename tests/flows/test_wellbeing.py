"""Sets of wellbeing indicators: no figures of their own, each direction by its set, nothing twice."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.wellbeing import (
    COUNTRY,
    PROVINCE,
    TOWN,
    Better,
    Compared,
    Indicator,
    IndicatorSetError,
    checked,
    compare,
    load_sets,
    possible,
    region_of,
)

numbers = st.decimals(-1000, 1000, places=2)


def test_the_sets_name_their_sources_and_hold_no_figures() -> None:
    sets = load_sets()
    assert {one.edition for one in sets} == {"2020", "2022"}
    assert all(one.source and one.better_basis for one in sets)
    assert len({(one.edition, one.code) for one in sets}) == len(sets)


@given(numbers, numbers, st.sampled_from(list(Better)))
def test_what_is_better_one_way_is_worse_the_other_way(a: Decimal, b: Decimal, better: Better) -> None:
    turned = {
        Compared.BETTER: Compared.WORSE,
        Compared.WORSE: Compared.BETTER,
        Compared.SAME: Compared.SAME,
        Compared.UNJUDGED: Compared.UNJUDGED,
    }
    assert compare(b, a, better) is turned[compare(a, b, better)]
    assert (compare(a, b, better) is Compared.SAME) == (a == b)


def test_the_direction_is_that_of_the_set() -> None:
    assert compare(Decimal(9), Decimal(5), Better.HIGHER) is Compared.BETTER
    assert compare(Decimal(9), Decimal(5), Better.LOWER) is Compared.WORSE
    assert compare(Decimal(9), Decimal(5), Better.UNKNOWN) is Compared.UNJUDGED


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("GM1883", TOWN),
        ("GM1883 ", TOWN),
        ("Sittard-Geleen", TOWN),
        ("Limburg (PV)", PROVINCE),
        ("NL01", COUNTRY),
        ("Nederland", COUNTRY),
        ("GM0935", None),
        ("Limburg (CR)", None),
        ("", None),
    ],
)
def test_a_region_is_known_by_its_code_or_its_name(text: str, region: str | None) -> None:
    assert region_of(text) == region


def test_a_share_lies_between_nothing_and_all() -> None:
    assert possible(Decimal(100), "%")
    assert not possible(Decimal("100.1"), "% (7 or more)")
    assert not possible(Decimal(-1), "‰")
    assert possible(Decimal(-5), "€")


def test_a_set_names_no_indicator_twice() -> None:
    one = Indicator("2031", "M1", "Made up", "Plezier", "Fun", "%", Better.HIGHER, "made up")
    with pytest.raises(IndicatorSetError):
        checked([one, replace(one, code="M2")])
    with pytest.raises(IndicatorSetError):
        replace(one, name_nl="")
    assert len(checked([one, replace(one, edition="2032")])) == 2
