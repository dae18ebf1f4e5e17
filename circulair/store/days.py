"""Days in questions to the database, as numbers: each database has its own words for that."""

from typing import Any  # what a compiler of SQLAlchemy is given

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

BEFORE_YEAR_1 = 1_721_424.5
"""The Julian date of the start of the last day before the year 1."""


class day_number(FunctionElement[int]):  # noqa: N801  # in a question it reads as a function of the database
    """A day counted from the year 1, as ``date.toordinal`` does; unknown where the day is."""

    type = Integer()
    inherit_cache = True


@compiles(day_number, "sqlite")
def in_sqlite(element: day_number, compiler: Any, **words: Any) -> str:
    """Say it as SQLite understands it, which keeps days as text."""
    return f"CAST(julianday({compiler.process(element.clauses, **words)}) - {BEFORE_YEAR_1} AS INTEGER)"


@compiles(day_number, "postgresql")
def in_postgresql(element: day_number, compiler: Any, **words: Any) -> str:
    """Say it as PostgreSQL understands it: days are subtracted."""
    return f"({compiler.process(element.clauses, **words)} - DATE '0001-01-01' + 1)"
