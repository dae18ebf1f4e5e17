"""Sankey, time line and network: they say what they show, keep proportions, and are the same every time."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.network import MOST_NODES, Tie, network
from maps.pictures import Telling, px, shortened
from maps.sankey import MOST_NODES as MOST_OF_COLUMN
from maps.sankey import Ribbon, Words, sankey
from maps.timeline import MOST_BARS, Bar, timeline

TELLING = Telling("flows", "Flows & uses", "20 t of <plastics> are recycled")
WORDS = Words(("Material", "Process", "Use"), "The rest")
SVG = "{http://www.w3.org/2000/svg}"

RIBBONS = [
    Ribbon("Plastics", "Regranulation", "Recycled", 16, "plastics"),
    Ribbon("Plastics", "Regranulation", "Lost", 4, "plastics"),
    Ribbon("Wood", "As it is", "Used again", 20, "wood"),
]


def parsed(picture: str) -> ElementTree.Element:
    """Return a picture as the tree that a browser sees."""
    return ElementTree.fromstring(picture)


def texts(picture: str) -> list[str]:
    """Return the words in a picture."""
    return [one.text or "" for one in parsed(picture).iter(f"{SVG}text")]


def pictures() -> list[str]:
    """Return one of each kind."""
    return [
        sankey(RIBBONS, TELLING, WORDS),
        timeline([Bar("2026-4", 3), Bar("2027-1", 6, runs=True)], TELLING),
        network([Tie("Giver", "Receiver", "wood", 3)], TELLING),
    ]


@pytest.mark.parametrize("picture", pictures(), ids=["sankey", "timeline", "network"])
def test_a_picture_says_what_it_shows_and_holds_neither_script_nor_style(picture: str) -> None:
    root = parsed(picture)
    named = str(root.get("aria-labelledby")).split()

    assert root.get("role") == "img"
    assert [root.find(f"{SVG}{tag}").get("id") for tag in ("title", "desc")] == named  # type: ignore[union-attr]  # both are there
    assert root.findtext(f"{SVG}title") == TELLING.title
    assert root.findtext(f"{SVG}desc") == TELLING.description
    assert not re.search(r"<script|style=|href|\son\w+=", picture)


def test_bands_are_as_high_as_their_tonnes() -> None:
    boxes = [float(one.get("height", "0")) for one in parsed(pictures()[0]).iter(f"{SVG}rect")]

    assert boxes == [170, 170, 170, 170, 170, 136, 34]


def test_every_node_is_named_with_its_tonnes() -> None:
    assert sorted(texts(pictures()[0])) == sorted(
        [
            *("Material", "Process", "Use", "Plastics", "20 t", "Wood", "20 t", "Regranulation", "20 t"),
            *("As it is", "20 t", "Recycled", "16 t", "Lost", "4 t", "Used again", "20 t"),
        ]
    )


def test_small_flows_go_together_as_the_rest() -> None:
    many = [Ribbon(f"Material {number:02}", "As it is", "Used", number + 1.0) for number in range(30)]
    shown = [one for one in texts(sankey(many, TELLING, WORDS)) if "Material " in one]

    assert len(shown) == MOST_OF_COLUMN
    assert texts(sankey(many, TELLING, WORDS)).count(f"{sum(range(1, 31)) - sum(range(23, 31))} t") == 1


def test_words_take_no_more_room_than_they_need_from_the_bands() -> None:
    long = [*RIBBONS, Ribbon("A material of many letters", "As it is", "Used again", 1, "wood")]

    def edges(ribbons: list[Ribbon]) -> list[float]:
        rectangles = parsed(sankey(ribbons, TELLING, WORDS)).iter(f"{SVG}rect")
        return sorted({float(one.get("x", "0")) for one in rectangles})

    assert edges(RIBBONS) == [90, 471, 852]
    assert edges(long)[0] == pytest.approx(234.8)


def test_where_nothing_moved_there_is_no_picture() -> None:
    assert sankey([], TELLING, WORDS) == ""
    assert timeline([Bar("2027-1", 0)], TELLING) == ""
    assert network([], TELLING) == ""


def test_a_time_line_shows_the_last_periods_and_hatches_the_one_that_runs() -> None:
    bars = [Bar(f"q{number}", number, runs=number == 20) for number in range(1, 21)]
    picture = timeline(bars, TELLING)

    assert [one for one in texts(picture) if one.startswith("q")] == [
        f"q{n}" for n in range(21 - MOST_BARS, 21)
    ]
    assert picture.count('fill="url(#flows-hatch)"') == 1


def test_a_network_shows_those_that_move_most() -> None:
    ties = [Tie(f"giver {number:02}", "plant", "wood", number + 1.0) for number in range(40)]
    named = texts(network(ties, TELLING))

    assert len(named) == MOST_NODES
    assert "giver 39" in named
    assert "giver 00" not in named


def test_names_on_one_side_never_hide_each_other() -> None:
    ties = [Tie(f"giver {number:02}", f"taker {number:02}", "wood", 1.0) for number in range(12)]
    by_side: dict[str, list[float]] = {"start": [], "end": []}
    for one in parsed(network(ties, TELLING)).iter(f"{SVG}text"):
        by_side[str(one.get("text-anchor"))].append(float(one.get("y", "0")))

    for heights in by_side.values():
        ordered = sorted(heights)
        assert all(below - above >= 17.9 for above, below in pairwise(ordered))
        assert 0 < ordered[0] < ordered[-1] < 620


names = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=12)


@given(st.lists(st.builds(Ribbon, names, names, names, st.floats(0.001, 1e6))))
def test_the_order_of_ribbons_changes_nothing(ribbons: list[Ribbon]) -> None:
    picture = sankey(ribbons, TELLING, WORDS)

    assert sankey(ribbons[::-1], TELLING, WORDS).count("<path") == picture.count("<path")
    assert picture == sankey(list(ribbons), TELLING, WORDS)
    assert not re.search(r"[ \"]-?(nan|inf)", picture)
    assert (parsed(picture).tag == f"{SVG}svg") if ribbons else picture == ""


@given(st.lists(st.builds(Tie, names, names, st.just("wood"), st.floats(0.001, 1e6))))
def test_a_network_of_anything_is_well_formed(ties: list[Tie]) -> None:
    picture = network(ties, TELLING)

    assert not re.search(r"[ \"]-?(nan|inf)", picture)
    assert (parsed(picture).tag == f"{SVG}svg") if ties else picture == ""


def test_lengths_are_short_and_words_are_cut_with_dots() -> None:
    assert [px(one) for one in (1.0, 2.25, -0.04, 0.0)] == ["1", "2.2", "0", "0"]
    assert shortened("Chemelot Circular Hub", 10) == "Chemelot…"
