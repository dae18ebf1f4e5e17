"""Worked values and laws of MCI, content after ISO 59020, CTI and the circular material use rate."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from flows.circularity import (
    CircularMass,
    Content,
    Fate,
    MoreThanAllError,
    NationalUse,
    Recycling,
    circular_material_use_rate,
    circular_outflow,
    mass_weighted,
    material_circularity,
    recycled_outflow,
    share_of,
)
from flows.errors import OutOfRangeError

D = Decimal
EIGHTY = Recycling(0.8, 0.8)


@pytest.mark.parametrize(
    ("content", "fate", "recycling", "utility", "told"),
    [
        (Content(), Fate(), Recycling(), 1, (100, 100, 1, 0.10)),
        (Content(), Fate(), Recycling(), 2, (100, 100, 1, 0.55)),
        (Content(reused=1), Fate(reused=1), Recycling(), 1, (0, 0, 0, 1.00)),
        (Content(recycled=0.25), Fate(recycled=0.4), EIGHTY, 1, (75, 67.125, 0.713748, 0.357627)),
        (Content(recycled=0.25), Fate(recycled=0.4), EIGHTY, 1.5, (75, 67.125, 0.713748, 0.571751)),
        (Content(recycled=0.3), Fate(recycled=0.5), Recycling(), 1, (70, 50, 0.60, 0.46)),
    ],
)
def test_worked_products_have_their_worked_mci(
    content: Content, fate: Fate, recycling: Recycling, utility: float, told: tuple[float, ...]
) -> None:
    found = material_circularity(100, content, fate, recycling, utility)

    values = (found.virgin, found.waste, found.linear_flow_index, found.mci)
    assert [round(value, 6) for value in values] == list(told)


def shares(number: int) -> st.SearchStrategy[list[float]]:
    return st.lists(st.floats(0, 1), min_size=number, max_size=number).filter(lambda found: sum(found) <= 1)


Product = tuple[Content, Fate, Recycling, float]

products = st.tuples(
    shares(3).map(lambda found: Content(*found)),
    shares(4).map(lambda found: Fate(*found)),
    st.builds(Recycling, st.floats(0.05, 1), st.floats(0.05, 1)),
    st.floats(0.1, 10),
)


@given(products, st.floats(0.001, 1000))
def test_mci_lies_from_nought_to_one_and_knows_no_scale(product: Product, tonnes: float) -> None:
    found = material_circularity(tonnes, *product).mci

    assert 0 <= found <= 1
    assert found == pytest.approx(material_circularity(1, *product).mci, abs=1e-9)


@given(products, st.floats(1, 5))
def test_longer_use_never_lowers_mci(product: Product, times: float) -> None:
    content, fate, recycling, utility = product

    longer = material_circularity(1, content, fate, recycling, utility * times).mci
    assert longer >= material_circularity(1, *product).mci - 1e-12


@given(products, st.floats(0, 1))
def test_more_recycled_input_never_lowers_mci_where_making_it_loses_nothing(
    product: Product, part: float
) -> None:
    content, fate, recycling, utility = product
    virgin = max(0.0, 1 - content.recycled - content.reused - content.grown)
    more = min(1 - content.reused - content.grown, content.recycled + part * virgin)
    assume(more >= content.recycled)
    lossless = Recycling(1, recycling.after)
    richer = Content(more, content.reused, content.grown)

    before = material_circularity(1, content, fate, lossless, utility).mci
    assert material_circularity(1, richer, fate, lossless, utility).mci >= before - 1e-9


def test_what_cannot_be_is_refused_with_its_name() -> None:
    with pytest.raises(OutOfRangeError, match=r"inflow\.recycled is 1\.5"):
        Content(recycled=1.5)
    with pytest.raises(MoreThanAllError, match="the parts of outflow"):
        Fate(recycled=0.7, reused=0.7)
    with pytest.raises(OutOfRangeError, match=r"efficiency\.before"):
        Recycling(before=0)
    with pytest.raises(OutOfRangeError, match="tonnes"):
        material_circularity(0, Content(), Fate(), Recycling(), 1)
    with pytest.raises(OutOfRangeError, match="utility"):
        material_circularity(1, Content(), Fate(), Recycling(), 0)
    with pytest.raises(MoreThanAllError):
        share_of(D(3), D(2))
    with pytest.raises(OutOfRangeError, match="yield"):
        recycled_outflow(D(1), D(2), D(2))


def test_a_firm_has_its_worked_contents_after_iso_59020() -> None:
    assert share_of(D(30), D(200)) == D("0.15")
    assert share_of(D(50), D(200)) == D("0.25")
    assert share_of(D(4), D(20)) == D("0.20")
    assert recycled_outflow(D(10), D("0.80"), D(20)) == D("0.40")
    assert share_of(D(0), D(0)) is None


def test_a_firm_has_its_worked_material_circularity() -> None:
    outflow = circular_outflow(D(50), D("0.9"), D("0.6"))

    found = mass_weighted(CircularMass(D(100), D("0.40")), outflow) or D(0)

    assert outflow.share == D("0.54")
    assert round(found * 100, 2) == D("44.67")
    assert mass_weighted(CircularMass(D(0), D(0)), CircularMass(D(0), D(1))) is None


@given(*[st.decimals(0, 1, places=3)] * 2, *[st.decimals(0, 100, places=1)] * 2)
def test_material_circularity_lies_between_its_two_parts(
    one: Decimal, two: Decimal, tonnes_in: Decimal, tonnes_out: Decimal
) -> None:
    assume(tonnes_in + tonnes_out > 0)
    found = mass_weighted(CircularMass(tonnes_in, one), CircularMass(tonnes_out, two))

    assert found is not None
    assert min(one, two) - D("1e-20") <= found <= max(one, two) + D("1e-20")


def test_a_country_has_its_worked_use_rate() -> None:
    use = NationalUse(recycled=D(30), imported=D(5), exported=D(8), material_use=D(167))

    assert use.collected == 33
    assert circular_material_use_rate(use) == D("0.165")
    assert circular_material_use_rate(NationalUse(D(0), D(0), D(0), D(0))) is None
    with pytest.raises(MoreThanAllError, match="imported waste"):
        NationalUse(D(1), D(5), D(1), D(10))


@given(*[st.decimals(0, 1000, places=1)] * 4)
def test_a_use_rate_lies_from_nought_to_one_and_falls_with_use(
    recycled: Decimal, exported: Decimal, used: Decimal, more: Decimal
) -> None:
    rate = circular_material_use_rate(NationalUse(recycled, D(0), exported, used))
    assume(recycled + exported + used > 0)
    assert rate is not None

    assert 0 <= rate <= 1
    later = circular_material_use_rate(NationalUse(recycled, D(0), exported, used + more))
    assert later is not None
    assert later <= rate
