"""What a release tells between neighbourhoods: lines as they are, else the least that is named."""

import pytest

from circulair.services import between
from circulair.services.between import MOST_DRAWN, Stream
from circulair.services.overview import Wish, view_of
from circulair.services.release_cells import PublicCell
from flows.distance import Position
from maps.reading import neighbourhood_label_points, neighbourhood_of
from tests.releases import CHEMELOT, MARKET, STATION, a_flow, a_release

FAR = (6.2, 50.9)
"""Outside the town."""


def area(at: tuple[float, float]) -> str:
    found = neighbourhood_of(Position(*at))
    assert found is not None
    return found[0]


def a_line(
    period: str = "2027", low: float = 10.0, high: float = 20.0, group: str = "food-and-organic"
) -> PublicCell:
    return PublicCell(period, group, area(MARKET), area(CHEMELOT), low, high, "step", 6, 6)


def streams(*flows: object, cells: tuple[PublicCell, ...] = ()) -> list[Stream]:
    release = a_release(flows=flows, cells=cells)
    return between.added(between.parts(release))


def test_what_is_named_is_the_least_that_moved() -> None:
    [one] = streams(a_flow(2027, 2.0, end=CHEMELOT), a_flow(2027, 3.0, end=CHEMELOT))
    assert (one.low, one.high, one.reasons) == (5.0, None, ("consent",))
    assert (one.start.area, one.end.area) == (area(MARKET), area(CHEMELOT))


def test_a_line_that_may_be_told_counts_and_what_is_named_does_not_count_twice() -> None:
    [one] = streams(a_flow(2027, 2.0, end=CHEMELOT), cells=(a_line(),))
    assert (one.low, one.high) == (10.0, 20.0)


def test_names_that_tell_more_than_a_line_tells_of_fewer_quarters_are_the_least_that_moved() -> None:
    [one] = streams(a_flow(2027, 25.0, end=CHEMELOT), cells=(a_line("2027-Q1/Q3"),))
    assert (one.low, one.high, one.periods) == (25.0, None, ("2027",))


def test_another_year_or_material_of_the_pair_still_counts_what_is_named() -> None:
    found = streams(a_flow(2026, 2.0, end=CHEMELOT), a_flow(group="wood", end=CHEMELOT), cells=(a_line(),))
    assert [(one.group, one.low, one.high, one.periods) for one in found] == [
        ("food-and-organic", 12.0, None, ("2026", "2027")),
        ("wood", 3.25, None, ("2027",)),
    ]


def test_two_years_of_a_pair_are_added_up_with_both_bounds() -> None:
    [one] = streams(cells=(a_line("2026", 1.0, 2.0), a_line()))
    assert (one.low, one.high, one.middle) == (11.0, 22.0, 16.5)


def test_only_the_newest_so_far_of_a_year_counts() -> None:
    [one] = streams(cells=(a_line("2027-Q1/Q2", 1.0, 2.0), a_line("2027-Q1/Q3")))
    assert one.low == 10.0


def test_an_end_outside_the_town_is_its_square() -> None:
    [one] = streams(a_flow(end=FAR))
    assert one.end.area == ""
    assert one.end.at != FAR
    assert one.end.at == pytest.approx(FAR, abs=0.02)


def test_there_and_back_are_two() -> None:
    assert len(streams(a_flow(end=CHEMELOT), a_flow(start=CHEMELOT, end=MARKET))) == 2


def test_the_order_of_rows_does_not_matter() -> None:
    flows = [a_flow(2027, 1.0 + at, end=end) for at, end in enumerate((MARKET, STATION, CHEMELOT, FAR))]
    assert streams(*flows) == streams(*flows[::-1])


class TestView:
    def test_the_largest_are_drawn_and_the_rest_is_a_number(self) -> None:
        ends = [at for _, _, at in neighbourhood_label_points()]
        flows = [
            a_flow(
                2027,
                1.0 + number,
                group=group,
                start=(ends[number % 30].lon, ends[number % 30].lat),
                end=MARKET,
            )
            for group in ("plastics", "wood", "metals", "glass", "rubber", "furniture")
            for number in range(30)
        ]
        view = view_of(a_release(flows=tuple(flows), cells=()), Wish())
        assert view.rest is not None
        assert view.total is not None
        assert (len(view.drawn), view.smaller) == (MOST_DRAWN, view.rest.number)
        assert len(view.between) == MOST_DRAWN + view.rest.number
        assert view.rest.number > 0
        assert view.rest.low == pytest.approx(sum(one.low for one in view.between[MOST_DRAWN:]))
        assert view.total.low == pytest.approx(sum(flow.tonnes for flow in flows))
        assert min(one.middle for one in view.drawn) >= max(one.middle for one in view.between[MOST_DRAWN:])

    def test_a_year_and_a_group_leave_what_is_theirs(self) -> None:
        release = a_release(cells=(a_line("2026"), a_line("2027", group="wood")))
        assert [one.group for one in view_of(release, Wish(group="wood")).between] == ["wood"]
        assert {one.periods for one in view_of(release, Wish(year=2026)).between} == {("2026",)}

    def test_widths_compare_between_choices(self) -> None:
        release = a_release(cells=(a_line(), a_line("2027", 1.0, 1.0, "wood")))
        assert (
            view_of(release, Wish(group="wood")).largest_tonnes
            == view_of(release, Wish()).largest_tonnes
            == 15.0
        )
