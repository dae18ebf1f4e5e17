"""Queries on the listings that can be matched: as plain columns, thousands at a time."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any  # rows of a query hold what their columns hold

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    case,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import joinedload

from circulair.store.days import day_number
from circulair.store.records import MATCHABLE, ListingRecord, PremisesRecord
from circulair.store.records.types import Tonnes
from circulair.store.session import current
from flows.distance import Box
from flows.streams import Form, Side

GRAMS = case(
    (ListingRecord.grade.is_(None), None), else_=type_coerce(ListingRecord.tonnes_likely, BigInteger)
)

COLUMNS = (
    ListingRecord.id,
    ListingRecord.organisation_id,
    ListingRecord.material,
    type_coerce(GRAMS, BigInteger),
    type_coerce(ListingRecord.recurring, Integer),
    day_number(ListingRecord.start),
    day_number(ListingRecord.end),
    ListingRecord.contamination_pct,
    ListingRecord.moisture_pct,
    type_coerce(ListingRecord.form, String),
    ListingRecord.classes,
    ListingRecord.max_km,
    PremisesRecord.lon,
    PremisesRecord.lat,
)
"""Number, organisation, material, likely grams, recurring, first and last day counted from the year 1,
contamination, moisture, form, classes, farthest km, longitude, latitude; all as the driver gives it, so that
no day and no word of a group is made of each."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which listings may fit: of this side and these materials, of others, not over by ``today``.

    ``first`` and ``last`` are the days of which they must have one, open where None; ``box`` is where they
    must lie, None for anywhere.
    """

    side: Side
    materials: Collection[str]
    without: int
    today: date
    first: date | None = None
    last: date | None = None
    box: Box | None = None


def rows(wanted: Wanted) -> Sequence[Sequence[Any]]:
    """Return the columns of the listings that may fit, found by the index on side, state and material."""
    return plainly(of_columns().where(*conditions(wanted)))


def rows_of(numbers: Collection[int], side: Side) -> Iterator[Sequence[Any]]:
    """Yield the columns of the listings of one side, of these numbers, that can be matched now."""
    for batch in batched(sorted(numbers)):
        yield from plainly(matchable_of(side).where(ListingRecord.id.in_(batch)))


def all_rows(side: Side) -> Sequence[Sequence[Any]]:
    """Return the columns of all listings of one side that can be matched now."""
    return plainly(matchable_of(side).order_by(ListingRecord.id))


def matchable_of(side: Side) -> Select[*tuple[Any, ...]]:
    """Select the columns of the listings of one side that can be matched now."""
    return of_columns().where(ListingRecord.side == side, ListingRecord.state.in_(MATCHABLE))


def plainly(chosen: Select[*tuple[Any, ...]]) -> Sequence[Sequence[Any]]:
    """Return the rows of a query of columns as the driver gives them: SQLAlchemy would wrap each again."""
    current().flush()
    with current().connection().execute(chosen) as found:
        assert found.cursor is not None  # a query has one
        return found.cursor.fetchall()


AT_ONCE = 1000
"""So many numbers go into one question to the database."""


def batched(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield numbers some at a time."""
    yield from (numbers[start : start + AT_ONCE] for start in range(0, len(numbers), AT_ONCE))


def of_columns() -> Select[*tuple[Any, ...]]:
    """Select the columns of listings with where they are."""
    return select(*COLUMNS).join(PremisesRecord, PremisesRecord.id == ListingRecord.premises_id)


def conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Return what a listing must fulfil to fit."""
    first = max(wanted.first or wanted.today, wanted.today)
    found = [
        ListingRecord.side == wanted.side,
        ListingRecord.state.in_(MATCHABLE),
        ListingRecord.material.in_(sorted(wanted.materials)),
        ListingRecord.organisation_id != wanted.without,
        or_(ListingRecord.end.is_(None), ListingRecord.end >= first),
    ]
    if wanted.last is not None:
        found.append(or_(ListingRecord.start.is_(None), ListingRecord.start <= wanted.last))
    if wanted.box is not None:
        found.append(
            and_(
                PremisesRecord.lon.between(wanted.box.west, wanted.box.east),
                PremisesRecord.lat.between(wanted.box.south, wanted.box.north),
            )
        )
    return found


def of_numbers(numbers: Collection[int]) -> Sequence[ListingRecord]:
    """Return the listings of these numbers that can be matched now, with their places."""
    return (
        current()
        .scalars(
            select(ListingRecord)
            .where(ListingRecord.id.in_(numbers), ListingRecord.state.in_(MATCHABLE))
            .options(joinedload(ListingRecord.premises))
            .order_by(ListingRecord.id)
        )
        .all()
    )


@dataclass(frozen=True, slots=True)
class Told:
    """What one listing says of itself; None or empty where it says nothing. Tonnes are those a year."""

    side: Side
    material: str
    contamination_pct: float | None
    moisture_pct: float | None
    form: Form | None
    classes: str
    tonnes: Decimal | None


def told(materials: Collection[str], most: int) -> Sequence[Told]:
    """Return what the newest listings of some materials that can be matched say of themselves."""
    yearly = case((ListingRecord.recurring, ListingRecord.tonnes_likely), else_=None)
    rows = current().execute(
        select(
            ListingRecord.side,
            ListingRecord.material,
            ListingRecord.contamination_pct,
            ListingRecord.moisture_pct,
            ListingRecord.form,
            ListingRecord.classes,
            type_coerce(yearly, Tonnes),
        )
        .where(
            ListingRecord.side.in_(list(Side)),
            ListingRecord.state.in_(MATCHABLE),
            ListingRecord.material.in_(sorted(materials)),
        )
        .order_by(ListingRecord.id.desc())
        .limit(most)
    )
    return [Told(*row) for row in rows]
