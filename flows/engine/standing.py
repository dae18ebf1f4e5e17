"""Stored listings as columns: made from plain rows of a query, never from objects."""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple  # the values of a row are of many kinds

import numpy as np

from flows.engine.columns import (
    FORMS,
    NO_FORM,
    OPEN_END,
    OPEN_START,
    Floats,
    Side,
    Wholes,
    Words,
)
from flows.errors import OutOfRangeError
from flows.streams import Form

MICRO = 1_000_000
"""Grams of a tonne: what is stored."""

DIGITS = 14
"""So many digits a listing's number has at most, so that its place in order fits a float64 exactly."""


class Row(NamedTuple):
    """One stored listing as a query returns it.

    ``grams`` are the likely ones, None if unknown; ``start`` and ``end`` are days counted from the year 1
    (``day_number``), None where open; ``recurring`` may be 0 or 1, ``form`` is a word of ``Form``.
    """

    id: int
    organisation: int
    material: str
    grams: int | None
    recurring: bool
    start: int | None
    end: int | None
    contamination_pct: float | None
    moisture_pct: float | None
    form: str | None
    classes: str
    max_km: float | None
    lon: float
    lat: float


Bare = Sequence[Any]
"""The values of a ``Row`` in its order, as a query returns them: thousands are named only where asked for."""

ID, LAST = Row._fields.index("id"), Row._fields.index("end")
"""Where some of them stand."""


def day_number(day: date | None) -> int | None:
    """Return a day counted from the year 1, None of an open one.

    >>> day_number(date(1, 1, 2))
    2
    """
    return None if day is None else day.toordinal()


class Left(NamedTuple):
    """What promises leave of a listing: the likely tonnes, and of those a year what one-offs take."""

    tonnes: float
    taken_once: float


def side_of_rows(
    rows: Sequence[Bare], words: Words, today: date | None, left: Mapping[int, Left] | None = None
) -> Side:
    """Return stored listings as columns, in their order, with the days that are left of them on a day.

    Ids rank the numbers as text sorts them, as ``flows.matching`` does; OutOfRangeError beyond ``DIGITS``.
    """
    columns = columns_of(rows)
    ids = np.array(columns["id"], dtype=np.int64)
    start, end = numbers(columns["start"], OPEN_START), numbers(columns["end"], OPEN_END)
    if today is not None:
        known = (start != OPEN_START) | (end != OPEN_END)
        start = np.where(known, np.maximum(start, today.toordinal()), start)
    tonnes, taken = amounts(columns["grams"], ids, left or {})
    reach = figures(columns["max_km"])
    return Side(
        id=as_text_sorts(ids),
        organisation=np.array(columns["organisation"], dtype=np.int64),
        material=looked_up(columns["material"], lambda slug: words.materials.number(str(slug))),
        tonnes=tonnes,
        recurring=np.array(columns["recurring"], dtype=np.bool_) & ~np.isnan(tonnes),
        taken_once=taken,
        start=start,
        end=end,
        contamination=figures(columns["contamination_pct"]),
        moisture=figures(columns["moisture_pct"]),
        form=looked_up(columns["form"], number_of_form),
        classes=looked_up(columns["classes"], lambda told: words.mask(str(told).split())),
        lon=figures(columns["lon"]),
        lat=figures(columns["lat"]),
        max_km=np.where(np.isnan(reach), np.inf, reach),
    )


def alone(row: Row, words: Words, today: date | None, left: Mapping[int, Left]) -> tuple[float, ...]:
    """Return one stored listing as a row of ``blocks.table``, with 0 for its id: at once, without columns.

    What is found is the same; only its place on the ball, for bounds, may differ in the last bit.
    """
    start = OPEN_START if row.start is None else row.start
    end = OPEN_END if row.end is None else row.end
    if today is not None and (start != OPEN_START or end != OPEN_END):
        start = max(start, today.toordinal())
    tonnes, taken = figure(row.grams) / MICRO, 0.0
    if row.id in left and not math.isnan(tonnes):
        tonnes, taken = left[row.id]
    lon, lat = figure(row.lon), figure(row.lat)
    east, north = math.radians(lon), math.radians(lat)
    level = math.cos(north)
    return (
        0.0, row.organisation, words.materials.number(row.material), tonnes,
        row.recurring and not math.isnan(tonnes), taken, start, end, figure(row.contamination_pct),
        figure(row.moisture_pct), number_of_form(row.form),
        words.mask(row.classes.split()) if row.classes else 0, lon, lat, level, level * math.cos(east),
        level * math.sin(east), math.sin(north), math.inf if row.max_km is None else row.max_km,
    )  # fmt: skip


def figure(value: float | None) -> float:
    """Return a figure, NaN where it is unknown."""
    return math.nan if value is None else float(value)


def columns_of(rows: Sequence[Bare]) -> dict[str, Sequence[object]]:
    """Return rows turned on their side."""
    turned: Sequence[Sequence[object]] = list(zip(*rows, strict=True)) or [()] * len(Row._fields)
    return dict(zip(Row._fields, turned, strict=True))


def figures(values: Sequence[object]) -> Floats:
    """Return figures as a column, NaN where unknown."""
    return np.array(values, dtype=np.float64)


def numbers(values: Sequence[object], unknown: int) -> Wholes:
    """Return whole numbers as a column, ``unknown`` where there is none."""
    told = figures(values)
    return np.where(np.isnan(told), unknown, told).astype(np.int64)


def amounts(grams: Sequence[object], ids: Wholes, left: Mapping[int, Left]) -> tuple[Floats, Floats]:
    """Return the likely tonnes and what one-offs take of them, less what is promised."""
    tonnes, taken = figures(grams) / MICRO, np.zeros(len(grams))
    if left:
        for place, number in enumerate(ids.tolist()):
            if number in left and not np.isnan(tonnes[place]):
                tonnes[place], taken[place] = left[number]
    return tonnes, taken


def looked_up(values: Sequence[object], number: Callable[[object], int]) -> Wholes:
    """Return values as their numbers, each different one looked up once, new ones as they come up."""
    known = {value: number(value) for value in dict.fromkeys(values)}
    return np.fromiter(map(known.__getitem__, values), np.int64, len(values))


def number_of_form(form: object) -> int:
    """Return the number of a form, that of no form where none was told."""
    return NO_FORM if form is None else FORMS[Form(str(form))]


def as_text_sorts(ids: Wholes) -> Wholes:
    """Return whole numbers that stand in the order in which text sorts the given ones.

    Text compares digit by digit from the left, and where one ends first it stands first: digits are moved
    to the left end, and their number comes behind.
    """
    if len(ids) and not (ids.min() >= 0 and ids.max() < 10**DIGITS):
        raise OutOfRangeError("id", int(ids.max()), f"from 0 to {10**DIGITS - 1}")
    length = np.searchsorted(10 ** np.arange(1, DIGITS, dtype=np.int64), ids, side="right") + 1
    moved: Wholes = ids * 10 ** (DIGITS - length) * 16 + length
    return moved
