"""Days as numbers are the same in Python and on both databases."""

from datetime import date

import pytest
from sqlalchemy import Date, literal, select

from circulair.store.days import day_number
from circulair.store.session import Store, current
from flows.engine import standing

pytestmark = pytest.mark.both_databases


@pytest.mark.parametrize(
    "day", [date(1, 1, 1), date(1582, 10, 15), date(1900, 2, 28), date(2028, 2, 29), date(9999, 12, 31), None]
)
def test_a_day_is_counted_from_the_year_1_as_python_does(store: Store, day: date | None) -> None:
    with store.unit_of_work(reading=True):
        counted = current().scalar(select(day_number(literal(day, Date))))
    assert counted == standing.day_number(day)
