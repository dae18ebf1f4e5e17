"""Flows and places as GeoJSON."""

from itertools import permutations

from maps.layers import MOST_CARDS, FlowLine, added_up, flow_layer, point_layers
from tests.maps.examples import MARKET, PLANT, STATION, WORDS, a_flow, a_place
from tests.maps.snapshots import assert_as_kept

FLOWS = (
    a_flow(),
    a_flow(tonnes=60.0, material="ldpe-film"),
    a_flow("Grower", "Baker", tonnes=15.0, ends=(PLANT, MARKET)),
    a_flow("School", "School", tonnes=1.0, ends=(STATION, STATION)),
)
PLACES = (
    a_place(),
    a_place(name="Three crates"),
    a_place("need", "Crates wanted"),
    a_place("process", "Washing line", "planned", PLANT),
    a_place("premises", "Empty shop", "", STATION),
)


def roles(flows: tuple[FlowLine, ...]) -> list[str]:
    return [feature["properties"]["role"] for feature in flow_layer(flows, WORDS).collection["features"]]


def test_the_flow_layer_is_as_kept() -> None:
    assert_as_kept("flows", flow_layer(FLOWS, WORDS).collection)


def test_the_place_layers_are_as_kept() -> None:
    for layer in point_layers(PLACES, WORDS):
        assert_as_kept(layer.kind, layer.collection)


def test_deliveries_of_one_year_between_two_organisations_add_up_to_one_line() -> None:
    [line] = added_up([a_flow(tonnes=3.0), a_flow(tonnes=4.0)])
    assert line.tonnes == 7.0


def test_another_material_is_another_line() -> None:
    assert len(added_up([a_flow(), a_flow(material="ldpe-film")])) == 2


def test_thick_lines_come_first_so_that_thin_ones_lie_on_top() -> None:
    lines = flow_layer(FLOWS, WORDS).collection["features"]
    widths = [line["properties"]["style"]["weight"] for line in lines if line["properties"]["role"] == "flow"]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] == 13.0


def test_each_line_has_a_head_and_each_place_a_dot_above_them() -> None:
    assert roles(FLOWS[:2]) == ["flow", "head", "flow", "head", "end", "end"]


def test_widths_of_a_filtered_map_compare_with_the_whole() -> None:
    [line, *_] = flow_layer([a_flow(tonnes=25.0)], WORDS, largest_tonnes=100.0).collection["features"]
    assert line["properties"]["style"]["weight"] == 7.2


def test_no_flows_give_an_empty_layer() -> None:
    assert flow_layer([], WORDS).collection["features"] == []


def test_the_order_of_flows_and_places_does_not_matter() -> None:
    flows = [flow_layer(flows, WORDS) for flows in permutations(FLOWS)]
    places = [point_layers(places, WORDS) for places in permutations(PLACES)]
    assert all(layer == flows[0] for layer in flows)
    assert all(layers == places[0] for layers in places)


def test_places_of_one_kind_at_one_position_share_a_sign_that_counts_them() -> None:
    offers, needs, *_ = point_layers(PLACES, WORDS)
    [offer], [need] = offers.collection["features"], needs.collection["features"]
    assert (offer["properties"]["count"], len(offer["properties"]["items"])) == (2, 2)
    assert "count" not in need["properties"]


def test_a_sign_tells_of_a_few_and_says_how_many_more_there_are() -> None:
    [layer] = point_layers([a_place(name=f"Crate {at:02}") for at in range(MOST_CARDS + 3)], WORDS)
    [sign] = layer.collection["features"]
    titles = [item["title"] for item in sign["properties"]["items"]]
    assert (len(titles), titles[0], titles[-1]) == (MOST_CARDS + 1, "Crate 00", "+3")


def test_kinds_at_one_position_stand_side_by_side() -> None:
    said = [layer.collection["features"][0]["properties"] for layer in point_layers(PLACES, WORDS)]
    assert [one.get("slot") for one in said] == [0, 1, None, None]


def test_each_kind_has_its_own_shape() -> None:
    shapes = [layer.collection["features"][0]["properties"]["shape"] for layer in point_layers(PLACES, WORDS)]
    assert shapes == ["circle", "square", "triangle", "diamond"]


def test_what_is_not_known_is_not_said() -> None:
    *_, premises = point_layers(PLACES, WORDS)
    [card] = premises.collection["features"][0]["properties"]["items"]
    assert [label for label, _ in card["lines"]] == ["[map.material]", "[map.about]"]
