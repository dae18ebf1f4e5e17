"""What is measured in hours or kWh is capacity or energy, whatever words it shares with a waste."""

from datetime import date

import pytest

from circulair.services.understanding import understood_line
from flows.readings import Doubt


@pytest.mark.parametrize(
    ("text", "material"),
    [
        ("lasersnijder 4 uur per dag", "machine-capacity"),
        ("restwarmte, 30 kW", "residual-heat"),
        ("koelwater, 200 kW", "cooling-water"),
    ],
)
def test_what_fits_the_unit_stands(text: str, material: str) -> None:
    told = understood_line(text, "nl", date(2027, 3, 1))
    assert (told.material, Doubt.MATERIALS in told.doubts) == (material, False)


@pytest.mark.parametrize(
    ("text", "root"), [("asfaltfrees 10 uur per week", "capacity"), ("hout 5 GJ", "energy")]
)
def test_what_does_not_is_asked(text: str, root: str) -> None:
    told = understood_line(text, "nl", date(2027, 3, 1))
    assert (told.material, Doubt.MATERIALS in told.doubts) == (root, True)


def test_other_units_say_nothing_of_what_it_is() -> None:
    assert understood_line("hout, 5 m3", "nl", date(2027, 3, 1)).material == "wood"
