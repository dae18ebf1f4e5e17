"""Colours that everyone can tell apart, widths that do not lie, and the legend."""

import csv
import math
from itertools import combinations
from pathlib import Path

import pytest

from maps.style import (
    FAMILIES,
    GROUND,
    LOOKS,
    OPACITY,
    SHAPES,
    Look,
    fill_of,
    legend,
    look_of,
    sample_tonnes,
    widest_px,
    width_px,
)

ROOT = Path(__file__).parents[2]
CSS = (ROOT / "circulair" / "static" / "map.css").read_text()

# Linear RGB as seen with one kind of cone missing: Machado, Oliveira and Fernandes (2009), severity 1.0.
BLINDNESS = {
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
    "none": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
}
Rgb = tuple[float, ...]


def linear(colour: str) -> Rgb:
    parts = (int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5))
    return tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)


def luminance(rgb: Rgb) -> float:
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]


def contrast(one: Rgb, other: Rgb) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def lab(rgb: Rgb) -> Rgb:
    """Return CIE L*a*b* of linear sRGB, white point D65."""
    matrix = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = (sum(weight * max(0.0, part) for weight, part in zip(row, rgb, strict=True)) for row in matrix)
    shares = (part / white for part, white in zip(xyz, (0.95047, 1.0, 1.08883), strict=True))
    f = [share ** (1 / 3) if share > 0.008856 else 7.787 * share + 16 / 116 for share in shares]
    return (116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2]))


def seen(colour: str, blindness: str) -> Rgb:
    rows = BLINDNESS[blindness]
    return tuple(sum(a * b for a, b in zip(row, linear(colour), strict=True)) for row in rows)


def distance(one: Rgb, other: Rgb) -> float:
    return math.dist(lab(one), lab(other))


def over_ground(colour: str) -> str:
    """Return a colour as a browser mixes it with the ground at the flows' opacity."""
    pairs = ((int(colour[at : at + 2], 16), int(GROUND[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(OPACITY * ink + (1 - OPACITY) * ground):02x}" for ink, ground in pairs)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.family)
def test_a_flow_stands_out_from_the_ground(look: Look) -> None:
    assert contrast(linear(over_ground(look.colour)), linear(GROUND)) >= 3


@pytest.mark.parametrize("blindness", BLINDNESS)
def test_flows_can_be_told_apart_with_any_kind_of_colour_sight(blindness: str) -> None:
    pairs = combinations(LOOKS, 2)
    nearest = min(
        distance(seen(over_ground(a.colour), blindness), seen(over_ground(b.colour), blindness))
        for a, b in pairs
    )
    assert nearest >= 12


def test_flows_differ_in_pattern_as_well_as_in_colour() -> None:
    assert len({look.pattern for look in LOOKS}) == len(LOOKS) == 6


def test_every_family_is_drawn_by_a_look() -> None:
    assert set(FAMILIES.values()) | {"other"} == {look.family for look in LOOKS}


def test_families_name_material_groups_that_exist() -> None:
    with (ROOT / "flows" / "data" / "materials.csv").open(encoding="utf-8", newline="") as file:
        groups = {row["slug"] for row in csv.DictReader(file) if not row["parent"]}
    assert set(FAMILIES) <= groups


def test_a_group_without_a_family_gets_the_last_look() -> None:
    assert look_of("energy") == LOOKS[-1]


def test_four_times_the_tonnes_adds_twice_the_width() -> None:
    quarter, whole = width_px(25, 100) - 1.5, width_px(100, 100) - 1.5
    assert whole == pytest.approx(2 * quarter, abs=0.1)


def test_widths_run_from_the_thinnest_to_the_widest_and_no_further() -> None:
    assert [width_px(tonnes, 100) for tonnes in (0, 100, 400)] == [1.5, 13.0, 13.0]
    assert width_px(1, 0) == 1.5


def test_a_pattern_grows_with_its_line_and_a_whole_line_has_none() -> None:
    assert LOOKS[2].dashes(10) == "24.0 8.0"
    assert LOOKS[1].dashes(10) == ""


@pytest.mark.parametrize(("largest", "samples"), [(100, (1, 10, 100)), (40, (0.2, 2, 20)), (0, ())])
def test_widths_are_shown_by_round_amounts(largest: float, samples: tuple[float, ...]) -> None:
    assert sample_tonnes(largest) == samples


def test_a_sign_for_several_places_is_whole_unless_they_are_alike() -> None:
    assert fill_of(["planned", "building"]) == "hollow"
    assert fill_of(["planned", "running"]) == "whole"
    assert fill_of(["open"]) == "whole"


def test_the_legend_explains_what_is_drawn_and_nothing_else() -> None:
    codes = [entry.code for entry in legend(["plastics", "energy"], ["need"], 100)]
    assert codes == ["map.family.plastic", "map.family.other", *["map.tonnes_a_year"] * 3, "map.layer.need"]


def test_the_legend_of_an_empty_map_is_empty() -> None:
    assert legend([], [], 0) == ()


@pytest.mark.parametrize("shape", [shape for shape in SHAPES.values() if shape != "circle"])
def test_every_shape_but_the_circle_has_its_own_rule(shape: str) -> None:
    assert f".ca-shape--{shape}" in CSS


def test_the_ground_has_the_colour_that_contrasts_are_measured_against() -> None:
    assert f"fill: {GROUND};" in CSS


@pytest.mark.parametrize(("lines", "px"), [(0, 13.0), (30, 13.0), (31, 12.8), (100, 7.1), (400, 3.6)])
def test_the_widest_of_many_lines_is_narrower(lines: int, px: float) -> None:
    assert widest_px(lines) == px
    assert width_px(50.0, 50.0, widest_px(lines)) == px
