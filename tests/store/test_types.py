"""Column types: moments, tonnes and decimals come back alike and add up alike on both databases."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import Column, MetaData, Table, func, insert, select
from sqlalchemy.exc import StatementError

from circulair.store.records.types import Id, Scaled, Tonnes, UtcDateTime
from circulair.store.session import Store

MEASURES = Table(
    "measures",
    MetaData(),
    Column("id", Id, primary_key=True),
    Column("tonnes", Tonnes),
    Column("share", Scaled),
    Column("at", UtcDateTime),
)
SUMMER = timezone(timedelta(hours=2))


@pytest.fixture
def measures(store: Store) -> Store:
    with store.engine.begin() as connection:
        MEASURES.create(connection)
    return store


def put(store: Store, *rows: dict[str, object]) -> None:
    with store.engine.begin() as connection:
        connection.execute(insert(MEASURES), list(rows))


def test_a_tenth_and_two_tenths_are_three_tenths(measures: Store) -> None:
    put(measures, {"tonnes": Decimal("0.1")}, {"tonnes": Decimal("0.2")})
    with measures.engine.begin() as connection:
        total = func.sum(MEASURES.c.tonnes)
        assert connection.scalar(select(total)) == Decimal("0.3")
        assert connection.scalar(select(total == Decimal("0.3")))


@pytest.mark.parametrize("tonnes", ["0", "0.000001", "0.5", "40", "999999999.999999", "1000000000"])
def test_tonnes_come_back_to_the_gram(measures: Store, tonnes: str) -> None:
    put(measures, {"tonnes": Decimal(tonnes)})
    with measures.engine.begin() as connection:
        assert str(connection.scalar(select(MEASURES.c.tonnes))) == tonnes


def test_tonnes_are_compared_as_numbers(measures: Store) -> None:
    put(measures, {"tonnes": Decimal(9)}, {"tonnes": Decimal(10)}, {"tonnes": Decimal(100)})
    with measures.engine.begin() as connection:
        found = connection.scalars(select(MEASURES.c.tonnes).order_by(MEASURES.c.tonnes.desc())).all()
    assert found == [100, 10, 9]


def test_less_than_a_millionth_is_rounded_half_to_even(measures: Store) -> None:
    put(measures, {"share": Decimal("0.0000005")}, {"share": Decimal("0.0000015")})
    with measures.engine.begin() as connection:
        found = connection.scalars(select(MEASURES.c.share).order_by(MEASURES.c.id)).all()
    assert found == [0, Decimal("0.000002")]


def test_noon_in_summer_time_is_ten_o_clock_utc(measures: Store) -> None:
    put(measures, {"at": datetime(2027, 7, 1, 12, tzinfo=SUMMER)})
    with measures.engine.begin() as connection:
        moment = connection.scalar(select(MEASURES.c.at))
    assert moment == datetime(2027, 7, 1, 10, tzinfo=UTC)
    assert moment.tzinfo is UTC


def test_moments_are_compared_as_moments(measures: Store) -> None:
    put(measures, {"at": datetime(2027, 7, 1, 12, tzinfo=SUMMER)})
    with measures.engine.begin() as connection:
        before = MEASURES.c.at < datetime(2027, 7, 1, 11, tzinfo=UTC)
        assert connection.scalar(select(func.count()).where(before)) == 1


def test_a_moment_without_time_zone_is_refused(measures: Store) -> None:
    with pytest.raises(StatementError, match="without time zone"):
        put(measures, {"at": datetime(2027, 7, 1, 12)})  # noqa: DTZ001  # what must be refused


def test_nothing_stays_nothing(measures: Store) -> None:
    put(measures, {"tonnes": None, "share": None, "at": None})
    with measures.engine.begin() as connection:
        row = connection.execute(select(MEASURES.c.tonnes, MEASURES.c.share, MEASURES.c.at)).one()
    assert tuple(row) == (None, None, None)
