"""Figures of wellbeing in a file of CBS: each checked against the set of its edition, all or nothing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from circulair.files.statline_layout import PERIOD, REGION
from circulair.files.wellbeing_tables import (
    ATTRIBUTE,
    IGNORED,
    MEASURE,
    MOST_FAULTS,
    MOST_SHOWN,
    STATUS,
    UNIT,
    VALUE,
    Place,
    Table,
    WellbeingRefusedError,
    Wrong,
    read_table,
)
from flows.wellbeing import Indicator, plain, possible, region_of

YEAR = re.compile(r"((?:19|20)\d\d)(?:JJ00)?(\*{0,2})")
"""A year as CBS writes it: 2022JJ00, or 2022 with one or two stars where it is provisional."""

NUMBER = re.compile(r"-?\d{1,12}(?:[.,]\d{1,6})?")
NO_FIGURE = frozenset({"", ".", "x"})
"""What stands where CBS gives no figure."""

THEME_ENDS = "/|"
"""What StatLine writes between the themes in front of a topic and the topic itself."""

IN_BRACKETS = re.compile(r"(.+?)\s*\(([^()]*)\)")
PROVISIONAL = {
    "definitief": False,
    "definitive": False,
    "final": False,
    "voorlopig": True,
    "naderevoorlopig": True,
    "nadervoorlopig": True,
    "provisional": True,
}


@dataclass(frozen=True, slots=True)
class Figure:
    """What the file says of one indicator in a region and a year."""

    code: str
    region: str
    year: int
    value: Decimal
    unit: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure as it stands in the file: row and column, of what, where, when, how much, in which unit."""

    row: int
    column: str
    topic: str
    region: str
    period: str
    value: str
    unit: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """The indicators against which a file is read, and whether a file is provisional that does not say."""

    indicators: Sequence[Indicator]
    provisional: bool | None = None

    def find(self, topic: str) -> tuple[Indicator, str] | None:
        """Return the indicator that a heading names, with the unit in its brackets."""
        bare = re.sub(r"_\d+$", "", topic)
        for name in (topic, *endings(bare)):
            found = self.called(name)
            if found is not None:
                return found, ""
            parted = IN_BRACKETS.fullmatch(name)
            found = self.called(parted[1]) if parted else None
            if found is not None and parted:
                return found, parted[2].strip()
        return None

    def called(self, topic: str) -> Indicator | None:
        """Return the indicator of a code or a name."""
        return next((one for one in self.indicators if plain(topic) in one.keys), None)


def endings(topic: str) -> Iterator[str]:
    """Yield a heading, and what of it stands below each theme that StatLine writes in front of it."""
    yield topic
    inside = 0
    for at, sign in enumerate(topic):
        inside += (sign == "(") - (sign == ")")
        if sign in THEME_ENDS and not inside:
            yield topic[at + 1 :].strip()


def read_figures(content: bytes, edition: Edition) -> tuple[Figure, ...]:
    """Return the figures in a file; raise WellbeingRefusedError with every place where something is wrong."""
    table = read_table(content)
    faults: list[Place] = list(unknown_columns(table, edition))
    figures: dict[tuple[str, str, int], Figure] = {}
    for cell in cells_of(table) if not faults else ():
        try:
            keep(figure_of(cell, edition), cell, figures)
        except WellbeingRefusedError as error:
            faults += error.places
        if len(faults) >= MOST_FAULTS:
            break
    if faults or not figures:
        raise WellbeingRefusedError(*(faults or [Place(0, "", Wrong.EMPTY)]))
    return tuple(figures.values())


def keep(told: Figure | None, cell: Cell, figures: dict[tuple[str, str, int], Figure]) -> None:
    """Add a figure to those read so far; raise if it stands there already."""
    if told is None:
        return
    key = (told.code, told.region, told.year)
    if key in figures:
        raise fault(cell, Wrong.TWICE, cell.topic)
    figures[key] = told


def is_long(table: Table) -> bool:
    """Return whether each row holds one figure, with the name of its indicator beside it."""
    return table.column(MEASURE) is not None and table.column(VALUE) is not None


def topics(table: Table) -> list[int]:
    """Return where the columns of indicators stand in a table that has one for each."""
    known = REGION | PERIOD | STATUS | IGNORED
    return [at for at, name in enumerate(table.heading) if plain(name) not in known]


def unknown_columns(table: Table, edition: Edition) -> Iterator[Place]:
    """Yield the columns that are neither known nor an indicator of the edition."""
    known = REGION | PERIOD | MEASURE | VALUE | UNIT | STATUS | ATTRIBUTE | IGNORED
    for name in table.heading:
        is_known = (
            plain(name) in known if is_long(table) else plain(name) in REGION | PERIOD | STATUS | IGNORED
        )
        if not is_known and (is_long(table) or edition.find(name) is None):
            yield Place(0, shown(name), Wrong.UNKNOWN_COLUMN)


def cells_of(table: Table) -> Iterator[Cell]:
    """Yield the figures of a table as they stand there, those left out too."""
    for number, row in table.numbered:
        region, period = told(table, row, REGION), told(table, row, PERIOD)
        status = told(table, row, STATUS)
        if is_long(table):
            silent = told(table, row, ATTRIBUTE).casefold() not in ("", "none")
            value = "" if silent else told(table, row, VALUE)
            column = table.heading[table.column(VALUE) or 0]
            topic, unit = told(table, row, MEASURE), told(table, row, UNIT)
            yield Cell(number, column, topic, region, period, value, unit, status)
            continue
        for at in topics(table):
            name = table.heading[at]
            yield Cell(number, name, name, region, period, row[at], "", status)


def told(table: Table, row: Sequence[str], names: frozenset[str]) -> str:
    """Return what a row has in the column of a kind, nothing where there is none."""
    at = table.column(names)
    return "" if at is None else row[at]


def figure_of(cell: Cell, edition: Edition) -> Figure | None:
    """Return the figure of a cell, None where CBS gives none; raise what is wrong with it."""
    found = edition.find(cell.topic)
    if found is None:
        raise fault(cell, Wrong.UNKNOWN_INDICATOR, cell.topic)
    region, year = region_of(cell.region), YEAR.fullmatch(cell.period)
    if region is None:
        raise fault(cell, Wrong.UNKNOWN_REGION, cell.region)
    if year is None:
        raise fault(cell, Wrong.UNKNOWN_PERIOD, cell.period)
    if cell.value.casefold() in NO_FIGURE:
        return None
    indicator, in_brackets = found
    value, unit = measured(cell, indicator, cell.unit or in_brackets)
    return Figure(indicator.code, region, int(year[1]), value, unit, provisional_of(cell, year[2], edition))


def provisional_of(cell: Cell, stars: str, edition: Edition) -> bool:
    """Return whether a figure is provisional: by its status, its stars, or as it was told of the file."""
    if cell.status:
        known = PROVISIONAL.get(plain(cell.status))
        if known is None:
            raise fault(cell, Wrong.UNKNOWN_STATUS, cell.status)
        return known
    if not stars and edition.provisional is None:
        raise fault(cell, Wrong.NO_STATUS)
    return bool(stars) or bool(edition.provisional)


def measured(cell: Cell, indicator: Indicator, told_unit: str) -> tuple[Decimal, str]:
    """Return the number of a cell and its unit, which must be that of the set where the set names one."""
    value, unit = number_of(cell.value), indicator.unit or told_unit
    if value is None:
        raise fault(cell, Wrong.NO_NUMBER, cell.value)
    if not unit:
        raise fault(cell, Wrong.NO_UNIT)
    if told_unit and not same_unit(unit, told_unit):
        raise fault(cell, Wrong.UNIT_DIFFERS, told_unit)
    if not possible(value, unit):
        raise fault(cell, Wrong.IMPOSSIBLE, cell.value)
    return value, unit


def number_of(text: str) -> Decimal | None:
    """Return a number with a point or a comma before its decimals, None where it is none."""
    return Decimal(text.replace(",", ".")) if NUMBER.fullmatch(text) else None


def same_unit(known: str, told_unit: str) -> bool:
    """Return whether two texts name the same unit, whatever blanks, points and remarks in brackets."""
    return bare_unit(known) == bare_unit(told_unit)


def bare_unit(text: str) -> str:
    """Return the letters, figures and signs of a unit."""
    return re.sub(r"\([^()]*\)|[\s.,]", "", text.casefold())


def fault(cell: Cell, wrong: Wrong, text: str = "") -> WellbeingRefusedError:
    """Return what is wrong with a cell, to be raised."""
    return WellbeingRefusedError(Place(cell.row, shown(cell.column), wrong, shown(text)))


def shown(text: str) -> str:
    """Return what of a text stands in a message."""
    return text[:MOST_SHOWN]
