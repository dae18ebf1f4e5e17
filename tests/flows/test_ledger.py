"""The two ledgers: mass in is mass out and loss, each tonne counts once, no room gives more than it has."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import ledger
from flows.ledger import Claim, Entry, Offered, Way
from flows.processes import MassCreatedError
from flows.strategies import Strategy
from flows.streams import Range
from tests.factories import an_entry

D = Decimal


def test_what_goes_through_a_process_comes_out_or_is_lost() -> None:
    molten = Way("ldpe-film", "pe-regranulate", Strategy.R8_HIGH, (("plant", D("0.8")),))
    found = ledger.balance([an_entry("10", way=molten), an_entry("5", "b", strategy=Strategy.R3)])

    assert [found.entered, found.lost, found.untold] == [15, 2, 0]
    assert found.rungs == {Strategy.R3: 5, Strategy.R8_HIGH: 8}
    assert found.holds
    assert found.circular == D(13) / 15
    assert found.score == (D(5) * 70 + D(8) * 30) / 15


def test_where_no_yield_is_known_nothing_is_guessed() -> None:
    pulped = Way("paper", "paper-pulp", Strategy.R8_HIGH, (("plant", None),))
    found = ledger.balance([an_entry("10", way=pulped)])

    assert found.rungs == {}
    assert [found.lost, found.untold] == [0, 10]
    assert found.holds
    assert [found.circular, found.circular_at_most] == [0, 1]


def test_what_stays_lies_between_bounds_where_some_yield_is_not_known() -> None:
    pulped = Way("paper", "paper-pulp", Strategy.R8_HIGH, (("plant", None),))
    found = ledger.balance([an_entry("10", way=pulped), an_entry("30", "b", strategy=Strategy.R3)])
    assert [found.circular, found.circular_at_most] == [D("0.75"), 1]


def test_a_pyrolysis_is_recycling_for_what_it_keeps_only() -> None:
    cracked = Way("mixed-plastics", "virgin-quality-plastic", Strategy.R8_HIGH, (("plant", D("0.35")),))
    found = ledger.balance([an_entry("1", way=cracked)])

    assert found.rungs == {Strategy.R8_HIGH: D("0.35")}
    assert found.lost == D("0.65")


def test_a_way_that_makes_mass_is_refused() -> None:
    with pytest.raises(MassCreatedError, match="plant"):
        Way("a", "b", Strategy.R8_LOW, (("plant", D("1.1")),))


def test_burnt_tonnes_are_not_circular() -> None:
    assert ledger.balance([an_entry("4", strategy=Strategy.R9)]).circular == 0
    assert ledger.balance([]).circular is None


def test_euros_are_only_what_somebody_told() -> None:
    entries = [an_entry("10", euros="12.50"), an_entry("3", "b")]

    assert ledger.euros(entries) == 125
    assert ledger.euros(entries[1:]) is None


def test_parts_come_with_the_most_first() -> None:
    entries = [an_entry("1"), an_entry("2", "b", material="pp"), an_entry("4", "c")]

    parts = ledger.parted(entries, lambda entry: entry.way.given)
    assert [(key, len(found)) for key, found in parts] == [("ldpe-film", 2), ("pp", 1)]


def test_a_key_that_stands_twice_is_named() -> None:
    assert ledger.counted_twice([an_entry("1", "a"), an_entry("2", "b"), an_entry("1", "a")]) == ("a",)


def test_an_offer_in_two_suggestions_gives_what_it_has_to_the_better_first() -> None:
    claims = [
        Claim("worse", 0.6, D(40), (("offer", D(1)), ("need 2", D(1)))),
        Claim("better", 0.9, D(25), (("offer", D(1)), ("need 1", D(1)))),
    ]

    assert ledger.fitted(claims, {"offer": D(40), "need 1": D(25), "need 2": D(40)}) == {
        "better": 25,
        "worse": 15,
    }


def test_a_need_is_filled_by_what_arrives() -> None:
    claim = Claim("a", 1, D(40), (("offer", D(1)), ("need", D("0.8"))))

    assert ledger.fitted([claim], {"offer": D(40), "need": D(16)}) == {"a": 20}


ROOMS = ("offer 1", "offer 2", "need 1", "plant")
claims = st.lists(
    st.builds(
        Claim,
        st.integers(0, 99).map(str),
        st.floats(0, 1),
        st.decimals(0, 100, places=3),
        st.lists(
            st.tuples(st.sampled_from(ROOMS), st.decimals(0, 1, places=2)), unique_by=lambda take: take[0]
        ).map(tuple),
    ),
    unique_by=lambda claim: claim.key,
)
rooms = st.dictionaries(st.sampled_from(ROOMS), st.decimals(0, 50, places=2))


@given(claims, rooms, st.randoms())
def test_no_room_gives_more_than_it_has_whatever_the_order(
    told: list[Claim], room: dict[str, Decimal], chance: object
) -> None:
    got = ledger.fitted(told, room)
    shuffled = told[::-1]

    assert ledger.fitted(shuffled, room) == got
    assert all(0 <= got[claim.key] <= claim.tonnes for claim in told)
    for name, has in room.items():
        taken = sum(got[claim.key] * part for claim in told for one, part in claim.takes if one == name)
        assert taken <= has


ways = st.builds(
    Way,
    st.just("ldpe-film"),
    st.just("pe-regranulate"),
    st.sampled_from(Strategy),
    st.lists(st.tuples(st.just("plant"), st.none() | st.decimals(0, 1, places=4)), max_size=3).map(tuple),
)


@given(st.lists(st.tuples(st.decimals(0, 1000, places=6), ways)))
def test_every_ledger_balances_to_the_gram(told: list[tuple[Decimal, Way]]) -> None:
    entries = [an_entry(str(tonnes), str(number), way=way) for number, (tonnes, way) in enumerate(told)]
    found = ledger.balance(entries)

    assert found.holds
    assert found.lost >= 0
    assert found.entered == ledger.total(entries).likely
    assert sum((ledger.balance([one]).lost for one in entries), D(0)) == found.lost


@given(st.lists(st.decimals(0, 1000, places=6)), st.sampled_from(["sector", "material", "place"]))
def test_parts_come_to_the_whole(tonnes: list[Decimal], by: str) -> None:
    entries = [an_entry(str(one), str(number)) for number, one in enumerate(tonnes)]
    parts = ledger.parted(entries, lambda entry: f"{by} {len(entry.key)}")

    assert sum((ledger.total(part).likely for _, part in parts), D(0)) == ledger.total(entries).likely


def test_an_offer_counts_by_its_days_and_a_lot_where_it_began() -> None:
    year = (date(2027, 1, 1), date(2027, 12, 31))
    yearly = Offered(1, D(365), recurring=True, first=date(2027, 12, 22), last=None)
    lot = Offered(2, D(12), recurring=False, first=date(2026, 5, 1), last=None)

    assert ledger.offered_in([yearly, lot], {}, year) == 10
    assert ledger.offered_in([yearly, replace(lot, first=date(2027, 5, 1))], {}, year) == 22
    assert ledger.offered_in([yearly], {1: D(20), 7: D(3)}, year) == 23


def test_a_range_keeps_its_proportions() -> None:
    assert ledger.scaled(Range(D(8), D(10), D(15)), D(5)) == Range(D(4), D(5), D("7.5"))
    assert ledger.scaled(Range(D(0), D(0), D(3)), D(1)) == Range(D(0), D(1), D(3))


def test_both_ends_in_the_region_make_a_loop() -> None:
    entry: Entry = an_entry("1")

    assert entry.inside
    assert not replace(entry, receiver=replace(entry.receiver, inside=False)).inside
