"""The fleet: the invented vehicles with which the hub of the example collects."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from circulair.demo.rows import place_of, table
from circulair.demo.stage import HUB, Event, Stage
from circulair.services import vehicles
from circulair.services.vehicles import Told
from flows.clock import TimeWindow

BOUGHT = 30
"""Days ago."""

FLEET = (
    ("Bestelbus", Decimal(1200), Decimal(10), TimeWindow(8 * 60, 17 * 60), Decimal(8)),
    ("Bakfiets", Decimal(150), Decimal("1.5"), TimeWindow(9 * 60, 16 * 60), Decimal(5)),
)
"""Name, kg, m³, hours and the longest day of each."""


def events() -> Iterator[Event]:
    """Yield how the hub gets its vehicles, which stand at its own premises."""
    place = place_of(next(row for row in table("organisations") if row["key"] == HUB))
    for name, kg, m3, window, hours in FLEET:
        yield Event(BOUGHT, partial(register, Told(name, kg, m3, window, hours, place)))


def register(told: Told, stage: Stage) -> None:
    """Put a vehicle in the hub's register."""
    vehicles.register(told, stage.reviewer(BOUGHT))
