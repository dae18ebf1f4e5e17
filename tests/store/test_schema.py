"""Migrations: numbered, in one line, equal to the records, and whole or not at all."""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, func, insert, inspect, select, text

from circulair.store import schema
from circulair.store.session import Store
from tests.databases import admin, database_of
from tests.power import PowerCutError, cut_at

VERSIONS = sorted((schema.MIGRATIONS / "versions").glob("*.py"))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A store on a database in which nothing has been made yet."""
    urls = {"sqlite": lambda: f"sqlite:///{tmp_path / 'empty.db'}", "postgresql": lambda: an_empty(request)}
    with closing(Store(urls[request.param]())) as opened:
        yield opened


def an_empty(request: pytest.FixtureRequest) -> str:
    server = str(request.getfixturevalue("postgresql"))
    admin(server, "DROP DATABASE IF EXISTS empty WITH (FORCE)")
    admin(server, "CREATE DATABASE empty")
    return database_of(server, "empty")


def test_migrations_equal_the_records(store: Store) -> None:
    assert schema.differences(store) == []


def test_migrations_are_numbered_without_gaps() -> None:
    numbers = [re.fullmatch(r"(\d{4})_[a-z_]+\.py", path.name) for path in VERSIONS]
    assert [int(found[1]) if found else 0 for found in numbers] == list(range(1, len(VERSIONS) + 1))


def test_migrations_have_one_head_which_is_the_newest_file() -> None:
    script = ScriptDirectory.from_config(schema.config_for(None))
    assert script.get_heads() == [VERSIONS[-1].name[:4]]


def test_an_empty_database_is_not_current_and_a_migrated_one_is(empty: Store) -> None:
    assert not schema.is_current(empty)
    schema.migrate(empty)
    assert schema.is_current(empty)


def test_migrating_twice_changes_nothing(empty: Store) -> None:
    schema.migrate(empty)
    schema.migrate(empty)
    assert schema.differences(empty) == []


@pytest.mark.parametrize("statement", [3, 17, 40])
def test_a_migration_that_breaks_half_way_leaves_nothing_and_can_be_run_again(
    empty: Store, statement: int
) -> None:
    with pytest.raises(PowerCutError), cut_at(empty, statement):
        schema.migrate(empty)
    with empty.engine.connect() as connection:
        assert inspect(connection).get_table_names() == []
    schema.migrate(empty)
    assert schema.differences(empty) == []


def test_a_database_with_something_in_every_table_takes_each_step(empty: Store) -> None:
    for path in VERSIONS:
        with empty.engine.begin() as connection:
            command.upgrade(schema.config_for(connection), path.name[:4])
            fill(connection)
    assert schema.is_current(empty)
    with empty.engine.connect() as connection:
        agreed = "SELECT agreed_eural, agreed_dangerous, agreed_material FROM suggestion_lines"
        assert connection.execute(text(agreed)).all() == [("1", "1", "1")]


def fill(connection: Connection) -> None:
    """Put a row into every table that has none, all pointing to each other's first."""
    known = MetaData()
    known.reflect(connection)
    for table in known.sorted_tables:
        if (
            table.name != "alembic_version"
            and connection.scalar(select(func.count()).select_from(table)) == 0
        ):
            needed = [column for column in table.columns if not column.nullable or column.primary_key]
            row = {column.name: some(column.type.python_type) for column in needed}
            connection.execute(insert(table), row)


def some(kind: type) -> object:
    """Return a value of a type; numbers are one, so that every row points to the first of another table."""
    values: dict[type, object] = {
        bool: False,
        bytes: b"1",
        date: date(2027, 1, 1),
        datetime: datetime(2027, 1, 1, tzinfo=UTC),
        str: "1",
    }
    return values.get(kind, 1)
