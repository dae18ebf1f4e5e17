"""Rounds on the map: a line each, the depot once, stops of one place under one sign."""

import re

import pytest

from maps.ground import town_ground
from maps.page import MapOptions, draw
from maps.rounds import DrivenRound, DrivenStop, letters, round_layer
from tests.factories import SPOTS
from tests.maps.examples import HOSTILE, WORDS


def a_stop(spot: str = "market", title: str = "Winkel") -> DrivenStop:
    return DrivenStop(title, "Dozen", SPOTS[spot], "08:30", "120 kg")


def a_round(name: str = "A", *stops: DrivenStop) -> DrivenRound:
    return DrivenRound(name, f"Ronde {name}", SPOTS["chemelot"], "Bestelbus", "12 km", stops or (a_stop(),))


def test_a_round_leads_from_the_depot_past_its_stops_and_back() -> None:
    layer = round_layer([a_round("A", a_stop("market"), a_stop("station"))], WORDS)
    line, depot, *stops = layer.collection["features"]
    assert len(line["geometry"]["coordinates"]) == 4
    assert line["geometry"]["coordinates"][0] == line["geometry"]["coordinates"][-1]
    assert depot["properties"]["role"] == "end"
    assert [stop["properties"]["sign"] for stop in stops] == ["A1", "A2"]


def test_stops_at_one_place_share_a_sign_and_a_depot_is_drawn_once() -> None:
    features = round_layer([a_round("A"), a_round("B", a_stop(title="Buurman"))], WORDS).collection[
        "features"
    ]
    depots = [one for one in features if one["properties"]["role"] == "end"]
    [stop] = [one for one in features if one["properties"]["role"] == "stop"]
    assert len(depots) == 1
    assert stop["properties"]["sign"] == "A1 +1"
    assert [item["title"] for item in stop["properties"]["items"]] == ["A1 Winkel", "B1 Buurman"]


def test_rounds_are_lettered_as_columns_are() -> None:
    assert [letters(place) for place in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]


@pytest.mark.parametrize("name", HOSTILE)
def test_what_people_wrote_is_data_only(name: str) -> None:
    layer = round_layer([a_round("A", a_stop(title=name))], WORDS)
    drawn = draw([layer], town_ground(), MapOptions(WORDS))
    told = [item["title"] for item in layer.collection["features"][-1]["properties"]["items"]]
    assert told == [f"A1 {name}"]
    assert not re.search(r"<img|</script|<b>|&<", drawn.html + drawn.script)
