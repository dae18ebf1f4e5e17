"""Real partners: their places by hand."""

import pytest

from flows.matching import Match, find
from flows.materials import load_materials
from flows.partners import Case, Miss, Place, places, why_missed
from flows.streams import Need, Offer, Side


def a_world() -> tuple[Match, ...]:
    needs = [
        Need("same", "ldpe-film"),
        Need("also", "ldpe-film"),
        Need("wide", "plastics"),
        Need("far", "glass"),
    ]
    return find([Offer("film", "ldpe-film")], needs, tree=load_materials())


@pytest.mark.parametrize(
    ("need", "place"), [("same", Place(0, 1)), ("also", Place(0, 1)), ("wide", Place(2, 0)), ("far", None)]
)
def test_a_partner_stands_behind_those_that_fit_better(need: str, place: Place | None) -> None:
    assert places(a_world(), [Case("c", "film", need)], Side.OFFER) == (place,)


def test_another_real_partner_does_not_count_against_one() -> None:
    cases = [Case("c1", "film", "same"), Case("c2", "film", "wide")]

    assert places(a_world(), cases, Side.OFFER) == (Place(0, 1), Place(1, 0))


def test_a_need_asks_among_its_offers() -> None:
    assert places(a_world(), [Case("c", "film", "wide")], Side.NEED) == (Place(0, 0),)


def test_a_tie_is_lost_or_falls_by_lot() -> None:
    tied = Place(before=4, tied=3)

    assert tied.last_rank == 8
    assert [tied.chance_within(most) for most in (1, 5, 20)] == [0.0, 0.25, 1.0]


@pytest.mark.parametrize(
    ("offer", "need", "found", "why"),
    [
        ("o", "n", Place(0, 19), None),
        ("o", "n", Place(0, 20), Miss.TIED),
        ("o", "n", Place(20, 0), Miss.OUTRANKED),
        ("o", "n", None, Miss.UNRELATED),
        ("x", "n", None, Miss.OFFER_UNREAD),
        ("o", "x", None, Miss.NEED_UNREAD),
        ("x", "x", None, Miss.BOTH_UNREAD),
    ],
)
def test_a_miss_has_its_reason(offer: str, need: str, found: Place | None, why: Miss | None) -> None:
    assert why_missed(Case("c", offer, need), found, {"o"}, {"n"}, 20) is why
