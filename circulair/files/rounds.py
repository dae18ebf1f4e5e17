"""Collection rounds in files: offers and vehicles read, the rounds and what is left out written."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pyarrow

from circulair.files import streams
from circulair.files.cells import blaming, degrees, identifier, number, position
from circulair.files.faults import FileFaultError, FileRefusedError
from circulair.files.streams import Reading, streams_of
from circulair.files.tables import MOST_FAULTS, Cell, Row, read_rows, write_rows
from flows.clock import DAY_MINUTES, TimeWindow, clock, read_clock
from flows.materials import MaterialTree
from flows.rounds import Depot, Round, RoundPlan, SingleTrip, Stop, Vehicle
from flows.streams import Offer

OFFER_COLUMNS = (*streams.COLUMNS, "m3", "window_from", "window_until", "minutes")
"""Those of product.md 7.1, the volume of the same amount, when one can load there, and for how long."""

VEHICLE_COLUMNS = ("id", "kg", "m3", "depot", "lon", "lat", "from", "until", "max_hours")

COLUMNS: tuple[tuple[str, pyarrow.DataType], ...] = (
    ("round", pyarrow.int64()),
    ("vehicle", pyarrow.string()),
    ("stop", pyarrow.int64()),
    ("offer", pyarrow.string()),
    ("arrives", pyarrow.string()),
    ("leaves", pyarrow.string()),
    ("kg", pyarrow.float64()),
    ("m3", pyarrow.float64()),
    ("load_kg", pyarrow.float64()),
    ("load_m3", pyarrow.float64()),
    ("km", pyarrow.float64()),
    ("single_km", pyarrow.float64()),
    ("single_hours", pyarrow.float64()),
    ("round_starts", pyarrow.string()),
    ("round_ends", pyarrow.string()),
    ("round_km", pyarrow.float64()),
    ("round_hours", pyarrow.float64()),
    ("round_single_km", pyarrow.float64()),
    ("round_single_hours", pyarrow.float64()),
    ("reason", pyarrow.string()),
)

DIGITS = 3

Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class Given:
    """An offer of a file with what a round must know besides: m³, when one can load, for how many minutes."""

    offer: Offer
    m3: Decimal | None
    window: TimeWindow
    minutes: int | None


@dataclass(frozen=True, slots=True)
class Offered:
    """What a file of offers holds: one for each material of a row, and the ids of all rows."""

    rows: tuple[Given, ...]
    ids: tuple[str, ...]


def read_offers(path: Path, tree: MaterialTree, read: Reading) -> Offered:
    """Return the offers of a file, refusing all of it when a row has a fault."""
    first_row: dict[str, int] = {}

    def givens(row: Row) -> Iterator[Given]:
        check_once(row, first_row)
        m3, window, minutes = cubic_metres(row), open_hours(row, "window_from", "window_until"), loading(row)
        for offer in streams_of(row, Offer, tree, read):
            yield Given(offer, m3, window, minutes)

    found = read_all(read_rows(path, OFFER_COLUMNS, required=("id",)), givens)
    return Offered(found, tuple(first_row))


def check_once(row: Row, first_row: dict[str, int]) -> None:
    """Refuse an id that an earlier row has, and remember this one's."""
    first = first_row.setdefault(identifier(row), row.number)
    if first != row.number:
        raise row.fault("id", f"{row['id']!r} stands in row {first} as well")


def read_vehicles(path: Path) -> tuple[Vehicle, ...]:
    """Return the vehicles of a file, refusing all of it when a row has a fault or there is none."""
    first_row: dict[str, int] = {}

    def vehicle(row: Row) -> Iterator[Vehicle]:
        check_once(row, first_row)
        yield vehicle_of(row)

    rows = read_rows(path, VEHICLE_COLUMNS, required=("id", "kg", "lon", "lat"))
    found = read_all(rows, vehicle)
    if not found:
        raise FileRefusedError(FileFaultError(path.name, 0, "", "has no vehicle"))
    return found


def read_all(rows: Iterable[Row], reader: Callable[[Row], Iterator[Kind]]) -> tuple[Kind, ...]:
    """Return what stands in rows, or refuse them with the faults of all, as many as are worth telling."""
    found: list[Kind] = []
    faults: list[FileFaultError] = []
    for row in rows:
        try:
            found += list(reader(row))
        except FileFaultError as fault:
            faults.append(fault)
            if len(faults) == MOST_FAULTS:
                break
    if faults:
        raise FileRefusedError(*faults)
    return tuple(found)


def vehicle_of(row: Row) -> Vehicle:
    """Return the vehicle of a row: all but its m³, its hours and the name of its depot must be told."""
    kg, place = number(row, "kg"), position(row)
    if kg is None:
        raise row.fault("kg", "is empty; write how many kg it may carry")
    if place is None:
        raise row.fault("lon", "is empty; write where its depot is")
    with blaming(row, "kg"):
        return Vehicle(
            id=identifier(row),
            kg=kg,
            depot=Depot(row["depot"], place),
            m3=number(row, "m3"),
            window=open_hours(row, "from", "until"),
            max_hours=degrees(row, "max_hours"),
        )


def cubic_metres(row: Row) -> Decimal | None:
    """Return the volume of an offer, None where it is not told."""
    m3 = number(row, "m3")
    if m3 is not None and not (m3.is_finite() and 0 <= m3 <= DAY_MINUTES * 1000):
        raise row.fault("m3", f"{row['m3']} cannot be a volume in m³")
    return m3


def loading(row: Row) -> int | None:
    """Return the minutes that loading takes, None where they are not told."""
    minutes = number(row, "minutes")
    if minutes is None:
        return None
    if minutes != minutes.to_integral_value() or not 0 <= minutes <= DAY_MINUTES:
        raise row.fault("minutes", f"{row['minutes']} is no whole number of minutes within a day")
    return int(minutes)


def open_hours(row: Row, start: str, end: str) -> TimeWindow:
    """Return the window between two times of the day; an empty one is the start or the end of the day."""
    with blaming(row, start):
        opens = read_clock(row[start]) if row[start] else 0
    with blaming(row, end):
        closes = read_clock(row[end]) if row[end] else DAY_MINUTES
        return TimeWindow(opens, closes)


def write_rounds(path: Path, plan: RoundPlan, stops: Mapping[str, Stop]) -> None:
    """Write a row for each stop of each round, then one for each offer that is in none."""
    write_rows(path, pyarrow.schema(COLUMNS), lines(plan, stops))


def lines(plan: RoundPlan, stops: Mapping[str, Stop]) -> Iterator[list[Cell]]:
    """Yield the cells of a plan."""
    for order, one in enumerate(plan.rounds, start=1):
        kg, m3 = Decimal(0), Decimal(0)
        for place, (call, single) in enumerate(zip(one.calls, one.singles, strict=True), start=1):
            kg, m3 = kg + call.stop.kg, m3 + (call.stop.m3 or 0)
            yield [
                *(order, one.vehicle.id, place, call.stop.id),
                *(moment(call.arrives), moment(call.leaves), *load(call.stop), *map(rounded, (kg, m3))),
                *(rounded(call.km), *trip(single), *whole_round(one), None),
            ]
    for rest in plan.left_out:
        known = load(stops[rest.id]) if rest.id in stops else [None, None]
        nothing = [None] * 6
        yield [
            *(None, None, None, rest.id, None, None, *known, None, None, None, *trip(rest.single)),
            *(*nothing, rest.reason.value),
        ]


def whole_round(one: Round) -> list[Cell]:
    """Return the cells that say what a whole round takes, and what single trips would."""
    figures = (one.km, one.hours, one.single_km, one.single_hours)
    return [moment(one.starts), moment(one.ends), *map(rounded, figures)]


def load(stop: Stop) -> list[Cell]:
    """Return the kg and the m³ of a stop."""
    return [rounded(stop.kg), None if stop.m3 is None else rounded(stop.m3)]


def trip(single: SingleTrip | None) -> list[Cell]:
    """Return the km and the hours of a single trip, where a vehicle can make it."""
    return [None, None] if single is None else [rounded(single.km), rounded(single.hours)]


def moment(seconds: int) -> str:
    """Return seconds after midnight as 08:30, to the minute that has begun."""
    return clock(seconds // 60)


def rounded(figure: Decimal | float) -> float:
    """Return a figure with the decimals of a file."""
    return round(float(figure), DIGITS)
