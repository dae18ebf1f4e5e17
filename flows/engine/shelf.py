"""A shelf of listings: many streams kept as bare columns, each of them rebuilt when it is asked for."""

import math
from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Generic, NamedTuple, TypeVar, overload

import numpy as np
import pyarrow

from flows.distance import Position
from flows.engine.columns import FORMS, NO_FORM, OPEN_END, OPEN_START, Floats, Side, Wholes, Words
from flows.engine.ids import Ids
from flows.streams import Amount, Availability, Grade, Need, Offer, Quality, Range

FORM_AT = tuple(FORMS)
GRADES = tuple(Grade)
NO_AMOUNT, ODD_AMOUNT = -1, -2
"""Grades of listings without an amount, and of those whose amount needs more than a column holds."""

MOST_DIGITS = 2**63 - 1
EXACT_DIGITS, EXACT_POWER = 2**53, 22
"""Whole numbers and powers of ten up to these are exact in float64, so that one division rounds rightly."""

PLAIN = Decimal(0)
Kind = TypeVar("Kind", Offer, Need)


class Facts(NamedTuple):
    """One listing as it lies on a shelf: whole numbers for words, NaN for unknown figures, 0 for no day.

    A range of tonnes is digits and a power of ten for each end, so that it comes back exactly.
    """

    material: int
    organisation: int
    low: int
    likely: int
    high: int
    power_low: int
    power_likely: int
    power_high: int
    grade: int
    recurring: int
    start: int
    end: int
    contamination: float
    moisture: float
    form: int
    classes: int
    lon: float
    lat: float
    max_km: float


CODES = ("i", "i", "q", "q", "q", "b", "b", "b", "b", "b", "i", "i", "d", "d", "b", "i", "d", "d", "d")
"""How each of the facts is kept: whole numbers of 8, 4 or 1 bytes, or a float64."""


class Shelf(Sequence[Kind], Generic[Kind]):
    """Offers or needs that take some 110 bytes each and their ids; read like a tuple of them.

    ``words`` gives the numbers that both sides of a search share. A row of two materials is two listings.
    """

    def __init__(self, kind: type[Kind], words: Words) -> None:
        self.kind: type[Kind] = kind
        self.words, self.ids = words, Ids()
        self.columns: dict[str, array[Any]] = {
            name: array(code) for name, code in zip(Facts._fields, CODES, strict=True)
        }
        self.odd: dict[int, Amount] = {}

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, at: int) -> Kind: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Kind]: ...
    def __getitem__(self, at: int | slice) -> Kind | Sequence[Kind]:
        if isinstance(at, slice):
            return [self[place] for place in range(*at.indices(len(self)))]
        facts = Facts._make(column[at] for column in self.columns.values())
        made: Kind = self.kind(
            id=self.ids[at],
            material=self.words.materials.word(facts.material),
            amount=self.odd[at] if facts.grade == ODD_AMOUNT else amount_of(facts),
            availability=Availability(day_from(facts.start), day_from(facts.end)),
            quality=Quality(
                None if facts.form == NO_FORM else FORM_AT[facts.form],
                known(facts.contamination),
                known(facts.moisture),
                self.words.sets.word(facts.classes),
            ),
            position=None if math.isnan(facts.lon) else Position(facts.lon, facts.lat),
            max_km=known(facts.max_km),
            organisation="" if facts.organisation < 0 else self.words.organisations.word(facts.organisation),
        )
        return made

    def __iter__(self) -> Iterator[Kind]:
        return (self[at] for at in range(len(self)))

    def put(self, streams: Iterable[Kind]) -> "Shelf[Kind]":
        """Put streams behind the others, one after the other as they come."""
        columns = tuple(self.columns.values())
        for stream in streams:
            facts = self.facts(stream)
            if facts.grade == ODD_AMOUNT and stream.amount:
                self.odd[len(self)] = stream.amount
            for column, fact in zip(columns, facts, strict=True):
                column.append(fact)
            self.ids.append(stream.id)
        return self

    def facts(self, stream: Kind) -> Facts:
        """Return what the columns hold of a stream."""
        place, quality, days = stream.position, stream.quality, stream.availability
        return Facts(
            self.words.materials.number(stream.material),
            self.words.organisations.number(stream.organisation) if stream.organisation else -1,
            *tonnes_of(stream.amount),
            0 if days.start is None else days.start.toordinal(),
            0 if days.end is None else days.end.toordinal(),
            math.nan if quality.contamination_pct is None else quality.contamination_pct,
            math.nan if quality.moisture_pct is None else quality.moisture_pct,
            NO_FORM if quality.form is None else FORMS[quality.form],
            self.words.sets.number(quality.classes),
            *((math.nan, math.nan) if place is None else (place.lon, place.lat)),
            math.nan if stream.max_km is None else stream.max_km,
        )

    def column(self, name: str) -> "np.ndarray[Any, Any]":
        """Return one of the columns, without copying it; while it is held nothing can be put on the shelf."""
        return np.frombuffer(self.columns[name], dtype=self.columns[name].typecode)

    def side(self, ranks: Wholes | None = None) -> Side:
        """Return the columns that are searched; the rank of each id is found unless it is told."""
        start, end = self.column("start"), self.column("end")
        max_km = self.column("max_km")
        masks = np.array([self.words.mask(one) for one in self.words.sets.numbers] or [0], dtype=np.int64)
        taken = np.zeros(len(self))
        for at, amount in self.odd.items():
            taken[at] = float(amount.taken_once)
        return Side(
            id=self.ids.ranks() if ranks is None else ranks,
            organisation=self.column("organisation").astype(np.int64),
            material=self.column("material").astype(np.int64),
            tonnes=self.tonnes(),
            recurring=self.column("recurring").astype(np.bool_),
            taken_once=taken,
            start=np.where(start == 0, OPEN_START, start.astype(np.int64)),
            end=np.where(end == 0, OPEN_END, end.astype(np.int64)),
            contamination=self.column("contamination").copy(),
            moisture=self.column("moisture").copy(),
            form=self.column("form").astype(np.int64),
            classes=masks[self.column("classes")],
            lon=self.column("lon").copy(),
            lat=self.column("lat").copy(),
            max_km=np.where(np.isnan(max_km), math.inf, max_km),
        )

    def tonnes(self) -> Floats:
        """Return the likely tonnes, each the float that its decimals are nearest to, NaN where unknown."""
        digits, power = self.column("likely"), self.column("power_likely").astype(np.int64)
        scale: Floats = 10.0 ** np.minimum(np.abs(power), EXACT_POWER)
        found: Floats = np.where(power < 0, digits / scale, digits * scale)
        found[self.column("grade") == NO_AMOUNT] = math.nan
        for at in np.flatnonzero((digits > EXACT_DIGITS) | (np.abs(power) > EXACT_POWER)).tolist():
            found[at] = float(decimal_of(int(digits[at]), int(power[at])))
        for at, amount in self.odd.items():
            found[at] = float(amount.tonnes.likely)
        return found

    def table(self) -> pyarrow.Table:
        """Return all listings as a table that can be cut, written and put on a shelf again."""
        odd: list[str | None] = [None] * len(self) if self.odd else []
        for at, amount in self.odd.items():
            odd[at] = as_words(amount)
        arrays: list[Any] = [
            self.ids.strings(),
            *(pyarrow.array(self.column(name)) for name in Facts._fields),
        ]
        strange = pyarrow.array(odd, pyarrow.string()) if odd else pyarrow.nulls(len(self), pyarrow.string())
        return pyarrow.table([*arrays, strange], names=["id", *Facts._fields, "odd"])

    def put_table(self, table: pyarrow.Table) -> "Shelf[Kind]":
        """Put the listings of a table behind the others, whose words must be numbered alike."""
        begin = len(self)
        for name, column in self.columns.items():
            values = table.column(name).to_numpy().astype(column.typecode, copy=False)
            column.frombytes(np.ascontiguousarray(values).tobytes())
        grades = table.column("grade").to_numpy()
        for at in np.flatnonzero(grades == ODD_AMOUNT).tolist():
            self.odd[begin + at] = from_words(table.column("odd")[at].as_py())
        for one in table.column("id").to_pylist():
            self.ids.append(str(one))
        return self


def shelves(offers: Iterable[Offer], needs: Iterable[Need]) -> tuple[Shelf[Offer], Shelf[Need]]:
    """Return offers and needs on shelves that share their words."""
    words = Words.new()
    return Shelf(Offer, words).put(offers), Shelf(Need, words).put(needs)


def tonnes_of(amount: Amount | None) -> tuple[int, int, int, int, int, int, int, int]:
    """Return digits and powers of the three ends, the grade and whether it recurs."""
    if amount is None:
        return (0, 0, 0, 0, 0, 0, NO_AMOUNT, False)
    ends = amount.tonnes
    low, likely, high = scaled(ends.low), scaled(ends.likely), scaled(ends.high)
    if low is None or likely is None or high is None or amount.taken_once:
        return (0, 0, 0, 0, 0, 0, ODD_AMOUNT, amount.recurring)
    digits = (low[0], likely[0], high[0], low[1], likely[1], high[1])
    return (*digits, GRADES.index(amount.grade), amount.recurring)


def scaled(figure: Decimal) -> tuple[int, int] | None:
    """Return a figure as digits and a power of ten, None where that is more than the columns hold."""
    _sign, digits, power = figure.as_tuple()
    assert isinstance(power, int)
    whole = int(figure.scaleb(-power)) if len(digits) < 20 else MOST_DIGITS + 1
    return (whole, power) if whole <= MOST_DIGITS and -128 <= power <= 127 else None


def decimal_of(digits: int, power: int) -> Decimal:
    """Return the figure of digits and a power of ten."""
    return Decimal(digits).scaleb(power)


def amount_of(facts: Facts) -> Amount | None:
    """Return the amount that ordinary columns hold."""
    if facts.grade == NO_AMOUNT:
        return None
    tonnes = Range(
        decimal_of(facts.low, facts.power_low),
        decimal_of(facts.likely, facts.power_likely),
        decimal_of(facts.high, facts.power_high),
    )
    return Amount(tonnes, GRADES[facts.grade], bool(facts.recurring), PLAIN)


def as_words(amount: Amount) -> str:
    """Return an amount as words that hold all its decimals."""
    ends = amount.tonnes
    return f"{ends.low} {ends.likely} {ends.high} {amount.taken_once} {amount.grade} {amount.recurring:d}"


def from_words(text: str) -> Amount:
    """Return the amount that words hold."""
    low, likely, high, taken, grade, recurring = text.split()
    tonnes = Range(Decimal(low), Decimal(likely), Decimal(high))
    return Amount(tonnes, Grade(grade), recurring == "1", Decimal(taken))


def day_from(number: int) -> date | None:
    """Return a day from its number, None for 0."""
    return date.fromordinal(number) if number else None


def known(figure: float) -> float | None:
    """Return a figure, None where it is NaN."""
    return None if math.isnan(figure) else figure
