"""Measures of the network of flows: worked values, laws, and Chertow's 3-2 criterion."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.networks import LEAST_ROWS, Link, arrows_of, components, measures, nestedness, recycling_rate


def links(*pairs: str) -> list[Link]:
    """Make links of pairs such as "AB", all of one resource."""
    return [Link(pair[0], pair[1], "steam") for pair in pairs]


@pytest.mark.parametrize(
    ("pairs", "numbers"),
    [
        (("AB", "BC"), (3, 2, 0.6667, 0.2222, 0.3333, 0)),
        (("AB", "BC", "CA"), (3, 3, 1.0, 0.3333, 0.5, 1)),
        (("AB", "BA", "BC", "CB"), (3, 4, 1.3333, 0.4444, 0.6667, 1.4142)),
        (("AB", "BA", "BC", "CB", "CD", "DC"), (4, 6, 1.5, 0.375, 0.5, 1.6180)),
    ],
)
def test_worked_networks_have_their_worked_measures(
    pairs: tuple[str, ...], numbers: tuple[float, ...]
) -> None:
    found = measures(links(*pairs))

    told = (found.density, found.connectance, found.connectance_apart, found.cyclicity)
    assert 0 <= nestedness(links(*pairs)) <= 100
    assert (found.nodes, found.links) == numbers[:2]
    assert told == pytest.approx(numbers[2:], abs=5e-5)


def test_an_empty_network_has_no_measures_rather_than_nought() -> None:
    found = measures([])

    assert (found.nodes, found.links) == (0, 0)
    assert {found.density, found.connectance, found.connectance_apart, found.cyclicity} == {None}


def test_one_that_gives_to_itself_is_a_loop_of_one() -> None:
    found = measures(links("AA"))

    assert (found.connectance, found.connectance_apart, found.cyclicity) == (1.0, None, 1.0)


def test_a_pair_is_linked_once_whatever_it_exchanges() -> None:
    assert measures([Link("A", "B", "steam"), Link("A", "B", "gas")]).links == 1


def test_a_long_ring_beside_a_tree_has_radius_one() -> None:
    ring = [Link(f"n{at}", f"n{(at + 1) % 500}", "m") for at in range(500)]

    assert measures([*ring, Link("n0", "leaf", "m")]).cyclicity == pytest.approx(1, abs=1e-9)


def around(givers: list[str], hub: str = "hub") -> list[Link]:
    """Make links of givers to one place, each letter a material."""
    return [Link(f"{at}", hub, material) for at, giver in enumerate(givers) for material in giver]


def test_a_pair_counts_once_whichever_way_it_gives() -> None:
    assert measures(links("AB", "BA", "BC", "AA")).eco_connectance == pytest.approx(2 / 3)
    assert measures(links("AA")).eco_connectance is None


def test_the_rate_of_recycling_is_links_per_pair_times_the_mean_share_used() -> None:
    assert recycling_rate(0.4, [0.5, 1.0]) == pytest.approx(0.3)
    assert recycling_rate(None, [0.5]) is None
    assert recycling_rate(0.4, []) is None


def test_what_is_wholly_nested_has_a_hundred_and_what_is_apart_none() -> None:
    # Organisations abcd, abc, ab, a beside none that has all of them: rows and columns are steps of a stair.
    stair = [Link("1", "1", m) for m in "abcd"] + [Link("2", "2", m) for m in "abc"]
    stair += [Link("3", "3", m) for m in "ab"] + [Link("4", "4", "a")]
    apart = [Link(str(at), str(at), m) for at, m in enumerate("abcd")]

    assert nestedness(stair) == pytest.approx(100)
    assert nestedness(apart) == 0
    assert nestedness([]) == 0


def test_nestedness_worked_by_hand() -> None:
    # Rows: ab, b, c. Pairs: (ab, b) 100, (ab, c) 0, (b, c) equal 0. Columns: a {1}, b {1, 2}, c {3}:
    # (a, b) 100, (a, c) equal 0, (b, c) 0. So 200 over six pairs.
    rows = [Link("1", "1", "a"), Link("1", "1", "b"), Link("2", "2", "b"), Link("3", "3", "c")]

    assert nestedness(rows) == pytest.approx(200 / 6)


def test_nestedness_of_few_is_not_told() -> None:
    assert measures(around(["a"] * (LEAST_ROWS - 2))).nestedness is None
    assert measures(around(["a"] * (LEAST_ROWS - 1))).nestedness == 0


NODES = "ABCDEFG"
networks = st.sets(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)), max_size=25).map(
    lambda pairs: [Link(*pair, "m") for pair in sorted(pairs)]
)


@given(networks)
def test_cyclicity_is_the_largest_eigenvalue(network: list[Link]) -> None:
    arrows = arrows_of(network)
    matrix = np.array([[float(to in arrows[one]) for to in sorted(arrows)] for one in sorted(arrows)])
    largest = max(abs(np.linalg.eigvals(matrix))) if network else None

    assert measures(network).cyclicity == (None if largest is None else pytest.approx(largest, abs=1e-2))


@given(st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] < pair[1])))
def test_a_network_without_a_loop_has_cyclicity_of_exactly_nought(pairs: set[tuple[int, int]]) -> None:
    found = measures([Link(str(one), str(two), "m") for one, two in pairs]).cyclicity

    assert found == (0.0 if pairs else None)


@given(networks, st.permutations(NODES))
def test_other_names_change_nothing(network: list[Link], names: list[str]) -> None:
    called = dict(zip(NODES, names, strict=True))
    before = measures(network)
    after = measures([Link(called[link.giver], called[link.receiver], "m") for link in network])

    assert (after.nodes, after.links, after.density) == (before.nodes, before.links, before.density)
    assert after.cyclicity == (before.cyclicity and pytest.approx(before.cyclicity, abs=1e-9))


@given(networks.filter(bool), st.data())
def test_one_link_more_among_the_same_lowers_nothing(network: list[Link], data: st.DataObject) -> None:
    nodes = sorted(arrows_of(network))
    more = Link(data.draw(st.sampled_from(nodes)), data.draw(st.sampled_from(nodes)), "m")
    before, after = measures(network), measures([*network, more])

    assert after.links >= before.links
    assert (after.connectance or 0) >= (before.connectance or 0)
    assert (after.cyclicity or 0) >= (before.cyclicity or 0) - 1e-9


KALUNDBORG = [
    Link("refinery", "Gyproc", "butane"),
    Link("power station", "Novo Nordisk", "steam"),
    Link("Novo Nordisk", "farms", "yeast slurry"),
]


def test_kalundborg_is_a_symbiosis_where_three_exchange_two_resources() -> None:
    small, large = components(KALUNDBORG)

    assert (len(small.entities), len(small.resources), small.is_symbiosis) == (2, 1, False)
    assert (len(large.entities), len(large.resources), large.is_symbiosis) == (3, 2, True)


def test_without_its_recycler_the_component_is_none() -> None:
    _, rest = components(KALUNDBORG, recyclers={"power station"})

    assert (len(rest.entities), len(rest.resources), rest.is_symbiosis) == (2, 1, False)


def test_five_suppliers_of_one_resource_are_none() -> None:
    [star] = components([Link(f"supplier {number}", "plant", "film") for number in range(5)])

    assert (len(star.entities), len(star.resources), star.is_symbiosis) == (6, 1, False)


def test_a_star_around_a_hub_that_recycles_falls_apart() -> None:
    star = [Link(f"shop {number}", "hub", f"material {number}") for number in range(4)]

    assert components(star, recyclers={"hub"}) == ()
