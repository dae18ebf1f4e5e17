"""Conditions of processes: what surely breaks them closes a way, what is not sure is asked."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.conditions import Condition, Conditions, Offered, broken, gate, to_ask
from flows.errors import OutOfRangeError
from flows.matching import Routes, Settings, anywhere, find, of_pair
from flows.processes import Output, Process, ProcessStatus, Yield
from flows.strategies import Strategy
from flows.streams import Amount, Grade, Need, Offer, Range
from tests.chance import TREE


def a_process(code: str, takes: str, gives: str) -> Process:
    return Process(code, (takes,), (Output(gives, HALF, Strategy.R8_HIGH),), ProcessStatus.RUNNING)


HALF = Yield(Decimal("0.4"), Decimal("0.5"), Decimal("0.6"))
ONLY_FILM = {"wash": Conditions(frozenset({"150102"}))}


def tonnes(low: int, likely: int, high: int) -> Amount:
    return Amount(Range(Decimal(low), Decimal(likely), Decimal(high)), Grade.DECLARED, recurring=True)


@pytest.mark.parametrize(
    ("code", "is_broken", "asked"),
    [("150102", None, ()), ("200139", Condition.EURAL, ()), ("", None, (("wash", Condition.EURAL),))],
)
def test_a_code_counts_at_the_first_process(
    code: str, is_broken: Condition | None, asked: tuple[tuple[str, Condition], ...]
) -> None:
    way = [("wash", HALF)]
    assert broken(way, Offered(code), ONLY_FILM) is is_broken
    assert to_ask(way, Offered(code), ONLY_FILM) == asked
    assert broken([("shred", HALF), ("wash", HALF)], Offered(code), ONLY_FILM) is None


@pytest.mark.parametrize(
    ("amount", "is_broken", "asked"),
    [
        (tonnes(30, 30, 30), None, ()),
        (tonnes(5, 15, 30), None, (("wash", Condition.MINIMUM),)),
        (tonnes(5, 10, 19), Condition.MINIMUM, (("wash", Condition.MINIMUM),)),
        (None, None, (("wash", Condition.MINIMUM),)),
    ],
)
def test_a_lot_closes_the_way_only_where_not_even_the_most_is_enough(
    amount: Amount | None, is_broken: Condition | None, asked: tuple[tuple[str, Condition], ...]
) -> None:
    known = {"wash": Conditions(minimum_tonnes=Decimal(20))}
    assert broken([("wash", None)], Offered("", amount), known) is is_broken
    assert to_ask([("wash", None)], Offered("", amount), known) == asked


def test_at_a_second_process_what_the_first_leaves_counts() -> None:
    known = {"melt": Conditions(minimum_tonnes=Decimal(20))}
    assert (
        broken([("wash", HALF), ("melt", HALF)], Offered("", tonnes(30, 30, 30)), known) is Condition.MINIMUM
    )
    assert broken([("wash", HALF), ("melt", HALF)], Offered("", tonnes(40, 40, 40)), known) is None
    assert broken([("wash", None), ("melt", HALF)], Offered("", tonnes(1, 1, 1)), known) is None


def test_a_quality_in_words_is_always_asked_and_closes_nothing() -> None:
    known = {"wash": Conditions(limits="at most 2 % sand")}
    assert broken([("wash", HALF)], Offered(), known) is None
    assert to_ask([("wash", HALF)], Offered(), known) == (("wash", Condition.LIMITS),)


def test_a_smallest_lot_is_above_nothing() -> None:
    with pytest.raises(OutOfRangeError):
        Conditions(minimum_tonnes=Decimal(0))


def test_a_pair_that_one_plant_refuses_goes_the_next_best_open_way() -> None:
    wash, melt = (
        a_process("wash", "ldpe-film", "pe-regranulate"),
        a_process("melt", "ldpe-film", "pe-regranulate"),
    )
    routes = Routes([wash, melt], TREE, 1)
    offer = Offer("1", "ldpe-film", eural="200139")
    need = Need("2", "pe-regranulate")
    free = of_pair(offer, need, routes, Settings())
    assert free is not None
    first = free.processes[0]
    known = {first: Conditions(frozenset({"150102"}))}
    other = of_pair(offer, need, routes, Settings(), gate(known))
    assert other is not None
    assert other.processes not in ((), (first,))
    both = dict.fromkeys(("wash", "melt"), known[first])
    assert of_pair(offer, need, routes, Settings(), gate(both)) is None
    assert gate({}) is anywhere


CODES = st.sampled_from(["", "150102", "200139"])
AMOUNTS = st.none() | st.integers(1, 50).map(lambda number: tonnes(number, number, number))
ASKED = st.builds(
    Conditions,
    st.frozensets(st.sampled_from(["150102", "200139"]), max_size=1),
    st.none() | st.integers(1, 50).map(Decimal),
)


@given(CODES, AMOUNTS, ASKED)
def test_a_gate_only_ever_takes_ways_away_and_never_makes_one_better(
    code: str, amount: Amount | None, asked: Conditions
) -> None:
    plant = a_process("wash", "ldpe-film", "pe-regranulate")
    offer, need = Offer("1", "ldpe-film", amount, eural=code), Need("2", "pe-regranulate")
    [free] = find([offer], [need], [plant], tree=TREE)
    found = of_pair(offer, need, Routes([plant], TREE, 2), Settings(), gate({"wash": asked}))
    assert found == (None if broken([("wash", HALF)], Offered(code, amount), {"wash": asked}) else free)
