"""The unit of work on both databases."""

from circulair.store import organisations, schema
from circulair.store.session import Store
from tests.worlds import a_firm


def test_what_ends_well_is_stored(store: Store) -> None:
    with store.unit_of_work():
        a_firm()
    with store.unit_of_work(reading=True):
        assert organisations.count() == 1


def test_migrations_equal_the_records(store: Store) -> None:
    assert schema.differences(store) == []
