"""Which organisations of the register are likely one, and by what."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.duplicates import Alike, Known, Likely, folded, likely, own_domain


@pytest.mark.parametrize(
    ("name", "stays"),
    [
        ("Bakkerij Korrel B.V.", "bakkerijkorrel"),
        ("bakkerij  korrel", "bakkerijkorrel"),
        ("Café Zoë", "cafezoe"),
        ("Stichting de Brug", "debrug"),
        ("B.V.", "bv"),
        ("!!!", ""),
    ],
)
def test_a_name_is_folded(name: str, stays: str) -> None:
    assert folded(name) == stays


@pytest.mark.parametrize(
    ("email", "domain"),
    [
        ("Jan@Korrel.NL", "korrel.nl"),
        ("jan@gmail.com", ""),
        ("jan@ziggo.nl", ""),
        ("jan@example.org", ""),
        ("jan@voorbeeld.example", ""),
        ("jan@myziggo.nl", "myziggo.nl"),
        ("", ""),
    ],
)
def test_only_the_domain_of_a_firm_tells_something(email: str, domain: str) -> None:
    assert own_domain(email) == domain


def test_the_same_number_name_or_mail_in_the_same_town_makes_two_likely_one() -> None:
    town, mail = frozenset({"Geleen"}), frozenset({"info@korrel.nl"})
    one = Known(1, "Korrel BV", "12345678", town, mail)
    assert likely([Known(2, "Other", "12345678"), one]) == [Likely(1, 2, (Alike.KVK,))]
    assert likely([Known(2, "korrel"), one]) == [Likely(1, 2, (Alike.NAME,))]
    assert likely([Known(2, "Other", "", town, mail), one]) == [Likely(1, 2, (Alike.MAIL,))]
    assert likely([Known(2, "Other", "", frozenset({"Born"}), mail), one]) == []
    shared = Known(2, "Korrel", "12345678", town, mail)
    assert likely([one, shared]) == [Likely(1, 2, (Alike.KVK, Alike.NAME, Alike.MAIL))]


def test_the_same_telephone_number_makes_two_likely_one_however_it_is_written() -> None:
    one = Known(1, "Korrel", telephones=frozenset({"046 477 12 34", "06 12345678"}))
    assert likely([one, Known(2, "Zon", telephones=frozenset({"+31464771234"}))]) == [
        Likely(1, 2, (Alike.TELEPHONE,))
    ]
    assert likely([one, Known(2, "Zon", telephones=frozenset({"046 477 12 35"}))]) == []
    nothing = frozenset({"", "call me"})
    assert likely([Known(1, "Korrel", telephones=nothing), Known(2, "Zon", telephones=nothing)]) == []


def test_two_numbers_of_the_chamber_of_commerce_are_two_firms() -> None:
    assert likely([Known(1, "Korrel", "12345678"), Known(2, "Korrel", "87654321")]) == []


def test_a_third_is_told_beside_the_oldest_that_it_can_be() -> None:
    firms = [Known(1, "Korrel", "12345678"), Known(2, "Korrel", "87654321"), Known(3, "Korrel", "87654321")]
    assert likely(firms) == [Likely(2, 3, (Alike.KVK, Alike.NAME))]


FIRMS = st.lists(
    st.builds(
        Known,
        st.integers(1, 99),
        st.sampled_from(["Korrel", "korrel b.v.", "Zon", ""]),
        st.sampled_from(["", "12345678", "87654321"]),
        st.frozensets(st.sampled_from(["Geleen", "geleen ", "Born"])),
        st.frozensets(st.sampled_from(["a@zon.nl", "b@ZON.nl", "c@gmail.com"])),
        st.frozensets(st.sampled_from(["046 477 12 34", "+31464771234", "06 12345678"])),
    ),
    unique_by=lambda one: one.number,
    max_size=8,
)


@given(FIRMS, st.randoms())
def test_the_order_changes_nothing_and_each_pair_has_its_reason(firms: list[Known], random: Random) -> None:
    found = likely(firms)
    random.shuffle(firms)
    assert likely(firms) == found
    known = {one.number: one for one in firms}
    for pair in found:
        first, second = known[pair.first], known[pair.second]
        assert pair.first < pair.second
        assert pair.alike
        assert (Alike.KVK in pair.alike) == bool(
            first.kvk_number and first.kvk_number == second.kvk_number
        ) or (Alike.KVK not in pair.alike)
        assert not (first.kvk_number and second.kvk_number and first.kvk_number != second.kvk_number)
