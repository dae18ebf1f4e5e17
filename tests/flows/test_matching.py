"""The matcher: worlds small enough to work out by hand."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

import pytest

from flows.distance import Position, road_km
from flows.errors import OutOfRangeError
from flows.matching import Match, Passage, Settings, find
from flows.materials import load_materials
from flows.processes import Output, Process, ProcessStatus, Yield
from flows.scoring import Part
from flows.strategies import Strategy
from flows.streams import Amount, Availability, Grade, Need, Offer, Quality, Range, exactly

Item = TypeVar("Item")

TREE = load_materials()
HALF = Yield(Decimal("0.4"), Decimal("0.5"), Decimal("0.6"))
GELEEN = Position(5.83, 50.97)
SITTARD = Position(5.87, 51.0)


def a_year(tonnes: int) -> Amount:
    return Amount(exactly(Decimal(tonnes)), Grade.DECLARED, recurring=True)


def a_lot(tonnes: int) -> Amount:
    return Amount(exactly(Decimal(tonnes)), Grade.DECLARED, recurring=False)


def a_process(
    code: str = "crusher",
    takes: str = "concrete-rubble",
    gives: str = "gravel",
    share: Yield | None = HALF,
    status: ProcessStatus = ProcessStatus.RUNNING,
) -> Process:
    return Process(code, (takes,), (Output(gives, share, Strategy.R8_HIGH),), status)


def only(matches: Iterable[Item]) -> Item:
    [item] = matches
    return item


def part_of(match: Match, name: str) -> Part:
    return only(part for part in match.parts if part.name == name)


def test_the_same_material_is_a_match_even_if_nothing_else_is_known() -> None:
    match = only(find([Offer("o", "ldpe-film")], [Need("n", "ldpe-film")], tree=TREE))

    assert (match.need, match.offer, match.processes) == ("n", "o", ())
    assert match.score == pytest.approx(0.30 * 1 + 0.6 * 0.5 + 0.10 * 0.3)
    assert match.completeness == pytest.approx(0.4)
    assert match.missing == (
        "offer.quality",
        "need.quality",
        "offer.quantity",
        "need.quantity",
        "offer.timing",
        "need.timing",
        "offer.position",
        "need.position",
    )
    assert (match.tonnes, match.recurring, match.distance_km) == (None, None, None)


def test_unrelated_materials_are_no_match() -> None:
    assert find([Offer("o", "glass-bottles")], [Need("n", "ldpe-film")], tree=TREE) == ()


def test_siblings_are_no_match_but_their_parent_takes_both() -> None:
    offers = [Offer("a", "ldpe-film"), Offer("b", "stretch-film")]

    matches = find(offers, [Need("n", "plastic-film")], tree=TREE)

    assert [match.offer for match in matches] == ["a", "b"]


def test_an_organisation_is_not_matched_with_itself() -> None:
    offer = Offer("o", "ldpe-film", organisation="bakery")
    needs = [
        Need("n", "ldpe-film", organisation="bakery"),
        Need("m", "ldpe-film"),
        Need("l", "ldpe-film", organisation="x"),
    ]

    assert [match.need for match in find([offer], needs, tree=TREE)] == ["l", "m"]


def test_a_match_is_no_larger_than_the_smaller_side() -> None:
    match = only(find([Offer("o", "ldpe-film", a_year(40))], [Need("n", "ldpe-film", a_year(25))], tree=TREE))

    assert match.tonnes == exactly(Decimal(25))
    assert match.recurring is True
    assert part_of(match, "quantity").value == (25 / 40 + 1) / 2


def test_the_ends_of_the_ranges_travel_with_the_match() -> None:
    offered = Amount(Range(Decimal(10), Decimal(20), Decimal(40)), Grade.ASSUMED, recurring=True)

    match = only(find([Offer("o", "ldpe-film", offered)], [Need("n", "ldpe-film", a_year(30))], tree=TREE))

    assert match.tonnes == Range(Decimal(10), Decimal(20), Decimal(30))


def test_a_lot_and_a_year_meet_in_the_days_they_have_in_common() -> None:
    march = Availability(date(2026, 3, 1), date(2026, 3, 31))
    offer = Offer("o", "ldpe-film", a_year(365), Availability(date(2026, 1, 1)))
    need = Need("n", "ldpe-film", a_lot(62), march)

    match = only(find([offer], [need], tree=TREE))

    assert match.tonnes == exactly(Decimal(31))
    assert match.recurring is False
    assert part_of(match, "quantity").value == (1 + 31 / 62) / 2


def test_without_an_end_a_year_counts_once_against_a_lot() -> None:
    match = only(find([Offer("o", "ldpe-film", a_year(12))], [Need("n", "ldpe-film", a_lot(100))], tree=TREE))

    assert match.tonnes == exactly(Decimal(12))


@pytest.mark.parametrize(
    ("window", "tonnes"),
    [
        (Availability(end=date(2026, 12, 5)), 10),
        (Availability(date(2026, 1, 1), date(2026, 12, 31)), 36),
        (Availability(date(2026, 12, 1), date(2026, 12, 31)), 31),
        (Availability(date(2026, 12, 1)), 365),
    ],
)
def test_days_that_have_passed_do_not_count(window: Availability, tonnes: int) -> None:
    today = Settings(today=date(2026, 11, 26))
    yearly, lot = Offer("o", "ldpe-film", a_year(365), window), Need("n", "ldpe-film", a_lot(365))
    turned = Need("n", "ldpe-film", a_year(365), window), Offer("o", "ldpe-film", a_lot(365))

    assert only(find([yearly], [lot], tree=TREE, settings=today)).tonnes == exactly(Decimal(tonnes))
    assert only(find([turned[1]], [turned[0]], tree=TREE, settings=today)).tonnes == exactly(Decimal(tonnes))


def test_what_is_over_is_no_match() -> None:
    over = Availability(end=date(2026, 11, 25))
    today = Settings(today=date(2026, 11, 26))
    offer, need = Offer("o", "ldpe-film"), Need("n", "ldpe-film")

    assert find([replace(offer, availability=over)], [need], tree=TREE, settings=today) == ()
    assert find([offer], [replace(need, availability=over)], tree=TREE, settings=today) == ()
    assert find([offer], [replace(need, availability=over)], tree=TREE) != ()


def test_one_offs_take_of_a_yearly_amount_only_what_other_one_offs_leave() -> None:
    offered = replace(a_year(100), taken_once=Decimal(60))
    offer = Offer("o", "ldpe-film", offered)

    assert only(find([offer], [Need("n", "ldpe-film", a_lot(100))], tree=TREE)).tonnes == exactly(Decimal(40))
    assert only(find([offer], [Need("n", "ldpe-film", a_year(100))], tree=TREE)).tonnes == exactly(
        Decimal(100)
    )


def test_one_offs_take_of_a_capacity_only_what_other_one_offs_leave() -> None:
    crusher = replace(a_process(), capacity_tonnes=Decimal(100), taken_once=Decimal(60))
    offer = Offer("o", "concrete-rubble", a_year(1000))

    once = only(find([offer], [Need("n", "gravel", a_lot(500))], [crusher], tree=TREE))
    yearly = only(find([offer], [Need("n", "gravel", a_year(500))], [crusher], tree=TREE))

    assert [match.tonnes and match.tonnes.likely for match in (once, yearly)] == [20, 50]


def test_nothing_of_nothing_is_no_error() -> None:
    match = only(find([Offer("o", "ldpe-film", a_lot(0))], [Need("n", "ldpe-film", a_lot(0))], tree=TREE))

    assert match.tonnes == exactly(Decimal(0))
    assert part_of(match, "quantity").value == 0


def test_a_process_makes_what_is_needed_of_what_is_offered() -> None:
    offer = Offer("o", "concrete-rubble", a_year(100))

    match = only(find([offer], [Need("n", "gravel", a_year(80))], [a_process()], tree=TREE))

    assert match.processes == ("crusher",)
    assert match.through == (Passage("crusher", "concrete-rubble", "gravel", HALF),)
    assert match.tonnes == Range(Decimal(40), Decimal(50), Decimal(60))
    assert part_of(match, "quantity").value == (1 + 50 / 80) / 2
    assert part_of(match, "ladder").value == pytest.approx(0.3 * 0.9)
    assert part_of(match, "quality").missing == ("process.quality",)


def test_two_processes_in_a_row_multiply_their_yields_and_the_tighter_capacity_counts() -> None:
    crusher = replace(a_process(), capacity_tonnes=Decimal(1000))
    washer = replace(a_process("washer", "gravel", "sand"), capacity_tonnes=Decimal(40))

    match = only(
        find(
            [Offer("o", "concrete-rubble", a_year(100))],
            [Need("n", "sand", a_year(80))],
            [washer, crusher],
            tree=TREE,
        )
    )

    assert match.processes == ("crusher", "washer")
    assert match.tonnes == Range(Decimal(16), Decimal(20), Decimal(24))
    assert match.strategy is Strategy.R8_HIGH


def test_a_chain_is_no_longer_than_asked_for() -> None:
    processes = [a_process(), a_process("washer", "gravel", "sand")]
    settings = Settings(max_steps=1)

    assert (
        find([Offer("o", "concrete-rubble")], [Need("n", "sand")], processes, tree=TREE, settings=settings)
        == ()
    )


@pytest.mark.parametrize(
    "status", [ProcessStatus.PLANNED, ProcessStatus.BUILDING, ProcessStatus.STOPPED, ProcessStatus.UNKNOWN]
)
def test_only_a_running_process_is_a_way(status: ProcessStatus) -> None:
    processes = [a_process(status=status)]

    assert find([Offer("o", "concrete-rubble")], [Need("n", "gravel")], processes, tree=TREE) == ()


def test_an_unknown_yield_leaves_the_quantity_unknown() -> None:
    processes = [a_process(share=None)]

    match = only(
        find(
            [Offer("o", "concrete-rubble", a_year(5))], [Need("n", "gravel", a_year(5))], processes, tree=TREE
        )
    )

    assert match.tonnes is None
    assert part_of(match, "quantity").missing == ("process.yield",)


def test_a_known_limit_closes_the_direct_way_but_not_the_one_through_a_process() -> None:
    offer = Offer("o", "gravel", quality=Quality(contamination_pct=9))
    need = Need("n", "gravel", quality=Quality(contamination_pct=1))
    washer = a_process("washer", "gravel", "gravel")

    assert find([offer], [need], tree=TREE) == ()
    assert only(find([offer], [need], [washer], tree=TREE)).processes == ("washer",)


def test_of_two_ways_the_better_one_is_kept() -> None:
    match = only(
        find(
            [Offer("o", "gravel")],
            [Need("n", "gravel")],
            [a_process("washer", "gravel", "gravel")],
            tree=TREE,
        )
    )

    assert match.processes == ()


def test_the_way_to_the_process_counts_in_the_distance() -> None:
    plant = replace(a_process(), position=SITTARD)
    offer = Offer("o", "concrete-rubble", position=GELEEN)
    need = Need("n", "gravel", position=GELEEN)

    match = only(find([offer], [need], [plant], tree=TREE))

    assert match.distance_km == pytest.approx(2 * road_km(GELEEN, SITTARD))
    assert find([offer], [Need("n", "gravel", position=GELEEN, max_km=5)], [plant], tree=TREE) == ()
    assert only(find([offer], [need], [a_process()], tree=TREE)).distance_km == 0


def test_matches_come_by_need_then_best_first_then_by_offer() -> None:
    offers = [Offer("b", "ldpe-film"), Offer("a", "ldpe-film"), Offer("c", "plastic-film")]
    needs = [Need("2", "ldpe-film"), Need("1", "plastic-film")]

    matches = find(offers, needs, tree=TREE)

    assert [(match.need, match.offer) for match in matches] == [
        ("1", "c"),
        ("1", "a"),
        ("1", "b"),
        ("2", "a"),
        ("2", "b"),
        ("2", "c"),
    ]


def test_the_top_of_each_need_is_kept() -> None:
    offers = [Offer(name, "ldpe-film") for name in "abc"]
    needs = [Need("1", "ldpe-film"), Need("2", "ldpe-film")]

    matches = find(offers, needs, tree=TREE, settings=Settings(top=2))

    assert [(match.need, match.offer) for match in matches] == [
        ("1", "a"),
        ("1", "b"),
        ("2", "a"),
        ("2", "b"),
    ]


def test_a_text_read_as_two_materials_is_one_offer() -> None:
    offers = [Offer("o", "plastic-film"), Offer("o", "ldpe-film"), Offer("o", "glass-bottles")]

    match = only(find(offers, [Need("n", "ldpe-film")], tree=TREE))

    assert part_of(match, "material").evidence[0] == ("offered", "ldpe-film")


@pytest.mark.parametrize(
    ("max_steps", "top", "detour"), [(4, None, 1.3), (-1, None, 1.3), (2, 0, 1.3), (2, None, 0.5)]
)
def test_settings_out_of_range_are_refused(max_steps: int, top: int | None, detour: float) -> None:
    with pytest.raises(OutOfRangeError):
        Settings(max_steps, top, detour)
