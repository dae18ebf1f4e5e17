"""The shipped boundaries, and files that are not as they should be."""

import json
from pathlib import Path

import pytest
from geopandas import GeoDataFrame

from flows.distance import Position
from maps.errors import BadGeometryError
from maps.reading import (
    districts,
    inside_region,
    municipality,
    neighbourhood_label_points,
    neighbourhood_of,
    neighbourhoods,
    read_boundaries,
)

SQUARE = [[5.8, 50.9], [5.9, 50.9], [5.9, 51.0], [5.8, 51.0], [5.8, 50.9]]
BOW_TIE = [[5.8, 50.9], [5.9, 51.0], [5.9, 50.9], [5.8, 51.0], [5.8, 50.9]]
ROW: dict[str, object] = {"code": "X1", "name": "One", "year": 2025, "source": "s", "licence": "l"}


def a_file(
    folder: Path, *rows: dict[str, object], ring: list[list[float]] = SQUARE, crs: str = "CRS84"
) -> Path:
    features = [
        {"type": "Feature", "properties": row, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for row in rows
    ]
    named = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:{crs}"}}
    file = folder / "shapes.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "crs": named, "features": features}))
    return file


def test_the_town_has_one_border_8_districts_and_37_neighbourhoods() -> None:
    assert (len(municipality()), len(districts()), len(neighbourhoods())) == (1, 8, 37)


@pytest.mark.parametrize("frame", [municipality(), districts(), neighbourhoods()])
def test_every_shape_says_its_source_and_licence(frame: GeoDataFrame) -> None:
    assert set(frame["source"]) == {"© CBS / Kadaster"}
    assert set(frame["licence"]) == {"CC BY 4.0"}


def test_a_good_file_is_read(tmp_path: Path) -> None:
    assert list(read_boundaries(a_file(tmp_path, ROW, crs="OGC:1.3:CRS84"))["code"]) == ["X1"]


@pytest.mark.parametrize(
    ("rows", "ring", "crs", "reason"),
    [
        ([{"code": "X1"}], SQUARE, "OGC:1.3:CRS84", "columns missing: name, year, source, licence"),
        ([ROW, ROW], SQUARE, "OGC:1.3:CRS84", "a code of its own"),
        ([ROW], BOW_TIE, "OGC:1.3:CRS84", "self-crossing"),
        ([ROW], SQUARE, "EPSG::28992", "EPSG:28992"),
    ],
)
def test_a_bad_file_says_what_is_wrong_with_it(
    tmp_path: Path, rows: list[dict[str, object]], ring: list[list[float]], crs: str, reason: str
) -> None:
    with pytest.raises(BadGeometryError, match=reason):
        read_boundaries(a_file(tmp_path, *rows, ring=ring, crs=crs))


def test_the_chemelot_site_is_in_the_industrial_neighbourhood() -> None:
    assert neighbourhood_of(Position(5.79, 50.965)) == ("BU18830507", "Industriegebied D.S.M. en Graetheide")


@pytest.mark.parametrize("position", [Position(5.69, 50.85), Position(4.9, 52.37), Position(0.0, 0.0)])
def test_a_place_outside_the_town_has_no_neighbourhood(position: Position) -> None:
    assert neighbourhood_of(position) is None


def test_neighbourhoods_to_choose_from_are_sorted_by_name() -> None:
    names = [name for _, name, _ in neighbourhood_label_points()]
    assert names == sorted(names)
    assert len(names) == 37


def test_each_label_point_lies_in_its_neighbourhood_or_beside_it() -> None:
    named = [neighbourhood_of(position) for _, _, position in neighbourhood_label_points()]
    assert None not in named


@pytest.mark.parametrize("position", [Position(5.82917, 50.97417), Position(5.69, 50.85)])
def test_geleen_and_maastricht_are_in_the_region(position: Position) -> None:
    assert inside_region(position)


@pytest.mark.parametrize("position", [Position(4.9, 52.37), Position(50.97417, 5.82917), Position(0.0, 0.0)])
def test_amsterdam_and_swapped_degrees_are_not_in_the_region(position: Position) -> None:
    assert not inside_region(position)
