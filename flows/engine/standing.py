"""Stored listings as columns: made from plain rows of a query, never from objects."""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from flows.engine.columns import (
    FORMS,
    NO_FORM,
    OPEN_END,
    OPEN_START,
    Book,
    Floats,
    Side,
    Wholes,
    Words,
    wholes,
)
from flows.errors import OutOfRangeError
from flows.streams import Form

MICRO = 1_000_000
"""Grams of a tonne: what is stored."""

DIGITS = 14
"""So many digits a listing's number has at most, so that its place in order fits a float64 exactly."""


class Row(NamedTuple):
    """One stored listing as a query returns it; ``grams`` are the likely ones, None if unknown."""

    id: int
    organisation: int
    material: str
    grams: int | None
    recurring: bool
    start: date | None
    end: date | None
    contamination_pct: float | None
    moisture_pct: float | None
    form: Form | None
    classes: str
    max_km: float | None
    lon: float
    lat: float


class Left(NamedTuple):
    """What promises leave of a listing: the likely tonnes, and of those a year what one-offs take."""

    tonnes: float
    taken_once: float


def side_of_rows(
    rows: Sequence[Row], words: Words, today: date | None, left: Mapping[int, Left] | None = None
) -> Side:
    """Return stored listings as columns, in their order, with the days that are left of them on a day.

    Ids rank the numbers as text sorts them, as ``flows.matching`` does; OutOfRangeError beyond ``DIGITS``.
    """
    columns = columns_of(rows)
    ids = np.array(columns["id"], dtype=np.int64)
    start, end = days(columns["start"], OPEN_START), days(columns["end"], OPEN_END)
    if today is not None:
        known = (start != OPEN_START) | (end != OPEN_END)
        start = np.where(known, np.maximum(start, today.toordinal()), start)
    tonnes, taken = amounts(columns["grams"], ids.tolist(), left or {})
    reach = figures(columns["max_km"])
    return Side(
        id=as_text_sorts(ids),
        organisation=np.array(columns["organisation"], dtype=np.int64),
        material=numbered(columns["material"], words.materials),
        tonnes=tonnes,
        recurring=np.array(columns["recurring"], dtype=np.bool_) & ~np.isnan(tonnes),
        taken_once=taken,
        start=start,
        end=end,
        contamination=figures(columns["contamination_pct"]),
        moisture=figures(columns["moisture_pct"]),
        form=wholes(NO_FORM if one is None else FORMS[Form(str(one))] for one in columns["form"]),
        classes=masks(columns["classes"], words),
        lon=figures(columns["lon"]),
        lat=figures(columns["lat"]),
        max_km=np.where(np.isnan(reach), np.inf, reach),
    )


def alone(row: Row, words: Words, today: date | None, left: Mapping[int, Left]) -> tuple[float, ...]:
    """Return one stored listing as a row of ``blocks.table``, with 0 for its id: at once, without columns.

    What is found is the same; only its place on the ball, for bounds, may differ in the last bit.
    """
    start = OPEN_START if row.start is None else row.start.toordinal()
    end = OPEN_END if row.end is None else row.end.toordinal()
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
        figure(row.moisture_pct), NO_FORM if row.form is None else FORMS[Form(row.form)],
        words.mask(row.classes.split()) if row.classes else 0, lon, lat, level, level * math.cos(east),
        level * math.sin(east), math.sin(north), math.inf if row.max_km is None else row.max_km,
    )  # fmt: skip


def figure(value: float | None) -> float:
    """Return a figure, NaN where it is unknown."""
    return math.nan if value is None else float(value)


def columns_of(rows: Sequence[Row]) -> dict[str, Sequence[object]]:
    """Return rows turned on their side."""
    return {name: list(map(itemgetter(place), rows)) for place, name in enumerate(Row._fields)}


def figures(values: Sequence[object]) -> Floats:
    """Return figures as a column, NaN where unknown."""
    return np.array(values, dtype=np.float64)


def days(values: Sequence[object], unknown: int) -> Wholes:
    """Return days as a column, counted from the year 1."""
    return wholes(one.toordinal() if isinstance(one, date) else unknown for one in values)


def amounts(grams: Sequence[object], ids: Sequence[int], left: Mapping[int, Left]) -> tuple[Floats, Floats]:
    """Return the likely tonnes and what one-offs take of them, less what is promised."""
    tonnes, taken = figures(grams) / MICRO, np.zeros(len(grams))
    if left:
        for place, number in enumerate(ids):
            if number in left and not np.isnan(tonnes[place]):
                tonnes[place], taken[place] = left[number]
    return tonnes, taken


def numbered(values: Sequence[object], book: Book[str]) -> Wholes:
    """Return words as their numbers, each looked up once, new ones as they come up."""
    known = {value: book.number(str(value)) for value in dict.fromkeys(values)}
    return wholes([known[value] for value in values])


def masks(values: Sequence[object], words: Words) -> Wholes:
    """Return quality classes as the bits of one number each, worked out once per combination."""
    known = {value: words.mask(str(value).split()) for value in sorted(set(map(str, values)))}
    return wholes(known[str(value)] for value in values)


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
