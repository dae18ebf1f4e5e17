"""The unit of work: one transaction, safe writing, and one winner where several want the same."""

from contextlib import ExitStack
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, InternalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from circulair.store import listings, organisations
from circulair.store.records import OrganisationRecord
from circulair.store.session import (
    ConflictError,
    DatabaseAwayError,
    Store,
    UnsafeDatabaseError,
    current,
    is_open,
    translated_errors,
)
from flows.distance import Position
from flows.streams import Availability, Range
from flows.units import Quantity
from tests.databases import Maker
from tests.together import together
from tests.worlds import FROM_TODAY, a_firm, an_offer_listing


def test_what_ends_well_is_stored(store: Store) -> None:
    with store.unit_of_work():
        a_firm()
    with store.unit_of_work(reading=True):
        assert organisations.count() == 1


def test_what_ends_badly_leaves_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.unit_of_work():
        a_firm()
        1 / 0  # noqa: B018  # what goes wrong in the middle
    with store.unit_of_work(reading=True):
        assert organisations.count() == 0


def test_outside_a_unit_of_work_there_is_no_session(store: Store) -> None:
    assert not is_open()
    with store.unit_of_work():
        assert is_open()
    assert not is_open()
    with pytest.raises(LookupError):
        current()


def test_sqlite_writes_safely_on_every_pooled_connection(fresh_sqlite: Maker) -> None:
    store, pragmas = Store(fresh_sqlite()), ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    with ExitStack() as stack:
        connections = [
            stack.enter_context(store.engine.connect().execution_options(writes=False)) for _ in range(5)
        ]
        seen = {
            tuple(one.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() for pragma in pragmas)
            for one in connections
        }
    store.close()
    assert seen == {("wal", 2, 1, 5000)}


def test_postgresql_that_may_forget_is_refused(fresh_postgresql: Maker) -> None:
    store = Store(fresh_postgresql())
    store.check_durable()
    name = store.engine.url.database
    with store.engine.begin() as connection:
        connection.execute(text(f"ALTER DATABASE {name} SET synchronous_commit = off"))
    store.close()
    with pytest.raises(UnsafeDatabaseError, match="synchronous_commit"):
        store.check_durable()
    store.close()


def test_a_unit_for_reading_writes_nothing(store: Store) -> None:
    for _twice in range(2):  # the second time on the same connection of the pool
        with pytest.raises((DatabaseAwayError, InternalError)), store.unit_of_work(reading=True):
            a_firm()
        with store.unit_of_work(reading=True):
            assert organisations.count() == 0
    with store.unit_of_work():
        a_firm()
    with store.unit_of_work(reading=True):
        assert organisations.count() == 1


def test_a_pool_without_a_free_connection_is_a_database_that_is_away() -> None:
    with pytest.raises(DatabaseAwayError), translated_errors():
        raise PoolTimeoutError("no connection came free")


def test_a_row_that_points_nowhere_is_refused(store: Store) -> None:
    with pytest.raises(IntegrityError), store.engine.begin() as connection:
        connection.execute(text("INSERT INTO process_takes (process_id, material) VALUES (999, 'ldpe-film')"))


def test_of_four_who_read_ten_tonnes_and_take_ten_one_wins(store: Store) -> None:
    with store.unit_of_work():
        offer = an_offer_listing(a_firm(), tonnes="10")

    def take(_number: int) -> bool:
        with store.unit_of_work():
            [held] = listings.locked([offer.id])
            enough = (held.tonnes_likely or Decimal(0)) >= 10
            held.tonnes_likely = held.tonnes_low = (held.tonnes_likely or Decimal(0)) - 10 * enough
        return enough

    assert sorted(map(str, together(4, take))) == ["False", "False", "False", "True"]
    with store.unit_of_work(reading=True):
        left = listings.one(offer.id)
        assert left is not None
        assert left.tonnes_likely == 0


def test_who_writes_over_a_change_that_he_has_not_seen_is_told(store: Store) -> None:
    with store.unit_of_work():
        seen_by_both = organisations.with_premises(a_firm().organisation_id)
        assert seen_by_both is not None
    with store.unit_of_work() as session:
        quicker = session.get_one(OrganisationRecord, seen_by_both.id)
        quicker.name = "Bakkerij Kruim"
    with pytest.raises(ConflictError), store.unit_of_work() as session:
        session.add(seen_by_both)
        seen_by_both.name = "Bakkerij Korst"
    with store.unit_of_work(reading=True) as session:
        assert session.get_one(OrganisationRecord, quicker.id).name == "Bakkerij Kruim"


def test_a_second_row_with_the_same_key_is_a_conflict(store: Store) -> None:
    with store.unit_of_work():
        a_firm("Twin")
    with pytest.raises(ConflictError), store.unit_of_work() as session:
        session.execute(text("INSERT INTO world (id, demo) VALUES (1, true), (1, true)"))


def test_a_database_that_is_gone_is_said_to_be_away(store: Store) -> None:
    with (
        pytest.raises(DatabaseAwayError),
        Store(str(store.engine.url) + "/nowhere/at/all").unit_of_work() as lost,
    ):
        lost.execute(text("SELECT 1"))


def test_values_of_the_domain_come_back_whole(store: Store) -> None:
    with store.unit_of_work():
        made = an_offer_listing(a_firm(), tonnes="12.5")
    with store.unit_of_work(reading=True) as session:
        session.expire_all()
        listing = listings.one(made.id)
        assert listing is not None
        assert listing.typed == Quantity(Decimal("12.5"), "t", "year")
        assert listing.tonnes == Range(Decimal("12.5"), Decimal("12.5"), Decimal("12.5"))
        assert listing.availability == FROM_TODAY
        assert listing.premises.position == Position(5.8290, 50.9740)


def test_values_that_nobody_told_come_back_as_none(store: Store) -> None:
    with store.unit_of_work():
        made = an_offer_listing(a_firm(), tonnes=None)
    with store.unit_of_work(reading=True):
        listing = listings.one(made.id)
        assert listing is not None
        assert (listing.typed, listing.tonnes) == (None, None)
        assert listing.availability != Availability()
